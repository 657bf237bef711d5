"""Areas and lines that a claim or an agreement defines by coordinates, and claims around disputed groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geodata.build.zones import sources
from geodata.build.zones.baselines import polygon, ring_of
from geodata.build.zones.measure import densify, limit
from geodata.build.zones.splicing import ring
from geodata.build.zones.waters import adjacent, corridor_of_brunei, family, line_1997
from scs_tracker.zones.limits import circle

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from geodata.build.zones.baselines import Baseline
    from geodata.build.zones.gulf import Gulf

    Coordinates = NDArray[np.float64]
    Zones = dict[str, shapely.Geometry]

#: Agreed lines and shelf lines: zone id to the file of its points.
LINES: Final = {
    "cn-vn-tonkin-2000": "cn_vn_gulf_of_tonkin_2000",
    "id-my-1969-east": "id_my_continental_shelf_1969_east",
    "id-my-1969-west": "id_my_continental_shelf_1969_west",
    "id-ph-2014": "id_ph_eez_2014",
    "id-vn-2003": "id_vn_continental_shelf_2003",
}
#: Agreed lines with the parties to the left and to the right of them, and the baselines of the parties.
_PARTIES: Final = {
    "id-my-1969-east": ("id", "my"),
    "id-my-1969-west": ("my", "id"),
    "id-ph-2014": ("ph", "id"),
    "id-vn-2003": ("vn", "id"),
    "th-vn-1997": ("th", "vn"),
}
_COASTS: Final = {
    "bn": ("bn-coast",),
    "id": ("id-archipelagic",),
    "my": ("my-coast",),
    "ph": ("ph-archipelagic",),
    "th": ("th-coast",),
    "vn": ("vn-1982", "vn-west-coast"),
}
#: Abreast of a line is what lies this far from it, in degrees: no 200 M zone reaches further.
_ABREAST: Final = 3.5
#: Article 3(1) of the fishery agreement of 25 December 2000.
_FISHERY_NM, _FISHERY_NORTH = 30.5, 20.0
#: Corners on land only, between the coast of Kampot and the end of the land border.
_INLAND_HISTORIC: Final = ((103.9, 10.75), (104.6, 10.75), (104.55, 10.45))
#: The dash east of Taiwan, which the maps before 2013 do not have.
_TENTH: Final = "J"
#: Spacing of points on parallels and meridians: 0.009 degrees are at most 1 km.
_DEGREES: Final = 0.009


def claims(baselines: Mapping[str, Baseline], sides: Gulf, features: pd.DataFrame, away: shapely.Geometry) -> Zones:
    """Return the zones of this module by id, including the land in those that are at sea only.

    Parameters
    ----------
    baselines
        Of ``build_baselines.baselines``.
    sides
        The sides of the Gulf of Tonkin, for the agreement of 2000.
    features
        Of ``build_features.offshore_features``: Vietnam's claim is measured from them.
    away
        Of ``build_waters.taken``: what the 200 M zone around the Paracels does not hold.
    """
    zones = {zone: shapely.LineString(densify(sources.points(name))) for zone, name in LINES.items()}
    zones["th-vn-1997"] = shapely.LineString(densify(line_1997()))
    zones["cn-vn-fishery-2004"] = _fishery_zone(sides)
    zones["kh-vn-historic-1982"] = shapely.Polygon(densify(ring(_historic_waters())))
    zones["ph-kig"] = _parallels("ph_pd1596_kalayaan")
    zones["ph-treaty-limits"] = _parallels("ph_treaty_of_paris_1898")
    letters = sources.dashes("cn_ten_dash_amap")
    zones["cn-dash-line"] = _dashes([line for letter, line in letters.items() if letter != _TENTH])
    zones["cn-dash-line-tenth"] = _dashes([letters[_TENTH]])
    zones["cn-dash-area"] = shapely.Polygon(densify(sources.dash_area("nine_dash_illustrative")))
    ban = shapely.box(98, *_latitudes("cn_fishing_moratorium_limits"))
    zones["cn-fishing-ban"] = shapely.intersection(zones["cn-dash-area"], ban)
    zones |= _paracels(baselines["cn-paracel-1996"], sides, away)
    scarborough = baselines["cn-scarborough-2024"]
    inner = polygon(scarborough.lines[0])
    zones["cn-scarborough-internal"] = inner
    zones["cn-scarborough-ts"] = shapely.difference(family(scarborough.lines, contiguous=False).within_12, inner)
    above = features[features["natural_status"] == "high_tide"]
    paracels = above[above["group"] == "Paracel"]
    zones["vn-paracel-ts"] = shapely.union_all([circle(row.lon, row.lat, 12.0) for row in paracels.itertuples()])
    pratas = above[above["id"] == "pratas-island"].iloc[0]
    zones["tw-pratas-ts"] = circle(pratas["lon"], pratas["lat"], 12.0)
    return zones


def agreed_sides(baselines: Mapping[str, Baseline], sides: Gulf, away: shapely.Geometry) -> Zones:
    """Return the sides of agreed lines by zone id: the area within 200 nm of both parties and abreast of the line.

    Parameters
    ----------
    baselines
        Of ``baselines.baselines``.
    sides
        The sides of the Gulf of Tonkin, which the agreement of 2000 divides as a whole.
    away
        Of ``waters.taken``: land, internal and archipelagic waters.
    """
    reach = {
        code: limit([line for name in names for line in baselines[name].lines], 200.0)
        for code, names in _COASTS.items()
    }
    found = {"cn-vn-tonkin-2000-cn": sides.chinese, "cn-vn-tonkin-2000-vn": sides.vietnamese}
    found["bn-my-2009-bn"] = shapely.intersection(corridor_of_brunei(), shapely.intersection(reach["bn"], reach["my"]))
    for name, (left, right) in _PARTIES.items():
        line = densify(line_1997() if name == "th-vn-1997" else sources.points(LINES[name]))
        both = shapely.intersection(reach[left], reach[right])
        found |= {
            f"{name}-{code}": shapely.intersection(_abreast(line, turn), both)
            for code, turn in ((left, 1.0), (right, -1.0))
        }
    return {f"settled-{name}": shapely.difference(shapely.make_valid(area), away) for name, area in found.items()}


def _abreast(line: Coordinates, turn: float) -> shapely.Polygon:
    """Return the area abreast of a line to its left (1) or right (-1), perpendicular to the chord of its ends."""
    along = line[-1] - line[0]
    out = np.array([-along[1], along[0]]) / np.hypot(*along) * turn * _ABREAST
    return shapely.Polygon(np.concatenate([line, [line[-1] + out, line[0] + out]]))


def _fishery_zone(sides: Gulf) -> shapely.Geometry:
    """Return the common fishery zone: 30.5 nm on each side of the line of 2000, south of 20 N, inside the gulf."""
    near = limit([sources.points("cn_vn_gulf_of_tonkin_2000")], _FISHERY_NM)
    gulf = shapely.union(sides.chinese, sides.vietnamese)
    return shapely.intersection(shapely.intersection(near, gulf), shapely.box(100.0, 10.0, 115.0, _FISHERY_NORTH))


def _historic_waters() -> Coordinates:
    """Return the outline of the waters of 1982; between its two lines it runs over land."""
    read = sources.points("kh_vn_historic_1982")
    return np.concatenate([read[:6], np.array(_INLAND_HISTORIC), read[6:]])


def _paracels(baseline: Baseline, sides: Gulf, away: shapely.Geometry) -> Zones:
    belts = family(baseline.lines, polygon(ring_of("derived_cn_paracel_baseline")), contiguous=False)
    inside = shapely.union(belts.within_12, belts.inner)
    beyond = shapely.difference(belts.within_200, shapely.union(inside, sides.vietnamese))
    return {
        "cn-paracel-internal": belts.inner,
        "cn-paracel-ts": shapely.difference(belts.within_12, belts.inner),
        "cn-paracel-eez": adjacent(beyond, [belts.within_12], away),
    }


def _parallels(name: str) -> shapely.Polygon:
    """Return a ring whose sides are straight in longitude and latitude, as parallels and meridians are."""
    outline = shapely.LinearRing(ring(sources.points(name)))
    return shapely.Polygon(shapely.segmentize(outline, _DEGREES))


def _dashes(lines: list[Coordinates]) -> shapely.MultiLineString:
    return shapely.MultiLineString([densify(line) for line in lines])


def _latitudes(name: str) -> tuple[float, float, float]:
    """Return south limit, east edge and north limit of the fishing ban as the arguments of a box."""
    from scs_tracker import geodata

    rows = geodata.read_csv(sources.file(f"{name}.csv"))
    south, north = (float(value) for value in rows["lat"])
    return south, 128.0, north
