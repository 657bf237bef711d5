"""Tests of the points at which a disc is tried."""

from __future__ import annotations

import numpy as np
import pytest

from scs_tracker.zones.limits import GEOD
from scs_tracker.zones.membership import lattice


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
