"""Articles as they are read once, with what is taught and scored of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import composing

from scs_tracker.articles import days, factuality, story

if TYPE_CHECKING:
    import labelled

    from scs_tracker.articles import gathering


@dataclass
class Case:
    """One article with what was read in it."""

    item: labelled.Item
    story: story.Story
    fold: int
    article: dict[str, float]
    known: list[list[days.Day]]
    options: list[list[days.Day]] = field(default_factory=list)
    chosen: list[tuple[days.Day, float]] = field(default_factory=list)
    told: list[gathering.Told] = field(default_factory=list)
    candidates: list[gathering.Candidate] = field(default_factory=list)


def read(items: list[labelled.Item], memory: labelled.Memory) -> list[Case]:
    """Read every article once."""
    cases = []
    for item in items:
        one = story.read(item.text, dt.date.fromisoformat(item.published), parser=memory)
        known = days.all_days(one)
        case = Case(item, one, composing.fold_of(item), factuality.of_article(one), known)
        case.options = [days.candidates(one, known, act) for act in one.acts]
        cases.append(case)
    memory.save()
    return cases
