"""Acts with codes, dates and places: what one sentence tells of one incident, past the guards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction import guards, places
from scs_tracker.extraction.actors import CONCRETE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.actors import Party
    from scs_tracker.extraction.acts import Act
    from scs_tracker.extraction.clauses import Line
    from scs_tracker.extraction.dates import When
    from scs_tracker.extraction.places import Spot
    from scs_tracker.extraction.story import Story

_SAYING: Final = frozenset(
    "in a an the statement press release interview briefing conference radio post on x twitter facebook news late early"
    " reporters television has have had also later separate sunday that its his their report forum hearing to told"
    " message video morning evening afternoon night".split()
)


@dataclass(slots=True)
class Side:
    """Who is on one side.

    Attributes
    ----------
    codes
        Actor codes, each with whether its service was named.
    units
        Names and hull numbers.
    """

    codes: dict[str, bool] = field(default_factory=dict)
    units: dict[str, None] = field(default_factory=dict)

    def add(self, other: Side) -> None:
        """Take over what another sentence says of the side."""
        for code, named in other.codes.items():
            self.codes[code] = self.codes.get(code, False) or named
        self.units.update(other.units)

    def countries(self) -> set[str]:
        """Return the countries of the side."""
        return {code.split("-")[0] for code in self.codes}

    def listed(self) -> list[str]:
        """Return the codes without those of no named service beside one of the same country that has one."""
        named = {code.split("-")[0] for code, known in self.codes.items() if known}
        return [code for code, known in self.codes.items() if known or code.split("-")[0] not in named]


@dataclass(slots=True)
class Deed:
    """One act as it counts.

    Attributes
    ----------
    act
        What the sentence tells.
    line
        Index of the sentence.
    initiator, target
        Both sides.
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
    when: When | None = None
    said: When | None = None
    spot: Spot | None = None
    rejected: str = ""
    retold: bool = False


def build(story: Story) -> list[Deed]:
    """Return the deeds of an article in its order, those that a guard holds back among them."""
    actors = frozenset(party.code for line in story.lines for party in line.parties if party.code)
    pair = [country for country, _ in story.countries.most_common() if country != "elsewhere"]
    spots: dict[int, list[Spot]] = {}
    deeds = []
    for act in story.acts:
        line = story.lines[act.line]
        if act.line not in spots:
            spots[act.line] = places.find(line, story.text, actors)
        deed = _deed(act, line, story, pair)
        deed.when, deed.said = dates_of(line, story.whens[act.line], act.token)
        deed.spot = places.choose(spots[act.line], act.token)
        deed.retold = any("retold" in one.kinds for one in line.tokens)
        deed.rejected = guards.check(deed, line, story)
        deeds.append(deed)
    return deeds


def _deed(act: Act, line: Line, story: Story, pair: Sequence[str]) -> Deed:
    initiator, target = _side(act.initiator), _side(act.target)
    if act.mutual and act.initiator is not None and act.target is None and act.initiator.links:
        target = _side(act.initiator.links[-1])
        initiator = Side({act.initiator.code: bool(act.initiator.service)}, dict.fromkeys(act.initiator.units))
    if initiator.countries() & target.countries():
        shared = initiator.countries() & target.countries()
        loose = act.target is not None and (act.target.definite or act.target.owner or act.target.head == "pronoun")
        side, party = (target, act.target) if loose else (initiator, act.initiator)
        other = next((one for one in pair if one not in shared), "")
        if party is not None and (party.definite or party.owner or party.head == "pronoun"):
            side.codes.clear()
            side.units.clear()
            if other:
                from scs_tracker.extraction.actors import code_of

                service = party.service if party.head != "pronoun" else ""
                service = "" if party.definite and not _own_service(line, party) else service
                side.codes[code_of(other, service, party.head)] = False
    types = _types(act)
    return Deed(act, act.line, types, initiator, target)


def _own_service(line: Line, party: Party) -> bool:
    return any("service" in line.tokens[index].kinds for index in range(party.first, party.after))


def _types(act: Act) -> tuple[str, ...]:
    """Return the types, with those that depend on what the sides are put right."""
    heads = {party.head for party in (act.initiator, act.target) if party is not None}
    target = act.target.head if act.target is not None else ""
    if act.types == ("blocking",) and "intercept" in act.rule and "aircraft" in heads:
        return ("air_intercept",)
    if act.types == ("air_intercept",) and "aircraft" not in heads and target in {"vessel", "mission", "people"}:
        return ("blocking",) if "intercept" in act.rule else ("harassment",)
    if act.types in {("shadowing",), ("harassment",)} and heads == {"aircraft"}:
        return ("air_intercept", *act.types)
    return act.types


def _side(party: Party | None) -> Side:
    side = Side()
    if party is None:
        return side
    for one in (party, *_linked(party)):
        if one.code:
            side.codes[one.code] = side.codes.get(one.code, False) or bool(one.service)
            side.units.update(dict.fromkeys(one.units))
    return side


def _linked(party: Party) -> list[Party]:
    found: list[Party] = []
    for one in party.links:
        if one.head in CONCRETE or one.head == "state":
            found += [one, *_linked(one)]
    return found


def dates_of(line: Line, whens: Sequence[When], token: int) -> tuple[When | None, When | None]:
    """Return the date that goes with the trigger at ``token``, and the date on which somebody said so."""
    best: tuple[int, When] | None = None
    said: When | None = None
    for when in whens:
        first = next((index for index, one in enumerate(line.tokens) if one.end > when.start), -1)
        after = next((index for index, one in enumerate(line.tokens) if one.start >= when.end), len(line.tokens))
        if first < 0:
            continue
        if _is_said(line, first, after):
            said = said or when
            continue
        if when.ahead:
            continue
        between = line.tokens[after:token] if after <= token else line.tokens[token + 1 : first]
        cost = len(between) + 12 * sum(one.text in _BORDERS for one in between)
        cost += 4 * sum("report" in one.kinds for one in between)
        if best is None or cost < best[0] or (cost == best[0] and len(when.first) > len(best[1].first)):
            best = (cost, when)
    return (best[1] if best else None), said


_BORDERS: Final = frozenset({"after", "when", "while", "since", ";", "following", "before", "but", "where"})


def _is_said(line: Line, first: int, after: int) -> bool:
    """Say whether a date tells when something was said: said on Monday, on Monday accused."""
    tokens = line.tokens
    index = first - 1
    while index >= 0 and first - index < 9:
        token = tokens[index]
        kinds = token.kinds
        if "verb" in kinds and ("report" in kinds or "condemn" in kinds or "accuse" in kinds):
            return True
        if token.text not in _SAYING and "weekday" not in kinds and "head" not in kinds and not _name(token, kinds):
            break
        index -= 1
    for ahead in range(after, min(after + 3, len(tokens))):
        kinds = tokens[ahead].kinds
        if "verb" in kinds and ("report" in kinds or "accuse" in kinds or "condemn" in kinds):
            return "act" not in kinds
        if tokens[ahead].text not in {"has", "have", "had", "also", "again", "strongly"}:
            break
    return False


def _name(token: object, kinds: object) -> bool:
    return False
