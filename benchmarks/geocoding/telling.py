"""Work out the weights of gazetteer/telling.csv: which words beside a place say that something was there.

Run by hand: ``python benchmarks/geocoding/telling.py [--more WORDINGS.csv ...] [--write]``. Needs scikit-learn.

Something was there: the sentences of corpus/train whose place is that of an incident of their report, the
location texts of the shipped incidents, and the rows of told.csv that say so. Nothing is told there: the places of the
other sentences of the corpus, which count little, as ships may have been there all the same; and the other rows of
told.csv. Files of further wordings have the columns ``text`` and ``expect`` (``unresolved`` where nothing is told there).
A logistic regression with an L1 penalty chooses the words. Each fifth of the sentences is judged by the other four
fifths: printed is how many of either sort are refused at several limits.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pyproj import Geod
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from scs_tracker.geocoding import resolve, telling
from scs_tracker.geocoding.expressions import parse
from scs_tracker.geocoding.normalise import fold
from scs_tracker.geocoding.spelling import respell
from scs_tracker.geocoding.tokens import lexicon, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Signs = frozenset[tuple[str, str]]

ROOT = Path(__file__).parents[2]
GEOD = Geod(ellps="WGS84")
NEAR_KM = 15.0
LEAST, STRENGTH, PARTS = 2, 0.3, 5
LIMITS = (-2.0, -1.5, -1.3, -1.1, -0.9, -0.5, 0.0)
#: No word decides alone: what it may weigh at most, and what one right beside the place may, which mostly leads to it.
MOST, MOST_BESIDE = 1.5, 0.5
#: How much a sentence counts: of the corpus where something was there or not, of the incidents, of wordings either way.
WEIGHTS = {"there": 1.0, "elsewhere": 0.1, "incident": 0.3, "wording": 6.0, "trap": 10.0}


def undecided(mentions: object, reasons: Sequence[str], tokens: object) -> list[str]:
    """Refuse no place: what is to be worked out does not decide what it is worked out from."""
    del mentions, tokens
    return list(reasons)


def places(text: str, *, chosen: bool) -> list[Signs]:
    """Return what speaks for and against each place of a text, or the one that is chosen where one is."""
    folded, words = fold(text), lexicon()
    parsed = parse(respell(tokenise(folded, words), folded, words), folded, words)
    mentions = [one for one in parsed.mentions if one.form in {"place", "zone"}]
    if chosen:
        found = resolve.resolve_text(text)
        mentions = [one for one in mentions if folded.source(one.start, one.end).strip() == found.matched_text][:1]
    return [frozenset(telling.signs(one.anchor, parsed.tokens)) for one in mentions if one.anchor is not None]


def sentences() -> Iterator[tuple[str, bool]]:
    """Give the sentences of the corpus that name a place, and whether an incident of the report is there."""
    lines = [line for path in sorted((ROOT / "corpus/train").glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    for line in lines:
        report: dict[str, Any] = json.loads(line)
        known = [one for one in report["incidents"] + report["background"] if one.get("lat") is not None]
        whole = [report["text"]] if report["set"] == "phrases" else []
        for text in (*re.split(r"(?<=[.!?。])\s*|\n", report["text"]), *whole):
            found = resolve.resolve_text(text) if text.strip() else None
            if found is None or found.lat is None or found.lon is None:
                continue
            reach = max(found.radius_km or 0.0, NEAR_KM)
            yield (
                text,
                any(
                    GEOD.inv(found.lon, found.lat, one["lon"], one["lat"])[2] / 1000 <= max(reach, one["tolerance_km"])
                    for one in known
                ),
            )


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def samples(more: list[Path]) -> list[tuple[Signs, bool, str]]:
    """Return all places with whether something was there and what sort of sentence names them."""
    texts = [(text, there, "there" if there else "elsewhere") for text, there in sentences()]
    texts += [(row["location_text"], True, "incident") for row in table(ROOT / "geodata/incidents/incidents.csv")]
    own = [(row["text"], row["told"] == "yes") for row in table(Path(__file__).parent / "told.csv")]
    own += [(row["text"], row["expect"] != "unresolved") for path in more for row in table(path) if not row.get("near")]
    texts += [(text, there, "wording" if there else "trap") for text, there in own]
    return [(signs, there, sort) for text, there, sort in texts for signs in places(text, chosen=there)]


def fitted(rows: list[tuple[Signs, bool, str]]) -> dict[tuple[str, str], float]:
    """Return the weight of each sign that has one."""
    count = Counter(sign for signs, _, _ in rows for sign in signs)
    column = {sign: at for at, sign in enumerate(sorted(sign for sign, times in count.items() if times >= LEAST))}
    cells = [(at, column[sign]) for at, (signs, _, _) in enumerate(rows) for sign in signs if sign in column]
    matrix = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), shape=(len(rows), len(column)))
    model = LogisticRegression(C=STRENGTH, penalty="l1", solver="liblinear", max_iter=1000, random_state=0)
    model.fit(matrix, [there for _, there, _ in rows], sample_weight=[WEIGHTS[sort] for _, _, sort in rows])
    weights = {sign: round(within(sign, float(model.coef_[0][at])), 3) for sign, at in column.items()}
    return {("all", ""): round(float(model.intercept_[0]), 3)} | {sign: one for sign, one in weights.items() if one}


def within(sign: tuple[str, str], weight: float) -> float:
    """Return a weight that is no larger than its sort may have."""
    most = MOST_BESIDE if sign[0] in {"before", "behind"} else MOST
    return max(-most, min(most, weight))


def score(signs: Signs, weights: dict[tuple[str, str], float]) -> float:
    """Return the sum of the weights."""
    return weights["all", ""] + sum(weights.get(sign, 0.0) for sign in signs)


def main() -> None:
    """Print how the weights do, and write them where that is asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--more", type=Path, nargs="*", default=[])
    arguments.add_argument("--write", action="store_true")
    given = arguments.parse_args()
    resolve.untold = undecided
    rows = samples(given.more)
    judged: list[tuple[float, str]] = []
    for part in range(PARTS):
        weights = fitted([row for at, row in enumerate(rows) if at % PARTS != part])
        judged += [(score(signs, weights), sort) for signs, _, sort in rows[part::PARTS]]
    for sort in WEIGHTS:
        own = [value for value, each in judged if each == sort]
        refused = ", ".join(f"{limit}: {sum(value < limit for value in own) / len(own):.1%}" for limit in LIMITS)
        print(f"{sort}: {len(own)} places, refused at {refused}")
    weights = fitted(rows)
    print(f"{len(weights)} weights")
    if given.write:
        with (ROOT / "geodata/gazetteer/telling.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(("stands", "words", "weight"))
            out.writerows((*sign, weight) for sign, weight in sorted(weights.items()))


if __name__ == "__main__":
    main()
