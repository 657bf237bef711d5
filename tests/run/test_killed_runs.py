"""A run that is killed at any moment leaves whole files only, and the next one does what is left, once."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd

from scs_tracker import reporting
from scs_tracker.ledger import Ledger

KILLS, AT_WRITES = 10, 3
WEEKS = [f"2024-W{number}" for number in range(36, 36 + KILLS + AT_WRITES + 2)]
INCIDENTS = Path(__file__).parents[2] / "geodata" / "incidents" / "incidents.csv"

TOML = 'hold = "none"\n[[sources]]\npath = "incidents.csv"\n'


def prepare(folder: Path) -> None:
    """A folder to warm up in, one to work in, and the rows that come in week by week."""
    table = pd.read_csv(INCIDENTS, dtype=str, keep_default_na=False)
    table.iloc[:: len(table) // (KILLS + AT_WRITES + 5)].to_csv(folder / "rows.csv", index=False)
    for name in ("warm", "work"):
        (folder / name).mkdir()
        (folder / name / "tracker.toml").write_text(TOML, encoding="utf-8")
    rows = (folder / "rows.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "warm" / "incidents.csv").write_text("".join(rows[:3]), encoding="utf-8")


def content(url: str) -> list[dict[str, object]]:
    frame = Ledger(url).incidents(statuses=None).sort_values("id")
    return frame.drop(columns=["updated_at", "revision", "geometry"]).astype(str).to_dict("records")


def test_ten_kills(tmp_path: Path) -> None:
    prepare(tmp_path)
    driver = Path(__file__).with_name("killed_runs.py")
    command = [sys.executable, str(driver), str(tmp_path), str(KILLS), "20240617"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert answer.returncode == 0, answer.stderr
    states = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(states) == KILLS + AT_WRITES + 2
    assert (states[0]["ended"], states[-1]["ended"]) == (0, 0)
    assert sum(one["ended"] == -signal.SIGKILL for one in states) >= KILLS // 2
    assert [one["ended"] for one in states[KILLS + 1 : -1]] == [-signal.SIGKILL] * AT_WRITES
    assert [one["broken"] for one in states] == [[]] * len(states)

    weekly = tmp_path / "work" / "maps" / "html" / "weekly"
    issued = [one for one in reporting.issued_editions(weekly) if one["kind"] == "week"]
    assert [one["label"] for one in issued] == WEEKS
    assert [one["edition"] for one in issued] == [1] * len(WEEKS)
    feed = (weekly / "feed.xml").read_text(encoding="utf-8")
    entries = re.findall(r"<entry>.*?<id>(.*?)</id>.*?href=\"(.*?)\"", feed, re.DOTALL)
    assert [link for _, link in entries if "-W" in link] == [f"{week}.html" for week in reversed(WEEKS)]
    assert len({own_id for own_id, _ in entries}) == len(entries)

    whole = Ledger(f"sqlite:///{tmp_path}/whole.db")
    whole.import_file(tmp_path / "work" / "incidents.csv")
    assert content(f"sqlite:///{weekly.parents[2] / 'tracker.db'}") == content(f"sqlite:///{tmp_path}/whole.db")
