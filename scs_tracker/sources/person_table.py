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
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal

from scs_tracker import geodata, model
from scs_tracker.errors import TrackerError
from scs_tracker.sources.batch import Batch, Gathering
from scs_tracker.sources.cells import as_typed
from scs_tracker.sources.columns import by_content, is_header, named, tells_incidents
from scs_tracker.sources.dates import read_date
from scs_tracker.sources.foreign import read_count, read_point, read_sources, short
from scs_tracker.sources.incident_csv import KIND
from scs_tracker.sources.tables import open_table
from scs_tracker.sources.translation import nearest_word, translate_actors, translate_types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from scs_tracker.sources.rows import Row, Table

    Order = Literal["", "day first", "month first"]

#: A table that a person types is short; what is longer is read all the same, but not looked through first.
LOOKED_AT: Final = 500
_TWO_ORDERS: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})", re.ASCII)
_PARTS: Final = re.compile(r"\s*[;,/\n+&]\s*|\s+and\s+", re.IGNORECASE)
_RANGE: Final = re.compile(r"(.+?)\s*(?:–|—|\bto\b|\bbis\b|\.\.| - )\s*(.+)")
_COUNTS: Final = ("injured", "killed", "detained")
_SLUG: Final = 30


def read_person_table(file: Path, *, columns: Mapping[str, str] | None = None, dates: Order = "") -> Batch:
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
    with open_table(file, legacy=True, is_header=is_header) as table:
        first = list(islice(table.rows, LOOKED_AT))
        found = found_columns(table, first, columns or {})
        order = dates or _order(str(file), [_cell(row, found, "date_start") for row in first])
        for rows in (first, table.rows):
            for row in rows:
                _take(row, table, found, order, gathering)
    return Batch(
        str(file), reports=gathering.reports(KIND), rejects=gathering.rejects(), passed_over=gathering.passed_over
    )


def found_columns(table: Table, first: Sequence[Row], given: Mapping[str, str]) -> dict[str, int]:
    """Return which column of the table is which of ours.

    Raises
    ------
    TrackerError
        A given column is not there, or when, where or what is missing.
    """
    found = by_content(named(table.header), [row.cells for row in first], len(table.header))
    for column, name in given.items():
        if name not in table.header:
            raise TrackerError(f"{table.file} has no column {name!r}; its columns are {', '.join(table.header[:12])}")
        found[column] = table.header.index(name)
    if not tells_incidents(found):
        missing = [
            word
            for word, names in (("when", ("date_start",)), ("where", ("location_text", "place", "lat")),
                                ("what happened", ("types", "summary")))
            if not any(name in found for name in names)
        ]  # fmt: skip
        shown = ", ".join(table.header[:8]) + (f" and {len(table.header) - 8} more" if len(table.header) > 8 else "")
        raise TrackerError(
            f"{table.file}: no column says {' and '.join(missing)}; its columns are {shown}. Call them date, place and "
            "what, or name yours in tracker.toml under columns"
        )
    return found


def _take(row: Row, table: Table, found: Mapping[str, int], order: Order, gathering: Gathering) -> None:
    problem = table.problem(row)
    if problem:
        gathering.reject(row.number, row.raw, (problem,))
        return
    reasons: list[str] = []
    content = _content({name: _cell(row, found, name) for name in found}, order, reasons.append)
    if reasons:
        gathering.reject(row.number, row.raw, tuple(reasons))
    else:
        gathering.keep(content["id"], row.number, row.raw, content)


def _cell(row: Row, found: Mapping[str, int], name: str) -> str:
    index = found.get(name, -1)
    if not 0 <= index < len(row.cells):
        return ""
    cell = row.cells[index].strip()
    return as_typed(cell) if cell.startswith("'") else cell


def _content(cells: Mapping[str, str], order: Order, complain: Callable[[str], None]) -> dict[str, Any]:
    content: dict[str, Any] = dict.fromkeys(model.INCIDENT_COLUMNS, "")
    content |= {name: cell for name, cell in cells.items() if name in content}
    content["date_start"], content["date_end"] = _dates(cells, order, complain)
    content["types"] = ";".join(_types(cells, complain))
    for side in ("initiators", "targets"):
        content[side] = ";".join(_actors(cells.get(side, ""), side, complain))
    content["summary"] = short(cells.get("summary") or _sentence(cells))
    for name in filter(cells.get, _COUNTS):
        content[name] = str(_tried(complain, read_count, cells[name], name) or "")
    point = _tried(complain, read_point, cells.get("lat", ""), cells.get("lon", ""))
    content["lat"], content["lon"] = (str(point[0]), str(point[1])) if point else ("", "")
    if not (content["location_text"] or content["place"] or point):
        complain("place: it is empty; say where it was, in words or as coordinates")
    content["sources"] = _sources(cells)
    if content["corroboration"] not in model.CORROBORATION:
        content["corroboration"] = "multiple" if len(content["sources"]) > 1 else "single"
    if not model.is_incident_id(content["id"]):
        content["id"] = _own_id(content)
    return content


def _sentence(cells: Mapping[str, str]) -> str:
    """Return what happened in the row's own words, where it has no summary."""
    what, where = cells.get("types", ""), cells.get("location_text", "") or cells.get("place", "")
    return f"{what} at {where}" if what and where else what or where


def _tried(complain: Callable[[str], None], read: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return read(*arguments)
    except ValueError as error:
        complain(str(error))
        return None


def _dates(cells: Mapping[str, str], order: Order, complain: Callable[[str], None]) -> tuple[str, str]:
    start, end = cells.get("date_start", ""), cells.get("date_end", "")
    if not start:
        complain("date: it is empty; write it as YYYY-MM-DD, or YYYY-MM or YYYY where no more is known")
        return "", ""
    both = None if end else _RANGE.fullmatch(start)
    if both:
        start, end = both[1], both[2]
    read = [_tried(complain, _date, text, order) or "" if text else "" for text in (start, end)]
    return read[0], read[1]


def _date(text: str, order: Order) -> str:
    numbers = _TWO_ORDERS.fullmatch(text.strip())
    if numbers and order == "day first":
        day, month = numbers[1], numbers[2]
        text = text.strip().replace(numbers[0], f"{month}/{day}/{numbers[0].rpartition(numbers[0][len(day)])[2]}")
    return read_date(text, order="month first" if order else "")


def _order(file: str, cells: Sequence[str]) -> Order:
    """Return which number of the dates is the day, by a date that can be read in one way only.

    Raises
    ------
    TrackerError
        None can, or two contradict each other.
    """
    pairs = [(int(match[1]), int(match[2])) for match in map(_TWO_ORDERS.fullmatch, cells) if match]
    day, month = any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)
    if day and month:
        raise TrackerError(f"{file}: some dates have the day first and some the month; write them as YYYY-MM-DD")
    if day or month:
        return "day first" if day else "month first"
    unclear = next((match[0] for match in map(_TWO_ORDERS.fullmatch, cells) if match and match[1] != match[2]), "")
    if unclear:
        raise TrackerError(
            f"{file}: {unclear} may have the day or the month first, and no date of the column tells; say --dates "
            "day-first or --dates month-first"
        )
    return ""


def _types(cells: Mapping[str, str], complain: Callable[[str], None]) -> Sequence[str]:
    """Return the types of a row, the gravest first: of its cell, of the parts of it, else of the words in it."""
    text = cells.get("types", "") or cells.get("summary", "")
    if not text:
        complain("what: it is empty; say what happened, such as water cannon or ramming")
        return ()
    types, unknown = translate_types("own", [text])
    if unknown:
        types, unknown = translate_types("own", filter(None, _PARTS.split(text)))
    if unknown:
        inside = _words_inside(text)
        types = tuple(dict.fromkeys((*types, *inside)))
        if not types:
            near = nearest_word("own", text)
            hint = f"; {near} is the nearest" if near else ""
            complain(f"what: {text!r} is no type of incident{hint}; scs-tracker codes types lists them")
    gravity = list(geodata.vocabulary().severity_by_type)
    return sorted(types, key=gravity.index)


def _words_inside(text: str) -> tuple[str, ...]:
    """Return the types whose words stand in a sentence, the longest words first and each stretch read once."""
    found: dict[str, None] = {}
    rest = f" {text.casefold()} "
    for word, name in _type_words():
        pattern = rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else re.escape(word)
        rest, count = re.subn(pattern, " ", rest)
        if count:
            found[name] = None
    return tuple(found)


@geodata.cached
def _type_words() -> tuple[tuple[str, str], ...]:
    rows = [(row["foreign"].casefold(), row["type"]) for row in geodata.rows("mapped_types") if row["format"] == "own"]
    rows += [(row["label"].casefold(), row["type"]) for row in geodata.rows("types")]
    return tuple(sorted(set(rows), key=lambda row: (-len(row[0]), row)))


def _actors(text: str, side: str, complain: Callable[[str], None]) -> Iterable[str]:
    if not text:
        return ()
    found = translate_actors("own", [text])
    if found.unmapped:
        found = translate_actors("own", filter(None, _PARTS.split(text)))
    for name in found.unmapped:
        near = nearest_word("own", name, actors=True)
        hint = f"; {near} is the nearest" if near else ""
        complain(f"{side}: {name!r} is no actor that is known{hint}; scs-tracker codes actors lists them")
    return found.codes


def _sources(cells: Mapping[str, str]) -> list[dict[str, str]]:
    sources = read_sources(cells.get("sources", ""))
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
    said = (content[name] for name in ("date_start", "location_text", "place", "lat", "lon", "types", "initiators",
                                       "targets", "summary"))  # fmt: skip
    digest = hashlib.sha256("\x1f".join(map(str, said)).encode()).hexdigest()[:6]
    return f"{day}-{slug or 'place'}-{digest}"
