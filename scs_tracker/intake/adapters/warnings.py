"""Convert navigational warnings on drills and closures in the South China Sea to context events."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from scs_tracker.intake.relevance import warning_parts
from scs_tracker.sources.words import in_this_sea

if TYPE_CHECKING:
    from datetime import datetime

#: A corner as warnings print it: 15-12.00N 118-30.00E, 15-12N 118-30E, 15-12-30N118-30-00E, 15-12.0N/118-30.0E.
_CORNER: Final = re.compile(
    r"(?<![\d-])(\d{1,2})-(\d{2}(?:\.\d+)?)(?:-(\d{2}(?:\.\d+)?))?\s*([NS])[\s,，、/]*(\d{1,3})-(\d{2}(?:\.\d+)?)(?:-(\d{2}(?:\.\d+)?))?\s*([EW])"
)
_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTH: Final = "|".join(_MONTHS)
#: 05 THRU 10 NOV, 28 NOV THRU 02 DEC 2026, 05 TO 10 NOV 26.
_SPAN: Final = re.compile(
    rf"\b(\d{{1,2}})(?:\s+({_MONTH})\w*)?(?:\s+(20\d\d|\d\d))?\s*(?:THRU|THROUGH|TO|UNTIL|AND|-)\s*"
    rf"(\d{{1,2}})\s+({_MONTH})\w*(?:\s+(20\d\d|\d\d)\b)?"
)
#: 060000Z TO 100900Z NOV, 06 NOV.
_STAMPS: Final = re.compile(
    rf"\b(\d{{2}})\d{{4}}Z\s*(?:THRU|TO|-)\s*(\d{{2}})\d{{4}}Z\s+({_MONTH})\w*(?:\s+(20\d\d|\d\d)\b)?"
)
_DAY: Final = re.compile(rf"\b(\d{{1,2}})\s+({_MONTH})\w*(?:\s+(20\d\d)\b)?")
#: More corners than this are told by their number.
_MOST_CORNERS: Final = 12


def event_of(words: str, *, number: str, issued: datetime | None, link: str, publisher: str) -> dict[str, str]:
    """Return the context event of a warning, or an empty dict if it is not a drill or closure in the South China Sea.

    ``words``: text of the warning, in English; ``number``: its number, as cited; ``issued``: time of issue, which gives
    the year of days without one; ``link``, ``publisher``: URL and publisher of the warning; returned:
    ``model.EVENT_COLUMNS``. No party is named, because a warning seldom says whose drill it is.
    """
    kind = kind_of(words)
    corners = corners_of(words)
    if not kind or not any(in_this_sea(lat, lon) for lat, lon in corners):
        return {}
    start, end = days_of(words, issued)
    what = "Exercise or firing" if kind == "exercise" else "Sea area declared dangerous or closed"
    published = issued.date().isoformat() if issued is not None else ""
    return {
        "date_start": start, "date_end": end if end != start else "", "kind": kind, "parties": "",
        "title": f"{what}, {number}", "place": area(corners), "url": link, "publisher": publisher,
        "published": published,
    }  # fmt: skip


def kind_of(words: str) -> str:
    """Return ``exercise`` or ``closure`` for the text of a warning, or an empty string for others and cancellations."""
    found = warning_parts(words)
    if "over" in found:
        return ""
    return "exercise" if "drill" in found else "closure" if "closure" in found else ""


def corners_of(words: str) -> list[tuple[float, float]]:
    """Return the points that a warning names, as latitude and longitude in degrees (WGS 84)."""
    corners = []
    for found in _CORNER.finditer(words.upper()):
        lat = _degrees(found[1], found[2], found[3]) * (1 if found[4] == "N" else -1)
        lon = _degrees(found[5], found[6], found[7]) * (1 if found[8] == "E" else -1)
        if abs(lat) <= 90 and abs(lon) <= 180:
            corners.append((round(lat, 5), round(lon, 5)))
    return corners


def _degrees(degrees: str, minutes: str, seconds: str | None) -> float:
    return int(degrees) + float(minutes) / 60 + float(seconds or 0) / 3600


def area(corners: list[tuple[float, float]]) -> str:
    """Return a text that lists the points of an area in degrees (WGS 84), at most 12 of them."""
    shown = "; ".join(f"{lat:.3f}°N {lon:.3f}°E" for lat, lon in corners[:_MOST_CORNERS])
    more = f"; and {len(corners) - _MOST_CORNERS} more" if len(corners) > _MOST_CORNERS else ""
    return f"area of {shown}{more}" if len(corners) > 1 else f"around {shown}"


def days_of(words: str, issued: datetime | None) -> tuple[str, str]:
    """Return the start and end of the first date or range in a warning, as ISO 8601, else the day of issue twice."""
    year = issued.year if issued is not None else None
    words = words.upper()
    if (found := _SPAN.search(words)) is not None:
        first, first_month, first_year, last, month, last_year = found.groups()
    elif (found := _STAMPS.search(words)) is not None:
        first, last, month, last_year = found.groups()
        first_month, first_year = None, None
    elif (found := _DAY.search(words)) is not None:
        first, month, last_year = found.groups()
        last, first_month, first_year = first, None, None
    else:
        return (issued.date().isoformat() if issued is not None else "",) * 2
    end = _day(last, month, last_year or first_year, year, issued)
    start = _day(first, first_month or month, first_year or last_year, year, issued)
    if not start or not end:
        return (issued.date().isoformat() if issued is not None else "",) * 2
    return start, max(end, start)


def _day(day: str, month: str, stated: str | None, year: int | None, issued: datetime | None) -> str:
    """Return an ISO 8601 date, or an empty string if not valid; a month over six before issue is in the next year."""
    number = _MONTHS.index(month) + 1
    if stated is not None:
        year = int(stated) + (2000 if len(stated) == 2 else 0)
    elif year is not None and issued is not None and number < issued.month - 6:
        year += 1
    if year is None:
        return ""
    try:
        return date(year, number, int(day)).isoformat()
    except ValueError:
        return ""
