from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from frictionless import Package, system

from scs_tracker import geodata
from scs_tracker.dataset import description

GEODATA = Path(__file__).parents[2] / "geodata"


def test_the_package_on_disk_is_the_one_that_the_tables_make() -> None:
    written = (GEODATA / "datapackage.json").read_bytes()
    assert written == description.as_json(description.data_package()), "scs-tracker data describe"


def test_every_table_is_valid_by_the_package_with_its_keys() -> None:
    with system.use_context(trusted=True):
        report = Package(str(GEODATA / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert {task.name for task in report.tasks} >= {"incidents-incidents", "incidents-incident-sources", "units"}


def test_a_foreign_key_to_nothing_is_found(tmp_path: Path) -> None:
    shutil.copytree(GEODATA, tmp_path / "geodata", ignore=shutil.ignore_patterns("*.parquet", "*.npz", "gazetteer"))
    file = tmp_path / "geodata/incidents/episode_incidents.csv"
    file.write_text(file.read_text(encoding="utf-8") + "hysy981-2014,20140502-nowhere\n", encoding="utf-8")
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "geodata/datapackage.json")).validate()
    assert [row[0] for row in report.flatten(["type"])] == ["foreign-key"]


def test_the_codebook_for_programs_says_what_the_one_for_people_says() -> None:
    codebook = (GEODATA.parent / "docs/codebook.md").read_text(encoding="utf-8")
    for row in geodata.rows("fields"):
        if row["path"] in {"incidents/incidents.csv", "incidents/incident_sources.csv", "units.csv"}:
            assert f"`{row['column']}`" in codebook
            alone = f"\n| `{row['column']}` | " in codebook
            assert f"| {row['meaning']} |" in codebook or not alone, row


def test_a_table_with_another_column_is_named(tmp_path: Path) -> None:
    for path in description.tables():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(GEODATA / path, tmp_path / path)
    assert description.problems(tmp_path) == []
    file = tmp_path / "types.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("type,label", "type,name", 1), encoding="utf-8")
    (found,) = description.problems(tmp_path)
    assert found.startswith("types.csv has the columns type, name, ")


@pytest.mark.parametrize("make", [description.croissant, description.schema_org])
def test_each_description_names_each_file_with_its_hash(make) -> None:
    contents = {path: (GEODATA / path).read_bytes() for path in description.tables()}
    described = json.loads(description.as_json(make("data-2026.12", contents)))
    files = {one["contentUrl"]: one["sha256"] for one in described["distribution"]}
    assert set(files) == set(contents)
    assert all(len(digest) == 64 for digest in files.values())
    assert described["version"] == "data-2026.12"


def test_croissant_fields_refer_to_files_and_fields_that_are_there() -> None:
    contents = {path: (GEODATA / path).read_bytes() for path in description.tables()}
    described = description.croissant("data-2026.12", contents)
    fields = [field for records in described["recordSet"] for field in records["field"]]
    ids = {field["@id"] for field in fields}
    assert len(ids) == len(fields)
    for field in fields:
        path, column = field["source"]["fileObject"]["@id"], field["source"]["extract"]["column"]
        assert column in contents[path].split(b"\n", 1)[0].decode().split(",")
        if "references" in field:
            assert field["references"]["field"]["@id"] in ids
    keys = {key["@id"] for records in described["recordSet"] for key in records["key"]}
    assert keys <= ids
