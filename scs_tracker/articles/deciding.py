"""Decide with the classifier which incidents an article reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scs_tracker.articles import days, factuality, gathering, kinds, sides, wording
from scs_tracker.articles.judge import blend_probabilities
from scs_tracker.articles.sides import NOBODY, Sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.articles.days import Day
    from scs_tracker.articles.gathering import Candidate, Told
    from scs_tracker.articles.judge import Judge, Trees, Weights
    from scs_tracker.articles.story import Story

#: Classes of a candidate, in the order of the classifier's scores.
NONE, BACKGROUND, CURRENT = range(3)
#: Decisions for current incidents, certain or doubtful.
_NEWS: Final = frozenset({"incident", "maybe"})
#: An act with a lower probability adds nothing to a candidate.
FAINT: Final = 0.12
#: Factor for the score of an act that its own clause negates.
_NEGATED: Final = 0.1
#: Weight of words next to trees in an act's score: in cross-validation, 0.3 ranked better than 0.5 or either alone.
_WORDS: Final = 0.3


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate incident with its scores and the decision whether to keep it.

    ``candidate``: its acts; ``current``, ``background``: probabilities of a current and of an earlier incident;
    ``kept``: ``incident``, ``background``, ``maybe`` (for a reviewer to decide), or empty if it is dropped; ``types``,
    ``certain``: its types, and the lowest of their probabilities; ``sides``: codes of both sides with probabilities,
    ``NOBODY`` if the candidate was dropped.
    """

    candidate: Candidate
    current: float
    background: float
    kept: str
    types: tuple[str, ...] = ()
    certain: float = 0.0
    sides: Sides = NOBODY

    @property
    def score(self) -> float:
        """Return the probability of a background incident if kept as background, else that of a current incident."""
        return self.background if self.kept == "background" else self.current


def dated(story: Story, judge: Judge) -> tuple[list[list[Day]], list[tuple[Day, float]]]:
    """Return the dates of each sentence, and the chosen date of each act with its probability."""
    known = days.all_days(story)
    return known, days.choose(story, known, story.acts, judge.dates)


def score_inputs(story: Story, chosen: Sequence[tuple[Day, float]], article: dict[str, float]) -> list[Told]:
    """Return the acts of an article with their dates, locations and features, not yet scored."""
    found = []
    for act, (day, sure) in zip(story.acts, chosen, strict=True):
        row = factuality.of_act(story, act, day, sure, article)
        found.append(gathering.Told(act, day, sure, 0.0, gathering.place_of(story, act), row))
    return found


def weigh(story: Story, acts: Sequence[Told], trees: Trees, words: Weights) -> None:
    """Set the score of each act; an act that its own clause negates keeps a tenth of its score."""
    grown = trees.probabilities([one.row for one in acts])
    worded = words.probabilities([wording.of_act(story, one.act) for one in acts])
    for one, score, other in zip(acts, grown, worded, strict=True):
        one.score = blend_probabilities(score, other, _WORDS) * (_NEGATED if one.row["negated"] else 1.0)


def side_probabilities(story: Story, acts: Sequence[Told], words: Weights) -> None:
    """Set, for each act, the probability that each party in its sentence is the initiator.

    Acts that score too low for a candidate are skipped.
    """
    for one in (each for each in acts if each.score >= FAINT):
        those = wording.parties(story, one.act)
        scores = words.probabilities([wording.of_party(story, one.act, each) for each in those])
        one.parties = list(zip(those, scores, strict=True))


def decide(story: Story, judge: Judge) -> tuple[list[Decision], list[Told]]:
    """Return the decisions on all candidates of an article, and all its acts with their scores."""
    article = factuality.of_article(story)
    _, chosen = dated(story, judge)
    acts = score_inputs(story, chosen, article)
    weigh(story, acts, judge.acts, judge.act_words)
    side_probabilities(story, acts, judge.party_words)
    candidates = gathering.gather([one for one in acts if one.score >= FAINT])
    return judged(story, candidates, article, judge), acts


def _is_elsewhere(candidate: Candidate, story: Story) -> bool:
    """Return True if sentences of a candidate's acts name another region and no location in the South China Sea."""
    lines = {one.act.line for one in candidate.acts}
    named = any(story.lines[index].kinds["elsewhere"] for index in lines)
    return named and not any(spot.sea for index in lines for spot in story.spots[index])


def judged(story: Story, candidates: Sequence[Candidate], article: dict[str, float], judge: Judge) -> list[Decision]:
    """Return one decision per candidate, from the classifier's scores and fixed rules; empty if there are none."""
    if not candidates:
        return []
    pairs, types = sides.score(candidates, story, judge.sides), kinds.score(candidates, story, judge.types)
    rows = [
        gathering.features(one, candidates, story, article, sides.summary(scored), typed)
        for one, scored, typed in zip(candidates, pairs, types, strict=True)
    ]
    decisions = []
    for candidate, score, scored, typed in zip(candidates, judge.incidents.scores(rows), pairs, types, strict=True):
        current, background = float(score[CURRENT]), float(score[BACKGROUND])
        day = candidate.day  # a past year alone is background: news gives at least a month
        if day.line >= 0 and len(day.first) == 4 and int(day.first) < story.published.year:
            current, background = 0.0, current + background
        kept = ""
        if current >= max(judge.thresholds["incident"], background):
            kept = "incident"
        elif background >= judge.thresholds["background"]:
            kept = "background"
        elif current >= judge.thresholds["maybe"]:
            kept = "maybe"
        told = [one.row for one in candidate.acts]
        drill = "" in max(scored, key=scored.__getitem__, default=("", "")) and all(row["c_drill"] for row in told)
        kept = "" if drill or _is_elsewhere(candidate, story) else kept
        habit = all((row["c_habit"] or row["c_habit_adverb"]) and row["tense"] == 1.0 for row in told)
        kept = "maybe" if kept == "incident" and habit else kept
        chosen, certain = kinds.choose_types(typed, judge.thresholds["type"])
        both = sides.choose_parties(candidate, story, judge, scored, chosen) if kept else NOBODY
        decisions.append(Decision(candidate, current, background, kept, chosen, certain, both))
    return [replace(one, kept="") if _is_told_again(one, decisions) else one for one in decisions]


def _is_told_again(one: Decision, decisions: Sequence[Decision]) -> bool:
    """Return True if a candidate repeats a likelier candidate of the same article that shares a type with it."""
    return one.kept in _NEWS and any(
        other.kept in _NEWS and other.current > one.current and set(one.types) & set(other.types)
        and gathering.is_told_again(one.candidate, other.candidate)
        for other in decisions
    )  # fmt: skip
