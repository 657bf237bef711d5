"""Look up the claims at locations: zones, claimants, nearest feature, coast and baselines, and a sentence."""

from __future__ import annotations

import datetime as dt
import json
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.errors import Problem, TableError, UsageError
from scs_tracker.model import BASELINE_COLUMNS, STANDING_COLUMNS, is_partial_date, split_list
from scs_tracker.sentences.standing import Place, extent_nm, near_nm, sentence, standing
from scs_tracker.zones import coordinates
from scs_tracker.zones.claims import claimants_of_zone, claims, claims_state, settled, zones
from scs_tracker.zones.coast import coast_codes, feature_points, nearest_coast_numbers, nearest_feature_numbers
from scs_tracker.zones.columns import numbered, texts
from scs_tracker.zones.distance import sites
from scs_tracker.zones.membership import Membership, distinct_dates, memberships
from scs_tracker.zones.periods import date_text
from scs_tracker.zones.sides import distances_of, sides_of, within_200nm

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]
    Dates = tuple[list[str], Longs]
    #: Different texts and which of them each row has, or numbers.
    _Column = tuple[Sequence[str], Longs] | Floats

#: The largest radius that is a place rather than the world, in kilometres.
_LARGEST_KM: Final = 2_000.0
_UNPLACED: Final = "Not placed."
_KM_PER_NM: Final = 1.852


def classify(frame: pd.DataFrame, *, date: str = "date_start", radius: str = "radius_km") -> gpd.GeoDataFrame:
    """Return a copy of a table of locations with the claims and distances of each location on its date.

    Parameters
    ----------
    frame
        A GeoDataFrame of points in any CRS, None for a place that is not known; or a table with columns ``lat`` and
        ``lon`` in decimal degrees, empty where the place is not known.
    date
        Column of dates: days, months or years as text (``2024-06-17``, ``2024-06``, ``2024``), or dates and times.
        A zone counts as certain only if it existed on all days of the date; of an empty date, none does.
    radius
        Column of the radius, in kilometres, of the disc that holds the place; empty, or no such column, for points.

    Returns
    -------
    geopandas.GeoDataFrame
        A copy in EPSG:4326 with ``STANDING_COLUMNS`` and ``baseline_nm_bn``, ``_cn``, … (float64, nautical miles,
        NaN outside the region and where a claimant had no baselines on that day). Distances are from the middle of
        the disc, geodesic, within 20 m of pyproj.Geod.

    Raises
    ------
    UsageError
        The frame has neither points nor lat and lon, no CRS, or no column of dates.
    TableError
        Some positions, dates or radii cannot be right; the error lists them all. Swapped coordinates are named.

    Examples
    --------
    >>> import pandas as pd
    >>> places = pd.DataFrame({"lat": [15.15], "lon": [117.76], "date_start": ["2024-06"]})
    >>> placed = classify(places)
    >>> placed.loc[0, "nearest_feature"], placed.loc[0, "award_2016"], placed.loc[0, "nearest_coast"]
    ('scarborough-shoal', 'rock', 'PH')
    """
    import pandas as pd

    if date not in frame.columns:
        raise UsageError(f"the table has no date column {date!r}; name the column with date=…")
    found: list[Problem] = []
    answer = _pointed(frame, found)
    lon, lat = answer.geometry.x.to_numpy(dtype=np.float64), answer.geometry.y.to_numpy(dtype=np.float64)
    days, which = distinct_dates(answer[date])
    sizes = np.zeros(len(answer))
    if radius in answer.columns:
        sizes = np.nan_to_num(_numbers(answer[radius], found), nan=0.0, posinf=np.inf)
    found += _problems(answer, lon, lat, (days, which), sizes, date, radius)
    if found:
        raise TableError("places", sorted(found, key=lambda problem: problem.row or 0))
    placed = np.flatnonzero(~_unplaced(answer))
    columns, _ = _standing(lon[placed], lat[placed], np.nan_to_num(sizes[placed]), (days, which[placed]))
    standing = pd.DataFrame({name: texts(*one) if isinstance(one, tuple) else one for name, one in columns.items()})
    if placed.size < len(answer):
        standing = standing.set_axis(pd.Index(placed)).reindex(range(len(answer)))
        missing = np.flatnonzero(_unplaced(answer))
        for column in standing.columns:
            if not pd.api.types.is_numeric_dtype(standing[column]):
                empty = {"zone_shares": "{}", "standing": _UNPLACED}.get(column, "")
                standing.iloc[missing, standing.columns.get_loc(column)] = empty
    answer[list(standing.columns)] = standing.set_axis(answer.index)
    return answer


def locate(lat: float, lon: float, *, date: str | dt.date | None = None, radius_km: float = 0.0) -> dict[str, Any]:
    """Return the claims and distances of one location on a date.

    Parameters
    ----------
    lat, lon
        Decimal degrees, WGS 84.
    date
        A day, month or year; None for today.
    radius_km
        Uncertainty radius in kilometres.

    Returns
    -------
    dict
        ``zones`` (each with ``id``, ``claimants``, ``kind``, ``membership``, ``share``); ``claims`` by laws, maps and
        notes on the date (``claimant``, ``zone``, ``basis``, ``since``, ``membership``); ``within_200nm``, codes of
        States with baselines or a coast within 200 nm; ``settled``, agreed lines in force (``line``, ``side``,
        ``basis``, ``since``); ``nearest_feature`` (``id``, ``distance_nm``, ``award_2016``); ``nearest_coast``
        (``iso2``, ``distance_nm``); ``baselines_nm`` by ISO 3166-1 code; ``standing``, a sentence of at most 45 words;
        ``details``, further sentences; ``plain``, the main point for a layperson; ``untraced``, zones whose claim was
        not traced by the date. Claimants are those of the date. Outside the region, lists are empty and the nearest
        are None.

    Raises
    ------
    UsageError
        The position, date or radius cannot be right; swapped coordinates are named as such.

    Examples
    --------
    >>> found = locate(15.15, 117.76, date="2024-06-17")
    >>> found["nearest_coast"]["iso2"], [zone["id"] for zone in found["zones"] if zone["id"].startswith("ts-")]
    ('PH', ['ts-scarborough-shoal'])
    >>> locate(48.9, 2.35)["zones"]
    []
    >>> [text for text in locate(15.15, 117.76, date="1960")["details"] if "traced" in text][0]
    'A Philippine claim to Scarborough Shoal is not traced before 1965.'
    """
    coordinates.check(lat, lon)
    if not 0 <= radius_km <= _LARGEST_KM:
        raise UsageError(f"a radius of {radius_km:g} km is not valid; use 0 to {_LARGEST_KM:g} km")
    day = dt.datetime.now(tz=dt.UTC).date().isoformat() if date is None else date_text(date)
    x, y, radii = (np.array([value], dtype=np.float64) for value in (lon, lat, radius_km))
    columns, ((membership, sides, at),) = _standing(x, y, radii, ([day], np.zeros(1, int)))
    row: dict[str, Any] = {
        name: one[0][one[1][0]] if isinstance(one, tuple) else one[0] for name, one in columns.items()
    }
    claimed = claims(membership, day, sides, at)
    pairs = tuple((claim.claimant, claim.zone) for claim in claimed)
    place = Place(membership, row["nearest_feature"], row["nearest_feature_nm"], round(radius_km), day, pairs)
    words = standing(place)
    near: dict[str, Any] = {"nearest_feature": None, "nearest_coast": None, "baselines_nm": {}}
    if not membership.outside:
        feature, coast = (_rounded(row[f"nearest_{name}_nm"]) for name in ("feature", "coast"))
        near = {
            "nearest_feature": {"id": place.feature, "distance_nm": feature, "award_2016": row["award_2016"]},
            "nearest_coast": {"iso2": row["nearest_coast"], "distance_nm": coast},
            "baselines_nm": {name[-2:].upper(): _rounded(row[name]) for name in BASELINE_COLUMNS},
        }
    return {
        "zones": _zone_list(membership, day),
        "claims": [
            {
                "claimant": claim.claimant,
                "zone": claim.zone,
                "basis": claim.basis,
                "since": claim.since,
                "membership": "certain" if claim.certain else "possible",
            }
            for claim in claimed
        ],
        "within_200nm": split_list(row["within_200nm"]),
        "settled": [
            {"line": line, "side": list(side.claimants), "basis": side.basis, "since": side.since}
            for side, line in settled(membership)
        ],
        **near,
        "standing": words.sentence,
        "details": list(words.details),
        "plain": words.plain,
        "untraced": list(membership.untraced),
    }


def _zone_list(membership: Membership, date: str) -> list[dict[str, Any]]:
    shares = dict(membership.shares)
    return [
        {
            "id": zone,
            "claimants": list(claimants_of_zone(zone, date)),
            "kind": zones()[zone].kind,
            "membership": degree,
            "share": round(shares[zone], 3),
        }
        for degree in ("certain", "possible")
        for zone in getattr(membership, degree)
    ]


def _rounded(distance_nm: float) -> float | None:
    return None if math.isnan(distance_nm) else round(float(distance_nm), 2)


def _standing(
    lon: Floats, lat: Floats, radius_km: Floats, dates: Dates
) -> tuple[dict[str, _Column], list[tuple[Membership, dict[str, int], tuple[str, bool]]]]:
    """Return, for checked locations, the columns of claims and of distances, and the distinct memberships.

    ``dates`` has the distinct dates, and the index of its date for each location. The second result has the distinct
    memberships, each with sides of limits, the feature at the location and whether that is certain.
    """
    which, found = memberships(lon, lat, radius_km, *dates)
    inside = np.flatnonzero(~np.array([membership.outside for membership in found], dtype=bool)[which])
    here = sites(lon[inside], lat[inside])
    with ThreadPoolExecutor(1) as aside:  # numpy measures while the sentences are composed
        measured = aside.submit(distances_of, here, dates[0], dates[1][inside])
        columns, near, spoken_on = _described(lon, lat, radius_km, dates, (which, found, inside))
        number, distance_nm = _spread(lon.size, inside, *nearest_coast_numbers(here))
        distances = {code: _spread(lon.size, inside, inside, far)[1] for code, far in measured.result().items()}
    columns |= {"nearest_coast": (["", *coast_codes()], number), "nearest_coast_nm": distance_nm}
    columns |= {name: distances[name[-2:].upper()] for name in BASELINE_COLUMNS}
    side, sides = sides_of(found, which, distances, radius_km)
    names = ["", *feature_points()[0].tolist()]
    extent = np.array([extent_nm(name) if name else -1.0 for name in names])[near.feature]
    at, sure = np.where(near.miles <= extent, near.feature, 0), radius_km / _KM_PER_NM <= extent
    number, first = numbered(which, side, near.state, at, sure.astype(np.int64))
    places = [(found[which[row]], sides[side[row]], (names[at[row]], bool(sure[row]))) for row in first]
    days = [spoken_on[near.state[row]] for row in first]
    made = [claims(membership, day, *held) for (membership, *held), day in zip(places, days, strict=True)]
    claimed = {
        "claimants": [";".join(dict.fromkeys(claim.claimant for claim in one)) for one in made],
        "claims": [";".join(f"{claim.claimant} {claim.zone}" for claim in one) for one in made],
        "settled": [";".join(f"{one.claimants[0]} {line}" for one, line in settled(place[0])) for place in places],
    }
    columns |= {name: (different, number) for name, different in claimed.items()}
    columns["within_200nm"] = within_200nm(distances, radius_km)
    return {name: columns[name] for name in (*STANDING_COLUMNS, *BASELINE_COLUMNS)}, places


def _described(
    lon: Floats, lat: Floats, radius_km: Floats, dates: Dates, held: tuple[Longs, list[Membership], Longs]
) -> tuple[dict[str, _Column], _Near, list[str]]:
    """Return the columns on zones, features and sentences, the nearest features, and one date per state of claims."""
    which, found, inside = held
    feature, feature_nm = _spread(lon.size, inside, *nearest_feature_numbers(lon[inside], lat[inside]))
    names = ["", *feature_points()[0].tolist()]
    state, spoken_on = _states(dates)
    # zones with a belt around a feature, so that the sentence names its claimants
    around = {zone.id for zone in zones().values() if zone.feature}
    named = ({*one.certain, *one.possible, *one.untraced} for one in found)
    speaks = np.array([not around.isdisjoint(ids) for ids in named], dtype=bool)[which]
    near = _Near(feature, feature_nm, speaks, state)
    codes = {name: row["code"] for name, row in geodata.rows_by("award_status", "feature_id").items()}
    award = geodata.values_by("features", "id", "award_2016") | codes
    shares = [json.dumps({zone: round(share, 3) for zone, share in membership.shares}) for membership in found]
    columns: dict[str, _Column] = {
        "zones": ([";".join(membership.certain) for membership in found], which),
        "zones_possible": ([";".join(membership.possible) for membership in found], which),
        "zone_shares": (shares, which),
        "nearest_feature": (names, feature),
        "nearest_feature_nm": feature_nm,
        "award_2016": ([award.get(name, "") for name in names], feature),
        "standing": _sentences(found, which, radius_km, near, (names, spoken_on)),
    }
    return columns, near, spoken_on


@dataclass(frozen=True, slots=True)
class _Near:
    """Arrays by location: nearest feature, its distance, whether a zone there is around a feature, state of claims."""

    feature: Longs
    miles: Floats
    speaks: NDArray[np.bool_]
    state: Longs


def _states(dates: Dates) -> tuple[Longs, list[str]]:
    """Return a state of claims for each location (dates with equal claimants share one), and one date per state."""
    known: dict[tuple[int, int], int] = {}
    spoken_on: list[str] = []
    state = np.empty(len(dates[0]), dtype=np.int64)
    for day, text in enumerate(dates[0]):
        state[day] = known.setdefault(claims_state(text), len(known))
        if len(known) > len(spoken_on):
            spoken_on.append(text)
    return state[dates[1]], spoken_on


def _spread(size: int, rows: Longs, number: Longs, distance: Floats) -> tuple[Longs, Floats]:
    """Expand results for some rows to all rows: number zero and NaN for the rest, else the number plus one."""
    numbers, distances = np.zeros(size, dtype=np.int64), np.full(size, np.nan)
    numbers[rows], distances[rows] = number + 1, distance.round(3)
    return numbers, distances


def _sentences(
    found: list[Membership], which: Longs, radius_km: Floats, near: _Near, said: tuple[Sequence[str], Sequence[str]]
) -> tuple[list[str], Longs]:
    """Return the distinct sentences, each composed once, and for each location the index of its sentence."""
    names, spoken_on = said
    reach, extent = (
        np.array([bound(name) if name else -1.0 for name in names])[near.feature] for bound in (near_nm, extent_nm)
    )
    beside = near.miles <= reach
    # whole miles, as the sentence gives them, and none of them so near that the place would be at the feature
    least, miles = np.nextafter(extent, np.inf), np.rint(near.miles)
    whole = np.where(near.miles <= extent, 0.0, np.maximum(miles, least))
    step = np.where(near.miles <= extent, 1, np.where(miles >= least, np.nan_to_num(miles) + 3, 2))
    speaks = beside | near.speaks
    number, first = numbered(
        which,
        np.where(speaks, near.feature, 0),
        np.where(beside, step, 0).astype(np.int64),
        np.rint(radius_km).astype(np.int64),
        np.where(speaks, near.state + 1, 0),
    )
    places = (
        Place(
            found[which[row]],
            names[near.feature[row]] if speaks[row] else "",
            float(whole[row]) if beside[row] else math.inf,
            float(np.round(radius_km[row])),
            spoken_on[near.state[row]],
        )
        for row in first
    )
    return [sentence(place) for place in places], number


def _pointed(frame: pd.DataFrame, found: list[Problem]) -> gpd.GeoDataFrame:
    """Return a copy with points in EPSG:4326, from its geometry or from its columns lat and lon.

    Invalid cells are added to ``found``; their rows have no point.
    """
    import geopandas as gpd

    if isinstance(frame, gpd.GeoDataFrame):
        if frame.crs is None:
            raise UsageError("the frame has no CRS; for longitudes and latitudes use frame.set_crs(4326)")
        kinds = set(frame.geometry.dropna().geom_type) - {"Point"}
        if kinds:
            raise UsageError(f"the frame has {', '.join(sorted(kinds))}; use points, such as frame.centroid")
        return frame.to_crs(4326).copy()
    missing = [column for column in ("lat", "lon") if column not in frame.columns]
    if missing:
        raise UsageError(f"the table has no column {missing[0]}; it needs lat and lon, or points as geometry")
    before = len(found)
    lat, lon = _numbers(frame["lat"], found), _numbers(frame["lon"], found)
    named = {problem.row for problem in found[before:]}
    half = [row for row in _rows(np.isnan(lat) != np.isnan(lon)) if row + 2 not in named]
    found += [Problem(row + 2, "lat", str(lat[row]), "give both lat and lon, or neither") for row in half]
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), index=frame.index, crs=4326)
    points[np.isnan(lat) | np.isnan(lon)] = None
    return gpd.GeoDataFrame(frame.copy(), geometry=points)


def _numbers(column: pd.Series, found: list[Problem]) -> Floats:
    """Return a column as numbers; empty cells, and wrong ones listed in ``found``, are missing."""
    import pandas as pd

    filled = column.replace("", None)
    numbers = pd.to_numeric(filled, errors="coerce")
    name, rule = str(column.name), "is not a number; use decimal degrees or km"
    wrong = _rows(numbers.isna() & filled.notna())
    found += [Problem(row + 2, name, str(column.iloc[row]), rule) for row in wrong]
    return np.asarray(numbers, dtype=np.float64)


def _problems(
    frame: gpd.GeoDataFrame, lon: Floats, lat: Floats, dates: Dates, radii: Floats, date: str, radius: str
) -> list[Problem]:
    """Return the problems of readable cells: positions and radii out of range, and invalid dates."""
    wrong = ~_unplaced(frame) & ~((np.abs(lat) <= 90) & (np.abs(lon) <= 180))
    bad_radius = ~((radii >= 0) & (radii <= _LARGEST_KM))
    days, which = dates
    bad_date = np.array([bool(text) and not is_partial_date(text) for text in days], dtype=bool)[which]
    rule = f"is not a valid radius; use 0 to {_LARGEST_KM:g} km"
    return [
        *(_misplaced(row, lat[row], lon[row]) for row in _rows(wrong)),
        *(Problem(row + 2, radius, f"{radii[row]:g}", rule) for row in _rows(bad_radius)),
        *(Problem(row + 2, date, days[which[row]], "use YYYY-MM-DD, YYYY-MM or YYYY") for row in _rows(bad_date)),
    ]


def _misplaced(row: int, lat: float, lon: float) -> Problem:
    column, value = ("lon", lon) if abs(lat) <= 90 else ("lat", lat)
    return Problem(row + 2, column, f"{value:g}", coordinates.fault(lat, lon))


def _rows(chosen: ArrayLike) -> list[int]:
    return [int(row) for row in np.flatnonzero(chosen)]


def _unplaced(frame: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    return np.asarray(frame.geometry.isna() | frame.geometry.is_empty, dtype=bool)
