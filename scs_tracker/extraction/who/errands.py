"""What a boat without a service is said to be about: fishing, or bringing supplies to an outpost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from scs_tracker.extraction.who.parties import Party
    from scs_tracker.extraction.words.lexicon import Token

_CHARTERED: Final = frozenset({"chartered", "hired", "contracted", "leased"})
_BRINGING: Final = frozenset(
    "bringing carrying delivering taking transporting bound on heading trying sent ferrying".split()
)
_DELIVERS: Final = frozenset({"deliver", "bring", "carry", "take", "ferry", "delivering", "carrying", "bringing"})
_SUPPLIES: Final = frozenset(
    "supplies food provisions resupply water troops fuel rations materials gifts goods packages".split()
)
_POSTED: Final = frozenset(
    "soldiers marines troops forces outpost garrison personnel sailors military navy detachment".split()
)
_FISHING: Final = frozenset("fishing trawling poaching nets net trawl fished trawled squid tuna".split())


def service_of(party: Party, tokens: Sequence[Token]) -> str:
    """Return what the words behind a boat say that she does: ``fishing``, ``resupply``, ``civilian`` and the like."""
    if _fishes(tokens, party.after):
        return "fishing"
    if serves_a_rig(tokens, party.after):
        return "oil and gas"
    after = party.after
    following = tokens[after : after + 2]
    if len(following) == 2 and following[0].text == "with" and "act" in following[1].kinds:
        after += 2  # sprayed two boats with water cannon on their way to resupply marines
    boat = tokens[party.after - 1].text in {"boat", "boats"} and bool(party.country)
    supplies = brings(tokens, after) or _is_hired(tokens, party.after)
    if supplies or (boat and _delivers(tokens, party.after)):
        return "resupply"
    return "civilian" if _has_guests(tokens, party.after) else ""


#: Words between a boat and those whom it has aboard.
_WITH_GUESTS: Final = frozenset(
    "with carrying taking bringing ferrying of full chartered hired rented used that which had was were by for carried"
    " brought took has a an the two three four five six seven eight nine ten several some dozen dozens group team"
    " local foreign chinese philippine filipino vietnamese malaysian indonesian taiwanese bruneian"
    " young its aboard television tv news film camera media"
    " documentary peace environmental marine press".split()
)
_GUESTS: Final = frozenset(
    "journalist journalists reporter reporters photographer photographers cameraman cameramen tourists tourist"
    " activists students scientists biologists researchers divers anglers pilgrims volunteers celebrities".split()
)
#: Teams that are no crew of a ship.
_FILMING: Final = frozenset("television tv news film camera media documentary press".split())


#: How words begin that tell of guests aboard.
_BEFORE_GUESTS: Final = _CHARTERED | frozenset("with carrying taking bringing ferrying full rented that which".split())


def _has_guests(tokens: Sequence[Token], position: int) -> bool:
    """Say whether a boat is told to have reporters or the like aboard: a boat with a television crew."""
    if position >= len(tokens) or tokens[position].text.partition(" ")[0] not in _BEFORE_GUESTS:
        return False
    words = [word for one in tokens[position : position + 8] for word in one.text.split()]
    for at, word in enumerate(words):
        if word in _GUESTS or (word in {"crew", "crews", "team", "teams"} and words[at - 1] in _FILMING):
            return True
        if word not in _WITH_GUESTS:
            return False
    return False


def serves_a_rig(tokens: Sequence[Token], position: int) -> bool:
    """Say whether ships are told to work for a rig: two vessels that serve a platform, a tug bringing pipes to it."""
    behind = tokens[position : position + 12]
    words = [one.text for one in behind]
    at = int(words[:1] in (["that"], ["which"]))
    at += words[at : at + 1] in (["were"], ["was"], ["are"], ["is"], ["had"], ["has"])
    at += words[at : at + 1] in (["been"], ["under"])
    if not _SERVING.isdisjoint(words[at : at + 1]):
        return any(_is_a_rig(one) for one in behind[at + 1 : _stop(words, at + 1, _ENDING)])
    if _HAULING.isdisjoint(words[at : at + 1]):
        return False
    stop = _stop(words, at + 1, _ENDING)
    there = next((index for index in range(at, stop) if words[index] in {"to", "for", "of"}), stop)
    return any(_is_a_rig(one) for one in behind[there:stop])


def _stop(words: Sequence[str], at: int, ending: Collection[str]) -> int:
    return next((index for index in range(at, len(words)) if words[index] in ending), len(words))


def _is_a_rig(token: Token) -> bool:
    return token.kinds.get("service") == "oil and gas" or not _RIGS.isdisjoint(token.text.split())


_SERVING: Final = frozenset(
    "serve serves served serving supply supplies supplied supplying support supports supported supporting service "
    "services serviced servicing tend tends tended tending attending assisting working works worked work hired "
    "chartered contracted of for contract".split()
)
#: What else takes a boat to a rig.
_HAULING: Final = frozenset(
    "bringing carrying taking towing hauling delivering ferrying brought carried took towed hauled delivered bound "
    "heading on".split()
)
_ENDING: Final = frozenset({",", "and", "when", "at", "in", "near", "off", "on", "after", "as"})
_RIGS: Final = frozenset("rig rigs platform platforms drillship wells well field fields drilling oilfield".split())


#: How words begin that tell of fishing.
_BEFORE_FISH: Final = frozenset("fishing trawling poaching casting hauling that which caught".split())


def _fishes(tokens: Sequence[Token], position: int) -> bool:
    """Say whether boats are told to be fishing: two boats that had been casting their nets."""
    if position >= len(tokens) or tokens[position].text not in _BEFORE_FISH:
        return False
    words = [one.text for one in tokens[position : position + 7]]
    stop = next((at for at, word in enumerate(words) if at and word in {",", "and", "when", "to"}), len(words))
    return not _FISHING.isdisjoint(words[:stop]) and not {"prevent", "protect", "stop"} & {*words[:stop]}


def _delivers(tokens: Sequence[Token], position: int) -> bool:
    """Say whether boats are told, further on, to deliver supplies to an outpost."""
    words = [one.text for one in tokens[position:]]
    for index, word in enumerate(words):
        if word in _DELIVERS and _SUPPLIES & {*words[index : index + 8]} and _POSTED & {*words[index : index + 14]}:
            return not {"fishermen", "fishers"} & {*words[index : index + 10]}
    return False


def _is_hired(tokens: Sequence[Token], position: int) -> bool:
    """Say whether a boat is one that somebody had hired: two wooden boats that the navy had chartered."""
    words = [one.text for one in tokens[position : position + 8]]
    return bool(words) and words[0] in {"that", "which"} and not _CHARTERED.isdisjoint(words)


def _stops(words: Sequence[str], at: int) -> bool:
    """Say whether what a boat brings is told up to a word: food and water for soldiers, and …."""
    if words[at] == "and":
        return _SUPPLIES.isdisjoint(words[at + 1 : at + 2])
    return words[at] in {",", "when", "after", "was", "were"}


def brings(tokens: Sequence[Token], position: int) -> bool:
    """Say whether a boat is told to bring supplies to an outpost: boats bringing food to soldiers."""
    words = [one.text for one in tokens[position : position + 16]]
    if words[:1] == ["with"] and not _SUPPLIES.isdisjoint(words[1:4]):
        return not _POSTED.isdisjoint(words)
    if words[:1] in (["that"], ["which"]) and words[1:2] in (
        ["carried"],
        ["brought"],
        ["took"],
        ["carries"],
        ["bring"],
    ):
        words = words[1:]  # a boat that carried gifts to the garrison
    elif not words or words[0] not in _BRINGING:
        return False
    stop = next((at for at in range(len(words)) if _stops(words, at)), len(words))
    inside = set(words[:stop])
    to_a_reef = any(
        "place" in tokens[position + at].kinds and words[at - 1] in {"to", "for"}
        for at in range(1, min(stop, len(words)))
    )
    posted = bool(inside & _POSTED) or (to_a_reef and len(words) == len(tokens[position : position + 16]))
    return bool(inside & _SUPPLIES) and posted and not inside & {"fishermen", "fishers"}


def of_a_shore(party: Party, tokens: Sequence[Token]) -> str:
    """Return what boats of a province are, where nothing else is said of them: a boat from Quang Ngai."""
    last = next((one.text for one in reversed(tokens[party.first : party.after]) if "head" in one.kinds), "")
    before, behind = tokens[max(party.first - 1, 0) : party.after], tokens[party.after : party.after + 2]
    home = any("shore" in one.kinds and "head" not in one.kinds for one in before)
    home = home or (len(behind) == 2 and behind[0].text == "from" and "shore" in behind[1].kinds)
    return "fishing" if home and last in _BOATS else ""


_BOATS: Final = frozenset({"man", "men", "boat", "boats", "wooden boat", "wooden boats", "outrigger", "outriggers"})
