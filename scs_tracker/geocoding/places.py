"""Look up a place in the gazetteer: its names, status, occupants with dates, and sources."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.geocoding.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

_SUGGESTED = 5


def places(name: str) -> list[dict[str, Any]]:
    """Return all features that a name may mean, with the full gazetteer entry of each.

    Parameters
    ----------
    name
        A feature's id, or a name in any language and spelling that ``resolve_text`` understands.

    Returns
    -------
    list of dict
        One for each feature: ``id``, ``name``, ``kind``, ``group``, ``lat``, ``lon`` (degrees, WGS 84), ``radius_km``
        (its extent), ``spread_km`` (how far printed positions differ, None where one source only), ``natural_status``,
        ``award_2016``, ``occupied_by`` with ``country``, ``as_of`` and ``source``, ``names`` by language (each with
        its ``name``, ``note`` and ``source``), ``sources``, ``outside_ids`` (``scheme``, ``id``, ``match`` and
        ``source``, such as of GeoNames), and ``link``, a geo URI (RFC 5870) that maps open.

    Raises
    ------
    TrackerError
        No feature has such a name; the message suggests similar names.

    Examples
    --------
    >>> found = places("Ayungin")
    >>> [one["id"] for one in found], found[0]["link"]
    (['second-thomas-shoal'], 'geo:9.7325,115.86417;u=10000')
    """
    rows = {row["id"]: row for row in geodata.rows("features")}
    if name in rows:
        return [_card(rows[name])]
    words = lexicon()
    known = words.phrases.get(words.gazetteer.key(name), {}).get("name")
    if known is None:
        raise TrackerError(f"the gazetteer has no feature named {name!r}{_suggestions(words.gazetteer.key(name))}")
    return [_card(rows[one]) for one in known.features]


def _suggestions(key: str) -> str:
    from rapidfuzz.process import extract

    names = lexicon().gazetteer.names
    exact = [one for one, name in names.items() if name.quality == "exact"]
    near = [one for one, _, _ in extract(key, exact, limit=_SUGGESTED, score_cutoff=75)]
    return f"; similar names are {', '.join(near)}" if near else "; try another spelling or a feature id"


def _card(row: Mapping[str, str]) -> dict[str, Any]:
    radius_km = float(row["radius_km"])
    names: dict[str, list[dict[str, str]]] = defaultdict(list)
    for one in geodata.rows("names"):
        if one["feature_id"] == row["id"]:
            note, source = one.get("script_note", ""), one.get("source", "")
            names[one["language"]].append({"name": one["name"], "note": note, "source": source})
    lat, lon = float(row["lat"]), float(row["lon"])
    return {
        "id": row["id"],
        "name": row["name"],
        "kind": row["kind"],
        "group": row.get("group", ""),
        "lat": lat,
        "lon": lon,
        "radius_km": radius_km,
        "spread_km": float(row["spread_km"]) if row.get("spread_km") else None,
        "natural_status": row.get("natural_status", ""),
        "award_2016": row.get("award_2016", ""),
        "occupied_by": {
            "country": row.get("occupied_by", ""),
            "as_of": row.get("occupied_as_of", ""),
            "source": row.get("occupied_source", ""),
        },
        "names": dict(names),
        "sources": [row[key] for key in ("source1", "source2") if row.get(key)],
        "outside_ids": [
            {"scheme": one["scheme"], "id": one["outside_id"], "match": one["match"], "source": one["source"]}
            for one in geodata.rows("outside_ids")
            if one["subject"] == "feature" and one["id"] == row["id"]
        ],
        "link": f"geo:{lat:.10g},{lon:.10g};u={radius_km * 1000:g}",
    }
