"""Who claims what on a date: as far back as it was traced, never denied by the date of a text."""

from __future__ import annotations

import pandas as pd
import pytest

from scs_tracker import geodata
from scs_tracker.sentences.classification import classify, locate
from scs_tracker.zones.claims import claimants_of_feature, claimants_of_zone, claims_state, not_traced

INCIDENTS = geodata.table("incidents")


@pytest.mark.parametrize(
    ("feature", "date", "claimants"),
    [
        ("scarborough-shoal", "1997-04-30", ["CN", "PH", "TW"]),
        ("scarborough-shoal", "1960", ["CN", "TW"]),
        ("duncan-island", "1974-01-19", ["CN", "TW", "VN"]),
        ("thitu-island", "1975", ["CN", "PH", "TW", "VN"]),
        ("mischief-reef", "1975", ["CN", "TW", "VN"]),
        ("mischief-reef", "", ["CN", "PH", "TW", "VN"]),
        ("pratas-island", "1950", ["TW"]),
    ],
)
def test_a_claim_counts_from_the_day_on_which_it_was_traced(feature: str, date: str, claimants: list[str]) -> None:
    assert list(claimants_of_feature(feature, date)) == claimants


def test_before_that_day_a_claim_is_not_traced_and_not_denied() -> None:
    assert not_traced("mischief-reef", "1975") == [("PH", "1978-06-11")]
    assert not_traced("mischief-reef", "1980") == []
    told = locate(9.9, 115.53333, date="1975")["details"]
    assert "A Philippine claim to Mischief Reef is not traced before 11 June 1978." in told


def test_a_claim_of_which_no_day_was_read_does_not_hold_for_all_times() -> None:
    """Malaysia had claimed Louisa and Dallas Reefs in 1890."""
    assert claimants_of_feature("louisa-reef", "1890") == claimants_of_feature("dallas-reef", "1890") == ()
    assert "MY" in claimants_of_feature("louisa-reef", "2024")
    assert ("MY", "2009") in not_traced("louisa-reef", "1890")
    claims = geodata.table("feature_claims")
    assert not ((claims["role"] == "claims") & (claims["claimed_since"] + claims["first_text"] == "")).any()


def test_james_shoal_and_the_luconia_shoals_name_who_was_read_to_claim_them() -> None:
    for feature in ("james-shoal", "luconia-breakers", "south-luconia-shoals", "north-luconia-shoals"):
        assert claimants_of_feature(feature, "2024") == ("CN", "MY", "TW"), feature
    assert not claimants_of_feature("luconia-breakers", "2010")


def test_a_text_of_later_denies_no_claim() -> None:
    table = geodata.table("feature_claims")
    claims = table[table["role"] == "claims"]
    dated = claims[(claims["claimed_since"] != "") & (claims["first_text"] != "")]
    assert (dated["claimed_since"] <= dated["first_text"]).all()
    assert (claims.loc[claims["claimed_since"] < claims["first_text"], "doubt"] != "").mean() > 0.5
    assert (claims["source"] != "").all()


def test_all_incidents_at_scarborough_before_the_texts_name_the_three_claimants() -> None:
    rows = INCIDENTS[INCIDENTS["place"].eq("Scarborough Shoal") & INCIDENTS["date_start"].lt("2002")]
    assert len(rows) >= 8
    for date in rows["date_start"]:
        assert "claimed by China, the Philippines and Taiwan" in locate(15.15, 117.76, date=date)["standing"], date


def test_the_table_of_zones_names_who_the_sentence_names() -> None:
    for date, who in (("1960", ["CN", "TW"]), ("1998", ["CN", "PH", "TW"])):
        answer = locate(15.15, 117.76, date=date)
        belt = next(zone for zone in answer["zones"] if zone["id"] == "ts-scarborough-shoal")
        assert belt["claimants"] == who == list(claimants_of_zone("ts-scarborough-shoal", date))
    frame = pd.DataFrame({"lat": [15.15] * 2, "lon": [117.76] * 2, "date_start": ["1960", "1998"]})
    assert [set(cell.split(";")) for cell in classify(frame)["claimants"]] == [{"CN", "TW"}, {"CN", "PH", "TW"}]


def test_days_between_two_changes_share_a_state_and_a_change_parts_them() -> None:
    assert claims_state("1998-05-01") == claims_state("1998-06")
    assert claims_state("1978-06-10") != claims_state("1978-06-11")
    for feature in ("scarborough-shoal", "thitu-island"):
        for one, other in (("1990-01-01", "1995-12"), ("1966", "1969-01-02")):
            if claims_state(one) == claims_state(other):
                assert claimants_of_feature(feature, one) == claimants_of_feature(feature, other)
