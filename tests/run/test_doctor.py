"""The doctor: each thing that can be missing or stale is found, named with what to do, and nothing is changed."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, datetime
from email.utils import format_datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from scs_tracker import config, geodata
from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger
from scs_tracker.run import doctor
from scs_tracker.run.doctor import examine

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_server import Server

    from scs_tracker.run.doctor import Finding

LASER = "20230206-second-thomas-laser"
PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


@pytest.fixture(autouse=True)
def _metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package as pyproject.toml describes it, however old the installation is."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"]]
    lines += [f'{one}; extra == "{extra}"' for extra, ones in extras.items() for one in ones]
    described = type("Described", (), {"get_all": lambda _self, _name: list(extras)})()
    monkeypatch.setattr(doctor.metadata, "requires", lambda _name: lines)
    monkeypatch.setattr(doctor.metadata, "metadata", lambda _name: described)


def settings(folder: Path, text: str = '[[sources]]\npath = "incidents.csv"\n') -> config.Settings:
    (folder / "tracker.toml").write_text(text, encoding="utf-8")
    return config.load(folder / "tracker.toml")


def found(folder: Path, settings_: config.Settings, name: str, **options: bool) -> Finding:
    before = sorted(str(file) for file in folder.rglob("*"))
    (one, *_) = [one for one in examine(lambda: settings_, **options) if one.name == name]
    assert sorted(str(file) for file in folder.rglob("*")) == before
    return one


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at neither fonts nor zones."""
    monkeypatch.setattr(doctor, "_fonts", lambda: iter(()))
    monkeypatch.setattr(doctor, "_zones", lambda: iter(()))


def test_a_new_folder_is_ready(tmp_path: Path, incident_file: Callable[..., Path]) -> None:
    incident_file({LASER: {}})
    findings = examine(lambda: settings(tmp_path))
    assert [one for one in findings if one.state == "problem"] == []
    names = {one.name for one in findings}
    assert {"Python", "libraries", "fonts", "geodata", "zones", "ledger", "maps", "weekly", "last run"} <= names
    assert {"extra pdf", "extra postgres"} <= names
    assert sorted(file.name for file in tmp_path.iterdir()) == ["incident_sources.csv", "incidents.csv", "tracker.toml"]


@pytest.mark.usefixtures("quick")
def test_faulty_settings_are_a_finding_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    findings = examine(lambda: settings(tmp_path, "mpas = 1\n"))
    (one,) = [one for one in findings if one.name == "settings"]
    assert (one.state, "did you mean maps?" in one.words) == ("problem", True)
    assert "geodata" in {one.name for one in findings}


@pytest.mark.usefixtures("quick")
def test_a_misspelt_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCS_TRACKER_WEAKLY", "x")
    notes = [one.words for one in examine(lambda: settings(tmp_path)) if one.state == "note"]
    assert "these variables have no effect: SCS_TRACKER_WEAKLY" in notes


@pytest.mark.usefixtures("quick")
def test_libraries_that_are_missing_or_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = metadata.version

    def version(name: str) -> str:
        if name == "rapidfuzz":
            raise metadata.PackageNotFoundError(name)
        return {"pandas": "1.5.0", "psycopg": "3.1.0"}.get(name) or installed(name)

    monkeypatch.setattr(doctor.metadata, "version", version)
    monkeypatch.setattr(doctor, "_ledger", lambda _settings: iter(()))
    libraries = found(tmp_path, settings(tmp_path), "libraries")
    assert libraries.state == "problem"
    assert re.search(r"pandas 1\.5\.0 is installed, >=2[\d.]* is needed; rapidfuzz is not installed", libraries.words)
    extra = found(tmp_path, settings(tmp_path), "extra postgres")
    assert (extra.state, "pip install 'scs-tracker[postgres]'" in extra.words) == ("note", True)
    needed = found(tmp_path, settings(tmp_path, 'ledger = "postgresql+psycopg://x/y"\n'), "extra postgres")
    assert needed.state == "problem"


@pytest.mark.usefixtures("quick")
def test_pdf_without_the_libraries_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(doctor._LOOKS, "pdf", lambda: ["system libraries are missing (pango)"])
    pdf = found(tmp_path, settings(tmp_path), "extra pdf")
    assert (pdf.state, "pango" in pdf.words) == ("note", True)


def test_a_system_without_chinese_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib as mpl

    latin = str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", lambda: [latin, __file__])
    assert [(one.state, "Chinese" in one.words, "fonts-noto-cjk" in one.words) for one in doctor._fonts()] == [
        ("note", True, True)
    ]
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", list)
    assert len(list(doctor._fonts())) == 2


def test_zones_that_were_built_from_other_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scs_tracker.zones.inputs.digest", lambda _file: "0" * 12)
    (zones,) = doctor._zones()
    assert (zones.state, "scs-tracker zones build" in zones.words) == ("problem", True)


@pytest.mark.usefixtures("quick")
def test_geodata_that_cannot_be_read(tmp_path: Path) -> None:
    overlay = tmp_path / "geodata-local"
    overlay.mkdir()
    (overlay / "actors.csv").write_text("code\nXX\n", encoding="utf-8")
    geodata.configure(overlay)
    assert found(tmp_path, settings(tmp_path), "geodata").state == "problem"


@pytest.mark.usefixtures("quick")
def test_the_ledger_and_its_schema(tmp_path: Path, incident_file: Callable[..., Path]) -> None:
    own = settings(tmp_path)
    assert "none yet" in found(tmp_path, own, "ledger").words
    ledger = Ledger(own.ledger_url)
    ledger.import_file(incident_file({LASER: {}}))
    assert found(tmp_path, own, "ledger").words == "1 incident, located with the current geodata"
    with ledger.engine.begin() as connection:
        connection.execute(sa.text("UPDATE incident SET geodata_version = 'older'"))
    stale = found(tmp_path, own, "ledger")
    assert (stale.state, "scs-tracker refresh" in stale.words) == ("problem", True)
    for version, state in (("0000", "note"), ("9999", "problem")):
        with ledger.engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": version})
        assert found(tmp_path, own, "ledger").state == state
    ledger.engine.dispose()


@pytest.mark.usefixtures("quick")
def test_a_ledger_that_may_not_be_written(
    tmp_path: Path, incident_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = settings(tmp_path)
    ledger = Ledger(own.ledger_url)
    ledger.import_file(incident_file({LASER: {}}))
    ledger.engine.dispose()
    monkeypatch.setattr(doctor.os, "access", lambda path, _mode: not str(path).endswith("tracker.db"))
    one = found(tmp_path, own, "ledger")
    assert (one.state, "tracker.db is not writable" in one.words) == ("problem", True)


@pytest.mark.usefixtures("quick")
def test_settings_without_sources_are_noted(tmp_path: Path) -> None:
    one = found(tmp_path, settings(tmp_path, ""), "settings")
    assert (one.state, one.words.startswith("no sources are configured")) == ("note", True)
    assert found(tmp_path, settings(tmp_path), "settings").words == "1 source, weeks in Asia/Manila"


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('ledger = "nonsense"\n', "not a database URL"),
        ('ledger = "mysql://x/y"\n', "not a usable database URL"),
        ('ledger = "sqlite:///tracker.toml"\n', "damaged or not a ledger"),
    ],
)
def test_a_ledger_that_cannot_be_reached(tmp_path: Path, text: str, words: str) -> None:
    ledger = found(tmp_path, settings(tmp_path, text), "ledger")
    assert (ledger.state, words in ledger.words) == ("problem", True), ledger.words


@pytest.mark.usefixtures("quick")
def test_folders_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = settings(tmp_path, 'maps = "taken/html"\ntemplates = "none"\n')
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    assert "taken is a file" in found(tmp_path, own, "maps").words
    assert "does not exist" in found(tmp_path, own, "templates").words
    monkeypatch.setattr(doctor.os, "access", lambda *_: False)
    assert "is not writable" in found(tmp_path, own, "weekly").words


@pytest.mark.usefixtures("quick")
def test_a_new_folder_says_once_that_its_live_sources_were_never_read(tmp_path: Path) -> None:
    def findings(text: str) -> list[tuple[str, str, str]]:
        found = examine(lambda: settings(tmp_path, text))
        return [(one.name, one.state, one.words) for one in found if "live" in one.name or "source" in one.name]

    many = findings('live = ["ph-pna", "ph-malaya", "ph-afp", "ph-nsc"]\n')
    assert many == [("monitored sources", "note", "4 of 4 were never read; scs-tracker intake reads them")]
    assert findings('live = ["ph-pna"]\n') == [("source ph-pna", "note", "never read")]


@pytest.mark.usefixtures("quick")
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_sources_are_asked_only_online(tmp_path: Path, server: Server) -> None:
    server.answers["/a.csv"] = (200, {}, b"12345")
    now = datetime.now(UTC)
    item = f"<item><guid>1</guid><title>T</title><pubDate>{format_datetime(now)}</pubDate></item>"
    feed = f'<rss version="2.0"><channel>{item}</channel></rss>'
    server.answers["/feed"] = (200, {}, feed.encode())
    text = (
        '[[sources]]\npath = "*.csv"\n[[sources]]\npath = "none.csv"\n[[sources]]\ninbox = "tracker.toml"\n'
        f'[[sources]]\nurl = "{server.url}/a.csv"\nallow_private = true\n'
        f'[[sources]]\nfeed = "{server.url}/feed"\nallow_private = true\n'
        f'[[sources]]\nurl = "{server.url}/gone"\nallow_private = true\n'
    )
    own = settings(tmp_path, text)
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")

    def sources(**options: bool) -> list[tuple[str, str]]:
        findings = [one for one in examine(lambda: own, **options) if one.name.startswith("source ")]
        return [(one.state, one.words.replace(server.url, "")) for one in findings]

    local = ["ok", "problem", "problem"]
    assert sources()[3:] == [("ok", "not tested; use --online to test it")] * 2 + [("note", "never read")]
    assert [state for state, _ in sources()[:3]] == local
    assert server.asked == []
    assert sources(online=True)[3:] == [
        ("ok", "answers with 5 bytes"),
        ("problem", "/gone answered 404 Not Found; check the URL in a browser"),
        ("ok", f"well, newest {now.date()}"),
    ]


@pytest.mark.usefixtures("quick")
def test_how_the_last_run_ended(tmp_path: Path) -> None:
    own = settings(tmp_path)
    assert found(tmp_path, own, "last run").words == "none yet"
    file = tmp_path / "maps/html/run.json"
    file.parent.mkdir(parents=True)
    record: dict[str, Any] = {"started": "2024-09-09T00:00:00.000000Z", "exit_code": 1, "error": "the disk is full"}
    file.write_text(json.dumps(record), encoding="utf-8")
    last = found(tmp_path, own, "last run")
    assert (last.state, last.words) == ("note", "2024-09-09T00:00:00Z, exit code 1: the disk is full")
    file.write_text("{}", encoding="utf-8")
    assert found(tmp_path, own, "last run").state == "problem"


@pytest.mark.usefixtures("quick")
def test_settings_that_cannot_be_loaded_at_all() -> None:
    def fail() -> config.Settings:
        raise TrackerError("tracker.toml cannot be read")

    assert [one.words for one in examine(fail) if one.state == "problem"] == ["tracker.toml cannot be read"]
