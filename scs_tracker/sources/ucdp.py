"""Events of the Georeferenced Event Dataset (GED) of the Uppsala Conflict Data Program; see docs/formats.md."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.sources import foreign, words
from scs_tracker.sources.batch import Batch, Gathering
from scs_tracker.sources.tables import open_table
from scs_tracker.text.dates import read_date

if TYPE_CHECKING:
    from pathlib import Path

KIND: Final = "ucdp"
_NEEDED: Final = (
    "id", "type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates", "latitude", "longitude",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
)  # fmt: skip
#: Of one-sided violence the first side is the one that used force, against civilians.
_ONE_SIDED: Final = "3"
_GOVERNMENT: Final = re.compile(r"^Government of |\s*\([^()]*\)$")


def read_ucdp(file: Path, *, encoding: str = "") -> Batch:
    """Read the events of a UCDP GED export that are of this sea.

    Parameters
    ----------
    file
        CSV, zipped or not, or a workbook; it is streamed, and may hold all the world.

    Returns
    -------
    Batch
        A report for each event in the box around the gazetteer between parties of two countries or at a place in open
        water; all others are passed over. ``killed`` is the best estimate; the deaths of each side are in the summary.
        The dataset has no types. Its sides are those of the conflict, and say who acted in one-sided violence alone.

    Raises
    ------
    TrackerError
        The file cannot be read, or is no such table.
    """
    gathering = Gathering(str(file))
    with open_table(file, legacy=True, encoding=encoding) as table:
        header = foreign.require_columns(table, _NEEDED, "UCDP events")
        for row in table.rows:
            problem = table.problem(row)
            if problem:
                gathering.reject(row.number, row.raw, (problem,))
                continue
            record = foreign.record(header, row)
            reasons: list[str] = []
            point = foreign.tried(reasons.append, foreign.read_point, record["latitude"], record["longitude"])
            if point is None:
                reasons = reasons or ["latitude and longitude are empty"]
            elif reason := foreign.why_not_ours(KIND, _sides(record), record["where_coordinates"], point):
                gathering.pass_over(reason)
                continue
            content = _read(record, reasons)
            if reasons:
                gathering.reject(row.number, row.raw, tuple(reasons), own_id=record["id"])
            else:
                gathering.keep(record["id"], row.number, row.raw, content)
    return Batch(
        str(file), reports=gathering.reports(KIND), rejects=gathering.rejects(), passed_over=gathering.passed_over
    )


def _sides(record: dict[str, str]) -> list[str]:
    return [_GOVERNMENT.sub("", record[name]) for name in ("side_a", "side_b")]


def _read(record: dict[str, str], reasons: list[str]) -> dict[str, Any]:
    """Return the content of a report; every reason why there is none is added to ``reasons``."""
    columns = {"lat": record["latitude"].replace(",", "."), "lon": record["longitude"].replace(",", ".")}
    days = [
        foreign.tried(reasons.append, read_date, record[name].partition(" ")[0]) for name in ("date_start", "date_end")
    ]
    columns["date_start"] = days[0] or ""
    columns["date_end"] = days[1] if days[1] and days[1] != days[0] else ""
    killed = foreign.tried(reasons.append, foreign.read_count, record["best"], "best")
    columns["killed"] = str(killed) if record["best"] else ""
    radius_km = words.radius_km_by_precision(KIND).get(record["where_prec"].removesuffix(".0"), "")
    if not radius_km:
        reasons.append(f"where_prec {record['where_prec']!r} is not known; allowed are 1 to 7")
    columns["place"] = record["where_coordinates"]
    columns["location_text"] = record.get("where_description", "") or record["where_coordinates"]
    columns["summary"] = foreign.short("; ".join(filter(None, (record.get("source_headline", ""), _deaths(record)))))
    sides = _sides(record)
    if record["type_of_violence"] == _ONE_SIDED:
        columns["initiators"] = ";".join(words.translate_actors(KIND, sides[:1]).codes)
    return foreign.content(
        columns,
        actors=words.translate_actors(KIND, sides),
        sources=_sources(record),
        unmapped=(),
        radius_km=radius_km,
        original=record,
    )


def _deaths(record: dict[str, str]) -> str:
    """Return the deaths of each side in words."""
    of = {"deaths_a": record["side_a"], "deaths_b": record["side_b"], "deaths_civilians": "civilians",
          "deaths_unknown": "unknown people"}  # fmt: skip
    said = [f"{record[name]} of {who}" for name, who in of.items() if record[name].strip("0. ")]
    return f"deaths: {', '.join(said)}" if said else ""


def _sources(record: dict[str, str]) -> list[dict[str, str]]:
    """Return who published what it rests on, with the day where each has one."""
    offices = [one.strip() for one in record.get("source_office", "").split(";") if one.strip()]
    days = [one.strip() for one in record.get("source_date", "").split(";")]
    days = days if len(days) == len(offices) else [""] * len(offices)
    return [
        {"url": "", "publisher": office, "published": foreign.tried(lambda _: None, read_date, day) or ""}
        for office, day in zip(offices, days, strict=True)
    ]
