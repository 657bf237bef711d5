"""What stands beside the one sentence: everyday words, fair to all, and what is known and not drawn."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from scs_tracker import geodata
from scs_tracker.sentences.classification import classify, locate
from scs_tracker.sentences.restated import standing_words


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ((9.9, 115.53), "lies in the Philippine 200-mile zone and that no State can own it"),
        ((9.7325, 115.864), "lies in the Philippine 200-mile zone and that no State can own it"),
        ((10.9236, 114.0847), "found that no State can own it"),
    ],
)
def test_what_the_award_found_to_be_nobodys_is_not_said_to_be_undecided(place: tuple[float, float], found: str) -> None:
    """The Award granted that the three reefs are low-tide elevations that cannot be appropriated."""
    plain = locate(*place, date="2024-06-17")["plain"]
    assert "; the 2016 Award, which China rejects, found that " in plain
    assert found in plain
    assert "who owns it" not in plain


def test_the_chinese_line_is_told_in_everyday_words_where_no_feature_tells_the_claim() -> None:
    assert locate(12.0, 113.5, date="2024")["plain"] == "Inside the dashed line on Chinese maps, roughly drawn."
    reed = locate(11.3, 116.8, date="2024")["plain"]
    assert reed.startswith("Within 200 nautical miles of the Philippine coast; inside the dashed line")
    assert "dashed" not in locate(15.15, 117.76, date="2024")["plain"]  # China claims Scarborough Shoal: told already


def test_nothing_certain_is_not_said_to_be_nobodys() -> None:
    vague = locate(20.2, 121.2, date="2025-08-07", radius_km=80)["plain"]
    assert vague == "Possibly in waters that the Philippines and Taiwan claim."
    rough = locate(15.99, 116.72, date="2023-10-02", radius_km=61)["plain"]
    assert rough.endswith("roughly drawn; possibly in waters that the Philippines claims.")
    assert locate(4.3, 108.2, date="1950")["plain"] == "No claim to these waters was traced for that date."
    assert locate(15.15, 117.76, date="1950")["plain"].startswith("Taiwan claims Scarborough Shoal; inside")


def test_what_is_always_under_water_is_nobodys_to_own() -> None:
    plain = locate(3.96667, 112.28333, date="2024")["plain"]
    assert plain.endswith("China, Malaysia and Taiwan claim James Shoal, which is always under water.")


def test_what_is_known_and_has_no_outline_is_told_where_it_is_and_when() -> None:
    reserve = (
        "Not drawn, because its limits were not available: the Huangyan Island nature reserve at Scarborough Shoal"
    )
    before, after = (locate(15.15, 117.76, date=day)["details"] for day in ("2025-09-09", "2025-09-10"))
    assert not any(text.startswith(reserve) for text in before)
    assert any(text == f"{reserve} (China, since 10 September 2025)." for text in after)
    kinmen = locate(24.40, 118.25, date="2024-02-14")
    assert kinmen["standing"].startswith("At Kinmen, claimed by China and Taiwan; landward of Chinese baselines")
    assert any("restricted waters around Kinmen" in text for text in kinmen["details"])
    islands = "the exclusive economic zone and shelf that China claims from its South China Sea islands"
    assert any(islands in text for text in locate(9.9, 115.53, date="2024")["details"])
    assert not any(islands in text for text in locate(9.9, 115.53, date="1995")["details"])


def test_a_feature_of_which_no_claim_was_read_is_named_as_that() -> None:
    told = locate(7.51361, 109.66611, date="2024")["details"]
    assert "No text read names a claim to Vanguard Bank; a claim may still exist." in told
    assert not any("may still exist" in text for text in locate(9.9, 115.53, date="2024")["details"])
    assert not any("may still exist" in text for text in locate(23.57, 119.6, date="2024")["details"])  # Penghu


def test_taiwan_rejects_what_was_found_on_the_island_that_it_holds() -> None:
    text = locate(10.3767, 114.3653, date="2024")["standing"]
    assert "according to the 2016 Award, which China and Taiwan reject" in text


def test_an_item_of_the_award_is_cited_only_where_its_words_reach() -> None:
    """Item 1203(A)(3)(a) is on what lies within 200 nm of Mischief Reef or Second Thomas Shoal: not Spratly Island."""
    near = " ".join(locate(11.053, 114.284, date="2024")["details"])
    assert "paragraph 646; dispositif 1203(A)(3)(a)" in near
    far = next(text for text in locate(8.64528, 111.92, date="2024")["details"] if "Award on Spratly Island" in text)
    assert "paragraph 646;" in far
    assert "dispositif" not in far


def test_everyday_words_are_one_breath_too_wherever_and_whenever() -> None:
    rng = np.random.default_rng(23)
    count = 1500
    places = pd.DataFrame(
        {
            "lat": rng.uniform(-4, 27, count),
            "lon": rng.uniform(98, 128, count),
            "date_start": rng.choice(["", "1890", "1955", "1979", "1998", "2016-07-12", "2024-06-17"], count),
            "radius_km": rng.choice([0.0, 3.0, 30.0, 150.0], count),
        }
    )
    placed = classify(places)
    plain, details = standing_words(placed)
    assert max(len(text.split()) for text in plain) <= 45
    assert all(re.fullmatch(r"[A-Z\d][^\n]*\.", text) for text in (*plain, *(one for told in details for one in told)))
    words = placed["standing"].str.split().str.len()
    assert words.max() <= 45


def test_each_phrase_is_that_of_a_zone_of_ours() -> None:
    rows = geodata.rows("zone_phrases")
    assert {row["zone_id"] for row in rows} <= set(geodata.table("zones")["id"])
    assert all(row["plain"] and not re.search(r"\bM\b|baseline", row["plain"]) for row in rows)
    features = geodata.table("features")
    known = {*features["id"], *features["group"]}
    assert {one for row in geodata.rows("undrawn_zones") for one in row["at"].split(";")} <= known | {""}


def test_a_ban_whose_dates_were_not_read_says_so_and_that_of_2012_what_the_award_found() -> None:
    def told(year: str) -> str:
        return " ".join(locate(15.15, 117.76, date=f"{year}-06-20")["details"])

    assert "as an illustration: dates of 2026 not read; those of 2025." in told("2026")
    assert "the year itself was not read" in told("2003")
    assert "found the ban of 2012 to breach Article 56" in told("2012")
    assert "paragraph 716" not in told("2013")
    assert "paragraph 716" not in " ".join(locate(15.15, 117.76, date="2012-09-01")["details"])
