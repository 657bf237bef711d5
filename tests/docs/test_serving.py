"""What deploy/ says to Datasette and pygeoapi fits the views of a ledger and the layers of a package."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pyogrio
import yaml

from scs_tracker.ledger import Ledger

DEPLOY = Path(__file__).parents[2] / "deploy"


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    return content


def test_datasette_shows_views_alone_and_its_queries_and_facets_fit_them(shipped_ledger: Path) -> None:
    database = read("datasette.yaml")["databases"]["tracker"]
    assert database["allow"] is False
    with closing(sqlite3.connect(shipped_ledger)) as connection:
        views = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
        for name, shown in database["tables"].items():
            assert name in views
            cursor = connection.execute(f"SELECT * FROM {name} LIMIT 1")  # noqa: S608 - names of ours
            columns = {column for column, *_ in cursor.description}
            assert {*shown.get("facets", ()), *filter(None, [shown.get("sort_desc")])} <= columns
            assert not columns & {"text", "content", "document_key"}
        for query in database["queries"].values():
            assert connection.execute(query["sql"]).fetchall()


def test_pygeoapi_serves_layers_and_keys_that_a_package_has(shipped_ledger: Path, tmp_path: Path) -> None:
    ledger = Ledger(shipped_ledger)
    package = ledger.export(tmp_path / "sea.gpkg", where={"nearest_feature": "sabina-shoal"}, zones="2024-06-17")[0]
    layers = {name for name, _ in pyogrio.list_layers(package)}
    resources = read("pygeoapi.yaml")["resources"]
    assert set(resources) == {"incidents", "discs", "areas", "zones"}
    with closing(sqlite3.connect(package)) as connection:
        for resource in resources.values():
            (provider,) = resource["providers"]
            assert provider["table"] in layers
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({provider['table']})")}
            assert {provider["id_field"], provider["geom_field"]} <= columns
            assert provider["data"] == package.name
