"""An import that dies leaves all of its file or nothing, no lock, and the next run completes."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
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


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some real incidents with their sources."""
    folder = tmp_path_factory.mktemp("input")
    frame = pd.read_csv(INCIDENTS, dtype=str, keep_default_na=False).iloc[::60]
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
    for point in range(1, 22, 2):
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
    assert faults >= 6
    ledger.import_file(small_file)
    assert content(url) == expected
    ledger.engine.dispose()


def import_and_die(url: str, file: Path, at: int) -> None:
    """Import ``file`` in a process that is killed at its statement number ``at``, as by the system."""
    process = os.fork()
    if process:
        _, status = os.waitpid(process, 0)
        assert os.WIFSIGNALED(status)
        assert os.WTERMSIG(status) == signal.SIGKILL
        return
    with contextlib.suppress(BaseException):  # the child ends here, whatever happens to it
        counted = itertools.count(1)

        def die(*_: object) -> None:
            if next(counted) == at:
                os.kill(os.getpid(), signal.SIGKILL)

        ledger = Ledger(url)
        sa.event.listen(ledger.engine, "before_cursor_execute", die)
        ledger.import_file(file)
    os._exit(1)


def test_a_kill_at_any_moment_leaves_all_or_nothing(url: str, small_file: Path, tmp_path: Path) -> None:
    expected = whole(small_file, tmp_path)
    statements = itertools.count()
    ledger = Ledger(f"sqlite:///{tmp_path}/counted.db")
    sa.event.listen(ledger.engine, "before_cursor_execute", lambda *_: next(statements))
    ledger.import_file(small_file)
    last = next(statements)
    for at in (1, last // 3, last // 2, last - 2, last):
        import_and_die(url, small_file, at)
        assert content(url) == ([], 0, 0)
    Ledger(url).import_file(small_file)
    assert content(url) == expected
