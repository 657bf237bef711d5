"""A place that the gazetteer does not know is named, and never taken for the sea or the province around it."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding import resolve_text


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("near Blue Rock, South China Sea", "Blue Rock"),
        ("at Blue Rock in the South China Sea", "Blue Rock"),
        ("off Nong Xanh, Gulf of Thailand", "Nong Xanh"),
        ("off Kampung Baru, Terengganu", "Kampung Baru"),
        ("Blue Reef, Spratly Islands", "Blue Reef"),
        ("gần đảo Hòn Xanh, vịnh Bắc Bộ", "đảo Hòn Xanh"),
        ("泰国湾罗辛岛附近", "罗辛岛"),
    ],
)
def test_an_unknown_place_is_not_the_sea_that_it_lies_in(text: str, unknown: str) -> None:
    found = resolve_text(text)
    assert found.status == "unresolved"
    assert f"'{unknown}' is not in the gazetteer" in found.reason


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("near the USS Lassen in the South China Sea", "south-china-sea"),
        ("a Chinese warship in the South China Sea", "south-china-sea"),
        ("near Luoi Liem (Crescent group), Paracels", "crescent-group"),
        ("Tizard Bank, Spratly Islands", "tizard-bank"),
        ("near Losin Island, Gulf of Thailand", "ko-losin"),
    ],
)
def test_what_is_no_unknown_place_leaves_the_known_one(text: str, feature: str) -> None:
    assert resolve_text(text).feature_id == feature


def test_the_hint_stands_in_for_the_unknown_place_and_the_answer_says_so() -> None:
    found = resolve_text("off Nong Xanh, Gulf of Thailand", place="Gulf of Thailand")
    assert (found.status, found.feature_id) == ("resolved", "gulf-of-thailand")
    assert "'Nong Xanh' is not in the gazetteer" in found.reason


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("di Pulau Antah, Kabupaten Natuna", "Pulau Antah"),  # the regency is 300 km long, its island 70
        ("kapal nelayan Desa Kelarik, Kabupaten Natuna, hilang", "Desa Kelarik"),
        ("Kecamatan Antah, Kabupaten Natuna", "Kecamatan Antah"),
    ],
)
def test_a_regency_is_not_the_island_that_it_is_named_after(text: str, unknown: str) -> None:
    found = resolve_text(text)
    assert found.status == "unresolved"
    assert f"'{unknown}' is not in the gazetteer" in found.reason


@pytest.mark.parametrize(
    ("text", "feature", "radius_km"),
    [
        ("Pulau Antah, Kecamatan Midai, Kabupaten Natuna", "midai", 60.0),
        ("perairan Pulau Antah, Kecamatan Subi, Kabupaten Natuna", "subi-besar", 60.0),  # not Subi Reef
        ("Kecamatan Midai, Kabupaten Natuna", "midai", 6.0),
        ("di Pulau Antah, Kabupaten Kepulauan Anambas", "anambas-islands", 70.0),  # a group is its regency
    ],
)
def test_an_unknown_island_is_in_the_district_that_is_named(text: str, feature: str, radius_km: float) -> None:
    found = resolve_text(text)
    assert (found.feature_id, found.radius_km) == (feature, radius_km)


@pytest.mark.parametrize(
    "text",
    [
        "110 bn barat laut Miri",  # what 'bn' is nobody says; it was near Miri
        "Weizhou I., Guangxi",
        "Woody Island, Kodiak, Alaska",
    ],
)
def test_what_cannot_be_read_or_lies_elsewhere_is_no_place(text: str) -> None:
    assert resolve_text(text).status == "unresolved"


@pytest.mark.parametrize(
    ("text", "feature"),
    [("Scarboro Shoal (Huangyan Dao)", "scarborough-shoal"), ("Nightingale I. (Bach Long Vi)", "bach-long-vi")],
)
def test_the_known_name_in_brackets_is_the_place(text: str, feature: str) -> None:
    assert resolve_text(text).feature_id == feature


def test_an_unknown_shoal_is_not_at_the_known_one_that_tells_where_it_lies() -> None:
    assert resolve_text("Helen Shl, SW of Pratas").status == "unresolved"
    found = resolve_text("164 nautical miles from Cabra Island in Mindoro")
    assert found.feature_id == "cabra-island"


def test_a_town_behind_an_unknown_district_only_tells_where_an_island_lies() -> None:
    assert resolve_text("đánh cá gần đảo Mê (huyện Tĩnh Gia, Thanh Hóa)").status == "unresolved"
