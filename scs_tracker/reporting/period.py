"""The facts of a month or a year, from the same functions as those of a week."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.reporting import method, names, tallies
from scs_tracker.reporting.beside import Beside, held_back, with_copies
from scs_tracker.reporting.facts import accepted_events, chain, data_facts, event_rows, number_sources, printable
from scs_tracker.reporting.rows import incident_rows
from scs_tracker.reporting.selection import select
from scs_tracker.reporting.trend import word
from scs_tracker.reporting.weeks import Week, parse_instant
from scs_tracker.sentences import incident_sentence
from scs_tracker.sentences.language import current
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.words import date_words, number, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    import pandas as pd

FORMAT: Final = "scs-tracker-period/1"
MONTH, YEAR = "month", "year"
_LABEL: Final = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_LEAD: Final = {MONTH: 5, YEAR: 10}
_HEAT_PLACES: Final = 10
_TYPES: Final = 8


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar month or year; the days are days at the place of the incident.

    Attributes
    ----------
    year, month
        The month is None for a year.

    Examples
    --------
    >>> period = Period.parse("2024-02")
    >>> period.kind, period.first.isoformat(), period.last.isoformat(), str(period.before()), str(period.year_before())
    ('month', '2024-02-01', '2024-02-29', '2024-01', '2023-02')
    >>> str(Period.parse("2024").before())
    '2023'
    """

    year: int
    month: int | None = None

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2024-06`` or ``2024``.

        Raises
        ------
        UsageError
            It is neither.
        """
        match = _LABEL.fullmatch(text.strip())
        if not match or int(match[1]) < 1900 or not 1 <= int(match[2] or 1) <= 12:
            raise UsageError(f"{text!r} is not a month or a year; write a month as 2024-06 and a year as 2024")
        return cls(int(match[1]), int(match[2]) if match[2] else None)

    def __str__(self) -> str:
        return f"{self.year}" if self.month is None else f"{self.year}-{self.month:02d}"

    @property
    def kind(self) -> str:
        """``month`` or ``year``."""
        return YEAR if self.month is None else MONTH

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    def before(self) -> Period:
        """Return the month or year before."""
        if self.month is None:
            return Period(self.year - 1)
        return Period(self.year - 1, 12) if self.month == 1 else Period(self.year, self.month - 1)

    def after(self) -> Period:
        """Return the month or year after."""
        if self.month is None:
            return Period(self.year + 1)
        return Period(self.year + 1, 1) if self.month == 12 else Period(self.year, self.month + 1)

    def year_before(self) -> Period:
        """Return the same month of the year before, or the year before."""
        return Period(self.year - 1, self.month)

    def months(self) -> list[Period]:
        """Return the twelve months up to its last one, oldest first."""
        own = Period(self.year, self.month or 12)
        found = [own]
        while len(found) < 12:
            found.append(found[-1].before())
        return found[::-1]

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """Return the instant, in UTC, at which the next one begins in ``zone``."""
        after = self.last + timedelta(days=1)
        return datetime(after.year, after.month, after.day, tzinfo=zone).astimezone(UTC)


def period_facts(
    incidents: pd.DataFrame,
    events: pd.DataFrame,
    *,
    period: str,
    zone: ZoneInfo,
    as_of: str,
    issue: bool = False,
    beside: Beside | None = None,
) -> dict[str, Any]:
    """Return everything that the report of a month or a year says.

    Parameters
    ----------
    incidents, events
        As ``weekly_facts`` takes them.
    period
        A month such as ``2024-06`` or a year such as ``2024``.
    zone
        Time zone in which it begins and ends.
    as_of
        ISO 8601 instant of the ledger's state.
    issue
        True where it is issued.
    beside
        What the ledger knows beside its incidents; None for nothing.

    Returns
    -------
    dict
        JSON-ready. An incident dated to a month counts in its month and its year, one dated to a year in its year.

    Raises
    ------
    UsageError
        ``period`` is neither a month nor a year.
    TrackerError
        It has not begun at ``as_of``.
    """
    asked = Period.parse(period)
    if parse_instant(as_of) < datetime(asked.year, asked.month or 1, 1, tzinfo=zone):
        raise TrackerError(f"{asked} begins on {asked.first}, after the as-of time {as_of}; choose an earlier one")
    beside = beside or Beside()
    incidents = held_back(incidents, beside.one_reader)
    selection = select(incidents, Week.of(asked.last))
    accepted = selection.accepted
    own = _within(accepted, asked)
    rows = incident_rows(own)
    by_id = {record["id"]: record for record in own.to_dict("records")}
    facts: dict[str, Any] = {
        "format": FORMAT,
        "label": str(asked),
        "kind": asked.kind,
        "period": {
            "first_day": asked.first.isoformat(),
            "last_day": asked.last.isoformat(),
            "words": date_words(str(asked)),
            "zone": zone.key,
            "complete": asked.ends_at(zone) <= parse_instant(as_of),
        },
        "issued": issue,
        "language": current(),
        "data": data_facts(incidents, selection, as_of, until=asked.last.isoformat()) | {"chain": chain(beside)},
        "lead": _lead(rows, by_id, asked),
        "trend": _trend(accepted, asked),
        "incidents": rows,
        "places": _counted(own["place"]),
        "actor_pairs": tallies.actor_pairs(rows),
        "types": _counted(kind for cell in own["types"] for kind in model.split_list(cell)),
        "severity": [{key: row[key] for key in ("severity", "label", "count")} for row in tallies.severity(rows, own)],
        "harm": tallies.harm(rows),
        "heat": _heat(accepted, asked),
        "mix": _mix(accepted, asked),
        "calendar": _calendar(own, asked),
        "events": event_rows(accepted_events(events), asked.first, asked.last),
    }
    for row in facts["types"]:
        row["label"] = names.type_label(row["name"])
    facts["sources"] = number_sources(rows)
    facts["method"] = method.period_paragraphs(zone.key)
    facts["citation"] = method.period_citation(facts)
    facts["attribution"] = method.attribution()
    printed: dict[str, Any] = printable(with_copies(facts, beside.archived))
    return printed


def _within(frame: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return the incidents dated to the period or to a part of it."""
    return frame[frame["date_start"].str.startswith(str(period))]


def _lead(rows: Sequence[dict[str, Any]], by_id: dict[str, Any], period: Period) -> list[str]:
    told = [incident_sentence(by_id[row["id"]], year=False) for row in rows[: _LEAD[period.kind]]]
    return told or [_("No accepted incident of {words} is in the ledger.").format(words=date_words(str(period)))]


def _trend(accepted: pd.DataFrame, period: Period) -> dict[str, Any]:
    """Return the count against the one before and that of a year before, with the words of ``trend.word``."""
    compared = dict.fromkeys((period.before(), period.year_before()))
    count = len(_within(accepted, period))
    days = (period.last - period.first).days + 1
    found = []
    for other in compared:
        before = len(_within(accepted, other))
        share = days / (days + (other.last - other.first).days + 1)
        said = word(count, before, share=share)
        text = _("{count} in {words}, {before} in {other}: {word}.").format(
            count=sentence(number(count) if count else _("none")),
            words=date_words(str(period)),
            before=number(before) if before else _("none"),
            other=date_words(str(other)),
            word=_(said),
        )
        found.append({"label": str(other), "count": before, "word": said, "sentence": text})
    return {"count": count, "compared": found}


def _counted(values: Any) -> list[dict[str, Any]]:
    counts = Counter(values)
    return [{"name": name, "count": count} for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]


def _heat(accepted: pd.DataFrame, period: Period) -> dict[str, Any]:
    """Return incidents by place and month, over the twelve months up to the period's end."""
    months = period.months()
    frames = [_within(accepted, month) for month in months]
    totals = Counter(place for frame in frames for place in frame["place"])
    order = sorted(totals, key=lambda name: (-totals[name], name))[:_HEAT_PLACES]
    by_month = [Counter(frame["place"]) for frame in frames]
    return {
        "months": [str(month) for month in months],
        "places": order,
        "counts": [[own[name] for own in by_month] for name in order],
        "elsewhere": [sum(own.values()) - sum(own[name] for name in order) for own in by_month],
    }


def _mix(accepted: pd.DataFrame, period: Period) -> dict[str, Any]:
    """Return how many incidents of each month had each of the most frequent types."""
    months = period.months()
    by_month = [
        Counter(kind for cell in _within(accepted, month)["types"] for kind in model.split_list(cell))
        for month in months
    ]
    totals = sum(by_month, start=Counter[str]())
    order = sorted(totals, key=lambda name: (-totals[name], name))[:_TYPES]
    return {
        "months": [str(month) for month in months],
        "types": [{"type": name, "label": names.type_label(name)} for name in order],
        "counts": [[own[name] for own in by_month] for name in order],
    }


def _calendar(own: pd.DataFrame, period: Period) -> list[dict[str, Any]]:
    """Return each day with the incidents that began on it and their highest severity."""
    days = own[own["date_start"].str.len() == 10]
    counts = Counter(days["date_start"])
    highest = days.groupby("date_start")["severity"].max().to_dict() if len(days) else {}
    found, day = [], period.first
    while day <= period.last:
        key = day.isoformat()
        found.append({"day": key, "count": counts[key], "severity": int(highest[key]) if key in highest else None})
        day += timedelta(days=1)
    return found
