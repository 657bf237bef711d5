"""What is right: incidents, sides, places and types against labels."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyproj import Geod

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelled import Item

_GEOD = Geod(ellps="WGS84")


@dataclass
class Found:
    """A proposal as far as it is scored."""

    date_start: str
    types: list[str]
    initiators: list[str]
    targets: list[str]
    lat: float | None
    lon: float | None
    confidence: float = 0.0
    units: list[str] = field(default_factory=list)
    note: str = ""
    sure: dict[str, float] = field(default_factory=dict)


def same_date(label: str, found: str) -> bool:
    """Say whether two partial dates agree: within one day, or as far as the less precise one goes."""
    if len(label) == 10 and len(found) == 10:
        return abs((dt.date.fromisoformat(label) - dt.date.fromisoformat(found)).days) <= 1
    size = min(len(label), len(found))
    return bool(size) and label[:size] == found[:size]


def within(label: dict[str, Any], found: Found) -> bool:
    """Say whether the place agrees within the tolerance of the label."""
    if label.get("lat") is None:
        return True
    if found.lat is None or found.lon is None:
        return False
    metres = _GEOD.inv(label["lon"], label["lat"], found.lon, found.lat)[2]
    return bool(metres / 1000.0 <= float(label.get("tolerance_km") or 60.0))


def agrees(wanted: Sequence[str], mine: Sequence[str], *, real: bool) -> bool:
    """Say whether a side is right: of the corpus the same countries and every service, of real texts any code."""
    if real:
        countries = {code[:2] for code in wanted}
        loose = {code for code in mine if code in wanted or (code[:2] in countries and _unknown(code, wanted))}
        return bool(loose) if wanted else not mine
    land = {code[:2] for code in wanted} == {code[:2] for code in mine}
    return land and {code for code in wanted if not code.endswith("-UNK")} <= set(mine)


def _unknown(code: str, wanted: Sequence[str]) -> bool:
    return f"{code[:2]}-UNK" in wanted or code.endswith("-UNK")


def match(labels: Sequence[dict[str, Any]], found: Sequence[Found], *, real: bool = False) -> list[tuple[int, int]]:
    """Pair labels with proposals, those that share most first; each once. Of real texts a day is met by a day alone."""
    pairs = []
    for number, label in enumerate(labels):
        for other, one in enumerate(found):
            shared = len(set(label["types"]) & set(one.types))
            short = real and len(one.date_start) < len(label["date_start"])
            if shared and not short and same_date(label["date_start"], one.date_start):
                exact = label["date_start"] == one.date_start
                pairs.append((-shared - exact - within(label, one), number, other))
    used: set[int] = set()
    taken: set[int] = set()
    chosen = []
    for _, number, other in sorted(pairs):
        if number not in used and other not in taken:
            used.add(number)
            taken.add(other)
            chosen.append((number, other))
    return chosen


class Score:
    """Counts of one set."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.counts: Counter[str] = Counter()
        self.notes: list[str] = []
        self.sure: list[tuple[float, bool]] = []
        self.fields: dict[str, list[tuple[float, bool]]] = {
            one: [] for one in ("initiators", "targets", "date_start", "types", "location_text", "background")
        }

    def add(self, item: Item, incidents: Sequence[Found], background: Sequence[Found]) -> None:
        """Count one article."""
        counts = self.counts
        for part, labels, found in (
            ("incident", item.incidents, incidents), ("background", item.background, background)
        ):  # fmt: skip
            pairs = match(labels, found, real=item.real)
            left = [one for index, one in enumerate(found) if index not in {b for _, b in pairs}]
            free = match(item.optional, left) if item.optional else []
            left = [one for index, one in enumerate(left) if index not in {b for _, b in free}]
            counts[f"{part} labelled"] += len(labels)
            counts[f"{part} right"] += len(pairs)
            counts[f"{part} false"] += len(left)
            if part == "incident":
                self.sure += [(found[b].confidence, True) for _, b in pairs] + [(one.confidence, False) for one in left]
                counts["false in negatives"] += len(left) if item.negative else 0
                counts["texts false in negatives"] += bool(left) and not labels
                counts["negatives"] += item.negative
            else:
                self.fields["background"] += [(found[b].confidence, True) for _, b in pairs]
                self.fields["background"] += [(one.confidence, False) for one in left]
            self.notes += [f"{item.id}: extra {part} {_short(one)}" for one in left]
            missed = set(range(len(labels))) - {a for a, _ in pairs}
            self.notes += [f"{item.id}: missed {part} {_label(labels[a])}" for a in sorted(missed)]
            for a, b in pairs:
                self._compare(item, part, labels[a], found[b])

    def _compare(self, item: Item, part: str, label: dict[str, Any], one: Found) -> None:
        counts = self.counts
        for side, mine in (("initiators", one.initiators), ("targets", one.targets)):
            right = agrees(label[side], mine, real=item.real)
            counts[f"{part} {side} right"] += right
            if not right:
                self.notes.append(f"{item.id}: {side} {label[side]} read as {mine}")
            if one.sure and mine:
                self.fields[side].append((one.sure[side], right))
        if one.sure:
            self.fields["types"].append((one.sure["types"], set(one.types) <= set(label["types"])))
            self.fields["date_start"].append((one.sure["date_start"], label["date_start"] == one.date_start))
        if one.sure and one.lat is not None and label.get("lat") is not None:
            self.fields["location_text"].append((one.sure["location_text"], within(label, one)))
        counts[f"{part} place right"] += within(label, one)
        if not within(label, one):
            self.notes.append(f"{item.id}: place {label.get('place')} read as {one.lat}, {one.lon} {one.note}")
        reversed_ = _lands(label["initiators"]) == _lands(one.targets) and _lands(label["targets"]) == _lands(
            one.initiators
        )
        counts[f"{part} reversed"] += reversed_ and _lands(label["initiators"]) != _lands(label["targets"])
        counts[f"{part} types shared"] += len(set(label["types"]) & set(one.types))
        counts[f"{part} types labelled"] += len(label["types"])
        counts[f"{part} types found"] += len(one.types)
        if "units" in label:
            counts["units labelled"] += len(label["units"])

    def f1(self, part: str = "incident") -> tuple[float, float, float]:
        """Return precision, recall and F1."""
        right, false, labelled = (self.counts[f"{part} {name}"] for name in ("right", "false", "labelled"))
        precision = right / (right + false) if right + false else 1.0
        recall = right / labelled if labelled else 1.0
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def sweep(self) -> str:
        """Return F1 at higher thresholds of confidence than the one used."""
        parts = []
        for least in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
            right = sum(ok for sure, ok in self.sure if sure >= least)
            found = sum(sure >= least for sure, _ in self.sure)
            parts.append(f"{least}:{2 * right / max(found + self.counts['incident labelled'], 1):.3f}")
        return " ".join(parts)

    def row(self, name: str) -> str:
        """Return the figures as a row of a Markdown table."""
        right = max(self.counts["incident right"], 1)
        parts = [f"{one:.3f}" for one in self.f1()]
        parts += [f"{self.counts[f'incident {one} right'] / right:.3f}" for one in ("initiators", "targets", "place")]
        parts += [f"{self.counts['incident reversed'] / right:.3f}", f"{self.f1('background')[2]:.3f}"]
        types = self.counts["incident types shared"]
        parts.append(
            f"{types / max(self.counts['incident types found'], 1):.2f}/{types / max(self.counts['incident types labelled'], 1):.2f}"
        )
        negatives = f"{self.counts['false in negatives']} in {self.counts['negatives']}"
        return f"| {name} | {self.counts['incident labelled']} | {' | '.join(parts)} | {negatives} |"


HEAD = (
    "| set | labelled | precision | recall | F1 | initiators | targets | place | reversed | background F1 | types p/r | false in negatives |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def _lands(codes: Sequence[str]) -> set[str]:
    return {one[:2] for one in codes}


def _short(one: Found) -> str:
    return f"{one.date_start} {one.types} {one.initiators}>{one.targets} {one.confidence:.2f} {one.note}"


def _label(one: dict[str, Any]) -> str:
    return f"{one['date_start']} {one['types']} {one['initiators']}>{one['targets']} {one.get('place')}"
