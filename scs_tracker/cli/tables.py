"""Geocode or locate the rows of a table, and return the data of zones that the zones commands print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

_ZONE_FACTS: Final = (
    "id", "claimants", "kind", "name", "legal_basis", "citation", "valid_from", "valid_to", "certain_from", "earlier",
    "status", "accuracy", "membership_band_nm", "certainty", "licence", "recipe", "note",
)  # fmt: skip


def geocode_table(file: Path, *, column: str, out: Path) -> dict[str, int]:
    """Write the rows of a CSV with a location for the text in a column; return the number of rows per status."""
    from scs_tracker.geocoding import with_answers

    table = with_answers(_read(file, column), column=column)
    _write(table, out)
    counts = table["status"].value_counts()
    return {status: int(counts.get(status, 0)) for status in ("resolved", "ambiguous", "unresolved")}


def locate_table(file: Path, *, out: Path, date: str | None = None) -> int:
    """Write the rows of a CSV with ``lat`` and ``lon``, adding the zones and claims of each; return the number of rows.

    ``date`` applies to all rows; without it, the column ``date`` or ``date_start`` does. ``radius_km`` is optional.
    """
    from scs_tracker.sentences.classification import classify

    frame = _read(file, "lat", "lon")
    dated = next((name for name in ("date", "date_start") if name in frame.columns), None)
    if date is None and dated is None:
        raise UsageError(f"{file} has no column date or date_start; give the date of all rows with --date")
    if date is not None:
        frame, dated = frame.assign(_date=date), "_date"
    answer = classify(frame, date=dated or "_date")
    _write(answer.drop(columns=["geometry", "_date"], errors="ignore"), out)
    return len(answer)


def zone_rows(*, date: str | None = None) -> list[dict[str, Any]]:
    """Return the facts of all zones, or of those that exist on a day of ``date`` (day, month or year), sorted by id."""
    from scs_tracker.model import is_partial_date
    from scs_tracker.zones import table

    rows: list[dict[str, Any]] = sorted(table.zone_rows(), key=lambda row: row["id"])
    if date is not None:
        from scs_tracker.zones.periods import ABSENT, existence

        if not is_partial_date(date):
            raise UsageError(f"{date!r} is not a date; use YYYY-MM-DD, YYYY-MM or YYYY")
        rows = [row for row, there in zip(rows, existence(date), strict=True) if there != ABSENT]
    band = "membership_band_nm"
    return [{name: row.get(name, "") for name in _ZONE_FACTS} | {band: float(row[band] or 0)} for row in rows]


def undrawn_rows(*, date: str | None = None) -> list[dict[str, str]]:
    """Return the facts of areas and lines without known coordinates, or of those in force on a day of ``date``."""
    from scs_tracker.model import first_day, last_day

    rows = [dict(row) for row in geodata.rows("undrawn_zones")]
    if date is None:
        return rows
    return [
        row
        for row in rows
        if (not row["valid_from"] or first_day(row["valid_from"]) <= last_day(date))
        and (not row["valid_to"] or last_day(row["valid_to"]) >= first_day(date))
    ]


def zone_feature(zone_id: str) -> dict[str, Any]:
    """Return a zone as a GeoJSON feature (RFC 7946); its geometry is None if no coordinates are known."""
    import shapely

    from scs_tracker.zones import load_zones

    undrawn = {row["id"]: row for row in undrawn_rows()}
    if zone_id in undrawn:
        return {"type": "Feature", "id": zone_id, "geometry": None, "properties": undrawn[zone_id]}
    zones = load_zones().set_index("id", drop=False)
    if zone_id not in zones.index:
        from rapidfuzz import process

        near = [match for match, _, _ in process.extract(zone_id, [*zones.index, *undrawn], limit=3, score_cutoff=60)]
        hint = f"did you mean {' or '.join(near)}?" if near else "see scs-tracker zones list"
        raise UsageError(f"zone {zone_id!r} does not exist; {hint}")
    row = zones.loc[zone_id]
    properties = {name: row[name] for name in _ZONE_FACTS}
    properties["periods"] = [one for one in geodata.rows("zone_periods") if one["zone_id"] == zone_id]
    properties["outside_ids"] = [
        {name: one[name] for name in ("scheme", "outside_id", "match", "outside_name")}
        for one in geodata.rows("outside_ids")
        if (one["subject"], one["id"]) in {("zone", zone_id), ("feature", row["feature_id"])}
    ]
    geometry = json.loads(shapely.to_geojson(shapely.orient_polygons(row["geometry"])))
    return {"type": "Feature", "id": zone_id, "geometry": geometry, "properties": properties}


def _read(file: Path, *columns: str) -> pd.DataFrame:
    frame = geodata.read_csv(file)
    for column in columns:
        if column not in frame.columns:
            raise UsageError(f"{file} has no column {column!r}; its columns are {', '.join(frame.columns)}")
    return frame


def _write(table: pd.DataFrame, out: Path) -> None:
    from scs_tracker.files import write_atomically

    write_atomically(out, table.to_csv(index=False, lineterminator="\n").encode())
