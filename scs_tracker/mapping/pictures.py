"""Small images of the location of an incident, as PNG: land, reefs, limits and the uncertainty area."""

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

#: Width and height in pixels, as links show it best.
SIZE: Final = (1200, 630)
#: Width of the panel of a headline, the size of its letters, and so many lines.
_PANEL: Final = 560
_HEADLINE: Final = 38
_MOST_LINES: Final = 8
_SEA, _LAND, _COAST, _LIMIT, _REEF = "#c3d7e4", "#f1eee8", "#b9b2a5", "#6f8494", "#e7dcc0"
_DISC, _SPOT, _INK = "#0b61a4", "#b3261e", "#1b252d"
_KM_PER_DEGREE: Final = 111.195
_SMALLEST_HEIGHT_KM: Final = 160.0
#: No coast runs due north or east for more degrees than this; where an edge does, land was cut there.
_LONGEST_STRAIGHT: Final = 0.05
#: So many features at the most are named around a place.
_NAMED: Final = 5
_LIMITS: Final = ("cn-dash-line", "ph-eez", "vn-eez", "my-eez", "id-eez", "bn-eez", "cn-eez", "tw-eez")


def picture(
    spots: Sequence[tuple[float, float, float]], *, label: str = "", title: str = "", above: str = "", below: str = ""
) -> bytes:
    """Return a picture of one or more places.

    Parameters
    ----------
    spots
        Latitude and longitude in decimal degrees (WGS 84), and the radius in km of the disc that holds the place.
    label
        Name of the place, written at the first of them; features around it are named by the gazetteer.
    title, above, below
        A headline on a panel at the left with a line above and one below it; without a title there is no panel.

    Returns
    -------
    bytes
        A PNG of ``SIZE``; the same places give the same bytes.
    """
    from PIL import Image, ImageDraw

    view = _View.around(spots, left=_PANEL if title else 0)
    image = Image.new("RGB", view.size, _SEA)
    plain = ImageDraw.Draw(image)  # what hides all beneath it is drawn several times faster so
    for shapes, fill in ((_lands(), _LAND), (_reefs(), _REEF)):
        for ring in shapes.seen(view):
            plain.polygon(ring, fill=fill)
    for lines, colour, width in ((_coasts(), _COAST, 1), (_limit_lines(), _LIMIT, 2)):
        for line in lines.seen(view):
            plain.line(line, fill=colour, width=width)
    pen = ImageDraw.Draw(image, "RGBA")
    for lat, lon, km in spots:
        _disc(pen, view, lat, lon, km)
    _scale(pen, view)
    if label:
        _names(pen, view, spots[0], label)
    if title:
        _headline(plain, title, above, below)
    small = image.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    stream = io.BytesIO()
    small.save(stream, "PNG")
    return stream.getvalue()


class _View:
    """What a picture shows: the centre in degrees and pixels in a degree of latitude."""

    def __init__(self, lat: float, lon: float, per_degree: float, left: int) -> None:
        self.size, self.left = SIZE, left
        self.lat, self.lon, self.down = lat, lon, per_degree
        self.across = per_degree * math.cos(math.radians(lat))

    @classmethod
    def around(cls, spots: Sequence[tuple[float, float, float]], *, left: int) -> _View:
        lats, lons = [spot[0] for spot in spots], [spot[1] for spot in spots]
        room = max(spot[2] for spot in spots) * 1.25
        lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        high = (max(lats) - min(lats)) * _KM_PER_DEGREE + 2 * room
        wide = (max(lons) - min(lons)) * _KM_PER_DEGREE * math.cos(math.radians(lat)) + 2 * room
        height = max(_SMALLEST_HEIGHT_KM, high, wide * SIZE[1] / (SIZE[0] - left))
        return cls(lat, lon, SIZE[1] * _KM_PER_DEGREE / height, left)

    def points(self, degrees: Line) -> Line:
        """Return x and y of longitudes and latitudes."""
        return (degrees - (self.lon, self.lat)) * (self.across, -self.down) + (
            (self.size[0] + self.left) / 2,
            self.size[1] / 2,
        )


class _Shapes:
    """Lines or rings in degrees, and the boxes that hold them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.ends = np.cumsum([len(line) for line in lines])
        self.together = np.concatenate(lines)
        self.west, self.south = np.array([line.min(axis=0) for line in lines]).T
        self.east, self.north = np.array([line.max(axis=0) for line in lines]).T

    def seen(self, view: _View) -> Iterator[list[float]]:
        """Give x and y in turn of each whose box meets what a picture shows, in their order."""
        wide, high = (view.size[0] + view.left) / view.across / 2, view.size[1] / view.down / 2
        meets = (self.west < view.lon + wide) & (self.east > view.lon - wide)
        meets &= (self.south < view.lat + high) & (self.north > view.lat - high)
        points = view.points(self.together)
        for place in np.flatnonzero(meets).tolist():
            yield points[self.ends[place] - len(self.lines[place]) : self.ends[place]].ravel().tolist()


def _disc(pen: Any, view: _View, lat: float, lon: float, km: float) -> None:
    ((x, y),) = view.points(np.array([[lon, lat]])).tolist()
    far = km / _KM_PER_DEGREE * view.down
    if far > 8:
        pen.ellipse((x - far, y - far, x + far, y + far), fill=(11, 97, 164, 36), outline=_DISC, width=3)
    pen.ellipse((x - 10, y - 10, x + 10, y + 10), fill=_SPOT, outline="#ffffff", width=3)


@functools.cache
def _font(size: int) -> Any:
    """Return the font of all words in one size; Pillow would read it again for each."""
    from PIL import ImageFont

    return ImageFont.load_default(size)


def _headline(pen: Any, title: str, above: str, below: str) -> None:
    """Write a headline in lines of a panel's width, so many as there is room for."""
    pen.rectangle((0, 0, _PANEL, SIZE[1]), fill="#ffffff")
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.textlength(longer, font=_font(_HEADLINE)) > _PANEL - 88:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …"]
    pen.text((44, 40), above, fill="#4a5763", font=_font(24))
    for at, line in enumerate(lines):
        pen.text((44, 92 + at * 48), line, fill=_INK, font=_font(_HEADLINE), stroke_width=0.6, stroke_fill=_INK)
    pen.text((44, SIZE[1] - 100), below, fill="#4a5763", font=_font(22))
    pen.text((44, SIZE[1] - 62), "South China Sea incidents · data ODbL 1.0", fill="#4a5763", font=_font(20))


def _scale(pen: Any, view: _View) -> None:
    """Draw a bar of a round number of nautical miles."""
    per_mile = view.down / 60
    miles = max((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if n * per_mile < view.size[0] / 4), default=1)
    left, low = view.left + 24, view.size[1] - 28
    pen.line([(left, low), (left + miles * per_mile, low)], fill=_INK, width=4)
    pen.text((left, low - 34), f"{miles} nm", fill=_INK, font=_font(26))


def _names(pen: Any, view: _View, spot: tuple[float, float, float], label: str) -> None:
    """Write the place next to its mark, and nearby features if there is room, largest first."""
    halo: dict[str, Any] = {"fill": _INK, "stroke_width": 4, "stroke_fill": "#ffffff"}
    ((x, y),) = view.points(np.array([[spot[1], spot[0]]])).tolist()
    wide, top = pen.textlength(label, font=_font(30)), y - 20
    left = x + 22 if x + 22 + wide < view.size[0] - 16 else x - 22 - wide
    if left < view.left + 12:
        left, top = x - wide / 2, y + 16
    pen.text((left, top), label, font=_font(30), **halo)
    taken = [(left - 8, top - 12, left + wide + 8, top + 46), (x - 14, y - 14, x + 14, y + 14)]
    for name, lon, lat in _features():
        ((fx, fy),) = view.points(np.array([[lon, lat]])).tolist()
        if not (view.left + 13 < fx < view.size[0] and 28 < fy < view.size[1] - 78):
            continue  # before its words are measured, which takes most of the time
        box = (fx - 5, fy - 20, fx + 16 + pen.textlength(name, font=_font(22)), fy + 18)
        inside = box[0] > view.left + 8 and box[1] > 8 and box[2] < view.size[0] - 8 and box[3] < view.size[1] - 60
        if name == label or not inside or any(_meet(box, other) for other in taken):
            continue
        taken.append(box)
        pen.ellipse((fx - 3, fy - 3, fx + 3, fy + 3), fill=_INK)
        pen.text((fx + 10, fy - 14), name, font=_font(22), **halo)
        if len(taken) > _NAMED + 1:
            return


def _meet(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


@functools.cache
def _features() -> list[tuple[str, float, float]]:
    """Return name, longitude and latitude of reefs and islands, the largest first."""
    kinds = {"island", "cay", "reef", "shoal", "bank", "atoll"}
    rows = [row for row in geodata.rows("features") if row["kind"] in kinds]
    rows.sort(key=lambda row: (-float(row["radius_km"] or 0), row["id"]))
    return [(row["name"], float(row["lon"]), float(row["lat"])) for row in rows]


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
    """Return the edges of land and reefs, but for those where a file of land ends and that of the next begins."""
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
    """Return the outer rings of a file's polygons, and none of its lines."""
    features = json.loads(geodata.path(name).read_text(encoding="utf-8"))["features"]
    found = []
    for feature in features:
        shape = feature["geometry"]
        parts = {"Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}.get(shape["type"], [])
        found += [np.array(part[0], dtype=float) for part in parts]
    return found
