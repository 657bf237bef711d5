"""Print the error rates of a data audit by field, with intervals.

Run by hand: ``python benchmarks/audit/rates.py geodata/audit/2026-11.csv``.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from math import sqrt
from pathlib import Path

NORMAL_975 = 1.959964  # the 0.975 quantile of the standard normal distribution


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson's score (Wilson 1927, without continuity correction)."""
    share, z2 = hits / trials, NORMAL_975**2
    middle = share + z2 / (2 * trials)
    half = NORMAL_975 * sqrt(share * (1 - share) / trials + z2 / (4 * trials**2))
    return max(0.0, (middle - half) / (1 + z2 / trials)), min(1.0, (middle + half) / (1 + z2 / trials))


def table(path: Path) -> str:
    """Return a Markdown table: cells checked, wrong and missing by field, with their shares and intervals."""
    lines = [
        "| field | checked | wrong | share wrong (95 %) | missing | share wrong or missing (95 %) | not readable |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for field, verdicts in _by_field(path).items():
        wrong, missing = verdicts["wrong"], verdicts["missing"]
        checked = verdicts["confirmed"] + wrong + missing
        lines.append(
            f"| {field} | {checked} | {wrong} | {_share(wrong, checked)} | {missing} |"
            f" {_share(wrong + missing, checked)} | {verdicts['not readable']} |"
        )
    return "\n".join(lines)


def _by_field(path: Path) -> dict[str, Counter[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found: dict[str, Counter[str]] = {field: Counter() for field in dict.fromkeys(row["field"] for row in rows)}
    for row in rows:
        found[row["field"]][row["verdict"]] += 1
    return {**found, "all fields": sum(found.values(), Counter())}


def _share(hits: int, trials: int) -> str:
    """Return a share and its interval in per cent, or a dash where nothing was checked."""
    if not trials:
        return "–"
    low, high = wilson(hits, trials)
    return f"{hits / trials:.0%} ({low:.0%}–{high:.0%})".replace("%", " %")


if __name__ == "__main__":
    print(table(Path(sys.argv[1])))
