"""What `import` makes of a file that tracker.toml names, and what it says of rows that are none of ours."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker import cli

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[1] / "sources" / "data"


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Runs a command in a folder of its own; gives its exit code and all that it says."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["scs-tracker", *arguments])
        code: Any = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code or 0
        captured = capsys.readouterr()
        return int(code), captured.out + captured.err

    return run


def sighting(when: str) -> str:
    properties = {"ref": "r1", "stamp": when, "what": "laser", "spot": "Sabina Shoal"}
    feature = {"type": "Feature", "properties": properties, "geometry": None}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def test_a_map_layer_is_read_by_its_columns_in_the_settings(call: Callable[..., tuple[int, str]]) -> None:
    entry = """[[sources]]\npath = "in/*.geojson"\ncolumns = { id = "ref", date_start = "stamp", place = "spot" }\n"""
    Path("tracker.toml").write_text(entry, encoding="utf-8")
    Path("in").mkdir()
    for file in (Path("in/a.geojson"), Path("a.geojson")):
        file.write_text(sighting("2024-08-19"), encoding="utf-8")
    assert call("import", "in/a.geojson")[0] == 0
    code, said = call("import", "a.geojson")
    assert (code, "has no field date_start" in said) == (1, True)
    Path("in/a.geojson").write_text(sighting("soon"), encoding="utf-8")
    assert call("import", "in/a.geojson")[0] == 3
    Path("in/a.geojson").write_text(sighting("2024-08-20"), encoding="utf-8")
    code, said = call("retry")
    assert (code, "1 read, 0 added, 1 updated" in said, "quarantine is empty" in said) == (0, True, True)


def test_a_format_in_the_settings_decides_and_the_command_overrules_it(call: Callable[..., tuple[int, str]]) -> None:
    Path("tracker.toml").write_text("""[[sources]]\npath = "x.csv"\nformat = "scsdi"\n""", encoding="utf-8")
    Path("x.csv").write_bytes((SAMPLES / "acled.csv").read_bytes())
    code, said = call("import", "x.csv")
    assert (code, "is not a table of SCSDI events" in said) == (1, True)
    assert call("import", "x.csv", "--format", "acled")[0] in {0, 3}


def test_a_mistyped_name_leaves_no_ledger_behind(call: Callable[..., tuple[int, str]]) -> None:
    Path("tracker.toml").write_text("""[[sources]]\npath = "*.csv"\nformat = "scsdi"\n""", encoding="utf-8")
    assert call("import", "none.csv")[0] == 1
    assert call("import", "none.csv", "--format", "acled")[0] == 1
    assert not Path("tracker.db").exists()


def test_rows_that_are_none_of_ours_are_counted_by_reason(call: Callable[..., tuple[int, str]]) -> None:
    _, said = call("import", str(SAMPLES / "acled.csv"))
    assert "passed over (" in said
    assert " × outside this sea" in said
