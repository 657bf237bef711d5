"""Distances to the coasts, baselines and features of the South China Sea.

For one place, in nautical miles::

    coast_distance_nm(15.2, 118.0)            # to the nearest coast of any country
    coast_distance_nm(15.2, 118.0, "CN")      # to the nearest coast of China
    nearest_coast(15.2, 118.0)                # ('PH', 113.0): whose coast is nearest, and how far
    baseline_distances_nm(15.2, 118.0)        # {'BN': …, 'CN': …, …}: to each claimant's baselines

The coast is GSHHG's at full resolution. Coasts of islands in dispute (Spratly, Paracel, Scarborough, Pratas) belong
to no country here, and are no coast: their features have points in the gazetteer. Baselines are those of the
mainlands and main islands. All distances are geodesic and within 20 m of pyproj.Geod.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from scs_tracker import geodata
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.geodata.region import NAUTICAL_MILE
from scs_tracker.model import first_day, last_day
from scs_tracker.zones.coordinates import REGION, check, in_region
from scs_tracker.zones.distance import Lines, Sites, lines, nearest, nearest_to, sites
from scs_tracker.zones.landmarks import nearest_landmarks
from scs_tracker.zones.nearness import store_nearness, with_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

#: A row of baselines.parquet: id, claimant, scope, valid_from and valid_to as text, and its geometry.
_Row = dict[str, Any]
_LINES: Final = "zones/baselines.parquet"
#: A feature known by one point stands for no more than this much sea or land around it.
_LARGEST_KM: Final = 70.0


@dataclass(frozen=True, eq=False, slots=True)
class _Baseline:
    claimant: str
    first: np.datetime64
    last: np.datetime64
    lines: Lines


def coast_distance_nm(lat: float, lon: float, iso2: str = "") -> float:
    """Return the distance in nautical miles to the nearest coast, or to the nearest coast of the country ``iso2``.

    Raise ``UsageError`` if the position is invalid or outside the region, or if the country has no stored coast.

    >>> round(coast_distance_nm(15.15, 117.76, "PH"))
    123
    """
    _check_region(lat, lon)
    if iso2 and iso2 not in coasts():
        raise UsageError(f"no coast is stored for {iso2!r}; use one of {', '.join(coasts())}")
    if not iso2:
        return nearest_coast(lat, lon)[1]
    return float(nearest(coasts()[iso2], np.array([lon]), np.array([lat])).nautical[0])


def nearest_coast(lat: float, lon: float) -> tuple[str, float]:
    """Return the ISO 3166-1 code of the country with the nearest coast, and the distance in nautical miles.

    >>> code, distance_nm = nearest_coast(9.74, 115.87)
    >>> code, round(distance_nm)
    ('PH', 106)
    """
    _check_region(lat, lon)
    codes, distance = nearest_coasts(np.array([lon]), np.array([lat]))
    return str(codes[0]), float(distance[0])


def baseline_distances_nm(lat: float, lon: float) -> dict[str, float]:
    """Return the distance in nautical miles to each claimant's baselines in force today, by ISO 3166-1 code.

    >>> sorted(baseline_distances_nm(9.74, 115.87))
    ['BN', 'CN', 'ID', 'MY', 'PH', 'TW', 'VN']
    """
    _check_region(lat, lon)
    today = np.full(1, np.datetime64("today", "D"))
    found = distances_to_baselines(sites(np.array([lon]), np.array([lat])), today)
    return {code: float(distance[0]) for code, distance in found.items()}


def nearest_coasts(lon: Floats, lat: Floats) -> tuple[NDArray[np.str_], Floats]:
    """Return the ISO code of the country with the nearest coast, and the distance in nm, for many positions."""
    number, distance = nearest_coast_numbers(sites(lon, lat))
    return _all_coasts()[0][number], distance


def nearest_coast_numbers(here: Sites) -> tuple[Longs, Floats]:
    """Return, for many positions, the nearest coast's index into ``coast_codes`` and its distance in nautical miles."""
    found = nearest_to(_all_coasts()[1], here, here.order.size)
    return found.owner, found.nautical


def coast_codes() -> list[str]:
    """Return the ISO 3166-1 codes of the countries with stored coasts."""
    return [str(code) for code in _all_coasts()[0]]


def nearest_feature_numbers(lon: Floats, lat: Floats) -> tuple[Longs, Floats]:
    """Return, for many positions, the nearest feature's index into ``feature_points`` and its distance in nm.

    Features, the reefs, shoals, banks, cays and islands that a point can stand for, are indices into
    ``feature_points``; the distance is in nautical miles.
    """
    number, metres = nearest_landmarks(_features(), lon, lat)
    return number, metres / NAUTICAL_MILE


def distances_to_baselines(here: Sites, days: NDArray[np.datetime64]) -> dict[str, Floats]:
    """Return, by ISO code, the distances of positions to the claimant's baselines in force on the given days, in nm.

    Where the day is not a time all baselines count. The answer has ISO 3166-1 codes to nautical miles, shape (n,), not
    a number where the claimant had no baselines on that day.
    """
    answer: dict[str, Floats] = {}
    for baseline in _lines_of("main"):
        far = answer.get(baseline.claimant)
        there = np.isnat(days) | ((baseline.first <= days) & (days <= baseline.last))
        found = nearest_to(baseline.lines, here.chosen(there), days.size).nautical  # not a number elsewhere
        answer[baseline.claimant] = found if far is None else np.fmin(far, found)
    return dict(sorted(answer.items()))


def distances_to_neighbours(here: Sites) -> dict[str, Floats]:
    """Return, by ISO code, the distances in nautical miles to coasts of States outside the island disputes."""
    return {row.claimant: nearest_to(row.lines, here, here.order.size).nautical for row in _lines_of("neighbour")}


@geodata.cached_of_ours
def coasts() -> Mapping[str, Lines]:
    """Return the stored coasts as lines prepared for distance queries, by ISO 3166-1 code."""
    return {row["claimant"]: lines([row["geometry"]]) for row in _of_scope(_rows(), "coast")}


@geodata.cached_of_ours
def _all_coasts() -> tuple[NDArray[np.str_], Lines]:
    held = _of_scope(_rows(), "coast")
    codes = np.array([row["claimant"] for row in held], dtype=str)
    return codes, with_cells("coasts", lines([row["geometry"] for row in held]))


@geodata.cached_of_ours
def _lines_of(scope: str) -> tuple[_Baseline, ...]:
    return tuple(
        _Baseline(
            claimant,
            np.datetime64(first_day(valid_from or "0001-01-01"), "D"),
            np.datetime64(last_day(valid_to or "9999-12-31"), "D"),
            with_cells(name, target),
        )
        for (claimant, valid_from, valid_to, name), target in baseline_lines(_rows(), scope).items()
    )


def _of_scope(rows: Iterable[_Row], scope: str) -> list[_Row]:
    return sorted((row for row in rows if row["scope"] == scope), key=lambda row: (row["claimant"], row["id"]))


def baseline_lines(rows: Iterable[_Row], scope: str) -> dict[tuple[str, str, str, str], Lines]:
    """Return baselines of one scope, prepared for distance queries, by claimant, period and name.

    ``scope`` is ``main`` for claimants, ``neighbour`` for States that claim none of the disputed groups. The keys are
    claimant, first and last day as written, and a name.
    """
    together: dict[tuple[str, str, str], list[shapely.Geometry]] = {}
    for row in _of_scope(rows, scope):
        together.setdefault((row["claimant"], row["valid_from"], row["valid_to"]), []).append(row["geometry"])
    return {
        (*key, "-".join(["baseline", *filter(None, key)]).lower()): lines(shapes)
        for key, shapes in sorted(together.items())
    }


def store_distances(folder: Path) -> Path:
    """Compute the nearest lines and features of all grid cells, store them in ``folder``, and return the file."""
    rows = _read_lines(folder / "baselines.parquet")
    targets = {
        name: target for scope in ("main", "neighbour") for (*_, name), target in baseline_lines(rows, scope).items()
    }
    targets["coasts"] = lines([row["geometry"] for row in _of_scope(rows, "coast")])
    targets["features"] = lines(list(shapely.points(*feature_points()[1:])))
    return store_nearness(folder, targets)


@geodata.cached
def feature_points() -> tuple[NDArray[np.str_], Floats, Floats]:
    """Return ids, longitudes and latitudes of the gazetteer features that ``nearest_feature_numbers`` uses."""
    kinds = geodata.place_kinds("point")
    chosen = [
        row for row in geodata.rows("features") if row["kind"] in kinds and float(row["radius_km"]) <= _LARGEST_KM
    ]
    lon, lat = (np.array([row[name] for row in chosen], dtype=np.float64) for name in ("lon", "lat"))
    return np.array([row["id"] for row in chosen], dtype=str), lon, lat


@geodata.cached
def _features() -> Lines:
    _, lon, lat = feature_points()
    return with_cells("features", lines(list(shapely.points(lon, lat))))


@geodata.cached_of_ours
def _rows() -> tuple[_Row, ...]:
    return _read_lines(geodata.shipped(_LINES))


def _read_lines(file: Path) -> tuple[_Row, ...]:
    import pyarrow.parquet as pq  # geopandas and pandas take half a second to start

    try:
        rows: list[_Row] = pq.ParquetFile(file).read().to_pylist()
    except (OSError, ValueError) as error:
        raise TrackerError(f"{file} cannot be read as GeoParquet: {error}; restore the file") from None
    return tuple(row | {"geometry": shapely.from_wkb(row["geometry"])} for row in rows)


def _check_region(lat: float, lon: float) -> None:
    check(lat, lon)
    if not in_region(lat, lon):
        raise UsageError(f"lat {lat:g}, lon {lon:g} is outside the supported region, {REGION}")
