from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.extraction import extract
from scs_tracker.extraction.read import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.extraction import Extraction

DATA = Path(__file__).parent / "data"


def labelled(folder: str) -> list[dict[str, Any]]:
    """The reports of a folder of data/, in the order of their names."""
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted((DATA / folder).glob("*.json"))]


@pytest.fixture
def read_text() -> Callable[..., Extraction]:
    """Extracts from a text, published on a day."""

    def read(text: str, published: str = "2024-06-18") -> Extraction:
        return extract(Article(text), published=published)

    return read
