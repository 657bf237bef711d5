"""A table that a person keeps in ways of their own: when, where and what happened are enough.

Columns are found by their names in any usual spelling (geodata/mappings/columns.csv) and by what stands in them; title
rows above the header are passed over. What happened, who and whom are translated into our codes by
geodata/mappings/ (format ``own``), by the labels of types.csv, and by the names of actors.csv and the lexicon. A row of
such a table is the incident itself, as a row of our own table is. Its id is made of its date, its place and a digest of
what it says, so the same row keeps it. A word that nothing translates sends its row to quarantine, with the code that
is nearest.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
import unicodedata
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.errors import TrackerError
from scs_tracker.sources.batch import Batch, Gathering
from scs_tracker.sources.columns import by_content, is_header, named, others_named, tells_incidents
from scs_tracker.sources.foreign import LONGEST_SUMMARY, read_sources, short
from scs_tracker.sources.incident_csv import KIND
from scs_tracker.sources.person_cells import cleaned, harm_of, point_in, point_of, read_number, words_of
from scs_tracker.sources.person_dates import order_of, read_time, read_when
from scs_tracker.sources.person_flags import acts_flagged, flags_of
from scs_tracker.sources.person_months import Months, with_year
from scs_tracker.sources.person_sides import SIDES, sides_of, with_countries
from scs_tracker.sources.person_words import types_of, words_inside
from scs_tracker.sources.spare import notes_of, parties_of, side_of_both, spare_columns, why_held
from scs_tracker.sources.tables import open_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from scs_tracker.sources.person_dates import Order
    from scs_tracker.sources.person_flags import Flag
    from scs_tracker.sources.person_sides import Sides
    from scs_tracker.sources.rows import Row, Table
    from scs_tracker.sources.spare import Spare

#: A table that a person types is short; what is longer is read all the same, but not looked through first.
LOOKED_AT: Final = 500
#: Names of columns that hold the minutes of the degrees beside them.
_MINUTES: Final = re.compile(r"(?<!\w)(?:min|minutes?|minit|menit|minuto|phút)\W*$|['′分]$", re.IGNORECASE)
#: What statistics programs write where there is no value.
_NO_VALUE: Final = re.compile(r"-?9{3,}(?:\.0*)?", re.ASCII)
#: What spreadsheets write where a day has no time.
_MIDNIGHT: Final = re.compile(r"0{1,2}:?00(?::00)?.*")
_COUNTS: Final = ("injured", "killed", "detained")
#: 'Total' and what is summed; a row that tells of an incident fills more.
_FEW_CELLS: Final = 3
_SLUG: Final = 30
_WHERE: Final = ("location_text", "place", "lat", "coordinates")
_ERROR: Final = "#ERROR!"
OTHER_SOURCE: Final = "another source of a row above"
NOTE: Final = "no row of the table, such as a note, a sum or a heading"


def read_person_table(
    file: Path, *, columns: Mapping[str, str] | None = None, dates: Order = "", encoding: str = ""
) -> Batch:
    """Read incidents from a person's table.

    Parameters
    ----------
    file
        CSV, zipped CSV, XLSX or a map layer with columns for the date, the place and what happened.
    columns
        Our column to the name of theirs, where the names alone do not tell.
    dates
        Which number of 3/4/2024 is the day. Without it the column tells, where one of its dates can be read in one way
        only.
    encoding
        What a CSV or a shapefile is written in, where that is neither UTF-8 nor said by the file.

    Returns
    -------
    Batch
        A report for each good row, a reject with every reason for each bad one.

    Raises
    ------
    TrackerError
        The file cannot be read, a column is missing, or its dates may be in two orders.
    """
    gathering = Gathering(str(file))
    with open_table(file, legacy=True, is_header=is_header, encoding=encoding) as table:
        for sheet in table.beside:
            gathering.pass_over(f"sheet {sheet!r}, which is not read: save it as a file of its own")
        first = list(islice(table.rows, LOOKED_AT))
        found = found_columns(table, first, columns or {})
        use = _use_of(table.header, [row.cells for row in first], found)
        months = Months()
        order = dates or order_of(str(file), [_cell(row, found, "date_start") for row in first])
        for rows in (first, table.rows):
            for row in rows:
                _take(months.filled(row, found.get("date_start", -1)), table, use, order, gathering)
    reports = gathering.reports(KIND)
    return Batch(
        str(file),
        reports=reports,
        rejects=gathering.rejects(),
        passed_over=gathering.passed_over,
        unread=tuple((one.name, one.first, one.key) for one in use.spare if not one.holds),
        notes=notes_of(reports, use.spare, use.found),
    )


@dataclass(frozen=True, slots=True)
class _Use:
    """What the columns of a table are for: which is which of ours, more links, acts as yes and no, and the rest."""

    found: Mapping[str, int]
    links: Sequence[int]
    flags: Sequence[Flag]
    spare: Sequence[Spare]
    names: Mapping[str, str]


@dataclass(slots=True)
class _Aside:
    """What a row says in words or numbers that nothing was read from, under the names of its columns."""

    names: Mapping[str, str]
    said: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def keep(self, column: str, text: str) -> None:
        """Keep the cell of a column of ours."""
        self.said.append(f"{self.names.get(column, column)}: {text}")
        self.left.append(text)


def _use_of(header: Sequence[str], rows: Sequence[Sequence[str]], columns: Mapping[str, int]) -> _Use:
    found = {name: index for name, index in columns.items() if name != "flags"}
    both = found.pop("parties", -1)
    links = others_named("sources", header, set(found.values()))
    used = {*found.values(), *links, *_minutes_beside(header, found)}
    flags = flags_of(header, rows, used)
    spare = spare_columns(header, rows, found, used | {one.index for one in flags}, both)
    return _Use(found, links, flags, spare, {name: header[index] for name, index in found.items()})


def found_columns(table: Table, first: Sequence[Row], given: Mapping[str, str]) -> dict[str, int]:
    """Return which column of the table is which of ours.

    Raises
    ------
    TrackerError
        A given column is not there, or when, where or what is missing.
    """
    found = by_content(named(table.header), [row.cells for row in first], table.header)
    for column, name in given.items():
        if name not in table.header:
            raise TrackerError(f"{table.file} has no column {name!r}; its columns are {', '.join(table.header[:12])}")
        found[column] = table.header.index(name)
    both = side_of_both(table.header, [row.cells for row in first], found)
    if both and both not in given:
        found["parties"] = found.pop(both)
    for name in ("date_start", "lat", "lon"):
        index = found.get(name, -1)
        if index >= 0 and f"{table.header[index]} (2)" in table.header:
            raise TrackerError(f"{table.file}: column {table.header[index]!r} stands twice in the header; keep one")
    if not tells_incidents(found):
        missing = [
            word
            for word, names in (("when", ("date_start", "year")), ("where", _WHERE),
                                ("what happened", ("types", "summary", "flags")))
            if not any(name in found for name in names)
        ]  # fmt: skip
        shown = ", ".join(table.header[:8]) + (f" and {len(table.header) - 8} more" if len(table.header) > 8 else "")
        raise TrackerError(
            f"{table.file}: no column says {' and '.join(missing)}; its columns are {shown}. Call them date, place and "
            "what, or name yours in tracker.toml under columns"
        )
    return found


def _take(row: Row, table: Table, use: _Use, order: Order, gathering: Gathering) -> None:
    cells = {name: _cell(row, use.found, name) for name in use.found}
    cells |= _with_minutes(cells, row, table.header, use.found)
    cells |= with_countries(cells)
    if _is_note(row, cells):
        gathering.pass_over(NOTE)
        return
    wide = len(row.cells) != len(table.header)
    problem = table.problem(row) if wide or _ERROR in cells.values() else ""
    if problem:
        gathering.reject(row.number, row.raw, (problem,))
        return
    reasons: list[str] = []
    if use.flags:
        written = cells.get("types", ""), cells.get("summary", "")
        cells["types"] = acts_flagged(row.cells, use.flags, *written, reasons.append)
    more = [cleaned(row.cells[index]) for index in use.links if index < len(row.cells)]
    parties, kept = parties_of(row.cells, use.spare)
    sides = sides_of(cells, parties, use.names, reasons.append)
    aside = _Aside(use.names, sides.said, sides.left)
    content = _content(cells, sides, list(filter(None, more)), order, reasons.append, aside)
    said = [*aside.said, *(f"{name}: {cell}" for name, cell in kept)]
    content["summary"] = _with_words(_shown(cells, content["summary"]), said)
    reasons += why_held(row.cells, use.spare)
    if reasons:
        gathering.reject(row.number, row.raw, tuple(reasons))
    else:
        _keep(row, content, gathering)


def _minutes_beside(header: Sequence[str], found: Mapping[str, int]) -> dict[int, str]:
    """Return the columns that hold minutes, and the axis of each: they stand beside its degrees and are named so."""
    beside = {found[axis] + 1: axis for axis in ("lat", "lon") if axis in found}
    return {
        index: axis
        for index, axis in beside.items()
        if index < len(header) and index not in found.values() and _MINUTES.search(header[index])
    }


def _with_minutes(
    cells: Mapping[str, str], row: Row, header: Sequence[str], found: Mapping[str, int]
) -> dict[str, str]:
    """Return latitude and longitude whose minutes stand in the next column; degrees alone would be up to 60 M away."""
    whole = {}
    for index, axis in _minutes_beside(header, found).items():
        if cells.get(axis):
            minutes = cleaned(row.cells[index]) if index < len(row.cells) else ""
            whole[axis] = f"{cells[axis].removesuffix('.0')}° {minutes or '?'}'"
    return whole


def _keep(row: Row, content: dict[str, Any], gathering: Gathering) -> None:
    """Take a good row; one that says the same with other sources adds them to the first."""
    first = gathering.kept_as(content["id"])
    same = first is not None and all(first[name] == content[name] for name in model.INCIDENT_COLUMNS
                                     if name != "corroboration")  # fmt: skip
    more = [source for source in content["sources"] if first is not None and source not in first["sources"]]
    if first is None or not same or not more:
        gathering.keep(content["id"], row.number, row.raw, content)
        return
    first["sources"] += more
    first["corroboration"] = "multiple"
    gathering.pass_over(OTHER_SOURCE)


def _is_note(row: Row, cells: Mapping[str, str]) -> bool:
    """Say whether a row is none of the table: a note, a sum or a heading of some rows."""
    when = cells.get("date_start", "") or cells.get("year", "")
    where, what = (any(map(cells.get, names)) for names in (_WHERE, ("types", "summary")))
    filled = sum(1 for cell in row.cells if cell.strip())
    if not where and not what and filled <= _FEW_CELLS and not _is_day(when):
        return True
    return filled <= 1 or (not re.search(r"\d", when) and not (where and what))


def _is_day(text: str) -> bool:
    try:
        return bool(read_when(text, "day first")[0])
    except ValueError:
        return False


def _cell(row: Row, found: Mapping[str, int], name: str) -> str:
    index = found.get(name, -1)
    return cleaned(row.cells[index]) if 0 <= index < len(row.cells) else ""


def _with_words(summary: str, said: Sequence[str]) -> str:
    """Return a summary with what the row says of it in words that have no code."""
    words = "; ".join(" ".join(one.split()) for one in said)
    if not words:
        return summary
    room = LONGEST_SUMMARY - len(short(words)) - len(" []")
    return f"{textwrap.shorten(summary, max(room, len(' …')), placeholder=' …')} [{short(words)}]"[:LONGEST_SUMMARY]


def _content(
    cells: Mapping[str, str], sides: Sides, links: Sequence[str], order: Order, complain: Callable[[str], None],
    aside: _Aside,
) -> dict[str, Any]:  # fmt: skip
    content: dict[str, Any] = dict.fromkeys(model.INCIDENT_COLUMNS, "")
    content |= {name: cell for name, cell in cells.items() if name in content}
    content["date_start"], content["date_end"], time = _dates(cells, order, complain)
    written = content["time_local"]
    content["time_local"] = read_time(written) or time
    if not content["time_local"] and re.search(r"\d", written) and not _MIDNIGHT.fullmatch(written):
        aside.keep("time_local", written)
    types, left = types_of(cells, complain)
    aside.left += left
    content["types"] = ";".join(types)
    for side in SIDES:
        content[side] = ";".join(sides.codes[side])
        units = f"{side.removesuffix('s')}_units"
        content[units] = content[units] or ";".join(sides.units.get(side, ()))
    content["summary"] = short(cells.get("summary") or _sentence(cells))
    content |= _harm(cells, aside)
    point = _point(cells, complain, aside)
    if not (content["location_text"] or content["place"]):
        content["location_text"] = cells.get("coordinates", "") if point is None else ""
    content["lat"], content["lon"] = (str(point[0]), str(point[1])) if point else ("", "")
    if not (content["location_text"] or content["place"] or point):
        complain("place: it is empty; say where it was, in words or as coordinates")
    content["sources"] = _sources(cells, links)
    if content["corroboration"] not in model.CORROBORATION:
        content["corroboration"] = "multiple" if len(content["sources"]) > 1 else "single"
    if not model.is_incident_id(content["id"]):
        content["id"] = _own_id(content)
    content["unmapped"] = [" ".join(part.replace(";", ",").split()) for part in dict.fromkeys(aside.left)]
    return content


def _harm(cells: Mapping[str, str], aside: _Aside) -> dict[str, str]:
    """Return how many people came to harm; what is no number, such as 'several', is kept in words."""
    written = cells.get("casualties", "")
    found = harm_of(written)
    if written.strip("0. ") and not found:
        aside.keep("casualties", written)
    for name in filter(cells.get, _COUNTS):
        try:
            found[name] = str(read_number(cells[name], name) or "")
        except ValueError:
            found[name] = ""
            aside.keep(name, cells[name])
    return found


def _shown(cells: Mapping[str, str], summary: str) -> str:
    """Return what is shown of a row in a sentence: its summary, behind what happened where that is a note alone."""
    told = cells.get("summary", "")
    if not told:
        return short(_sentence(cells, mended=True))
    if not cells.get("types") or words_inside(told):
        return summary
    return short(f"{_sentence(cells, mended=True)}; {told}")


def _point(cells: Mapping[str, str], complain: Callable[[str], None], aside: _Aside) -> tuple[float, float] | None:
    """Return the point of a row; coordinates that cannot be read are asked for, unless words say the place too."""
    lat, lon = cells.get("lat", ""), cells.get("lon", "")
    if lat == lon and _NO_VALUE.fullmatch(lat):
        lat = lon = ""
    if lat and not lon and point_in(lat):
        return point_in(lat)
    there = cells.get("location_text", "") or cells.get("place", "")
    point: tuple[float, float] | None = None
    try:
        point = point_of(lat, lon)
    except ValueError as error:
        aside.keep("lat", f"{lat} {lon}".strip()) if there else complain(str(error))
    written = cells.get("coordinates", "")
    if point is None and (point := point_in(written)) is None and there and re.search(r"\d", written):
        aside.keep("coordinates", written)
    return point


def _sentence(cells: Mapping[str, str], *, mended: bool = False) -> str:
    """Return what happened in the row's own words, where it has no summary.

    Ids rest on the plain form; the one that is shown puts no 'at' before 'near' or '12 nm off'.
    """
    what, where = cells.get("types", ""), cells.get("location_text", "") or cells.get("place", "")
    begins = where.split(" ")[0].casefold()
    joined = ", " if mended and (begins in words_of("place before") or not begins[:1].isalpha()) else " at "
    return f"{what}{joined}{where}" if what and where else what or where


def _tried(complain: Callable[[str], None], read: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return read(*arguments)
    except ValueError as error:
        complain(str(error))
        return None


def _dates(cells: Mapping[str, str], order: Order, complain: Callable[[str], None]) -> tuple[str, str, str]:
    """Return the first day, the last and the time of day."""
    start, end = cells.get("date_start", "") or _of_parts(cells), cells.get("date_end", "")
    start = with_year(start, cells.get("year", "").removesuffix(".0"))
    if not start:
        complain(
            "date: it is empty; write it as YYYY-MM-DD, or YYYY-MM or YYYY where no more is known; where the date of "
            "the row above goes on, write it here too"
        )
        return "", "", ""
    first = _tried(complain, read_when, start, order) or ("", "", "")
    last = _tried(complain, read_when, end, order) or ("", "", "") if end else ("", "", "")
    return first[0], last[0] or first[1], first[2]


def _of_parts(cells: Mapping[str, str]) -> str:
    """Return the date of a row that keeps year, month and day apart."""
    year, month, day = (cells.get(name, "").removesuffix(".0") for name in ("year", "month", "day_of_month"))
    if not year or not month:
        return year
    if month.isdecimal():
        return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day.isdecimal() else "")
    return f"{day} {month} {year}".strip()


def _sources(cells: Mapping[str, str], links: Sequence[str]) -> list[dict[str, str]]:
    """Return the sources of all its columns; one name beside one address are one source."""
    sources = read_sources("; ".join(filter(None, [cells.get("sources", ""), *links])))
    names, pages = ([one for one in sources if bool(one["url"]) is has] for has in (False, True))
    if links and len(names) == len(pages) == 1:
        sources = [pages[0] | {"publisher": names[0]["publisher"]}]
    elif links:
        known = {page["publisher"] for page in pages}
        sources = [*pages, *(one for one in names if one["publisher"] not in known)]
    publisher, published = cells.get("publisher", ""), cells.get("published", "")
    if publisher and not sources:
        sources = [{"url": "", "publisher": publisher, "published": ""}]
    for source in sources:
        source["publisher"] = publisher or source["publisher"]
        source["published"] = published if model.is_partial_date(published) else source["published"]
    return sources


def _own_id(content: Mapping[str, Any]) -> str:
    """Return an id that the same row has in every import: its date, its place, and a digest of what it says."""
    day = (content["date_start"].replace("-", "") + "0000")[:8]
    words = unicodedata.normalize("NFKD", content["location_text"] or content["place"] or "position")
    slug = re.sub(r"[^a-z0-9]+", "-", words.encode("ascii", "ignore").decode().lower()).strip("-")[:_SLUG].strip("-")
    said = (
        content[name]
        for name in (
            "date_start",
            "date_end",
            "time_local",
            "location_text",
            "place",
            "lat",
            "lon",
            "types",
            "initiators",
            "targets",
            "initiator_units",
            "target_units",
            "summary",
        )
    )
    digest = hashlib.sha256("\x1f".join(map(str, said)).encode()).hexdigest()[:6]
    return f"{day}-{slug or 'place'}-{digest}"
