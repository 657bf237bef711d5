"""Agreement of two codings of the same incidents: Krippendorff's alpha for nominal codes, field by field.

Run it as ``python benchmarks/audit/agreement.py`` from the root of the repository. The second coder's codes are
``geodata/audit/2026-12-independent.csv``; first codes that differ are in ``2026-12-independent-settled.csv``.
"""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from pathlib import Path

_AUDIT = Path(__file__).parents[2] / "geodata/audit"
#: Fields in the order of the table, and the words for them.
FIELDS = {
    "types": "types, all together",
    "by": "`by`",
    "by country": "`by`, country only",
    "against": "`against`",
    "against country": "`against`, country only",
    "place": "`place`",
    "date_start": "date, if a page was read",
    "harm": "`injured`, `killed` and `detained` together",
    "said_by": "`said_by`, State or outlet, if both codings name one",
}


def alpha(pairs: list[tuple[str, str]]) -> float:
    """Return Krippendorff's alpha of two coders for nominal codes without gaps (Krippendorff 2004, chapter 11)."""
    counts = Counter(itertools.chain.from_iterable(pairs))
    total = 2 * len(pairs)
    expected = 1 - sum(count * (count - 1) for count in counts.values()) / (total * (total - 1))
    differ = sum(one != other for one, other in pairs) / len(pairs)
    return 1 - differ / expected if expected else 1.0


def pairs() -> dict[str, list[tuple[str, str, str]]]:
    """Return for each field the first code, the second and how the row was read, and each type as present or absent."""
    settled = {(row["incident_id"], row["field"]): row["first"] for row in _rows("2026-12-independent-settled.csv")}
    found: dict[str, list[tuple[str, str, str]]] = {field: [] for field in (*FIELDS, "each type")}
    coded = [
        (row, {field: settled.get((row["incident_id"], field), code) for field, code in row.items()})
        for row in _rows("2026-12-independent.csv")
    ]
    vocabulary = sorted({name for pair in coded for row in pair for name in row["types"].split(";")})
    for second, first in coded:
        for side in (first, second):
            side["harm"] = "/".join(side[field] for field in ("injured", "killed", "detained"))
            for field in ("by", "against"):
                side[f"{field} country"] = ";".join(sorted({code.split("-")[0] for code in side[field].split(";")}))
        for field in FIELDS:
            if field not in {"date_start", "said_by"} or (first[field] and second[field]):
                found[field].append((first[field], second[field], second["read"]))
        for name in vocabulary:
            has = [str(name in side["types"].split(";")) for side in (first, second)]
            found["each type"].append((*has, second["read"]))
    return found


def table() -> str:
    """Return the table of docs/data-audit.md."""
    lines = ["| field | pairs that agree | share | alpha | alpha, pages only |", "| --- | --- | --- | --- | --- |"]
    for field, codes in pairs().items():
        same = sum(first == second for first, second, _ in codes)
        whole, pages = (
            alpha([(one, two) for one, two, read in codes if read in wanted])
            for wanted in (("page", "summary"), ("page",))
        )
        words = FIELDS.get(field, "each type, present or absent")
        share = f"{same:,} of {len(codes):,} | {same / len(codes):.0%}"
        lines.append(f"| {words} | {share} | {whole:.2f} | {pages:.2f} |")
    return "\n".join(lines)


def _rows(name: str) -> list[dict[str, str]]:
    with (_AUDIT / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    print(table())
