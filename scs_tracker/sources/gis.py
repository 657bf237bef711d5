"""Points of a map layer as reports: GeoJSON, GeoPackage, shapefile, KML and GeoParquet."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.sources import foreign, words
from scs_tracker.sources.batch import Batch, Gathering
from scs_tracker.sources.columns import take_columns
from scs_tracker.sources.files import steady
from scs_tracker.sources.layers import Feature, open_layers
from scs_tracker.text.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

KIND: Final = "gis"
#: What a field of a layer may be: our columns but the coordinates, which the geometry gives, the parts of a source,
#: and how exact the point is.
MAPPABLE: Final = (
    *(name for name in model.INCIDENT_COLUMNS if name not in {"lat", "lon"}),
    "url",
    "publisher",
    "published",
    "radius_km",
    "parties",
)
_NOT_TEXT: Final = frozenset({"id", "date_start", "date_end", "types", "initiators", "targets", "url", "publisher"})
_COUNTS: Final = ("injured", "killed", "detained")
_TIME: Final = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?", re.ASCII)
_RADIUS: Final = re.compile(r"\d{1,4}(?:\.\d+)?", re.ASCII)


def read_gis(file: Path, *, columns: Mapping[str, str] | None = None, encoding: str = "") -> Batch:
    """Read the points of map layers as reports.

    Parameters
    ----------
    file
        GeoJSON, GeoPackage, shapefile (zipped, or the .shp with its neighbours), KML, KMZ or GeoParquet, in any
        reference system that it says; coordinates are transformed to EPSG:4326.
    columns
        Our column (one of ``MAPPABLE``) to the field that holds it. Fields that are called as ours need no entry.
    encoding
        What the texts of a shapefile are written in, where no .cpg beside it says so.

    Returns
    -------
    Batch
        A report for each point; features of other geometry are rejected. The id is the field that ``columns`` names
        for it, else a hash of the feature, so that a changed feature is a new report.

    Raises
    ------
    UsageError
        ``columns`` names a column that is none of ours.
    TrackerError
        The file cannot be read, does not say its reference system, or lacks a field.
    """
    gathering = Gathering(str(file))
    with steady(file), open_layers(file, encoding=encoding) as layers:
        if not layers.header and next(layers.features, None) is None:
            return Batch(str(file))  # a GeoJSON without features names no fields either
        fields = _fields(str(file), layers.header, columns or {})
        for feature in layers.features:
            record = {ours: feature.values.get(theirs, "").strip() for ours, theirs in fields.items()}
            own_id = record.get("id") or _hash(feature)
            content, reasons = _read(record, feature)
            if reasons:
                gathering.reject(feature.number, feature.raw, tuple(reasons), own_id=own_id)
            else:
                gathering.keep(own_id, feature.number, feature.raw, content)
    return Batch(
        str(file), reports=gathering.reports(KIND), rejects=gathering.rejects(), passed_over=gathering.passed_over
    )


def _fields(file: str, header: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Return the field of each of our columns."""
    for ours, theirs in columns.items():
        if ours not in MAPPABLE:
            near = difflib.get_close_matches(ours, MAPPABLE, n=1)
            hint = f"did you mean {near[0]}?" if near else f"allowed are {', '.join(MAPPABLE)}"
            raise UsageError(f"columns: {ours} is not a column; {hint}")
        if theirs not in header:
            raise TrackerError(f"{file} has no field {theirs!r} for {ours}; its fields are {_listed(header)}")
    same = {name.casefold(): name for name in header}
    usual = {one.role: one.name for one in reversed(take_columns(header, [], {}))}
    usual["url"] = usual.pop("sources", "")
    usual.pop("id", None)  # whose numbers they are, and whether they stay, only a person knows
    fields = {ours: columns.get(ours) or same.get(ours) or usual.get(ours, "") for ours in MAPPABLE}
    fields = {ours: theirs for ours, theirs in fields.items() if theirs}
    if "date_start" not in fields:
        raise TrackerError(
            f"{file} has no field date_start; name the one that holds the date under columns of its [[sources]] entry, "
            f'such as date_start = "DATE"; its fields are {_listed(header)}'
        )
    return fields


def _listed(header: Sequence[str]) -> str:
    return ", ".join(header[:20]) or "none"


def _hash(feature: Feature) -> str:
    # two features that cannot be placed are two, unless what is wrong with them is the same
    place = (feature.problem,) if feature.problem else (feature.lat, feature.lon)
    text = json.dumps([feature.values, *place], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _read(record: dict[str, str], feature: Feature) -> tuple[dict[str, Any], list[str]]:
    """Return the content of a report, and every reason why there is none."""
    reasons: list[str] = []
    columns: dict[str, str] = {
        name: record[name] for name in model.INCIDENT_COLUMNS if name in record and name not in _NOT_TEXT
    }
    _read_dates(record, columns, reasons)
    _read_place(record, feature, columns, reasons)
    _read_numbers(record, columns, reasons)
    columns["summary"] = foreign.short(record.get("summary", ""))
    types, unmapped = words.translate_types(words.OWN, model.split_list(record.get("types", "")))
    initiators, targets = (words.actors_of(record.get(side, "")) for side in ("initiators", "targets"))
    columns["types"], columns["initiators"] = ";".join(types), ";".join(initiators.codes)
    columns["targets"] = ";".join(targets.codes)
    if columns.get("corroboration", "") not in {"", *model.CORROBORATION}:
        reasons.append(f"corroboration {columns['corroboration']!r}: allowed are {', '.join(model.CORROBORATION)}")
    everybody = "; ".join(filter(None, (record.get(name, "") for name in ("initiators", "targets", "parties"))))
    made = foreign.content(
        columns,
        actors=words.actors_of(everybody),
        sources=_sources(record, reasons),
        unmapped=unmapped,
        radius_km=record.get("radius_km", ""),
        original=feature.values,
    )
    return made, reasons


def _read_dates(record: dict[str, str], columns: dict[str, str], reasons: list[str]) -> None:
    for name in ("date_start", "date_end"):
        try:
            columns[name] = read_date(record[name]) if record.get(name) else ""
        except ValueError as error:
            reasons.append(f"{name}: {error}")
    start, end = columns.get("date_start", ""), columns.get("date_end", "")
    if not record["date_start"]:
        reasons.append("date_start is empty")
    elif start and end and model.last_day(end) < model.first_day(start):
        reasons.append(f"date_end {end} lies before date_start {start}")


def _read_place(record: dict[str, str], feature: Feature, columns: dict[str, str], reasons: list[str]) -> None:
    if feature.problem:
        reasons.append(feature.problem)
    elif feature.lat is None or feature.lon is None:
        if not record.get("place") and not record.get("location_text"):
            reasons.append("there are neither a point nor words for the place")
    elif not words.in_this_sea(feature.lat, feature.lon):
        reasons.append(f"{feature.lat}, {feature.lon} lies outside this sea")
    else:
        columns["lat"], columns["lon"] = str(feature.lat), str(feature.lon)


def _read_numbers(record: dict[str, str], columns: dict[str, str], reasons: list[str]) -> None:
    for name in _COUNTS:
        if record.get(name):
            try:
                columns[name] = str(foreign.read_count(record[name], name))
            except ValueError as error:
                reasons.append(str(error))
    if record.get("time_local"):
        if _TIME.fullmatch(record["time_local"]):
            hour, minute = record["time_local"].split(":")[:2]
            columns["time_local"] = f"{hour.zfill(2)}:{minute}"
        else:
            reasons.append(f"time_local {record['time_local']!r} is not HH:MM")
    if record.get("radius_km") and not _RADIUS.fullmatch(record["radius_km"]):
        reasons.append(f"radius_km {record['radius_km']!r} is not a number of kilometres")


def _sources(record: dict[str, str], reasons: list[str]) -> list[dict[str, str]]:
    published = ""
    try:
        published = read_date(record["published"]) if record.get("published") else ""
    except ValueError as error:
        reasons.append(f"published: {error}")
    sources = foreign.read_sources(record.get("url", ""))
    if not sources and record.get("publisher"):
        sources = [{"url": "", "publisher": record["publisher"], "published": ""}]
    elif len(sources) == 1 and record.get("publisher"):
        sources[0]["publisher"] = record["publisher"]
    return [{**source, "published": published} for source in sources]
