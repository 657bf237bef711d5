"""Join the rows of a user's table in long form: one row per act, and the same id in all rows of one incident."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.act import COUNTS, FROM_COLUMNS, acts_from_columns, columns_from_acts
from scs_tracker.model import split_list
from scs_tracker.sources.acts_beside import checked_acts
from scs_tracker.sources.foreign import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scs_tracker.act import Act

#: Columns of a table that are of an act alone, beside who did it, to whom, what and how many came to harm.
ACT_ROLES: Final = ("n", "said_by", "denied_by", "certainty")
#: What all rows of one incident must agree on, where they say it.
_SHARED: Final = ("date_start", "date_end", "location_text", "place", "lat", "lon")


@dataclass(frozen=True, slots=True)
class RowOfTable:
    """One row of a user's table, or the joined rows of one incident: id, report content, and cells by role."""

    number: int
    raw: str
    own_id: str
    content: dict[str, Any]
    reasons: list[str]
    cells: Mapping[str, str]
    joined: bool = False


def joined_by_id(rows: Sequence[RowOfTable]) -> Iterator[RowOfTable]:
    """Yield a table's incidents: rows with one id are joined, or yielded separately if they have errors."""
    groups: defaultdict[object, list[RowOfTable]] = defaultdict(list)
    for one in rows:
        groups[one.own_id or one.number].append(one)
    if len(groups) == len(rows):
        for one in rows:
            one.content["unmapped"] += [f"{name}: {one.cells[name]}" for name in ACT_ROLES if name in one.cells]
        yield from rows
        return
    for own in groups.values():
        different = list({one.raw: one for one in own}.values())
        if len(different) == 1 and not own[0].cells.keys() & {*ACT_ROLES}:
            yield from (replace(one, joined=bool(one.own_id)) for one in own)
        else:
            yield from _joined(different)


def _joined(own: Sequence[RowOfTable]) -> list[RowOfTable]:
    reasons = [f"row {one.number}: {reason}" for one in own for reason in one.reasons] or _contradictions(own)
    own = sorted(own, key=lambda one: (int(n) if (n := one.cells.get("n", "")).isdecimal() else 0, one.number))
    acts, places = [], []
    for one in own if not reasons else ():
        found = _acts(one)
        if not found:
            reasons.append(f"row {one.number}: who: the act names no party; name the initiator or the target")
        acts += found
        places += [f"row {one.number}: "] * len(found)
    if not reasons:
        content = _content(own, acts)
        addresses = [source["url"] for source in content["sources"] if source["url"]]
        content |= checked_acts(acts, content, addresses, reasons.append, places)
    if reasons:  # nothing of an incident enters by halves
        return [replace(one, reasons=reasons) for one in sorted(own, key=lambda one: one.number)]
    first = min(own, key=lambda one: one.number)
    raw = "\n".join(one.raw for one in own)
    return [replace(first, raw=raw, content=content, joined=bool(first.own_id))]


def _contradictions(own: Sequence[RowOfTable]) -> list[str]:
    found = []
    for name in _SHARED:
        said = {one.content[name].casefold(): one for one in reversed(own) if one.content[name]}
        if len(said) > 1:
            one, other = sorted(said.values(), key=lambda one: one.number)[:2]
            found.append(
                f"{name}: rows {one.number} and {other.number} have the id {one.own_id!r}, but one says "
                f"{one.content[name]!r} and the other {other.content[name]!r}; correct one, or give it another id"
            )
    return found


def _acts(one: RowOfTable) -> list[Act]:
    """Return the acts in a row's columns, with ``said_by``, ``denied_by`` and ``certainty`` from its cells."""
    said_by, denied_by = (tuple(split_list(one.cells.get(name, ""))) for name in ("said_by", "denied_by"))
    certainty = one.cells.get("certainty", "").casefold() or ("disputed" if denied_by else "stated")
    return [
        replace(act, said_by=said_by, denied_by=denied_by, certainty=certainty,
                basis="summary" if act.by else FROM_COLUMNS)
        for act in acts_from_columns(one.content, geodata.vocabulary())
    ]  # fmt: skip


def _content(own: Sequence[RowOfTable], acts: list[Act]) -> dict[str, Any]:
    """Return the joined content of an incident's rows, and remove from ``acts`` the counts that are equal in all rows.

    A number of people that is equal in all rows is the incident's total; different numbers are summed.
    """
    contents = [one.content for one in own]
    content = {name: next((one[name] for one in contents if one[name]), contents[0][name]) for name in contents[0]}
    whole = {
        name: contents[0][name] for name in COUNTS
        if len(own) > 1 and contents[0][name] and len({one[name] for one in contents}) == 1
    }  # fmt: skip
    nothing: dict[str, Any] = dict.fromkeys(whole)
    acts[:] = [replace(act, **nothing) for act in acts]
    content |= {name: value for name, value in columns_from_acts(acts, geodata.vocabulary()).items()
                if name not in {*COUNTS, "damage"}}  # fmt: skip
    for name in ("initiator_units", "target_units"):
        content[name] = ";".join(dict.fromkeys(unit for one in contents for unit in split_list(one[name])))
    for name in COUNTS:
        said = [int(one[name]) for one in contents if one[name]]
        content[name] = whole.get(name, str(sum(said)) if said else "")
    content["damage"] = "; ".join(dict.fromkeys(one["damage"] for one in contents if one["damage"]))
    content["summary"] = short("; ".join(dict.fromkeys(one["summary"] for one in contents)))
    for name in ("sources", "unmapped"):
        content[name] = [value for i, one in enumerate(contents) for value in one[name]
                         if not any(value in before[name] for before in contents[:i])]  # fmt: skip
    content["corroboration"] = "multiple" if len(content["sources"]) > 1 else "single"
    return content
