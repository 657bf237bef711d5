"""The judge: learned trees, kept as readable JSON and read without the library that grew them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Where the weights are in the geodata.
FILE: Final = "lexicon/judge.json"
#: What a feature is that does not apply.
ABSENT: Final = -9.0


class Trees:
    """Boosted trees for one question.

    Parameters
    ----------
    features
        Names, in the order of the columns that the trees ask for.
    classes
        For each answer its start value and its trees; one alone answers yes or no. A tree is a leaf's value, or
        feature, threshold, the tree for values up to it, and the tree for values above.
    """

    def __init__(self, features: Sequence[str], classes: Sequence[tuple[float, Sequence[Any]]]) -> None:
        """Lay the trees out as arrays of nodes, of which a leaf leads to itself."""
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
        """Return the probability of each class for each row, shape (rows, classes); of yes and no that of yes alone."""
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


def _lay(tree: Any, nodes: list[tuple[int, float, int, int, float]], column: Mapping[str, int]) -> int:
    """Append a tree's nodes and return the first of them."""
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
    """All that was learned.

    Attributes
    ----------
    dates, acts, roles, incidents, sides, services, types
        Trees for: is this date that of this act; does this act tell of an incident; is this candidate none,
        background or current; did the first of two parties do it; is this service on that side;
        is it of this type.
    thresholds
        Scores from which an act, an incident, a background and a type are kept.
    calibration
        For each field the points by which its score becomes the share that is right.
    """

    dates: Trees
    acts: Trees
    roles: Trees
    incidents: Trees
    sides: Trees
    services: Trees
    types: Trees
    thresholds: Mapping[str, float] = field(default_factory=dict)
    calibration: Mapping[str, Sequence[Sequence[float]]] = field(default_factory=dict)

    def share(self, name: str, score: float) -> float:
        """Return the share of answers of such a score that are right, on straight lines between points."""
        if not (points := self.calibration.get(name)):
            return score
        xs, ys = zip(*points, strict=True)
        return float(np.interp(score, xs, ys))


def trees_of(content: Mapping[str, Any]) -> Trees:
    """Return the trees of one question from JSON."""
    return Trees(content["features"], [(one["start"], one["trees"]) for one in content["classes"]])


def from_json(content: Mapping[str, Any]) -> Judge:
    """Return a judge from what ``benchmarks/articles/train.py`` writes."""
    trees = {name: trees_of(one) for name, one in content["questions"].items()}
    missing = {"dates", "acts", "roles", "incidents", "sides", "services", "types"} - trees.keys()
    if missing:
        raise TrackerError(f"{FILE} does not answer {', '.join(sorted(missing))}; take that of this version")
    return Judge(**trees, thresholds=content["thresholds"], calibration=content["calibration"])


@geodata.cached
def shipped() -> Judge:
    """Return the judge of the geodata."""
    return from_json(json.loads(geodata.path(FILE).read_text(encoding="utf-8")))
