"""Teach the judge: dates, acts, incidents and sides from labelled articles, with folds that keep a group together.

Run ``python benchmarks/articles/train.py --real FOLDER --memory FILE --out geodata/lexicon/judge.json``. Of real
texts half teach and half are held, by the hash of their event. Without ``--out`` nothing is written and the cross-validated figures are printed alone. The same corpus, code and libraries give
the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import composing
import labelled
import numpy as np
from cases import Case, read
from scoring import HEAD, Found, Score, match, same_date
from sklearn.isotonic import IsotonicRegression
from tables import Table, Words

from scs_tracker.articles import days, deciding, gathering, kinds, services, sides, wording
from scs_tracker.articles.judge import Judge, Trees, Weights

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDS = composing.FOLDS
#: Parts of equal number in which confidence is calibrated.
PARTS = 12
SETTINGS: dict[str, dict[str, Any]] = {
    "dates": {"max_iter": 90, "max_leaf_nodes": 10, "learning_rate": 0.12, "min_samples_leaf": 30, "press": 1.0},
    "acts": {
        "max_iter": 110,
        "max_leaf_nodes": 10,
        "learning_rate": 0.1,
        "min_samples_leaf": 20,
        "max_features": 0.3,
        "press": 5.0,
    },
    "incidents": {
        "max_iter": 160,
        "max_leaf_nodes": 6,
        "learning_rate": 0.05,
        "min_samples_leaf": 20,
        "max_features": 0.2,
        "press": 5.0,
        "seeds": 3,
    },
    "sides": {"max_iter": 90, "max_leaf_nodes": 8, "learning_rate": 0.1, "min_samples_leaf": 30, "press": 5.0},
    "services": {"max_iter": 90, "max_leaf_nodes": 8, "learning_rate": 0.1, "min_samples_leaf": 20, "press": 5.0},
    "types": {
        "max_iter": 120,
        "max_leaf_nodes": 10,
        "learning_rate": 0.1,
        "min_samples_leaf": 15,
        "max_features": 0.4,
        "press": 5.0,
    },
}
WORDS: dict[str, dict[str, Any]] = {
    "act_words": {"C": 0.03, "least": 8, "press": 3.0},
    "party_words": {"C": 0.1, "least": 6, "press": 3.0},
    "service_words": {"C": 0.05, "least": 10, "press": 3.0},
}
THRESHOLDS = {"incident": 0.53, "background": 0.4, "maybe": 0.2, "type": 0.35}


def _labels(case: Case) -> list[dict[str, Any]]:
    return [*case.item.incidents, *case.item.background]


def _shares_country(label: dict[str, Any], act: Any) -> bool:
    lands = {one[:2] for one in (*label["initiators"], *label["targets"])}
    mine = {one.country for one in (*act.agents, *act.patients) if one.country}
    return not mine or not lands or bool(lands & mine)


def _is_day_of(label: dict[str, Any], day: days.Day) -> bool:
    if day.line < 0:
        return len(label["date_start"]) < 10 and same_date(label["date_start"], day.first)
    if day.first == label["date_start"] or (
        label.get("date_end") and label["date_start"] <= day.first <= label["date_end"]
    ):
        return True
    return bool(day.last) and day.first <= label["date_start"] <= day.last


def teach_dates(cases: list[Case]) -> Table:
    """Return the rows for: is this date that of this act."""
    table = Table(SETTINGS["dates"])
    for case in cases:
        for act, options in zip(case.story.acts, case.options, strict=True):
            labels = [
                one
                for one in (*_labels(case), *case.item.optional)
                if set(one["types"]) & set(act.types) and _shares_country(one, act)
            ]
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


def _fitting(one: gathering.Told, labels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the labels that an act may tell of."""
    return [
        label for label in labels
        if set(label["types"]) & set(one.act.types) and _shares_country(label, one.act)
        and same_date(label["date_start"], one.day.first)
    ]  # fmt: skip


def teach_acts(cases: list[Case]) -> tuple[Table, Words]:
    """Return the rows for: does this act tell of an incident."""
    table, words = Table(SETTINGS["acts"]), Words(WORDS["act_words"])
    for case in cases:
        for one in case.told:
            fits = _fitting(one, [*_labels(case), *case.item.optional])
            if any(label in case.item.optional for label in fits) and not any(label in _labels(case) for label in fits):
                continue
            table.add(one.row, int(bool(fits)), case)
            words.add(wording.of_act(case.story, one.act), int(bool(fits)), case)
    return table, words


def teach_parties(cases: list[Case]) -> Words:
    """Return the rows for: did whoever is named in the sentence of an act do it."""
    words = Words(WORDS["party_words"])
    for case in cases:
        for one in case.told:
            fits = _fitting(one, _labels(case))
            if len(fits) != 1:
                continue
            first, second = ({code[:2] for code in fits[0][side]} for side in ("initiators", "targets"))
            for each in wording.parties(case.story, one.act):
                if (each.country in first) != (each.country in second):
                    words.add(wording.of_party(case.story, one.act, each), int(each.country in first), case)
    return words


def weigh(cases: list[Case], trees: Trees, words: Weights) -> None:
    """Score every act and gather candidates."""
    for case in cases:
        deciding.weigh(case.story, case.told, trees, words)
        case.candidates = gathering.gather([one for one in case.told if one.score >= deciding.FAINT])


def found_of(candidate: gathering.Candidate) -> Found:
    """Return a candidate as far as matching asks for."""
    types = candidate.types
    top = max(types.values())
    told = [name for name, score in types.items() if score >= THRESHOLDS["type"] or score == top]
    return Found(candidate.day.first, told, [], [], None, None)


def _pairs(case: Case) -> dict[int, tuple[int, dict[str, Any]]]:
    """Return for each candidate its class and label."""
    labels = [(one, deciding.CURRENT) for one in case.item.incidents]
    labels += [(one, deciding.BACKGROUND) for one in case.item.background]
    order = sorted(range(len(case.candidates)), key=lambda index: -case.candidates[index].best.score)
    taken: set[int] = set()
    answers: dict[int, tuple[int, dict[str, Any]]] = {}
    for index in order:
        candidate = case.candidates[index]
        one, lands = found_of(candidate), candidate.countries
        best = None
        for number, (label, kind) in enumerate(labels):
            shared = float(len(set(label["types"]) & set(one.types)))
            theirs = {code[:2] for code in (*label["initiators"], *label["targets"])}
            exact = label["date_start"] == one.date_start
            if not shared and exact and set(label["types"]) & set(kinds.options(candidate)):
                shared = 0.5 * bool(lands & theirs)
            if number in taken or not shared or not same_date(label["date_start"], one.date_start):
                continue
            value = shared + exact + 2 * bool(lands & theirs)
            if best is None or value > best[0]:
                best = (value, number, kind, label)
        if best is not None:
            taken.add(best[1])
            answers[index] = (best[2], best[3])
    return answers


def teach_parts(cases: list[Case]) -> tuple[Table, Table, Table, Words]:
    """Return the rows for: who did it; with which services; of which types is it; and the words for services."""
    pairs, named, typed = (Table(SETTINGS[name]) for name in ("sides", "services", "types"))
    words = Words(WORDS["service_words"])
    for case in cases:
        for index, (_, label) in _pairs(case).items():
            candidate = case.candidates[index]
            _teach_sides(pairs, case, candidate, label)
            for side in ("initiators", "targets"):
                _teach_services(named, words, case, candidate, label[side], doing=side == "initiators")
            options = kinds.options(candidate)
            for name, row in zip(options, kinds.features(candidate, case.story, options), strict=True):
                typed.add(row, int(name in label["types"]), case)
    return pairs, named, typed, words


def teach_incidents(cases: list[Case], parts: Callable[[int], tuple[Trees, Trees]]) -> Table:
    """Return the rows for: is a candidate an incident; ``parts`` gives trees for sides and types that saw no such fold."""
    table = Table(SETTINGS["incidents"])
    known: dict[int, tuple[Trees, Trees]] = {}
    for case in cases:
        answers = _pairs(case)
        if case.fold not in known:
            known[case.fold] = parts(case.fold)
        who, what = known[case.fold]
        pairs = sides.score(case.candidates, case.story, who)
        types = kinds.score(case.candidates, case.story, what)
        for index, candidate in enumerate(case.candidates):
            kind, label = answers.get(index, (deciding.NONE, None))
            if label is None and match(case.item.optional, [found_of(candidate)]):
                continue
            told, typed = sides.summary(pairs[index]), types[index]
            row = gathering.features(candidate, case.candidates, case.story, case.article, told, typed)
            table.add(row, kind, case)
    return table


def _teach_sides(table: Table, case: Case, candidate: gathering.Candidate, label: dict[str, Any]) -> None:
    """Add the pairs of a candidate; whom the label names and the article does not is nobody."""
    known = set(sides.countries(candidate, case.story))
    first, second = ({one.partition("-")[0] for one in label[side]} & known for side in ("initiators", "targets"))
    rows = sides.rows(candidate, case.story)
    for (one, other), row in rows.items():
        right = (one in first if one else not first) and (other in second if other else not second)
        table.add(row, int(right), case, 6.0 / len(rows))


def _teach_services(
    table: Table, words: Words, case: Case, candidate: gathering.Candidate, codes: list[str], *, doing: bool
) -> None:
    """Add the services of each country of a side."""
    for country in dict.fromkeys(code.partition("-")[0] for code in codes):
        options = services.options(case.story, country)
        rows = services.features(candidate, case.story, country, options, doing=doing)
        if len(options) > 1:
            worded = services.words(candidate, case.story, options, rows, doing=doing)
            for code, row, those in zip(options, rows, worded, strict=True):
                table.add(row, int(code in codes), case)
                words.add(those, int(code in codes), case)


def learn(cases: list[Case], without: int | None = None) -> tuple[Judge, dict[str, Table | Words]]:
    """Teach all questions; acts and candidates are taught on what trees that had not seen them say."""
    folds = [one for one in range(FOLDS) if one != without]
    inside = [case for case in cases if case.fold != without]
    table_dates = teach_dates(inside)
    for fold in folds:
        date([case for case in inside if case.fold == fold], table_dates.fit(fold))
    table_acts, act_words = teach_acts(inside)
    for fold in folds:
        both = table_acts.fit(fold), act_words.fit(fold)
        weigh([case for case in inside if case.fold == fold], *both)
    party_words = teach_parties(inside)
    for fold in folds:
        weights = party_words.fit(fold)
        for case in inside:
            if case.fold == fold:
                deciding.side_probabilities(case.story, case.told, weights)
    pairs, named, typed, service_words = teach_parts(inside)

    def parts(fold: int) -> tuple[Trees, Trees]:
        return pairs.fit(fold), typed.fit(fold)

    told = teach_incidents(inside, parts)
    tables: dict[str, Table | Words] = dict(
        zip(SETTINGS, (table_dates, table_acts, told, pairs, named, typed), strict=True)
    )
    tables |= zip(WORDS, (act_words, party_words, service_words), strict=True)
    fitted: dict[str, Any] = {name: table.fit() for name, table in tables.items()}
    return Judge(**fitted, thresholds=THRESHOLDS), tables


def found(
    case: Case, judge: Judge, decisions: list[deciding.Decision] | None = None
) -> tuple[list[Found], list[Found]]:
    """Return what a judge makes of an article, or of candidates that are judged already."""
    incidents, background = [], []
    decisions = deciding.decide(case.story, judge)[0] if decisions is None else decisions
    for one in decisions:
        if one.kept not in {"incident", "background"}:
            continue
        spot, beside = gathering.where(one.candidate, case.story)
        position = spot.position if spot is not None else None
        day = one.candidate.day
        dated = max((told.sure for told in one.candidate.acts if told.day.first == day.first), default=0.5)
        each = Found(
            day.first,
            list(one.types),
            list(one.sides.initiators),
            list(one.sides.targets),
            position.lat if position else None,
            position.lon if position else None,
            one.current if one.kept == "incident" else one.background,
            note=f"{one.candidate.best.act.name} {spot.name if spot else ''}",
            sure={
                "initiators": one.sides.first,
                "targets": one.sides.second,
                "date_start": dated,
                "types": one.certain,
                "location_text": beside,
            },
        )
        (incidents if one.kept == "incident" else background).append(each)
    return incidents, background


def score(cases: list[Case], judge: Judge) -> dict[str, Score]:
    """Score articles by their sets."""
    scores: dict[str, Score] = {}
    for case in cases:
        scores.setdefault(case.item.set, Score()).add(case.item, *found(case, judge))
    return scores


def across(cases: list[Case], tables: dict[str, Table | Words]) -> dict[str, Score]:
    """Score articles with trees that have not seen their fold; candidates are those of ``learn``."""
    scores: dict[str, Score] = {}
    for fold in range(FOLDS):
        asked = ("incidents", "sides", "services", "types", "service_words")
        parts: dict[str, Any] = {name: tables[name].fit(fold) for name in asked}
        parts |= dict.fromkeys(("dates", "acts"), parts["sides"])  # not asked again
        parts |= dict.fromkeys(("act_words", "party_words"), Weights(0.0, {}))
        judge = Judge(**parts, thresholds=THRESHOLDS)
        for case in cases:
            if case.fold == fold:
                decisions = deciding.judged(case.story, case.candidates, case.article, judge)
                scores.setdefault(case.item.set, Score()).add(case.item, *found(case, judge, decisions))
    return scores


def options() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, action="append", default=[], help="folder of real texts; may be repeated")
    parser.add_argument("--memory", type=Path, help="file that keeps parsed sentences")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--notes", type=Path, help="folder for what was wrong")
    parser.add_argument("--sets", default="dev", help="parts of the corpus to score, with commas")
    parser.add_argument("--strict", action="store_true", help="teach every fold of the real texts all anew")
    return parser.parse_args()


def strictly(cases: list[Case], real: list[Case]) -> Score:
    """Score real texts by judges that saw nothing of their fold, neither directly nor through another's scores."""
    total = Score()
    for fold in range(FOLDS):
        judge, _ = learn([*cases, *real], without=fold)
        for case in real:
            if case.fold == fold:
                total.add(case.item, *found(case, judge))
    return total


def joined(scores: dict[str, Score], names: list[str]) -> Score:
    """Return the figures of several sets as one."""
    both = Score()
    for name in names:
        both.counts.update(scores[name].counts)
        both.notes += scores[name].notes
        both.sure += scores[name].sure
        for part, pairs in scores[name].fields.items():
            both.fields[part] += pairs
    return both


def calibrated(pairs: list[tuple[float, bool]]) -> list[list[float]]:
    """Return points of a score and the share that is right at it, rising, from folds: means of parts of equal number."""
    scores, right = (np.array(one, dtype=float) for one in zip(*sorted(pairs), strict=True))
    shares = IsotonicRegression().fit_transform(scores, right)  # equal scores have one share
    parts = np.array_split(np.arange(len(scores)), PARTS)
    points = {round(float(scores[part].mean()), 3): round(float(shares[part].mean()), 3) for part in parts}
    return [[x, y] for x, y in points.items()]


def written(tables: dict[str, Table | Words], scores: dict[str, Score]) -> str:
    """Return all that was learned, and the calibration by folds, as it is shipped."""
    whole = joined(scores, [name for name in scores if name not in {"real", "real, strict"}])
    content = {
        "questions": {name: tables[name].fitted() for name in SETTINGS},
        "words": {name: tables[name].fitted() for name in WORDS},
        "thresholds": THRESHOLDS,
        "calibration": {
            "incident": [[0.0, 0.0], *calibrated(whole.sure)],
            **{name: calibrated(pairs) for name, pairs in whole.fields.items()},
        },
    }
    text = json.dumps(content, separators=(",", ":"), sort_keys=True)
    return text.replace('"trees":[', '"trees":[\n').replace("]],[", "]],\n[") + "\n"


def main() -> None:
    """Teach, print figures, and write the weights where a path is given."""
    asked = options()
    began = time.monotonic()
    memory = labelled.Memory(asked.memory)
    items = labelled.corpus("train")
    cases = read([*items, *composing.composed(items)], memory)
    texts = labelled.real(asked.real)
    real = read([one for one in texts if labelled.teaches(one)], memory)
    held = read([one for one in texts if not labelled.teaches(one)], memory)
    print(HEAD)
    judge, tables = learn([*cases, *real])
    scores = across([*cases, *real], tables)
    if real:
        scores["real"] = joined(scores, [name for name in scores if name.startswith("real-")])
        if asked.strict:
            scores["real, strict"] = strictly(cases, real)
    folds = {f"{name}, folds": one for name, one in scores.items()}
    for lot, one in score(held, judge).items():
        folds[f"{lot}, held"] = one
    for name in filter(None, asked.sets.split(",")):
        folds |= score(read(labelled.corpus(name), memory), judge)
    for name, one in folds.items():
        print(one.row(name), one.sweep(), flush=True)
        if asked.notes:
            (asked.notes / f"{name}.txt").write_text("\n".join(one.notes), encoding="utf-8")
    if asked.out:
        asked.out.write_text(written(tables, scores), encoding="utf-8")
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
