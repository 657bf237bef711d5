"""What a place means in everyday words: those of `locate`, made from the zones that a row has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from attacks import PAYLOADS

from scs_tracker import zones
from scs_tracker.mapping.standing_words import standing_words

if TYPE_CHECKING:
    import geopandas as gpd


def test_the_words_are_those_of_locate(shipped: gpd.GeoDataFrame):
    named = shipped["id"].isin(["20240617-second-thomas-rhib-boarding", "20230206-second-thomas-laser"])
    rows = pd.concat([shipped[named], shipped[shipped["radius_km"] > 100].iloc[:1]])
    plain, details = standing_words(rows)
    for row, said, more in zip(rows.to_dict("records"), plain, details, strict=True):
        found = zones.locate(row["lat"], row["lon"], date=row["date_start"], radius_km=row["radius_km"])
        assert said == found["plain"] != ""
        traced = [text for text in found["details"] if not text.startswith("Claims not traced before")]
        assert [text for text in more if text in traced] == traced


def test_most_shipped_incidents_have_words(shipped: gpd.GeoDataFrame):
    plain, _ = standing_words(shipped)
    assert sum(map(bool, plain)) > 0.98 * len(shipped)


def test_there_are_no_words_where_they_would_not_go_with_the_standing(few: gpd.GeoDataFrame):
    assert standing_words(few.assign(standing="Somewhere else.")) == ([""] * len(few), [[]] * len(few))
    for name in ("zones", "zones_possible", "zone_shares", "nearest_feature", "nearest_feature_nm"):
        for payload in (*PAYLOADS[:5], None, "[1]", '{"a": {}}'):
            plain, _ = standing_words(few.assign(**{name: payload, "standing": "x"}))
            assert plain == [""] * len(few)
