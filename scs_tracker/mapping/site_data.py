"""Build the machine-readable data of a site: JSON and GeoJSON files, feeds and a sitemap."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from scs_tracker import geodata
from scs_tracker.geodata import attribution
from scs_tracker.ledger.gis_package import EXPORT_COLUMNS
from scs_tracker.ledger.tables import FLOAT_FIELDS, INTEGER_FIELDS
from scs_tracker.mapping.links import page_name
from scs_tracker.model import last_day, split_list
from scs_tracker.zones.table import load_zones

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Name and version of the data format, which api/schema.json describes.
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
#: Limits are simplified to about half a kilometre; `scs-tracker zones export` writes them exactly.
_TOLERANCE_DEGREES: Final = 0.005
_IN_FEED: Final = 50
_ATOM: Final = "http://www.w3.org/2005/Atom"


def site_data(records: Sequence[Mapping[str, Any]], *, address: str, as_of: str) -> dict[str, str]:
    """Return the data files of a site by file name; ``records`` are the incidents, oldest first.

    The files of incidents are valid against ``api/schema.json``; ``feed.json`` is a JSON Feed 1.1, with links relative
    to the site if ``address`` is empty.
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
        "feed.json": _text(_feed(records, address)),
    }
    return files | {f"api/incidents/{name}.json": _text(about | {"incident": one}) for name, one in facts.items()}


def _facts(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return an incident as JSON data: lists as lists, numbers as numbers, missing values as null."""
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
    meanings = geodata.values_by("columns", "column", "meaning")
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
        "title": "Incidents of a website of scs-tracker",
        "description": "Dates are local: YYYY-MM-DD, YYYY-MM or YYYY, as precise as the sources.",
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
    """Return all zones except land as simplified GeoJSON features, with their properties from zones.csv."""
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


def _feed(records: Sequence[Mapping[str, Any]], address: str) -> dict[str, Any]:
    base = f"{address}/" if address else ""
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
                "date_modified": _instant(_changed(record)).isoformat(),
                "tags": split_list(record["types"] or ""),
            }
            for record in records[: -_IN_FEED - 1 : -1]
        ],
    }


def _changed(record: Mapping[str, Any]) -> str:
    """Return the time of the last revision, or without one the later of the incident's last day and newest source."""
    if (record.get("revision") or 1) > 1:
        return str(record["updated_at"])
    days: list[str] = [row["published"] for row in record["source_rows"] if len(row["published"]) == 10]
    return max([*days, last_day(str(record["date_end"] or record["date_start"]))])


def atom_feed(newest: Sequence[Mapping[str, Any]], address: str, as_of: str) -> bytes:
    """Return an Atom feed of up to ``_IN_FEED`` incidents; ``newest`` is sorted newest first."""
    from lxml import etree
    from lxml.builder import ElementMaker

    e = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})
    feed = e.feed(
        e.id(f"{address}/feed.xml" if address else "tag:scs-tracker,2026:incidents"),
        e.title("Incidents in the South China Sea"),
        e.updated(_instant(as_of).isoformat()),
        e.author(e.name("scs-tracker")),
        e.generator("scs-tracker"),
        e.link(href=f"{address}/feed.xml" if address else "feed.xml", rel="self", type="application/atom+xml"),
        e.link(href=f"{address}/" if address else "index.html", rel="alternate", type="text/html"),
    )
    for record in newest[:_IN_FEED]:
        page = f"incidents/{page_name(record['id'])}.html"
        feed.append(
            e.entry(
                e.id(f"{address}/{page}" if address else f"tag:scs-tracker,2026:{page}"),
                e.title(_xml(record["sentence"])[:200]),
                e.link(href=f"{address}/{page}" if address else page, rel="alternate", type="text/html"),
                e.updated(_instant(_changed(record)).isoformat()),
                e.summary(_xml(record["summary"] or record["sentence"])),
            )
        )
    content: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return content


def _xml(text: str) -> str:
    """Return text with each character that XML does not allow replaced by U+FFFD."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "\ufffd", text)


def _instant(text: str) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def sitemap(names: Iterable[str], records: Iterable[Mapping[str, Any]], address: str, as_of: str) -> str:
    """Return the sitemap of the HTML pages: incidents with the day of their last change, other pages with ``as_of``."""
    changed = {f"incidents/{page_name(row['id'])}.html": _changed(row)[:10] for row in records}
    pages = [name for name in names if name.endswith(".html") and name != "404.html"]
    days = {name: changed.get(name, as_of) for name in pages}
    rows = "".join(
        f"<url><loc>{address}/{quote(name)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
        for name, day in days.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
