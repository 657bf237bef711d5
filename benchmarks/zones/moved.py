"""What became of the shipped incidents between two checkouts: where they are, in which zones, and who claims the place.

Run by hand: ``python benchmarks/zones/moved.py OTHER_CHECKOUT [OUT.csv]``. Each checkout places and classifies, with its
own code and data, the incidents of this one; the table has one row an incident that changed.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
from pyproj import Geod

HERE = Path(__file__).parents[2]
PLACE = """
import sys, pandas as pd, geopandas as gpd
from scs_tracker.geocoding import geocode
from scs_tracker import classify
rows = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
words = rows[["location_text", "place", "lat", "lon"]]
placed = gpd.GeoDataFrame(geocode(words).reset_index(drop=True)).assign(date_start=rows["date_start"])
placed = classify(placed).assign(id=rows["id"])
placed["x"], placed["y"] = placed.geometry.x, placed.geometry.y
columns = ["id", "date_start", "x", "y", "radius_km", "method", "zones", "zones_possible", "claimants", "nearest_coast",
           "standing"]
placed[columns].to_csv(sys.stdout, index=False)
"""


def placed(root: Path, incidents: Path) -> pd.DataFrame:
    """Return the incidents as the code and data of a checkout place them."""
    command = [sys.executable, "-c", PLACE, str(incidents)]
    found = subprocess.run(
        command, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, check=True, capture_output=True, text=True
    )
    return pd.read_csv(io.StringIO(found.stdout), keep_default_na=False, na_values={"x": [""], "y": [""]}).set_index(
        "id"
    )


def compare(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return one row an incident that moved or whose zones or claimants differ."""
    away = Geod(ellps="WGS84").inv(old["x"], old["y"], new["x"], new["y"])[2]
    table = pd.DataFrame({"date": new["date_start"], "moved_km": (away / 1000).round(1)}, index=new.index)
    for column in ("zones", "zones_possible", "claimants"):
        before, after = (frame[column].str.split(";").map(set) for frame in (old, new))
        table[f"{column}_gone"] = [";".join(sorted(b - a - {""})) for b, a in zip(before, after, strict=True)]
        table[f"{column}_new"] = [";".join(sorted(a - b - {""})) for b, a in zip(before, after, strict=True)]
    for column in ("method", "nearest_coast"):
        table[column] = [a if b == a else f"{b} > {a}" for b, a in zip(old[column], new[column], strict=True)]
    table["words_before"], table["words_now"] = (frame["standing"].str.split().str.len() for frame in (old, new))
    changed = (table["moved_km"] > 0.1) | (table.filter(regex="_(gone|new)$") != "").any(axis=1)
    return table[changed | (old["x"].isna() != new["x"].isna())]


def main(other: str, out: str = "") -> None:
    """Print what changed, counted, and write the table."""
    incidents = HERE / "geodata/incidents/incidents.csv"
    old, new = placed(Path(other), incidents), placed(HERE, incidents)
    table = compare(old, new)
    print(f"{len(new)} incidents, {len(table)} changed, {(table['moved_km'] > 0.1).sum()} moved")
    for column in ("zones", "zones_possible", "claimants"):
        for way in ("gone", "new"):
            counts = table[f"{column}_{way}"].str.split(";").explode().value_counts().drop("", errors="ignore")
            print(f"{column} {way}: {', '.join(f'{zone} {count}' for zone, count in counts.head(25).items())}")
    for name, frame in (("before", old), ("now", new)):
        words = frame["standing"].str.split().str.len()
        print(
            f"words of the sentence {name}: median {words.median():.0f}, p90 {words.quantile(0.9):.0f}, most {words.max()}"
        )
    if out:
        table.reset_index().to_csv(out, index=False, lineterminator="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
