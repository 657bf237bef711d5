"""Restate the full claims at a location from its stored columns, without looking up zones.

The columns have only the main sentence. The version in plain language and the list of further facts are composed again
from the zones, and are returned only if the zones still give that main sentence.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.model import first_day, last_day, split_list
from scs_tracker.sentences.standing import Place, Standing, standing
from scs_tracker.zones.claims import AGREED, zones
from scs_tracker.zones.membership import Membership
from scs_tracker.zones.table import zone_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_COLUMNS: Final = (
    "standing", "zones", "zones_possible", "zone_shares", "nearest_feature", "nearest_feature_nm", "radius_km",
    "date_start", "claims", "settled",
)  # fmt: skip
#: How far from its baselines a State's belt ends, and a mile for how roughly both are known.
_REACH_NM: Final = {"territorial_sea": 13.0, "contiguous_zone": 25.0}
_KM_PER_NM: Final = 1.852


def restated(row: Mapping[Any, Any], *, checked: bool = False) -> Standing:
    """Return the claims of a row of ``classify`` or the ledger, restated; empty if they contradict the row's sentence.

    They contradict it if the sentence was made from other limits, by hand, or not at all. Zones whose claim was not
    traced by the date are left out: see ``untraced_near``. If ``checked``, the sentence is taken as that of its zones.

    >>> row = {"zones": "ph-eez", "zones_possible": "", "zone_shares": "", "nearest_feature": "reed-bank"}
    >>> row |= {"nearest_feature_nm": 400.0, "radius_km": 0.0, "date_start": "2024-06-17", "claims": "PH ph-eez"}
    >>> restated(row | {"standing": "Within 200 nm of Philippine baselines."}).plain
    'Within 200 nautical miles of the Philippine coast; waters that the Philippines claims.'
    """
    said, sure, possible, shares, feature, miles, radius, date, claims, settled = (row.get(name) for name in _COLUMNS)
    certain, doubtful = tuple(split_list(str(sure))), tuple(split_list(str(possible)))
    known = feature in geodata.rows_by("features", "id") and {*certain, *doubtful} <= zones().keys()
    outside = standing(Place(Membership(outside=True), "", math.nan))
    if not feature and (checked or said == outside.sentence):
        return outside
    if not known or not all(isinstance(n, (int, float)) and math.isfinite(n) for n in (miles, radius)):
        return Standing("")
    try:
        parts = {str(zone): float(share) for zone, share in json.loads(shares or "{}").items()}
    except (ValueError, TypeError, AttributeError):
        return Standing("")
    pairs = tuple((one[:2], one[3:]) for one in split_list(str(claims or "")))
    agreed = tuple(f"{AGREED}{one[3:]}-{one[:2].lower()}" for one in split_list(str(settled or "")))
    if not {*agreed, *(zone for _, zone in pairs)} <= zones().keys() | geodata.rows_by("features", "id"):
        return Standing("")
    membership = Membership(certain, doubtful, tuple(parts.items()), agreed=agreed)
    words = standing(Place(membership, str(feature), float(miles or 0), round(radius or 0), str(date), pairs))
    return words if checked or words.sentence == said else Standing("")


def standing_words(frame: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Return, for each incident, the sentence on claims in plain language and the list of further facts.

    Both are empty if a column of claims or zones is missing.

    >>> import pandas
    >>> standing_words(pandas.DataFrame({"id": ["a"]}))
    ([''], [[]])
    """
    if any(name not in frame for name in _COLUMNS):
        return [""] * len(frame), [[] for _ in range(len(frame))]
    cells = list(zip(*(frame[name].tolist() for name in _COLUMNS), strict=True))
    made = {one: restated(dict(zip(_COLUMNS, one, strict=True))) for one in dict.fromkeys(cells)}
    return [made[one].plain for one in cells], [list(made[one].details) for one in cells]


def untraced_near(row: Mapping[Any, Any]) -> bool:
    """Return True if a location may be in a zone around a coast whose claim is not traced by the row's date.

    The columns of a row do not contain these zones; only ``locate`` returns them.

    >>> row = {"radius_km": 5.0, "baseline_nm_ph": 105.0}
    >>> [untraced_near(row | {"date_start": date}) for date in ("2024-11-08", "2024-06-17", "1996")]
    [False, False, True]
    >>> untraced_near(row | {"date_start": "2024-06-17", "baseline_nm_ph": 20.0})
    True
    """
    last = last_day(row["date_start"]) if row["date_start"] else "9999-12-31"
    radius_nm = float(row["radius_km"] or 0) / _KM_PER_NM
    for country, kind, since in _not_traced_before():
        away = row.get(f"baseline_nm_{country.lower()}")
        far = away is not None and away - radius_nm > _REACH_NM.get(kind, math.inf)
        if since > last and not far:
            return True
    return False


@geodata.cached
def _not_traced_before() -> list[tuple[str, str, str]]:
    """Return claimant, kind and first day of each zone around a coast whose earlier claim was not traced."""
    return [
        (row["claimants"], row["kind"], first_day(row["valid_from"]))
        for row in zone_rows()
        if row.get("earlier") == "not traced" and not row["feature_id"]
    ]
