"""Context that is no incident: talks, exercises, rulings, laws, agreements, protests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.extraction import dating
from scs_tracker.extraction.deeds import dates_of
from scs_tracker.extraction.parties import is_place

if TYPE_CHECKING:
    from scs_tracker.extraction.clauses import Line
    from scs_tracker.extraction.dates import When
    from scs_tracker.extraction.story import Story

_RECENT_DAYS: Final = 45
_LEAD_LINES: Final = 4
_LABELS: Final = {
    "talks": "Talks", "exercise": "Exercise", "fonop": "Freedom of navigation operation", "ruling": "Ruling",
    "law": "Law", "statement": "Diplomatic protest", "agreement": "Agreement", "construction": "Construction",
    "deployment": "Deployment",
}  # fmt: skip
#: Kinds that at least two parties make.
_SHARED: Final = frozenset({"talks", "agreement"})


@dataclass(slots=True)
class Event:
    """One event of context, with ``model.EVENT_COLUMNS`` but url and publisher.

    Attributes
    ----------
    line
        The sentence that tells of it first.
    rule
        The phrase that it was found by.
    """

    kind: str
    date_start: str
    date_end: str
    parties: list[str]
    place: str
    line: int
    rule: str
    dated: bool = True

    @property
    def title(self) -> str:
        """What it is, in our own words."""
        names = [country_name(one) for one in self.parties]
        who = " and ".join(names) if len(names) < 3 else ", ".join(names[:-1]) + " and " + names[-1]
        link = {"talks": "between", "agreement": "between"}.get(self.kind, "of") if len(names) > 1 else "of"
        return f"{_LABELS[self.kind]} {link} {who}" if who else _LABELS[self.kind]


@geodata.cached
def _names() -> dict[str, str]:
    return {row["country"]: row["country_name"] for row in geodata.rows("actors")}


def country_name(code: str) -> str:
    """Return the name of a country as a sentence has it."""
    name = _names().get(code, code)
    return f"the {name}" if name in {"Philippines", "United States", "United Kingdom", "Netherlands"} else name


def find(story: Story) -> list[Event]:
    """Return the recent events that an article tells of, each once."""
    found: list[Event] = []
    lead = [index for index, line in enumerate(story.lines) if not line.sentence.headline][:_LEAD_LINES]
    for index, line in enumerate(story.lines):
        for position, token in enumerate(line.tokens):
            if "event" not in token.kinds:
                continue
            kind, strength, needs = token.kinds["event"]
            if not _holds(story, line, position, kind, needs):
                continue
            event = _read(story, line, position, kind, lead=index in lead)
            if event is not None and (strength > 2 or index in lead):
                _add(found, event)
    return [one for one in found if one.dated or one.line in lead]


def _holds(story: Story, line: Line, position: int, kind: str, needs: re.Pattern[str]) -> bool:
    """Say whether a phrase tells of an event that took place, not of a wish or of a clash beside it."""
    sentence = line.sentence
    if not needs.search(story.folded, sentence.start, sentence.end):
        return False
    before = line.tokens[position - 1].text if position else ""
    following = line.tokens[position + 1].text if position + 1 < len(line.tokens) else ""
    if kind == "talks" and (before in {"through", "for", "by", "via"} or following in {"to", "about"}):
        return False
    clash = any(act.line == sentence.index for act in story.acts)
    return not (clash and kind in {"exercise", "deployment", "construction", "agreement"})


def _read(story: Story, line: Line, position: int, kind: str, *, lead: bool) -> Event | None:
    index = line.sentence.index
    if _unsure(line, position):
        return None
    when, said = dates_of(line, story.whens[index], position)
    if kind == "talks" and when is not None:  # met on Monday and Tuesday
        when = next((one for one in story.whens[index] if _adjacent(story, one, when)), when)
    dated = when if when is not None and when.shift is None else None
    if dated is not None and (len(dated.first) == 4 or dating.age_of(dated.first, story.today) > _RECENT_DAYS):
        return None
    parties = _parties(line)
    if len(parties) < (2 if kind in _SHARED else 1):
        return None
    first = dated.first if dated is not None else _default(story, said)
    last = dated.last if dated is not None else ""
    return Event(
        kind, first, last, parties, _place(line), index, f"event:{kind}:{line.tokens[position].text}", dated is not None
    )


def _adjacent(story: Story, one: When, when: When) -> bool:
    """Say whether two days stand beside each other: Monday and Tuesday."""
    between = story.folded[one.end : when.start].strip()
    return one.end <= when.start and between in {"and", "to", "–", "through"} and one.first < when.first


def _default(story: Story, said: When | None) -> str:
    return said.first if said is not None and len(said.first) == 10 else story.today.isoformat()


def _unsure(line: Line, position: int) -> bool:
    for token in line.tokens[max(position - 8, 0) : position]:
        if "hypothetical" in token.kinds or "negation" in token.kinds or "habit" in token.kinds:
            return True
    return False


def _parties(line: Line) -> list[str]:
    found: dict[str, None] = {}
    for party in line.parties:
        if party.country and party.country != "elsewhere" and not is_place(party, line.tokens):
            found[party.country] = None
    if any(token.text == "asean" for token in line.tokens):
        found["ASEAN"] = None
    return list(found)


def _place(line: Line) -> str:
    for index, token in enumerate(line.tokens):
        before = line.tokens[index - 1].text if index else ""
        party = line.at[index]
        named = "place" in token.kinds or "shore" in token.kinds or (party is not None and is_place(party, line.tokens))
        if before in {"in", "at", "near", "off"} and named:
            return line.text[token.start : token.end]
        if token.text == "pentagon" and before == "the":
            return "Pentagon"
    return ""


def _add(found: list[Event], event: Event) -> None:
    for other in found:
        if other.kind != event.kind or not (set(other.parties) & set(event.parties)):
            continue
        if other.date_start == event.date_start or not other.dated or not event.dated:
            if event.dated and not other.dated:
                other.date_start, other.date_end, other.dated = event.date_start, event.date_end, True
            other.parties += [one for one in event.parties if one not in other.parties and len(other.parties) < 2]
            other.place = other.place or event.place
            other.date_end = other.date_end or (event.date_end if event.dated else "")
            return
    found.append(event)
