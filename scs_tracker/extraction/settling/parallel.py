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


def told_on(party: Party, act: Act, history: History) -> list[Party]:
    """Return whom the sentence before is about, for a pronoun that opens the next: they were followed by a cutter."""
    if party.first or party.after > act.token:
        return []
    return history.topics.get(act.line - 1, [])
