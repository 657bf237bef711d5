"""How many known incidents the words of relevance find by headlines, and how much other news passes them.

    python benchmarks/intake/relevance.py [OTHER_NEWS.txt]

Headlines are those in the addresses of geodata/incidents/incident_sources.csv; the file holds headlines or articles of
other news, one a line. Of an article the first ten words count as its headline.
"""

from __future__ import annotations

import csv
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scs_tracker import geodata
from scs_tracker.intake.items import Item
from scs_tracker.intake.reading import is_relevant
from scs_tracker.intake.relevance import tier

_HEADLINE = 10
STEPS = (("strict, foreign", {"strict", "foreign"}), ("and wide", {"wide"}), ("and near", {"near"}))


def headline(address: str) -> str:
    """Return the headline in an address, where there is one of four words or more."""
    part = max(unquote(urlsplit(address).path).split("/"), key=lambda one: len(re.findall(r"[-_]", one)))
    words = re.sub(r"[-_+]+", " ", re.sub(r"\.\w{2,5}$", "", part)).strip()
    return words if len(words.split()) > 3 else ""


def main() -> None:
    """Print both tables."""
    with geodata.shipped("incidents/incident_sources.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    heads = {row["url"]: headline(row["url"]) for row in rows if headline(row["url"])}
    tiers = {address: tier(text) for address, text in heads.items()}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["url"] in heads:
            found[row["incident_id"]].add(tiers[row["url"]])
    print(f"{len(heads)} headlines of {len(found)} incidents")
    kept: set[str] = set()
    for name, more in STEPS:
        kept |= more
        lines = sum(one in kept for one in tiers.values())
        events = sum(bool(one & kept) for one in found.values())
        print(f"{name:16} {lines:5} ({lines / len(heads):.0%})  {events:5} ({events / len(found):.0%})")
    if len(sys.argv) > 1:
        others = [line.strip() for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if line.strip()]
        start = time.perf_counter()
        headlines = Counter(tier(" ".join(line.split()[:_HEADLINE])) for line in others)
        took = (time.perf_counter() - start) / len(others) * 1e6
        print(f"{len(others)} other headlines: {dict(headlines)}, {took:.0f} µs each")
        items = [Item("", "", " ".join(line.split()[:_HEADLINE]), None, line) for line in others]
        passed = [item for item in items if is_relevant(item)]
        print(
            f"with their text {len(passed)} pass ({len(passed) / len(items):.2%}): {[one.title for one in passed[:20]]}"
        )


if __name__ == "__main__":
    main()
