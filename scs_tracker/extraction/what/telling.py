"""How an act is told: as done, denied, possible or usual, by whom, and as the reason for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.agents import agent_of
from scs_tracker.extraction.what.borders import is_bare
from scs_tracker.extraction.what.clauses import Line, is_passive, subject_of
from scs_tracker.extraction.what.forms import STOPS
from scs_tracker.extraction.who.parties import CONCRETE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.what.forms import Act


#: Negations that stand before their own noun, and say nothing of a clause with a subject of its own behind it.
_LOOSE: Final = frozenset({"without", "no", "not", "never"})
_PREVENTED: Final = frozenset("prevent prevented preventing prevents foil foiled foiling thwart thwarted".split())


def name_accuser(line: Line, act: Act) -> None:
    """Take whoever accuses as the target where none is named: China accused the Philippines of ramming."""
    apart = False  # charged the men after its navy had seized their boats: nobody is accused of that
    for index in range(act.token - 1, -1, -1):
        kinds = line.tokens[index].kinds
        apart = apart or (line.tokens[index].text in {"after", "when"} and line.at[index] is None)
        if line.tokens[index].text == ";":
            return  # an envoy condemned it; the command countered that the plane had intruded
        if "verb" in kinds and ("accuse" in kinds or "condemn" in kinds) and line.at[index] is None:
            accuser, _ = subject_of(line, index)
            if accuser is None:
                accuser = next((one for one in line.parties if one.after <= index and one.head == "speaker"), None)
            act.accuser = None if apart else accuser
            act.general = "condemn" in kinds and " noun" in act.rule
            if act.target is not None or accuser is None or act.initiator is None:
                return
            if accuser.country != act.initiator.country:
                act.target = accuser
                act.rule += " accuser"
            return


def name_spoken_of(line: Line, act: Act) -> None:
    """Take whoever somebody's words are of as who did it: it lasted an hour, the captain said of the cutter."""
    if act.initiator is not None:
        return
    for index in range(act.token + 1, len(line.tokens) - 2):
        if "report" not in line.tokens[index].kinds:
            continue
        of = index + 1
        while of < len(line.tokens) - 1 and (line.tokens[of].text == "on" or "timed" in line.tokens[of].kinds):
            of += 1
        of = of if line.tokens[of].text == "of" else 0
        party = next((one for one in line.parties if of and of < one.first <= of + 1), None)
        if party is not None and (party.head in CONCRETE or party.head == "state") and party is not act.target:
            if " passive" in act.rule and act.target is not None and act.target.head == "pronoun":
                act.target = party  # they were driven out, he said of the trawlers
            else:
                act.initiator = party
            act.rule += " spoken-of"
        return


def name_teller(line: Line, act: Act) -> None:
    """Take those who tell it for *them*: fishermen told a patrol that a cutter had chased them."""
    target = act.target
    if target is None or target.head != "pronoun" or target.country or line.tokens[target.first].text not in _TELLERS:
        return
    opened = next((at for at in range(act.token - 1, 0, -1) if line.tokens[at].text == "that" and not line.at[at]), 0)
    told = next((at for at in range(opened - 1, max(opened - 12, 0), -1) if _is_told(line, at)), 0)
    if not told:
        return
    teller = agent_of(line, told + 1, near=4) if is_passive(line, told) else subject_of(line, told)[0]
    if teller is not None and teller.head == "people" and teller is not act.initiator:
        act.target = teller
        act.rule += " told-by"


def _is_told(line: Line, at: int) -> bool:
    """Say whether a verb is one of telling something to somebody."""
    return line.tokens[at].text in _TOLD_TO and line.at[at] is None


_TELLERS: Final = frozenset({"them", "they", "him", "he"})
_TOLD_TO: Final = frozenset("told tell informed reported complained radioed said".split())


def status_of(line: Line, act: Act) -> str:
    """Say how an act is told: as done, as not done, as possible, as a habit, or as denied."""
    start = min(act.token, act.verb if act.verb >= 0 else act.token)
    if is_bare(line, start) and is_passive(line, start):
        return "told"
    window = _window(line, act, start)
    return (
        _outright(line, act, start, window)
        or _doubted(line, act, start, window)
        or _between_verb_and_tool(line, act)
        or _as_habit(line, act, start, window)
        or "told"
    )


def _outright(line: Line, act: Act, start: int, window: range) -> str:
    """Return what the words right beside an act, or the form of its sentence, say of it."""
    tokens = line.tokens
    nobody = act.verb == act.token and act.token + 1 < len(tokens) and tokens[act.token + 1].text in _NOBODY
    if nobody and act.types != ("blocking",):
        return "negated"  # hit no boat, detained nobody; but left no room for boats to pass
    opens = 1 if tokens[0].text == '"' and len(tokens) > 1 else 0
    if tokens[opens].text in {"had", "should"} and any(one.text == "would" for one in tokens):
        return "hypothetical"  # had one of them gone into the engine, we would …
    denied = any("deny" in one.kinds for one in tokens[max(window.start - 5, 0) : window.start])
    if denied and tokens[window.start - 1].text == "that":  # denied a report that it had fired
        return "denied"
    if start > 1 and tokens[start - 1].text == "to" and tokens[start - 2].text in {"are", "is"}:
        return "hypothetical"  # they are to drive off any trawler
    to_be = [one.text for one in tokens[max(start - 3, 0) : start]]
    if to_be[-2:] == ["to", "be"] and (line.sentence.headline or to_be[0] in {"are", "is"}):
        return "hypothetical"  # more boats to be sunk; 51 boats are to be sunk
    if start and tokens[start - 1].text in {"stop", "cease", "halt"} and "g" in tokens[start].kinds.get("verb", ""):
        return "hypothetical"
    return "negated" if _is_not(line, start) else _under_denial(line, start)


def _under_denial(line: Line, start: int) -> str:
    """Return whether a denial goes on to a verb in a row: denied that it was chased by a cutter and had stones thrown.

    Whatever turns the sentence, or has somebody speak, ends it.
    """
    for back in range(start - 1, 0, -1):
        text = line.tokens[back].text
        if text in _DENIED_THAT:
            return "negated"
        if text == "that" and any("deny" in one.kinds for one in line.tokens[max(back - 5, 0) : back]):
            return "denied"
        if text == "that" and _is_rejected(line.words[max(back - 9, 0) : back]):
            return "denied"
        if text in _ENDS_DENIAL or (text == "," and line.tokens[back + 1].text not in _IN_A_ROW):
            return ""
    return ""


def _is_rejected(before: Sequence[str]) -> bool:
    """Say whether the words before 'that' reject what it opens: has rejected a claim on social media that ...."""
    return not _REJECTS.isdisjoint(before) and not _CLAIMS.isdisjoint(before)


_REJECTS: Final = frozenset(
    "rejected rejects rejecting rebutted rebuts dismissed dismisses rubbished scotched debunked disputed".split()
)
_CLAIMS: Final = frozenset("claim claims report reports rumour rumours rumor rumors story post posts talk".split())
_DENIED_THAT: Final = frozenset({"denied that", "denies that", "denying that", "no truth"})
_ENDS_DENIAL: Final = frozenset(
    'but ; : " saying adding insisting while though although after when because since as where who which'.split()
)
_IN_A_ROW: Final = frozenset({"and", "or", "nor"})


def _doubted(line: Line, act: Act, start: int, window: range) -> str:
    """Return what a negation, a doubt or a denial before an act says of it."""
    tokens = line.tokens
    for index in window:
        kinds = tokens[index].kinds
        denies = "deny" in kinds and "verb" in kinds and line.at[index] is None
        if "negation" in kinds and _is_numeral(line, index):
            continue
        if tokens[index].text in _KEEPS_FROM and _is_what_came(line, act, index):
            continue
        doubtful = "negation" in kinds or "hypothetical" in kinds
        if not (denies or doubtful):
            continue
        apart = doubtful and (_is_of_relative(line, index, start) or _is_told_of_doer(line, act, index, start))
        if not doubtful or apart or _is_inserted(line, act, index, start):
            if denies:
                return "denied"
            continue
        if "negation" in kinds and not (index + 1 < len(tokens) and tokens[index + 1].text in {"only", ","}):
            subject = act.initiator or (act.target if "," in [one.text for one in tokens[index:start]] else None)
            before = subject is not None and index < subject.first - 1 and subject.first < start
            if not (before and tokens[index].text in _LOOSE) and not (
                _is_of_another(line, index, start) or _is_of_noun(line, index, start)
            ):
                return "negated"
            continue
        if denies:
            return "denied"
        if (
            "hypothetical" in kinds
            and line.words[index + 1 : index + 2] != ["only"]  # could only watch as they hosed it
            and line.words[index + 1 : index + 2] not in (["remember"], ["recall"])  # readers may remember that …
            and line.at[index] is None
            and not (tokens[index].text == "may" and line.capital(index))
            and not _is_before_comma(line, act, index)
        ):
            return "hypothetical"
    return ""


#: How somebody keeps clear of what another does.
_KEEPS_FROM: Final = frozenset({"to avoid", "in order to avoid", "avoid", "avoided"})


def _is_what_came(line: Line, act: Act, index: int) -> bool:
    """Say whether what was avoided is what another did: took steps to avoid the dangerous approach of the boats."""
    named = act.initiator is not None and not act.initiator.guessed and bool(act.initiator.country)
    told = named and act.rule.startswith("noun:dangerous") and line.words[index + 1 : index + 2] in (["the"], ["their"])
    return told and act.token - index <= _NEAR_BY


_NEAR_BY: Final = 3


def _is_numeral(line: Line, index: int) -> bool:
    """Say whether 'no' stands for number: the tug No. 175."""
    following = line.tokens[index + 1 : index + 3]
    return len(following) > 1 and following[0].text == "." and "number" in following[1].kinds


def _between_verb_and_tool(line: Line, act: Act) -> str:
    """Return what stands between a tool and the verb behind it says: water cannon was not used."""
    for index in range(act.token, act.verb):
        if "negation" in line.tokens[index].kinds:
            return "negated"
        if "hypothetical" in line.tokens[index].kinds:
            return "hypothetical"
    return ""


def _as_habit(line: Line, act: Act, start: int, window: range) -> str:
    """Return whether an act was forestalled, is usual, or is told as done again and again."""
    tokens = line.tokens
    if _is_forestalled(line, start):
        return "hypothetical"
    if "habit" in line.kinds:
        return "habitual"
    if act.rule.startswith("noun") and any(tokens[index].text in _PREVENTED for index in window):
        return "hypothetical"
    if "habit_adverb" not in line.kinds or not any(_is_usual(line, index) for index in window):
        return ""
    present = {*tokens[start].kinds.get("verb", "")} <= {"b", "s"}
    if present or any(tokens[index].text in {"has", "have", "had"} for index in window):
        return "habitual"
    beside = "habit_adverb" in tokens[start - 1].kinds
    if beside and any(tokens[index].text in {"are", "is"} for index in window):
        return "habitual"  # fishermen are chased and sometimes hosed
    return ""


def counts_times(line: Line, token: int) -> bool:
    """Say whether an act is only counted behind its verb: have bumped Chinese hulls more than 1,500 times."""
    behind = [one.text for one in line.tokens[token + 1 : token + 15]]
    if "times" not in behind:
        return False
    counts = [word.replace(",", "") for word in behind[max(behind.index("times") - 2, 0) : behind.index("times")]]
    return any((word.isdigit() and int(word) >= _OFTEN) or word in _HUNDREDS for word in counts)


#: So many times are no one clash.
_OFTEN: Final = 10
_HUNDREDS: Final = frozenset("dozens scores hundreds thousands countless umpteen".split())


def _is_usual(line: Line, index: int) -> bool:
    """Say whether a word is one of habit that counts no distance: often within a mile of each other."""
    behind = line.tokens[index + 1].text if index + 1 < len(line.tokens) else ""
    return "habit_adverb" in line.tokens[index].kinds and behind not in _MEASURES


_MEASURES: Final = frozenset({"within", "at", "less", "as", "under", "only", "no", "closer", "nearer"})


def _is_not(line: Line, start: int) -> bool:
    """Say whether 'not' stands right before a verb: was not rammed, had not in fact been held."""
    for back in range(start - 1, max(start - 5, -1), -1):
        word = line.tokens[back].text
        if word == "not":
            return True
        if word not in _AFTER_NOT and not word.endswith("ly"):
            return False
    return False


_AFTER_NOT: Final = frozenset({"been", "be", "being", "have", "in", "fact", "yet", "ever", "actually"})


def _is_forestalled(line: Line, start: int) -> bool:
    """Say whether something else came before it could be done: before arrests could be made."""
    before = line.words[max(start - 6, 0) : start]
    behind = line.words[start : start + 4]
    return "before" in before and "could" in (*before[before.index("before") :], *behind)


_NOBODY: Final = frozenset({"no", "no one", "nobody", "none", "neither", "nothing", "not a single", "not one"})


def _is_before_comma(line: Line, act: Act, index: int) -> bool:
    """Say whether a possibility is that of the clause before: when he would not, they beat him."""
    if act.initiator is None or line.tokens[index].text == "if":
        return False
    return any(one.text == "," for one in line.tokens[index : act.initiator.first])


def _is_of_another(line: Line, negation: int, start: int) -> bool:
    """Say whether a negation is that of a verb before: did not answer, and was driven off."""
    seen = False
    for index in range(negation + 1, start):
        token = line.tokens[index]
        if token.text == "so" and line.tokens[index - 1].text == "," and line.at[index + 1] is not None:
            return True  # three calls brought no answer, so the cutter turned its hoses on her
        if ("verb" in token.kinds or token.text.endswith("ed")) and line.at[index] is None:
            seen = True
        elif seen and token.text in {"and", "but", ";"}:
            return True
    return False


def _is_inserted(line: Line, act: Act, index: int, start: int) -> bool:
    """Say whether a doubt stands between commas behind who acts: the patrol, its calls to no avail, used its hoses."""
    who = act.initiator
    if who is None or not who.after < index < start - 1 or line.tokens[index].text in _OPEN:
        return False
    return line.tokens[start - 1].text == "," and line.tokens[who.after].text == ","


def _is_of_noun(line: Line, index: int, start: int) -> bool:
    """Say whether a negation is that of a noun, not of the act: a plane without clearance was led away."""
    tokens = line.tokens
    if tokens[index].text == "without" and start > index + 2:
        return not any(one.text.endswith("ing") for one in tokens[index + 1 : index + 4])
    if tokens[index].text == "no" and index and tokens[index - 1].text in _BEARING and start > index + 1:
        between = [one.text for one in tokens[index + 1 : start]]  # a drone with no markings hung over the boat
        borne = line.at[index + 1]
        return (borne is None or borne.head == "thing") and {"being", "been", "was", "were", "to"}.isdisjoint(between)
    return False


_BEARING: Final = frozenset(
    "with flying showing bearing carrying displaying wearing under flew bore showed carried displayed wore".split()
)


def _is_of_relative(line: Line, index: int, start: int) -> bool:
    """Say whether a doubt is that of a relative clause before the act: a boat that refused to stop was held."""
    tokens = line.tokens
    told = start - 1
    while told > index and tokens[told].text.endswith("ly"):
        told -= 1
    if told <= index or tokens[told].text not in _TOLD or tokens[index].text in _OPEN:
        return False
    opened = any(one.text in _RELATIVES for one in tokens[max(index - 4, 0) : index])
    return opened and any("verb" in one.kinds or one.text.startswith("to ") for one in tokens[index:told])


def _is_told_of_doer(line: Line, act: Act, index: int, start: int) -> bool:
    """Say whether a doubt is over before the act begins: a jet that had not been provoked released flares."""
    opened = next((at for at in range(index - 1, max(index - 4, 0), -1) if line.tokens[at].text in _RELATIVES), 0)
    between = line.tokens[index + 1 : start]
    if not opened or line.at[opened - 1] is None or not between:
        return False
    if line.tokens[start].text.endswith("ing") or "control" in act.rule:
        return False
    if any(one.text in _GOES_ON for one in between) or between[-1].text in _OPENS_VERB:
        return False
    return any("verb" in one.kinds or one.text.endswith("ed") for one in between)


#: What lets a doubt go on to the next verb.
_GOES_ON: Final = frozenset({"and", "or", "nor", "but", ","})
_OPENS_VERB: Final = frozenset("to be been being was were had has have not never".split())
_RELATIVES: Final = frozenset({"that", "which", "who"})
_TOLD: Final = frozenset({"was", "were", "had", "has", "have"})
#: Doubts that hold for the whole sentence.
_OPEN: Final = frozenset({"if", "whether"})


def is_reason(line: Line, act: Act) -> bool:
    """Say whether an act stands in a relative clause or behind after, because, for: as the reason for another."""
    if act.rule.endswith("relative"):
        return True
    start = act.initiator.first if act.initiator is not None and act.initiator.first < act.token else act.token
    words = line.words[max(start - 2, 0) : start]
    return any(word in {"after", "because", "for", "as", "since", "when"} for word in words)


def _window(line: Line, act: Act, start: int) -> range:
    """Return the tokens before a verb that say how it is told: from the border of its clause."""
    first = max(start - 14, 0)
    if act.rule.startswith("noun"):
        first = _amid(line, start, first)
    for back in range(start - 1, first - 1, -1):
        token = line.tokens[back]
        if line.at[back] is not None:
            continue
        if token.text in _BORDERS or (token.text == "that" and back > 0 and "report" in line.tokens[back - 1].kinds):
            return range(back + 1, start)
        if token.text in _RELATIVES and _is_of_an_object(line, back, start):
            return range(back + 1, start)  # demanded that China return the rifles that it had taken
        if token.text in {"which", "who"} or (token.text == "that" and _is_who(line, back, start)):
            if back == start - 1 and {*line.tokens[start].kinds.get("verb", "")} == {"b"}:
                continue  # may detain foreigners who trespass: those who will
            return range(back + 1, start)
    return range(first, start)


#: Where the clause of an act begins; why somebody fired is asked of what was done.
_BORDERS: Final = STOPS - {"if", "before"} | {"why"}


def _is_of_an_object(line: Line, that: int, start: int) -> bool:
    """Say whether a relative clause tells what somebody did with what stands before it: the rifles that they took."""
    doer = line.at[that + 1] if that + 1 < start else None
    if doer is None or doer.head != "pronoun" or not that or line.at[that - 1] is not None:
        return False
    named = not {"report", "hypothetical", "negation", "accuse"} & line.tokens[that - 1].kinds.keys()
    return named and all(one.text in _TOLD or one.text.endswith("ly") for one in line.tokens[doer.after : start])


def _is_who(line: Line, that: int, start: int) -> bool:
    """Say whether 'that' stands for whoever acts: turned to avoid a cutter that had cut in front of it."""
    if not that or line.at[that - 1] is None:
        return False
    return all(one.text in _TOLD or one.text.endswith("ly") for one in line.tokens[that + 1 : start])


def _amid(line: Line, start: int, first: int) -> int:
    """Return where the telling of a noun begins that is told as known: neither side yields as the standoff goes on."""
    for back in range(start - 1, max(start - 5, first), -1):
        word = line.tokens[back].text
        if word in _AMID:
            known = word == "as" or line.tokens[back - 1].text == "," or line.tokens[back + 1].text in _KNOWN
            return back + 1 if known else first
        if word in STOPS or "verb" in line.tokens[back].kinds:
            break
    return first


_AMID: Final = frozenset({"as", "during", "amid", "amidst", "following"})
_KNOWN: Final = frozenset({"the", "this", "its", "their", "last", "recent"})
