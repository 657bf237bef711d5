"""The map's scripts and style sheets, and those of the weekly report, linted as the pages have them."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import tinycss2

from scs_tracker.mapping.elements import script

OXLINT = Path(sys.executable).with_name("oxlint")
RULES = Path(__file__).parents[1] / "oxlint.json"
SCRIPTS = {
    "map": lambda: f"export {script()}",
    "index": lambda: (files("scs_tracker.reporting") / "templates/index.js").read_text(encoding="utf-8"),
}
STYLES = (
    "mapping/assets/theme.css",
    "mapping/assets/page.css",
    "reporting/templates/weekly.css",
    "reporting/templates/index.css",
)


def lint(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / "page.js"
    file.write_text(text, encoding="utf-8")
    command = [OXLINT, "--config", RULES, "--deny-warnings", "--format", "unix", file]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_scripts_have_nothing_that_the_linter_objects_to(name: str, tmp_path: Path):
    answer = lint(SCRIPTS[name](), tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("const said = unheardOf;\nexport { said };", "no-undef"),
        ("const unused = 1;", "no-unused-vars"),
        ("export const same = (a, b) => a == b;", "eqeqeq"),
        ("export const run = (text) => eval(text);", "no-eval"),
        ("export const broken = (;", "Unexpected token"),
    ],
)
def test_the_linter_sees_what_it_must(fault: str, rule: str, tmp_path: Path):
    answer = lint(fault, tmp_path)
    assert answer.returncode != 0
    assert rule in answer.stdout + answer.stderr


@pytest.mark.parametrize("name", STYLES)
def test_the_style_sheets_have_no_rule_that_a_browser_would_drop(name: str):
    rules = tinycss2.parse_stylesheet((files("scs_tracker") / name).read_text(encoding="utf-8"), skip_whitespace=True)
    assert [rule.message for rule in rules if rule.type == "error"] == []
    bodies = [rule.content for rule in rules if rule.type == "qualified-rule"]
    declarations = [part for body in bodies for part in tinycss2.parse_blocks_contents(body, skip_whitespace=True)]
    assert [part.message for part in declarations if part.type == "error"] == []
    assert len(declarations) > 5
