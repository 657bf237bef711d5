"""Compile the section on ship-days from the latest month of position tallies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError
from scs_tracker.reporting import names
from scs_tracker.reporting.method import split
from scs_tracker.sentences.language import gettext as _

if TYPE_CHECKING:
    import pandas as pd

    from scs_tracker.reporting.period import Period

_COLUMNS: Final = (
    "by", "party", "zone", "membership", "month", "ship_days", "calendar_days", "first_seen", "last_seen",
    "days_with_data", "days_without_data",
)  # fmt: skip
#: Rows that are printed; the others are in the table of the run.
_ROWS: Final = 20
_UNKNOWN: Final = "unknown"
_CAVEATS: Final = """\
A ship-day is one vessel seen at least once in the zone on one day (UTC). It is only possible if the limit or the zone
is uncertain and the vessel was clearly on neither side of the limit that day.

Ships that sent no position, or whose signal no receiver picked up, are not counted. A low count therefore does not
show a low presence, and months with different coverage cannot be compared.

Identities are those that the vessels sent. The flag follows from the first digits of the MMSI, and the service from
the list of vessels; vessels that are not in the list are left out here.

Presence in a zone is a fact of position; it says nothing about intent or rights.
"""


def ship_days(tallies: pd.DataFrame | None, week: Period) -> dict[str, Any] | None:
    """Return the ship-days of the latest month begun before the week ended, or None if ``tallies`` is None.

    Rows are by service, or by flag if no service is known; zones around a single feature are left out. Without such a
    month, there are no rows.
    """
    if tallies is None:
        return None
    missing = [name for name in _COLUMNS if name not in tallies.columns]
    if missing:
        raise TrackerError(f"the tallies have no column {missing[0]}; use a table written by scs-tracker bulk")
    caveats = [_(part) for part in split(_CAVEATS)]
    nothing = {"month": "", "by": "", "days_with_data": 0, "days_without_data": [], "left_out": 0, "rows": []}
    months = sorted({str(month) for month in tallies["month"] if str(month) <= week.last.isoformat()[:7]})
    if not months:
        return nothing | {"caveats": caveats}
    chosen = tallies[tallies["month"] == months[-1]]
    known = chosen[chosen["party"] != _UNKNOWN]
    by = "actor" if (known["by"] == "actor").any() else "flag"
    rows = _rows(known[known["by"] == by], by)
    first = chosen.iloc[0]
    gaps = [gap.partition("..") for gap in str(first["days_without_data"]).split(";") if gap]
    span = _("{first} to {last}")
    return {
        "month": months[-1],
        "by": by,
        "days_with_data": int(first["days_with_data"]),
        "days_without_data": [span.format(first=one, last=last) if last else one for one, _dots, last in gaps],
        "left_out": max(len(rows) - _ROWS, 0),
        "rows": rows[:_ROWS],
        "caveats": caveats,
    }


def texts() -> list[str]:
    """Return all caveats on ship-days, for translation."""
    return split(_CAVEATS)


def _rows(chosen: pd.DataFrame, by: str) -> list[dict[str, Any]]:
    """Return one row per party and zone, most ship-days first, without the zones around a single feature."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for record in chosen.to_dict("records"):
        zone = names.zone(str(record["zone"]))
        if zone["around_feature"]:
            continue
        key = (str(record["party"]), str(record["zone"]))
        party, counts = key[0], dict.fromkeys(("ship_days", "possible_ship_days", "calendar_days"), 0)
        name = names.actor(party)["name"] if by == "actor" else names.country_name(party)
        about = {
            "party": party,
            "party_name": name,
            "zone": key[1],
            "zone_name": zone["name"],
            "status": zone["status"],
        }
        row = found.setdefault(key, {**about, **counts, "first_seen": "", "last_seen": ""})
        if record["membership"] == "certain":
            row["ship_days"], row["calendar_days"] = int(record["ship_days"]), int(record["calendar_days"])
        else:
            row["possible_ship_days"] = int(record["ship_days"])
        row["first_seen"] = min(filter(None, (row["first_seen"], str(record["first_seen"]))))
        row["last_seen"] = max(row["last_seen"], str(record["last_seen"]))
    return sorted(
        found.values(), key=lambda row: (-row["ship_days"], -row["possible_ship_days"], row["party"], row["zone"])
    )
