"""Questions of law with answers from the texts of law, each with its authority: law_questions.csv."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scs_tracker.sentences.classification import locate

with (Path(__file__).parent / "law_questions.csv").open(encoding="utf-8", newline="") as file:
    QUESTIONS = list(csv.DictReader(file))


def listed(cell: str) -> set[str]:
    return set(cell.split(";")) - {""}


@pytest.mark.parametrize("row", QUESTIONS, ids=[row["question"] for row in QUESTIONS])
def test_a_question_of_law(row: dict[str, str]) -> None:
    found = locate(float(row["lat"]), float(row["lon"]), date=row["date"])
    claimants = {claim["claimant"] for claim in found["claims"]}
    zones = {zone["id"] for zone in found["zones"]}
    lines = {line["line"] for line in found["settled"]}
    text = " ".join([found["standing"], found["plain"], *found["details"]])
    assert listed(row["claims"]) <= claimants
    assert not listed(row["not_claims"]) & claimants
    assert listed(row["zones"]) <= zones
    assert not listed(row["not_zones"]) & zones
    assert listed(row["within_200nm"]) == set(found["within_200nm"])
    assert listed(row["settled"]) <= lines
    assert not listed(row["not_settled"]) & lines
    assert row["words"] in text
    assert not row["not_words"] or row["not_words"] not in text


def test_there_are_forty_questions_and_each_has_an_authority() -> None:
    assert len(QUESTIONS) >= 40
    assert all(row["authority"] for row in QUESTIONS)
