"""Context that is no incident: talks, exercises, rulings, laws, agreements, protests."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.extraction.context import passages
from scs_tracker.extraction.gathering import dating
from scs_tracker.extraction.when.dates import COUNTS
from scs_tracker.extraction.when.days import dates_of
from scs_tracker.extraction.when.lasting import ORDINALS
from scs_tracker.extraction.who.parties import is_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.when.dates import When

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
        for position, token in enumerate(line.tokens if "event" in line.kinds else ()):
            if "event" not in token.kinds:
                continue
            kind, strength, needs = token.kinds["event"]
            if not _holds(story, line, position, kind, needs):
                continue
            event = _read(story, line, position, kind)
            if event is not None and (strength > 2 or index in lead):
                _add(found, event)
    found = _with_passages(found, story)
    return [one for one in found if one.dated or one.line in lead or one.kind == "fonop"]


def _with_passages(found: list[Event], story: Story) -> list[Event]:
    """Give operations the days on which a ship sailed; an American one close to a reef is an operation of itself."""
    operations = [one for one in found if one.kind == "fonop"]
    if not operations and "US" not in story.countries:
        return found
    sailed = [one for one in passages.find(story) if operations or one.close]
    dated: dict[str, passages.Passage] = {}
    for one in sailed:
        if one.when is not None:
            dated.setdefault(one.when.first, one)
    if operations and not dated:
        _date_by_others(operations, story)
    if operations and (any(one.dated for one in operations) or not dated):
        return found
    if not sailed:
        return found
    made = []
    for one in dated.values() or sailed[:1]:
        first, last = (one.when.first, one.when.last) if one.when is not None else (story.today.isoformat(), "")
        place = _place(story.lines[one.line])
        made.append(Event("fonop", first, last, [one.country], place, one.line, "event:fonop:sails past", bool(dated)))
    return [one for one in found if one.kind != "fonop"] + made


def _date_by_others(operations: list[Event], story: Story) -> None:
    """Give operations without a date the day on which something else was told of whoever sailed."""
    for event in operations:
        if event.dated:
            continue
        for index, line in enumerate(story.lines):
            when = passages.day_of(story, index)
            named = "incident" in line.kinds or any(one.country in event.parties for one in line.parties)
            if when is not None and named:
                event.date_start, event.dated = when.first, True
                break


def _holds(story: Story, line: Line, position: int, kind: str, needs: re.Pattern[str]) -> bool:
    """Say whether a phrase tells of an event that took place, not of a wish or of a clash beside it."""
    sentence = line.sentence
    if not needs.search(story.folded, sentence.start, sentence.end):
        return False
    before = line.words[max(position - 4, 0) : position]
    following = line.tokens[position + 1].text if position + 1 < len(line.tokens) else ""
    verb = "verb" in line.tokens[position].kinds
    if kind == "talks" and (before[-1:] == ["to"] if verb else _AIMS.intersection(before[-1:]) or following in _TOPICS):
        return False
    if "way" in before or following == "working":  # on her way to a port call; the agreement's working group
        return False
    clash = any(act.line == sentence.index and act.status == "told" for act in story.acts)
    return not (clash and kind in {"deployment", "construction", "agreement"})


_AIMS: Final = frozenset({"through", "for", "by", "via"})
_TOPICS: Final = frozenset({"to", "about"})


def _read(story: Story, line: Line, position: int, kind: str) -> Event | None:
    index = line.sentence.index
    if _unsure(line, position):
        return None
    parties = _sides(story, line, kind)
    if len(parties) < (2 if kind in _SHARED else 1):
        return None
    rule = f"event:{kind}:{line.tokens[position].text}"
    if kind == "ruling" and (first := _years_back(story, line)):
        return Event(kind, first, "", parties, "", index, rule)
    dated, said = _when(story, line, position, kind)
    if dated is None and _UNDATED[kind == "agreement"].search(story.folded, line.sentence.start, line.sentence.end):
        return None
    old = dated is not None and (len(dated.first) == 4 or dating.age_of(dated.first, story.today) > _RECENT_DAYS)
    if old and kind != "agreement":
        return None
    first = dated.first if dated is not None else _default(story, said)
    last = dated.last if dated is not None else ""
    first, last = _of_days(line, first, last)
    return Event(kind, first, last, parties, _place(line), index, rule, dated is not None)


def _sides(story: Story, line: Line, kind: str) -> list[str]:
    """Return the parties of a sentence, those of the article for 'the two governments'."""
    parties = _parties(line) or _unnamed(story, kind)
    if len(parties) < 2 and kind in _SHARED and _OF_BOTH.search(story.folded, line.sentence.start, line.sentence.end):
        return [country for country, _ in story.countries.most_common(2)]
    return parties


#: Who an article is about, without a name.
_OF_BOTH: Final = re.compile(
    r"\b(?:two|both) (?:governments|countries|sides|neighbou?rs|capitals|nations|states|ministries|presidents)\b"
)


def _years_back(story: Story, line: Line) -> str:
    """Return the date of a ruling that a sentence looks back on: the 2016 ruling, its ninth anniversary on Saturday."""
    found = _ANNIVERSARY.search(story.folded, line.sentence.start, line.sentence.end)
    if found is not None:
        word = found["count"] or found["nth"]
        years = int("".join(filter(str.isdigit, word)) or 0) or _NUMBERS.get(word, 0)
        day = next((one.first for one in story.whens[line.sentence.index] if len(one.first) == 10), "")
        day = day or story.today.isoformat()
        return f"{int(day[:4]) - years}{day[4:]}" if years else ""
    year = _YEAR_OF_RULING.search(story.folded, line.sentence.start, line.sentence.end)
    return year[1] if year is not None else ""


_NUMBERS: Final = COUNTS | {word: number for number, word in enumerate(("first", *ORDINALS), 1)}
_ANNIVERSARY: Final = re.compile(
    r"\b(?:(?P<nth>[a-z0-9]+) anniversary|(?P<count>[a-z0-9]+) years (?:since|after|ago))\b"
)
_YEAR_OF_RULING: Final = re.compile(r"\b(20\d\d) (?:[a-z]+ ){0,3}(?:ruling|award|decision|judg\w+)\b")


def _unnamed(story: Story, kind: str) -> list[str]:
    """Return whose event it is where the sentence names nobody: the dateline's law, the operation of who sailed."""
    if kind == "fonop":
        return [one.country for one in passages.find(story)][:1]
    return [story.home] if kind in {"law", "exercise"} and story.home else []


def _when(story: Story, line: Line, position: int, kind: str) -> tuple[When | None, When | None]:
    """Return the date of an event, and the date on which somebody told of it."""
    whens = story.whens[line.sentence.index]
    when, said = dates_of(line, whens, position)
    if kind in _SAID:  # summoned the ambassador on Monday over what had happened on Saturday
        behind = _behind(line, whens, position) if kind == "statement" else when
        when = said if said is not None else behind
    if kind == "talks" and when is not None:  # met on Monday and Tuesday
        when = next((one for one in whens if _adjacent(story, one, when)), when)
    return (when if when is not None and when.shift is None else None), said


def _behind(line: Line, whens: Sequence[When], position: int) -> When | None:
    """Return the date of a protest, rather than that of what it is about: called in on Monday over a clash."""
    for when in whens:
        if when.start > line.tokens[position].start and len(when.first) == 10:
            between = (one.text for one in line.tokens[position:] if one.start < when.start)
            return when if _ABOUT.isdisjoint(between) else None
    return None


_ABOUT: Final = frozenset({"over", "after", "following", "about", "against", "because"})
#: What has no day of its own: drills announced for next year, and agreements from which something else is counted.
_TO_COME: Final = r"\b(?:next (?:year|month|week)|later this|in the coming"
_UNDATED: Final = (
    re.compile(_TO_COME + r")\b"),
    re.compile(_TO_COME + r"|since|under (?:an?|the|its|their) (?:\w+ )?agreement)\b"),
)
#: Kinds that somebody brings about by saying so.
_SAID: Final = frozenset({"statement", "law"})


def _of_days(line: Line, first: str, last: str) -> tuple[str, str]:
    """Return the first day and the last of what went on for days until one: wrapped up a three-day patrol on Monday."""
    if last or len(first) != 10 or _ENDED.isdisjoint(line.words):
        return first, last
    found = _DAYS.search(line.text, line.sentence.start, line.sentence.end)
    if found is None:
        return first, last
    start = dt.date.fromisoformat(first) - dt.timedelta(days=COUNTS[found[1].lower()] - 1)
    return start.isoformat(), first


_ENDED: Final = frozenset("ended finished completed concluded closed wound wrapped capped".split())
_DAYS: Final = re.compile(r"\b(two|three|four|five|six|seven|eight|nine|ten)[- ]days?\b", re.IGNORECASE)


def _adjacent(story: Story, one: When, when: When) -> bool:
    """Say whether two days stand beside each other: Monday and Tuesday."""
    between = story.folded[one.end : when.start].strip()
    return one.end <= when.start and between in {"and", "to", "–", "through"} and one.first < when.first


def _default(story: Story, said: When | None) -> str:
    return said.first if said is not None and len(said.first) == 10 else story.today.isoformat()


def _unsure(line: Line, position: int) -> bool:
    start = max(position - 8, 0)
    start = next((at + 1 for at in range(position - 1, start, -1) if line.tokens[at].text in _TOLD_AS_DONE), start)
    for at in range(start, position):
        token = line.tokens[at]
        if token.text == "not" and line.tokens[at + 1].text in _REFUSED:
            continue  # does not accept the ban
        if "hypothetical" in token.kinds or "negation" in token.kinds or "habit" in token.kinds:
            return True
    near = line.words[max(position - 5, 0) : position]
    return "before" in near or near[-3:-1] == ["to", "be"]  # there is to be an exercise


#: What follows took place, whatever is wished before: agreed to keep apart when their envoys met.
_TOLD_AS_DONE: Final = frozenset({"when", "as", "while"})
#: What is not done with a law that is in force.
_REFUSED: Final = frozenset("accept recognise recognize abide obey heed honour honor".split())


def _parties(line: Line) -> list[str]:
    found: dict[str, None] = {}
    for party in line.parties:
        if party.country and party.country != "elsewhere" and not is_place(party, line.tokens):
            found[party.country] = None
    if "asean" in line.words:
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
