"""Every row of every format is accounted for, at first and again; and progress is for terminals only."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scs_tracker.cli import imports
from scs_tracker.config import Settings
from scs_tracker.ledger import Ledger
from scs_tracker.sources.formats import READERS, detect

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.ledger import Summary

SAMPLES = Path(__file__).parents[1] / "sources" / "data"
EVENTS = Path(__file__).parents[2] / "geodata" / "incidents" / "events.csv"
LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"
NAMES = (
    "strangers/ucdp_ged_export.csv",
    "acled.csv", "acled_semicolon.csv", "acled_deletions.csv", "acled_deletions.json", "scsdi.csv", "points.geojson",
    "points.kml", "own/google_sheets.csv",
)  # fmt: skip
COLUMNS = {"points.geojson": {"id": "ref", "date_start": "WHEN"}, "points.kml": {"date_start": "when"}}


def adds_up(summary: Summary) -> bool:
    parts = summary.added + summary.updated + summary.unchanged + summary.linked + summary.quarantined
    return summary.read == parts


@pytest.fixture
def files(incident_file: Callable[..., Path], tmp_path: Path) -> list[Path]:
    """A file of each format, most with bad rows and rows that stand twice."""
    ours = incident_file({LASER: {"types": "lasre"}, BATTLE: {}})
    folder = tmp_path / "export"
    folder.mkdir()
    with_exports = Ledger(f"sqlite:///{tmp_path}/exported.db")
    with_exports.import_file(ours)
    exported = [
        with_exports.export(folder / f"export.{end}")[0] for end in ("csv", "geojson", "gpkg", "parquet", "xlsx")
    ]
    with_exports.engine.dispose()
    return [ours, EVENTS, *(SAMPLES / name for name in NAMES), *exported]


def test_the_rows_of_every_format_add_up_each_time(tmp_path: Path, files: list[Path]) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    met = set()
    for file in files:
        columns = COLUMNS.get(file.name)
        met.add("gis" if columns else detect(file))
        first = ledger.import_file(file, columns=columns)
        assert first.read > 0, file
        assert adds_up(first), (file, first)
        again = ledger.import_file(file, columns=columns)
        assert adds_up(again), (file, again)
        assert (again.read, again.quarantined, again.passed_over) == (first.read, first.quarantined, first.passed_over)
        assert again.unchanged == again.read - again.quarantined, file
    assert met == set(READERS)
    ledger.engine.dispose()


def test_progress_is_shown_on_a_terminal_and_nowhere_else(
    tmp_path: Path,
    incident_file: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    file = incident_file({BATTLE: {}})

    def said(name: str) -> tuple[str, str]:
        imports.import_files(
            lambda: Ledger(f"sqlite:///{tmp_path}/{name}.db"), [file], Settings(), given={}, as_json=False
        )
        captured = capsys.readouterr()
        return captured.out, captured.err

    out, err = said("piped")
    assert out == f"{file}: 1 read: 1 added, 0 updated, 0 unchanged, 0 linked, 0 quarantined\n"
    assert err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    out, err = said("terminal")
    assert out.endswith("0 quarantined\n")
    assert "incidents.csv: " in err


def test_progress_tells_what_is_done_and_of_how_many(tmp_path: Path, incident_file: Callable[..., Path]) -> None:
    told: list[tuple[str, int, int]] = []
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    ledger.import_file(
        incident_file({LASER: {}, BATTLE: {}}), progress=lambda step, done, total: told.append((step, done, total))
    )
    assert told == [("geocoding incidents", 2, 2), ("writing incidents", 2, 2)]
    ledger.engine.dispose()
