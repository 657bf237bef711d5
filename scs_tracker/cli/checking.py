"""Show how `import` reads a user's own table, ask about unclear columns, and print the result of `import --check`."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.cli.output import show, show_json, show_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from scs_tracker.config import Reading
    from scs_tracker.sources.batch import Batch
    from scs_tracker.sources.mapping import TableMapping

_TABLES: Final = frozenset({"text", "zipped text", "workbook", "opendocument"})
_FIRST: Final = 10
_MOST_REASONS: Final = 20
_SHOWN: Final = ("date_start", "location_text", "types", "initiators", "targets", "sources")


def mapping_of(file: Path, reading: Reading) -> TableMapping | None:
    """Return how the columns of a user's own table are read, or None if the file has another format."""
    from scs_tracker.sources.files import kind_of
    from scs_tracker.sources.formats import detect
    from scs_tracker.sources.own_table import map_table

    chosen = reading.get("format_")
    if chosen is None and reading.get("columns") and kind_of(file) in _TABLES:
        chosen = "table"
    chosen = chosen or detect(file, encoding=reading.get("encoding", ""))
    options: Any = {name: value for name, value in reading.items() if name != "format_"}
    return map_table(file, **options) if chosen == "table" else None


def show_mapping(mapping: TableMapping) -> None:
    """Print how each column is read, with its first cells, and which columns are unread or need an answer."""
    from scs_tracker.sources.mapping import UNANSWERED, samples

    rows = [
        [one.name, UNANSWERED if one.asked else one.role, " | ".join(samples(one))]
        for one in mapping.columns
        if one.cells or one.role != "unmapped"
    ]
    show_table(["column", "read as", "first cells"], rows)
    kept = [one.name for one in mapping.columns if one.role == "unmapped" and one.cells]
    if kept:
        show(f"kept as text, not interpreted: {', '.join(kept)}")
    if mapping.unclear:
        show(
            f"{mapping.unclear} may begin with the day or the month; rows with such dates stay in quarantine unless "
            "you add --dates day-first or --dates month-first"
        )
    if mapping.asked:
        show(f"choose the side of these columns: {', '.join(one.name for one in mapping.asked)}")


def ask(mapping: TableMapping) -> TableMapping:
    """Ask the user about sides of columns and the order of dates; return the mapping with the answers."""
    import typer

    from scs_tracker.sources.mapping import ORDERS, choices, samples

    def choose(what: str, among: Mapping[str, str]) -> str:
        show(f"\n{what}")
        for number, (name, meaning) in enumerate(among.items(), 1):
            show(f"  {number}  {name}: {meaning}")
        number = 0
        while not 1 <= number <= len(among):
            number = typer.prompt(f"Choose 1 to {len(among)}", type=int)
        return list(among)[number - 1]

    columns = []
    for one in mapping.columns:
        if one.asked:
            role = choose(f"{one.name}: {' | '.join(samples(one))}", choices(one))
            one = dataclasses.replace(one, role=role, asked=False)  # noqa: PLW2901 - answered
        columns.append(one)
    mapping = dataclasses.replace(mapping, columns=tuple(columns))
    order: Any = choose(f"Order of dates such as {mapping.unclear}", ORDERS) if mapping.unclear else "unknown"
    return mapping if order == "unknown" else dataclasses.replace(mapping, dates=order, unclear="")


def is_terminal() -> bool:
    """Return True if standard input and standard output are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def show_read(file: Path, reading: Reading, *, as_json: bool) -> bool:
    """Read a file as an import would and print the result; return True if some rows or columns need a decision."""
    from scs_tracker.sources.batch import Batch
    from scs_tracker.sources.formats import read_reports
    from scs_tracker.sources.mapping import require_answers

    mapping = mapping_of(file, reading)
    open_ = mapping is not None and bool(mapping.asked)
    if mapping is not None and not open_:
        require_answers(mapping, str(file))
    batch = Batch(str(file), format="table") if open_ else read_reports(file, **reading)
    rows = [_row(one.row, one.content) for one in batch.reports[:_FIRST]]
    if as_json:
        wrong = [{"row": one.row, "raw": one.raw, "reasons": list(one.reasons)} for one in batch.rejects]
        answer = {"format": batch.format, "reports": len(batch.reports), "first": rows, "rejects": wrong}
        show_json(answer | ({} if mapping is None else {**mapping.to_json(), "block": mapping.block()}))
    else:
        _show_batch(file, rows, batch, mapping)
    return bool(batch.rejects) or open_


def _row(number: int, content: Mapping[str, Any]) -> dict[str, Any]:
    sources = [source["url"] or source["publisher"] for source in content.get("sources", [])]
    return {"row": number, **{name: content.get(name, "") for name in _SHOWN}, "sources": "; ".join(sources)}


def _show_batch(file: Path, rows: list[dict[str, Any]], batch: Batch, mapping: TableMapping | None) -> None:
    if mapping is None or not mapping.asked:
        count = f"{len(batch.reports)} valid row{'' if len(batch.reports) == 1 else 's'}"
        show(f"{file}: read as {batch.format}; {count}, {len(batch.rejects)} rejected\n")
    if mapping is not None:
        show_mapping(mapping)
    if rows:
        show("")
        show_table(["row", *_SHOWN], [list(row.values()) for row in rows])
    for line in by_reason([(one.row, one.reasons) for one in batch.rejects]):
        show(line)
    if mapping is not None:
        show(f"\nTo keep or change this reading, add it to tracker.toml:\n\n{mapping.block()}")


def by_reason(waiting: Iterable[tuple[int, Iterable[str]]]) -> list[str]:
    """Return one line per reason for rejection, with its row numbers, the most frequent reason first."""
    rows: dict[str, list[str]] = {}
    for number, reasons in waiting:
        for reason in reasons:
            rows.setdefault(reason, []).append(str(number))
    common = sorted(rows.items(), key=lambda one: -len(one[1]))
    lines = [f"{_numbers(numbers)}: {reason}" for reason, numbers in common[:_MOST_REASONS]]
    left = len(common) - _MOST_REASONS
    return [*lines, f"and {left} more reasons; after the import, see scs-tracker quarantine"] if left > 0 else lines


def _numbers(numbers: list[str]) -> str:
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    if len(numbers) > 2 and int(numbers[-1]) - int(numbers[0]) == len(numbers) - 1:
        return f"rows {numbers[0]} to {numbers[-1]}"
    shown, last = (numbers[:-1], numbers[-1]) if len(numbers) <= _FIRST else (
        numbers[:_FIRST], f"{len(numbers) - _FIRST} more")  # fmt: skip
    return f"rows {', '.join(shown)} and {last}"
