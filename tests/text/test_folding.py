"""One fold: of the same length, the same for every way of typing a name, and done once for all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.text.folding import clean, fold, name_key, slug


@given(st.text())
def test_a_folded_text_is_as_long_as_the_text_so_every_offset_stays_true(text):
    assert len(fold(text)) == len(text) == len(fold(text, marks=True))


@given(st.text())
def test_folding_and_cleaning_twice_change_nothing_more(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    for marks in (False, True):
        once = fold(cleaned, marks=marks)
        assert fold(once, marks=marks) == once


@pytest.mark.parametrize(
    "spellings",
    [
        ("Ren'ai Jiao", "REN’AI JIAO", "Renʼai Jiao", "ren-ai jiao", "Ren‘ai\xa0Jiao", "Ren′ai Jiao"),
        ("Hải Dương-981", "hai duong 981", unicodedata.normalize("NFD", "Hải Dương‑981"), "HẢI DƯƠNG 981"),
        ("Đá Ba Đầu", "da ba dau", "\ufeffĐá Ba Đầu", "Đá\u200b Ba Đầu"),
        ("Scarborough", "Scar\u00adborough"),
        ("ＣＣＧ ５２０５", "CCG 5205"),
    ],
)
def test_spellings_of_one_name_are_compared_as_one(spellings):
    assert len({fold(clean(one)) for one in spellings}) == 1
    assert len({name_key(one) for one in spellings}) == 1


def test_marks_of_positions_stay_where_they_are_asked_for():
    assert fold("9º43′57″N – 115˚52’E, Pag‑asa’s", marks=True) == "9°43'57\"n - 115°52'e, pag asa s"


@given(st.text())
def test_a_slug_is_a_part_of_an_id(text):
    assert set(slug(text, 12)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(slug(text, 12)) <= 12
    assert slug(text, 12).strip("-") == slug(text, 12)
