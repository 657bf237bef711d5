"""Load and apply the classifier: trained trees and word weights in readable JSON."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field, fields
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Path of the classifier in the geodata.
FILE: Final = "lexicon/judge.json"
#: Value of a feature that does not apply.
ABSENT: Final = -9.0
#: Probabilities are kept at least this far from 0 and 1 when they are averaged.
_EDGE: Final = 1e-4


class Trees:
    """Boosted decision trees that answer one question.

    ``features``: names of the columns, in order; ``classes``: start value and trees of each answer; a single class
    answers yes or no. A tree is the value of a leaf, or a list of feature, threshold, the tree for values up to the
    threshold, and the tree for values above it.
    """

    def __init__(self, features: Sequence[str], classes: Sequence[tuple[float, Sequence[Any]]]) -> None:
        """Store the trees as arrays of nodes, in which a leaf points to itself."""
        self.features = tuple(features)
        column = {name: index for index, name in enumerate(self.features)}
        self._starts = np.array([start for start, _ in classes])
        self._sizes = [len(trees) for _, trees in classes]
        nodes: list[tuple[int, float, int, int, float]] = []
        self._roots = np.array([_lay(tree, nodes, column) for _, trees in classes for tree in trees], dtype=np.int32)
        table = nodes or [(0, 0.0, 0, 0, 0.0)]
        self._feature = np.array([one[0] for one in table], dtype=np.int32)
        self._threshold = np.array([one[1] for one in table])
        self._next = np.array([one[2:4] for one in table], dtype=np.int32).ravel()
        self._value = np.array([one[4] for one in table])

    def scores(self, rows: Sequence[Mapping[str, float]]) -> np.ndarray:
        """Return class probabilities of shape (rows, classes); a yes-or-no question has one column, for yes."""
        cells = (value for row in rows for value in map(row.get, self.features, repeat(ABSENT)))
        table = np.fromiter(cells, float, len(rows) * len(self.features))
        first = np.arange(len(rows))[:, None] * len(self.features)
        state = np.repeat(self._roots[None, :], len(rows), axis=0)
        while True:
            above = table.take(first + self._feature.take(state)) > self._threshold.take(state)
            after = self._next.take(2 * state + above)
            if np.array_equal(after, state):
                break
            state = after
        values = self._value[state]
        ends = np.cumsum(self._sizes)[:-1]
        sums = self._starts + np.stack([part.sum(axis=1) for part in np.split(values, ends, axis=1)], axis=1)
        if sums.shape[1] == 1:
            return np.asarray(1.0 / (1.0 + np.exp(-np.clip(sums, -50.0, 50.0))))
        parts = np.exp(sums - sums.max(axis=1, keepdims=True))
        return np.asarray(parts / parts.sum(axis=1, keepdims=True))

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """Return the probability of yes for each row."""
        return [float(one) for one in self.scores(rows)[:, 0]] if rows else []


class Weights:
    """Linear weights of words that answer one question with yes or no.

    ``start``: log-odds of yes without any known word; ``weights``: log-odds that each word adds.
    """

    def __init__(self, start: float, weights: Mapping[str, float]) -> None:
        """Store the weights and the bias."""
        self._start, self._weights = start, weights

    def probabilities(self, rows: Sequence[Iterable[str]]) -> list[float]:
        """Return the probability of yes for each set of words; a repeated word counts once."""
        known = self._weights
        sums = [self._start + sum(known.get(one, 0.0) for one in dict.fromkeys(row)) for row in rows]
        return [1.0 / (1.0 + math.exp(-max(min(one, 50.0), -50.0))) for one in sums]


def mean(chances: Sequence[float], shares: Sequence[float]) -> float:
    """Return the weighted mean of probabilities on the log-odds scale; ``shares`` are the weights."""
    within = (min(max(one, _EDGE), 1.0 - _EDGE) for one in chances)
    odds = sum(share * math.log(one / (1.0 - one)) for one, share in zip(within, shares, strict=True))
    return 1.0 / (1.0 + math.exp(-odds / sum(shares)))


def blend_probabilities(one: float, other: float, share: float) -> float:
    """Return the weighted mean of two probabilities on the log-odds scale; ``share`` is the weight of the second."""
    return mean([one, other], [1.0 - share, share])


def _lay(tree: Any, nodes: list[tuple[int, float, int, int, float]], column: Mapping[str, int]) -> int:
    """Append the nodes of a tree to ``nodes``, and return the index of its root."""
    place = len(nodes)
    if not isinstance(tree, list):
        nodes.append((0, 0.0, place, place, float(tree)))
        return place
    nodes.append((0, 0.0, place, place, 0.0))
    below, above = _lay(tree[2], nodes, column), _lay(tree[3], nodes, column)
    nodes[place] = (column[tree[0]], float(tree[1]), below, above, 0.0)
    return place


@dataclass(frozen=True, slots=True)
class Judge:
    """The trained models of the classifier, with thresholds and calibration.

    Trees: ``dates`` (does this date belong to this act?), ``acts`` (does this act report an incident?), ``incidents``
    (is this candidate no incident, background or current?), ``sides`` (did the first party act against the second?),
    ``services`` (is this service on that side?), ``types`` (does the candidate have this type?). Word weights:
    ``act_words`` (as ``acts``), ``party_words`` (is this mention the initiator?), ``service_words`` (as ``services``).
    ``thresholds``: least scores of incidents, background, doubtful candidates and types; ``calibration``: for each
    field, the points that map a score to the share of correct answers.
    """

    dates: Trees
    acts: Trees
    incidents: Trees
    sides: Trees
    services: Trees
    types: Trees
    act_words: Weights
    party_words: Weights
    service_words: Weights
    thresholds: Mapping[str, float] = field(default_factory=dict)
    calibration: Mapping[str, Sequence[Sequence[float]]] = field(default_factory=dict)

    def share(self, name: str, score: float) -> float:
        """Return the share of correct answers at a score, by linear interpolation; uncalibrated, the score itself."""
        if not (points := self.calibration.get(name)):
            return score
        xs, ys = zip(*points, strict=True)
        return float(np.interp(score, xs, ys))


def trees_of(content: Mapping[str, Any]) -> Trees:
    """Return the trees that answer one question, from their JSON form."""
    return Trees(content["features"], [(one["start"], one["trees"]) for one in content["classes"]])


def weights_of(content: Mapping[str, Any]) -> Weights:
    """Return the word weights that answer one question, from their JSON form."""
    return Weights(content["start"], content["weights"])


def from_json(content: Mapping[str, Any]) -> Judge:
    """Return the classifier from JSON written by ``benchmarks/articles/train.py``; raise an error if incomplete."""
    asked = {one.name for one in fields(Judge)} - {"thresholds", "calibration"}
    parts: dict[str, Any] = {name: trees_of(one) for name, one in content["questions"].items() if name in asked}
    parts |= {name: weights_of(one) for name, one in content.get("words", {}).items() if name in asked}
    missing = asked - parts.keys()
    if missing:
        raise TrackerError(f"{FILE} has no model for {', '.join(sorted(missing))}; reinstall scs-tracker")
    return Judge(**parts, thresholds=content["thresholds"], calibration=content["calibration"])


@geodata.cached
def shipped() -> Judge:
    """Return the classifier that is shipped with the geodata, loaded once."""
    return from_json(json.loads(geodata.path(FILE).read_text(encoding="utf-8")))
