"""Draws docs/images/zones.png: all zones over the coastline. Run: python docs/images/draw_zones.py."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl

mpl.use("Agg")

import geopandas as gpd
import matplotlib.pyplot as plt
import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from scs_tracker import geodata
from scs_tracker.zones.table import load_zones

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = {
    "BN": "#8c6d31",
    "CN": "#c03a2b",
    "ID": "#2e8b57",
    "MY": "#d18f00",
    "PH": "#1f6fb4",
    "TW": "#7b4fa3",
    "VN": "#0b8f9c",
}
NAMES = {
    "BN": "Brunei",
    "CN": "China",
    "ID": "Indonesia",
    "MY": "Malaysia",
    "PH": "Philippines",
    "TW": "Taiwan",
    "VN": "Viet Nam",
}
LAND, SEA, DASHED = "#d9d6cf", "#f7f9fb", (0, (6, 3))
#: Title, west, south, east, north.
INSETS = (
    ("Gulf of Tonkin, today", 105.3, 16.6, 110.9, 22.0),
    ("Gulf of Tonkin, before March 2024", 105.3, 16.6, 110.9, 22.0),
    ("Paracels", 110.4, 15.1, 113.6, 17.8),
    ("Scarborough Shoal", 117.1, 14.5, 118.5, 15.8),
    ("Spratlys, 12 M and 24 M", 111.0, 6.6, 117.6, 12.2),
    ("Brunei and the shelf lines", 103.6, 1.0, 115.8, 9.2),
)


def _main() -> None:
    zones = load_zones().set_index("id")
    land = gpd.read_file(geodata.shipped("coastline/coastline.geojson"))
    figure = plt.figure(figsize=(17.5, 11.6), dpi=110, facecolor="white")
    grid = figure.add_gridspec(3, 4, width_ratios=(1, 1, 0.86, 0.86), hspace=0.22, wspace=0.17)
    whole = figure.add_subplot(grid[:, :2])
    _overview(whole, zones, land)
    for number, (title, west, south, east, north) in enumerate(INSETS):
        axes = figure.add_subplot(grid[number // 2, 2 + number % 2])
        _inset(axes, zones, title=title, box=(west, south, east, north))
    _legend(whole)
    figure.savefig(Path(__file__).with_name("zones.png"), bbox_inches="tight", metadata={"Software": None})


def _overview(axes: Axes, zones: gpd.GeoDataFrame, land: gpd.GeoDataFrame) -> None:
    land.plot(ax=axes, color=LAND, linewidth=0)
    inner = zones[zones["kind"].isin(["archipelagic_waters", "internal_waters"])]
    for zone in inner.itertuples():
        _fill(axes, zone.geometry, COLOURS[zone.claimants], alpha=0.25)
    for zone in zones[zones["kind"] == "eez"].itertuples():
        _fill(axes, zone.geometry, COLOURS[zone.claimants], alpha=0.07)
        _edge(axes, zone.geometry, COLOURS[zone.claimants], width=1.0, style=":" if "paracel" in zone.Index else "-")
    for zone in zones[zones["kind"] == "territorial_sea"].itertuples():
        codes = zone.claimants.split(";")
        _edge(axes, zone.geometry, COLOURS.get(codes[0], "#555555") if len(codes) == 1 else "#555555", width=0.5)
    _edge(axes, zones.geometry["cn-dash-area"], COLOURS["CN"], width=0.5, style=(0, (1, 3)))
    _edge(axes, zones.geometry["ph-kig"], COLOURS["PH"], width=0.9, style=DASHED)
    _edge(axes, zones.geometry["ph-treaty-limits"], COLOURS["PH"], width=0.6, style=":")
    _edge(axes, zones.geometry["cn-fishing-ban"], COLOURS["CN"], width=0.4, style=":")
    _lines(axes, zones)
    _frame(axes, "All zones", (98, -4, 128, 27))


def _inset(axes: Axes, zones: gpd.GeoDataFrame, *, title: str, box: tuple[float, float, float, float]) -> None:
    past = "before" in title
    day = "2024-02-01" if past else "2026-01-01"
    here = zones.clip(shapely.box(*box).buffer(0.3, join_style="mitre"))
    here = here[
        (here["first_day"].isna() | (here["first_day"] <= day)) & (here["last_day"].isna() | (here["last_day"] >= day))
    ]
    if "land" in here.index:
        _fill(axes, here.geometry["land"], LAND, alpha=1)
    alphas = {
        "internal_waters": 0.3,
        "archipelagic_waters": 0.3,
        "territorial_sea": 0.22,
        "contiguous_zone": 0.12,
        "eez": 0.06,
    }
    for zone in here[here["kind"].isin(alphas)].itertuples():
        single = COLOURS.get(zone.claimants, "#555555")
        feature = bool(zone.feature_id)
        if not feature:
            _fill(axes, zone.geometry, single, alpha=alphas[zone.kind])
        style = ":" if zone.certainty else "-"
        _edge(axes, zone.geometry, single, width=0.35 if feature else 0.8, style=style)
    for name in ("cn-dash-area", "ph-kig"):
        if name in here.index:
            _edge(axes, here.geometry[name], COLOURS[name[:2].upper()], width=0.7, style=DASHED)
    _lines(axes, here)
    _frame(axes, title, box)


def _lines(axes: Axes, zones: gpd.GeoDataFrame) -> None:
    for zone in zones[zones["kind"].isin(["claim_line", "continental_shelf", "maritime_boundary"])].itertuples():
        claimed = zone.kind == "claim_line"
        colour = COLOURS["CN"] if claimed else "#111111"
        style = "--" if zone.kind == "continental_shelf" else "-"
        for part in shapely.get_parts(zone.geometry):
            axes.plot(*part.xy, color=colour, linewidth=2.6 if claimed else 1.3, linestyle=style, zorder=5)


def _fill(axes: Axes, shape: shapely.Geometry, colour: str, *, alpha: float) -> None:
    gpd.GeoSeries([shape]).plot(ax=axes, color=colour, alpha=alpha, linewidth=0)


def _edge(axes: Axes, shape: shapely.Geometry, colour: str, *, width: float, style: object = "-") -> None:
    gpd.GeoSeries([shape]).boundary.plot(ax=axes, color=colour, linewidth=width, linestyle=style)


def _frame(axes: Axes, title: str, box: tuple[float, float, float, float]) -> None:
    west, south, east, north = box
    axes.set(xlim=(west, east), ylim=(south, north), facecolor=SEA, aspect="equal", xlabel="", ylabel="")
    axes.set_title(title, fontsize=10, loc="left")
    axes.tick_params(labelsize=7)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_formatter("{x:g}°E")
    axes.yaxis.set_major_formatter("{x:g}°")


def _legend(axes: Axes) -> None:
    handles: list[object] = [Patch(facecolor=COLOURS[code], alpha=0.5, label=name) for code, name in NAMES.items()]
    handles += [
        Line2D([], [], color="#111111", linewidth=1.3, label="agreed line"),
        Line2D([], [], color="#111111", linewidth=1.3, linestyle="--", label="shelf line"),
        Line2D([], [], color=COLOURS["CN"], linewidth=2.6, label="dashes (illustration)"),
        Line2D([], [], color="#555555", linewidth=0.8, label="12 M of a feature that several claim"),
    ]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, -0.04), ncols=3, fontsize=9, frameon=False)


if __name__ == "__main__":
    _main()
