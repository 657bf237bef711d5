"""Encounters over files equal those of all rows at once, whatever the parts, the workers and the cells."""

from __future__ import annotations

import itertools
import json
import math

import numpy as np
import pandas as pd
import pytest

from scs_tracker.bulk.engine import run_bulk
from scs_tracker.tracks import cleaning, encounters
from scs_tracker.tracks.encounters import encounter_analysis, joined
from scs_tracker.tracks.motion import distance, earth_centred, legs_of, overlaps

CN, PH, VN = 412000000, 548000000, 574000000


def fleet(ships=30, fixes=400, seed=1, west=117.0, south=15.0, start="2024-12-31T18:00Z"):
    """Ships of three flags that wander through half a degree over a turn of the year, with gaps and jumps."""
    rng = np.random.default_rng(seed)
    mmsi = np.repeat(np.array([CN, PH, VN])[np.arange(ships) % 3] + np.arange(ships), fixes)
    step = rng.choice([30, 60, 120, 300, 5000], p=[0.3, 0.3, 0.25, 0.145, 0.005], size=(ships, fixes))
    time = np.cumsum(step, axis=1).ravel() + rng.integers(0, 60, ships).repeat(fixes)
    way = rng.normal(0, 1, (2, ships, fixes)) * 8 / 3600 / 60 * np.minimum(step, 300)
    lat = south + rng.uniform(0, 0.5, ships)[:, None] + np.cumsum(way[0], axis=1)
    lon = west + rng.uniform(0, 0.5, ships)[:, None] + np.cumsum(way[1], axis=1)
    jump = rng.random((ships, fixes)) < 0.002
    lat = np.where(jump, lat + 2, lat)
    return pd.DataFrame(
        {
            "mmsi": mmsi,
            "time": pd.Timestamp(start) + pd.to_timedelta(time, unit="s"),
            "lat": lat.ravel(),
            "lon": (lon.ravel() + 180) % 360 - 180,
        }
    ).sample(frac=1, random_state=seed)


def brute_force(frame, within_nm, minutes):
    """Pairs and minutes from all rows at once, sampled second by second."""
    frame = frame.sort_values(["mmsi", "time", "lat", "lon"])
    seconds = frame["time"].dt.tz_localize(None).to_numpy(dtype="datetime64[us]").astype(np.int64) / 1e6
    mmsi, lat, lon = (frame[name].to_numpy() for name in ("mmsi", "lat", "lon"))
    kept = cleaning.clean(mmsi, seconds, lat, lon) == cleaning.KEPT
    mmsi, seconds, point = mmsi[kept], seconds[kept], earth_centred(lat[kept], lon[kept])
    ticks = np.arange(seconds.min(), seconds.max() + 1)
    tracks = {}
    for ship in np.unique(mmsi).tolist():
        own, where = seconds[mmsi == ship], point[mmsi == ship]
        at = np.clip(np.searchsorted(own, ticks, side="right") - 1, 0, own.size - 2)
        share = (ticks - own[at]) / (own[at + 1] - own[at])
        known = (share >= 0) & (share <= 1) & (own[at + 1] - own[at] <= 3600)
        known &= distance(where[at], where[at + 1]) <= 50 / 3600 * (own[at + 1] - own[at] + 1) + 0.011
        tracks[ship] = np.where(known[:, None], where[at] + share[:, None] * (where[at + 1] - where[at]), np.nan)
    found = {}
    for (a, one), (b, other) in itertools.combinations(tracks.items(), 2):
        if a // 1_000_000 == b // 1_000_000:
            continue
        edges = np.flatnonzero(np.diff(np.r_[False, distance(one, other) <= within_nm, False].astype(int)))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            if (last - first) / 60 >= minutes:
                found.setdefault((a, b), []).append((ticks[first], ticks[last - 1]))
    return found


def run(frame, folder, *, workers=1, within_nm=1.0, minutes=5.0, files=3):
    folder.mkdir(parents=True, exist_ok=True)
    for number, part in enumerate(np.array_split(np.arange(len(frame)), files)):
        frame.iloc[part].to_parquet(folder / f"{number}.parquet", index=False, row_group_size=900)
    counts = run_bulk(folder, folder.parent / f"{folder.name}-out", workers=workers,
                      analysis=encounter_analysis(within_nm, minutes))  # fmt: skip
    return counts, pd.read_parquet(folder.parent / f"{folder.name}-out/encounters.parquet")


@pytest.fixture
def small_parts(monkeypatch):
    from scs_tracker.bulk import inputs

    monkeypatch.setattr(inputs, "UNIT_ROWS", 900)
    monkeypatch.setattr(encounters, "PART_ROWS", 1500)


@pytest.mark.usefixtures("small_parts")
def test_encounters_equal_brute_force(tmp_path):
    frame = fleet()
    counts, table = run(frame, tmp_path / "in")
    expected = brute_force(frame, 1.0, 5.0)
    assert counts["positions"] + sum(counts["set_aside"].values()) == counts["rows"] == len(frame)
    assert counts["encounters"] == len(table) > 30
    found = {}
    for row in table.itertuples():
        found.setdefault((row.a, row.b), []).append((row.start.timestamp(), row.end.timestamp()))
    long_enough = brute_force(frame, 1.0, 5.2)  # what lasts the least time to a second may be on either side
    assert set(long_enough) <= set(found)
    assert sum(len(runs) for runs in found.values()) == pytest.approx(sum(map(len, expected.values())), abs=3)
    for pair, runs in long_enough.items():
        for start, end in runs:
            assert any(abs(one - start) <= 2 and abs(other - end) <= 2 for one, other in found[pair])


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.usefixtures("small_parts")
def test_the_answer_does_not_depend_on_parts(tmp_path, monkeypatch):
    frame = fleet(seed=2)
    _, small = run(frame, tmp_path / "in")
    monkeypatch.setattr(encounters, "PART_ROWS", 10**9)
    _, whole = run(frame, tmp_path / "again", files=1)
    pd.testing.assert_frame_equal(small, whole)
    _, two = run(frame, tmp_path / "two", workers=2)
    pd.testing.assert_frame_equal(small, two)


@pytest.mark.parametrize(("west", "south"), [(97.7, 10.0), (127.7, 26.7), (179.7, -4.3)])
def test_cells_have_a_halo(tmp_path, monkeypatch, west, south):
    """Ships that meet on the edge of a cell, at a corner, at the date line."""
    frame = fleet(seed=3, west=west, south=south, ships=12)
    _, found = run(frame, tmp_path / "in")
    monkeypatch.setattr(encounters, "_cell", lambda lat, lon: np.zeros(np.size(lat), dtype=np.int64))
    _, whole = run(frame, tmp_path / "whole")
    assert len(whole) > 2
    pd.testing.assert_frame_equal(found, whole)


def test_runs_that_touch_are_one_and_the_closest_moment_stays():
    rows = [(1, 2, 0.0, 10.5, 0.5, 0.6, 1.0), (1, 2, 10.0, 20.0, 0.2, 0.7, 11.0), (1, 2, 30.0, 40.0, 0.4, 0.5, 31.0),
            (1, 3, 0.0, 5.0, 1.0, 1.1, 1.0)]  # fmt: skip
    runs = pd.DataFrame(rows, columns=["a", "b", "start", "end", "nm", "surely_within_nm", "at"])
    both = joined([runs.sample(frac=1, random_state=1)])
    assert both[["b", "start", "end", "nm", "surely_within_nm", "at"]].values.tolist() == [
        [2, 0.0, 20.0, 0.2, 0.6, 11.0],
        [2, 30.0, 40.0, 0.4, 0.5, 31.0],
        [3, 0.0, 5.0, 1.0, 1.1, 1.0],
    ]


def test_presence_and_massing_at_a_feature(tmp_path):
    """Six ships stay at Scarborough Shoal on the last of twenty days, one on the others, one 13 nm away."""
    days = pd.date_range("2024-06-01T03:00Z", periods=20, freq="D")
    rows = [(CN + 1, day, 15.15, 117.76) for day in days] + [(PH + 9, day, 15.15, 117.76 + 13.5 / 58) for day in days]
    rows += [(CN + ship, days[-1] + pd.Timedelta(minutes=ship), 15.16, 117.77) for ship in range(2, 7)]
    frame = pd.DataFrame(rows, columns=["mmsi", "time", "lat", "lon"])
    run(frame, tmp_path / "in")
    there = pd.read_csv(tmp_path / "in-out/presence.csv")
    row = there[(there["party"] == "CN") & (there["feature"] == "scarborough-shoal")].iloc[0]
    assert (row["month"], row["ship_days"], row["days"], row["ships"]) == ("2024-06", 25, 20, 6)
    assert "PH" not in set(there["party"])
    massed = pd.read_csv(tmp_path / "in-out/massing.csv")
    massed = massed[massed["feature"] == "scarborough-shoal"]
    assert massed[["day", "ships", "most_before", "days_before", "massed"]].values.tolist() == [
        ["2024-06-20", 6, 1, 19, "yes"]
    ]


def test_the_command(call, tmp_path):
    fleet(ships=12).to_csv(tmp_path / "p.csv", index=False)
    answer = call("bulk", "p.csv", "--out", "out", "--encounters", "--minutes", "5", "--workers", "1", "--json")
    assert answer.code == 0, answer.err
    told = json.loads(answer.out)
    assert told["encounters"] == len(pd.read_csv(tmp_path / "out/encounters.csv"))
    assert told["set_aside"]["impossible speed from the fixes before and after"] > 0
    text = call("bulk", "p.csv", "--out", "out", "--encounters", "--minutes", "5", "--workers", "1")
    assert "already contains this run" in text.out
    other = call("bulk", "p.csv", "--out", "out", "--encounters", "--minutes", "6", "--workers", "1")
    assert (other.code, "the result of another run" in other.err) == (1, True)
    for wrong in (("--within-nm", "0"), ("--minutes", "-1")):
        answer = call("bulk", "p.csv", "--out", "new", "--encounters", *wrong, "--workers", "1")
        assert (answer.code, "is not allowed" in answer.err) == (2, True)
    alone = call("bulk", "p.csv", "--out", "new", "--minutes", "6")
    assert (alone.code, "needs --encounters" in alone.err) == (2, True)


def test_a_limit_of_legs_is_that_of_the_pieces():
    """What ``run`` gives for two ships is what their tracks say."""
    legs = legs_of(np.array([0, 0, 1, 1]), np.array([0.0, 3600, 0, 3600]), np.array([0, 0, 0.5 / 60, 0.5 / 60]),
                   np.array([0, 10 / 60, 10 / 60, 0]))  # fmt: skip
    minutes = sum(((leave - enter) / 60).sum() for enter, leave in
                  (some.within(1.0) for some in overlaps(legs, np.array([0, 1]), 1.0)))  # fmt: skip
    assert minutes == pytest.approx(2 * math.sqrt(0.75) / 20 * 60, rel=0.01)


def test_encounters_and_massing_beyond_the_level_become_leads(call, tmp_path):
    days = pd.date_range("2024-06-01T03:00Z", periods=20, freq="D")
    rows = [(CN + 1, day, 15.15, 117.76) for day in days]
    rows += [(CN + ship, days[-1] + pd.Timedelta(minutes=ship), 15.16, 117.77) for ship in range(2, 7)]
    hour = pd.date_range("2024-06-10T03:00Z", periods=60, freq="min")
    rows += [(ship, time, 15.15, 117.76 + (ship == PH) / 1000) for time in hour for ship in (CN + 2, PH)]
    pd.DataFrame(rows, columns=["mmsi", "time", "lat", "lon"]).to_csv(tmp_path / "p.csv", index=False)
    listed = "".join(f"{CN + ship},CN-CCG\n" for ship in range(1, 7))
    (tmp_path / "v.csv").write_text(f"mmsi,actor\n{listed}", encoding="utf-8")
    origin = ("--leads", "--provider", "X", "--licence", "own")
    verb = ("--ledger", "sqlite:///l.db", "bulk", "p.csv", "--out", "out", "--vessels", "v.csv", "--workers", "1")
    answer = call(*verb, "--encounters", *origin)
    assert answer.code == 0, answer.err
    assert "2 new leads in the review queue" in answer.out
    from scs_tracker.desk.queue import waiting_rows
    from scs_tracker.ledger import Ledger

    titles = sorted(row["title"] for row in waiting_rows(Ledger(f"sqlite:///{tmp_path / 'l.db'}")))
    assert titles[0].startswith(f"China Coast Guard vessel {CN + 2} and vessel {PH} (PH): 0.0")
    assert titles[1].startswith(
        "Positions of 6 China Coast Guard vessels within 12 nm of scarborough-shoal on 2024-06-20"
    )
