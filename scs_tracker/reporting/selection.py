"""Which incidents belong to a week, and what else in the ledger touches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.errors import TrackerError
from scs_tracker.model import first_day, last_day
from scs_tracker.reporting.weeks import Week
from scs_tracker.sentences import places

if TYPE_CHECKING:
    import pandas as pd

_NEEDED: Final = (
    "id", "status", "date_start", "date_end", "time_local", "types", "initiators", "targets", "initiator_units",
    "target_units", "place", "location_text", "injured", "killed", "detained", "damage", "summary", "accounts",
    "corroboration", "severity", "flags", "sources", "lat", "lon", "radius_km", "method", "reason", "zones",
    "zones_possible", "zone_shares", "standing", "revision", "updated_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """The ledger as one week sees it.

    Attributes
    ----------
    accepted
        All accepted incidents, with ``monday``: the first day of the week in which the incident began as ISO text,
        or an empty text where it is dated to a month or a year only.
    week
        Those that began in the week; they alone are counted.
    continuing
        Those that began before and last, or may last, into the week.
    partly_dated
        Those dated to a month that overlaps the week; what is dated to a year alone stands in the report of the year.
    proposed
        Proposed incidents that began, or may have begun, in the week.
    waiting
        All proposed incidents, of whatever date.
    """

    accepted: pd.DataFrame
    week: pd.DataFrame
    continuing: pd.DataFrame
    partly_dated: pd.DataFrame
    proposed: pd.DataFrame
    waiting: pd.DataFrame


def select(incidents: pd.DataFrame, week: Week) -> Selection:
    """Divide the ledger by how each incident relates to ``week``.

    Parameters
    ----------
    incidents
        The ledger's frame, LEDGER_COLUMNS; dates are text and may be a day, a month or a year.
    week
        The week of the report.

    Raises
    ------
    TrackerError
        A column is missing.
    """
    missing = [name for name in _NEEDED if name not in incidents.columns]
    if missing:
        raise TrackerError(f"the incidents have no column {missing[0]}; give the frame that the ledger returns")
    frame = incidents.drop(columns=["geometry"], errors="ignore").sort_values(["date_start", "id"], kind="stable")
    frame = frame.assign(monday=mondays(frame["date_start"]), place=_named(frame))
    accepted = frame[frame["status"] == "accepted"]
    return Selection(
        accepted=accepted,
        week=accepted[accepted["monday"] == week.monday.isoformat()],
        continuing=accepted[_continuing(accepted, week)],
        partly_dated=accepted[_partly_dated(accepted, week)],
        proposed=frame[
            (frame["status"] == "proposed")
            & ((frame["monday"] == week.monday.isoformat()) | _partly_dated(frame, week))
        ],
        waiting=frame[frame["status"] == "proposed"],
    )


def _named(frame: pd.DataFrame) -> pd.Series:
    """Return the place of each incident; one that no row names is called by what it was placed by."""
    import pandas as pd

    nameless = frame["place"] == ""
    found = [places.name(row) for row in frame[nameless].to_dict("records")]
    return frame["place"].mask(nameless, pd.Series(found, index=frame.index[nameless], dtype=object))


def mondays(dates: pd.Series) -> pd.Series:
    """Return the Monday of each full date as ISO text, and an empty text for a month or a year."""
    import pandas as pd

    days = pd.to_datetime(dates.where(dates.str.len() == 10), format="%Y-%m-%d", errors="coerce")
    starts = days - pd.to_timedelta(days.dt.day_of_week, unit="D")
    return starts.dt.strftime("%Y-%m-%d").fillna("").astype(object)


def _continuing(frame: pd.DataFrame, week: Week) -> pd.Series:
    """Say which began for certain before the week and may last into it.

    An incident dated to a month began at the latest on the last day of that month.
    """
    monday = week.monday.isoformat()
    began = frame["date_start"].map(last_day) < monday
    return began & (frame["date_end"] != "") & (frame["date_end"].map(last_day) >= monday)


def _partly_dated(frame: pd.DataFrame, week: Week) -> pd.Series:
    partial = frame["date_start"].str.len() == 7
    overlaps = (frame["date_start"].map(first_day) <= week.sunday.isoformat()) & (
        frame["date_start"].map(last_day) >= week.monday.isoformat()
    )
    return partial & overlaps


def weekly_counts(accepted: pd.DataFrame, *, last: Week, weeks: int) -> list[int]:
    """Return how many incidents began in each of the ``weeks`` weeks that end with ``last``, oldest first."""
    by_monday = accepted["monday"].value_counts()
    return [int(by_monday.get(last.shift(-back).monday.isoformat(), 0)) for back in range(weeks - 1, -1, -1)]
