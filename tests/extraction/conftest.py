from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker.extraction import extract
from scs_tracker.extraction.read import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.extraction import Extraction


@pytest.fixture
def read_text() -> Callable[..., Extraction]:
    """Extracts from a text, published on a day."""

    def read(text: str, published: str = "2024-06-18") -> Extraction:
        return extract(Article(text), published=published)

    return read
