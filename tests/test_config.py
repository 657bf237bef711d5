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


#: Tables, and what has no default.
NO_VARIABLE = {
    "heads",
    "model",
    "mail",
    "hold",
    "tables",
    "sources",
    "folder",
    "live",
    "keys",
    "digest",
    "archive",
    "desk",
    "formats",
    "unchecked",
    "second_reader",
    "parser_model",
    "language",
}
NOT_SHOWN = {
    "tables",
    "folder",
    "sources",
    "templates",
    "tallies",
    "keys",
    "digest",
    "archive",
    "mail",
    "model",
    "desk",
}


def test_the_shipped_example_shows_every_default() -> None:
    example = config.load(ROOT / "tracker.toml")
    defaults = config.Settings()
    shown = {name for name in config.Settings.model_fields if name not in NOT_SHOWN}
    text = (ROOT / "tracker.toml").read_text(encoding="utf-8")
    assert all(f"\n{name} = " in text for name in shown)
    assert {name: getattr(example, name) for name in shown} == {name: getattr(defaults, name) for name in shown}
    assert all(example.resolve(source.path).exists() for source in example.sources)


def test_the_shipped_example_reads_what_every_checkout_has() -> None:
    paths = [ROOT / source.path for source in config.load(ROOT / "tracker.toml").sources]
    assert paths
    assert all(path.is_file() and path.is_relative_to(ROOT / "geodata") for path in paths)


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
    assert config.load(file, ledger="sqlite:///call.db").ledger_url == f"sqlite:///{tmp_path}/call.db"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('ledgr = "x"\n', ["line 1", "ledgr", "did you mean ledger?"]),
        ('\n\ntimezone = "Asia/Manilla"\n', ["line 3", "Asia/Manilla", "IANA"]),
        ('[[sources]]\npath = "a"\n[[sources]]\npaht = "b"\n', ["line 4", "paht", "did you mean path?"]),
        ('timezone = "Asia"\n', ["line 1", "is not a time zone"]),
        ('timezone = "../../etc/passwd"\n', ["line 1", "is not a time zone"]),
        ('timezone = "Asia/Ho_Chi_Min"\n', ["use an IANA name such as Asia/Ho_Chi_Minh"]),
        ('timezone = ""\n', ["line 1", "is not a time zone"]),
        ("ledger = \n", ["not valid TOML", "line 1"]),
        ("colour = 1\n", ["colour", "use one of ledger"]),
        ("ledger = 5\n", ["line 1", "ledger = 5 is not text; put it in quotes"]),
        ("maps = 5\n", ["line 1", "maps = 5 is not a path; put it in quotes"]),
        ('# timezone = "x"\ntimezone = "x"\n', ["line 2"]),
        ('base_url = "example.org/weekly"\n', ["line 1", "is not a web address; use the form https://"]),
        ('base_url = "https://me:secret@example.org/"\n', ["line 1", "name or password"]),
        ('folder = "x"\n', ["key folder is not known"]),
        ('sources = "a.csv"\n', ["line 1", "each under its own [[sources]]"]),
        ('[sources]\npath = "a.csv"\n', ["line 1", "each under its own [[sources]]"]),
        ("[[sources]]\n# nothing\n", ["line 1", "names nothing to read; give exactly one of path, inbox, url, feed"]),
        ('x = 1\n[[sources]]\npath = "a"\n', ["line 1", "key x is not known"]),
        ('[[sources]]\npath = "a"\n\n[[ sources ]] # two\npath = "b"\ninbox = "c"\n', ["line 4", "has path and inbox"]),
        ("[[sources]]\npath = 5\n", ["line 2", "sources.path = 5 is not a path; put it in quotes"]),
        ('sources = ["a"]\n', ["line 1: sources are written as tables, each under its own [[sources]]"]),
        (
            '[[sources]]\npath = "a"\nfollow = true\n',
            ["line 1", "key follow cannot be used with path; allowed with path are format"],
        ),
        ('[[sources]]\nfeed = "https://a.example/"\nfollow = "yes"\n', ["line 3", "neither true nor false"]),
        (
            '[[sources]]\nfeed = "https://a.example/"\ncolumns = {a = "b"}\n',
            ["line 1", "columns cannot be used with feed"],
        ),
        ('contact = "me\\nyou"\n', ["line 1", "must be one line of ASCII characters"]),
        ('live = "ph-nsc"\n', ["line 1", "live = 'ph-nsc' is"]),
        ('[digest]\nmail = "x"\n', ["line 2", "mail is not known"]),
        ('[[sources]]\nurl = "ftp://a.example/x"\n', ["line 2", "is not a web address"]),
        ('[[sources]]\nurl = "https:///x"\n', ["line 2", "is not a web address"]),
        ('[[sources]]\nurl = "https://a.example:99999/"\n', ["line 2", "is not a web address"]),
        ('[[sources]]\nurl = "http://[::1/"\n', ["line 2", "is not a web address"]),
        ('[[sources]]\npath = "a"\ncolumns = { lat = 5 }\n', ["line 3", "sources.columns.lat = 5 is not text"]),
        ('[[sources]]\npath = "a"\n[sources.columns]\nlat = 5\n', ["line 4", "sources.columns.lat = 5 is not text"]),
        ('[[sources]]\npath = "a"\ncolumns = "lat"\n', ["line 3", "is not a table; write it as { lat"]),
        ('sources = [\n  { path = "a" },\n  { paht = "b" },\n]\n', ["line 3", "did you mean path?"]),
        ('zone = "x"\nmpas = "y"\n', ["line 1", "line 2", "did you mean maps?"]),
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


def test_every_key_but_the_sources_has_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    keys = [name for name in config.Settings.model_fields if name not in NO_VARIABLE]
    values = {"timezone": "UTC", "ledger": "sqlite:///x.db", "base_url": "https://a.example/"}
    for key in keys:
        monkeypatch.setenv(f"SCS_TRACKER_{key.upper()}", values.get(key, key))
    settings = config.load()
    for key in ("geodata", "maps", "weekly", "templates"):
        assert getattr(settings, key) == tmp_path / key
    assert (settings.timezone, settings.base_url) == ("UTC", "https://a.example/")
    assert config.unknown_variables() == []
    monkeypatch.setenv("SCS_TRACKER_LEGDER", "x")
    assert config.unknown_variables() == ["SCS_TRACKER_LEGDER"]
    monkeypatch.setenv("SCS_TRACKER_TIMEZONE", "")
    assert config.load().timezone == "Asia/Manila", "an empty variable is none"


def test_kinds_and_names_of_sources(tmp_path: Path) -> None:
    text = (
        '[[sources]]\npath = "a.csv"\n[[sources]]\ninbox = "in"\n[[sources]]\nurl = "https://a.example/b.csv"\n'
        '[[sources]]\nfeed = "http://127.0.0.1:8000/rss"\nallow_private = true\n'
    )
    sources = config.load(write(tmp_path, text)).sources
    assert [source.kind for source in sources] == ["path", "inbox", "url", "feed"]
    assert [source.name for source in sources] == [
        "a.csv",
        "in",
        "https://a.example/b.csv",
        "http://127.0.0.1:8000/rss",
    ]
    assert [source.allow_private for source in sources] == [False, False, False, True]


def test_a_missing_or_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(TrackerError, match="does not exist"):
        config.load(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'timezone = "\xff"')
    with pytest.raises(TrackerError, match=r"latin.toml is not UTF-8 text; save it as UTF-8$"):
        config.load(tmp_path / "latin.toml")
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(TrackerError, match=r"cannot be read: Is a directory; check the path and its permissions$"):
        config.load(tmp_path / "folder.toml")


def test_a_secret_stands_in_a_file_that_a_variable_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ledger_url"
    file.write_text("postgresql://scs:abc@ledger/scs\n", encoding="utf-8")
    monkeypatch.setenv("SCS_TRACKER_LEDGER_FILE", str(file))
    assert config.load(write(tmp_path, "")).ledger == "postgresql://scs:abc@ledger/scs"
    assert config.unknown_variables() == []
    monkeypatch.setenv("SCS_TRACKER_LEDGER", "sqlite:///mine.db")
    assert config.load(write(tmp_path, "")).ledger.endswith("mine.db")
    monkeypatch.delenv("SCS_TRACKER_LEDGER")
    monkeypatch.setenv("SCS_TRACKER_LEDGER_FILE", str(tmp_path / "gone"))
    with pytest.raises(TrackerError, match=r"LEDGER_FILE: .*gone cannot be read: No such file .*; check the path"):
        config.load(write(tmp_path, ""))
