"""The map of the week and the small maps of its most active places, as vector pictures."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.reporting import sea, svg
from scs_tracker.reporting.charts import figure
from scs_tracker.sentences.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WHOLE_SEA: Final = sea.Frame(104.5, 1.5, 122.5, 23.5)
_SEA_NAMES: Final = (
    (114.7, 18.0, "South China Sea"),
    (108.2, 14.6, "Viet Nam"),
    (121.0, 16.2, "Luzon"),
    (118.5, 9.6, "Palawan"),
    (109.7, 19.2, "Hainan"),
    (112.5, 2.2, "Borneo"),
)
_GROUPS: Final = (
    (112.0, 16.5, "Paracels"),
    (113.2, 9.3, "Spratlys"),
    (116.9, 14.75, "Scarborough"),
    (116.7, 20.7, "Pratas"),
)
_LEAST_HALF_WIDTH_KM: Final = 45.0
_MOST_HALF_WIDTH_KM: Final = 160.0


def names() -> list[str]:
    """Return the names that the map writes on sea and land, for the catalogues."""
    return [name for _lon, _lat, name in (*_SEA_NAMES, *_GROUPS)]


def week_map(facts: Mapping[str, Any], whole: sea.Sea) -> str:
    """Return the map of the week: incidents numbered like the list, their discs, and the claims of that date.

    An empty text where no incident of the week could be placed.
    """
    located = [row for row in facts["incidents"] if row["lat"] is not None]
    if not located:
        return ""
    with svg.drawing_settings():
        return svg.inline(
            week_figure(facts, whole),
            name="map",
            title=_("Map of the week {week}").format(week=facts["label"]),
            description=_description(located, facts),
        )


def week_figure(facts: Mapping[str, Any], whole: sea.Sea) -> Figure:
    """Return the map of the week as a figure, drawn under ``svg.drawing_settings``."""
    located = [row for row in facts["incidents"] if row["lat"] is not None]
    drawing, axes = figure(5.8, 7.07, (0.42, 0.3, 0.08, 0.1))
    handles = sea.draw_sea(axes, whole, _WHOLE_SEA, tolerance=0.04)
    sea.degree_ticks(axes, 4)
    _name_the_sea(axes)
    groups = _by_point(located)
    for (lon, lat), rows in groups.items():
        _mark(axes, lon, lat, rows)
    _place_labels(axes, groups)
    handles += _actor_handles(located)
    axes.legend(handles=handles, loc="lower right", fontsize=7, framealpha=0.95, edgecolor="#bbbbbb")
    return drawing


def _name_the_sea(axes: Axes) -> None:
    for lon, lat, name in _SEA_NAMES:
        water = name == "South China Sea"
        axes.text(
            lon,
            lat,
            _(name),
            ha="center",
            va="center",
            fontsize=9 if water else 7.5,
            style="italic" if water else "normal",
            color="#7c98a8" if water else "#77736a",
        )
    for lon, lat, name in _GROUPS:
        axes.text(lon, lat, _(name), ha="center", va="center", fontsize=7, style="italic", color="#6d8797")


def _by_point(rows: Sequence[dict[str, Any]]) -> dict[tuple[float, float], list[dict[str, Any]]]:
    groups: dict[tuple[float, float], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[round(row["lon"], 2), round(row["lat"], 2)].append(row)
    return dict(groups)


def _colour(row: Mapping[str, Any]) -> str:
    return str(row["initiators"][0]["colour"]) if row["initiators"] else "#767676"


def _mark(axes: Axes, lon: float, lat: float, rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        if row["radius_km"]:
            colour = _colour(row)
            sea.disc(axes, row["lon"], row["lat"], row["radius_km"], facecolor=colour, alpha=0.14, linewidth=0)
            sea.disc(axes, row["lon"], row["lat"], row["radius_km"], fill=False, edgecolor=colour, linewidth=0.8)
    axes.plot(
        [lon], [lat], marker="o", markersize=3.2, color=_colour(rows[0]), markeredgecolor="#ffffff", markeredgewidth=0.5
    )


def _place_labels(axes: Axes, groups: Mapping[tuple[float, float], list[dict[str, Any]]]) -> None:
    """Write the numbers beside their points, each where it covers least of what is there already."""
    taken: list[tuple[float, float, float, float]] = []
    points = list(groups)
    for (lon, lat), rows in groups.items():
        text = ", ".join(str(row["number"]) for row in rows)
        width, height = 0.32 + 0.2 * len(text), 0.66
        best = min(_candidates(lon, lat, width), key=lambda spot: _crowding(spot, (width, height), points, taken))
        taken.append((best[0] - width / 2, best[1] - height / 2, best[0] + width / 2, best[1] + height / 2))
        axes.annotate(
            text,
            xy=(lon, lat),
            xytext=best,
            ha="center",
            va="center",
            fontsize=9,
            fontweight="bold",
            color="#101820",
            bbox={
                "boxstyle": "round,pad=0.22",
                "facecolor": "#ffffff",
                "edgecolor": _colour(rows[0]),
                "linewidth": 1.6,
            },
            arrowprops={"arrowstyle": "-", "color": _colour(rows[0]), "linewidth": 0.9, "shrinkA": 0, "shrinkB": 2},
            zorder=10,
        )


def _candidates(lon: float, lat: float, width: float) -> list[tuple[float, float]]:
    spots = []
    for reach in (1.0, 1.7, 2.5):
        for angle in range(0, 360, 45):
            turn = math.radians(angle)
            spots.append((lon + (reach + width / 2) * math.sin(turn), lat + reach * math.cos(turn)))
    return spots


def _crowding(
    spot: tuple[float, float],
    size: tuple[float, float],
    points: Sequence[tuple[float, float]],
    taken: Sequence[tuple[float, float, float, float]],
) -> int:
    """Return how much a label at ``spot`` would cover."""
    x, y = spot
    box = (x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)
    west, south, east, north = box
    frame = _WHOLE_SEA
    outside = (
        west < frame.west + 0.2 or east > frame.east - 0.2 or south < frame.south + 0.2 or north > frame.north - 0.2
    )
    wider = (west - 0.15, south - 0.15, east + 0.15, north + 0.15)
    return 4 * outside + 3 * _covered(box, (), taken) + 2 * _covered(wider, points, ())


def _actor_handles(rows: Sequence[dict[str, Any]]) -> list[Any]:
    from matplotlib.lines import Line2D

    colours: dict[str, str] = {}
    for row in rows:
        if row["initiators"]:
            first = row["initiators"][0]
            colours.setdefault(first["country_name"], first["colour"])
    return [
        Line2D(
            [],
            [],
            linestyle="none",
            marker="s",
            markersize=7,
            color=colour,
            label=_("initiated by {name}, according to the sources").format(name=name),
        )
        for name, colour in colours.items()
    ] + [
        Line2D(
            [],
            [],
            linestyle="none",
            marker="o",
            markersize=9,
            fillstyle="none",
            color="#555555",
            label=_("place lies within this disc"),
        )
    ]


def _description(located: Sequence[dict[str, Any]], facts: Mapping[str, Any]) -> str:
    parts = [
        _("{number} at {place}, {where}").format(number=row["number"], place=row["place"]["name"], where=row["where"])
        for row in located[:12]
    ]
    if len(located) > 12:
        parts.append(_("and {count} more").format(count=len(located) - 12))
    said = _("Map of the South China Sea with the incidents of the week: {incidents}.").format(
        incidents="; ".join(parts)
    )
    missing = len(facts["incidents"]) - len(located)
    return said + (" " + _("Not placed: {count}.").format(count=missing) if missing else "")


def place_maps(facts: Mapping[str, Any], whole: sea.Sea) -> list[dict[str, str]]:
    """Return the small maps of the most active places: ``place``, ``caption`` and ``picture``."""
    found = []
    with svg.drawing_settings():
        for number, entry in enumerate(facts["active_places"], start=1):
            found.append(
                {
                    "place": entry["place"]["name"],
                    "caption": _caption(entry),
                    "picture": _place_map(entry, name=f"place{number}", whole=whole),
                }
            )
    return found


def _caption(entry: Mapping[str, Any]) -> str:
    every, drawn = entry["last_52_weeks"], entry["drawn"]
    said = _("{now} this week, {year} in 52 weeks").format(now=entry["this_week"] or _("none"), year=every)
    return said if drawn == every else said + _(", {count} of them drawn").format(count=drawn)


def _place_map(entry: Mapping[str, Any], *, name: str, whole: sea.Sea) -> str:
    frame = _frame_around(entry["points"])
    drawing, axes = figure(3.5, 3.31, (0.48, 0.26, 0.05, 0.08))
    sea.draw_sea(axes, whole, frame, tolerance=0.001, near=True)
    sea.degree_ticks(axes, 0.5 if frame.north - frame.south < 2 else 1)
    taken = _past_and_present(axes, entry["points"])
    _draw_features(axes, frame, entry, taken)
    axes.text(
        0.02, 0.98, entry["place"]["name"], transform=axes.transAxes, ha="left", va="top", fontsize=9, fontweight="bold"
    )
    _scale_bar(axes, frame)
    return svg.inline(
        drawing,
        name=name,
        title=_("Incidents at {place}").format(place=entry["place"]["name"]),
        description=_(
            "Small map around {place}: {counts}; circles show where the sources place them, larger where more lie on "
            "one point, dark for this week."
        ).format(place=entry["place"]["name"], counts=_caption(entry)),
    )


def _draw_features(
    axes: Axes, frame: sea.Frame, entry: Mapping[str, Any], taken: Sequence[tuple[float, float]]
) -> None:
    """Mark the named features and write the names of those nearest to the middle that have room."""
    lon, lat = (frame.west + frame.east) / 2, (frame.south + frame.north) / 2
    height = frame.north - frame.south
    found = sea.features(frame, kinds=geodata.place_kinds("marked"))
    axes.plot(
        [feature["lon"] for feature in found],
        [feature["lat"] for feature in found],
        marker="^",
        markersize=3,
        color="#55606a",
        linestyle="none",
    )
    named = [(lon, lat), *taken]
    most = len(named) + 3
    for feature in sorted(
        found, key=lambda feature: (math.hypot(feature["lon"] - lon, feature["lat"] - lat), feature["id"])
    ):
        x, y = feature["lon"], feature["lat"]
        clear = all(abs(y - other_y) > 0.09 * height or abs(x - other_x) > 0.45 * height for other_x, other_y in named)
        inside = frame.south + 0.08 * height < y < frame.north - 0.12 * height
        if feature["name"] == entry["place"]["name"] or len(named) >= most or not clear or not inside:
            continue
        named.append((x, y))
        left = x > lon
        axes.annotate(
            feature["name"],
            (x, y),
            xytext=(-4 if left else 4, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=6.5,
            color="#444f58",
        )


def _frame_around(points: Sequence[Mapping[str, Any]]) -> sea.Frame:
    """Return a square frame around the middle of the points, wide enough for most discs and those of the week."""
    lons, lats = sorted(point["lon"] for point in points), sorted(point["lat"] for point in points)
    lon, lat = lons[len(lons) // 2], lats[len(lats) // 2]
    narrow = math.cos(math.radians(lat))
    reaches = sorted(
        (
            math.hypot((point["lon"] - lon) * narrow, point["lat"] - lat) * sea.KM_PER_DEGREE
            + (point["radius_km"] or 0),
            point["number"] is not None,
        )
        for point in points
    )
    most, own = reaches[int(0.9 * (len(reaches) - 1))][0], [reach for reach, now in reaches if now]
    reach = max([most, *own]) * 1.15
    half = min(max(reach, _LEAST_HALF_WIDTH_KM), _MOST_HALF_WIDTH_KM) / sea.KM_PER_DEGREE
    return sea.Frame(lon - half / narrow, lat - half, lon + half / narrow, lat + half)


def _past_and_present(axes: Axes, points: Sequence[Mapping[str, Any]]) -> list[tuple[float, float]]:
    """Draw the incidents of 52 weeks and on them those of the week; return where those of the week lie."""
    groups: dict[tuple[float, float], list[Mapping[str, Any]]] = defaultdict(list)
    for point in points:
        groups[round(point["lon"], 2), round(point["lat"], 2)].append(point)
    now = {spot: own for spot, own in groups.items() if any(point["number"] is not None for point in own)}
    for (lon, lat), own in sorted(groups.items(), key=lambda item: (item[0] in now, item[0])):
        week = [point for point in own if point["number"] is not None]
        widest = max(point["radius_km"] or 0 for point in week or own)
        if widest:
            sea.disc(axes, lon, lat, widest, fill=False, edgecolor="#101820" if week else "#8a949b", linewidth=0.7)
        axes.plot(
            [lon],
            [lat],
            marker="o",
            markersize=5 + 3 * math.sqrt(len(own)),
            color="#101820" if week else "#ffffff",
            markeredgecolor="#ffffff" if week else "#55606a",
            linestyle="none",
        )
    taken: list[tuple[float, float, float, float]] = []
    for spot, own in sorted(now.items()):
        numbers = sorted(point["number"] for point in own if point["number"] is not None)
        _number(
            axes, spot, f"{'No.' if len(numbers) == 1 else 'Nos.'} {', '.join(map(str, numbers))}", list(now), taken
        )
    return list(now)


def _number(
    axes: Axes,
    spot: tuple[float, float],
    text: str,
    points: Sequence[tuple[float, float]],
    taken: list[tuple[float, float, float, float]],
) -> None:
    """Write the numbers of a point on the side where they cover no other point of the week and no other number."""
    height = axes.get_ylim()[1] - axes.get_ylim()[0]
    width, tall, gap = 0.026 * len(text) * height, 0.05 * height, 0.05 * height
    sides = ((gap, 0, "left"), (-gap - width, 0, "right"), (-width / 2, 0.09 * height, "center"))
    boxes: list[tuple[int, int, float, str, tuple[float, float, float, float]]] = []
    for west, up, side in (*sides, (-width / 2, -0.09 * height, "center")):
        box = (spot[0] + west, spot[1] + up - tall / 2, spot[0] + west + width, spot[1] + up + tall / 2)
        boxes.append((_covered(box, points, taken), len(boxes), up, side, box))
    _, _, up, side, box = min(boxes)
    taken.append(box)
    x = {"left": box[0], "right": box[2], "center": spot[0]}[side]
    axes.text(x, spot[1] + up, text, ha=side, va="center", fontsize=8, fontweight="bold")


def _covered(
    box: tuple[float, float, float, float],
    points: Sequence[tuple[float, float]],
    taken: Sequence[tuple[float, float, float, float]],
) -> int:
    """Return how many points and labels lie under a box of west, south, east, north."""
    west, south, east, north = box
    under = sum(west < x < east and south < y < north for x, y in points)
    return under + sum(west < e and east > w and south < n and north > s for w, s, e, n in taken)


def _scale_bar(axes: Axes, frame: sea.Frame) -> None:
    width_nm = (frame.north - frame.south) * 60
    length = next(step for step in (50, 20, 10, 5) if step < width_nm / 3)
    span = length / 60 * frame.stretch / (frame.east - frame.west)
    axes.plot([0.96 - span, 0.96], [0.05, 0.05], transform=axes.transAxes, color="#333333", linewidth=1.6)
    axes.text(0.96, 0.065, f"{length} M", transform=axes.transAxes, ha="right", va="bottom", fontsize=7)
