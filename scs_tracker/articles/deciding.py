"""Deciding: from a story to the incidents that it tells, by the judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.articles import days, factuality, gathering, sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.articles.days import Day
    from scs_tracker.articles.gathering import Candidate, Told
    from scs_tracker.articles.judge import Judge, Trees
    from scs_tracker.articles.story import Story

#: Answers of the question about a candidate, in the order of its classes.
NONE, BACKGROUND, CURRENT = range(3)
#: An act of less than this probability adds nothing to a candidate.
FAINT: Final = 0.12
#: A candidate whose likeliest pair of sides is less likely than this is nobody's incident.
_NOBODY: Final = 0.05
#: What remains of the score of an act that its own clause negates.
_NEGATED: Final = 0.3


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate with what the judge says of it.

    Attributes
    ----------
    candidate
        Its acts.
    current, background
        Probabilities that it is one.
    kept
        ``incident``, ``background``, or empty where it is dropped.
    initiators, targets, sure
        Codes of both sides, and how sure their order is; of what is dropped early they are not asked.
    """

    candidate: Candidate
    current: float
    background: float
    kept: str
    initiators: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    sure: float = 0.0


def dated(story: Story, judge: Judge) -> tuple[list[list[Day]], list[tuple[Day, float]]]:
    """Return the dates of every sentence, and that of every act with how sure it is."""
    known = days.all_days(story)
    return known, days.choose(story, known, story.acts, judge.dates)


def told(story: Story, chosen: Sequence[tuple[Day, float]], article: dict[str, float]) -> list[Told]:
    """Return the acts of a story with their dates and features, not yet scored."""
    found = []
    for act, (day, sure) in zip(story.acts, chosen, strict=True):
        row = factuality.of_act(story, act, day, sure, article)
        found.append(gathering.Told(act, day, sure, 0.0, gathering.place_of(story, act), row))
    return found


def weigh(acts: Sequence[Told], trees: Trees) -> None:
    """Give every act its score; what is said not to have happened counts little, however it sounds."""
    for one, score in zip(acts, trees.probabilities([one.row for one in acts]), strict=True):
        one.score = score * (_NEGATED if one.row["negated"] else 1.0)


def decide(story: Story, judge: Judge) -> tuple[list[Decision], list[Told]]:
    """Return all candidates of a story with what is made of them, and all its acts."""
    article = factuality.of_article(story)
    _, chosen = dated(story, judge)
    acts = told(story, chosen, article)
    weigh(acts, judge.acts)
    candidates = gathering.gather([one for one in acts if one.score >= FAINT])
    return judged(story, candidates, article, judge), acts


def judged(story: Story, candidates: Sequence[Candidate], article: dict[str, float], judge: Judge) -> list[Decision]:
    """Return what the judge makes of candidates."""
    rows = [gathering.features(one, candidates, story, article) for one in candidates]
    if not rows:
        return []
    scores = judge.incidents.scores(rows)
    decisions = []
    for candidate, score in zip(candidates, scores, strict=True):
        current, background = float(score[CURRENT]), float(score[BACKGROUND])
        kept = ""
        if current >= max(judge.thresholds["incident"], background):
            kept = "incident"
        elif background >= judge.thresholds["background"]:
            kept = "background"
        first, second, sure = sides.settle(candidate, story, judge) if kept else ([], [], 0.0)
        kept = kept if sure >= _NOBODY else ""  # a drill with live rounds: nobody did it to anybody
        decisions.append(Decision(candidate, current, background, kept, tuple(first), tuple(second), sure))
    return decisions


def types_of(candidate: Candidate, threshold: float) -> list[str]:
    """Return the types of a candidate that are told surely enough, the surest always."""
    types = candidate.types
    top = max(types.values())
    return [name for name, score in types.items() if score >= threshold or score == top]
