"""The wheel is whole, and works where nothing else is."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from scs_tracker.version import VERSION

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_the_code_the_geodata_and_the_recipes(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    manual = {name for name in held if name.endswith("data/share/man/man1/scs-tracker.1")}
    assert len(manual) == 1
    code = (ROOT / "scs_tracker").rglob("*")
    wanted = {file.relative_to(ROOT).as_posix() for file in code if file.is_file() and "__pycache__" not in file.parts}
    data = [*(ROOT / "geodata").rglob("*"), *(ROOT / "maps").glob("*.toml")]
    data = [file for file in data if ROOT / "geodata/build" not in file.parents]
    wanted |= {f"scs_tracker/_data/{file.relative_to(ROOT).as_posix()}" for file in data if file.is_file()}
    assert held - manual == wanted


def test_one_version_stands_in_all_places_and_has_its_heading() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert project["version"] == citation["version"] == VERSION
    assert re.search(
        rf"^## {re.escape(VERSION)}, \d{{4}}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )


def test_a_bill_of_materials_says_nothing_of_the_machine() -> None:
    clean = runpy.run_path(str(ROOT / ".ci/sbom.py"))["cleaned"]
    links = [
        {"type": "distribution", "url": "https://files.example/x.whl"},
        {"type": "website", "url": "file:///home/someone/x"},
        {"type": "vcs", "url": "https://example.org/x"},
    ]
    bom = clean({"components": [{"name": "x", "externalReferences": links}], "metadata": {"component": {"name": "y"}}})
    assert bom["components"] == [{"name": "x", "externalReferences": [links[2]]}]


def test_a_bill_of_materials_names_the_licences_that_packages_do_not() -> None:
    code = runpy.run_path(str(ROOT / ".ci/sbom.py"))
    own = [{"license": {"id": "MIT"}}]
    bom = {"components": [{"name": "XStatic-Leaflet"}, {"name": "pandas", "licenses": own}, {"name": "unheard.of"}]}
    table = code["read_licences"]((ROOT / "docs/licences.md").read_text(encoding="utf-8"))
    leaflet, pandas, unheard = code["licensed"](bom, table)["components"]
    assert leaflet["licenses"] == [{"license": {"name": "BSD-2-Clause (Leaflet)"}}]
    assert pandas["licenses"] == own
    assert "licenses" not in unheard
    assert {"xstatic-jquery", "pyahocorasick"} <= set(table)


def test_the_demo_runs_from_the_wheel_with_an_empty_home(wheel: Path, tmp_path: Path) -> None:
    site, home, folder = (tmp_path / name for name in ("site", "home", "folder"))
    for made in (site, home, folder):
        made.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)  # what an installer does with a wheel of pure Python
    program = (
        "import scs_tracker.cli as cli, scs_tracker.geodata as geodata, sys\n"
        "print(cli.__file__, geodata.shipped('types.csv'), flush=True)\n"
        "sys.argv = ['scs-tracker', 'demo']\ncli.main()\n"
    )
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(site), "LC_ALL": "C"}
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=environment, check=False, capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines()[0].split() == [
        str(site / "scs_tracker/cli/__init__.py"),
        str(site / "scs_tracker/_data/geodata/types.csv"),
    ]
    assert (folder / "maps/html/overview.html").stat().st_size > 500_000
    assert len(list((folder / "maps/html/weekly").glob("*.html"))) == 1
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith("tracker.db")) == ["maps"]
