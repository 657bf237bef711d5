"""The verb tracks: from files of positions to vessels, approaches, gaps, and what was set aside."""

from __future__ import annotations

import gzip
import json
import shutil

import numpy as np
import pandas as pd
import pytest
from pyais.encode import encode_dict

SHOAL = ("--place", "Scarborough Shoal", "--from", "2024-06-17")
CN, PH = 412000001, 548000002


def track(mmsi, name, lat, lon, *, north=0.0, east=0.0, minutes=range(60), start="2024-06-17T02:00:00Z"):
    """A vessel with a fix a minute, at a speed in knots."""
    first = pd.Timestamp(start)
    return pd.DataFrame(
        {
            "mmsi": mmsi,
            "time": [(first + pd.Timedelta(minutes=minute)).isoformat() for minute in minutes],
            "lat": [lat + north * minute / 3600 for minute in minutes],
            "lon": [lon + east * minute / 3600 / np.cos(np.radians(15)) for minute in minutes],
            "name": name,
        }
    )


def meeting():
    """Two vessels on one parallel towards each other, and a third one that is silent for five hours."""
    return pd.concat(
        [
            track(CN, "FIRST", 15.15, 117.70, east=6),
            track(PH, "SECOND", 15.16, 117.80, east=-6),
            track(PH + 1, "THIRD", 15.20, 117.75, minutes=(0, 1, 301, 302)),
        ]
    )


def tracks(call, *arguments):
    answer = call("tracks", *arguments, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_vessels_approaches_and_gaps(call, tmp_path):
    meeting().to_csv(tmp_path / "p.csv", index=False)
    found = tracks(call, "p.csv", *SHOAL)
    assert {vessel["mmsi"]: vessel["party"] for vessel in found["vessels"]} == {
        str(CN): "CN",
        str(PH): "PH",
        str(PH + 1): "PH",
    }
    assert {(row["a"], row["b"]) for row in found["approaches"]} == {(str(CN), str(PH)), (str(CN), str(PH + 1))}
    close = next(row for row in found["approaches"] if row["b"] == str(PH))
    assert close["nm"] == pytest.approx(0.6, abs=0.005)  # one passes north of the other by a hundredth of a degree
    assert close["at"].startswith("2024-06-17T02:29") or close["at"].startswith("2024-06-17T02:28")
    assert close["crossing_degrees"] == 180
    assert 0 < close["doubt_nm"] < 1
    assert close["minutes_within_1_nm"] == pytest.approx(2 * 0.8 / 12 * 60, abs=0.5)
    assert close["minutes_within_0.5_nm"] == 0
    where = {"start_lat": 15.2, "start_lon": 117.75, "end_lat": 15.2, "end_lon": 117.75}
    assert found["gaps"] == [
        {"mmsi": str(PH + 1), "start": "2024-06-17T02:01:00Z", "end": "2024-06-17T07:01:00Z", "hours": 5.0, "nm": 0.0}
        | where
    ]
    assert found["set_aside"] == {}
    assert "can be switched off and be forged" in found["note"]


def test_the_table_is_neutral_and_names_no_distance_finer_than_its_doubt(call, tmp_path):
    meeting().to_csv(tmp_path / "p.csv", index=False)
    answer = call("tracks", "p.csv", *SHOAL)
    assert answer.code == 0
    assert "THIRD (PH): no position for 5 h" in answer.out
    assert "0.60 ± 0." in answer.out
    assert not {"dark", "shadow", "harass"} & set(answer.out.lower().split())


def test_an_incident_gives_place_and_days(call, tmp_path):
    meeting().to_csv(tmp_path / "p.csv", index=False)
    found = tracks(call, "p.csv", "--incident", "20240617-second-thomas-rhib-boarding")
    assert (found["from"], found["to"]) == ("2024-06-16T16:00:00Z", "2024-06-17T17:00:00Z")
    assert (found["vessels"], found["elsewhere"]) == ([], 124)
    answer = call(
        "tracks", "p.csv", "--incident", "20240617-second-thomas-rhib-boarding", "--out", "s.gpkg", "--out", "s.html"
    )
    assert (answer.code, "No vessel has a position" in answer.out) == (0, True)


def test_a_vessel_list_gives_actors(call, tmp_path):
    meeting().to_csv(tmp_path / "p.csv", index=False)
    (tmp_path / "v.csv").write_text(f"mmsi,actor\n{CN},CN-CCG\n", encoding="utf-8")
    found = tracks(call, "p.csv", *SHOAL, "--vessels", "v.csv")
    assert next(vessel["actor"] for vessel in found["vessels"] if vessel["mmsi"] == str(CN)) == "CN-CCG"


BAD = {
    "mmsi missing": lambda frame: frame.assign(mmsi=frame["mmsi"].astype(object).where(frame.index > 2, None)),
    "time without a time zone": lambda frame: frame.assign(
        time=frame["time"].str[:19].where(frame.index < 3, frame["time"])
    ),
    "outside the region that scs-tracker covers": lambda frame: frame.assign(
        lat=np.where(frame["mmsi"] == PH + 1, 55.0, frame["lat"]),
        lon=np.where(frame["mmsi"] == PH + 1, 10.0, frame["lon"]),
    ),
    "impossible speed from the fixes before and after": lambda frame: pd.concat(
        [frame, track(412000009, "FAST", 15.0, 117.7, north=200)]
    ),
    "second fix in the same second": lambda frame: pd.concat(
        [frame, *[track(412000008, "MANY", 15.0 + number * 1e-9, 117.7, minutes=(0,)) for number in range(100)]]
    ),
    "in two places at once": lambda frame: pd.concat(
        [frame, *[track(412000007, "TWICE", lat, 117.7, minutes=(0,)) for lat in (15.1, 15.3)]]
    ),
    "duplicate fix": lambda frame: pd.concat([frame, frame.head(5)]),
    "lat not a number": lambda frame: frame.assign(lat=frame["lat"].astype(object).where(frame.index > 0, "north")),
    "on land, more than 3 nm from a coast": lambda frame: pd.concat(
        [
            frame,
            track(412000006, "LAND", 15.15, 117.7, minutes=(0,)),
            track(412000006, "LAND", 15.6, 120.6, minutes=(600,)),
        ]
    ),
}  # fmt: skip


@pytest.mark.parametrize("reason", BAD)
def test_what_cannot_be_is_counted_named_and_set_aside(call, tmp_path, reason):
    frame = BAD[reason](meeting().reset_index(drop=True))
    frame.to_csv(tmp_path / "p.csv", index=False)
    found = tracks(call, "p.csv", *SHOAL)
    assert set(found["set_aside"]) == {reason}
    assert found["rows"] == len(frame)
    outside = found["set_aside"].get("outside the region that scs-tracker covers", 0)
    assert found["positions"] + found["elsewhere"] + sum(found["set_aside"].values()) == len(frame), outside


def test_speeds_in_kmh_are_named_and_the_positions_stay(call, tmp_path):
    frame = meeting()
    frame["sog"] = 6 * 1.852
    frame.to_csv(tmp_path / "p.csv", index=False)
    found = tracks(call, "p.csv", *SHOAL)
    assert [reason for reason in found["set_aside"] if "km/h" in reason]
    assert found["positions"] == len(frame)


def test_local_times_need_a_zone_and_are_read_with_one(call, tmp_path):
    frame = meeting()
    frame["time"] = pd.to_datetime(frame["time"]).dt.tz_convert("Asia/Manila").dt.strftime("%Y-%m-%d %H:%M:%S")
    frame.to_csv(tmp_path / "p.csv", index=False)
    answer = call("tracks", "p.csv", *SHOAL, "--json")
    assert (answer.code, answer.out) == (1, "")
    assert "124 time without a time zone" in answer.err
    assert "--time-zone" in answer.err
    assert (
        tracks(call, "p.csv", *SHOAL, "--time-zone", "Asia/Manila")["vessels"][0]["first_seen"][:13] == "2024-06-17T02"
    )


def test_a_file_cut_short_gives_what_it_holds(call, tmp_path):
    whole = gzip.compress(pd.concat([meeting()] * 40).to_csv(index=False).encode())
    (tmp_path / "p.csv.gz").write_bytes(whole[: len(whole) // 2])
    found = tracks(call, "p.csv.gz", *SHOAL)
    assert found["positions"] > 50
    assert any("ended before the end" in reason for reason in found["set_aside"])
    plain = meeting().to_csv(index=False)
    (tmp_path / "q.csv").write_text(plain[:-30], encoding="utf-8")
    assert sum(tracks(call, "q.csv", *SHOAL)["set_aside"].values()) == 1


def test_a_line_that_is_neither_utf_8_nor_a_row_is_one_line(call, tmp_path):
    lines = meeting().to_csv(index=False).encode().splitlines(keepends=True)
    (tmp_path / "p.csv").write_bytes(b"".join([*lines[:9], b"bad \xff line,1\n", *lines[9:]]))
    answer = call("tracks", "p.csv", *SHOAL, "--json")
    found = json.loads(answer.out)
    assert (found["set_aside"], found["positions"]) == ({"wrong number of cells": 1}, 124)
    assert "Traceback" not in answer.err


PROVIDERS = {
    "marinecadastre": ("MMSI", "BaseDateTime", "LAT", "LON", "VesselName", "SOG"),
    "spire": ("mmsi", "timestamp", "latitude", "longitude", "name", "created_at"),
    "kpler": ("MMSI", "TIMESTAMP", "LAT", "LON", "SHIPNAME", "STATUS"),
    "dma": ("MMSI", "# Timestamp", "Latitude", "Longitude", "Name", "Type of mobile"),
}


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_providers_are_told_from_their_headings(call, tmp_path, provider, ending):
    frame = meeting().assign(x="")
    form = "%d/%m/%Y %H:%M:%S" if provider == "dma" else "%Y-%m-%dT%H:%M:%S"
    frame["time"] = pd.to_datetime(frame["time"]).dt.strftime(form)  # none of them writes a zone
    frame = frame.rename(
        columns=dict(zip(("mmsi", "time", "lat", "lon", "name", "x"), PROVIDERS[provider], strict=True))
    )
    if ending == ".csv":
        frame.to_csv(tmp_path / "p.csv", index=False)
    else:
        frame.to_parquet(tmp_path / "p.parquet", index=False)
    found = tracks(call, f"p{ending}", *SHOAL)
    assert (len(found["vessels"]), found["set_aside"]) == (3, {})


def test_a_track_of_one_vessel_has_its_mmsi_in_the_name_of_the_file(call, tmp_path):
    frame = track(CN, "", 15.15, 117.7, east=6).drop(columns=["mmsi", "name"]).assign(Seg_id="s", Speed=6, Course=90)
    frame = frame.rename(columns={"time": "Timestamp", "lat": "Lat", "lon": "Lon"})
    frame.to_csv(tmp_path / f"track-{CN}.csv", index=False)
    assert [vessel["mmsi"] for vessel in tracks(call, f"track-{CN}.csv", *SHOAL)["vessels"]] == [str(CN)]
    frame.to_csv(tmp_path / "track.csv", index=False)
    answer = call("tracks", "track.csv", *SHOAL)
    assert (answer.code, "no column 'mmsi'" in answer.err) == (1, True)


def sentences(frame, stamp):
    for number, row in enumerate(frame.to_dict("records")):
        seconds = int(pd.Timestamp(row["time"]).timestamp())
        told = {
            "type": 1,
            "mmsi": row["mmsi"],
            "lat": row["lat"],
            "lon": row["lon"],
            "speed": 6.0,
            "second": number % 60,
        }
        yield stamp(encode_dict(told, radio_channel="B", talker_id="AI")[0], seconds)


def tag_block(sentence, seconds):
    body = f"c:{seconds}"
    check = 0
    for character in body:
        check ^= ord(character)
    return f"\\{body}*{check:02X}\\{sentence}"


@pytest.mark.parametrize(
    "stamp",
    [
        tag_block,
        lambda sentence, seconds: f"{sentence},{seconds}",
        lambda sentence, seconds: f"{seconds} {sentence}",
        lambda sentence, seconds: f"{pd.Timestamp(seconds, unit='s').isoformat()}Z {sentence}",
    ],
)
def test_a_log_of_ais_sentences(call, tmp_path, stamp):
    lines = list(sentences(meeting(), stamp))
    name = encode_dict({"type": 5, "mmsi": CN, "shipname": "FIRST"}, radio_channel="B", talker_id="AI")
    lines += [stamp(part, 1718590000) for part in name]
    (tmp_path / "log.nmea").write_text("\n".join(lines), encoding="ascii")
    found = tracks(call, "log.nmea", *SHOAL)
    assert found["set_aside"] == {}
    assert {vessel["mmsi"]: vessel["name"] for vessel in found["vessels"]}[str(CN)] == "FIRST"
    close = next(row for row in found["approaches"] if row["b"] == str(PH))
    assert close["nm"] == pytest.approx(0.6, abs=0.01)


def test_damaged_sentences_are_counted_and_named(call, tmp_path):
    lines = list(sentences(meeting(), tag_block))
    broken = lines[0][:-2] + ("00" if lines[0][-2:] != "00" else "11")
    whole = encode_dict({"type": 5, "mmsi": CN, "shipname": "FIRST"}, radio_channel="B", talker_id="AI")
    without = next(iter(sentences(meeting(), lambda sentence, _: sentence)))
    (tmp_path / "log.txt").write_text("\n".join([*lines, broken, "no sentence", whole[0], without]), encoding="ascii")
    assert tracks(call, "log.txt", *SHOAL)["set_aside"] == {
        "NMEA checksum wrong": 1,
        "NMEA message incomplete": 1,
        "NMEA sentence damaged": 1,
        "NMEA sentence without a time": 1,
    }


def test_a_geopackage_holds_all(call, tmp_path):
    import geopandas as gpd

    frame = pd.concat([meeting(), track(412000009, "FAST", 15.0, 117.7, north=200)])
    frame.to_csv(tmp_path / "p.csv", index=False)
    tracks(call, "p.csv", *SHOAL, "--out", "scene.gpkg", "--out", "scene.json")
    sizes = {name: len(gpd.read_file(tmp_path / "scene.gpkg", layer=name))
             for name in ("tracks", "gaps", "approaches", "fixes", "set_aside")}  # fmt: skip
    assert sizes == {"tracks": 4, "gaps": 1, "approaches": 2, "fixes": 124, "set_aside": 60}
    assert json.loads((tmp_path / "scene.json").read_text(encoding="utf-8"))["rows"] == len(frame)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("p.csv",), 2, "give either --incident ID, or --place"),
        (("p.csv", "--place", "Sabina Shoal"), 2, "--place needs --from"),
        (("p.csv", "--place", "Sabina Shoal", "--from", "soon"), 2, "is not a time"),
        (("p.csv", "--place", "nowhere at all", "--from", "2024-06-17"), 1, "cannot be located"),
        (("p.csv", "--incident", "20200101-nothing"), 1, "is not in"),
        (("p.csv", *SHOAL, "--out", "x.pdf"), 2, "use .html, .gpkg or .json"),
        (("p.csv", *SHOAL, "--radius-nm", "0"), 2, "--radius-nm 0 is not allowed"),
        (("p.csv", *SHOAL, "--time-zone", "Manila"), 2, "use a name such as UTC, Asia/Manila"),
        (("none.csv", *SHOAL), 1, "none.csv does not exist"),
    ],
)
def test_a_wrong_call_is_one_sentence(call, tmp_path, arguments, code, said):
    meeting().to_csv(tmp_path / "p.csv", index=False)
    answer = call("tracks", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_close_approaches_become_leads_that_a_person_decides_on(call, tmp_path):
    from scs_tracker.desk.queue import waiting_rows
    from scs_tracker.ledger import Ledger

    frame = pd.concat([track(CN, "FIRST", 15.15, 117.70, east=6), track(PH, "SECOND", 15.151, 117.80, east=-6)])
    frame.to_csv(tmp_path / "p.csv", index=False)
    (tmp_path / "v.csv").write_text(f"mmsi,actor\n{CN},CN-CCG\n", encoding="utf-8")
    arguments = ("p.csv", *SHOAL, "--vessels", "v.csv", "--leads", "--provider", "X", "--licence", "CC BY 4.0")
    answer = call("--ledger", "sqlite:///l.db", "tracks", *arguments)
    assert answer.code == 0, answer.err
    assert "2 new leads in the review queue" in answer.out
    assert "0 new leads" in call("--ledger", "sqlite:///l.db", "tracks", *arguments).out
    with_map, presence = sorted(waiting_rows(Ledger(f"sqlite:///{tmp_path / 'l.db'}")), key=lambda row: row["why"])
    assert (with_map["kind"], presence["kind"]) == ("lead", "lead")
    assert with_map["title"].startswith("FIRST and SECOND: 0.0")
    assert with_map["at"] == (pytest.approx(15.15, abs=0.01), pytest.approx(117.75, abs=0.02))
    assert presence["title"].startswith("Positions of 1 China Coast Guard vessel within 3 nm of Scarborough Shoal")
    for row in (with_map, presence):
        assert all(
            part in row["text"] for part in ("Evidence: positions", "Provider: X", "CC BY 4.0", "SHA-256", "forged")
        )


def test_positions_become_evidence_of_an_incident_by_a_person(call, tmp_path, shipped_ledger):
    incident = "20240617-second-thomas-rhib-boarding"
    ledger = ("--ledger", f"sqlite:///{shutil.copy(shipped_ledger, tmp_path / 'l.db')}")
    ship = track(CN, "FIRST", 9.72, 115.86)
    ship.to_csv(tmp_path / "p.csv", index=False)
    (tmp_path / "v.csv").write_text(f"mmsi,actor\n{CN},CN-CCG\n", encoding="utf-8")
    leads = ("--incident", incident, "--vessels", "v.csv", "--leads", "--provider", "X", "--licence", "CC0")
    assert "1 new leads" in call(*ledger, "tracks", "p.csv", *leads).out
    for lead, of, wrong in (("lead:9", incident, "not an open lead"), ("lead:1", "20240617-x", "20240617-x"),
                            (incident, incident, "is not a lead")):  # fmt: skip
        answer = call(*ledger, "accept", lead, "--evidence-of", of)
        assert (answer.code > 0, wrong in answer.err) == (True, True)
    answer = call(*ledger, "accept", "lead:1", "--evidence-of", incident, "--by", "somebody")
    assert answer.code == 0, answer.err
    assert "not an open lead" in call(*ledger, "accept", "lead:1", "--evidence-of", incident).err
    report = call(*ledger, "weekly", "--week", "2024-W25", "--format", "md", "--out", "out")
    assert report.code == 0, report.err
    text = next((tmp_path / "out").glob("*.md")).read_text(encoding="utf-8")
    assert "Positions of 1 China Coast Guard vessel within 3 nm of" in text.replace("\\", "")
    assert "(AIS, X). AIS is incomplete and can be switched off or forged" in text.replace("\\", "")
    assert call(*ledger, "ledger", "check").code == 0


def test_evidence_of_positions_follows_an_incident_that_is_merged_and_split(call, tmp_path, shipped_ledger):
    from scs_tracker.ledger import Ledger
    from scs_tracker.ledger.worklist import accept_positions, add_leads, leads, positions_evidence

    own, other = "20240617-second-thomas-rhib-boarding", "20240519-second-thomas-medevac"
    book = Ledger(f"sqlite:///{shutil.copy(shipped_ledger, tmp_path / 'l.db')}")
    words = {"source": "positions", "language": "en", "published": "2024-06-17", "why": "presence", "text": "t"}
    add_leads(book.engine, [{**words, "address": f"geo:9,{number}", "title": f"lead {number}"} for number in (1, 2)])
    ids = {row["title"]: row["id"] for row in leads(book.engine)}
    for title, incident in (("lead 1", own), ("lead 2", other)):
        accept_positions(book.engine, ids[title], incident)

    def evidence():
        held = positions_evidence(book.engine)
        return {incident: sorted(row["title"] for row in rows) for incident, rows in held.items()}

    apart = {own: ["lead 1"], other: ["lead 2"]}
    assert evidence() == apart
    moved = [row["report"] for row in book.reports(other)]
    book.link(own, other, reason="one boarding")
    assert evidence() == {own: ["lead 1", "lead 2"]}
    book.undo()
    assert evidence() == apart
    book.link(own, other, reason="one boarding")
    book.split(own, moved, reason="two boardings")
    assert evidence() == apart
    assert call("--ledger", str(book.engine.url), "ledger", "check").code == 0


@pytest.mark.parametrize("more", [("--leads",), ("--leads", "--provider", "X"), ("--provider", "X")])
def test_a_lead_says_whose_positions_it_rests_on(call, tmp_path, more):
    meeting().to_csv(tmp_path / "p.csv", index=False)
    answer = call("tracks", "p.csv", *SHOAL, *more)
    assert (answer.code, "--licence" in answer.err) == (2, True)


def test_positions_of_long_range_are_known_to_a_tenth_of_a_minute(call, tmp_path):
    frame = meeting()
    lines = list(sentences(frame, tag_block))
    told = {"type": 27, "mmsi": CN, "lat": 15.15, "lon": 117.70, "speed": 6}
    far = tag_block(encode_dict(told, radio_channel="B", talker_id="AI")[0], 1718592000)
    (tmp_path / "log.nmea").write_text("\n".join([*lines, far]), encoding="ascii")
    assert min(row["doubt_nm"] for row in tracks(call, "log.nmea", *SHOAL)["approaches"]) >= 0.14
