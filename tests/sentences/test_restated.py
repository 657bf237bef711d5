"""What a place means, told again from the columns of a row: the words of `locate`, without an outline."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from scs_tracker.sentences.classification import classify, locate
from scs_tracker.sentences.restated import restated, standing_words, untraced_near

#: At Second Thomas Shoal, off Reed Bank known roughly, off Palawan, at sea off Luzon, and outside the region.
PLACES = [
    (9.74, 115.87, 5.0, "2024-06-17"), (11.4, 116.9, 120.0, "2023"), (9.9, 118.2, 10.0, "2024-06-17"),
    (15.1, 117.8, 2.0, "2025-08-11"), (30.0, 140.0, 1.0, "2024-06-17"),
]  # fmt: skip


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    places = pd.DataFrame(PLACES, columns=["lat", "lon", "radius_km", "date_start"])
    return pd.DataFrame(classify(places)).drop(columns="geometry")


def test_the_words_are_those_of_locate(frame: pd.DataFrame) -> None:
    whole = 0
    for row in frame.to_dict("records"):
        found = locate(row["lat"], row["lon"], date=row["date_start"], radius_km=row["radius_km"])
        told = restated(row)
        assert told.sentence == row["standing"] == found["standing"]
        assert told.plain == found["plain"] != ""
        if not untraced_near(row):
            whole += 1
            assert list(told.details) == found["details"]
        missing = set(found["details"]) - set(told.details)
        assert all(text.startswith("Claims not traced before") for text in missing)
    assert whole >= 3


def test_only_near_a_coast_may_a_claim_be_untraced(frame: pd.DataFrame) -> None:
    near = [untraced_near(row) for row in frame.to_dict("records")[:4]]
    assert near == [False, False, True, False]
    traced = [untraced_near(row | {"date_start": "2025-01-01"}) for row in frame.to_dict("records")]
    assert not any(traced)


def test_there_are_no_words_where_they_would_not_go_with_the_standing(frame: pd.DataFrame) -> None:
    few = frame.iloc[:2]
    assert standing_words(few) == (
        [restated(row).plain for row in few.to_dict("records")],
        [list(restated(row).details) for row in few.to_dict("records")],
    )
    assert standing_words(few.assign(standing="Somewhere else.")) == ([""] * 2, [[]] * 2)
    for name in ("zones", "zones_possible", "zone_shares", "nearest_feature", "nearest_feature_nm"):
        payloads: list[Any] = ["<script>", "ph-eez;nowhere", "nan", None, "[1]", '{"a": {}}']
        for payload in payloads:
            assert standing_words(few.assign(**{name: payload, "standing": "x"}))[0] == [""] * 2
