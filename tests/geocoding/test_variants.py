"""Names as charts, tables and other spellings have them."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.variants import abbreviated, with_i


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Cuarteron Rf", "cuarteron-reef"),
        ("Alison Rf.", "alison-reef"),
        ("Triton I.", "triton-island"),
        ("Whitson Rf, Union Bks", "whitsun-reef"),
        ("Half-moon Shl, W of Palawan", "half-moon-shoal"),
        ("North Rf, Paracels", "north-reef-paracel"),
        ("Friendship Shl, N Luconia", "friendship-shoal"),
        ("P. Midai", "midai"),
        ("perairan Kep. Anambas", "anambas-islands"),
        ("安波沙州", "amboyna-cay"),
        ("đảo Lí Sơn", "ly-son"),
    ],
)
def test_words_of_a_name_may_be_short_or_written_otherwise(text: str, feature: str) -> None:
    assert resolve_text(text).feature_id == feature


@pytest.mark.parametrize("text", ["Woody Island is Chinese", "near Thitu is a boat", "Scarborough Is Ours, they sang"])
def test_a_verb_is_no_short_form_of_island(text: str) -> None:
    assert not resolve_text(text).matched_text.lower().endswith(" is")


def test_short_forms_are_given_by_where_a_word_stands() -> None:
    short = {
        ("end", "reef"): ("rf",),
        ("begin", "north"): ("n",),
        ("begin", "quan dao"): ("qd.",),
        ("end", "礁"): ("焦",),
    }
    assert list(abbreviated("north danger reef", short)) == ["n danger reef", "north danger rf", "n danger rf"]
    assert list(abbreviated("quan dao hoang sa", short)) == ["qd. hoang sa"]
    assert list(abbreviated("美济礁", short)) == ["美济焦"]
    assert list(abbreviated("reef", short)) == []


@pytest.mark.parametrize(
    ("name", "other"),
    [("Lý Sơn", "Lí Sơn"), ("đảo Phú Quý", "đảo Phú Quí"), ("Đá Suối Cát", "Đá Suối Cát"), ("Tuy Hòa", "Tuy Hòa")],
)
def test_only_a_y_behind_consonants_is_written_with_i(name: str, other: str) -> None:
    assert with_i(name) == other


@pytest.mark.parametrize(
    ("text", "feature"),
    [("Royal Captn Shoal", "royal-captain-shoal"), ("Masinlok, Zambales", "masinloc")],
)
def test_slips_in_long_names_and_before_a_province(text: str, feature: str) -> None:
    assert resolve_text(text).feature_id == feature


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("near the Spratly Is.", "spratly-islands"),  # and not Spratly Island
        ("They anchored on the S reef of Scarborough Shoal", "scarborough-shoal"),
        ("He did so. Luconia Shoals", "luconia-shoals"),
    ],
)
def test_short_forms_mean_the_group_and_no_side_of_another_reef(text: str, feature: str) -> None:
    assert resolve_text(text).feature_id == feature


@pytest.mark.parametrize(("text", "lat"), [("10 nm off Pulau Luyong", 3.18), ("Pulau Sawi Besar", -2.38)])
def test_an_island_of_the_coast_is_no_slip_for_another(text: str, lat: float) -> None:
    assert resolve_text(text).lat == pytest.approx(lat, abs=0.2)


def test_north_is_no_slip_for_south() -> None:
    assert resolve_text("South Vereker Banks").status != "resolved"
    assert resolve_text("North Vereker Banks").feature_id == "north-vereker-bank"
    assert resolve_text("Northern Cornwallis Reef").feature_id != "cornwallis-south-reef"


@pytest.mark.parametrize(
    "text",
    [
        "near the Wuqiu and Dongyin islands",
        "it asks what sort of thing Subi is.",
        "Pulau Sapi",
        "off Malacca St, Cebu",
        "南海焦点",
        "Orion",
    ],
)
def test_short_names_and_verbs_are_no_slips(text: str) -> None:
    assert resolve_text(text).status != "resolved"
