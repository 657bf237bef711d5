"""The article as a whole: its lines in order, with parties, dates and acts, and whose side everybody is on.

Here *its* and *their* are given the country of whoever stands before them in the sentence, or spoke last, and *the
coast guard* that of the coast guard named before, or of the dateline. Who *it* and *the vessel* are depends on what
they do, and is settled in ``roles``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.settling.sides import CLAIMANTS
from scs_tracker.extraction.what import acts, borders
from scs_tracker.extraction.what.clauses import Line
from scs_tracker.extraction.when import coming, datelines, retrospect, stretches, weeks, years
from scs_tracker.extraction.where import anaphors, naming, places
from scs_tracker.extraction.who import actors, belonging, introduced, senders, voices
from scs_tracker.extraction.who.parties import CONCRETE, Party, code_of, is_place, sole_country
from scs_tracker.extraction.words import sentences, units
from scs_tracker.extraction.words.folding import fold
from scs_tracker.extraction.words.lexicon import Token, lexicon, tokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.what.forms import Act
    from scs_tracker.extraction.when.dates import When
    from scs_tracker.extraction.where.places import Spot

#: Services that are a state's own, so that one without a country is the dateline's.
_STATE: Final = frozenset(
    {
        "coast guard",
        "navy",
        "air force",
        "fisheries authority",
        "maritime authority",
        "surveillance",
        "fishing",
        "resupply",
    }
)
#: Who is at home where the dateline is, and is of no service of its own here.
_GUARDS: Final = frozenset({"border guard", "border guards"})
#: How many sentences back 'the shoal' may have been named.
_BACK: Final = 40
_OWNERS: Final = frozenset({"state", "force", "vessel"})
#: What a command is of.
_NO_SERVICE: Final = frozenset({"", "unknown"})
_WITH_SAILORS: Final = frozenset({"coast guard", "fisheries authority", "militia", "maritime authority"})
_UNARMED: Final = frozenset({"civilian", "resupply", "fishing"})


@dataclass(slots=True)
class Story:
    """An article, read sentence by sentence.

    Attributes
    ----------
    text, folded
        As written, and folded.
    today
        The day of the dateline, or of the publication.
    body
        Where the text begins behind the dateline.
    home
        Country of the dateline, or empty.
    at_sea
        The dateline itself is at sea.
    here, elsewhere
        How often places of this sea are named, and places elsewhere.
    lines
        Its sentences with tokens and parties.
    whens
        The dates of each line.
    acts
        What is told, in order.
    countries
        How often each country is named.
    spots
        The places of the lines that were asked for.
    codes
        Every actor of the article.
    speakers
        The country of whoever says a line, of the lines that were asked for.
    """

    text: str
    folded: str
    today: dt.date
    body: int
    home: str = ""
    at_sea: bool = False
    here: int = 0
    elsewhere: int = 0
    lines: list[Line] = field(default_factory=list)
    whens: list[list[When]] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    countries: Counter[str] = field(default_factory=Counter)
    spots: dict[int, list[Spot]] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    speakers: dict[int, str] = field(default_factory=dict)

    def spots_of(self, index: int) -> list[Spot]:
        """Return the places that a line names, found once."""
        if index not in self.spots:
            hint = anaphors.last_named(self.lines[max(index - _BACK, 0) : index], self.lines[index])
            self.spots[index] = places.find(self.lines[index], self.text, self.codes, hint=hint)
        return self.spots[index]


def read(text: str, published: dt.date) -> Story:
    """Read an article: sentences, parties, dates and acts."""
    folded = fold(text)
    words = lexicon()
    spans = sentences.split(text)
    first = next((one for one in spans if not one.headline), None)
    body, today = datelines.dateline(text, first.start, published) if first is not None else (0, published)
    story = Story(text, folded, today, body)
    if first is not None and body > first.start:
        line = tokenise(text, folded, first.start, body, [], words)
        parts = [words.kinds_of(part) for one in line for part in (one.text, *one.text.split(", "))]
        story.home = next((kinds["shore"] for kinds in parts if "shore" in kinds), "")
        if not story.home and any(one.text.startswith("aboard") for one in line):  # aboard a Philippine supply boat
            story.home = next((kinds["country"] for kinds in parts if "country" in kinds), "")
        story.at_sea = any("place" in one.kinds and places.is_sea(one.kinds["place"]) for one in line)
    names = units.find(text, words)
    for place_start, place_end, features in places.doubled(text):
        if not any(one.start < place_end and place_start < one.end for one in names):
            names.append(Token({"place": features}, folded[place_start:place_end], place_start, place_end))
    names.sort(key=lambda one: one.start)
    memory = _Memory(story.home)
    at = 0
    for sentence in spans:
        start = max(sentence.start, body) if sentence.start < body <= sentence.end else sentence.start
        inside: list[Token] = []
        while at < len(names) and names[at].start < sentence.end:
            if names[at].start >= start:
                inside.append(names[at])
            at += 1
        tokens = naming.settled(tokenise(text, folded, start, sentence.end, inside, words))
        _add(story, sentence, tokens, memory)
    weeks.settle(story.lines, story.whens, folded, story.today)
    coming.leave_out(story.lines, story.whens)
    story.codes = frozenset(party.code for line in story.lines for party in line.parties if party.code)
    return story


def _add(story: Story, sentence: sentences.Sentence, tokens: list[Token], memory: _Memory) -> None:
    tokens = introduced.mark(tokens, memory.ships, story.text)
    line = Line(sentence, tokens, actors.find(tokens, story.text), story.text)
    story.lines.append(line)
    timed = "timed" in line.kinds or "retold" in line.kinds or _may_name_a_day(line)
    start, end = (tokens[0].start, sentence.end) if tokens else (sentence.start, sentence.end)
    whens = list(stretches.find(story.text, story.folded, start, end, story.today)) if timed else []
    if whens and "unit" in line.kinds:
        named = [one for one in tokens if "unit" in one.kinds]  # Unaizah May 4 is no date
        whens = [one for one in whens if not any(unit.start < one.end and one.start < unit.end for unit in named)]
    if whens:
        whens = years.of_deeds(whens, story.folded)
        whens = retrospect.of_the_time_told(whens, line, story)
        whens = years.before_the_last(whens, story.whens, story.folded)
        whens = years.carried_on(whens, line, story.lines[:-1], story.whens, story.folded, story.today)
        whens = weeks.of_the_week_told(whens, story.whens, story.folded)
    story.whens.append(whens)
    memory.hear(line)
    if "act" in line.kinds:
        story.acts += acts.find(line, story.folded)
    for token in () if _NAMED.isdisjoint(line.kinds) else tokens:
        if "elsewhere" in token.kinds:
            story.elsewhere += 1
        elif "place" in token.kinds and places.is_sea(token.kinds["place"]):
            story.here += 1
    for party in line.parties:
        if party.country and party.head != "thing" and not is_place(party, tokens):
            story.countries[party.country] += 1


_NAMED: Final = frozenset({"elsewhere", "place"})


def _may_name_a_day(line: Line) -> bool:
    """Say whether a sentence may have a date without any word of dates: the 17th, 20/4, two days on, ever since."""
    words = line.words
    if not _OF_DAYS.isdisjoint(words) or any(word[-5:-2] in _CENTURIES for word in words):
        return True
    return "number" in line.kinds and any(
        "number" in one.kinds and one.text.startswith(("19", "20")) for one in line.tokens
    )


_CENTURIES: Final = frozenset({".20", ".19"})
_OF_DAYS: Final = frozenset({"/", "st", "nd", "rd", "th", "days", "weeks", "ever"})


@dataclass(slots=True)
class _Memory:
    """Whoever was named so far, the last first."""

    home: str
    named: list[Party] = field(default_factory=list)
    words: dict[int, str] = field(default_factory=dict)
    speaker: Party | None = None
    teller: str = ""
    afloat: list[Party] = field(default_factory=list)
    ships: dict[str, Party] = field(default_factory=dict)

    def hear(self, line: Line) -> None:
        """Give the parties of a line their countries as far as words alone decide, and remember them."""
        if not self.teller:
            self.teller = next((one.country for one in line.parties if voices.tells(line, one)), "")
        for position, party in enumerate(line.parties):
            if not party.country:
                self._resolve(party, line.parties[:position], line)
            elif not party.service and any(
                one.text.startswith("counterpart") for one in line.tokens[party.first : party.after]
            ):
                self._as_counterpart(party, line.parties[:position])
            elif not party.service and party.definite and party.head in {"vessel", "aircraft"}:
                self._specify(party, line.last_word(party))
            if party.country and not party.guessed and not is_place(party, line.tokens) and party.head != "thing":
                self.named.append(party)
                self.words[id(party)] = line.last_word(party)
        for one, other in pairwise(line.parties):
            if one.possessive and one.head == "vessel" and other.first == one.after and not other.country:
                self._of_a_ship(other, one, line)
        for one, other in pairwise(line.parties):  # forces of the command
            if other.first != one.after + 1:
                continue
            between = line.words[one.after : other.first]
            whose = self._ship(other) if between in (["of"], ["from"]) else other
            if between in (["of"], ["from"]) and not one.country and whose.country and whose.head in _OWNERS:
                self._inherit(one, whose)
                one.guessed = whose.guessed or between != ["from"] or one.head != "people"
                self.named.append(one)
                self.words[id(one)] = line.last_word(one)
        for party in line.parties:
            self.ships.update(dict.fromkeys(introduced.names_of(party, line.tokens), party))
        self.afloat = [one for one in line.parties if one.head == "vessel"] or self.afloat
        speaking = [one for one in line.parties if one.country and voices.gives_an_account(line, one)]
        if speaking:
            self.speaker = speaking[0]

    def _is_a_crew_of_those_before(self, party: Party, before: Sequence[Party], line: Line) -> bool:
        """Say whether 'their crews' are those of ships of no country in the sentence before."""
        if line.last_word(party) != "crew" or any(one.country for one in before):
            return False
        ships = [one for one in self.afloat if (one.many or bool(one.links)) == (party.owner == "their")]
        return bool(ships) and not ships[-1].country

    def _of_a_ship(self, party: Party, ship: Party, line: Line) -> None:
        """Give the crew of a ship that was named before her country: the boat's crew."""
        heads = [one.text.rstrip("s") for one in line.tokens[ship.first : ship.after] if "head" in one.kinds]
        alike = (one for one in reversed(self.named) if heads and self.words.get(id(one), "") == heads[-1])
        found = ship if ship.country else next(alike, None)
        if found is not None:
            self._inherit(party, found)
            party.definite = True

    def _specify(self, party: Party, word: str) -> None:
        """Give 'the Chinese ship' the service of the Chinese ship named before; a ship is no boat of fishers."""
        alike = [one for one in reversed(self.named) if one.country == party.country and one.head == party.head]
        if word == "ship":
            alike = [one for one in alike if one.service not in _UNARMED] or alike
        if word in {"boat", "trawler"}:  # cutters and fishing boats: the Chinese boats are the fishers'
            alike = [one for one in alike if one.service in _UNARMED] or alike
        if alike and alike[0].service:
            party.service, party.code = alike[0].service, alike[0].code

    def _resolve(self, party: Party, before: Sequence[Party], line: Line) -> None:
        """Find the country of somebody who is named by what he is alone."""
        sender = senders.sender_of(party, line)
        ship = self.ships.get(party.units[0]) if party.units else None
        if ship is not None and not party.service:
            party.definite = True
            self._inherit(party, ship)
        elif sender is not None:
            party.country, party.code = sender.country, code_of(sender.country, party.service, party.head)
        elif (agency := belonging.of_the_agency(party, line, self.named)) is not None:
            self._inherit(party, agency)
        elif party.owner in {"our", "my"}:
            self._resolve_ours(party, line)
        elif party.owner and before and belonging.is_joined(before[-1], party, line):
            if before[-1].country:  # the boats and their escorts
                self._inherit(party, before[-1])
        elif party.owner in {"its", "their"} and self._is_a_crew_of_those_before(party, before, line):
            party.definite = True  # two boats were told to stop; their crews threw bottles
        elif party.owner:
            self._resolve_owned(party, before, line)
        elif (voice := _own_service(party, before, line)) is not None:
            self._inherit(party, voice)
            party.definite = party.definite or bool(party.arms)
        elif (ship := belonging.ship_of_sailors(party, before, self.afloat, line)) is not None:
            self._inherit(party, ship)
        elif party.service and (own := voices.own_ship(party, line)):
            party.country, party.code = own, code_of(own, party.service, party.head)
        elif party.service:
            self._resolve_service(party, before, line)
        elif party.arms and not before and self._commands():
            self._inherit(party, self._commands()[-1])
        elif party.head == "force" and party.definite:
            forces = [one for one in reversed(self.named) if one.head == "force"]
            word = line.last_word(party)
            found = next((one for one in forces if self.words.get(id(one), "") == word), next(iter(forces), None))
            if found is not None:
                self._inherit(party, found)

    def _resolve_ours(self, party: Party, line: Line) -> None:
        """Take whoever speaks: by our forces, said a spokesman of China's command."""
        said = [one for one in line.parties if one.head in borders.VOICES and voices.is_voice(line, one)]
        for one in said:
            if not (one.country or one.owner) and one.head == "force" and one.first > party.first:
                self._resolve(one, [], line)  # we told it to go, the agency said
        speaking = [one for one in said if one.country]
        found = speaking[0] if speaking else self.speaker
        if party.head == "pronoun":
            speaking = [one for one in speaking if one.head != "state"] or speaking
            found = speaking[0] if speaking else self.speaker
            crews = [one for one in line.parties if one.head == "people" and voices.is_voice(line, one)]
            found = crews[0] if crews and not speaking else found
        if found is not None and found.country:
            self._inherit(party, found)
            if party.head == "pronoun" and found.service:  # we answered them, said the navy
                party.service, party.code = found.service, found.code
        elif self.home:  # our boat, wrote somebody aboard
            party.country, party.guessed = self.home, True
            if party.head == "pronoun" and found is not None and found.head == "people":
                party.service = found.service or ("fishing" if line.last_word(found) == "skipper" else "")
            party.code = code_of(self.home, party.service, party.head)

    def _resolve_owned(self, party: Party, before: Sequence[Party], line: Line) -> None:
        """Take whose boat or crew it is: its, their, his, her."""
        boat = belonging.of_one_before(before, party, line)
        if boat is not None:
            self._inherit(party, boat)
            return
        if belonging.is_of_another(before, line, party.owner):
            party.definite = True  # when the other boat came up and its men shot: of no country that is told
            return
        if party.owner == "its" and before and all(belonging.is_inserted(one, line) for one in before):
            before = [one for one in self.named if one.head == "vessel" and one not in line.parties][-1:] or before
        if belonging.of_a_pronoun(party, before, line):
            theirs = [one for one in self.named if one not in before and one.head in {"people", "vessel"}]
            if theirs:
                self._inherit(party, theirs[-1])
            return
        earlier = [one for one in before if one.country not in {"", "elsewhere"} and not is_place(one, line.tokens)]
        earlier = [one for one in earlier if _in_number(party.owner, one)] or belonging.of_several(party, earlier)
        earlier = belonging.of_the_trade(party, earlier)
        candidates = [one for one in earlier if one.head in {"state", "force", "speaker"}] or earlier
        leads = candidates and candidates[0].head in {"state", "force"} and not candidates[0].possessive
        found = candidates[0] if leads else candidates[-1] if candidates else self.speaker
        if party.owner in {"his", "her"} and earlier and earlier[0].head in {"people", "vessel"}:
            found = earlier[0]  # the skipper told the coast guard that his boat was hit
        ships = [one for one in earlier if one.head == "vessel" and one.units]
        if party.owner == "her" and ships:
            found = ships[-1]  # a trawler rammed the corvette as her men boarded another
        if found is not None:
            self._inherit(party, found)

    def _resolve_service(self, party: Party, before: Sequence[Party], line: Line) -> None:
        """Take the country of a service that was named before, that is at home here, or that tells of it."""
        command = belonging.of_the_command(party, line, self._commands())
        command = command or belonging.of_the_statement(party, line, self.speaker)
        if command is not None:
            self._inherit(party, command)
            party.code, party.guessed = code_of(party.country, party.service, party.head), False
            return
        ship = next((one for one in reversed(self.named) if one.head == "vessel" and one.country), None)
        if party.first == 0 and ship and ship.service in _WITH_SAILORS and belonging.is_a_mere_crew(party, line.tokens):
            self._inherit(party, ship)  # sailors came aboard: of the ship before
            return
        found = self._of_the_service(party, before, line)
        if party.head == "force" and not party.definite:  # naval forces were sent, said the army's spokesman
            near = [one for one in before if one.country and one.head in {"force", "state"}]
            near = [one for one in near if not one.guessed or (one.definite and one.service in _NO_SERVICE)]
            if not before:  # naval forces were sent to track her, the command announced
                near = self._commands()
            if near:
                self._inherit(party, near[-1])
                party.code, party.guessed = code_of(party.country, party.service, party.head), False
                return
        able = party.service in _STATE or line.tokens[party.after - 1].text in _GUARDS
        told_in = voices.where_told(line, party, armed=party.service not in _UNARMED)
        home = told_in if told_in in CLAIMANTS else self.home  # blocked a fishing boat, officials in Manila said
        at_home = bool(home) and able and not (belonging.is_foreign(party, line) or self._is_far(party))
        if found is not None and at_home and self._is_the_voice_of_home(party, found, line):
            found = None  # after Chinese air force planes: the air force said, in Kuala Lumpur
        if alone := sole_country("militia") if party.service == "militia" else "":
            party.country, party.guessed = alone, True
        elif found is not None and not (party.service == "resupply" and found.service != "resupply"):
            party.country, party.guessed = found.country, True
        elif at_home:
            vague = party.head in {"vessel", "aircraft"} and not party.definite
            party.country, party.guessed = home, vague or party.service in {"fishing", "resupply"}
        elif self.teller and party.service in _STATE and _is_ours(party) and not belonging.is_foreign(party, line):
            party.country, party.guessed = self.teller, True
        elif alone := belonging.of_those_alone(party, self.named):
            party.country, party.guessed = alone, True
        elif found is not None:
            party.country, party.guessed = found.country, True
        else:
            return
        party.code = code_of(party.country, party.service, party.head)

    def _is_the_voice_of_home(self, party: Party, found: Party, line: Line) -> bool:
        """Say whether a service speaks of which another country was only told to have ships or planes."""
        if found.country == self.home or party.head != "force" or not party.definite:
            return False
        forces = any(one.head == "force" and one.country == found.country for one in self.named)
        return not forces and found.head in {"vessel", "aircraft"} and voices.reports(line, party)

    def _of_the_service(self, party: Party, before: Sequence[Party], line: Line) -> Party | None:
        """Return whoever of a service was named last, or whose unarmed boat or crew it may be."""
        if party.units and party.head == "vessel" and not party.units[0].startswith(_NUMBERED):
            party.definite = False  # the frigate Xianning: another than those before
        same = [one for one in self.named if one.service == party.service]
        if party.definite and party.many:  # BRP Cabra slowed down as the cutters came up: others than she
            here = {id(one) for one in before if one.units}
            same = [one for one in same if id(one) not in here] or same
        word = line.last_word(party)
        again = belonging.is_one_more(party, line)
        alike = [one for one in same if self.words.get(id(one), "") == word] if party.definite or again else []
        found = next(iter(alike or same) if again else reversed(alike or same), None)
        if found is None and party.definite and party.head in {"vessel", "people"} and party.service in _UNARMED:
            here = {id(one) for one in before}  # whoever acts in the sentence is somebody else
            able = (one for one in reversed(self.named) if one.head in {"vessel", "people"} and id(one) not in here)
            found = next((one for one in able if not belonging.is_patrol_of_others(one, party, self.home)), None)
        return found

    def _ship(self, party: Party) -> Party:
        """Return the ship named last for one that is only called the ship: pilots from the ship."""
        if party.country or party.head != "vessel" or not party.definite:
            return party
        return next((one for one in reversed(self.named) if one.units and one.head == "vessel"), party)

    def _commands(self) -> list[Party]:
        """Return the commands of no service of their own that were named so far."""
        return [one for one in self.named if one.head == "force" and one.service in _NO_SERVICE]

    def _is_far(self, party: Party) -> bool:
        """Say whether boats are no boats of the dateline's country, as that one does not lie at this sea."""
        return self.home not in CLAIMANTS and party.service in _UNARMED and not party.definite

    def _as_counterpart(self, party: Party, before: Sequence[Party]) -> None:
        """Give 'its Chinese counterpart' the service of whoever stands before it."""
        told = reversed([*self.named, *before])
        named = next((one for one in told if one.service and one.service not in _UNARMED), None)
        if named is not None:
            party.service = named.service
            party.code = code_of(party.country, party.service, party.head)

    @staticmethod
    def _inherit(party: Party, found: Party) -> None:
        party.country, party.guessed = found.country, True
        crew = party.service == "navy" and not party.stated and found.service in _WITH_SAILORS  # a cutter's sailors
        if (crew or not party.service) and party.head in CONCRETE:
            party.service = found.service
            party.code = found.code if found.head != "state" else ""
        if not party.code:
            party.code = code_of(party.country, party.service, party.head)


def _is_ours(party: Party) -> bool:
    """Say whether a service without a country is that of who tells of it, rather than who was met: four cutters."""
    return party.definite or party.head != "vessel" or party.service in _UNARMED


def _own_service(party: Party, before: Sequence[Party], line: Line) -> Party | None:
    """Return who says a clause in which 'the air force' is its own: China's military said that the air force …."""
    ours = party.service in _STATE and party.definite and party.head == "force"
    sent = party.service in _STATE and not party.definite and party.first > 0 and party.head in {"vessel", "aircraft"}
    if sent and line.tokens[party.first - 1].text == "that":  # the command reported that fighters had gone up
        commands = [
            one for one in before if one.head == "force" and one.service in _NO_SERVICE and voices.tells(line, one)
        ]
        return commands[-1] if commands else None
    if not (ours or party.arms):
        return None
    telling = [one for one in before if voices.tells(line, one) and not one.guessed]
    if party.arms and not telling and before and before[-1].head in {"force", "state"} and before[-1].country:
        return before[-1]  # the command directed naval and air forces to follow her
    return telling[-1] if telling else None


def _in_number(owner: str, one: Party) -> bool:
    """Say whether somebody may be meant by its or their: the ship found two boats, and its sailors boarded them."""
    if one.head not in {"vessel", "aircraft", "people"} or owner not in {"its", "their"}:
        return True
    several = one.many or bool(one.links) or one.head == "people"
    return several == (owner == "their")


#: Numbers that only tell more of a ship named before: the destroyer, hull 139.
_NUMBERED: Final = ("bow ", "hull ", "pennant ", "side ")
