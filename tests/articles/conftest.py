from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest

from scs_tracker.articles import propose

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.articles import Extraction


@pytest.fixture(scope="session", autouse=True)
def _parser() -> None:
    """Load the parser once; a library of its own looks whether the machine has IPv6, which the tests forbid."""
    from scs_tracker.articles import parse

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parse.load()


@pytest.fixture(scope="session")
def read_text() -> Callable[..., Extraction]:
    """Reads a text published on a day, each once."""
    known: dict[tuple[str, str, str], Extraction] = {}

    def read(text: str, published: str = "2024-06-18", title: str = "") -> Extraction:
        key = (text, published, title)
        if key not in known:
            known[key] = propose(text, published=published, title=title)
        return known[key]

    return read
