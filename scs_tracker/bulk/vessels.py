"""Find the actor of a vessel in a list, by MMSI, IMO number or name, and its flag from the MMSI."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from scs_tracker import geodata
from scs_tracker.bulk.checking import is_empty, printed
from scs_tracker.errors import Problem, TableError, TrackerError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Codes = NDArray[np.int64]

#: By what a list can know a vessel.
KEYS: Final = ("mmsi", "imo", "name")
_RULES: Final = {
    "mmsi": (re.compile(r"\d{9}"), "an MMSI has nine digits"),
    "imo": (re.compile(r"(?:IMO ?)?\d{7}"), "an IMO number has seven digits"),
}


@dataclass(frozen=True, slots=True)
class Vessels:
    """The actors of a list of vessels, keyed by MMSI, IMO number or name.

    ``by`` maps each value of ``mmsi``, ``imo`` and ``name`` (names in capitals) to the index of its actor in
    ``actors``.
    """

    actors: tuple[str, ...]
    by: Mapping[str, Mapping[str, int]]


def read_vessels(source: Path | str | pd.DataFrame) -> Vessels:
    """Return a list of vessels from a CSV file or a frame, or raise ``TableError`` with all invalid rows."""
    if isinstance(source, pd.DataFrame):
        label, table = "vessels", source.map(lambda cell: "" if is_empty(cell) else printed(cell)).astype("str")
    else:
        label, table = str(source), geodata.read_csv(Path(source))
    table.columns = [str(name).strip().casefold() for name in table.columns]
    keys = [key for key in KEYS if key in table.columns]
    if "actor" not in table.columns or not keys:
        need = "a column actor, and at least one of mmsi, imo and name"
        raise TrackerError(f"{label} has the columns {', '.join(table.columns) or 'none'}; it needs {need}")
    cells = {name: table[name].str.strip() for name in (*keys, "actor")}
    if "name" in cells:
        cells["name"] = cells["name"].map(folded_name)
    problems = _problems(cells, keys)
    if problems:
        raise TableError(label, sorted(problems, key=lambda problem: problem.row or 0))
    actors = tuple(sorted(set(cells["actor"])))
    number = {actor: position for position, actor in enumerate(actors)}
    by = {
        key: {
            value[-7:] if key == "imo" else value: number[actor]
            for value, actor in zip(cells[key], cells["actor"], strict=True)
            if value
        }
        for key in keys
    }
    return Vessels(actors, by)


def folded_name(name: str) -> str:
    """Return a vessel's name in capitals and with single spaces, as AIS transmits it."""
    return " ".join(name.upper().split())


def _problems(cells: Mapping[str, pd.Series], keys: list[str]) -> list[Problem]:
    known = geodata.vocabulary().actors
    found = []
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for position, actor in enumerate(cells["actor"]):
        row = position + 2
        if actor not in known:
            found.append(Problem(row, "actor", actor, "use a code of actors.csv, such as CN-CCG"))
        if not any(cells[key].iloc[position] for key in keys):
            found.append(Problem(row, "", "", f"fill in at least one of {', '.join(keys)}"))
        for key in keys:
            value = cells[key].iloc[position]
            rule = _RULES.get(key)
            if value and rule and not rule[0].fullmatch(value):
                found.append(Problem(row, key, value, rule[1]))
            earlier = first.setdefault((key, value), (row, actor))
            if value and earlier[1] != actor:
                found.append(Problem(row, key, value, f"row {earlier[0]} assigns it to {earlier[1]}; keep one of them"))
    return found


def actors_of(
    vessels: Vessels, mmsi: Codes, imo: pd.Series | None, name: pd.Series | None
) -> tuple[NDArray[np.int32], int]:
    """Return the index of each position's actor in ``vessels.actors``, and the number of contradictory positions.

    The index is -1 if the actor is unknown, also if MMSI, IMO number and name have different actors in the list.
    """
    answer = np.full(mmsi.size, -1, dtype=np.int32)
    torn = np.zeros(mmsi.size, dtype=bool)
    columns = {"mmsi": pd.Series(mmsi), "imo": imo, "name": name}
    for key, known in vessels.by.items():
        column = columns[key]
        if column is None or not known:
            continue
        found = _matched(column, key, known)
        torn |= (found >= 0) & (answer >= 0) & (found != answer)
        answer = np.where(answer < 0, found, answer)
    answer[torn] = -1
    return answer, int(torn.sum())


def _matched(column: pd.Series, key: str, known: Mapping[str, int]) -> NDArray[np.int32]:
    """Return the actor index of each value in a column, or -1, looking up each distinct value only once."""
    position, values = pd.factorize(column)
    numbers = [known.get(_text(value, key), -1) for value in values]
    return np.asarray(np.array([*numbers, -1], dtype=np.int32)[position])


def _text(value: object, key: str) -> str:
    """Return a value in the form that a list of vessels uses for its MMSI, IMO number or name."""
    text = str(value).strip()
    if key == "mmsi":
        return text.zfill(9)
    if key == "name":
        return folded_name(text)
    text = text.removesuffix(".0")
    return text[-7:] if _RULES["imo"][0].fullmatch(text) else ""


def flags_of(mmsi: Codes) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Return the index of each MMSI's flag, and the flags as ISO 3166-1 codes; index 0 means an unknown flag.

    The flag is that of the administration to which the ITU assigned the first three digits. Only an MMSI of a ship has
    one: nine digits, the first of them 2 to 7 (ITU-R M.585).
    """
    numbers, flags = _flag_table()
    return numbers[np.where(mmsi >= 200_000_000, mmsi // 1_000_000, 0)], flags


@geodata.cached
def _flag_table() -> tuple[NDArray[np.int32], tuple[str, ...]]:
    table = geodata.table("mids")
    flags = ("", *sorted(set(table["country"])))
    numbers = np.zeros(1000, dtype=np.int32)
    numbers[table["mid"].astype(int)] = [flags.index(country) for country in table["country"]]
    return numbers, flags


@geodata.cached
def shipped_vessels() -> Vessels:
    """Return the vessels of vessels.csv that have an actor, without those whose name belongs to two services."""
    table = geodata.table("vessels")[["mmsi", "imo", "name", "actor"]]
    table = table[(table["actor"] != "") & (table[["mmsi", "imo", "name"]] != "").any(axis=1)]
    services = table.groupby(table["name"].map(folded_name))["actor"].transform("nunique")
    return read_vessels(table[services == 1])


def identities(vessel: Codes, ships: Codes, said: Mapping[str, pd.Series], known: Vessels) -> tuple[pd.DataFrame, int]:
    """Return a table with the actor of each vessel, and the number of vessels that match two actors of the list.

    ``vessel`` has the vessel number of each position, ``ships`` the MMSI of each vessel, and ``said`` the ``imo`` and
    ``name`` transmitted with each position, of which the most frequent is used. The table has ``mmsi``, ``name``,
    ``flag``, ``actor``, ``party`` (country of the actor, else the flag) and ``party_number`` (-1 if unknown).
    """
    usual = {}
    for key, cells in said.items():
        known_cells = pd.DataFrame({"vessel": vessel, "cell": cells.to_numpy()}).query("cell != ''")
        counted = known_cells.groupby(["vessel", "cell"], sort=False).size().reset_index(name="times")
        most = counted.sort_values("times", ascending=False, kind="stable").drop_duplicates("vessel")
        usual[key] = most.set_index("vessel")["cell"].reindex(range(ships.size)).fillna("")
    number, torn = actors_of(known, ships, usual.get("imo"), usual.get("name"))
    code, flags = flags_of(ships)
    table = pd.DataFrame({"mmsi": ships, "name": usual.get("name", ""), "flag": np.array(flags, dtype=object)[code]})
    table["actor"] = np.array([*known.actors, ""], dtype=object)[number]
    table["party"] = table["actor"].str.replace(r"-.*", "", regex=True).where(table["actor"] != "", table["flag"])
    table["party_number"] = pd.factorize(table["party"].where(table["party"] != ""), sort=True)[0]
    return table, torn
