"""Recipes: what they may say, and what they choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker.errors import TrackerError
from scs_tracker.mapping import Recipe, incident_map, load, parse, shipped_names
from scs_tracker.mapping.claims_layer import check_shown
from scs_tracker.mapping.incident_layer import checked
from scs_tracker.mapping.selection import select, week_days
from scs_tracker.zones.table import zone_rows

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


def test_the_seven_recipes_ship():
    assert shipped_names() == [
        "natuna-luconia", "overview", "paracels", "sabina", "scarborough", "second-thomas", "week",
    ]  # fmt: skip


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_recipe_is_right_and_finds_incidents(shipped: gpd.GeoDataFrame, name: str):
    recipe = load(name)
    found = select(checked(shipped), recipe)
    assert len(found) > (5 if name != "week" else 0)
    for pattern in recipe.layers.claims:
        check_shown([row["id"] for row in zone_rows()], [pattern])
    assert recipe.title
    assert recipe.description


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty; add at least a title"),
        ("[filter]\n", "key title is missing"),
        ('title = ""', "title = '' is not allowed"),
        ('titel = "x"', "key titel is not known; did you mean title?"),
        ('title = "x"\n[filter]\nform = "2020"', "key filter.form is not known; did you mean from?"),
        ('title = "x"\n[layers]\nclaim = []', "key layers.claim is not known; did you mean claims?"),
        (
            'title = "x"\nwhales = 1',
            "key whales is not known; use one of title, description, lang, opens, embed, colour",
        ),
        ('title = "x"\ncolour = "flag"', "colour = 'flag' is not allowed: input should be 'actor', 'date', 'type'"),
        ('title = "x"\nlanguage = "tlh"', "use one of en"),
        ('title = "x"\n[filter]\nfrom = "2023-02-30"', "filter.from = '2023-02-30' is not allowed: not a date"),
        ('title = "x"\n[filter]\nfrom = "2024"\nto = "2023"', "to 2023 is before from 2024"),
        ('title = "x"\n[filter]\nfrom = 2024-01-01', "input should be a valid string"),
        ('title = "x"\n[filter]\nweek = "24"', "filter.week = '24' is not allowed"),
        ('title = "x"\n[filter]\nseverity_at_least = 9', "less than or equal to 5"),
        ('title = "x"\n[filter]\ninside_extent = true', "inside_extent needs an [extent]"),
        ('title = "x"\n[extent]\nwest = 1\nsouth = 1\neast = 0\nnorth = 2', "west must be less than east"),
        (
            'title = "x"\n[extent]\nwest = 1\nsouth = 1\neast = 2\nnorth = 2',
            "outside the region of the map, 98-128°E",
        ),
        ('title = "x"\n[extent]\nwest = 1', "key extent.south is missing"),
        ('title = "x"\n[tiles]\nurl = "http://a.example/{z}"\nattribution = "a"', "tiles.url"),
        ('title = "x"\n[tiles]\nurl = "https://*.example/{z}"\nattribution = "a"', "tiles.url"),
        ('title = "x"\n[tiles]\nurl = "https://a.example; script-src */{z}"\nattribution = "a"', "tiles.url"),
        ("title = ", "is not valid TOML"),
    ],
)
def test_a_wrong_recipe_says_what_is_wrong_and_what_is_allowed(tmp_path: Path, text: str, message: str):
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TrackerError) as error:
        load(file)
    assert message in str(error.value)
    assert "mine.toml" in str(error.value)


def test_a_missing_recipe_suggests_a_near_name():
    with pytest.raises(TrackerError, match="did you mean scarborough"):
        load("scarboro")
    with pytest.raises(TrackerError, match="use a TOML file or one of natuna-luconia, overview"):
        load("zzz")


def test_a_folder_is_no_recipe(tmp_path: Path):
    with pytest.raises(TrackerError, match="is a folder; choose a file in it"):
        load(tmp_path)


def test_a_recipe_that_is_no_text_is_refused(tmp_path: Path):
    (tmp_path / "latin.toml").write_bytes(b'title = "\xe9"')
    with pytest.raises(TrackerError, match=r"recipe .*latin.toml is not UTF-8 text; save it as UTF-8"):
        load(tmp_path / "latin.toml")


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"types": ["lasers"]}, "type 'lasers' is not known; did you mean laser?"),
        ({"actors": ["CN-COASTGUARD"]}, "actor 'CN-COASTGUARD'"),
        ({"zones": ["ph-exx"]}, "zone 'ph-exx' is not known; did you mean ph-eez?"),
        ({"episodes": ["sabina-2023"]}, "episode 'sabina-2023' is not known; did you mean sabina-2024?"),
        ({"week": "2023-W53"}, "week 2023-W53 does not exist"),
    ],
)
def test_names_of_a_filter_are_checked(few: gpd.GeoDataFrame, filters: dict[str, object], message: str):
    with pytest.raises(TrackerError) as error:
        incident_map(few, recipe=parse({"title": "x", "filter": filters}))
    assert message in str(error.value)


def test_a_claim_that_is_not_there_is_named(few: gpd.GeoDataFrame):
    with pytest.raises(TrackerError, match="claims name 'ph-exx', which is not a zone; did you mean ph-eez"):
        incident_map(few, recipe=parse({"title": "x", "layers": {"claims": ["ph-exx"]}}))


def chosen(frame: gpd.GeoDataFrame, **filters: object) -> gpd.GeoDataFrame:
    return select(checked(frame), parse({"title": "x", "filter": filters}))


def test_filters_choose_by_period_type_actor_zone_and_severity(shipped: gpd.GeoDataFrame):
    assert set(chosen(shipped, **{"from": "2024", "to": "2024"})["date_start"].str[:4]) >= {"2024"}
    assert (chosen(shipped, types=["laser"])["types"].str.contains("laser")).all()
    both = chosen(shipped, actors=["VN"])
    assert (both["initiators"].str.contains("VN-") | both["targets"].str.contains("VN-")).all()
    assert len(both) > len(chosen(shipped, actors=["VN-FISH"])) > 0
    kig = chosen(shipped, zones=["ph-kig"])
    assert (kig["zones"].str.contains("ph-kig") | kig["zones_possible"].str.contains("ph-kig")).all()
    assert (chosen(shipped, severity_at_least=5)["severity"] == 5).all()
    assert set(chosen(shipped, episodes=["sabina-2024", "hysy981-2014"])["episode"]) == {"sabina-2024", "hysy981-2014"}


def test_a_partial_date_stays_in_a_period_that_it_may_belong_to(few: gpd.GeoDataFrame):
    frame = few.iloc[:2].assign(date_start=["2023", "2023-06"], date_end="")
    assert len(chosen(frame, **{"from": "2023-12-31"})) == 1
    assert len(chosen(frame, to="2023-06-01")) == 2
    assert len(chosen(frame, to="2023-05-31")) == 1


def test_retracted_incidents_are_left_out(few: gpd.GeoDataFrame):
    frame = few.assign(status=["retracted", *["accepted"] * (len(few) - 1)])
    assert len(chosen(frame)) == len(few) - 1


def test_the_latest_week_is_that_of_the_last_incident_dated_to_the_day(shipped: gpd.GeoDataFrame):
    first, last = week_days("latest", shipped)
    assert first <= shipped["date_start"][shipped["date_start"].str.len() == 10].max() <= last
    assert week_days("2024-W25", shipped) == ("2024-06-17", "2024-06-23")
    assert len(chosen(shipped, week="2024-W25")) > 0


@pytest.mark.parametrize("recipe", [None, {"title": "A map"}])
def test_what_is_no_recipe_is_refused(few: gpd.GeoDataFrame, recipe: object):
    with pytest.raises(TrackerError, match=r"use a name, a file or a result of parse\(\)"):
        incident_map(few, recipe=recipe)


def test_a_recipe_may_be_a_file_a_name_or_an_object(few: gpd.GeoDataFrame, tmp_path: Path):
    (tmp_path / "mine.toml").write_text('title = "Mine"', encoding="utf-8")
    assert incident_map(few, recipe=tmp_path / "mine.toml").get_root().title == "Mine"
    assert incident_map(few, recipe="sabina").get_root().title == load("sabina").title
    assert incident_map(few, recipe=Recipe(title="Own")).get_root().title == "Own"
