"""The sea that both kinds of maps are drawn on: coast, claims and features inside a frame."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.model import first_day, last_day
from scs_tracker.reporting import names
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.zone_words import zone_name
from scs_tracker.zones.simplified import PER_DEGREE, simplified_zones
from scs_tracker.zones.table import zone_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import shapely
    from matplotlib.axes import Axes

WATER: Final = "#f3f7f9"
LAND: Final = "#dcdad2"
SHORE: Final = "#8f8b80"
KM_PER_DEGREE: Final = 111.195
#: What zones are drawn as (kinds.csv), and the dash line: style, width, colour and words for the legend, empty for the
#: zone's own name.
_STYLES: Final[dict[str, tuple[Any, float, str, str]]] = {
    "dash": ((0, (6, 4)), 1.0, "#94783c", ""),
    "coast": ("solid", 0.7, "#5f7f95", "200 M from baselines or coasts"),
    "claim": ((0, (5, 2, 1, 2)), 0.9, "#7a6a8c", ""),
}
#: What belts are at whose outer limit a 200 M zone begins: there it has an edge that is no limit of it.
_INNER: Final = "inner"
_STRIP_DEGREES: Final = 0.08
_CROSSING_DEGREES: Final = 0.5
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
class Claim:
    """The limit of what one claims, and what is shaded inside it; in degrees."""

    who: str
    kind: str
    limit: list[shapely.Geometry]
    fill: list[shapely.Geometry]


@dataclass(frozen=True, slots=True)
class Sea:
    """Claims, the 12 M around features above high tide, and the land; in degrees."""

    claims: list[Claim]
    features: list[shapely.Geometry]
    coast: list[shapely.Geometry]


def legends() -> list[str]:
    """Return the words of the legend, for the catalogues."""
    return [words for _style, _width, _colour, words in _STYLES.values() if words]


def load_sea(*, until: str) -> Sea:
    """Read the land and the claims that were in force on the ISO day ``until``.

    A claim first made later, or given up before, is left out.
    """
    found: dict[tuple[str, str], Claim] = {}
    features: list[shapely.Geometry] = []
    inner: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for row in zone_rows():
        kind, lines = _kind(row), _lines(row["id"])
        if not kind or not _in_force(row, until):
            continue
        if kind == "feature":
            features += lines
        elif kind == _INNER:
            inner[row["claimants"]] += lines
        else:
            who = row["claimants"] if _STYLES[kind][3] else row["name"]
            claim = found.setdefault((kind, who), Claim(who, kind, [], []))
            claim.limit.extend(lines)
            claim.fill.extend(_areas(row["id"]))
    for (kind, who), claim in found.items():
        if kind == "coast" and inner[who]:
            claim.limit[:] = _beyond(claim.limit, inner[who])
    order = list(_STYLES)
    return Sea([found[key] for key in sorted(found, key=lambda key: (order.index(key[0]), key[1]))], features, _coast())


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
    import shapely
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    axes.set_facecolor(WATER)
    coast = _clipped(whole.coast, frame, tolerance)
    land = shapely.STRtree(coast)
    handles: list[Any] = []
    taken: list[tuple[float, float]] = []
    for claim in whole.claims:
        style, width, colour, legend = _STYLES[claim.kind]
        label = _(legend) if legend else zone_name(claim.who)
        if claim.kind == "dash":
            if not near:
                _draw(axes, _clipped(claim.fill, frame, tolerance), facecolor=colour, alpha=0.10, linewidth=0)
            handles.append(Patch(facecolor="#efe9dc", edgecolor=colour, linestyle="--", label=label))
        else:
            handles.append(Line2D([], [], color=colour, linewidth=width, linestyle=style, label=label))
        lines = _clipped(claim.limit, frame, tolerance)
        _draw(axes, lines, fill=False, edgecolor=colour, linewidth=width, linestyle=style)
        if claim.kind == "coast" and not near:
            _name_limit(axes, lines, land, frame, names.country_name(claim.who), taken)
    if near:
        around = _clipped(whole.features, frame, tolerance)
        _draw(axes, around, fill=False, edgecolor="#5f7f95", linewidth=0.7, linestyle=(0, (1, 2)))
    _draw(axes, coast, facecolor=LAND, edgecolor=SHORE, linewidth=0.4)
    _set_frame(axes, frame)
    return list({str(handle.get_label()): handle for handle in handles}.values())


def _name_limit(
    axes: Axes,
    limit: Sequence[shapely.Geometry],
    coast: shapely.STRtree,
    frame: Frame,
    name: str,
    taken: list[tuple[float, float]],
) -> None:
    """Write whose 200 M it is on the limit, away from land, from the frame and from the names already there."""
    import numpy as np
    import shapely

    points = shapely.get_coordinates(shapely.segmentize(limit, 0.25))
    x, y = points[:, 0], points[:, 1]
    inside = (x > frame.west + 1.3) & (x < frame.east - 1.3) & (y > frame.south + 0.5) & (y < frame.north - 0.5)
    points = points[inside]
    near, _land = coast.query(shapely.points(points), predicate="dwithin", distance=_NAME_CLEARANCE_DEGREES)
    points = np.delete(points, near, axis=0)
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
    axes.add_artist(Ellipse((lon, lat), height / math.cos(math.radians(lat)), height, **style))


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


def _in_force(row: Mapping[str, str], until: str) -> bool:
    start, end = row["valid_from"], row["valid_to"]
    return not (start and first_day(start) > until) and not (end and last_day(end) < until)


def _kind(row: Mapping[str, str]) -> str:
    """Return as what a zone counts on a map: one of ``_STYLES``, ``_INNER``, ``feature``, or nothing."""
    if row["feature_id"]:
        return "feature" if row["kind"] == "territorial_sea" and not row["certainty"] else ""
    return "dash" if row["id"] == _DASH_AREA else geodata.zones_drawn().get(row["kind"], "")


def _beyond(lines: Sequence[shapely.Geometry], inner: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """Return what of the lines does not run along the inner ones; where they cross, nothing is left out."""
    import shapely

    strip = shapely.union_all(shapely.buffer(inner, _STRIP_DEGREES, quad_segs=1))
    crossing = shapely.get_parts(shapely.intersection(lines, strip))
    crossing = crossing[shapely.length(crossing) < _CROSSING_DEGREES]
    left = [*shapely.get_parts(shapely.difference(lines, strip)), *crossing]
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(left)))
    return list(merged[shapely.length(merged) > _CROSSING_DEGREES])


@geodata.cached
def _lines(zone: str) -> list[shapely.Geometry]:
    import shapely

    drawn = simplified_zones().get(zone)
    return [shapely.linestrings(_degrees(line)) for line in drawn.limit] if drawn is not None else []


@geodata.cached
def _areas(zone: str) -> list[shapely.Geometry]:
    import shapely

    drawn = simplified_zones().get(zone)
    return [shapely.polygons(_degrees(ring)) for ring in drawn.fill] if drawn is not None else []


def _degrees(deltas: Sequence[int]) -> Any:
    """Return the coordinates that steps from point to point stand for."""
    import numpy as np

    return np.cumsum(np.asarray(deltas).reshape(-1, 2), axis=0) / PER_DEGREE


def _clipped(shapes: Sequence[shapely.Geometry], frame: Frame, tolerance: float) -> Any:
    """Cut to a frame somewhat larger than what is shown, so that cuts stay out of sight, and simplify."""
    import shapely

    pad = 0.5
    box = (frame.west - pad, frame.south - pad, frame.east + pad, frame.north + pad)
    cut = shapely.clip_by_rect(shapes, *box)
    return shapely.simplify(cut[~shapely.is_empty(cut)], tolerance, preserve_topology=False)


@geodata.cached
def _coast() -> list[shapely.Geometry]:
    """Return the outlines of the land, each an area of its own; lakes are not drawn."""
    import shapely

    document = json.loads(geodata.path("coastline/coastline.geojson").read_text(encoding="utf-8"))
    lands = [feature["geometry"] for feature in document["features"]]
    parts = [part for land in lands for part in (land["coordinates"] if land["type"] == "MultiPolygon" else [land])]
    return [shapely.polygons(part[0]) for part in parts]


def _draw(axes: Axes, shapes: Sequence[shapely.Geometry], **style: Any) -> None:
    """Draw lines, and the outer rings of areas, as one path; the frame is set beforehand and asks for no limits."""
    import numpy as np
    import shapely
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    parts = shapely.get_parts(shapes)
    areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts[areas] = shapely.get_exterior_ring(parts[areas])
    lines = [shapely.get_coordinates(part) for part in parts if not part.is_empty]
    if lines:
        codes = [[Path.MOVETO, *[Path.LINETO] * (len(line) - 1)] for line in lines]
        axes.add_artist(PathPatch(Path(np.concatenate(lines), np.concatenate(codes)), **style))
