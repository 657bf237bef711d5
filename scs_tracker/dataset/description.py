"""Describe a release for other programs: Frictionless Data Package, MLCommons Croissant and schema.org Dataset.

The meaning of each table and column is read from geodata/fields.csv.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.errors import unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME: Final = "scs-tracker-incidents"
TITLE: Final = "scs-tracker: incidents in the South China Sea, with sources, actors, vessels and audits"
SUMMARY: Final = (
    "Reported acts at sea and in the air over the South China Sea between vessels, aircraft and people of "
    "different parties. Each has its sources, how they were read, the place as the sources describe it, and each "
    "party's account. A sample of what was published and found, not a count of what happened."
)
KEYWORDS: Final = ("South China Sea", "maritime incidents", "coast guard", "fisheries", "event data")
_LICENCES: Final = (
    {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "CC BY 4.0"},
    {"name": "ODbL-1.0", "path": "https://opendatacommons.org/licenses/odbl/1-0/", "title": "ODbL 1.0"},
)
_CREATOR: Final = "scs-tracker contributors"
#: Types of a column in the words of each vocabulary.
_CROISSANT_TYPES: Final = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float"}
_CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "key": "cr:key",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "sc": "https://schema.org/",
    "source": "cr:source",
}


def tables() -> dict[str, list[dict[str, str]]]:
    """Return the rows of fields.csv grouped by the table that they describe, in the order of the file."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in geodata.rows("fields"):
        found.setdefault(row["path"], []).append(row)
    return found


def data_package(*, version: str = "", contents: Mapping[str, bytes] | None = None) -> dict[str, Any]:
    """Return the Frictionless Data Package descriptor of a release, or of the shipped tables if ``version`` is empty.

    ``contents`` has the bytes of each table by path, from which its size and hash are computed.
    """
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": TITLE,
        "description": SUMMARY,
        "keywords": list(KEYWORDS),
        "licenses": [dict(one) for one in _LICENCES],
        "contributors": [{"title": _CREATOR, "role": "author"}],
        "resources": [_resource(path, fields, contents or {}) for path, fields in tables().items()],
    }
    return package | {"version": version} if version else package


def _resource(path: str, fields: list[dict[str, str]], contents: Mapping[str, bytes]) -> dict[str, Any]:
    keys = [field["column"] for field in fields if field["key"]]
    schema: dict[str, Any] = {
        "fields": [
            {"name": field["column"], "type": field["type"], "description": field["meaning"]} for field in fields
        ],
        "missingValues": [""],
        "primaryKey": keys,
    }
    for field in (one for one in fields if one["refers"]):
        table, column = field["refers"].split(":")
        refers = {"resource": "" if table == path else _resource_name(table), "fields": [column]}
        schema.setdefault("foreignKeys", []).append({"fields": [field["column"]], "reference": refers})
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": _resource_name(path),
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
    if path in contents:
        resource |= {"bytes": len(contents[path]), "hash": f"sha256:{_sha256(contents[path])}"}
    return resource


def _resource_name(path: str) -> str:
    return path.removesuffix(".csv").replace("/", "-").replace("_", "-")


def schema_org(version: str, contents: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the schema.org Dataset of a release, for search engines."""
    years = sorted(row["date_start"][:4] for row in geodata.rows("incidents"))
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": TITLE,
        "description": SUMMARY,
        "version": version,
        "license": [one["path"] for one in _LICENCES],
        "creator": {"@type": "Organization", "name": _CREATOR},
        "keywords": list(KEYWORDS),
        "isAccessibleForFree": True,
        "temporalCoverage": f"{years[0]}/{years[-1]}",
        "spatialCoverage": {"@type": "Place", "name": "South China Sea"},
        "variableMeasured": [field["column"] for field in tables()["incidents/incidents.csv"]],
        "distribution": [
            {"@type": "DataDownload", "contentUrl": path, "encodingFormat": "text/csv", "sha256": _sha256(content)}
            for path, content in contents.items()
        ],
    }


def croissant(version: str, contents: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the MLCommons Croissant description of a release."""
    files = [
        {
            "@type": "cr:FileObject",
            "@id": path,
            "name": _resource_name(path),
            "contentUrl": path,
            "contentSize": f"{len(content)} B",
            "encodingFormat": "text/csv",
            "sha256": _sha256(content),
        }
        for path, content in contents.items()
    ]
    return {
        "@context": dict(_CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": NAME,
        "description": SUMMARY,
        "version": version,
        "citeAs": f"{_CREATOR}: {TITLE}, {version}",
        "license": [one["path"] for one in _LICENCES],
        "creator": {"@type": "sc:Organization", "name": _CREATOR},
        "keywords": list(KEYWORDS),
        "distribution": files,
        "recordSet": [_record_set(path, fields) for path, fields in tables().items()],
    }


def _record_set(path: str, fields: list[dict[str, str]]) -> dict[str, Any]:
    name = _resource_name(path)
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "key": [{"@id": f"{name}/{field['column']}"} for field in fields if field["key"]],
        "field": [_croissant_field(name, path, field) for field in fields],
    }


def _croissant_field(name: str, path: str, field: Mapping[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{name}/{field['column']}",
        "name": field["column"],
        "description": field["meaning"],
        "dataType": _CROISSANT_TYPES[field["type"]],
        "source": {"fileObject": {"@id": path}, "extract": {"column": field["column"]}},
    }
    if field["refers"]:
        table, column = field["refers"].split(":")
        made["references"] = {"field": {"@id": f"{_resource_name(table)}/{column}"}}
    return made


def problems(root: Path) -> list[str]:
    """Return messages about tables of a geodata folder whose columns differ from fields.csv."""
    found = []
    for path, fields in tables().items():
        try:
            header = next(csv.reader(io.StringIO((root / path).read_text(encoding="utf-8"))), [])
        except (OSError, UnicodeDecodeError) as error:
            raise unreadable(root / path, error) from None
        said = [field["column"] for field in fields]
        if header != said:
            found.append(f"{path} has the columns {', '.join(header)}; fields.csv lists {', '.join(said)}")
    return found


def as_json(description: Mapping[str, Any]) -> bytes:
    """Return a description as JSON text with a final newline."""
    return (json.dumps(description, ensure_ascii=False, indent=2) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
