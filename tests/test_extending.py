"""What is new of a kind that we know touches the data and at most two files of code, tried on copies."""

from __future__ import annotations

import csv
import filecmp
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scs_tracker import geodata

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
REGISTERED = "from scs_tracker.sources.lines import read_lines"
READER = '''"""Reports as a line each: id, day, type, initiator, target, place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scs_tracker.sources.batch import Batch, Report

if TYPE_CHECKING:
    from pathlib import Path


def read_lines(file: Path) -> Batch:
    """Read one report a line."""
    names = ("id", "date_start", "types", "initiators", "targets", "location_text")
    rows = [dict(zip(names, line.split("|"), strict=True)) for line in file.read_text().splitlines()]
    reports = [Report(f"lines:{row['id']}", "lines", at, row) for at, row in enumerate(rows, start=1)]
    return Batch(str(file), tuple(reports))
'''


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """Makes a folder of a user's own that adds an incident type and an actor: one row of data each."""
    folder = tmp_path / "geodata-local"
    folder.mkdir()
    for name, key, change in (
        ("types", "water_cannon", {"type": "net_cutting", "label": "net cutting", "act": "cut the nets of {craft}"}),
        ("actors", "KR-NAVY", {"code": "KR-KCG", "service": "Coast Guard", "name": "Korea Coast Guard"}),
    ):
        rows = geodata.rows(name)
        like = next(row for row in rows if key in row.values())
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(like))
            writer.writeheader()
            writer.writerow(like | change)
    return folder


def test_a_type_and_an_actor_are_a_row_of_data_each(
    overlay: Path, tmp_path: Path, call: Callable[..., object], incident_file: Callable[..., Path]
) -> None:
    bagacay = {"types": "net_cutting", "initiators": "KR-KCG"}
    file = incident_file({"20240819-sabina-bagacay-ramming": bagacay})
    (tmp_path / "tracker.toml").write_text(f'geodata = "{overlay.name}"\n', encoding="utf-8")
    assert call("import", str(file)).code == 0
    assert call("map", "--out", "map.html").code == 0
    assert call("weekly", "--week", "2024-W34", "--out", "weeks").code == 0
    page = (tmp_path / "weeks/2024-W34.html").read_text(encoding="utf-8")
    assert "net cutting" in page.casefold()
    assert "KR-KCG" in (tmp_path / "map.html").read_text(encoding="utf-8")


def changed(copy: Path, original: Path) -> list[str]:
    """Return the files of code that differ between a copy and its original, or stand in the copy alone."""
    files = {file.relative_to(copy) for file in copy.rglob("*.py")}
    return [str(one) for one in files if not (original / one).exists() or not filecmp.cmp(copy / one, original / one)]


def with_edit(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Copies the package to change it, with the data and recipes that it finds beside itself."""
    shutil.copytree(ROOT / "scs_tracker", tmp_path / "scs_tracker", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("geodata", "maps"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def run(checkout: Path, program: str) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=checkout, check=True, capture_output=True, text=True).stdout


def test_a_source_format_is_a_module_and_its_registration(checkout: Path) -> None:
    (checkout / "scs_tracker/sources/lines.py").write_text(READER, encoding="utf-8")
    with_edit(
        checkout / "scs_tracker/sources/formats.py",
        (
            "from scs_tracker.sources.scsdi",
            "from scs_tracker.sources.lines import read_lines\nfrom scs_tracker.sources.scsdi",
        ),
        ('    "gis": read_gis,\n', '    "gis": read_gis,\n    "lines": read_lines,\n'),
    )
    (checkout / "reports.txt").write_text("a1|2024-06-17|ramming|CN-CCG|PH-NAVY|Second Thomas Shoal\n")
    said = run(
        checkout,
        "from scs_tracker.sources.formats import read_reports\n"
        "print(read_reports('reports.txt', format_='lines').reports[0].key)",
    )
    assert said.strip() == "lines:a1"
    assert len(changed(checkout / "scs_tracker", ROOT / "scs_tracker")) <= 2


def test_a_recipe_key_is_a_field_and_what_the_page_is_told(checkout: Path) -> None:
    with_edit(
        checkout / "scs_tracker/mapping/recipe.py",
        ("    embed: bool = False\n", '    embed: bool = False\n    motto: str = ""\n'),
    )
    with_edit(
        checkout / "scs_tracker/mapping/incident_map.py",
        ('        "embed": plan.embed,\n', '        "embed": plan.embed,\n        "motto": plan.motto,\n'),
    )
    (checkout / "own.toml").write_text('title = "Own"\nmotto = "said by the recipe alone"\n', encoding="utf-8")
    said = run(
        checkout,
        "from scs_tracker.mapping.incident_map import page_settings\n"
        "from scs_tracker.mapping.recipe import load\n"
        "print(page_settings(load('own.toml'), {})['motto'])",
    )
    assert said.strip() == "said by the recipe alone"
    assert len(changed(checkout / "scs_tracker", ROOT / "scs_tracker")) <= 2
