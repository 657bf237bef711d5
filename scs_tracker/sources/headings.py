"""Find the column names of a user's table: below titles, in one or two rows, with gaps and duplicates."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    IsHeader = Callable[[Sequence[str]], bool]

#: Titles above the header are no more than so many rows.
MOST_TITLES: Final = 12
#: A row that fills so much of what the widest fills may name the columns; a title fills a cell.
_WIDE: Final = 0.6


def named_first(first: Sequence[Sequence[str]], is_header: IsHeader) -> tuple[list[str], int]:
    """Return unique column names, and the number of rows taken by titles and the one or two heading rows."""
    filled = [sum(1 for cell in cells if cell.strip()) for cells in first]
    wide = next(index for index, count in enumerate(filled) if count >= _WIDE * max(filled))
    start = next((index for index, cells in enumerate(first) if is_header(cells)), wide)
    above = first[start - 1] if start else []
    below = first[start + 1] if start + 1 < len(first) else []
    if _continues(first[start], below):
        return _distinct(_joined(first[start], below)), start + 2
    return _distinct(_grouped(above, first[start])), start + 1


def _continues(head: Sequence[str], below: Sequence[str]) -> bool:
    """Return True if ``below`` is a second heading row, which fills gaps in ``head`` and may subdivide its names."""
    pairs = list(zip((cell.strip() for cell in head), (cell.strip() for cell in below), strict=False))
    under = [i for i, (name, one) in enumerate(pairs) if not name and one]
    if not under:
        return False
    groups = {max((i for i in range(gap) if pairs[i][0]), default=-1) for gap in under}
    return all(one in {"", name} or i in groups for i, (name, one) in enumerate(pairs) if name)


def _joined(head: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return one list of names for two heading rows: each name below follows its group above, unless both are equal."""
    names, group = [], ""
    for i in range(max(len(head), len(below))):
        name, one = (cells[i].strip() if i < len(cells) else "" for cells in (head, below))
        group = name or group
        names.append(f"{group} {one}" if one and one != group else name)
    return names


def _grouped(above: Sequence[str], head: Sequence[str]) -> list[str]:
    """Return the heading's names; a name that occurs more than once is preceded by its group from the row above."""
    counts = Counter(cell.strip() for cell in head)
    names, group = [], ""
    for i, cell in enumerate(head):
        name = cell.strip()
        group = (above[i].strip() if i < len(above) else "") or group
        names.append(f"{group} {name}" if group and name and counts[name] > 1 else name)
    return names


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names without line breaks and empty last columns, with empty and duplicate names numbered."""
    width = max((number for number, name in enumerate(names, 1) if name.strip()), default=0)
    seen: Counter[str] = Counter()
    found = []
    for number, given in enumerate(names[:width], 1):
        name = " ".join(given.split()) or f"column {number}"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
