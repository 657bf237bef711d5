"""The charts of the week, drawn from its facts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.model import SEVERITY_LABELS
from scs_tracker.reporting import svg
from scs_tracker.sentences import words as plain
from scs_tracker.sentences.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Light to dark with the grade, so that the order survives a grey print.
GRADES: Final = ("#f4f1e8", "#ddd2b4", "#c0a874", "#98764f", "#66473a", "#221a19")
_PLAIN, _GRAVE, _MARK = "#b8c4cc", "#4a6572", "#101820"


def charts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the charts of a week that have data: ``trend``, ``matrix`` and ``months``, each as an ``svg`` element."""
    drawn = {}
    with svg.drawing_settings():
        if any(entry["count"] for entry in facts["trend"]["weeks"]):
            drawn["trend"] = _trend(facts)
        if facts["matrix"]["actors"]:
            drawn["matrix"] = _matrix(facts)
        if any(any(entry["counts"]) for entry in facts["months"]):
            drawn["months"] = _months(facts)
    return drawn


def figure(width: float, height: float, margins: tuple[float, float, float, float]) -> tuple[Figure, Axes]:
    """Return a figure of that size and its axes, all in inches; no window system is asked.

    Margins are left, bottom, right and top. They are given, not found by matplotlib's layout engines, which draw
    everything twice.
    """
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    left, bottom, right, top = margins
    drawing = Figure(figsize=(width, height))
    FigureCanvasSVG(drawing)
    box = (left / width, bottom / height, 1 - (left + right) / width, 1 - (bottom + top) / height)
    return drawing, drawing.add_axes(box)


def bars(
    axes: Axes, heights: Sequence[float], *, base: Sequence[float] | None = None, first: int = 0, **style: Any
) -> None:
    """Draw upright bars at whole numbers from ``first`` on, as one artist; those of no height are left out.

    ``Axes.bar`` makes an artist of each and looks after the limits each time, which takes ten times as long.
    """
    from matplotlib.collections import PolyCollection

    spots = zip(range(first, first + len(heights)), base or [0] * len(heights), heights, strict=True)
    corners = [
        ((place - 0.4, low), (place + 0.4, low), (place + 0.4, low + height), (place - 0.4, low + height))
        for place, low, height in spots
        if height
    ]
    axes.add_collection(PolyCollection(corners, **style), autolim=False)


def _trend(facts: Mapping[str, Any]) -> str:
    trend = facts["trend"]["weeks"]
    drawing, axes = figure(8.4, 2.6, (0.5, 0.3, 0.55, 0.08))
    places = range(len(trend))
    counts = [entry["count"] for entry in trend]
    grave = [entry["grave"] for entry in trend]
    light = [count - hard for count, hard in zip(counts, grave, strict=True)]
    bars(axes, grave, facecolor=_GRAVE, label=_("severity 3 to 5"))
    bars(axes, light, base=grave, facecolor=_PLAIN, label=_("severity 0 to 2"))
    last = len(trend) - 1
    bars(axes, [max(counts[-1], 0.05)], first=last, facecolor="none", edgecolor=_MARK, linewidth=1.6)
    axes.annotate(
        facts["label"],
        (last + 0.4, max(counts[-9:])),  # above the bars that it is written across
        xytext=(0, 3),
        textcoords="offset points",
        ha="right",
        fontweight="bold",
        fontsize=8,
    )
    mean = sum(counts) / len(counts)
    axes.axhline(mean, color="#555555", linewidth=0.8, linestyle=(0, (4, 3)))
    axes.annotate(
        "\n".join((_("mean"), plain.digits(mean))),
        (last + 0.8, mean),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        fontsize=8,
        color="#333333",
        annotation_clip=False,
    )
    ticks = [place for place in places if place % 6 == last % 6]
    axes.set_xticks(ticks, [trend[place]["week"] for place in ticks], fontsize=8)
    axes.set_xlim(-0.8, last + 0.8)
    axes.set_ylim(0, max(*counts, 1) * 1.22)
    _whole_ticks(axes)
    axes.set_ylabel(_("incidents a week"))
    axes.grid(axis="y", color="#e4e4e4", linewidth=0.7)
    axes.legend(loc="upper left", ncols=2, fontsize=8, frameon=False, borderaxespad=0.2)
    peak = max(trend, key=lambda entry: entry["count"])
    return svg.inline(
        drawing,
        name="trend",
        title=_("Incidents a week over 52 weeks"),
        description=_(
            "Bar chart of incidents a week from {first} to {last}: {count} in {last}, {total} in all, a mean of {mean} "
            "a week, the most in {peak} with {most}."
        ).format(
            first=trend[0]["week"],
            last=facts["label"],
            count=counts[-1],
            total=sum(counts),
            mean=plain.digits(mean),
            peak=peak["week"],
            most=peak["count"],
        ),
    )


def _month(key: str) -> str:
    return f"{plain.short_month(key)} {key[:4]}"


def _whole_ticks(axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, min_n_ticks=1))


def _two_lines(label: str, limit: int) -> str:
    """Break a label longer than ``limit`` near its middle."""
    if len(label) < limit:
        return label
    spaces = [place for place, letter in enumerate(label) if letter == " "]
    middle = min(spaces, key=lambda place: abs(place - len(label) / 2), default=None)
    return label if middle is None else f"{label[:middle]}\n{label[middle + 1 :]}"


def _matrix(facts: Mapping[str, Any]) -> str:
    from matplotlib.colors import LinearSegmentedColormap

    matrix = facts["matrix"]
    year, week = matrix["last_52_weeks"], matrix["this_week"]
    rows, columns = len(matrix["actors"]), len(matrix["types"])
    drawing, axes = figure(8.4, 1.6 + 0.34 * rows, (2.9, 0.06, 0.75, 1.5))
    shades = LinearSegmentedColormap.from_list("counts", ["#ffffff", "#4a6572"])
    top = max(max(line) for line in year)
    axes.pcolormesh(
        range(columns + 1), range(rows + 1), year, cmap=shades, vmin=0, vmax=top, edgecolors="#d0d0d0", linewidth=0.5
    )
    for y, line in enumerate(year):
        for x, count in enumerate(line):
            if not count:
                continue
            own = week[y][x]
            text = _("{own} of {count}").format(own=own, count=count) if own else str(count)
            axes.text(
                x + 0.5,
                y + 0.5,
                text,
                ha="center",
                va="center",
                fontsize=8,
                color="#ffffff" if count > 0.6 * top else "#111111",
                fontweight="bold" if own else "normal",
            )
    axes.set_xticks(
        [x + 0.5 for x in range(columns)],
        [_two_lines(kind["label"], 20) for kind in matrix["types"]],
        rotation=55,  # steep enough that labels of two lines stay apart
        ha="left",
        rotation_mode="anchor",
    )
    axes.xaxis.tick_top()
    axes.set_yticks([y + 0.5 for y in range(rows)], [_two_lines(actor["name"], 38) for actor in matrix["actors"]])
    axes.tick_params(length=0)
    axes.set_ylim(rows, 0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    strongest = max(
        ((count, y, x) for y, line in enumerate(year) for x, count in enumerate(line)), key=lambda item: item[0]
    )
    return svg.inline(
        drawing,
        name="matrix",
        title=_("Initiators by type of incident, 52 weeks"),
        description=_(
            "Table of counts over the 52 weeks to {week}, initiators in rows and types in columns; in bold, how many "
            "of them are of this week. The largest is {actor}, {type}, with {count}."
        ).format(
            week=facts["label"],
            actor=matrix["actors"][strongest[1]]["name"],
            type=matrix["types"][strongest[2]]["label"],
            count=strongest[0],
        ),
    )


def _months(facts: Mapping[str, Any]) -> str:
    months = facts["months"]
    drawing, axes = figure(8.4, 2.8, (0.5, 0.3, 1.75, 0.08))
    places = range(len(months))
    base = [0] * len(months)
    for grade, label in enumerate(SEVERITY_LABELS):
        counts = [entry["counts"][grade] for entry in months]
        said = f"{grade} {_(label)}"
        bars(axes, counts, base=base, label=said, facecolor=GRADES[grade], edgecolor="#6b6b6b", linewidth=0.5)
        base = [below + count for below, count in zip(base, counts, strict=True)]
    ticks = list(places)[::-3][::-1]
    axes.set_xticks(ticks, [_month(months[place]["month"]) for place in ticks], fontsize=8)
    axes.set_xlim(-0.7, len(months) - 0.3)
    axes.set_ylim(0, max(*base, 1) * 1.05)
    _whole_ticks(axes)
    axes.set_ylabel(_("incidents a month"))
    axes.grid(axis="y", color="#e4e4e4", linewidth=0.7)
    handles, labels = axes.get_legend_handles_labels()
    drawing.legend(handles[::-1], labels[::-1], loc="upper right", fontsize=8, frameon=False, title=_("severity"))
    totals = [sum(entry["counts"][grade] for entry in months) for grade in range(6)]
    parts = [
        _("{count} of grade {grade}").format(count=count, grade=grade) for grade, count in enumerate(totals) if count
    ]
    return svg.inline(
        drawing,
        name="months",
        title=_("Incidents a month by severity, 24 months"),
        description=_("Stacked bar chart of incidents a month from {first} to {last}, up to {day}: {counts}.").format(
            first=plain.date_words(months[0]["month"]),
            last=plain.date_words(months[-1]["month"]),
            day=plain.date_words(facts["period"]["last_day"]),
            counts=plain.listed(parts),
        ),
    )
