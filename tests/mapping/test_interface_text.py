"""The words of the page: one catalogue a language, each with every key, none without a use."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.mapping.interface_text import all_texts, languages, texts

FOLDER = files("scs_tracker.mapping")
ENGLISH = texts("en")
#: Names of types and countries, which are data in English.
DATA = {f"type_{row['type']}" for row in geodata.rows("types")} | {
    f"country_{row['country']}" for table in ("actors", "countries") for row in geodata.rows(table)
}


def catalogue(language: str) -> dict[str, str]:
    return tomllib.loads((FOLDER / "texts" / f"{language}.toml").read_text(encoding="utf-8"))


def test_six_languages_are_there():
    assert languages() == ["en", "zh-Hans", "vi", "fil", "id", "ms"]
    assert len({each["language_name"] for each in all_texts().values()}) == 6


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_has_every_key_and_the_words_in_braces(language: str):
    found = catalogue(language)
    assert {*found} | ({*DATA} if language == "en" else set()) == ENGLISH.keys()
    for key, text in found.items():
        assert text.strip(), key
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", ENGLISH[key])), key


def test_every_kind_of_zone_has_a_name():
    assert {f"kind_{row['kind']}" for row in geodata.rows("zone_kinds")} - {"kind_land"} <= ENGLISH.keys()


@pytest.mark.parametrize("language", languages()[1:])
def test_a_catalogue_is_not_english(language: str):
    said = {key: text for key, text in catalogue(language).items() if not key.startswith("country_")}
    same = [key for key, text in said.items() if text == ENGLISH[key] and len(text) > 12]
    assert same == []


def test_every_text_is_used_and_every_text_that_is_used_exists():
    parts = [FOLDER, FOLDER / "assets"]
    scripts = [file for part in parts for file in part.iterdir() if file.name.endswith((".js", ".py"))]
    source = "".join(file.read_text(encoding="utf-8") for file in scripts)
    said = set(re.findall(r'say\("(\w+)"', source)) | set(re.findall(r'(?:button|line|check)\("(\w+)"', source))
    said |= set(re.findall(r'sign\("[^"]*", "(\w+)"', source)) | set(re.findall(r'other\("[\w ]+", "(\w+)"', source))
    said = {key for key in said if not key.startswith("tracks_")}  # the map of tracks brings its own
    assert said <= set(ENGLISH)
    unused = [key for key in ENGLISH if not re.search(rf"\b{key}\b", source) and not _composed(key)]
    assert unused == []


def _composed(key: str) -> bool:
    starts = (
        "facet_", "colour_", "download_", "search_", "time_", "method_", "corroboration_", "card_", "around_", "claim_",
        "kind_", "country_", "harm_", "picture_", "tool_", "compare_", "type_", "ask_", "doubt_", "award_",
    )  # fmt: skip
    return key.startswith(starts)


def test_an_unknown_language_is_refused_with_those_allowed():
    with pytest.raises(TrackerError, match=r"'xx'; use one of en, zh-Hans, vi, fil, id, ms"):
        texts("xx")
