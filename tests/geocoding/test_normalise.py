"""Folding: one form for all ways of typing the same thing, and the way back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.geocoding.normalise import fold

NAMES = Path(__file__).parents[2] / "geodata/gazetteer/names.csv"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    once = fold(text).text
    assert fold(once).text == once


@given(st.text(alphabet=st.sampled_from("aB é’'-– \t\u200f\u0301°º′″ñĐß仁岛０９ﬁ")))
def test_folding_twice_changes_nothing_where_marks_pile_up(text):
    once = fold(text).text
    assert fold(once).text == once


@given(st.text(min_size=1))
def test_every_folded_character_comes_from_the_original(text):
    folded = fold(text)
    whole = folded.source(0, len(folded.text))
    assert whole in text
    if folded.offsets is not None:
        assert len(folded.offsets) == len(folded.text)
        assert list(folded.offsets) == sorted(folded.offsets)


def test_all_names_keep_letters_and_find_themselves():
    with NAMES.open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    for name in names:
        folded = fold(name)
        assert folded.text.strip()
        assert folded.source(0, len(folded.text)) == name


@pytest.mark.parametrize(
    ("variants"),
    [
        ("Ren'ai", "Ren’ai", "Renʼai", "ren´ai", "REN-AI", "Ren Ai"),
        ("Đá Ba Đầu", "đá ba đầu", "Da Ba Dau", "Đá  Ba\tĐầu"),
        ("15°07′51″N", "15º07'51\"n", "15˚07’51”N"),
        ("Pag-asa", "Pag‑asa", "pag asa", "PAG–ASA"),
        ("１０海里", "10海里"),
        ("Spratly\u200f Islands", "spratly islands", "Spratly\u00a0Islands"),
    ],
)
def test_variants_fold_alike(variants):
    assert len({fold(one).text for one in variants}) == 1


def test_case_is_remembered():
    assert fold("near Sabina Shoal").cased
    assert not fold("near sabina shoal").cased
    assert fold("NEAR SABINA SHOAL").shouted
    assert not fold("仁爱礁").cased
