"""Draw the chart of a month or a year: incidents by month, with dashed bars for months that were not searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker.reporting import svg
from scs_tracker.sentences import words as plain
from scs_tracker.sentences.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping


def months_chart(facts: Mapping[str, Any]) -> str:
    """Return the bar chart of incidents by month as an ``svg`` element, or an empty string if all counts are zero."""
    months = facts["months"]
    if not any(one["count"] for one in months):
        return ""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    with svg.drawing_settings():
        drawing = Figure(figsize=(5.8, 1.9))
        FigureCanvasSVG(drawing)
        axes = drawing.add_axes((0.02, 0.14, 0.96, 0.82))
        for place, one in enumerate(months):
            known = one["searched"]
            style: dict[str, Any] = {"edgecolor": "#1f4e79", "facecolor": "#1f4e79" if known else "#dce8f0"}
            style |= {"linewidth": 0.8, "linestyle": "-" if known else (0, (3, 2))}
            axes.add_artist(Rectangle((place - 0.4, 0), 0.8, one["count"], **style))
            axes.text(place, one["count"], f" {one['count']}", ha="center", va="bottom", fontsize=8, fontweight="bold")
        axes.set_xlim(-0.6, len(months) - 0.4)
        axes.set_ylim(0, max(one["count"] for one in months) * 1.2)
        axes.set_xticks(range(len(months)), [plain.short_month(one["month"]) for one in months], fontsize=8)
        axes.set_yticks([])
        axes.tick_params(length=0)
        for side in ("left", "right", "top"):
            axes.spines[side].set_visible(False)
        parts = [f"{plain.date_words(one['month'])}: {one['count']}" for one in months]
        return svg.inline(
            drawing,
            name="months",
            title=_("Incidents by month"),
            description=_("Bars by month, dashed where the month was not searched: {counts}.").format(
                counts="; ".join(parts)
            ),
        )
