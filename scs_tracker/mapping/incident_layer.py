"""Incidents as columns: what the page draws and filters by in one block, all else in blocks that a card opens."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.mapping.elements import Part
from scs_tracker.mapping.payload import columns, whole
from scs_tracker.model import CORROBORATION, SEVERITY_LABELS, first_day, is_partial_date, last_day, split_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import geopandas as gpd
    import pandas as pd

#: A place that is known no better than this is drawn hollow, as an area.
AREA_RADIUS_KM: Final = 50.0
_DETAIL_ROWS: Final = 1024
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()

_CORE_TEXT: Final = (
    "id", "date_start", "date_end", "types", "initiators", "targets", "initiator_units", "target_units", "place",
    "corroboration", "method", "feature_id", "zones", "zones_possible", "episode",
)  # fmt: skip
_CORE_NUMBERS: Final = ("severity", "radius_km")
_TYPE_COLOURS: Final = (
    "#cc6677", "#4b3fa7", "#ddcc77", "#117733", "#88ccee", "#882255", "#44aa99", "#999933", "#aa4499",
)  # fmt: skip
_OTHER_COLOUR: Final = "#9aa3ad"
#: Light to dark, even steps in lightness.
_SEVERITY_COLOURS: Final = ("#fbe3a2", "#f9bd5c", "#f08a3c", "#d9532f", "#ad2430", "#6b1130")
#: With fewer classes of years than this, colours stand for months.
_FEWEST_DATE_CLASSES: Final = 4
#: Eight even steps of matplotlib's viridis, from 0.05 to 0.87.
_DATE_COLOURS: Final = ("#471365", "#443983", "#375b8d", "#2a788e", "#1f948c", "#2ab07f", "#5ec962", "#a8db34")


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
    names = list(map(str, frame.columns))
    absent = [name for name in ("id", "date_start") if name not in names]
    twice = [name for name in names if names.count(name) > 1]
    for problem, found in (("no column", absent), ("more than one column", twice)):
        if found:
            raise TrackerError(f"the frame of incidents has {problem} {found[0]}; columns are {', '.join(names)}")
    placed = geometry[~(geometry.isna() | geometry.is_empty)]
    if not (placed.geom_type == "Point").all():
        raise TrackerError(f"an incident's geometry is a {placed.geom_type.iloc[0]}; the map takes points")
    result = frame.to_crs(4326) if frame.crs != "EPSG:4326" else frame.copy()
    for name in (*_CORE_TEXT, "status"):
        result[name] = _texts(result[name]) if name in result else ""
    points = result.geometry.where(~(result.geometry.isna() | result.geometry.is_empty))
    result["lat"], result["lon"] = points.y, points.x
    for name in _CORE_NUMBERS:
        result[name] = _numbers(result, name) if name in result else 0
    _check_rows(result)
    return result


def _check_rows(frame: gpd.GeoDataFrame) -> None:
    """Raise at the first row whose date, place or id the map cannot show."""
    bad = frame[~frame["date_start"].map(is_partial_date)]
    if len(bad):
        incident_id, date = bad[["id", "date_start"]].iloc[0]
        raise TrackerError(f"incident {incident_id}: {date!r} is not a date; use YYYY-MM-DD")
    somewhere = frame["lat"].notna() | frame["lon"].notna()
    off = frame[somewhere & ~(frame["lat"].between(-85, 85) & frame["lon"].between(-360, 360))]
    if len(off):
        incident_id, lat, lon = off[["id", "lat", "lon"]].iloc[0]
        where = f"latitude {lat:g}, longitude {lon:g}, which is no place on the map"
        raise TrackerError(f"incident {incident_id} lies at {where}; is the CRS that of its coordinates?")
    twice = frame["id"][frame["id"].duplicated()]
    if len(twice):
        raise TrackerError(f"incident {twice.iloc[0]} stands more than once in the frame; keep one row")


def _texts(cells: pd.Series) -> list[str]:
    """Return cells as text, missing ones empty, days and instants as the day that they name."""
    said = (cell.isoformat()[:10] if isinstance(cell, dt.date) else str(cell) for cell in cells)
    return ["" if missing else whole(text) for text, missing in zip(said, cells.isna(), strict=True)]


def _numbers(frame: gpd.GeoDataFrame, name: str) -> pd.Series:
    import pandas as pd

    numbers = pd.to_numeric(frame[name], errors="coerce").astype("Float64")
    bad = frame[frame[name].notna() & numbers.isna()]
    if len(bad):
        raise TrackerError(f"incident {bad['id'].iloc[0]}: {name} = {bad[name].iloc[0]!r} is not a number")
    return numbers


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
    rest = [name for name in frame.columns if name not in core and name != frame.geometry.name]
    blocks: dict[str, object] = {
        "scs-incidents": {"rows": len(frame), "columns": columns(core), "detail_rows": _DETAIL_ROWS, "order": [
            name for name in frame.columns if name != frame.geometry.name
        ]}
    }  # fmt: skip
    for number, start in enumerate(range(0, len(frame), _DETAIL_ROWS)):
        part = frame.iloc[start : start + _DETAIL_ROWS]
        blocks[f"scs-details-{number}"] = columns({name: [_plain(v) for v in part[name].tolist()] for name in rest})
    blocks["scs-units"] = _units(frame)
    return Part("incidents", blocks)


def _units(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return the vessels and aircraft of the incidents, the most frequent first, with the ways that each is written."""
    cells = [*frame["initiator_units"], *frame["target_units"]]
    times = _count(split_list(cell) for cell in cells)
    written = set(times)
    found = []
    for row in geodata.table("units").to_dict("records"):
        spellings = written.intersection([row["name"], *split_list(row["spellings"])])
        if spellings:
            found.append({"id": row["unit_id"], "name": row["name"], "names": sorted(spellings - {row["name"]})})
            written -= spellings
    found += [{"id": name, "name": name, "names": []} for name in sorted(written)]
    return sorted(found, key=lambda unit: -sum(times[name] for name in (unit["name"], *unit["names"])))


def facets(frame: gpd.GeoDataFrame, texts: dict[str, str], zone_names: dict[str, str]) -> list[dict[str, Any]]:
    """Return what incidents can be filtered by: for each facet its column and its values, with labels and counts.

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
    gravity = {name: place for place, name in enumerate(geodata.vocabulary().severity_by_type)}
    by_type = _count(split_list(cell) or [""] for cell in frame["types"])
    in_zone = _count(
        {*split_list(sure), *split_list(possible)} or {""}
        for sure, possible in zip(frame["zones"], frame["zones_possible"], strict=True)
    )
    dates = zip(frame["date_start"], frame["date_end"], strict=True)
    by_year = _count(_years(*span(start, end)).split(";") for start, end in dates)
    by_severity = _count([_key(value)] for value in frame["severity"])
    by_corroboration = _count([value] for value in frame["corroboration"])
    corroboration = [_item(name, texts[f"corroboration_{name}"], by_corroboration) for name in CORROBORATION]
    ordered_types = sorted(by_type, key=lambda name: (not name, gravity.get(name, 0), name))
    in_episode = _count(split_list(cell) or [""] for cell in frame["episode"])
    titles = {each["id"]: each["name"] for each in episodes(frame)}
    titles |= {"": texts["no_episode"]} if titles else {}
    names = zone_names | {"": texts["no_zone"]}
    zone_order = sorted(in_zone, key=lambda name: (-in_zone[name], name))
    severities = [_item(key, label, by_severity) for key, label in _severities(texts)][::-1]
    unnamed = texts["not_named"]
    found = [
        ("actor", "initiators", _actor_items(frame, unnamed)),
        ("type", "types", [_item(name, types["label"].get(name, name) or unnamed, by_type) for name in ordered_types]),
        ("severity", "severity", severities + _others(severities, by_severity, unnamed)),
        ("corroboration", "corroboration", corroboration + _others(corroboration, by_corroboration, unnamed)),
        ("episode", "episode", [_item(name, titles.get(name, name), in_episode) for name in titles]),
        ("zone", "zones_any", [_item(name, names.get(name, name), in_zone) for name in zone_order]),
        ("year", "years", [_item(year, year, by_year) for year in sorted(by_year, reverse=True)]),
    ]
    return [{"key": key, "column": column, "items": items} for key, column, items in found if items]


def episodes(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return the episodes that incidents of the frame belong to, oldest first.

    An episode that no table knows goes by its id, and comes last.
    """
    counts = _count(split_list(cell) for cell in frame["episode"])
    known = geodata.table("episodes").sort_values(["date_start", "id"]).to_dict("records")
    rows = [row for row in known if counts[row["id"]]]
    rows += [{"id": name, "title": name} for name in sorted(set(counts) - {row["id"] for row in rows})]
    return [
        {
            "id": row["id"], "name": row["title"], "names": [], "start": row.get("date_start", ""),
            "end": row.get("date_end", ""), "basis": row.get("basis", ""), "count": counts[row["id"]],
        }
        for row in rows
    ]  # fmt: skip


def colours(frame: gpd.GeoDataFrame, texts: dict[str, str]) -> dict[str, Any]:
    """Return the classes of each colour mode, and how a cell's first value finds its class.

    A mode is ``{"column", "classes": [{"label", "colour"}], "of": {value: class number}, "other": class number}``.
    """
    actors, types = geodata.table("actors"), geodata.table("types")
    of_country = dict(zip(actors["code"], actors["country"], strict=True))
    first_actors = Counter(split_list(cell)[0] for cell in frame["initiators"] if cell)
    countries = Counter[str]()
    for code, number in first_actors.items():
        countries[of_country.get(code, "")] += number
    named = [country for country in _by_count(countries) if country]
    by_country = actors.drop_duplicates("country").set_index("country")
    country_classes = [_class(by_country["country_name"][name], by_country["colour"][name]) for name in named]
    country_of = {code: named.index(of_country[code]) for code in first_actors if of_country.get(code)}
    labels = dict(zip(types["type"], types["label"], strict=True))
    first_types = Counter(split_list(cell)[0] for cell in frame["types"] if cell)
    top = _by_count(first_types)[: len(_TYPE_COLOURS)]
    type_classes = [_class(labels.get(name, name), colour) for name, colour in zip(top, _TYPE_COLOURS, strict=False)]
    type_classes.append(_class(texts["other"], _OTHER_COLOUR))
    severity = [_class(label, _SEVERITY_COLOURS[int(key)]) for key, label in _severities(texts)]
    return {
        "actor": _mode("initiators", [*country_classes, _class(texts["not_named"], _OTHER_COLOUR)], country_of),
        "date": _date_mode(sorted(frame["date_start"]), texts),
        "type": _mode("types", type_classes, {name: number for number, name in enumerate(top)}),
        "severity": _mode("severity", severity, {str(number): number for number in range(len(severity))}),
    }


def shapes(frame: gpd.GeoDataFrame) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the marker shape of each initiator, and the shapes in use with the kinds of service they stand for."""
    used = {part for cell in frame["initiators"] for part in split_list(cell)}
    actors = geodata.table("actors")
    rows = actors[actors["code"].isin(used)]
    kinds: dict[str, list[str]] = {}
    for shape, kind in zip(rows["shape"], rows["kind"], strict=True):
        kinds.setdefault(shape, []).append(kind)
    legend = [{"shape": shape, "label": ", ".join(dict.fromkeys(names))} for shape, names in kinds.items()]
    return dict(zip(rows["code"], rows["shape"], strict=True)), legend


def _date_mode(dates: list[str], texts: dict[str, str]) -> dict[str, Any]:
    """Cut the time so that each colour has about as many incidents: at the beginning of years, or of months if few.

    ``dates`` are in order. Where months are cut, an incident dated to the year alone has a class of its own.
    """
    years = [date[:4] for date in dates]
    starts = _starts(years)
    if len(starts) >= _FEWEST_DATE_CLASSES:
        classes = _periods(starts, years[-1], lambda start: str(int(start) - 1))
        of = {year: sum(start <= year for start in starts) - 1 for year in dict.fromkeys(years)}
        return _mode("years", classes, of)
    months = [date[:7] for date in dates if len(date) >= 7]
    starts = _starts(months)
    classes = _periods(starts, months[-1] if months else "", _month_before)
    classes += [_class(texts["year_only"], _OTHER_COLOUR)] if len(months) < len(dates) else []
    of = {date: sum(start <= date[:7] for start in starts) - 1 for date in dict.fromkeys(dates) if len(date) >= 7}
    return _mode("date_start", classes, of)


def _starts(times: list[str]) -> list[str]:
    """Return at most as many of the ordered times as there are colours, with about as many between each two."""
    steps = len(_DATE_COLOURS)
    return sorted({times[step * len(times) // steps] for step in range(steps)}) if times else []


def _periods(starts: list[str], last: str, before: Callable[[str], str]) -> list[dict[str, str]]:
    ends = [*map(before, starts[1:]), last] if starts else []
    shade = (len(_DATE_COLOURS) - 1) / max(1, len(starts) - 1)
    return [
        _class(start if start >= end else f"{start} – {end}", _DATE_COLOURS[round(number * shade)])
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _month_before(month: str) -> str:
    first = dt.date.fromisoformat(f"{month}-01")
    return (first - dt.timedelta(days=1)).isoformat()[:7]


def _mode(column: str, classes: list[dict[str, str]], of: dict[str, int]) -> dict[str, Any]:
    return {"column": column, "classes": classes, "of": of, "other": len(classes) - 1}


def _class(label: str, colour: str) -> dict[str, str]:
    return {"label": label, "colour": colour}


def _item(key: str, label: str, counts: Counter[str]) -> dict[str, Any]:
    return {"key": key, "label": label, "count": counts[key]}


def _count(cells: Iterable[Iterable[str]]) -> Counter[str]:
    """Count in how many cells each part stands."""
    return Counter(part for cell in cells for part in set(cell))


def _by_count(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))


def _severities(texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(str(n), texts["severity_n"].format(n=n, label=label)) for n, label in enumerate(SEVERITY_LABELS)]


def _others(items: list[dict[str, Any]], counts: Counter[str], unnamed: str) -> list[dict[str, Any]]:
    """Return items for the values that no vocabulary has, so that they can be switched off as well."""
    return [_item(key, key or unnamed, counts) for key in sorted(set(counts) - {item["key"] for item in items})]


def _actor_items(frame: gpd.GeoDataFrame, unnamed: str) -> list[dict[str, Any]]:
    """Return countries with their services, the most frequent country first."""
    used = _count(split_list(cell) or [""] for cell in frame["initiators"])
    actors = geodata.table("actors")
    country_of = dict(zip(actors["code"], actors["country"], strict=True))
    by_country = _count([country_of.get(code, code) for code in split_list(cell)] for cell in frame["initiators"])
    items = []
    for country, services in actors[actors["code"].isin(used)].groupby("country", sort=False):
        rows = services.to_dict("records")
        items.append({
            **_item(country, rows[0]["country_name"], by_country),
            "colour": rows[0]["colour"],
            "items": [
                _item(row["code"], row["name"], used) | {"colour": row["colour"], "shape": row["shape"]} for row in rows
            ],
        })  # fmt: skip
    unknown = [_item(code, code or unnamed, used) for code in sorted(set(used) - set(country_of))]
    return sorted(items, key=lambda item: (-item["count"], item["key"])) + unknown


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


def _key(value: Any) -> str:
    """Return a number as the page writes it, nothing where it is missing."""
    plain = _plain(value)
    return "" if plain is None else str(plain)


def _plain(value: Any) -> Any:
    """Return a cell as JSON can hold it: text, a number, or None where it is missing."""
    import pandas as pd

    if isinstance(value, (bool, str, int)) or value is None:
        return value
    if not pd.api.types.is_scalar(value):
        return str(value)
    if pd.isna(value):
        return None
    if isinstance(value, float) or hasattr(value, "item"):
        number = float(value)
        return int(number) if number.is_integer() else number
    return str(value)
