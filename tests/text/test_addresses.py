"""Addresses of one page are one, and addresses that tell two articles apart stay two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.text.addresses import canonical, host_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.news.example/a/", "https://news.example/a"),
        ("https://m.news.example/a?utm_source=x&id=7", "https://news.example/a?id=7#top"),
        ("https://news.example:443/a?fbclid=1&ref=home", "HTTPS://NEWS.example/a"),
    ],
)
def test_forms_of_one_address_are_one(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize("name", ["id", "cid", "eid", "uid", "reference", "p", "newsid"])
def test_what_tells_articles_apart_stays(name):
    assert canonical(f"https://news.example/a?{name}=1") != canonical(f"https://news.example/a?{name}=2")


@given(st.text())
def test_any_text_has_a_canonical_form_that_is_its_own(text):
    assert canonical(canonical(text)) == canonical(text)
    assert isinstance(host_of(text), str)
