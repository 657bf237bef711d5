"""The band of an arc travels to the page as long as the words still lead to where the ledger has the incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely
from steps import points_of

from scs_tracker.mapping.incident_layer import checked
from scs_tracker.mapping.outlines import OUTLINES_PER_DEGREE, outlines

if TYPE_CHECKING:
    import geopandas as gpd

BAND = "20250115-zambales-gabriela-silang-ccg5901"  # 60 to 90 nm off Zambales


@pytest.fixture(scope="module")
def banded(shipped: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One incident off a coast, one at a reef."""
    return checked(shipped[shipped["id"].isin([BAND, "20240617-second-thomas-rhib-boarding"])].reset_index(drop=True))


def test_a_distance_off_a_coast_is_a_band_within_its_disc(banded: gpd.GeoDataFrame):
    found = outlines(banded)
    assert [banded["id"][row] for row in found["rows"]] == [BAND]
    band = shapely.Polygon(points_of(found["shapes"][0][0], OUTLINES_PER_DEGREE))
    row = banded[banded["id"] == BAND].iloc[0]
    disc = shapely.Point(row["lon"], row["lat"]).buffer(row["radius_km"] / 111.2 * 1.06)
    assert band.is_valid
    assert disc.contains(band)
    assert band.area < disc.area / 2


def test_a_moved_incident_keeps_its_disc(banded: gpd.GeoDataFrame):
    moved = banded.copy()
    moved["lat"] += 0.2
    assert outlines(moved)["rows"] == []
    wider = banded.copy()
    wider["radius_km"] += 5
    assert outlines(wider)["rows"] == []


def test_equal_words_share_one_shape(banded: gpd.GeoDataFrame):
    band = banded[banded["id"] == BAND]
    twice = band.iloc[[0, 0]].reset_index(drop=True)
    assert outlines(twice) == {"rows": [0, 1], "shapes_of": [0, 0], "shapes": outlines(band)["shapes"]}


def test_a_frame_without_words_has_no_outlines(banded: gpd.GeoDataFrame):
    assert outlines(banded.drop(columns="location_text")) == {"rows": [], "shapes_of": [], "shapes": []}
