"""Find dates in the text of an article, and resolve them against its dateline or its day of publication.

::

    date   = [weekday ","] month day [["-" | "to" | "and"] day] ["," year] | day month [year] | ISO
           | ["early" | "late" | "mid"] month ["of"] [year | "last year" | "this year"]
           | ["last" | "this" | "next"] weekday [part of the day] | "the weekend" | "last week" | "this week"
           | number ("days" | "weeks" | "months" | "years") ("ago" | "earlier" | "later")
           | "yesterday" | "the previous day" | "the year before" | … | "in" year

A weekday means the latest one up to the dateline's day; a day and month without a year, the latest up to a day later.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.text.function_words import of_kind
from scs_tracker.text.patterns import compiled, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

YEAR: Final = r"(?:19|20)\d\d"


@geodata.cached
def counts() -> dict[str, int]:
    """Return each number word, such as 'one', 'a couple of' and 'twenty five', with its value."""
    plain = {word: int(value) for word, value in of_kind("count").items()}
    tens = {word: value for word, value in plain.items() if value > 19}
    units = {word: value for word, value in plain.items() if value < 10 and " " not in word and len(word) > 2}
    return plain | {f"{ten} {unit}": a + b for ten, a in tens.items() for unit, b in units.items()}


def _names(kind: str) -> str:
    """Return the names of months or weekdays as alternatives of a pattern, the longest first."""
    rows = [row["phrases"].lower().split(";") for row in geodata.rows("lexicon_words") if row["kind"] == kind]
    return _any_of(name for names in rows for name in names)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@geodata.cached
def _pattern() -> re.Pattern[str]:
    """Return one pattern of all date forms, tried in order; the name of the matching group is the name of the form."""
    sets = {
        "year": YEAR,
        "month": _names("month"),
        "weekday": _names("weekday"),
        "count": rf"{_any_of(counts())}|\d{{1,2}}",
        "feast": _any_of(of_kind("feast")),
    }
    opening, forms = "", []
    for row in geodata.rows("lexicon_dates"):
        pattern = _SET.sub(lambda found: f"(?:{sets[found.group(1)]})", row["pattern"])
        if row["form"] == "opening":
            opening = pattern
        else:
            forms.append(f"(?P<{row['form']}>{pattern})")
    words = rf"(?<![a-z0-9])(?={opening})(?:{'|'.join(forms)})(?![a-z0-9])"
    return compiled("date_forms.csv", words, "one of the forms ")


#: The notation for a set of words in a date form: ``<month>``.
_SET: Final = re.compile(r"(?<!\?P)<(\w+)>")
_ALL_MONTHS: Final = {name.lower()[:3]: number for number, name in enumerate(calendar.month_abbr) if name}
_WEEKDAYS: Final = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


@dataclass(frozen=True, slots=True)
class When:
    """A date in a text: its position, its first and last day, and the form in which it is written.

    ``start``, ``end``: offsets in the article; ``first``, ``last``: ISO 8601, at the precision of the words: day,
    month or year; ``last`` is empty if the date is one day, month or year; ``form``: name of the date form, as
    ``explain`` prints it; ``shift``: days from the last date mentioned, for words such as 'the previous day', for
    which ``first`` is empty; ``ahead``: True if the date is after the day of the dateline.
    """

    start: int
    end: int
    first: str
    last: str = ""
    form: str = ""
    shift: int | None = None
    ahead: bool = False


def find_each(text: str, folded: str, start: int, end: int, today: dt.date) -> Iterator[When]:
    """Yield the dates between two offsets of a text, in text order; relative dates count from ``today``."""
    for match in _pattern().finditer(folded, start, end):
        form = match.lastgroup or ""
        found = _READERS[form](match, today, text)
        if found is None:
            continue
        first, last, shift = found
        ahead = bool(first) and first > today.isoformat()[: len(first)]
        yield When(match.start(), match.end(), first, last, form, shift, ahead)


_Found = tuple[str, str, int | None] | None
_Reader = Callable[[re.Match[str], dt.date, str], _Found]


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _latest(month: int, day: int, today: dt.date) -> dt.date | None:
    """Return the latest date with a month and day, up to one day after ``today`` (time zones differ), or None."""
    for year in (today.year + 1, today.year, today.year - 1):
        found = _day(year, month, day)
        if found is not None and found <= today + dt.timedelta(1):
            return found
    return None


def _date(match: re.Match[str], today: dt.date, text: str, names: tuple[str, ...]) -> _Found:
    month, day, year, second, sep, relative = names
    number = _ALL_MONTHS[match[month][:3]]
    if month == "m1" and match[month] == "may" and not text[match.start(month)].isupper():
        return None
    its_year = int(match[year]) if match[year] else today.year - (match[relative] == "last") if match[relative] else 0
    first = _day(its_year, number, int(match[day])) if its_year else _latest(number, int(match[day]), today)
    if first is None:
        return None
    last = ""
    if match[second] and (match[sep].strip() or text[match.start(sep)] in "-‐‑"):
        until = _day(first.year, number, int(match[second]))
        last = until.isoformat() if until is not None and until > first else ""
    return first.isoformat(), last, None


def _read_iso(match: re.Match[str], _today: dt.date, _text: str) -> _Found:
    found = _day(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]))
    return None if found is None else (found.isoformat(), "", None)


def _back(days: int) -> _Reader:
    """Return a reader that gives the date a number of days before the dateline."""
    return lambda _match, today, _text: ((today - dt.timedelta(days)).isoformat(), "", None)


def _beside(days: int) -> _Reader:
    """Return a reader that gives a number of days after the last date mentioned, or before it if negative."""
    return lambda _match, _today, _text: ("", "", days)


def _read_numeric(match: re.Match[str], today: dt.date, text: str) -> _Found:
    """Read a numeric date such as 9-10-2014, 20.4.2013 or 'on 20/4'; return None if it is not a date.

    If day and month can be in either order, another date in the article decides; failing that, the later date is used.
    """
    signs = {text[match.end("n1")], text[match.end("n2")] if match["y7"] else text[match.end("n1")]}
    if not signs <= _SIGNS or (
        not match["y7"] and not (signs == {"/"} and _LED_BY.search(match.string, 0, match.start()))
    ):
        return None
    one, other = int(match["n1"]), int(match["n2"])
    found = []
    for day, month in ((one, other), (other, one)):
        if not 1 <= month <= 12:
            continue
        date = _day(int(match["y7"]), month, day) if match["y7"] else _latest(month, day, today)
        if date is not None and date <= today + dt.timedelta(1):
            found.append(date)
    if not found:
        return None
    if len(found) > 1:
        if _DAY_FIRST.search(match.string):
            return found[0].isoformat(), "", None
        if _MONTH_FIRST.search(match.string):
            return found[1].isoformat(), "", None
    return max(found).isoformat(), "", None


_SIGNS: Final = frozenset("/.-‐‑")
_LED_BY: Final = re.compile(r"\b(?:on|of|since|from|to|until|till|by|dated|and|between|before|after|through) $")
_DAY_FIRST: Final = re.compile(
    r"\b(?:1[3-9]|2\d|3[01])[/.]\d{1,2}\b(?![./]?\d)|\b(?:1[3-9]|2\d|3[01])[ /.]\d{1,2}[ /.]20\d\d\b"
)
_MONTH_FIRST: Final = re.compile(r"\b\d{1,2}[ /.](?:1[3-9]|2\d|3[01])[ /.]20\d\d\b")


def _count_back(today: dt.date, unit: str, count: int) -> tuple[str, str, None]:
    """Return the day, week, month or year that is ``count`` units after a day, or before it if negative."""
    if unit == "year":
        return f"{today.year + count:04d}", "", None
    if unit == "month":
        months = today.year * 12 + today.month - 1 + count
        return f"{months // 12:04d}-{months % 12 + 1:02d}", "", None
    if unit == "day":
        return (today + dt.timedelta(count)).isoformat(), "", None
    first = today + dt.timedelta(7 * count - today.weekday())
    return first.isoformat(), (first + dt.timedelta(6)).isoformat(), None


def _weeks_back(today: dt.date, weekday: int, weeks: int) -> str:
    """Return the date of the weekday nearest to the day a number of weeks ago: 'on Friday two weeks ago'."""
    then = today - dt.timedelta(7 * weeks)
    return (then + dt.timedelta((weekday - then.weekday() + 3) % 7 - 3)).isoformat()


def _read_day_of_month(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    """Read 'on the 26th' or 'on the 3rd of last month' as the latest such day; return None if there is none."""
    number = int(match["d6"])
    for back in range(match["of_month"] == "last", 3):
        months = today.year * 12 + today.month - 1 - back
        found = _day(months // 12, months % 12 + 1, number)
        if found is not None and found <= today + dt.timedelta(1):  # time zones differ
            return found.isoformat(), "", None
    return None


def _month_by(month: str, year: str, relative: str) -> _Reader:
    """Return a reader for months; the arguments name the pattern's groups for month, year and relative word."""

    def read(match: re.Match[str], today: dt.date, text: str) -> _Found:
        if not text[match.start(month)].isupper():
            return None
        number, when = _ALL_MONTHS[match[month][:3]], match[relative]
        if match[year]:
            return f"{match[year]}-{number:02d}", "", None
        if when in {"that", "the same"}:  # April of that year: the last year that is mentioned before
            named = re.findall(rf"\b{YEAR}\b", match.string[max(match.start() - 600, 0) : match.start()])
            return (f"{named[-1]}-{number:02d}", "", None) if named else None
        if when:
            return f"{today.year - (when == 'last'):04d}-{number:02d}", "", None
        back = number > today.month or (match.group().startswith("last") and number == today.month)
        return f"{today.year - back:04d}-{number:02d}", "", None

    return read


def _read_weekday(match: re.Match[str], today: dt.date, text: str) -> _Found:
    if not text[match.start("day")].isupper() or _is_name(match, text) or "following" in match.group():
        return None  # the following Monday counts from a day that is not told beside it
    number = _WEEKDAYS[match["day"][:3]]
    back = (today.weekday() - number) % 7
    words = match.group().split(" ")
    if match["earlier"]:  # the Sunday before last
        return (today - dt.timedelta(back + 7)).isoformat(), "", None
    if match["weeks_back"] or match["fortnight"]:
        return _weeks_back(today, number, counts().get(match["weeks_back"] or "two", 2)), "", None
    if match["week"] == "last":
        return (today - dt.timedelta(today.weekday() + 7 - number)).isoformat(), "", None
    if "next" in words:
        return (today + dt.timedelta(7 - back)).isoformat(), "", None
    if back == 0 and ("last" in words or "previous" in words or "past" in words):
        back = 7
    return (today - dt.timedelta(back)).isoformat(), "", None


def _is_name(match: re.Match[str], text: str) -> bool:
    """Return True if a short weekday is part of a name, as in 'Sun Weidong' or 'the Vancouver Sun'."""
    if match["day"].endswith("day"):
        return False
    led = match.group()[: match.start("day") - match.start()].strip() or text[: match.start()].rstrip()[-1:] in "(,:;"
    after = text[match.end("day") :].lstrip(".")[:4]
    return not led or (after[1:2].isupper() and after[1:4].lower() not in _ALL_MONTHS)


def _read_week_ago(match: re.Match[str], today: dt.date, text: str) -> _Found:
    """Read 'a week ago on Tuesday' or 'two weeks ago on Friday'; return None if the weekday has no capital."""
    if not text[match.start("day3")].isupper():
        return None
    if match["weeks"] != "a":
        return _weeks_back(today, _WEEKDAYS[match["day3"][:3]], counts()[match["weeks"]]), "", None
    back = (today.weekday() - _WEEKDAYS[match["day3"][:3]]) % 7
    return (today - dt.timedelta(back + 7)).isoformat(), "", None


def _read_feast(match: re.Match[str], today: dt.date, text: str) -> _Found:
    if not text[match.start()].isupper():
        return None
    month, day = map(int, of_kind("feast")[match["feast_name"]].split("-"))
    found = _day(int(match["y6"]), month, day) if match["y6"] else _latest(month, day, today)
    return None if found is None else (found.isoformat(), "", None)


def _read_weekend(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    sunday = today - dt.timedelta((today.weekday() + 1) % 7)
    saturday = today if today.weekday() == 5 else sunday - dt.timedelta(1)
    saturday -= dt.timedelta(7 * bool(match["weekend_back"]))
    return saturday.isoformat(), (saturday + dt.timedelta(1)).isoformat(), None


def _read_ago(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    count = counts().get(match["count"]) or int(match["count"])
    unit, times = _LONGER.get(match["unit"], (match["unit"], 1))
    count, way = count * times, match["way"]
    if way == "after":  # two days after it opens a clause
        return None
    if unit == "year" and way == "ago" and match["to_it"]:  # a year ago today
        year = today.year - count
        return (f"{year:04d}{today.isoformat()[4 : 10 if match['to_it'] == 'today' else 7]}", "", None)
    sign = 1 if way in {"later", "after", "after that", "on"} else -1
    if unit in {"day", "week"} and way != "ago":
        return "", "", sign * count * (1 if unit == "day" else 7)
    if unit == "week" and count == 1:
        return _count_back(today, "day", -7)  # a week ago: to the day
    return _count_back(today, unit, sign * count)


#: Words before a phrase that counts to the day: 'a year to the day after'.
_TO_THE_DAY: Final = ("to ", "to the ")
#: Units that are multiples of other units.
_LONGER: Final = {"night": ("day", 1), "fortnight": ("week", 2), "decade": ("year", 10)}


def _read_span(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    when, unit = match["span_when"], match["span_unit"]
    if when == "next":
        return _count_back(today, unit, 1)
    if "last" in when or "previous" in when:
        if unit == "week" and today.isoweekday() == 7:  # a Sunday's last week is the one that it ends
            return (today - dt.timedelta(7)).isoformat(), (today - dt.timedelta(1)).isoformat(), None
        return _count_back(today, unit, -1)
    if when in {"the past", "the same"}:
        return None
    if unit == "week":
        monday = today - dt.timedelta(today.weekday())
        return monday.isoformat(), today.isoformat() if today > monday else "", None
    return (f"{today.year:04d}" if unit == "year" else today.isoformat()[:7]), "", None


_READERS: Final[Mapping[str, _Reader]] = {
    "iso": _read_iso, "numeric": _read_numeric, "week_ago": _read_week_ago,
    "mdy": lambda match, today, text: _date(match, today, text, ("m1", "d1", "y1", "d1b", "sep", "rel1")),
    "dmy": lambda match, today, text: _date(match, today, text, ("m2", "d2", "y2", "d2b", "sep2", "rel2")),
    "day_of_month": _read_day_of_month, "month": _month_by("m3", "y3", "rel3"),
    "month_year": _month_by("m4", "y4", "rel4"), "weekday": _read_weekday,
    "feast": _read_feast, "weekend": _read_weekend, "ago": _read_ago, "span": _read_span,
    "next": lambda match, *_: None if match.string.endswith(_TO_THE_DAY, 0, match.start()) else ("", "", 1),
    "year": lambda match, today, _text: (match["y5"], "", None) if int(match["y5"]) <= today.year + 1 else None,
    "today": _back(0), "yesterday": _back(1), "day_before_last": _back(2),
    "same": _beside(0), "since_then": _beside(0), "before": _beside(-1),
    "year_before": lambda match, today, _text: _count_back(today, match["back_unit"], -1),
}  # fmt: skip


def dateline(text: str, start: int, published: dt.date) -> tuple[int, dt.date]:
    """Return the offset of the text after a dateline, and the dateline's day, or ``published`` if it has none.

    >>> dateline("MANILA, Aug. 6 (Xinhua) -- The ship", 0, dt.date(2023, 8, 7))
    (27, datetime.date(2023, 8, 6))
    """
    match = pattern("dateline").match(text, start)
    if match is None or match.end() - start > 90:
        return start, published
    if not match["date"]:
        return match.end(), published
    found = next(
        find_each(match["date"], match["date"].lower().replace("-", " "), 0, len(match["date"]), published), None
    )
    if found is None or len(found.first) != 10:
        return match.end(), published
    day = dt.date.fromisoformat(found.first)
    return match.end(), day if dt.timedelta(0) <= published - day <= dt.timedelta(31) else published
