from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from PIL import Image

from scs_tracker import geodata
from scs_tracker.reporting.pictures import map_picture, slide
from scs_tracker.reporting.sea import disc_at_sea, land

if TYPE_CHECKING:
    from collections.abc import Callable

Facts = dict[str, Any]


def test_a_slide_has_its_size_and_is_drawn_alike_again(golden: Facts, facts_of: Callable[..., Facts]) -> None:
    first = slide(golden)
    picture = Image.open(io.BytesIO(first))
    assert (picture.format, picture.size) == ("PNG", (1920, 1080))
    assert slide(golden) == first
    quiet = Image.open(io.BytesIO(slide(facts_of("2024-W33"))))
    assert quiet.size == (1920, 1080)
    inked = [int((np.asarray(one.convert("L")) < 128).sum()) for one in (picture, quiet)]
    assert inked[0] > 1.5 * inked[1] > 0


def test_no_map_where_nothing_could_be_placed(golden: Facts) -> None:
    nowhere = golden | {"incidents": [row | {"lat": None} for row in golden["incidents"]]}
    assert map_picture(nowhere) == b""


def test_a_small_mark_keeps_the_colour_of_its_flag(golden: Facts) -> None:
    flag = next(row["colour"] for row in geodata.rows("actors") if row["country"] == "CN").lstrip("#")
    wanted = np.array([int(flag[at : at + 2], 16) for at in (0, 2, 4)])
    for picture in (map_picture(golden), slide(golden)):
        pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(int)
        assert (np.abs(pixels - wanted).max(axis=2) <= 6).sum() > 30


def test_a_disc_shades_no_land_unless_all_of_it_is_land() -> None:
    off_luzon = shapely.union_all(disc_at_sea(120.1, 15.3, 100.0))  # its centre is ashore
    ashore = shapely.union_all(land()[shapely.intersects(land(), off_luzon)])
    assert shapely.area(shapely.intersection(off_luzon, ashore)) < 1e-9 < off_luzon.area
    (inland,) = disc_at_sea(106.7, 11.3, 5.0)
    assert shapely.contains_xy(inland, 106.7, 11.3)
