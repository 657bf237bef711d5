"""Labelled reports, from the folders of data/."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def labelled(folder: str) -> list[dict[str, Any]]:
    """The reports of a folder of data/, in the order of their names."""
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted((DATA / folder).glob("*.json"))]
