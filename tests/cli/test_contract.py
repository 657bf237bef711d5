"""What a program that calls scs-tracker relies on: keys of JSON answers, exit codes, and nothing half-written."""

from __future__ import annotations

import csv
import json

import pytest

from scs_tracker.zones import check

LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"
PLACED = {"status", "lat", "lon", "radius_km", "method", "feature", "matched", "alternatives", "reason"}
FOUND = {
    "date_start", "date_end", "types", "initiators", "targets", "initiator_units", "target_units", "place",
    "location_text", "lat", "lon", "radius_km", "acts", "accounts", "confidence", "evidence",
}  # fmt: skip
ARTICLE = (
    "MANILA, June 18, 2024 - The Philippine Coast Guard said that China Coast Guard vessel 5203 fired water cannon at "
    "BRP Cabra near Scarborough Shoal on Monday."
)


def rows(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("text", "code", "status", "feature"),
    [
        ("10 nm E of Sabina Shoal", 0, "resolved", "sabina-shoal"),
        ("Discovery Reef", 3, "ambiguous", ""),
        ("nowhere that is known", 3, "unresolved", ""),
    ],
)
def test_geocode_a_text(call, text, code, status, feature):
    answer = call("geocode", text, "--json")
    place = json.loads(answer.out)
    assert (answer.code, place["status"], place["feature"]) == (code, status, feature)
    assert place.keys() >= PLACED
    placed = [place[name] is not None for name in ("lat", "lon", "radius_km")]
    assert placed == [status == "resolved"] * 3
    assert (len(place["alternatives"]) > 1) == (status == "ambiguous")
    assert bool(place["reason"]) == (status != "resolved")


def test_near_settles_a_shared_name(call):
    assert json.loads(call("geocode", "Discovery Reef", "--near", "16.2,111.7", "--json").out)["feature"] == (
        "discovery-reef-paracel"
    )


def test_geocode_a_table(call, tmp_path):
    table = tmp_path / "in.csv"
    table.write_text("note,where\nfirst,Sabina Shoal\nsecond,nowhere\n", encoding="utf-8")
    answer = call("geocode", "--file", "in.csv", "--column", "where", "--out", "out.csv", "--json")
    assert (answer.code, json.loads(answer.out)) == (3, {"resolved": 1, "ambiguous": 0, "unresolved": 1})
    first, second = rows(tmp_path / "out.csv")
    assert first.keys() == {"note", "where"} | PLACED
    assert (first["note"], first["feature"], second["note"], second["status"]) == (
        "first",
        "sabina-shoal",
        "second",
        "unresolved",
    )
    table.write_text("where\nSabina Shoal\n", encoding="utf-8")
    assert call("geocode", "--file", "in.csv", "--column", "where", "--out", "out.csv").code == 0


def test_locate_a_point_on_two_dates(call):
    before, after = (
        json.loads(call("locate", "15.15", "117.76", "--date", date, "--radius-km", "1", "--json").out)
        for date in ("2012-06-01", "2025-06-01")
    )
    for answer in (before, after):
        assert answer.keys() >= {"zones", "nearest_feature", "nearest_coast", "standing"}
        for zone in answer["zones"]:
            assert zone.keys() >= {"id", "claimants", "kind", "membership", "share"}
            assert zone["membership"] in {"certain", "possible"}
            assert isinstance(zone["claimants"], list)
        assert answer["nearest_feature"].keys() >= {"id", "distance_nm", "award_2016"}
        assert (answer["nearest_feature"]["id"], answer["nearest_feature"]["award_2016"]) == (
            "scarborough-shoal",
            "rock",
        )
        assert answer["nearest_coast"].keys() >= {"iso2", "distance_nm"}
        assert answer["standing"].endswith(".")
    held = [{zone["id"] for zone in answer["zones"]} for answer in (before, after)]
    assert [any("cn-scarborough" in zone for zone in one) for one in held] == [False, True]


def test_locate_a_table(call, tmp_path):
    (tmp_path / "in.csv").write_text("ship,lat,lon\nA,9.74,116.47\nB,,\n", encoding="utf-8")
    undated = call("locate", "--file", "in.csv", "--out", "out.csv")
    assert (undated.code, "--date" in undated.err, (tmp_path / "out.csv").exists()) == (2, True, False)
    answer = call("locate", "--file", "in.csv", "--out", "out.csv", "--date", "2024-06", "--json")
    assert (answer.code, json.loads(answer.out)) == (0, {"rows": 2})
    first, second = rows(tmp_path / "out.csv")
    assert first.keys() >= {"ship", "lat", "lon", "zones", "zones_possible", "nearest_feature_nm", "nearest_coast_nm"}
    assert "ph-eez" in first["zones"].split(";")
    assert (first["ship"], second["ship"], second["zones"]) == ("A", "B", "")


def test_extract_an_article(call, tmp_path):
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    answer = call("extract", "article.txt", "--published", "2024-06-18", "--json")
    assert answer.code == 0
    told = json.loads(answer.out)
    assert told.keys() >= {"incidents", "background", "events"}
    (incident,) = told["incidents"]
    assert incident.keys() >= FOUND
    assert (incident["date_start"], incident["types"], incident["initiators"]) == (
        "2024-06-17",
        ["water_cannon"],
        ["CN-CCG"],
    )
    (span,) = incident["evidence"]
    assert "fired water cannon" in ARTICLE[span["start"] : span["end"]]


def test_the_answers_of_the_ledger(call, incident_file):
    file = incident_file({LASER: {}, BATTLE: {}})
    counts = json.loads(call("import", str(file), "--json").out)
    assert {name: counts[name] for name in ("read", "added", "updated", "unchanged", "linked", "quarantined")} == {
        "read": 2, "added": 2, "updated": 0, "unchanged": 0, "linked": 0, "quarantined": 0,
    }  # fmt: skip
    assert call("retract", LASER, "--reason", "a slip").code == 0
    history = json.loads(call("history", LASER, "--json").out)
    assert [row["reason"] for row in history["revisions"]] == ["first report", "a slip"]
    changes = json.loads(call("changes", "--since", "run:1", "--json").out)
    assert [(row["incident_id"], row["field"], row["old"], row["new"]) for row in changes] == [
        (LASER, "status", "accepted", "retracted")
    ]
    assert json.loads(call("review", "--json").out).keys() >= {"pairs", "proposed"}
    doctor = call("doctor", "--json")
    assert (doctor.code, json.loads(doctor.out)["ready"]) == (0, True)
    assert json.loads(call("refresh", "--json").out)["moved"] == 0


def test_what_was_decided_is_told_as_json(call, incident_file):
    call("import", str(incident_file({LASER: {}, BATTLE: {}})))
    decide = ["--reason", "a test", "--json"]
    for arguments, told in (
        (("amend", LASER, "injured=2", *decide), {"id": LASER}),
        (("retract", LASER, *decide), {"id": LASER, "changed": ["status"]}),
        (("accept", LASER, *decide), {"id": LASER, "changed": ["status"]}),
        (("link", BATTLE, LASER, *decide), {"id": BATTLE, "merged": LASER}),
        (("split", BATTLE, f"incident-csv:{LASER}", *decide), {"id": BATTLE, "incidents": [LASER]}),
        (("undo", "--json"), {"action": "split"}),
        (("ledger", "forget-text", "--older-than", "1y", "--json"), {"deleted": 0}),
    ):
        answer = call(*arguments)
        assert (answer.code, answer.err) == (0, "")
        assert json.loads(answer.out).items() >= told.items()


def test_a_zone_is_geojson_and_nothing_else(call, monkeypatch):
    zone = json.loads(call("zones", "show", "cn-scarborough-ts").out)
    assert (zone["type"], zone["id"], zone["geometry"]["type"]) == ("Feature", "cn-scarborough-ts", "Polygon")
    assert zone["properties"]["valid_from"] == "2024-11-10"
    assert all(zone["properties"][name] for name in ("legal_basis", "citation", "accuracy", "licence"))
    listed = json.loads(call("zones", "list", "--json").out)
    assert "cn-scarborough-ts" in {one["id"] for one in listed}
    for name in ("_geometry_problems", "_build_problems"):  # looked at in tests/zones
        monkeypatch.setattr(check, name, lambda _zones: [])
    assert json.loads(call("zones", "check", "--json").out) == {"problems": []}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("geocode",), 2, "TEXT is missing"),
        (("geocode", "x", "--near", "9.7"), 2, "does not have the form LAT,LON"),
        (("geocode", "x", "--file", "y.csv", "--out", "z.csv"), 2, "cannot be used together"),
        (("geocode", "x", "--out", "y.csv"), 2, "--out and a single text cannot be used together"),
        (
            ("geocode", "--file", "y.csv", "--out", "z.csv", "--near", "9,116"),
            2,
            "--near and --file cannot be used together",
        ),
        (("geocode", "--file", "none.csv"), 2, "needs --out"),
        (("geocode", "--file", "none.csv", "--out", "z.csv"), 1, "none.csv does not exist"),
        (("locate", "9.7"), 2, "LAT or LON is missing"),
        (("locate", "off Zambales"), 2, "is not in decimal degrees"),
        (("locate", "9", "116", "--out", "y.csv"), 2, "--out and a single point cannot be used together"),
        (
            ("locate", "--file", "y.csv", "--out", "z.csv", "--radius-km", "5"),
            2,
            "--radius-km and --file cannot be used together",
        ),
        (("locate", "9", "116", "--file", "y.csv", "--out", "z.csv"), 2, "LAT LON and --file cannot be used together"),
        (("locate", "99", "116"), 2, "a latitude is -90 to 90"),
        (("locate", "9", "116", "--date", "2023-02-30"), 2, "is not a valid date"),
        (("locate", "9", "116", "--date", ""), 2, "--date is empty"),
        (("locate", "9", "116", "--radius-km", "-1"), 2, "is not valid"),
        (("--ledger", "sqlite://", "review"), 1, "held only in memory, so nothing would be kept; use a file"),
        (("extract", "none.txt"), 1, "none.txt does not exist"),
        (("changes", "--since", "2024"), 1, "there is no ledger"),
        (("map", "--out", "x.html"), 1, "there is no ledger"),
        (("weekly", "--week", "2024-W54", "--out", "week"), 1, "there is no ledger"),
        (("export", "x.csv"), 1, "there is no ledger"),
        (("zones", "show", "ph-eex"), 2, "did you mean ph-eez"),
        (("zones", "list", "--date", "soon"), 2, "is not a date"),
        (("places", "Nowhere Bank"), 1, "the gazetteer has no feature named"),
        (("bulk", "none.parquet", "--out", "bulk"), 1, "none.parquet does not exist"),
    ],
)
def test_a_mistake_leaves_nothing_behind(call, tmp_path, arguments, code, words):
    answer = call(*arguments)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.err
    assert answer.err.startswith("scs-tracker: ")
    assert answer.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["geocode", "locate"])
def test_a_table_is_never_written_over_the_one_that_is_read(call, tmp_path, command):
    table = tmp_path / "table.csv"
    table.write_text("location_text,lat,lon,date\nSabina Shoal,9.75,116.5,2024\n", encoding="utf-8")
    (tmp_path / "same.csv").symlink_to(table)
    for out in ("table.csv", "same.csv"):
        answer = call(command, "--file", str(table), "--out", str(tmp_path / out))
        assert (answer.code, answer.out) == (2, "")
        assert "would be overwritten; choose another file" in answer.err
    assert table.read_text(encoding="utf-8").count("\n") == 2


@pytest.mark.parametrize("how", ["option", "variable"])
def test_quiet_prints_the_answer_alone(call, monkeypatch, how):
    loud = call("geocode", "Sabina Shoal").out.splitlines()
    if how == "variable":
        monkeypatch.setenv("SCS_TRACKER_QUIET", "1")
    quiet = call(*["--quiet"] * (how == "option"), "geocode", "Sabina Shoal")
    assert len(loud) == 2
    assert quiet.out.splitlines() == loud[:1]


def test_nothing_that_steers_a_terminal_is_printed(call, incident_file):
    steering = "\x1b]0;title\x07 as told\x9b2J"
    call("import", str(incident_file({LASER: {}})))
    assert call("amend", LASER, "injured=1", "--reason", steering).code == 0
    plain, answer = call("history", LASER), call("history", LASER, "--json")
    assert "as told" in plain.out
    assert json.loads(answer.out)["revisions"][-1]["reason"] == steering
    mistake = call("history", steering)
    for one in (plain, answer, mistake):
        assert not {"\x1b", "\x07", "\x9b"} & set(one.out + one.err)
