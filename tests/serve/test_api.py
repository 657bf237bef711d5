"""The HTTP API: what it gives, what it refuses, and that GDAL and OWSLib read it as OGC API Features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pyogrio
import pytest
from owslib.ogcapi.features import Features
from shapely.geometry import box
from starlette.testclient import TestClient

from scs_tracker.ledger import Ledger
from scs_tracker.serve.api import MOST, application

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LASER, BATTLE, GONE = "20230206-second-thomas-laser", "19740119-paracels-battle", "20240618-gone"
ITEMS = "/collections/incidents/items"


@pytest.fixture(scope="module")
def client(small: Path) -> Iterator[TestClient]:
    ledger = Ledger(small)
    with TestClient(application(ledger, ["testserver"]), raise_server_exceptions=False) as made:
        yield made
    ledger.engine.dispose()


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["features"]]


def test_the_landing_page_leads_to_all_that_core_asks_for(client: TestClient) -> None:
    links = {link["rel"]: link["href"] for link in client.get("/").json()["links"]}
    assert set(links) == {"self", "service-desc", "conformance", "data"}
    for link in links.values():
        assert client.get(link).status_code == 200
    assert any(one.endswith("/conf/core") for one in client.get(links["conformance"]).json()["conformsTo"])
    collections = client.get(links["data"]).json()["collections"]
    assert [one["id"] for one in collections] == ["incidents", "zones"]
    definition = client.get(links["service-desc"]).json()
    assert definition["openapi"].startswith("3.0")
    assert {f"/collections/{one['id']}/items" for one in collections} <= set(definition["paths"])


def test_only_what_is_accepted_is_given(client: TestClient) -> None:
    assert ids(client.get(ITEMS)) == [BATTLE, LASER]
    assert client.get(f"{ITEMS}/{GONE}").status_code == 404
    assert client.get(ITEMS, params={"status": "proposed"}).status_code == 400


def test_a_feature_has_its_radius_acts_and_sources(client: TestClient) -> None:
    answer = client.get(f"{ITEMS}/{LASER}")
    assert answer.headers["content-type"] == "application/geo+json"
    feature = answer.json()
    lon, lat = feature["geometry"]["coordinates"]
    assert (115 < lon < 117, 9 < lat < 11) == (True, True)
    facts = feature["properties"]
    assert facts["radius_km"] > 0
    assert facts["sources"][0]["url"].startswith("http")
    assert facts["acts"][0]["type"] == "laser"
    assert {link["rel"] for link in feature["links"]} == {"self", "collection"}
    assert client.get(f"{ITEMS}/{BATTLE}").json()["geometry"] is None


@pytest.mark.parametrize(
    ("asked", "met"),
    [
        ({"types": "laser"}, [LASER]),
        ({"types": "laser,shots_fired"}, [BATTLE, LASER]),
        ({"severity": "3.."}, [BATTLE]),
        ({"datetime": "1974-01-20"}, [BATTLE]),
        ({"datetime": "1974-01-20T12:00:00Z/2023-02-06T00:00:00Z"}, [BATTLE, LASER]),
        ({"datetime": "2000-01-01/.."}, [LASER]),
        ({"datetime": "../2000-01-01"}, [BATTLE]),
        ({"datetime": "2010-01-01/2011-01-01"}, []),
        ({"bbox": "115,9,117,11"}, [LASER]),
        ({"bbox": "115,9,0,117,11,10"}, [LASER]),
        ({"bbox": "10,9,20,11"}, []),
        ({"bbox": "170,9,116.5,11"}, [LASER]),
        ({"limit": "1"}, [BATTLE]),
        ({"limit": "1", "offset": "1"}, [LASER]),
        ({"limit": "5", "offset": "9"}, []),
    ],
)
def test_parameters_choose_rows(client: TestClient, asked: dict[str, str], met: list[str]) -> None:
    assert ids(client.get(ITEMS, params=asked)) == met


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"types": "watercannon"}, "did you mean water_cannon?"),
        ({"colour": "red"}, "parameter 'colour' is not known"),
        ({"limit": "0"}, "limit='0' is not a whole number from 1"),
        ({"limit": "many"}, "is not a whole number"),
        ({"offset": "-1"}, "is not a whole number from 0"),
        ({"bbox": "1,2,3"}, "use west,south,east,north in degrees"),
        ({"bbox": "nan,9,117,11"}, "is not a box"),
        ({"bbox": "115,11,117,9"}, "is not a box"),
        ({"datetime": "soon"}, "is not a time; use 2024-06-17"),
        ({"datetime": "2024-02-31"}, "is not a time"),
        ({"datetime": "2024-06-30/2024-06-01"}, "ends before it begins"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(client: TestClient, asked: dict[str, str], sentence: str) -> None:
    answer = client.get(ITEMS, params=asked)
    assert answer.status_code == 400
    assert sentence in answer.json()["description"]


def test_pages_are_linked_and_never_longer_than_the_limit(client: TestClient) -> None:
    first = client.get(ITEMS, params={"limit": "1", "types": "laser,shots_fired"}).json()
    assert (first["numberMatched"], first["numberReturned"]) == (2, 1)
    (following,) = [link["href"] for link in first["links"] if link["rel"] == "next"]
    second = client.get(following).json()
    assert [one["id"] for one in second["features"]] == [LASER]
    assert {link["rel"] for link in second["links"]} == {"self", "prev"}
    million = client.get("/collections/zones/items", params={"limit": "1000000"})
    assert 100 < million.json()["numberReturned"] <= MOST


def test_zones_are_chosen_and_say_how_roughly_they_are_drawn(client: TestClient) -> None:
    of_ph = client.get("/collections/zones/items", params={"claimants": "PH", "datetime": "2024-06-17"})
    assert "ph-eez" in ids(of_ph)
    assert all("PH" in one["properties"]["claimants"] for one in of_ph.json()["features"])
    zone = client.get("/collections/zones/items/ph-eez").json()
    assert zone["properties"]["drawn_to_degrees"] > 0
    assert client.get("/collections/zones/items/nothing").status_code == 404
    assert client.get("/collections/nothing/items").status_code == 404


def test_claims_at_a_point_and_what_is_no_point(client: TestClient) -> None:
    found = client.get("/locate", params={"lat": "15.15", "lon": "117.76", "date": "2024-06-17"}).json()
    assert "ph-eez" in [zone["id"] for zone in found["zones"]]
    for lat, sentence in (("here", "is not a number"), ("200", "latitude 200 does not exist")):
        answer = client.get("/locate", params={"lat": lat, "lon": "117"})
        assert (answer.status_code, sentence in answer.json()["description"]) == (400, True)


def test_nothing_can_be_written_and_no_other_site_can_read(client: TestClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.request(method, ITEMS)
        assert answer.status_code == 405
        assert "read-only" in answer.json()["description"]
    answer = client.get("/healthz")
    assert answer.json()["status"] == "ok"
    assert answer.json()["sources"] == {"read": 0, "failing": 0, "silent": 0, "last_success": ""}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in answer.headers
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_health_is_bad_where_the_ledger_is_gone(small: Path, tmp_path: Path) -> None:
    copy = tmp_path / "gone.db"
    copy.write_bytes(small.read_bytes())
    ledger = Ledger(copy)
    ledger.engine.dispose()
    copy.write_bytes(b"no database " * 1000)
    answer = TestClient(application(ledger, ["testserver"]), raise_server_exceptions=False).get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "failed")


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_gdal_and_owslib_read_all_of_it(address: str, shipped_ledger: Path) -> None:
    held = Ledger(shipped_ledger).incidents(where={"status": "accepted"})
    source = f"OAPIF:{address}"
    assert pyogrio.list_layers(source)[:, 0].tolist() == ["incidents", "zones"]
    read = gpd.read_file(source, layer="incidents")
    assert sorted(read["id"]) == sorted(held["id"])
    near = gpd.read_file(source, layer="incidents", bbox=(117, 14, 118, 16))
    assert len(near) == held.geometry.intersects(box(117, 14, 118, 16)).sum() > 0
    service = Features(address)
    assert service.feature_collections() == ["incidents", "zones"]
    assert service.collection_items("incidents", limit=3)["numberMatched"] == len(held)
