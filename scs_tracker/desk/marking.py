"""Cut a text into pieces, so that a page can mark its evidence passages."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def pieces(text: str, passages: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the pieces of a text, which is cut at the start and end of each passage.

    ``passages``: each with ``start`` and ``end`` in characters of the text, and ``field``, the field that it is
    evidence for; a passage outside the text, or that ends before it starts, is ignored; returned: ``text`` and
    ``fields`` of each piece; the pieces together are the whole text.
    """
    held = [
        (int(one["start"]), int(one["end"]), str(one["field"]))
        for one in passages
        if 0 <= int(one["start"]) < int(one["end"]) <= len(text)
    ]
    cuts = sorted({0, len(text), *(start for start, _, _ in held), *(end for _, end, _ in held)})
    found = []
    for start, end in itertools.pairwise(cuts):
        fields = dict.fromkeys(field for first, last, field in held if first <= start and end <= last)
        found.append({"text": text[start:end], "fields": list(fields)})
    return found
