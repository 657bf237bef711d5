"""What is no incident of this sea: explicit guards, each with a name that ``explain`` prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.parties import CONCRETE
from scs_tracker.extraction.places import WIDE_KM
from scs_tracker.extraction.sides import CLAIMANTS

if TYPE_CHECKING:
    from scs_tracker.extraction.clauses import Line
    from scs_tracker.extraction.deeds import Deed
    from scs_tracker.extraction.story import Story

#: What an attempt leaves undone: tried to arrest them.
_UNDONE: Final = frozenset({"detention", "seizure", "sinking"})
_NO_FLAG: Final = frozenset({"XX"})
_PATROLS: Final = re.compile(
    r"patrol|cruise|prowl|sail|anchor|linger|lurk|loiter|station|appear|hang|turn-up|show-up|ashore|explore|operate"
    r"|:(?:come|pass|approach|venture|get|move|land|work|survey|map|chart) "
)
#: Types that one side alone can be told of.
_ALONE: Final = frozenset({"survey_intrusion", "swarming", "barrier", "drone", "standoff"})
#: Acts that are also exercised.
_EXERCISED: Final = frozenset(
    {
        "shots_fired",
        "warning_shots",
        "boarding",
        "sinking",
        "sonar",
        "drone",
        "air_intercept",
        "seizure",
        "flare",
        "jamming",
    }
)


def check(deed: Deed, line: Line, story: Story) -> str:
    """Return the name of the guard that holds a deed back, or an empty string."""
    return (
        _told(deed)
        or _actors(deed, story)
        or _strength(deed)
        or _crime(deed, line)
        or _rescue(deed, line)
        or _drill(deed, line)
        or _routine(deed)
        or _region(deed, line, story)
    )


def _told(deed: Deed) -> str:
    status = deed.act.status
    if status == "denied":
        deed.loose = deed.weak = True
    if status in {"negated", "hypothetical"}:
        return f"guard:{status}"
    if deed.act.attempted and not _UNDONE.isdisjoint(deed.types):
        return "guard:attempted"
    if status == "habitual" and deed.when is None:
        return "guard:habitual"
    if deed.act.general and deed.when is None and deed.spot is None:
        deed.loose = True  # condemned the use of water cannon: no case of its own
    return ""


def _actors(deed: Deed, story: Story) -> str:
    parties = [party for party in (deed.act.initiator, deed.act.target) if party is not None]
    if any(party.country == "elsewhere" for party in parties):
        return "guard:actor-elsewhere"
    if not deed.types:
        return "guard:no-type"
    target = deed.act.target
    if deed.types[0] == "expulsion" and target is not None and not (target.country or target.definite or target.owner):
        told = deed.act.initiator is not None and deed.act.initiator.head in {"state", "force", "speaker"}
        if told and target.head == "vessel" and not target.units and not deed.act.rule.startswith("verb:expulsion:d"):
            return "guard:warning-to-all"
    if deed.loose:
        return "" if deed.act.strength > 1 or deed.types == ("seizure",) else "guard:too-weak"
    here, there = deed.initiator.countries(), deed.target.countries()
    if not here:
        return "guard:no-initiator"
    if here == there and len(here) == 1:
        return "guard:same-country"
    if not (here | there) & CLAIMANTS:
        return "guard:no-claimant"
    if there and not (here <= CLAIMANTS | _NO_FLAG and there <= CLAIMANTS | _NO_FLAG) and "CN" not in here | there:
        return "guard:partners"
    one = deed.act.initiator
    together = {link.country for link in one.links} - here if one is not None and not deed.act.mutual else set()
    if (target is None or not target.country) and there and there <= together:
        return "guard:partners"  # Vietnamese and Chinese ships inspected fishing boats
    if "sinking" in deed.types and deed.act.initiator is None:
        return "guard:sank-of-itself"
    return ""


def _strength(deed: Deed) -> str:
    if deed.loose:
        return ""
    concrete = [head in CONCRETE for head in deed.heads]
    if deed.types == ("swarming",) and deed.heads[0] not in {"vessel", "force", "state"}:
        return "guard:nothing-at-sea"
    named = [party for party in (deed.act.initiator, deed.act.target) if party is not None]
    if deed.act.rule.startswith("noun:collision") and named and all(party.head == "state" for party in named):
        return "guard:nothing-at-sea"  # a collision of American and Chinese interests
    if deed.act.strength == 2 and not any(concrete):
        return "guard:nothing-at-sea"
    stated = deed.act.initiator is not None and deed.act.target is not None
    if deed.types == ("boarding",) and deed.act.strength == 1 and "role:nearest-other" in deed.rules:
        stated = False  # inspected fishing boats of both countries
    in_waters = "role:whose-waters" in deed.rules and concrete[:1] == [True]  # a cutter seen in Malaysian waters
    if deed.act.strength == 1 and not (stated and all(concrete)) and not in_waters:
        deed.loose = deed.weak = True
    return ""


def _routine(deed: Deed) -> str:
    """Hold back patrols: of those whose coast it is, of partners, and wherever no place near a coast is named."""
    if deed.types != ("survey_intrusion",) or deed.loose or not _PATROLS.search(deed.act.rule):
        return ""
    if deed.initiator.countries() != {"CN"}:  # their own waters: it can say when and where they were
        deed.loose = deed.weak = True
        return ""
    wide = deed.spot is not None and (deed.spot.position.radius_km or 0.0) > WIDE_KM
    return "guard:routine" if wide else ""


def _crime(deed: Deed, line: Line) -> str:
    if "crime" in line.kinds:
        return "guard:crime"
    if "protest" in line.kinds and not any(party.head in {"vessel", "aircraft", "mission"} for party in line.parties):
        return "guard:street-protest"
    return ""


def _rescue(deed: Deed, line: Line) -> str:
    """Hold back a ship that stays with, or boards, those whom it helps."""
    if not _HELPING.issuperset(deed.types):
        return ""
    return "guard:rescue" if "rescue" in line.kinds else ""


_HELPING: Final = frozenset({"shadowing", "boarding", "survey_intrusion"})


def _drill(deed: Deed, line: Line) -> str:
    if not _EXERCISED.isdisjoint(deed.types) and "drill" in line.kinds:
        stated = deed.act.initiator is not None and deed.act.target is not None and not deed.rules
        return "" if stated else "guard:drill"
    return ""


def _region(deed: Deed, line: Line, story: Story) -> str:
    """Hold back what happened elsewhere, and what no place of this sea speaks for."""
    if deed.spot is not None:
        return ""
    if "elsewhere" in line.kinds:
        return "guard:elsewhere"
    if deed.loose:
        return ""
    here, elsewhere = int(story.at_sea) + story.here, story.elsewhere
    if elsewhere > here:
        return "guard:elsewhere"
    if not here and len((deed.initiator.countries() | deed.target.countries()) & CLAIMANTS) < 2:
        return "guard:no-place-in-this-sea"
    if not here and {"CN", "TW"} >= (deed.initiator.countries() | deed.target.countries()):
        return "guard:no-place-in-this-sea"
    return ""
