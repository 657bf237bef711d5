"""Who sent a ship that no list knows: a frigate dispatched by Beijing; Taipei sent the Hsun Hu, a patrol ship."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.borders import OBJECT_CONTROL

if TYPE_CHECKING:
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party

_SENT: Final = frozenset(
    "sent sends send dispatched dispatches deployed deploys directed directs despatched ordered tasked".split()
)
#: How many words the name of a ship may have that no list knows.
_NAME: Final = 7


def sender_of(party: Party, line: Line) -> Party | None:
    """Return who sent somebody new: a frigate and two helicopters were dispatched by Beijing."""
    if party.definite or party.owner or party.head not in {"vessel", "aircraft", "force", "people"}:
        return None
    for index in range(party.after, min(party.after + 8, len(line.tokens) - 1)):
        token = line.tokens[index]
        if token.text in OBJECT_CONTROL and line.tokens[index + 1].text == "by":
            found = next((one for one in line.parties if index + 1 < one.first <= index + 3), None)
            return found if found is not None and found.country else None
        if "verb" in token.kinds or (token.kinds and line.at[index] is None and "number" not in token.kinds):
            break
    return _sender_of_a_name(party, line) or _sender_behind_a_clause(party, line)


def _sender_behind_a_clause(party: Party, line: Line) -> Party | None:
    """Return who sent the ship that a sentence begins with: a ship that lay here last year was sent by Beijing."""
    if party.first or party.head not in {"vessel", "aircraft"}:
        return None
    for index in range(party.after, min(party.after + _CLAUSE, len(line.tokens) - 2)):
        if line.tokens[index].text in _SENT_BACK and line.tokens[index + 1].text == "by":
            found = line.at[index + 2]
            return found if found is not None and found.head in {"state", "force"} and found.country else None
        other = line.at[index]
        if line.tokens[index].text == ";" or (other is not None and other.head in {"vessel", "aircraft"}):
            return None
    return None


_SENT_BACK: Final = frozenset({"sent", "sent back", "sent out", "dispatched", "despatched", "deployed", "returned"})
#: How long the clause about such a ship may be.
_CLAUSE: Final = 24


def _sender_of_a_name(party: Party, line: Line) -> Party | None:
    """Return who sent a ship by a name that only says behind it what it is: sent the Hsun Hu, a patrol ship, to."""
    if party.first < _LEAST or line.tokens[party.first - 1].text != "," or party.head not in {"vessel", "aircraft"}:
        return None
    for index in range(party.first - 2, max(party.first - 2 - _NAME, 0), -1):
        if line.at[index] is not None or line.tokens[index].text == ",":
            return None
        if line.tokens[index].text in _SENT:
            before = [one for one in line.parties if one.after <= index and one.head in {"state", "force"}]
            near = before[-1] if before and index - before[-1].after < _BESIDE else None
            return near if near is not None and near.country not in {"", "elsewhere"} else None
    return None


#: Words before such a ship: who sends, the verb, a name and a comma.
_LEAST: Final = 4
#: An adverb may stand before the verb.
_BESIDE: Final = 3
