"""How well a model reads the corpus and texts of your own as second reader, beside the reader of this package.

Run ``python benchmarks/articles/model.py --endpoint http://127.0.0.1:8080/v1 --name MODEL --most 100``. Texts are sent
to that address alone. Acts of the model count after the same checks as in ``[model]``: what it quotes and does not stand
in the text is left out. Quotations that were left out are counted too.
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

import labelled
from scoring import HEAD, Found, Score

from scs_tracker.articles import propose
from scs_tracker.config import Model
from scs_tracker.geocoding import resolve_text
from scs_tracker.intake.second_reader import QuotedAct, SecondReader


def found_of(act: QuotedAct, day: str) -> Found:
    """Return an act of the model as far as scoring asks for; one without a date has the month of publication."""
    position = resolve_text(act.place) if act.place else None
    return Found(
        act.date_start or day[:7], [act.type], list(act.initiators), list(act.targets),
        position.lat if position else None, position.lon if position else None, 1.0,
    )  # fmt: skip


def together(acts: list[QuotedAct], day: str) -> list[Found]:
    """Return the acts of one day and pair of sides as one incident, as the labels have them."""
    groups: dict[tuple[object, ...], Found] = {}
    for act in acts:
        one = found_of(act, day)
        first = groups.setdefault((one.date_start, act.initiators, act.targets), one)
        first.types = list(dict.fromkeys([*first.types, act.type]))
    return list(groups.values())


def main() -> None:
    """Print the figures of both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--endpoint", required=True, help="address of an OpenAI-compatible service, up to /v1")
    parser.add_argument("--name", required=True, help="the model's name there")
    parser.add_argument("--key-file", type=Path, help="a file whose first line is the key")
    parser.add_argument("--sets", default="test", help="parts of the corpus, with commas")
    parser.add_argument("--real", type=Path, action="append", default=[], help="folder of texts with labels")
    parser.add_argument("--most", type=int, default=100, help="how many texts are sent")
    asked = parser.parse_args()
    key = asked.key_file.read_text(encoding="utf-8").splitlines()[0].strip() if asked.key_file else ""
    model = SecondReader(Model(url=asked.endpoint, name=asked.name), key, most_calls=asked.most)
    items = [one for name in filter(None, asked.sets.split(",")) for one in labelled.corpus(name)]
    items = [*labelled.real(asked.real), *items][: asked.most]
    ours, theirs = Score(), Score()
    for item in items:
        found = propose(item.text, published=item.published, language="en")
        told = [
            Found(one.date_start, list(one.types), list(one.initiators), list(one.targets), one.lat, one.lon, one.confidence)
            for one in found.incidents
        ]  # fmt: skip
        ours.add(item, told, [])
        acts = model.read(item.text, dt.date.fromisoformat(item.published)) if model.does("read") else []
        theirs.add(item, together(acts, item.published), [])
    print(HEAD)
    print(ours.row(f"this package, {len(items)} texts"))
    print(theirs.row(f"{asked.name}, {model.calls} texts"))
    print(model.cost())
    print("\n".join(model.problems))


if __name__ == "__main__":
    main()
