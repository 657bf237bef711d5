"""Layers for export to other programs: rows, description and style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker import geodata

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

GREY: Final = "#5b6066"


class Shade(NamedTuple):
    """The style of the rows with one value: colour (``#rrggbb``), legend label, line width in mm, and dashes."""

    colour: str
    label: str
    width_mm: float = 0.3
    dashed: bool = False


class Look(NamedTuple):
    """The style of a layer: one shade for each value of ``column``, or one shade for all rows.

    ``title`` and ``text`` are templates of name and description in KML; rows of a ``dated`` layer have begin and
    end.
    """

    shades: Mapping[str, Shade]
    column: str = ""
    title: str = ""
    text: str = ""
    dated: bool = False


class Layer(NamedTuple):
    """A layer: a GeoDataFrame in EPSG:4326 or a plain table, with description, OGC geometry type and style.

    If ``kind`` is empty, the geometry type follows from the rows.
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
