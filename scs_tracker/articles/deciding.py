"""Decide which incidents an article reports, by the classifier."""

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

#: Answers of the question about a candidate, in the order of its classes.
NONE, BACKGROUND, CURRENT = range(3)
#: What is told as news, surely or perhaps.
_NEWS: Final = frozenset({"incident", "maybe"})
#: An act of less than this probability adds nothing to a candidate.
FAINT: Final = 0.12
#: What remains of the score of an act that its own clause negates.
_NEGATED: Final = 0.1
#: The share of words beside trees in the score of an act: in folds 0.3 ranked better than 0.5 and than either alone.
_WORDS: Final = 0.3


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate with its scores.

    ``candidate``: its acts; ``current``, ``background``: probabilities that it is one; ``kept``: ``incident``,
    ``background``, ``maybe`` for a person to take or drop, or empty where it is dropped; ``types``, ``certain``: types,
    and how sure the least sure of them is; ``sides``: codes of both sides, and how sure they are; of what is dropped
    early they are not asked.
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
        """Return the probability of the kind under which the candidate is kept."""
        return self.background if self.kept == "background" else self.current


def dated(story: Story, judge: Judge) -> tuple[list[list[Day]], list[tuple[Day, float]]]:
    """Return the dates of every sentence, and the date of every act with its probability."""
    known = days.all_days(story)
    return known, days.choose(story, known, story.acts, judge.dates)


def score_inputs(story: Story, chosen: Sequence[tuple[Day, float]], article: dict[str, float]) -> list[Told]:
    """Return the acts of an article with their dates and features, not yet scored."""
    found = []
    for act, (day, sure) in zip(story.acts, chosen, strict=True):
        row = factuality.of_act(story, act, day, sure, article)
        found.append(gathering.Told(act, day, sure, 0.0, gathering.place_of(story, act), row))
    return found


def weigh(story: Story, acts: Sequence[Told], trees: Trees, words: Weights) -> None:
    """Give every act its score; acts that are reported not to have happened get a low score."""
    grown = trees.probabilities([one.row for one in acts])
    worded = words.probabilities([wording.of_act(story, one.act) for one in acts])
    for one, score, other in zip(acts, grown, worded, strict=True):
        one.score = blend_probabilities(score, other, _WORDS) * (_NEGATED if one.row["negated"] else 1.0)


def side_probabilities(story: Story, acts: Sequence[Told], words: Weights) -> None:
    """Set the probability of being the initiator for each party in the sentence of an act.

    Of acts too faint for a candidate nobody asks.
    """
    for one in (each for each in acts if each.score >= FAINT):
        those = wording.parties(story, one.act)
        scores = words.probabilities([wording.of_party(story, one.act, each) for each in those])
        one.parties = list(zip(those, scores, strict=True))


def decide(story: Story, judge: Judge) -> tuple[list[Decision], list[Told]]:
    """Return all candidates of an article with their decisions, and all its acts."""
    article = factuality.of_article(story)
    _, chosen = dated(story, judge)
    acts = score_inputs(story, chosen, article)
    weigh(story, acts, judge.acts, judge.act_words)
    side_probabilities(story, acts, judge.party_words)
    candidates = gathering.gather([one for one in acts if one.score >= FAINT])
    return judged(story, candidates, article, judge), acts


def _is_elsewhere(candidate: Candidate, story: Story) -> bool:
    """Return True if the sentences of a candidate's acts name another sea, and nothing in the South China Sea."""
    lines = {one.act.line for one in candidate.acts}
    named = any(story.lines[index].kinds["elsewhere"] for index in lines)
    return named and not any(spot.sea for index in lines for spot in story.spots[index])


def judged(story: Story, candidates: Sequence[Candidate], article: dict[str, float], judge: Judge) -> list[Decision]:
    """Return candidates with the scores of the classifier."""
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
    """Return True if a candidate repeats a likelier one of the same article, with which it shares a type."""
    return one.kept in _NEWS and any(
        other.kept in _NEWS and other.current > one.current and set(one.types) & set(other.types)
        and gathering.is_told_again(one.candidate, other.candidate)
        for other in decisions
    )  # fmt: skip
