"""A list of places means all of them, never the first alone."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.context import kilometres
from scs_tracker.geocoding.names import gazetteer


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("over Mischief Reef and Subi Reef", ("mischief-reef", "subi-reef")),
        ("within 12 nm of Mischief Reef and Second Thomas Shoal", ("mischief-reef", "second-thomas-shoal")),
        ("仁爱礁和仙宾礁附近海域", ("second-thomas-shoal", "sabina-shoal")),
    ],
)
def test_places_near_each_other_are_one_disc_that_holds_them_all(text: str, ids: tuple[str, ...]) -> None:
    found = resolve_text(text)
    assert (found.feature_id, *found.alternatives) == ids
    for one in (gazetteer().features[name] for name in ids):
        assert kilometres(found.lat, found.lon, one.lat, one.lon) + one.radius_km <= found.radius_km + 0.01


@pytest.mark.parametrize(
    "text",
    [
        "Scarborough, Second Thomas and Sabina shoals",
        "near Scarborough Shoal, Second Thomas Shoal and Sabina Shoal",
        "patrols at Scarborough Shoal and Thitu Island",
    ],
)
def test_places_far_apart_are_left_to_a_person_with_all_of_them(text: str) -> None:
    found = resolve_text(text)
    assert found.status == "ambiguous"
    assert found.alternatives[0] == "scarborough-shoal"
    assert len(found.alternatives) > 1


def test_a_hint_says_which_of_a_list_is_meant() -> None:
    assert resolve_text("at Scarborough Shoal and Thitu Island", place="Thitu Island").feature_id == "thitu-island"


@pytest.mark.parametrize("text", ["Second Thomas Shoal, Palawan", "from Subi Reef to Thitu Island"])
def test_what_only_tells_where_a_place_lies_makes_no_list(text: str) -> None:
    assert "several places" not in resolve_text(text).reason


def test_a_plus_ties_a_list() -> None:
    assert resolve_text("Gaven Reef, Hughes Reef + Johnson South Reef").alternatives != ()
