"""ISO 8601 weeks: parsed, counted, and placed in a time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from scs_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_LABEL: Final = re.compile(r"(\d{4})-W(\d{1,2})", re.ASCII)
_ALLOWED: Final = "write a week as 2024-W25, a range as 2024-W20..2024-W25, or last"


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO 8601 week, Monday to Sunday; the days are days at the place of the incident.

    Attributes
    ----------
    monday
        Its first day.

    Examples
    --------
    >>> str(Week.parse("2024-W25")), Week.parse("2024-W25").sunday.isoformat()
    ('2024-W25', '2024-06-23')
    >>> str(Week.of(date(2021, 1, 1)))
    '2020-W53'
    """

    monday: date

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read ``2024-W25``.

        Raises
        ------
        UsageError
            It is not a week, or the year has no such week.
        """
        match = _LABEL.fullmatch(text.strip())
        if not match:
            raise UsageError(f"{text!r} is not a week; {_ALLOWED}")
        year, number = int(match[1]), int(match[2])
        if year < 1900:
            raise UsageError(f"week {text} lies before 1900; {_ALLOWED}")
        try:
            return cls(date.fromisocalendar(year, number, 1))
        except ValueError:
            raise UsageError(f"week {text} does not exist; {year} has weeks 1 to {weeks_in(year)}") from None

    @classmethod
    def of(cls, day: date) -> Week:
        """Return the week that ``day`` lies in."""
        return cls(day - timedelta(days=day.weekday()))

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    def shift(self, weeks: int) -> Week:
        """Return the week so many weeks later, or earlier if negative."""
        return Week(self.monday + timedelta(weeks=weeks))

    def year_before(self) -> Week:
        """Return the week of the same number a year before, or the last week of that year where it has no week 53.

        Examples
        --------
        >>> str(Week.parse("2020-W53").year_before()), str(Week.parse("2024-W25").year_before())
        ('2019-W52', '2023-W25')
        """
        year, number, _ = self.monday.isocalendar()
        if number > weeks_in(year - 1):
            return self.shift(-53)
        return Week(date.fromisocalendar(year - 1, number, 1))

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """Return the instant, in UTC, at which the week begins in ``zone``."""
        return datetime(self.monday.year, self.monday.month, self.monday.day, tzinfo=zone).astimezone(UTC)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """Return the instant, in UTC, at which the next week begins in ``zone``."""
        return self.shift(1).starts_at(zone)


def weeks_in(year: int) -> int:
    """Return how many ISO weeks the year has: 52 or 53.

    Examples
    --------
    >>> weeks_in(2020), weeks_in(2024)
    (53, 52)
    """
    return date(year, 12, 28).isocalendar().week


def parse_instant(text: str) -> datetime:
    """Return the UTC instant that an ISO 8601 text names; a day alone is its first moment in UTC.

    Raises
    ------
    UsageError
        It is not an instant.
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not an instant; write it as 2024-06-24T00:00:00Z") from None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def last_complete(as_of: str, zone: ZoneInfo) -> Week:
    """Return the last week that is over at ``as_of`` in ``zone``.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> str(last_complete("2024-06-23T16:00:00Z", ZoneInfo("Asia/Manila")))
    '2024-W25'
    >>> str(last_complete("2024-06-23T15:59:59Z", ZoneInfo("Asia/Manila")))
    '2024-W24'
    """
    return Week.of(parse_instant(as_of).astimezone(zone).date()).shift(-1)


def parse_weeks(text: str, *, as_of: str, zone: ZoneInfo) -> list[Week]:
    """Read one week, ``last``, or a range with both ends in it.

    Parameters
    ----------
    text
        ``2024-W25``, ``last`` or ``2024-W20..2024-W25``.
    as_of
        ISO 8601 instant that ``last`` counts from.
    zone
        Time zone in which weeks begin and end.

    Raises
    ------
    UsageError
        It is none of these, or the range runs backwards.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> [str(week) for week in parse_weeks("2020-W53..2021-W01", as_of="2024-01-01", zone=ZoneInfo("UTC"))]
    ['2020-W53', '2021-W01']
    """
    first_text, dots, last_text = text.partition("..")
    first = last_complete(as_of, zone) if first_text == "last" else Week.parse(first_text)
    if not dots:
        return [first]
    last = last_complete(as_of, zone) if last_text == "last" else Week.parse(last_text)
    if last < first:
        raise UsageError(f"the range {text} runs backwards; put the earlier week first")
    return [first.shift(number) for number in range((last.monday - first.monday).days // 7 + 1)]


def require_begun(week: Week, *, as_of: str, zone: ZoneInfo) -> None:
    """Raise unless ``week`` has begun in ``zone`` at ``as_of``.

    Raises
    ------
    TrackerError
        The week lies in the future of ``as_of``.
    """
    if week.starts_at(zone) > parse_instant(as_of):
        raise TrackerError(
            f"week {week} begins on {week.monday} in {zone.key}, after the as-of time {as_of}; "
            f"the last complete week is {last_complete(as_of, zone)}"
        )
