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

from scs_tracker.articles.counting import count_back, weeks_back

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_DAYS: Final = "mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs)?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_UNITS: Final = "one two three four five six seven eight nine".split()
_TEENS: Final = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
COUNTS: Final = (
    {word: number for number, word in enumerate((*_UNITS, *_TEENS), start=1)}
    | {"a": 1, "an": 1, "a couple of": 2}
    | _TENS
    | {f"{ten} {unit}": tens + one for ten, tens in _TENS.items() for one, unit in enumerate(_UNITS, start=1)}
)
COUNT: Final = (
    f"(?:{'|'.join(_TENS)})(?: (?:{'|'.join(_UNITS)}))?|a couple of|an?|{'|'.join((*_UNITS, *_TEENS))}|\\d{{1,2}}"
)
_SPACED: Final = COUNT.replace(" ", "\\ ")  # for the pattern below, whose spaces are layout
YEAR: Final = r"(?:19|20)\d\d"

#: Days of the year with a name of their own, as they are folded.
_FEASTS: Final = {
    "new year s day": (1, 1), "new year s eve": (12, 31), "christmas day": (12, 25), "christmas eve": (12, 24),
    "boxing day": (12, 26), "valentine s day": (2, 14), "labor day": (5, 1), "labour day": (5, 1), "may day": (5, 1),
}  # fmt: skip

_SHORT: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_SHORT_DAYS: Final = "mon|tue|wed|thu|fri|sat|sun"
_LED: Final = "last|this|next|in|since|early|late|mid|during|throughout|of|by|from|until|through|to|and"
#: How any of the forms begins, so that they are tried at few words only.
_OPENING: Final = rf"""(?=
      [\d,]|{_SHORT}|{_SHORT_DAYS}|last|this|next|past|previous|following|that|earlier|later|today|tonight|yesterday
    | overnight|day|new\ |christmas|boxing|valentine|labo
    | the\ (?:[12]|same|day|night|previous|following|next|past|last|week|month|year|early|late|mid)|over\ the
    | on\ (?:the|that|previous|past|following|on|{_LED}|{_SHORT_DAYS})
    | since\ th|ever\ since|from\ then
    | two\ (?:{_SHORT_DAYS})|early\ |late\ |since\ |until\ |(?:{_LED})\ (?:[12]|the|{_LED}|{_SHORT})
    | (?:{_SPACED})\ (?:day|night|week|fortnight|month|year|decade)
    )"""

#: The forms, tried in this order at each place; the name of the group that matched is the form.
_DATE: Final = re.compile(
    rf"""(?<![a-z0-9]){_OPENING}(?:
      (?P<iso>(?P<iso_y>{YEAR})[ /](?P<iso_m>\d\d)[ /](?P<iso_d>\d\d))
    | (?P<numeric>(?P<n1>\d{{1,2}})(?P<nsep>[ /.])(?P<n2>\d{{1,2}})(?:(?P=nsep)(?P<y7>{YEAR}))?
        (?![/\d]|\.\d|\ (?:of|an?|miles?|inch|inches|feet|tons?|{_MONTHS})\b))
    | (?P<mdy>(?P<m1>{_MONTHS})\.?\ (?:the\ )?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?
        (?:\ ?(?P<sep>–|to|and|until|through|\ )\ ?(?P<d1b>\d{{1,2}})(?:st|nd|rd|th)?
          (?![\d:.,]\d|\ (?:pm|am|p\.m|vessels|ships)))?
        (?:,?\ (?P<y1>{YEAR})|,?\ (?:of\ )?(?P<rel1>last|this)\ year)?(?!\d))
    | (?P<dmy>(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\ ?(?P<sep2>–|to|and|\ |/)\ ?(?P<d2b>\d{{1,2}})(?:st|nd|rd|th)?)?
        (?:\ of)?
        \ (?P<m2>{_MONTHS})\b\.?(?:,?\ (?P<y2>{YEAR})|,?\ (?:of\ )?(?P<rel2>last|this)\ year)?)
    | (?P<day_of_month>on\ the\ (?:(?:morning|afternoon|evening|night)\ of\ the\ )?(?P<d6>\d{{1,2}})(?:st|nd|rd|th)
        (?:\ of\ (?P<of_month>this|last)\ month
        |(?!\ (?:of|day|time|floor|fleet|flotilla|patrol|mission|trip|voyage|round|attempt|anniversary|straight)\b)))
    | (?P<month>(?:(?P<when>last|this|next|in|since|early|late|mid|during|of|by|from|until|through(?:out)?|to|and)\ )+?
        (?:(?:early|late|mid)\ )?(?P<m3>{_MONTHS})\b(?!\.?\ \d{{1,2}}\b)\.?
        (?:(?:\ of)?,?\ (?P<y3>{YEAR})|\ (?:of\ )?(?P<rel3>last|this|that|the\ same)\ year)?)
    | (?P<month_year>(?P<m4>{_MONTHS})\b\.?(?:\ of)?,?
        \ (?:(?P<y4>{YEAR})|(?:of\ )?(?P<rel4>last|this|that|the\ same)\ year))
    | (?P<weekday>(?:(?P<which>last|this|next|past|previous|following|early|late|on|since|until)\ )*(?P<day>{_DAYS})\b
        (?:,?\ (?:of\ )?(?P<week>last|this)\ week|\ (?P<earlier>before\ last|a\ week\ ago)
        |,?\ (?P<weeks_back>two|three|four)\ weeks\ ago|,?\ (?P<fortnight>a\ fortnight)\ ago)?)
    | (?P<week_ago>(?P<weeks>a|two|three|four)\ weeks?\ ago(?:,?\ (?:last|on(?:\ the)?)|,)?\ (?P<day3>{_DAYS})\b)
    | (?P<weekdays_ago>two\ (?P<day2>{_DAYS})s\ ago)
    | (?P<feast>(?P<feast_name>{"|".join(_FEASTS).replace(" ", chr(92) + " ")})(?:,?\ (?P<y6>{YEAR}))?)
    | (?P<weekend>(?:the|this|last|over\ the)\ (?:past\ |last\ )?weekend(?:\ (?P<weekend_back>before\ last))?)
    | (?P<ago>(?P<count>{_SPACED})\ (?P<unit>day|night|week|fortnight|month|year|decade)s?
        \ (?P<way>ago|earlier|prior|later|before\ that|after\ that|before(?=[,.;])|on(?=,)|after(?=\ ))
        (?:\ (?P<to_it>this\ (?:week|month)|today))?)
    | (?P<last_years>(?:this\ time|(?:in\ )?the\ same\ (?:month|time)(?:\ of)?)\ last\ year)
    | (?P<today>(?:earlier\ )?today|tonight|this\ (?:morning|afternoon|evening))
    | (?P<day_before_last>the\ day\ before\ yesterday|the\ night\ before\ last)
    | (?P<into>(?:overnight|late\ at\ night)\ (?:in)?to\ (?P<day4>{_DAYS})\b)
    | (?P<yesterday>yesterday|last\ night|overnight)
    | (?P<same>(?:on\ )?(?:the|that)\ same\ day|that\ day|(?:later|earlier)\ (?:in|on)\ the\ day
        |(?:later|earlier)\ that\ (?:morning|afternoon|evening|day))
    | (?P<before>(?:the\ )?(?:previous\ day|day\ before(?!\ being\b)|day\ prior|day\ earlier))
    | (?P<next>(?:the\ )?(?:following\ day|next\ day
        |day\ after(?!\ (?:the|an?|its|their|his|her|this|that|it|they)\b)|next\ morning))
    | (?P<since_then>(?:ever\ )?since\ then|ever\ since(?=,)|(?:ever\ )?since\ that\ day|from\ then\ on)
    | (?P<span>(?P<span_when>earlier\ this|later\ this|late\ last|early\ this|late\ this|last|this
        |the\ previous|previous|the\ past|the\ same|next)
        \ (?P<span_unit>week|month|year))
    | (?P<year_after>the\ (?:following|next|same)\ year)
    | (?P<year_before>(?:in\ )?the\ (?P<back_unit>year|month|week)\ before
        (?!\ (?:the|christmas|tet|easter|last|a|an|that|new)\b))
    | (?P<year>(?:in|since|during|of|from|until|by|late|early|mid|and|to|through|the|,)\ (?:(?:early|late|mid)\ )?
        (?P<y5>{YEAR})(?![\d,.]\d|\ (?:vessels|ships|tons|metres|meters)))
    )(?![a-z0-9])""",
    re.VERBOSE,
)
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
    for match in _DATE.finditer(folded, start, end):
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
        return weeks_back(today, number, COUNTS.get(match["weeks_back"] or "two", 2)), "", None
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
        return weeks_back(today, _WEEKDAYS[match["day3"][:3]], COUNTS[match["weeks"]]), "", None
    back = (today.weekday() - _WEEKDAYS[match["day3"][:3]]) % 7
    return (today - dt.timedelta(back + 7)).isoformat(), "", None


def _read_into(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    """Read 'overnight into Tuesday': from Monday on."""
    until = today - dt.timedelta((today.weekday() - _WEEKDAYS[match["day4"][:3]]) % 7)
    return (until - dt.timedelta(1)).isoformat(), until.isoformat(), None


def _read_feast(match: re.Match[str], today: dt.date, text: str) -> _Found:
    if not text[match.start()].isupper():
        return None
    month, day = _FEASTS[match["feast_name"]]
    found = _day(int(match["y6"]), month, day) if match["y6"] else _latest(month, day, today)
    return None if found is None else (found.isoformat(), "", None)


def _read_weekend(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    sunday = today - dt.timedelta((today.weekday() + 1) % 7)
    saturday = today if today.weekday() == 5 else sunday - dt.timedelta(1)
    saturday -= dt.timedelta(7 * bool(match["weekend_back"]))
    return saturday.isoformat(), (saturday + dt.timedelta(1)).isoformat(), None


def _read_ago(match: re.Match[str], today: dt.date, _text: str) -> _Found:
    count = COUNTS.get(match["count"]) or int(match["count"])
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
