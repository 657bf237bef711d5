"""Parse days, date ranges and times of day in the forms used by datasets, spreadsheets and people.

Month names are known in the languages around the South China Sea and in those of the tracker's readers. An ambiguous
date is never guessed: it raises a ``ValueError`` that quotes the text. Dates in the running text of an article, which
count from its dateline, are found by ``articles.dates``.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from scs_tracker import geodata, model
from scs_tracker.text.function_words import mapped_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Order = Literal["", "day first", "month first"]

_LANGUAGES: Final = ("en", "id", "ms", "fil", "vi", "de", "fr", "es", "pt", "it", "nl")
#: Day 0 of spreadsheets, and the serials of 1950 and 2099; numbers outside them are not dates.
_SERIAL_ZERO: Final = date(1899, 12, 30)
_SERIALS: Final = (18_264, 73_050)
#: Two-digit years from this one on are of the last century, as in C's strptime.
_LAST_CENTURY: Final = 69
#: Years of the Republic of China count from here; no other calendar of the region has three-digit years.
_ROC_YEARS: Final = 1911
_EASTERN, _WESTERN = timedelta(hours=8), timedelta(hours=7)
INVALID: Final = "is not a valid date; use YYYY-MM-DD"
_TWO_ORDERS: Final = "may begin with the day or the month; use YYYY-MM-DD, or add --dates day-first or month-first"
_INSTANT: Final = "is a timestamp whose date depends on the time zone; use the local date"

_NUMBERS: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", re.ASCII)
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
_DAY_MONTH: Final = re.compile(r"(?:(\d{1,2})[- ./]*)?([^\W\d_]+)(?:\.?[- ./,]+'?|(?<=\d[^\W\d_]{3}))(\d{4}|\d{2})")
_MONTH_DAY: Final = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:, ?|,? ')?(?: ?(\d{4})|(?<=')(\d{2}))")
#: Forms in which year, month and day have a fixed order.
_ORDERED: Final = (
    re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)", re.ASCII),
    re.compile(r"(?:民國|民国)?(?P<y>\d{3,4})\s*年\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*[日号號])?"),
    re.compile(r"(?P<y>\d{4}|1\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?:.*?ngày )?(?:(?P<d>\d{1,2}) )?tháng (?P<m>\d{1,2})(?:,? năm|[ /,-]) ?(?P<y>\d{4})", re.IGNORECASE),
    re.compile(r"(?P<y>\d{4}|1\d\d)[-/.](?P<m>\d{1,2})", re.ASCII),
    re.compile(r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})", re.ASCII),
)
_QUARTER: Final = re.compile(
    r"(?:Q([1-4])|([1-4])(?:st|nd|rd|th)? ?q(?:uarter|tr)?\.?)[ ,/-]*(?:of )?(\d{4})", re.IGNORECASE
)
_WITH_OFFSET: Final = re.compile(
    r"(\d{4}[-/.]\d\d[-/.]\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)"
)
#: The date-time group of watch logs: day, hour, minute, zone, month, year. Z is UTC; G and H are zones in the region.
_GROUP: Final = re.compile(r"(\d\d)(\d\d)(\d\d) ?([ZGH]) ?([A-Za-z]{3,4}) ?(?:20)?(\d\d)", re.ASCII)
#: Times after a day that are not written as HH:MM: '16h30', '8时', 'pkl 03.05', '10.58 WIB', '8 pm', '1430H'.
_HOURS: Final = (
    (re.compile(r"^(\d{1,2})h(\d{2})?,? (?:ngày )?(\d{1,2}[-/.]\d{1,2}[-/.]\d{4})$", re.IGNORECASE), r"\3 \1:\2"),
    (re.compile(r" lúc "), " "),
    (re.compile(r"(?<=[\d日号號])[ ,]+(\d{1,2}) ?(?:[hH]|[时時点點])(?: ?(\d{2})(?:'|m|分)?)?"), r" \1:\2"),
    (re.compile(r",? (?:(?:pkl|pukul|jam)\.? )?(\d{1,2})[.:](\d\d)(?: WI(?:B|TA|T))?$", re.IGNORECASE), r" \1:\2"),
    (re.compile(r"(?<=[\d日号號])(?:,? +(?:at +)?)(\d{1,2}) ?([ap])\.?m\.?$", re.IGNORECASE), r" \1:00 \2m"),
    (re.compile(r"(?<=[\d日号號]),? ([0-2]\d)([0-5]\d) ?(?:h|hrs?|hours?)$", re.IGNORECASE), r" \1:\2"),
    (re.compile(r"(?<=\d:)(?=$| )"), "00"),
)
_TIME: Final = re.compile(
    r"(.*[\d日号號])(?:,? +(?:at +)?|T)(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)? *([ap])?\.?m?\.?", re.IGNORECASE
)
_CLOCK: Final = re.compile(
    r"(\d{1,2})[:.h]?(\d{2})(?::\d{2})? ?(?:([ap])\.?m\.?|h|hrs?|hours?|local)?", re.IGNORECASE | re.ASCII
)
_HAN_TIME: Final = re.compile(r"(\d{1,2})[時时点點](?:(\d\d)分?)?", re.ASCII)
#: 'Two at night' is after midnight, 'nine at night' before it; 'eleven at noon' is before twelve, 'one' after it.
_SMALL_HOURS: Final = 4
_EARLIEST_NOON: Final = 3
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
#: Footnote marks and remarks in brackets after a date.
_REMARK: Final = re.compile(r"(?<=[\d日号號])\s*(?:[*†‡§¹²³#?]+|\[\d{1,2}\]|[(（][^()（）]*[)）])+$")
#: Dates with an unknown day: '?/6/2022', 'xx/06/2022', '00/6/2022'.
_NO_DAY: Final = re.compile(r"^(?:\?+|[xX]{1,2}|0?0)\s*[-/. ]\s*(?=\d{1,2}[-/.]\d{4}$|[^\W\d_]+\.? \d{4}$)")
_HAN_PART: Final = re.compile(r"(?<=月)\s*(?:[上中下]旬|初|底|末)$")
_LEADING: Final = re.compile(r"([^\W\d_]+(?: [^\W\d_]+)?)\.?,? +(?=\S)")
#: Two days of one month: each day, and the text before and after that both share.
_DAYS: Final = (
    re.compile(r"(?P<head>)(\d{1,2})\s*[-–—]\s*(\d{1,2})(?P<rest>[/.]\d{1,2}[/.](?:\d{4}|\d{2}))"),
    re.compile(r"(?P<head>\d{4}[-/.]\d{1,2}[-/.])(\d{1,2})\s*[-–—~]\s*(\d{1,2})(?P<rest>)"),
    re.compile(r"(?P<head>)(\d{1,2})\s*[-–—/]\s*(\d{1,2})(?P<rest>\.? [^\W\d_]+\.?,? \d{4})"),
    re.compile(r"(?P<head>\d{4}年\s*\d{1,2}月\s*)(\d{1,2})日?\s*[-–—~至到]\s*(\d{1,2})(?P<rest>日)"),
    re.compile(r"(?P<head>[^\W\d_]+\.? )(\d{1,2})\s*[-–—]\s*(\d{1,2})(?P<rest>,? \d{4})"),
)
_UNTIL: Final = re.compile(
    r"(?<=\w)\s+(?:s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga|hanggang|until|till|thru|through|to|bis|đến)\s+(?=\w)",
    re.IGNORECASE,
)
#: Two days joined by a dash: '16 Apr-12 May 2020', 'Apr 16-May 12, 2020', '16/4-12/5/2020'.
_STROKE: Final = re.compile(
    r"(\d{1,2} [^\W\d_]+\.?|[^\W\d_]+\.? \d{1,2}|\d{1,2}/\d{1,2})[-–—]"
    r"(\d{1,2} [^\W\d_].*\d{4}|[^\W\d_]+\.? \d{1,2},? \d{4}|\d{1,2}/\d{1,2}/\d{4})"
)
_RANGE: Final = re.compile(r"(.+?)\s*(?:–|—|至|\.\.| - |(?<=\d)/(?=\d{4}-))\s*(.+)")


def read_date(text: str, *, year: str = "", order: Order = "") -> str:
    """Return a date such as 17 June 2024, 2024-06 or 17/6/2024 as ISO 8601, at its stated precision.

    ``year`` is the year in another column, which must agree; ``order`` says which number is the day, without which an
    ambiguous date is rejected. Raise ``ValueError`` with the reason, in words for a user, if the text is not one date.
    """
    if year and not re.fullmatch(r"\d{4}(?:\.0)?", year, re.ASCII):
        raise ValueError(f"the year {year!r} is not a year of four digits; use YYYY")
    start, end, _ = read_when(text, order, year[:4])
    if end:
        raise ValueError(f"the date {text!r} {INVALID}")
    if year and start[:4] != year[:4]:
        raise ValueError(f"the date {text!r} is not in {year[:4]}, as the column year says; correct one of them")
    return start


def read_when(text: str, order: Order = "", year: str = "") -> tuple[str, str, str]:
    """Return the first day of a cell, the last day if it is a range, and the time of day; empty strings where missing.

    ``order`` says which number is the day; ``year``, four digits from another column, completes a date without a year
    or with a two-digit year. Raise ``ValueError``, which quotes the text, if it is not a date or is ambiguous.

    >>> read_when("Monday, 17th June 2024 at 2:30 pm"), read_when("45460"), read_when("17-18 June 2024")[:2]
    (('2024-06-17', '', '14:30'), ('2024-06-17', '', ''), ('2024-06-17', '2024-06-18'))
    """
    plain = " ".join(unicodedata.normalize("NFKC", _REMARK.sub("", text.strip())).split()).strip(" .,;")
    plain = _HAN_PART.sub("", _NO_DAY.sub("", _parts_of_months().sub("", plain)))
    try:
        return _read(plain, order, year)
    except ValueError as error:
        raise ValueError(f"the date {text.strip()!r} {error}") from None


def _in_usual_form(text: str, order: Order) -> str:
    """Return a cell with timestamps in local time, hours as HH:MM, and ' - ' between two days."""
    if match := _GROUP.fullmatch(text):
        day, hour, minute, zone, month, short = match.groups()
        text = f"{_day(f'{day} {month} 20{short}', order, '')} {hour}:{minute}{'Z' if zone == 'Z' else ''}"
    if match := _WITH_OFFSET.fullmatch(text):
        text = _local(*match.groups())
    for form, put in _HOURS:
        text = form.sub(put, text)
    return _UNTIL.sub(" - ", text)


def _read(text: str, order: Order, year: str) -> tuple[str, str, str]:
    text = _in_usual_form(text, order)
    if (begun := _behind("week", text)) != text:
        start = _read(begun, order, year)[0]
        if len(start) != len("2024-06-17"):
            raise ValueError("names a week without its first day; write the first day as YYYY-MM-DD")
        return start, (date.fromisoformat(start) + timedelta(days=6)).isoformat(), ""
    text = _behind("since", text)
    if match := _QUARTER.fullmatch(text):
        month = 3 * int(match[1] or match[2])
        return f"{match[3]}-{month - 2:02d}", f"{match[3]}-{month:02d}", ""
    for form in _DAYS:
        if match := form.fullmatch(text):
            first, last = (_day(f"{match['head']}{day}{match['rest']}", order, year) for day in match.group(2, 3))
            return first, last, ""
    if match := _STROKE.fullmatch(text) or _RANGE.fullmatch(text):
        try:
            one, other = _with_year(match[1], match[2]), _with_year(match[2], match[1])
            return _day(_without_time(one)[0], order, year), _day(_without_time(other)[0], order, year), ""
        except ValueError:
            pass  # a dash may stand in one date too
    day, time = _without_time(text)
    return _day(day, order, year), "", time


def _local(day: str, clock: str, offset: str) -> str:
    """Return the local day and time of a timestamp, UTC as UTC+8; raise ValueError if the zone could change the day."""
    day, zone = re.sub("[/.]", "-", day), offset.replace(":", "")[:3]
    if zone in {"+07", "+08"} or clock == "00:00":
        return f"{day} {clock}"
    if offset not in {"Z", "UTC", "GMT"} and zone != "+00":
        raise ValueError(_INSTANT)
    try:
        utc = datetime.fromisoformat(f"{day}T{clock}")
    except ValueError:
        raise ValueError(INVALID) from None
    if (utc + _WESTERN).date() != (utc + _EASTERN).date():
        raise ValueError(_INSTANT)
    return f"{utc + _EASTERN:%Y-%m-%d %H:%M}"


def _with_year(text: str, other: str) -> str:
    """Return a day with the year of the other day added if it has none, otherwise unchanged."""
    year = re.search(r"\d{4}", other)
    if year is None or re.search(r"\d{4}", text):
        return text
    if "月" in text:
        return f"{year[0]}年{text}"
    return f"{text}/{year[0]}" if "/" in text else f"{text} {year[0]}"


def _behind(kind: str, text: str) -> str:
    """Return a text without an opening phrase of a kind, such as 'since' or 'week of'; other text stays unchanged."""
    return re.sub(rf"^(?:the )?(?:{_any_of(mapped_words(kind))})(?:[: ]+|(?=\d))", "", text, flags=re.IGNORECASE)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@geodata.cached
def _parts_of_months() -> re.Pattern[str]:
    """Return the pattern of words for a part of a month or year, such as 'early', which are removed before parsing."""
    month = r"(?=(?:(?:tháng )?[^\W_]+\.?[ /,]+)?\d{4}$)"
    words = _any_of(mapped_words("part of month"))
    return re.compile(rf"^(?:the )?(?:{words})[- ](?:(?:of|ng|in) )?{month}", re.IGNORECASE)


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
    """Return a time such as 0830H, 2:30 pm or 14.30 as HH:MM; an empty string for midnight or an invalid time."""
    text = _in_digits(" ".join(unicodedata.normalize("NFKC", text).split()))
    match = _CLOCK.fullmatch(text)
    return _without_time(f"1 {match[1]}:{match[2]} {match[3] or ''}".strip())[1] if match else ""


def _in_digits(text: str) -> str:
    """Return a time with am or pm in place of a word such as 'gabi' (night); other text is returned unchanged."""
    for form in _halves():
        if match := form.fullmatch(text):
            hour, minute, word = int(match["hour"]), match["minute"] or "00", match["word"].casefold()
            if hour > 12:
                return f"{hour}:{minute}"
            early = word in mapped_words("morning")
            if word in mapped_words("night"):
                early = hour == 12 or hour <= _SMALL_HOURS
            elif word in mapped_words("noon"):
                early = _EARLIEST_NOON <= hour < 12
            return f"{hour}:{minute} {'a' if early else 'p'}m"
    if match := _HAN_TIME.fullmatch(text):
        return f"{match[1]}:{match[2] or '00'}"
    return text


@geodata.cached
def _halves() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return two patterns of a time with a word for the part of the day: hour before the word, and after it."""
    words = set[str]().union(*map(mapped_words, ("morning", "noon", "afternoon", "night")))
    word = rf"(?P<word>{_any_of(words)})"
    behind = rf"(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>\d\d))?(?: giờ)? ?(?:ng |sa |jam )?{word}"
    before = rf"{word} ?(?P<hour>\d{{1,2}})(?:[:時时点點](?P<minute>\d\d)?)分?"
    return re.compile(behind, re.IGNORECASE), re.compile(before, re.IGNORECASE)


def _day(text: str, order: Order, year: str) -> str:
    """Return one date as ISO 8601, at its stated precision; ``year`` supplies a missing year."""
    text = _ORDINAL.sub("", text.replace(" of ", " ").replace(" de ", " ").removeprefix("le "))
    match = _LEADING.match(text)
    for name in (match[1], match[1].split(" ")[0]) if match else ():
        if name.casefold() in _weekdays():
            text = text[len(name) :].lstrip(" .,")
            break
    if model.is_partial_date(text):
        return text
    if (match := _SERIAL.fullmatch(text)) and _SERIALS[0] <= int(match[1]) <= _SERIALS[1]:
        return (_SERIAL_ZERO + timedelta(days=int(match[1]))).isoformat()
    if match := next(filter(None, (form.fullmatch(text) for form in _ORDERED)), None):
        return _iso(match["y"], match["m"], match.groupdict().get("d"), year)
    if match := _NUMBERS.fullmatch(text):
        return _of_numbers(match[1], match[2], match[3], order, year)
    return _of_words(text, order, year)


def _of_numbers(first: str, second: str, written: str, order: Order, year: str) -> str:
    if len(written) == 2 and not (order or year):
        raise ValueError("has a year of two digits; use YYYY-MM-DD, or add --dates day-first or month-first")
    one, two = int(first), int(second)
    if not order and one <= 12 and two <= 12 and one != two:
        raise ValueError(_TWO_ORDERS)
    day_first = order == "day first" if order else one > 12
    return _iso(written, second, first, year) if day_first else _iso(written, first, second, year)


def _of_words(text: str, order: Order, year: str) -> str:
    """Return a date whose month is a word as ISO 8601; raise ValueError if the text is not such a date."""
    if year and re.fullmatch(r"\d{1,2}\.? [^\W\d_]+\.?|[^\W\d_]+\.? \d{1,2}", text):
        text = f"{text} {year}"
    if match := _DAY_MONTH.fullmatch(text):
        day, month, written = match.groups()
    elif match := _MONTH_DAY.fullmatch(text):
        month, day, written = match[1], match[2], match[3] or match[4]
    else:
        whole = re.search(r"\d{3}", text) or not re.search(r"[^\W\d_]{3}", text) or not re.search(r"\d", text)
        raise ValueError(INVALID if whole else "has no year of four digits; use YYYY-MM-DD")
    number = _months().get(month.casefold())
    if number is None:
        raise ValueError(INVALID)
    if len(written) == 2 and (day is None or not (order or year or "'" in text or match.re is _DAY_MONTH)):
        raise ValueError("has no year of four digits; use YYYY-MM-DD")
    return _iso(written, str(number), day, year)


def _iso(written: str, month: str, day: str | None, year: str) -> str:
    """Return an ISO 8601 date; a two-digit year means ``year`` if that ends with it, else a year from 1969 to 2068."""
    if len(written) == 3:
        written = str(int(written) + _ROC_YEARS)
    elif len(written) == 2 and not (year and year[2:] == written):
        written = f"{19 if int(written) >= _LAST_CENTURY else 20}{written}"
    elif len(written) == 2:
        written = year
    found = f"{written}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    if not model.is_partial_date(found):
        raise ValueError(f"is not a valid date, because {found} does not exist; use YYYY-MM-DD")
    return found


@geodata.cached
def _months() -> Mapping[str, int]:
    """Return the number of each month name in all supported languages, without names that are ambiguous."""
    from babel import Locale

    found: dict[str, set[int]] = {}
    english = {"sept": 9}
    for language in ("en", *_LANGUAGES):
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).months["format"][width].items():
                if language == "en":
                    english[name.casefold()] = number
                if language in _LANGUAGES:
                    found.setdefault(name.casefold().rstrip("."), set()).add(number)
    known = {name: one.pop() for name, one in found.items() if len(one) == 1 and " " not in name}
    also = {
        row["word"]: english[row["value"].casefold()] for row in geodata.rows("mapped_words") if row["kind"] == "month"
    }
    return known | also | english


@functools.cache
def _weekdays() -> frozenset[str]:
    from babel import Locale

    names = {
        name.casefold().rstrip(".")
        for language in _LANGUAGES
        for width in ("wide", "abbreviated")
        for name in Locale.parse(language).days["format"][width].values()
    }
    return frozenset(names - _months().keys())  # French mardi and March


def order_of(cells: Iterable[str]) -> Order:
    """Return 'day first' or 'month first' from a column's unambiguous numeric dates; an empty string if unclear.

    The order is unclear if the dates contradict each other, or if two-digit years may come first.
    """
    found = [match for match in (_NUMBERS.fullmatch(_without_time(cell.strip())[0]) for cell in cells) if match]
    day, month = any(int(one[1]) > 12 for one in found), any(int(one[2]) > 12 for one in found)
    short = [match for match in found if len(match[3]) == 2]
    may_be_year = len(short) > 1 and len({one[1] for one in short}) == 1 and len({one[3] for one in short}) > 1
    if day == month or (day and may_be_year):
        return ""
    return "day first" if day else "month first"
