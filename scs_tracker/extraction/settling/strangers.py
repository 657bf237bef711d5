"""Sides of which an article knows no country: an unidentified boat, men whom nobody names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from scs_tracker.extraction.settling.sides import History
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.what.forms import Act
    from scs_tracker.extraction.who.parties import Party


_UNKNOWN: Final = frozenset(
    "unidentified unknown unflagged mystery unmarked flagless unnamed unrecognised unrecognized mysterious".split()
)
_NOT_YET: Final = frozenset({"not", "yet", "never"})
_WITHOUT: Final = frozenset({"no", "without"})
_FLAGS: Final = frozenset({"flag", "flags", "colours", "colors", "markings", "nationality"})


def is_unidentified(party: Party | None, line: Line) -> bool:
    """Say whether somebody is said to be unknown: men from an unidentified boat, a vessel flying no flag."""
    if party is None or party.head not in {"vessel", "aircraft", "people"}:
        return False
    words = line.words[_opening(party, line) : party.after + 6]
    if party.head == "vessel" and not (party.country or party.many) and _FOREIGN in _led_by_an_article(party, line):
        return True  # rammed by a foreign commercial vessel
    if not _UNKNOWN.isdisjoint(words):
        return True
    if any(word in _NOT_YET and "identified" in words[at + 1 : at + 4] for at, word in enumerate(words)):
        return True  # a vessel that is not yet identified
    return any(word in _WITHOUT and not _FLAGS.isdisjoint(words[at + 1 : at + 4]) for at, word in enumerate(words))


def goes_on(party: Party | None, index: int, strange: Collection[int]) -> bool:
    """Say whether *they* or *their men* go on with ships of no flag that came in the sentences before.

    Parameters
    ----------
    party
        Who acts.
    index
        Its sentence.
    strange
        The sentences in which a ship of no country is said to be unknown or foreign.
    """
    if party is None or party.country or not (party.head == "pronoun" or party.owner in {"their", "its"}):
        return False
    return index - 1 in strange or index - 2 in strange


def comes_from_nowhere(line: Line) -> bool:
    """Say whether a sentence brings in a ship of no country that nobody knows: two foreign ships came up."""
    ships = (one for one in line.parties if one.head == "vessel" and not one.country)
    return any(is_unidentified(one, line) or _FOREIGN in line.words[one.first : one.after] for one in ships)


def who_came_before(act: Act, lines: Sequence[Line], rules: list[str]) -> Party | None:
    """Return whose men came aboard whom nobody names: a boat was stopped by a Chinese ship. Men came over the rail.

    Parameters
    ----------
    act
        What they did.
    lines
        The sentences of the article.
    rules
        Where the rule is noted.
    """
    men = act.initiator
    if men is None or men.head != "people" or men.country or men.service or men.definite or men.owner or men.units:
        return None
    if men.first or not act.line or _BY_BOARDERS.isdisjoint(act.types):
        return None
    before = lines[act.line - 1]
    ships = [one for one in before.parties if one.head == "vessel" and one.country not in {"", "elsewhere"}]
    if len(ships) != 1 or ships[0].guessed or before.words[ships[0].first - 1 : ships[0].first] != ["by"]:
        return None
    rules.append("role:who-stopped-it")
    return ships[0]


_BY_BOARDERS: Final = frozenset({"boarding", "assault", "seizure", "detention"})


def put_first(act: Act, line: Line) -> None:
    """Let the unknown one of two that met be who did it: a collision between a fishing boat and an unknown vessel."""
    one, other = act.initiator, act.target
    if not act.mutual or one is None or other is None or is_unidentified(one, line):
        return
    if is_unidentified(other, line):
        unknown = replace(other, country="", service="", code="", links=[])
        act.initiator, act.target, act.mutual = unknown, replace(one, links=[]), False


def _opening(party: Party, line: Line) -> int:
    """Return where the adjectives before a party begin: a still unidentified foreign vessel."""
    at = party.first
    while at > 0 and party.first - at < _ADJECTIVES and line.at[at - 1] is None and line.words[at - 1] not in _BEFORE:
        at -= 1
    return max(at - (at == party.first), 0)


def _led_by_an_article(party: Party, line: Line) -> list[str]:
    """Return the words between 'a' and whoever is new by it."""
    opening = _opening(party, line)
    new = opening > 0 and line.words[opening - 1] in {"a", "an", "another"}
    return list(line.words[opening : party.after]) if new else []


#: More words than these before a ship are no adjectives of hers.
_ADJECTIVES: Final = 4
_BEFORE: Final = frozenset("a an the another by of from with and or , ; that which when as after was were".split())
_FOREIGN: Final = "foreign"


def is_nobodys(party: Party | None, other: Party, history: History) -> bool:
    """Say whether somebody new did it, and the article names no other country: shot at by men in a speedboat."""
    new = party is not None and party.head in {"vessel", "people"} and not party.definite and not party.owner
    return new and not set(history.countries) - {other.country}
