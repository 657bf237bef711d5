"""What `import --check` prints: which column is read as what, the first rows as they are read, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.cli.output import show, show_json, show_table, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from scs_tracker.config import Reading
    from scs_tracker.sources.batch import Batch

_FIRST: Final = 10
_MOST_REASONS: Final = 20
_SHOWN: Final = ("date_start", "location_text", "types", "initiators", "targets", "sources")


def show_read(file: Path, reading: Reading, *, as_json: bool, settings_file: Path | None = None) -> bool:
    """Read a file as an import would, print what came of it, and return whether rows are left for a person.

    A reading of columns that settings do not have yet is written into ``settings_file``, where there is one.
    """
    from scs_tracker.sources.formats import detect, read_reports

    columns, encoding = reading["columns"], reading["encoding"]
    chosen = reading["format_"] or ("table" if columns else detect(file, encoding=encoding))
    batch = read_reports(file, **reading)
    found = _columns(file, columns or {}, encoding) if chosen == "table" else {}
    rows = [_row(one.row, one.content) for one in batch.reports[:_FIRST]]
    if as_json:
        wrong = [{"row": one.row, "raw": one.raw, "reasons": list(one.reasons)} for one in batch.rejects]
        unread = [dict(zip(("column", "first", "may_be"), one, strict=True)) for one in batch.unread]
        answer = {"format": chosen, "columns": found, "reports": len(batch.reports), "first": rows, "rejects": wrong}
        show_json({**answer, "unread": unread, "notes": list(batch.notes)})
    else:
        _tell(file, chosen, found, rows, batch)
    if found and not columns:
        _keep(file, found, reading, settings_file, as_json=as_json)
    return bool(batch.rejects)


def _columns(file: Path, given: Mapping[str, str], encoding: str) -> dict[str, str]:
    """Return our column to the name of theirs."""
    from itertools import islice

    from scs_tracker.sources.columns import is_header
    from scs_tracker.sources.person_table import LOOKED_AT, found_columns
    from scs_tracker.sources.tables import open_table

    with open_table(file, legacy=True, is_header=is_header, encoding=encoding) as table:
        found = found_columns(table, list(islice(table.rows, LOOKED_AT)), given)
        return {column: table.header[index] for column, index in found.items()}


def _row(number: int, content: Mapping[str, Any]) -> dict[str, Any]:
    sources = [source["url"] or source["publisher"] for source in content.get("sources", [])]
    return {"row": number, **{name: content.get(name, "") for name in _SHOWN}, "sources": "; ".join(sources)}


def _tell(file: Path, chosen: str, found: Mapping[str, str], rows: list[dict[str, Any]], batch: Batch) -> None:
    from scs_tracker.sources.spare import aside

    show(f"{file}: read as {chosen}; {_rows(len(batch.reports))} good, {len(batch.rejects)} left for a person")
    if found:
        show("")
        show_table(["their column", "is read as"], [[theirs, ours] for ours, theirs in found.items()])
    if rows:
        show("")
        show_table(["row", *_SHOWN], [list(row.values()) for row in rows])
    for line in by_reason([(one.row, one.reasons) for one in batch.rejects]):
        show(line)
    for line in aside(str(file), batch):
        show(line)


def by_reason(waiting: Iterable[tuple[int, Iterable[str]]]) -> list[str]:
    """Return a line for each reason why rows wait, with the numbers of its rows, the commonest first.

    Examples
    --------
    >>> by_reason([(2, ["no date"]), (3, ["no place", "no date"])])
    ['rows 2 and 3: no date', 'row 3: no place']
    """
    rows: dict[str, list[str]] = {}
    for number, reasons in waiting:
        for reason in reasons:
            rows.setdefault(reason, []).append(str(number))
    common = sorted(rows.items(), key=lambda one: -len(one[1]))
    lines = [f"{_numbers(numbers)}: {reason}" for reason, numbers in common[:_MOST_REASONS]]
    left = len(common) - _MOST_REASONS
    return [*lines, f"{left} reasons more: scs-tracker quarantine lists all once it is imported"] if left > 0 else lines


def _numbers(numbers: list[str]) -> str:
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    if len(numbers) > 2 and int(numbers[-1]) - int(numbers[0]) == len(numbers) - 1:
        return f"rows {numbers[0]} to {numbers[-1]}"
    shown, last = (numbers[:-1], numbers[-1]) if len(numbers) <= _FIRST else (
        numbers[:_FIRST], f"{len(numbers) - _FIRST} more")  # fmt: skip
    return f"rows {', '.join(shown)} and {last}"


def _rows(number: int) -> str:
    return f"{number} row{'' if number == 1 else 's'}"


def _keep(file: Path, found: Mapping[str, str], reading: Reading, settings_file: Path | None, *, as_json: bool) -> None:
    """Write the reading into the settings, or say what to write where there are none."""
    from scs_tracker.sources.keeping import keep_columns

    options = {name: reading.get(name, "") for name in ("dates", "encoding")}
    said = {name: str(value).replace(" ", "-") for name, value in options.items() if value}
    if settings_file is not None:
        keep_columns(settings_file, file, found, said)
        if not as_json:
            tell(f"{settings_file}: {file.name} is read so from now on; mend columns there where one is read wrongly")
    elif not as_json:
        named = ", ".join(f'"{ours}" = "{theirs}"' for ours, theirs in found.items())
        show(
            f'\nTo keep this reading, put into tracker.toml:\n[[sources]]\npath = "{file}"\ncolumns = {{ {named} }}'
            + "".join(f'\n{name} = "{value}"' for name, value in said.items())
        )
