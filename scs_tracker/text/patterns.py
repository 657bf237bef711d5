"""Patterns of places, dates and names from geodata/lexicon/patterns.csv, and the required words of triggers."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from scs_tracker import geodata
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable


def compiled(source: str, words: str, where: str, flags: int = 0) -> re.Pattern[str]:
    """Return a compiled pattern of the geodata, or raise an error that names the file and the row."""
    try:
        return re.compile(words, flags)
    except re.error as error:
        raise TrackerError(f"lexicon/{source}: {where}is not a valid pattern: {error}") from None


@geodata.cached
def pattern(name: str) -> re.Pattern[str]:
    """Return the pattern with a name, compiled once."""
    (row,) = (one for one in geodata.rows("lexicon_patterns") if one["name"] == name)
    flags = re.IGNORECASE if row["letters"] == "any" else 0
    return compiled("patterns.csv", row["pattern"], f"{name}: {row['pattern']!r} ", flags)


class Needs:
    """The required words of a trigger, compiled on first use because few are ever needed.

    ``before``: they may stand before a verb, as a pattern that ends where the verb begins asks for.
    """

    def __init__(self, pattern: str) -> None:
        """Store a pattern, to be compiled on first use."""
        self.pattern = pattern
        self.before = pattern.endswith(" $") or " $|" in pattern

    @functools.cached_property
    def search(self) -> Callable[[str], re.Match[str] | None]:
        """Return the search function for the words in a text."""
        return compiled("triggers.csv", self.pattern, f"{self.pattern!r} ").search
