"""Outlines to draw: bands, rings, areas and tracks lie in the disc of their position and hold what they should."""

from __future__ import annotations

import pandas as pd
import pytest
from pyproj import Geod
from shapely import Point, get_coordinates

from scs_tracker.geocoding import as_answer, resolve_text, shape, shapes

WGS84 = Geod(ellps="WGS84")
TEXTS = [
    "124 nm off Zambales",
    "about 70 miles off Hainan",
    "30 nm from Scarborough Shoal",
    "30 nm from Scarborough Shoal and 100 nm from Zambales",
    "bounded by 15-00N 117-00E, 15-00N 118-00E, 16-00N 118-00E and 16-00N 117-00E",
    "tracked from 15-00N 117-00E to 15-30N 117-30E to 16-00N 117-10E",
    "Scarborough Shoal",
]


@pytest.mark.parametrize("text", TEXTS)
def test_an_outline_lies_in_the_disc(text: str) -> None:
    found = resolve_text(text)
    lon, lat = get_coordinates(shape(found)).T
    away = WGS84.inv([found.lon] * len(lon), [found.lat] * len(lat), lon, lat)[2]
    assert max(away) / 1000 <= found.radius_km * 1.01 + 0.2


def test_the_band_off_a_coast_holds_the_shoal_and_is_much_smaller_than_its_disc() -> None:
    found = resolve_text("124 nm off Zambales")
    assert shape(found).contains(Point(117.76, 15.12))
    square_km = abs(WGS84.geometry_area_perimeter(shape(found))[0]) / 1e6
    assert square_km < 0.35 * 3.1416 * found.radius_km**2


def test_a_ring_is_hollow_and_an_area_and_a_disc_are_not() -> None:
    assert not shape(resolve_text(TEXTS[2])).contains(Point(117.76, 15.15))
    assert shape(resolve_text(TEXTS[4])).contains(Point(117.5, 15.5))
    assert shape(resolve_text(TEXTS[6])).contains(Point(117.76, 15.15))
    assert shape(resolve_text("somewhere")) is None


def test_the_answer_for_json_has_the_band_and_a_table_an_outline_for_each_row() -> None:
    assert as_answer(resolve_text(TEXTS[0]))["shape"]["type"] == "Polygon"
    assert as_answer(resolve_text(TEXTS[6]))["shape"] is None
    drawn = shapes(pd.DataFrame({"location_text": [TEXTS[0], "somewhere", TEXTS[6]]}))
    assert drawn.isna().tolist() == [False, True, False]
    assert drawn.crs == "EPSG:4326"
