"""What a place means in a layperson's words, and what else is to say of it, from the zones that an incident has."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.model import split_list
from scs_tracker.zones.claims import zones
from scs_tracker.zones.membership import Membership
from scs_tracker.zones.standing import Place, Standing, standing

if TYPE_CHECKING:
    import geopandas as gpd

_COLUMNS: Final = (
    "standing", "zones", "zones_possible", "zone_shares", "nearest_feature", "nearest_feature_nm", "radius_km",
    "date_start",
)  # fmt: skip


def standing_words(frame: gpd.GeoDataFrame) -> tuple[list[str], list[list[str]]]:
    """Return for each incident the main point in everyday words, and the list of what else is to say.

    Both are empty where they would not go with the incident's own standing: where that was made from other limits than
    those held here, by hand, or not at all.

    Parameters
    ----------
    frame
        Incidents with the columns of the ledger; without those of its zones there are no words.

    Examples
    --------
    >>> import pandas
    >>> standing_words(pandas.DataFrame({"id": ["a"]}))
    ([''], [[]])
    """
    if any(name not in frame for name in _COLUMNS):
        return [""] * len(frame), [[] for _ in range(len(frame))]
    features = {row["id"] for row in geodata.rows("features")}
    made: dict[tuple[Any, ...], Standing] = {}
    plain, details = [], []
    for cells in zip(*(frame[name].tolist() for name in _COLUMNS), strict=True):
        if cells not in made:
            made[cells] = _words(cells, features)
        plain.append(made[cells].plain)
        details.append(list(made[cells].details))
    return plain, details


def _words(cells: tuple[Any, ...], features: set[str]) -> Standing:
    said, sure, possible, shares, feature, miles, radius, date = cells
    certain, doubtful = tuple(split_list(str(sure))), tuple(split_list(str(possible)))
    known = feature in features and {*certain, *doubtful} <= zones().keys()
    if not known or not all(isinstance(n, (int, float)) and math.isfinite(n) for n in (miles, radius)):
        return Standing("")
    try:
        parts = {str(zone): float(share) for zone, share in json.loads(shares or "{}").items()}
    except (ValueError, TypeError, AttributeError):
        return Standing("")
    membership = Membership(certain, doubtful, tuple(parts.items()))
    words = standing(Place(membership, feature, float(miles), round(radius), str(date)))
    return words if words.sentence == said else Standing("")
