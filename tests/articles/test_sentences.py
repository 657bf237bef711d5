"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.articles.sentences import split


@given(st.text(alphabet='ab .!?\n”"U.S.Mr', max_size=120))
def test_sentences_are_in_order_and_lose_no_letter(text):
    spans = split(text)
    assert [one.index for one in spans] == list(range(len(spans)))
    ends = [0, *(one.end for one in spans)]
    assert all(end <= one.start < one.end for end, one in zip(ends, spans, strict=False))
    covered = "".join(text[one.start : one.end] for one in spans)
    assert sorted(covered.replace(" ", "").replace("\n", "")) == sorted(text.replace(" ", "").replace("\n", ""))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gen. Brawner spoke. It was 2.5 nm off.", 2),
        ("The U.S. Navy said so. China’s did not.", 2),
        ("He said “no.” She left.", 2),
        ("At 6:04 a.m. the ship left. It came back at 8 p.m. The crew slept.", 3),
        ("Ships hit\n\nTwo ships met on Monday.\nThey left.", 3),
        ("A ship that was\nwrapped over lines\nrammed a boat. It left\nat noon.", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, count):
    assert len(split(text)) == count
