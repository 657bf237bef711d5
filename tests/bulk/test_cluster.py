"""Two real Dask workers, each a process of its own; one of them is killed in mid-run."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from bulk.conftest import digests

from scs_tracker.bulk import cluster as cluster_of
from scs_tracker.bulk import engine, inputs
from scs_tracker.bulk.engine import run_bulk
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class Cluster:
    """A scheduler and its workers, as a user starts them."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self.workers: list[subprocess.Popen[str]] = []
        scheduler = self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.address = self._read(scheduler, r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")

    def add_worker(self) -> None:
        """Start a worker without a nanny, so that nothing brings it back."""
        options = ("--host", "127.0.0.1", "--no-nanny", "--nthreads", "1", "--no-dashboard")
        worker = self._start("dask_worker", self.address, *options, "--local-directory", str(self._folder))
        self._read(worker, r"(Registered to)")
        self.workers.append(worker)

    def _start(self, module: str, *options: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *options]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self._stack.callback(self._stop, process)
        return process

    @staticmethod
    def _stop(process: subprocess.Popen[str]) -> None:
        process.kill()
        process.communicate()

    @staticmethod
    def _read(process: subprocess.Popen[str], pattern: str) -> str:
        """Read the log up to the line that is looked for."""
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(pattern, line):
                return found[1]
        pytest.fail(f"the process ended with {process.wait()} before it said {pattern}")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(tmp_path, stack)


def test_a_worker_that_is_killed_changes_nothing(
    cluster: Cluster, fleet: pd.DataFrame, tmp_path: Path, vessel_list: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "UNIT_ROWS", 100)
    monkeypatch.setattr(engine, "PART_ROWS", 150)
    for _ in range(2):
        cluster.add_worker()
    source = tmp_path / "in.parquet"
    fleet.to_parquet(source, row_group_size=100)
    told: list[tuple[str, int, int]] = []

    def kill(stage: str, done: int, total: int) -> None:
        told.append((stage, done, total))
        if (stage, done) == ("parts", 4):
            os.kill(cluster.workers[0].pid, signal.SIGKILL)

    out = tmp_path / "out"
    counts = run_bulk(source, out, vessels=vessel_list, scheduler=cluster.address, progress=kill)
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert cluster.workers[1].poll() is None
    total = told[-1][2]
    assert told[-1] == ("parts", total, total)
    assert total > 15
    assert counts["positions"] == 3_000
    run_bulk(source, tmp_path / "alone", vessels=vessel_list, workers=1)
    assert digests(out) == digests(tmp_path / "alone")


def test_a_scheduler_without_workers_is_said(cluster: Cluster, fleet: pd.DataFrame, tmp_path: Path) -> None:
    fleet.to_parquet(tmp_path / "in.parquet")
    with pytest.raises(TrackerError, match=r"has no workers; start one with dask worker tcp://127\.0\.0\.1"):
        run_bulk(tmp_path / "in.parquet", tmp_path / "out", scheduler=cluster.address)


def test_a_scheduler_that_does_not_answer_is_one_sentence(
    fleet: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_of, "_ANSWER_WITHIN_S", 1)
    fleet.to_parquet(tmp_path / "in.parquet")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(TrackerError, match=f"no Dask scheduler at {address} within 1 s") as caught:
        run_bulk(tmp_path / "in.parquet", tmp_path / "out", scheduler=address)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("address", ["nowhere", "http://x", "tcp://127.0.0.1:notaport"])
def test_an_address_that_is_none_is_one_sentence(address: str, fleet: pd.DataFrame, tmp_path: Path) -> None:
    fleet.to_parquet(tmp_path / "in.parquet")
    with pytest.raises(TrackerError, match=f"no Dask scheduler at {address}"):
        run_bulk(tmp_path / "in.parquet", tmp_path / "out", scheduler=address)


def test_processes_of_this_machine_give_the_same(fleet: pd.DataFrame, tmp_path: Path) -> None:
    fleet.to_parquet(tmp_path / "in.parquet")
    run_bulk(tmp_path / "in.parquet", tmp_path / "two", workers=2)
    run_bulk(tmp_path / "in.parquet", tmp_path / "one", workers=1)
    assert digests(tmp_path / "two") == digests(tmp_path / "one")


def test_workers_of_this_machine_are_not_sampled_all_the_time(tmp_path: Path) -> None:
    def asked(*_: object) -> bool:
        from distributed import get_worker

        return "profile" in get_worker().periodic_callbacks

    with cluster_of.run_tasks(None, 2) as run:
        assert dict(run(asked, tmp_path, "fingerprint", [0, 1])) == {0: False, 1: False}
