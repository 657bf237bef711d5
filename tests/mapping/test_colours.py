"""Colours that are told apart: by eyes of all kinds, or by a second sign beside the colour."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from scs_tracker.mapping.colouring import RAMP, TYPE_COLOURS, colours
from scs_tracker.mapping.incident_layer import checked
from scs_tracker.mapping.interface_text import texts

if TYPE_CHECKING:
    import geopandas as gpd

#: How linear RGB is seen, by the model of Machado, Oliveira and Fernandes (2009) at full severity.
VISIONS = {
    "common": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def lab(colour: str, vision: str) -> tuple[float, float, float]:
    """CIELAB of a hex colour as it is seen."""
    rgb = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(VISIONS[vision] @ linear, 0, 1)
    scaled = (_TO_XYZ @ seen) / np.array([0.95047, 1.0, 1.08883])
    x, y, z = np.where(scaled > (6 / 29) ** 3, np.cbrt(scaled), scaled / (3 * (6 / 29) ** 2) + 4 / 29)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The difference of two colours in CIELAB, CIE 142-2001."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - math.sqrt(mean7 / (mean7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    big_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = h1 + turn / 2 if c1 * c2 else h1 + h2
    t = 1 - 0.17 * math.cos(math.radians(mean_h - 30)) + 0.24 * math.cos(math.radians(2 * mean_h))
    t += 0.32 * math.cos(math.radians(3 * mean_h + 6)) - 0.20 * math.cos(math.radians(4 * mean_h - 63))
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    spread = 30 * math.exp(-((((mean_h % 360) - 275) / 25) ** 2))
    r_t = -2 * math.sqrt(mean_c**7 / (mean_c**7 + 25**7)) * math.sin(math.radians(2 * spread))
    dl, dc, dh = (l2 - l1) / s_l, (c2 - c1) / s_c, big_h / s_h
    return math.sqrt(dl**2 + dc**2 + dh**2 + r_t * dc * dh)


def apart(one: str, other: str) -> float:
    """The least difference of two colours in any vision."""
    return min(ciede2000(lab(one, vision), lab(other, vision)) for vision in VISIONS)


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_those_of_the_published_pairs(one, other, difference: float):
    assert ciede2000(one, other) == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("theme", ["colour", "dark"])
def test_two_sides_differ_by_10_in_every_vision(shipped: gpd.GeoDataFrame, theme: str):
    classes = colours(checked(shipped), texts("en"))["actor"]["classes"]
    assert [each["label"] for each in classes[-2:]] == ["acts of both sides", "others"], "both are the same grey"
    for one, other in itertools.combinations(classes[:-1], 2):
        assert apart(one.get(theme, one["colour"]), other.get(theme, other["colour"])) >= 10, (one, other)


def test_two_types_differ_by_their_colour(shipped: gpd.GeoDataFrame):
    classes = colours(checked(shipped), texts("en"))["type"]["classes"]
    assert len({each["colour"] for each in classes}) == len(classes) == 8
    least = min(
        ciede2000(lab(one, "common"), lab(other, "common")) for one, other in itertools.combinations(TYPE_COLOURS, 2)
    )
    assert least > 13


def test_the_steps_of_time_look_alike():
    steps = [ciede2000(lab(one, "common"), lab(other, "common")) for one, other in itertools.pairwise(RAMP)]
    assert max(steps) / min(steps) < 1.1
    lightness = [lab(colour, "deuteranopia")[0] for colour in RAMP]
    assert sorted(lightness) in (lightness, lightness[::-1]), "later is darker, or lighter, throughout"
