"""Acts of your own tables: in long form next to the incidents, one row per act, or as a JSON list in a column."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.act import ACT_COLUMNS, act_of_cells, act_problems, acts_json, are_read, parse_acts
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
    """The rows of acts in ``file`` by incident id, each with its row number."""

    file: str = ""
    rows: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)

    def of_incident(
        self, record: Mapping[str, str], addresses: Iterable[str], complain: Callable[[str], None]
    ) -> dict[str, str]:
        """Return ``acts`` of an incident as JSON text, if it has any; every error is noted."""
        own = self.rows.get(record["id"], [])
        if not own:
            return {}
        numbers = [cells["n"].strip() for _, cells in own]
        for (number, cells), place in zip(own, numbers, strict=True):
            if not place.isdecimal() or numbers.count(place) > 1:
                complain(
                    f"{self.file}, row {number}: n: {cells['n']!r} is not allowed; number the acts from 1, each once"
                )
                return {}
        own = sorted(own, key=lambda one: int(one[1]["n"]))
        acts = []
        for number, cells in own:

            def wrong(column: str, value: str, allowed: str, *, number: int = number) -> None:
                complain(f"{self.file}, row {number}: {column}: {value!r} is not allowed; {allowed}")

            acts.append(act_of_cells(cells, wrong))
        return checked_acts(acts, record, addresses, complain, [f"{self.file}, row {number}: " for number, _ in own])

    def reject_left_over(self, gathering: Gathering) -> None:
        """Reject the acts of ids that are not in the table, so that they stay in quarantine."""
        known = gathering.ids()
        for incident_id, own in self.rows.items():
            if incident_id in known:
                continue
            for number, cells in own:
                reason = f"{self.file}, row {number}: incident_id: {incident_id!r} is not an id of this table"
                gathering.reject(number, csv_line(list(cells.values())), (reason,))


def acts_of_text(
    record: Mapping[str, str], addresses: Iterable[str], complain: Callable[[str], None]
) -> dict[str, str]:
    """Return ``acts`` of a row that holds them as JSON, if it has any; every error is noted."""
    try:
        acts = parse_acts(record["acts"])
    except ValueError as error:
        complain(f"acts: not a list of acts ({error})")
        return {}
    return checked_acts(acts, record, addresses, complain, [f"acts, {number}: " for number in range(1, len(acts) + 1)])


def checked_acts(
    acts: Sequence[Act],
    record: Mapping[str, str],
    addresses: Iterable[str],
    complain: Callable[[str], None],
    places: Sequence[str],
) -> dict[str, str]:
    """Return ``acts`` as JSON text; every error is noted, and ``places`` says where each act is written."""
    if not are_read(acts):  # what a rule makes of the columns follows from them again
        return {}
    for one in act_problems(acts, _plain(record), geodata.vocabulary(), addresses=addresses):
        where = places[one.row - 1] if one.row else ""
        complain(f"{where}{one.column}: {one.value!r} is not allowed; {one.allowed}")
    return {"acts": acts_json(acts)}


def _plain(record: Mapping[str, str]) -> dict[str, Any]:
    """Return a row whose numbers can be counted; invalid numbers are reported elsewhere."""
    counts = ("injured", "killed", "detained")
    return {**record, **{name: record[name] if record[name].isdecimal() else "" for name in counts}}


def acts_of_file(file: Path, incident_id: str) -> str:
    """Return the acts of one incident in a long-form file of acts as JSON text."""
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
    """Return the acts of a workbook's sheet ``acts``, or of acts.csv next to a table, if there are any."""
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
        problem = table.problem(row)
        if problem:
            raise TableError(table.file, [Problem(row.number, "", row.raw[:80], problem)])
        cells = dict(zip(table.header, map(as_typed, row.cells), strict=True))
        rows[cells["incident_id"].strip()].append((row.number, cells))
    return LongActs(table.file, dict(rows))
