"""The site builds without a warning, holds every paper and every public name, and needs nothing from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import scs_tracker

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    return once("site", build)


def build(out: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going", "docs", str(out)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    answer = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, env=environment)
    assert answer.returncode == 0, answer.stderr


def test_every_paper_is_a_page(site: Path) -> None:
    for paper in (ROOT / "docs").rglob("*.md"):
        assert (site / paper.relative_to(ROOT / "docs")).with_suffix(".html").is_file(), paper


def test_every_public_name_is_explained(site: Path) -> None:
    html = (site / "api.html").read_text(encoding="utf-8")
    missing = [name for name in scs_tracker.__all__ if f'id="scs_tracker.{name}"' not in html]
    assert missing == []


def test_pages_load_nothing_from_elsewhere(site: Path) -> None:
    loading = re.compile(r"""<(?:script|img|link|iframe|source|object|embed)\b[^>]*?\b(?:src|href|data)="([^"]+)""")
    for page in site.rglob("*.html"):
        for address in loading.findall(page.read_text(encoding="utf-8")):
            assert not re.match(r"(?:https?:)?//", address), f"{page.name}: {address}"
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"url\([\"']?(?:https?:)?//|@import", text), style.name


def test_no_page_names_a_folder_of_this_machine(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert str(ROOT) not in text, page.name
        assert str(Path.home()) + "/" not in text or Path.home() == Path("/"), page.name
