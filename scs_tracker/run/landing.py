"""Write the home page of the published folder: the latest week, the maps, the data, and how to cite."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from scs_tracker import geodata
from scs_tracker.files import write_atomically
from scs_tracker.reporting.archive import MARK, entries, render_landing
from scs_tracker.reporting.period import WEEK

if TYPE_CHECKING:
    from scs_tracker.config import Settings

_NAME: Final = "index.html"
#: Extensions of export formats; such files in the folder of the maps are listed as data.
_DATA: Final = (".csv", ".geojson", ".gpkg", ".parquet", ".xlsx")


def page(settings: Settings) -> list[Path]:
    """Return the path of the home page in a list, or an empty list if it must not be written."""
    folder, weekly = settings.resolve(settings.maps), settings.resolve(settings.weekly)
    file = folder / _NAME
    if folder.absolute() == weekly.absolute():
        return []
    try:
        ours = MARK in file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        ours = not file.exists()
    return [file] if ours else []


def linked_file_names(settings: Settings) -> list[str]:
    """Return the names of the maps and data files that the home page links to."""
    folder = settings.resolve(settings.maps)
    recipes = [recipe.stem for recipe in sorted(geodata.recipes().glob("*.toml"))]
    maps = [f"{name}.html" for name in recipes if (folder / f"{name}.html").is_file()]
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    return maps + [file.name for file in there if file.suffix in _DATA and file.is_file()]


def write_landing(settings: Settings) -> list[Path]:
    """Write the home page and return its path in a list; an empty list if no week was issued or ``page`` is empty."""
    from scs_tracker.mapping.recipe import load

    weekly = settings.resolve(settings.weekly)
    reports = entries(weekly)
    if not any(one["kind"] == WEEK for one in reports):
        return []
    named = linked_file_names(settings)
    maps = [(name, load(name.removesuffix(".html"))) for name in named if name.endswith(".html")]
    html = render_landing(
        reports,
        maps=[{"file": name, "title": one.title, "description": one.description} for name, one in maps],
        data=[name for name in named if not name.endswith(".html")],
        weekly=quote(f"{Path(os.path.relpath(weekly, settings.resolve(settings.maps))).as_posix()}/"),
    )
    return [write_atomically(file, html.encode()) for file in page(settings)]
