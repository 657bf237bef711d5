"""Parse weeks, months and years, calculate with them, and find their limits in a time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from scs_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

WEEK, MONTH, YEAR = "week", "month", "year"
KINDS: Final = (WEEK, MONTH, YEAR)
_LABEL: Final = re.compile(r"(?P<year>\d{4})(?:-W(?P<week>\d{1,2})|-(?P<month>\d{2}))?", re.ASCII)
_EXAMPLES: Final = {WEEK: "2024-W25", MONTH: "2024-06", YEAR: "2024"}
_FIRST_YEAR: Final = 1900


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """An ISO 8601 week (Monday to Sunday), a calendar month or a year; its days are days at the place of an incident.

    ``first`` is its first day; ``kind`` is ``week``, ``month`` or ``year``.

    >>> week, month = Period.parse("2024-W25"), Period.parse("2024-02")
    >>> str(week), week.last.isoformat(), month.kind, month.last.isoformat(), str(month.shift(-2))
    ('2024-W25', '2024-06-23', 'month', '2024-02-29', '2023-12')
    >>> str(Period.of(date(2021, 1, 1))), str(Period.parse("2024").shift(-1))
    ('2020-W53', '2023')
    """

    first: date
    kind: str = WEEK

    @classmethod
    def parse(cls, text: str, *kinds: str) -> Period:
        """Return the period with a label such as ``2024-W25``, ``2024-06`` or ``2024``, of the kinds allowed.

        Anything else, a year before 1900, or a week that the year lacks is a ``UsageError``.
        """
        kinds = kinds or KINDS
        match = _LABEL.fullmatch(text.strip())
        kind = "" if not match else WEEK if match["week"] else MONTH if match["month"] else YEAR
        if not match or kind not in kinds:
            examples = " or ".join(_EXAMPLES[kind] for kind in kinds)
            raise UsageError(f"{text!r} is not a {' or a '.join(kinds)}; use a form such as {examples}")
        year = int(match["year"])
        if year < _FIRST_YEAR:
            raise UsageError(f"{kind} {text} is before {_FIRST_YEAR}; use {_FIRST_YEAR} or later")
        try:
            if kind == WEEK:
                return cls(date.fromisocalendar(year, int(match["week"]), 1))
            return cls(date(year, int(match["month"] or 1), 1), kind)
        except ValueError:
            has = f"{year} has weeks 1 to {weeks_in(year)}" if kind == WEEK else "months are 01 to 12"
            raise UsageError(f"{kind} {text} does not exist; {has}") from None

    @classmethod
    def of(cls, day: date, kind: str = WEEK) -> Period:
        """Return the period of a kind that contains ``day``."""
        if kind == WEEK:
            return cls(day - timedelta(days=day.weekday()))
        return cls(date(day.year, day.month if kind == MONTH else 1, 1), kind)

    def __str__(self) -> str:
        if self.kind == WEEK:
            year, number, _ = self.first.isocalendar()
            return f"{year}-W{number:02d}"
        return self.first.isoformat()[: 7 if self.kind == MONTH else 4]

    @property
    def last(self) -> date:
        """Return the last day of the period."""
        return self.shift(1).first - timedelta(days=1)

    @property
    def days(self) -> int:
        """Return the number of days in the period."""
        return (self.last - self.first).days + 1

    def shift(self, count: int) -> Period:
        """Return the period a number of weeks, months or years later, or earlier if negative."""
        if self.kind == WEEK:
            return Period(self.first + timedelta(weeks=count))
        months = self.first.year * 12 + self.first.month - 1 + count * (1 if self.kind == MONTH else 12)
        return Period(date(months // 12, months % 12 + 1, 1), self.kind)

    def year_before(self) -> Period:
        """Return the same period of the year before; for a missing week 53, the last week of that year.

        >>> [str(Period.parse(label).year_before()) for label in ("2020-W53", "2024-W25", "2024-06", "2024")]
        ['2019-W52', '2023-W25', '2023-06', '2023']
        """
        if self.kind != WEEK:
            return self.shift(-12 if self.kind == MONTH else -1)
        year, number, _ = self.first.isocalendar()
        return Period(date.fromisocalendar(year - 1, min(number, weeks_in(year - 1)), 1))

    def months(self, count: int = 12) -> list[Period]:
        """Return the ``count`` months up to that of the period's last day, oldest first."""
        own = Period.of(self.last, MONTH)
        return [own.shift(-back) for back in range(count - 1, -1, -1)]

    def contains(self, day: str) -> bool:
        """Return True if an ISO day, or a month or a year given as a date, is entirely inside the period.

        >>> week, year = Period.parse("2024-W25"), Period.parse("2024")
        >>> week.contains("2024-06-17"), week.contains("2024-06"), year.contains("2024-06"), year.contains("2023")
        (True, False, True, False)
        """
        if len(day) == 10:
            return self.first.isoformat() <= day <= self.last.isoformat()
        return self.kind != WEEK and day.startswith(str(self))

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """Return the time, in UTC, at which the period begins in ``zone``."""
        return datetime.combine(self.first, time(), tzinfo=zone).astimezone(UTC)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """Return the time, in UTC, at which the next period begins in ``zone``."""
        return self.shift(1).starts_at(zone)


def weeks_in(year: int) -> int:
    """Return the number of ISO weeks in the year: 52 or 53."""
    return date(year, 12, 28).isocalendar().week


def parse_instant(text: str) -> datetime:
    """Return the UTC time of an ISO 8601 text, read as UTC without a time zone; a day means its first moment."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a valid time; use 2024-06-24T00:00:00Z") from None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def last_complete(as_of: str, zone: ZoneInfo, kind: str = WEEK) -> Period:
    """Return the last week, month or year that is over at ``as_of`` in ``zone``.

    >>> from zoneinfo import ZoneInfo
    >>> str(last_complete("2024-06-23T16:00:00Z", ZoneInfo("Asia/Manila")))
    '2024-W25'
    >>> str(last_complete("2024-06-23T15:59:59Z", ZoneInfo("Asia/Manila")))
    '2024-W24'
    """
    return Period.of(parse_instant(as_of).astimezone(zone).date(), kind).shift(-1)


def parse_weeks(text: str, *, as_of: str, zone: ZoneInfo) -> list[Period]:
    """Return the weeks of a label, of a range such as 2024-W20..2024-W25, or of ``last``, the last complete week.

    Anything else, or a range that runs backwards, is a ``UsageError``.

    >>> from zoneinfo import ZoneInfo
    >>> [str(week) for week in parse_weeks("2020-W53..2021-W01", as_of="2024-01-01", zone=ZoneInfo("UTC"))]
    ['2020-W53', '2021-W01']
    """
    first_text, dots, last_text = text.partition("..")
    first, last = (
        last_complete(as_of, zone) if end == "last" else Period.parse(end, WEEK)
        for end in (first_text, last_text if dots else first_text)
    )
    if last < first:
        raise UsageError(f"the range {text} is reversed; put the earlier week first")
    return [first.shift(number) for number in range((last.first - first.first).days // 7 + 1)]


def require_begun(period: Period, *, as_of: str, zone: ZoneInfo) -> None:
    """Raise TrackerError unless ``period`` has begun in ``zone`` at ``as_of``."""
    if period.starts_at(zone) > parse_instant(as_of):
        raise TrackerError(
            f"{period.kind} {period} begins on {period.first} in {zone.key}, after the as-of time {as_of}; "
            f"the last complete {period.kind} is {last_complete(as_of, zone, period.kind)}"
        )
