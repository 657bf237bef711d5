"""Ways in which the press says where, as a table of expressions with their answers: data/wordings.csv.

A row is what a reader of the words expects: the place, or that none is told. Distances and radii are in kilometres.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.candidates import kilometres

FILE = Path(__file__).parent / "data" / "wordings.csv"


def read() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("row", read(), ids=lambda row: row["text"][:60])
def test_a_wording_leads_to_its_place(row: dict[str, str]) -> None:
    found = resolve_text(row["text"])
    assert (found.status, found.method, found.feature_id) == (row["status"], row["method"], row["feature"]), (
        found.reason
    )
    if found.status != "resolved":
        assert found.reason
        assert set(row["alternatives"].split(";")) - {""} <= set(found.alternatives)
        return
    assert found.lat is not None
    assert found.lon is not None
    radius_km = float(row["radius_km"])
    assert kilometres(found.lat, found.lon, float(row["lat"]), float(row["lon"])) <= max(1.0, 0.05 * radius_km)
    assert found.radius_km == pytest.approx(radius_km, rel=0.05, abs=0.5)
