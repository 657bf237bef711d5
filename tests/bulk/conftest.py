"""A small fleet on real places: ships at the printed positions of the shipped incidents, and on lanes between them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scs_tracker import geodata

SHIPS = (412000001, 412000002, 413000007, 548000003, 574000004, 533000005, 525000006, 416000008, 987654321, 12345)


def make_fleet(rows: int, *, seed: int = 1) -> pd.DataFrame:
    """Ships that move about the places of real incidents in two months, on either side of 10 November 2024."""
    rng = np.random.default_rng(seed)
    incidents = geodata.table("incidents")
    places = incidents.loc[incidents["lat"] != "", ["lat", "lon"]].astype(float).to_numpy()
    at = places[rng.integers(0, len(places), rows)] + rng.normal(0, 0.3, (rows, 2))
    seconds = rng.integers(0, 50 * 86_400, rows)
    frame = pd.DataFrame(
        {
            "mmsi": rng.choice(SHIPS, rows),
            "time": pd.Timestamp("2024-10-20", tz="UTC") + pd.to_timedelta(seconds, unit="s"),
            "lat": at[:, 0].round(5),
            "lon": at[:, 1].round(5),
            "sog": rng.integers(0, 200, rows) / 10,
            "name": rng.choice(["HAI XUN 01", "", "BRP CABRA", "Kapal Satu"], rows),
        }
    )
    return frame.assign(time=frame["time"].astype("datetime64[us, UTC]"))


@pytest.fixture(scope="session")
def fleet() -> pd.DataFrame:
    """Three thousand positions, two hundred of them twice."""
    frame = make_fleet(3_000)
    return pd.concat([frame, frame.iloc[100:300]], ignore_index=True)


@pytest.fixture
def vessel_list(tmp_path: Path) -> Path:
    file = tmp_path / "vessels.csv"
    rows = ["mmsi,imo,name,actor", "412000001,,,CN-CCG", "548000003,,,PH-PCG", ",,Hai Xun 01,CN-MSA"]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def digests(folder: Path) -> dict[str, str]:
    """Every file of a result, by its content."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
