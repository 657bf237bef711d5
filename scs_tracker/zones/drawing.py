"""Layers for other programs: their rows, descriptions and styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker import geodata

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

GREY: Final = "#5b6066"


class Shade(NamedTuple):
    """The style of rows with one value: colour (``#rrggbb``), label in the legend, line width in mm, dash."""

    colour: str
    label: str
    width_mm: float = 0.3
    dashed: bool = False


class Look(NamedTuple):
    """The style of a layer: the shade of each value of ``column``, or one shade under the empty string.

    ``title`` and ``text`` are templates of name and description in KML; of ``dated`` rows a time slider reads begin and
    end.
    """

    shades: Mapping[str, Shade]
    column: str = ""
    title: str = ""
    text: str = ""
    dated: bool = False


class Layer(NamedTuple):
    """A layer: a GeoDataFrame in EPSG:4326 or a plain table, with description, OGC geometry type and style.

    An empty ``kind`` takes the type from the rows.
    """

    frame: pd.DataFrame
    description: str
    kind: str = ""
    look: Look | None = None


def zone_look(width_mm: float = 0.3) -> Look:
    """Return the style of zones: grey outlines by kind, dashed if the zone is not a belt of a coast."""
    shades = {
        row["kind"]: Shade(GREY, row["kind"].replace("_", " "), width_mm, dashed=not row["belt"])
        for row in geodata.rows("zone_kinds")
    }
    return Look(shades, "kind", title="{name}", text="{legal_basis}")
