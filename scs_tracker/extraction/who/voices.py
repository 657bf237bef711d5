"""Who tells a sentence: who says it, and whose account it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.borders import VOICES, is_an_account

if TYPE_CHECKING:
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party


def is_voice(line: Line, party: Party) -> bool:
    """Say whether a sentence is told by a party: it says so, or is named behind 'said'."""
    before = line.tokens[max(party.first - 5, 0) : party.first]
    return reports(line, party) or any("report" in one.kinds and "verb" in one.kinds for one in before)


def reports(line: Line, party: Party) -> bool:
    """Say whether a party is the one who says the sentence."""
    if "saying" not in line.kinds:
        return False
    following = line.tokens[party.after : party.after + 6]
    return any("report" in one.kinds or "accuse" in one.kinds or "condemn" in one.kinds for one in following)


def tells(line: Line, party: Party) -> bool:
    """Say whether a party with a country of this sea's is the one who tells the sentence."""
    if party.country in {"", "elsewhere"} or party.head not in VOICES:
        return False
    if party.first and line.tokens[party.first - 1].text == "to" and line.sentence.headline:
        return False  # Manila to China: recall your boats
    beside = [*line.tokens[party.after : party.after + 3]]
    if party.head != "state":  # said the navy; but not: says Chinese who came aboard
        beside += line.tokens[max(party.first - 1, 0) : party.first]
    return any("saying" in one.kinds for one in beside)


def own_ship(party: Party, line: Line) -> str:
    """Return who tells of a ship that is called by her name alone, where she meets others: the Stuart was followed."""
    nameless = party.country or party.head != "vessel" or not party.units or party.units[0][-1:].isdigit()
    if nameless or line.tokens[party.first].text != "the":
        return ""
    teller = next((one for one in line.parties if one.after <= party.first and tells(line, one)), None)
    if teller is None:
        return ""
    met = {one.country for one in line.parties if one.head in _AFLOAT and one.country not in {"", "elsewhere"}}
    return teller.country if met and teller.country not in met else ""


_AFLOAT: Final = frozenset({"vessel", "aircraft"})


def gives_an_account(line: Line, party: Party) -> bool:
    """Say whether a sentence is what a party says, or its account: Manila's version is that."""
    return reports(line, party) or is_an_account(line, party)


def seat_of(line: Line, party: Party) -> str:
    """Return the country in which somebody speaks: officials in Manila."""
    after = party.after
    if party.country or after + 1 >= len(line.tokens) or line.tokens[after].text != "in":
        return ""
    kinds = line.tokens[after + 1].kinds
    return str(kinds.get("shore", "") or kinds.get("country", ""))


def where_told(line: Line, party: Party, *, armed: bool) -> str:
    """Return whose capital tells a sentence, for a boat that it may be of: Beijing said the cutter had been hit.

    Parameters
    ----------
    line
        The sentence.
    party
        Whoever is told of without a country.
    armed
        It is a ship of some patrol, which is whose state tells of it.
    """
    if not armed:
        return seat_of_the_sentence(line)
    if not party.definite or party.head != "vessel" or party.units:
        return ""
    states = (one for one in line.parties if one.after <= party.first and one.head == "state" and tells(line, one))
    return next((one.country for one in states), "")


def seat_of_the_sentence(line: Line) -> str:
    """Return the country in whose capital a sentence is said: a source in Hanoi said."""
    seats = (seat_of(line, one) for one in line.parties if one.head == "speaker")
    return next((seat for seat in seats if seat), "")
