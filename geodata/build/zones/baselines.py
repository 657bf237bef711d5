"""The lines that zones are measured from: straight and archipelagic baselines, and coasts where none are declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geodata.build.zones import sources
from geodata.build.zones.measure import densify
from geodata.build.zones.splicing import filled, ring, spliced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geodata.build.zones.gulf import Gulf

    Coordinates = NDArray[np.float64]
    Lines = tuple[Coordinates, ...]

#: First day of the Chinese and Vietnamese baselines in the Gulf of Tonkin, and the day before each.
TONKIN_CN: Final = ("2024-03-01", "2024-02-29")
TONKIN_VN: Final = ("2025-02-21", "2025-02-20")

#: The Vietnamese coast north of A1 in the Gulf of Thailand, where point 0 of the baseline has no coordinates.
_WEST_OF_CA_MAU: Final = (103.3, 9.25, 105.35, 10.6)
#: The first vertices of Marine Regions' drawing of the Philippine line are points 2 to 15 of the statute, which prints
#: them more exactly.
_STATUTE_POINTS_OF_THE_RING: Final = 7
#: Points of 1996 north of this one are too far from the region to matter.
_FIRST_CHINESE_POINT: Final = 13
#: States beside this sea with no claim in its disputed groups, whose coast stands for their baselines.
_NEIGHBOURS: Final = ("KH", "SG", "TH")
#: A derived line this far from any coast, in degrees, follows a land border; there is one on Borneo alone.
_INLAND: Final = 0.05
_BORDER_BOX: Final = (107.0, -3.0, 121.0, 8.0)


@dataclass(frozen=True, slots=True)
class Baseline:
    """One or several lines from which distances are measured.

    Attributes
    ----------
    id
        Such as ``ph-archipelagic``.
    claimant
        ISO 3166-1 alpha-2.
    scope
        ``main`` for mainlands and main islands, ``disputed`` for disputed groups, ``neighbour`` for States that claim
        none of these groups: their distances are no columns of a standing.
    valid_from, valid_to
        Days between which it is used; empty where a side is open.
    lines
        Each of shape (n, 2), lon and lat, as in the sources: a segment is a geodesic.
    """

    id: str
    claimant: str
    scope: str
    valid_from: str
    valid_to: str
    lines: Lines


def baselines(coast: Mapping[str, Sequence[Coordinates]], sides: Gulf, land: shapely.Geometry) -> dict[str, Baseline]:
    """Return all baselines by id.

    Parameters
    ----------
    coast
        Lines by ISO 3166-1 code, of ``coastline.coast_by_country``.
    sides
        The sides of the Gulf of Tonkin, for the coasts that stood in for baselines there.
    land
        Generalised land: the derived Indonesian ring runs along land borders too, where it is no baseline.
    """
    inland = shapely.buffer(shapely.clip_by_rect(land, *_BORDER_BOX), -_INLAND)
    archipelago = indonesian_ring()
    id_lines = (*_at_sea(archipelago, inland), *clipped_outside(coast["ID"], polygon(archipelago)))
    gulf_vn = clipped(coast["VN"], sides.vietnamese)
    gulf_cn = clipped(coast["CN"], sides.chinese)
    rows = [
        Baseline("ph-archipelagic", "PH", "main", "", "", (philippine_ring(),)),
        Baseline("vn-1982", "VN", "main", "", "", (vietnamese_line(),)),
        Baseline("vn-west-coast", "VN", "main", "", "", clipped(coast["VN"], shapely.box(*_WEST_OF_CA_MAU))),
        Baseline("vn-tonkin-coast", "VN", "main", "", "", gulf_vn),
        Baseline("vn-tonkin-2025", "VN", "main", TONKIN_VN[0], "", (tonkin_line_vn(),)),
        Baseline("cn-1996", "CN", "main", "", "", (chinese_line(),)),
        Baseline("cn-tonkin-coast", "CN", "main", "", "", gulf_cn),
        Baseline("cn-tonkin-2024", "CN", "main", TONKIN_CN[0], "", (tonkin_line_cn(),)),
        Baseline("tw-1999", "TW", "main", "", "", (ring_of("derived_tw_main_baseline"),)),
        Baseline("id-archipelagic", "ID", "main", "", "", id_lines),
        Baseline("my-coast", "MY", "main", "", "", tuple(coast["MY"])),
        Baseline("bn-coast", "BN", "main", "", "", tuple(coast["BN"])),
        *(Baseline(f"{code.lower()}-coast", code, "neighbour", "", "", tuple(coast[code])) for code in _NEIGHBOURS),
        Baseline("cn-paracel-1996", "CN", "disputed", "1996-05-15", "", (ring_of("derived_cn_paracel_baseline"),)),
        Baseline("cn-scarborough-2024", "CN", "disputed", "2024-11-10", "", (ring_of("cn_baseline_2024_scarborough"),)),
    ]
    return {row.id: row for row in rows}


def philippine_ring() -> Coordinates:
    """Return the archipelagic baseline of RA 9522.

    Points 1 to 16 as the Act prints them; then the vertices of Marine Regions, to 0.001 degrees, which stand within
    0.03 M of the seven points that both have; between these, where a drawing from OpenStreetMap agrees with them, its
    vertices. Between Mangsee and Sibutu it does not: it follows the treaty limit there.
    """
    statute = sources.points("ph_ra9522_basepoints_1-16_of_101")
    drawn = sources.points("ph_ra9522_ring_marine_regions")
    read = ring(np.concatenate([statute, drawn[_STATUTE_POINTS_OF_THE_RING:]]))
    return filled(read, sources.points("derived_ph_archipelagic_baseline"))


def indonesian_ring() -> Coordinates:
    """Return the archipelagic baseline of Indonesia, derived from OpenStreetMap except where points were read.

    From Berakit through Anambas and Natuna to the south of Subi: base points of Regulation 37 of 2008, and vertices of
    Marine Regions between them; in the north of Sulawesi two base points.
    """
    derived = ring_of("derived_id_archipelagic_baseline")
    statute = sources.points("id_pp37_2008_basepoints_read")
    natuna = sources.points("id_baseline_natuna_anambas_marine_regions")
    west = np.concatenate([statute[:4], natuna[5:8], statute[4:5], natuna[9:11], statute[5:6], natuna[12:13]])
    for chain in (west, statute[6:8]):
        derived = spliced(derived, filled(chain, derived[:-1]))
    return derived


def chinese_line() -> Coordinates:
    """Return the baseline of 15 May 1996 from point 13, whose 200 M reach the region, to Junbijiao (49).

    Points 13 to 22 and 49 as printed; between 22 and 49 the vertices of Marine Regions, to 0.001 degrees, and between
    these a drawing from OpenStreetMap, which lies within 0.3 M of 14 of the 15.
    """
    north = sources.points("cn_baseline_1996_mainland_1-22")[_FIRST_CHINESE_POINT - 1 :]
    between = sources.points("cn_baseline_1996_mainland_22-49_marine_regions")[1:-1]
    last = sources.points("cn_baseline_1996_mainland_partial")[-1:]
    drawn = sources.points("derived_cn_mainland_baseline_s_of_26_5N")
    south = filled(np.concatenate([north[-1:], between, last]), drawn)
    return np.concatenate([north[:-1], south])


def vietnamese_line() -> Coordinates:
    """Return the baseline of 12 November 1982, A1 to A11."""
    return sources.points("vn_baseline_1982")


def tonkin_line_vn() -> Coordinates:
    """Return the part of the baseline of 21 February 2025 whose points are all readable, A11 to A20."""
    return sources.points("vn_baseline_2025_gulf_of_tonkin")[:10]


def tonkin_line_cn() -> Coordinates:
    """Return the baseline of 1 March 2024 in the north of the Gulf of Tonkin."""
    return sources.points("cn_baseline_2024_gulf_of_tonkin")


def pedra_branca() -> Coordinates:
    """Return Pedra Branca as a line of a tenth of a metre, because GSHHG lacks the island and one point is printed."""
    place = sources.points("sg_pedra_branca")
    return np.concatenate([place, place + np.array([1e-6, 0.0])])


def ring_of(name: str) -> Coordinates:
    """Return a closed baseline from the sources."""
    return ring(sources.points(name))


def archipelagos() -> dict[str, shapely.Polygon]:
    """Return the area inside archipelagic baselines by ISO 3166-1 code, land included."""
    return {"ID": polygon(indonesian_ring()), "PH": polygon(philippine_ring())}


def polygon(ring: Coordinates) -> shapely.Polygon:
    """Return the area inside a closed baseline, its sides densified along geodesics."""
    return shapely.Polygon(densify(ring))


def clipped(coast: Sequence[Coordinates], area: shapely.Polygon) -> Lines:
    """Return the parts of a coast inside ``area``."""
    return _lines(shapely.intersection(_strings(coast), area))


def clipped_outside(coast: Sequence[Coordinates], area: shapely.Polygon) -> Lines:
    """Return the parts of a coast outside ``area``."""
    lines = _strings(coast)
    shapely.prepare(area)
    return _lines(shapely.difference(lines[~shapely.covers(area, lines)], area))


def _at_sea(ring: Coordinates, inland: shapely.Geometry) -> Lines:
    """Return a derived ring without its parts inland; segments that are entirely at sea stay unchanged."""
    segments = [densify(ring[index : index + 2]) for index in range(len(ring) - 1)]
    shapely.prepare(inland)
    crossing = shapely.intersects(_strings(segments), inland)
    whole = [ring[index : index + 2] for index in np.flatnonzero(~crossing)]
    return (*whole, *clipped_outside([segments[index] for index in np.flatnonzero(crossing)], inland))


def _strings(coast: Sequence[Coordinates]) -> NDArray[np.object_]:
    return np.array([shapely.LineString(line) for line in coast if len(line) > 1])


def _lines(parts: NDArray[np.object_]) -> Lines:
    kept = [part for part in shapely.get_parts(parts) if part.geom_type == "LineString" and not part.is_empty]
    return tuple(shapely.get_coordinates(part) for part in kept)
