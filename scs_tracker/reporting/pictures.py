"""Draw the map of a week and a slide of its first page as PNG images, for emails and presentations."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import use_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: A slide of 16 to 9, in inches and dots an inch: 1920 by 1080.
_SLIDE: Final = (12.8, 7.2)
_DOTS: Final = 150
_MAIL_DOTS: Final = 80
_INK, _SOFT = "#16202a", "#51606d"


def map_picture(facts: Mapping[str, Any], *, dots: int = _MAIL_DOTS) -> bytes:
    """Return the map of the week as PNG, small enough for an email; empty if no incident has a location."""
    from scs_tracker.reporting import svg
    from scs_tracker.reporting.report_map import map_figure, place_groups

    if not place_groups(facts):
        return b""
    with svg.drawing_settings():
        return _png(map_figure(facts), dots=dots)


def slide(facts: Mapping[str, Any]) -> bytes:
    """Return the first page as a slide, a PNG of 1920 by 1080: incidents, trend and search coverage."""
    from matplotlib.figure import Figure

    from scs_tracker.reporting import svg

    with use_language(facts["language"]), svg.drawing_settings():
        drawing = Figure(figsize=_SLIDE, facecolor="white")
        axes = drawing.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, _SLIDE[0])
        axes.set_ylim(_SLIDE[1], 0)
        title = _("South China Sea, {words}").format(words=facts["period"]["words"])
        axes.text(0.5, 0.62, title, fontsize=22, fontweight="bold", color=_INK)
        drawn = map_picture(facts, dots=_DOTS)
        _lead(axes, facts, columns=92 if drawn else 150)
        if drawn:
            _place_map(drawing, drawn)
        _foot(axes, facts)
        return _png(drawing, dots=_DOTS)


def _lead(axes: Axes, facts: Mapping[str, Any], *, columns: int) -> None:
    """Draw the lead in the largest of five font sizes at which all of it fits, or else in the smallest."""
    for size in (12.5, 11.5, 10.5, 9.5, 8.5):
        width = int(columns * 10.5 / size)
        blocks = [textwrap.wrap(sentence, width) for sentence in facts["lead"]]
        height = size / 72 * 1.35
        if sum(len(block) * height + 0.14 for block in blocks) < 4.7 or size == 8.5:
            break
    y = 1.25
    for number, block in enumerate(blocks, start=1):
        if facts["incidents"]:
            axes.text(0.5, y, str(number), fontsize=size, fontweight="bold", color=_INK, va="top")
        for line in block:
            axes.text(0.85, y, line, fontsize=size, color=_INK, va="top")
            y += height
        y += 0.14


def _foot(axes: Axes, facts: Mapping[str, Any]) -> None:
    lines = [facts["honesty"]["sentence"], *facts["measures"]]
    for number, line in enumerate(lines[:4]):
        axes.text(0.5, 6.15 + 0.2 * number, textwrap.shorten(line, 150), fontsize=10, color=_SOFT, va="top")
    source = _("scs-tracker, data version {version}, as of {instant}").format(
        version=facts["data"]["version"], instant=facts["data"]["as_of_words"]
    )
    axes.text(_SLIDE[0] - 0.4, 6.98, source, fontsize=8, color=_SOFT, ha="right", va="bottom")


def _place_map(drawing: Figure, drawn: bytes) -> None:
    import matplotlib.image as images

    picture = images.imread(io.BytesIO(drawn), format="png")
    axes = drawing.add_axes((0.64, 0.12, 0.34, 0.8))
    axes.imshow(picture, interpolation="lanczos")
    axes.set_axis_off()


def _png(drawing: Figure, *, dots: int) -> bytes:
    """Return a figure as PNG with few colours and no date, so that equal facts give equal bytes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    FigureCanvasAgg(drawing)
    buffer = io.BytesIO()
    drawing.savefig(buffer, format="png", dpi=dots, metadata={"Software": None})
    buffer.seek(0)
    small = io.BytesIO()
    # By coverage the colour of a small mark survives; the rounds of k-means bring the pale ones of the sea back.
    few = Image.open(buffer).convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=4)
    few.save(small, format="PNG", optimize=True)
    return small.getvalue()
