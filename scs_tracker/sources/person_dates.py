"""Days and times as people type them and spreadsheets keep them: with weekdays, months in many languages, as numbers.

More forms than other datasets use, and still no guess: what may be two days is asked for.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from scs_tracker import geodata, model
from scs_tracker.errors import TrackerError
from scs_tracker.sources.dates import read_date
from scs_tracker.sources.person_cells import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Order = Literal["", "day first", "month first"]

#: In whose languages months are known, beside English.
_LANGUAGES: Final = ("id", "ms", "fil", "vi", "de", "fr", "es", "pt", "it", "nl")
#: Day 0 of spreadsheets, and the serials of 1950 and 2099, beside which a number in a column of dates is a slip.
_SERIAL_ZERO: Final = date(1899, 12, 30)
_SERIALS: Final = (18_264, 73_050)
#: Years of two digits from this one on are of the last century, as in C's strptime.
_LAST_CENTURY: Final = 69

_NUMBERS: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", re.ASCII)
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
_PACKED: Final = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)", re.ASCII)
_ROC_YEARS: Final = 1911
#: 114/07/16: no other calendar of this sea has years of three digits.
_ROC: Final = re.compile(r"(1\d\d)[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_HAN: Final = re.compile(r"(?:民國|民国)?(\d{3,4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号號])?")
_VIETNAMESE: Final = re.compile(r"(?:.*?ngày )?(?:(\d{1,2}) )?tháng (\d{1,2})(?:,? năm|[ /,-]) ?(\d{4})", re.IGNORECASE)
_MONTH: Final = re.compile(r"([^\W\d_]+)\.?[- ,/]+(\d{4})")
_YEAR_MONTH: Final = re.compile(r"(?P<year>\d{4})[/.](?P<month>\d{1,2})", re.ASCII)
_MONTH_NUMBER: Final = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})", re.ASCII)
_SHORT_YEAR: Final = re.compile(r"(\d{1,2}[- .]+[^\W\d_]+\.?[- .,]+|[^\W\d_]+\.? \d{1,2},? ')'?(\d{2})")
#: An instant in the hours of this sea: Hanoi and Jakarta, Manila and Beijing. Its date is the local one.
_LOCAL: Final = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?\+0[78](?::?00)?", re.ASCII)
#: An instant of UTC, as forms and phones write it; the hours of this sea are seven or eight later.
_UTC: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)? ?(?:Z|UTC|GMT|\+00(?::?00)?)", re.ASCII
)
#: The date-time group of watch logs: day, hour, minute, zone, month, year. Z is UTC; G and H are hours of this sea.
_GROUP: Final = re.compile(r"(\d\d)(\d\d)(\d\d) ?([ZGH]) ?([A-Za-z]{3,4}) ?(?:20)?(\d\d)", re.ASCII)
_EASTERN, _WESTERN = timedelta(hours=8), timedelta(hours=7)
#: '16h', '16h30', '8时', '9時14分': hours that are not written with a colon.
_HOURS: Final = re.compile(r"(?<=[\d日号號])[ ,]+(\d{1,2}) ?(?:[hH]|[时時点點])(?: ?(\d{2})(?:'|m|分)?)?", re.ASCII)
#: 'pkl 03.05', '10.58 WIB': hours of Indonesia, with a point between.
_INDONESIAN: Final = re.compile(
    r",? (?:(?:pkl|pukul)\.? )?(\d{1,2})[.:](\d\d)(?: WI(?:B|TA|T))?$", re.ASCII | re.IGNORECASE
)
#: '11h00 ngày 05/3/2016', '23h, 03/5/2016'.
_HOUR_FIRST: Final = re.compile(
    r"^(\d{1,2})h(\d{2})?,? (?:ngày )?(\d{1,2}[-/.]\d{1,2}[-/.]\d{4})$", re.ASCII | re.IGNORECASE
)
_TIME: Final = re.compile(
    r"(.*[\d日号號])(?:,? +(?:at +)?|T)(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)? *([ap])?\.?m?\.?",
    re.IGNORECASE | re.ASCII,
)
_CLOCK: Final = re.compile(
    r"(\d{1,2})[:.h]?(\d{2})(?::\d{2})? ?(?:([ap])\.?m\.?|h|hrs?|hours?|local)?", re.IGNORECASE | re.ASCII
)
#: 'Two at night' is after midnight, nine before it.
_SMALL_HOURS: Final = 4
#: 'Eleven at noon' is before twelve, one is after it.
_EARLIEST_NOON: Final = 3
_PARTS_OF_DAY: Final = ("morning", "noon", "afternoon", "night")
#: '8 pm' behind a day: an hour without minutes.
_HALF_HOUR: Final = re.compile(r"(?<=[\d日号號])(,? +(?:at +)?)(\d{1,2}) ?([ap])\.?m\.?$", re.IGNORECASE | re.ASCII)
_HAN_TIME: Final = re.compile(r"(\d{1,2})[时時点點](?:(\d\d)分?)?", re.ASCII)
_LEADING: Final = re.compile(r"(?:([^\W\d_]+(?: [^\W\d_]+)?)\.?,? +)(?=\S)")
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
#: Marks of footnotes behind a date, and a remark in brackets behind it.
_REMARK: Final = re.compile(r"(?<=[\d日号號])\s*(?:[*†‡§¹²³#?]+|\[\d{1,2}\]|[(（][^()（）]*[)）])+$")
#: '?/6/2022', '??.06.2022', 'xx/06/2022': a day that is not known.
_NO_DAY: Final = re.compile(r"^(?:\?+|[xX]{1,2}|0?0)\s*[-/. ]\s*(?=\d{1,2}[-/.]\d{4}$|[^\W\d_]+\.? \d{4}$)")
#: '上旬' and its like.
_HAN_PART: Final = re.compile(r"(?<=月)\s*(?:[上中下]旬|初|底|末)$")
_ENGLISH_MONTHS: Final = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_DAYS: Final = (
    re.compile(r"(\d{1,2})\s*[-–—]\s*(\d{1,2})(?P<rest>[/.]\d{1,2}[/.](?:\d{4}|\d{2}))"),
    re.compile(r"(?P<head>\d{4}[-/.]\d{1,2}[-/.])(\d{1,2})\s*[-–—~]\s*(\d{1,2})(?P<rest>)"),
    re.compile(r"(\d{1,2})\s*[-–—/]\s*(\d{1,2})(?P<rest>\.? [^\W\d_]+\.?,? \d{4})"),
    re.compile(r"(?P<head>\d{4}年\s*\d{1,2}月\s*)(\d{1,2})日?\s*[-–—~至到]\s*(\d{1,2})(?P<rest>日)"),
    re.compile(r"(?P<head>[^\W\d_]+\.? )(\d{1,2})\s*[-–—]\s*(\d{1,2})(?P<rest>,? \d{4})"),
)
#: 'Until' in the languages of this sea, between two days.
_UNTIL: Final = re.compile(
    r"(?<=\w)\s+(?:s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga|hanggang|until|till|thru|through)\s+(?=\w)", re.IGNORECASE
)
#: '16 Apr-12 May 2020', 'Apr 16-May 12, 2020', '16/4-12/5/2020': a bare stroke between two days.
_STROKE: Final = re.compile(
    r"(\d{1,2} [^\W\d_]+\.?|[^\W\d_]+\.? \d{1,2}|\d{1,2}/\d{1,2})[-–—]"
    r"(\d{1,2} [^\W\d_].*\d{4}|[^\W\d_]+\.? \d{1,2},? \d{4}|\d{1,2}/\d{1,2}/\d{4})"
)
_RANGE: Final = re.compile(r"(.+?)\s*(?:–|—|\bto\b|\buntil\b|\bbis\b|\bđến\b|至|\.\.| - |(?<=\d)/(?=\d{4}-))\s*(.+)")


def read_when(text: str, order: Order = "") -> tuple[str, str, str]:
    """Return the first day, the last where another is given, and the time of day of a cell.

    Parameters
    ----------
    text
        ``Monday, 17th June 2024``, ``17.06.2024 14:30``, ``17-18 June 2024``, ``Hunyo 2024``, ``17 tháng 6 năm 2024``,
        ``2024年6月17日 8时``, ``17/6/2024 16h30``, ``45460`` (a spreadsheet's day) and what ``dates.read_date`` knows.
    order
        Of numbers; years of two digits are read where it is known.

    Raises
    ------
    ValueError
        It is no date, or may be two; the words are a reason for a reader.

    Examples
    --------
    >>> read_when("Monday, 17th June 2024 at 2:30 pm"), read_when("45460"), read_when("17-18 June 2024")[:2]
    (('2024-06-17', '', '14:30'), ('2024-06-17', '', ''), ('2024-06-17', '2024-06-18'))
    """
    text = " ".join(unicodedata.normalize("NFKC", _REMARK.sub("", text.strip())).split()).strip(" .,;")
    text = _HAN_PART.sub("", _NO_DAY.sub("", _without_part(text)))
    if match := _LOCAL.fullmatch(text):
        text = match[1]
    if match := _GROUP.fullmatch(text):
        day, hour, minute, zone, month, year = match.groups()
        text = f"{read_date(f'{day} {month.title()} 20{year}')} {hour}:{minute}{'Z' if zone == 'Z' else ''}"
    if match := _UTC.fullmatch(text):
        text = _of_utc(text, f"{match[1]}T{match[2]}:{match[3]}")
    text = _INDONESIAN.sub(r" \1:\2", text)
    text = _HOUR_FIRST.sub(lambda found: f"{found[3]} {found[1]}:{found[2] or '00'}", text.replace(" lúc ", " "))
    text = _HOURS.sub(lambda hour: f" {hour[1]}:{hour[2] or '00'}", text)
    text = _HALF_HOUR.sub(r"\1\2:00 \3m", _UNTIL.sub(" - ", text))
    if (begun := _behind("week", text)) != text:
        start = read_when(begun, order)[0]
        return start, _week_later(start), ""
    text = _behind("since", text)
    for form in _DAYS:
        if match := form.fullmatch(text):
            days = [one for one in match.groups() if one and one.isdecimal()]
            head = match.groupdict().get("head") or ""
            start, end = (read_when(f"{head}{day}{match['rest']}", order)[0] for day in days)
            return start, end, ""
    if match := _STROKE.fullmatch(text) or _RANGE.fullmatch(text):
        try:
            return _both(match[1], match[2], order)
        except ValueError:
            pass  # a dash may stand in one date too
    day, time = _without_time(text)
    return _day(day, order), "", time


def _of_utc(text: str, instant: str) -> str:
    """Return the local day of an instant of UTC and its hour at eight hours more, as most of this sea keeps it.

    Raises
    ------
    ValueError
        It falls on two days: before midnight at seven hours more, after it at eight.
    """
    try:
        utc = datetime.fromisoformat(instant)
    except ValueError:
        raise ValueError(f"{text!r} is no date; write it as YYYY-MM-DD") from None
    if (utc + _WESTERN).date() != (utc + _EASTERN).date():
        raise ValueError(f"{text!r} is an instant, whose date depends on the place; write the local date")
    return f"{utc + _EASTERN:%Y-%m-%d %H:%M}"


def _both(first: str, last: str, order: Order) -> tuple[str, str, str]:
    """Return two days; one of them may leave the year to the other."""
    first, last = _with_year(first, last), _with_year(last, first)
    return _day(_without_time(first)[0], order), _day(_without_time(last)[0], order), ""


def _with_year(text: str, other: str) -> str:
    """Return a day without a year with that of the other."""
    year = re.search(r"\d{4}", other)
    if year is None or re.search(r"\d{4}", text):
        return text
    if "月" in text:
        return f"{year[0]}年{text}"
    return f"{text}/{year[0]}" if "/" in text else f"{text} {year[0]}"


def _behind(kind: str, text: str) -> str:
    """Return what stands behind a word of a kind that opens a text, such as 'since' or 'week of'; else the text."""
    words = sorted(words_of(kind), key=lambda word: (-len(word), word))
    return re.sub(rf"^(?:the )?(?:{'|'.join(map(re.escape, words))})(?:[: ]+|(?=\d))", "", text, flags=re.IGNORECASE)


def _week_later(start: str) -> str:
    """Return the last day of the week that begins on a day.

    Raises
    ------
    ValueError
        The week begins on no day.
    """
    if len(start) != len("2024-06-17"):
        raise ValueError(f"the week of {start!r} begins on no day; write the first day as YYYY-MM-DD")
    return (date.fromisoformat(start) + timedelta(days=6)).isoformat()


def _without_time(text: str) -> tuple[str, str]:
    day, comma, clock = text.rpartition(", ")
    if comma and not clock.isdecimal() and (time := read_time(clock)):
        return day, time  # '01/30/25, 8 ng gabi'
    match = _TIME.fullmatch(text)
    if match is None or int(match[2]) > 23 or int(match[3]) > 59:
        return text, ""
    hour, half = int(match[2]), (match[4] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return match[1], "" if (hour, int(match[3])) == (0, 0) else f"{hour:02d}:{match[3]}"


def read_time(text: str) -> str:
    """Return a time of day as HH:MM, or nothing where it is none.

    Examples
    --------
    >>> read_time("0830H"), read_time("2:30 pm"), read_time("14.30"), read_time("morning")
    ('08:30', '14:30', '14:30', '')
    """
    text = _of_the_day(" ".join(unicodedata.normalize("NFKC", text).split()))
    match = _CLOCK.fullmatch(text)
    return _without_time(f"1 {match[1]}:{match[2]} {match[3] or ''}".strip())[1] if match else ""


def _of_the_day(text: str) -> str:
    """Return a time whose half of the day stands in words, of any language of this sea, with am or pm instead."""
    for form in _halves():
        if match := form.fullmatch(text):
            hour, minute, word = int(match["hour"]), match["minute"] or "00", match["word"].casefold()
            return f"{hour}:{minute} {_half(hour, word)}m" if hour <= 12 else f"{hour}:{minute}"
    if match := _HAN_TIME.fullmatch(text):
        return f"{match[1]}:{match[2] or '00'}"
    return text


def _half(hour: int, word: str) -> str:
    """Return a or p for an hour that a word puts into the day."""
    if word in words_of("night"):
        early = hour == 12 or hour <= _SMALL_HOURS
    elif word in words_of("noon"):
        early = _EARLIEST_NOON <= hour < 12
    else:
        early = word in words_of("morning")
    return "a" if early else "p"


@geodata.cached
def _halves() -> tuple[re.Pattern[str], ...]:
    """Return the forms of an hour before or behind a word for a part of the day."""
    words = sorted(set().union(*map(words_of, _PARTS_OF_DAY)), key=lambda word: (-len(word), word))
    word = rf"(?P<word>{'|'.join(map(re.escape, words))})"
    behind = rf"(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>\d\d))?(?: giờ)? ?(?:ng |sa |jam )?{word}"
    before = rf"{word} ?(?P<hour>\d{{1,2}})(?:[:时時点點](?P<minute>\d\d)?)分?"
    return re.compile(behind, re.IGNORECASE), re.compile(before, re.IGNORECASE)


def _day(text: str, order: Order) -> str:
    text = _ORDINAL.sub("", text.replace(" of ", " ").replace(" de ", " ").removeprefix("le "))
    return _numeric(_in_english(_without_weekday(text)), order)


def _without_part(text: str) -> str:
    """Return a month or year without the words that say which part of it, as nothing less than it is known then."""
    return _parts_of_months().sub("", text)


@geodata.cached
def _parts_of_months() -> re.Pattern[str]:
    words = sorted(words_of("part of month"), key=lambda word: (-len(word), word))
    month = r"(?=(?:(?:tháng )?[^\W_]+\.?[ /,]+)?\d{4}$)"
    return re.compile(rf"^(?:the )?(?:{'|'.join(map(re.escape, words))})[- ](?:(?:of|ng|in) )?{month}", re.IGNORECASE)


def _numeric(text: str, order: Order) -> str:
    """Return a date without words but English months."""
    if found := _by_form(text):
        return found
    if match := _SHORT_YEAR.fullmatch(text):
        text = match[1].rstrip("'") + _full_year(match[2])
    if match := _NUMBERS.fullmatch(text):
        first, second, year = match.groups()
        if len(year) == 2:
            if not order:
                raise ValueError(f"the date {text!r} has a year of two digits; say --dates day-first or month-first")
            year = _full_year(year)
        text = f"{second}/{first}/{year}" if order == "day first" else f"{first}/{second}/{year}"
    if not re.search(r"\d{3}", text) and re.search(r"[^\W\d_]{3}", text) and re.search(r"\d", text):
        raise ValueError(f"the date {text!r} has no year of four digits; write it as YYYY-MM-DD")
    return read_date(text, order="month first" if order else "")


def _by_form(text: str) -> str:
    """Return a date whose form alone tells what is the year, the month and the day; else nothing."""
    if (match := _SERIAL.fullmatch(text)) and _SERIALS[0] <= int(match[1]) <= _SERIALS[1]:
        return (_SERIAL_ZERO + timedelta(days=int(match[1]))).isoformat()
    if match := _PACKED.fullmatch(text) or _HAN.fullmatch(text) or _ROC.fullmatch(text):
        year = int(match[1]) + (_ROC_YEARS if len(match[1]) == 3 else 0)  # years of the Republic of China
        return _iso(text, str(year), match[2], match[3])
    if match := _VIETNAMESE.fullmatch(text):
        return _iso(text, match[3], match[2], match[1])
    if match := _YEAR_MONTH.fullmatch(text) or _MONTH_NUMBER.fullmatch(text):
        return _iso(text, match["year"], match["month"], None)
    if match := _MONTH.fullmatch(text):
        try:
            return read_date(f"1 {match[1]} {match[2]}")[:7]
        except ValueError:
            raise ValueError(f"{text!r} is no date; write it as YYYY-MM-DD, YYYY-MM or YYYY") from None
    return ""


def _full_year(digits: str) -> str:
    return f"{19 if int(digits) >= _LAST_CENTURY else 20}{digits}"


def _iso(text: str, year: str, month: str, day: str | None) -> str:
    found = f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    if not model.is_partial_date(found):
        raise ValueError(f"{text!r} is no date: there is no {found}")
    return found


def _without_weekday(text: str) -> str:
    match = _LEADING.match(text)
    for name in (match[1], match[1].split(" ")[0]) if match else ():
        if name.casefold() in _weekdays():
            return text[len(name) :].lstrip(" .,")
    return text


def _in_english(text: str) -> str:
    """Return a date with its month in English."""
    return re.sub(r"[^\W\d_]+", lambda word: _months().get(word[0].casefold(), word[0]), text)


@geodata.cached
def _months() -> Mapping[str, str]:
    """Return months in other languages with their English names; what two languages call otherwise is left out.

    Months as people write them beside the listed ones are words of mappings/words.csv.
    """
    from babel import Locale

    english = Locale.parse("en").months["format"]["wide"]
    found: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).months["format"][width].items():
                found.setdefault(name.casefold().rstrip("."), set()).add(english[number])
    return {row["word"]: row["value"] for row in geodata.rows("mapped_words") if row["kind"] == "month"} | {
        name: one.pop()
        for name, one in found.items()
        if len(one) == 1 and name not in _ENGLISH_MONTHS and " " not in name
    }


@functools.cache
def _weekdays() -> frozenset[str]:
    from babel import Locale

    return frozenset(
        name.casefold().rstrip(".")
        for language in ("en", *_LANGUAGES)
        for width in ("wide", "abbreviated")
        for name in Locale.parse(language).days["format"][width].values()
        if name.casefold().rstrip(".") not in _ENGLISH_MONTHS  # French mardi and March
    )


def order_of(file: str, cells: Sequence[str]) -> Order:
    """Return which number of the dates is the day, by a date that can be read in one way only.

    Raises
    ------
    TrackerError
        None can, two contradict each other, or the year of two digits may stand first.
    """
    found = [match for match in (_NUMBERS.fullmatch(_without_time(cell.strip())[0]) for cell in cells) if match]
    pairs = [(int(match[1]), int(match[2])) for match in found]
    day, month = any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)
    short = [match for match in found if len(match[3]) == 2]
    if len(short) > 1 and len({match[1] for match in short}) == 1 and day and len({match[3] for match in short}) > 1:
        raise TrackerError(f"{file}: {short[0][0]} may begin with the year; write the dates as YYYY-MM-DD")
    if day and month:
        raise TrackerError(f"{file}: some dates have the day first and some the month; write them as YYYY-MM-DD")
    if day or month:
        return "day first" if day else "month first"
    unclear = next((match[0] for match in found if match[1] != match[2] or len(match[3]) == 2), "")
    if unclear:
        raise TrackerError(
            f"{file}: {unclear} may have the day or the month first, and no date of the column tells; say --dates "
            "day-first or --dates month-first"
        )
    return ""
