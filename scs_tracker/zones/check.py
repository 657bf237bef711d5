"""Check the tables and the geometry of the zones, and that no source has changed since they were built."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.geodata.region import REGION
from scs_tracker.model import first_day, is_partial_date, last_day, split_list
from scs_tracker.zones.inputs import changed_inputs
from scs_tracker.zones.table import load_zones

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

STATUSES: Final = ("in force", "claimed", "contested", "historic", "illustrative")
#: Coordinates are whole multiples of this many degrees.
PRECISION: Final = 1e-6
#: How well the law of a zone is known: its text was read, somebody else restates it, or neither.
READ: Final = ("read", "restated", "not traced")
#: What the law of a State says of its zone where it meets that of a neighbour; empty where a row says nothing of that.
EFFECTS: Final = ("", "agreement", "drawn", "median", "no_extent", "not_read")
_LINES: Final = ("maritime_boundary", "continental_shelf")
#: Overlaps smaller than this, in square degrees, are corners at the ends of a line.
_SPECK: Final = 0.03
#: So far from an agreed line, in degrees, its sides are looked at: further out its ends open.
_ABREAST: Final = 0.2
_ISO2: Final = re.compile(r"[A-Z]{2}")


def check_zones() -> list[str]:
    """Return the problems found in the zones, one sentence each; an empty list if there is none.

    Tables: ids, vocabularies, dates, references. Geometry: valid, closed, inside the region, rounded. Build: the
    sources are those that the stored zones were built from. What only a checkout can check, such as the distances of
    the limits, is in geodata/build/zones/check.py.
    """
    try:
        zones = load_zones()
    except TrackerError as error:
        return [str(error)]
    return [
        *_table_problems(zones),
        *_law_problems(zones),
        *_feature_problems(zones),
        *_period_problems(zones),
        *_geometry_problems(zones),
        *_build_problems(zones),
    ]


def _table_problems(zones: pd.DataFrame) -> Iterator[str]:
    kinds = geodata.rows_by("zone_kinds", "kind")
    for zone in zones.itertuples():
        if zone.kind not in kinds:
            yield f"zone {zone.id}: kind {zone.kind!r} is not known; use one of {', '.join(sorted(kinds))}"
        if zone.status not in STATUSES:
            yield f"zone {zone.id}: status {zone.status!r} is not known; use one of {', '.join(STATUSES)}"
        if zone.certainty not in ("", "possible_only"):
            yield f"zone {zone.id}: certainty {zone.certainty!r} is not known; use possible_only, or leave it empty"
        wrong = [code for code in split_list(zone.claimants) if not _ISO2.fullmatch(code)]
        if wrong:
            yield f"zone {zone.id}: claimant {wrong[0]!r} is not an ISO 3166-1 code; use two letters, such as PH"
        if zone.earlier not in ("", "not traced"):
            yield f"zone {zone.id}: earlier {zone.earlier!r} is not known; use 'not traced', or leave it empty"
        if zone.valid_from and zone.valid_to and last_day(zone.valid_to) < first_day(zone.valid_from):
            yield f"zone {zone.id}: valid_to {zone.valid_to} is before valid_from {zone.valid_from}; correct one"
        if not zone.membership_band_nm >= 0:
            yield f"zone {zone.id}: membership_band_nm {zone.membership_band_nm} is not valid; use a distance in nm"
        empty = [name for name in ("name", "citation") if not getattr(zone, name)]
        if empty:
            yield f"zone {zone.id}: {empty[0]} is empty; every zone needs a name and a citation"


def _law_problems(zones: pd.DataFrame) -> Iterator[str]:
    """Yield problems of law: unknown cuts, boundaries without a day in force, rules without a source, and overlaps."""
    own = set(geodata.read_csv(geodata.shipped("zones/zones.csv"))["id"])
    ours = zones[[zone in own and not overlaid(zone) for zone in zones["id"]]]
    agreements = {*zones.loc[zones["kind"].isin(_LINES), "id"]}
    agreements |= {row["id"] for row in geodata.rows("undrawn_zones") if row["kind"] in _LINES}
    laws = {row["state"] for row in geodata.rows("extent_rules") if row["effect"] == "median"}
    for zone in ours.itertuples():
        if zone.read not in READ:
            yield f"zone {zone.id}: read {zone.read!r} is not known; use one of {', '.join(READ)}"
        for cut in split_list(zone.cut_by):
            if cut not in agreements | laws:
                yield f"zone {zone.id}: cut_by {cut!r} is not a known agreement or law; name one, or leave it empty"
        if zone.kind in _LINES and "in force" not in zone.legal_basis and not zone.certain_from:
            yield f"zone {zone.id}: the day of entry into force is missing; add it to legal_basis, or set certain_from"
    yield from _rule_problems()
    yield from _overlaps(ours)


def _rule_problems() -> Iterator[str]:
    """Yield problems in extent_rules.csv (no source, unknown effect), and belts that kinds.csv words as claims."""
    for row in geodata.rows("extent_rules"):
        if not row["source"]:
            yield f"extent_rules.csv: {row['state']}, {row['law']}: the source is empty; name it, or write 'not found'"
        if row["effect"] not in EFFECTS:
            allowed = ", ".join(filter(None, EFFECTS))
            yield f"extent_rules.csv: {row['state']}: effect {row['effect']!r} is not known; use one of {allowed}"
    for row in geodata.rows("zone_kinds"):
        if row["belt"] and "claim" in f"{row['words']} {row['plain']}":
            yield f"kinds.csv: {row['kind']}: a belt is a distance; remove 'claim' from the columns words and plain"


def _overlaps(zones: pd.DataFrame) -> Iterator[str]:
    """Yield a problem for each 200-nm zone that extends beyond an agreed line that should end it."""
    shapes = zones.set_index("id").geometry
    for side in zones[zones["kind"] == "agreed_side"].itertuples():
        line = shapes.get(side.cut_by)  # the line of the letters of 2009 has no points
        near = side.geometry if line is None else shapely.buffer(line, _ABREAST, cap_style="flat")
        beyond = shapely.intersection(side.geometry, near)
        for zone in zones[(zones["valid_to"] == "") & (zones["kind"] == "eez")].itertuples():
            cut = side.cut_by in split_list(zone.cut_by) and zone.claimants != side.claimants
            if cut and shapely.area(shapely.intersection(zone.geometry, beyond)) > _SPECK:
                yield f"zone {zone.id} extends across the agreed line {side.cut_by}; cut its geometry at that line"


def _feature_problems(zones: pd.DataFrame) -> Iterator[str]:
    known_features = set(geodata.table("features")["id"])
    for zone in zones[zones["feature_id"] != ""].itertuples():
        if zone.feature_id not in known_features:
            yield f"zone {zone.id}: feature {zone.feature_id!r} is not in the gazetteer"
    for name in ("feature_claims", "award_status"):
        lost = sorted(set(geodata.table(name)["feature_id"]) - known_features)
        yield from (f"{name}.csv: feature {feature!r} is not in the gazetteer" for feature in lost)
    claims = geodata.table("feature_claims")
    for row in claims[~claims["role"].isin(["claims", "holds"]) | (claims["source"] == "")].itertuples():
        yield f"feature_claims.csv: {row.feature_id}, {row.country}: needs a role (claims or holds) and a source"
    undated = claims[(claims["role"] == "claims") & (claims["claimed_since"] == "") & (claims["first_text"] == "")]
    for row in undated.itertuples():
        yield f"feature_claims.csv: {row.feature_id}, {row.country}: a claim needs claimed_since or first_text"
    for row in claims[["feature_id", "claimed_since", "first_text", "until"]].itertuples(index=False):
        for date in (row.claimed_since, row.first_text, row.until):
            if date and not is_partial_date(date):
                yield f"feature_claims.csv: {row.feature_id}: {date!r} is not YYYY-MM-DD, YYYY-MM or YYYY"


def _period_problems(zones: pd.DataFrame) -> Iterator[str]:
    for row in geodata.table("zone_periods").itertuples():
        if row.zone_id not in set(zones["id"]):
            yield f"zone_periods.csv: zone {row.zone_id!r} does not exist"
        if not (is_partial_date(row.valid_from) and is_partial_date(row.valid_to) and row.source):
            yield f"zone_periods.csv: {row.zone_id} {row.valid_from}: needs two dates and a source"


def _geometry_problems(zones: pd.DataFrame) -> Iterator[str]:
    region = shapely.box(*REGION)
    wanted = geodata.values_by("zone_kinds", "kind", "geometry")
    for zone in zones.itertuples():
        shape = zone.geometry
        if shape is None or shape.is_empty:
            yield f"zone {zone.id}: the geometry is missing; run scs-tracker zones build"
            continue
        if not shape.is_valid:
            yield f"zone {zone.id}: its geometry is not valid: {shapely.is_valid_reason(shape)}"
        if wanted.get(zone.kind, "any") not in ("any", "line" if shapely.get_dimensions(shape) == 1 else "area"):
            yield f"zone {zone.id}: a {zone.kind} cannot be a {shape.geom_type}; use {wanted[zone.kind]} geometry"
        if not shapely.covers(region, shape):
            yield f"zone {zone.id}: it extends beyond the region (longitude 98 to 128, latitude -4 to 27); cut it there"
        points = shapely.get_coordinates(shape)
        if not np.allclose(points, np.round(points / PRECISION) * PRECISION, rtol=0, atol=1e-9):
            yield f"zone {zone.id}: its coordinates are not rounded to {PRECISION:.0e} degrees"


def _build_problems(zones: pd.DataFrame) -> Iterator[str]:
    """Yield a problem for each zone that differs from build_report.csv and each source changed since the build."""
    report = geodata.read_csv(geodata.shipped("zones/build_report.csv")).set_index("id")
    ours = set(geodata.read_csv(geodata.shipped("zones/zones.csv"))["id"])
    if set(report.index) != ours:
        yield f"zones.csv and build_report.csv differ in {min(set(report.index) ^ ours)}; run zones build"
        return
    changed = changed_inputs()
    yield from (f"{name} has changed since the zones were built; run scs-tracker zones build" for name in changed)
    for zone in zones[zones["id"].isin(ours)].itertuples():
        vertices = int(shapely.get_num_coordinates(zone.geometry))
        if str(vertices) != report.loc[zone.id, "vertices"] and not overlaid(zone.id):
            yield f"zone {zone.id}: {vertices} vertices, but the build reported {report.loc[zone.id, 'vertices']}"


def overlaid(zone_id: str) -> bool:
    """Return True if the user's overlay has a zone of this id, which replaces the shipped one."""
    overlay = geodata.overlay()
    return overlay is not None and (overlay / "zones" / "added" / f"{zone_id}.parquet").exists()
