"""Forty questions of law, written from the texts before the program was asked: place, date, answer, authority.

Twenty points of sea follow (`random.Random(20261202)`, 3 to 22 N, 105 to 120 E, land left out),
each claim of them checked against its law.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from scs_tracker.sentences.classification import locate

QUESTIONS = [
    row
    for name in ("law_questions.csv", "random_points.csv")
    for row in csv.DictReader((Path(__file__).parent / name).read_text(encoding="utf-8").splitlines())
]


def _holds(told: dict[str, Any], wanted: str) -> bool:
    """Return True if an answer of locate holds one expectation, such as `claims PH/ph-eez` or `not says Bintan`."""
    denied, word, what = re.match(r"(not )?(claims|within|settled|zone|award|says)? ?(.+)", wanted).groups()  # type: ignore[union-attr]
    zones = {zone["id"] for zone in told["zones"]}
    claims = {(claim["claimant"], claim["zone"]) for claim in told["claims"]}
    state, _, zone = what.partition("/")
    words = " ".join([told["standing"], told["plain"], *told["details"]])
    found = {
        "claims": any(who == state and zone in ("", where) for who, where in claims),
        "within": what in told["within_200nm"],
        "settled": what in " ".join(map(str, told["settled"])),
        "zone": what in zones,
        "award": bool(re.search(what, str((told["nearest_feature"] or {}).get("award_2016", "")))),
        "says": bool(re.search(what, words, re.IGNORECASE)),
    }[word or "claims"]
    return found is not bool(denied)


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: f"{row['n']}-{row['lat']}-{row['lon']}-{row['date']}")
def test_locate_answers_as_the_texts_do(row: dict[str, str]) -> None:
    told = json.loads(json.dumps(locate(float(row["lat"]), float(row["lon"]), date=row["date"])))
    missed = [wanted for wanted in row["expected"].split(";") if not _holds(told, wanted)]
    assert not missed, (row["question"], row["authority"], missed, told["standing"], told["details"])
