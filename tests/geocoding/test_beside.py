"""Words beside names come from a table, by kind."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.beside import words


@pytest.mark.parametrize(
    ("kind", "word"), [("sea", "shoal"), ("district", "kecamatan"), ("day", "friday"), ("capital", "hanoi")]
)
def test_words_are_known_by_their_kind(kind: str, word: str) -> None:
    assert word in words(kind)


def test_a_kind_that_the_table_lacks_has_no_words() -> None:
    assert words("") == frozenset()


@pytest.mark.parametrize(
    ("text", "placed"),
    [
        ("Palawan, his home province, was hit", True),
        ("Palawan, his lawyer said, was hit", False),
        ("Scarborough, his deputy commander, said", False),
        ("a Ly Son boat was hit", False),
        ("they reached Ly Son on Friday", True),
        ("Manila and Beijing agreed on a call", False),
        ("a ship off Manila", True),
    ],
)
def test_what_stands_beside_a_name_tells_what_it_names(text: str, placed: bool) -> None:
    assert (resolve_text(text).status == "resolved") == placed
