"""How long the whole standing of many points takes in two checkouts, in one run, and whether their answers are equal.

Run by hand, on a machine that does nothing else: ``python benchmarks/zones/before_after.py OTHER_CHECKOUT [1e6]``. Each
checkout classifies the same points with its own code and data, in a process of its own, one after the other; the times
are of the second call, and of the first, which loads what is loaded once. Distances are compared to the metre, all other
columns by their text.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parents[2]
METRES = 1852.0
CLASSIFY = """
import sys, time
import pandas as pd
from scs_tracker import classify

frame = pd.read_parquet(sys.argv[1])
for name in ("first", "again"):
    clock, processor = time.perf_counter(), time.process_time()
    answer = classify(frame)
    print(name, time.perf_counter() - clock, time.process_time() - processor)
pd.DataFrame(answer.drop(columns="geometry")).to_parquet(sys.argv[2])
"""


def points(count: int) -> pd.DataFrame:
    """Return points in the sea and on the land around it, each on one of nine thousand days."""
    random = np.random.default_rng(3)
    days = pd.date_range("2000-01-01", "2024-12-31").strftime("%Y-%m-%d").to_numpy()
    lon, lat = random.uniform(99, 127, count), random.uniform(-3, 26, count)
    return pd.DataFrame({"lon": lon, "lat": lat, "date_start": random.choice(days, count)})


def classified(root: Path, given: Path, answer: Path) -> dict[str, tuple[float, float]]:
    """Return the seconds on the clock and of the processor of both calls in a checkout."""
    run = subprocess.run(
        [sys.executable, "-c", CLASSIFY, str(given), str(answer)], cwd=root, check=True, capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": str(root)},
    )  # fmt: skip
    found = (line.split() for line in run.stdout.splitlines())
    return {name: (float(clock), float(processor)) for name, clock, processor in found}


def differences(before: pd.DataFrame, now: pd.DataFrame) -> str:
    """Say by how much the distances differ at most, and how many cells of other columns do."""
    numbers = [name for name in before.columns if before[name].dtype.kind == "f" and name not in {"lon", "lat"}]
    stays = [name for name in numbers if name != "nearest_feature_nm"]  # features are added to the gazetteer
    most = max(float((before[name] - now[name]).abs().max()) * METRES for name in stays)
    texts = {name: int((before[name] != now[name]).sum()) for name in before.columns if name not in numbers}
    other = ", ".join(f"{name} {count:,}" for name, count in texts.items() if count) or "none"
    return f"distances differ by at most {most:.2f} m (printed in steps of 1.85 m); other cells that differ: {other}"


def main(other: str, count: str = "1e6") -> None:
    """Print the times of both checkouts, and how their answers differ."""
    with tempfile.TemporaryDirectory() as folder:
        given, answers = Path(folder, "points.parquet"), [Path(folder, f"{name}.parquet") for name in ("before", "now")]
        points(int(float(count))).to_parquet(given)
        for name, root, answer in zip(("before", "now"), (Path(other).resolve(), HERE), answers, strict=True):
            for call, (clock, processor) in classified(root, given, answer).items():
                print(f"{name}, {call}: {clock:.1f} s on the clock, {processor:.1f} s of the processor")
        print(differences(*(pd.read_parquet(answer) for answer in answers)))


if __name__ == "__main__":
    main(*sys.argv[1:])
