"""What is known of a place."""

from __future__ import annotations

import json

import pytest

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.geocoding import places


@pytest.mark.parametrize("name", ["second-thomas-shoal", "Ayungin Shoal", "仁愛礁", "bãi Cỏ Mây", "ren'ai jiao"])
def test_a_place_is_found_by_any_of_its_names(name):
    (card,) = places(name)
    assert card["id"] == "second-thomas-shoal"
    assert card["link"] == "geo:9.7325,115.86417;u=10000"
    assert {"en", "fil", "vi", "zh-Hans", "zh-Hant"} <= set(card["names"])
    assert all(one["name"] and one["source"] for names in card["names"].values() for one in names)
    assert card["occupied_by"]["country"] == "PH"
    assert card["sources"]


def test_an_occupier_is_dated_where_a_source_dates_it():
    for row in geodata.rows("features"):
        if row["occupied_as_of"]:
            (card,) = places(row["id"])
            assert card["occupied_by"] == {
                "country": row["occupied_by"],
                "as_of": row["occupied_as_of"],
                "source": row["occupied_source"],
            }
            break
    else:
        pytest.fail("no row has a date")


def test_a_shared_name_gives_all_its_features():
    assert [card["id"] for card in places("North Reef")] == ["north-reef-spratly", "north-reef-paracel"]


def test_every_feature_has_a_card_that_is_json():
    for row in geodata.rows("features"):
        (card,) = places(row["id"])
        assert json.loads(json.dumps(card))["lat"] == float(row["lat"])


def test_an_unknown_name_gets_near_ones():
    with pytest.raises(
        TrackerError, match="the gazetteer has no feature named 'Aungin Shol'; similar names are ayungin shoal"
    ):
        places("Aungin Shol")
    with pytest.raises(TrackerError, match="'qqqqq'; try another spelling"):
        places("qqqqq")


def test_a_town_has_its_id_in_geonames() -> None:
    (card,) = places("masinloc")
    assert [(one["scheme"], one["match"]) for one in card["outside_ids"]] == [("geonames", "exact")]
    assert card["outside_ids"][0]["id"].isdigit()
    assert places("sabina-shoal")[0]["outside_ids"] == []
