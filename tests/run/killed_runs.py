"""Runs that are killed at random moments and in the middle of files, one after the other; for test_killed_runs.

Each run is a process of its own, forked from one that has loaded all, which lets ten of them end within seconds.
Usage: killed_runs.py FOLDER KILLS SEED
"""

from __future__ import annotations

import itertools
import json
import math
import os
import random
import signal
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from undrawn import undrawn

from scs_tracker import config, run
from scs_tracker.files import write_atomically
from scs_tracker.run import outputs

if TYPE_CHECKING:
    from scs_tracker.ledger import Ledger

#: So many more runs are killed in the middle of a file.
AT_WRITES = 3
FIRST_MONDAY = date(2024, 9, 9)


def main(folder: Path, kills: int, seed: int) -> None:
    undrawn(setattr)
    outputs.draw_map = draw
    warm = config.load(folder / "warm" / "tracker.toml")
    run.run(warm, clock=lambda: instant(0))
    settings = config.load(folder / "work" / "tracker.toml")
    rows = (folder / "rows.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    random_ = random.Random(seed)
    duration = math.inf  # of the shortest run that came to its end: on a busy machine one may take thrice as long
    for number in range(kills + AT_WRITES + 2):
        table = settings.folder / "incidents.csv"
        table.write_text("".join(rows[: 3 + number]), encoding="utf-8")
        # the first run shows how long one takes, and the last is left alone as well
        wait = duration * random_.uniform(0.02, 1.0) if 0 < number <= kills else None
        write = random_.randint(1, 12) if kills < number <= kills + AT_WRITES else 0
        started = time.monotonic()
        ended = one_run(settings, instant(number), wait, write)
        if ended == 0:
            duration = min(duration, time.monotonic() - started)
        print(json.dumps({"ended": ended} | state(settings)), flush=True)  # noqa: T201 - the test reads it


def draw(_ledger: Ledger, _recipe: str, out: Path) -> Path:
    return write_atomically(out, b"<html>" + b" " * 1_000_000 + b"</html>")


def instant(number: int) -> str:
    return f"{FIRST_MONDAY + timedelta(weeks=number)}T00:00:00.000000Z"


def one_run(settings: config.Settings, today: str, wait: float | None, write: int) -> int:
    """Run in a process of its own; return its exit code, negative for a signal.

    It is killed after ``wait`` seconds, or in the middle of its file number ``write``, or not at all.
    """
    process = os.fork()
    if process == 0:
        code = 1
        written = itertools.count(1)
        sync = os.fsync

        def cut(handle: int) -> None:
            if next(written) == write:
                os.kill(os.getpid(), signal.SIGKILL)
            sync(handle)

        os.fsync = cut
        try:
            run.run(settings, clock=lambda: today)
            code = 0
        finally:
            os._exit(code)
    deadline = time.monotonic() + (wait if wait is not None else 120)
    while time.monotonic() < deadline:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def state(settings: config.Settings) -> dict[str, list[str]]:
    """Return the files that lie there, and those that are not whole."""
    files = [file for file in settings.resolve(settings.maps).rglob("*") if file.is_file()]
    shown = [file for file in files if not file.name.startswith(".")]
    return {"shown": sorted(file.name for file in shown), "broken": [file.name for file in shown if not whole(file)]}


def whole(file: Path) -> bool:
    text = file.read_text(encoding="utf-8").rstrip()
    if file.suffix == ".json":
        try:
            json.loads(text)
        except ValueError:
            return False
        return True
    return text.endswith({".html": "</html>", ".xml": "</feed>"}[file.suffix])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
