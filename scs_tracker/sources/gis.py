"""Read the points of map layers as reports, from GeoJSON, GeoPackage, shapefile, KML and GeoParquet files."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.errors import TrackerError, UsageError, suggestion
from scs_tracker.sources import foreign, words
from scs_tracker.sources.actor_names import OWN
from scs_tracker.sources.batch import Batch, Gathering
from scs_tracker.sources.columns import take_columns
from scs_tracker.sources.files import steady
from scs_tracker.sources.incident_csv import RADIUS
from scs_tracker.sources.layers import Feature, open_layers
from scs_tracker.text.dates import read_date, read_time

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

KIND: Final = "gis"
#: What a field of a layer may be: our columns but the coordinates, which the geometry gives, the parts of a source,
#: and how exact the point is.
MAPPABLE: Final = (
    *(name for name in model.INCIDENT_COLUMNS if name not in {"lat", "lon"}), "url", "publisher", "published",
    "radius_km", "parties",
)  # fmt: skip
_KEPT: Final = frozenset(model.INCIDENT_COLUMNS) - {"id", "date_start", "date_end", "types", "initiators", "targets"}


def read_gis(file: Path, *, columns: Mapping[str, str] | None = None, encoding: str = "") -> Batch:
    """Read the points of map layers in any declared reference system as reports; other geometry is rejected.

    ``columns`` is the field for each of the tracker's columns (``MAPPABLE``); fields with the tracker's names need no
    entry. If there is no ``id``, the id is a hash of the feature, so that a changed feature is a new report.
    """
    gathering = Gathering(str(file))
    with steady(file), open_layers(file, encoding=encoding) as (header, features):
        if not header and next(features, None) is None:
            return Batch(str(file))  # a GeoJSON without features names no fields either
        fields = _fields(str(file), header, columns or {})
        for feature in features:
            record = {ours: feature.values.get(theirs, "").strip() for ours, theirs in fields.items()}
            reasons: list[str] = []
            content = _content(record, feature, reasons.append)
            own_id = record.get("id") or _hash(feature)
            gathering.take(own_id, feature.number, feature.raw, content, reasons)
    return gathering.batch(KIND)


def _fields(file: str, header: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Return the layer's field for each tracker column that has one; raise an error if date_start has none."""
    listed = ", ".join(header[:20]) or "none"
    for ours, theirs in columns.items():
        if ours not in MAPPABLE:
            hint = suggestion(ours, MAPPABLE, f"use one of {', '.join(MAPPABLE)}")
            raise UsageError(f"columns: {ours} is not a column; {hint}")
        if theirs not in header:
            raise TrackerError(f"{file} has no field {theirs!r} for {ours}; its fields are {listed}")
    usual = {one.role: one.name for one in reversed(take_columns(header, [], {}))}
    usual["url"] = usual.pop("sources", "")
    usual.pop("id", None)  # whose numbers they are, and whether they stay, only a person knows
    fields = {**usual, **{name.casefold(): name for name in reversed(header)}, **columns}
    if not fields.get("date_start"):
        raise TrackerError(
            f"{file} has no field date_start; name the date field under columns of its [[sources]] entry, "
            f'such as date_start = "DATE"; its fields are {listed}'
        )
    return {ours: fields[ours] for ours in MAPPABLE if fields.get(ours)}


def _hash(feature: Feature) -> str:
    # two features that cannot be placed are two, unless what is wrong with them is the same
    place = (feature.problem,) if feature.problem else (feature.lat, feature.lon)
    text = json.dumps([feature.values, *place], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _day(text: str, name: str, complain: Callable[[str], None]) -> str | None:
    return foreign.tried(lambda error: complain(f"{name}: {error}"), read_date, text)


def _content(record: Mapping[str, str], feature: Feature, complain: Callable[[str], None]) -> dict[str, Any]:
    """Return the content of a report from a feature's cells; pass every error to ``complain``."""
    columns = {name: cell for name, cell in record.items() if name in _KEPT}
    days = {name: _day(record[name], name, complain)
            for name in ("date_start", "date_end", "published") if record.get(name)}  # fmt: skip
    columns |= {name: days.get(name) or "" for name in ("date_start", "date_end")}
    if not record["date_start"]:
        complain("date_start is empty; add the date")
    elif all(map(columns.get, ("date_start", "date_end"))) and (
        model.last_day(columns["date_end"]) < model.first_day(columns["date_start"])
    ):
        complain(f"date_end {columns['date_end']} is before date_start {columns['date_start']}; correct one of them")
    columns |= _point(record, feature, complain)
    for name in ("injured", "killed", "detained"):
        if record.get(name):
            columns[name] = str(foreign.tried(complain, foreign.read_count, record[name], name))
    if written := record.get("time_local"):
        columns["time_local"] = read_time(written)
        if not columns["time_local"] and written.strip("0:"):
            complain(f"time_local {written!r} is not a valid time; use HH:MM")
    if record.get("radius_km") and not RADIUS.fullmatch(record["radius_km"]):
        complain(f"radius_km {record['radius_km']!r} is not a number of kilometres; use digits, such as 1.5")
    if columns.get("corroboration", "") not in {"", *model.CORROBORATION}:
        complain(
            f"corroboration {columns['corroboration']!r} is not allowed; use one of {', '.join(model.CORROBORATION)}"
        )
    columns["summary"] = foreign.short(record.get("summary", ""))
    types, unmapped = words.translate_types(OWN, model.split_list(record.get("types", "")))
    columns["types"] = ";".join(types)
    sides = {side: words.actors_of(record.get(side, "")) for side in ("initiators", "targets")}
    columns |= {side: ";".join(one.codes) for side, one in sides.items()}
    everybody = "; ".join(filter(None, (record.get(name, "") for name in (*sides, "parties"))))
    publisher = record.get("publisher", "")
    sources = foreign.read_sources(record.get("url", "") or publisher)
    if len(sources) == 1 and publisher:
        sources[0]["publisher"] = publisher
    return foreign.content(
        columns,
        actors=words.actors_of(everybody),
        sources=[{**source, "published": days.get("published") or ""} for source in sources],
        unmapped=unmapped,
        radius_km=record.get("radius_km", ""),
        original=feature.values,
    )


def _point(record: Mapping[str, str], feature: Feature, complain: Callable[[str], None]) -> dict[str, str]:
    if feature.problem:
        complain(feature.problem)
    elif feature.lat is None or feature.lon is None:
        if not record.get("place") and not record.get("location_text"):
            complain("the row has neither coordinates nor a place description; add one of them")
    elif not words.in_this_sea(feature.lat, feature.lon):
        complain(f"{feature.lat}, {feature.lon} is outside the supported region; check the coordinates")
    else:
        return {"lat": str(feature.lat), "lon": str(feature.lon)}
    return {}
