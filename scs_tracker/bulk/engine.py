"""Match billions of positions to claims: read them in pieces, sort them, and classify them in parts.

First, each piece of the input is checked and written to chunks sorted by month, vessel and day. Then parts of about a
million rows are cut from the sorted chunks, depending only on the numbers of rows, and each part is classified and
written. Finished tasks are recorded, so that an interrupted run can continue.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from scs_tracker import geodata
from scs_tracker.bulk import job as jobs
from scs_tracker.bulk.cluster import INSTALL, run_tasks
from scs_tracker.bulk.columns import checked_mapping
from scs_tracker.bulk.inputs import CANONICAL, look_at
from scs_tracker.bulk.spill import UNFINISHED, day_of, month_numbers, read_keys
from scs_tracker.bulk.tallies import monthly_tallies
from scs_tracker.bulk.vessels import read_vessels
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.files import write_atomically
from scs_tracker.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Longs = NDArray[np.int64]
    Progress = Callable[[str, int, int], None]

WORK: Final = ".work"
SUMMARY: Final = "run.json"
#: Rows of a part, duplicates included; a single vessel's day may exceed it.
PART_ROWS: Final = 1 << 20


def run_bulk(  # noqa: PLR0913 - what the command offers
    source: str | Path,
    out: Path,
    *,
    columns: Mapping[str, str] | None = None,
    vessels: Path | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
    dashboard: Callable[[str], object] | None = None,
    progress: Progress | None = None,
    analysis: jobs.Analysis | None = None,
) -> dict[str, Any]:
    """Match vessel positions in files to the claims in force on each date, and return the counts.

    ``source`` is a Parquet or CSV file, a folder or a pattern, as a path or any URL that fsspec can open. ``out`` is
    the output folder, which all workers must be able to access; an interrupted run continues there. ``columns`` maps
    the tracker's names to those of the files; ``vessels`` is a CSV of ``mmsi``, ``imo`` or ``name``, and ``actor``;
    ``scheduler`` is the address of a running Dask cluster, ``tcp://…``; ``workers`` is the number of local processes (1
    does not need Dask, None uses all cores). ``dashboard`` is called with the URL of Dask's dashboard, ``progress``
    with the tasks done and their number; ``analysis`` replaces the default analysis, zones and ship-days.

    The counts for zones are ``rows``, ``positions``, ``duplicates``, ``rejected`` by reason,
    ``times_taken_as_utc``, ``contradictory_vessels``, ``unreadable``, ``first_day``, ``last_day``, ``days_with_data``,
    ``tallies``. Raise ``TrackerError`` if the input or the list of vessels is invalid, the scheduler does not answer,
    or the folder cannot be used; ``UsageError`` for options that cannot be used together.
    """
    if scheduler is not None and workers is not None:
        raise UsageError("--scheduler and --workers cannot be used together; omit --workers for a cluster")
    if workers is not None and workers < 1:
        raise UsageError(f"--workers {workers} is not valid; use 1 or more")
    if importlib.util.find_spec("fsspec") is None:
        raise TrackerError(f"scs-tracker bulk needs an optional extra; install it with {INSTALL}")
    job = _job(str(source), columns, vessels, analysis or ZONES)
    done = _done(out, job)
    if done is not None:
        return done
    tell = progress or (lambda *_: None)
    count = os.cpu_count() or 1 if workers is None else workers
    with run_tasks(scheduler, count, dashboard) as run:
        work = (out / WORK).absolute()
        with _usable(out):
            for name in ("chunks", "read", "parts", "daily", "positions", "rejects"):
                (work / name).mkdir(parents=True, exist_ok=True)
            write_atomically(work / "fingerprint", job.fingerprint.encode())
        jobs.save(work, job)
        reads = _do(run, jobs.read_task, work, job.fingerprint, "read", len(job.pieces), tell)
        parts, keys = job.analysis.plan(work, [name for report in reads for name in report["chunks"]])
        for number, part in enumerate(parts):
            jobs.save_part(work, number, part)
        made = _do(run, job.analysis.task, work, job.fingerprint, "parts", len(parts), tell)
    return _publish(out, job, reads, made, keys)


def _job(source: str, columns: Mapping[str, str] | None, vessels: Path | None, analysis: jobs.Analysis) -> jobs.Job:
    """Return the job of a run after checking its options and inputs, before anything is written."""
    mapping = checked_mapping(columns)
    known = read_vessels(vessels) if vessels is not None else None
    inputs = look_at(source, mapping)
    if analysis.arrange is not None:
        ours = [field for field in inputs.schema if field.name in CANONICAL]
        inputs = replace(inputs, schema=pa.schema(ours))
    content = {
        "version": VERSION,
        "analysis": [analysis.name, *analysis.options],
        "geodata": geodata.version(),
        "mids": hashlib.sha256(geodata.path("mids.csv").read_bytes()).hexdigest(),
        "columns": mapping,
        "vessels": None if known is None else [list(known.actors), {key: dict(by) for key, by in known.by.items()}],
        "files": [[found.address, found.mark, found.groups] for found in inputs.sources],
        "unreadable": inputs.unreadable,
    }
    fingerprint = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    overlay = geodata.overlay()
    own = overlay.absolute() if overlay is not None else None
    return jobs.Job(fingerprint, inputs, tuple(inputs.pieces()), known, own, geodata.version(), analysis)


def _done(out: Path, job: jobs.Job) -> dict[str, Any] | None:
    """Return the counts if the run is finished, else None; raise ``TrackerError`` if the folder has another run."""
    summary, work = out / SUMMARY, out / WORK
    with _usable(out):
        if summary.exists():
            told: dict[str, Any] = json.loads(summary.read_text(encoding="utf-8"))
            if told.get("fingerprint") == job.fingerprint:
                return {**told["counts"], "already_done": True}
            raise TrackerError(f"{out} contains the result of another run; choose another folder or remove it")
        if (work / jobs.JOB).exists() and (work / "fingerprint").read_text(encoding="utf-8") != job.fingerprint:
            raise TrackerError(
                f"{out} contains an unfinished run with other inputs; choose another folder, or remove {work}"
            )
        if not work.exists():
            foreign = [name for name in (*job.analysis.results, SUMMARY) if (out / name).exists()]
            if foreign:
                raise TrackerError(
                    f"{out} already contains {foreign[0]}, which bulk did not write; choose another folder"
                )
        work.mkdir(parents=True, exist_ok=True)  # that it may not be written is said before workers are started
    for folder in (work, out):
        with contextlib.suppress(OSError):  # it holds something
            folder.rmdir()
    return None


@contextlib.contextmanager
def _usable(out: Path) -> Iterator[None]:
    """Raise a one-sentence ``TrackerError`` if the code in the context cannot read or write the folder."""
    try:
        yield
    except (OSError, ValueError) as error:
        in_the_way = isinstance(error, FileExistsError | NotADirectoryError)
        reason = "a file with that name exists" if in_the_way else getattr(error, "strerror", None) or error
        raise TrackerError(f"{out} cannot be written: {reason}; choose another folder") from None


def _do(
    run: Any, task: Callable[..., Any], work: Path, fingerprint: str, kind: str, count: int, tell: Progress
) -> list[dict[str, Any]]:
    """Run the tasks that an earlier attempt did not finish, and return the reports of all tasks, in order."""
    reports = {number: jobs.finished(work, kind, number) for number in range(count)}
    left = [number for number, report in reports.items() if report is None]
    tell(kind, count - len(left), count)
    try:
        for number, report in run(task, work, fingerprint, left):
            reports[number] = report
            left.remove(number)
            tell(kind, count - len(left), count)
    except OSError as error:
        reason = error.strerror or str(error)
        raise TrackerError(f"{work} cannot be used: {reason}; fix the problem and run again to continue") from None
    return [report for report in reports.values() if report is not None]


def plan_parts(work: Path, chunks: Sequence[str]) -> tuple[list[jobs.Part], Longs]:
    """Return parts of the sorted chunks, each within one month, and the keys that occur in them."""
    keys, counts = sum_keys(work / "chunks" / name for name in chunks)
    begins, last = cut_keys(keys, month_numbers(keys), counts, PART_ROWS)
    months, numbers = month_numbers(keys[begins]).astype("datetime64[M]").astype(str).tolist(), Counter[str]()
    parts = []
    for month, sliced in zip(months, slices_of(work, chunks, keys[begins], last), strict=True):
        parts.append(jobs.Part(f"month={month}/part-{numbers[month]:04d}.parquet", sliced))
        numbers[month] += 1
    return parts, keys


def sum_keys(chunks: Iterable[Path]) -> tuple[Longs, Longs]:
    """Return all keys of the chunks in ascending order, and the number of rows for each key."""
    keys, counts = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    for chunk in chunks:
        own, rows = read_keys(chunk)
        both, position = np.unique(np.concatenate([keys, own]), return_inverse=True)
        keys = both
        counts = np.bincount(position, weights=np.concatenate([counts, rows]), minlength=both.size).astype(np.int64)
    return keys, counts


def cut_keys(keys: Longs, group: Longs, counts: Longs, most: int) -> tuple[Longs, Longs]:
    """Return the first and last key of each part; a part has one group and, if possible, at most ``most`` rows.

    The parts depend only on the number of rows for each key, not on the chunks.
    """
    begins: list[int] = []
    rows = most
    for position, (one, count) in enumerate(zip(group.tolist(), counts.tolist(), strict=True)):
        if not begins or one != group[position - 1] or rows + count > most:
            begins.append(position)
            rows = 0
        rows += count
    return np.array(begins, dtype=np.int64), keys[np.array([*begins[1:], keys.size][: len(begins)], dtype=np.int64) - 1]


def slices_of(work: Path, chunks: Sequence[str], first: Longs, last: Longs) -> list[tuple[tuple[str, int, int], ...]]:
    """Return the rows of each range of keys: the name of each chunk, the first row, and the row after the last."""
    slices: list[list[tuple[str, int, int]]] = [[] for _ in first]
    for name in chunks:  # the lists of keys of many chunks at once would fill the memory
        own, rows = read_keys(work / "chunks" / name)
        offsets = np.r_[0, np.cumsum(rows)]
        start, stop = offsets[np.searchsorted(own, first)], offsets[np.searchsorted(own, last, side="right")]
        for part in np.flatnonzero(stop > start).tolist():
            slices[part].append((name, int(start[part]), int(stop[part])))
    return [tuple(sliced) for sliced in slices]


def _publish(
    out: Path, job: jobs.Job, reads: list[dict[str, Any]], made: list[dict[str, Any]], keys: Longs
) -> dict[str, Any]:
    """Write the results, move them to the output folder, write the summary last, and return the counts."""
    work = out / WORK
    rejected = sum((Counter(report["rejected"]) for report in reads), Counter[str]())
    counts: dict[str, Any] = {
        "rows": sum(report["rows"] for report in reads),
        "rejected": dict(sorted(rejected.items())),
        "times_taken_as_utc": sum(report["naive"] for report in reads),
        "unreadable": [f"{name}: {reason}" for name, reason in job.inputs.unreadable]
        + [line for report in reads for line in report["unreadable"]],
    }
    for file in [file for file in work.rglob(f"{UNFINISHED}*") if file.is_file()]:
        file.unlink(missing_ok=True)  # a worker was killed before the file got its name; another has made it anew
    counts |= job.analysis.write(work, job, made, keys)
    if not counts["positions"]:
        shutil.rmtree(work)
        with contextlib.suppress(OSError):  # it held something before
            out.rmdir()
        reasons = ", ".join(f"{number} {reason}" for reason, number in counts["rejected"].items())
        reasons = "; ".join(filter(None, (reasons, *counts["unreadable"][:3]))) or "the files have no rows"
        raise TrackerError(f"none of {counts['rows']} rows is a valid position ({reasons}); nothing was written")
    if counts["unreadable"]:
        lines = "".join(f"{line}\n" for line in counts["unreadable"])
        write_atomically(work / "rejects" / "unreadable.txt", lines.encode())
    try:
        for name in job.analysis.results:
            if (work / name).exists() and not (out / name).exists():  # a run that was stopped here has moved some
                (work / name).replace(out / name)
    except OSError as error:
        raise TrackerError(f"{out} cannot be written: {error.strerror}; choose another folder") from None
    told = {"fingerprint": job.fingerprint, "version": VERSION, "geodata": job.geodata_version, "counts": counts}
    write_atomically(out / SUMMARY, (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode())
    shutil.rmtree(work)
    return counts


def _write_zones(work: Path, _job: jobs.Job, made: list[dict[str, Any]], keys: Longs) -> dict[str, Any]:
    """Write the tallies next to the positions, and return the numbers of rows for the summary."""
    first_days = month_numbers(keys).astype("datetime64[M]").astype("datetime64[D]")
    days = np.unique(first_days + (day_of(keys) - 1).astype("timedelta64[D]"))
    daily = (pd.read_parquet(file) for file in sorted((work / "daily").glob("*.parquet")))
    tallies = monthly_tallies(daily, days) if made else pd.DataFrame()
    write_atomically(work / "tallies.csv", tallies.to_csv(index=False, lineterminator="\n").encode())
    tallies.to_parquet(work / "tallies.parquet", index=False)
    return {
        "positions": sum(report["positions"] for report in made),
        "duplicates": sum(report["duplicates"] for report in made),
        "contradictory_vessels": sum(report["torn"] for report in made),
        "first_day": str(days[0]) if days.size else "",
        "last_day": str(days[-1]) if days.size else "",
        "days_with_data": int(days.size),
        "tallies": len(tallies),
    }


#: Zones, nearest features and flags for each position, and ship-days by zone.
ZONES: Final = jobs.Analysis(
    "zones", plan_parts, jobs.part_task, _write_zones, ("positions", "rejects", "tallies.parquet", "tallies.csv")
)
