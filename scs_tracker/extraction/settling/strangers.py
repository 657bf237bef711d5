"""Sides of which an article knows no country: an unidentified boat, men whom nobody names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scs_tracker.extraction.settling.sides import History
    from scs_tracker.extraction.what.clauses import Line
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


def is_nobodys(party: Party | None, other: Party, history: History) -> bool:
    """Say whether somebody new did it, and the article names no other country: shot at by men in a speedboat."""
    new = party is not None and party.head in {"vessel", "people"} and not party.definite and not party.owner
    return new and not set(history.countries) - {other.country}
