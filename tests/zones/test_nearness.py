"""The stored candidates are those that would be found, and are left alone where the lines are others."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import shapely

from scs_tracker.zones import coast, nearness
from scs_tracker.zones.distance import every_cell, lines, nearest

if TYPE_CHECKING:
    from pathlib import Path


def test_stored_candidates_give_the_same_distances_as_those_found_anew() -> None:
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(98, 128, 1_000), rng.uniform(-4, 27, 1_000)
    targets = [coast._all_coasts()[1], coast._features(), *(line.lines for line in coast._lines_of("main"))]
    stored = [target for target in targets if target.cells is not None]
    assert len(stored) >= len(targets) - 1  # a gazetteer that is newer than the build has its features found anew
    for target in stored:
        with_them = nearest(target, lon, lat)
        without = nearest(dataclasses.replace(target, cells=None), lon, lat)
        assert np.array_equal(with_them.metres, without.metres)
        assert np.array_equal(with_them.owner, without.owner)


def test_the_same_lines_are_stored_in_the_same_bytes_and_read_as_they_were(tmp_path: Path) -> None:
    target = lines([shapely.LineString([(110, 10), (112, 11)]), shapely.Point(115, 12)])
    first = nearness.store_nearness(tmp_path, {"two": target}).read_bytes()
    assert nearness.store_nearness(tmp_path, {"two": target}).read_bytes() == first
    with np.load(tmp_path / nearness.STORED) as stored:
        cells = every_cell(target)
        assert np.array_equal(np.cumsum(stored["two.items"]), cells.items)
        assert np.array_equal(np.cumsum(stored["two.counts"]), cells.offsets[1:])


def test_other_lines_do_not_take_candidates_that_are_not_theirs() -> None:
    assert coast._all_coasts()[1].cells is not None
    strange = lines([shapely.LineString([(110, 10), (112, 11)])])
    assert nearness.with_cells("coasts", strange).cells is None
    assert nearness.with_cells("nobody", strange) is strange


def test_many_points_at_once_and_one_after_the_other_get_the_same_answers() -> None:
    rng = np.random.default_rng(6)
    lon, lat = rng.uniform(98, 128, 120_000), rng.uniform(-4, 27, 120_000)
    codes, miles = coast.nearest_coasts(lon, lat)
    some = rng.integers(0, lon.size, 200)
    for row in some:
        code, distance = coast.nearest_coasts(lon[row : row + 1], lat[row : row + 1])
        assert (code[0], distance[0]) == (codes[row], miles[row])
