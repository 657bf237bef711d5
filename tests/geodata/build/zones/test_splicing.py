"""Points that were read stay; a drawing fills in only where it agrees with them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.build.zones import baselines, sources
from geodata.build.zones.measure import densify, nearest_m
from geodata.build.zones.splicing import filled, ring, spliced
from scs_tracker.geodata.region import NAUTICAL_MILE

READ = np.array([[110.0, 10.0], [111.0, 10.0], [111.0, 11.0]])


def test_a_drawn_point_beside_a_side_is_kept_and_the_same_corner_is_not() -> None:
    drawn = np.array([[110.01, 10.0], [110.5, 9.99], [111.005, 10.5]])
    line = filled(READ, drawn)
    assert line.tolist() == [[110.0, 10.0], [110.5, 9.99], [111.0, 10.0], [111.005, 10.5], [111.0, 11.0]]


def test_where_the_drawing_strays_none_of_it_is_kept_on_that_side() -> None:
    drawn = np.array([[110.4, 10.0], [110.5, 9.9], [111.005, 10.5]])  # 6 M off: another line
    assert filled(READ, drawn).tolist() == [[110.0, 10.0], [111.0, 10.0], [111.005, 10.5], [111.0, 11.0]]


@given(st.lists(st.tuples(st.floats(109.5, 111.5), st.floats(9.5, 11.5)), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_what_was_read_is_all_there_in_order_whatever_is_drawn(points: list[tuple[float, float]]) -> None:
    line = filled(READ, np.array(points))
    where = [int(np.flatnonzero((line == point).all(axis=1))[0]) for point in READ]
    assert where == sorted(where)
    added = np.array([point for point in line.tolist() if point not in READ.tolist()])
    if len(added):
        assert nearest_m(added, densify(READ)).max() <= 1.21 * NAUTICAL_MILE


def test_a_ring_is_closed_once() -> None:
    assert len(ring(READ)) == 4
    assert len(ring(ring(READ))) == 4


def test_a_chain_takes_the_place_of_the_near_part_of_a_ring() -> None:
    square = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]])
    chain = np.array([[0.01, 0.0], [-0.2, 0.5], [0.01, 1.0]])
    closed = spliced(square, chain)
    assert {tuple(point) for point in closed} == {tuple(point) for point in [*chain, [1.0, 1.0], [1.0, 0.0]]}


def test_the_philippine_ring_stands_on_what_was_read() -> None:
    line = baselines.philippine_ring()
    for name in ("ph_ra9522_basepoints_1-16_of_101", "ph_ra9522_ring_marine_regions"):
        assert nearest_m(sources.points(name), densify(line)).max() < 0.05 * NAUTICAL_MILE
    assert line[:, 1].max() < 21.13  # the vertex at 21.2 N is dropped


def test_the_statute_points_of_the_ring_agree_with_the_statute() -> None:
    statute = sources.points("ph_ra9522_basepoints_1-16_of_101")
    seven = sources.points("ph_ra9522_ring_marine_regions")[:7]
    assert nearest_m(seven, statute).max() < 0.035 * NAUTICAL_MILE


def test_chinese_and_indonesian_lines_go_through_every_point_that_was_read() -> None:
    chinese, indonesian = densify(baselines.chinese_line()), densify(baselines.indonesian_ring())
    for name, first, line in (
        ("cn_baseline_1996_mainland_1-22", 12, chinese),
        ("cn_baseline_1996_mainland_22-49_marine_regions", 0, chinese),
        ("id_pp37_2008_basepoints_read", 0, indonesian),
    ):
        assert nearest_m(sources.points(name)[first:], line).max() < 0.05 * NAUTICAL_MILE, name
