"""A map of ten incidents beside ``GeoDataFrame.explore()`` of the same rows: bytes of the file, seconds to make it.

    python benchmarks/map/ten.py

The first map of a process reads the reference data; it is timed apart. The others are the median of seven.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import folium
from fifty_thousand import shipped

from scs_tracker.mapping import incident_map, save_map

if TYPE_CHECKING:
    from collections.abc import Callable


def seconds(make: Callable[[], None]) -> tuple[float, float]:
    """Return the seconds of the first call and the median of seven more."""
    times = []
    for _ in range(8):
        start = time.perf_counter()
        make()
        times.append(time.perf_counter() - start)
    return times[0], statistics.median(times[1:])


def main() -> None:
    """Print one line a way of making the map."""
    ten = shipped().query("radius_km <= 20").iloc[-10:]
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.html", Path(folder) / "theirs.html"

        def scs() -> None:
            save_map(incident_map(ten, recipe="overview"), ours)

        def plain() -> None:
            map_ = folium.Map([12, 114], tiles=None)
            folium.GeoJson(ten.drop(columns=[])).add_to(map_)
            map_.save(str(theirs))

        for name, make, file in (("incident_map", scs, ours), ("folium.GeoJson, libraries online", plain, theirs)):
            first, next_ = seconds(make)
            print(f"{name:34} {file.stat().st_size / 1000:8.0f} kB   first {first:6.2f} s   then {next_:6.2f} s")


if __name__ == "__main__":
    main()
