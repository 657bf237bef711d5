"""Compile the patterns of geodata/lexicon/patterns.csv, and the required words of triggers."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from scs_tracker import geodata
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable


def compiled(source: str, words: str, where: str, flags: int = 0) -> re.Pattern[str]:
    """Return a compiled pattern of the geodata; raise ``TrackerError`` naming the file and row if it is not valid."""
    try:
        return re.compile(words, flags)
    except re.error as error:
        raise TrackerError(f"lexicon/{source}: {where}is not a valid pattern: {error}; correct it") from None


@geodata.cached
def pattern(name: str) -> re.Pattern[str]:
    """Return the compiled pattern that has the given name in patterns.csv."""
    (row,) = (one for one in geodata.rows("lexicon_patterns") if one["name"] == name)
    flags = re.IGNORECASE if row["letters"] == "any" else 0
    return compiled("patterns.csv", row["pattern"], f"{name}: {row['pattern']!r} ", flags)


class Needs:
    """The required words of a trigger as a pattern, compiled on first use because few are ever needed.

    ``before``: True if the words may precede the trigger, because the pattern ends with a space and ``$``.
    """

    def __init__(self, pattern: str) -> None:
        """Store a pattern, to be compiled on first use."""
        self.pattern = pattern
        self.before = pattern.endswith(" $") or " $|" in pattern

    @functools.cached_property
    def search(self) -> Callable[[str], re.Match[str] | None]:
        """Return the function that searches a text for the required words."""
        return compiled("triggers.csv", self.pattern, f"{self.pattern!r} ").search
