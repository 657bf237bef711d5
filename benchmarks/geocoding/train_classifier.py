"""Work out the weights of gazetteer/place_weights.csv: which words next to a place say that something was there.

Run by hand: ``python benchmarks/geocoding/train_classifier.py [--write]``. Needs scikit-learn.

Something was there: the places in corpus/train that lie where an incident of their report is, those of the location
texts of the shipped incidents, and of the rows of told.csv that say so. Nothing was there: the places of the other
sentences of the corpus, which count little, as ships may have been there all the same; and of the other rows of
told.csv. Each row of told.csv is also read with other names of its language in place of its own, towns among them, so
that the words count and not the names. A logistic regression with an L1 penalty chooses the words. Each fifth of the
texts is judged by the other four fifths: printed is how many of either sort are refused.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from pyproj import Geod
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from scs_tracker.geocoding import classifier
from scs_tracker.geocoding.candidates import Hints, Scene, undoubted
from scs_tracker.geocoding.lexicon import lexicon
from scs_tracker.geocoding.placing import Placed, place
from scs_tracker.geocoding.resolve import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scs_tracker.geocoding.records import Mention

    Sign = tuple[str, str]

ROOT = Path(__file__).parents[2]
GEOD = Geod(ellps="WGS84")
NEAR_KM = 15.0
LEAST, STRENGTH, PARTS, SWAPS, SEED = 3, 0.5, 5, 3, 7
#: How much a place counts: of the corpus where something was there or not, of the incidents, of wordings either way.
SURE = 99.0
WEIGHTS = {"there": 1.0, "elsewhere": 0.15, "incident": 1.0, "frame": 1.0, "wording": 3.0, "trap": 6.0}
LIMITS = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0)


class Sample(NamedTuple):
    """What speaks for a place, whether something was there, the sort of text and its number."""

    signs: frozenset[Sign]
    there: bool
    sort: str
    text: int


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judged(text: str) -> list[tuple[Mention, frozenset[Sign], Placed | None]]:
    """Return the names of a text with what speaks for them and where they would be placed."""
    words = lexicon()
    reading = read(text)
    scene = Scene(reading.folded, reading.tokens, undoubted(reading.found, words.gazetteer), Hints(), words.gazetteer)
    found = []
    for one in reading.found:
        if one.kind not in {"name", "country"} or (
            one.kind == "country" and not (one.zone or one.coast or one.distance)
        ):
            continue
        signs = frozenset(classifier.signs(one, reading.tokens, reading.folded, words.gazetteer))
        one.score = SURE
        placed = place(one, scene)
        found.append((one, signs, placed if isinstance(placed, Placed) else None))
    return found


def kilometres(placed: Placed, lat: float, lon: float) -> float:
    """Return the geodesic distance to a point."""
    return float(GEOD.inv(placed.lon, placed.lat, lon, lat)[2]) / 1000


def corpus() -> Iterator[tuple[str, frozenset[Sign], bool]]:
    """Give the places of the sentences of corpus/train, and whether an incident of the report is there."""
    for path in sorted((ROOT / "corpus/train").glob("*.jsonl")):
        for line in path.open(encoding="utf-8"):
            report: dict[str, Any] = json.loads(line)
            known = [one for one in report["incidents"] + report["background"] if one.get("lat") is not None]
            whole = [report["text"]] if report["set"] == "phrases" else []
            for text in (*re.split(r"(?<=[.!?。])\s*|\n", report["text"]), *whole):
                for _, signs, placed in judged(text) if text.strip() else ():
                    if placed is None:
                        continue
                    reach = max(placed.radius_km, NEAR_KM)
                    near = [
                        one
                        for one in known
                        if kilometres(placed, one["lat"], one["lon"]) <= max(reach, one["tolerance_km"])
                    ]
                    yield text, signs, bool(near)


def incidents() -> Iterator[tuple[str, frozenset[Sign], bool]]:
    """Give the places of the location texts of the shipped incidents that lie at their place."""
    features = {row["name"]: row for row in table(ROOT / "geodata/gazetteer/features.csv")}
    for row in table(ROOT / "geodata/incidents/incidents.csv"):
        feature = features.get(row["place"])
        for _, signs, placed in judged(row["location_text"]) if feature else ():
            reach = float(feature["radius_km"]) + NEAR_KM
            if (
                placed is not None
                and kilometres(placed, float(feature["lat"]), float(feature["lon"])) <= placed.radius_km + reach
            ):
                yield row["location_text"], signs, True


def names() -> dict[str, list[str]]:
    """Return names to put in place of others, by the sort of script and place."""
    found: dict[str, list[str]] = defaultdict(list)
    features = {row["id"]: row for row in table(ROOT / "geodata/gazetteer/features.csv")}
    for row in table(ROOT / "geodata/gazetteer/names.csv"):
        if row["needs_context"] != "yes":
            found[f"{script(row['name'])} {sea(features[row['feature_id']]['group'])}"].append(row["name"])
    for row in table(ROOT / "geodata/gazetteer/towns.csv"):
        for name in filter(None, row["names"].split(";")):
            if row["kind"] in {"town", "port", "island"}:
                found[f"{script(name)} land"].append(name)
    return found


def script(name: str) -> str:
    """Return which script a name is in."""
    return "han" if name[0] >= "\u2e80" else "latin" if name.isascii() else "marked"


def sea(group: str) -> str:
    """Return whether a group of features lies in the open sea."""
    return "sea" if group in {"Spratly", "Scarborough", "Macclesfield", "Pratas", "Luconia", "Paracel"} else "land"


def wordings(chance: random.Random) -> Iterator[tuple[str, frozenset[Sign], bool, int]]:
    """Give the places of told.csv, also with other names put in; of a text where something was, the first placed one."""
    pool = names()
    places = lexicon().gazetteer.places
    for number, row in enumerate(table(Path(__file__).parent / "told.csv")):
        there = row["told"] == "yes"
        texts = [row["text"]]
        for one, _, _ in judged(row["text"])[:1]:
            reading = read(row["text"])
            token = reading.tokens[one.first]
            written = reading.folded.source(token.start, reading.tokens[one.after - 1].end)
            place_ = places[one.names[0].features[0]] if one.names else None
            others = pool.get(f"{script(written)} {sea(place_.group)}", []) if place_ else []
            texts += [row["text"].replace(written, chance.choice(others), 1) for _ in range(SWAPS) if others]
        for text in texts:
            found = judged(text)
            kept = [one for one in found if one[2] is not None][:1] if there else found
            yield from ((text, signs, there, number) for _, signs, _ in kept)


#: Classes of not_places.csv whose words stand before a name that is none of a place here, and behind one.
BEFORE = ("before", "before_next", "title", "given", "venue_before")
BEHIND = ("after", "people", "venue", "joined")
#: Kinds of the grammar whose words lead to a place where something was.
LEADING = ("near", "off", "at", "within", "waters", "between", "origin")
#: How two names are joined in each language that has a word for 'between' before or behind them.
BETWEEN = {
    "en": "{word} {a} and {b}",
    "vi": "{word} {a} và {b}",
    "ms": "{word} {a} dan {b}",
    "fil": "{word} {a} at {b}",
    "zh": "{a}与{b}{word}",
}
FRAMES, ALONE = 1600, 0.15


def frames(chance: random.Random) -> Iterator[tuple[str, frozenset[Sign], bool]]:
    """Give names next to a word of a class, which names something else, and next to words that lead to a place."""
    pool = names()
    classes = [row for row in table(ROOT / "geodata/gazetteer/not_places.csv") if row["kind"] in (*BEFORE, *BEHIND)]
    leads = [row for row in table(ROOT / "geodata/gazetteer/grammar.csv") if row["kind"] in LEADING]
    for _ in range(FRAMES):
        for rows, there in ((classes, False), (leads, True)):
            row = chance.choice(rows)
            word, language = chance.choice(row["phrases"].split(";")), row["language"]
            sort = "han" if language == "zh" else "marked" if language == "vi" else "latin"
            where = chance.choice(("sea", "sea", "land"))
            name, other = (chance.choice(pool[f"{sort} {where}"]) for _ in range(2))
            gap = "" if sort == "han" else " "
            behind = row["kind"] in BEHIND or (there and sort == "han" and row["kind"] != "at")
            text = f"{name}{gap}{word}" if behind else f"{word}{gap}{name}"
            if there and chance.random() < ALONE:
                text = name
            if row["kind"] == "between":
                text = BETWEEN[language].format(word=word, a=name, b=other)
            at_sea = there and (row["kind"] != "origin" or (row["value"] == "back" and where == "sea"))
            found = judged(text)
            yield from (
                (text, signs, at_sea) for _, signs, placed in (found[:1] if there else found) if placed or not there
            )


def samples() -> list[Sample]:
    """Return all places with what speaks for them."""
    rows = [Sample(signs, there, "there" if there else "elsewhere", hash_of(text)) for text, signs, there in corpus()]
    rows += [Sample(signs, there, "incident", hash_of(text)) for text, signs, there in incidents()]
    chance = random.Random(SEED)
    rows += [Sample(signs, there, "frame", hash_of(text)) for text, signs, there in frames(chance)]
    rows += [
        Sample(signs, there, "wording" if there else "trap", number) for _, signs, there, number in wordings(chance)
    ]
    return rows


def hash_of(text: str) -> int:
    """Return a number of a text that is the same in every run."""
    return sum(map(ord, text))


def fitted(rows: Sequence[Sample], strength: float) -> dict[Sign, float]:
    """Return the weight of each sign that has one."""
    count = Counter(sign for row in rows for sign in row.signs)
    column = {sign: at for at, sign in enumerate(sorted(sign for sign, times in count.items() if times >= LEAST))}
    cells = [(at, column[sign]) for at, row in enumerate(rows) for sign in row.signs if sign in column]
    matrix = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), shape=(len(rows), len(column)))
    model = LogisticRegression(C=strength, penalty="l1", solver="liblinear", max_iter=300, tol=2e-3, random_state=0)
    model.fit(matrix, [row.there for row in rows], sample_weight=[WEIGHTS[row.sort] for row in rows])
    weights = {sign: round(float(model.coef_[0][at]), 3) for sign, at in column.items()}
    return {("all", ""): round(float(model.intercept_[0]), 3)} | {sign: one for sign, one in weights.items() if one}


def score(signs: frozenset[Sign], weights: dict[Sign, float]) -> float:
    """Return the sum of the weights."""
    return weights["all", ""] + sum(weights.get(sign, 0.0) for sign in signs)


def main() -> None:
    """Print how the weights do, and write them where that is asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--strength", type=float, default=STRENGTH)
    arguments.add_argument("--quick", action="store_true")
    given = arguments.parse_args()
    rows = samples()
    values: list[tuple[float, str]] = []
    for part in range(0 if given.quick else PARTS):
        weights = fitted([row for row in rows if row.text % PARTS != part], given.strength)
        values += [(score(row.signs, weights), row.sort) for row in rows if row.text % PARTS == part]
    for sort in WEIGHTS:
        own = [value for value, each in values if each == sort]
        refused = (
            ", ".join(f"{limit}: {sum(value < limit for value in own) / len(own):.1%}" for limit in LIMITS)
            if own
            else ""
        )
        print(f"{sort}: {len(own)} places, refused at {refused}")
    weights = fitted(rows, given.strength)
    print(f"{len(weights)} weights")
    if given.write:
        with (ROOT / "geodata/gazetteer/place_weights.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(("stands", "words", "weight"))
            out.writerows((*sign, weight) for sign, weight in sorted(weights.items()))


if __name__ == "__main__":
    main()
