"""Build the map's filters: facets of incidents, each with its column, values, labels and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.mapping.colouring import count, severities, severity_say
from scs_tracker.mapping.incident_layer import HARM, PAIRS, plain, span, years
from scs_tracker.model import CORROBORATION, split_list

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    import geopandas as gpd

Item = dict[str, Any]

_HARMS: Final = ("killed", "injured", "detained", "damage")


def facets(frame: gpd.GeoDataFrame, texts: Mapping[str, str], zone_names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the facets of a frame from :func:`checked`; a facet without any known value is left out.

    ``zone_names`` maps zone ids to names.
    """
    by_corroboration = count(frame["corroboration"])
    by_severity = count("" if value is None else str(value) for value in map(plain, frame["severity"]))
    by_year = count(years(*span(*dates)) for dates in zip(frame["date_start"], frame["date_end"], strict=True))
    corroboration = [
        _item(name, texts[f"corroboration_{name}"], by_corroboration) | {"say": f"corroboration_{name}"}
        for name in CORROBORATION
    ]
    severity = [_item(key, label, by_severity) | severity_say(key) for key, label in severities(texts)][::-1]
    found = [
        ("actor", "initiators", _actor_items(frame, "initiators", texts)),
        ("target", "targets", _actor_items(frame, "targets", texts)),
        ("pair", PAIRS, _pair_items(frame, texts)),
        ("type", "types", _type_items(frame, texts)),
        ("severity", "severity", severity + _others(severity, by_severity, texts)),
        ("harm", HARM, _harm_items(frame, texts)),
        ("corroboration", "corroboration", corroboration + _others(corroboration, by_corroboration, texts)),
        ("episode", "episode", _episode_items(frame, texts)),
        ("zone", "zones", _zone_items(frame, texts, zone_names)),
        ("year", ":years", [_item(year, year, by_year) for year in sorted(by_year, reverse=True)]),
    ]
    return [
        {"key": key, "column": column, "items": items}
        for key, column, items in found
        if any(item["count"] for item in items if item["key"])
    ]


def episodes(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return the episodes of the incidents in the frame, oldest first.

    An episode that is not in episodes.csv has its id as title, and comes last.
    """
    counts = count(frame["episode"])
    known = sorted(geodata.rows("episodes"), key=lambda row: (row["date_start"], row["id"]))
    rows = [dict(row) for row in known if counts[row["id"]]]
    rows += [{"id": name, "title": name} for name in sorted(set(counts) - {"", *(row["id"] for row in rows)})]
    return [
        {
            "id": row["id"], "name": row["title"], "names": [], "start": row.get("date_start", ""),
            "end": row.get("date_end", ""), "basis": row.get("basis", ""), "count": counts[row["id"]],
        }
        for row in rows
    ]  # fmt: skip


def _type_items(frame: gpd.GeoDataFrame, texts: Mapping[str, str]) -> list[Item]:
    by_type = count(frame["types"])
    gravity = {name: place for place, name in enumerate(geodata.vocabulary().severity_by_type)}
    names = sorted(by_type, key=lambda name: (not name, gravity.get(name, 0), name))
    unnamed = _unnamed(texts, by_type, "not_given")
    return [_named(f"type_{name}", name, by_type, texts) if name else unnamed for name in names]


def _episode_items(frame: gpd.GeoDataFrame, texts: Mapping[str, str]) -> list[Item]:
    counts = count(frame["episode"])
    items = [_item(each["id"], each["name"], counts) for each in episodes(frame)]
    return [*items, _unnamed(texts, counts, "no_episode")] if items else []


def _zone_items(frame: gpd.GeoDataFrame, texts: Mapping[str, str], names: Mapping[str, str]) -> list[Item]:
    counts = count(frame["zones"])
    order = sorted(counts, key=lambda name: (-counts[name], name))
    unnamed = _unnamed(texts, counts, "no_zone")
    return [_item(name, names.get(name, name), counts) if name else unnamed for name in order]


def _pair_items(frame: gpd.GeoDataFrame, texts: Mapping[str, str]) -> list[Item]:
    counts = count(frame[PAIRS])
    order = sorted(set(counts) - {""}, key=lambda pair: (-counts[pair], pair))
    items = [
        _item(pair, " → ".join(texts.get(f"country_{side}", side) for side in pair.split(">")), counts)
        | {"countries": pair.split(">")}  # the page translates their names
        for pair in order
    ]
    return [*items, _unnamed(texts, counts, "not_named")]


def _harm_items(frame: gpd.GeoDataFrame, texts: Mapping[str, str]) -> list[Item]:
    counts = count(frame[HARM])
    items = [_item(name, texts[f"harm_{name}"], counts) | {"say": f"harm_{name}"} for name in _HARMS]
    return [*items, _unnamed(texts, counts, "harm_none")]


def _actor_items(frame: gpd.GeoDataFrame, column: str, texts: Mapping[str, str]) -> list[Item]:
    """Return filter items for countries and their services, most frequent country first."""
    used = count(frame[column])
    actors = geodata.rows("actors")
    country_of = {row["code"]: row["country"] for row in actors}
    countries = {cell: ";".join(country_of.get(code, code) for code in split_list(cell)) for cell in set(frame[column])}
    by_country = count(map(countries.__getitem__, frame[column]))
    services: dict[str, list[dict[str, str]]] = {}
    for row in actors:
        if row["code"] in used:
            services.setdefault(row["country"], []).append(row)
    items = [
        {
            **_named(f"country_{country}", country, by_country, texts),
            "colour": rows[0]["colour"],
            "items": [
                _item(row["code"], row["name"], used) | {"colour": row["colour"], "shape": row["shape"]} for row in rows
            ],
        }
        for country, rows in services.items()
    ]  # fmt: skip
    unknown = [
        _unnamed(texts, used, "not_named") if not code else _item(code, code, used)
        for code in sorted(set(used) - set(country_of))
    ]
    return sorted(items, key=lambda item: (-item["count"], item["key"])) + unknown


def _others(items: list[Item], counts: Counter[str], texts: Mapping[str, str]) -> list[Item]:
    """Return items for values that ``items`` does not cover, so that the page can filter by them too."""
    rest = sorted(set(counts) - {item["key"] for item in items})
    return [_unnamed(texts, counts, "not_given") if not key else _item(key, key, counts) for key in rest]


def _unnamed(texts: Mapping[str, str], counts: Mapping[str, int], key: str) -> Item:
    return {"key": "", "label": texts[key], "say": key, "count": counts[""]}


def _item(key: str, label: str, counts: Mapping[str, int]) -> Item:
    return {"key": key, "label": label, "count": counts[key]}


def _named(say: str, key: str, counts: Mapping[str, int], texts: Mapping[str, str]) -> Item:
    """Return an item labelled with the page's text for ``say``, or with its key if there is no such text."""
    return _item(key, texts.get(say, key), counts) | ({"say": say} if say in texts else {})
