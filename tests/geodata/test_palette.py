"""The colours of the countries, on light ground and on dark: told apart by colour-blind readers too.

Criteria, for the seven countries with a colour of their own and the grey of all others, in each theme:

- at least 3:1 (WCAG 2.2, success criterion 1.4.11) against the rim that every mark of the map stands on, which is also
  the paper of charts and report;
- a CIEDE2000 difference of at least 15 between any two for full colour vision, 10 for protanopia and deuteranopia (by
  Brettel 1997, and by Machado 2009 at full severity) and 9 for tritanopia (by Brettel; the model of Machado is not made
  for it). About 2 is just noticeable side by side, but markers are small and apart.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from coloraide import Color

from scs_tracker import geodata
from scs_tracker.geodata import checks

STYLE = Path(__file__).parents[2] / "scs_tracker/mapping/assets/theme.css"
OWN_COLOUR = {"CN", "PH", "VN", "MY", "ID", "TW", "TH"}
THEMES = ("colour", "colour_dark")
#: Vision, model and the difference that any two colours must keep.
VISIONS = [
    ("full", "", 15.0),
    ("protan", "brettel", 10.0),
    ("protan", "machado", 10.0),
    ("deutan", "brettel", 10.0),
    ("deutan", "machado", 10.0),
    ("tritan", "brettel", 9.0),
]


def colours(theme: str) -> dict[str, Color]:
    """The colour of each country that has its own, and of all others under ``others``."""
    palette: dict[str, set[str]] = {}
    for row in geodata.rows("actors"):
        palette.setdefault(row["country"] if row["country"] in OWN_COLOUR else "others", set()).add(row[theme])
    assert all(len(found) == 1 for found in palette.values()), palette
    return {country: Color(found.pop()) for country, found in palette.items()}


def seen(colour: Color, vision: str, model: str) -> Color:
    if vision == "full":
        return colour
    return colour.filter(vision, method=model).clip()


def nearest(palette: dict[str, Color], vision: str, model: str) -> tuple[float, str, str]:
    """The least difference between two colours of the palette, and which they are."""
    shown = {country: seen(colour, vision, model) for country, colour in palette.items()}
    return min((shown[a].delta_e(shown[b], method="2000"), a, b) for a, b in itertools.combinations(shown, 2))


def rims() -> list[str]:
    """What marks stand on in the light and in the dark theme."""
    return re.findall(r"--rim: (#[0-9a-f]{6})", STYLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("theme", THEMES)
def test_seven_countries_have_a_colour_of_their_own(theme):
    assert colours(theme).keys() == {*OWN_COLOUR, "others"}
    assert len({colour.to_string(hex=True) for colour in colours(theme).values()}) == len(OWN_COLOUR) + 1


@pytest.mark.parametrize("country", sorted({*OWN_COLOUR, "others"}))
@pytest.mark.parametrize("theme", THEMES)
def test_a_colour_stands_out_from_its_rim(theme, country):
    rim = rims()[THEMES.index(theme)]
    assert colours(theme)[country].contrast(rim, method="wcag21") >= 3, rim


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("vision", "model", "least"), VISIONS)
def test_any_two_colours_are_told_apart(vision, model, least, theme):
    difference, one, other = nearest(colours(theme), vision, model)
    assert difference >= least, (one, other)


@pytest.mark.parametrize(
    ("vision", "model"), [("protan", "brettel"), ("protan", "machado"), ("deutan", "brettel"), ("deutan", "machado")]
)
def test_the_measure_rejects_red_beside_green(vision, model):
    # far apart to full vision, the same muddy tone to a red-green blind reader
    palette = {"CN": Color("#b85040"), "VN": Color("#507030")}
    assert nearest(palette, "full", "")[0] >= 40
    assert nearest(palette, vision, model)[0] < 10


def test_the_measure_rejects_blue_beside_green_for_tritanopia():
    palette = {"CN": Color("#2f88c2"), "VN": Color("#1f9173")}
    assert nearest(palette, "full", "")[0] >= 15
    assert nearest(palette, "tritan", "brettel")[0] < 9


def test_the_measure_agrees_with_published_differences():
    # the first two and the last of the pairs that Sharma, Wu and Dalal (2005) publish for CIEDE2000
    pairs = [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ]
    for one, other, expected in pairs:
        difference = Color("lab-d65", one).delta_e(Color("lab-d65", other), method="2000", space="lab-d65")
        assert difference == pytest.approx(expected, abs=1e-4)


def test_red_flags_are_not_drawn_red():
    hue = {country: colour.convert("oklch")["hue"] for country, colour in colours("colour").items()}
    assert {country for country in hue if hue[country] < 35 or hue[country] > 350} & {"CN", "VN", "ID"} == set()


def test_shapes_are_few_and_tell_the_kinds_of_service_apart():
    shapes = {row["kind"]: row["shape"] for row in geodata.rows("actors")}
    assert shapes.keys() <= checks.SHAPES.keys()
    assert len(set(shapes.values())) <= 7
    assert len({shapes[kind] for kind in ("coast guard", "navy", "air force", "militia", "fishing")}) == 5
