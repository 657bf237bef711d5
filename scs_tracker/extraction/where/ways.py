"""Where somebody was bound, came from or was taken, and where a feature lies: named, and not where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.names import SEA_GROUPS, gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.words.lexicon import Token

_AT: Final = frozenset({"at", "near", "off", "around", "over", "in", "inside", "within", "outside", "along", "between"})
_TO: Final = frozenset({"to", "toward", "towards", "into", "onto", "bound", "resupply", "reach", "reaching"})
_FROM: Final = frozenset({"from", "leave", "leaves", "leaving", "left", "quit", "vacate"})
#: What goes somewhere where 'for' follows; else it is no direction: a pipeline for the gas field.
_GOING: Final = frozenset(
    "bound headed heading head heads left leave leaving sailed sail sailing set made making course departed steered "
    "steering steaming supplies provisions food stores rations water cargo materials mission destined".split()
)
_UNITS: Final = frozenset(
    "nautical miles mile nm nmi km kilometres kilometers kilometre kilometer metres meters".split()
)
#: Who is on a feature: stores for the garrison on a shoal.
_GARRISONS: Final = frozenset(
    "base bases outpost outposts facility facilities fortress garrison detachment troops marines soldiers station "
    "personnel".split()
)
#: Who does this to others brings them somewhere: towed to Hainan.
_TAKING: Final = frozenset(
    "take takes took taken taking tow tows towed towing bring brings brought bringing escort escorted haul hauled "
    "dragged led marched moved transferred carried flown sent back".split()
)
_LAND: Final = frozenset({"city", "port", "base", "province", "cape", "region", "island"})
_LYING: Final = frozenset({"lies", "lie", "lying", "located", "situated", "sits", "sitting"})
_BESIDE: Final = frozenset({"next", "adjacent", "close", "near", "nearest", "closer", "contiguous"})
_BE: Final = frozenset({"is", "are", "was"})
#: What was put somewhere before anything happened there: the rig that was placed 120 nautical miles off Ly Son.
_PUT: Final = frozenset(
    "placed parked anchored moved towed installed stationed positioned deployed planted set brought fixed put".split()
)
_RIGS: Final = frozenset({"rig", "oil rig", "drilling rig", "platform", "oil platform", "drillship", "drill ship"})
_SITES: Final = frozenset(
    "shoal reef atoll bank island islet cay outpost base feature sandbar block field site installation".split()
)
#: How many words back the word is that says where to or where from.
_REACH: Final = 14
#: How many of these may be neither numbers nor directions.
_STRANGE: Final = 5


def way_of(line: Line, first: int, after: int, feature: str) -> str:
    """Say what a place is to what the sentence tells.

    Parameters
    ----------
    line
        The sentence.
    first, after
        The tokens of the place.
    feature
        The feature that it was found by, or an empty string.

    Returns
    -------
    str
        ``to`` where somebody was bound, ``taken`` where somebody was taken, ``from`` where somebody came from,
        ``site`` where a feature or a rig lies; empty where it is the place itself.
    """
    tokens = line.tokens
    named = [at for at in range(first, after) if "place" in tokens[at].kinds]
    if not named:
        return ""
    name = next((at for at in named if feature and feature in tokens[at].kinds["place"]), named[-1])
    start = measure_of(tokens, name)
    if _is_site(tokens, start):
        return "site"
    if start < name:
        return ""  # 40 nautical miles from A
    way = _led(tokens, name)
    moved_on = way == "to" and [one.text for one in tokens[name + 1 : name + 3]] == [",", "where"]
    return "" if moved_on else way  # the trouble moved south to A, where


def measure_of(tokens: Sequence[Token], name: int) -> int:
    """Return where a distance begins that is counted from a name, or the name itself."""
    for at in range(name - 1, max(name - 10, -1), -1):
        if tokens[at].text in {";", "and", "to"} and tokens[at + 1].text != "the":
            break
        if "number" in tokens[at].kinds and not _UNITS.isdisjoint(
            word for one in tokens[at + 1 : at + 4] for word in one.text.split()
        ):
            return at
    return name


def _led(tokens: Sequence[Token], name: int) -> str:
    """Return what the word says that a name hangs on: on the way to Patag, from the reef, in the Paracels."""
    strange = 0
    for at in range(name - 1, max(name - _REACH, -1), -1):
        word = tokens[at].text
        if word == "on" and at and tokens[at - 1].text in _GARRISONS:
            return ""
        if word in _AT or word == ";":
            return ""
        if word == "to" and at and tokens[at - 1].text in _BESIDE:
            return ""  # in waters adjacent to the shoal
        if word in _TO or (word == "for" and at and tokens[at - 1].text in _GOING):
            return _bound(tokens, at, name)
        if word in _FROM:
            return "from"
        if word not in {"the", "of", "and", ","} and "place" not in tokens[at].kinds:
            strange += 1
            if strange >= _STRANGE:
                break
    return ""


def _bound(tokens: Sequence[Token], at: int, name: int) -> str:
    """Say whether a place is where somebody was bound by himself, or was taken."""
    features = gazetteer().features
    there = [features[one] for one in tokens[name].kinds["place"]]
    ashore = all(one.group not in SEA_GROUPS and one.kind in _LAND for one in there)
    before = {one.text for one in tokens[max(at - 7, 0) : at]}
    return "taken" if ashore and before & _TAKING else "to"


def _is_site(tokens: Sequence[Token], start: int) -> bool:
    """Say whether a place only tells where a feature or a rig lies: the reef lies 175 nautical miles west of A."""
    at = start - 1
    while at > 0 and tokens[at].text in {
        "about",
        "some",
        "around",
        "roughly",
        "nearly",
        "just",
        "only",
        "almost",
        "the",
    }:
        at -= 1
    if at < 1:
        return False
    word = tokens[at].text
    back = range(at - 1, max(at - 9, -1), -1)
    if word in _LYING:
        return any(_is_feature(tokens[one]) for one in back)
    if word in _BE:
        return _is_feature(tokens[at - 1]) or (tokens[at - 1].text in {"which", ","} and _is_feature(tokens[at - 2]))
    if word == "to" and tokens[at - 1].text in _BESIDE:
        at -= 1
        word = tokens[at].text
    if word in _BESIDE:
        at -= at > 1 and tokens[at - 1].text in {"which", "is"}
        at -= at > 1 and tokens[at - 1].text == "which"
        return at > 1 and tokens[at - 1].text == "," and _is_at_sea(tokens[at - 2])
    put = any(tokens[one].text in _PUT for one in range(at, max(at - 5, -1), -1))
    return put and any(tokens[one].text in _RIGS for one in range(at, max(at - 16, -1), -1))


def _is_at_sea(token: Token) -> bool:
    features = gazetteer().features
    return any(features[one].group in SEA_GROUPS for one in token.kinds.get("place", ()))


def _is_feature(token: Token) -> bool:
    return "place" in token.kinds or token.text in _SITES
