"""How well articles are read: precision, recall and F1 of incidents, and the accuracy of sides and places.

Run ``python benchmarks/extraction/evaluate.py FOLDER…``; each folder holds JSON files in the layout of
tests/extraction/data. An incident is found where a proposal has its date within one day (or within the same month or
year, where the label says no more) and shares a type with it; each proposal counts once.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyproj import Geod

from scs_tracker.extraction import Proposal, extract
from scs_tracker.extraction.read import Article

_GEOD = Geod(ellps="WGS84")


@dataclass
class Score:
    """Counts of one set."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def rate(self, right: str, of: str) -> float:
        """Return a share, 1 where there is nothing to share."""
        return self.counts[right] / self.counts[of] if self.counts[of] else 1.0


def same_date(label: str, found: str) -> bool:
    """Say whether two partial dates agree: within one day, or as far as the less precise one goes."""
    if len(label) == 10 and len(found) == 10:
        return abs((dt.date.fromisoformat(label) - dt.date.fromisoformat(found)).days) <= 1
    size = min(len(label), len(found))
    return label[:size] == found[:size]


def within(label: dict[str, Any], found: Proposal) -> bool:
    """Say whether the place agrees within the tolerance of the label."""
    if label.get("lat") is None:
        return True
    if found.lat is None or found.lon is None:
        return False
    metres = _GEOD.inv(label["lon"], label["lat"], found.lon, found.lat)[2]
    return bool(metres / 1000.0 <= float(label.get("tolerance_km") or 60.0))


def agrees(wanted: set[str], mine: set[str]) -> tuple[bool, bool]:
    """Say whether a side is right (same countries, every service that is labelled), and whether its countries are."""
    countries = {code[:2] for code in wanted}
    land = countries == {code[:2] for code in mine}
    named = {code for code in wanted if not code.endswith("-UNK")}
    return land and named <= mine, land


def match(labels: list[dict[str, Any]], found: list[Proposal]) -> list[tuple[dict[str, Any], Proposal]]:
    """Pair labels with proposals, those that share most first; each once."""
    pairs = []
    for number, label in enumerate(labels):
        for other, proposal in enumerate(found):
            shared = len(set(label["types"]) & set(proposal.types))
            if shared and same_date(label["date_start"], proposal.date_start):
                exact = label["date_start"] == proposal.date_start
                pairs.append((-shared - exact - within(label, proposal), number, other))
    used: set[int] = set()
    taken: set[int] = set()
    chosen = []
    for _, number, other in sorted(pairs):
        if number not in used and other not in taken:
            used.add(number)
            taken.add(other)
            chosen.append((labels[number], found[other]))
    return chosen


def evaluate(items: list[dict[str, Any]]) -> Score:
    """Read every article and count."""
    score = Score()
    for item in items:
        result = extract(Article(item["text"]), published=item["published"])
        for part, labels, found in (
            ("incident", item["incidents"], list(result.incidents)),
            ("background", item.get("background", []), list(result.background)),
        ):
            pairs = match(labels, found)
            score.counts[f"{part} labelled"] += len(labels)
            score.counts[f"{part} found"] += len(found)
            score.counts[f"{part} right"] += len(pairs)
            matched = [id(one) for _, one in pairs]
            score.failures += [f"{item['id']}: extra {part} {_short(one)}" for one in found if id(one) not in matched]
            labelled = [id(one) for one, _ in pairs]
            score.failures += [
                f"{item['id']}: missed {part} {one['date_start']} {one['types']}"
                for one in labels
                if id(one) not in labelled
            ]
            for label, one in pairs:
                _compare(score, item["id"], part, label, one)
        if item.get("negative"):
            score.counts["negatives"] += 1
            score.counts["false in negatives"] += len(result.incidents)
        _events(score, item, [(event.kind, event.date_start, event.parties) for event in result.events])
    return score


def _short(one: Proposal) -> str:
    return f"{one.date_start} {list(one.types)} {list(one.initiators)}>{list(one.targets)} {one.place}"


def _compare(score: Score, item: str, part: str, label: dict[str, Any], one: Proposal) -> None:
    for side, mine in (("initiators", one.initiators), ("targets", one.targets)):
        wanted = set(label[side])
        score.counts[f"{part} {side}"] += 1
        right, land = agrees(wanted, set(mine))
        score.counts[f"{part} {side} right"] += right
        score.counts[f"{part} {side} country"] += land
        if not right:
            score.failures.append(f"{item}: {side} {sorted(wanted)} read as {list(mine)}")
    score.counts[f"{part} places"] += 1
    placed = within(label, one)
    score.counts[f"{part} places right"] += placed
    if not placed:
        score.failures.append(f"{item}: place {label.get('place')} read as {one.place} ({one.lat}, {one.lon})")
    score.counts[f"{part} types labelled"] += len(label["types"])
    score.counts[f"{part} types found"] += len(one.types)
    score.counts[f"{part} types right"] += len(set(label["types"]) & set(one.types))


def _events(score: Score, item: dict[str, Any], found: list[tuple[str, str, list[str]]]) -> None:
    left = list(found)
    for label in item.get("events", []):
        score.counts["events labelled"] += 1
        for one in left:
            if one[0] == label["kind"] and same_date(label["date_start"], one[1]):
                score.counts["events right"] += 1
                left.remove(one)
                break
        else:
            score.failures.append(f"{item['id']}: missed event {label['kind']} {label['date_start']}")
    score.counts["events found"] += len(found)
    score.failures += [f"{item['id']}: extra event {one}" for one in left]


def table(score: Score) -> str:
    """Return the figures as a Markdown table."""
    rows = []
    for part in ("incident", "background", "events"):
        precision = score.rate(f"{part} right", f"{part} found")
        recall = score.rate(f"{part} right", f"{part} labelled")
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        labelled = score.counts[f"{part} labelled"]
        rows.append(f"| {part} | {labelled} | {precision:.3f} | {recall:.3f} | {f1:.3f} |")
    head = ["| what | labelled | precision | recall | F1 |", "| --- | --- | --- | --- | --- |", *rows, ""]
    head += ["| of matched incidents | right |", "| --- | --- |"]
    for name in ("initiators", "targets"):
        head.append(f"| {name} | {score.rate(f'incident {name} right', f'incident {name}'):.3f} |")
        head.append(f"| {name}, country alone | {score.rate(f'incident {name} country', f'incident {name}'):.3f} |")
    head.append(f"| place within tolerance | {score.rate('incident places right', 'incident places'):.3f} |")
    head.append(f"| types, precision | {score.rate('incident types right', 'incident types found'):.3f} |")
    head.append(f"| types, recall | {score.rate('incident types right', 'incident types labelled'):.3f} |")
    head.append(f"| false incidents in {score.counts['negatives']} negatives | {score.counts['false in negatives']} |")
    return "\n".join(head)


def load(folders: list[Path]) -> list[dict[str, Any]]:
    """Return the labelled articles of folders; a file holds one, or a list."""
    items: list[dict[str, Any]] = []
    for folder in folders:
        for file in sorted(folder.glob("*.json")):
            content = json.loads(file.read_text(encoding="utf-8"))
            items += content if isinstance(content, list) else [content]
    return items


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--failures", action="store_true")
    arguments = parser.parse_args()
    result = evaluate(load(arguments.folders))
    print(table(result))
    if arguments.failures:
        print("\n".join(["", *result.failures]))
