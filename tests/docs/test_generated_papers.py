"""Papers that are made from the code and the data say what the code and the data are now."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from scs_tracker import geodata
from scs_tracker.sources.formats import READERS

ROOT = Path(__file__).parents[2]


def script(name: str) -> dict[str, object]:
    return runpy.run_path(str(ROOT / "docs" / name))


def paper(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_the_commands_are_those_of_the_command_line() -> None:
    assert paper("cli.md") == script("cli_reference.py")["reference"](), "python docs/cli_reference.py > docs/cli.md"  # type: ignore[operator]


def test_the_manual_is_that_of_the_command_line() -> None:
    manual = script("cli_reference.py")["manual"]()  # type: ignore[operator]
    assert paper("scs-tracker.1") == manual, "python docs/cli_reference.py --man > docs/scs-tracker.1"
    assert r"scs\-tracker geocode \(aq" in manual or r"scs\-tracker geocode '10 nm" in manual


def test_the_formats_are_those_that_are_read() -> None:
    rows = re.findall(r"^\| `([a-z][a-z-]+)` \| .+ \| .+ \|$", paper("formats.md"), re.MULTILINE)
    assert sorted(rows) == sorted(READERS)
    assert (
        READERS.keys()
        - set(re.findall(r"[a-z-]+", re.findall(r"`--format FORMAT`: Format: (incidents.+?)\.", paper("cli.md"))[0]))
        == set()
    )


def test_every_direct_dependency_has_its_licence_listed() -> None:
    page = paper("licences.md")
    assert page == script("licences.py")["page"](), "python docs/licences.py > docs/licences.md"  # type: ignore[operator]
    licences = dict(re.findall(r"^\| (.+) \| (.+) \|$", page, re.MULTILINE))
    listed = {one.partition(" ")[0] for names in licences.values() for one in names.split(", ")}
    assert listed - {"packages", "---"} == set(script("licences.py")["direct"]())  # type: ignore[operator]
    assert licences.keys() & {"not stated", "not installed here"} == set()


def test_the_data_statement_counts_the_data() -> None:
    said = paper("data.md").split("<!-- numbers by docs/coverage.py -->")[1].split("<!-- end")[0]
    assert said.strip() == script("coverage.py")["statement"]().strip(), "python docs/coverage.py --write"  # type: ignore[operator]


@pytest.mark.parametrize("name", ["data.md", "cookbook/corrections.md", "codebook.md"])
def test_incidents_that_are_named_are_there(name: str) -> None:
    named = set(re.findall(r"\b\d{8}-[a-z0-9]+(?:-[a-z0-9]+)+\b", paper(name)))
    assert named
    assert named - {row["id"] for row in geodata.rows("incidents")} == set()


def test_the_codebook_explains_every_column_of_the_ledger_and_shows_every_type() -> None:
    codebook = paper("codebook.md")
    columns = {row["column"] for row in geodata.rows("columns")}
    assert columns - set(re.findall(r"`([a-z0-9_]+)`", codebook)) == set()
    cases = dict(re.findall(r"^\| `([a-z_]+)` \| \d \| .+ \| `(\d{8}-[a-z0-9-]+)` \|$", codebook, re.MULTILINE))
    held = {row["id"]: row["types"].split(";") for row in geodata.rows("incidents")}
    assert {row["type"] for row in geodata.rows("types")} - set(cases) == {"sonar"}
    assert [kind for kind, incident in cases.items() if kind not in held[incident]] == []
