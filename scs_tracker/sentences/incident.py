"""One sentence for an incident, made by rule from the fields of its row.

Who, what, to whom, where, when, with what outcome, who says so and who denies it. What a type of incident does and
what an actor is called stand in geodata (types.csv, actors.csv); nothing is said that the row does not hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.model import split_list
from scs_tracker.sentences import places
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.words import accounts, date_words, listed, number, sentence, span_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, str]

#: So many acts are told by a verb each; the others are named after them.
_VERBS: Final = 3
#: So many vessels are named; the others are counted.
_UNITS: Final = 3
_LONG: Final = 170
_HULL: Final = re.compile(r"\s*\([^()]*\)$")
_WORD: Final = re.compile(r"\w+")
#: A number as articles tell it: bow number 21551.
_TOLD_NUMBER: Final = re.compile(
    r"^(?:bow|hull|body|pennant|side) (?:number|no\.?) \(?(?P<number>\d+)\)?$", re.IGNORECASE
)
#: Who says nothing of what happened in a cell of accounts: a remark on the sources themselves.
_NOTE: Final = "Sources"
#: What is said of how many people, by column.
HARM: Final = {
    "killed": ("{count} person was killed", "{count} people were killed"),
    "injured": ("{count} person was injured", "{count} people were injured"),
    "detained": ("{count} person was detained", "{count} people were detained"),
}
REPORTED: Final = {
    "single": "one source alone reports it",
    "multiple": "several outlets report it",
    "official": "a government released it",
    "undisputed": "both sides confirm that it happened",
}


def incident_sentence(record: Mapping[str, Any], *, year: bool = True) -> str:
    """Return what happened in one sentence of the current language.

    Parameters
    ----------
    record
        A row of the ledger: date_start, date_end, types, initiators, targets, initiator_units, target_units (several
        values with ``;`` between), place, lat, lon (decimal degrees, WGS 84), radius_km, method, injured, killed,
        detained, damage, accounts and corroboration. What is not given is not said.
    year
        False leaves the year of a day out, where the reader knows it.
    """
    cells = {key: "" if value is None or value != value else value for key, value in record.items()}  # noqa: PLR0124
    parts = [_what_happened(cells, year=year), *_outcomes(cells), *_said_by(cells)]
    return sentence("; ".join(part for part in parts if part)) + "."


def _what_happened(cells: Mapping[str, Any], *, year: bool) -> str:
    when, where = _when(cells, year=year), places.where(cells)
    initiators, targets = _actors(cells, "initiators"), _actors(cells, "targets")
    shared = {row["code"] for row in initiators} & {row["code"] for row in targets}
    if shared:
        return _both_ways(when, where, initiators + targets, _types(cells))
    kinds = _types(cells)
    between = next((row for row in kinds if row.get("act_between")), None)
    touched = _met_its_own(cells, initiators) if between else ""
    kinds = [row for row in kinds if not (touched and row is between)]
    done = _acts(kinds, cells, targets, joint=len(initiators) > 1 and not touched)
    if between and touched:
        met = _(between["act_between"])
        first = _("{when}, {where}, {who} {acts}").format(when=when, where=where, who=touched, acts=met)
        return _("{first}; the same side also {acts}").format(first=first, acts=done) if done else first
    who = _side(initiators, _units(cells, "initiator_units"), several=len(kinds) > 1)
    return _("{when}, {where}, {who} {acts}").format(when=when, where=where, who=who, acts=done)


def _when(cells: Mapping[str, Any], *, year: bool) -> str:
    start, end = str(cells["date_start"]), str(cells.get("date_end") or "")
    if end and end != start:
        return _("from {span}").format(span=span_words(start, end, year=year))
    if len(start) == 10:
        return _("on {day}").format(day=date_words(start, year=year))
    return _("in {month}").format(month=date_words(start)) if start else _("on a day that is not known")


def _types(cells: Mapping[str, Any]) -> list[Row]:
    """Return the rows of the incident's types, in its own order: the gravest first."""
    known = _table("types", "type")
    return [known.get(name, {"type": name, "label": name.replace("_", " ")}) for name in _list(cells["types"])]


def _actors(cells: Mapping[str, Any], column: str) -> list[Row]:
    known = _table("actors", "code")
    return [known.get(code, {"code": code, "country": code.partition("-")[0]}) for code in _list(cells.get(column))]


@geodata.cached
def _table(name: str, key: str) -> dict[str, Row]:
    return {row[key]: row for row in geodata.rows(name)}


def _list(cell: Any) -> list[str]:
    return split_list(str(cell or ""))


def _units(cells: Mapping[str, Any], column: str) -> list[str]:
    """Return the vessels and aircraft that are named, without their hull numbers in brackets."""
    units = (_TOLD_NUMBER.sub(r"\g<number>", unit) for unit in _list(cells.get(column)))
    named = dict.fromkeys(_HULL.sub("", unit) for unit in units)
    return [_("No. {number}").format(number=unit) if unit.isdigit() else unit for unit in named]


def _side(actors: Sequence[Row], units: Sequence[str], *, form: str = "side", several: bool = False) -> str:
    """Return a side in words: its vessels where a single actor has few, else its actors with vessels in brackets.

    Where it did several things, its vessels stand in brackets too: nothing says which of them did which.
    """
    if not actors:
        return _("a side that is not named") if form == "side" else _("craft of a side that is not named")
    if len(actors) == 1 and 0 < len(units) <= _UNITS and actors[0].get("units") and not several:
        return _(actors[0]["units"]).format(units=listed(units))
    names = listed([_(row[form]) if row.get(form) else row.get("name") or row["code"] for row in actors])
    if not units:
        return names
    more = len(units) - _UNITS
    shown = [*units[:_UNITS], _("{count} more").format(count=number(more))] if more > 0 else units
    return f"{names} ({listed(shown)})"


def _acts(kinds: Sequence[Row], cells: Mapping[str, Any], targets: Sequence[Row], *, joint: bool) -> str:
    """Return what was done: the gravest acts each by its verb, the others by their names.

    Where several actors did several things, nothing says which of them did which, and the sentence says so.
    """
    told = [row for row in kinds if not (row.get("outcome") and len(kinds) > 1)]
    units = _units(cells, "target_units")
    one = len(units) == len(targets) == 1
    counted = _detained(cells)
    full = {"craft": _side(targets, units, form="craft"), "side": _side(targets, units)}
    full["people"] = _("people from {craft}").format(craft=full["craft"])
    full["detained"] = _("{people} from {craft}").format(people=counted, craft=full["craft"])
    again = {"craft": _("it") if one else _("them"), "side": _("it") if one else _("them")}
    again |= {"people": _("people"), "detained": counted}
    parts: list[str] = []
    for row in told[:_VERBS]:
        if not row.get("act"):
            parts.append(_("was recorded for {label}").format(label=_(row["label"])))
        elif targets:
            parts.append(
                _(row["act"]).format(**(again if any(kind.get("act") for kind in told[: len(parts)]) else full))
            )
        else:
            parts.append(_(row["act_alone"]).format(people=_("people"), detained=counted))
    said = listed(parts)
    if joint and len(parts) > 1:
        said = _("between them {acts}").format(acts=said)
    rest = [_(row["label"]) for row in told[_VERBS:]]
    return _("{acts}, with {rest} recorded too").format(acts=said, rest=listed(rest)) if rest else said


def _both_ways(when: str, where: str, actors: Sequence[Row], kinds: Sequence[Row]) -> str:
    """Return the sentence of an incident in which the same actors act and are acted upon."""
    by_country: dict[str, dict[str, Row]] = {}
    for row in actors:
        by_country.setdefault(row["country"], {})[row["code"]] = row
    sides = [_side(list(own.values()), []) for own in by_country.values()]
    said = {"when": when, "where": where, "acts": listed([_(row["label"]) for row in kinds])}
    if len(sides) == 2:
        message = _("{when}, {where}, {who} on one side and {others} on the other acted against each other: {acts}")
        return message.format(who=sides[0], others=sides[1], **said)
    return _("{when}, {where}, {who} acted against one another: {acts}").format(who=listed(sides), **said)


def _met_its_own(cells: Mapping[str, Any], initiators: Sequence[Row]) -> str:
    """Return the vessels of the initiators between which an act was; empty where there are none.

    Of a type that can be between two of one side (``act_between``): where the damage names two of one side's vessels
    and none of the other's, those two met.
    """
    damage = set(_WORD.findall(str(cells.get("damage") or "")))
    hit = {name: [unit for unit in _units(cells, name) if _named(unit, damage)] for name in _UNIT_COLUMNS}
    own = hit["initiator_units"]
    if len(own) < 2 or hit["target_units"]:
        return ""
    return _("{units} of {side}").format(units=listed(own), side=_side(initiators, []))


_UNIT_COLUMNS: Final = ("initiator_units", "target_units")


def _named(unit: str, words: set[str]) -> bool:
    """Say whether a text names a vessel: by its number, or by its whole name."""
    parts = _WORD.findall(unit)
    numbers = [part for part in parts if part.isdigit()]
    return bool(parts) and set(numbers or parts) <= words


def _detained(cells: Mapping[str, Any]) -> str:
    count = places.number_or_none(cells.get("detained"))
    return _people(int(count)) if count else _("people")


def _people(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=number(count))


def _outcomes(cells: Mapping[str, Any]) -> list[str]:
    """Return what came of it: losses, people, damage; a number that is not recorded is not said."""
    kinds = _types(cells)
    parts = [_(row["outcome"]) for row in kinds if row.get("outcome") and len(kinds) > 1]
    counts = {name: places.number_or_none(cells.get(name)) for name in ("killed", "injured", "detained")}
    if any("{detained}" in row.get("act", "") for row in kinds[: _VERBS + len(parts)]):
        del counts["detained"]
    for name, words in HARM.items():
        count = int(counts.get(name) or 0)
        if count:
            parts.append(ngettext(*words, count).format(count=number(count)))
    if counts["injured"] == 0 and not counts["killed"]:
        parts.append(_("nobody was reported hurt"))
    damage = _short(str(cells.get("damage") or "").replace(";", ","))
    told = [listed(parts)]
    return [*told, _("damage recorded: {damage}").format(damage=damage)] if damage else told


def _said_by(cells: Mapping[str, Any]) -> list[str]:
    """Return who says so and who denies it: the accounts, or what the row says of its sources."""
    told = [(who, text) for who, text in accounts(str(cells.get("accounts") or "")) if who != _NOTE]
    if told:
        return [_account(who, text) for who, text in told]
    known = REPORTED.get(str(cells.get("corroboration") or ""), "")
    return [_(known)] if known else []


def _account(who: str, told: str) -> str:
    text, name = _short(told), party(who)
    if not who:
        return text
    if name == who:
        return f"{who}: {text}"
    stances = told.split(", ")
    if set(stances) <= _stances():  # each has a verb of its own: denies it
        return f"{name} {listed([_(one) for one in stances])}"
    return _("{who} says: {text}").format(who=name, text=text)


def party(who: str) -> str:
    """Return who speaks in a cell of accounts with the country in words; whom no code names stays.

    Examples
    --------
    >>> party("PH"), party("CN (foreign ministry)"), party("Reuters")
    ('the Philippines', 'China (foreign ministry)', 'Reuters')
    """
    code, _space, rest = who.partition(" ")
    if code not in _countries():
        return who
    name = _(country_phrase(code))
    return f"{name} {rest}" if rest.startswith("(") else f"{name} ({rest})" if rest else name


@geodata.cached
def _stances() -> frozenset[str]:
    """Return what the reading of articles says of accounts, in words of our own."""
    return frozenset(row["stance"] for row in geodata.rows("lexicon_stances"))


def country_phrase(code: str) -> str:
    """Return a country as it stands in a sentence: 'the Philippines'; an unknown code stays.

    Examples
    --------
    >>> country_phrase("PH"), country_phrase("CN"), country_phrase("ZZ")
    ('the Philippines', 'China', 'ZZ')
    """
    return _countries().get(code, code)


@geodata.cached
def _countries() -> dict[str, str]:
    return {row["country"]: row.get("country_phrase") or row["country_name"] for row in geodata.rows("actors")}


def _short(text: str) -> str:
    """Cut a long text at the end of a clause or a word, and mark the cut."""
    text = " ".join(text.split()).rstrip(".;, ")
    if len(text) <= _LONG:
        return text
    head = text[:_LONG]
    ends = [match.start() for match in re.finditer(r"[,;] ", head) if match.start() > _LONG // 2]
    return (head[: ends[-1]] if ends else head.rpartition(" ")[0]) + " …"
