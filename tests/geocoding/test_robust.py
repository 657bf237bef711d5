"""No input raises, and time grows no faster than the text."""

from __future__ import annotations

import math
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scs_tracker.geocoding import as_answer, resolve_text
from scs_tracker.geocoding.lexicon import lexicon
from scs_tracker.model import METHODS

PIECES = st.sampled_from(
    [
        "10",
        "13.2",
        "1,000",
        "½",
        "nm",
        "nautical miles",
        "km",
        "海里",
        "hải lý",
        "southeast",
        "N",
        "E",
        "°",
        "'",
        '"',
        "of",
        "from",
        "off",
        "near",
        "between",
        "and",
        "or",
        "to",
        "about",
        "within",
        "bearing",
        "true",
        "Sabina Shoal",
        "Thitu",
        "仁爱礁",
        "以东",
        "Hoàng Sa",
        "cách",
        "BRP",
        "Cabra",
        "the",
        "coast of",
        "Palawan",
        "Vietnam",
        "EEZ",
        "(",
        ")",
        ",",
        ";",
        ".",
        "-",
        "/",
        "lat",
        "lon",
        "midway between",
        "entrance of",
        "Mischief",
        "reefs",
        "\u200f",
        "Guam",
        "half a",
        "dozen",
        "twenty",
        "一",
        "百",
        "点",
        "degrees",
        "minutes",
        "north",
        "West",
        "51P",
        "TS",
        "12345",
        "the shoal",
        "by",
        "says",
        "then",
    ]
)


def check(found):
    assert found.status in {"resolved", "ambiguous", "unresolved"}
    assert found.method in METHODS
    assert all(isinstance(one, str) for one in found.alternatives)
    if found.status == "resolved":
        assert -90 <= found.lat <= 90
        assert -180 <= found.lon <= 180
        assert found.radius_km > 0
        assert math.isfinite(found.radius_km)
        assert found.method != "none"
    else:
        assert (found.lat, found.lon, found.radius_km, found.method) == (None, None, None, "none")
        assert found.reason
    assert set(as_answer(found)) == {
        "status",
        "lat",
        "lon",
        "radius_km",
        "method",
        "feature",
        "matched",
        "alternatives",
        "reason",
        "shape",
    }


@pytest.mark.parametrize("text", ["miles from Second Thomas Shoal at Sabina Shoal", "nm from near Sabina Shoal"])
def test_a_unit_that_no_number_stands_before_is_no_distance(text):
    assert resolve_text(text).status in {"resolved", "ambiguous", "unresolved"}


@given(st.text())
@example("\u202e\u200f\u200b")
@example("9" * 400)
@example("\ud800")
@example("１０海里\u0000")
@example("٣ nm N of Sabina Shoal")
@example("1,000.5 nm N of Sabina Shoal")
@example("waters off Zambales or Vietnam")
def test_any_text_gets_an_answer(text):
    check(resolve_text(text))


@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_heap_of_the_grammars_own_words_gets_an_answer(text):
    check(resolve_text(text))


@given(
    st.lists(PIECES, max_size=12).map("".join),
    st.sampled_from(["", "Sabina Shoal", "no such place"]),
    st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
)
def test_hints_of_any_kind_do_no_harm(text, place, near):
    check(resolve_text(text, place=place, near=near, actors=["CN-CCG", "", "XX"]))


def calls(text):
    """Count the Python calls that one text takes."""
    count = 0

    def profile(frame, event, argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(profile)
    try:
        resolve_text(text)
    finally:
        sys.setprofile(None)
    return count


LONG = [
    "a ",
    "10 nm ",
    "10 ",
    "Sabina Shoal ",
    "Johnson, ",
    "between ",
    "near the ",
    "(",
    "((10 nm) ",
    "15°07' ",
    "N 15 ",
    "1-",
    "仁爱礁",
    "以东",
    "二十",
    "x",
    "'",
    "the shoal ",
    "10 nm of ",
    "Scarbrough Shoal ",
    "Palawan (Manila) ",
    "from A to ",
    "bearing of ",
    "half a ",
    "\u200f",
    "Woody (",
    "1,000,",
    "about within ",
    "Subi, Thitu and ",
]


@pytest.mark.parametrize("piece", LONG)
def test_work_grows_no_faster_than_the_text(piece):
    lexicon()
    resolve_text(piece * 3)
    short, long = (calls(piece * (size // len(piece))) for size in (2_000, 8_000))
    assert long <= 4.6 * short + 2_000


@pytest.mark.parametrize(
    "piece", ["10 nm ", "Sabina Shoal ", "15°07' ", "仁爱礁", "x", "Subi, Thitu and ", "Scarbrough Shoal "]
)
def test_a_hundred_kilobytes_get_an_answer(piece):
    check(resolve_text(piece * (100_000 // len(piece))))
