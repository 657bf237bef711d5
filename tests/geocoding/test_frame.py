"""Frames in, frames out."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from scs_tracker import geocoding, geodata
from scs_tracker.errors import UsageError
from scs_tracker.geocoding import ANSWER_FIELDS, as_answer, geocode, resolve_text, with_answers
from scs_tracker.model import POSITION_COLUMNS


@pytest.fixture(scope="module")
def placed():
    return geocode(geodata.table("incidents"))


def test_incidents_get_a_position_or_a_reason(placed):
    incidents = geodata.table("incidents")
    assert isinstance(placed, gpd.GeoDataFrame)
    assert placed.crs == "EPSG:4326"
    assert list(placed["id"]) == list(incidents["id"])
    assert set(POSITION_COLUMNS) <= set(placed.columns)
    assert (placed["position_status"] == "resolved").mean() >= 0.97
    rest = placed[placed["position_status"] != "resolved"]
    assert (rest["reason"] != "").all()
    assert rest["lat"].isna().all()
    assert placed["radius_km"].dropna().gt(0).all()
    assert placed.geometry.dropna().x.between(99, 130).all()


def test_printed_coordinates_win_over_the_words(placed):
    printed = placed[placed["printed_lat"] != ""]
    assert len(printed) >= 20
    assert set(printed["method"]) == {"coordinates"}
    assert (printed["lat"] - printed["printed_lat"].astype(float)).abs().max() < 1e-9
    assert (printed["lon"] - printed["printed_lon"].astype(float)).abs().max() < 1e-9


def test_floats_and_missing_cells_are_read_like_text():
    frame = pd.DataFrame(
        {
            "where": ["Sabina Shoal", "Sabina Shoal", None],
            "lat": [9.5, float("nan"), float("nan")],
            "lon": [116.25, None, None],
        }
    )
    found = geocode(frame, column="where")
    assert list(found["position_status"]) == ["resolved", "resolved", "unresolved"]
    assert list(found["method"]) == ["coordinates", "feature", "none"]
    assert found["lat"][0] == 9.5
    assert found.geometry[2] is None


@pytest.mark.parametrize(
    ("lat", "lon"), [("north", "east"), ("95", "115"), ("40.7", "-74"), ("nan", "115"), ("inf", "115")]
)
def test_printed_coordinates_that_are_none_say_so(lat, lon):
    found = geocode(pd.DataFrame({"location_text": ["Sabina Shoal"], "lat": [lat], "lon": [lon]}))
    assert found["position_status"][0] == "unresolved"
    assert found["reason"][0]


def test_a_placed_frame_can_be_placed_again(placed):
    again = geocode(pd.DataFrame(placed))
    pd.testing.assert_frame_equal(
        pd.DataFrame(again.drop(columns="geometry")), pd.DataFrame(placed.drop(columns="geometry"))
    )


def test_an_empty_frame_keeps_its_columns():
    found = geocode(geodata.table("incidents").head(0))
    assert len(found) == 0
    assert set(POSITION_COLUMNS) <= set(found.columns)


def test_a_missing_column_is_named():
    with pytest.raises(UsageError, match="column where is not in the table; use one of id, "):
        geocode(geodata.table("incidents"), column="where")


def test_answers_stand_at_the_end_of_the_rows():
    frame = pd.DataFrame({"n": [1, 2], "text": ["10 nm E of Sabina Shoal", "Thomas Shoal"], "status": ["a", "b"]})
    found = with_answers(frame, column="text")
    assert list(found.columns) == ["n", "text", "given_status", *ANSWER_FIELDS]
    assert list(found["status"]) == ["resolved", "ambiguous"]
    assert found["alternatives"][1] == "second-thomas-shoal;first-thomas-shoal;third-thomas-shoal"
    assert found["lat"][0] == round(resolve_text("10 nm E of Sabina Shoal").lat, 6)


def test_an_answer_is_plain_data():
    answer = as_answer(resolve_text("Thomas Shoal"))
    assert tuple(answer) == (*ANSWER_FIELDS, "shape")
    assert answer["lat"] is None
    assert answer["alternatives"] == ["second-thomas-shoal", "first-thomas-shoal", "third-thomas-shoal"]


def test_importing_the_geocoder_loads_no_frames():
    import subprocess
    import sys

    code = (
        "import sys; from scs_tracker.geocoding import resolve_text; resolve_text('10 nm E of Sabina Shoal');"
        "print([name for name in ('pandas', 'geopandas', 'shapely', 'rapidfuzz') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_there():
    assert all(hasattr(geocoding, name) for name in geocoding.__all__)
