"""Pronouns that go on with what was said of the same: they shadowed us, they blocked us, they rammed us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scs_tracker.extraction.settling.sides import History
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.what.forms import Act
    from scs_tracker.extraction.who.parties import Party

#: Pronouns that look alike whoever acts and whoever suffers.
_EITHER: Final = frozenset({"it", "her"})


def same_word(party: Party, line: Line, history: History, *, doing: bool) -> list[Party]:
    """Return whom the same pronoun meant further up in the sentence: they followed us, they barred our way."""
    word = line.tokens[party.first].text
    found = []
    for one in reversed(line.parties):
        if one.head != "pronoun" or one.after > party.first or line.tokens[one.first].text != word:
            continue
        meant = history.settled.get(id(one))
        side = history.initiators if doing else history.targets
        if meant is not None and (word not in _EITHER or any(other is meant for other in side)):
            found.append(meant)
    return found


def taken_by_them(act: Act, history: History) -> set[str]:
    """Return the country of whom *them* means behind somebody of no country, who is of another: it rammed them.

    *Us* who tell of a ship that rammed us are no such pronoun, and crews throw things at others.
    """
    one, other = act.initiator, act.target
    if other is None or other.head != "pronoun" or one is None or one.country:
        return set()
    if (other.owner == "our" and one.head == "vessel") or ("assault" in act.types and one.head == "people"):
        return set()
    told = next((party for index, party in reversed(history.told) if index == act.line), None)
    same = told is not None and told is history.settled.get(id(one))  # at the officers, who arrested them
    return {told.country} if told is not None and not same else set()


def told_on(party: Party, act: Act, history: History) -> list[Party]:
    """Return whom the sentence before is about, for a pronoun that opens the next: they were followed by a cutter."""
    if party.first or party.after > act.token:
        return []
    return history.topics.get(act.line - 1, [])
