"""A watch officer: claims around a ship's position today, and incidents near it in the last ninety days."""

import json
from pathlib import Path

import pyproj

import scs_tracker as scs

SHIP, TODAY = (9.95, 116.1), "2024-09-01"
answer = scs.locate(*SHIP, date=TODAY, radius_km=1.0)

recent = scs.typed(scs.Ledger("tracker.db").incidents())
recent = recent[recent["begin"].between("2024-06-03", TODAY) & recent.geometry.notna()]
ellipsoid = pyproj.Geod(ellps="WGS84")
count = len(recent)
_, _, metres = ellipsoid.inv([SHIP[1]] * count, [SHIP[0]] * count, recent.geometry.x, recent.geometry.y)
near = recent.assign(miles=metres / 1852)
near = near[near["miles"] <= 60].sort_values("miles")

brief = {
    "standing": answer["standing"],
    "near": [f"{row.miles:.0f} nm: {row.date_start} {row.types} ({row.id})" for row in near.itertuples()],
}
Path("brief.json").write_text(json.dumps(brief, indent=2), encoding="utf-8")
