"""The gazetteer checked against itself, against the Award's table and against what the incidents name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

import pytest
from pyproj import Geod

from scs_tracker import geodata

GEOD = Geod(ellps="WGS84")
FIRST_COLUMNS = [
    "id", "name", "kind", "lat", "lon", "radius_km", "group", "natural_status", "award_2016", "occupied_by", "source1",
    "source2", "spread_km",
]  # fmt: skip
KINDS = {
    "archipelago", "atoll", "bank", "base", "bay", "cape", "cay", "city", "gulf", "island", "oil_gas_block", "passage",
    "port", "province", "reef", "region", "sea", "seamount", "shoal", "strait",
}  # fmt: skip
NATURAL = {"high_tide", "low_tide_elevation", "submerged", "unknown"}
AWARD = {"rock", "rock_121_3", "low_tide_elevation", "submerged", "not_addressed", ""}
LANGUAGES = {"en", "zh-Hans", "zh-Hant", "zh-Latn", "vi", "fil", "ms", "id", "fr", "es"}
#: What the finding of the Award's table means in the gazetteer's code.
AWARD_CODES = {
    "high-tide feature (rock)": "rock",
    "low-tide elevation": "low_tide_elevation",
    "high-tide feature, legally a rock": "rock_121_3",
    "NOT READ": "",
}
AWARD_IDS = {
    "Johnson Reef": "johnson-south-reef",
    "Gaven Reef (North)": "gaven-reef-north",
    "Gaven Reef (South)": "gaven-reef-south",
    "Itu Aba": "itu-aba-island",
    "Thitu": "thitu-island",
    "North-East Cay": "northeast-cay",
    "South-West Cay": "southwest-cay",
}
#: Places of incidents that no single row of a gazetteer can be: coasts of whole countries, a reef nobody identified,
#: and two names that stand for several reefs.
OPEN_PLACES = {
    "Off Brunei": set(),
    "Off Vietnam": set(),
    "Da Luc Reef": set(),
    "Discovery Reef": {"discovery-reef-paracel", "discovery-great-reef", "discovery-small-reef"},
    "McKennan Reef": {"hughes-reef", "mckennan-reef"},
}


def fold(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d"))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", letters).strip()


@pytest.fixture(scope="module")
def features():
    return geodata.table("features")


@pytest.fixture(scope="module")
def names():
    return geodata.table("names")


@pytest.fixture(scope="module")
def by_name(names):
    found = defaultdict(set)
    for row in names.itertuples():
        found[row.name].add(row.feature_id)
    return found


def test_columns_keep_their_order(features, names):
    assert list(features.columns)[: len(FIRST_COLUMNS)] == FIRST_COLUMNS
    assert list(names.columns)[:5] == ["feature_id", "name", "language", "script_note", "source"]


def test_ids_are_unique_slugs(features):
    assert features["id"].is_unique
    odd = features.loc[~features["id"].str.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*"), "id"]
    assert odd.tolist() == []


def test_names_belong_to_features_and_features_have_names(features, names):
    assert set(names["feature_id"]) == set(features["id"])
    known = set(zip(names["feature_id"], names["name"], strict=True))
    assert [row.id for row in features.itertuples() if (row.id, row.name) not in known] == []


def test_name_rows_are_distinct(names):
    assert names[names.duplicated(["feature_id", "name", "language"])].to_dict("records") == []


def test_every_feature_has_one_primary_name(features, names):
    primary = names[names["script_note"] == "primary"]
    assert primary["feature_id"].is_unique
    assert set(primary["feature_id"]) == set(features["id"])


def test_numbers_are_numbers_inside_the_region(features):
    lat, lon, radius = (features[column].astype(float) for column in ("lat", "lon", "radius_km"))
    assert lat.between(-7, 27).all()
    assert lon.between(98, 130).all()
    assert radius.between(0.2, 1000).all()
    spread = features.loc[features["spread_km"] != "", "spread_km"].astype(float)
    assert (spread >= 0).all()


def test_words_are_of_their_vocabularies(features, names):
    assert set(features["kind"]) <= KINDS
    assert set(features["natural_status"]) <= NATURAL
    assert set(features["award_2016"]) <= AWARD
    assert features["occupied_by"].str.fullmatch(r"(?:[A-Z]{2})?").all()
    assert features["occupied_as_of"].str.fullmatch(r"(?:\d{4}(?:-\d{2}){0,2})?").all()
    assert set(names["language"]) <= LANGUAGES
    assert set(names["needs_context"]) == {"", "yes"}


def test_every_row_has_a_source(features, names):
    assert (features["source1"] != "").all()
    assert (names["source"] != "").all()
    dated = features[features["occupied_as_of"] != ""]
    assert (dated["occupied_source"] != "").all()
    assert (dated["occupied_by"] != "").all()


def test_a_second_source_and_its_spread_stand_together(features):
    lone = features[(features["source2"] != "") & (features["spread_km"] == "")]
    assert lone["id"].tolist() == []


def test_names_are_in_the_script_of_their_language(names):
    wrong = []
    for row in names.itertuples():
        han = bool(re.search(r"[㐀-鿿]", row.name))
        vietnamese = bool(re.search(r"[ăđơưĂĐƠƯẠ-ỹ]", row.name))
        if han != (row.language in {"zh-Hans", "zh-Hant"}) or (vietnamese and row.language != "vi"):
            wrong.append((row.feature_id, row.name, row.language))
    assert wrong == []


def test_names_are_clean_text(names):
    untidy = [name for name in names["name"] if name != unicodedata.normalize("NFC", " ".join(name.split()))]
    assert untidy == []


def test_the_award_table_stands(features):
    award = features.set_index("id")["award_2016"]
    ids = {name: feature_id for feature_id, name in zip(features["id"], features["name"], strict=True)}
    table = geodata.read_csv(geodata.path("zones/sources/award_status.csv"))
    checked = 0
    for row in table.itertuples():
        if row.feature.startswith("all other"):
            continue
        feature_id = AWARD_IDS.get(row.feature) or ids[row.feature]
        assert award[feature_id] == AWARD_CODES[row.status], row.feature
        checked += 1
    assert checked >= 15


def test_award_findings_fit_the_natural_status(features):
    high = features[features["award_2016"].isin(["rock", "rock_121_3"])]
    assert set(high["natural_status"]) == {"high_tide"}
    low = features[features["award_2016"] == "low_tide_elevation"]
    assert set(low["natural_status"]) == {"low_tide_elevation"}


def test_features_of_one_folded_name_are_the_known_ones(names):
    shared = defaultdict(set)
    for row in names.itertuples():
        if row.needs_context == "":
            shared[fold(row.name)].add(row.feature_id)
    found = {name: ids for name, ids in shared.items() if len(ids) > 1}
    assert found == {
        "bai ngu binh": {"bai-ngu-binh-paracel", "bai-ngu-binh-rifleman"},
        "discovery reef": {"discovery-reef-paracel", "discovery-great-reef", "discovery-small-reef"},
        "da bac": {"north-reef-paracel", "north-reef-spratly"},
        "mckennan reef": {"hughes-reef", "mckennan-reef"},
        "ngu binh bank": {"bai-ngu-binh-paracel", "bai-ngu-binh-rifleman"},
        "north reef": {"north-reef-paracel", "north-reef-spratly"},
        "panata island": {"lankiam-cay", "loaita-cay"},
    }


def test_features_at_one_point_are_the_known_ones(features):
    groups = features.groupby(["lat", "lon"])["id"].agg(set)
    assert {frozenset(ids) for ids in groups if len(ids) > 1} == {
        frozenset({"guangjin-beiyidao", "guangjin-beierdao"}),
    }


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("gaven-reefs", ["gaven-reef-north", "gaven-reef-south"]),
        ("qilianyu", ["west-sand", "tree-island", "north-island-paracel", "middle-island-paracel", "south-sand"]),
        ("anambas-islands", ["siantan", "jemaja", "matak", "mangkai"]),
        ("union-banks", ["whitsun-reef", "hughes-reef", "johnson-south-reef", "sin-cowe-island"]),
        ("thitu-reefs", ["thitu-island", "sandy-cay-thitu", "da-cai-vung"]),
        ("crescent-group", ["pattle-island", "money-island", "duncan-island", "antelope-reef"]),
        ("amphitrite-group", ["woody-island", "tree-island", "west-sand"]),
        ("nam-con-son-basin", ["hai-thach", "moc-tinh", "block-11-2"]),
    ],
)
def test_groups_cover_their_members(features, group, members):
    rows = features.set_index("id")
    centre = rows.loc[group]
    for member in members:
        row = rows.loc[member]
        metres = GEOD.inv(float(centre.lon), float(centre.lat), float(row.lon), float(row.lat))[2]
        assert metres / 1000 <= float(centre.radius_km), member


@pytest.mark.parametrize(
    ("name", "feature_id", "lat", "lon"),
    [
        ("Cape Eluanbi", "cape-eluanbi", 21.9022, 120.8528),
        ("Oluanpi", "cape-eluanbi", 21.9022, 120.8528),
        ("Mũi Đại Lãnh", "cape-dai-lanh", 12.8967, 109.4533),
        ("Capones Island", "capones-island", 14.9154, 120.0090),
        ("Pulau Sekatung", "sekatung", 4.7888, 108.0124),
        ("Gaven Reefs", "gaven-reefs", 10.1858, 114.2376),
        ("Candon", "candon", 17.1947, 120.4517),
    ],
)
def test_added_and_corrected_rows_are_where_their_sources_say(features, by_name, name, feature_id, lat, lon):
    assert by_name[name] == {feature_id}
    row = features.set_index("id").loc[feature_id]
    assert GEOD.inv(float(row.lon), float(row.lat), lon, lat)[2] < 100


def test_every_place_of_an_incident_is_one_feature(by_name):
    places = geodata.table("incidents")["place"].unique()
    found = {place: by_name.get(place, set()) for place in places}
    assert {place: ids for place, ids in found.items() if len(ids) != 1} == {
        place: ids for place, ids in OPEN_PLACES.items() if place in found
    }


def test_what_is_missing_has_no_row(by_name):
    missing = geodata.read_csv(geodata.path("gazetteer/MISSING.csv"))
    assert list(missing.columns) == ["name", "other_names", "kind", "why"]
    assert [name for name in missing["name"] if name in by_name] == []
    assert (missing["why"] != "").all()
