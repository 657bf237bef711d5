"""Rows of features and of words with answers, and the trees and weights that are made of them, as readable JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from scs_tracker.articles.judge import ABSENT, Trees, Weights, trees_of, weights_of

if TYPE_CHECKING:
    from cases import Case

#: What settings say to a table; the rest is for the trees.
OWN = {"seeds", "press"}
#: What can only speak for a yes, or only against it, whatever a few articles seem to say.
MONOTONIC = {
    "same_line": 1, "same_clause": 1, "nearest_tree": 1, "nearest": 1, "distance": -1, "between": -1, "of_saying": -1,
    "negated": -1, "over_modal": -1, "c_hypothetical": -1, "c_negation": -1, "question": -1, "over_hypothetical": -1,
    "aux_would": -1, "aux_could": -1, "aux_may": -1, "aux_might": -1, "aux_should": -1, "a_fiction": -1, "c_drill": -1,
    "i_country": 1, "t_country": 1, "two_countries": 1, "strength": 1, "needed": 1, "same_country": -1, "c_habit": -1,
    "pair": 1, "back": -1, "text_pair": 1, "text_back": -1, "firm_did": 1, "firm_suffered": -1,
    "role_gap": 1, "cast_gap": 1, "firm_other_suffered": 1, "firm_other_did": -1,
}  # fmt: skip
#: A feature that is other than most of the time in fewer rows teaches nothing.
RARE = 12
#: A word of less weight is not shipped.
SLIGHT = 0.08


class Table:
    """Rows of features with answers, weights and folds.

    Of its settings ``press`` is how much more a press article counts than one of the corpus, ``seeds`` how often the
    trees are grown; the rest is for the trees.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        """Begin with nothing."""
        self.settings = settings
        self.known: dict[int | None, dict[str, Any]] = {}
        self.rows: list[dict[str, float]] = []
        self.answers: list[int] = []
        self.weights: list[float] = []
        self.folds: list[int] = []
        self.real: list[bool] = []
        self.names: list[str] = []
        self.table: np.ndarray | None = None

    def add(self, row: dict[str, float], answer: int, case: Case, weight: float = 1.0) -> None:
        """Add a row."""
        self.rows.append(row)
        self.answers.append(answer)
        self.weights.append(weight)
        self.folds.append(case.fold)
        self.real.append(case.item.real)

    def fit(self, without: int | None = None) -> Trees:
        """Return the trees of the rows outside a fold."""
        return trees_of(self.fitted(without))

    def fitted(self, without: int | None = None) -> dict[str, Any]:
        """Return the trees of the rows outside a fold as they are shipped; they are grown once."""
        if without not in self.known:
            self.known[without] = self._grown(without)
        return self.known[without]

    def _grown(self, without: int | None) -> dict[str, Any]:
        """Grow trees on the rows outside a fold."""
        settings = self.settings
        if self.table is None:
            names = sorted({name for row in self.rows for name in row})
            table = np.array([[row.get(name, ABSENT) for name in names] for row in self.rows], dtype=float)
            common = [np.count_nonzero(column != np.median(column)) >= RARE for column in table.T]
            self.names = [name for name, keep in zip(names, common, strict=True) if keep]
            self.table = table[:, common]
        keep = np.array([fold != without for fold in self.folds])
        weights = np.array(self.weights) * np.where(self.real, settings["press"], 1.0)
        binary = max(self.answers) == 1
        seeds = range(settings.get("seeds", 1))
        grown = [
            HistGradientBoostingClassifier(
                random_state=seed,
                early_stopping=False,
                l2_regularization=2.0,
                max_bins=63,
                monotonic_cst=[MONOTONIC.get(name, 0) for name in self.names] if binary else None,
                **{name: value for name, value in settings.items() if name not in OWN},
            ).fit(self.table[keep], np.array(self.answers)[keep], sample_weight=weights[keep])
            for seed in seeds
        ]
        return exported(grown, self.names)


class Words:
    """Rows of words with answers and folds; of its settings ``least`` is how many rows must have a word."""

    def __init__(self, settings: dict[str, Any]) -> None:
        """Begin with nothing."""
        self.settings = settings
        self.known: dict[int | None, dict[str, Any]] = {}
        self.rows: list[list[str]] = []
        self.answers: list[int] = []
        self.folds: list[int] = []
        self.real: list[bool] = []
        self.table: Any = None
        self.names: list[str] = []

    def add(self, row: list[str], answer: int, case: Case) -> None:
        """Add a row."""
        self.rows.append(row)
        self.answers.append(answer)
        self.folds.append(case.fold)
        self.real.append(case.item.real)

    def fit(self, without: int | None = None) -> Weights:
        """Return the weights of the rows outside a fold."""
        return weights_of(self.fitted(without))

    def fitted(self, without: int | None = None) -> dict[str, Any]:
        """Return the weights of the rows outside a fold as they are shipped; they are made once."""
        if without not in self.known:
            self.known[without] = self._weighed(without)
        return self.known[without]

    def _weighed(self, without: int | None) -> dict[str, Any]:
        """Weigh the words of the rows outside a fold, by a solver that gives the same bytes each time.

        Which words are common enough is counted over all rows; what they weigh is not.
        """
        settings = self.settings
        if self.table is None:
            reader = CountVectorizer(analyzer=list, binary=True, min_df=settings["least"])
            self.table = reader.fit_transform(self.rows)
            self.names = list(reader.get_feature_names_out())
        keep = np.flatnonzero([fold != without for fold in self.folds])
        weights = np.where(self.real, settings["press"], 1.0)[keep]
        model = LogisticRegression(C=settings["C"], solver="liblinear", max_iter=300, random_state=0)
        model.fit(self.table[keep], np.array(self.answers)[keep], sample_weight=weights)
        weighed = zip(self.names, (round(float(one), 3) for one in model.coef_[0]), strict=True)
        kept = {name: one for name, one in weighed if abs(one) >= SLIGHT}
        return {"start": round(float(model.intercept_[0]), 4), "weights": kept}


def exported(grown: list[HistGradientBoostingClassifier], names: list[str]) -> dict[str, Any]:
    """Return the mean of models that differ by their seed alone as JSON, with numbers short enough to read."""
    steps = [step for model in grown for step in model._predictors]  # noqa: SLF001 - nothing public has them
    starts = np.ravel(grown[0]._baseline_prediction)  # noqa: SLF001
    used: set[str] = set()

    def tree(nodes: Any, index: int) -> Any:
        node = nodes[index]
        if node["is_leaf"]:
            return round(float(node["value"]) / len(grown), 4)
        name = names[node["feature_idx"]]
        used.add(name)
        threshold = float(f"{node['num_threshold']:.6g}")
        return [name, threshold, tree(nodes, node["left"]), tree(nodes, node["right"])]

    classes = [
        {"start": round(float(starts[index]), 4), "trees": [tree(step[index].nodes, 0) for step in steps]}
        for index in range(len(steps[0]))
    ]
    return {"features": sorted(used), "classes": classes}
