"""Where a clause begins, and what only stands in an aside such as ', they told the bureau,'."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.forms import PICTURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party
    from scs_tracker.extraction.words.lexicon import Token

#: Verbs whose object does what the infinitive behind it says.
OBJECT_CONTROL: Final = frozenset(
    (
        "sent directed tasked instructed dispatched deployed scrambled organised organized mobilised mobilized "
        "forced forcing force forces ordered ordering order orders asked told urged allowed prompted led caused warned"
    ).split()
)
#: Words that begin a clause of its own.
SUBORDINATE: Final = frozenset(
    (
        "after when as while because since where although though if before until whereas once but amid "
        "whereby so following"
    ).split()
)


BE: Final = frozenset("is are was were be been being am s".split())
HAVE: Final = frozenset({"has", "have", "had", "having"})
_AUXILIARY: Final = (
    BE
    | HAVE
    | frozenset((
        "did do does would could may might will shall should can also then again even still first later "
        "once twice not never just all both each now since together thrice allegedly very once more soon "
        "almost t didn wasn weren ago"
    ).split())
)  # fmt: skip


def is_auxiliary(token: Token) -> bool:
    """Say whether a word may stand between a subject and its verb: has, was, also, allegedly."""
    return token.text in _AUXILIARY or (token.text.endswith("ly") and "verb" not in token.kinds and len(token.text) > 4)


#: Words that begin a relative clause.
RELATIVE: Final = frozenset({"which", "who", "that", "whose"})


def relative_at(line: Line, index: int) -> int:
    """Return the relative word at ``index``, or the one before who says so, or -1: a ship which it said had …."""
    tokens = line.tokens
    first = index
    if "report" in tokens[index].kinds and line.at[index] is None and index:
        speaker = line.at[index - 1]
        first = (speaker.first if speaker is not None else index - 1) - 1
    elif tokens[index].text == ",":  # a crew who, they say, held them
        first = _opened_by_aside(line, index)
    opens = first >= 0 and tokens[first].text in RELATIVE and line.at[first] is None
    return first if opens and (first == 0 or "report" not in tokens[first - 1].kinds) else -1


def _opened_by_aside(line: Line, closing: int) -> int:
    """Return the token before an aside of saying that a comma closes, or -1: who, they say, and which, he said,."""
    for at in range(closing - 1, max(closing - _ASIDE, 0), -1):
        if line.tokens[at].text == "," and line.at[at] is None:
            told = any("report" in one.kinds for one in line.tokens[at + 1 : closing])
            return at - 1 if told else -1
    return -1


#: More words than these make no aside.
_ASIDE: Final = 9


def clause_start(line: Line, index: int) -> int:
    """Return the first token of the clause in which the token at ``index`` stands."""
    skipped = len(line.tokens)
    for back in range(index, -1, -1):
        token = line.tokens[back]
        if line.at[back] is not None or back > skipped:
            continue
        skipped = len(line.tokens)
        lawful = token.text == "according to" and line.tokens[min(back + 1, index)].text in _RULES
        if "report" in token.kinds and not lawful and not _bids(line, back, index):
            opening = _aside(line, back, index)
            if opening >= 0:
                skipped = opening
                continue
            return back + 1
        quoted = token.text == '"' and "verb" in line.tokens[min(back + 1, index)].kinds  # it "warned the ship and …"
        if token.text in {";", ":", '"'} and not quoted:
            return back + 1
        if token.text in SUBORDINATE and back < index and not _is_no_border(line, back):
            return back + 1
    return 0


_PURSUING: Final = frozenset("came come comes coming went go goes going gone sent ran raced sped set".split())


def _is_no_border(line: Line, index: int) -> bool:
    """Say whether a word that else begins a clause begins none here."""
    return _pursues(line, index) or _is_once_more(line, index) or _is_named_as(line, index)


def _is_named_as(line: Line, index: int) -> bool:
    """Say whether 'as' tells what somebody is taken for: identified it as a trawler and then seized it."""
    return line.tokens[index].text == "as" and not _NAMED.isdisjoint(line.words[max(index - 3, 0) : index])


_NAMED: Final = frozenset("identified recognised recognized identifying recognising recognizing".split())


def _is_once_more(line: Line, index: int) -> bool:
    """Say whether 'once' counts, and begins no clause: once more shadowed it and escorted it out."""
    behind = line.words[index + 1 : index + 2]
    return line.tokens[index].text == "once" and (behind in (["more"], ["again"]) or line.words[index - 1] == "at")


def _pursues(line: Line, index: int) -> bool:
    """Say whether 'after' says whom somebody made for, and begins no clause: came after it and tried to ram it."""
    if line.tokens[index].text != "after" or not index or index + 1 >= len(line.tokens):
        return False
    return line.tokens[index - 1].text in _PURSUING and line.at[index + 1] is not None


#: What something is done according to, rather than said.
_RULES: Final = frozenset(
    {"law", "laws", "regulations", "rules", "procedure", "procedures", "international", "domestic"}
)
_BIDDING: Final = frozenset({"told", "asked", "urged", "warned", "ordered", "instructed", "radioed"})


def _bids(line: Line, verb: int, index: int) -> bool:
    """Say whether a verb of saying bids somebody to do something, and so begins no clause: told them to leave and …."""
    if line.tokens[verb].text not in _BIDDING or verb + 1 >= len(line.tokens) or line.at[verb + 1] is None:
        return False
    words = line.words[verb + 2 : min(index, verb + 9)]
    return "to" in words and "that" not in words


def _aside(line: Line, report: int, index: int) -> int:
    """Return the comma that opens an aside such as ', they told the bureau,' before token ``index``, or -1."""
    words = line.words[: index + 1]
    opens = next((at for at in range(report - 1, max(report - 7, -1), -1) if words[at] == ","), -1)
    closes = any(word == "," for word in words[report + 1 :])
    return opens if closes and opens > 0 else -1


def in_aside(line: Line, party: Party, index: int) -> bool:
    """Say whether a party stands in an aside."""
    for at in range(max(party.first - 8, 0), min(party.after + 4, index)):
        if "report" in line.tokens[at].kinds and line.at[at] is None:
            opens = _aside(line, at, index)
            if opens >= 0 and opens < party.first:
                closes = next(
                    (end for end in range(at + 1, index + 1) if line.tokens[end].text == ","), len(line.tokens)
                )
                if party.after <= closes:
                    return True
    return False


def first_infinitive(line: Line, index: int) -> int:
    """Return the first infinitive of a row that ends before ``index``, or 0: to verify, track, warn it and expel it."""
    for back in range(index - 1, max(index - 14, 0), -1):
        token = line.tokens[back]
        verbal = "b" in token.kinds.get("verb", "") or not (token.kinds or line.capital(back))
        if verbal and line.tokens[back - 1].text == "to" and line.at[back] is None:
            return back
    return 0


def counted_before(line: Line, index: int) -> Party | None:
    """Return who is counted before an infinitive: the third Chinese ship this month to ram a boat."""
    party = next(
        (line.at[back] for back in range(index - 1, max(index - 4, -1), -1) if line.at[back] is not None), None
    )
    if party is None or party.head not in {"vessel", "aircraft"}:
        return None
    words = {one.text for one in line.tokens[max(party.first - 1, 0) : party.after]}
    return party if not words.isdisjoint(_COUNTED) else None


_COUNTED: Final = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth latest only last".split())


def told_in_a_relative(line: Line, index: int) -> Party | None:
    """Return who did it of whom a relative clause before a joined verb tells: hit by a tug that came up and left it."""
    for at in range(index - 1, max(index - 16, 1), -1):
        token = line.tokens[at]
        if token.text in SUBORDINATE or token.text in {";", ":", '"'} or "report" in token.kinds:
            return None
        if line.at[at] is None and token.text in {"that", "which", "who"}:
            aside = line.tokens[at - 1].text == ","
            party = line.at[at - 1 - aside]
            agent = party is not None and party.first > 0 and line.tokens[party.first - 1].text == "by"
            begins = any("verb" in one.kinds or one.text.endswith("ed") for one in line.tokens[at + 1 : at + 4])
            apart = (not aside and line.tokens[index].text == ",") or line.tokens[index - 1].text == ","
            return party if agent and begins and (aside or not apart) else None
    return None


def is_introduced(tokens: Sequence[Token], party: Party) -> bool:
    """Say whether a party acts that a preposition brings in: with a cutter closing in, video of a ship butting it."""
    before = [one.text for one in tokens[max(party.first - 2, 0) : party.first]]
    shown = before[-1:] == ["of"] and (before[0] in PICTURES or party.head == "vessel")
    return before[-1:] == ["with"] or shown


def is_bare(line: Line, verb: int) -> bool:
    """Say whether a participle follows somebody directly, who has something done to him: boats held since May.

    Verbs that need no object, such as collide and intrude, are left out.
    """
    before_it = verb - 2 if verb > 1 and line.tokens[verb - 1].text in _WRONGLY else verb - 1
    party = line.at[before_it] if verb else None
    if (
        party is None
        or party.head == "pronoun"
        or "n" not in line.tokens[verb].kinds.get("verb", "")
        or not any(
            one.form != "sighting"
            and not _TRANSITIVE.isdisjoint(one.types)  # a plane found: it is no plane that was found
            for one in line.tokens[verb].kinds.get("act", ())
        )
    ):
        return False
    before = line.words[max(party.first - 2, 0) : party.first]
    if before in ([",", "and"], [",", "but"]) or before[-1:] == [";"]:  # …, and the cutter followed for an hour
        return False
    if line.tokens[party.first].text == "that" or before[-1:] in (["that"], ["which"], ["whom"]):
        return False  # said that its forces tracked the plane; the trawler which the patrol seized
    if before[-1:] in (["when"], ["while"], ["as"], ["because"]):  # when a jet cut in ahead of it
        return False
    return any("verb" in token.kinds and line.at[at] is None for at, token in enumerate(line.tokens[: party.first]))


#: How a participle is told: boats illegally seized.
_WRONGLY: Final = frozenset({"illegally", "unlawfully", "forcibly"})
_TRANSITIVE: Final = frozenset({"detention", "seizure", "ramming", "blocking", "boarding", "harassment", "shadowing"})


def was_said_before(tokens: Sequence[Token], party: Party, verb: int) -> bool:
    """Say whether a participle leaves out the 'was' of the passive before it: was boarded and its crew arrested."""
    first = party.first
    if first < _ROW or tokens[first - 1].text != "and" or "n" not in tokens[first - 2].kinds.get("verb", ""):
        return False
    behind = tokens[verb + 1] if verb + 1 < len(tokens) else None
    plain = behind is None or (
        not {"head", "unit", "actor", "country"} & {*behind.kinds} and behind.text not in _ARTICLES
    )
    return plain and not BE.isdisjoint(one.text for one in tokens[first - 4 : first - 2])


_ROW: Final = 4


def is_of_each_other(line: Line, index: int) -> bool:
    """Say whether two accuse each other, so that nobody is the accused: blamed one another on Saturday for ramming."""
    words = line.words[max(index - 5, 0) : index]
    return any(pair in {("each", "other"), ("one", "another")} for pair in pairwise(words))


def is_an_account(line: Line, party: Party) -> bool:
    """Say whether nothing but the account of a party is named: the Philippine account is that they were followed."""
    return party.head in VOICES and not _ACCOUNTS.isdisjoint(line.words[party.after : party.after + 1])


#: Who speaks.
VOICES: Final = frozenset({"state", "force", "speaker"})
_ACCOUNTS: Final = frozenset({"account", "accounts", "version", "versions", "narrative", "complaint"})


def speaks(line: Line, party: Party) -> bool:
    """Say whether a party is followed by 'said': the sentence is somebody's who tells it."""
    if is_an_account(line, party):
        return True
    index = party.after
    while index < len(line.tokens) and index - party.after < 4:
        token = line.tokens[index]
        if "report" in token.kinds:
            following = line.tokens[index + 1].text if index + 1 < len(line.tokens) else ""
            return following != "to"  # a vessel believed to be Chinese says nothing
        if not (
            token.text.endswith("ly")
            or token.text in {"has", "had", "have", "later", "on", "also"}
            or "weekday" in token.kinds
        ):
            return False
        index += 1
    return False


def behind_epithet(tokens: Sequence[Token], first: int) -> int:
    """Return where a party begins with the participle before its name: let go its cannon at the anchored BRP Cabra."""
    led = first > _BEFORE_IT and tokens[first - 1].text in _EPITHETS and tokens[first - 2].text in _ARTICLES
    return first - _BEFORE_IT if led else first


_BEFORE_IT: Final = 2
_EPITHETS: Final = frozenset(
    "anchored moored stationary drifting disabled unarmed smaller larger slower wooden crippled grounded".split()
)


def behind_part(tokens: Sequence[Token], first: int) -> int:
    """Return where the ship begins whose part is named from ``first`` on, or ``first``: a dish on a cutter."""
    if first >= len(tokens) or tokens[first].text not in _ARTICLES:
        return first
    for at in range(first + 1, min(first + 4, len(tokens))):
        if tokens[at].text in _PART_OF and at > first + 1:
            return at + 1
        if "party" in tokens[at].kinds or "verb" in tokens[at].kinds:
            break
    return first


_PART_OF: Final = frozenset({"of", "on", "aboard"})
_ARTICLES: Final = frozenset({"the", "a", "an", "its", "one"})


def is_object(line: Line, party: Party) -> bool:
    """Say whether a pronoun can be no subject: them, him."""
    return party.head == "pronoun" and line.tokens[party.first].text in {"them", "him"}


def governor(line: Line, party: Party) -> int:
    """Return the verb of the past whose object a party is, right before it, or -1: boarded the boat; drove off a boat.

    Verbs of saying have what they tell behind them: said the boats had come.
    """
    at = party.first - 1
    at -= at > 0 and line.tokens[at].text in {"off", "away", "down", "into", "up"}
    if at < 1 or line.at[at] is not None:
        return -1
    kinds = line.tokens[at].kinds
    past = "d" in kinds.get("verb", "") and "report" not in kinds and "attempt" not in kinds
    before = line.at[at - 1]
    named = before is not None and before.head != "thing"
    hostile = "act" in kinds and "sign" not in line.tokens[at - 1].kinds  # masked men leapt onto the boat and fired
    return at if past and (named or hostile or line.tokens[at - 1].text in _THEN) else -1


_THEN: Final = frozenset({"then", "also", "later", "again", "first", "soon"})


def is_from_which(line: Line, party: Party, index: int) -> bool:
    """Say whether what is done came from a ship: a trawler, from which stones were thrown at the patrol."""
    words = line.words[party.after : index]
    return ("from", "which") in pairwise(words)


def has_of_its_own(line: Line, verb: int) -> bool:
    """Say whether a participle tells what was done to a thing of the subject: had its lamp and mast shot away."""
    for back in range(verb - 2, max(verb - 8, 0), -1):
        token = line.tokens[back]
        if token.text in _OWN or (back == verb - 2 and token.text in {"a", "an"}):
            return line.tokens[back - 1].text in HAVE
        if line.at[back] is not None or token.text in SUBORDINATE or token.text in {",", ";", ":"}:
            return False
        if "d" in token.kinds.get("verb", "") and "n" not in token.kinds["verb"]:
            return False
    return False


_OWN: Final = frozenset({"its", "their", "his", "her"})


def first_linked(line: Line, party: Party) -> Party:
    """Return the first of a list of parties that ``party`` ends."""
    for other in line.parties:
        if party in other.links:
            return first_linked(line, other)
    return party


#: What may stand between a subject and its verb.
_LIGHT: Final = frozenset({"then", "later", "also", "first", "had", "has", "have"})


def is_subject(line: Line, party: Party) -> bool:
    """Say whether a verb in the past tense follows a party."""
    after = party.after
    if {one.text for one in line.tokens[after : after + 1]} & {"was", "were"}:
        return True  # and its crew was taken aboard
    while after < len(line.tokens) and line.at[after] is None and line.tokens[after].text in _LIGHT | {'"'}:
        after += 1
    following = line.tokens[after].kinds.get("verb", "") if after < len(line.tokens) else ""
    return "d" in following and line.at[after] is None and not is_bare(line, after)


_HELD_AT: Final = frozenset("at on onto into".split())
_ALWAYS: Final = frozenset("always perhaps sometimes has times hours days nights weeks months years".split())


def has_it_done(tokens: Sequence[Token], verb: int) -> bool:
    """Say whether a thing stands between 'had' and its participle, at whoever had it: had rifles pointed at them."""
    following = tokens[verb + 1].text if verb + 1 < len(tokens) else ""
    if verb < 3 or (following not in _HELD_AT and tokens[verb].text.rpartition(" ")[2] not in _HELD_AT):
        return False
    several = tokens[verb - 1].text.endswith("s") and tokens[verb - 1].text not in _ALWAYS
    ahead = [token.text for token in tokens[verb - 4 if verb > 3 else 0 : verb - 1]]
    return bool({"had", "have", "having"} & set(ahead)) and (several or not {"a", "an"}.isdisjoint(ahead))


def is_a_part_of_it(tokens: Sequence[Token], verb: int) -> bool:
    """Say whether a participle tells what became of a ship's part: with her side stove in, its mast bent and …."""
    own = next((at for at in (verb - 2, verb - 3) if at > 0 and tokens[at].text in _ITS), 0)
    if not own or any("verb" in one.kinds and "act" in one.kinds for one in tokens[own:verb]):
        return False
    ahead = tokens[own - 1].text
    row = {one.text for one in tokens[max(own - 6, 0) : own]} if ahead == "and" else set()
    return ahead == "with" or (
        not row.isdisjoint(_ITS) and any(one.text in _HAD for one in tokens[max(own - 8, 0) : own])
    )


_ITS: Final = frozenset({"its", "her", "his", "their"})
_HAD: Final = frozenset({"had", "have", "has", "having", "with"})


def behind_measure(tokens: Sequence[Token], first: int) -> int:
    """Return where a number begins behind words that say how sure it is, or ``first``: by up to three warships."""
    for words in _MEASURES:
        if [one.text for one in tokens[first : first + len(words)]] == words:
            return first + len(words)
    return first


_MEASURES: Final = [
    one.split(" ")
    for one in (
        "up to,as many as,as few as,no fewer than,no less than,no more than,not fewer than,at least,at most,at times,"
        "at one time,at one point,at various times,close to,in turn,sometimes,variously,first"
    ).split(",")
]
