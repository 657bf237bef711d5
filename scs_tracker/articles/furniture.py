"""Find boilerplate: page text outside the article, such as bylines, captions and links to other reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scs_tracker import geodata
from scs_tracker.text.patterns import compiled

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from scs_tracker.articles.sentences import Sentence


@geodata.cached
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = geodata.rows("lexicon_furniture")
    return tuple((row["where"], compiled("furniture.csv", row["pattern"], f"{row['pattern']!r} ")) for row in rows)


def find(text: str, spans: Sequence[Sentence]) -> set[int]:
    """Return the indices of the sentences that are boilerplate.

    A pattern for ``sentence`` or ``paragraph`` marks the matching sentence or its paragraph. A pattern for ``rest``
    marks the matching sentence and all after it, if that sentence is in the second half of the article.
    """
    found: set[int] = set()
    for where, pattern in _patterns():
        for one in spans:
            if not pattern.search(text[one.start : one.end]) or (one.index == 0 and one.headline):
                continue
            if where == "sentence":
                found.add(one.index)
            elif where == "paragraph":
                found |= {each.index for each in spans if each.paragraph == one.paragraph}
            elif one.index * 2 > len(spans):
                found |= {each.index for each in spans if each.index >= one.index}
    return found
