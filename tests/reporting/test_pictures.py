from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from scs_tracker.reporting.pictures import map_picture, slide

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
    assert inked[0] > 3 * inked[1] > 0


def test_no_map_where_nothing_could_be_placed(golden: Facts) -> None:
    nowhere = golden | {"incidents": [row | {"lat": None} for row in golden["incidents"]]}
    assert map_picture(nowhere) == b""
