"""The cookbook's maps are made as written there, and open."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

COOKBOOK = Path(__file__).parents[2] / "docs" / "cookbook" / "maps.md"
COUNTS = {
    "scarborough.html": 50, "hurt.html": 10, "vietnamese-fishing.html": 10, "with-a-route.html": 30, "buoys.html": 2,
    "rig.html": 8, "patrols.html": 2, "with-blocks.html": 400,
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the code of the cookbook was run, block after block."""
    folder = tmp_path_factory.mktemp("cookbook")
    blocks = re.findall(r"```python\n(.*?)```", COOKBOOK.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 9
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        names: dict[str, object] = {}
        for number, block in enumerate(blocks):
            exec(compile(block, f"{COOKBOOK.name}, block {number}", "exec"), names)  # noqa: S102 - our own text
    return folder


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_a_map_of_the_cookbook_opens_with_its_incidents(open_page: Callable[..., Page], made: Path, name: str):
    page = open_page(made / name)
    assert int(page.inner_text(".count").split()[0].replace(",", "")) >= COUNTS[name]
    if name != "patrols.html":  # no incidents
        assert int(page.get_attribute(".folium-map", "data-markers")) >= COUNTS[name]


def test_the_route_of_the_cookbook_is_on_its_map(open_page: Callable[..., Page], made: Path):
    page = open_page(made / "with-a-route.html")
    assert page.locator(".leaflet-overlay-pane path[stroke='#333333']").count() == 1
