"""The bulk run of two checkouts in one run: processor time by stage, memory, and whether the results are the same bytes.

Run by hand: ``python benchmarks/bulk/before_after.py BEFORE AFTER 1e6 4e6 [--folder DIR]``, where BEFORE and AFTER are
checkouts (``git worktree add``). The positions are those of benchmark.py. Each runs in a process of its own, with one
worker and without Dask; the load is printed, since on a busy machine processor time alone compares.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any


def spent() -> float:
    """Return the seconds of processor time that this process has taken."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measure(source: Path, out: Path) -> dict[str, Any]:
    """Run the whole and return what it took, and a hash of all positions, rejects and tallies."""
    from scs_tracker.bulk.engine import run_bulk

    stages: dict[str, float] = {}
    last, begin = "start", spent()

    def tell(kind: str, *_: int) -> None:
        nonlocal last, begin
        stages[last] = stages.get(last, 0.0) + spent() - begin
        last, begin = kind, spent()

    run_bulk(source, out, workers=1, progress=tell)
    tell("end")
    digest = hashlib.sha256()
    for file in sorted(file for file in out.rglob("*") if file.is_file() and file.name != "run.json"):
        digest.update(str(file.relative_to(out)).encode())
        digest.update(file.read_bytes())
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": sum(stages.values()), "stages": stages, "mib": mib, "sha256": digest.hexdigest()}


def main() -> None:
    """Print a line for each checkout and size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("sizes", nargs="*", default=["1e6"])
    parser.add_argument("--folder", type=Path, help="keeps the positions for another run")
    parser.add_argument("--measure", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if asked.measure:
            print(json.dumps(measure(asked.measure, Path(scratch) / "out")))
            return
        from benchmark import make

        for size in (int(float(size)) for size in asked.sizes):
            source = (asked.folder or Path(scratch)) / f"positions-{size}"
            if not source.exists():
                make(size, source)
            for checkout in (asked.before, asked.after):
                command = [sys.executable, __file__, str(asked.before), str(asked.after), "--measure", str(source)]
                environment = os.environ | {"PYTHONPATH": str(checkout.absolute())}
                answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
                found = json.loads(answer.stdout)
                stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in found["stages"].items())
                print(f"{size:,} rows, {checkout.name}: {found['cpu']:.1f} s ({stages}), {found['mib']:,.0f} MiB, "
                      f"{found['sha256'][:16]}, load {os.getloadavg()[0]:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
