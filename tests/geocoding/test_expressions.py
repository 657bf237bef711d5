"""The geocoder against expressions whose positions were computed without it."""

from __future__ import annotations

import csv
import statistics
from collections import Counter
from pathlib import Path

import pytest
from pyproj import Geod

from scs_tracker import geocoding, geodata, model

FILE = Path(__file__).parent / "data" / "expressions.csv"
GEOD = Geod(ellps="WGS84")
FORMS = {"coordinates", "feature", "offset", "between", "coast_distance", "area"}
LANGUAGES = {"en", "fil", "vi", "ms", "id", "zh-Hans", "zh-Hant"}


def read() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


ROWS = read()
RESOLVABLE = [row for row in ROWS if row["expected_status"] == "resolved"]
TRAPS = [row for row in ROWS if row["form"].startswith("trap_")]


def resolve(row: dict[str, str]) -> model.Position:
    near = None
    if row["near"]:
        lat, lon = row["near"].split(",")
        near = (float(lat), float(lon))
    return geocoding.resolve_text(row["text"], place=row["place"], near=near)


@pytest.fixture(scope="module")
def answers() -> list[tuple[dict[str, str], model.Position, float | None]]:
    """Every resolvable row with its answer and the distance to what was expected, in km."""
    found = []
    for row in RESOLVABLE:
        position = resolve(row)
        error = None
        if position.status == "resolved":
            error = GEOD.inv(float(row["lon"]), float(row["lat"]), position.lon, position.lat)[2] / 1000
        found.append((row, position, error))
    return found


def degrees(text: str) -> float:
    return sum(float(part) / 60**power for power, part in enumerate(text.split("-")))


def computed(how: str) -> tuple[float, float]:
    """Return the position that a derivation gives, from the gazetteer and pyproj alone."""
    features = geodata.table("features").set_index("id")
    word, *rest = how.split()
    if word == "position":
        return degrees(rest[0]), degrees(rest[1])
    lat, lon = float(features.lat[rest[0]]), float(features.lon[rest[0]])
    if word == "feature":
        return lat, lon
    if word == "offset":
        lon, lat, _ = GEOD.fwd(lon, lat, float(rest[1]), float(rest[2]) * 1000)
        return lat, lon
    assert word == "midpoint", how
    other_lat, other_lon = float(features.lat[rest[1]]), float(features.lon[rest[1]])
    azimuth, _, metres = GEOD.inv(lon, lat, other_lon, other_lat)
    lon, lat, _ = GEOD.fwd(lon, lat, azimuth, metres / 2)
    return lat, lon


def test_the_set_is_wide_enough():
    forms = Counter(row["form"] for row in RESOLVABLE)
    assert set(forms) == FORMS
    assert len(RESOLVABLE) >= 320
    assert min(forms.values()) >= 12
    assert len(TRAPS) >= 45
    assert {row["language"] for row in RESOLVABLE} == LANGUAGES
    keys = [(row["text"], row["place"], row["near"]) for row in ROWS]
    assert len(keys) == len(set(keys))
    known = {"own", *geodata.table("incidents")["id"]}
    assert {row["from"] for row in ROWS} <= known


def test_positions_follow_from_their_derivation():
    stale = []
    for row in RESOLVABLE:
        lat, lon = computed(row["how"])
        if GEOD.inv(float(row["lon"]), float(row["lat"]), lon, lat)[2] > 1:
            stale.append((row["text"], row["how"], lat, lon))
    assert stale == []


def test_resolvable_expressions_are_inside_tolerance(answers):
    missed = [
        f"{row['form']} {row['language']} {row['text']!r}: "
        + (f"{error:.1f} km off, allowed {row['tolerance_km']}" if error is not None else position.status)
        + f" (method {position.method}, feature {position.feature_id!r}, {position.reason})"
        for row, position, error in answers
        if error is None or error > float(row["tolerance_km"])
    ]
    share = 1 - len(missed) / len(answers)
    assert share >= 0.97, f"{share:.1%} of {len(answers)} inside tolerance; missed:\n" + "\n".join(missed)


@pytest.mark.parametrize("form", ["feature", "offset"])
def test_median_error_is_below_one_kilometre(answers, form):
    errors = [error for row, _, error in answers if row["form"] == form and error is not None]
    assert statistics.median(errors) < 1


def test_no_trap_is_resolved():
    fallen = [
        f"{row['form']} {row['language']} {row['text']!r}: {position.lat}, {position.lon} by {position.matched_text!r}"
        for row in TRAPS
        if (position := resolve(row)).status == "resolved"
    ]
    assert fallen == [], "resolved traps:\n" + "\n".join(fallen)


def test_traps_say_why():
    silent = [row["text"] for row in TRAPS if not resolve(row).reason]
    assert silent == []


def test_ambiguous_names_come_with_their_candidates():
    wrong = []
    for row in ROWS:
        if row["expected_status"] == "ambiguous":
            position = resolve(row)
            expected = set(row["expected_features"].split(";"))
            if position.status != "ambiguous" or not expected <= set(position.alternatives):
                wrong.append((row["text"], position.status, position.alternatives))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "least_km"),
    [
        ("8 nm from the boat that was rammed off Scarborough Shoal", 31 + 14.8),
        ("12 nm west of the tanker, which was anchored off Vung Tau", 32 + 22.2),
        ("two miles from a ship that was seen near Thitu Island", 25 + 3.2),
    ],
)
def test_a_distance_from_something_at_a_place_widens_the_disc(text: str, least_km: float) -> None:
    found = geocoding.resolve_text(text)
    assert found.status == "resolved"
    assert least_km <= (found.radius_km or 0) < least_km + 1


def test_the_distance_of_another_sentence_widens_no_disc() -> None:
    found = geocoding.resolve_text("8 nm from the boat that sank. Another was hit near Thitu Island")
    assert (found.radius_km or 0) < 26


def test_a_short_island_ends_a_sentence() -> None:
    both = geocoding.resolve_text("A boat sank off Triton I. The crew was saved near Woody Island")
    assert both.feature_id == "triton-island"


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("32 Batangas men were met 52 kilometers northwest of Bolinao", "bolinao"),
        ("海南船隊抵達美濟礁,開始捕撈", "mischief-reef"),
        ("在鶯歌海附近海域漏水", "yinggehai"),
    ],
)
def test_men_and_fleets_are_from_a_place_and_not_there(text: str, feature: str) -> None:
    assert geocoding.resolve_text(text).feature_id == feature
