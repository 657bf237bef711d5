"""Both sides of an act, and what an article has told of them so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.settling import strangers
from scs_tracker.extraction.what.borders import speaks
from scs_tracker.extraction.who import voices
from scs_tracker.extraction.who.parties import CONCRETE, Party, in_its_time, is_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line

#: Whose clashes with each other or with anybody else are meant.
CLAIMANTS: Final = frozenset({"CN", "PH", "VN", "MY", "ID", "BN", "TW", "RVN"})
_OFFICERS: Final = frozenset({"officer", "policemen", "inspector", "agent", "troop", "soldier", "marine", "ranger"})
ENFORCED_UPON: Final = frozenset({"fishing", "resupply", "civilian"})


@dataclass(slots=True)
class Side:
    """Who is on one side.

    Attributes
    ----------
    codes
        Actor codes, each with whether its service was named.
    units
        Names and hull numbers.
    """

    codes: dict[str, bool] = field(default_factory=dict)
    units: dict[str, None] = field(default_factory=dict)

    def add(self, other: Side) -> None:
        """Take over what another sentence says of the side."""
        for code, named in other.codes.items():
            self.codes[code] = self.codes.get(code, False) or named
        self.units.update(other.units)

    def countries(self) -> set[str]:
        """Return the countries of the side."""
        return {code[:2] for code in self.codes}

    def unnamed(self) -> list[str]:
        """Return the codes without a service, of countries that have none with one."""
        known = {code.split("-")[0] for code, named in self.codes.items() if named}
        return [code for code, named in self.codes.items() if not named and code.split("-")[0] not in known]

    def listed(self, date: str) -> list[str]:
        """Return the codes at a date, without those of no named service beside one of the same country that has one."""
        named = {code.split("-")[0] for code, known in self.codes.items() if known}
        told = [code for code, known in self.codes.items() if known or code.split("-")[0] not in named]
        return list(dict.fromkeys(in_its_time(code, date) for code in told))


@dataclass(slots=True)
class Sides:
    """Both sides of an act, by which rules they were found, what they are, and whether its sentence names neither."""

    initiator: Side
    target: Side
    rules: list[str] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    loose: bool = False


@dataclass(slots=True)
class History:
    """What was told so far.

    Attributes
    ----------
    initiators, targets
        The parties that were settled on each side, in order, with their line.
    told
        The targets again, with the line of their act.
    cast
        Every party that can act at sea and names its country, with its line.
    speaking
        Identities of the parties of the cast that only say something.
    countries
        Every country that the article names.
    settled
        Whom a mention was found to mean.
    named
        Whom a ship's name was found to mean that no list knows.
    words
        The last word of every party, in the singular.
    lawful
        Identities of the parties that are of some service by what they are called: a patrol boat, officers.
    subjects
        Who each sentence is about: its first party that can act at sea and does not only speak.
    topics
        The party with which a sentence opens, if it can act at sea, and stands alone in it.
    arrivals
        Who comes in each sentence to those who were there before: was fishing when a cutter came up.
    enforced
        Fishers were driven off, warned or held.
    counted
        Identities of the boats that somebody only counted, or saw lie somewhere.
    hinted
        Countries that nothing but the article's words tell of: those in whose language its places and boats are named,
        else that of the dateline.
    strange
        The sentences that bring in a ship of no country which nobody knows.
    """

    initiators: list[Party] = field(default_factory=list)
    targets: list[Party] = field(default_factory=list)
    told: list[tuple[int, Party]] = field(default_factory=list)
    cast: list[tuple[int, Party]] = field(default_factory=list)
    speaking: set[int] = field(default_factory=set)
    countries: tuple[str, ...] = ()
    settled: dict[int, Party] = field(default_factory=dict)
    named: dict[str, Party] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    lawful: set[int] = field(default_factory=set)
    subjects: dict[int, list[Party]] = field(default_factory=dict)
    topics: dict[int, list[Party]] = field(default_factory=dict)
    arrivals: dict[int, list[Party]] = field(default_factory=dict)
    enforced: bool = False
    counted: set[int] = field(default_factory=set)
    hinted: tuple[str, ...] = ()
    strange: frozenset[int] = frozenset()


def history_of(story: Story) -> History:
    """Return the cast of an article, with nothing told yet."""
    cast = [
        (line.sentence.index, party)
        for line in story.lines
        for party in line.parties
        if party.country not in {"", "elsewhere"}
        and (not party.guessed or party.service in ENFORCED_UPON)
        and (party.head in CONCRETE or party.head == "state")
        and not is_place(party, line.tokens)
        and not is_rescuer(line, party)
    ]
    speaking = {
        id(party)
        for line in story.lines
        for party in line.parties
        if speaks(line, party) or party.possessive or _quoted(line, party)
    }
    words = {id(party): line.last_word(party) for line in story.lines for party in line.parties}
    lawful = {id(party) for line in story.lines for party in line.parties if _is_lawful(line, party, words[id(party)])}
    subjects: dict[int, list[Party]] = {}
    for index, party in cast:
        if id(party) not in speaking and party.head in CONCRETE and not party.guessed:
            subjects.setdefault(index, [party])
    return History(
        cast=cast,
        speaking=speaking,
        countries=tuple(story.countries),
        words=words,
        lawful=lawful,
        subjects=subjects,
        topics={line.sentence.index: [line.parties[0]] for line in story.lines if _is_alone(line)},
        arrivals={index: [party] for index, party in cast if _comes(story.lines[index], party)},
        hinted=_hinted(story),
        strange=frozenset(line.sentence.index for line in story.lines if strangers.comes_from_nowhere(line)),
    )


def _is_alone(line: Line) -> bool:
    """Say whether a sentence opens with a ship and names nobody else: two cutters were sent to help."""
    if len(line.parties) != 1 or line.parties[0].first:
        return False
    party = line.parties[0]
    return party.head in {"vessel", "aircraft", "people"} and party.country not in {"", "elsewhere"}


def _comes(line: Line, party: Party) -> bool:
    """Say whether somebody comes to one who was there before: was fishing when a cutter came up."""
    came = party.first > 0 and line.tokens[party.first - 1].text == "when"
    return came and party.head in {"vessel", "aircraft"} and not party.guessed


def _hinted(story: Story) -> tuple[str, ...]:
    """Return whose words an article uses for places and boats, else where those who tell of it sit."""
    named = [one for line in story.lines if "tongue" in line.kinds for one in line.tokens]
    spoken = tuple(dict.fromkeys(one.kinds["tongue"] for one in named if "tongue" in one.kinds))
    if spoken:
        return spoken
    seats = (voices.seat_of(line, party) for line in story.lines for party in line.parties if party.head == "speaker")
    told = tuple(dict.fromkeys(seat for seat in seats if seat in CLAIMANTS))
    return told or ((story.home,) if story.home in CLAIMANTS else ())


def is_rescuer(line: Line, party: Party) -> bool:
    """Say whether a ship is told of for its help alone: until a Vietnamese boat came, picked up by a passing tanker."""
    before = line.words[max(party.first - 7, 0) : party.first]
    behind = line.words[party.after : party.after + 5]
    if before[-1:] == ["until"]:
        return not _HELPS.isdisjoint(behind[:4]) or not _ARRIVES.isdisjoint(behind[:4])
    if before[-1:] == ["by"]:
        return not _HELPED.isdisjoint(before)
    return _helps(behind)


def _helps(behind: Sequence[str]) -> bool:
    """Say whether what follows somebody is that he helps: another crew picked them up, later rescued the men."""
    while behind and (behind[0] in _LIGHT or behind[0].endswith("ly")):
        behind = behind[1:]
    if behind[:1] == ["picked"]:
        return "up" in behind
    return behind[:1] != [] and (behind[0] in _SAVES or (behind[0] in {"came", "went"} and not _AID.isdisjoint(behind)))


_LIGHT: Final = frozenset({"later", "then", "had", "has", "have", "soon", "also"})
_SAVES: Final = frozenset({"rescued", "saved", "picked up", "sheltered"})
_AID: Final = frozenset({"aid", "help", "rescue", "assistance"})


_ARRIVES: Final = frozenset({"came", "arrived", "reached", "passed", "appeared", "found", "spotted", "took"})
_HELPED: Final = frozenset({"rescued", "saved", "plucked", "fished", "picked", "picked up", "hauled"})
_HELPS: Final = _HELPED | {"rescued", "pulled", "brought", "helped"}


def _is_lawful(line: Line, party: Party, word: str) -> bool:
    """Say whether a party is of some service by what it is called: a patrol boat, officers."""
    if party.head == "people":
        return word in _OFFICERS
    return party.head == "vessel" and any(
        one.text.startswith("patrol") for one in line.tokens[party.first : party.after]
    )


def _quoted(line: Line, party: Party) -> bool:
    """Say whether a party is only named for what it says: according to the coast guard, who speaks for the navy."""
    before = [one.text for one in line.tokens[max(party.first - 2, 0) : party.first]]
    return before == ["according", "to"] or (before[-1:] == ["for"] and before[0].startswith(("speak", "spoke")))
