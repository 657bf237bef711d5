"""Read the acts in a user's table of incidents, from a separate table of acts or from a column with a JSON list."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.act import ACT_COLUMNS, COUNTS, act_of_cells, act_problems, acts_json, are_read, parse_acts
from scs_tracker.errors import Problem, TableError, TrackerError
from scs_tracker.sources.cells import as_typed
from scs_tracker.sources.tables import open_table, table_beside
from scs_tracker.sources.workbook import csv_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from scs_tracker.act import Act
    from scs_tracker.sources.batch import Gathering
    from scs_tracker.sources.rows import Table

ACTS_FILE: Final = "acts.csv"
_KEYS: Final = ("incident_id", "n")


@dataclass(slots=True)
class LongActs:
    """The rows of a long-form table of acts by incident id, each as row number and cells; ``file`` is its name."""

    file: str = ""
    rows: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)

    def of_incident(
        self, record: Mapping[str, str], addresses: Iterable[str], complain: Callable[[str], None]
    ) -> dict[str, str]:
        """Return an incident's acts as {"acts": JSON text}, or {} if none are to be stored; report errors."""
        own = self.rows.get(record["id"], [])
        if not own:
            return {}
        numbers = [cells["n"].strip() for _, cells in own]
        places = {number: f"{self.file}, row {number}: " for number, _ in own}

        def wrong(column: str, value: str, allowed: str, *, number: int) -> None:
            complain(f"{places[number]}{column}: {value!r} is not allowed; {allowed}")

        for (number, cells), place in zip(own, numbers, strict=True):
            if not place.isdecimal() or numbers.count(place) > 1:
                wrong("n", cells["n"], "use 1, 2, 3 and so on, each once", number=number)
                return {}
        own = sorted(own, key=lambda one: int(one[1]["n"]))
        acts = [act_of_cells(cells, partial(wrong, number=number)) for number, cells in own]
        return checked_acts(acts, record, addresses, complain, [places[number] for number, _ in own])

    def reject_left_over(self, gathering: Gathering) -> None:
        """Reject the rows of acts whose incident id is not an id in ``gathering``; rejected rows go to quarantine."""
        known = gathering.ids()
        for incident_id, own in self.rows.items():
            for number, cells in own if incident_id not in known else ():
                reason = f"{self.file}, row {number}: incident_id: {incident_id!r} is not an id of this table"
                gathering.reject(number, csv_line(list(cells.values())), (reason,))


def acts_of_text(
    record: Mapping[str, str], addresses: Iterable[str], complain: Callable[[str], None]
) -> dict[str, str]:
    """Return the acts in a row's cell ``acts`` as {"acts": JSON text}, or {} if none are to be stored."""
    try:
        acts = parse_acts(record["acts"])
    except ValueError as error:
        complain(f"acts: not a valid list of acts ({error})")
        return {}
    return checked_acts(acts, record, addresses, complain, [f"acts, {number}: " for number in range(1, len(acts) + 1)])


def checked_acts(
    acts: Sequence[Act],
    record: Mapping[str, str],
    addresses: Iterable[str],
    complain: Callable[[str], None],
    places: Sequence[str],
) -> dict[str, str]:
    """Check acts and return them as {"acts": JSON text}, or {} if all are derived from the columns; report errors."""
    if not are_read(acts):  # what a rule makes of the columns follows from them again
        return {}
    counts = {
        name: record[name] if record[name].isdecimal() else "" for name in COUNTS
    }  # others are reported elsewhere
    for one in act_problems(acts, {**record, **counts}, geodata.vocabulary(), addresses=addresses):
        where = places[one.row - 1] if one.row else ""
        complain(f"{where}{one.column}: {one.value!r} is not allowed; {one.allowed}")
    return {"acts": acts_json(acts)}


def acts_of_file(file: Path, incident_id: str) -> str:
    """Return one incident's acts in a long-form table of acts as JSON text, or raise an error if it has none."""
    with open_table(file) as table:
        own = _gathered(table).rows.get(incident_id, [])
    if not own:
        raise TrackerError(f"{file} has no act of {incident_id}; give each act a row with that incident_id")
    problems: list[Problem] = []
    acts = []
    for number, cells in sorted(own, key=lambda one: one[1]["n"].rjust(9)):
        acts.append(act_of_cells(cells, lambda *said, row=number: problems.append(Problem(row, *said))))
    if problems:
        raise TableError(str(file), problems)
    return acts_json(acts)


def acts_beside(file: Path) -> LongActs:
    """Return the acts in a workbook's sheet ``acts``, else in acts.csv next to ``file``; no rows if neither exists."""
    with table_beside(file, "acts", ACTS_FILE) as table:
        return LongActs() if table is None else _gathered(table)


def _gathered(table: Table) -> LongActs:
    unknown = [name for name in table.header if name not in {*_KEYS, *ACT_COLUMNS}]
    found = [Problem(1, "", name, f"columns are {', '.join((*_KEYS, *ACT_COLUMNS))}") for name in unknown]
    missing = [name for name in (*_KEYS, "type", "by", "against") if name not in table.header]
    found += [Problem(1, name, "", "the column is missing from the header") for name in missing]
    if found:
        raise TableError(table.file, found)
    rows: defaultdict[str, list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for row in table.rows:
        if problem := table.problem(row):
            raise TableError(table.file, [Problem(row.number, "", row.raw[:80], problem)])
        cells = dict(zip(table.header, map(as_typed, row.cells), strict=True))
        rows[cells["incident_id"].strip()].append((row.number, cells))
    return LongActs(table.file, dict(rows))
