"""What a site offers to programs is whole, says what it is, and holds to its own schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import shapely
from test_site import FIRST, some

from scs_tracker import geodata
from scs_tracker.mapping.site import write_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_site(some(folder / "ledger"), folder / "out", address="https://example.org/sea/", recipes=[])
    return folder / "out"


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def test_the_list_and_each_incident_hold_to_the_schema_and_say_the_same(site: Path) -> None:
    schema = read(site / "api/schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    listed = read(site / "api/incidents.json")
    assert listed["count"] == len(listed["incidents"]) == 6
    assert listed["attribution"]
    for one in listed["incidents"]:
        alone = read(site / "api" / one.pop("href"))
        assert alone["incident"] == one
        jsonschema.validate(alone, schema)
    jsonschema.validate(read(site / "api/incidents.json"), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(listed | {"incidents": [{"id": "x"}]}, schema)


def test_cells_are_lists_numbers_and_null(site: Path) -> None:
    incident = read(site / f"api/incidents/{FIRST}.json")["incident"]
    assert incident["types"][0] == "assault"
    assert "CN-CCG" in incident["initiators"]
    assert incident["severity"] == 4
    assert incident["date_end"] is None
    assert all(source["url"].startswith("http") for source in incident["sources"])
    assert "second-thomas" in json.dumps(incident["zone_shares"]) or incident["zones"]


def test_zones_are_valid_geojson_with_their_basis_near_to_the_exact_ones(site: Path) -> None:
    zones = read(site / "api/zones.geojson")
    assert zones["type"] == "FeatureCollection"
    by_id = {feature["id"]: feature for feature in zones["features"]}
    assert "land" not in {feature["properties"]["kind"] for feature in zones["features"]}
    assert set(by_id) == {row["id"] for row in geodata.rows("zones") if row["kind"] != "land"}
    treaty = by_id["ph-treaty-limits"]
    assert treaty["properties"]["claimants"] == ["PH"]
    assert treaty["properties"]["legal_basis"]
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in zones["features"]]
    assert all(shape.is_valid for shape in shapes)
    assert (site / "api/zones.geojson").stat().st_size < 4_000_000


def test_the_feed_is_a_json_feed_whose_links_are_pages_of_the_site(site: Path) -> None:
    feed = read(site / "feed.json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://example.org/sea/feed.json"
    assert len(feed["items"]) == 6
    for item in feed["items"]:
        assert (site / item["url"].removeprefix("https://example.org/sea/")).is_file()
        assert item["content_text"]
        assert item["date_modified"].endswith(("Z", "+00:00"))
        assert item["date_modified"].startswith("2024-")  # when it changed, and not when it was imported
    assert 'href="feed.json"' in (site / "index.html").read_text(encoding="utf-8")
