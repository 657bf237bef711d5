"""Incidents as columns: what the page draws and filters by in one block, all else in blocks that a card opens."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.mapping.elements import Part
from scs_tracker.mapping.payload import columns
from scs_tracker.model import CORROBORATION, SEVERITY_LABELS, first_day, is_partial_date, last_day, split_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd

#: A place that is known no better than this is drawn hollow, as an area.
AREA_RADIUS_KM: Final = 50.0
_DETAIL_ROWS: Final = 1024
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()

_CORE_TEXT: Final = (
    "id", "date_start", "date_end", "types", "initiators", "targets", "initiator_units", "target_units", "place",
    "corroboration", "method", "feature_id", "zones", "zones_possible",
)  # fmt: skip
_CORE_NUMBERS: Final = ("severity", "radius_km")
_TYPE_COLOURS: Final = (
    "#cc6677", "#4b3fa7", "#ddcc77", "#117733", "#88ccee", "#882255", "#44aa99", "#999933", "#aa4499",
)  # fmt: skip
_OTHER_COLOUR: Final = "#9aa3ad"
#: Light to dark, even steps in lightness.
_SEVERITY_COLOURS: Final = ("#fbe3a2", "#f9bd5c", "#f08a3c", "#d9532f", "#ad2430", "#6b1130")
#: Eight steps of viridis, from matplotlib.
_DATE_COLOURS: Final = ("#440154", "#46327e", "#365c8d", "#277f8e", "#1fa187", "#4ac16d", "#a0da39", "#fde725")


def checked(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return ``frame`` in EPSG:4326 with every column that the map reads; ``lat`` and ``lon`` follow its geometry.

    Raises
    ------
    TrackerError
        There is no geometry or no CRS, ``id`` or ``date_start`` is missing or wrong, or the geometry is not points.
    """
    try:
        geometry = frame.geometry
    except AttributeError:
        raise TrackerError(
            "the frame of incidents has no geometry; pass a GeoDataFrame with points, such as geocode() returns"
        ) from None
    if frame.crs is None:
        raise TrackerError("the frame of incidents has no CRS; set it, for longitude and latitude with EPSG:4326")
    for name in ("id", "date_start"):
        if name not in frame:
            raise TrackerError(f"the frame of incidents has no column {name}; columns are {', '.join(frame.columns)}")
    placed = geometry[~(geometry.isna() | geometry.is_empty)]
    if not (placed.geom_type == "Point").all():
        raise TrackerError(f"an incident's geometry is a {placed.geom_type.iloc[0]}; the map takes points")
    result = frame.to_crs(4326) if frame.crs != "EPSG:4326" else frame.copy()
    points = result.geometry.where(~(result.geometry.isna() | result.geometry.is_empty))
    result["lat"], result["lon"] = points.y, points.x
    for name in (*_CORE_TEXT, "status"):
        result[name] = result[name].fillna("").astype(str) if name in result else ""
    for name in _CORE_NUMBERS:
        result[name] = result[name].astype("Float64") if name in result else 0
    bad = result["date_start"][~result["date_start"].map(is_partial_date)]
    if len(bad):
        raise TrackerError(f"incident {result.loc[bad.index[0], 'id']}: {bad.iloc[0]!r} is not a date; use YYYY-MM-DD")
    twice = result["id"][result["id"].duplicated()]
    if len(twice):
        raise TrackerError(f"incident {twice.iloc[0]} stands more than once in the frame; keep one row")
    return result


def incident_layer(frame: gpd.GeoDataFrame) -> Part:
    """Return the layer of all incidents of a frame that :func:`checked` made, in its order.

    Parameters
    ----------
    frame
        Incidents; columns beyond those of the ledger go along and come out in the downloads.
    """
    spans = [span(start, end) for start, end in zip(frame["date_start"], frame["date_end"], strict=True)]
    core: dict[str, Sequence[Any]] = {name: frame[name].tolist() for name in _CORE_TEXT}
    core |= {name: [_plain(value) for value in frame[name]] for name in _CORE_NUMBERS}
    core |= {name: [_plain(value) for value in frame[name].round(5)] for name in ("lat", "lon")}
    core |= {"first": [first for first, _ in spans], "last": [last for _, last in spans]}
    core["years"] = [_years(first, last) for first, last in spans]
    core["zones_any"] = [
        ";".join(dict.fromkeys([*split_list(sure), *split_list(possible)]))
        for sure, possible in zip(frame["zones"], frame["zones_possible"], strict=True)
    ]
    core["partial"] = [int(len(date) < 10) for date in frame["date_start"]]
    core["area"] = [
        int(method == "area" or (radius is not None and radius > AREA_RADIUS_KM))
        for method, radius in zip(frame["method"], core["radius_km"], strict=True)
    ]
    if "episode" in frame:
        core["episode"] = frame["episode"].fillna("").astype(str).tolist()
    rest = [name for name in frame.columns if name not in core and name != frame.geometry.name]
    blocks: dict[str, object] = {
        "scs-incidents": {"rows": len(frame), "columns": columns(core), "detail_rows": _DETAIL_ROWS, "order": [
            name for name in frame.columns if name != frame.geometry.name
        ]}
    }  # fmt: skip
    for number, start in enumerate(range(0, len(frame), _DETAIL_ROWS)):
        part = frame.iloc[start : start + _DETAIL_ROWS]
        blocks[f"scs-details-{number}"] = columns({name: [_plain(v) for v in part[name].tolist()] for name in rest})
    return Part("incidents", blocks)


def facets(frame: gpd.GeoDataFrame, texts: dict[str, str], zone_names: dict[str, str]) -> list[dict[str, Any]]:
    """Return what incidents can be filtered by: for each facet its column and its values with labels.

    Parameters
    ----------
    frame
        Incidents, as :func:`checked` made them.
    texts
        Interface texts.
    zone_names
        Zone id to its name.
    """
    types = geodata.table("types").set_index("type")
    used = Counter(part for cell in frame["types"] for part in split_list(cell))
    type_items = [
        {"key": name, "label": types["label"].get(name, name), "severity": int(types["severity"].get(name, 0))}
        for name in used
    ]
    type_items.sort(key=lambda item: (-item["severity"], item["label"]))
    present = {part for name in ("zones", "zones_possible") for cell in frame[name] for part in split_list(cell)}
    zones = [{"key": name, "label": zone_names.get(name, name)} for name in sorted(present)]
    years = sorted({int(date[:4]) for name in ("date_start", "date_end") for date in frame[name] if date})
    year_items = [{"key": str(year), "label": str(year)} for year in range(years[0], years[-1] + 1)] if years else []
    severity = [{"key": str(n), "label": texts["severity_n"].format(n=n, label=label)} for n, label in _severities()]
    corroboration = [{"key": name, "label": f"{name}: {texts[f'corroboration_{name}']}"} for name in CORROBORATION]
    found = [
        ("actor", "initiators", _actor_items(frame)),
        ("type", "types", type_items),
        ("severity", "severity", severity[::-1]),
        ("corroboration", "corroboration", corroboration),
        ("zone", "zones_any", [*zones, {"key": "", "label": texts["no_zone"]}]),
        ("year", "years", year_items[::-1]),
    ]
    return [{"key": key, "column": column, "items": items} for key, column, items in found]


def colours(frame: gpd.GeoDataFrame, texts: dict[str, str]) -> dict[str, Any]:
    """Return the classes of each colour mode, and how a cell's first value finds its class.

    A mode is ``{"column", "classes": [{"label", "colour"}], "of": {value: class number}, "other": class number}``.
    """
    actors = geodata.table("actors")
    used = Counter(split_list(cell)[0] for cell in frame["initiators"] if cell)
    of_country = dict(zip(actors["code"], actors["country"], strict=True))
    countries = Counter({"": 0})
    for code, count in used.items():
        countries[of_country.get(code, "")] += count
    named = [country for country, _ in sorted(countries.items(), key=lambda pair: (-pair[1], pair[0])) if country]
    by_country = actors.drop_duplicates("country").set_index("country")
    country_classes = [
        {"key": country, "label": by_country["country_name"][country], "colour": by_country["colour"][country]}
        for country in named
    ]
    country_classes.append({"key": "", "label": texts["not_named"], "colour": _OTHER_COLOUR})
    position = {country: number for number, country in enumerate(named)}
    types = geodata.table("types")
    labels = dict(zip(types["type"], types["label"], strict=True))
    first_types = Counter(split_list(cell)[0] for cell in frame["types"] if cell)
    top = [name for name, _ in sorted(first_types.items(), key=lambda pair: (-pair[1], pair[0]))][: len(_TYPE_COLOURS)]
    type_classes = [
        {"key": name, "label": labels.get(name, name), "colour": colour}
        for name, colour in zip(top, _TYPE_COLOURS, strict=False)
    ]
    type_classes.append({"key": "", "label": texts["other"], "colour": _OTHER_COLOUR})
    severity_classes = [
        {"key": str(n), "label": texts["severity_n"].format(n=n, label=label), "colour": _SEVERITY_COLOURS[n]}
        for n, label in _severities()
    ]
    return {
        "actor": _mode("initiators", country_classes, {code: position.get(of_country.get(code, "")) for code in used}),
        "date": {"column": "first", "classes": [{"key": "", "label": "", "colour": c} for c in _DATE_COLOURS]},
        "type": _mode("types", type_classes, {name: number for number, name in enumerate(top)}),
        "severity": _mode("severity", severity_classes, {str(n): n for n, _ in _severities()}),
    }


def _mode(column: str, classes: list[dict[str, str]], of: dict[str, int | None]) -> dict[str, Any]:
    known = {value: number for value, number in of.items() if number is not None}
    return {"column": column, "classes": classes, "of": known, "other": len(classes) - 1}


def _severities() -> Iterable[tuple[int, str]]:
    return enumerate(SEVERITY_LABELS)


def _actor_items(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return countries with their services, the most frequent country first."""
    used = Counter(part for cell in frame["initiators"] for part in split_list(cell))
    actors = geodata.table("actors")
    known = actors[actors["code"].isin(used)]
    items = []
    for country, services in known.groupby("country", sort=True):
        rows = services.to_dict("records")
        items.append({
            "key": country,
            "label": rows[0]["country_name"],
            "colour": rows[0]["colour"],
            "total": sum(used[row["code"]] for row in rows),
            "items": [_service(row) for row in rows],
        })  # fmt: skip
    unknown = [{"key": code, "label": code} for code in sorted(set(used) - set(known["code"]))]
    return sorted(items, key=lambda item: -item["total"]) + unknown


def _service(row: dict[Any, str]) -> dict[str, str]:
    return {"key": row["code"], "label": row["name"]} | {name: row[name] for name in ("colour", "shape", "kind")}


def span(start: str, end: str) -> tuple[int, int]:
    """Return the first and last day that an incident or event may have been on, in days from 1970-01-01.

    Parameters
    ----------
    start, end
        Partial dates; an end that is empty or before the start counts as none.

    Examples
    --------
    >>> span("1970-02", ""), span("1969-12-31", "")
    ((31, 58), (-1, -1))
    """
    first = _day(first_day(start))
    last = _day(last_day(end)) if is_partial_date(end) else _day(last_day(start))
    return first, max(first, last)


def _day(date: str) -> int:
    return dt.date.fromisoformat(date).toordinal() - _EPOCH


def _years(first: int, last: int) -> str:
    start, end = (dt.date.fromordinal(day + _EPOCH).year for day in (first, last))
    return ";".join(str(year) for year in range(start, end + 1))


def _plain(value: Any) -> Any:
    """Return a cell as JSON can hold it: text, a number, or None where it is missing."""
    import pandas as pd

    if isinstance(value, (bool, str, int)) or value is None:
        return value
    if pd.isna(value):
        return None
    if isinstance(value, float) or hasattr(value, "item"):
        number = float(value)
        return int(number) if number.is_integer() else number
    return str(value)
