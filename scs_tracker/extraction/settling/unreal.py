"""What did not happen: untrue reports, talk of acts in general, what somebody only orders, threatens or shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.borders import VOICES
from scs_tracker.extraction.what.clauses import is_passive

if TYPE_CHECKING:
    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party

#: How many sentences behind a report somebody may say that it is untrue.
_BEHIND: Final = 4
#: How many lines open an article that lays a rumour to rest.
_OPENING: Final = 5
#: What is told by nobody in particular.
_HEARSAY: Final = frozenset(
    (
        "report reports rumour rumours rumor rumors claim claims post posts message messages story stories video "
        "videos clip clips footage image images photo photos photograph photographs picture pictures allegation "
        "allegations tweet tweets article articles"
    ).split()
)
#: Pictures that are no hearsay.
_TAKEN_FROM_ABOVE: Final = frozenset({"satellite", "radar", "aerial", "tracking", "infrared"})
_TURNS: Final = frozenset({"but", ";", "though", "although", "while"})
_EQUIPMENT: Final = frozenset(
    {
        "water_cannon",
        "laser",
        "acoustic_device",
        "sonar",
        "drone",
        "radar_lock",
        "flare",
        "jamming",
        "shots_fired",
        "warning_shots",
        "boarding",
    }
)


def check(deed: Deed, line: Line, story: Story) -> str:
    """Return the name of the guard that holds back what did not happen, or an empty string."""
    if _is_untrue(deed, line, story):
        return "guard:untrue"
    if "talk" in line.kinds and _is_general(deed, line):
        return "guard:general-talk"
    if _is_an_example(deed, line):
        return "guard:general-talk"
    if _is_of_tensions(deed, line):
        return "guard:retold-without-date"
    if _is_usual(deed, line):
        return "guard:habitual"
    if _is_wanted(deed, line):
        return "guard:hypothetical"
    if "show" in line.kinds and not _EQUIPMENT.isdisjoint(deed.types) and not _is_aimed(deed):
        return "guard:shown"
    return ""


def check_works(deed: Deed, line: Line, story: Story) -> str:
    """Return the guard of what films, novels, games and forgeries show, unless it is dated to another year."""
    if "fiction" not in line.kinds or _is_beside_a_work(deed, line):
        return ""
    old = deed.when is not None and deed.when.first[:4] < str(story.today.year)
    return "" if old else "guard:invented"


def _is_beside_a_work(deed: Deed, line: Line) -> bool:
    """Say whether a work stands beside a real clash: a film crew was on board when a ship hit her."""
    named = deed.act.initiator is not None and bool(deed.act.initiator.country or deed.act.initiator.units)
    at = deed.act.verb if deed.act.verb >= 0 else deed.act.token
    past = "d" in line.tokens[at].kinds.get("verb", "") or (at > 0 and line.tokens[at - 1].text in {"had", "was"})
    exact = deed.when is not None and len(deed.when.first) == _A_DAY
    works = [index for index, one in enumerate(line.tokens) if "fiction" in one.kinds]
    if past and all(index > at and not {"but", ";"}.isdisjoint(line.words[at:index]) for index in works):
        return True  # two cutters came, but the story of a gunfight was fiction
    if not (named and past and exact):
        return False
    if any(line.tokens[index].text.startswith(_FORGED) for index in works):
        return False
    return all(index > at or not _NEXT.isdisjoint(line.words[index:at]) for index in works)


#: What parts a clash from the work that a sentence begins with.
_NEXT: Final = frozenset({"when", "while", "as", "before", "after", ":", ";", '"'})


_A_DAY: Final = len("2024-06-17")
#: Words of forgeries, where it is the sentence that makes up the clash.
_FORGED: Final = (
    "ai ",
    "computer",
    "deepfake",
    "digitally",
    "disinformation",
    "dismissed",
    "doctored",
    "fabricated",
    "fake",
    "hoax",
    "is ",
    "are ",
    "was ",
    "were ",
    "manipulated",
    "old video",
    "purport",
    "supposedly",
)


def _is_an_example(deed: Deed, line: Line) -> bool:
    """Say whether an act without a day is one of many that are summed up: growing tensions, including a collision."""
    if deed.when is not None or not deed.act.rule.startswith(("noun", "instrument")):
        return False
    listed = next((at for at in range(deed.act.token - 1, 0, -1) if line.words[at] in _SUCH_AS), 0)
    return listed > 0 and not _TENSIONS.isdisjoint(line.words[max(listed - 9, 0) : listed])


def _is_of_tensions(deed: Deed, line: Line) -> bool:
    """Say whether a sentence is about what has come of an act without a day: tensions rose after a barrier was cut."""
    if deed.when is not None or line.sentence.index < _LEADS or line.sentence.headline:
        return False
    return not _TENSIONS.isdisjoint(line.words[:3]) and not _SINCE.isdisjoint(line.words[: deed.act.token])


_SUCH_AS: Final = frozenset({"including", "like", "such as", "among them"})
_TENSIONS: Final = frozenset(
    "tension tensions frictions friction strains relations ties animosity hostilities rivalry spats rows".split()
)
_SINCE: Final = frozenset({"after", "since", "following", "because", "over", "amid"})
#: So many sentences open an article.
_LEADS: Final = 3


def _is_aimed(deed: Deed) -> bool:
    """Say whether the sentence itself names a ship, a plane or a crew that is aimed at."""
    target = deed.act.target
    return target is not None and bool(target.country) and target.head in {"vessel", "aircraft", "people"}


def _is_untrue(deed: Deed, line: Line, story: Story) -> bool:
    """Say whether others than those who are said to have done it call the report of an act untrue."""
    index = line.sentence.index
    if "factcheck" in story.lines[0].kinds:
        return True
    if not _is_hearsay(deed, line):
        return False
    opening = [one for one in story.lines[:_OPENING] if "rumour" in one.kinds]
    if opening and not any(_is_own_voice(deed, one) for one in opening):
        return True
    if ("untrue" in line.kinds or "deny" in line.kinds) and not _is_own_voice(deed, line):
        return True
    behind = story.lines[index + 1 : index + 1 + _BEHIND]
    return any("untrue" in one.kinds and not _is_own_voice(deed, one) for one in behind)


def _is_hearsay(deed: Deed, line: Line) -> bool:
    """Say whether a report, a rumour or a clip tells of an act, in the same clause: a post that said they had fired."""
    first = deed.act.token
    for back in range(first - 1, -1, -1):
        token = line.tokens[back]
        if token.text in _TURNS and line.at[back] is None:
            return False
        party = line.at[back]
        taken = back > 0 and line.tokens[back - 1].text in _TAKEN_FROM_ABOVE
        if token.text in _HEARSAY and not taken and (party is None or party.head in {"thing", "speaker"}):
            return True
    return False


def _is_own_voice(deed: Deed, line: Line) -> bool:
    """Say whether a sentence has those speak who are said to have done it: Beijing called the claim false."""
    countries = deed.initiator.countries()
    return any(
        one.country in countries and one.head in VOICES and one is not deed.act.initiator for one in line.parties
    )


def _is_noun(deed: Deed, line: Line) -> bool:
    """Say whether an act is named and not told: ramming, the use of water cannon, a blockade."""
    verb = deed.act.verb if deed.act.verb >= 0 else deed.act.token
    forms = line.tokens[verb].kinds.get("verb", "")
    return " noun" in deed.act.rule or deed.act.rule.startswith("noun") or "g" in forms or deed.act.initiator is None


def _is_general(deed: Deed, line: Line) -> bool:
    """Say whether a sentence only names acts, in a list of what is feared, forbidden or asked about."""
    return deed.when is None and "accuse" not in line.kinds and _is_noun(deed, line)


def _is_usual(deed: Deed, line: Line) -> bool:
    """Say whether the present tense tells what many do: militia boats gather in dozens, fishermen are chased."""
    act = deed.act
    if line.sentence.headline or act.verb < 0 or deed.when is not None or "timed" in line.kinds:
        return False
    if " control" in act.rule or (act.verb and line.tokens[act.verb - 1].text in {"to", "and"}):
        return False  # forces were sent to monitor and warn her away
    if not (_are_some(act.initiator, line) and _are_some(act.target, line)):
        return False
    if act.initiator is None and act.target is None:
        return False
    if is_passive(line, act.verb):
        before = line.words[max(act.verb - 4, 0) : act.verb]
        return "being" not in before and not {"are", "is"}.isdisjoint(before)
    forms = {*line.tokens[act.verb].kinds.get("verb", "")}
    return bool(forms) and forms <= {"b", "s"}


def _are_some(party: Party | None, line: Line) -> bool:
    """Say whether somebody is none in particular: boats, Chinese ships, China."""
    if party is None:
        return True
    if party.units or party.definite or party.owner or party.head == "pronoun" or party.links:
        return False
    if party.head == "state":
        return True
    opening = line.tokens[party.first]
    many = party.many or line.tokens[party.after - 1].text.endswith("men")
    return many and opening.text not in _SOME and "number" not in opening.kinds


_SOME: Final = frozenset("the a an these those two three four five six several some many dozens all".split())


def _is_wanted(deed: Deed, line: Line) -> bool:
    """Say whether a government has ordered or threatened what is not told to have been done."""
    first = min(deed.act.token, deed.act.verb if deed.act.verb >= 0 else deed.act.token)
    one = deed.act.initiator
    if ":threaten " in deed.act.rule and one is not None and one.head in {"state", "speaker"}:
        behind = line.words[first + 1 : first + 6]
        return "to" in behind  # threatened on Monday to tow her away
    opener = line.tokens[first - 1].text if first else ""
    present = {*line.tokens[first].kinds.get("verb", "x")} <= {"b", "s"}
    if opener != "to" and not (opener in _WHICHEVER and present):
        return False
    for back in range(first - 2, max(first - 24, -1), -1):
        token = line.tokens[back]
        if token.text in _TURNS or (token.text == "and" and line.tokens[back + 1].text != "to"):
            return False
        if token.text in _ORDERS and line.at[back] is None:
            return any(party.after <= back and party.head in {"state", "speaker"} for party in line.parties)
    return False


#: Urged the navy to follow every ship that enters the zone.
_WHICHEVER: Final = frozenset({"that", "which", "who"})
_ORDERS: Final = frozenset(
    "urged urges instructed ordered directed authorised authorized threatened instructs orders directs "
    "threatens".split()
)
