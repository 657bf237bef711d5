"""What a site offers to programs: incidents, zones and their schema as JSON files, and a JSON Feed of the newest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.geodata import attribution
from scs_tracker.ledger.gis_package import EXPORT_COLUMNS
from scs_tracker.ledger.tables import FLOAT_FIELDS, INTEGER_FIELDS
from scs_tracker.mapping.links import page_name
from scs_tracker.model import split_list
from scs_tracker.zones.table import load_zones

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Name and version of the form; api/schema.json describes it.
FORMAT: Final = "scs-tracker-site/1"
_LISTS: Final = (
    "types", "initiators", "targets", "initiator_units", "target_units", "zones", "zones_possible", "claimants",
    "claims", "within_200nm", "settled", "flags", "first_speakers", "unmapped",
)  # fmt: skip
_JSON: Final = {"sources": "array", "zone_shares": "object", "disagreements": "object"}
_ZONE_FACTS: Final = (
    "id", "claimants", "kind", "name", "legal_basis", "citation", "valid_from", "valid_to", "status", "accuracy",
    "licence", "certainty", "note",
)  # fmt: skip
#: Limits are drawn to half a kilometre; who needs them exact takes `scs-tracker zones export`.
_TOLERANCE_DEGREES: Final = 0.005
_IN_FEED: Final = 50


def site_data(records: Sequence[Mapping[str, Any]], *, address: str, as_of: str) -> dict[str, str]:
    """Return the files that a site offers to programs, by name.

    Parameters
    ----------
    records
        Accepted incidents, each with the columns of the ledger and its ``sentence``, the oldest first.
    address
        Where the site will stand; without it links in the feed are relative.
    as_of
        When the data was as it is.

    Returns
    -------
    dict
        ``api/incidents.json``, ``api/incidents/ID.json`` for each, ``api/zones.geojson``, ``api/schema.json``, each
        valid against that schema but the zones, which are GeoJSON; and ``feed.json``, a JSON Feed 1.1.
    """
    about = {
        "format": FORMAT, "as_of": as_of, "licence": attribution.ORIGINS[0].licence,
        "attribution": attribution.sentence(),
    }  # fmt: skip
    facts = {page_name(str(record["id"])): _facts(record) for record in records}
    listed = [one | {"href": f"incidents/{name}.json"} for name, one in facts.items()]
    files = {
        "api/incidents.json": _text(about | {"count": len(listed), "incidents": listed}),
        "api/zones.geojson": _text(
            {"type": "FeatureCollection", "attribution": attribution.sentence(), "features": zone_features()}
        ),
        "api/schema.json": _text(schema()),
        "feed.json": _text(_feed(records, address, as_of)),
    }
    return files | {f"api/incidents/{name}.json": _text(about | {"incident": one}) for name, one in facts.items()}


def _facts(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return an incident as a program wants it: lists as lists, numbers as numbers, nothing as null."""
    return {"sentence": record["sentence"]} | {name: _value(name, record.get(name)) for name in EXPORT_COLUMNS}


def _value(name: str, value: Any) -> Any:
    if name in _LISTS:
        return split_list(str(value or ""))
    if name in _JSON:
        return json.loads(value) if value else ([] if _JSON[name] == "array" else {})
    if value is None or value == "":
        return None
    if name in INTEGER_FIELDS:
        return int(value)
    return float(value) if name in FLOAT_FIELDS else str(value)


def schema() -> dict[str, Any]:
    """Return the JSON schema (2020-12) of api/incidents.json and of the files of single incidents."""
    meanings = {row["column"]: row["meaning"] for row in geodata.rows("columns")}
    fields = {name: _kind(name) | {"description": meanings[name]} for name in EXPORT_COLUMNS}
    incident = {
        "type": "object",
        "properties": {"sentence": {"type": "string"}, "href": {"type": "string"}, **fields},
        "required": ["sentence", *EXPORT_COLUMNS],
        "additionalProperties": False,
    }
    about = {"format": {"const": FORMAT}, "as_of": {"type": "string"}, "licence": {"type": "string"},
             "attribution": {"type": "string"}}  # fmt: skip
    many = {"count": {"type": "integer"}, "incidents": {"type": "array", "items": {"$ref": "#/$defs/incident"}}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Incidents of a site of scs-tracker",
        "description": "Dates are YYYY-MM-DD, YYYY-MM or YYYY, as precise as known, local to the place.",
        "type": "object",
        "properties": about | many | {"incident": {"$ref": "#/$defs/incident"}},
        "required": list(about),
        "oneOf": [{"required": ["count", "incidents"]}, {"required": ["incident"]}],
        "additionalProperties": False,
        "$defs": {"incident": incident},
    }


def _kind(name: str) -> dict[str, Any]:
    if name in _LISTS:
        return {"type": "array", "items": {"type": "string"}}
    if name in _JSON:
        return {"type": ["array", "object"]}
    if name == "id":
        return {"type": "string", "minLength": 1}
    return {"type": ["integer" if name in INTEGER_FIELDS else "number" if name in FLOAT_FIELDS else "string", "null"]}


@geodata.cached
def zone_features() -> list[dict[str, Any]]:
    """Return all zones but land as GeoJSON features, thinned, with what zones.csv says of each."""
    import shapely

    zones = load_zones()
    zones = zones[zones["kind"] != "land"]
    thin = shapely.make_valid(shapely.simplify(zones.geometry.array, _TOLERANCE_DEGREES, preserve_topology=False))
    return [
        {
            "type": "Feature", "id": row["id"],
            "properties": {name: row[name] or None for name in _ZONE_FACTS}
            | {"claimants": split_list(row["claimants"]), "drawn_to_degrees": _TOLERANCE_DEGREES},
            "geometry": json.loads(shapely.to_geojson(shapely.orient_polygons(shapely.set_precision(shape, 1e-4)))),
        }
        for row, shape in zip(zones.drop(columns="geometry").to_dict("records"), thin, strict=True)
    ]  # fmt: skip


def _feed(records: Sequence[Mapping[str, Any]], address: str, as_of: str) -> dict[str, Any]:
    base = f"{address}/" if address else ""
    newest = sorted(records, key=lambda row: (row["date_start"], row["id"]), reverse=True)[:_IN_FEED]
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Incidents in the South China Sea",
        "home_page_url": f"{base}index.html",
        "feed_url": f"{base}feed.json",
        "language": "en",
        "authors": [{"name": "scs-tracker"}],
        "items": [
            {
                "id": str(record["id"]),
                "url": f"{base}incidents/{page_name(record['id'])}.html",
                "title": record["sentence"],
                "content_text": record["summary"] or record["sentence"],
                "date_modified": str(record["updated_at"] or as_of),
                "tags": split_list(record["types"] or ""),
            }
            for record in newest
        ],
    }


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
