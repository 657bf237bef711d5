"""Acts with sides, dates and places: what one sentence tells of one incident, past the guards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction import guards, places, roles
from scs_tracker.extraction.dates import When, counted_back
from scs_tracker.extraction.parties import CONCRETE
from scs_tracker.extraction.sides import history_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scs_tracker.extraction.clauses import Line
    from scs_tracker.extraction.forms import Act
    from scs_tracker.extraction.lexicon import Token
    from scs_tracker.extraction.places import Spot
    from scs_tracker.extraction.sides import Side
    from scs_tracker.extraction.story import Story

#: What somebody on a reef can do to a plane that passes.
_FROM_AFAR: Final = frozenset({"flare", "laser", "shots_fired", "warning_shots"})
_BORDERS: Final = frozenset({"after", "when", "while", "since", ";", "following", "before", "but", "where", "until"})


@dataclass(slots=True)
class Deed:
    """One act as it counts.

    Attributes
    ----------
    act
        What the sentence tells.
    line
        Index of the sentence.
    types
        Incident types, as the sides make them.
    initiator, target
        Both sides.
    rules
        By which rules the sides were found.
    heads
        What either side is, such as ``vessel``.
    loose
        The sentence names neither side: it can add to an incident, and makes none.
    weak
        The words are too weak for a type: they can give a date or a place to what is told beside them.
    when
        The date that goes with it, or None.
    said
        The date on which somebody said so, or None.
    spot
        The place that goes with it, or None.
    rejected
        The guard that holds it back, or an empty string.
    retold
        The sentence marks it as something older.
    """

    act: Act
    line: int
    types: tuple[str, ...]
    initiator: Side
    target: Side
    rules: list[str]
    heads: tuple[str, ...] = ()
    loose: bool = False
    weak: bool = False
    when: When | None = None
    said: When | None = None
    spot: Spot | None = None
    rejected: str = ""
    retold: bool = False


def build(story: Story) -> list[Deed]:
    """Return the deeds of an article in its order, those that a guard holds back among them."""
    history = history_of(story)
    deeds = []
    for act in story.acts:
        line = story.lines[act.line]
        sides = roles.settle(act, line, story, history)
        deed = Deed(
            act,
            act.line,
            _types(act, line, sides.heads),
            sides.initiator,
            sides.target,
            sides.rules,
            sides.heads,
            sides.loose,
        )
        deed.when, deed.said = dates_of(line, story.whens[act.line], act.token)
        deed.spot = places.choose(story.spots_of(act.line), act.token, line, away_from="expulsion" in act.types)
        if (
            deed.when is not None
            and deed.when.form == "since"
            and len(deed.when.first) == 7
            and not _STAYING.issuperset(deed.types)
        ):
            deed.when = None  # has rammed three boats since January
        if deed.when is not None and _is_still(line, act.token) and not _LASTING_HELD.isdisjoint(deed.types):
            deed.when = None  # the men were still being held on Monday: since some day before
            if deed.types == ("detention",):
                deed.spot = None  # nor where they were taken from
        if deed.spot is not None and _is_from_there(deed.spot, act):
            deed.spot = replace(deed.spot, way="")  # from a reef: that is where it was
        deed.retold = "retold" in line.kinds
        if _is_earlier(line, act.token):
            deed.when = _of_its_clause(deed.when, line, act.token) or _counted_back(line, act.token, story)
            deed.retold = deed.when is None or not _is_just_before(deed.when, line, story)
        deed.rejected = guards.check(deed, line, story)
        if deed.retold and not deed.rejected and deed.when is None and _is_earlier(line, act.token):
            deed.rejected = "guard:retold-without-date"
        deeds.append(deed)
    return deeds


def _is_from_there(spot: Spot, act: Act) -> bool:
    """Say whether 'from' tells where it was: flares from a reef, chased them from the island."""
    if spot.way != "from":
        return False
    driven = "expulsion" in act.types and 0 < spot.first - act.token < _CLOSE
    return driven or not _FROM_AFAR.isdisjoint(act.types)


_CLOSE: Final = 5


def _types(act: Act, line: Line, settled: tuple[str, ...]) -> tuple[str, ...]:
    """Return the types, with those that depend on what the sides are put right."""
    heads = {party.head for party in (act.initiator, act.target) if party is not None}
    if act.target is not None and act.target.head == "pronoun" and act.initiator is None:
        heads.add(settled[1])  # it was intercepted: the plane
    by_air = act.initiator is not None and act.initiator.head in {"aircraft", "force", "state"}
    flown = "aircraft" in heads and (by_air or act.initiator is None)
    word = act.rule.split(" ")[0].rpartition(":")[2]
    types = act.types
    in_the_air = act.initiator is not None and act.initiator.head == "aircraft"
    flown = flown and not ("expulsion" in types and word in _BY_RADIO and not in_the_air)
    below = act.target.head if act.target is not None and act.target.head != "pronoun" else settled[1]
    if types == ("air_intercept",) and below == "vessel" and word in _LOW:  # a boat buzzed, or trailed, by a helicopter
        return ("shadowing",) if word in _BEHIND else ("harassment",)
    if types == ("air_intercept",) and not flown and word != "scramble":
        types = _AFLOAT_INSTEAD.get(word, ("shadowing",))
        return act.types if act.rule.startswith("noun") else types
    if types == ("blocking",) and word == "intercept" and flown:
        return ("air_intercept",)
    if (
        flown
        and "vessel" not in heads
        and types in {("shadowing",), ("harassment",), ("dangerous_manoeuvre",), ("expulsion",)}
    ):
        return ("air_intercept",) if types == ("dangerous_manoeuvre",) else ("air_intercept", *types)
    if act.attempted and types in {("ramming",), ("collision",)}:
        return ("dangerous_manoeuvre",)
    if types == ("collision",) and _is_meant(line, act.token):
        return ("ramming",)
    told = act.target is not None and act.target.head == "aircraft" and word in _BY_RADIO
    if types == ("expulsion",) and (told or any(one.text in _RADIO for one in line.tokens)):
        return ("expulsion", "harassment")  # told by radio: whether it left or not
    if types == ("seizure",) and word in _ARREST and any(one.text in _CREW for one in line.tokens):
        return ("detention", "seizure")
    alone = act.initiator is not None and not (act.initiator.many or act.initiator.links)
    several = any(
        one.many for party in (act.initiator, act.target) if party is not None for one in (party, *party.links)
    )
    if types == ("swarming",) and not several and act.initiator is not None and act.rule.startswith("sighting"):
        return ()
    if types == ("swarming",) and alone and word.startswith(("loiter", "linger")):
        return ("survey_intrusion",)
    return types


def _is_meant(line: Line, token: int) -> bool:
    """Say whether a contact is told as meant: deliberately struck it, hit it a second time on purpose."""
    window = line.tokens[max(token - 3, 0) : token + 3]
    if any(one.text in _MEANT for one in window):
        return True
    behind = pairwise(one.text for one in line.tokens[token + 1 : token + 12])
    return any(pair in {("on", "purpose"), ("with", "intent")} for pair in behind)


_MEANT: Final = frozenset(
    "deliberately intentionally purposely purposefully wilfully willfully knowingly deliberate intentional".split()
)
_BEHIND: Final = frozenset({"trail", "tail", "shadow", "escort"})
#: What an aircraft does to a boat as well.
_LOW: Final = frozenset({"buzz", "circle", "thump", "barrel-roll", "fly-over", "harass"}) | _BEHIND
_RADIO: Final = frozenset({"radio", "radioed", "radioing"})
_ARREST: Final = frozenset({"detain", "hold", "arrest", "apprehend", "capture", "catch", "nab"})
_CREW: Final = frozenset(
    "crew crewmen crewmembers fishermen men sailors people persons skipper captain fishers nationals".split()
)
_BY_RADIO: Final = frozenset(
    {"radio", "tell", "order", "ask", "challenge", "urge", "demand", "warn", "call", "instruct"}
)
#: What a verb of the air is on the water.
_AFLOAT_INSTEAD: Final = {"intercept": ("blocking",), "harass": ("harassment",), "circle": ("harassment",)}


#: What may go on for months.
_STAYING: Final = frozenset({"standoff", "survey_intrusion", "shadowing", "swarming"})
_LASTING_HELD: Final = frozenset({"detention", "seizure", "standoff", "swarming"})


def _is_still(line: Line, token: int) -> bool:
    """Say whether something still goes on: what is still there began before."""
    return any(one.text in {"still", "remain", "remained", "remains"} for one in line.tokens[max(token - 4, 0) : token])


def dates_of(line: Line, whens: Sequence[When], token: int) -> tuple[When | None, When | None]:
    """Return the date that goes with the trigger at ``token``, and the date on which somebody said so."""
    best: tuple[int, When] | None = None
    said: When | None = None
    for told in whens:
        when = told
        first = next((index for index, one in enumerate(line.tokens) if one.end > when.start), -1)
        after = next((index for index, one in enumerate(line.tokens) if one.start >= when.end), len(line.tokens))
        if first < 0:
            continue
        if _is_said(line, first, after) or (len(when.first) == 10 and _comes_of(line, after, token)):
            said = said or when
            continue
        since = "since" in {line.tokens[first].text, line.tokens[first - 1].text if first else ""}
        if _is_tally(line, when, first):
            continue
        until = "until" in {line.tokens[first].text, line.tokens[first - 1].text if first else ""}
        opens = _opens_clause(line, after, token)
        if when.ahead or until or (since and when.form == "year" and not opens):
            continue
        if since and len(when.first) >= (10 if opens else 7) and when.shift is None:
            when = replace(when, last=when.last or "now", form="since-when" if opens else "since")
        if since and len(when.first) == 7 and not opens and _is_since_apart(line, token, first):
            continue
        between = line.tokens[after:token] if after <= token else line.tokens[token + 1 : first]
        cost = len(between) + (10 if when.form == "span" else 0)
        for one in between:
            cost += _BORDER * (one.text in _BORDERS and first > 1) + 4 * ("report" in one.kinds)
        cost -= _BORDER * (opens and first > 1)
        behind = line.tokens[token + 1 : first + 1] if first > token else ()
        apart = any(one.text == "," and other.text == "and" for one, other in pairwise(behind))
        cost += _BORDER * apart  # rammed one of them, and in June another was boarded
        beyond = cost >= _BORDER and first > 1
        if len(when.first) == 10 and _opens_another(line, token, first):
            said = said or when  # lay side by side at anchor, and by Friday two cutters had come
            continue
        if beyond and (when.shift is not None or _is_of_leaving(line, token, first)):
            continue  # they stayed, and left next morning
        if _is_of_leaving(line, token, first, joined=True):
            continue  # were blocked and reached them only this morning
        if cost >= _BORDER and after > token and when.form in {"month", "span"} and _goes_back(line, token, first):
            continue  # counted 33, after 50 had been driven off in July
        if best is None or cost < best[0] or (cost == best[0] and len(when.first) > len(best[1].first)):
            best = (cost, when)
    return (best[1] if best else None), said


_BORDER: Final = 12


def _opens_clause(line: Line, after: int, token: int) -> bool:
    """Say whether a date is that of the clause behind it, in which the act stands: since June, when sailors boarded."""
    at = after + 1 if after < token and line.tokens[after].text == "," else after
    return at < token and line.tokens[at].text == "when"


def _is_since_apart(line: Line, token: int, first: int) -> bool:
    """Say whether 'since March' is not that of the act before it: the fourth time since May."""
    between = line.tokens[min(token, first) : max(token, first)]
    return any(one.text in {",", "time", "times", "case"} for one in between) and first > 1


_LEFT: Final = frozenset("left freed released returned arrived reached departed withdrew sent".split())


def _opens_another(line: Line, token: int, first: int) -> bool:
    """Say whether a date behind an act opens another clause: rammed one of them, and in June another was boarded."""
    words = [one.text for one in line.tokens[max(first - 3, token + 1) : first + 1]]
    return any((one, other) == (",", "and") for one, other in pairwise(words))


def is_of_coming(line: Line, when: When) -> bool:
    """Say whether a date is that of coming, going, or being seen for the first time: first picked up on Monday."""
    before = ["", *(one.text for one in line.tokens if one.end <= when.start)][-8:]
    return any(one in {"first", "ended"} or (one in _LEFT and owner not in _OWNED) for owner, one in pairwise(before))


def _comes_of(line: Line, after: int, token: int) -> bool:
    """Say whether a date is of what came of an act: were treated this week after being attacked by a Chinese crew."""
    between = [one.text for one in line.tokens[after:token]]
    opened = next((at for at, one in enumerate(between) if one in {"after", "following"}), -1)
    return opened >= 0 and not {",", "when"} & set(between[opened:])


def _is_of_leaving(line: Line, token: int, first: int, *, joined: bool = False) -> bool:
    """Say whether a date behind an act is that of another, of leaving: and left on 14 September."""
    behind = range(max(first - 4, token + 1), first)
    return any(
        line.tokens[at].text in _LEFT
        and line.tokens[at - 1].text not in _OWNED
        and (not joined or line.tokens[at - 1].text == "and")
        for at in behind
    )


#: What stands before a side and not before a leaving: off its left wing on Friday.
_OWNED: Final = frozenset({"s", "its", "the", "her", "their"})


def _goes_back(line: Line, token: int, first: int) -> bool:
    return any(one.text == "had" for one in line.tokens[token + 1 : first])


def _is_tally(line: Line, when: When, first: int) -> bool:
    """Say whether a date only tells how many there were in it: the third such clash this year, 64 so far in 2023."""
    if when.form not in {"month", "year", "span"}:
        return False
    beside = line.tokens[max(first - 1, 0) : first + 1]
    if any("habit" in one.kinds for one in beside) or any(one.text == "the number of" for one in line.tokens[:first]):
        return True
    before = [one.text for one in line.tokens[max(first - 6, 0) : first]]
    if when.form == "span":
        return not _TALLY.isdisjoint(before[-5:])
    return "such" in before or "cases" in before or ("up" in before and "from" in before)


_TALLY: Final = frozenset(
    "such first second third fourth fifth sixth seventh eighth ninth tenth latest time times worst".split()
)


def _is_earlier(line: Line, token: int) -> bool:
    """Say whether an act stands in a clause that goes back: days after it was hosed."""
    for index in range(max(token - 16, 1), token):
        if line.tokens[index].text in {"after", "since"} and line.tokens[index - 1].text in _SPANS:
            return True
        if line.tokens[index].text == "the day after" and line.tokens[index - 1].text == "to":
            return True  # a year to the day after
    return False


def _is_just_before(when: When, line: Line, story: Story) -> bool:
    """Say whether a date that is counted back to is still of the news: two days after they had collided there."""
    if when.form != "counted-back":
        return False
    if when.shift is not None:
        return when.shift >= -_JUST
    day = _day_of(line, story) or story.today
    return len(when.first) == 10 and (day - dt.date.fromisoformat(when.first)).days <= _JUST


def _day_of(line: Line, story: Story) -> dt.date | None:
    """Return the first day that a sentence names, or None."""
    days = (one.first for one in story.whens[line.sentence.index] if len(one.first) == 10 and one.shift is None)
    return next((dt.date.fromisoformat(day) for day in days), None)


#: So many days before the news are news as well.
_JUST: Final = 3


def _counted_back(line: Line, token: int, story: Story) -> When | None:
    """Return the date that is counted back to, from one of the sentence or from the day told last: a day after."""
    start, end = line.tokens[0].start, line.tokens[token].start
    found = counted_back(story.folded, start, end, _day_of(line, story), story.today)
    return None if found is None else When(start, end, found[0], form="counted-back", shift=found[1])


def _of_its_clause(when: When | None, line: Line, token: int) -> When | None:
    """Return a date behind an act in the clause that goes back: days after boats grabbed a load on May 19."""
    if when is None or when.start < line.tokens[token].end:
        return None
    between = (one.text for one in line.tokens[token:] if one.start < when.start)
    return None if any(one in _PARTED for one in between) else when


_PARTED: Final = _BORDERS | {","}


_SPANS: Final = frozenset("days weeks months years hours day week month year".split())


_PAPERS: Final = frozenset("report reports statement document documents memo letter note footage video".split())


def is_said(line: Line, when: When) -> bool:
    """Say whether a date of a sentence tells when something was said."""
    first = next((index for index, one in enumerate(line.tokens) if one.end > when.start), -1)
    after = next((index for index, one in enumerate(line.tokens) if one.start >= when.end), len(line.tokens))
    return first >= 0 and _is_said(line, first, after)


def _is_statement(line: Line, after: int) -> bool:
    """Say whether a sentence that opens with a date tells of a protest alone: on 12 June Malaysia protested."""
    for at in range(after, min(after + 8, len(line.tokens))):
        token = line.tokens[at]
        if line.at[at] is not None or token.text in {",", "the", "of", "s"} or "saying" not in token.kinds:
            if "verb" in token.kinds and line.at[at] is None:
                return False
            continue
        return "verb" in token.kinds and "act" not in line.kinds
    return False


#: What stands between a complaint and what it is about.
_OVER: Final = frozenset({"of", "for", "over", "about", "against", "at"})


def _is_complaint(token: Token) -> bool:
    """Say whether a word accuses or protests: filed a protest on Monday over the ramming."""
    return "accuse" in token.kinds or "condemn" in token.kinds or not _COMPLAINTS.isdisjoint(token.text.split())


_COMPLAINTS: Final = frozenset(
    "protest protests complaint complaints ambassador envoy concern verbale summoned".split()
)


#: Where something is said: in a radio interview yesterday.
_TALKS: Final = frozenset("interview interviews broadcast address programme program show statement briefing".split())
_STATEMENTS: Final = frozenset("statement interview briefing account version comment comments reply response".split())
#: Whoever is told to do something says nothing.
_TOLD: Final = frozenset({"told", "asked", "warned", "ordered"})
_BE: Final = frozenset({"was", "were", "been", "being", "is", "are"})


def _before(line: Line, start: int, stop: int) -> Iterator[int]:
    """Yield the words before a date, without an age between commas: said Huynh Thach, 35, at Sa Ky on Tuesday."""
    index = start
    while index > stop:
        aged = line.tokens[index].text == "," and "number" in line.tokens[index - 1].kinds
        if aged and index > 2 and line.tokens[index - 2].text == ",":
            index -= 3
            continue
        yield index
        index -= 1


def _is_said(line: Line, first: int, after: int) -> bool:
    """Say whether a date tells when something was said: said in Manila on Monday, on Monday accused."""
    tokens = line.tokens
    if first and tokens[first - 1].text in {"the", "its", "their"}:  # protested the November 16 firing
        return False
    if first > 1 and tokens[first - 1].text == "of" and tokens[first - 2].text not in _PAPERS:
        return False  # according to the log of September 30
    if [one.text for one in tokens[after : after + 2]] == [",", "when"]:  # he recalled February, when a jet came near
        return False
    if tokens[0].text == "asked" and all(one.text != "," for one in tokens[:first]):
        return True  # asked about it in Beijing on Monday, a spokesman said …
    before = {token.text for token in tokens[max(first - 3, 0) : first]}
    if before & {"footage", "video"} and "dated" in before:
        return False  # the day on which it was taken
    if first and tokens[first - 1 - (tokens[first - 1].text == "on")].text in _STATEMENTS:
        return True  # in a statement on Friday; gave another account on Thursday
    if before & _PAPERS and before & {"seen", "dated", "obtained", "reviewed"}:
        return True  # according to a report seen on Thursday
    if after + 1 < len(tokens) and tokens[after].text == "s":  # released footage of Monday's clash
        return "report" in tokens[after + 1].kinds
    start = first - 1
    if (
        start > 1
        and tokens[start].text == ","
        and (tokens[start - 1].text == "here" or "report" in tokens[start - 1].kinds)
    ):
        start -= 1  # said here, Wednesday
    for index in _before(line, start, max(first - 12, -1)):
        kinds = tokens[index].kinds
        if tokens[index].text in _TOLD and index and tokens[index - 1].text in _BE:
            break  # two boats were told to stop on Sunday
        if "verb" in kinds and ("report" in kinds or "condemn" in kinds or "accuse" in kinds or "deny" in kinds):
            return True
        party = line.at[index]
        if party is not None and party.head in CONCRETE:
            if party.first and "report" in tokens[party.first - 1].kinds:  # told the bureau on Wednesday
                return True
            break
        done = ("verb" in kinds or "act" in kinds) and tokens[index + 1].text not in _TALKS
        if done or tokens[index].text in {",", ";", "that", "after", "when"}:
            break
    if after + 1 < len(tokens) and tokens[after].text in {"he", "she"} and any(one.text == ":" for one in tokens):
        return True  # two days later he went further: the staff had used a laser
    if after < len(tokens) and tokens[after].text in _OVER:  # accused the coast guard on Monday of ramming
        accusing = [one for one in tokens[max(first - 9, 0) : first] if _is_complaint(one)]
        if accusing:
            return True
    if first < 2 and _is_statement(line, after):
        return True
    for ahead in range(after, min(after + 3, len(tokens))):
        kinds = tokens[ahead].kinds
        if "verb" in kinds and ("report" in kinds or "accuse" in kinds or "condemn" in kinds or "deny" in kinds):
            return True
        if tokens[ahead].text in _CALLED:
            return True  # in what the Navy on Monday called an unsafe act
        if tokens[ahead].text not in {"has", "have", "had", "also", "again", "strongly"}:
            break
    return False


_CALLED: Final = frozenset("called described termed labelled labeled branded dubbed".split())
