"""The engine in one process: equal to the frame's function however the rows are cut up, and stopped and gone on."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from bulk.conftest import digests, make_fleet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scs_tracker as scs
from scs_tracker.bulk import engine, inputs, job, tallies
from scs_tracker.bulk.engine import run_bulk
from scs_tracker.bulk.tallies import TALLY_COLUMNS, read_tallies, tally_positions
from scs_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces and parts so small that a test has many."""
    monkeypatch.setattr(inputs, "UNIT_ROWS", 400)
    monkeypatch.setattr(job, "BATCH_ROWS", 150)
    monkeypatch.setattr(engine, "PART_ROWS", 500)
    monkeypatch.setattr(tallies, "_HELD_ROWS", 300)


def write(frame: pd.DataFrame, file: Path, **options: Any) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(file, index=False, **options)
    return file


def positions(out: Path) -> pd.DataFrame:
    frame = pd.read_parquet(out / "positions").drop(columns="month")
    return frame.sort_values(["mmsi", "time", "lat", "lon"], ignore_index=True)


# the result


@pytest.mark.usefixtures("small_pieces")
def test_the_engine_gives_what_the_function_gives(fleet: pd.DataFrame, tmp_path: Path, vessel_list: Path) -> None:
    counts = run_bulk(write(fleet, tmp_path / "in.parquet", row_group_size=300), tmp_path / "out",
                      vessels=vessel_list, workers=1)  # fmt: skip
    expected = scs.classify_positions(fleet, vessels=vessel_list)
    ordered = expected.sort_values(["mmsi", "time", "lat", "lon"], ignore_index=True)
    found = positions(tmp_path / "out")
    assert set(found.columns) == set(ordered.columns)
    for name in found.columns:
        one, other = (
            frame[name].astype(object if name != "time" else "datetime64[us, UTC]") for frame in (found, ordered)
        )
        assert one.equals(other) or np.allclose(found[name], ordered[name], equal_nan=True), name
    assert {name: counts[name] for name in expected.attrs if name != "rejected"} == {
        name: value for name, value in expected.attrs.items() if name != "rejected"
    }
    counted = tally_positions(expected).astype(str)
    pd.testing.assert_frame_equal(read_tallies(tmp_path / "out").astype(object), counted.astype(object))
    stored = pd.read_parquet(tmp_path / "out/tallies.parquet").astype(str)
    pd.testing.assert_frame_equal(stored.astype(object), counted.astype(object))
    assert len(list((tmp_path / "out/positions").rglob("*.parquet"))) > 4


def test_tallies_equal_a_plain_count(fleet: pd.DataFrame, tmp_path: Path, vessel_list: Path) -> None:
    run_bulk(write(fleet, tmp_path / "in.parquet"), tmp_path / "out", vessels=vessel_list, workers=1)
    # vessels and days by what they were counted for, in plain Python
    ships: dict[tuple[str, ...], dict[tuple[int, str], list[str]]] = {}
    for row in positions(tmp_path / "out").to_dict("records"):
        day, at = row["time"].strftime("%Y-%m-%d"), row["time"].strftime("%Y-%m-%dT%H:%M:%SZ")
        for membership, held in (("certain", row["zones"]), ("possible", row["zones_possible"])):
            for zone in filter(None, held.split(";")):
                for by in ("flag", "actor"):
                    key = (by, row[by] or "unknown", zone, membership, day[:7])
                    ships.setdefault(key, {}).setdefault((row["mmsi"], day), []).append(at)
    expected = []
    for (*key, membership, month), days in ships.items():
        sure = ships.get((*key, "certain", month), {}) if membership == "possible" else {}
        kept = {day: times for day, times in days.items() if day not in sure}
        times = [time for day in kept.values() for time in day]
        if kept:
            numbers = (len(kept), len({day for _, day in kept}), len(times))
            expected.append((*key, membership, month, *map(str, numbers), min(times), max(times)))
    found = read_tallies(tmp_path / "out")[list(TALLY_COLUMNS[:10])]
    assert [tuple(row) for row in found.to_numpy()] == sorted(expected)
    assert len(expected) > 300


def test_days_without_any_position_are_said(tmp_path: Path) -> None:
    days = ["2024-06-02T05Z", "2024-06-03T05Z", "2024-06-30T05Z"]
    frame = pd.DataFrame({"mmsi": 412000001, "time": days, "lat": [15.15, 0.0, 0.0], "lon": [117.76, 0.0, 0.0]})
    run_bulk(write(frame, tmp_path / "in.parquet"), tmp_path / "out", workers=1)
    row = read_tallies(tmp_path / "out").iloc[0]
    assert row["days_with_data"] == "3"
    assert row["days_without_data"] == "2024-06-01;2024-06-04..2024-06-29"


CUT = make_fleet(240, seed=5)
CUT = pd.concat([CUT, CUT.iloc[:40], CUT.iloc[:10].assign(lat=95.0)], ignore_index=True)


@pytest.fixture(scope="module")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("uncut")
    run_bulk(write(CUT, folder / "in.parquet"), folder / "out", workers=1)
    return results(folder / "out")


def results(out: Path) -> dict[str, str]:
    """All files that say nothing of where a row stood."""
    return {name: digest for name, digest in digests(out).items() if name.startswith(("positions", "tallies"))}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(range(len(CUT))),
    cuts=st.lists(st.integers(1, len(CUT) - 1), max_size=4, unique=True),
    group=st.integers(7, 200),
    batch=st.integers(20, 300),
)
def test_partitioning_never_changes_the_result(
    order: list[int], cuts: list[int], group: int, batch: int, uncut: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(inputs, "UNIT_ROWS", batch)
    monkeypatch.setattr(job, "BATCH_ROWS", batch)
    folder = tmp_path_factory.mktemp("cut")
    mixed = CUT.iloc[order]
    for number, (start, stop) in enumerate(zip([0, *sorted(cuts)], [*sorted(cuts), len(CUT)], strict=True)):
        write(mixed.iloc[start:stop], folder / f"in/y={number % 2}/{number}.parquet", row_group_size=group)
    counts = run_bulk(folder / "in", folder / "out", workers=1)
    assert results(folder / "out") == uncut
    assert counts["duplicates"] == 40
    assert counts["rejected"] == {"lat out of range": 10}


def test_a_csv_gives_what_parquet_gives(fleet: pd.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    fleet.iloc[:1000].to_csv(tmp_path / "csv/a.csv", index=False)
    fleet.iloc[1000:].to_csv(tmp_path / "csv/b.csv.gz", index=False)
    text = fleet.assign(sog=fleet["sog"].astype(str), name=fleet["name"].replace("", None))
    run_bulk(tmp_path / "csv", tmp_path / "one", workers=1)
    run_bulk(write(text, tmp_path / "in.parquet"), tmp_path / "other", workers=1)
    assert results(tmp_path / "one") == results(tmp_path / "other")


def test_any_fsspec_address_is_read(fleet: pd.DataFrame, tmp_path: Path) -> None:
    import fsspec

    with fsspec.open("memory://fleet/in.parquet", "wb") as stream:
        fleet.to_parquet(stream)
    assert run_bulk("memory://fleet/*.parquet", tmp_path / "out", workers=1)["positions"] == 3_000


def test_types_that_differ_between_files_meet_as_text(tmp_path: Path) -> None:
    row = {"mmsi": 412000001, "time": "2024-06-17T05Z", "lat": "15.15", "lon": 117.76}
    write(pd.DataFrame([row | {"cargo": 5, "a": 1}]), tmp_path / "in/a.parquet")
    write(
        pd.DataFrame([row | {"mmsi": "548000001", "lat": 15.15, "cargo": "ore", "b": [1]}]), tmp_path / "in/b.parquet"
    )
    assert run_bulk(tmp_path / "in", tmp_path / "out", workers=1)["positions"] == 2
    found = positions(tmp_path / "out")
    assert found["cargo"].tolist() == ["5", "ore"]
    assert found["a"].tolist()[0] == 1
    assert pd.isna(found["a"].tolist()[1])


def test_rejects_lie_apart_with_file_row_and_reason(tmp_path: Path) -> None:
    lines = ["mmsi,time,lat,lon", "412000001,2024-06-17T05:00:00Z,91,200", "412000001,2024-06-17T05:00Z,15,117,9",
             "412000001,2024-06-17T05:00:00,15,117", ",,,"]  # fmt: skip
    (tmp_path / "in.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    counts = run_bulk(tmp_path / "in.csv", tmp_path / "out", workers=1)
    rejects = pd.read_parquet(tmp_path / "out/rejects").sort_values("reason")
    assert rejects["reason"].tolist() == [
        "lat out of range;lon out of range",
        "mmsi missing;time missing;lat missing;lon missing",
        "wrong number of cells",
    ]
    assert rejects["row"].tolist()[0] == 2
    assert rejects["lat"].tolist()[0] == "91"
    assert rejects["line"].tolist()[2] == lines[2]
    assert set(rejects["file"]) == {str(tmp_path / "in.csv")}
    assert counts["rows"] == 4 == counts["positions"] + sum(counts["rejected"].values())
    assert counts["times_taken_as_utc"] == 1


def test_spaces_around_names_and_bytes_that_are_no_text_cost_no_row(tmp_path: Path) -> None:
    lines = ["mmsi, time , lat , lon, name", "412000001, 2024-06-17T05:00:00Z , 15.15 , 117.76,Caf\xe9", "4,5"]
    (tmp_path / "in.csv").write_bytes("\n".join(lines).encode("latin-1"))
    counts = run_bulk(tmp_path / "in.csv", tmp_path / "out", workers=1)
    assert (counts["positions"], counts["rejected"]) == (1, {"wrong number of cells": 1})
    row = positions(tmp_path / "out").iloc[0]
    assert (row["lat"], row["name"], row["nearest_feature"]) == (15.15, "Caf\ufffd", "scarborough-shoal")


# damage


def test_what_is_corrupt_is_set_aside_with_its_reason(fleet: pd.DataFrame, tmp_path: Path) -> None:
    file = write(fleet, tmp_path / "in/a.parquet", row_group_size=800)
    content = bytearray(file.read_bytes())
    start = pq.ParquetFile(file).metadata.row_group(1).column(2).data_page_offset
    content[start : start + 400] = b"\xff" * 400
    file.write_bytes(content)
    (tmp_path / "in/b.parquet").write_bytes(b"PAR1 but no Parquet at all PAR1")
    (tmp_path / "in/_SUCCESS").write_text("")
    counts = run_bulk(tmp_path / "in", tmp_path / "out", workers=1)
    assert counts["rows"] == 2_400
    told = (tmp_path / "out/rejects/unreadable.txt").read_text(encoding="utf-8").splitlines()
    assert len(told) == 2 == len(counts["unreadable"])
    assert told[0].startswith(f"{tmp_path}/in/b.parquet: ")
    assert told[1].startswith(f"{tmp_path}/in/a.parquet: row group 1, from row 801 on: ")


# stopping and going on


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("stage", ["read", "parts"])
def test_a_stopped_run_goes_on_and_gives_the_same_bytes(stage: str, fleet: pd.DataFrame, tmp_path: Path) -> None:
    source = write(fleet, tmp_path / "in.parquet", row_group_size=300)
    run_bulk(source, tmp_path / "whole", workers=1)

    def stop(said: str, done: int, _: int) -> None:
        if (said, done) == (stage, 3):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_bulk(source, tmp_path / "out", workers=1, progress=stop)
    assert not (tmp_path / "out/run.json").exists()
    told: list[tuple[str, int]] = []
    run_bulk(source, tmp_path / "out", workers=1, progress=lambda said, done, _: told.append((said, done)))
    assert next(done for said, done in told if said == stage) == 3
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")
    assert not (tmp_path / "out/.work").exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from scs_tracker.bulk import engine, inputs
from scs_tracker.bulk.engine import run_bulk

inputs.UNIT_ROWS, engine.PART_ROWS = 400, 500


def die(stage, done, total):
    if (stage, done) == ("parts", 2):
        os.kill(os.getpid(), signal.SIGKILL)


run_bulk(sys.argv[1], Path(sys.argv[2]), workers=1, progress=die)
"""


def test_a_killed_process_leaves_what_the_next_one_finishes(
    fleet: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "UNIT_ROWS", 400)
    monkeypatch.setattr(engine, "PART_ROWS", 500)
    source = write(fleet, tmp_path / "in.parquet", row_group_size=300)
    killed = subprocess.run([sys.executable, "-c", KILLED, source, tmp_path / "out"], check=False)
    assert killed.returncode == -9
    assert (tmp_path / "out/.work/parts/000001.json").exists()
    for file in (
        file for folder in ("daily", "positions") for file in tmp_path.glob(f"out/.work/{folder}/**/*.parquet")
    ):
        shutil.copy(file, file.with_name(f".left{file.suffix}"))  # whole, and killed before it took its name
    run_bulk(source, tmp_path / "out", workers=1)
    run_bulk(source, tmp_path / "whole", workers=1)
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")


def test_a_run_that_was_stopped_at_its_last_step_takes_it(
    fleet: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(fleet, tmp_path / "in.parquet")
    write_file = engine.write_atomically

    def stop(file: Path, content: bytes) -> Path:
        if file.name == "run.json":
            raise KeyboardInterrupt
        return write_file(file, content)

    with monkeypatch.context() as patched:
        patched.setattr(engine, "write_atomically", stop)
        with pytest.raises(KeyboardInterrupt):
            run_bulk(source, tmp_path / "out", workers=1)
    assert (tmp_path / "out/positions").exists()
    run_bulk(source, tmp_path / "out", workers=1)
    run_bulk(source, tmp_path / "whole", workers=1)
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")


def test_a_full_disk_is_one_sentence_and_the_run_goes_on_later(
    fleet: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    source = write(fleet, tmp_path / "in.parquet")
    with monkeypatch.context() as patched:
        patched.setattr(job, "write_chunk", full)
        assert "No space left on device; fix the problem and run again" in refused(
            lambda: run_bulk(source, tmp_path / "out", workers=1)
        )
    assert run_bulk(source, tmp_path / "out", workers=1)["positions"] == 3_000


def test_a_finished_run_is_not_done_again_and_another_is_refused(fleet: pd.DataFrame, tmp_path: Path) -> None:
    source = write(fleet, tmp_path / "in.parquet")
    counts = run_bulk(source, tmp_path / "out", workers=1)
    assert run_bulk(source, tmp_path / "out", workers=1) == counts | {"already_done": True}
    write(fleet.iloc[:10], source)
    with pytest.raises(TrackerError, match="out contains the result of another run; choose another folder"):
        run_bulk(source, tmp_path / "out", workers=1)


def test_an_unfinished_run_of_other_inputs_is_refused(fleet: pd.DataFrame, tmp_path: Path) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_bulk(write(fleet, tmp_path / "in.parquet"), tmp_path / "out", workers=1, progress=stop)
    with pytest.raises(TrackerError, match="contains an unfinished run with other inputs"):
        run_bulk(write(fleet, tmp_path / "other.parquet"), tmp_path / "out", workers=1)


# bad input


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(TrackerError) as caught:
        call()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_bad_inputs_are_one_clear_sentence_and_leave_nothing(fleet: pd.DataFrame, tmp_path: Path) -> None:
    good, out = write(fleet, tmp_path / "good.parquet"), tmp_path / "out"
    none = write(fleet.iloc[:0], tmp_path / "none.parquet")
    wrong = write(fleet.assign(lat=99.0), tmp_path / "wrong.parquet")
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.parquet").write_bytes(b"no Parquet")
    (tmp_path / "taken").write_text("a file")
    (tmp_path / "semicolons.csv").write_text("mmsi;time;lat;lon\n412000001;2024-06-17;15,1;117,7\n")
    cases = [
        (lambda: run_bulk(tmp_path / "lost.parquet", out), "lost.parquet does not exist"),
        (lambda: run_bulk(tmp_path / "empty", out), "empty has no file that ends with one of .parquet"),
        (lambda: run_bulk(none, out), "none.parquet has no rows; nothing was written"),
        (lambda: run_bulk(tmp_path / "broken.parquet", out), "broken.parquet: no file can be read"),
        (lambda: run_bulk(wrong, out, workers=1), "none of 3200 rows is a valid position (3200 lat out of range)"),
        (lambda: run_bulk(tmp_path / "semicolons.csv", out), "csv has ';' between its columns; use commas"),
        (lambda: run_bulk("nowhere://x/y.parquet", out), "nowhere://x/y.parquet cannot be opened"),
        (lambda: run_bulk(good, tmp_path / "taken"), "taken cannot be written: a file with that name exists"),
        (lambda: run_bulk(good, Path("/proc/none")), "/proc/none cannot be written: "),
        (lambda: run_bulk(good, out, columns={"time": "when"}), "has no column 'when'"),
    ]
    for call, said in cases:
        assert said in refused(call)
    assert not out.exists()


def test_options_that_cannot_be_are_usage_errors(tmp_path: Path) -> None:
    for options in ({"workers": 0}, {"workers": 2, "scheduler": "tcp://x"}, {"columns": {"speed": "sog"}}):
        with pytest.raises(UsageError):
            run_bulk("x.parquet", tmp_path, **options)


def test_the_command_prints_the_counts_and_warns(
    fleet: pd.DataFrame, tmp_path: Path, capsys: Any, monkeypatch: Any
) -> None:
    from scs_tracker import cli

    bad = fleet.assign(time=fleet["time"].dt.tz_localize(None)).rename(columns={"time": "t"})
    bad.loc[0, "lon"] = 190
    source, out = write(bad, tmp_path / "in.parquet"), tmp_path / "out"
    monkeypatch.setattr(sys, "argv", ["scs-tracker", "bulk", str(source), "--out", str(out), "--columns", "time=t",
                                      "--workers", "1", "--json"])  # fmt: skip
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    assert json.loads(capsys.readouterr().out)["rejected"] == {"lon out of range": 1}
    monkeypatch.setattr(sys, "argv", sys.argv[:-1])
    with pytest.raises(SystemExit):
        cli.main()
    printed = capsys.readouterr()
    assert "1 lon out of range" in printed.err
    assert "3200 times have no time zone and were read as UTC" in printed.err
    assert "already contains this run" in printed.out
    monkeypatch.setattr(sys, "argv", ["scs-tracker", "bulk", str(source), "--out", str(out)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert "did you mean time=t" in capsys.readouterr().err


def test_a_track_of_one_vessel_has_its_mmsi_in_the_name_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "track-412000001.csv"
    file.write_text("Timestamp,Lat,Lon\n2024-06-17T05:00:00Z,15.15,117.76\nx\n", encoding="utf-8")
    counts = engine.run_bulk(file, tmp_path / "out", workers=1)
    assert (counts["positions"], counts["rejected"]) == (1, {"wrong number of cells": 1})
    written = pd.concat(map(pd.read_parquet, (tmp_path / "out/positions").rglob("*.parquet")))
    assert written["mmsi"].tolist() == [412000001]
