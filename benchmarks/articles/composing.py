"""Long articles put together from short ones: a clash told among matters that have nothing to do with it.

The reports of the corpus have thirty to two hundred words and one subject; press articles are five times as long, and
many tell a clash in two sentences between talks, trade and elections. Reports without any incident are laid around one
that has some. Its labels are those of the whole, and its day of publication is that of the whole.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from scs_tracker.articles.dates import dateline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelled import Item

FOLDS = 4
#: One report in so many is put among others.
SHARE = 5
#: Words that a report must have to stand around another.
LEAST = 40
#: Words from which a report is long by itself.
LONG = 250


def number(text: str) -> int:
    """Return a number that a text alone decides."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def fold_of(item: Item) -> int:
    """Return the fold of an article; those of one group share it."""
    return number(item.group) % FOLDS


def composed(items: Sequence[Item]) -> list[Item]:
    """Return long articles made of short ones of the same fold, in an order and a choice that their texts decide."""
    hosts: list[list[Item]] = [[] for _ in range(FOLDS)]
    for one in items:
        if one.negative and LEAST <= len(one.text.split()) < LONG:
            hosts[fold_of(one)].append(one)
    found = []
    for one in items:
        draw = number(f"composed {one.id}")
        if not one.incidents or draw % SHARE or len(one.text.split()) >= LONG:
            continue
        around = hosts[fold_of(one)]
        those = [_body(around[(draw // 7 + step * 31) % len(around)], headline=False) for step in range(3)]
        dated = dateline(one.text, 0, dt.date.fromisoformat(one.published))[0] > 0 or "\n\n" in one.text
        if dated or draw // 3 % 4 == 0:
            parts = [one.text, *those[: 1 + draw // 5 % 3]]
        else:
            first = around[draw // 7 % len(around)]
            parts = [_body(first, headline=True), *those[1 : 1 + draw // 5 % 2], one.text, *those[2:]]
        text = "\n\n".join(parts)
        found.append(dataclasses.replace(one, id=f"{one.id}+", set="composed", text=text, events=[]))
    return found


def _body(item: Item, *, headline: bool) -> str:
    """Return a report without its dateline, and without its headline where another leads."""
    parts = item.text.split("\n\n")
    if not headline and len(parts) > 1 and not parts[0].rstrip().endswith((".", "”", '"')):
        parts = parts[1:]
    day = dt.date.fromisoformat(item.published)
    return "\n\n".join(part[dateline(part, 0, day)[0] :] for part in parts)
