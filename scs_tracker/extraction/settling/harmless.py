"""What harms nobody: fires put out, research of one's own, men brought back, rubbish, and one's own lawbreakers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.settling import trifles
from scs_tracker.extraction.settling.routine import GUESSED, is_minded
from scs_tracker.extraction.settling.sides import ENFORCED_UPON
from scs_tracker.extraction.what.forms import ARRESTS

if TYPE_CHECKING:
    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line

_OF_SCIENCE: Final = frozenset({"drone", "sonar", "survey_intrusion"})
_POLICE: Final = frozenset(
    "ranger rangers warden wardens police policemen policeman customs agents authorities officers inspectors".split()
)


def check(deed: Deed, line: Line, story: Story) -> str:
    """Return the name of the guard that holds back what harms nobody of another country, or an empty string."""
    if deed.types == ("water_cannon",) and "blaze" in line.kinds:
        return "guard:rescue"
    if deed.types == ("seizure",) and _is_brought_back(deed, line):
        return "guard:rescue"
    if deed.types == ("assault",) and _is_thrown_away(deed, line):
        return "guard:nothing-at-sea"
    if _OF_SCIENCE.issuperset(deed.types) and _is_research(deed, line, story):
        return "guard:research"
    if _is_time_taken(deed, line) or _is_of_a_body(deed, line):
        return "guard:no-type"
    if deed.types == ("expulsion",) and _is_driven_ashore(deed, line):
        return "guard:rescue"
    if deed.types == ("boarding",) and _is_of_guests(deed, line):
        return "guard:visit"
    if deed.types == ("survey_intrusion",) and _is_at_home(deed, line):
        return "guard:routine"
    if ARRESTS.issuperset(deed.types) and _is_own_police(deed, line, story):
        return "guard:same-country"
    if deed.types == ("detention",) and _is_of_a_court(deed, line):
        return "guard:crime"
    if deed.types == ("survey_intrusion",) and _is_charge(deed, line):
        return "guard:crime"
    return trifles.check(deed, line, story)


def _is_time_taken(deed: Deed, line: Line) -> bool:
    """Say whether something took men or hours to do: it took two boats and an afternoon to cut the nets away."""
    at = deed.act.token
    words = line.words[: at + 16]
    taken = next((index for index, word in enumerate(words[:-1]) if word == "it" and words[index + 1] in _TOOK), -1)
    if "boarding" in deed.types or taken < 0 or at < taken or at > taken + 15 or "to" not in words[taken:]:
        return False
    return at == taken + 1 or words[at - 1] == "to"


_TOOK: Final = frozenset({"took", "takes", "taken"})


def _is_of_a_body(deed: Deed, line: Line) -> bool:
    """Say whether something is done to what one man has on: cut off his shirt."""
    behind = line.words[deed.act.token + 1 : deed.act.token + 3]
    return ":cut-off " in deed.act.rule and behind[:1] == ["his"]


def _is_driven_ashore(deed: Deed, line: Line) -> bool:
    """Say whether wind and waves drove a boat: had been driven towards the rocks."""
    if ":drive " not in deed.act.rule:
        return False
    behind = line.words[deed.act.token + 1 : deed.act.token + 5]
    return not _ONTO.isdisjoint(behind[:1]) and not _ASHORE.isdisjoint(behind)


_ONTO: Final = frozenset({"towards", "toward", "onto", "on to", "on", "against", "into", "ashore"})
_ASHORE: Final = frozenset("rocks rock shore beach coast land cliffs ashore breakers surf".split())


def _is_of_guests(deed: Deed, line: Line) -> bool:
    """Say whether somebody of rank went on board, as guests do: the president boarded the destroyer."""
    one = deed.act.initiator
    if one is not None and one.country:
        return False  # told the mayor that coast guard men had come over the rail
    before = line.tokens[max(deed.act.token - 5, 0) : deed.act.token]
    return any(token.text in _GUESTS for token in before)


_GUESTS: Final = frozenset(
    (
        "president premier minister ambassador governor mayor senator secretary king queen sultan envoy consul "
        "visitors guests pupils students journalists families delegation schoolchildren tourists passengers"
    ).split()
)


def _is_charge(deed: Deed, line: Line) -> bool:
    """Say whether an intrusion is what a court held against somebody: was fined on Tuesday for poaching off it."""
    before = line.words[: deed.act.token]
    return bool({"for", "of", "with"} & set(before[-3:])) and not _SENTENCED.isdisjoint(before)


_SENTENCED: Final = frozenset(
    "sentenced fined jailed imprisoned convicted indicted charged guilty tried prosecuted".split()
)
#: Whoever sends somebody to prison long after he was caught.
_COURTS: Final = frozenset({"court", "courts", "judge", "judges", "tribunal", "prosecutor", "prosecutors"})


def _is_of_a_court(deed: Deed, line: Line) -> bool:
    """Say whether a court holds somebody, and no patrol: the nine who face a judge, officers had put under arrest."""
    one = deed.act.initiator
    if one is not None and one.service not in {"", *ENFORCED_UPON} and one.head in {"vessel", "people", "force"}:
        return False
    at = deed.act.token
    behind = line.words[at + 1 : at + 5]  # were jailed by a Philippine court
    return not _COURTS.isdisjoint([*line.words[:at], *(behind if behind[:1] == ["by"] else [])])


def _is_brought_back(deed: Deed, line: Line) -> bool:
    """Say whether a man is taken back to his boat or home."""
    behind = line.words[deed.act.token + 1 : deed.act.token + 5]
    if ":take " not in deed.act.rule or not behind or behind[0] not in {"back", "home"}:
        return False
    person = deed.act.target is not None and deed.act.target.head in {"people", "pronoun"}
    return person or (deed.act.target is None and not {"his", "her", "their"}.isdisjoint(behind))


def _is_thrown_away(deed: Deed, line: Line) -> bool:
    """Say whether something goes overboard and at nobody."""
    behind = line.words[deed.act.token + 1 : deed.act.token + 10]
    return deed.act.target is None and "overboard" in behind


def _is_research(deed: Deed, line: Line, story: Story) -> bool:
    """Say whether scientists use a drone or a sonar, and nobody of another country minds."""
    one = deed.act.initiator
    if "XX" in deed.initiator.countries() or is_minded(deed, line, story):
        return False
    if one is not None and one.service in {"navy", "coast guard", "militia"}:
        return False  # the sonar of a frigate, among divers
    if deed.act.target is not None and GUESSED.isdisjoint(deed.rules):
        return False
    index = line.sentence.index
    return any("science" in one.kinds for one in story.lines[max(index - 2, 0) : index + 2])


def _is_at_home(deed: Deed, line: Line) -> bool:
    """Say whether whoever surveys or sails does so in waters that the sentence calls its own country's."""
    if deed.act.target is not None and GUESSED.isdisjoint(deed.rules):
        return False
    behind = [one for one in line.parties if one.head == "thing" and one.first > deed.act.token and one.country]
    return bool(behind) and {one.country for one in behind} == deed.initiator.countries()


def _is_own_police(deed: Deed, line: Line, story: Story) -> bool:
    """Say whether rangers or the police, whose country nobody names, arrest people of the dateline's country."""
    one = deed.act.initiator
    if "role:unidentified" not in deed.rules or one is None:
        return False
    words = {token.text for token in line.tokens[one.first : one.after]}
    theirs = deed.target.countries()
    home = {story.home} if story.home else {country for country, _ in story.countries.most_common(1)}
    return not words.isdisjoint(_POLICE) and theirs == home
