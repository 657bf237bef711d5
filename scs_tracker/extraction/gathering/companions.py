"""Who else was there on the side that acted: ships told of in the sentence after, with or among those that did it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who.parties import code_of, kind_of

if TYPE_CHECKING:
    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party

#: Words before a ship that goes along: escorted by, with an escort of, among them.
_ALONG: Final = frozenset(
    "escorted accompanied joined backed flanked screened supported escort screen including among helped aided assisted"
    " reinforced".split()
)
_ESCORTS: Final = frozenset({"escort", "escorts", "escorting"})
#: Words behind a ship that goes along: with two cutters for company; a cutter fell in on the other side.
_IN_COMPANY: Final = (["for", "company"], ["in", "company"], ["in", "attendance"], ["in", "support"])
_OTHER_SIDE: Final = ("on the other side", "on the far side", "on the opposite side", "on her other", "on its other")
#: Words before 'with' a ship that goes along: this time with a navy corvette, together with the cutter.
_TOGETHER: Final = frozenset({"time", "together", "alongside", "along", "jointly", "company", "now", "again", "help"})
#: What a ship does for those with which she goes.
_BACKS: Final = frozenset("backed joined assisted aided helped supported accompanied reinforced covered backs".split())
#: What a ship named behind it had a part in.
_INCIDENTS: Final = tuple([one] for one in "incident clash encounter confrontation standoff collision".split())
_NEAR: Final = 6
_THEM: Final = frozenset({"them", "it", "her"})
#: Services whose ships go along with others.
_GOING: Final = frozenset(
    {"coast guard", "navy", "militia", "surveillance", "fisheries authority", "maritime authority"}
)


def add(group: Incident, story: Story) -> None:
    """Add to who did it the ships of the same country that were with them: ten militia boats have been following."""
    countries = group.initiator.countries()
    if len(countries) != 1 or countries & group.target.countries():
        return
    country = next(iter(countries))
    seen = {deed.line for deed in group.deeds if deed.act.rule.startswith("sighting:swarming")}
    several = any(deed.act.initiator is not None and deed.act.initiator.many for deed in group.deeds)
    for index in range(group.lines[0], min(group.lines[-1] + 3, len(story.lines))):
        line = story.lines[index]
        for party in line.parties:
            if not _may_go(party, country):
                continue
            along = any(_goes_along(line, one) for one in (party, *party.links))
            along = along or ("barrier" in group.types and _lays(line, party))
            along = along or (several and _is_told_by_name(line, party, country))
            told = not {index, index - 1}.isdisjoint(seen) and party.country == country and not party.guessed
            if along or told:
                for one in (party, *(link for link in party.links if _may_go(link, country))):
                    group.initiator.codes[code_of(country, one.service, one.head)] = True
                    group.initiator.units.update(dict.fromkeys(one.units))


def add_escorts(group: Incident, story: Story) -> None:
    """Add the patrols that escorted those who suffered: the supply boats and their escorts; BRP Cabra, an escort."""
    countries = group.target.countries()
    if len(countries) != 1 or countries & group.initiator.countries():
        return
    country = next(iter(countries))
    for line in story.lines[group.lines[0] : group.lines[-1] + 2]:
        at = [index for index, one in enumerate(line.tokens) if one.text in _ESCORTS]
        if not at:
            continue
        for party in line.parties:
            inside = any(party.first <= index < party.after for index in at)
            beside = any(0 <= index - party.after < _NEAR for index in at)
            beside = beside or any(party.first - 2 <= index < party.first for index in at)  # their escort, BRP Cabra
            if inside and party.head == "vessel" and party.country == country and party.service != "fishing":
                code = code_of(country, "coast guard", "vessel")
                if not any(kind_of(one) in _GOING for one in group.target.codes):
                    group.target.codes[code] = True
            elif beside and _may_go(party, country) and party.country == country:
                group.target.codes[party.code] = True
                group.target.units.update(dict.fromkeys(party.units))


def _may_go(party: Party, country: str) -> bool:
    """Say whether a party may be a ship of a country that goes along with another of it."""
    if party.head not in {"vessel", "force"} or party.service not in _GOING or party.possessive:
        return False
    if party.country not in {"", country} and not party.guessed:
        return False
    code = code_of(country, party.service, party.head)
    return kind_of(code) == kind_of(party.code or code)


def _goes_along(line: Line, party: Party) -> bool:
    """Say whether the words beside a ship tell that it was with others."""
    before = line.words[max(party.first - 4, 0) : party.first]
    along = next((at for at, word in enumerate(before) if word in _ALONG), -1)
    if before[-1:] in (["a"], ["an"], ["the"], ["its"]):
        before = before[:-1]
    if before[-1:] == ["with"] and not _TOGETHER.isdisjoint(before[:-1]):
        return True
    if before[-2:-1] in _INCIDENTS and before[-1:] in (["with"], ["involving"]) and party.units:
        return True  # regrets the incident with the surveillance ships KN-213 and KN-264
    if along >= 0 and not {"for", "to", "from"} & {*before[along:]}:
        return True
    after = line.words[party.after : party.after + 5]
    if not _BACKS.isdisjoint(after[:1]) and not _THEM.isdisjoint(after[1:2]):  # a navy destroyer backed it up
        return True
    if after[:1] == ["as"] and not _ESCORTS.isdisjoint(after[1:3]):
        return True
    beside = " ".join(line.words[party.after : party.after + 9])
    if after[:2] in _IN_COMPANY or any(words in beside for words in _OTHER_SIDE):
        return True
    if "with" in after and _THEM & {*after[after.index("with") :]}:
        return True
    return "following" in after and "been" in after


def _is_told_by_name(line: Line, party: Party, country: str) -> bool:
    """Say whether a list behind a colon says who several ships were: she met Chinese forces: two cutters and a tug."""
    before = [one for one in line.parties if one.after < party.first and one.country == country and not one.service]
    counted = next((one for one in before if one.many or one.head == "force"), None)
    between = line.tokens[counted.after : party.first] if counted is not None else []
    colon = next((at for at, one in enumerate(between) if one.text in {":", "--"}), -1)
    return colon >= 0 and not any("verb" in one.kinds and "party" not in one.kinds for one in between[colon:])


def _lays(line: Line, party: Party) -> bool:
    """Say whether a party is told to have laid a barrier: cutters and a militia boat had put it up."""
    links = [one.after for one in party.links]
    end = max([party.after, *links])
    after = line.words[end : end + 3]
    return any(word.startswith(_LAID) for word in after)


_LAID: Final = ("put", "laid", "lay", "install", "strung", "set", "stretch", "deploy", "moor")


def add_colliding(group: Incident, story: Story) -> None:
    """Add both of two ships of one country that ran into each other: a destroyer and a cutter."""
    countries = group.initiator.countries()
    if "collision" not in group.types or len(countries) != 1 or countries & group.target.countries():
        return
    ones = [deed.act.initiator for deed in group.deeds if "collision" in deed.types]
    each = any("collision" in deed.types and "each-other" in deed.act.rule for deed in group.deeds)
    if not each and not any(one is not None and (one.many or one.links) for one in ones):
        return
    for line in story.lines[group.lines[0] : group.lines[-1] + 2]:
        for party in line.parties:
            if (
                party.head == "vessel"
                and party.service in _GOING
                and {party.country} == countries
                and not party.guessed
            ):
                group.initiator.codes[party.code] = True
                group.initiator.units.update(dict.fromkeys(party.units))
