"""Tests of memberships: of discs and their points, and of many points by day."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.zones import load_zones
from scs_tracker.zones.lattice import lattice
from scs_tracker.zones.limits import GEOD
from scs_tracker.zones.membership import zones_by_day
from scs_tracker.zones.periods import THROUGHOUT, existence


@pytest.mark.parametrize("radius_km", [0.2, 12.0, 199.0, 201.0, 1500.0])
def test_the_points_of_a_disc_lie_as_far_out_as_the_geodesic_says(radius_km: float) -> None:
    lon, lat = np.array([101.0, 117.76, 126.5]), np.array([-2.5, 15.15, 25.0])
    x, y = lattice(lon, lat, np.full(3, radius_km))
    for row in range(3):
        size = x.shape[1]
        azimuth, _, metres = GEOD.inv(np.full(size, lon[row]), np.full(size, lat[row]), x[row], y[row])
        rim, inner = metres[1024:], metres[:1024]
        assert np.abs(rim - radius_km * 1000).max() < 1e-6
        assert np.abs((azimuth[1024:] - np.arange(180) * 2 + 180) % 360 - 180).max() * radius_km < 1e-5
        parts = np.sin(inner / 2 / 6_371_008.8) / np.sin(radius_km * 1000 / 2 / 6_371_008.8)
        assert np.abs(np.square(parts) * 1024 - np.arange(1024) - 0.5).max() < 1e-4  # equal areas on the sphere


def test_discs_at_the_date_line_and_the_pole_are_measured_as_they_are() -> None:
    x, y = lattice(np.array([179.9, 0.0]), np.array([0.0, 89.9]), np.array([50.0, 50.0]))
    assert -180 <= x.min() < -179
    assert x.max() <= 180
    assert y.max() > 89.9


DAYS = np.array(["1995-02-08", "2012-04-10", "2024-06-17", "2024-11-09", "2024-11-10", "2025-03-01"], dtype="M8[us]")


def test_the_zones_of_many_points_by_day_are_those_of_the_exact_test() -> None:
    rng = np.random.default_rng(25)
    zones = load_zones()
    areas = zones[zones.geom_type.str.endswith("Polygon")]
    vertices = shapely.get_coordinates(areas.geometry.to_numpy())
    on = vertices[rng.integers(0, len(vertices), 800)]
    anywhere = np.column_stack([rng.uniform(WEST - 1, EAST + 1, 3000), rng.uniform(SOUTH - 1, NORTH + 1, 3000)])
    lon, lat = np.concatenate([anywhere, on, *(on + rng.normal(0, step, on.shape) for step in (1e-12, 1e-5, 1e-2))]).T
    time = DAYS[np.arange(lon.size) % DAYS.size] + np.timedelta64(5, "h")
    found = zones_by_day(lon, lat, time)
    certain, possible = (np.array([text.split(";") for text in one.texts], dtype=object)[one.codes] for one in found)
    degrees = {day: existence(str(day.astype("M8[D]"))) for day in DAYS}
    inside = (lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH)
    for row in areas[areas["kind"] != "agreed_side"].itertuples():  # a side of a line is asked for claims alone
        held = shapely.intersects_xy(row.geometry, lon, lat) & inside
        there = np.array([degrees[day][row.Index] for day in DAYS])[np.arange(lon.size) % DAYS.size]
        if row.membership_band_nm == 0:
            sure = held & (there == THROUGHOUT) & (row.certainty != "possible_only")
            assert [row.id in ids for ids in certain] == sure.tolist(), row.id
            assert [row.id in ids for ids in possible] == (held & (there > 0) & ~sure).tolist(), row.id


def test_one_day_and_no_points() -> None:
    certain, possible = zones_by_day(np.zeros(0), np.zeros(0), np.zeros(0, dtype="M8[us]"))
    assert certain.codes.size == possible.codes.size == 0
