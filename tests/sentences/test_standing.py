"""The sentence: what it says, what it never says, and what it leaves out where nothing is sourced."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import shapely

from scs_tracker import geodata, model
from scs_tracker.sentences.classification import classify, locate
from scs_tracker.sentences.standing import MOST_WORDS
from scs_tracker.zones import load_zones, zones_at
from scs_tracker.zones.limits import GEOD

if TYPE_CHECKING:
    from pathlib import Path


def test_scarborough_in_full() -> None:
    assert locate(15.15, 117.76, date="2024-04-17")["standing"] == (
        "Within 12 nm of Scarborough Shoal, claimed by China, the Philippines and Taiwan; according to the 2016 Award, "
        "which China rejects and which left sovereignty open, it is a rock; within 200 nm of Philippine baselines; "
        "inside the nine-dash line (illustrative)."
    )


def test_the_main_sentence_is_one_breath_and_the_rest_is_a_list() -> None:
    incidents = geodata.table("incidents")
    rows = incidents[incidents["lat"] != ""]
    rng = np.random.default_rng(3)
    places = pd.DataFrame(
        {
            "lat": [*rows["lat"].astype(float), *rng.uniform(-4, 27, 2000)],
            "lon": [*rows["lon"].astype(float), *rng.uniform(98, 128, 2000)],
            "date_start": [*rows["date_start"], *["2024-06-17"] * 2000],
            "radius_km": 15.0,
        }
    )
    words = classify(places)["standing"].str.split().str.len()
    assert words.max() <= MOST_WORDS
    answer = locate(9.9, 114.4, date="2024", radius_km=15)
    assert "possibly" not in answer["standing"]
    assert any(text.startswith("Possibly within 12 nm of ") for text in answer["details"])
    assert all(re.fullmatch(r"[A-Z\d][^\n]*\.", text) for text in answer["details"])


def test_land_in_the_disc_does_not_make_the_sea_around_it_doubtful() -> None:
    row = geodata.table("features").set_index("id").loc["mischief-reef"]
    answer = locate(float(row["lat"]), float(row["lon"]), date="2016-01-01", radius_km=5)
    held = {zone["id"]: zone for zone in answer["zones"]}
    assert 0 < held["land"]["share"] < 0.1
    assert held["ph-eez"]["membership"] == "certain"
    assert held["ph-eez"]["share"] == 1
    assert "within 200 nm of Malaysian and Philippine baselines" in answer["standing"]


def test_a_disc_that_is_all_land_is_on_land_and_one_half_at_sea_is_in_its_waters() -> None:
    inland = locate(16.0, 121.2, date="2024", radius_km=5)
    assert inland["standing"].startswith("On land")
    shore = {zone["id"]: zone for zone in locate(15.36, 119.93, date="2024", radius_km=4)["zones"]}
    assert 0.1 < shore["land"]["share"] < 0.8
    assert (shore["land"]["membership"], shore["ph-archipelagic"]["membership"]) == ("possible", "certain")


def test_the_award_says_where_mischief_and_second_thomas_lie_and_that_china_rejects_it() -> None:
    for lat, lon in ((9.9, 115.53333), (9.7325, 115.86417)):
        answer = locate(lat, lon, date="2024-06-17")
        assert (
            "; according to the 2016 Award, which China rejects, it is a low-tide elevation within the Philippine "
            "exclusive economic zone; " in answer["standing"]
        )
        assert any("1203(A)(3)(b)" in text for text in answer["details"])
    reed = geodata.table("features").set_index("id").loc["reed-bank"]
    assert "an entirely submerged reef formation" in locate(float(reed["lat"]), float(reed["lon"]))["standing"]


def test_a_layperson_reads_miles_and_that_ownership_is_not_decided() -> None:
    plain = locate(9.74, 116.47, date="2024-06-17")["plain"]
    assert "within 200 nautical miles of the" in plain.lower()
    assert "claimed" not in plain, "a distance is not a claim"
    assert plain.endswith("who owns it is not decided.")
    assert not re.search(r"baseline|territorial sea|exclusive", plain)


def test_belts_of_features_of_unknown_height_are_one_line_of_the_list() -> None:
    answer = locate(10.72, 115.83, date="2024", radius_km=30)
    lines = [text for text in answer["details"] if "not known to be above high tide" in text]
    assert len(lines) <= 1
    assert "not known to stand" not in answer["standing"] or answer["nearest_feature"]["distance_nm"] < 12


def test_a_low_tide_elevation_is_named_with_what_the_award_found() -> None:
    text = locate(9.74, 115.87, date="2024-06-17")["standing"]
    assert text.startswith(
        "At Second Thomas Shoal, claimed by China, the Philippines, Taiwan and Vietnam; according to the 2016 Award, "
        "which China rejects, it is a low-tide elevation"
    )
    assert "within 200 nm of Malaysian and Philippine baselines" in text


def test_the_class_finding_of_the_award_is_told_from_a_finding_on_one_feature() -> None:
    text = locate(11.053, 114.284, date="2020")["standing"]
    assert "Thitu Island" in text
    assert "the 2016 Award, which China and Taiwan reject and which left sovereignty open, it is a rock in law" in text


def test_where_no_limit_is_certain_the_sentence_says_which_may_hold_the_largest_share_first() -> None:
    """North of Batanes it had named Taiwan's baselines alone, which hold a hundredth of the disc."""
    answer = locate(20.2, 121.2, date="2025-08-07", radius_km=80)
    shares = {zone["id"]: zone["share"] for zone in answer["zones"]}
    assert shares["ph-eez"] > shares["ph-archipelagic"]
    assert answer["standing"].startswith(
        "Possibly within 200 nm of Philippine and Taiwanese baselines; possibly inside the"
    )
    assert "Possibly inside Philippine archipelagic baselines." in answer["details"]
    rough = locate(15.0, 116.5, date="2023-10-02", radius_km=61)["standing"]
    assert rough.startswith("Inside the nine-dash line (illustrative); possibly within 200 nm of Philippine baselines")
    assert locate(5.85, 119.7366)["standing"] == "Inside Philippine archipelagic baselines."


def test_states_stand_in_the_order_of_their_names() -> None:
    assert "Cambodian, Malaysian and Thai baselines" in locate(7.5, 101.0, date="2024")["standing"]
    assert "Cambodian, Indonesian" not in (told := locate(1.33, 104.2, date="2024")["standing"])
    assert "Indonesian, Malaysian and Singaporean baselines" in told


def test_who_claims_follows_the_date() -> None:
    """The Philippine claim to Thitu is traced from 1971, those of China, Taiwan and Vietnam from before 1952."""
    early, late = (locate(11.053, 114.284, date=day)["standing"] for day in ("1970", "2020"))
    assert "claimed by China, Taiwan and Vietnam" in early
    assert "claimed by China, the Philippines, Taiwan and Vietnam" in late


def test_possible_membership_is_said_to_be_possible() -> None:
    feature = geodata.table("features").set_index("id").loc["iroquois-reef"]
    text = locate(float(feature["lat"]), float(feature["lon"]), date="2024")["standing"]
    assert "not known to be above high tide" in text
    assert "within 12 nm of Iroquois Reef" not in text.replace("possibly within", "")
    certain, _, _ = locate(4.5, 109.5, date="2020")["standing"].partition("possibly")
    assert "dash" not in certain


def test_vague_places_are_said_to_be_vague() -> None:
    text = locate(15.15, 117.76, date="2024", radius_km=40)["standing"]
    assert text.endswith("; the uncertainty radius is 40 km.")
    assert "known only" not in locate(15.15, 117.76, date="2024", radius_km=5)["standing"]
    text = locate(12.0, 114.0, date="2024", radius_km=450)["standing"]
    assert text == "Possibly inside the nine-dash line (illustrative); the uncertainty radius is 450 km."


def test_a_feature_is_as_many_miles_away_as_the_sentence_says() -> None:
    row = geodata.table("features").set_index("id").loc["fiery-cross-reef"]
    lon, lat = float(row["lon"]), float(row["lat"])
    for nm, words in (
        (7.2, "7 nm from"),
        (8.6, "9 nm from"),
        (11.9, "12 nm from"),
        (float(row["radius_km"]) / 1.9, "At"),
    ):
        x, y, _ = GEOD.fwd(lon, lat, 150.0, nm * 1852)
        found = locate(y, x, date="1930")  # before all claims, so that no belt names the feature
        assert found["nearest_feature"]["id"] == "fiery-cross-reef"
        assert found["nearest_feature"]["distance_nm"] == pytest.approx(nm, abs=0.02)
        assert found["standing"].startswith(f"{words} Fiery Cross Reef; according to the 2016 Award, which"), nm


def test_a_place_that_is_far_larger_than_a_feature_is_not_at_it() -> None:
    lat, lon = 9.74, 115.87
    words = [locate(lat, lon, date="2024", radius_km=radius)["standing"].split(",")[0] for radius in (5, 25, 150)]
    assert words[:2] == ["At Second Thomas Shoal", "Around Second Thomas Shoal"]
    assert "Second Thomas" not in locate(lat, lon, date="2024", radius_km=150)["standing"]
    bank = geodata.table("features").set_index("id").loc["reed-bank"]
    whole = locate(float(bank["lat"]), float(bank["lon"]), date="2024", radius_km=float(bank["radius_km"]))
    assert whole["standing"].startswith("At Reed Bank")


def test_doubt_on_high_tide_is_a_clause_of_its_own() -> None:
    row = geodata.table("features").set_index("id").loc["iroquois-reef"]
    text = locate(float(row["lat"]), float(row["lon"]), date="2024")["standing"]
    assert "Iroquois Reef, claimed by China, the Philippines, Taiwan and Vietnam, and not known to" in text
    early = locate(float(row["lat"]), float(row["lon"]), date="1930")["standing"]
    assert early == "At Iroquois Reef, not known to be above high tide."


def test_islets_do_not_make_the_sea_around_them_uncertain() -> None:
    """No limit runs along a shore: the sea off an islet deep inside the dashes is inside, and so is the islet."""
    for lat, lon in ((9.74, 115.87), (11.053, 114.284), (16.83, 112.3), (10.377, 114.366)):
        answer = locate(lat, lon, date="2020")
        told = [answer["standing"], *answer["details"]]
        assert any("nside the nine-dash line (illustrative)" in text and "ossibly" not in text for text in told), told
    off_woody = locate(16.80, 112.33, date="2020")
    held = {zone["id"]: zone["membership"] for zone in off_woody["zones"]}
    assert held["ts-woody-island"] == held["vn-paracel-ts"] == "certain"


def test_nothing_held_is_said() -> None:
    rng = np.random.default_rng(0)
    lon, lat = rng.uniform(98, 128, 20_000), rng.uniform(-4, 27, 20_000)
    found = zones_at(lon, lat)
    free = np.flatnonzero(found.codes == found.sets.index(()))
    placed = classify(pd.DataFrame({"lon": lon[free], "lat": lat[free], "date_start": "2024"}))
    nothing = placed[placed["zones_possible"] == ""]
    assert len(nothing)
    assert set(nothing["standing"]) == {"Outside all zones in the dataset."}


def test_no_sentence_gives_the_sea_to_anybody_or_breaks() -> None:
    rng = np.random.default_rng(7)
    table = geodata.table("features")
    lat = np.concatenate([rng.uniform(-4, 27, 200), table["lat"].astype(float)])
    lon = np.concatenate([rng.uniform(98, 128, 200), table["lon"].astype(float)])
    days = itertools.islice(itertools.cycle(["1974", "1998-05", "2012-04-08", "2024-12-01", ""]), len(lat))
    radii = rng.choice([0.0, 0.0, 3.0, 30.0, 200.0], len(lat))
    placed = classify(pd.DataFrame({"lat": lat, "lon": lon, "date_start": list(days), "radius_km": radii}))
    for text in placed["standing"].unique():
        assert re.fullmatch(r"[A-Z\d][^\n]*\.", text)
        assert not re.search(r"\bEEZ\b|sovereign waters|'s waters|belongs|;;|\s\s|  |None|\bnan\b", text)
        assert "; ;" not in text
        assert not re.search(r"\b(and|,) (;|\.)", text)


def test_unsourced_claims_are_left_out(tmp_path: Path) -> None:
    """Without claims of that date the sentence names nobody."""
    claims = geodata.table("feature_claims")
    long_ago = claims[claims["feature_id"] == "scarborough-shoal"].assign(claimed_since="1899", until="1900")
    assert len(long_ago)
    (tmp_path / "zones").mkdir()
    long_ago.to_csv(tmp_path / "zones/feature_claims.csv", index=False)
    geodata.configure(tmp_path)
    text = locate(15.15, 117.76, date="2024-06-17")["standing"]
    assert text.startswith("Within 12 nm of Scarborough Shoal; according to the 2016 Award, which China rejects")


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("cn-paracel-internal", "in waters inside the Chinese baselines of the Paracels"),
        ("ph-kig", "inside the Kalayaan area of Philippine Presidential Decree 1596"),
        ("ph-treaty-limits", "inside the Philippine treaty limits of 1898"),
        ("ph-archipelagic", "inside Philippine archipelagic baselines"),
        ("vn-internal", "landward of Vietnamese baselines"),
        ("cn-ts", "within 12 nm of Chinese baselines"),
        ("id-eez", "within 200 nm of ([A-Z]\\w+ and )*Indonesian( and [A-Z]\\w+)* baselines"),
    ],
)
def test_each_kind_of_zone_has_its_words(zone: str, words: str) -> None:
    row = load_zones().set_index("id").loc[zone]
    largest = max(shapely.get_parts(row["geometry"]), key=lambda part: part.area)
    point = shapely.maximum_inscribed_circle(shapely.simplify(largest, 0.02)).coords[0]
    answer = locate(point[1], point[0], date=model.last_day(row["certain_from"] or row["valid_from"]))
    told = [answer["standing"], *answer["details"]]
    assert any(re.search(words, text[0].lower() + text[1:]) and "ossibly" not in text for text in told), told
