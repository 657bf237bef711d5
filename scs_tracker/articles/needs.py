"""Further words of a trigger, without which it tells of nothing."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable


class Needs:
    """The further words of a trigger, compiled when an article first asks for them, since few are ever asked for.

    Attributes
    ----------
    pattern
        How they are written.
    before
        They may stand before a verb: a pattern that ends where the verb begins asks for that.
    """

    def __init__(self, pattern: str) -> None:
        """Keep a pattern for when it is needed."""
        self.pattern = pattern
        self.before = pattern.endswith(" $") or " $|" in pattern

    @functools.cached_property
    def search(self) -> Callable[[str], re.Match[str] | None]:
        """What looks for the words in a text."""
        try:
            return re.compile(self.pattern).search
        except re.error as error:
            raise TrackerError(f"lexicon/triggers.csv: {self.pattern!r} is no pattern: {error}") from None
