"""A week is read by day and by night: its colours in both, and its pictures on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import scs_tracker.reporting

STYLE = Path(scs_tracker.reporting.__file__).parent.joinpath("templates", "weekly.css").read_text(encoding="utf-8")
DAY, NIGHT = (dict(re.findall(r"--(\w+): (#\w+)", block)) for block in re.findall(r":root \{([^}]*)\}", STYLE))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    light = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


@pytest.mark.parametrize("colours", [DAY, {**DAY, **NIGHT}], ids=["day", "night"])
@pytest.mark.parametrize("ground", ["paper", "pale"])
@pytest.mark.parametrize("words", ["ink", "soft", "mark"])
def test_words_stand_out_from_their_ground(colours: dict[str, str], ground: str, words: str):
    low, high = sorted(luminance(colours[one]) for one in (ground, words))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_night_is_of_screens_alone_and_pictures_stay_on_paper():
    assert "@media screen and (prefers-color-scheme: dark)" in STYLE
    assert luminance(NIGHT["paper"]) < luminance(DAY["ink"])
    assert re.search(r"figure svg \{[^}]*background: #fff", STYLE)
