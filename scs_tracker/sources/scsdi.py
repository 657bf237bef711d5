"""Read South China Sea Data Initiative (SCSDI) events as in its archive or on its website; see docs/formats.md.

The archive's table has one row per position: a ship that was followed has many rows with one id, which are one event.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.sources import foreign, words
from scs_tracker.sources.batch import Batch, Gathering
from scs_tracker.sources.tables import open_table
from scs_tracker.text.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scs_tracker.sources.rows import Row

    Record = dict[str, str]
    Point = tuple[float, float, float]

KIND: Final = "scsdi"
#: A degree of latitude, in km: 60 M.
_KM_A_DEGREE: Final = 60 * 1.852
_EVENTS: Final = ("event_id", "event_id_cnty", "event_date", "year", "latitude", "longitude", "radius")
#: The website's columns, spelled as there, and what they are called in the archive.
_WEBSITE: Final = {
    "country": "event_id_cnty", "year": "year", "latitude": "latitude", "longtitude": "longitude", "levl": "level",
    "note": "notes", "month": "month", "day": "day",
}  # fmt: skip
_RANGE: Final = re.compile(r"(\d{1,2}/\d{1,2}/\d{2,4})\s*[-–]\s*(\d.*)", re.DOTALL)
_NO_DAY: Final = re.compile(r"(\d{1,2})/00?/(\d{4}|\d{2})", re.ASCII)
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([AP])\.?M\.?", re.ASCII | re.IGNORECASE)
_ONE_EVENT: Final = "another position of the same event"
_OUTSIDE: Final = "is outside the supported region; check the coordinates"
_BEYOND: Final = "a position outside this sea, of an event inside it"


def read_scsdi(file: Path, *, encoding: str = "") -> Batch:
    """Read SCSDI events: a table or map layer with the columns of the archive or of the website.

    The dataset does not say who did what to whom, so types, initiators and targets stay empty.
    """
    gathering = Gathering(str(file))
    events: dict[str, list[tuple[Row, Record]]] = {}
    with open_table(file, legacy=True, encoding=encoding) as table:
        names = [name.casefold().strip() for name in table.header]
        website = {*_WEBSITE} <= {*names}
        header = (
            [_WEBSITE.get(name, name) for name in names]
            if website
            else foreign.lower_header(table, _EVENTS, "SCSDI events")
        )
        for row, record in foreign.records(table, header, gathering):
            if "month" in header:
                _as_in_the_archive(record)
            key = f"{record['event_id']}\n{' '.join(record.get('notes', '').split())}"
            events.setdefault(key, []).append((row, record))
    seen: Counter[str] = Counter()
    for key, rows in events.items():
        event_id = key.partition("\n")[0]
        seen[event_id] += 1  # a second event under the same id is its number 2
        _gather(gathering, event_id if seen[event_id] == 1 else f"{event_id}/{seen[event_id]}", rows)
    return gathering.batch(KIND)


def _as_in_the_archive(record: Record) -> None:
    """Convert a row of the website, in place, to the archive's columns: id, date, year and radius."""
    month, day = (re.sub(r"\.0$", "", record.pop(name)).zfill(2) for name in ("month", "day"))
    year = record["year"].removesuffix(".0")
    said = "\n".join((record["event_id_cnty"], year, month, day, record["notes"]))
    digest = hashlib.sha256(said.encode()).hexdigest()[:8]
    countries = re.sub(r"[^A-Za-z]", "", record["event_id_cnty"])
    record |= {
        "event_id": f"{countries}_{year[2:]}{month}{day}_{digest}" if record["notes"] else "",
        "event_date": f"{month}/{day}/{year}",
        "year": year,
        "radius": "",
    }


def _gather(gathering: Gathering, own_id: str, rows: Sequence[tuple[Row, Record]]) -> None:
    """Keep an event with its valid rows; reject invalid rows, but only count positions outside the supported region."""
    dates = ("", "")
    points: list[Point] = []
    good: list[tuple[Row, Record]] = []
    bad: list[tuple[Row, list[str]]] = []
    for row, record in rows:
        wrong: list[str] = [] if record["event_id"] else ["event_id or notes is empty"]
        if not dates[0]:  # a date that was dragged down a column counts its year up; the first row has what was typed
            dates = foreign.tried(wrong.append, _dates, record["event_date"], record["year"]) or dates
        points += foreign.tried(wrong.append, _point, record) or []
        if wrong:
            bad.append((row, wrong))
        else:
            good.append((row, record))
    for row, wrong in bad:
        if good and len(wrong) == 1 and wrong[0].endswith(_OUTSIDE):
            gathering.passed_over[_BEYOND] += 1
        else:
            gathering.reject(row.number, row.raw, tuple(wrong))
    if good:
        row, record = good[0]
        gathering.keep(own_id, row.number, row.raw, _content(record, dates, points))
        gathering.passed_over += Counter({_ONE_EVENT: len(good) - 1})


def _content(record: Record, dates: tuple[str, str], points: Sequence[Point]) -> dict[str, Any]:
    place = " ".join(record.get("location", "").split())
    columns = {
        "date_start": dates[0],
        "date_end": dates[1],
        "time_local": _clock(record.get("time_precision", "")),
        "place": place,
        "location_text": place or record.get("note_on_location", ""),
        "summary": foreign.short(record.get("notes", "")),
    }
    radius_km = ""
    original = dict(record)
    if points:
        lat, lon, radius = _around(points)
        columns |= {"lat": f"{lat:.7g}", "lon": f"{lon:.7g}"}
        radius_km = f"{radius:.1f}" if radius else ""
    if len(points) > 1:
        original["track"] = "; ".join(f"{lat:g} {lon:g}" for lat, lon, _ in points)
    names = [part.strip() for part in record["event_id_cnty"].split("/") if part.strip()]
    actors = words.translate_actors(KIND, names)
    sources = foreign.read_sources(record.get("source", ""))
    return foreign.content(columns, actors=actors, sources=sources, unmapped=(), radius_km=radius_km, original=original)


def _dates(text: str, year: str) -> tuple[str, str]:
    """Return a cell's first and last date at the stated precision; a single date gives no last, 00 is unknown."""
    spans = _RANGE.fullmatch(text.strip())
    if spans is None:
        return _partial(text, year), ""
    start = _partial(spans[1], year)
    end = _partial(spans[2], "")
    if end[:4] != start[:4] and not (start[5:7] == "12" and end[:7] == f"{int(start[:4]) + 1}-01"):
        raise ValueError(f"the dates {text!r} do not end in {start[:4]}, as the column year says; correct one of them")
    if model.last_day(end) < model.first_day(start):
        raise ValueError(f"the dates {text!r} end before they begin; correct one of them")
    return start, end


def _partial(text: str, year: str) -> str:
    text = text.strip()
    match = _NO_DAY.fullmatch(text)
    if match is None:
        return read_date(text, year=year, order="month first")
    known = match[2] if len(match[2]) == 4 else year
    if (year and known != year) or len(known) != 4:
        raise ValueError(f"the date {text!r} is not in {year}, as the column year says; correct one of them")
    found = known if int(match[1]) == 0 else f"{known}-{int(match[1]):02d}"
    if not model.is_partial_date(found):
        raise ValueError(f"{text!r} is not a valid date, because {found} does not exist; use YYYY-MM-DD")
    return found


def _clock(text: str) -> str:
    """Return the time of day as HH:MM if the cell gives one time; empty for two times, or words."""
    found = _CLOCK.findall(text)
    if len(found) != 1 or not 1 <= int(found[0][0]) <= 12 or int(found[0][1]) > 59:
        return ""
    hour = int(found[0][0]) % 12 + (12 if found[0][2] in "Pp" else 0)
    return f"{hour:02d}:{found[0][1]}"


def _point(record: Record) -> list[Point]:
    """Return the position of a row with its radius in km, as a list that is empty if the row has no coordinates."""
    radius_km = _radius_km(record["radius"], record.get("level", ""))
    point = foreign.read_point(record["latitude"], record["longitude"])
    if point is None:
        if not record.get("location") and not record.get("note_on_location"):
            raise ValueError("the row has neither coordinates nor a place description; add one of them")
        return []
    if not words.in_this_sea(*point):
        raise ValueError(f"{point[0]}, {point[1]} {_OUTSIDE}")
    return [(*point, radius_km)]


def _radius_km(degrees: str, level: str) -> float:
    if not degrees:
        return float(words.radius_km_by_precision(KIND).get(level.strip().removesuffix(".0"), "0"))
    try:
        radius = float(degrees.replace(",", "."))
    except ValueError:
        radius = -1.0
    if not 0 <= radius <= 30:
        raise ValueError(f"radius {degrees!r} must be between 0 and 30 degrees")
    return radius * _KM_A_DEGREE


def _around(points: Sequence[Point]) -> Point:
    """Return a circle (latitude, longitude, radius in km) that contains all positions with their radii."""
    from pyproj import Geod

    if len({(lat, lon) for lat, lon, _ in points}) == 1:
        return points[0][0], points[0][1], max(radius for *_, radius in points)
    lats, lons = [lat for lat, _, _ in points], [lon for _, lon, _ in points]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    many = len(points)
    _, _, metres = Geod(ellps="WGS84").inv([lon] * many, [lat] * many, lons, lats)
    return lat, lon, max(far / 1000 + radius for far, (*_, radius) in zip(metres, points, strict=True))
