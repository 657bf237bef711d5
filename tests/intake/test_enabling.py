"""Enabling: the list in tracker.toml changes, and all else of the file stays as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scs_tracker import config
from scs_tracker.cli.folders import initialise
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.intake.enabling import disable, enable

TYPED = """# mine
timezone = "Asia/Manila"   # here

[[sources]]
path = "incidents.csv"  # the table
"""


def test_a_list_is_made_before_the_tables(tmp_path: Path) -> None:
    file = tmp_path / "tracker.toml"
    file.write_text(TYPED, encoding="utf-8")
    assert enable(file, ["ph-nsc", "tw-cga", "ph-nsc"]) == ["ph-nsc", "tw-cga"]
    assert config.load(file).live == ("ph-nsc", "tw-cga")
    assert config.load(file).sources[0].path == Path("incidents.csv")
    text = file.read_text(encoding="utf-8")
    assert all(line in text for line in TYPED.splitlines())
    assert enable(file, ["tw-cga"]) == []
    assert disable(file, ["ph-nsc"]) == ["ph-nsc"]
    assert disable(file, ["ph-nsc"]) == []
    assert config.load(file).live == ("tw-cga",)


def test_a_new_folder_reads_the_starter_set(tmp_path: Path) -> None:
    initialise(tmp_path)
    settings = config.load(tmp_path / "tracker.toml")
    assert len(settings.live) >= 38
    assert disable(tmp_path / "tracker.toml", [settings.live[0]]) == [settings.live[0]]
    assert config.load(tmp_path / "tracker.toml").live == settings.live[1:]
    assert "# Your contact address, which is sent to the servers of sources" in (tmp_path / "tracker.toml").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("text", ["live = 3\n", 'live = "ph-nsc"\n', "live = [\n"])
def test_a_file_that_is_wrong_is_told_and_stays(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tracker.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TrackerError):
        enable(file, ["ph-nsc"])
    assert file.read_text(encoding="utf-8") == text


def test_an_unknown_id_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "tracker.toml"
    file.write_text(TYPED, encoding="utf-8")
    with pytest.raises(UsageError, match="did you mean ph-nsc"):
        enable(file, ["ph-nsk"])
    with pytest.raises(UsageError):
        disable(file, ["ph-nsk"])
    assert file.read_text(encoding="utf-8") == TYPED
    with pytest.raises(TrackerError, match="scs-tracker init"):
        enable(tmp_path / "none.toml", ["ph-nsc"])
