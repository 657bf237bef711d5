"""Generalising a coast: within its tolerance, no islet lost, and the same wherever the ring begins."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.build.zones.coastline import generalised

BOX = (100.0, 0.0, 120.0, 20.0)
TOLERANCE = 0.001


def island(seed: int, corners: int, size: float) -> np.ndarray:
    """Return the ring of a star-shaped island, not closed."""
    random = np.random.default_rng(seed)
    angle = np.sort(random.uniform(0.0, 2.0 * np.pi, corners))
    reach = size * random.uniform(0.6, 1.0, corners)
    return np.column_stack([110.0 + reach * np.cos(angle), 10.0 + reach * np.sin(angle)]).round(6)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    corners=st.integers(5, 300),
    size=st.sampled_from([0.0005, 0.01, 0.5]),
    turn=st.integers(1, 299),
)
def test_a_coast_is_the_same_wherever_its_ring_begins(seed: int, corners: int, size: float, turn: int) -> None:
    ring = island(seed, corners, size)
    here = generalised([shapely.Polygon(ring)], box=BOX, tolerance=TOLERANCE)
    there = generalised([shapely.Polygon(np.roll(ring, turn, axis=0))], box=BOX, tolerance=TOLERANCE)
    assert here.is_valid
    assert not here.is_empty
    assert shapely.equals_exact(here, there, 0.0, normalize=True)
    outline = shapely.segmentize(shapely.LinearRing(ring), size / 20.0)
    away = shapely.distance(shapely.points(shapely.get_coordinates(outline)), here.boundary)
    assert away.max() <= TOLERANCE * 1.01


def test_a_coast_that_leaves_the_box_is_cut_at_its_edge() -> None:
    land = shapely.box(99.0, 5.0, 105.0, 12.0)
    kept = generalised([land], box=BOX, tolerance=TOLERANCE)
    assert kept.bounds == (100.0, 5.0, 105.0, 12.0)
