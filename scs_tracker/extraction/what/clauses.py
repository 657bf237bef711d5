"""Who does what to whom: subjects, objects and agents of a verb in a tokenised sentence.

This is no parser. It knows what stands next to a verb in press English: auxiliaries, the passive with *by*, relative
clauses, coordinated verbs that share a subject, *-ing* forms that borrow one, and the borders that no subject or object
crosses (*said*, *after*, *when*, a semicolon).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.agents import APART, ONTO, PREPOSITIONS, acts, agent_of, with_another
from scs_tracker.extraction.what.borders import (
    BE,
    HAVE,
    OBJECT_CONTROL,
    SUBORDINATE,
    behind_epithet,
    clause_start,
    counted_before,
    first_infinitive,
    first_linked,
    governor,
    has_it_done,
    has_of_its_own,
    in_aside,
    is_a_part_of_it,
    is_an_account,
    is_auxiliary,
    is_bare,
    is_introduced,
    is_object,
    is_of_each_other,
    is_subject,
    relative_at,
    speaks,
    told_in_a_relative,
    was_said_before,
)
from scs_tracker.extraction.what.forms import is_noun
from scs_tracker.extraction.what.relatives import beyond_as, has_a_verb, joined_within, over_at, participle_before
from scs_tracker.extraction.who.parties import Party, is_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.words.lexicon import Token
    from scs_tracker.extraction.words.sentences import Sentence

_KINDS: Final = itemgetter(0)
#: What may stand between an auxiliary and its participle.
_BETWEEN: Final = frozenset(
    "also then not again all both being been likewise twice thrice once later first soon never even still left".split()
)
_GET: Final = frozenset({"got", "gets", "get", "getting", "feel", "feels", "felt"})
_SELF: Final = frozenset({"itself", "themselves", "himself", "herself"})
#: These also begin mere phrases: ships that went along as escorts.
_PHRASAL: Final = frozenset({"as", "while", "after", "following", "before", "amid", "since"})
_JOINING: Final = frozenset({"and", "or", ",", "then", "&", "but"})
_ENDING: Final = frozenset({";", ":", '"', "–"})
_CLOSING: Final = _ENDING | {"(", ")"}
#: Participles whose 'by' names an owner, not who did it.
_BY_MEANS: Final = frozenset({"force", "radio", "night", "mistake", "accident", "surprise", "sea", "air", "turns"})
_SOME_OF: Final = frozenset("one two three four five six seven eight nine ten some several many most all".split())
#: Objects that phrases of the lexicon bring with them.
_OBJECTS: Final = frozenset("anchor anchors engine engines position station place course company pace chase".split())
#: Words with which 'by' says where: close by, stood by.
_BESIDE: Final = frozenset("close near hard stood stand standing lay lying passing nearby".split())


@dataclass(slots=True)
class Line:
    """A sentence with what was found in it.

    Attributes
    ----------
    sentence
        Where it stands.
    tokens
        Its tokens.
    parties
        Who is named.
    text
        The article as written.
    at
        For each token the party that it belongs to, or None.
    kinds
        What any of its tokens may be.
    words
        The folded words of its tokens.
    """

    sentence: Sentence
    tokens: Sequence[Token]
    parties: Sequence[Party]
    text: str = ""
    at: list[Party | None] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()
    words: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.words = [token.text for token in self.tokens]
        self.kinds = frozenset().union(*map(_KINDS, self.tokens))
        self.at = [None] * len(self.tokens)
        for party in self.parties:
            for index in range(party.first, party.after):
                self.at[index] = party

    def last_word(self, party: Party) -> str:
        """Return the word that says what a party is, in the singular."""
        inside = [
            one for one in self.tokens[party.first : party.after] if "head" in one.kinds and "unit" not in one.kinds
        ]
        last = party.first if party.after - party.first == 3 and party.head == "pronoun" else party.after - 1
        word = inside[-1].text if inside else self.tokens[last].text
        return word.rpartition(" ")[2].rstrip("s")

    def capital(self, index: int) -> bool:
        """Say whether the token at ``index`` begins with a capital letter."""
        start = self.tokens[index].start
        return self.text[start : start + 1].isupper()


def is_passive(line: Line, verb: int) -> bool:
    """Say whether the verb at ``verb`` is in the passive voice."""
    tokens = line.tokens
    forms = tokens[verb].kinds.get("verb", "")
    beside = {tokens[verb].text.rpartition(" ")[2], *(one.text for one in tokens[verb + 1 : verb + 2])}
    if "n" not in forms or not _SELF.isdisjoint(beside):
        return False  # two trawlers placed themselves across its path
    owned = line.at[verb - 1] if verb else None
    if owned is not None and owned.first and tokens[owned.first - 1].text in HAVE and owned.head != "pronoun":
        return True  # two men had their boat sunk
    if owned is not None and owned.owner and was_said_before(tokens, owned, verb):
        return True  # the boat was boarded and its crew arrested
    own = verb > 2 and has_of_its_own(line, verb)  # two boats had their path obstructed
    if owned is None and (own or has_it_done(tokens, verb) or is_a_part_of_it(tokens, verb)):
        return True  # they had rifles pointed at them, she came home with her side stove in
    index = beyond_as(line, verb - 1)
    while index >= 0 and (tokens[index].text.endswith("ly") or tokens[index].text in _BETWEEN):
        if tokens[index].text in {"being", "been"}:
            return True
        index -= 1
    if (
        index >= 0
        and (tokens[index].text.rpartition(" ")[2] in BE or tokens[index].text in _GET)  # working there were attacked
        and not (tokens[index].text == "s" and line.at[index] is not None)
    ):
        return True
    if index > 0 and tokens[index].text in _SELF and tokens[index - 1].text.startswith(("find", "found")):
        return True  # the crew found themselves surrounded
    if verb and tokens[verb - 1].text == "with" and "g" not in forms:
        return True  # with broken arms
    following = tokens[verb + 1].text if verb + 1 < len(tokens) else ""
    after = tokens[verb + 2].text if verb + 2 < len(tokens) else ""
    ahead = tokens[index].text if index >= 0 else ""
    if following == "by" and (after not in _BY_MEANS or ahead == ",") and ahead not in HAVE:
        return True  # …, ordered out by radio
    if following == "as" and after in {"they", "it", "she", "he"}:
        return True  # hindered as they were by two cutters
    if _is_headline_passive(line, verb):
        return True
    behind = {following, tokens[verb].text.rpartition(" ")[2]} if verb == 0 and not line.sentence.headline else set()
    if behind and not behind.isdisjoint(APART | {"and", ",", ":", "away"}):
        return True  # hampered for the fourth day, she found …
    own = tokens[verb].text.rpartition(" ")[2] in _OBJECTS  # a cutter dropped anchor in the lane
    if not own and is_bare(line, verb) and "d" in forms and (following in APART or following.endswith("ing")):
        return True  # fishermen detained near the islands
    row = index > 0 and tokens[index].text == "," and "n" in tokens[index - 1].kinds.get("verb", "")
    if index >= 0 and (tokens[index].text in {"and", "or"} or row):
        for back in range(index - 1, max(index - 14, -1), -1):
            if line.at[back] is None and "n" in tokens[back].kinds.get("verb", ""):
                return is_passive(line, back) and object_of(line, verb + 1, near=2) is None
            if tokens[back].text in _CLOSING or _is_new_subject(line, back):
                break
    if "d" in forms or index < 0 or tokens[index].text == "to":  # tried to run the boat down
        return False
    for back in range(index, max(index - 10, -1), -1):
        if tokens[back].text in HAVE:
            return False
        if tokens[back].text in BE or tokens[back].text in _CLOSING:
            break
    return True


def _is_headline_passive(line: Line, verb: int) -> bool:
    """Say whether a headline leaves out 'was': Chinese cutter shadowed near Dongsha, trawlers seized."""
    party = line.at[verb - 1] if verb and line.sentence.headline else None
    if party is None or party.head in {"pronoun", "speaker"} or line.at[verb] is not None:
        return False
    if "hitwith" in line.tokens[verb].kinds and line.words[verb + 1 : verb + 2] == ["with"]:
        return True  # officers pelted with petrol bombs
    types = {kind for one in line.tokens[verb].kinds.get("act", ()) for kind in one.types}
    following = line.tokens[verb + 1].text if verb + 1 < len(line.tokens) else ","
    hit = object_of(line, verb + 1, near=4)
    if types.isdisjoint(_SUFFERED) or (hit is not None and not (following == "on" and hit.head == "mission")):
        return False  # ship doused on a supply run
    if line.tokens[verb].text.rpartition(" ")[2] in APART:
        return True  # vessel expelled from waters
    return following in APART or following in _BEHIND_PASSIVES or hit is not None or with_another(line, verb)


#: What stands behind the participle of a headline: pushed out twice in a week.
_BEHIND_PASSIVES: Final = frozenset({",", "at", "as", "after", "away", "back", "to", "twice", "again", "once", "when"})
#: What somebody suffers where a headline names nobody behind the verb.
_SUFFERED: Final = frozenset(
    (
        "detention seizure boarding harassment shadowing expulsion standoff water_cannon blocking air_intercept "
        "shots_fired"
    ).split()
)


def _is_new_subject(line: Line, index: int) -> bool:
    """Say whether somebody new begins to act at a token: …, and the cutter rammed it."""
    party = line.at[index]
    return party is not None and not _preposed(line, party) and party.after - 1 == index


def subject_of(line: Line, verb: int, *, depth: int = 0) -> tuple[Party | None, str]:
    """Return the subject of the verb at ``verb``, and by which rule it was found."""
    tokens = line.tokens
    index = beyond_as(line, verb - 1)
    while index >= 0 and line.at[index] is None and is_auxiliary(tokens[index]):
        index -= 1
    if index < 0:
        opens = "g" in tokens[verb].kinds.get("verb", "") or is_passive(line, verb)
        return (_after_comma(line, verb), "opening") if opens else (None, "")
    word = tokens[index].text
    beside = line.at[index]
    if beside is not None and "g" in tokens[verb].kinds.get("verb", "") and is_introduced(tokens, beside):
        return beside, "with"  # with two cutters getting in front of her, video of a ship butting a boat
    if line.at[index] is None and any(one.types == ("drone",) for one in tokens[index].kinds.get("act", ())):
        return None, "tool"  # a drone circled overhead
    whose = next((at for at in range(index, max(index - 4, 0), -1) if tokens[at].text == "whose"), 0)
    if whose and all(line.at[at] is None for at in range(whose, index + 1)):
        return _antecedent(line, whose - 1), "relative"  # a boat whose nets were slashed
    if word == "to" and depth < 4:
        return _controlled(line, index, depth)
    if word.endswith(" to") and "attempt" in tokens[index].kinds and tokens[index - 1].text in _JOINING and depth < 4:
        return subject_of(line, index, depth=depth + 1)  # came after it and tried to ram it
    opened = relative_at(line, index)
    if opened >= 0:
        return _antecedent(line, opened - 1), "relative"
    if tokens[index + 1].text == "being" and {"report", "verb"} <= tokens[index].kinds.keys() and depth < 4:
        return subject_of(line, index, depth=depth + 1)  # a boat reported being driven off
    if word in {"of", "for", "from", "in"} and "g" in tokens[verb].kinds.get("verb", ""):
        if is_of_each_other(line, index):
            return None, "each-accused"
        accused = _before_of(line, index - 1)
        if accused is not None:
            return accused, "accused-of"
        return _shared(line, index), "gerund"
    if word in SUBORDINATE and any(one.text == "being" for one in tokens[index + 1 : verb]):
        return _shared(line, index), "shared"  # limped on after being rammed
    if word in _JOINING and tokens[verb].kinds.get("verb", "") == "b" and depth < 4:
        first = first_infinitive(line, index)
        if first:
            return subject_of(line, first, depth=depth + 1)
    if word == "with" and is_passive(line, verb):  # came home with broken arms
        return _shared(line, index), "with"
    if word == "by" and index and tokens[index - 1].text in _BESIDE:  # ships that lay close by
        return _nearest(line, index), "subject"
    row = participle_before(line, index) if word in _JOINING and depth < 4 else -1
    if row >= 0 and "g" in tokens[verb].kinds.get("verb", ""):
        return subject_of(line, row, depth=depth + 1)  # film of cutters driving into boats and spraying them
    joined = joined_within(line, index) if word in _JOINING else -1
    if joined >= 0:
        return _antecedent(line, joined - 1), "relative"  # the owner of the ship that hit and sank it
    if word in _JOINING or word in SUBORDINATE or word in {"by", "with", "without", "through", "in", "–"}:
        if "g" in tokens[verb].kinds.get("verb", "") or word in _JOINING:
            return _shared(line, index), "shared"
        return None, ""
    found = _nearest(line, index)
    follows = found is not None and found.after == verb and is_passive(line, verb)  # released the men seized near it
    over = over_at(line, found, index) if found is not None and not follows else -1
    return _antecedent(line, over - 1) if over >= 0 else found, "subject"


def _after_comma(line: Line, verb: int) -> Party | None:
    """Return the subject that follows an opening -ing form: Using a laser, the Chinese ship did so."""
    for index in range(verb + 1, min(verb + 30, len(line.tokens))):
        if line.tokens[index].text in {",", ":"}:
            following = next((one for one in line.parties if one.first > index), None)
            return following if following is not None and acts(following) else None
    return None


def _controlled(line: Line, index: int, depth: int) -> tuple[Party | None, str]:
    """Find the subject of an infinitive: tried to ram, used water cannon to block, forced the boats to leave."""
    before = line.at[index - 1] if index else None
    leading = first_linked(line, before) if before is not None else None
    if leading is not None and leading.first and line.tokens[leading.first - 1].text == "by" and acts(leading):
        if line.tokens[leading.first - 2].text in OBJECT_CONTROL:  # a frigate was sent by Beijing to challenge her
            return subject_of(line, leading.first - 2, depth=depth + 1)[0], "control"
        return leading, "attempt-by"
    if leading is not None and acts(leading) and _is_whose_move(line, leading):
        return leading, "move-of"  # it was a provocative act of the two ships to come so near
    counted = counted_before(line, index)
    if counted is not None:
        return counted, "counted"  # the third Chinese ship this month to ram a boat
    for back in range(index - 1, max(index - 14, -1), -1):
        token = line.tokens[back]
        if token.text in _CLOSING or (token.text in SUBORDINATE and line.at[back] is None):
            break
        controls = token.text in OBJECT_CONTROL
        if not controls and is_noun(line, back):
            continue  # made a hazardous pass to turn it away
        if (controls or "verb" in token.kinds or "attempt" in token.kinds) and line.at[back] is None:
            if controls and is_passive(line, back):
                return subject_of(line, back, depth=depth + 1)[0], "control"  # a frigate was sent to drive it away
            if controls:
                inside = [one for one in line.parties if back < one.first and one.after <= index and acts(one)]
                if inside:
                    return inside[0], "object-control"
            if is_passive(line, back):
                # water cannon was used by China to block: the agent does it
                agent = agent_of(line, back + 1, near=index - back - 1)
                return agent or subject_of(line, back, depth=depth + 1)[0], "control"
            return subject_of(line, back, depth=depth + 1)[0], "control"
    return _nearest(line, index - 1), "infinitive"


def _is_whose_move(line: Line, party: Party) -> bool:
    """Say whether what follows is called somebody's act: a planned act of the vessels to barge in, a bid by it to."""
    of = party.first - 1
    return of > 0 and line.tokens[of].text in {"of", "by"} and line.tokens[of - 1].text in _MOVES


_MOVES: Final = frozenset(
    "act move provocation stunt ploy trick manoeuvre maneuver step decision choice scheme bid plot gambit".split()
)


def _antecedent(line: Line, index: int) -> Party | None:
    if index >= 0 and "tool" in line.tokens[index].kinds:
        return None  # a barrier that kept them out
    for back in range(index, max(index - 10, -1), -1):
        party = line.at[back]
        if party is not None:
            return first_linked(line, party) if acts(party) else None
        if line.tokens[back].text in _ENDING:
            return None
    return None


def _before_of(line: Line, index: int) -> Party | None:
    """Return whoever stands before 'of firing', 'for blocking', with an adverb or a date between."""
    for back in range(index, max(index - 7, -1), -1):
        party = line.at[back]
        token = line.tokens[back]
        if party is not None:
            return party if acts(party) and not is_place(party, line.tokens) else None
        if "verb" in token.kinds and not ("accuse" in token.kinds or "condemn" in token.kinds):
            return None
    return None


def _preposed(line: Line, party: Party) -> bool:
    """Say whether a preposition stands before a party, so that it is no subject."""
    return party.first > 0 and line.tokens[behind_epithet(line.tokens, party.first) - 1].text in PREPOSITIONS


def _nearest(line: Line, index: int) -> Party | None:
    fallback: Party | None = None
    position = index
    while position >= 0 and index - position < 30:
        party = line.at[position]
        token = line.tokens[position]
        if party is not None:
            if is_place(party, line.tokens) or not acts(party) or is_object(line, party):
                stands = party.head == "thing" and party.after == index + 1
                if stands and line.tokens[party.first - 1].text not in _WHERE:  # had died at sea
                    over = over_at(line, party, index)  # ships that flew no flag closed in
                    return _antecedent(line, over - 1) if over >= 0 else None
            else:
                leading = first_linked(line, party)
                some = leading.first > 1 and line.tokens[leading.first - 2].text in _SOME_OF  # four of its men
                if some or not _preposed(line, leading):
                    return _beyond_participle(line, leading)
                fallback = fallback or leading
                position = leading.first - 1
                continue
            position = party.first - 1
            continue
        if token.text in _ENDING or "report" in token.kinds:
            break
        aside = token.text in {"who", "which"} and fallback is None and has_a_verb(line, position + 1, index)
        if token.text in SUBORDINATE and not aside and (fallback is not None or token.text not in _PHRASAL):
            break
        position -= 1
    return fallback


def _beyond_participle(line: Line, party: Party) -> Party:
    """Return whoever does what an -ing form before a party says: a tug escorting the rig drove into it."""
    at = party.first - 1
    before = line.at[at - 1] if at > 0 and line.at[at] is None else None
    back = at
    while back > 1 and line.tokens[back].text in ONTO and line.at[back] is None:
        back -= 1
    if back > 1 and line.at[back] is None and _is_no_report(line.tokens[back]):
        back -= 1
        while back > 0 and line.at[back] is None and is_auxiliary(line.tokens[back]):
            back -= 1
        if line.tokens[back].text in {"that", "which", "who"} and back and line.at[back - 1] is not None:
            return _antecedent(line, back - 1) or party  # ships that had been trailing it blocked its course
    if before is None or "g" not in line.tokens[at].kinds.get("verb", "") or before.possessive:
        return party
    return before if acts(before) and not _preposed(line, before) else party


def _is_no_report(token: Token) -> bool:
    """Say whether a word is a verb and none of saying: men who say soldiers fired on them."""
    return "verb" in token.kinds and "report" not in token.kinds


#: Words before a thing that is where somebody is, or whence he comes.
_WHERE: Final = frozenset("at without from in inside within near off outside".split())
#: Words behind which somebody new begins to act.
_ROUGHLY: Final = frozenset({"about", "some", "around", "nearly", "roughly", "almost"})
_OPENS: Final = frozenset({"and", "but", "while", "as", "when", "how", "that"})


def _shared(line: Line, index: int) -> Party | None:
    """Return the subject that a coordinated verb or an -ing form shares: the first that can act in its clause."""
    agent = told_in_a_relative(line, index)
    if agent is not None and acts(agent):
        return agent
    start = clause_start(line, index)
    while True:
        fronted = start > 0 and line.tokens[start - 1].text in SUBORDINATE  # as it was being towed, a cutter came up
        for party in reversed(line.parties):  # …, and Chinese planes went up to track and drive it off
            counted = party.first > start and line.tokens[party.first - 1].text in _ROUGHLY  # that about 40 men
            before = line.tokens[party.first - 1 - counted].text if party.first - counted > start else ""
            opens = before in _OPENS or (fronted and before == ",")
            beside = start < party.first and party.after <= index and opens and acts(party)
            begins = is_subject(line, party) or (fronted and before == ",")
            if beside and begins and not party.possessive and not speaks(line, party):
                return first_linked(line, party)
        for party in line.parties:
            standing = start <= party.first and party.after <= index + 1 and acts(party) and not _preposed(line, party)
            if (
                standing
                and not is_object(line, party)
                and not is_place(party, line.tokens)
                and not (party.possessive or is_an_account(line, party))
                and not in_aside(line, party, index)
            ):
                verb = governor(line, party)
                if verb < start:
                    return party
                who = subject_of(line, verb)[0]  # men from a cutter boarded it and took
                return who if who is not None or "act" in line.tokens[verb].kinds else party
        if start == 0:
            return None
        start = clause_start(line, start - 2) if start >= 2 else 0


def object_of(line: Line, after: int, *, near: int = 40) -> Party | None:
    """Return what a verb that ends before token ``after`` is done to."""
    tokens, index = line.tokens, after
    apart = joined = False
    while index < len(tokens) and index - after < near:
        party = line.at[index]
        token = tokens[index]
        if party is not None:
            if party.first < after:
                index = party.after
                continue
            if speaks(line, party):
                return None
            if joined and is_subject(line, party):  # … and the cutter struck it
                return None
            if acts(party) and not is_place(party, tokens) and not apart:
                return party
            index = party.after
            apart = False
            continue
        word = token.text
        aside = word == "with" and tokens[index - 1].text == ","  # …, with two cutters at its side
        if aside or word in SUBORDINATE or word in _ENDING or word in {"who", "whose", "that"}:
            return None
        if "report" in token.kinds and "n" not in token.kinds.get("verb", ""):
            return None
        if joined and tokens[index - 1].text == "and" and word in {"was", "were", "is", "are", "had", "has"}:
            return None  # sailed close to the islands and was met by a frigate
        if word in APART:
            apart = True
        elif word in ONTO or word in {",", "and"}:
            apart = False
            joined = word not in ONTO
        index += 1
    return None
