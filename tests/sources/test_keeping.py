from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from scs_tracker import config
from scs_tracker.errors import TrackerError
from scs_tracker.sources.keeping import keep_columns

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = {"date_start": "Ngày", "location_text": "where it was", "types": "what"}


def test_a_reading_is_kept_beside_what_stands_there(tmp_path: Path) -> None:
    settings = tmp_path / "tracker.toml"
    settings.write_text('# ours\nmaps = "pages"  # here\n\n[[sources]]\ninbox = "inbox"\n', encoding="utf-8")
    keep_columns(settings, tmp_path / "tables/own.csv", COLUMNS)
    text = settings.read_text(encoding="utf-8")
    assert text.startswith('# ours\nmaps = "pages"  # here\n')
    assert tomllib.loads(text)["sources"] == [{"inbox": "inbox"}, {"path": "tables/own.csv", "columns": COLUMNS}]
    source = config.load(settings).source_of(tmp_path / "tables/own.csv")
    assert source is not None
    assert source.columns == COLUMNS


def test_a_table_elsewhere_is_named_whole(tmp_path: Path) -> None:
    settings = tmp_path / "here/tracker.toml"
    settings.parent.mkdir()
    settings.write_text("", encoding="utf-8")
    keep_columns(settings, tmp_path / "own.csv", COLUMNS)
    assert tomllib.loads(settings.read_text(encoding="utf-8"))["sources"][0]["path"] == str(tmp_path / "own.csv")


def test_settings_that_cannot_be_read_stay(tmp_path: Path) -> None:
    settings = tmp_path / "tracker.toml"
    settings.write_text("maps = [\n", encoding="utf-8")
    with pytest.raises(TrackerError, match=r"tracker\.toml cannot be read"):
        keep_columns(settings, tmp_path / "own.csv", COLUMNS)
    assert settings.read_text(encoding="utf-8") == "maps = [\n"
