"""The sea that both kinds of maps are drawn on: coast, claims and features inside a frame."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.model import first_day, last_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import shapely
    from matplotlib.axes import Axes

WATER: Final = "#f3f7f9"
LAND: Final = "#dcdad2"
SHORE: Final = "#8f8b80"
KM_PER_DEGREE: Final = 111.195
#: Claims are simplified to this when they are read: about half a kilometre, finer than any map draws.
FINEST_DEGREES: Final = 0.005
#: Kinds of zone that maps show, with line style, width, colour and what the legend calls them.
_STYLES: Final[dict[str, tuple[Any, float, str, str]]] = {
    "dash": ((0, (6, 4)), 1.0, "#94783c", "dash-line area of China, an illustration"),
    "eez": ("solid", 0.7, "#5f7f95", "200 M from the baselines of a coastal state"),
    "claim_area": ((0, (5, 2, 1, 2)), 0.9, "#7a6a8c", "Kalayaan area of the Philippines (PD 1596)"),
}
#: Kinds that lie between the coast and the inner edge of the 200 M zone.
_LANDWARD: Final = ("internal_waters", "archipelagic_waters", "territorial_sea", "contiguous_zone")
_DASH_AREA: Final = "cn-dash-area"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a map shows, in decimal degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def stretch(self) -> float:
        """How many times longer a degree of latitude is drawn than one of longitude."""
        return 1 / math.cos(math.radians((self.south + self.north) / 2))


@dataclass(frozen=True, slots=True)
class Sea:
    """Claims by claimant and kind, and the land, as areas in decimal degrees without holes in the claims."""

    claims: dict[tuple[str, str], list[shapely.Geometry]]
    coast: shapely.Geometry


def load_sea(*, until: str) -> Sea:
    """Read the land and the claims that were in force on the ISO day ``until``.

    A claim first made later, or given up before, is left out.
    """
    return Sea(_claims(until), _coast())


def draw_sea(axes: Axes, whole: Sea, frame: Frame, *, tolerance: float) -> list[Any]:
    """Draw water, land and the claims that are in force, and return legend handles for the claims drawn.

    Parameters
    ----------
    axes
        Where to draw; x is longitude, y latitude.
    whole
        Claims and land.
    frame
        What to show.
    tolerance
        Simplification, in degrees; nothing is moved further than this.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    axes.set_facecolor(WATER)
    coast = _clipped([whole.coast], frame, tolerance)[0]
    claims = {key: list(_clipped(shapes, frame, tolerance)) for key, shapes in whole.claims.items()}
    handles: list[Any] = []
    for (claimant, kind), own in claims.items():
        if kind in _LANDWARD:
            continue
        shapes = [_outer_limit(claims, claimant, coast, tolerance)] if kind == "eez" else own
        style, width, colour, label = _STYLES[kind]
        if kind == "dash":
            _draw(axes, shapes, facecolor=colour, alpha=0.10, linewidth=0)
            handles.append(Patch(facecolor="#efe9dc", edgecolor=colour, linestyle="--", label=label))
        else:
            handles.append(Line2D([], [], color=colour, linewidth=width, linestyle=style, label=label))
        _draw(axes, shapes, fill=False, edgecolor=colour, linewidth=width, linestyle=style)
    _draw(axes, [coast], facecolor=LAND, edgecolor=SHORE, linewidth=0.4)
    _set_frame(axes, frame)
    return list({str(handle.get_label()): handle for handle in handles}.values())


def _set_frame(axes: Axes, frame: Frame) -> None:
    axes.set_xlim(frame.west, frame.east)
    axes.set_ylim(frame.south, frame.north)
    axes.set_aspect(frame.stretch)
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_linewidth(0.6)


def degree_ticks(axes: Axes, step: float) -> None:
    """Label longitude and latitude every ``step`` degrees."""
    from matplotlib.ticker import FuncFormatter, MultipleLocator

    digits = 0 if step >= 1 else 1
    axes.xaxis.set_major_locator(MultipleLocator(step))
    axes.yaxis.set_major_locator(MultipleLocator(step))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.{digits}f}° E"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.{digits}f}° N"))
    axes.tick_params(labelsize=7, length=2, color="#777777", labelcolor="#444444")
    axes.grid(color="#ffffff", linewidth=0.6)


def disc(axes: Axes, lon: float, lat: float, radius_km: float, **style: Any) -> None:
    """Draw a disc of ``radius_km`` around a point."""
    from matplotlib.patches import Ellipse

    height = 2 * radius_km / KM_PER_DEGREE
    axes.add_patch(Ellipse((lon, lat), height / math.cos(math.radians(lat)), height, **style))


def features(frame: Frame, *, kinds: Iterable[str]) -> list[dict[str, Any]]:
    """Return the gazetteer's features of these kinds inside ``frame``: id, name, lat, lon."""
    table = geodata.table("features")
    table = table[table["kind"].isin(list(kinds))]
    found = []
    for record in table.to_dict("records"):
        lat, lon = float(record["lat"]), float(record["lon"])
        if frame.west < lon < frame.east and frame.south < lat < frame.north:
            found.append({"id": record["id"], "name": record["name"], "lat": lat, "lon": lon})
    return found


def _claims(until: str) -> dict[tuple[str, str], list[shapely.Geometry]]:
    import geopandas as gpd
    import shapely

    kinds: dict[str, tuple[str, str]] = {}
    for record in geodata.table("zones").to_dict("records"):
        start, end, kind = record["valid_from"], record["valid_to"], record["kind"]
        kind = "dash" if record["id"] == _DASH_AREA else kind
        in_force = (not start or first_day(start) <= until) and (not end or last_day(end) >= until)
        if in_force and not record["feature_id"] and (kind in _STYLES or kind in _LANDWARD):
            kinds[record["id"]] = (record["claimants"], kind)
    table = gpd.read_parquet(
        geodata.path("zones/zones.parquet"), columns=["id", "geometry"], filters=[("id", "in", list(kinds))]
    )
    simple = shapely.make_valid(shapely.simplify(table.geometry.to_numpy(), FINEST_DEGREES, preserve_topology=False))
    found: dict[tuple[str, str], list[shapely.Geometry]] = defaultdict(list)
    for zone_id, shape in sorted(zip(table["id"], simple, strict=True), key=lambda item: item[0]):
        found[kinds[zone_id]].append(shape)
    order = [*_LANDWARD, *_STYLES]
    return dict(sorted(found.items(), key=lambda item: (order.index(item[0][1]), item[0][0])))


def _outer_limit(
    claims: Mapping[tuple[str, str], list[shapely.Geometry]], claimant: str, coast: shapely.Geometry, tolerance: float
) -> shapely.Geometry:
    """Return a claimant's sea out to 200 M with everything landward of it, so that only the outer limit is an edge."""
    import shapely

    own = [shape for (who, _), shapes in claims.items() if who == claimant for shape in shapes]
    joined = shapely.buffer(shapely.union_all([*own, coast]), 2 * tolerance, quad_segs=1)
    return shapely.simplify(shapely.buffer(joined, -2 * tolerance, quad_segs=1), tolerance / 2)


def _clipped(shapes: Any, frame: Frame, tolerance: float) -> Any:
    """Simplify, then cut to a frame somewhat larger than what is shown, so that cuts stay out of sight."""
    import shapely

    pad = 0.5
    simple = shapely.make_valid(shapely.simplify(shapes, tolerance, preserve_topology=False))
    return shapely.clip_by_rect(simple, frame.west - pad, frame.south - pad, frame.east + pad, frame.north + pad)


def _coast() -> shapely.Geometry:
    import shapely

    document = json.loads(geodata.path("coastline/coastline.geojson").read_text(encoding="utf-8"))
    parts = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in document["features"]]
    whole: shapely.Geometry = shapely.make_valid(shapely.union_all(parts))
    return whole


def _draw(axes: Axes, shapes: Sequence[shapely.Geometry], **style: Any) -> None:
    """Draw the outer rings of all polygons as one path."""
    import numpy as np
    import shapely
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    parts = [part for shape in shapes for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    rings = [shapely.get_coordinates(part.exterior) for part in parts if not part.is_empty]
    if rings:
        codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY] for ring in rings]
        axes.add_patch(PathPatch(Path(np.concatenate(rings), np.concatenate(codes)), **style))
