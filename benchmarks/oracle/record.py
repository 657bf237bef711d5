"""Record once what is asked: run on the code before, whose inner parts pass the phrases of articles to geocoding."""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import random
import re
from typing import TYPE_CHECKING, Any

import store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SENTENCES = 3_000
#: One text of corpus/train in so many is read.
TRAIN = 12
#: Files that are asked as tables, and the files beside them.
TABLES = "tests/sources/data"
LEDGER = ("incidents.csv", "incident_sources.csv", "events.csv")
#: A fenced block of a page, with its language and name.
FENCED = re.compile(r"^```(csv|html|json|text)(?: (\S+))?[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def record(code: Path, out: Path) -> None:
    """Write all inputs to one file."""
    contents = {f"ledger/{name}": (code / "geodata/incidents" / name).read_bytes() for name in LEDGER}
    for file in sorted((code / TABLES).rglob("*")):
        if file.is_file() and file.suffix != ".md":
            contents[f"tables/{file.relative_to(code / TABLES)}"] = file.read_bytes()
    contents |= documented(code)
    texts = corpus(code)
    contents["articles.json"] = dumped(texts)
    contents["places.json"] = dumped(places(code, texts))
    print(f"{out}: {store.pack(out, contents) / 1000:,.0f} kB")


def dumped(value: Any) -> bytes:
    """Return JSON."""
    return json.dumps(value, ensure_ascii=False, indent=0).encode()


def rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def documented(code: Path) -> dict[str, bytes]:
    """Return the tables that the documentation prints as blocks."""
    found = {}
    for page in sorted([*code.glob("docs/**/*.md"), *code.glob("*.md"), *code.glob("geodata/*.md")]):
        for number, match in enumerate(FENCED.finditer(page.read_text(encoding="utf-8"))):
            language, name, text = match.groups()
            name = name if name and "." in name else f"block.{language}"
            if name.endswith((".csv", ".tsv", ".json", ".geojson")):
                page_name = str(page.relative_to(code)).replace("/", "_").removesuffix(".md")
                found[f"tables/pages/{page_name}-{number}-{name}"] = text.encode()
    return found


def corpus(code: Path) -> list[dict[str, Any]]:
    """Return the labelled texts that are read: dev and test whole, and one in ``TRAIN`` of train."""
    found = []
    for file in [
        code / "corpus/dev.jsonl",
        code / "corpus/test.jsonl",
        *sorted((code / "corpus/train").glob("*.jsonl")),
    ]:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            part = file.stem if file.parent.name == "corpus" else "train"
            digest = int(hashlib.sha256(row["text"].encode()).hexdigest(), 16)
            if part != "train" or digest % TRAIN == 0:
                found.append({**row, "part": part})
    return found


def places(code: Path, texts: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return what geocoding is asked, by group."""
    incidents = rows(code / "geodata/incidents/incidents.csv")
    groups: dict[str, list[dict[str, Any]]] = {
        "incidents, text alone": [asked(row["location_text"]) for row in incidents],
        "incidents": [asked(row["location_text"], row["place"], actors_of(row)) for row in incidents],
        "expressions of tests": [
            asked(row["text"], row["place"], near=[float(part) for part in row["near"].split(",")] if row["near"] else None)
            for row in rows(code / "tests/geocoding/data/expressions.csv")
        ],
        "strings of tests": [asked(text) for text in strings(code)],
        "sentences with a place": [asked(row["text"]) for row in rows(code / "benchmarks/geocoding/told.csv")],
        "names of the gazetteer": [asked(row["name"]) for row in rows(code / "geodata/gazetteer/names.csv")],
        "towns of the gazetteer": [asked(row["name"]) for row in rows(code / "geodata/gazetteer/towns.csv")],
        "names elsewhere": [asked(row["name"]) for row in rows(code / "geodata/gazetteer/elsewhere.csv") if "name" in row],
        "phrases of articles": phrases(texts),
        "sentences of the corpus": [asked(text) for text in sentences(code)],
    }  # fmt: skip
    return {name: unique(those) for name, those in groups.items()}


def asked(text: str, place: str = "", actors: Iterable[str] = (), near: list[float] | None = None) -> dict[str, Any]:
    """Return one question; what is not given is left out."""
    return {"text": text} | {
        name: value for name, value in (("place", place), ("actors", sorted(actors)), ("near", near)) if value
    }


def actors_of(row: dict[str, str]) -> list[str]:
    """Return the actors of an incident."""
    return [one for side in ("initiators", "targets") for one in row[side].split(";") if one]


def unique(those: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return questions once each, in their order."""
    return list({json.dumps(one, sort_keys=True): one for one in those if one["text"].strip()}.values())


def strings(code: Path) -> list[str]:
    """Return the strings of the tests of geocoding that look like text."""
    found: dict[str, None] = {}
    for path in sorted((code / "tests/geocoding").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and 4 < len(node.value) < 2_000:
                text = node.value
                if re.search(r"\s|[^\x00-\x7f]", text) or re.search(r"\d", text):
                    found[text] = None
    return list(found)


def sentences(code: Path) -> list[str]:
    """Return sentences of the corpus, a fixed choice."""
    found: dict[str, None] = {}
    for file in sorted((code / "corpus").rglob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            found.update(dict.fromkeys(re.split(r"(?<=[.!?。])\s+|\n+", json.loads(line)["text"])))
    return random.Random(33).sample([one for one in found if len(one) > 20], SENTENCES)


def phrases(texts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what articles/ passes to geocoding when it reads the texts."""
    from scs_tracker.articles import leads, propose
    from scs_tracker.articles import places as places_of_articles

    found: list[dict[str, Any]] = []
    inner = places_of_articles.resolve_text

    def hook(text: str, *, place: str = "", near: Any = None, actors: Iterable[str] = ()) -> Any:
        actors = list(actors)
        found.append(asked(text, place, actors, near))
        return inner(text, place=place, near=near, actors=actors)

    places_of_articles.resolve_text = leads.resolve_text = hook
    for row in texts:
        propose(row["text"], published=row["published"])
    places_of_articles.resolve_text = leads.resolve_text = inner
    return found
