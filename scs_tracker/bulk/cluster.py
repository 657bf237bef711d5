"""Run tasks in this process, in several processes of this machine, or on a running Dask cluster."""

from __future__ import annotations

import concurrent.futures
import contextlib
import importlib.util
import logging
import tempfile
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Run = Callable[[Callable[..., Any], Path, str, Sequence[int]], Iterator[tuple[int, Any]]]

_ANSWER_WITHIN_S: Final = 10
INSTALL: Final = "pip install 'scs-tracker[bulk]'"
#: Dask samples what its workers do a hundred times a second, and looks after them tens of times: a tenth of their work.
SELDOM: Final = {
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "2s",
}


@contextlib.contextmanager
def run_tasks(scheduler: str | None, workers: int, dashboard: Callable[[str], object] | None = None) -> Iterator[Run]:
    """Yield a function that runs a task for each given number and yields each (number, result) when it is finished.

    With one worker everything runs in this process. ``dashboard`` is called with the URL of Dask's dashboard. Raise
    ``TrackerError`` if Dask is not installed, the scheduler does not answer, or a worker fails repeatedly.
    """
    if dashboard is not None and importlib.util.find_spec("bokeh") is None:
        raise TrackerError("--dashboard needs bokeh; install it with pip install bokeh")
    if scheduler is None and workers == 1 and dashboard is None:
        yield lambda task, folder, fingerprint, numbers: (
            (one, task(folder, fingerprint, one)) for one in list(numbers)
        )
        return
    try:
        import distributed
    except ImportError:
        raise TrackerError(f"more than one worker needs Dask; install it with {INSTALL}, or use --workers 1") from None
    with contextlib.ExitStack() as stack:
        if scheduler is None:
            client = _local(distributed, workers, stack, "127.0.0.1:0" if dashboard is not None else None)
        else:
            client = _remote(distributed, scheduler, stack)
        if dashboard is not None:
            dashboard(client.dashboard_link or "this cluster does not have a dashboard")
        yield lambda task, folder, fingerprint, numbers: _there(client, task, folder, fingerprint, numbers)


def _local(distributed: Any, workers: int, stack: contextlib.ExitStack, dashboard: str | None) -> Any:
    """Start local Dask workers with one thread each, and return a client for them."""
    import dask

    if dashboard is None:  # which shows what is sampled
        stack.enter_context(dask.config.set(SELDOM))
    scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="scs-tracker-bulk-"))
    cluster = distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address=dashboard,
        local_directory=scratch,
        silence_logs=logging.CRITICAL,
    )
    stack.enter_context(cluster)
    return stack.enter_context(distributed.Client(cluster))


def _remote(distributed: Any, scheduler: str, stack: contextlib.ExitStack) -> Any:
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what is wrong is said in one sentence of ours
    try:
        client = distributed.Client(scheduler, timeout=_ANSWER_WITHIN_S)
    except (OSError, ValueError, TypeError) as error:
        reason = str(error).split("\n", maxsplit=1)[0] if isinstance(error, ValueError | TypeError) else "no answer"
        text = f"no Dask scheduler at {scheduler} within {_ANSWER_WITHIN_S} s ({reason}); start one with dask scheduler"
        raise TrackerError(text) from None
    stack.callback(client.close)
    if not client.scheduler_info(n_workers=-1)["workers"]:
        raise TrackerError(f"the Dask scheduler at {scheduler} has no workers; start one with dask worker {scheduler}")
    return client


def _there(
    client: Any, task: Callable[..., Any], folder: Path, fingerprint: str, numbers: Sequence[int]
) -> Iterator[tuple[int, Any]]:
    """Run tasks on a Dask cluster and yield each (number, result); the tasks of a lost worker are repeated."""
    import distributed

    names = [f"scs-bulk-{task.__name__}-{fingerprint[:12]}-{number}" for number in numbers]
    futures = [
        client.submit(task, folder, fingerprint, number, key=name, pure=False)
        for number, name in zip(numbers, names, strict=True)
    ]
    order = {future.key: number for future, number in zip(futures, numbers, strict=True)}
    try:
        done: Any = distributed.as_completed
        for future, answer in done(futures, with_results=True):
            if isinstance(answer, concurrent.futures.CancelledError):
                raise answer
            yield order[future.key], answer
    except distributed.scheduler.KilledWorker as error:
        text = "workers failed repeatedly on one task, probably out of memory; give them more memory and run again"
        raise TrackerError(text) from error
    except concurrent.futures.CancelledError:
        raise TrackerError(
            "the connection to the Dask scheduler was lost; start the scheduler and run the command again to continue"
        ) from None
    except ModuleNotFoundError as error:
        raise TrackerError(f"a worker does not have {error.name}; run {INSTALL} on all workers") from None
    finally:
        client.cancel(futures)
