"""Ways from a place as people type them."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.context import kilometres


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("64 nm due W San Antonio, Zambales", 14.944, 118.985),  # was the town itself
        ("28NM/090 Con Dao", 8.686, 107.079),
        ("28 nm 090 Con Dao", 8.686, 107.079),
        ("Spratly Island, 9 nm to NW", 8.752, 111.813),
        ("Spratly Island - 9 nm NW", 8.752, 111.813),
        ("12 nautical miles silangan ng Panatag", 15.149, 117.971),
    ],
)
def test_a_distance_and_a_way_lead_from_the_place_to_another(text: str, lat: float, lon: float) -> None:
    found = resolve_text(text)
    assert kilometres(found.lat or 0, found.lon or 0, lat, lon) < 1
