"""Files made to break the reader end in one sentence, soon; SECURITY.md says what else is held where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker import config
from scs_tracker.errors import TrackerError
from scs_tracker.mapping import recipe
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEEP = "[" * 100_000 + "]" * 100_000
KML = """<?xml version="1.0"?><!DOCTYPE kml [{entities}]>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>&e;</name><ExtendedData><Data name="date_start">
<value>2024-05-01</value></Data></ExtendedData><Point><coordinates>116,9</coordinates></Point></Placemark></Document></kml>
"""


@pytest.mark.parametrize("text", [f"title = {DEEP}", "title = " + "9" * 5000, 'title = "\x00"', "title = 1979-02-30"])
@pytest.mark.parametrize("load", [config.load, recipe.load])
def test_settings_and_recipes_made_to_break_the_parser(
    tmp_path: Path, load: Callable[[Path], object], text: str
) -> None:
    file = tmp_path / "any.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TrackerError, match=r"any\.toml"):
        load(file)


@pytest.mark.parametrize("content", [DEEP, f'{{"type": "FeatureCollection", "features": {DEEP}}}'])
def test_json_of_endless_depth(tmp_path: Path, content: str) -> None:
    file = tmp_path / "any.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(TrackerError, match=r"any\.json"):
        read_reports(file)


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY l0 "lol">'
        + "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
        + '<!ENTITY e "&l9;">',
        '<!ENTITY e SYSTEM "{secret}">',
    ],
    ids=["a thousand million laughs", "a file of this machine"],
)
def test_a_layer_with_entities_of_its_own(tmp_path: Path, entities: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for reports", encoding="utf-8")
    file = tmp_path / "any.kml"
    file.write_text(KML.format(entities=entities.replace("{secret}", secret.as_uri())), encoding="utf-8")
    with pytest.raises(TrackerError, match=r"any\.kml") as caught:
        read_reports(file)
    assert "not for reports" not in str(caught.value)
