"""What a week costs, stage by stage, on the shipped incidents; prints a Markdown table.

Run by hand: ``python benchmarks/report/benchmark.py [WEEK]``. Each stage runs three times in one process: the first
pays for imports; the command as a whole is timed as a user starts it. Beside the clock, which a busy machine stretches,
stands the processor time of this process and those that it started.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

WEEK = sys.argv[1] if len(sys.argv) > 1 else "2024-W34"


def timed(call: Callable[[], Any]) -> tuple[list[float], list[float], Any]:
    """Return the seconds of three calls by the clock and of processor time, and the last result."""
    seconds, processor, result = [], [], None
    for _ in range(3):
        start, spent = time.perf_counter(), sum(os.times()[:4])
        result = call()
        seconds.append(time.perf_counter() - start)
        processor.append(sum(os.times()[:4]) - spent)
    return seconds, processor, result


def main() -> None:
    """Print the table."""
    from scs_tracker import geodata
    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger
    from scs_tracker.reporting import (
        issued_editions,
        render_html,
        render_json,
        render_markdown,
        update_archive,
        weekly_facts,
        write_report,
    )
    from scs_tracker.reporting.pdf import render_pdf
    from scs_tracker.reporting.period import Period
    from scs_tracker.reporting.render import pictures

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/tracker.db"
        ledger = Ledger(url)
        for table in ("incidents", "events"):
            ledger.import_file(geodata.shipped(f"incidents/{table}.csv"))
        instant, zone = ledger.last_instant() or "", Settings().zone
        rows: list[tuple[str, list[float], list[float]]] = []

        def stage(label: str, call: Callable[[], Any]) -> Any:
            seconds, processor, result = timed(call)
            rows.append((label, seconds, processor))
            return result

        def facts_of(week: str, **options: Any) -> dict[str, Any]:
            return weekly_facts(incidents, events, week=week, zone=zone, as_of=instant, **options)

        command = [str(Path(sys.executable).with_name("scs-tracker")), "--ledger", url, "weekly", "--week", WEEK]
        stage(
            "scs-tracker weekly, html and json, whole command",
            lambda: subprocess.run([*command, "--out", str(folder / "out")], check=True, stdout=subprocess.DEVNULL),
        )
        incidents = stage("ledger to frame", ledger.incidents)
        events = ledger.events()
        facts = stage("facts", lambda: facts_of(WEEK))
        drawn = stage("pictures", lambda: pictures(facts))
        html = stage("HTML around the pictures", lambda: render_html(facts, drawn=drawn))
        stage("JSON", lambda: render_json(facts))
        stage("Markdown", lambda: render_markdown(facts))
        stage("PDF from the HTML", lambda: render_pdf(html))
        last = Period.parse(WEEK)
        for back in range(52):
            issued = facts_of(str(last.shift(-back)), issue=True)
            write_report(issued, folder / "archive", ["json"])
        stage("archive of 52 weeks: index, feed", lambda: update_archive(folder / "archive"))
        stage("reading what was issued", lambda: issued_editions(folder / "archive"))
        ledger.engine.dispose()
    print(
        f"Week {WEEK}, {len(incidents)} incidents, {len(html) / 1000:.0f} kB of HTML; load {os.getloadavg()[0]:.1f}\n"
    )
    print("| stage | first, s | then, s | processor, first | then |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for label, seconds, processor in rows:
        print(
            f"| {label} | {seconds[0]:.2f} | {min(seconds[1:]):.2f} | {processor[0]:.2f} | {min(processor[1:]):.2f} |"
        )


if __name__ == "__main__":
    main()
