"""The charts of a month or a year: places by month, tactics by month, and a calendar of days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.reporting import svg
from scs_tracker.reporting.charts import GRADES, bars, figure
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.words import date_words, short_days, short_month

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

#: Told apart by lightness too, so that the order survives a grey print.
_TACTICS: Final = ("#1f3b4d", "#8c5a2b", "#4f7f8f", "#c79a5b", "#86a8b5", "#e0c79a", "#b9cdd5", "#efe3c8")


def period_charts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the charts that have data: ``heat``, ``mix`` and ``calendar``."""
    drawn = {}
    with svg.drawing_settings():
        if facts["heat"]["places"]:
            drawn["heat"] = _heat(facts)
        if facts["mix"]["types"]:
            drawn["mix"] = _mix(facts)
        if any(day["count"] for day in facts["calendar"]):
            drawn["calendar"] = _calendar(facts)
    return drawn


def _short_months(months: Sequence[str]) -> list[str]:
    return [
        f"{short_month(month)}\n{month[:4]}" if month.endswith("-01") or place == 0 else short_month(month)
        for place, month in enumerate(months)
    ]


def _heat(facts: Mapping[str, Any]) -> str:
    from matplotlib.colors import LinearSegmentedColormap

    heat = facts["heat"]
    rows, top = len(heat["places"]), max(max(line) for line in heat["counts"])
    drawing, axes = figure(8.4, 0.75 + 0.34 * rows, (2.0, 0.55, 0.1, 0.1))
    shades = LinearSegmentedColormap.from_list("counts", ["#ffffff", "#4a6572"])
    axes.pcolormesh(
        range(13), range(rows + 1), heat["counts"], cmap=shades, vmin=0, vmax=top, edgecolors="#d0d0d0", linewidth=0.5
    )
    for y, line in enumerate(heat["counts"]):
        for x, count in enumerate(line):
            if count:
                colour = "#ffffff" if count > 0.6 * top else "#111111"
                axes.text(x + 0.5, y + 0.5, str(count), ha="center", va="center", fontsize=8, color=colour)
    axes.set_xticks([x + 0.5 for x in range(12)], _short_months(heat["months"]), fontsize=8)
    axes.set_yticks([y + 0.5 for y in range(rows)], heat["places"])
    axes.tick_params(length=0)
    axes.set_ylim(rows, 0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    best = max(
        ((count, y, x) for y, line in enumerate(heat["counts"]) for x, count in enumerate(line)), key=lambda one: one[0]
    )
    return svg.inline(
        drawing,
        name="heat",
        title=_("Incidents by place and month"),
        description=_(
            "Counts over twelve months up to {last}, places in rows; the most is {count} at {place} in {month}."
        ).format(
            last=date_words(heat["months"][-1]),
            count=best[0],
            place=heat["places"][best[1]],
            month=date_words(heat["months"][best[2]]),
        ),
    )


def _mix(facts: Mapping[str, Any]) -> str:
    from matplotlib.ticker import MaxNLocator

    mix = facts["mix"]
    drawing, axes = figure(8.4, 2.9, (0.5, 0.5, 2.2, 0.1))
    base = [0] * 12
    for colour, kind, counts in zip(_TACTICS, mix["types"], mix["counts"], strict=False):
        bars(axes, counts, base=base, label=kind["label"], facecolor=colour, edgecolor="#555555", linewidth=0.4)
        base = [below + count for below, count in zip(base, counts, strict=True)]
    axes.set_xticks(range(12), _short_months(mix["months"]), fontsize=8)
    axes.set_xlim(-0.6, 11.6)
    axes.set_ylim(0, max(*base, 1) * 1.05)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, min_n_ticks=1))
    axes.set_ylabel(_("incidents with the type"))
    axes.grid(axis="y", color="#e4e4e4", linewidth=0.7)
    handles, labels = axes.get_legend_handles_labels()
    drawing.legend(handles[::-1], labels[::-1], loc="upper right", fontsize=8, frameon=False)
    parts = [
        _("{count} with {label}").format(count=sum(counts), label=kind["label"])
        for kind, counts in zip(mix["types"], mix["counts"], strict=True)
    ]
    return svg.inline(
        drawing,
        name="mix",
        title=_("Types of incident by month"),
        description=_(
            "Stacked bars over twelve months up to {last}: {parts}. An incident counts once for each of its types."
        ).format(last=date_words(mix["months"][-1]), parts=", ".join(parts)),
    )


def _calendar(facts: Mapping[str, Any]) -> str:
    """Draw the days: a month as weeks in rows, a year as weeks in columns."""
    days = [(date.fromisoformat(one["day"]), one) for one in facts["calendar"]]
    across = facts["kind"] == "year"
    start = days[0][0].toordinal() - days[0][0].weekday()
    weeks = (days[-1][0].toordinal() - start) // 7 + 1
    size, width = (0.148, 8.4) if across else (0.42, 3.9)
    columns, rows = (weeks, 7) if across else (7, weeks)
    right = max(width - columns * size - 0.45, 0.05)
    drawing, axes = figure(width, rows * size + 0.5, (0.45, 0.08, right, 0.42))
    for day, one in days:
        week, weekday = divmod(day.toordinal() - start, 7)
        _day(axes, (week, weekday) if across else (weekday, week), one, across=across)
    if across:
        firsts = [(day, (day.toordinal() - start) // 7) for day, _one in days if day.day == 1]
        names = [short_month(day.isoformat()[:7]) for day, _week in firsts]
        axes.set_xticks([week + 0.5 for _first, week in firsts], names, fontsize=8)
        axes.set_yticks([0.5, 2.5, 4.5, 6.5], short_days()[::2], fontsize=8)
    else:
        axes.set_xticks([weekday + 0.5 for weekday in range(7)], short_days(), fontsize=8)
        axes.set_yticks([])
    axes.xaxis.tick_top()
    axes.set_xlim(0, columns)
    axes.set_ylim(rows, 0)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    busy = max((one for _date, one in days), key=lambda one: int(one["count"]))
    with_any = sum(bool(one["count"]) for _date, one in days)
    return svg.inline(
        drawing,
        name="calendar",
        title=_("Days of {words}").format(words=facts["period"]["words"]),
        description=_(
            "Calendar, darker with the highest severity that began on the day; days with an incident: {days}; the most "
            "on {day}, with {count}."
        ).format(days=with_any, day=date_words(busy["day"]), count=busy["count"]),
    )


def _day(axes: Axes, corner: tuple[int, int], one: Mapping[str, Any], *, across: bool) -> None:
    x, y = corner
    colour = "#ffffff" if one["severity"] is None else GRADES[one["severity"]]
    axes.fill([x, x + 1, x + 1, x], [y, y, y + 1, y + 1], facecolor=colour, edgecolor="#c4c4c4", linewidth=0.5)
    if one["count"] and (one["count"] > 1 or not across):
        ink = "#ffffff" if (one["severity"] or 0) >= 4 else "#111111"
        size = 6 if across else 9
        axes.text(x + 0.5, y + 0.5, str(one["count"]), ha="center", va="center", fontsize=size, color=ink)
