"""Words of acts that tell of none: knots that a ship ran, floats that were shot at, men taken aboard, boats adrift."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line

_FIRED: Final = frozenset({"shots_fired", "warning_shots", "sinking"})
#: What a navy shoots at for practice.
_TARGETS: Final = frozenset(
    "floats targets hulk hulks sleeve sleeves drogue drogues barrels pontoon pontoons raft rafts balloons".split()
)
#: What is said of boats that nobody steers.
_LOOSE: Final = frozenset({"loose", "moorings", "mooring", "dragged", "dragging", "adrift"})
_SPEED: Final = frozenset({"knots", "knot"})
_OF_COURTS: Final = frozenset({"court", "courts", "ruling", "rulings", "verdict", "verdicts", "judge", "judges"})
_COMPARED: Final = frozenset({"compared", "compares", "likened", "likens", "comparison", "reminiscent"})
#: Before the name of a ship that went down by herself: taken from a sinking freighter.
_DOWN: Final = frozenset({"a", "the", "from", "off", "aboard", "their", "its", "his"})
#: What speaks against help, where men come aboard.
_FORCED: Final = frozenset(
    (
        "arrested arrest detained detain seized captured handcuffed custody gunpoint boarded interrogated questioned "
        "impounded confiscated charged illegally illegal force forcibly at-gunpoint prisoners prisoner "
        "intercepted chased"
    ).split()
)
_ABOARD: Final = frozenset({"aboard", "on board", "board", "off"})


def check(deed: Deed, line: Line, story: Story) -> str:
    """Return the name of the guard that holds back what only sounds like an act, or an empty string."""
    types = deed.types
    if _is_in_a_denied_row(deed, line, story):
        return "guard:negated"
    behind = line.words[deed.act.token + 1 : deed.act.token + 10]
    if types == ("dangerous_manoeuvre",) and deed.act.target is None and not _SPEED.isdisjoint(behind[:4]):
        return "guard:nothing-at-sea"
    if _FIRED.issuperset(types) and deed.act.target is None and not _TARGETS.isdisjoint(behind):
        return "guard:drill"
    if types == ("sinking",) and (_is_going_down(deed, line) or _is_after_a_ruling(deed, line)):
        return "guard:sank-of-itself" if _is_going_down(deed, line) else "guard:scuttled"
    if types == ("collision",) and "each-other" in deed.act.rule and not _LOOSE.isdisjoint(line.words):
        return "guard:merchant-ships"
    if types == ("detention",) and _is_taken_aboard(deed, behind, story):
        return "guard:rescue"
    if _is_of_land(deed, line, behind) or _is_of_airmen(deed, behind):
        return "guard:nothing-at-sea"
    if types == ("shadowing",) and _is_beside_it_as_help(deed, behind):
        return "guard:no-type"
    if types == ("laser",) and not _FOLLOWED.isdisjoint(line.words[max(deed.act.token - 4, 0) : deed.act.token]):
        return "guard:no-type"  # was told to follow a searchlight
    if types == ("harassment",) and _is_of_a_cable_ashore(deed, line, behind):
        return "guard:no-type"
    if types == ("blocking",) and ":hold-up " in deed.act.rule and deed.act.target is None:
        return "guard:no-type"
    if _is_figure(deed, line, behind):
        return "guard:nothing-at-sea"
    if "sport" in line.kinds and not any(one.head in {"vessel", "aircraft", "mission"} for one in line.parties):
        return "guard:nothing-at-sea"
    if deed.when is None and not _COMPARED.isdisjoint(line.words[: deed.act.token]):
        return "guard:general-talk"
    if not {"expulsion", "blocking"}.isdisjoint(types) and _is_for_its_own(deed, line, story):
        return "guard:warning-to-all"
    return ""


def _is_figure(deed: Deed, line: Line, behind: Sequence[str]) -> bool:
    """Say whether a verb tells of no ship: ears were ringing, a barrier robbed them of a day's pay."""
    if ":ring " in deed.act.rule:
        return not _RINGING.isdisjoint(one.text for one in line.tokens[max(deed.act.token - 3, 0) : deed.act.token])
    if deed.types == ("seizure",) and deed.act.target is None and " passive" in deed.act.rule:
        if any(one.head in {"vessel", "aircraft", "people"} and one.after <= deed.act.token for one in line.parties):
            return False
        return line.words[deed.act.token - 2 : deed.act.token - 1] in _LANDS or _is_place(line, deed.act.token - 2)
    return ":rob " in deed.act.rule and not _EARNINGS.isdisjoint(behind)


def _is_place(line: Line, at: int) -> bool:
    """Say whether a word names a place: the Paracels were seized in 1974."""
    return at >= 0 and "place" in line.tokens[at].kinds


#: What is seized and is no ship.
_LANDS: Final = tuple([one] for one in "islands island reefs reef shoal shoals archipelago islets group chain".split())
_RINGING: Final = frozenset({"ears", "ear", "bells", "bell", "alarm", "alarms", "phone", "phones"})
_EARNINGS: Final = frozenset({"pay", "income", "living", "livelihood", "livelihoods", "wages", "earnings"})


def _is_in_a_denied_row(deed: Deed, line: Line, story: Story) -> bool:
    """Say whether an act stands in a row whose first is denied: was not sunk, seized or towed off."""
    if " shared" not in deed.act.rule:
        return False
    return any(
        one.line == deed.line
        and one.status == "negated"
        and 0 < deed.act.token - one.token <= _ROW
        and not {token.text for token in line.tokens[one.token + 1 : deed.act.token]} - _LISTED
        for one in story.acts
    )


#: What may stand between two acts of a row.
_LISTED: Final = frozenset({",", "or", "nor", "and", "not"})
_ROW: Final = 3


def _is_of_land(deed: Deed, line: Line, behind: Sequence[str]) -> bool:
    """Say whether islands are taken, and no boat or man: the Paracels were seized in 1974, China seized the shoal."""
    if (
        deed.types != ("seizure",)
        or deed.act.target is not None
        or _TAKEN.isdisjoint(line.words[deed.act.token].split())
    ):
        return False
    at = deed.act.token
    if " passive" in deed.act.rule:
        before = at
        while before and line.words[before - 1] in _WERE:
            before -= 1
        beside = set(line.words[max(before - 3, 0) : max(before - 1, 0)])
        return before > 0 and _is_land(line, before - 1) and beside.isdisjoint(_OF_LAND)
    ahead = at + 1
    while ahead < len(line.tokens) and line.words[ahead] in _SOME_LAND:
        ahead += 1
    return ahead < len(line.tokens) and (_is_land(line, ahead) or _is_land(line, min(ahead + 1, len(line.tokens) - 1)))


def _is_land(line: Line, at: int) -> bool:
    return "place" in line.tokens[at].kinds or line.words[at] in _LAND


_TAKEN: Final = frozenset(
    "seize seized seizes seizing take took taken capture captured grabbed wrested snatched".split()
)
_WERE: Final = frozenset({"was", "were", "been", "had", "have", "being", "also", "first"})
_OF_LAND: Final = frozenset({"from", "off", "near", "in", "at", "around", "of", "by"})
_SOME_LAND: Final = frozenset("the a several some all both these those disputed contested whole two three".split())
_LAND: Final = frozenset(
    "islands island islets islet isles reefs reef shoal shoals archipelago archipelagos territory territories "
    "atoll cay cays sandbar sandbars features feature chain".split()
)


def _is_of_airmen(deed: Deed, behind: Sequence[str]) -> bool:
    """Say whether a plane came down by itself: crashed into the sea, the two ejected safely."""
    if ":eject " in deed.act.rule and deed.act.target is None:
        return True
    fell = ":crash" in deed.act.rule and "collision" in deed.types and deed.act.target is None
    return fell and any(one.rpartition(" ")[2] in _WATERS for one in behind[:3])


_WATERS: Final = frozenset({"sea", "ocean", "water", "waters", "mountain", "hillside", "mountainside", "waves"})


def _is_beside_it_as_help(deed: Deed, behind: Sequence[str]) -> bool:
    """Say whether a ship keeps by another to guard her, or a boat to a light: stayed with her as an escort."""
    if ":follow " in deed.act.rule:
        return not _LIGHTS.isdisjoint(behind[:3])
    beside = ":stay-with " in deed.act.rule or ":accompany " in deed.act.rule
    return beside and not _AS_HELP.isdisjoint(behind)


_FOLLOWED: Final = frozenset({"follow", "followed", "following", "follows"})
_LIGHTS: Final = frozenset("searchlight searchlights light lights instructions orders procedures directions".split())
_AS_HELP: Final = frozenset({"escort", "escorts", "guard", "guards", "protection", "protect"})


def _is_of_a_cable_ashore(deed: Deed, line: Line, behind: Sequence[str]) -> bool:
    """Say whether a cable on the seabed is cut, and none that a ship tows."""
    towed = not _TOWING.isdisjoint(line.words) or any(
        party.head == "vessel" and party.first > deed.act.token for party in line.parties
    )
    return ":cut " in deed.act.rule and not {"cable", "cables"}.isdisjoint(behind[:4]) and not towed


_TOWING: Final = frozenset({"survey", "seismic", "exploration", "tow", "towing", "towed", "streamers"})


def _is_going_down(deed: Deed, line: Line) -> bool:
    """Say whether a ship that goes down is only called so: sailors saved from a sinking freighter."""
    at = deed.act.token
    if line.tokens[at].text != "sinking" or at == 0 or "accuse" in line.kinds:
        return False
    follows = line.at[at + 1] if at + 1 < len(line.tokens) else None
    inside = line.at[at]
    whose = follows is not None and follows.head == "vessel"
    return line.tokens[at - 1].text in _DOWN and (whose or inside is not None)


def _is_after_a_ruling(deed: Deed, line: Line) -> bool:
    """Say whether boats are sunk that a court has ruled on."""
    return deed.act.initiator is None and not _OF_COURTS.isdisjoint(line.words)


def _is_taken_aboard(deed: Deed, behind: Sequence[str], story: Story) -> bool:
    """Say whether men come aboard whose country is only guessed, and nothing speaks of force."""
    if ":take " not in deed.act.rule and ":took " not in deed.act.rule:
        return False
    if "role:nearest-other" not in deed.rules or _ABOARD.isdisjoint(behind):
        return False
    near = story.lines[max(deed.line - 2, 0) : deed.line + 3]
    return all(_FORCED.isdisjoint(one.text for one in beside.tokens) for beside in near)


def _is_for_its_own(deed: Deed, line: Line, story: Story) -> bool:
    """Say whether a patrol tells boats that nobody calls foreign to stay away: the coast guard told fishermen to."""
    target = deed.act.target
    if target is None or not story.home or deed.initiator.countries() != {story.home}:
        return False
    if target.definite or target.owner or target.units or target.after - target.first > 1:
        return False
    bare = line.tokens[target.first].text in _ANYBODY
    return bare and (not target.country or target.guessed)


_ANYBODY: Final = frozenset("fishermen boats vessels ships fishers ship skippers tourists yachts everybody".split())
