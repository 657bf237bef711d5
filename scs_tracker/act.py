"""Define acts: who did what to whom, with which vessels, with what outcome, and according to whom.

The acts of an incident are in narrative order. The ledger stores them as one text, a JSON list; files store them in
long form, with one row per act. The types, sides and numbers in the columns of an incident follow from its acts;
docs/codebook.md has the rules.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import Problem
from scs_tracker.model import split_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from scs_tracker.model import Vocabulary

CERTAINTIES: Final = ("stated", "suspected", "disputed")
#: Where an act was read; ``columns`` is made by rule from the columns of its incident, ``text`` from an article.
BASES: Final = ("summary", "accounts", "source read", "columns", "text")
FROM_COLUMNS: Final = "columns"
#: What acts by rule note where both sides stand on both sides.
DOER_UNKNOWN: Final = "? who did it to whom"
#: Answers of ``initiator_side`` where no one side can be coloured.
SPLIT: Final = "split"
#: From here on the gravest act decides whose colour an incident has: an expulsion always outweighs the patrol that it
#: answers, and would paint the side that answered.
_DECISIVE: Final = 2

_SIDES: Final = ("by", "against", "by_units", "against_units")
COUNTS: Final = ("injured", "killed", "detained")
_COUNT: Final = re.compile(r"\d{1,6}", re.ASCII)
_SPEAKER: Final = re.compile(r"(?P<country>[A-Z]{2}|RVN)(?: \((?P<body>[^()]+)\))?")
#: An address may hold a semicolon of its own.
_ADDRESSES: Final = re.compile(r";\s*(?=https?://)")


@dataclass(frozen=True, slots=True)
class Act:
    """One type of act by one side against another, as one or more speakers report it.

    ``by`` and ``against`` are actor codes, empty where that is not known or nobody was meant; units and people are
    those that the text gives to this act alone, None or empty where nothing is reported. ``certainty`` is one of
    ``CERTAINTIES``, ``disputed`` where somebody denies it. ``said_by`` and ``denied_by`` are as ``PH (coast guard)``,
    ``CN``, ``AMTI``; ``printed_in`` has addresses of the incident's sources. ``basis`` is one of ``BASES``, ``passage``
    the words that it was read from, ``note`` what was decided, with ``?`` before what is not known.
    """

    type: str
    by: tuple[str, ...] = ()
    by_units: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    against_units: tuple[str, ...] = ()
    injured: int | None = None
    killed: int | None = None
    detained: int | None = None
    damage: str = ""
    certainty: str = "stated"
    said_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    printed_in: tuple[str, ...] = ()
    basis: str = FROM_COLUMNS
    passage: str = ""
    note: str = ""


#: Columns of acts.csv after ``incident_id`` and ``n``, and keys of the JSON objects.
ACT_COLUMNS: Final = tuple(field.name for field in fields(Act))
LISTS: Final = frozenset(field.name for field in fields(Act) if field.default == ())


def parse_acts(text: str) -> list[Act]:
    """Return the acts in a JSON list of objects, with defaults for missing keys; an empty text contains no acts.

    If it is not such a list, a ``ValueError`` says which object and key.

    >>> parse_acts('[{"type": "laser", "by": ["CN-CCG"], "against": ["PH-PCG"]}]')[0].by
    ('CN-CCG',)
    """
    try:
        listed = json.loads(text or "[]")
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(listed, list):
        raise ValueError("use a JSON list of acts")  # noqa: TRY004 - one kind of error for a text that is wrong
    return [_act_of(number, one) for number, one in enumerate(listed, 1)]


def _act_of(number: int, given: object) -> Act:
    if not isinstance(given, dict) or not given.get("type"):
        raise ValueError(f'act {number}: needs the key type, as in {{"type": "ramming"}}')
    for key, value in given.items():
        if key not in ACT_COLUMNS:
            raise ValueError(f"act {number}: {key!r} is not a key; keys are {', '.join(ACT_COLUMNS)}")
        if key in LISTS:
            right, allowed = isinstance(value, list) and all(isinstance(one, str) for one in value), "a list of texts"
        elif key in COUNTS:
            right, allowed = value is None or (type(value) is int and value >= 0), "a whole number or null"
        else:
            right, allowed = isinstance(value, str), "a text"
        if not right:
            raise ValueError(f"act {number}: {key} is {allowed}")
    return _completed({key: tuple(value) if key in LISTS else value for key, value in given.items()})


def _completed(values: dict[str, Any]) -> Act:
    """Return an act from its field values, with the default certainty and basis if those are empty."""
    certainty = values.get("certainty") or ("disputed" if values.get("denied_by") else "stated")
    return Act(**values | {"certainty": certainty, "basis": values.get("basis") or "summary"})


def acts_json(acts: Iterable[Act]) -> str:
    """Return the canonical JSON text of acts: keys in alphabetical order, without empty values.

    >>> acts_json([Act("laser", by=("CN-CCG",), basis="summary")])
    '[{"basis":"summary","by":["CN-CCG"],"certainty":"stated","type":"laser"}]'
    """
    listed = [
        {name: value for name in ACT_COLUMNS if (value := getattr(act, name)) is not None and value not in ((), "")}
        for act in acts
    ]
    return json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def act_cells(act: Act) -> dict[str, str]:
    """Return an act as the text cells of a row of acts.csv; ``act_of_cells`` reads them back."""
    cells = {}
    for name in ACT_COLUMNS:
        value = getattr(act, name)
        if name == "printed_in":
            # a semicolon at which the cell could be cut again is written as an address may write it
            cells[name] = ";".join(re.sub(r";(?=\s*https?://)", "%3B", one) for one in value)
        elif name in LISTS:
            cells[name] = ";".join(value)
        else:
            cells[name] = "" if value is None else str(value)
    return cells


def act_of_cells(cells: Mapping[str, str], complain: Callable[[str, str, str], None]) -> Act:
    """Return the act of a row of acts.csv; a missing column is empty.

    ``complain`` gets the column, the value and what is allowed for each cell that should be a number and is not.
    """
    values: dict[str, Any] = {}
    for name in ACT_COLUMNS:
        cell = cells.get(name, "").strip()
        if name == "printed_in":
            values[name] = tuple(one for one in _ADDRESSES.split(cell) if one)
        elif name in LISTS:
            values[name] = tuple(split_list(cell))
        elif name in COUNTS:
            counted = bool(_COUNT.fullmatch(cell))
            if cell and not counted:
                complain(name, cell, "a whole number, or empty if not reported")
            values[name] = int(cell) if counted else None
        else:
            values[name] = cell
    return _completed(values)


def country_of(code: str) -> str:
    """Return the country of an actor code, such as CN for CN-CCG."""
    return code.partition("-")[0]


def countries_of(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the countries of actor codes, each once, in the order of the codes."""
    return tuple(dict.fromkeys(country_of(code) for code in codes))


def speaker_of(who: str) -> tuple[str, str]:
    """Return country and body of a speaker; an outlet or institute has no country and is its own body.

    >>> speaker_of("PH (coast guard)"), speaker_of("CN"), speaker_of("AMTI")
    (('PH', 'coast guard'), ('CN', ''), ('', 'AMTI'))
    """
    match = _SPEAKER.fullmatch(who)
    return (match["country"], match["body"] or "") if match else ("", who)


def acts_from_columns(row: Mapping[str, Any], vocabulary: Vocabulary) -> list[Act]:
    """Return the acts derived from the columns alone, by the rules in docs/codebook.md.

    If the columns do not tell who did what (a code on both sides, a standoff), ``by`` is empty and ``against`` has all
    codes; where several services share several types, the note says so. Damage stays with the incident. In ``row``,
    lists are text with ``;`` between, numbers text, number or None.
    """
    types = dict.fromkeys(split_list(row.get("types") or ""))
    by, against = (tuple(split_list(row.get(name) or "")) for name in ("initiators", "targets"))
    if not by and not against:
        return []
    units = [tuple(split_list(row.get(name) or "")) for name in ("initiator_units", "target_units")]
    alone = len(types) == 1
    if not alone:
        units = [(), ()]
    mutual = bool(set(by) & set(against))
    shared = not alone and max(len(by), len(against)) > 1
    counts = [_number(row.get(count)) or None for count in COUNTS]
    acts = []
    for name in sorted(types, key=lambda one: one in vocabulary.states):
        injured, killed, detained = counts if alone else (None, None, counts[2] if name == "detention" else None)
        doer, target = (by, units[0]), (against, units[1])
        if mutual or name in vocabulary.states:
            doer, target = ((), ()), (_union((by, against)), _union((doer[1], target[1])))
        unknown = DOER_UNKNOWN if mutual and name not in vocabulary.states else "? which of them" if shared else ""
        acts.append(Act(name, *doer, *target, injured, killed, detained, note=unknown))
    return acts


def _number(value: Any) -> int | None:
    return None if value is None or value != value or value == "" else int(value)  # noqa: PLR0124 - NaN


def columns_from_acts(acts: Sequence[Act], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the values of an incident's columns that follow from its acts, by the rules in docs/codebook.md.

    >>> from scs_tracker import geodata
    >>> act = Act("collision", against=("CN-CCG", "PH-PCG"), basis="summary")
    >>> columns_from_acts([act], geodata.vocabulary())["initiators"]
    'CN-CCG;PH-PCG'
    """
    told = {act.type for act in acts}
    sides = {name: _union(getattr(act, name) for act in acts) for name in _SIDES}
    counts = {name: [value for act in acts if (value := getattr(act, name)) is not None] for name in COUNTS}
    return {
        "types": ";".join([name for name in vocabulary.severity_by_type if name in told]),
        "initiators": ";".join(sides["by"] or sides["against"]),
        "targets": ";".join(sides["against"]),
        "initiator_units": ";".join(sides["by_units"]),
        "target_units": ";".join(sides["against_units"]),
        **{name: sum(values) if values else None for name, values in counts.items()},
        "damage": "; ".join(dict.fromkeys(act.damage for act in acts if act.damage)),
    }


def _union(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for listed in lists for one in listed))


def are_read(acts: Iterable[Act]) -> bool:
    """Return True if any of the acts was coded from a text, False if all were derived from the columns."""
    return any(act.basis != FROM_COLUMNS for act in acts)


def completed_columns(row: Mapping[str, Any], acts: Sequence[Act], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the columns derived from acts, completed from ``row``, or {} if the acts were derived from the columns."""
    if not are_read(acts):
        return {}
    least = columns_from_acts(acts, vocabulary)
    for name in ("initiator_units", "target_units"):
        least[name] = ";".join(_union([split_list(row.get(name) or ""), split_list(least[name])]))
    for name in COUNTS:
        told, number = least[name], _number(row.get(name))
        least[name] = number if told is None else max(told, number or 0)
    damage = str(row.get("damage") or "")
    missing = [act.damage for act in acts if act.damage and act.damage not in damage]
    least["damage"] = "; ".join(dict.fromkeys([*([damage] if damage else []), *missing]))
    return least


def act_problems(
    acts: Sequence[Act],
    row: Mapping[str, Any] | None,
    vocabulary: Vocabulary,
    *,
    addresses: Iterable[str] | None = None,
) -> list[Problem]:
    """Return all errors in an incident's acts or, if there are none, contradictions between the acts and its columns.

    ``row`` (as for ``acts_from_columns``) and ``addresses`` of its sources are not looked at where they are None. The
    ``row`` of a problem is the number of the act, from 1, or None for a column of the incident.
    """
    known = None if addresses is None else set(addresses)
    found = [
        Problem(number, *wrong)
        for number, act in enumerate(acts, 1)
        for each in (
            _wrong_words(act, vocabulary),
            _wrong_sides(act, vocabulary),
            _wrong_sources(act, vocabulary, known),
        )
        for wrong in each
    ]
    if row is not None and are_read(acts) and not found:
        found += _contradictions(acts, row, vocabulary)
    return found


def _wrong_words(act: Act, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    for column, allowed in (("type", tuple(vocabulary.severity_by_type)), ("certainty", CERTAINTIES), ("basis", BASES)):
        if getattr(act, column) not in allowed:
            yield column, getattr(act, column), f"use one of {', '.join(allowed)}"
    if (act.certainty == "disputed") != bool(act.denied_by):
        yield "certainty", act.certainty, "use disputed if, and only if, denied_by names who denies the act"


def _wrong_sides(act: Act, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    for column in ("by", "against"):
        unknown = [code for code in getattr(act, column) if code not in vocabulary.actors]
        if unknown:
            yield column, ";".join(unknown), "use actor codes of actors.csv, each once, separated by ;"
    if not act.by and not act.against:
        yield "by", "", "the act names no party; name the initiator or the target"
    elif not act.by and act.basis != FROM_COLUMNS and act.type not in vocabulary.states | vocabulary.doer_may_be_open:
        yield "by", "", "name the initiator; use the country's UNK code if the service is not named"
    if both := set(act.by) & set(act.against):
        yield "against", ";".join(sorted(both)), "initiator and target are the same; name the other side"


def _wrong_sources(act: Act, vocabulary: Vocabulary, addresses: set[str] | None) -> Iterator[tuple[str, str, str]]:
    for column in ("said_by", "denied_by"):
        for who in getattr(act, column):
            if speaker_of(who)[0] not in {"", *vocabulary.countries}:
                yield column, who, "write CC (body) with a country of actors.csv, or an outlet's name"
    if addresses is None:
        return
    strange = [one for one in act.printed_in if one not in addresses]
    if strange:
        yield "printed_in", ";".join(strange), "use addresses of the incident's sources"
    elif act.said_by and not addresses:
        yield "said_by", ";".join(act.said_by), "the incident has no source; add the one that prints this"


def _contradictions(acts: Sequence[Act], row: Mapping[str, Any], vocabulary: Vocabulary) -> list[Problem]:
    least = columns_from_acts(acts, vocabulary)
    found = []
    for name in ("types", "initiators", "targets"):
        given, told = split_list(row.get(name) or ""), split_list(least[name])
        if set(given) != set(told):
            found.append(Problem(None, name, ";".join(given), f"its acts give {least[name] or 'none'}"))
    for name in ("initiator_units", "target_units"):
        given = split_list(row.get(name) or "")
        missing = [unit for unit in split_list(least[name]) if unit not in given]
        if missing:
            found.append(Problem(None, name, ";".join(given), f"its acts also name {';'.join(missing)}"))
    for name in COUNTS:
        told, number = least[name], _number(row.get(name))
        if told is not None and (number is None or number < told):
            found.append(Problem(None, name, "" if number is None else str(number), f"its acts add up to {told}"))
    damage = str(row.get("damage") or "")
    found += [
        Problem(None, "damage", damage, f"an act has {act.damage!r}")
        for act in acts
        if act.damage and act.damage not in damage
    ]
    return found


def act_severity(act: Act, vocabulary: Vocabulary) -> int:
    """Return the severity of an act: that of its type, but at least 4 if people were injured, 5 if any were killed."""
    outcome = 5 if act.killed else 4 if act.injured else 0
    return max(outcome, vocabulary.severity_by_type.get(act.type, 0))


def gravest_act(acts: Sequence[Act], vocabulary: Vocabulary) -> Act | None:
    """Return the most severe act, of several the first with certainty ``stated``; None if there are no acts."""
    return max(acts, key=lambda act: (act_severity(act, vocabulary), act.certainty == "stated"), default=None)


def initiator_side(acts: Sequence[Act], vocabulary: Vocabulary) -> str:
    """Return the country that initiated the acts, ``split`` if it is not one country, '' if there are no acts.

    One country where all acts with a doer are its; else that of the gravest acts, if these are at least a hazard (2)
    and of one country.
    """
    done = [act for act in acts if act.by]
    sides = {countries_of(act.by) for act in done}
    if len(sides) > 1:
        top = max(act_severity(act, vocabulary) for act in done)
        sides = {countries_of(act.by) for act in done if act_severity(act, vocabulary) == top >= _DECISIVE}
    if len(sides) == 1 and len(countries := sides.pop()) == 1:
        return countries[0]
    return SPLIT if acts else ""


def acts_frame(incidents: pd.DataFrame) -> pd.DataFrame:
    """Return the acts of incidents in long form, one row per act; ``incidents`` has ``id`` and ``acts`` (JSON text).

    Columns are incident_id, n (from 1, int64) and ``ACT_COLUMNS``: lists as text with ``;`` between, numbers Int64.
    """
    import pandas as pd

    rows = [
        {"incident_id": incident_id, "n": number, **act_cells(act)}
        for incident_id, text in zip(incidents["id"], incidents["acts"], strict=True)
        for number, act in enumerate(parse_acts(text), 1)
    ]
    frame = pd.DataFrame(rows, columns=["incident_id", "n", *ACT_COLUMNS])
    frame["n"] = frame["n"].astype("int64")
    for name in COUNTS:
        frame[name] = pd.to_numeric(frame[name], errors="coerce").astype("Int64")
    return frame
