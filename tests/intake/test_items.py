"""Items: what they are known by, and addresses as they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.intake.items import canonical


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/a?id=7", "http://news.example/a/?id=7", "https://www.news.example/a?utm_source=rss&id=7",
        "https://NEWS.example/a?id=7#top", "https://news.example:443/a?id=7&fbclid=x&ref=home",
    ],
)  # fmt: skip
def test_one_page_in_many_spellings(address: str) -> None:
    assert canonical(address) == "https://news.example/a?id=7"


@pytest.mark.parametrize(
    "address", ["https://news.example/a?id=8", "https://news.example/b?id=7", "https://x.example/a?id=7"]
)
def test_other_pages(address: str) -> None:
    assert canonical(address) != "https://news.example/a?id=7"


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
