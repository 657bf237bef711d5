"""An import that dies leaves all of its file or nothing, no lock, and the next run completes."""

from __future__ import annotations

import itertools
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import sqlalchemy as sa

from scs_tracker.ledger import Ledger
from scs_tracker.ledger.tables import incident, report, revision

if TYPE_CHECKING:
    from collections.abc import Iterator

INCIDENTS = Path(__file__).parents[2] / "geodata" / "incidents" / "incidents.csv"
PROGRAM = "import sys; from scs_tracker.cli import main; sys.argv[0] = 'scs-tracker'; main()"


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty real incidents with their sources."""
    folder = tmp_path_factory.mktemp("input")
    frame = pd.read_csv(INCIDENTS, dtype=str, keep_default_na=False).iloc[::12]
    frame.to_csv(folder / "incidents.csv", index=False)
    sources = pd.read_csv(INCIDENTS.with_name("incident_sources.csv"), dtype=str, keep_default_na=False)
    kept = sources[sources["incident_id"].isin(frame["id"])]
    kept.to_csv(folder / "incident_sources.csv", index=False)
    return folder / "incidents.csv"


@pytest.fixture
def url(ledger_url: str) -> str:
    Ledger(ledger_url).engine.dispose()
    return ledger_url


def content(url: str) -> tuple[list[dict[str, object]], int, int]:
    ledger = Ledger(url)
    with ledger.engine.connect() as connection:
        reports = connection.execute(sa.select(sa.func.count()).select_from(report)).scalar_one()
        revisions = connection.execute(sa.select(sa.func.count()).select_from(revision)).scalar_one()
        rows = connection.execute(sa.select(incident).order_by(incident.c.id)).mappings()
        held = [{key: value for key, value in row.items() if key != "updated_at"} for row in rows]
    ledger.engine.dispose()
    return held, reports, revisions


def whole(small_file: Path, tmp_path: Path) -> tuple[list[dict[str, object]], int, int]:
    """What an uninterrupted import leaves."""
    url = f"sqlite:///{tmp_path}/uninterrupted.db"
    Ledger(url).import_file(small_file)
    return content(url)


def test_a_fault_at_any_statement_leaves_nothing(url: str, small_file: Path, tmp_path: Path) -> None:
    expected = whole(small_file, tmp_path)
    ledger = Ledger(url)
    faults = 0
    for point in range(1, 21):
        countdown = itertools.count(1)

        def stop(*_: object, at: int = point, counted: Iterator[int] = countdown) -> None:
            if next(counted) == at:
                raise RuntimeError("cut here")

        sa.event.listen(ledger.engine, "before_cursor_execute", stop)
        try:
            ledger.import_file(small_file)
        except RuntimeError:
            faults += 1
            assert content(url) == ([], 0, 0)
        finally:
            sa.event.remove(ledger.engine, "before_cursor_execute", stop)
        if content(url)[0]:
            break
    assert faults >= 10
    ledger.import_file(small_file)
    assert content(url) == expected
    ledger.engine.dispose()


def test_a_kill_at_any_moment_leaves_all_or_nothing(url: str, small_file: Path, tmp_path: Path) -> None:
    expected = whole(small_file, tmp_path)
    command = [sys.executable, "-c", PROGRAM, "--ledger", url, "import", str(small_file)]
    random_ = random.Random(20240617)
    started = time.monotonic()
    subprocess.run([*command[:-3], f"sqlite:///{tmp_path}/timed.db", *command[-2:]], check=True, capture_output=True)
    duration = time.monotonic() - started
    outcomes = set()
    for _ in range(10):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=duration * random_.uniform(0.3, 1.05))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        found = content(url)
        assert found in (([], 0, 0), expected)
        outcomes.add(len(found[0]))
    subprocess.run(command, check=True, capture_output=True)
    assert content(url) == expected
