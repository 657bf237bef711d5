"""How well the shipped judge reads the corpus, and real press texts at a path that is given.

Run ``python benchmarks/articles/evaluate.py --sets test --memory FILE``. Real texts on which the judge was taught are no
measure of it: ``train.py --real`` has the figures of folds. ``--speed`` prints how long an article of 400 words takes,
processor time, with the parse and without a memory.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import statistics
import time
from pathlib import Path

import cases
import labelled
import train
from scoring import HEAD, Score

from scs_tracker.articles import judge, propose

#: An entry of a feed has no more words.
FEED_WORDS = 150


def speed() -> str:
    """Return the median of several readings of an article of about 400 words, put together from four short ones."""
    items = [one for one in labelled.corpus("dev") if not one.negative]
    texts = ["\n\n".join(one.text for one in items[at : at + 4]) for at in range(0, 120, 4)]
    texts = [" ".join(text.split(" ")[:400]) for text in texts]
    propose(texts[0], published="2025-01-15", language="en")
    took = []
    for text in texts:
        began = time.process_time()
        propose(text, published="2025-01-15", language="en")
        took.append(time.process_time() - began)
    return f"{statistics.median(took) * 1000:.0f} ms of processor time for 400 words, median of {len(took)}"


def by_length(items: list[labelled.Item], memory: labelled.Memory) -> str:
    """Return F1 of entries of feeds and of whole articles, with 95 % intervals by drawing texts again, as a table."""
    chance = random.Random(7)
    lines = ["| length | texts | incidents | precision | recall | F1 |", "| --- | --- | --- | --- | --- | --- |"]
    for name, short in ((f"up to {FEED_WORDS} words", True), (f"more than {FEED_WORDS} words", False)):
        those = [one for one in items if (len(one.text.split()) <= FEED_WORDS) == short]
        alone = [dataclasses.replace(one, set=str(number)) for number, one in enumerate(those)]
        scores = list(train.score(cases.read(alone, memory), judge.shipped()).values())
        drawn = sorted(_f1(chance.choices(scores, k=len(scores)))[2] for _ in range(1000)) if scores else [0.0] * 1000
        precision, recall, f1 = _f1(scores)
        labels = sum(len(one.incidents) for one in those)
        lines.append(
            f"| {name} | {len(those)} | {labels} | {precision:.2f} | {recall:.2f} | "
            f"{f1:.2f} ({drawn[25]:.2f} to {drawn[974]:.2f}) |"
        )
    return "\n".join(lines)


def _f1(scores: list[Score]) -> tuple[float, float, float]:
    whole = Score()
    for one in scores:
        whole.counts.update(one.counts)
    return whole.f1()


def calibration(score: Score, trees: judge.Judge) -> str:
    """Return, for each field, how many of those of a confidence are right, as a Markdown table."""
    steps = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))
    lines = [f"| field | {' | '.join(f'{low:.1f} to {min(high, 1.0):.1f}' for low, high in steps)} |"]
    lines += [f"| --- |{' --- |' * len(steps)}"]
    for name, pairs in {"incident": score.sure, **score.fields}.items():
        told = [(trees.share(name, value), right) for value, right in pairs]
        cells = [[right for value, right in told if low <= value < high] for low, high in steps]
        lines.append(f"| {name} | {' | '.join(f'{statistics.mean(c):.2f} of {len(c)}' if c else '' for c in cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", default="test", help="parts of the corpus, with commas")
    parser.add_argument(
        "--real", type=Path, action="append", default=[], help="folder of real texts that taught nothing"
    )
    parser.add_argument("--memory", type=Path, help="file that keeps parsed sentences")
    parser.add_argument("--notes", type=Path, help="folder for what was wrong; not for what is held")
    parser.add_argument("--by-length", action="store_true", help="entries of feeds and whole articles apart")
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args()
    memory = labelled.Memory(asked.memory)
    items = [one for name in filter(None, asked.sets.split(",")) for one in labelled.corpus(name)]
    items += labelled.real(asked.real)
    print(HEAD)
    scores = train.score(cases.read(items, memory), judge.shipped())
    for name, one in scores.items():
        print(one.row(name), one.sweep(), flush=True)
        if asked.notes:
            (asked.notes / f"{name}.txt").write_text("\n".join(one.notes), encoding="utf-8")
    if asked.by_length:
        print(by_length(items, memory))
    print(calibration(train.joined(scores, list(scores)), judge.shipped()))
    if asked.speed:
        print(speed())


if __name__ == "__main__":
    main()
