"""Describe the location of an incident in words, no more precisely than its position."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.sentences.language import SOURCE, current
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.words import digits

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A place whose disc is wider than this is said to be uncertain.
UNCERTAIN_KM: Final = 25.0
KM_PER_M: Final = 1.852
#: Beyond both uncertainty areas by so much, a place is not the one that is named.
_CLEARLY_KM: Final = 50.0
#: Methods by which an incident is placed beside the feature that it is named after, or not at all.
_MEASURED: Final = ("coordinates", "offset", "coast_distance", "between")
_UNPLACED: Final = ("none", "")
#: Methods by which an incident is placed by one name.
_BY_ONE_NAME: Final = ("feature", "offset", "coast_distance", "area")
#: How a phrase says that a position is known no better; others (off, in) say so by themselves.
NEAR: Final = {"at {name}": "at or near {name}", "at the {name}": "at or near the {name}"}
POINTS: Final = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")


def phrase(place: str, *, near: bool = False) -> str:
    """Return a place with its preposition: 'at Sabina Shoal', 'off Zambales', 'in the North Natuna Sea'.

    A name that the gazetteer lacks is treated as a feature; ``near`` gives 'at or near' instead of 'at'.
    """
    if not place:
        return _("at an unknown place")
    if place.startswith("Off "):
        return _("off {name}").format(name=_called(place[4:]))
    wanted = _form(place)
    return _(NEAR.get(wanted, wanted) if near else wanted).format(name=_called(place))


def _form(place: str) -> str:
    """Return the phrase pattern for a place by its kind, singular or plural: 'at {name}', 'at the {name}'."""
    kinds, feature = geodata.values_by("place_kinds", "kind", "phrase"), features().get(place)
    if any(place.endswith(f" {kind.title()}s") for kind in kinds):  # 'at the Luconia Shoals'
        return "at the {name}"
    wanted = kinds.get(feature["kind"] if feature else "", "at {name}")
    is_plural = place.partition(" (")[0].endswith(("s", " Group"))  # no English plural: 'at Con Dao', 'at Penghu'
    return "at {name}" if wanted == "at the {name}" and not is_plural else wanted


def _called(place: str) -> str:
    """Return the name of a place in the current language from the gazetteer, else its common English name."""
    feature = features().get(place)
    local = _local_names(current()).get(feature["id"]) if feature and feature["name"] == place else None
    return local or _(place)


@geodata.cached
def _local_names(language: str) -> dict[str, str]:
    rows = reversed(geodata.rows("names") if language != SOURCE else ())  # of several names the first
    return {row["feature_id"]: row["name"] for row in rows if row["language"] == language}


def where(record: Mapping[str, Any]) -> str:
    """Return where an incident happened: at its place, at or near it, or at a distance and bearing from it.

    Of the row: place, lat, lon (decimal degrees, WGS 84), radius_km, method, feature_id.
    """
    place = name(record)
    radius = number_or_none(record.get("radius_km")) or 0.0
    doubtful = str(record.get("method") or "") in (*_MEASURED, *_UNPLACED) or radius > UNCERTAIN_KM
    return _away(record, place) or phrase(place, near=doubtful)


def name(record: Mapping[str, Any]) -> str:
    """Return the name of an incident's place, else of the feature it was geocoded by, else its position.

    What is not placed and has no name is an empty text.
    """
    lat, lon = (number_or_none(record.get(column)) for column in ("lat", "lon"))
    return str(record["place"] or "") or _found(record) or ("" if lat is None or lon is None else position(lat, lon))


def is_far(record: Mapping[str, Any]) -> bool:
    """Return True if an incident geocoded by a feature is over 50 km beyond its named place, uncertainties included."""
    feature = features().get(str(record["place"]))
    lat, lon, radius = (number_or_none(record.get(name)) for name in ("lat", "lon", "radius_km"))
    if record.get("method") != "feature" or feature is None or lat is None or lon is None or not _found(record):
        return False
    distance_km, _bearing = _from_to(float(feature["lat"]), float(feature["lon"]), lat, lon)
    return distance_km > float(feature["radius_km"] or 0) + (radius or 0) + _CLEARLY_KM


def position(lat: float, lon: float) -> str:
    """Return a position in degrees with two decimals: '1.25° S, 112.50° E'."""
    return f"{abs(lat):.2f}° {'S' if lat < 0 else 'N'}, {abs(lon):.2f}° {'W' if lon < 0 else 'E'}"


def _found(record: Mapping[str, Any]) -> str:
    """Return the English name of the feature that an incident was geocoded by, or an empty string."""
    named = str(record.get("method") or "") in _BY_ONE_NAME
    return geodata.values_by("features", "id", "name").get(str(record.get("feature_id") or ""), "") if named else ""


def _away(record: Mapping[str, Any], place: str) -> str:
    """Return 'about 21 nautical miles (39 km) southeast of Sabina Shoal', or '' if the position is not that precise."""
    feature = features().get(place)
    lat, lon, radius = (number_or_none(record.get(name)) for name in ("lat", "lon", "radius_km"))
    if feature is None or lat is None or lon is None or str(record.get("method") or "") not in _MEASURED:
        return ""
    phrases = geodata.values_by("place_kinds", "kind", "phrase")
    if phrases.get(feature["kind"]) != "at {name}":  # no distance off a sea or a province
        return ""
    distance_km, bearing = _from_to(float(feature["lat"]), float(feature["lon"]), lat, lon)
    if distance_km <= float(feature["radius_km"] or 0) + (radius or 0):
        return ""
    said = _("about {miles} nautical miles ({km} km) {direction} of {name}")
    if _form(place) == "at the {name}":
        said = _("about {miles} nautical miles ({km} km) {direction} of the {name}")
    return said.format(
        miles=digits(round(distance_km / KM_PER_M)),
        km=digits(round(distance_km)),
        direction=_(POINTS[round(bearing / 45) % 8]),
        name=_called(place),
    )


def _from_to(lat1: float, lon1: float, lat2: float, lon2: float) -> tuple[float, float]:
    """Return the geodesic distance in km and the bearing in degrees from one place to another, on WGS 84."""
    from pyproj import Geod

    bearing, _back, metres = Geod(ellps="WGS84").inv(lon1, lat1, lon2, lat2)
    return metres / 1000, bearing % 360


def number_or_none(value: Any) -> float | None:
    """Return a cell as a number; None for an empty, missing or unreadable one."""
    try:
        read = float(value)
    except (TypeError, ValueError):
        return None
    return None if math.isnan(read) else read


def whole_or_none(value: Any) -> int | None:
    """Return a cell as a whole number; None for an empty, missing or unreadable one."""
    read = number_or_none(value)
    return None if read is None else int(read)


@geodata.cached
def features() -> dict[str, dict[str, str]]:
    """Return the features of the gazetteer by their English names, without names that two features share."""
    rows = {row["id"]: row for row in geodata.rows("features")}
    own: dict[str, set[str]] = {}
    for row in rows.values():
        own.setdefault(row["name"], set()).add(row["id"])
    named: dict[str, set[str]] = {}
    for row in geodata.rows("names"):
        if row["language"] == "en" and row["name"] not in own:
            named.setdefault(row["name"], set()).add(row["feature_id"])
    found = {name: next(iter(ids)) for name, ids in (own | named).items() if len(ids) == 1}
    return {name: rows[identifier] for name, identifier in found.items() if identifier in rows}
