"""Of which services several ships are that are only counted: two of the coast guard and one of the bureau."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who.parties import code_of

if TYPE_CHECKING:
    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party

_PARTS: Final = frozenset(
    "one two three four five six seven eight nine ten other others another rest some most".split()
)
_OF: Final = frozenset({"of", "from", "to", "by"})
#: How many words back from a service its share of the ships may be told: the other belonged to the navy.
_BACK: Final = 5
_SHIPS: Final = frozenset({"vessel", "aircraft"})


def add(group: Incident, story: Story) -> None:
    """Name the services of several ships of a country by the shares in which they are told."""
    for side, doing in ((group.initiator, True), (group.target, False)):
        for code in [code for code, named in side.codes.items() if not named]:
            for deed in group.deeds:
                party = deed.act.initiator if doing else deed.act.target
                if party is None or not party.many or party.service or party.head not in _SHIPS:
                    continue
                found = _shares(party, code[:2], deed.line, story)
                if found:
                    side.codes.pop(code, None)
                    side.codes.update(dict.fromkeys(found, True))
                    break


def _shares(party: Party, country: str, index: int, story: Story) -> list[str]:
    """Return the services of which ships are, as their own sentence or that behind it shares them out."""
    for at, line in enumerate(story.lines[index : index + 2]):
        words = line.words
        start = party.after if at == 0 else 0
        if at and _PARTS.isdisjoint(words[:1]) and not (words[:1] == ["the"] and _PARTS.intersection(words[1:2])):
            continue
        here = [
            one for one in line.parties if one.first >= start and one is not party and _may_share(line, one, country)
        ]
        found = [one for one in here if _is_share(line, one, start)]
        if at == 0 and not found:
            found = _listed(line, here, start)
        if found:
            return [code_of(country, one.service, party.head) for one in found]
    return []


def _may_share(line: Line, one: Party, country: str) -> bool:
    """Say whether a party is a service that nothing says to be of another country."""
    stated = [token.kinds["country"] for token in line.tokens[one.first : one.after] if "country" in token.kinds]
    return bool(one.service) and one.head == "force" and all(named == country for named in stated)


def _is_share(line: Line, one: Party, start: int) -> bool:
    """Say whether a service is one to which some of the ships belong: two of the coast guard."""
    words = line.words[max(one.first - _BACK, start) : one.after]
    of = next((at for at in range(len(words) - 1, 0, -1) if words[at] in _OF), 0)
    return not _PARTS.isdisjoint(words[max(of - _BACK, 0) : of])


def _listed(line: Line, parties: list[Party], start: int) -> list[Party]:
    """Return the services right behind the ships: vessels of the coast guard and the fisheries bureau."""
    found: list[Party] = []
    for one in parties:
        between = line.words[found[-1].after if found else start : one.first]
        if between not in (_AND if found else _FROM):
            break
        found.append(one)
    return found if len(found) > 1 else []


_FROM: Final = (["of"], ["from"], [",", "from"])
_AND: Final = (["and"], [","], [",", "and"])
