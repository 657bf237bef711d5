"""One place: the shape of the answer, and the errors that a person reads."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from scs_tracker import geodata
from scs_tracker.cli.tables import locate_table
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.sentences.classification import locate
from scs_tracker.zones import add_zone


def ids(answer: dict, membership: str) -> set[str]:
    return {zone["id"] for zone in answer["zones"] if zone["membership"] == membership}


def test_the_answer_has_the_shape_of_the_contract_and_is_json() -> None:
    answer = json.loads(json.dumps(locate(9.74, 115.87, date="2024-06-17")))
    assert set(answer) == {
        "claims", "within_200nm", "settled",
        "zones", "nearest_feature", "nearest_coast", "baselines_nm", "standing", "details", "plain", "untraced",
    }  # fmt: skip
    assert set(answer["nearest_feature"]) == {"id", "distance_nm", "award_2016"}
    assert set(answer["nearest_coast"]) == {"iso2", "distance_nm"}
    assert all(set(zone) == {"id", "claimants", "kind", "membership", "share"} for zone in answer["zones"])
    assert answer["nearest_feature"]["id"] == "second-thomas-shoal"
    assert answer["nearest_feature"]["award_2016"] == "low_tide_elevation"
    assert answer["nearest_coast"]["iso2"] == "PH"
    assert sorted(answer["baselines_nm"]) == ["BN", "CN", "ID", "MY", "PH", "TW", "VN"]


def test_claimants_are_a_list() -> None:
    zones = {zone["id"]: zone for zone in locate(15.15, 117.76, date="2024")["zones"]}
    assert zones["ts-scarborough-shoal"]["claimants"] == ["CN", "PH", "TW"]
    assert zones["ph-eez"]["kind"] == "eez"


def test_a_zone_is_absent_the_day_before_it_begins() -> None:
    before, after = (locate(15.15, 117.76, date=day) for day in ("2024-11-09", "2024-11-10"))
    assert "cn-scarborough-internal" not in ids(before, "certain") | ids(before, "possible")
    assert "cn-scarborough-internal" in ids(after, "certain")


def test_a_date_may_be_a_day_of_the_calendar_and_none_is_today() -> None:
    assert locate(15.15, 117.76, date=dt.date(2024, 11, 10)) == locate(15.15, 117.76, date="2024-11-10")
    assert "cn-scarborough-internal" in ids(locate(15.15, 117.76), "certain")


def test_a_radius_gives_shares() -> None:
    zones = {zone["id"]: zone for zone in locate(15.15, 117.76, date="2024-12-01", radius_km=60)["zones"]}
    assert zones["cn-scarborough-internal"]["membership"] == "possible"
    assert 0 < zones["cn-scarborough-internal"]["share"] < 0.05
    assert zones["ph-eez"]["share"] == 1


def test_land_is_said() -> None:
    answer = locate(14.6, 121.0, date="2024")
    assert "land" in ids(answer, "certain")
    assert answer["standing"].startswith("On land")


def test_outside_the_region_the_answer_is_empty_and_clear() -> None:
    answer = locate(35.0, 139.0)
    assert answer["zones"] == []
    assert answer["nearest_feature"] is None
    assert answer["nearest_coast"] is None
    assert answer["baselines_nm"] == {}
    assert answer["standing"].startswith("Outside the covered region (98-128°E, 4°S-27°N)")


@pytest.mark.parametrize(("lat", "lon"), [(-4.0, 98.0), (27.0, 128.0), (-4.0, 128.0), (27.0, 98.0)])
def test_the_corners_of_the_region_are_inside_it(lat: float, lon: float) -> None:
    assert not locate(lat, lon, date="2024", radius_km=5)["standing"].startswith("Outside the region")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ({"lat": 95, "lon": 117}, "latitude 95 does not exist; a latitude is -90 to 90"),
        ({"lat": 117, "lon": 15}, "looks swapped: try lat 15, lon 117"),
        ({"lat": 15, "lon": 217}, "longitude 217 does not exist"),
        ({"lat": float("nan"), "lon": 117}, "is not a position"),
        ({"lat": float("inf"), "lon": 117}, "is not a position"),
        ({"lat": 15, "lon": 117, "date": "yesterday"}, "'yesterday' is not a valid date; use YYYY-MM-DD"),
        ({"lat": 15, "lon": 117, "date": "2023-02-30"}, "not a valid date"),
        ({"lat": 15, "lon": 117, "radius_km": -1}, "radius of -1 km"),
        ({"lat": 15, "lon": 117, "radius_km": float("nan")}, "radius of nan km"),
        ({"lat": 15, "lon": 117, "radius_km": 1e6}, "use 0 to 2000"),
    ],
)
def test_what_cannot_be_right_is_one_clear_sentence(call: dict, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        locate(**call)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("rows", ["15.1,117.7,2024,\n15.2,117.7,2024,\n", "16.1,15.1,117.7,2024\n"])
def test_rows_longer_than_their_header_are_refused_and_never_shifted(tmp_path: Path, rows: str) -> None:
    (tmp_path / "in.csv").write_text(f"lat,lon,date\n{rows}", encoding="utf-8")
    with pytest.raises(TrackerError, match="rows with more cells than its header"):
        locate_table(tmp_path / "in.csv", out=tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_the_command_prints_the_sentence_then_plain_words_and_the_list() -> None:
    from typer.testing import CliRunner

    from scs_tracker.cli.app import app

    answer = locate(15.15, 117.76, date="2024-06-17")
    printed = CliRunner().invoke(app, ["locate", "15.15", "117.76", "--date", "2024-06-17"]).stdout.splitlines()
    assert printed[0] == answer["standing"]
    assert printed[1] == f"In plain words: {answer['plain']}"
    assert printed[2 : 2 + len(answer["details"])] == [f"  - {detail}" for detail in answer["details"]]
    assert answer["details"]


def test_the_hours_of_a_closure_area_are_said_on_its_days_alone(tmp_path):
    file = tmp_path / "box.geojson"
    file.write_text('{"type": "Polygon", "coordinates": [[[110,18],[110.5,18],[110.5,18.5],[110,18.5],[110,18]]]}')
    facts = {
        "id": "drill", "claimants": "CN", "kind": "exercise_area", "citation": "a warning", "name": "closure area D",
        "valid_from": "2024-12-16", "valid_to": "2024-12-18", "hours": "18:00-20:00;22:00-24:00",
    }  # fmt: skip
    geodata.configure(tmp_path / "own")
    try:
        with pytest.raises(UsageError, match="hours '18-20' are not times of day"):
            add_zone(file, facts | {"hours": "18-20"})
        add_zone(file, facts)
        told = "closure area D, 18:00 to 20:00 and 22:00 to 24:00 each day"
        assert told in locate(18.2, 110.2, date="2024-12-17")["standing"]
        assert told not in locate(18.2, 110.2, date="2024-12-19")["standing"]
    finally:
        geodata.configure(None)


def test_a_row_of_the_award_without_a_code_is_no_finding() -> None:
    names = [row["feature_id"] for row in geodata.rows("award_status") if not row["code"]]
    assert names
    for name in names:
        row = geodata.rows_by("features", "id")[name]
        near = locate(float(row["lat"]), float(row["lon"]), date="2024")["nearest_feature"]
        assert (near["id"], near["award_2016"]) == (name, "")
