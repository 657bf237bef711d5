"""Draw small PNG maps of the location of an incident: land, reefs, limits and the uncertainty area."""

from __future__ import annotations

import functools
import io
import json
import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.zones.simplified import PER_DEGREE, simplified_zones

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Line = NDArray[np.float64]

#: Width and height in pixels, as link previews need.
SIZE: Final = (1200, 630)
#: Width of the text panel in pixels; size, weight and maximum number of lines of the title.
_PANEL: Final = 560
_HEADLINE: Final = 38
_BOLD: Final = 0.6
_MOST_LINES: Final = 8
#: An image is drawn in palette numbers. The ground colours come first, then the same colours inside a circle.
_GROUND: Final = ("#c3d7e4", "#f1eee8", "#b9b2a5", "#6f8494", "#e7dcc0")
_SEA, _LAND, _COAST, _LIMIT, _REEF = range(len(_GROUND))
_DISC, _SPOT = "#0b61a4", "#b3261e"
_IN_DISC: Final = 36 / 255
#: Number of shades between white and a text colour.
_STEPS: Final = 8
_TEXT: Final = ("#1b252d", "#4a5763")
_INK, _NOTE = range(len(_TEXT))
_IN_HALO: Final = [255 * (cover > 127) for cover in range(256)]
_KM_PER_DEGREE: Final = 111.195
_SMALLEST_HEIGHT_KM: Final = 160.0
#: Ratio of the image's extent to the extent of its locations, so that none is cut off at the edge.
_MARGIN: Final = 1.12
#: A longer edge due north or east, in degrees, is not a coast but a cut between land files.
_LONGEST_STRAIGHT: Final = 0.05
#: Maximum number of features named around a location.
_NAMED: Final = 5
_LIMITS: Final = ("cn-dash-line", "ph-eez", "vn-eez", "my-eez", "id-eez", "bn-eez", "cn-eez", "tw-eez")

Spot = tuple[float, float, float]


def picture(spots: Sequence[Spot], *, label: str = "", title: str = "", above: str = "", below: str = "") -> bytes:
    """Return a PNG map of one or more locations, ``SIZE`` pixels large; the same input gives the same bytes.

    A spot is a latitude and longitude in decimal degrees (WGS 84) and an uncertainty radius in km. ``label`` names the
    first spot. ``title`` is written on a panel at the left, with ``above`` and ``below`` as lines around it.
    """
    image = _map_picture(tuple(spots), label, _PANEL if title else 0).copy()
    if title:
        _headline(image, title, above, below)
    image.putpalette([part for colour in _palette() for part in colour])
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_level=5)
    return stream.getvalue()


@functools.lru_cache(maxsize=2)
def _map_picture(spots: tuple[Spot, ...], label: str, left: int) -> Any:
    """Return the map image with its label, in colour numbers, leaving ``left`` pixels for the text panel."""
    from PIL import Image, ImageDraw

    view = _View.around(spots, left=left)
    image = Image.new("L", view.size, _SEA)
    pen = ImageDraw.Draw(image)
    for shapes, fill in ((_lands(), _LAND), (_reefs(), _REEF)):
        for ring in shapes.seen(view):
            pen.polygon(ring, fill=fill)
    for lines, colour, width in ((_coasts(), _COAST, 1), (_limit_lines(), _LIMIT, 2)):
        for line in lines.seen(view):
            pen.line(line, fill=colour, width=width)
    for spot in spots:
        _disc(image, pen, view, spot)
    per_mile = view.down / 60
    miles = max((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if n * per_mile < view.size[0] / 4), default=1)
    x, low = view.left + 24, view.size[1] - 28
    pen.line([(x, low), (x + miles * per_mile, low)], fill=_ink(_INK), width=4)
    _write(image, (x, low - 38), f"{miles} nm", size=26, halo=4)
    if label:
        _names(image, pen, view, spots[0], label)
    return image


def _ink(colour: int) -> int:
    """Return the palette number of a text colour at full strength."""
    return 2 * len(_GROUND) + _STEPS * (colour + 1) - 1


@functools.cache
def _palette() -> list[tuple[int, int, int]]:
    """Return the RGB value of each palette number: ground colours, the same inside a circle, and shades of text."""
    from PIL.ImageColor import getrgb

    def blend(under: str, over: str, share: float) -> tuple[int, int, int]:
        red, green, blue = (
            round(low + (high - low) * share) for low, high in zip(getrgb(under), getrgb(over), strict=True)
        )
        return red, green, blue

    shares = [step / (_STEPS - 1) for step in range(_STEPS)]
    colours = [blend(colour, _DISC, share) for share in (0, _IN_DISC) for colour in _GROUND]
    return colours + [blend("#ffffff", colour, share) for colour in (*_TEXT, _DISC, _SPOT) for share in shares]


class _View:
    """View of an image: its centre in degrees and its pixels per degree."""

    def __init__(self, lat: float, lon: float, per_degree: float, left: int) -> None:
        self.size, self.left = SIZE, left
        self.lat, self.lon, self.down = lat, lon, per_degree
        self.across = per_degree * math.cos(math.radians(lat))

    @classmethod
    def around(cls, spots: Sequence[tuple[float, float, float]], *, left: int) -> _View:
        lats, lons = [spot[0] for spot in spots], [spot[1] for spot in spots]
        room = max(spot[2] for spot in spots) * 1.25
        lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        high = (max(lats) - min(lats)) * _KM_PER_DEGREE * _MARGIN + 2 * room
        wide = (max(lons) - min(lons)) * _KM_PER_DEGREE * math.cos(math.radians(lat)) * _MARGIN + 2 * room
        height = max(_SMALLEST_HEIGHT_KM, high, wide * SIZE[1] / (SIZE[0] - left))
        return cls(lat, lon, SIZE[1] * _KM_PER_DEGREE / height, left)

    def points(self, degrees: Line) -> Line:
        """Return the pixel coordinates of longitudes and latitudes."""
        return (degrees - (self.lon, self.lat)) * (self.across, -self.down) + (
            (self.size[0] + self.left) / 2,
            self.size[1] / 2,
        )


class _Shapes:
    """Collection of lines or rings in degrees, with the bounding box of each."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.ends = np.cumsum([len(line) for line in lines])
        self.together = np.concatenate(lines)
        self.west, self.south = np.array([line.min(axis=0) for line in lines]).T
        self.east, self.north = np.array([line.max(axis=0) for line in lines]).T

    def seen(self, view: _View) -> Iterator[list[float]]:
        """Yield the pixel coordinates (x, y, x, y, …) of each shape whose bounding box overlaps the image."""
        wide, high = (view.size[0] + view.left) / view.across / 2, view.size[1] / view.down / 2
        meets = (self.west < view.lon + wide) & (self.east > view.lon - wide)
        meets &= (self.south < view.lat + high) & (self.north > view.lat - high)
        points = view.points(self.together)
        for place in np.flatnonzero(meets).tolist():
            yield points[self.ends[place] - len(self.lines[place]) : self.ends[place]].ravel().tolist()


def _disc(image: Any, pen: Any, view: _View, spot: Spot) -> None:
    from PIL import Image, ImageDraw

    lat, lon, km = spot
    ((x, y),) = view.points(np.array([[lon, lat]])).tolist()
    far, edge = km / _KM_PER_DEGREE * view.down, _ink(len(_TEXT))
    if far > 8:
        box, inside = (x - far, y - far, x + far, y + far), Image.new("1", view.size)
        ImageDraw.Draw(inside).ellipse(box, fill=1)
        image.paste(image.point([n + len(_GROUND) if n < len(_GROUND) else n for n in range(256)]), mask=inside)
        pen.ellipse(box, outline=edge, width=3)
    pen.ellipse((x - 10, y - 10, x + 10, y + 10), fill=_ink(len(_TEXT) + 1), outline=_ink(_INK) - _STEPS + 1, width=3)


@functools.lru_cache(maxsize=8192)
def _word(word: str, size: int, colour: int, weight: float, halo: int) -> tuple[Any, Any, float]:
    """Return a rendered word in colour numbers, the mask of its halo, and its width in pixels with a space."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(size)
    advance = font.getlength(word)
    box = (math.ceil(advance) + 2 * halo + 4, math.ceil(size * 1.4) + 2 * halo)
    drawn = []
    for stroke in (weight, halo):
        image = Image.new("L", box)
        ImageDraw.Draw(image).text((halo, halo), word, fill=255, font=font, stroke_width=stroke)
        drawn.append(image)
    return drawn[0].point(_shades(colour)), drawn[1].point(_IN_HALO), advance + font.getlength(" ")


@functools.cache
def _shades(colour: int) -> list[int]:
    """Return the palette number of a text colour for each degree of pixel coverage from 0 to 255."""
    return [_ink(colour) - _STEPS + 1 + round(cover * (_STEPS - 1) / 255) for cover in range(256)]


def _write(
    image: Any, at: tuple[float, float], text: str, *, size: int, colour: int = _INK, weight: float = 0, halo: int = 0
) -> None:
    """Draw a line of text on the image: on white, or in a white halo ``halo`` pixels wide."""
    x, y = at
    for word in text.split():
        letters, around, advance = _word(word, size, colour, weight, halo)
        image.paste(letters, (round(x) - halo, round(y) - halo), around if halo else None)
        x += advance


def _width(text: str, size: int, weight: float = 0, halo: int = 0) -> float:
    """Return the width of a line of text in pixels, including the space after it."""
    return sum(_word(word, size, _INK, weight, halo)[2] for word in text.split())


def _headline(image: Any, title: str, above: str, below: str) -> None:
    """Draw the text panel: the title in at most ``_MOST_LINES`` lines, with ``above``, ``below`` and the licence."""
    image.paste(_ink(_INK) - _STEPS + 1, (0, 0, _PANEL, SIZE[1]))
    lines, right = [""], 0.0
    for word in title.split():
        wide = _width(word, _HEADLINE, _BOLD)
        if lines[-1] and right + wide > _PANEL - 80:
            lines, right = [*lines, ""], 0.0
        lines[-1], right = f"{lines[-1]} {word}".strip(), right + wide
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …"]
    _write(image, (44, 40), above, size=24, colour=_NOTE)
    for at, line in enumerate(lines):
        _write(image, (44, 92 + at * 48), line, size=_HEADLINE, weight=_BOLD)
    _write(image, (44, SIZE[1] - 100), below, size=22, colour=_NOTE)
    _write(image, (44, SIZE[1] - 62), "South China Sea incidents · data ODbL 1.0", size=20, colour=_NOTE)


def _names(image: Any, pen: Any, view: _View, spot: Spot, label: str) -> None:
    """Draw the name of the place next to its mark, then names of nearby features if there is room, largest first."""
    ((x, y),) = view.points(np.array([[spot[1], spot[0]]])).tolist()
    wide, top = _width(label, 30, halo=4), y - 20
    left = x + 22 if x + 22 + wide < view.size[0] - 16 else x - 22 - wide
    if left < view.left + 12:
        left, top = x - wide / 2, y + 16
    _write(image, (left, top), label, size=30, halo=4)
    taken = [(left - 8, top - 12, left + wide + 8, top + 46), (x - 14, y - 14, x + 14, y + 14)]
    names, places = _features()
    for name, (fx, fy) in zip(names, view.points(places).tolist(), strict=True):
        if name == label or not (view.left + 13 < fx < view.size[0] and 28 < fy < view.size[1] - 78):
            continue
        box = (fx - 5, fy - 20, fx + 16 + _width(name, 22, halo=4), fy + 18)
        if box[2] > view.size[0] - 8 or any(_meet(box, other) for other in taken):
            continue
        taken.append(box)
        pen.ellipse((fx - 3, fy - 3, fx + 3, fy + 3), fill=_ink(_INK))
        _write(image, (fx + 10, fy - 14), name, size=22, halo=4)
        if len(taken) > _NAMED + 1:
            return


def _meet(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


@functools.cache
def _features() -> tuple[list[str], Line]:
    """Return the names of reefs and islands, largest first, and their longitudes and latitudes."""
    rows = [row for row in geodata.rows("features") if row["kind"] in geodata.place_kinds("marked")]
    rows.sort(key=lambda row: (-float(row["radius_km"] or 0), row["id"]))
    return [row["name"] for row in rows], np.array([(row["lon"], row["lat"]) for row in rows], dtype=float)


@functools.cache
def _lands() -> _Shapes:
    lines = []
    for name in ("coastline/coastline.geojson", "coastline/around.geojson", "sea/small_islands.geojson"):
        lines += _rings(name)
    return _Shapes(lines)


@functools.cache
def _reefs() -> _Shapes:
    return _Shapes(_rings("sea/outlines.geojson"))


@functools.cache
def _coasts() -> _Shapes:
    """Return the edges of land and reefs, without the straight cuts where two land files meet."""
    pieces = []
    for ring in [*_lands().lines, *_reefs().lines]:
        step = np.abs(np.diff(ring, axis=0))
        cut = (step.min(axis=1) == 0) & (step.max(axis=1) > _LONGEST_STRAIGHT)
        pieces += [piece for piece in np.split(ring, np.flatnonzero(cut) + 1) if len(piece) > 1]
    return _Shapes(pieces)


@functools.cache
def _limit_lines() -> _Shapes:
    zones = simplified_zones()
    steps = [line for name in _LIMITS if name in zones for line in zones[name].limit]
    return _Shapes([np.cumsum(np.array(line).reshape(-1, 2), axis=0) / PER_DEGREE for line in steps])


def _rings(name: str) -> list[Line]:
    """Return the outer rings of the polygons in a GeoJSON file."""
    features = json.loads(geodata.path(name).read_text(encoding="utf-8"))["features"]
    found = []
    for feature in features:
        shape = feature["geometry"]
        parts = {"Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}.get(shape["type"], [])
        found += [np.array(part[0], dtype=float) for part in parts]
    return found
