"""Frames in, frames out: the columns of the standing, for real incidents and for what cannot be classified."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from scs_tracker import geodata, model
from scs_tracker.errors import TableError, UsageError
from scs_tracker.sentences.classification import classify
from scs_tracker.zones import add_zone, load_zones, zones_at
from scs_tracker.zones.distance import lines, nearest
from scs_tracker.zones.membership import memberships

if TYPE_CHECKING:
    from pathlib import Path

GEOD = Geod(ellps="WGS84")


def frame(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"lat": [15.15], "lon": [117.76], "date_start": ["2024-12-01"]} | columns)


@pytest.fixture(scope="module")
def incidents() -> gpd.GeoDataFrame:
    """All shipped incidents whose sources print coordinates, with a kilometre around each."""
    table = geodata.table("incidents")
    table = table[table["lat"] != ""].reset_index(drop=True)
    points = gpd.points_from_xy(table["lon"].astype(float), table["lat"].astype(float))
    return gpd.GeoDataFrame(table.assign(radius_km=1.0), geometry=points, crs=4326)


def test_every_incident_gets_all_columns_of_the_contract(incidents: gpd.GeoDataFrame) -> None:
    placed = classify(incidents)
    assert set(model.STANDING_COLUMNS) <= set(placed.columns)
    assert {f"baseline_nm_{code}" for code in ("cn", "ph", "vn", "my", "id", "tw", "bn")} <= set(placed.columns)
    assert list(placed["id"]) == list(incidents["id"])
    assert placed.crs == "EPSG:4326"
    known = set(load_zones()["id"])
    for row in placed.to_dict("records"):
        certain, possible = model.split_list(row["zones"]), model.split_list(row["zones_possible"])
        assert set(certain) | set(possible) == set(json.loads(row["zone_shares"])) <= known
        assert not set(certain) & set(possible)
        assert all(json.loads(row["zone_shares"])[zone] == 1 for zone in certain)
        assert row["standing"].endswith(".")


def test_certain_zones_hold_the_point_itself(incidents: gpd.GeoDataFrame) -> None:
    placed = classify(incidents)
    held = zones_at(incidents.geometry.x, incidents.geometry.y, incidents["date_start"])
    for zones, code in zip(placed["zones"], held.codes, strict=True):
        assert set(model.split_list(zones)) <= (set(held.sets[code]) if code >= 0 else set())


def test_the_frame_that_goes_in_is_not_changed(incidents: gpd.GeoDataFrame) -> None:
    before = incidents.copy(deep=True)
    classify(incidents)
    pd.testing.assert_frame_equal(pd.DataFrame(incidents), pd.DataFrame(before))


def test_a_place_that_is_not_known_stays_so() -> None:
    table = pd.DataFrame(
        {"lat": ["15.15", ""], "lon": ["117.76", ""], "date_start": ["2024", "2024"]}, index=["a", "b"]
    )
    placed = classify(table)
    row = placed.loc["b"]
    assert (row["zones"], row["claimants"], row["zone_shares"], row["standing"]) == ("", "", "{}", "Not placed.")
    assert np.isnan(row["nearest_coast_nm"])
    assert np.isnan(row["baseline_nm_ph"])
    assert row.geometry is None
    assert placed.loc["a", "nearest_feature"] == "scarborough-shoal"


def test_rows_may_share_a_label() -> None:
    table = pd.concat([frame(), frame(lat=[None], lon=[None]), frame(lat=[9.74], lon=[115.87])])
    placed = classify(table)
    assert list(placed.index) == [0, 0, 0]
    assert list(placed["nearest_feature"]) == ["scarborough-shoal", "", "second-thomas-shoal"]


def test_an_empty_frame_stays_empty() -> None:
    placed = classify(frame().iloc[:0])
    assert len(placed) == 0
    assert set(model.STANDING_COLUMNS) <= set(placed.columns)


def test_a_point_outside_the_region_is_answered_clearly() -> None:
    row = classify(frame(lat=[35.0], lon=[139.0])).iloc[0]
    assert row["standing"].startswith("Outside the covered region")
    assert (row["zones"], row["zones_possible"], row["nearest_feature"], row["nearest_coast"]) == ("", "", "", "")
    assert np.isnan(row["nearest_coast_nm"])


def test_another_crs_is_brought_to_longitude_and_latitude() -> None:
    flat = gpd.GeoDataFrame({"date_start": ["2024"]}, geometry=gpd.points_from_xy([117.76], [15.15]), crs=4326)
    placed = classify(flat.to_crs(32650))
    assert placed.iloc[0]["zones"] == classify(flat).iloc[0]["zones"] != ""
    assert placed.geometry.iloc[0].x == pytest.approx(117.76)


def test_partial_dates_make_zones_possible() -> None:
    """The Scarborough baselines begin on 10 November 2024: in that month the zone is possible, in that day certain."""
    table = pd.concat([frame(date_start=[day]) for day in ("2024-11-09", "2024-11", "2024-11-10", "2024-12")])
    placed = classify(table.reset_index(drop=True))
    zone = "cn-scarborough-internal"
    assert [zone in cell for cell in placed["zones"]] == [False, False, True, True]
    assert [zone in cell for cell in placed["zones_possible"]] == [False, True, False, False]


def test_an_unknown_date_makes_every_dated_zone_possible() -> None:
    row = classify(frame(date_start=[""])).iloc[0]
    assert row["zones"] == ""
    assert "ph-eez" in row["zones_possible"]


def test_the_fishing_ban_counts_on_its_days_only() -> None:
    table = pd.concat(
        [frame(lat=[16.0], lon=[114.0], date_start=[day]) for day in ("2023-04-30", "2023-05-01", "2023-05")]
    )
    placed = classify(table.reset_index(drop=True))
    assert ["cn-fishing-ban" in cell for cell in placed["zones"]] == [False, True, True]
    assert "cn-fishing-ban" not in placed["zones_possible"].iloc[0]


def test_the_dash_area_is_possible_within_its_band() -> None:
    shape = load_zones().set_index("id").geometry["cn-dash-area"]
    limit = lines([shapely.segmentize(shapely.boundary(shape), 0.01)])
    rng = np.random.default_rng(6)
    lon, lat = rng.uniform(108, 122, 2000), rng.uniform(2, 24, 2000)
    distance_nm = nearest(limit, lon, lat).nautical
    near = (distance_nm < 60) & (np.abs(distance_nm - 30) > 0.05)
    placed = classify(pd.DataFrame({"lat": lat[near], "lon": lon[near], "date_start": "2020"}))
    inside = shapely.intersects_xy(shape, lon[near], lat[near])
    beyond = distance_nm[near] > 30
    zone = "cn-dash-area"
    assert np.array_equal([zone in cell.split(";") for cell in placed["zones"]], inside & beyond)
    assert np.array_equal([zone in cell.split(";") for cell in placed["zones_possible"]], ~beyond)
    assert min(np.count_nonzero(group) for group in (inside & beyond, ~beyond & inside, ~beyond & ~inside)) > 50


def test_a_feature_of_unknown_status_is_never_certain() -> None:
    zones = load_zones()
    unsure = zones[zones["certainty"] == "possible_only"]
    points = shapely.get_coordinates(shapely.point_on_surface(unsure.geometry.to_numpy()))
    placed = classify(pd.DataFrame({"lon": points[:, 0], "lat": points[:, 1], "date_start": "2020-01-01"}))
    for zone, row in zip(unsure["id"], placed.itertuples(), strict=True):
        assert zone not in row.zones.split(";")
        assert zone in row.zones_possible.split(";")


def test_the_belt_of_a_feature_is_possible_within_its_radius_and_spread() -> None:
    zones = load_zones().set_index("id")
    band = float(zones["membership_band_nm"]["ts-scarborough-shoal"])
    feature = geodata.table("features").set_index("id").loc["scarborough-shoal"]
    lat, lon = float(feature["lat"]), float(feature["lon"])
    reach = [12 - band - 0.3, 12 - band + 0.3, 12 + band - 0.3, 12 + band + 0.3]
    ends = [GEOD.fwd(lon, lat, 90, distance * 1852) for distance in reach]
    placed = classify(pd.DataFrame({"lon": [e[0] for e in ends], "lat": [e[1] for e in ends], "date_start": "2020"}))
    zone = "ts-scarborough-shoal"
    assert [zone in cell.split(";") for cell in placed["zones"]] == [True, False, False, False]
    assert [zone in cell.split(";") for cell in placed["zones_possible"]] == [False, True, True, False]


@pytest.mark.parametrize("radius", [5.0, 40.0, 150.0])
def test_shares_are_the_part_of_the_sea_of_the_geodesic_disc_inside(radius: float) -> None:
    """Against the area of the intersection with a disc of 720 vertices, measured on the ellipsoid."""
    zones = load_zones().set_index("id")
    places = [(117.9, 15.2), (119.0, 12.0), (109.6, 4.5), (107.9, 19.0)]
    lon, lat = np.array(places).T
    which, found = memberships(lon.copy(), lat.copy(), np.full(4, radius), ["2024-06-01"] * 4)
    compared = 0
    for (x, y), row in zip(places, which, strict=True):
        azimuth = np.arange(720) / 2
        rim = GEOD.fwd(np.full(720, x), np.full(720, y), azimuth, np.full(720, radius * 1000))
        disc = shapely.Polygon(np.column_stack(rim[:2]))
        sea = shapely.difference(disc, shapely.clip_by_rect(zones.geometry["land"], *disc.bounds))
        for zone, share in found[row].shares:
            tried = disc if zone == "land" else sea
            inside = shapely.intersection(tried, shapely.clip_by_rect(zones.geometry[zone], *disc.bounds))
            whole = abs(GEOD.geometry_area_perimeter(tried)[0])
            exact = abs(GEOD.geometry_area_perimeter(inside)[0]) / whole if not inside.is_empty else 0.0
            assert share == pytest.approx(exact, abs=0.01), zone
            compared += 0 < exact < 1
    assert compared


def test_a_disc_that_only_touches_a_zone_is_possible_and_one_that_fits_is_certain() -> None:
    table = pd.concat([frame(radius_km=[radius]) for radius in (0.0, 1.0, 60.0)])
    placed = classify(table.reset_index(drop=True))
    zone = "cn-scarborough-internal"
    assert [zone in cell for cell in placed["zones"]] == [True, True, False]
    assert [zone in cell for cell in placed["zones_possible"]] == [False, False, True]


def test_a_zone_is_certain_exactly_where_its_limit_is_further_than_the_radius(tmp_path: Path) -> None:
    shape = shapely.Polygon([(113, 11), (115, 10), (117, 11.5), (116.5, 13.5), (114, 14)])
    gpd.GeoDataFrame(geometry=[shape], crs=4326).to_file(tmp_path / "five.gpkg")
    geodata.configure(tmp_path / "own")
    add_zone(tmp_path / "five.gpkg", {"id": "five", "claimants": "VN", "kind": "claim_area", "citation": "a test"})
    limit = lines([shapely.segmentize(shapely.boundary(shape), 0.01)])
    rng = np.random.default_rng(8)
    lon, lat = rng.uniform(112, 118, 3000), rng.uniform(9, 15, 3000)
    km = nearest(limit, lon, lat).metres / 1000
    near = np.flatnonzero((km < 60) & (np.abs(km - 30) > 0.3))[:300]
    inside = shapely.intersects_xy(shape, lon[near], lat[near])
    placed = classify(pd.DataFrame({"lat": lat[near], "lon": lon[near], "date_start": "2020", "radius_km": 30.0}))
    assert np.array_equal(["five" in cell.split(";") for cell in placed["zones"]], inside & (km[near] > 30))
    assert np.array_equal(["five" in cell.split(";") for cell in placed["zones_possible"]], km[near] < 30)
    assert min(np.count_nonzero(inside & (km[near] > 30)), np.count_nonzero(km[near] < 30)) > 40


def test_distances_of_the_frame_are_those_of_geod() -> None:
    row = classify(frame()).iloc[0]
    feature = geodata.table("features").set_index("id").loc["scarborough-shoal"]
    metres = GEOD.inv(117.76, 15.15, float(feature["lon"]), float(feature["lat"]))[2]
    assert row["nearest_feature_nm"] * 1852 == pytest.approx(metres, abs=20)
    assert row["baseline_nm_ph"] < row["baseline_nm_cn"] < row["baseline_nm_my"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lat": [95.0]}, "latitude 95 does not exist"),
        ({"lat": [117.76], "lon": [15.15]}, "try lat 15.15, lon 117.76"),
        ({"lat": ["north"]}, "'north' is not allowed"),
        ({"lon": [""]}, "give both lat and lon"),
        ({"lon": [200.0]}, "longitude 200"),
        ({"date_start": ["June 2024"]}, "'June 2024' is not allowed"),
        ({"date_start": ["2024-02-30"]}, "2024-02-30"),
        ({"radius_km": [-1.0]}, "is not a valid radius; use 0 to"),
        ({"radius_km": [float("inf")]}, "is not a valid radius; use 0 to"),
    ],
)
def test_rows_that_cannot_be_right_are_listed(change: dict[str, list[object]], words: str) -> None:
    with pytest.raises(TableError, match=words):
        classify(frame(**change))


def test_all_wrong_rows_are_listed_at_once() -> None:
    table = pd.concat([frame(), frame(lat=[95.0]), frame(date_start=["x"])]).reset_index(drop=True)
    with pytest.raises(TableError) as caught:
        classify(table)
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [(3, "lat"), (4, "date_start")]
    with pytest.raises(TableError, match="column lon: '-240' is not allowed; longitude -240 does not exist"):
        classify(frame(lon=[-240.0]))
    columns = ("lat", "lon", "date_start", "radius_km")
    rows = [
        ("15", "117", "2024", ""),
        ("abc", "117", "2024", "x"),
        ("15", "", "2024", "1"),
        ("95", "117", "2024", "-3"),
        ("", "", "2024-13", ""),
        ("15", "1e", "x", ""),
    ]
    with pytest.raises(TableError) as caught:
        classify(pd.DataFrame(rows, columns=columns))
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [
        (3, "lat"), (3, "radius_km"), (4, "lat"), (5, "lat"), (5, "radius_km"), (6, "date_start"),
        (7, "lon"), (7, "date_start"),
    ]  # fmt: skip


def test_a_frame_without_what_is_needed_is_refused() -> None:
    with pytest.raises(UsageError, match="no date column 'date_start'"):
        classify(pd.DataFrame({"lat": [15.0], "lon": [117.0]}))
    with pytest.raises(UsageError, match="no column lon"):
        classify(pd.DataFrame({"lat": [15.0], "date_start": ["2024"]}))
    bare = gpd.GeoDataFrame({"date_start": ["2024"]}, geometry=gpd.points_from_xy([117.0], [15.0]))
    with pytest.raises(UsageError, match="no CRS"):
        classify(bare)
    line = gpd.GeoDataFrame({"date_start": ["2024"]}, geometry=[shapely.LineString([(1, 1), (2, 2)])], crs=4326)
    with pytest.raises(UsageError, match="LineString"):
        classify(line)


def test_times_are_taken_as_their_day() -> None:
    moment = pd.to_datetime(["2024-11-10T01:00"])
    assert "cn-scarborough-internal" in classify(frame(date_start=moment)).iloc[0]["zones"]
