"""Teach the judge: dates, acts, incidents and sides from labelled articles, with folds that keep a group together.

Run ``python benchmarks/articles/train.py --real FOLDER --memory FILE --out geodata/lexicon/judge.json``. Without
``--out`` nothing is written and the cross-validated figures are printed alone. The same corpus, code and libraries give
the same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import labelled
import numpy as np
from scoring import HEAD, Found, Score, agrees, match, same_date
from sklearn.ensemble import HistGradientBoostingClassifier

from scs_tracker.articles import days, deciding, factuality, gathering, sides, story
from scs_tracker.articles.judge import ABSENT, Judge, Trees, trees_of

FOLDS = 5
REAL_WEIGHT = 3.0
SETTINGS = {
    "dates": {"max_iter": 160, "max_leaf_nodes": 12, "learning_rate": 0.08, "min_samples_leaf": 30},
    "acts": {"max_iter": 200, "max_leaf_nodes": 12, "learning_rate": 0.06, "min_samples_leaf": 20, "max_features": 0.3},
    "incidents": {"max_iter": 120, "max_leaf_nodes": 8, "learning_rate": 0.06, "min_samples_leaf": 20, "max_features": 0.3},
    "sides": {"max_iter": 150, "max_leaf_nodes": 10, "learning_rate": 0.06, "min_samples_leaf": 30},
}
THRESHOLDS = {"incident": 0.45, "background": 0.45, "type": 0.3}


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
        fold = int(hashlib.sha256(item.group.encode()).hexdigest(), 16) % FOLDS
        known = days.all_days(one)
        case = Case(item, one, fold, factuality.of_article(one), known)
        case.options = [days.candidates(one, known, act) for act in one.acts]
        cases.append(case)
    memory.save()
    return cases


class Table:
    """Rows of features with answers, weights and folds."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.rows: list[dict[str, float]] = []
        self.answers: list[int] = []
        self.weights: list[float] = []
        self.folds: list[int] = []

    def add(self, row: dict[str, float], answer: int, case: Case, weight: float = 1.0) -> None:
        """Add a row."""
        self.rows.append(row)
        self.answers.append(answer)
        self.weights.append(weight * (REAL_WEIGHT if case.item.real else 1.0))
        self.folds.append(case.fold)

    def fit(self, settings: dict[str, Any], without: int | None = None) -> Trees:
        """Grow trees on the rows outside a fold."""
        return trees_of(self.fitted(settings, without))

    def fitted(self, settings: dict[str, Any], without: int | None = None) -> dict[str, Any]:
        """Grow trees on the rows outside a fold, and return them as they are shipped."""
        names = sorted({name for row in self.rows for name in row})
        keep = np.array([fold != without for fold in self.folds])
        table = np.array([[row.get(name, ABSENT) for name in names] for row in self.rows], dtype=float)[keep]
        answers = np.array(self.answers)[keep]
        model = HistGradientBoostingClassifier(
            random_state=0, early_stopping=False, l2_regularization=2.0, **settings
        ).fit(table, answers, sample_weight=np.array(self.weights)[keep])
        return exported(model, names)


def exported(model: HistGradientBoostingClassifier, names: list[str]) -> dict[str, Any]:
    """Return a model as JSON, with numbers short enough to read."""
    count = len(model._predictors[0])
    used: set[str] = set()

    def tree(nodes: Any, index: int) -> Any:
        node = nodes[index]
        if node["is_leaf"]:
            return round(float(node["value"]), 4)
        name = names[node["feature_idx"]]
        used.add(name)
        threshold = float(f"{node['num_threshold']:.6g}")
        return [name, threshold, tree(nodes, node["left"]), tree(nodes, node["right"])]

    classes = [
        {
            "start": round(float(np.ravel(model._baseline_prediction)[index]), 4),
            "trees": [tree(step[index].nodes, 0) for step in model._predictors],
        }
        for index in range(count)
    ]
    return {"features": sorted(used), "classes": classes}


def _labels(case: Case) -> list[dict[str, Any]]:
    return [*case.item.incidents, *case.item.background]


def _shares_country(label: dict[str, Any], act: Any) -> bool:
    lands = {one[:2] for one in (*label["initiators"], *label["targets"])}
    mine = {one.country for one in (*act.agents, *act.patients) if one.country}
    return not mine or not lands or bool(lands & mine)


def _is_day_of(label: dict[str, Any], day: days.Day) -> bool:
    if day.line < 0:
        return len(label["date_start"]) < 10 and same_date(label["date_start"], day.first)
    if day.first == label["date_start"] or (label.get("date_end") and label["date_start"] <= day.first <= label["date_end"]):
        return True
    return bool(day.last) and day.first <= label["date_start"] <= day.last


def teach_dates(cases: list[Case]) -> Table:
    """Return the rows for: is this date that of this act."""
    table = Table()
    for case in cases:
        for act, options in zip(case.story.acts, case.options, strict=True):
            labels = [one for one in (*_labels(case), *case.item.optional) if set(one["types"]) & set(act.types) and _shares_country(one, act)]
            right = [any(_is_day_of(one, day) for one in labels) for day in options]
            if any(right):
                weight = 4.0 / len(options)
                for day, answer in zip(options, right, strict=True):
                    table.add(days.features(case.story, case.known, act, day), int(answer), case, weight)
    return table


def date(cases: list[Case], trees: Trees) -> None:
    """Give every act its date."""
    for case in cases:
        case.chosen = days.choose(case.story, case.known, case.story.acts, trees)
        case.told = deciding.told(case.story, case.chosen, case.article)


def teach_acts(cases: list[Case]) -> Table:
    """Return the rows for: does this act tell of an incident."""
    table = Table()
    for case in cases:
        for one in case.told:
            fits = [
                label for label in (*_labels(case), *case.item.optional)
                if set(label["types"]) & set(one.act.types) and _shares_country(label, one.act)
                and same_date(label["date_start"], one.day.first)
            ]  # fmt: skip
            if any(label in case.item.optional for label in fits) and not any(label in _labels(case) for label in fits):
                continue
            table.add(one.row, int(bool(fits)), case)
    return table


def weigh(cases: list[Case], trees: Trees) -> None:
    """Score every act and gather candidates."""
    for case in cases:
        scores = trees.probabilities([one.row for one in case.told])
        for one, score in zip(case.told, scores, strict=True):
            one.score = score
        case.candidates = gathering.gather([one for one in case.told if one.score >= deciding.FAINT])


def found_of(candidate: gathering.Candidate) -> Found:
    """Return a candidate as far as matching asks for."""
    types = deciding.types_of(candidate, THRESHOLDS["type"])
    return Found(candidate.day.first, types, [], [], None, None)


def _pairs(case: Case) -> dict[int, tuple[int, dict[str, Any]]]:
    """Return for each candidate its class and label."""
    labels = [(one, deciding.CURRENT) for one in case.item.incidents]
    labels += [(one, deciding.BACKGROUND) for one in case.item.background]
    order = sorted(range(len(case.candidates)), key=lambda index: -case.candidates[index].best.score)
    taken: set[int] = set()
    answers: dict[int, tuple[int, dict[str, Any]]] = {}
    for index in order:
        one = found_of(case.candidates[index])
        lands = case.candidates[index].countries
        best = None
        for number, (label, kind) in enumerate(labels):
            shared = len(set(label["types"]) & set(one.types))
            theirs = {code[:2] for code in (*label["initiators"], *label["targets"])}
            if number in taken or not shared or not same_date(label["date_start"], one.date_start):
                continue
            value = shared + (label["date_start"] == one.date_start) + 2 * bool(lands & theirs)
            if best is None or value > best[0]:
                best = (value, number, kind, label)
        if best is not None:
            taken.add(best[1])
            answers[index] = (best[2], best[3])
    return answers


def teach_incidents(cases: list[Case]) -> tuple[Table, Table]:
    """Return the rows for: is a candidate an incident; who did it."""
    table, pairs = Table(), Table()
    for case in cases:
        answers = _pairs(case)
        for index, candidate in enumerate(case.candidates):
            kind, label = answers.get(index, (deciding.NONE, None))
            if label is None and match(case.item.optional, [found_of(candidate)]):
                continue
            row = gathering.features(candidate, case.candidates, case.story, case.article)
            table.add(row, kind, case)
            if label is None or not label["initiators"]:
                continue
            options = sides.pairs(candidate, case.story)
            first = {one[:2] for one in label["initiators"]}
            second = {one[:2] for one in label["targets"]}
            for one, other in options:
                right = one in first and (other in second or (not other and not second))
                pairs.add(sides.features(candidate, case.story, one, other), int(right), case, 3.0 / len(options))
    return table, pairs


def learn(cases: list[Case], without: int | None = None) -> tuple[Judge, dict[str, Table]]:
    """Teach all questions; acts and candidates are taught on what trees that had not seen them say."""
    folds = [one for one in range(FOLDS) if one != without]
    inside = [case for case in cases if case.fold != without]
    table_dates = teach_dates(inside)
    for fold in folds:
        date([case for case in inside if case.fold == fold], table_dates.fit(SETTINGS["dates"], fold))
    table_acts = teach_acts(inside)
    for fold in folds:
        weigh([case for case in inside if case.fold == fold], table_acts.fit(SETTINGS["acts"], fold))
    table_incidents, table_sides = teach_incidents(inside)
    tables = {"dates": table_dates, "acts": table_acts, "incidents": table_incidents, "sides": table_sides}
    return Judge(**{name: table.fit(SETTINGS[name]) for name, table in tables.items()}, thresholds=THRESHOLDS), tables


def found(case: Case, judge: Judge, decisions: list[deciding.Decision] | None = None) -> tuple[list[Found], list[Found]]:
    """Return what a judge makes of an article, or of candidates that are judged already."""
    incidents, background = [], []
    decisions = deciding.decide(case.story, judge)[0] if decisions is None else decisions
    for one in decisions:
        if not one.kept:
            continue
        first, second, _ = sides.settle(one.candidate, case.story, judge)
        spot = gathering.where(one.candidate, case.story)
        position = spot.position if spot is not None else None
        types = deciding.types_of(one.candidate, judge.thresholds["type"])
        each = Found(
            one.candidate.day.first, types, first, second, position.lat if position else None,
            position.lon if position else None, one.current, note=f"{one.candidate.best.act.name} {spot.name if spot else ''}",
        )  # fmt: skip
        (incidents if one.kept == "incident" else background).append(each)
    return incidents, background


def score(cases: list[Case], judge: Judge) -> dict[str, Score]:
    """Score articles by their sets."""
    scores: dict[str, Score] = {}
    for case in cases:
        scores.setdefault(case.item.set, Score()).add(case.item, *found(case, judge))
    return scores


def across(cases: list[Case], tables: dict[str, Table]) -> dict[str, Score]:
    """Score articles with trees that have not seen their fold; candidates are those of ``learn``."""
    scores: dict[str, Score] = {}
    for fold in range(FOLDS):
        trees = {name: tables[name].fit(SETTINGS[name], fold) for name in ("incidents", "sides")}
        judge = Judge(dates=trees["sides"], acts=trees["sides"], **trees, thresholds=THRESHOLDS)
        for case in cases:
            if case.fold == fold:
                decisions = deciding.judged(case.story, case.candidates, case.article, judge)
                scores.setdefault(case.item.set, Score()).add(case.item, *found(case, judge, decisions))
    return scores


def main() -> None:
    """Teach, print figures, and write the weights where a path is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, help="folder of real texts")
    parser.add_argument("--memory", type=Path, help="file that keeps parsed sentences")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--notes", type=Path, help="folder for what was wrong")
    parser.add_argument("--folds", action="store_true", help="cross-validate on real texts, each fold taught anew")
    parser.add_argument("--sets", default="dev")
    arguments = parser.parse_args()
    began = time.monotonic()
    memory = labelled.Memory(arguments.memory)
    cases = read(labelled.corpus("train"), memory)
    real = read(labelled.real(arguments.real), memory) if arguments.real else []
    print(f"read in {time.monotonic() - began:.0f} s", file=sys.stderr)
    print(HEAD)
    if arguments.folds:
        total = Score()
        for fold in range(FOLDS):
            judge, _ = learn([*cases, *real], without=fold)
            for case in real:
                if case.fold == fold:
                    total.add(case.item, *found(case, judge))
        print(total.row("real texts, folds"), flush=True)
        if arguments.notes:
            (arguments.notes / "real.txt").write_text("\n".join(total.notes))
    judge, tables = learn([*cases, *real])
    scores = across([*cases, *real], tables)
    if real:
        both = Score()
        for name in ("real-A", "real-B"):
            both.counts.update(scores[name].counts)
            both.notes += scores[name].notes
        scores["real A and B"] = both
    for name, one in scores.items():
        print(one.row(f"{name}, folds"), flush=True)
        if arguments.notes:
            (arguments.notes / f"folds-{name}.txt").write_text("\n".join(one.notes))
    for name in arguments.sets.split(","):
        for set_, one in score(read(labelled.corpus(name), memory), judge).items():
            print(one.row(set_), flush=True)
            if arguments.notes:
                (arguments.notes / f"{set_}.txt").write_text("\n".join(one.notes))
    if arguments.out:
        content = {
            "questions": {name: table.fitted(SETTINGS[name]) for name, table in tables.items()},
            "thresholds": THRESHOLDS,
            "calibration": {},
        }
        arguments.out.write_text(json.dumps(content, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
