from __future__ import annotations

import re
from pathlib import Path

import pytest

from scs_tracker import config, geodata, run
from scs_tracker.cli.folders import initialise
from scs_tracker.errors import TrackerError
from scs_tracker.sources.formats import read_reports


def test_a_new_folder_works_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "own"
    written = initialise(folder)
    settings = config.load(folder / "tracker.toml")
    filled = {"sources", "live", "archive"}
    assert str(settings.archive.pages) == "pages"
    assert settings.model_dump(exclude=filled) == config.Settings().model_dump(exclude=filled)
    assert folder / "tracker.toml" in written
    assert [(source.kind, source.name) for source in settings.sources] == [
        ("path", "incidents.csv"),
        ("inbox", "inbox"),
    ]
    assert read_reports(folder / "incidents.csv").read == 0
    assert read_reports(folder / "incidents.xlsx").read == 0
    assert list((folder / "inbox").iterdir()) == []


def test_the_settings_of_a_new_folder_name_every_key(tmp_path: Path) -> None:
    """docs/running.md says so: whoever reads the file has seen all that can be set."""
    initialise(tmp_path)
    named = set(
        re.findall(
            r"^(?:# )?\[*(\w+)(?:\]|\.| = )", (tmp_path / "tracker.toml").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert set(config.Settings.model_fields) - {"folder"} - named == set()


def test_the_examples_in_the_settings_are_right(tmp_path: Path) -> None:
    """Every line that begins with a commented key, uncommented, is read as it is meant."""
    initialise(tmp_path)
    text = (tmp_path / "tracker.toml").read_text(encoding="utf-8")
    shown = re.sub(r"^# (?=\[+\w+\]|[\w-]+ = )", "", text, flags=re.MULTILINE)
    (tmp_path / "tracker.toml").write_text(shown, encoding="utf-8")
    settings = config.load(tmp_path / "tracker.toml")
    assert [source.kind for source in settings.sources] == ["path", "inbox", "path", "url", "feed"]
    assert settings.sources[-1].follow
    assert settings.templates == Path("templates")
    assert settings.tallies == Path("bulk")
    assert (settings.digest.to, settings.archive.wayback) == (("SCS_MAIL",), "WAYBACK_KEY")
    assert settings.keys == {"xx-acled": ("MY_NAME", "MY_PASSWORD")}


def test_the_first_run_in_a_new_folder_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    initialise(tmp_path)
    recipes = tmp_path / "recipes"
    recipes.mkdir()
    (recipes / "overview.toml").write_bytes((geodata.recipes() / "overview.toml").read_bytes())
    monkeypatch.setattr(geodata, "recipes", lambda: recipes)
    settings = config.load(tmp_path / "tracker.toml").model_copy(update={"live": ()})  # no network here
    record = run.run(settings)
    assert (record.exit_code, [file.name for file in record.maps], record.editions) == (0, ["overview.html"], [])


def test_a_table_that_is_filled_in_is_not_emptied(tmp_path: Path) -> None:
    initialise(tmp_path)
    for name in ("incidents.csv", "incident_sources.csv"):
        (tmp_path / name).unlink()
    (tmp_path / "incidents.xlsx").write_bytes(b"mine")
    assert [file.name for file in initialise(tmp_path)] == ["incidents.csv", "incident_sources.csv"]
    assert (tmp_path / "incidents.xlsx").read_bytes() == b"mine"


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text("# mine\n", encoding="utf-8")
    assert tmp_path / "tracker.toml" not in initialise(tmp_path)
    assert (tmp_path / "tracker.toml").read_text(encoding="utf-8") == "# mine\n"
    with pytest.raises(TrackerError, match="already has tracker"):
        initialise(tmp_path)
    with pytest.raises(TrackerError, match="is a file; choose a folder"):
        initialise(tmp_path / "tracker.toml")
