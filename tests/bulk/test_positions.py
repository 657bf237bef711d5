"""The function on frames: equal to classify(), and clear about what is no position."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scs_tracker as scs
from scs_tracker import geodata
from scs_tracker.bulk.checking import REASONS, check_positions
from scs_tracker.bulk.columns import parse_columns
from scs_tracker.bulk.placing import NEAREST_WITHIN_NM, nearest_features_within
from scs_tracker.bulk.positions import position_rejects
from scs_tracker.bulk.vessels import flags_of, read_vessels
from scs_tracker.errors import TableError, TrackerError, UsageError
from scs_tracker.zones.coast import feature_points
from scs_tracker.zones.limits import GEOD

if TYPE_CHECKING:
    from pathlib import Path

ROW = {"mmsi": 412000001, "time": "2024-06-17T05:00:00Z", "lat": 15.15, "lon": 117.76}


def frame_of(*changes: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([ROW | change for change in changes])


def test_positions_stand_as_classify_says(fleet: pd.DataFrame) -> None:
    found = scs.classify_positions(fleet)
    days = found["time"].dt.strftime("%Y-%m-%d")
    expected = scs.classify(pd.DataFrame({"lat": found["lat"], "lon": found["lon"], "date_start": days}))
    for column in ("zones", "zones_possible"):
        assert found[column].astype(str).tolist() == expected[column].tolist()
    near = expected["nearest_feature_nm"] <= NEAREST_WITHIN_NM
    assert 0.1 < near.mean() < 0.98
    assert found["nearest_feature"].astype(str).tolist() == expected["nearest_feature"].where(near, "").tolist()
    assert np.allclose(found["nearest_feature_nm"], expected["nearest_feature_nm"].where(near), equal_nan=True)


def test_zones_are_those_of_the_utc_day() -> None:
    times = ["2024-11-10T00:30+08:00", "2024-11-10T00:30Z"]
    found = scs.classify_positions(frame_of(*({"time": time} for time in times)))
    held = [zones.split(";") for zones in found["zones"]]
    assert ["cn-scarborough-internal" in zones for zones in held] == [False, True]


def test_the_nearest_feature_is_the_nearest_of_all_by_geodesics() -> None:
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(111, 118, 300), rng.uniform(6, 17, 300)
    number, distance = nearest_features_within(lon, lat)
    ids, east, north = feature_points()
    metres = np.array(
        [GEOD.inv(np.full(ids.size, x), np.full(ids.size, y), east, north)[2] for x, y in zip(lon, lat, strict=True)]
    )
    miles = metres / 1852
    close = miles.min(axis=1) <= NEAREST_WITHIN_NM
    assert 30 < close.sum() < 270
    assert np.array_equal(np.where(close, miles.argmin(axis=1), -1), number)
    assert np.allclose(distance[close], miles.min(axis=1)[close], atol=6e-4)
    assert np.isnan(distance[~close]).all()


def test_duplicates_are_kept_once_and_counted(fleet: pd.DataFrame) -> None:
    found = scs.classify_positions(fleet)
    assert found.attrs["duplicates"] == 200
    assert len(found) == 3_000
    assert found.index.tolist() == list(range(3_000))


def test_rows_that_differ_in_any_column_are_both_kept() -> None:
    found = scs.classify_positions(frame_of({"sog": 1.0}, {"sog": 1.5}, {"sog": 1.0}))
    assert found["sog"].tolist() == [1.0, 1.5]


def test_other_columns_stay_and_those_of_our_names_move_aside() -> None:
    found = scs.classify_positions(frame_of({"zones": "theirs", "flag": "PA", "tags": ["a", "b"]}))
    assert found.loc[0, ["zones_given", "flag_given", "flag"]].tolist() == ["theirs", "PA", "CN"]
    assert found.loc[0, "tags"] == ["a", "b"]


BAD = [
    ({"mmsi": None}, "mmsi missing"),
    ({"mmsi": "x12"}, "mmsi not a number of up to nine digits"),
    ({"mmsi": 4120000010}, "mmsi not a number of up to nine digits"),
    ({"mmsi": 412.5}, "mmsi not a number of up to nine digits"),
    ({"mmsi": "4.12E+08"}, "mmsi not a number of up to nine digits"),
    ({"time": None}, "time missing"),
    ({"time": " "}, "time missing"),
    ({"time": "yesterday"}, "time not a date and time"),
    ({"time": "now"}, "time not a date and time"),
    ({"time": "2024-06"}, "time not a date and time"),
    ({"time": "0000-01-01"}, "time not a date and time"),
    ({"time": "9999-12-31T23:59:59-10:00"}, "time not a date and time"),
    ({"time": "1718600000"}, "time a number without a unit"),
    ({"time": 1718600000}, "time a number without a unit"),
    ({"time": "2024"}, "time a number without a unit"),
    ({"lat": float("nan")}, "lat missing"),
    ({"lat": 91}, "lat out of range"),
    ({"lat": "north"}, "lat not a number"),
    ({"lat": True}, "lat not a number"),
    ({"lon": 181}, "lon out of range"),
    ({"lon": float("inf")}, "lon out of range"),
    ({"lon": ""}, "lon missing"),
    ({"lon": [1, 2]}, "lon not a number"),
    ({"lat": 91, "lon": 181}, "lat out of range;lon out of range"),
]


@pytest.mark.parametrize(("change", "reason"), BAD, ids=[str(change) for change, _ in BAD])
def test_what_is_no_position_is_set_aside_with_its_reason(change: dict[str, object], reason: str) -> None:
    frame = frame_of({}, change)
    with pytest.warns(UserWarning, match="1 of 2 rows are not valid positions"):
        found = scs.classify_positions(frame)
    assert len(found) == 1
    assert position_rejects(frame)["reason"].tolist() == [reason]


def test_every_reason_is_reached_by_a_test() -> None:
    assert set(REASONS) == {part for _, reason in BAD for part in reason.split(";")}


@pytest.mark.parametrize(
    ("time", "naive"),
    [
        ("2024-06-17T05:00:00Z", 0),
        ("2024-06-17 05:00:00+00:00", 0),
        ("2024-06-17T13:00:00+0800", 0),
        ("2024-06-17T05:00:00", 1),
        ("2024-06-17 05:00", 1),
        ("2024-06-17T13+08", 0),
        ("2024-06-17 05:00:00 UTC", 0),
        (pd.Timestamp("2024-06-17T05:00"), 1),
        (pd.Timestamp("2024-06-17T13:00", tz="Asia/Manila"), 0),
    ],
)
def test_a_time_without_zone_is_utc_with_a_warning(time: object, naive: int) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = scs.classify_positions(frame_of({"time": time}))
    assert found.loc[0, "time"] == pd.Timestamp("2024-06-17T05:00Z")
    assert [str(one.message) for one in caught if "read as UTC" in str(one.message)] == (
        ["1 times have no time zone and were read as UTC"] if naive else []
    )


def test_a_bare_day_is_its_first_instant_in_utc() -> None:
    with pytest.warns(UserWarning, match="1 times have no time zone"):
        found = scs.classify_positions(frame_of({"time": "2024-06-17"}))
    assert found.loc[0, "time"] == pd.Timestamp("2024-06-17T00:00Z")


cells = st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=12), st.booleans(), st.lists(st.integers()))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=8))
def test_any_cells_are_either_a_position_or_have_a_reason(rows: list[tuple[object, ...]]) -> None:
    frame = pd.DataFrame(rows, columns=["mmsi", "time", "lat", "lon"], dtype=object)
    checked = check_positions(*(frame[name] for name in frame.columns))
    good = checked.good
    assert ((np.abs(checked.lat[good]) <= 90) & (np.abs(checked.lon[good]) <= 180)).all()
    assert not np.isnat(checked.time[good]).any()
    assert ((checked.mmsi[good] >= 0) & (checked.mmsi[good] <= 999_999_999)).all()
    assert [bool(reason) for reason in checked.reasons()] == (~good).tolist()
    for row in range(len(frame)):
        alone = check_positions(*(frame[name].iloc[[row]] for name in frame.columns))
        assert alone.faults[0] == checked.faults[row]


def test_half_a_character_in_a_frame_is_no_failure() -> None:
    frame = pd.DataFrame([ROW, ROW | {"time": "\ud800", "name": "\ud800"}], dtype=object)
    assert position_rejects(frame)["reason"].tolist() == ["time not a date and time"]
    vessels = pd.DataFrame({"mmsi": ["412000001", None], "name": [None, "\ud800"], "actor": "CN-CCG"}, dtype=object)
    assert scs.classify_positions(frame.iloc[:1], vessels=vessels).loc[0, "actor"] == "CN-CCG"


# columns


def test_columns_are_named_by_a_mapping() -> None:
    frame = frame_of({}).rename(columns={"mmsi": "MMSI", "time": "BaseDateTime", "lat": "LAT", "lon": "LON"})
    columns = parse_columns("mmsi=MMSI,time=BaseDateTime,lat=LAT,lon=LON")
    assert list(scs.classify_positions(frame, columns=columns).columns[:4]) == ["mmsi", "time", "lat", "lon"]


def test_usual_headings_need_no_mapping() -> None:
    frame = frame_of({}).rename(columns={"mmsi": "MMSI", "time": "BaseDateTime", "lat": "LAT", "lon": "LON"})
    assert list(scs.classify_positions(frame).columns[:4]) == ["mmsi", "time", "lat", "lon"]


def test_missing_columns_are_named_with_what_may_be_meant() -> None:
    frame = frame_of({}).rename(columns={"mmsi": "ship", "time": "t", "lon": "longitud"})
    said = "no columns 'mmsi' and 'time' and 'lon'.*did you mean time=t,lon=longitud"
    with pytest.raises(TrackerError, match=said):
        scs.classify_positions(frame)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("time", "'time' does not have the form OURS=THEIRS"),
        ("tme=t", "did you mean time"),
        ("lat=x,lon=x", "'x' cannot be both lat and lon"),
        ("speed=sog", "use one of mmsi, time, lat, lon, imo, name"),
    ],
)
def test_a_wrong_mapping_is_one_clear_sentence(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_columns(text)


def test_a_column_that_is_mapped_and_missing_is_an_error() -> None:
    with pytest.raises(TrackerError, match="no column 'IMO'"):
        scs.classify_positions(frame_of({}), columns={"imo": "IMO"})


# vessels


def test_vessels_of_the_list_get_their_actor_and_others_stay_unknown(fleet: pd.DataFrame, vessel_list: Path) -> None:
    found = scs.classify_positions(fleet, vessels=vessel_list)
    actor, named = found["actor"].astype(str), found["name"].str.upper() == "HAI XUN 01"
    coast_guard = found["mmsi"] == 412000001
    assert set(actor[coast_guard & ~named]) == {"CN-CCG"}
    assert set(actor[named & ~found["mmsi"].isin([412000001, 548000003])]) == {"CN-MSA"}
    assert set(actor[~named & ~found["mmsi"].isin([412000001, 548000003])]) == {""}


def test_a_vessel_that_the_list_gives_to_two_actors_is_given_to_none(fleet: pd.DataFrame, vessel_list: Path) -> None:
    found = scs.classify_positions(fleet, vessels=vessel_list)
    torn = (found["name"] == "HAI XUN 01") & found["mmsi"].isin([412000001, 548000003])
    assert torn.sum() == found.attrs["contradictory_vessels"] > 50
    assert set(found.loc[torn, "actor"].astype(str)) == {""}


def test_an_imo_number_is_found_with_or_without_its_letters() -> None:
    vessels = pd.DataFrame({"imo": ["IMO 9074729"], "actor": ["VN-VCG"]})
    numbers = ({"imo": value} for value in (9074729, "IMO9074729", "9074729", 9074729.0, "9074720", None))
    found = scs.classify_positions(frame_of(*numbers).assign(sog=range(6)), vessels=vessels)
    assert found["actor"].astype(str).tolist() == ["VN-VCG"] * 4 + ["", ""]


def test_all_problems_of_a_list_come_at_once(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "mmsi,imo,name,actor\n41200000,,,CN-CCG\n412000001,123,,CN-CCG\n412000001,,,PH-PCG\n,,,CN-CCG\n1,,,XX-YYY\n",
        encoding="utf-8",
    )
    with pytest.raises(TableError) as caught:
        read_vessels(file)
    told = str(caught.value)
    for part in (
        "row 2, column mmsi: '41200000'", "row 3, column imo: '123'", "row 4, column mmsi: '412000001'",
        "row 3 assigns it to CN-CCG", "row 5: ''", "row 6, column actor: 'XX-YYY'",
    ):  # fmt: skip
        assert part in told


def test_a_list_without_actors_says_what_it_needs() -> None:
    with pytest.raises(TrackerError, match="has the columns mmsi; it needs a column actor"):
        read_vessels(pd.DataFrame({"mmsi": ["412000001"]}))


def test_flags_are_those_of_ship_stations_alone() -> None:
    mmsi = np.array([412000001, 413999999, 548000001, 574000001, 416000001, 4120001, 111412001, 974412001, 799000001])
    number, flags = flags_of(mmsi)
    assert [flags[code] for code in number] == ["CN", "CN", "PH", "VN", "TW", "", "", "", ""]


def test_the_table_of_flags_knows_the_states_of_this_sea_and_one_administration_a_number() -> None:
    table = geodata.table("mids")
    assert table["mid"].is_unique
    assert table["mid"].str.fullmatch("[2-7][0-9]{2}").all()
    assert table["country"].str.fullmatch("[A-Z]{2}").all()
    assert {"BN", "CN", "ID", "MY", "PH", "TW", "VN", "JP", "US"} <= set(table["country"])
