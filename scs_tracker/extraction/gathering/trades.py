"""What boats and aircraft of no stated service are, by their type, by what they carry, and by whom they serve.

Only a plane of the navy is a P-8; boats with food for a garrison are its supply boats; what lies beside a rig that is
harassed serves it; and boats that a patrol drives off or holds are fishers', where nothing else is said of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.gathering import crews
from scs_tracker.extraction.who.parties import code_of, sole_country

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.settling.sides import Side
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party

_GOODS: Final = frozenset(
    "food water supplies provisions rations fuel groceries stores goods cargo supply resupply reprovisioning".split()
)
_GARRISON: Final = frozenset(
    "troops soldiers marines garrison outpost detachment servicemen personnel sailors brp sierra madre".split()
)
_FOR_BOATS: Final = frozenset(
    "detention seizure boarding expulsion warning_shots ramming sinking assault shots_fired harassment flare".split()
)
#: What takes the sets of a warship.
_OF_WARSHIPS: Final = frozenset({"radar_lock", "sonar"})
#: What is done to rigs and to those who serve them.
_AT_RIGS: Final = frozenset(
    {"survey_intrusion", "harassment", "dangerous_manoeuvre", "blocking", "shadowing", "standoff"}
)


def name(group: Incident, story: Story) -> None:
    """Name the services of sides of which no sentence says what they are."""
    for side in (group.initiator, group.target):
        for code in side.unnamed():
            found = _by_type(code[:2], group, story)
            if found:
                _put(side, code, found)
    for code in group.initiator.unnamed():
        if not _OF_WARSHIPS.isdisjoint(group.types):  # a grey ship that aims by radar
            _put(group.initiator, code, code_of(code[:2], "navy", "vessel"))
    for code in group.target.unnamed():
        country = code[:2]
        if country == sole_country("resupply") and _carries(group, story):
            _put(group.target, code, code_of(country, "resupply", "vessel"))
        elif _is_a_boat(group, story) or crews.are_fishers(group, country, story, held=True):
            _put(group.target, code, code_of(country, "fishing", "vessel"))
    for code in group.initiator.unnamed():
        if _spoils_gear(group, story) or crews.are_fishers(group, code[:2], story, held=False):
            _put(group.initiator, code, code_of(code[:2], "fishing", "vessel"))


def name_convoys(group: Incident, story: Story) -> None:
    """Take the boats of a convoy that activists have sent for civilians', though fishers sail with them."""
    codes = group.target.unnamed()
    if not codes or not any("vessel" in deed.heads[1:] for deed in group.deeds):
        return
    words = {one.text for line in story.lines for one in line.tokens}
    if words.isdisjoint(_CONVOYS) or words.isdisjoint(_ORGANISERS):
        return
    for code in codes:
        _put(group.target, code, code_of(code[:2], "civilian", "vessel"))


_CONVOYS: Final = frozenset({"convoy", "flotilla"})
_ORGANISERS: Final = frozenset("organisers organizers activists civilians volunteers".split())


def add_rigs(group: Incident, story: Story) -> None:
    """Add the oil company to those whose rig a ship of another country is told of beside."""
    here = group.initiator.countries()
    for country in dict.fromkeys(code[:2] for code in group.target.codes):
        if here - {country} and _is_a_rig_there(country, group, story):
            group.target.codes[code_of(country, "oil and gas", "vessel")] = True


def add_shut_out(group: Incident, story: Story) -> None:
    """Add fishers to those whom a barrier keeps out, where the article speaks of any; who found it is told first."""
    countries = group.target.countries()
    if "barrier" not in group.types or len(countries) != 1 or countries & group.initiator.countries():
        return
    parties = (party for line in story.lines for party in line.parties)
    country = next(iter(countries))
    fishers = any(one.service == "fishing" and one.country in {"", country} for one in parties)
    if fishers or any(one.text == "fishing" for line in _near(group, story) for one in line.tokens):
        group.target.codes[code_of(country, "fishing", "vessel")] = True


def _put(side: Side, old: str, new: str) -> None:
    del side.codes[old]
    side.codes[new] = True


def _near(group: Incident, story: Story) -> Iterator[Line]:
    yield from story.lines[max(group.lines[0] - 1, 0) : group.lines[-1] + 3]


def _by_type(country: str, group: Incident, story: Story) -> str:
    """Return whose aircraft of a country the sentences name by a type that one service of it alone has."""
    if not any("aircraft" in deed.heads for deed in group.deeds):
        return ""
    lists = (one.kinds["unit"].split(";") for line in _near(group, story) for one in line.tokens if "unit" in one.kinds)
    found = {code for codes in lists if len(codes) > 1 for code in codes if code[:2] == country}
    return found.pop() if len(found) == 1 else ""


def _carries(group: Incident, story: Story) -> bool:
    """Say whether boats are told of that bring a garrison what it needs."""
    if not any(deed.heads[1:] == ("vessel",) for deed in group.deeds):
        return False
    words = {word for line in _near(group, story) for one in line.tokens for word in one.text.split()}
    return not (words.isdisjoint(_GOODS) or words.isdisjoint(_GARRISON))


def _is_a_rig_there(country: str, group: Incident, story: Story) -> bool:
    """Say whether a rig of a country, and none of China's, is told of beside an incident."""
    if not _AT_RIGS.issuperset(group.types):
        return False
    rigs = [party for line in story.lines for party in line.parties if party.service == "oil and gas"]
    if any(party.country not in {"", country} for party in rigs):
        return False
    return any(
        party.service == "oil and gas" and party.head == "vessel"
        for line in _near(group, story)
        for party in line.parties
    )


def _is_a_boat(group: Incident, story: Story) -> bool:
    """Say whether those who suffered are only called boats, or are crews and countrymen of no service."""
    for deed in group.deeds:
        line = story.lines[deed.line]
        one = deed.act.target
        if one is None and _AT_A_DISTANCE.issuperset(deed.types):
            one = _only_vessel(line, deed.target)
        if one is None or one.service:
            continue
        if one.head == "vessel" and not _FOR_BOATS.isdisjoint(deed.types):
            return line.last_word(one) in _BOATS
        shore = any("shore" in token.kinds for token in line.tokens[one.after : one.after + 3])
        done = _FOR_CREWS | _OFF_A_HARBOUR if shore else _FOR_CREWS  # a crew from Masinloc
        if one.head == "people" and not done.isdisjoint(deed.types):
            return line.last_word(one) in _CREWS
        if one.head == "state" and one.many and deed.types == ("detention",):
            return True  # nine Vietnamese were held
    return False


def _only_vessel(line: Line, side: Side) -> Party | None:
    """Return the only vessel of a side's country that a sentence names: flares rose as a Vietnamese boat came."""
    countries = side.countries()
    found = [one for one in line.parties if one.head == "vessel" and one.country in countries]
    return found[0] if len(found) == 1 else None


def _spoils_gear(group: Incident, story: Story) -> bool:
    """Say whether boats of no service harm the gear of fishers: they fish there themselves."""
    if set(group.types) != {"harassment"} or not all(code.endswith("-FISH") for code in group.target.codes):
        return False
    doing = [(deed, deed.act.initiator) for deed in group.deeds if deed.act.initiator is not None]
    return bool(doing) and all(
        story.lines[deed.line].last_word(one) in {"boat", "crew", "fisherman"}
        and any(token.text in _GEAR for token in story.lines[deed.line].tokens[deed.act.token :])
        for deed, one in doing
    )


_GEAR: Final = frozenset("net nets line lines longline longlines payao payaos buoys gear grapnels traps".split())
#: What is sent up or fired as a boat comes near, and tells of her beside it.
_AT_A_DISTANCE: Final = frozenset({"flare", "warning_shots", "shots_fired"})
#: What fishers' boats are called, and patrols are not.
_BOATS: Final = frozenset(
    "boat outrigger hull longliner banca bangka sampan skiff tender squidder junk pumpboat".split()
)
#: What patrols do to the crews of boats, and what these are called.
_FOR_CREWS: Final = frozenset({"detention", "seizure", "assault", "boarding", "expulsion"})
_OFF_A_HARBOUR: Final = frozenset({"harassment", "blocking", "water_cannon"})
_CREWS: Final = frozenset({"crew", "skipper", "deckhand", "master", "crewman", "crewmate", "captain", "boatman"})
