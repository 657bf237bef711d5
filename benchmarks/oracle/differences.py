"""Two sets of answers to lines of differences, each with its reason if it has one."""

from __future__ import annotations

import csv
import fnmatch
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store import Answers

VERDICTS = ("better", "equal", "given up")
#: Numbers that differ by less are the same.
NEAR = 1e-6
#: Longer values are cut in a line.
LONGEST = 160


@dataclass(frozen=True)
class Difference:
    """One line.

    Attributes
    ----------
    group, item
        What was asked.
    field
        Which part of the answer differs; empty for the whole.
    before, now
        Both values as short text.
    """

    group: str
    item: str
    field: str
    before: str
    now: str

    def __str__(self) -> str:
        where = f" {self.field}" if self.field else ""
        return f"{self.item[:200]!r}{where}: {self.before} -> {self.now}"


class Reasons:
    """The accepted differences of a part: a CSV of patterns (``*`` and ``?``; an empty cell is any) with verdict and why.

    Columns: group, item, field, before, now, verdict, why. The first row that fits decides.
    """

    def __init__(self, file: Path) -> None:
        """Read the file; a part without one has no accepted difference."""
        self.rows: list[dict[str, str]] = []
        self.used: Counter[int] = Counter()
        if file.is_file():
            with file.open(encoding="utf-8", newline="") as stream:
                self.rows = list(csv.DictReader(stream))
        for row in self.rows:
            if row["verdict"] not in VERDICTS or not row["why"].strip():
                raise SystemExit(f"{file}: {row} needs a verdict ({', '.join(VERDICTS)}) and a why")

    def of(self, one: Difference) -> dict[str, str] | None:
        """Return the row that accepts a difference."""
        for number, row in enumerate(self.rows):
            cells = ("group", "item", "field", "before", "now")
            if all(not row[name] or fits(getattr(one, name), row[name]) for name in cells):
                self.used[number] += 1
                return row
        return None


def fits(text: str, pattern: str) -> bool:
    """Return True if a text fits a pattern; brackets mean themselves, since many texts hold some."""
    return text == pattern or fnmatch.fnmatchcase(text, pattern.replace("[", "[[]"))


def walk(before: Any, now: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield each place where two values differ: its path and both values."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*before, *now]):
            yield from walk(before.get(key, _ABSENT), now.get(key, _ABSENT), f"{path}.{key}" if path else str(key))
    elif isinstance(before, list) and isinstance(now, list):
        if len(before) != len(now) or not all(isinstance(one, (dict, list)) for one in (*before, *now)):
            if not same(before, now):
                yield path, short(before), short(now)
            return
        for number, (one, other) in enumerate(zip(before, now, strict=True)):
            yield from walk(one, other, f"{path}.{number}")
    elif not same(before, now):
        yield path, short(before), short(now)


_ABSENT = "(absent)"


def same(before: Any, now: Any) -> bool:
    """Return True if two values are equal, numbers as far as they are printed."""
    if isinstance(before, (int, float)) and isinstance(now, (int, float)):
        return abs(before - now) <= NEAR
    if isinstance(before, list) and isinstance(now, list):
        return len(before) == len(now) and all(same(one, other) for one, other in zip(before, now, strict=True))
    return bool(before == now)


def short(value: Any) -> str:
    """Return a value as a piece of a line."""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 20]}… ({len(text):,} characters)"


@dataclass
class Report:
    """The differences of one part."""

    part: str
    asked: Counter[str]
    found: list[tuple[Difference, dict[str, str] | None]]
    reasons: Reasons

    def print(self, *, most: int, only_open: bool, took: str) -> int:
        """Print the groups with their lines; return how many lines have no reason."""
        groups: dict[str, list[tuple[Difference, dict[str, str] | None]]] = defaultdict(list)
        for one in self.found:
            groups[one[0].group].append(one)
        print(f"== {self.part} ({took})")
        for group, asked in sorted(self.asked.items()):
            those = groups[group]
            items = len({one.item for one, _ in those})
            verdicts = Counter(reason["verdict"] if reason else "no reason" for _, reason in those)
            said = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
            print(f"-- {group}: {items:,} of {asked:,} differ{f' ({len(those):,} lines: {said})' if those else ''}")
            shown = [(one, reason) for one, reason in those if not (reason and only_open)]
            for one, reason in shown[: most or None]:
                verdict = f"[{reason['verdict']}] " if reason else ""
                print(f"   {verdict}{one}")
            if most and len(shown) > most:
                print(f"   … {len(shown) - most:,} more lines; --most 0 or --lines FILE has all")
        for number, row in enumerate(self.reasons.rows):
            if not self.reasons.used[number]:
                print(f"   a reason that nothing needs: {row}")
        return sum(reason is None for _, reason in self.found)

    def lines(self) -> list[str]:
        """Return all differences as lines for a file: part, group, verdict, difference and why."""
        return [
            f"{self.part}\t{one.group}\t{reason['verdict'] if reason else ''}\t{one}\t{reason['why'] if reason else ''}"
            for one, reason in self.found
        ]


def report(part: str, module: Any, before: Answers, now: Answers, reasons: Reasons, *, partial: bool) -> Report:
    """Return the differences between two sets of answers; of a share only what was asked both times counts."""
    differing = getattr(module, "differing", walk)
    asked: Counter[str] = Counter()
    found: list[tuple[Difference, dict[str, str] | None]] = []
    for group in sorted({*before, *now}):
        one, other = before.get(group, {}), now.get(group, {})
        items = [item for item in one if item in other] if partial else list(dict.fromkeys([*one, *other]))
        asked[group] = len(items)
        for item in items:
            for field, old, new in differing(one.get(item, _ABSENT), other.get(item, _ABSENT)):
                line = Difference(group, item, field, old, new)
                found.append((line, reasons.of(line)))
    return Report(part, asked, found, reasons)
