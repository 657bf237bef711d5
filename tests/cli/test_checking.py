from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLE = "When,Spot,Event,Who\n17/6/2024,Second Thomas Shoal,Ramming,China Coast Guard\n25/8/2024,Sabina Shoal,soup,\n"


def test_a_check_shows_the_reading_keeps_it_and_imports_nothing(tmp_path: Path, call: Callable[..., Any]) -> None:
    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "tracker.toml").write_text("", encoding="utf-8")
    answer = call("import", "--check", "own.csv")
    assert answer.code == 3  # a row is left for a person
    assert "own.csv: read as table; 1 row good, 1 left for a person" in answer.out
    assert "soup" in answer.out
    assert "tracker.toml: own.csv is read so from now on" in answer.out
    assert not (tmp_path / "tracker.db").exists()
    kept = (tmp_path / "tracker.toml").read_text(encoding="utf-8")
    assert 'date_start = "When"' in kept
    again = call("import", "--check", "own.csv", "--json")
    assert json.loads(again.out)["columns"]["date_start"] == "When"
    assert (tmp_path / "tracker.toml").read_text(encoding="utf-8") == kept


def test_without_settings_the_lines_are_shown(tmp_path: Path, call: Callable[..., Any]) -> None:
    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    answer = call("import", "--check", "own.csv")
    assert '"date_start" = "When"' in answer.out
    assert not (tmp_path / "tracker.toml").exists()
