from __future__ import annotations

import pytest

from scs_tracker.sentences import places


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("Sabina Shoal", "at Sabina Shoal"),
        ("Luconia Shoals", "at the Luconia Shoals"),
        ("Natuna Islands", "at the Natuna Islands"),
        ("North Natuna Sea", "in the North Natuna Sea"),
        ("Crescent Group", "at the Crescent Group"),
        ("Con Dao", "at Con Dao"),
        ("Penghu (Pescadores)", "at Penghu (Pescadores)"),
        ("Manila Bay", "in Manila Bay"),
        ("Zambales", "off Zambales"),
        ("Off Sabah", "off Sabah"),
        ("Nowhere Reef", "at Nowhere Reef"),
        ("", "at an unknown place"),
    ],
)
def test_a_place_has_its_preposition(place: str, words: str) -> None:
    assert places.phrase(place) == words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"method": "feature", "radius_km": 4.0}, "at Sabina Shoal"),
        ({"method": "feature", "radius_km": 80.0}, "at or near Sabina Shoal"),
        ({"method": "none", "radius_km": None}, "at or near Sabina Shoal"),
        ({"method": "offset", "radius_km": 4.0}, "at or near Sabina Shoal"),
        (
            {"method": "offset", "radius_km": 5.0, "lat": 9.5, "lon": 116.73},
            "about 22 nautical miles (40 km) southeast",
        ),
        ({"method": "offset", "radius_km": 60.0, "lat": 9.5, "lon": 116.73}, "at or near Sabina Shoal"),
    ],
)
def test_a_position_is_no_nearer_than_it_is_known(row: dict[str, object], words: str) -> None:
    assert places.where({"place": "Sabina Shoal", **row}).startswith(words)


def test_a_distance_off_islands_has_their_article() -> None:
    row = {"method": "offset", "radius_km": 5.0, "lat": 20.56, "lon": 116.72}
    assert places.where({"place": "Pratas Islands", **row}).endswith(" south of the Pratas Islands")


def test_no_distance_is_told_off_a_sea_or_a_province() -> None:
    row = {"method": "offset", "radius_km": 5.0, "lat": 15.1, "lon": 119.0}
    assert places.where({"place": "Zambales", **row}) == "off Zambales"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"method": "feature", "feature_id": "sabina-shoal"}, "at Sabina Shoal"),
        ({"method": "offset", "feature_id": "sabina-shoal", "lat": 9.5, "lon": 116.73}, "about 22 nautical miles"),
        ({"method": "none", "feature_id": ""}, "at an unknown place"),
        ({"method": "coordinates", "feature_id": "sabina-shoal"}, "at an unknown place"),
        (
            {"method": "coordinates", "feature_id": "", "lat": 5.3, "lon": 112.5, "radius_km": 7.85},
            "at or near 5.30° N, 112.50° E",
        ),
    ],
)
def test_a_row_without_a_name_of_ours_is_told_by_the_feature_that_its_words_name(row: dict[str, object], words: str):
    assert places.where({"place": "", "radius_km": 4.0, **row}).startswith(words)
