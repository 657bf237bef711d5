"""Patterns of places, dates and names: data in geodata/lexicon/patterns.csv."""

from __future__ import annotations

import re

from scs_tracker import geodata
from scs_tracker.errors import TrackerError


@geodata.cached
def pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of a name, compiled once."""
    (row,) = (one for one in geodata.rows("lexicon_patterns") if one["name"] == name)
    try:
        return re.compile(row["pattern"], re.IGNORECASE if row["letters"] == "any" else 0)
    except re.error as error:
        raise TrackerError(f"lexicon/patterns.csv: {name}: {row['pattern']!r} is no pattern: {error}") from None
