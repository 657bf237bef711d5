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


def test_by_leads_to_one_of_thirty_two_points() -> None:
    found = resolve_text("72.6 nautical miles west by the south of Silanguin Island")  # was due south
    assert kilometres(found.lat or 0, found.lon or 0, 14.543, 118.943) < 1


def test_nautical_miles_make_sure_of_a_reef_and_with_a_direction_of_a_town() -> None:
    assert resolve_text("about 30 nautical miles from Panatag").feature_id == "scarborough-shoal"
    assert resolve_text("35 nautical miles hilagang-kanluran ng Iba").feature_id == "iba"
    assert resolve_text("within 40 nautical miles of Santa Ana").status == "ambiguous"
    assert resolve_text("20 nautical miles north of San Vicente, Ilocos Sur").status == "ambiguous"
    assert resolve_text("40 nautical miles from Robert's yacht").status == "ambiguous"


def test_figures_before_a_direction_are_no_distance() -> None:
    assert resolve_text("CCG 21551 was north of Scarborough Shoal").feature_id == "scarborough-shoal"
    assert resolve_text("14 Feb west of Palawan").status == "resolved"
    assert resolve_text("from Sabina Shoal to NE Palawan").method == "between"


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("Scarborough Shl, 28 NM E of", 15.148, 118.246),  # these were the places themselves
        ("Woody I. 120°/22 nm", 16.650, 112.670),
        ("abt 70 n. miles S of Sanya", 17.083, 109.509),
        ("12 nm N.W. of Pratas", 20.842, 116.566),
        ("285°T x 41 NM from C. Bojeador", 18.684, 119.897),
        ("cách Lý Sơn 45 hl về phía ĐB", 15.912, 109.673),
        ("西沙海域永兴岛以北约60海里处", 17.838, 112.340),
    ],
)
def test_short_forms_of_ways_and_units(text: str, lat: float, lon: float) -> None:
    found = resolve_text(text)
    assert kilometres(found.lat or 0, found.lon or 0, lat, lon) < 1


def test_a_mark_of_minutes_is_no_unit_of_distance() -> None:
    assert resolve_text("18' SSE of Pratas I.").status == "unresolved"
    assert (resolve_text("N. of Pratas").lat or 0) > 20.8
