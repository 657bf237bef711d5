"""Places to their standing: zones, claimants, nearest feature, coast and baselines, and the plain sentence."""

from __future__ import annotations

import datetime as dt
import json
import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scs_tracker.errors import Problem, TableError, UsageError
from scs_tracker.model import first_day, is_partial_date
from scs_tracker.zones import coordinates
from scs_tracker.zones.claims import claimants, claimants_of_zone, claims_state
from scs_tracker.zones.coast import baseline_distances, nearest_coasts, nearest_features
from scs_tracker.zones.membership import Membership, distinct_dates, memberships
from scs_tracker.zones.periods import date_text
from scs_tracker.zones.standing import Place, award_code, extent_nm, names_features, near_nm, sentence, standing
from scs_tracker.zones.table import load_zones

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

#: The largest radius that is a place rather than the world, in kilometres.
_LARGEST_KM: Final = 2_000.0
_UNPLACED: Final = "Not placed."


def classify(frame: pd.DataFrame, *, date: str = "date_start", radius: str = "radius_km") -> gpd.GeoDataFrame:
    """Add to each place what it means on its date.

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
        raise UsageError(f"the table has no column {date!r} of dates; name the one it has with date=…")
    found: list[Problem] = []
    answer = _pointed(frame, found)
    lon, lat = answer.geometry.x.to_numpy(dtype=np.float64), answer.geometry.y.to_numpy(dtype=np.float64)
    days, which = distinct_dates(answer[date])
    dates = [days[day] for day in which.tolist()]
    sizes = _radii(answer[radius], found) if radius in answer.columns else np.zeros(len(answer))
    found += _problems(answer, lon, lat, dates, sizes, date, radius)
    if found:
        raise TableError("places", sorted(found, key=lambda problem: problem.row or 0))
    placed = np.flatnonzero(~_unplaced(answer))
    standing = _standing(lon[placed], lat[placed], np.nan_to_num(sizes[placed]), [dates[row] for row in placed])
    if placed.size < len(answer):
        standing = standing.set_axis(pd.Index(placed)).reindex(range(len(answer)))
        missing = np.flatnonzero(_unplaced(answer))
        for column in standing.columns:
            if not pd.api.types.is_numeric_dtype(standing[column]):
                standing.iloc[missing, standing.columns.get_loc(column)] = _empty(column)
    answer[list(standing.columns)] = standing.set_axis(answer.index)
    return answer


def locate(lat: float, lon: float, *, date: str | dt.date | None = None, radius_km: float = 0.0) -> dict[str, Any]:
    """Say what one place means on a date.

    Parameters
    ----------
    lat, lon
        Decimal degrees, WGS 84.
    date
        A day, month or year; None for today.
    radius_km
        Radius of the disc that holds the place, in kilometres.

    Returns
    -------
    dict
        ``zones`` (each with ``id``, ``claimants``, ``kind``, ``membership``, ``share``), ``nearest_feature`` (``id``,
        ``distance_nm``, ``award_2016``), ``nearest_coast`` (``iso2``, ``distance_nm``), ``baselines_nm`` by ISO
        3166-1 code; ``standing``, one sentence of at most 45 words, with ``details``, what else is to say, a sentence
        each, and ``plain``, the main point for a layperson; ``untraced``, zones whose claim was not traced by the date.
        Claimants are those of the date. Outside the region the lists are empty and the nearest are None.

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
    """
    coordinates.check(lat, lon)
    if not 0 <= radius_km <= _LARGEST_KM:
        raise UsageError(f"a radius of {radius_km:g} km cannot be used; give 0 to {_LARGEST_KM:g}")
    day = dt.datetime.now(tz=dt.UTC).date().isoformat() if date is None else date_text(date)
    x, y = np.array([lon], dtype=np.float64), np.array([lat], dtype=np.float64)
    _, (membership,) = memberships(x, y, np.array([radius_km], dtype=np.float64), [day])
    row = _standing(x, y, np.array([radius_km], dtype=np.float64), [day]).iloc[0]
    words = standing(Place(membership, row["nearest_feature"], row["nearest_feature_nm"], round(radius_km), day))
    outside = membership.outside
    baselines = {name[-2:].upper(): _rounded(row[name]) for name in row.index if name.startswith("baseline_nm_")}
    return {
        "zones": _zone_list(membership, day),
        "nearest_feature": None
        if outside
        else {
            "id": row["nearest_feature"],
            "distance_nm": _rounded(row["nearest_feature_nm"]),
            "award_2016": row["award_2016"],
        },
        "nearest_coast": None
        if outside
        else {"iso2": row["nearest_coast"], "distance_nm": _rounded(row["nearest_coast_nm"])},
        "baselines_nm": {} if outside else baselines,
        "standing": words.sentence,
        "details": list(words.details),
        "plain": words.plain,
        "untraced": list(membership.untraced),
    }


def details(lat: float, lon: float, *, date: str = "", radius_km: float = 0.0) -> tuple[str, ...]:
    """Return what is to say of a place beside its standing, a sentence each, as ``locate`` does.

    Examples
    --------
    >>> [text for text in details(15.15, 117.76, date="1960") if "traced" in text][0]
    'A Philippine claim to Scarborough Shoal is not traced before 1965.'
    """
    return tuple(locate(lat, lon, date=date, radius_km=radius_km)["details"])


def _zone_list(membership: Membership, date: str) -> list[dict[str, Any]]:
    zones = load_zones().set_index("id")
    shares = dict(membership.shares)
    ranked = [(zone, "certain") for zone in membership.certain] + [(zone, "possible") for zone in membership.possible]
    return [
        {
            "id": zone,
            "claimants": list(claimants_of_zone(zone, date)),
            "kind": zones.loc[zone, "kind"],
            "membership": degree,
            "share": round(shares[zone], 3),
        }
        for zone, degree in ranked
    ]


def _rounded(distance_nm: float) -> float | None:
    return None if math.isnan(distance_nm) else round(float(distance_nm), 2)


def _standing(lon: Floats, lat: Floats, radius_km: Floats, dates: Sequence[str]) -> pd.DataFrame:
    """Return the columns of the standing, and the distances to baselines, of checked places."""
    import pandas as pd

    which, found = memberships(lon, lat, radius_km, dates)
    inside = np.flatnonzero(~np.array([membership.outside for membership in found], dtype=bool)[which])
    texts = pd.Series(dates, dtype=object)
    with ThreadPoolExecutor(1) as beside:  # numpy measures while the sentences are composed
        measured = beside.submit(_measured, lon[inside], lat[inside], texts.iloc[inside])
        frame = _told(lon, lat, radius_km, texts, (which, found, inside))
        coasts, baselines = measured.result()
    after = frame.columns.get_loc("award_2016") + 1
    names, distance_nm = _spread(lon.size, inside, *coasts)
    frame.insert(after, "nearest_coast", names)
    frame.insert(after + 1, "nearest_coast_nm", distance_nm)
    for code, distance in baselines.items():
        column = np.full(lon.size, np.nan)
        column[inside] = distance.round(3)
        frame[f"baseline_nm_{code.lower()}"] = column
    return frame


def _measured(lon: Floats, lat: Floats, dates: pd.Series) -> tuple[tuple[NDArray[np.str_], Floats], dict[str, Floats]]:
    """Return the nearest coasts of places in the region, and their distances to the baselines of their days."""
    days = {text: np.datetime64(first_day(text) if text else "NaT", "D") for text in dates.unique()}
    known = dates.map(days).to_numpy(dtype="datetime64[D]")
    return nearest_coasts(lon, lat), baseline_distances(lon, lat, known)


def _told(
    lon: Floats,
    lat: Floats,
    radius_km: Floats,
    dates: pd.Series,
    held: tuple[NDArray[np.int64], list[Membership], NDArray[np.int64]],
) -> pd.DataFrame:
    """Return what is said of places: their zones, who claims these, the nearest feature and the sentence."""
    import pandas as pd

    which, found, inside = held
    feature, feature_nm = _spread(lon.size, inside, *nearest_features(lon[inside], lat[inside]))
    codes = {name: award_code(name) if name else "" for name in pd.unique(feature)}
    states = _states(dates)
    frame = pd.DataFrame(
        {
            "zones": _each(found, which, lambda membership: ";".join(membership.certain)),
            "zones_possible": _each(found, which, lambda membership: ";".join(membership.possible)),
            "zone_shares": _each(found, which, _shares),
            "claimants": _claimants(found, which, dates, states),
            "nearest_feature": feature,
            "nearest_feature_nm": feature_nm,
            "award_2016": pd.Series(feature).map(codes).to_numpy(dtype=object),
        }
    )
    frame["standing"] = _sentences(frame, which, found, radius_km, dates, states)
    return frame


def _each(found: list[Membership], which: NDArray[np.int64], text: Callable[[Membership], str]) -> NDArray[np.object_]:
    return np.asarray(np.array([text(membership) for membership in found], dtype=object)[which])


def _claimants(
    found: list[Membership], which: NDArray[np.int64], dates: pd.Series, states: NDArray[np.int64]
) -> NDArray[np.object_]:
    """Return who claims the zones of each place on its date, told once for dates with the same claims to features."""
    import pandas as pd

    speaks = np.array([names_features(membership) for membership in found], dtype=bool)[which]
    number, _ = pd.factorize(which * (states.max(initial=0) + 2) + np.where(speaks, states + 1, 0))
    first = np.flatnonzero(~pd.Series(number).duplicated().to_numpy())
    texts = [";".join(claimants(found[which[row]], dates.iloc[row])) for row in first]
    return np.asarray(np.array(texts, dtype=object)[number])


def _states(dates: pd.Series) -> NDArray[np.int64]:
    """Return the same number for dates on which all features have the same claimants."""
    known: dict[tuple[int, int], int] = {}
    states = {text: known.setdefault(claims_state(text), len(known)) for text in dates.unique()}
    return np.asarray(dates.map(states), dtype=np.int64)


def _shares(membership: Membership) -> str:
    return json.dumps({zone: round(share, 3) for zone, share in membership.shares})


def _spread(
    size: int, rows: NDArray[np.int64], names: NDArray[np.str_], distance: Floats
) -> tuple[NDArray[np.object_], Floats]:
    """Put answers for some rows into columns for all: no name and NaN for the rest."""
    all_names, all_distances = np.full(size, "", dtype=object), np.full(size, np.nan)
    all_names[rows], all_distances[rows] = names, distance.round(3)
    return all_names, all_distances


def _sentences(
    frame: pd.DataFrame,
    which: NDArray[np.int64],
    found: list[Membership],
    radius_km: Floats,
    dates: pd.Series,
    states: NDArray[np.int64],
) -> NDArray[np.object_]:
    """Compose each different sentence once; where it names no feature, neither feature nor date changes it."""
    import pandas as pd

    features, miles = frame["nearest_feature"].to_numpy(), frame["nearest_feature_nm"].to_numpy()
    reach, extent = (
        pd.Series(features)
        .map({name: bound(name) if name else -1.0 for name in pd.unique(features)})
        .to_numpy(dtype=np.float64)
        for bound in (near_nm, extent_nm)
    )
    near = miles <= reach
    # whole miles, as the sentence gives them, and none of them so near that the place would be at the feature
    whole = np.where(miles <= extent, 0.0, np.maximum(np.rint(miles), np.nextafter(extent, np.inf)))
    speaks = near | np.array([names_features(membership) for membership in found], dtype=bool)[which]
    keys = pd.DataFrame(
        {
            "which": which,
            "feature": np.where(speaks, features, ""),
            "nm": np.where(near, whole, np.inf),
            "km": np.round(radius_km),
            "state": np.where(speaks, states, -2),
        }
    )
    number = keys.groupby(list(keys.columns), sort=False).ngroup().to_numpy()
    first = np.flatnonzero(~pd.Series(number).duplicated().to_numpy())
    rows = zip(keys.iloc[first].itertuples(index=False), dates.iloc[first], strict=True)
    composed = [sentence(Place(found[row.which], row.feature, row.nm, row.km, date)) for row, date in rows]
    return np.asarray(np.array(composed, dtype=object)[number])


def _empty(column: str) -> str:
    return {"zone_shares": "{}", "standing": _UNPLACED}.get(column, "")


def _pointed(frame: pd.DataFrame, found: list[Problem]) -> gpd.GeoDataFrame:
    """Return a copy with points in EPSG:4326, from its geometry or from its columns lat and lon.

    Cells that are wrong are added to ``found``; their rows have no point.
    """
    import geopandas as gpd

    if isinstance(frame, gpd.GeoDataFrame):
        if frame.crs is None:
            raise UsageError("the frame has no CRS; for longitudes and latitudes use frame.set_crs(4326)")
        kinds = set(frame.geometry.dropna().geom_type) - {"Point"}
        if kinds:
            raise UsageError(f"the frame holds {', '.join(sorted(kinds))}; classify takes points")
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
    """Return a column of numbers or of text as numbers; what is empty, or wrong and put in ``found``, is none."""
    import pandas as pd

    filled = column.replace("", None)
    numbers = pd.to_numeric(filled, errors="coerce")
    name, rule = str(column.name), "give a number in decimals"
    wrong = _rows(numbers.isna() & filled.notna())
    found += [Problem(row + 2, name, str(column.iloc[row]), rule) for row in wrong]
    return np.asarray(numbers, dtype=np.float64)


def _radii(column: pd.Series, found: list[Problem]) -> Floats:
    return np.nan_to_num(_numbers(column, found), nan=0.0, posinf=np.inf)


def _problems(
    frame: gpd.GeoDataFrame, lon: Floats, lat: Floats, dates: Sequence[str], radii: Floats, date: str, radius: str
) -> list[Problem]:
    """Return what cannot be right of positions, radii and dates that are such by their form."""
    wrong = ~_unplaced(frame) & ~((np.abs(lat) <= 90) & (np.abs(lon) <= 180))
    bad_radius = ~((radii >= 0) & (radii <= _LARGEST_KM))
    bad = {text for text in set(dates) if text and not is_partial_date(text)}
    bad_date = [text in bad for text in dates]
    rule = f"a radius is 0 to {_LARGEST_KM:g} km"
    return [
        *(Problem(row + 2, "lat", f"{lat[row]:g}", coordinates.fault(lat[row], lon[row])) for row in _rows(wrong)),
        *(Problem(row + 2, radius, f"{radii[row]:g}", rule) for row in _rows(bad_radius)),
        *(Problem(row + 2, date, dates[row], "a date is YYYY-MM-DD, YYYY-MM or YYYY") for row in _rows(bad_date)),
    ]


def _rows(chosen: ArrayLike) -> list[int]:
    return [int(row) for row in np.flatnonzero(chosen)]


def _unplaced(frame: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    return np.asarray(frame.geometry.isna() | frame.geometry.is_empty, dtype=bool)
