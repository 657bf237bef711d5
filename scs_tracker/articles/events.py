"""Find context events in an article: talks, exercises, rulings, laws, agreements, protests and operations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.articles.dates import When
    from scs_tracker.articles.deciding import Decision
    from scs_tracker.articles.story import Story
    from scs_tracker.articles.trees import Line

_RECENT_DAYS: Final = 45
_LEAD_LINES: Final = 4
#: The least strength of a phrase that counts outside the opening.
_ALONE: Final = 3


@dataclass(slots=True)
class Event:
    """A context event, with the columns of ``model.EVENT_COLUMNS`` except url and publisher.

    ``line``, ``start``, ``end``: the sentence that mentions it first, and the offsets of the phrase; ``dated``: True if
    the text gives its date, which is otherwise the day of the dateline.
    """

    kind: str
    date_start: str
    date_end: str
    parties: list[str]
    place: str
    line: int
    start: int
    end: int
    dated: bool = True

    @property
    def title(self) -> str:
        """Return the title of the event in the tracker's wording, from its kind and its parties."""
        names = [country_name(one) for one in self.parties]
        who = " and ".join(names) if len(names) < 3 else ", ".join(names[:-1]) + " and " + names[-1]
        row = _kind(self.kind)
        label, shared = row["label"], row["shared"] == "yes"
        link = "between" if shared and len(names) > 1 else "of"
        return f"{label} {link} {who}" if who else label


def _kind(kind: str) -> dict[str, str]:
    """Return the row of event_kinds.csv for a kind of event.

    ``shared``: it needs two parties; ``apart_from_acts``: sentences with acts of incidents give none; ``dated_before``:
    older events count; ``year_alone``: a year is a sufficient date.
    """
    return geodata.rows_by("lexicon_event_kinds", "kind")[kind]


def country_name(code: str) -> str:
    """Return the English name of a country as used in a sentence ('the Philippines'); the code if it is not known."""
    name = geodata.values_by("actors", "country", "country_name").get(code, code)
    return f"the {name}" if (name.endswith(("s", "dom")) and " " in name) or name.endswith("pines") else name


def find(story: Story, decisions: Sequence[Decision] = ()) -> list[Event]:
    """Return the recent context events of an article, each once; some kinds never come from sentences with acts."""
    clashes = {one.act.line for each in decisions for one in each.candidate.acts}
    found: list[Event] = []
    for index, line in enumerate(story.lines):
        if line.furniture or "event" not in line.kinds:
            continue
        for position, token in enumerate(line.tokens):
            if "event" not in token.kinds:
                continue
            kind, strength, needs = token.kinds["event"]
            sentence = line.sentence
            if not needs.search(story.folded, sentence.start, sentence.end) or _unsure(line, position):
                continue
            if _kind(kind)["apart_from_acts"] == "yes" and index in clashes:
                continue
            if strength < _ALONE and index >= _LEAD_LINES:
                continue
            event = _read(story, line, index, position, kind)
            if event is not None:
                _add(found, event)
    return [one for one in found if one.dated or one.line < _LEAD_LINES]


def _unsure(line: Line, position: int) -> bool:
    """Return True if words near an event make it hypothetical, negated or habitual."""
    word = line.heads[position]
    verb = line.clause(word)
    near = [verb, word, *line.children[verb], *line.children[word]]
    kinds = {kind for one in near for kind in line.kinds_at(one)}
    return bool(kinds & {"hypothetical", "negation", "habit"})


def _read(story: Story, line: Line, index: int, position: int, kind: str) -> Event | None:
    token = line.tokens[position]
    row = _kind(kind)
    shared = row["shared"] == "yes"
    parties = list(
        dict.fromkeys(
            one.country for one in story.mentions[index]
            if one.country and one.country != "elsewhere" and one.head != "thing" and not one.guessed
        )
    )  # fmt: skip
    parties += ["ASEAN"] if any(one.text == "asean" for one in line.tokens) else []
    if not parties and story.home and not shared:
        parties = [story.home]
    if len(parties) < (2 if shared else 1):
        return None
    when = _when(line, line.heads[position], saying=row["by_saying"] == "yes")
    if when is not None and when.shift is None:
        if when.ahead or (len(when.first) == 4 and row["year_alone"] != "yes"):
            return None
        latest = when.first + {4: "-12-31", 7: "-28"}.get(len(when.first), "")
        if (story.today - dt.date.fromisoformat(latest)).days > _RECENT_DAYS and row["dated_before"] != "yes":
            return None
        first, last, dated = when.first, when.last, True
    else:
        first, last, dated = story.today.isoformat(), "", False
    place = next((spot.name for spot in story.spots[index]), "")
    return Event(kind, first, last, parties, place, index, token.start, token.end, dated)


def _when(line: Line, word: int, *, saying: bool) -> When | None:
    """Return the date nearest to an event in the tree, or None; ``saying`` also allows dates of reporting verbs."""
    dates = [one for one in line.dates if one.first]
    if not saying and len(dates) > 1:
        said = [one for one in dates if "report" in line.kinds_at(line.clause(line.word_at(one.start)))]
        dates = [one for one in dates if one not in said] or dates
    return min(dates, key=lambda one: line.distance(word, line.word_at(one.start)), default=None)


def _add(found: list[Event], event: Event) -> None:
    for other in found:
        if other.kind != event.kind or not (set(other.parties) & set(event.parties)):
            continue
        if other.date_start == event.date_start or not other.dated or not event.dated:
            if event.dated and not other.dated:
                other.date_start, other.date_end, other.dated = event.date_start, event.date_end, True
            other.parties += [one for one in event.parties if one not in other.parties and len(other.parties) < 2]
            other.place = other.place or event.place
            return
    found.append(event)
