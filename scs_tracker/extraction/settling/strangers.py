"""Sides of which an article knows no country: an unidentified boat, men whom nobody names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.settling.sides import History
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.what.forms import Act
    from scs_tracker.extraction.who.parties import Party


_UNKNOWN: Final = frozenset(
    "unidentified unknown unflagged mystery unmarked flagless unnamed unrecognised unrecognized mysterious".split()
)
_WITHOUT: Final = frozenset({"no", "without"})
_FLAGS: Final = frozenset({"flag", "flags", "colours", "colors", "markings", "nationality"})


def is_unidentified(party: Party | None, line: Line) -> bool:
    """Say whether somebody is said to be unknown: men from an unidentified boat, a vessel flying no flag."""
    if party is None or party.head not in {"vessel", "aircraft", "people"}:
        return False
    words = line.words[max(party.first - 1, 0) : party.after + 6]
    if not _UNKNOWN.isdisjoint(words):
        return True
    return any(word in _WITHOUT and not _FLAGS.isdisjoint(words[at + 1 : at + 4]) for at, word in enumerate(words))


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


def is_nobodys(party: Party | None, other: Party, history: History) -> bool:
    """Say whether somebody new did it, and the article names no other country: shot at by men in a speedboat."""
    new = party is not None and party.head in {"vessel", "people"} and not party.definite and not party.owner
    return new and not set(history.countries) - {other.country}
