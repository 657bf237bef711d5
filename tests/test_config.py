from __future__ import annotations

from pathlib import Path

import pytest

from scs_tracker import config
from scs_tracker.errors import TrackerError

ROOT = Path(__file__).parents[1]


def write(folder: Path, text: str) -> Path:
    file = folder / "tracker.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_shipped_example_shows_every_default() -> None:
    example = config.load(ROOT / "tracker.toml")
    defaults = config.Settings()
    shown = {name for name in config.Settings.model_fields if name not in {"folder", "sources"}}
    assert {name: getattr(example, name) for name in shown} == {name: getattr(defaults, name) for name in shown}
    assert all(example.resolve(source.path).exists() for source in example.sources)


def test_defaults_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert config.load().ledger_url == "sqlite:///tracker.db"


def test_a_relative_ledger_starts_at_the_folder_of_the_file(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, 'ledger = "sqlite:///data/own.db"\n'))
    assert settings.ledger_url == f"sqlite:///{tmp_path}/data/own.db"


def test_variables_win_over_the_file_and_the_call_over_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, 'ledger = "sqlite:///a.db"\ntimezone = "Asia/Manila"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCS_TRACKER_LEDGER", "sqlite:///b.db")
    monkeypatch.setenv("SCS_TRACKER_TIMEZONE", "Asia/Ho_Chi_Minh")
    assert config.load(file).ledger_url == f"sqlite:///{tmp_path}/b.db"
    assert config.load(file).timezone == "Asia/Ho_Chi_Minh"
    assert config.load(file, ledger="sqlite:///:memory:").ledger_url.endswith(":memory:")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('ledgr = "x"\n', ["line 1", "ledgr", "did you mean ledger?"]),
        ('\n\ntimezone = "Asia/Manilla"\n', ["line 3", "Asia/Manilla", "IANA"]),
        ('[[sources]]\npath = "a"\n[[sources]]\npaht = "b"\n', ["line 4", "paht", "did you mean path?"]),
        ("ledger = \n", ["not valid TOML", "line 1"]),
        ("colour = 1\n", ["colour", "allowed are ledger"]),
        ("ledger = 5\n", ["line 1", "ledger = 5"]),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_is_allowed(tmp_path: Path, text: str, words: list[str]) -> None:
    file = write(tmp_path, text)
    with pytest.raises(TrackerError) as caught:
        config.load(file)
    assert str(file) in str(caught.value)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_mistake_in_a_variable_names_the_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCS_TRACKER_TIMEZONE", "Mars/Olympus")
    with pytest.raises(TrackerError, match=r"SCS_TRACKER_TIMEZONE.*Mars/Olympus"):
        config.load()


def test_a_missing_or_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(TrackerError, match="does not exist"):
        config.load(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'timezone = "\xff"')
    with pytest.raises(TrackerError, match="cannot be read"):
        config.load(tmp_path / "latin.toml")
