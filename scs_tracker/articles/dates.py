"""When: dates as articles write them, resolved against the day of the dateline or the publication.

::

    date   = [weekday ","] month day [["-" | "to" | "and"] day] ["," year] | day month [year] | ISO
           | ["early" | "late" | "mid"] month ["of"] [year | "last year" | "this year"]
           | ["last" | "this" | "next"] weekday [part of the day] | "the weekend" | "last week" | "this week"
           | number ("days" | "weeks" | "months" | "years") ("ago" | "earlier" | "later")
           | "yesterday" | "the previous day" | "the year before" | … | "in" year

A weekday is the last one up to the day of the dateline; a day of a month without a year is the last one, too.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.articles.counting import count_back, weeks_back
from scs_tracker.articles.function_words import of_kind
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

YEAR: Final = r"(?:19|20)\d\d"


@geodata.cached
def counts() -> dict[str, int]:
    """Return what words for numbers count: one, a couple of, twenty five."""
    plain = {word: int(value) for word, value in of_kind("count").items()}
    tens = {word: value for word, value in plain.items() if value > 19}
    units = {word: value for word, value in plain.items() if value < 10 and " " not in word and len(word) > 2}
    return plain | {f"{ten} {unit}": a + b for ten, a in tens.items() for unit, b in units.items()}


def _names(kind: str) -> str:
    """Return the months or the days of the week as alternatives, the longer spelling first."""
    rows = [row["phrases"].lower().split(";") for row in geodata.rows("lexicon_words") if row["kind"] == kind]
    return _any_of(name for names in rows for name in names)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@geodata.cached
def _pattern() -> re.Pattern[str]:
    """Return the forms as one pattern, tried in their order at each place; the group that matched is the form."""
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
    try:
        return re.compile(rf"(?<![a-z0-9])(?={opening})(?:{'|'.join(forms)})(?![a-z0-9])")
    except re.error as error:
        raise TrackerError(f"lexicon/date_forms.csv holds what is no pattern: {error}") from None


#: How a form names a set of words: ``<month>``.
_SET: Final = re.compile(r"(?<!\?P)<(\w+)>")
_ALL_MONTHS: Final = {name.lower()[:3]: number for number, name in enumerate(calendar.month_abbr) if name}
_WEEKDAYS: Final = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


@dataclass(frozen=True, slots=True)
class When:
    """A date in the text.

    Attributes
    ----------
    start, end
        Where it stands in the article.
    first, last
        ISO 8601, as precise as the words: day, month or year; ``last`` is empty where it is one day, month or year.
    form
        Which form of the grammar: its rule in ``explain``.
    shift
        Days from the date told last, where the words count from that: the previous day. ``first`` is then empty.
    ahead
        It lies after the day of the dateline.
    today
        The day of the dateline, up to which what has gone on since a day goes on.
    """

    start: int
    end: int
    first: str
    last: str = ""
    form: str = ""
    shift: int | None = None
    ahead: bool = False
    today: str = ""


def find_each(text: str, folded: str, start: int, end: int, today: dt.date) -> Iterator[When]:
    """Yield the dates of a sentence, one by one.

    Parameters
    ----------
    text, folded
        The whole article as written, and folded.
    start, end
        Where the sentence stands.
    today
        The day from which the words count.
    """
    told = ""
    for match in _pattern().finditer(folded, start, end):
        form = match.lastgroup or ""
        found = _READERS[form](match, today, text)
        if found is not None and form == "weekday" and "following" in match.group():
            found = _behind(told, found[0])
        if found is None:
            continue
        first, last, shift = found
        told = first if len(first) == 10 else told
        ahead = bool(first) and first > today.isoformat()[: len(first)]
        yield When(match.start(), match.end(), first, last, form, shift, ahead, today.isoformat())


def _behind(told: str, day: str) -> _Found:
    """Return the first such weekday behind the day told before: on 31 August, and on the following Monday."""
    if not told:
        return None
    base, weekday = dt.date.fromisoformat(told), dt.date.fromisoformat(day).weekday()
    return (base + dt.timedelta((weekday - base.weekday() - 1) % 7 + 1)).isoformat(), "", None


_Found = tuple[str, str, int | None] | None


def _month(name: str) -> int:
    return _ALL_MONTHS[name[:3]]


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _latest(month: int, day: int, today: dt.date) -> dt.date | None:
    """Return the last such day up to a day after ``today``: time zones differ."""
    for year in (today.year + 1, today.year, today.year - 1):
        found = _day(year, month, day)
        if found is not None and found <= today + dt.timedelta(1):
            return found
    return None


def _date(match: re.Match[str], today: dt.date, text: str, names: tuple[str, ...]) -> _Found:
    month, day, year, second, sep, relative = names
    number = _month(match[month])
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


def _read_numeric(match: re.Match[str], today: dt.date, text: str) -> _Found:
    """Read 9-10-2014, 20.4.2013 and 'on 20/4', with the day before the month unless the article has it otherwise.

    Where both orders give a day, and no other date of the article has one of them alone, it is the later day.
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


def _read_mdy(match: re.Match[str], today: dt.date, text: str) -> _Found:
    return _date(match, today, text, ("m1", "d1", "y1", "d1b", "sep", "rel1"))


def _read_dmy(match: re.Match[str], today: dt.date, text: str) -> _Found:
    return _date(match, today, text, ("m2", "d2", "y2", "d2b", "sep2", "rel2"))


def _read_day_of_month(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    """Read 'on the 26th': the last day of that number; on the 3rd of last month."""
    number = int(match["d6"])
    for back in range(match["of_month"] == "last", 3):
        months = today.year * 12 + today.month - 1 - back
        found = _day(months // 12, months % 12 + 1, number)
        if found is not None and found <= today + dt.timedelta(1):  # time zones differ
            return found.isoformat(), "", None
    return None


def _of_month(
    name: str, year: str | None, relative: str | None, today: dt.date, named: str | None, *, last: bool = False
) -> _Found:
    number = _month(name)
    if year:
        return f"{year}-{number:02d}", "", None
    if relative in {"that", "the same"}:
        return None if named is None else (f"{named}-{number:02d}", "", None)
    if relative:
        return f"{today.year - (relative == 'last'):04d}-{number:02d}", "", None
    back = number > today.month or (last and number == today.month)
    return f"{today.year - back:04d}-{number:02d}", "", None


def _named(match: re.Match[str]) -> str | None:
    """Return the year named last before the match, for 'April of that year'."""
    years = re.findall(rf"\b{YEAR}\b", match.string[max(match.start() - 600, 0) : match.start()])
    return years[-1] if years else None


def _read_month(match: re.Match[str], today: dt.date, text: str) -> _Found:
    if not text[match.start("m3")].isupper():
        return None
    return _of_month(
        match["m3"], match["y3"], match["rel3"], today, _named(match), last=match.group().startswith("last")
    )


def _read_month_year(match: re.Match[str], today: dt.date, text: str) -> _Found:
    if not text[match.start("m4")].isupper():
        return None
    return _of_month(match["m4"], match["y4"], match["rel4"], today, _named(match))


def _read_weekday(match: re.Match[str], today: dt.date, text: str) -> _Found:
    if not text[match.start("day")].isupper() or _is_name(match, text):
        return None
    number = _WEEKDAYS[match["day"][:3]]
    back = (today.weekday() - number) % 7
    words = match.group().split(" ")
    if match["earlier"]:  # the Sunday before last
        return (today - dt.timedelta(back + 7)).isoformat(), "", None
    if match["weeks_back"] or match["fortnight"]:
        return weeks_back(today, number, counts().get(match["weeks_back"] or "two", 2)), "", None
    if match["week"] == "last":
        return (today - dt.timedelta(today.weekday() + 7 - number)).isoformat(), "", None
    if "next" in words:
        return (today + dt.timedelta(7 - back)).isoformat(), "", None
    if back == 0 and ("last" in words or "previous" in words or "past" in words):
        back = 7
    return (today - dt.timedelta(back)).isoformat(), "", None


def _is_name(match: re.Match[str], text: str) -> bool:
    """Say whether a short weekday is part of a name: Le Thi Thu Hang, Sun Weidong, the Vancouver Sun."""
    if match["day"].endswith("day"):
        return False
    led = match.group()[: match.start("day") - match.start()].strip() or text[: match.start()].rstrip()[-1:] in "(,:;"
    after = text[match.end("day") :].lstrip(".")[:4]
    return not led or (after[1:2].isupper() and after[1:4].lower() not in _ALL_MONTHS)


def _read_weekdays_ago(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    """Read 'two Saturdays ago': the last but one."""
    back = (today.weekday() - _WEEKDAYS[match["day2"][:3]]) % 7 or 7
    return (today - dt.timedelta(back + 7)).isoformat(), "", None


def _read_week_ago(match: re.Match[str], today: dt.date, text: str) -> _Found:
    """Read 'a week ago on Tuesday': the Tuesday of the week before."""
    if not text[match.start("day3")].isupper():
        return None
    if match["weeks"] != "a":
        return weeks_back(today, _WEEKDAYS[match["day3"][:3]], counts()[match["weeks"]]), "", None
    back = (today.weekday() - _WEEKDAYS[match["day3"][:3]]) % 7
    return (today - dt.timedelta(back + 7)).isoformat(), "", None


def _read_into(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    """Read 'overnight into Tuesday': from Monday on."""
    until = today - dt.timedelta((today.weekday() - _WEEKDAYS[match["day4"][:3]]) % 7)
    return (until - dt.timedelta(1)).isoformat(), until.isoformat(), None


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
    if way == "after" and not _is_adverb(match.string, match.start(), match.end()):
        return None
    if unit == "year" and way == "ago" and match["to_it"]:  # a year ago today
        year = today.year - count
        return (f"{year:04d}{today.isoformat()[4 : 10 if match['to_it'] == 'today' else 7]}", "", None)
    sign = 1 if way in {"later", "after", "after that", "on"} else -1
    if unit in {"day", "week"} and way != "ago":
        return "", "", sign * count * (1 if unit == "day" else 7)
    if unit == "week" and count == 1:
        return count_back(today, "day", -7)  # a week ago: to the day
    return count_back(today, unit, sign * count)


def _is_adverb(folded: str, start: int, end: int) -> bool:
    """Say whether 'two days after' opens no clause: saw eight boats, and two days after sailors went aboard."""
    return folded.endswith((" and ", "; "), 0, start) and _REST.match(folded, end) is not None


_REST: Final = re.compile(r"[^,;.]*(?:[.;]|$)")
#: What stands for so many of another unit.
_LONGER: Final = {"night": ("day", 1), "fortnight": ("week", 2), "decade": ("year", 10)}


def _read_last_years(_match: re.Match[str], today: dt.date, _text: str) -> _Found:
    return f"{today.year - 1:04d}-{today.month:02d}", "", None


def _read_today(_match: re.Match[str], today: dt.date, _text: str) -> _Found:
    return today.isoformat(), "", None


def _read_day_before_last(_match: re.Match[str], today: dt.date, _text: str) -> _Found:
    return (today - dt.timedelta(2)).isoformat(), "", None


def _read_yesterday(_match: re.Match[str], today: dt.date, _text: str) -> _Found:
    return (today - dt.timedelta(1)).isoformat(), "", None


def _read_same(_match: re.Match[str], _today: dt.date, _text: str) -> _Found:
    return "", "", 0


def _read_before(_match: re.Match[str], _today: dt.date, _text: str) -> _Found:
    return "", "", -1


def _read_next(match: re.Match[str], _today: dt.date, _text: str) -> _Found:
    to_the_day = match.string.endswith(("to ", "to the "), 0, match.start())  # a year to the day after
    return None if to_the_day else ("", "", 1)


def _read_span(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    when, unit = match["span_when"], match["span_unit"]
    if when == "next":
        return count_back(today, unit, 1)
    if "last" in when or "previous" in when:
        if unit == "week" and today.weekday() == _SUNDAY:  # a Sunday's last week is the one that it ends
            return (today - dt.timedelta(7)).isoformat(), (today - dt.timedelta(1)).isoformat(), None
        return count_back(today, unit, -1)
    if when in {"the past", "the same"}:
        return None
    if unit == "week":
        monday = today - dt.timedelta(today.weekday())
        return monday.isoformat(), today.isoformat() if today > monday else "", None
    return (f"{today.year:04d}" if unit == "year" else today.isoformat()[:7]), "", None


_SUNDAY: Final = 6


def _read_year_after(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    """Read 'the following year' behind a year that is named."""
    named = _named(match)
    year = int(named) + ("same" not in match.group()) if named else 0
    return (f"{year:04d}", "", None) if 0 < year <= today.year else None


def _read_year_before(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    return count_back(today, match["back_unit"], -1)


def _read_year(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    return (match["y5"], "", None) if int(match["y5"]) <= today.year + 1 else None


_READERS: Final = {
    "iso": _read_iso, "numeric": _read_numeric, "week_ago": _read_week_ago, "into": _read_into,
    "mdy": _read_mdy, "dmy": _read_dmy, "day_of_month": _read_day_of_month, "month": _read_month,
    "month_year": _read_month_year,
    "weekday": _read_weekday, "weekdays_ago": _read_weekdays_ago, "feast": _read_feast,
    "weekend": _read_weekend, "day_before_last": _read_day_before_last, "ago": _read_ago,
    "last_years": _read_last_years,
    "today": _read_today,
    "yesterday": _read_yesterday, "same": _read_same, "since_then": _read_same,
    "before": _read_before, "next": _read_next, "span": _read_span,
    "year_after": _read_year_after, "year_before": _read_year_before, "year": _read_year,
}  # fmt: skip
