"""The sea that both kinds of maps are drawn on: coast, claims and features inside a frame."""

from __future__ import annotations

import functools
import json
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.model import first_day, last_day
from scs_tracker.reporting import names
from scs_tracker.sentences.language import gettext as _
from scs_tracker.zones.table import load_zones

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import shapely
    from matplotlib.axes import Axes

WATER: Final = "#f3f7f9"
LAND: Final = "#dcdad2"
SHORE: Final = "#8f8b80"
KM_PER_DEGREE: Final = 111.195
#: Claims are simplified to this when they are read: about half a kilometre, finer than any map draws.
FINEST_DEGREES: Final = 0.005
#: Kinds of zone that maps show: line style, width, colour and words for the legend, empty for the zone's own name.
_STYLES: Final[dict[str, tuple[Any, float, str, str]]] = {
    "dash": ((0, (6, 4)), 1.0, "#94783c", ""),
    "eez": ("solid", 0.7, "#5f7f95", "200 M from baselines or coasts"),
    "claim_area": ((0, (5, 2, 1, 2)), 0.9, "#7a6a8c", ""),
}
#: Kinds that lie between the coast and the inner edge of the 200 M zone.
_LANDWARD: Final = ("internal_waters", "archipelagic_waters", "territorial_sea", "contiguous_zone")
_DASH_AREA: Final = "cn-dash-area"
_NAME_CLEARANCE_DEGREES: Final = 0.8


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
    """Claims by claimant or name and kind, the 12 M around features above high tide, and the land; in degrees."""

    claims: dict[tuple[str, str], list[shapely.Geometry]]
    features: list[shapely.Geometry]
    coast: shapely.Geometry


def legends() -> list[str]:
    """Return the words of the legend, for the catalogues."""
    return [words for _style, _width, _colour, words in _STYLES.values() if words]


def load_sea(*, until: str) -> Sea:
    """Read the land and the claims that were in force on the ISO day ``until``.

    A claim first made later, or given up before, is left out.
    """
    return Sea(*_claims(until), _coast(geodata.version()))


def draw_sea(axes: Axes, whole: Sea, frame: Frame, *, tolerance: float, near: bool = False) -> list[Any]:
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
    near
        Draw the 12 M around features, and do not name the limits or shade the dash-line area.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    axes.set_facecolor(WATER)
    coast = _clipped([whole.coast], frame, tolerance)[0]
    claims = {key: list(_clipped(shapes, frame, tolerance)) for key, shapes in whole.claims.items()}
    handles: list[Any] = []
    taken: list[tuple[float, float]] = []
    for (who, kind), own in claims.items():
        if kind in _LANDWARD:
            continue
        shapes = [_outer_limit(claims, who, coast, tolerance)] if kind == "eez" else own
        style, width, colour, legend = _STYLES[kind]
        label = _(legend) if legend else names.zone_in_words(who)
        if kind == "dash":
            if not near:
                _draw(axes, shapes, facecolor=colour, alpha=0.10, linewidth=0)
            handles.append(Patch(facecolor="#efe9dc", edgecolor=colour, linestyle="--", label=label))
        else:
            handles.append(Line2D([], [], color=colour, linewidth=width, linestyle=style, label=label))
        _draw(axes, shapes, fill=False, edgecolor=colour, linewidth=width, linestyle=style)
        if kind == "eez" and not near:
            _name_limit(axes, shapes[0], coast, frame, names.country_name(who), taken)
    if near:
        around = list(_clipped(whole.features, frame, tolerance))
        _draw(axes, around, fill=False, edgecolor="#5f7f95", linewidth=0.7, linestyle=(0, (1, 2)))
    _draw(axes, [coast], facecolor=LAND, edgecolor=SHORE, linewidth=0.4)
    _set_frame(axes, frame)
    return list({str(handle.get_label()): handle for handle in handles}.values())


def _name_limit(
    axes: Axes,
    area: shapely.Geometry,
    coast: shapely.Geometry,
    frame: Frame,
    name: str,
    taken: list[tuple[float, float]],
) -> None:
    """Write whose 200 M it is on the limit, away from land, from the frame and from the names already there."""
    import numpy as np
    import shapely

    line = shapely.segmentize(shapely.boundary(area), 0.25)
    points = shapely.get_coordinates(line)
    x, y = points[:, 0], points[:, 1]
    inside = (x > frame.west + 1.3) & (x < frame.east - 1.3) & (y > frame.south + 0.5) & (y < frame.north - 0.5)
    points = points[inside]
    points = points[shapely.distance(shapely.points(points), coast) > _NAME_CLEARANCE_DEGREES]
    if not len(points):
        return
    apart = [np.hypot(points[:, 0] - lon, points[:, 1] - lat) for lon, lat in taken] or [np.ones(len(points))]
    lon, lat = points[int(np.argmax(np.min(apart, axis=0)))]
    taken.append((float(lon), float(lat)))
    axes.text(
        lon,
        lat,
        name,
        ha="center",
        va="center",
        fontsize=6.5,
        color="#3f6079",
        bbox={"boxstyle": "square,pad=0.12", "facecolor": WATER, "edgecolor": "none", "alpha": 0.85},
    )


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
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:.{digits}f}° {_('E')}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:.{digits}f}° {_('N')}"))
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


def _claims(until: str) -> tuple[dict[tuple[str, str], list[shapely.Geometry]], list[shapely.Geometry]]:
    found: dict[tuple[str, str], list[shapely.Geometry]] = defaultdict(list)
    features = []
    for zone in _zones(geodata.overlay(), geodata.version()):
        start, end = zone["valid_from"], zone["valid_to"]
        if (start and first_day(start) > until) or (end and last_day(end) < until):
            continue
        if zone["kind"] == "feature":
            features.append(zone["geometry"])
        else:
            named = zone["kind"] in _STYLES and not _STYLES[zone["kind"]][3]
            found[zone["name"] if named else zone["claimants"], zone["kind"]].append(zone["geometry"])
    order = [*_LANDWARD, *_STYLES]
    return {key: found[key] for key in sorted(found, key=lambda key: (order.index(key[1]), key[0]))}, features


@functools.lru_cache(maxsize=1)
def _zones(_overlay: Path | None, _version: str) -> list[dict[str, Any]]:
    """Return the zones that maps draw, simplified; kept from week to week."""
    import shapely

    table = load_zones()
    around = (table["feature_id"] != "") & (table["kind"] == "territorial_sea") & (table["certainty"] == "")
    kind = (
        table["kind"]
        .mask(table["id"] == _DASH_AREA, "dash")
        .mask(table["feature_id"] != "", "")
        .mask(around, "feature")
    )
    table = table.assign(kind=kind)[kind.isin([*_STYLES, *_LANDWARD, "feature"])]
    fine = table["kind"].eq("feature").to_numpy()
    simple = shapely.simplify(table.geometry.to_numpy(), FINEST_DEGREES * ~fine, preserve_topology=False)
    rows = table[["claimants", "kind", "name", "valid_from", "valid_to"]].to_dict("records")
    return [row | {"geometry": shape} for row, shape in zip(rows, shapely.make_valid(simple), strict=True)]


def _outer_limit(
    claims: Mapping[tuple[str, str], list[shapely.Geometry]], claimant: str, coast: shapely.Geometry, tolerance: float
) -> shapely.Geometry:
    """Return a claimant's sea out to 200 M with everything landward of it, so that only the outer limit is an edge."""
    import shapely

    kinds = {"eez", *_LANDWARD}
    own = [shape for (who, kind), shapes in claims.items() if who == claimant and kind in kinds for shape in shapes]
    joined = shapely.buffer(shapely.union_all([*own, coast]), 2 * tolerance, quad_segs=1)
    return shapely.simplify(shapely.buffer(joined, -2 * tolerance, quad_segs=1), tolerance / 2)


def _clipped(shapes: Any, frame: Frame, tolerance: float) -> Any:
    """Cut to a frame somewhat larger than what is shown, so that cuts stay out of sight, and simplify."""
    import shapely

    pad = 0.5
    box = (frame.west - pad, frame.south - pad, frame.east + pad, frame.north + pad)
    cut = shapely.clip_by_rect(shapes, *box)
    return shapely.make_valid(shapely.simplify(cut, tolerance, preserve_topology=False))


@functools.lru_cache(maxsize=1)
def _coast(_version: str) -> shapely.Geometry:
    import shapely

    document = json.loads(geodata.path("coastline/coastline.geojson").read_text(encoding="utf-8"))
    parts = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in document["features"]]
    whole: shapely.Geometry = shapely.make_valid(parts[0] if len(parts) == 1 else shapely.union_all(parts))
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
