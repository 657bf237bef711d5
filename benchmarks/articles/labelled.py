"""Labelled articles: those of corpus/, and real press texts at a path that is given; and a memory for parsed sentences."""

from __future__ import annotations

import csv
import dataclasses
import fileinput
import hashlib
import itertools
import json
import pickle
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scipy.cluster.hierarchy import DisjointSet

from scs_tracker.articles import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

CORPUS = Path(__file__).parents[2] / "corpus"


@dataclass(frozen=True)
class Item:
    """A labelled article; ``group`` is what folds keep together, ``optional`` are readings that cost nothing."""

    id: str
    set: str
    published: str
    text: str
    incidents: list[dict[str, Any]]
    background: list[dict[str, Any]]
    optional: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    negative: bool = False
    real: bool = False
    group: str = ""


def corpus(name: str) -> list[Item]:
    """Return the articles of train, which are in several files, of dev or of test."""
    items = []
    paths = sorted((CORPUS / name).glob("*.jsonl")) or [CORPUS / f"{name}.jsonl"]
    with fileinput.input(paths, encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            kept = {key: row[key] for key in ("id", "set", "published", "text", "incidents")}
            items.append(
                Item(
                    **kept, background=row.get("background", []), events=row.get("events", []),
                    negative=bool(row.get("negative")), group=f"{row['set']}-{row['id']}",
                )
            )  # fmt: skip
    return items


def real(folders: Sequence[Path]) -> list[Item]:
    """Return real texts with their labels, of the lots in several folders; those of one event have one group."""
    items, keys = [], []
    for lot in sorted(one.parent for folder in folders for one in folder.rglob("gold.jsonl")):
        with (lot / "meta.csv").open(encoding="utf-8", newline="") as stream:
            events = {row["id"]: row.get("event") or "" for row in csv.DictReader(stream)}
        with (lot / "gold.jsonl").open(encoding="utf-8") as stream:
            for line in stream:
                row = json.loads(line)
                text = (lot / "texts" / f"{row['id']}.txt").read_text(encoding="utf-8")
                parts = [
                    [{**one, "date_start": one["date"], "date_end": ""} for one in row[part]]
                    for part in ("gold", "background", "optional")
                ]
                name = f"{lot.name}-{row['id']}"
                keys.append([*(f"{one['date'][:7]} {one['place']}" for one in row["gold"]), name])
                keys[-1] += [events[row["id"]]] if events[row["id"]] else []
                items.append(
                    Item(name, f"real-{lot.name}", row["published"], text, *parts, negative=not parts[0], real=True)
                )
    return _by_event(items, keys)


def _by_event(items: Sequence[Item], keys: Sequence[list[str]]) -> list[Item]:
    """Give articles that share an event, or an incident by its month and place, one group: the first of its keys."""
    joined = DisjointSet(dict.fromkeys(itertools.chain(*keys)))
    for those in keys:
        for one in those[1:]:
            joined.merge(those[0], one)
    order = {key: number for number, key in enumerate(joined)}
    return [
        dataclasses.replace(item, group=min(joined.subset(those[0]), key=order.__getitem__))
        for item, those in zip(items, keys, strict=True)
    ]


def teaches(item: Item) -> bool:
    """Return True if a real text teaches; the others test. The hash of its event decides, so that no event does both."""
    return hashlib.sha256(item.group.encode()).digest()[0] % 2 == 0


class Memory:
    """Parsed sentences kept on disk, since parsing takes most of the time of a training run."""

    def __init__(self, path: Path | None, model: str = "") -> None:
        """Open the memory at a path; None keeps nothing."""
        self.path, self.model = path, model
        self.known: dict[str, list[tuple[Any, ...]]] = {}
        self.new = 0
        if path is not None and path.is_file():
            self.known = pickle.loads(path.read_bytes())  # noqa: S301 - our own file

    def __call__(
        self, text: str, spans: Sequence[tuple[int, int]], names: Sequence[tuple[int, int]]
    ) -> list[tuple[parse.Word, ...]]:
        """Return the words of sentences, from memory where they are known."""
        inside = [[one for one in names if start <= one[0] and one[1] <= end] for start, end in spans]
        keys = [
            text[start:end] + "".join(f"\0{one - start},{other - start}" for one, other in those)
            for (start, end), those in zip(spans, inside, strict=True)
        ]
        missing = [index for index, key in enumerate(keys) if key not in self.known]
        if missing:
            found = parse.parse(text, [spans[index] for index in missing], names, self.model)
            self.new += len(missing)
            for index, words in zip(missing, found, strict=True):
                start = spans[index][0]
                self.known[keys[index]] = [(*one[:5], one.start - start, one.end - start) for one in words]
        return [
            tuple(parse.Word(*one[:5], one[5] + start, one[6] + start) for one in self.known[key])
            for key, (start, _) in zip(keys, spans, strict=True)
        ]

    def save(self) -> None:
        """Write what is new."""
        if self.path is not None and self.new:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_bytes(pickle.dumps(self.known))
