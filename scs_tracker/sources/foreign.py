"""Functions shared by the readers of other datasets: rows, numbers, texts, sources, and the content of a report."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any, Final, TypeVar

from scs_tracker import model
from scs_tracker.errors import TrackerError
from scs_tracker.sources import words
from scs_tracker.sources.batch import Gathering
from scs_tracker.sources.publishers import publisher_of
from scs_tracker.sources.tables import open_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scs_tracker.sources.batch import Batch
    from scs_tracker.sources.rows import Row, Table
    from scs_tracker.sources.words import Actors

LONGEST_SUMMARY: Final = 300
OUTSIDE: Final = "outside this sea"
DOMESTIC: Final = "of one country, and not at sea"
Read = TypeVar("Read")
_URL: Final = re.compile(r"https?://[^\s;,|\"'<>]+", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?", re.ASCII)


def content(
    columns: Mapping[str, str],
    *,
    actors: Actors,
    sources: Sequence[Mapping[str, str]],
    unmapped: Iterable[str],
    radius_km: str,
    original: Mapping[str, str],
) -> dict[str, Any]:
    """Return the content of a report from another dataset: incident columns, sources, parties and the original row.

    ``original`` is the row, stored without its empty cells; actors without a code are added to ``unmapped``.
    """
    return {
        **dict.fromkeys(model.INCIDENT_COLUMNS, ""),
        **columns,
        "sources": [dict(source) for source in sources],
        "unmapped": list(dict.fromkeys([*unmapped, *actors.unmapped])),
        "radius_km": radius_km,
        "parties": list(actors.codes),
        "countries": list(actors.countries),
        "original": {name: value for name, value in original.items() if value},
    }


def lower_header(table: Table, wanted: Iterable[str], format_: str) -> list[str]:
    """Return the column names in lower case, or raise an error that names a missing required column."""
    header = [name.casefold().strip() for name in table.header]
    if missing := next((name for name in wanted if name not in header), ""):
        raise TrackerError(
            f"{table.file} is not a table of {format_}: column {missing} is missing; omit --format to detect "
            "the format from the content"
        )
    return header


def records(table: Table, header: Sequence[str], gathering: Gathering) -> Iterator[tuple[Row, dict[str, str]]]:
    """Yield each row with its stripped cells by column; reject rows with a structural error, such as a missing cell."""
    for row in table.rows:
        if problem := table.problem(row):
            gathering.reject(row.number, row.raw, (problem,))
        else:
            yield row, {name: cell.strip() for name, cell in zip(header, row.cells, strict=True)}


def read_events(
    file: Path,
    kind: str,
    wanted: Sequence[str],
    passed_over: Callable[[Mapping[str, str], tuple[float, float]], str],
    read: Callable[[Mapping[str, str], tuple[float, float], Callable[[str], None]], dict[str, Any]],
    encoding: str = "",
) -> Batch:
    """Read the events of another dataset's export as a stream; rows out of scope are counted, invalid rows rejected.

    ``wanted`` are the required columns, the id first. ``passed_over`` returns why an event is out of scope, or an
    empty string; ``read`` returns a report's content from a record, its point and a function that takes errors.
    """
    gathering = Gathering(str(file))
    with open_table(file, legacy=True, encoding=encoding) as table:
        header = lower_header(table, wanted, f"{kind.upper()} events")
        for row, record in records(table, header, gathering):
            reasons: list[str] = []
            content: dict[str, Any] = {}
            if point := tried(reasons.append, read_point, record["latitude"], record["longitude"]):
                if reason := passed_over(record, point):
                    gathering.passed_over[reason] += 1
                    continue
                content = read(record, point, reasons.append)
            elif not reasons:
                reasons.append("latitude and longitude are empty; add them")
            if not record[wanted[0]]:
                reasons.append(f"{wanted[0]} is empty; add it")
            gathering.take(record[wanted[0]], row.number, row.raw, content, reasons)
    return gathering.batch(kind)


def read_point(lat: str, lon: str) -> tuple[float, float] | None:
    """Return a point (latitude, longitude), None if both cells are empty; raise ValueError if they hold no point."""
    if not lat and not lon:
        return None
    if not lat or not lon:
        raise ValueError(f"latitude {lat!r} and longitude {lon!r}: give both, or neither")
    y, x = (float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else 999.0 for text in (lat, lon))
    if abs(y) > 90:
        raise ValueError(f"latitude {lat!r} must be between -90 and 90, in decimal degrees")
    if abs(x) > 180:
        raise ValueError(f"longitude {lon!r} must be between -180 and 180, in decimal degrees")
    return y, x


def tried(complain: Callable[[str], None], read: Callable[..., Read], *arguments: Any, **options: Any) -> Read | None:
    """Return the result of ``read``, or None if it raises ValueError; the error is passed to ``complain``."""
    try:
        return read(*arguments, **options)
    except ValueError as error:
        complain(str(error))
        return None


def why_not_ours(format_: str, names: Iterable[str], place: str, point: tuple[float, float]) -> str:
    """Return why an event is out of scope by its point, ``;``-separated places and actors, or an empty string."""
    if not words.in_this_sea(*point):
        return OUTSIDE
    countries = words.translate_actors(format_, names).countries
    at_sea = any(words.names_open_sea(one) for one in place.split(";"))
    return "" if len(countries) > 1 or (countries and at_sea) else DOMESTIC


def radius_of(format_: str, code: str, column: str, complain: Callable[[str], None]) -> str:
    """Return the radius in km, as text, for a dataset's precision code; report an unknown code and return ''."""
    known = words.radius_km_by_precision(format_)
    radius_km = known.get(code.removesuffix(".0"), "")
    if not radius_km:
        complain(f"{column} {code!r} is not known; use a number from {min(known)} to {max(known)}")
    return radius_km


def read_count(text: str, name: str) -> int:
    """Return a whole number, with an empty cell as 0; raise ValueError for anything else."""
    if not re.fullmatch(r"(?:\d{1,6}(?:\.0)?)?", text, re.ASCII):
        raise ValueError(f"{name} {text!r} is not a whole number; use digits")
    return int(text.removesuffix(".0") or 0)


def short(text: str) -> str:
    """Return the beginning of a text in whole words, at most ``LONGEST_SUMMARY`` characters."""
    return textwrap.shorten(text, LONGEST_SUMMARY, placeholder=" …")


def read_sources(text: str) -> list[dict[str, str]]:
    """Return the distinct sources in a cell: URLs with publishers, and names separated by ``;``, ``|`` or line ends."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for url in _URL.findall(text):
        clean = url.rstrip(".)]")
        found.setdefault((clean, ""), {"url": clean, "publisher": publisher_of(clean).name, "published": ""})
    for name in re.split(r"[;|\n]", _URL.sub(";", text)):
        publisher = " ".join(name.split()).strip(" ,")
        if publisher:
            found.setdefault(("", publisher), {"url": "", "publisher": publisher, "published": ""})
    return list(found.values())
