"""Select the incidents of a week, a month or a year, and others that overlap it or await review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.errors import TrackerError
from scs_tracker.model import first_day, last_day
from scs_tracker.reporting.period import WEEK, Period
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
    """The incidents of the ledger by their relation to a period; ``monday`` is a full date's Monday, else empty.

    Accepted incidents: only ``own``, which began in the period, are counted (if dated to a month, in that month and its
    year); ``continuing`` began before and last, or may last, into it; ``partly_dated`` are, for a week, dated to a
    month that overlaps it. ``proposed`` began, or may have begun, in the period; ``waiting`` are all proposed ones.
    """

    accepted: pd.DataFrame
    own: pd.DataFrame
    continuing: pd.DataFrame
    partly_dated: pd.DataFrame
    proposed: pd.DataFrame
    waiting: pd.DataFrame


def select(incidents: pd.DataFrame, period: Period) -> Selection:
    """Return the incidents of a ledger frame by their relation to a period; dates may be days, months or years."""
    missing = [name for name in _NEEDED if name not in incidents.columns]
    if missing:
        raise TrackerError(f"the incidents have no column {missing[0]}; use a frame from the ledger")
    frame = incidents.drop(columns=["geometry"], errors="ignore").sort_values(["date_start", "id"], kind="stable")
    frame = frame.assign(monday=mondays(frame["date_start"]), place=_named(frame))
    starts, ends = frame["date_start"], frame["date_end"].map(last_day)
    first, last = period.first.isoformat(), period.last.isoformat()
    began = starts.map(period.contains).astype(bool)
    overlaps = (starts.map(first_day) <= last) & (starts.map(last_day) >= first)
    partly = (starts.str.len() == 7) & overlaps & (period.kind == WEEK)
    continuing = (starts.map(last_day) < first) & (ends >= first)
    accepted, proposed = frame["status"] == "accepted", frame["status"] == "proposed"
    return Selection(
        accepted=frame[accepted],
        own=frame[accepted & began],
        continuing=frame[accepted & continuing],
        partly_dated=frame[accepted & partly],
        proposed=frame[proposed & (began | partly)],
        waiting=frame[proposed],
    )


def _named(frame: pd.DataFrame) -> pd.Series:
    """Return the place of each incident; if it is empty or far from the incident's position, a name of the position."""
    import pandas as pd

    found = [
        places.name(row | {"place": ""}) or row["place"] if not row["place"] or places.is_far(row) else row["place"]
        for row in frame.to_dict("records")
    ]
    return pd.Series(found, index=frame.index, dtype=object)


def mondays(dates: pd.Series) -> pd.Series:
    """Return the Monday of each full date as ISO text, and an empty text for a month or a year."""
    import pandas as pd

    days = pd.to_datetime(dates.where(dates.str.len() == 10), format="%Y-%m-%d", errors="coerce")
    starts = days - pd.to_timedelta(days.dt.day_of_week, unit="D")
    return starts.dt.strftime("%Y-%m-%d").fillna("").astype(object)


def within(frame: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return the incidents dated to the period or to a part of it."""
    return frame[frame["date_start"].map(period.contains).astype(bool)]
