"""Labelled reports, from the folders of data/."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def labelled(folder: str) -> list[dict[str, Any]]:
    """The reports of a folder of data/, in the order of their names; a file holds one, or a list."""
    reports: list[dict[str, Any]] = []
    for file in sorted((DATA / folder).glob("*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        reports += content if isinstance(content, list) else [content]
    return reports
