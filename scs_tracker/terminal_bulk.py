"""What the command `bulk` does and prints."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from scs_tracker import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

_STAGES = {"read": "reading and sorting", "parts": "classifying"}


def bulk(
    positions: str,
    out: Path,
    *,
    columns: str,
    vessels: Path | None,
    scheduler: str | None,
    workers: int | None,
    as_json: bool,
) -> None:
    """Run the engine, show how far it is, and print the counts."""
    from scs_tracker.bulk.columns import parse_columns
    from scs_tracker.bulk.engine import run_bulk

    mapping = parse_columns(columns)
    with progress() as tell:
        counts = run_bulk(
            positions, out, columns=mapping, vessels=vessels, scheduler=scheduler, workers=workers, progress=tell
        )
    if as_json:
        terminal.show_json(counts)
        return
    for line in _warnings(counts, out):
        terminal.show_error(line)
    if counts.get("already_done"):
        terminal.tell(f"{out} holds this very run already; nothing to do")
    terminal.show(
        f"{counts['rows']} rows: {counts['positions']} positions of {counts['days_with_data']} days from "
        f"{counts['first_day']} to {counts['last_day']}, {counts['duplicates']} duplicates, "
        f"{sum(counts['rejected'].values())} set aside"
    )
    terminal.show_files([out / "positions", out / "tallies.parquet", out / "tallies.csv"])


def _warnings(counts: Mapping[str, Any], out: Path) -> Iterator[str]:
    """Yield what the reader of the tallies has to know."""
    if counts["rejected"]:
        reasons = ", ".join(f"{number} {reason}" for reason, number in counts["rejected"].items())
        yield f"rows that are no positions are in {out / 'rejects'}: {reasons}"
    if counts["times_taken_as_utc"]:
        yield f"{counts['times_taken_as_utc']} times name no time zone and are taken as UTC"
    if counts["contradictory_vessels"]:
        yield (
            f"{counts['contradictory_vessels']} positions match two actors of the list by different keys; "
            "their actor is left unknown"
        )
    if counts["unreadable"]:
        listed = out / "rejects" / "unreadable.txt"
        yield f"{len(counts['unreadable'])} parts of the input cannot be read; {listed} names them"


def progress() -> AbstractContextManager[Callable[[str, int, int], None]]:
    """Return a context that gives a function to show progress with, on standard error, on a terminal alone."""
    from contextlib import contextmanager

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    @contextmanager
    def shown() -> Iterator[Callable[[str, int, int], None]]:
        layout = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*layout, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
            known: dict[str, Any] = {}

            def tell(stage: str, done: int, total: int) -> None:
                if stage not in known:
                    known[stage] = bar.add_task(_STAGES[stage], total=total)
                bar.update(known[stage], completed=done)

            yield tell

    return shown()
