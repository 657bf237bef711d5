"""How well single acts are read: the right actor, the right target, reversed, and statements that nobody made.

Run ``python benchmarks/articles/acts.py --sets test --real FOLDER``. An act counts where its incident is found and its
type is among those labelled. A statement is invented where its passage does not stand in the text, or where neither its
sentence nor the three before it name the country that it is attributed to.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import labelled
from scoring import Found, match

from scs_tracker.act import countries_of, country_of, speaker_of
from scs_tracker.articles import Extraction, Proposal, propose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEAD = (
    "| set | acts | right actor | right target | reversed | statements | invented |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)
#: Sentences back to which *he said* may point.
BACK = 3


def found_of(one: Proposal) -> Found:
    """Return a proposal as far as matching asks for."""
    return Found(one.date_start, list(one.types), list(one.initiators), list(one.targets), one.lat, one.lon)


def count(item: labelled.Item, extraction: Extraction, counts: Counter[str]) -> None:
    """Count the acts and statements of one text."""
    for one in (*extraction.incidents, *extraction.background):
        for country, start, end in statements(one, extraction):
            counts["statements"] += 1
            counts["invented"] += not names(country, start, end, extraction)
    told = [found_of(one) for one in extraction.incidents]
    for number, other in match(item.incidents, told, real=item.real):
        label = item.incidents[number]
        first, second = ({country_of(code) for code in label[side]} for side in ("initiators", "targets"))
        for act in extraction.incidents[other].acts:
            if act.type not in label["types"]:
                continue
            by, against = set(countries_of(act.by)), set(countries_of(act.against))
            counts["acts"] += 1
            counts["actor"] += bool(by & first) or (not by and not first)
            counts["target"] += bool(against & second) or (not against and not second)
            counts["reversed"] += first != second and bool(by) and by == second and against == first


def statements(one: Proposal, extraction: Extraction) -> Iterator[tuple[str, int, int]]:
    """Yield the country that each statement is attributed to, with where it stands; -1 where it does not."""
    for said in one.said:
        yield said.party, said.start, said.end
    for act in one.acts:
        for who in (*act.said_by, *act.denied_by):
            start = extraction.text.find(act.passage.strip("… "))
            yield speaker_of(who)[0], start, start + len(act.passage)


def names(country: str, start: int, end: int, extraction: Extraction) -> bool:
    """Return True if a sentence, or one of those just before it, names a country or a service of it."""
    story = extraction.trace[0]
    inside = [at for at, line in enumerate(story.lines) if line.sentence.start < end and start < line.sentence.end]
    if start < 0 or not inside:
        return False
    lines = range(max(inside[0] - BACK, 0), inside[-1] + 1)
    return any(one.country == country and not one.guessed for at in lines for one in story.mentions[at])


def row(name: str, counts: Counter[str]) -> str:
    """Return the figures of a set as a row of a Markdown table."""
    acts = max(counts["acts"], 1)
    shares = [f"{counts[part]} ({counts[part] / acts:.2f})" for part in ("actor", "target", "reversed")]
    return f"| {name} | {counts['acts']} | {' | '.join(shares)} | {counts['statements']} | {counts['invented']} |"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", default="test", help="parts of the corpus, with commas")
    parser.add_argument("--real", type=Path, action="append", default=[], help="folder of real texts")
    asked = parser.parse_args()
    items: Sequence[Any] = [one for name in filter(None, asked.sets.split(",")) for one in labelled.corpus(name)]
    sets: dict[str, Counter[str]] = {}
    for item in (*items, *labelled.real(asked.real)):
        found = propose(item.text, published=item.published, language="en")
        count(item, found, sets.setdefault(item.set, Counter()))
    print(HEAD)
    for name, counts in sets.items():
        print(row(name, counts))


if __name__ == "__main__":
    main()
