"""An installed package brings a format of files and one of live sources: ten lines and two entry points."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import pytest

from scs_tracker.errors import UsageError
from scs_tracker.intake.adapters import adapter, known_formats
from scs_tracker.sources.formats import detect, read_reports, readers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = """
from scs_tracker.sources.batch import Batch, Report
from scs_tracker.sources.tables import open_table

def read_log(file, *, encoding=""):
    with open_table(file) as table:
        rows = [dict(zip(table.header, row.cells)) | {"row": row.number} for row in table.rows]
    made = [Report(f"harbour:{one['berth']}", "harbour", one["row"], {"date_start": one["eta"]}) for one in rows]
    return Batch(str(file), reports=tuple(made))

read_log.marks = ("berth", "eta")

def read_live(live, ask, memory, /):
    return []
"""
ENTRY_POINTS = """[scs_tracker.sources]
harbour = harbour_log:read_log

[scs_tracker.intake]
harbour-live = harbour_log:read_live
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Installs the package as pip would leave it."""
    about = tmp_path / "harbour_log-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: harbour-log\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(ENTRY_POINTS, encoding="utf-8")
    (tmp_path / "harbour_log.py").write_text(PACKAGE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    caches = (readers, known_formats)
    for function in caches:
        function.cache_clear()
    yield
    for function in caches:
        function.cache_clear()
    sys.modules.pop("harbour_log", None)


@pytest.mark.usefixtures("installed")
def test_a_format_of_an_installed_package_is_found_by_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("berth,eta\n7,2034-06-17\n", encoding="utf-8")
    assert detect(file) == "harbour"
    (report,) = read_reports(file).reports
    assert (report.key, report.content["date_start"]) == ("harbour:7", "2034-06-17")


@pytest.mark.usefixtures("installed")
def test_a_live_source_may_have_a_format_of_an_installed_package() -> None:
    assert "harbour-live" in known_formats()
    assert adapter("harbour-live")(None, None, {}) == []  # type: ignore[arg-type]


def test_without_the_package_its_format_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="format 'harbour' is not known"):
        read_reports(tmp_path / "log.csv", format_="harbour")
