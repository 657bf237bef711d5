"""Turns of the press that misled the geocoder once: each is read as its writer meant it."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding import resolve_text


@pytest.mark.parametrize(
    "text",
    [
        "ông Nguyễn Trường Sa",
        "bà Lê Thị Lý Sơn",
        "si Ginoong Reynaldo Ayungin",
        "taga-Masinloc na mangingisda",
        "nhà hàng Phú Quốc",
        "Sekolah Kebangsaan Pulau Redang",
    ],
)
def test_people_schools_and_restaurants_are_no_places(text: str) -> None:
    assert resolve_text(text).status == "unresolved"


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("vùng biển cách mũi Đại Lãnh (Phú Yên) 35 hải lý", "cape-dai-lanh"),
        ("trên vùng biển Côn Đảo (Bà Rịa - Vũng Tàu)", "con-dao"),
        ("di perairan Sabah berhampiran Pulau Layang-Layang", "swallow-reef"),
        ("Palawan, Puerto Princesa", "puerto-princesa"),
    ],
)
def test_the_sharper_place_is_taken_and_a_town_in_brackets_only_tells_where(text: str, feature: str) -> None:
    found = resolve_text(text)
    assert (found.status, found.feature_id) == ("resolved", feature)


def test_a_distance_behind_the_owner_of_a_place_counts() -> None:
    found = resolve_text("nằm cách đảo Tri Tôn của Việt Nam 17 hải lý")
    assert (found.feature_id, found.method) == ("triton-island", "offset")
    assert found.radius_km > 17 * 1.852


def test_a_name_in_doubt_counts_in_a_list_of_reefs() -> None:
    found = resolve_text("near Ayungin, Escoda and Panatag")
    assert found.status == "ambiguous"
    assert found.alternatives == ("second-thomas-shoal", "sabina-shoal", "scarborough-shoal")
    assert resolve_text("Panatag").status == "ambiguous"


def test_degrees_with_hyphens_and_malay_letters() -> None:
    found = resolve_text("04-50-12 U / 108-22-30 T")
    assert (found.method, round(found.lat, 4), round(found.lon, 4)) == ("coordinates", 4.8367, 108.375)
