"""Draw water and land inside a frame for the maps of the reports, without claims or claimants."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely
    from matplotlib.axes import Axes

WATER: Final = "#e3eef4"
LAND: Final = "#f0ece2"
SHORE: Final = "#a8a294"
KM_PER_DEGREE: Final = 111.195
#: What is left of a disc at a coast may be in many parts; smaller ones than this are not drawn, in square degrees.
_LEAST_PART: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Frame:
    """The extent of a map, in decimal degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def stretch(self) -> float:
        """Return the length of a degree of latitude divided by that of a degree of longitude, as drawn."""
        return 1 / math.cos(math.radians((self.south + self.north) / 2))

    def holds(self, lon: float, lat: float) -> bool:
        """Return True if a position is inside the frame."""
        return self.west < lon < self.east and self.south < lat < self.north


def frame_around(points: Sequence[tuple[float, float, float]], *, aspect: float, least: float, most: float) -> Frame:
    """Return the frame around positions with their uncertainty areas, at a given ratio of height to width.

    ``points`` are longitude and latitude in degrees, and radius in km. ``least`` is half the least height, ``most`` the
    widest disc that widens the frame, in degrees.
    """
    discs = [(lon, lat, min(radius / KM_PER_DEGREE, most)) for lon, lat, radius in points]
    south, north = min(lat - reach for _lon, lat, reach in discs), max(lat + reach for _lon, lat, reach in discs)
    stretch = math.cos(math.radians((south + north) / 2))
    west = min(lon - reach / stretch for lon, _lat, reach in discs)
    east = max(lon + reach / stretch for lon, _lat, reach in discs)
    half = max((north - south) / 2, (east - west) / 2 * stretch * aspect, least / 1.25) * 1.25
    lon, lat = (west + east) / 2, (south + north) / 2
    return Frame(lon - half / aspect / stretch, lat - half, lon + half / aspect / stretch, lat + half)


def draw_sea(axes: Axes, frame: Frame, *, tolerance: float) -> None:
    """Draw water and land, simplified so that nothing moves by more than ``tolerance`` degrees."""
    import numpy as np
    import shapely
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    axes.set_facecolor(WATER)
    box = (frame.west - 0.5, frame.south - 0.5, frame.east + 0.5, frame.north + 0.5)
    cut = shapely.clip_by_rect(land(), *box)
    parts = shapely.get_parts(shapely.simplify(cut[~shapely.is_empty(cut)], tolerance, preserve_topology=False))
    rings = [shapely.get_coordinates(shapely.get_exterior_ring(part)) for part in parts if part.geom_type == "Polygon"]
    rings = [ring for ring in rings if len(ring)]
    if rings:
        codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 1)] for ring in rings]
        shape = Path(np.concatenate(rings), np.concatenate(codes))
        axes.add_artist(PathPatch(shape, facecolor=LAND, edgecolor=SHORE, linewidth=0.4))
    axes.set_xlim(frame.west, frame.east)
    axes.set_ylim(frame.south, frame.north)
    axes.set_aspect(frame.stretch)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_linewidth(0.6)


def disc_at_sea(lon: float, lat: float, radius_km: float) -> list[shapely.Geometry]:
    """Return the larger parts of an uncertainty circle that are at sea, or the whole circle if there are none."""
    import shapely

    stretch = math.cos(math.radians(lat))
    radius = radius_km / KM_PER_DEGREE
    circle = shapely.transform(
        shapely.Point(0, 0).buffer(radius, quad_segs=24), lambda xy: xy / (stretch, 1) + (lon, lat)
    )
    near = land()[shapely.intersects(land(), circle)]
    parts = shapely.get_parts(shapely.difference(circle, shapely.union_all(near)))
    return [part for part in parts if part.area > min(_LEAST_PART, circle.area / 50)] or [circle]


@geodata.cached
def land() -> Any:
    """Return the outlines of the land, one area each; lakes are not drawn."""
    import numpy as np
    import shapely

    document = json.loads(geodata.path("coastline/coastline.geojson").read_text(encoding="utf-8"))
    lands = [shapely.geometry.shape(feature["geometry"]) for feature in document["features"]]
    return np.array([shapely.Polygon(part.exterior) for part in shapely.get_parts(lands)])
