"""How many articles are read a second on one core, with start-up and the reading of pages stated apart.

Run ``python benchmarks/extraction/speed.py``. The short reports are the tuning set; the long ones are four of them, as
many as make an article of agency length. Each is read for the first time by a process whose memory of places is empty,
since no two articles of a day are the same; the median of several rounds counts. Times are of the processor, not of the
clock.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from evaluate import load

from scs_tracker.extraction import extract, html
from scs_tracker.extraction.read import Article

if TYPE_CHECKING:
    from collections.abc import Callable

TUNE = Path(__file__).parents[2] / "tests/extraction/data/labelled/tune"
ROUNDS = 5
GOAL = 200.0


def per_second(count: int, work: Callable[[], None]) -> float:
    """Return how many of ``count`` things are done in a second of processor time, the median of all rounds."""
    rates = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        rates.append(count / (time.process_time() - start))
    return statistics.median(rates)


def start_up() -> float:
    """Return the seconds that a fresh process takes to import the package and to read one article."""
    code = (
        "from scs_tracker.extraction import extract; from scs_tracker.extraction.read import Article; "
        "extract(Article('A ship sailed.'), published='2024-01-10')"
    )
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def read_all(articles: list[tuple[str, str]]) -> None:
    """Read all articles with an empty memory of places, but with the words compiled."""
    from scs_tracker.extraction.where import places

    places.resolver().cache_clear()
    for text, published in articles:
        extract(Article(text), published=published)


def main() -> None:
    """Print the table."""
    items = load([TUNE])
    short = [(item["text"], item["published"]) for item in items]
    bodies = [text for text, _ in short]
    long = [("\n\n".join(bodies[index : index + 4]), short[index][1]) for index in range(0, len(bodies) - 3, 4)]
    pages = [
        f"<html><body><article>{''.join(f'<p>{line}</p>' for line in text.splitlines())}</article></body></html>"
        for text, _ in long
    ]
    extract(Article(bodies[0]), published=short[0][1])
    html.read(pages[0])
    rows = [
        ("short reports", sum(map(len, bodies)) // len(bodies), per_second(len(short), lambda: read_all(short))),
        ("articles", sum(len(text) for text, _ in long) // len(long), per_second(len(long), lambda: read_all(long))),
        (
            "pages to text",
            sum(map(len, pages)) // len(pages),
            per_second(len(pages), lambda: [html.read(page) for page in pages] and None),
        ),
    ]
    print("| what | characters | a second | of 200 |\n| --- | --- | --- | --- |")
    for what, size, rate in rows:
        print(f"| {what} | {size} | {rate:.0f} | {rate / GOAL:.2f} |")
    print(f"\nstart-up of a process, with the first article: {start_up():.2f} s")


if __name__ == "__main__":
    main()
