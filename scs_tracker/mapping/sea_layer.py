"""Build the sea layer: depths, reefs and banks, small islands, and outposts with their occupier and first year."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.mapping.basemap import deltas
from scs_tracker.mapping.elements import Part
from scs_tracker.mapping.payload import numbers
from scs_tracker.model import split_list
from scs_tracker.zones.claims import feature_claims

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: Contours of depth: steps of 0.3 nm, simplified with a tolerance of 1.8 nm, without lines shorter than 18 nm.
_CONTOURS_PER_DEGREE: Final = 200
_CONTOUR_TOLERANCE_DEGREES: Final = 0.03
_SHORTEST_CONTOUR_DEGREES: Final = 0.3
#: Units per degree of outlines on the page, 22 m each, about a pixel at the highest zoom.
_SHAPES_PER_DEGREE: Final = 5_000
_ISLANDS_PER_DEGREE: Final = 1_000
#: Facts of outposts.csv that give the start of an occupation; the first known fact is used.
_SINCE: Final = ("occupied_since", "garrison_since", "controlled_since", "outpost")


def sea_layer(features: Iterable[Mapping[str, str]]) -> Part:
    """Return the layer of the sea; ``features`` are rows of features.csv."""
    rows = list(features)
    award = {row["id"]: row["award_2016"] for row in rows if row["award_2016"] not in {"", "not_addressed"}}
    claimed: dict[str, list[str]] = {}
    for feature, claims in feature_claims().items():
        said = ";".join(f"{claim.country} {claim.traced} {claim.until}" for claim in claims)
        claimed.setdefault(said, []).append(feature)
    return Part("sea", {"scs-sea": {**_shapes(), "outposts": outposts(rows), "award": award, "claimed": claimed}})


@geodata.cached
def _shapes() -> dict[str, Any]:
    """Return depth contours, and outlines of reefs and small islands with their use, quality and source."""
    contours = [
        {
            "depth": row["properties"]["depth_m"],
            "lines": [numbers(deltas(line, per_degree=_CONTOURS_PER_DEGREE)) for line in _thinned(_lines(row))],
        }
        for row in _features("sea/depth_contours.geojson")
    ]
    shapes = [
        {
            "id": row["properties"]["feature_id"], "use": row["properties"]["use"],
            "quality": row["properties"]["quality"], "source": row["properties"]["source"],
            "licence": row["properties"]["licence"], "date": row["properties"]["date"],
            "rings": [numbers(deltas(line, per_degree=_SHAPES_PER_DEGREE)) for line in _lines(row)],
        }
        for row in _features("sea/outlines.geojson")
    ]  # fmt: skip
    shapes += [
        {"use": "land", "quality": "B", "per": _ISLANDS_PER_DEGREE,
         "rings": [numbers(deltas(line, per_degree=_ISLANDS_PER_DEGREE)) for line in _lines(row)]}
        for row in _features("sea/small_islands.geojson")
    ]  # fmt: skip
    return {"contours": contours, "shapes": shapes}


def _thinned(lines: Iterable[list[list[float]]]) -> Iterator[list[list[float]]]:
    """Yield lines simplified for display, without lines shorter than ``_SHORTEST_CONTOUR_DEGREES``."""
    import shapely

    for line in lines:
        thin = shapely.simplify(shapely.linestrings(line), _CONTOUR_TOLERANCE_DEGREES)
        if thin.length >= _SHORTEST_CONTOUR_DEGREES:
            yield shapely.get_coordinates(thin).tolist()


def outposts(features: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return occupied features with two or more claimants, with the facts of each outpost and their sources."""
    names = geodata.values_by("actors", "country", "country_name")
    facts: dict[str, list[dict[str, str]]] = {}
    claims = geodata.rows("feature_claims")
    for row in geodata.rows("outposts"):
        facts.setdefault(row["feature_id"], []).append(row)
    claimants = Counter(feature for feature, _ in {(row["feature_id"], row["country"]) for row in claims})
    found = []
    for feature in features:
        told = facts.get(feature["id"], [])
        if claimants[feature["id"]] < 2 or not (holders := split_list(feature["occupied_by"])):
            continue
        since = next((row["value"] for name in _SINCE for row in told if row["fact"] == name), "")
        found.append({
            "id": feature["id"], "occupier": "/".join(holders),
            "party": ", ".join(names.get(each, each) for each in holders),
            "since": since,
            "facts": [_fact(row) for row in told if row["value"] != since or row["fact"] not in _SINCE],
            "sources": list(dict.fromkeys(row["source"] for row in told)),
        })  # fmt: skip
    return found


def _fact(row: Mapping[str, str]) -> str:
    """Return a fact about an outpost as text: name, value, date and note."""
    as_of = f" (as of {row['as_of']})" if row["as_of"] else ""
    remark = f"; {row['note']}" if row["note"] else ""
    return f"{row['fact'].replace('_', ' ')}: {row['value']}{as_of}{remark}"


def _features(name: str) -> list[dict[str, Any]]:
    stored: list[dict[str, Any]] = json.loads(geodata.path(name).read_text(encoding="utf-8"))["features"]
    return stored


def _lines(feature: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    """Yield each line or ring of a GeoJSON feature, in order."""
    waiting = [feature["geometry"]["coordinates"]]
    while waiting:
        part = waiting.pop()
        if isinstance(part[0][0], (int, float)):
            yield part
        else:
            waiting.extend(reversed(part))
