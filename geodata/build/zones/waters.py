"""Zones measured from baselines: internal and archipelagic waters, 12, 24 and 200 nm, cut by agreements of both.

Each belt begins where the one before it ends: a 200 M zone holds no territorial sea of its own claimant, and no land,
internal or archipelagic waters of anybody. Beyond that nothing is cut by an overlap. A 200 M zone is adjacent to its
territorial sea: pieces that only a distance across somebody's land would give are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geodata.build.zones import sources
from geodata.build.zones.baselines import chinese_line, indonesian_ring, philippine_ring, polygon, ring_of
from geodata.build.zones.gulf import JIAOWEI_CAPE
from geodata.build.zones.measure import densify, limit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geodata.build.zones.baselines import Baseline
    from geodata.build.zones.gulf import Gulf

    Coordinates = NDArray[np.float64]
    Zones = dict[str, shapely.Geometry]

#: Corners on land only: behind the Vietnamese baseline of 1982, from its north end to Ca Mau.
_INLAND_VN: Final = (
    (106.8, 16.7), (107.4, 15.8), (108.2, 14.0), (108.4, 12.5), (107.5, 11.4), (106.3, 11.0), (105.3, 10.2),
    (105.0, 9.25),
)  # fmt: skip
#: The same behind the Chinese baseline of 1996, from Junbijiao to point 15.
_INLAND_CN: Final = (
    (109.2, 19.3), (109.6, 19.6), (JIAOWEI_CAPE[0], 19.85), JIAOWEI_CAPE, (110.05, 20.45), (110.1, 21.2),
    (110.3, 22.0), (113.0, 24.0), (115.5, 24.0), (117.5, 25.0), (119.0, 26.5), (119.5, 28.0), (121.0, 29.5),
)  # fmt: skip
#: Behind the baselines of the Gulf of Tonkin: Guangxi, Leizhou and Hainan from point 7 of 2024 to Junbijiao, and
#: Viet Nam from the meridian of A20 to the coast at the gulf's mouth.
_INLAND_GULF_CN: Final = (
    (108.1, 21.8), (108.6, 22.3), (109.9, 21.9), (110.1, 21.2), (110.05, 20.45), JIAOWEI_CAPE, (JIAOWEI_CAPE[0], 19.85),
    (109.6, 19.6), (109.2, 19.3),
)  # fmt: skip
_INLAND_GULF_VN: Final = ((106.5, 21.9), (105.0, 20.5), (105.0, 18.5), (106.0, 17.3), (106.9, 16.95))
#: Behind the coast of Brunei, from Muara, where the landward end of the east lateral is joined to it, to the west.
_INLAND_BN: Final = ((115.05, 5.0), (114.85, 4.75), (114.8, 4.5), (114.3, 4.35))
#: Beside the east lateral: who has which part of it was not read.
_BRUNEI_BAY: Final = (115.0, 4.7, 115.45, 5.15)
CLAIMANTS: Final = ("bn", "cn", "id", "kh", "my", "ph", "sg", "th", "tw", "vn")
#: Internal and archipelagic waters that no 200 M zone holds; those of disputed groups are not among them.
INNER: Final = ("cn-internal", "cn-internal-tonkin", "id-archipelagic", "ph-archipelagic", "tw-internal",
                "vn-internal", "vn-internal-tonkin")  # fmt: skip
#: Through Borneo, Balabac and Palawan, on land but for the straits between them: it parts the South China Sea from
#: the Sulu and Celebes Seas. Then far to the east, where nothing depends on it.
BORNEO: Final = (
    (111.5, -9.0), (111.5, -2.5), (112.0, 0.0), (115.0, 2.5), (116.0, 4.5), (116.5, 5.8), (116.9, 6.8), (117.3, 7.3),
    (117.05, 7.95), (117.6, 8.75), (118.4, 9.5), (119.2, 10.45), (119.6, 11.3), (125.0, 27.0), (125.0, 32.0),
)  # fmt: skip
#: Islands off the north end of Borneo face both seas.
_BOTH: Final = (116.6, 6.8, 117.6, 7.6)
#: The Sulu Sea between Sabah and the Philippine baselines, as far south as the east end of Sabah: no Indonesian coast
#: faces it, and what is within 200 M there is so across Malaysian land.
SULU_SEA: Final = (116.5, 5.15, 119.75, 9.0)
#: East of the meridian of Cape Ca Mau: no Cambodian coast faces it, and what is within 200 M there is so across
#: Vietnamese land.
BEYOND_CA_MAU: Final = (104.75, 4.0, 111.0, 12.0)
#: Pieces that touch, in degrees.
_TOUCH: Final = 1e-6
#: Zones that an agreement limits end on the meridian of the agreement's own end.
_FAR: Final = 10.0


@dataclass(frozen=True, slots=True)
class Family:
    """All belts of one claimant, before land is taken out.

    Attributes
    ----------
    within_12, within_24, within_200
        Everything that near to the baselines.
    inner
        What lies behind the baselines.
    """

    within_12: shapely.Geometry
    within_24: shapely.Geometry
    within_200: shapely.Geometry
    inner: shapely.Geometry


def family(lines: Sequence[Coordinates], inner: shapely.Geometry | None = None, *, contiguous: bool = True) -> Family:
    """Return the belts measured from ``lines``; ``inner`` is the area behind them.

    Where no contiguous zone is claimed, ``within_24`` need not be measured and is empty.
    """
    nothing = shapely.Polygon()
    within_24 = limit(lines, 24.0) if contiguous else nothing
    return Family(limit(lines, 12.0), within_24, limit(lines, 200.0), inner or nothing)


def joined(one: Family, other: Family, inner: shapely.Geometry) -> Family:
    """Return the union of the belts of two sets of lines, with ``inner`` behind them."""
    return Family(
        shapely.union(one.within_12, other.within_12),
        shapely.union(one.within_24, other.within_24),
        shapely.union(one.within_200, other.within_200),
        inner,
    )


def waters(baselines: Mapping[str, Baseline], sides: Gulf, land: shapely.Geometry) -> Zones:
    """Return the zones of all claimants by id; land is removed from the 200 nm zones and kept in the others."""
    zones = _philippines(baselines) | _indonesia(baselines)
    taiwan = family(baselines["tw-1999"].lines, polygon(ring_of("derived_tw_main_baseline")))
    zones |= {"tw-internal": taiwan.inner} | _belts("tw", taiwan) | {"tw-cz": _contiguous(taiwan)}
    zones |= _belts("my", family(baselines["my-coast"].lines, contiguous=False))
    zones["my-eez"] = _either_side_of_borneo(zones["my-eez"], baselines["my-coast"].lines)
    zones |= _brunei(baselines)
    zones |= _belts("sg", family(baselines["sg-coast"].lines, contiguous=False))
    for code in ("th", "kh"):
        coastal = family(baselines[f"{code}-coast"].lines)
        zones |= _belts(code, coastal) | {f"{code}-cz": _contiguous(coastal)}
    zones["kh-eez"] = shapely.difference(zones["kh-eez"], shapely.box(*BEYOND_CA_MAU))
    zones |= _of_gulf(_viet_nam(baselines, sides)) | _of_gulf(_china(baselines, sides))
    zones |= {
        f"{party}-eez": shapely.difference(zones[f"{party}-eez"], beyond_1997(party=party)) for party in ("th", "vn")
    }
    away = taken(zones, land)
    seas = {code: [zones[name] for name in zones if name.startswith(f"{code}-ts")] for code in CLAIMANTS}
    zones |= {f"{code}-eez": adjacent(zones[f"{code}-eez"], seas[code], away) for code in CLAIMANTS}
    corridor = corridor_of_brunei()  # delimited to 200 M by the letters of 16 March 2009
    zones["my-eez-brunei-to-2009"] = shapely.intersection(zones["my-eez"], corridor)
    zones["my-eez"] = shapely.difference(zones["my-eez"], corridor)
    return zones


def taken(zones: Zones, land: shapely.Geometry) -> shapely.Geometry:
    """Return the area that no 200 nm zone includes: land, and internal and archipelagic waters of any State."""
    return shapely.union_all([land, *(zones[name] for name in INNER)])


def adjacent(zone: shapely.Geometry, seas: Sequence[shapely.Geometry], away: shapely.Geometry) -> shapely.Geometry:
    """Return ``zone`` without ``away``, reduced to the pieces that touch one of the territorial ``seas``."""
    parts = shapely.get_parts(shapely.difference(zone, away))
    near = shapely.union_all([shapely.difference(sea, away) for sea in seas])
    shapely.prepare(near)
    return shapely.union_all(parts[shapely.dwithin(parts, near, _TOUCH)])


def _belts(code: str, belts: Family) -> Zones:
    return {
        f"{code}-ts": shapely.difference(belts.within_12, belts.inner),
        f"{code}-eez": shapely.difference(belts.within_200, shapely.union(belts.within_12, belts.inner)),
    }


def _contiguous(belts: Family) -> shapely.Geometry:
    return shapely.difference(belts.within_24, shapely.union(belts.within_12, belts.inner))


def _philippines(baselines: Mapping[str, Baseline]) -> Zones:
    belts = family(baselines["ph-archipelagic"].lines, polygon(philippine_ring()))
    zones = {"ph-archipelagic": belts.inner} | _belts("ph", belts) | {"ph-cz": _contiguous(belts)}
    zones["ph-eez"] = shapely.difference(zones["ph-eez"], beyond_2014(south=True))
    return zones


def _indonesia(baselines: Mapping[str, Baseline]) -> Zones:
    belts = family(baselines["id-archipelagic"].lines, polygon(indonesian_ring()), contiguous=False)
    zones = {"id-archipelagic": belts.inner} | _belts("id", belts)
    zones["id-eez"] = _either_side_of_borneo(zones["id-eez"], baselines["id-archipelagic"].lines)
    not_faced = shapely.union(beyond_2014(south=False), shapely.box(*SULU_SEA))
    zones["id-eez"] = shapely.difference(zones["id-eez"], not_faced)
    return zones


def _either_side_of_borneo(zone: shapely.Geometry, lines: Sequence[Coordinates]) -> shapely.Geometry:
    """Return the parts of a 200 nm zone generated by baselines on the same side of Borneo."""
    path = np.array(BORNEO)
    sides = {
        "west": shapely.Polygon(np.concatenate([path, [[90.0, 32.0], [90.0, -9.0]]])),
        "east": shapely.Polygon(np.concatenate([path, [[135.0, 32.0], [135.0, -9.0]]])),
    }
    strings = np.array([shapely.LineString(line) for line in lines])
    parts = []
    for side in sides.values():
        facing = shapely.union(side, shapely.box(*_BOTH))
        mine = shapely.get_parts(shapely.intersection(strings, facing))
        reach = limit([shapely.get_coordinates(line) for line in mine], 200.0)
        parts.append(shapely.intersection(shapely.intersection(zone, side), reach))
    return shapely.union_all(parts)


def beyond_2014(*, south: bool) -> shapely.Polygon:
    """Return the other party's side of the line of 23 May 2014, between the meridians of its ends."""
    line = densify(sources.points("id_ph_eez_2014"))
    shift = -_FAR if south else _FAR
    corners = np.array([[line[-1, 0], line[-1, 1] + shift], [line[0, 0], line[0, 1] + shift]])
    return shapely.Polygon(np.concatenate([line, corners]))


def beyond_1997(*, party: str) -> shapely.Polygon:
    """Return the area that the agreement of 9 August 1997 leaves to the other party.

    The agreed line is C to K, as the text of the agreement prints them. Beyond its ends nothing is agreed: the Thai
    zone is cut between the parallels of the ends only, since its next neighbour is Cambodia; the Vietnamese zone, whose
    claims ended at K, on their meridians.

    Parameters
    ----------
    party
        ``th`` or ``vn``: whose zone is cut.
    """
    line = densify(line_1997())
    (c_lon, c_lat), (k_lon, k_lat) = line[0], line[-1]
    if party == "th":
        corners = [(c_lon + _FAR, k_lat), (c_lon + _FAR, c_lat)]
    else:
        north, south, west = k_lat + _FAR, c_lat - _FAR, k_lon - _FAR
        corners = [(k_lon, north), (west, north), (west, south), (c_lon, south)]
    return shapely.Polygon(np.concatenate([line, np.array(corners)]))


def line_1997() -> Coordinates:
    """Return points C and K of the text of the agreement; the first two rows are another copy with a different C."""
    return sources.points("th_vn_boundary_1997")[2:]


def _brunei(baselines: Mapping[str, Baseline]) -> Zones:
    corridor = corridor_of_brunei()
    belts = _belts("bn", family(baselines["bn-coast"].lines, contiguous=False))
    bay = shapely.difference(shapely.intersection(belts["bn-ts"], shapely.box(*_BRUNEI_BAY)), corridor)
    return {name: shapely.intersection(zone, corridor) for name, zone in belts.items()} | {"bn-ts-bay": bay}


def corridor_of_brunei() -> shapely.Polygon:
    """Return the area between the laterals, from behind the coast to the seaward ends of the claim."""
    laterals = densify(sources.points("bn_claim_laterals"))
    return shapely.Polygon(np.concatenate([laterals, np.array(_INLAND_BN)]))


@dataclass(frozen=True, slots=True)
class Party:
    """A party to the agreement of 2000 on the Gulf of Tonkin.

    Attributes
    ----------
    code, year
        Claimant in lower case, and the year of its gulf baselines, for the ids.
    main
        Lines outside the gulf.
    coast, later
        The coast in the gulf, and the later baseline.
    inner, inner_gulf
        What lies behind the main baseline and behind the gulf baseline.
    own, other
        The sides of the gulf.
    """

    code: str
    year: str
    main: Sequence[Coordinates]
    coast: Sequence[Coordinates]
    later: Sequence[Coordinates]
    inner: shapely.Geometry
    inner_gulf: shapely.Geometry
    own: shapely.Geometry
    other: shapely.Geometry


def _viet_nam(baselines: Mapping[str, Baseline], sides: Gulf) -> Party:
    return Party(
        code="vn",
        year="2025",
        main=[*baselines["vn-1982"].lines, *baselines["vn-west-coast"].lines],
        coast=baselines["vn-tonkin-coast"].lines,
        later=baselines["vn-tonkin-2025"].lines,
        inner=_behind_vietnam(),
        inner_gulf=_behind_gulf_vietnam(),
        own=sides.vietnamese,
        other=sides.chinese,
    )


def _china(baselines: Mapping[str, Baseline], sides: Gulf) -> Party:
    return Party(
        code="cn",
        year="2024",
        main=baselines["cn-1996"].lines,
        coast=baselines["cn-tonkin-coast"].lines,
        later=baselines["cn-tonkin-2024"].lines,
        inner=_behind_china(),
        inner_gulf=_behind_gulf_china(),
        own=sides.chinese,
        other=sides.vietnamese,
    )


def _of_gulf(party: Party) -> Zones:
    """Return the zones of a party to the agreement of 2000.

    Outside the gulf they follow from the main baseline. On the party's own side of it there are two states: before
    its gulf baselines the coast counts, after them coast and baselines. The 200 M zone is what is such a zone in both
    states; what ceased to be one is a zone of its own that ends.
    """
    code, year, inner, own = party.code, party.year, party.inner, party.own
    inner_after = shapely.union(inner, party.inner_gulf)
    both = shapely.union(own, party.other)
    outer = family(party.main, inner)
    before = joined(outer, family(party.coast), inner)
    after = joined(before, family(party.later), inner_after)
    old = {name: shapely.intersection(zone, own) for name, zone in _belts(code, before).items()}
    new = {name: shapely.intersection(zone, own) for name, zone in _belts(code, after).items()}
    outside = {name: shapely.difference(zone, both) for name, zone in _belts(code, outer).items()}
    lasting = shapely.intersection(old[f"{code}-eez"], new[f"{code}-eez"])
    return {
        f"{code}-internal": inner,
        f"{code}-internal-tonkin": shapely.difference(shapely.intersection(party.inner_gulf, own), inner),
        f"{code}-ts": outside[f"{code}-ts"],
        f"{code}-ts-tonkin-to-{year}": old[f"{code}-ts"],
        f"{code}-ts-tonkin": new[f"{code}-ts"],
        f"{code}-cz": shapely.difference(_contiguous(outer), both),
        f"{code}-cz-tonkin-to-{year}": shapely.intersection(_contiguous(before), own),
        f"{code}-cz-tonkin": shapely.intersection(_contiguous(after), own),
        f"{code}-eez": shapely.union(outside[f"{code}-eez"], lasting),
        f"{code}-eez-tonkin-to-{year}": shapely.difference(old[f"{code}-eez"], lasting),
    }


def _behind_vietnam() -> shapely.Polygon:
    """Close the baseline of 1982 by the mouth of the gulf in the north and the parallel of A1 in the west."""
    line = densify(sources.points("vn_baseline_1982"))
    mouth = sources.points("vn_cn_gulf_mouth_line_vn_part")[:1]
    return shapely.Polygon(np.concatenate([line, mouth, np.array(_INLAND_VN)]))


def _behind_china() -> shapely.Polygon:
    return shapely.Polygon(np.concatenate([densify(chinese_line()), np.array(_INLAND_CN)]))


def _behind_gulf_vietnam() -> shapely.Polygon:
    """Close the readable part of the baseline of 2025 by the meridian of its last readable point, A20."""
    line = densify(sources.points("vn_baseline_2025_gulf_of_tonkin")[:10])
    mouth = sources.points("vn_cn_gulf_mouth_line_vn_part")[:1]
    meridian = np.array([[line[-1, 0], 21.8]])
    return shapely.Polygon(np.concatenate([line, meridian, np.array(_INLAND_GULF_VN), mouth]))


def _behind_gulf_china() -> shapely.Polygon:
    line = densify(sources.points("cn_baseline_2024_gulf_of_tonkin"))
    return shapely.Polygon(np.concatenate([line, np.array(_INLAND_GULF_CN)]))
