"""What a paper names in this repository is there: linked pages, headings, files of code, data and tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "scs_tracker"
#: Logs of changes name what was there once.
PAPERS = sorted(
    file
    for pattern in ("*.md", "docs/**/*.md", "geodata/**/*.md", "benchmarks/**/*.md")
    for file in ROOT.glob(pattern)
    if file.name not in {"CHANGELOG.md", "CHANGES.md"}
)
TOPS = {folder.name: ROOT for folder in ROOT.iterdir() if folder.is_dir()}
ROOMS = {folder.name: PACKAGE for folder in PACKAGE.iterdir() if folder.is_dir()}
HOMES = ROOMS | TOPS
#: A path from a folder of the repository or a room of the code; capitals, such as CODE.toml, stand for a name.
NAMED = re.compile(
    rf"(?<![\w/.-])((?:{'|'.join(HOMES)})/(?:[\w-]+/)*[a-z0-9_-]+\.(?:py|csv|md|json|toml|yaml|sql|sh))\b"
)


def anchors(paper: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", paper.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).strip().replace(" ", "-") for one in headings}


def there(name: str) -> bool:
    homes = HOMES[name.partition("/")[0]], ROOT / "geodata"
    return any((home / name).exists() for home in homes)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_what_a_paper_names_is_there(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    links = [one.partition("#") for one in re.findall(r"\]\((?!https?:)([^)]+)\)", text)]
    targets = [((paper.parent / path if path else paper).resolve(), anchor) for path, _, anchor in links]
    assert [str(target) for target, _ in targets if not target.exists()] == []
    assert [anchor for target, anchor in targets if anchor and anchor not in anchors(target)] == []
    named = set(NAMED.findall(text))
    made = {name for name in named if name.startswith(("maps/html/", "site/"))}
    assert [name for name in sorted(named - made) if not there(name)] == []


def test_names_are_found_in_the_papers() -> None:
    assert len(PAPERS) > 40
    assert sum(len(NAMED.findall(paper.read_text(encoding="utf-8"))) for paper in PAPERS) > 150
