"""Read a user's table with its own columns, which needs only when, where and what happened.

The module ``mapping`` gives the role of each column. A row is one incident. Its id is made from its date, its place and
a digest of its cells, so that the same row keeps its id. Cells that are not used are kept in ``unmapped``. A row
without a valid date or a known act goes to quarantine.
"""

from __future__ import annotations

import functools
import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.act import country_of
from scs_tracker.geocoding import resolve_text
from scs_tracker.sources.actor_names import home_of
from scs_tracker.sources.batch import Batch, Gathering
from scs_tracker.sources.cells import cleaned
from scs_tracker.sources.columns import COUNT, MANY, TYPE, VERSUS, is_date, is_flag, is_header, names_column
from scs_tracker.sources.foreign import read_sources, short
from scs_tracker.sources.incident_csv import KIND
from scs_tracker.sources.long_form import RowOfTable, joined_by_id
from scs_tracker.sources.mapping import LOOKED_AT, TableMapping, require_answers, understand
from scs_tracker.sources.points import Point, point_in, point_of
from scs_tracker.sources.rows import Row
from scs_tracker.sources.sides import COLUMNS_OF_ACTORS, COUNTRIES, SIDES, UNITS, USUAL, Sides, sides_of, split_versus
from scs_tracker.sources.tables import open_table
from scs_tracker.sources.words import (
    actors_at,
    actors_of,
    acts_at,
    kind_of_event,
    nearest_type,
    parts_of,
    translate_types,
    types_in,
    without_brackets,
    without_units,
)
from scs_tracker.text.dates import read_time, read_when
from scs_tracker.text.folding import clean, slug
from scs_tracker.text.function_words import mapped_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scs_tracker.config import KeptTable
    from scs_tracker.sources.columns import Column
    from scs_tracker.sources.rows import Table
    from scs_tracker.text.dates import Order

OTHER_SOURCE: Final = "an additional source of an earlier row"
NOTE: Final = "a note, total or heading in the table"
#: 'Total' and what is summed; a row that tells of an incident fills more.
_FEW_CELLS: Final = 3
#: A cell with a part of more words than this tells a story, in which not every part is an act.
_LONGEST_ACT: Final = 3
#: Where the row's own words leave no more than this of the sides open, nobody is asked.
_OPEN: Final = 0.2
_ERROR: Final = "#ERROR!"
#: So much of a cell is read; a longer one is kept whole in ``unmapped``.
_LONGEST_READ: Final = 5_000
_WHEN: Final = frozenset({"date_start", "date_end", "year", "month", "day_of_month"})
_WHERE: Final = frozenset({
    "location_text", "region", "place", "lat", "lon", "lat_minutes", "lon_minutes", "coordinates"
})  # fmt: skip
_DAY: Final = re.compile(r"(\d{1,2})(?:\.0)?(?:st|nd|rd|th)?", re.ASCII)
_HARMED: Final = re.compile(r"(?<![\w.,-])(\d{1,4}) *((?:[^\W\d_]+ ?){1,4})")
_MIDNIGHT: Final = re.compile(r"0{1,2}:?00(?::00)?.*")
#: Cells that make no incident another one: its number in the table, and who tells of it.
_NOT_SAID: Final = frozenset({"id", "n", "sources", "publisher", "published", "corroboration"})


def read_own_table(
    file: Path,
    *,
    columns: Mapping[str, str] | None = None,
    dates: Order = "",
    encoding: str = "",
    tables: Mapping[str, KeptTable] | None = None,
) -> Batch:
    """Read incidents from a user's table, one report per valid row or id; see ``formats.read_reports``."""
    gathering = Gathering(str(file))
    held: list[RowOfTable] = []
    with _understood(file, columns=columns, dates=dates, encoding=encoding, tables=tables) as (table, rows, mapping):
        for sheet in table.beside:
            gathering.passed_over[f"sheet {sheet!r}, which is not read: save it as a separate file"] += 1
        require_answers(mapping, str(file))
        months = _Months()
        day = next((one.index for one in mapping.columns if one.role == "date_start"), -1)
        first: dict[str, dict[str, str]] = {}
        for row in rows:
            if (read := _read(months.filled(row, day), table, mapping, first)) is None:
                gathering.passed_over[NOTE] += 1
            else:
                held.append(read)
    for one in joined_by_id(held):
        _take(one, gathering)
    return replace(gathering.batch(KIND), mapping=mapping)


def map_table(file: Path, **reading: Any) -> TableMapping:
    """Return the mapping of a table's columns, answered or not by the user; parameters as ``read_own_table``."""
    with _understood(file, **reading) as (_, _, mapping):
        return mapping


@contextmanager
def _understood(
    file: Path, *, encoding: str = "", **reading: Any
) -> Iterator[tuple[Table, Iterable[Row], TableMapping]]:
    """Yield a table, its rows and its mapping; ask for a side only if too many rows leave it open."""
    with open_table(file, legacy=True, is_header=is_header, encoding=encoding) as table:
        first = list(islice(table.rows, LOOKED_AT))
        rows = [row.cells for row in first]
        mapping = understand(file.stem, table.header, rows, **reading)
        if mapping.asked:
            told = [one.sides() for one in (_cells_of(row, mapping) for row in rows) if one.parties]
            if sum(not all(one.codes.values()) for one in told) <= _OPEN * len(told):
                mapping = replace(mapping, columns=tuple(replace(one, asked=False) for one in mapping.columns))
        yield table, chain(first, table.rows), mapping


@dataclass(slots=True)
class _Months:
    """Completes dates in rows below a line with the month, and in rows that repeat the date above."""

    month: str = ""
    before: str = ""

    def filled(self, row: Row, column: int) -> Row:
        """Return a row with its full date, completed from the lines above."""
        cells = [cell.strip() for cell in row.cells]
        said = [cell for cell in cells if cell]
        line = said[0].strip(" :-–—") if len(said) == 1 else ""
        if line.casefold() not in mapped_words("ditto") and is_date(line):
            month = read_when(line, "day first")[0]
            self.month, self.before = (month, "") if len(month) == len("2024-05") else (self.month, self.before)
        if not 0 <= column < len(cells) or len(said) < 2:
            return row
        date = cells[column]
        if self.month and (match := _DAY.fullmatch(date)) and 1 <= int(match[1]) <= 31:
            date = f"{self.month}-{int(match[1]):02d}"
        elif date.casefold() in mapped_words("ditto"):
            date = self.before or date
        self.before = date if cleaned(date) else ""
        return replace(row, cells=[*row.cells[:column], date, *row.cells[column + 1 :]])


@dataclass(slots=True)
class _Cells:
    """The cells of a row by role, the cells that are not read, and what ``sides_of`` needs."""

    by_role: dict[str, str]
    parties: list[str]
    left: list[str]
    named: dict[str, str]
    versus: str = ""
    usual: dict[str, str] = field(default_factory=dict)

    def sides(self) -> Sides:
        """Return the sides of the row."""
        return sides_of(self.by_role, self.parties, self.named, self.versus, self.usual)


def _cells_of(row: Sequence[str], mapping: TableMapping) -> _Cells:
    cells: dict[str, list[str]] = {}
    found = _Cells({}, [], [], {})
    for one in mapping.columns:
        cell = _cell(row, one, found.left)
        if not cell or one.role in {"ignore", "flag"}:
            continue
        if one.role in COLUMNS_OF_ACTORS:
            cell = found.named[clean(one.name).casefold()] = _actors_cell(cell, one, row, mapping, cells)
        flag = without_brackets(cell) if one.role.startswith(TYPE) and is_flag(cell) else ""
        if one.role == "unmapped" or (one.role.startswith(TYPE) and flag != cell):
            found.left.append(f"{one.name}: {cell}")
        if one.role in {"parties", VERSUS, *USUAL}:
            found.parties.append(cell)
            side = USUAL.get(one.role, "")
            found.usual |= {side: "; ".join(filter(None, (found.usual.get(side), cell)))} if side else {}
        elif flag.casefold() in mapped_words("yes"):
            cells.setdefault("types", []).append(one.role.removeprefix(TYPE))
        elif not one.role.startswith(TYPE):
            cells.setdefault(one.role, []).append(cell)
        if one.role == VERSUS:
            found.versus = cell
    cells.setdefault("types", [found.versus] if found.versus else [])
    joined = {role: "; ".join(said) if role in {*MANY, "types"} else said[0] for role, said in cells.items() if said}
    found.by_role = {role: text for role, text in joined.items() if role != "unmapped"}
    return found


def _actors_cell(
    cell: str, column: Column, row: Sequence[str], mapping: TableMapping, cells: dict[str, list[str]]
) -> str:
    """Return a cell of actors with the flag from other columns or its heading; add other actors to ``cells``."""
    cell, others = _referred(cell, row, mapping)
    if others and column.role == "initiators":
        cells.setdefault("targets", []).extend(others)
    behind = takewhile(lambda one: one.role not in COLUMNS_OF_ACTORS, mapping.columns[column.index + 1 :])
    flags = [home_of(cleaned(row[one.index])) for one in behind if one.role == "flag" and one.index < len(row)]
    if flags and column.role in SIDES:
        cells.setdefault(UNITS[column.role], []).append(cell)
    words = " ".join(filter(None, (*reversed(flags), _flag_of(column.name))))
    parts = parts_of(cell, actors=True) if words else []
    return "; ".join(part if actors_of(part).codes else f"{part} ({words})" for part in parts) or cell


def _cell(row: Sequence[str], column: Column, left: list[str]) -> str:
    """Return the cell of a column up to the length that is read, or ``?`` for minutes that are missing."""
    cell = cleaned(row[column.index]) if column.index < len(row) else ""
    if len(cell) > _LONGEST_READ and column.role != "unmapped":
        left.append(f"{column.name}: {cell}")
        return cell[:_LONGEST_READ]
    return cell or ("?" if column.role in {"lat_minutes", "lon_minutes"} else "")


def _referred(cell: str, row: Sequence[str], mapping: TableMapping) -> tuple[str, list[str]]:
    """Return the actor in the column that a cell refers to ('see Remarks', 'vessel 2') or the cell, and other parties.

    Where the column is one of several of parties, the cells of the other ones come with it.
    """
    see = "|".join(rf"{word}(?!\w)" if word.isascii() else word for word in mapped_words("see"))
    name = re.sub(rf"^(?:(?:{see})\W*)+", "", cell.casefold())
    for one in mapping.columns if name and not actors_of(cell).codes else ():
        if names_column(name, one.name) and one.index < len(row):
            other = cleaned(row[one.index])
            parties = [column.index for column in mapping.columns if column.role == "parties"]
            rest = [row[index] for index in parties if index != one.index] if one.index in parties else []
            return (other, rest) if len(actors_of(other).countries) == 1 else (cell, [])
    return cell, []


@functools.cache
def _flag_of(heading: str) -> str:
    """Return the country that a heading names, such as 'Chinese vessel', or an empty string."""
    codes = {country_of(one.value) for one in actors_at(clean(heading))}
    return next(iter(codes)) if len(codes) == 1 else ""


def _read(row: Row, table: Table, mapping: TableMapping, first: dict[str, dict[str, str]]) -> RowOfTable | None:
    """Return the content of a row, or None for a note; ``first`` keeps date and place of each id for later rows."""
    read = _cells_of(row.cells, mapping)
    cells = read.by_role
    before = first.setdefault(cells["id"], cells) if cells.get("id") else {}
    for roles in (_WHEN, _WHERE):
        if roles.isdisjoint(cells):
            cells |= {role: before[role] for role in roles & before.keys()}
    if _is_note(row, cells):
        return None
    damaged = len(row.cells) != len(table.header) or _ERROR in cells.values()
    problem = table.problem(row) if damaged else ""
    reasons: list[str] = []
    content = _content(read, mapping.dates, reasons.append)
    return RowOfTable(row.number, row.raw, cells.get("id", ""), content, [problem] if problem else reasons, cells)


def _take(one: RowOfTable, gathering: Gathering) -> None:
    """Add the incident of one or several joined rows; a repeated row with a new source only adds the source."""
    content = one.content
    if one.joined and not model.is_incident_id(one.own_id):
        content["id"] = _own_id(content, [one.own_id])
    first = None if one.reasons else gathering.kept_as(content["id"])
    same = first is not None and all(first[name] == content[name] for name in model.INCIDENT_COLUMNS
                                     if name != "corroboration")  # fmt: skip
    more = [source for source in content["sources"] if first is not None and source not in first["sources"]]
    if first is None or not same or not more:
        gathering.take(content["id"] if not one.reasons else "", one.number, one.raw, content, one.reasons)
        return
    first["sources"] += more
    first["corroboration"] = "multiple"
    gathering.passed_over[OTHER_SOURCE] += 1


def _is_note(row: Row, cells: Mapping[str, str]) -> bool:
    """Return True if a row is not an incident but a note, a total or a subheading."""
    when = cells.get("date_start", "") or cells.get("year", "")
    where = any(map(cells.get, ("location_text", "region", "place", "lat", "coordinates")))
    what = any(map(cells.get, ("types", "summary")))
    filled = sum(1 for cell in row.cells if cell.strip())
    if not where and not what and filled <= _FEW_CELLS and not is_date(when):
        return True
    return filled <= 1 or (not re.search(r"\d", when) and not (where and what))


def _content(row: _Cells, order: Order, complain: Callable[[str], None]) -> dict[str, Any]:
    """Return the content of a report, built from the cells of its row; report each problem to ``complain``."""
    cells, left = row.by_role, row.left
    content: dict[str, Any] = dict.fromkeys(model.INCIDENT_COLUMNS, "")
    content |= {name: cell for name, cell in cells.items() if name in content}
    content["location_text"] = cells.get("location_text", "") or cells.get("region", "")
    content["date_start"], content["date_end"], time = _dates(cells, order, complain)
    content["time_local"] = read_time(content["time_local"]) or time
    if (written := cells.get("time_local", "")) and not content["time_local"] and not _MIDNIGHT.fullmatch(written):
        left.append(f"time: {written}")
    content["types"] = ";".join(_types(cells, left, complain))
    sides = row.sides()
    for side in SIDES:
        content[side] = ";".join(sides.codes[side])
        content[UNITS[side]] = ";".join(sides.units[side])
    content["summary"] = _summary(cells)
    content |= _harm(cells, left)
    point = _point(cells, left, complain)
    content["lat"], content["lon"] = point[:2] if point else ("", "")
    if not (content["location_text"] or content["place"]):
        content["location_text"] = cells.get("coordinates", "") if point is None else ""
    if not (content["location_text"] or content["place"] or point or cells.keys() & _WHERE):
        read = (resolve_text(without_units(cells.get(role, ""))) for role in ("summary", "types"))
        content["location_text"] = next((found.matched_text for found in read if found.status == "resolved"), "")
    content["sources"] = _sources(cells)
    left += _unread(cells, content)
    if content["corroboration"] not in model.CORROBORATION:
        content["corroboration"] = "multiple" if len(content["sources"]) > 1 else "single"
    if not model.is_incident_id(content["id"]):
        if not content["id"].removesuffix(".0").isdecimal():  # the number of a row says nothing
            left += [f"id: {content['id']}"] if content["id"] else []
        content["id"] = _own_id(
            content, [*(cell for role, cell in cells.items() if role not in _NOT_SAID), *row.parties]
        )
    if content["location_text"] and not content["place"]:
        content["place"] = _feature_names().get(resolve_text(content["location_text"]).feature_id, "")
    words = dict.fromkeys([*sides.unmapped, *left])
    content["unmapped"] = [" ".join(part.replace(";", ",").split()) for part in words]
    return content | ({"radius_km": point.radius_km} if point and point.radius_km else {})


def _unread(cells: Mapping[str, str], content: Mapping[str, Any]) -> list[str]:
    """Return the cells that are not used, because another cell takes precedence or because they are invalid."""
    told, casualties = cells.get("summary", ""), cells.get("casualties", "")
    unread = {
        "region": content["location_text"] != cells.get("region", ""),
        "month": "date_start" in cells,
        "day_of_month": "date_start" in cells,
        "lat_minutes": "lat" not in cells,
        "lon_minutes": "lon" not in cells,
        "published": not model.is_partial_date(cells.get("published", "")),
        "corroboration": cells.get("corroboration", "") not in model.CORROBORATION,
        "summary": short(told) != " ".join(told.split()),
        "casualties": bool(_HARMED.search(casualties) and re.search(r"[^\W\d_]", _HARMED.sub("", casualties))),
        **{name: not actors_of(cells.get(name, "")).codes for name in COUNTRIES.values()},
    }
    return [f"{name}: {cells[name]}" for name, is_unread in unread.items() if is_unread and cells.get(name, "?") != "?"]


@geodata.cached
def _feature_names() -> dict[str, str]:
    return {row["id"]: row["name"] for row in geodata.rows("features")}


def _types(cells: Mapping[str, str], left: list[str], complain: Callable[[str], None]) -> Sequence[str]:
    """Return the types of a row, the most severe first; add the names of acts without a type to ``left``."""
    written, summary = cells.get("types", ""), cells.get("summary", "")
    if not written and not summary:
        complain("what: the cell is empty; say what happened, such as water cannon or ramming")
        return ()
    text = written or summary
    act = text.partition(": ")[2] or text if split_versus(text) else text
    found, unknown = translate_types("own", [act])
    if unknown:
        parts = parts_of(act)
        read = {part: translate_types("own", [part])[0] or [one for act in acts_at(part) for one in act.value]
                for part in parts}  # fmt: skip
        found = tuple(dict.fromkeys(type_ for types in read.values() for type_ in types))
        denied = types_in(act)[1]
        if not found and not denied:
            found, denied = types_in(act) if types_in(act)[0] else types_in(summary)
        if denied:
            complain(f"what: {denied!r} in {text!r} may deny the act; give the types in a column of their own")
        elif not found:
            near = nearest_type(act)
            hint = f"; did you mean {near}?" if near else ""
            complain(f"what: {text!r} is not a type of incident{hint}; see scs-tracker codes types")
        is_list = any(translate_types("own", [part])[0] for part in parts) and all(
            len(part.split()) <= _LONGEST_ACT for part in parts
        )
        if is_list or (written and summary):
            left += [part for part in parts if not read[part] and kind_of_event("own", part) is None]
    order = list(geodata.vocabulary().severity_by_type)
    return sorted(found, key=order.index)


def _summary(cells: Mapping[str, str]) -> str:
    """Return the summary of a row; the act and the place are put before a summary that names no act."""
    what = cells.get("types", "")
    where = cells.get("location_text", "") or cells.get("region", "") or cells.get("place", "")
    begins = where.split(" ")[0].casefold()
    joined = ", " if begins in mapped_words("place before") or not begins[:1].isalpha() else " at "
    sentence = f"{what}{joined}{where}" if what and where else what or where
    told = cells.get("summary", "")
    if told and (not what or types_in(told)[0]):
        return short(told)
    return short(f"{sentence}; {told}" if told else sentence)


def _harm(cells: Mapping[str, str], left: list[str]) -> dict[str, str]:
    """Return the counts of injured, killed and detained by field; append text without a number to ``left``."""
    found: dict[str, str] = {}
    if written := cells.get("casualties", ""):
        for number, words in _HARMED.findall(written):
            said = {words.strip().casefold(), *words.casefold().split()}
            found |= {kind: number for kind in ("injured", "killed") if not mapped_words(kind).isdisjoint(said)}
        left += [] if found or not written.strip("0. ") else [f"casualties: {written}"]
    for name in ("injured", "killed", "detained"):
        if written := cells.get(name, ""):
            match = COUNT.fullmatch(written)
            found[name] = str(int(match[1])) if match else ""
            left += [] if match else [f"{name}: {written}"]
    return found


def _point(cells: Mapping[str, str], left: list[str], complain: Callable[[str], None]) -> Point | None:
    """Return the position of a row; complain about invalid coordinates unless the row also names a place."""
    lat, lon = (  # degrees without the minutes of a separate column would be up to 60 nm off
        f"{degrees.removesuffix('.0')}° {cells[minutes]}'" if degrees and minutes in cells else degrees
        for degrees, minutes in ((cells.get(axis, ""), f"{axis}_minutes") for axis in ("lat", "lon"))
    )
    there = cells.get("location_text", "") or cells.get("region", "") or cells.get("place", "")
    point = point_in(lat) if lat and not lon else None
    try:
        point = point or point_of(lat, lon)
    except ValueError as error:
        left.append(f"position: {lat} {lon}".strip()) if there else complain(str(error))
    written = cells.get("coordinates", "")
    if point is None and written and (point := point_in(written)) is None and there and re.search(r"\d", written):
        left.append(f"coordinates: {written}")
    return point


def _dates(cells: Mapping[str, str], order: Order, complain: Callable[[str], None]) -> tuple[str, str, str]:
    """Return the first day, the last day and the time of day of a row."""
    start, year = cells.get("date_start", "") or _of_parts(cells), cells.get("year", "").removesuffix(".0")
    if not start:
        complain(
            "date: the cell is empty; use YYYY-MM-DD, or YYYY-MM or YYYY if only these are known; repeat the date of "
            "the row above if it still applies"
        )
        return "", "", ""
    read = []
    for text in filter(None, (start, cells.get("date_end", ""))):
        try:
            read.append(read_when(text, order, year if len(year) == len("2024") else ""))
        except ValueError as error:
            complain(str(error))
    if not read:
        return "", "", ""
    return read[0][0], read[-1][0] if len(read) > 1 else read[0][1], read[0][2]


def _of_parts(cells: Mapping[str, str]) -> str:
    """Return the date of a row that has separate columns for year, month and day, at the precision given."""
    year, month, day = (cells.get(name, "").removesuffix(".0") for name in ("year", "month", "day_of_month"))
    if not year or not month:
        return year
    if month.isdecimal():
        return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day.isdecimal() else "")
    return f"{day} {month} {year}".strip()


def _sources(cells: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the sources in all columns of a row; a single name and a single URL form one source."""
    sources = read_sources(cells.get("sources", ""))
    names, pages = ([one for one in sources if bool(one["url"]) is has] for has in (False, True))
    if len(names) == len(pages) == 1:
        sources = [pages[0] | {"publisher": names[0]["publisher"]}]
    elif names and pages:
        known = {page["publisher"] for page in pages}
        sources = [*pages, *(one for one in names if one["publisher"] not in known)]
    publisher, published = cells.get("publisher", ""), cells.get("published", "")
    if publisher and not sources:
        sources = [{"url": "", "publisher": publisher, "published": ""}]
    for source in sources:
        source["publisher"] = publisher or source["publisher"]
        source["published"] = published if model.is_partial_date(published) else source["published"]
    return sources


def _own_id(content: Mapping[str, Any], said: Sequence[str]) -> str:
    """Return an id made from date, location and a digest of the cells, so that every import gives the same id."""
    day = (content["date_start"].replace("-", "") + "0000")[:8]
    nowhere = "position" if content["lat"] else "unlocated"
    place = slug(content["location_text"] or content["place"] or nowhere, 30) or "place"
    digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:6]
    return f"{day}-{place}-{digest}"
