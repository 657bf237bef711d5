"""How well the shipped judge reads the corpus, and real press texts at a path that is given.

Run ``python benchmarks/articles/evaluate.py --sets test --memory FILE``. Real texts on which the judge was taught are no
measure of it: ``train.py --real`` has the figures of folds. ``--speed`` prints how long an article of 400 words takes,
processor time, with the parse and without a memory.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import labelled
import train
from scoring import HEAD

from scs_tracker.articles import judge, propose


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


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", default="test", help="parts of the corpus, with commas")
    parser.add_argument("--real", type=Path, help="folder of real texts that the judge was not taught on")
    parser.add_argument("--memory", type=Path, help="file that keeps parsed sentences")
    parser.add_argument("--notes", type=Path, help="folder for what was wrong; not for what is held")
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args()
    memory = labelled.Memory(asked.memory)
    items = [one for name in filter(None, asked.sets.split(",")) for one in labelled.corpus(name)]
    items += labelled.real(asked.real) if asked.real else []
    print(HEAD)
    for name, one in train.score(train.read(items, memory), judge.shipped()).items():
        print(one.row(name), one.sweep(), flush=True)
        if asked.notes:
            (asked.notes / f"{name}.txt").write_text("\n".join(one.notes), encoding="utf-8")
    if asked.speed:
        print(speed())


if __name__ == "__main__":
    main()
