"""Events of the South China Sea Data Initiative (SCSDI), as its Dataverse archive gives them; see docs/formats.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.sources import foreign, translation
from scs_tracker.sources.batch import Batch, Gathering
from scs_tracker.sources.dates import coarsen, read_date
from scs_tracker.sources.tables import open_table

if TYPE_CHECKING:
    from pathlib import Path

KIND: Final = "scsdi"
#: A degree of latitude, in km: 60 M.
_KM_A_DEGREE: Final = 60 * 1.852
_NEEDED: Final = ("event_id", "event_id_cnty", "event_date", "year", "latitude", "longitude", "radius")


def read_scsdi(file: Path) -> Batch:
    """Read SCSDI events as reports.

    Parameters
    ----------
    file
        CSV (Windows-1252 or UTF-8), zipped or not, workbook, or a map layer with the same columns.

    Returns
    -------
    Batch
        The dataset has no types and names countries, not services, without saying who did what to whom: types,
        initiators and targets stay empty.

    Raises
    ------
    TrackerError
        The file cannot be read, or is no such table.
    """
    gathering = Gathering(str(file))
    with open_table(file, legacy=True) as table:
        header = foreign.require_columns(table, _NEEDED, "SCSDI events")
        for row in table.rows:
            problem = table.problem(row)
            if problem:
                gathering.reject(row.number, row.raw, (problem,))
                continue
            record = foreign.record(header, row)
            content, reasons = _read(record)
            if reasons:
                gathering.reject(row.number, row.raw, tuple(reasons), own_id=record["event_id"])
            else:
                gathering.keep(record["event_id"], row.number, row.raw, content)
    return Batch(
        str(file), reports=gathering.reports(KIND), rejects=gathering.rejects(), passed_over=gathering.passed_over
    )


def _read(record: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return the content of a report, and every reason why there is none."""
    reasons: list[str] = []
    if not record["event_id"]:
        reasons.append("event_id is empty")
    columns: dict[str, str] = {}
    try:
        day = read_date(record["event_date"], year=record["year"], order="month first")
        columns["date_start"], columns["date_end"] = coarsen(day, record.get("time_precision", ""))
    except ValueError as error:
        reasons.append(str(error))
    try:
        columns |= _place(record)
        radius_km = _radius_km(record["radius"])
    except ValueError as error:
        reasons.append(str(error))
        radius_km = ""
    columns["place"] = record.get("location", "")
    columns["location_text"] = record.get("location", "") or record.get("note_on_location", "")
    columns["summary"] = foreign.short(record.get("notes", ""))
    actors = translation.translate_actors(KIND, [part.strip() for part in record["event_id_cnty"].split("/") if part])
    sources = foreign.read_sources(record.get("source", ""))
    made = foreign.content(columns, actors=actors, sources=sources, unmapped=(), radius_km=radius_km, original=record)
    return made, reasons


def _place(record: dict[str, str]) -> dict[str, str]:
    point = foreign.read_point(record["latitude"], record["longitude"])
    if point is None:
        if not record.get("location") and not record.get("note_on_location"):
            raise ValueError("there are neither coordinates nor words for the place")
        return {}
    if not translation.in_this_sea(*point):
        raise ValueError(f"{point[0]}, {point[1]} lies outside this sea")
    return {"lat": str(point[0]), "lon": str(point[1])}


def _radius_km(degrees: str) -> str:
    if not degrees:
        return ""
    try:
        radius = float(degrees.replace(",", "."))
    except ValueError:
        radius = -1.0
    if not 0 <= radius <= 30:
        raise ValueError(f"radius {degrees!r} is not 0 to 30 degrees")
    return f"{radius * _KM_A_DEGREE:.1f}"
