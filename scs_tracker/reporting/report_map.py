"""Draw the map of page one, framed by its incidents, with insets for distant ones and without claims."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.act import SPLIT
from scs_tracker.reporting import names, svg
from scs_tracker.reporting.period import WEEK
from scs_tracker.reporting.sea import Frame, disc_at_sea, draw_sea, frame_around
from scs_tracker.sentences.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Row = Mapping[str, Any]

#: Inches: of the main frame, of an inset, and of the gap between.
_WIDTH, _HEIGHT, _INSET, _GAP = 5.8, 5.0, 2.3, 0.08
#: What lies within so many degrees of the lead is in the main frame.
_NEAR_DEGREES: Final = 9.0
_INSET_DEGREES: Final = 5.0
_MOST_INSETS: Final = 4
#: A place known no nearer than this is an area: a square, without a ring.
AREA_KM: Final = 100.0
_WIDEST_DEGREES: Final = 2.5
#: So many features around the incidents are named.
_NEIGHBOURS: Final = 5
NEUTRAL: Final = "#5b6770"
_INK, _SOFT = "#16202a", "#51606d"


def place_groups(facts: Row) -> list[list[Row]]:
    """Return the located incidents by frame of the map: the main frame first, then the insets.

    A month or a year has one frame; of a week the lead's surroundings come first.
    """
    placed = [row for row in facts["incidents"] if row["lat"] is not None]
    if not placed or facts["kind"] != WEEK:
        return [placed] if placed else []
    groups = [[row for row in placed if _apart(row, placed[0]) <= _NEAR_DEGREES]]
    for row in placed:
        if row in groups[0]:
            continue
        own = next((group for group in groups[1:] if _apart(row, group[0]) <= _INSET_DEGREES), None)
        if own is not None:
            own.append(row)
        elif len(groups) <= _MOST_INSETS:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _apart(one: Row, other: Row) -> float:
    return float(max(abs(one["lat"] - other["lat"]), abs(one["lon"] - other["lon"])))


def report_map(facts: Row) -> str:
    """Return the map as an ``svg`` element, or an empty string if no incident has a location."""
    if not place_groups(facts):
        return ""
    with svg.drawing_settings():
        title = _("Map of {label}").format(label=facts["period"]["words"])
        return svg.inline(map_figure(facts), name="map", title=title, description=_description(facts))


def map_figure(facts: Row) -> Figure:
    """Return the map as a figure, drawn under ``svg.drawing_settings``."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    groups = place_groups(facts)
    rows_of_insets = math.ceil((len(groups) - 1) / 2)
    height = _HEIGHT + rows_of_insets * (_INSET + _GAP)
    drawing = Figure(figsize=(_WIDTH, height))
    FigureCanvasSVG(drawing)
    frames = []
    for place, group in enumerate(groups):
        box, aspect = _box(place, len(groups), height)
        points = [(row["lon"], row["lat"], row["radius_km"] or 0.0) for row in group]
        frame = frame_around(points, aspect=aspect, least=1.4 if place else 3.0, most=_WIDEST_DEGREES)
        axes = drawing.add_axes(box)
        draw_sea(axes, frame, tolerance=(frame.north - frame.south) / 400)
        _name_lands(axes, frame)
        _name_features(axes, frame, group, _mark_all(axes, frame, group, facts, small=place > 0))
        _scale_bar(axes, frame)
        frames.append(frame)
    if len(frames) > 1:
        _locator(drawing, frames, height)
    return drawing


def _box(place: int, count: int, height: float) -> tuple[tuple[float, float, float, float], float]:
    """Return the position of a frame as fractions of the figure, and its ratio of height to width."""
    if place == 0:
        return (0, 1 - _HEIGHT / height, 1, _HEIGHT / height), _HEIGHT / _WIDTH
    line, column = divmod(place - 1, 2)
    alone = count - 1 == place and column == 0
    width = _WIDTH if alone else (_WIDTH - _GAP) / 2
    bottom = height - _HEIGHT - (line + 1) * (_INSET + _GAP)
    left = column * (width + _GAP)
    return (left / _WIDTH, bottom / height, width / _WIDTH, _INSET / height), _INSET / width


def _mark_all(axes: Axes, frame: Frame, rows: Sequence[Row], facts: Row, *, small: bool) -> list[tuple[float, ...]]:
    """Draw uncertainty areas, symbols and place names; a month or a year shows leads by number, others as dots.

    Returns the boxes that marks and names cover.
    """
    leads = {number for item in facts["news"] for number in item["numbers"]} if facts["kind"] != WEEK else None
    spots: dict[tuple[float, float], list[Row]] = defaultdict(list)
    for row in rows:
        if leads is None or row["number"] in leads:
            _ring(axes, row)
            spots[round(row["lon"], 2), round(row["lat"], 2)].append(row)
        else:
            axes.plot([row["lon"]], [row["lat"]], marker="o", markersize=3.4, color=side_colour(row), linestyle="none")
    taken = [_badge(axes, frame, lon, lat, own, facts) for (lon, lat), own in spots.items()]
    first: dict[str, tuple[float, float, Row]] = {}
    for (lon, lat), own in spots.items():
        first.setdefault(own[0]["place"]["name"], (lon, lat, own[0]))
    for lon, lat, row in first.values():
        _label(axes, frame, lon, lat, row, taken, small=small)
    return taken


def side_colour(row: Row) -> str:
    """Return the colour of the side that did all acts of an incident, or grey if several did or none is known."""
    side = row["side"]
    if not side or side == SPLIT:
        return NEUTRAL
    return next((str(one["colour"]) for one in geodata.rows("actors") if one["country"] == side), NEUTRAL)


def _is_area(row: Row) -> bool:
    return (row["radius_km"] or 0) > AREA_KM


def _ring(axes: Axes, row: Row) -> None:
    """Draw the part of an incident's uncertainty area that is at sea."""
    from matplotlib.patches import Polygon

    if not row["radius_km"]:
        return
    colour = side_colour(row)
    for part in disc_at_sea(row["lon"], row["lat"], row["radius_km"]):
        ring = list(part.exterior.coords)
        axes.add_artist(Polygon(ring, facecolor=colour, alpha=0.12, linewidth=0))
        axes.add_artist(Polygon(ring, fill=False, edgecolor=colour, linewidth=0.8, linestyle=(0, (3, 2))))


def badge_text(rows: Sequence[Row], facts: Row) -> str:
    """Return a symbol's text: for a week, up to three incident numbers and R if routine; else, news item numbers."""
    if facts["kind"] == WEEK:
        numbers = sorted(row["number"] for row in rows if not row["routine"])
        shown = [*map(str, numbers[:3]), *(["R"] if any(row["routine"] for row in rows) else [])]
        return ",".join(shown) + ("…" if len(numbers) > 3 else "")
    own = {row["number"] for row in rows}
    return ",".join(str(place) for place, item in enumerate(facts["news"], 1) if own & set(item["numbers"]))


def _badge(axes: Axes, frame: Frame, lon: float, lat: float, rows: Sequence[Row], facts: Row) -> tuple[float, ...]:
    """Draw the symbol of a position, round for a place or square for an area; return the box that it covers."""
    text, colour = badge_text(rows, facts), side_colour(rows[0])
    square = _is_area(rows[0])
    style = "square,pad=0.3" if square else "circle,pad=0.28" if len(text) == 1 else "round,pad=0.3,rounding_size=0.8"
    axes.text(
        lon, lat, text, ha="center", va="center", fontsize=8.5, fontweight="bold", zorder=10,
        color=colour if square else "#ffffff", clip_on=True,
        bbox={"boxstyle": style, "facecolor": "#ffffff" if square else colour, "edgecolor": colour, "linewidth": 1.4},
    )  # fmt: skip
    wide, tall = _size(axes, frame, len(text) + 1, 12)
    return (lon - wide / 2, lat - tall / 2, lon + wide / 2, lat + tall / 2)


def _size(axes: Axes, frame: Frame, letters: int, points: float) -> tuple[float, float]:
    """Return width and height of a text, in degrees of longitude and latitude."""
    box = axes.get_position()
    inches = float(axes.get_figure(root=True).get_figheight())  # type: ignore[union-attr]
    per_inch = (frame.north - frame.south) / (box.height * inches)
    return letters * points * 0.6 / 72 * per_inch * frame.stretch, points * 1.2 / 72 * per_inch


def _label(
    axes: Axes, frame: Frame, lon: float, lat: float, row: Row, taken: list[tuple[float, ...]], *, small: bool
) -> None:
    """Draw the name and precision of a place where they cover the fewest symbols and other names."""
    doubt = _("within {km} km").format(km=round(row["radius_km"])) if row["radius_km"] else ""
    if _is_area(row):
        doubt = _("only an area")
    name, points = row["place"]["name"], 7.0 if small else 7.8
    wide, tall = _size(axes, frame, max(len(name), len(doubt)), points)
    tall *= 2 if doubt else 1
    gap = _size(axes, frame, 1, 9)[1]
    spots = [
        (lon + dx * (wide / 2 + gap * frame.stretch), lat + dy * (tall / 2 + gap))
        for dx, dy in ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))
    ]
    x, y = min(spots, key=lambda spot: _cost(spot, wide, tall, frame, taken))
    taken.append((x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2))
    _halo(axes, x, y + 0.25 * tall * bool(doubt), name, points, "bold")
    if doubt:
        _halo(axes, x, y - 0.3 * tall, doubt, points - 1, "normal")


def _cost(spot: tuple[float, float], wide: float, tall: float, frame: Frame, taken: Sequence[tuple[float, ...]]) -> int:
    west, south, east, north = spot[0] - wide / 2, spot[1] - tall / 2, spot[0] + wide / 2, spot[1] + tall / 2
    outside = west < frame.west or east > frame.east or south < frame.south or north > frame.north
    return 4 * outside + sum(west < e and east > w and south < n and north > s for w, s, e, n in taken)


def _halo(axes: Axes, x: float, y: float, text: str, size: float, weight: str) -> None:
    from matplotlib.patheffects import withStroke

    effects = [withStroke(linewidth=2.2, foreground="#ffffff")]
    axes.text(
        x, y, text, ha="center", va="center", fontsize=size, fontweight=weight, color=_INK, zorder=9, clip_on=True,
        path_effects=effects,
    )  # fmt: skip


def _name_lands(axes: Axes, frame: Frame) -> None:
    """Draw the names of lands inside the frame, on land."""
    margin = 0.08 * (frame.north - frame.south)
    inner = Frame(frame.west + 2 * margin, frame.south + margin, frame.east - 2 * margin, frame.north - margin)
    for row in geodata.rows("country_labels"):
        lon, lat = float(row["lon"]), float(row["lat"])
        if inner.holds(lon, lat):
            name = names.country_name(row["code"]).upper()
            axes.text(lon, lat, name, ha="center", va="center", fontsize=6.5, color="#77736a")


def _name_features(axes: Axes, frame: Frame, rows: Sequence[Row], taken: Sequence[tuple[float, ...]]) -> None:
    """Name a few features around the incidents, spaced out, without covering a symbol or another name."""
    height, points = frame.north - frame.south, [(row["lon"], row["lat"]) for row in rows]
    kinds, below = geodata.place_kinds("marked"), 0.02 * height
    scale_bar = (frame.west, frame.south, frame.west + (frame.east - frame.west) / 3, frame.south + 0.09 * height)
    covered = [*taken, scale_bar]
    found = [
        (min(math.hypot(lon - x, lat - y) for x, y in points), each["name"], lon, lat)
        for each in geodata.rows("features")
        if each["kind"] in kinds and frame.holds(lon := float(each["lon"]), lat := float(each["lat"]))
    ]
    for _away, name, lon, lat in sorted(found):
        wide, tall = _size(axes, frame, len(name) + 1, 6)
        apart = all(abs(lat - y) > 0.09 * height or abs(lon - x) > 0.3 * height for x, y in points)
        free = not _cost((lon, lat - (below + tall) / 2), wide, below + tall, frame, covered)
        if apart and free and len(points) < len(rows) + _NEIGHBOURS:
            points.append((lon, lat))
            axes.plot([lon], [lat], marker="o", markersize=1.6, color=_SOFT, linestyle="none")
            axes.text(lon, lat - below, name, ha="center", va="top", fontsize=6, color=_SOFT)


def _scale_bar(axes: Axes, frame: Frame) -> None:
    width_nm = (frame.east - frame.west) * 60 / frame.stretch
    length = next((step for step in (200, 100, 50, 25, 10, 5) if step < width_nm / 4), 5)
    span = length / width_nm
    axes.plot([0.03, 0.03 + span], [0.035, 0.035], transform=axes.transAxes, color="#333333", linewidth=1.4)
    text = _("{nm} nm ({km} km)").format(nm=length, km=round(length * 1.852))
    axes.text(0.03, 0.05, text, transform=axes.transAxes, ha="left", va="bottom", fontsize=6.5, color=_INK)


def _locator(drawing: Figure, frames: Sequence[Frame], height: float) -> None:
    """Draw the whole sea as a small map in a corner of the main frame, with the frames on it."""
    from matplotlib.patches import Rectangle

    whole = Frame(99.0, 0.0, 123.0, 25.0)
    axes = drawing.add_axes((0.02, 1 - (_HEIGHT - 0.45) / height, 1.15 / _WIDTH, 1.2 / height))
    draw_sea(axes, whole, tolerance=0.15)
    for frame in frames:
        size = (frame.east - frame.west, frame.north - frame.south)
        axes.add_artist(Rectangle((frame.west, frame.south), *size, fill=False, edgecolor="#1f4e79", linewidth=1.0))


def legend(facts: Row) -> dict[str, Any]:
    """Return the map's legend: sides with colours, symbols that occur, and the number of incidents not on the map."""
    placed = [row for row in facts["incidents"] if row["lat"] is not None]
    sides = [
        {"name": names.country_name(side) if side and side != SPLIT else _("more than one side"), "colour": colour}
        for side, colour in {row["side"]: side_colour(row) for row in placed}.items()
    ]
    return {"sides": sides, "signs": list(_signs(placed, facts)), "not_placed": len(facts["incidents"]) - len(placed)}


def _signs(placed: Sequence[Row], facts: Row) -> Iterator[str]:
    areas = {_is_area(row) for row in placed}
    if False in areas:
        yield _("round: at a place; the dashed ring is the uncertainty area, at sea only")
    if True in areas:
        yield _("square: only an area is known")
    if facts["kind"] != WEEK:
        yield _("small dots: all other incidents")


def _description(facts: Row) -> str:
    placed = [row for group in place_groups(facts) for row in group]
    parts = [
        _("{number} at {place}, {where}").format(number=row["number"], place=row["place"]["name"], where=row["where"])
        for row in placed[:12]
    ]
    if len(placed) > 12:
        parts.append(_("and {count} more").format(count=len(placed) - 12))
    said = _("Map of the incidents: {incidents}.").format(incidents="; ".join(parts))
    missing = len(facts["incidents"]) - len(placed)
    return said + (" " + _("No location: {count}.").format(count=missing) if missing else "")
