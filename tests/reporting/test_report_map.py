from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.reporting import svg
from scs_tracker.reporting.report_map import map_figure

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("week", ["2024-W34", "2024-W25", "2014-W22"])
def test_the_name_of_a_feature_covers_no_other_text(facts_of: Callable[..., dict[str, Any]], week: str) -> None:
    with svg.drawing_settings():
        drawing = map_figure(facts_of(week))
        main = drawing.axes[0]
        boxes = [(text, text.get_window_extent()) for text in main.texts]
    features = [text for text, _box in boxes if text.get_fontsize() == 6]
    covered = {
        (one.get_text(), other.get_text())
        for (one, box), (other, second) in combinations(boxes, 2)
        if (one in features or other in features) and box.overlaps(second)
    }
    assert len(features) >= 2
    assert covered == set()
