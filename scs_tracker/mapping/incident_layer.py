"""Encode incidents for the map as columns: one block for drawing and filtering, further blocks for cards."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import json
import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.act import SPLIT, acts_from_columns, countries_of, initiator_side, parse_acts
from scs_tracker.errors import TrackerError
from scs_tracker.mapping.elements import Part
from scs_tracker.mapping.payload import columns, whole
from scs_tracker.model import first_day, is_partial_date, last_day, split_list
from scs_tracker.sentences.restated import standing_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    import geopandas as gpd
    import pandas as pd

#: A location with a larger uncertainty radius than this is drawn as an area.
AREA_RADIUS_KM: Final = 50.0
_DETAIL_ROWS: Final = 1024
#: In a larger map, cards show only one sentence of the claims; the rest takes half a second per thousand incidents.
_MOST_IN_FULL: Final = 10_000
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()

_CORE_TEXT: Final = (
    "id", "date_start", "date_end", "types", "initiators", "targets", "initiator_units", "target_units", "place",
    "corroboration", "method", "feature_id", "zones", "zones_possible", "episode",
)  # fmt: skip
#: Columns that ``checked`` adds: the initiating country, or two separated by ``;``; the acts by pair of countries; the
#: pairs alone; and the kinds of harm (``killed``, ``injured``, ``detained``, ``damage``).
SIDE, PAIR_ACTS, PAIRS, HARM = _ADDED = (":side", ":acts", ":pairs", ":harm")
#: Columns that count people; comparisons add them up.
HURT: Final = ("killed", "injured", "detained")
_CORE_NUMBERS: Final = ("severity", "radius_km")


def checked(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return ``frame`` in EPSG:4326 with all columns that the map needs; ``lat`` and ``lon`` come from its geometry.

    Raise ``TrackerError`` for a missing or repeated column, a repeated id, or a value that the map cannot show.
    """
    import pandas as pd

    try:
        geometry = frame.geometry
    except AttributeError:
        raise TrackerError(
            "the frame of incidents has no geometry; pass a GeoDataFrame with points, such as geocode() returns"
        ) from None
    if frame.crs is None:
        raise TrackerError("the frame of incidents has no CRS; set one, such as EPSG:4326 for longitude and latitude")
    names = list(map(str, frame.columns))
    absent = [name for name in ("id", "date_start") if name not in names]
    twice = [name for name in names if names.count(name) > 1]
    for problem, found in (("no column", absent), ("more than one column", twice)):
        if found:
            raise TrackerError(f"the frame of incidents has {problem} {found[0]}; columns are {', '.join(names)}")
    placed = geometry[~(geometry.isna() | geometry.is_empty)]
    if not (placed.geom_type == "Point").all():
        raise TrackerError(f"an incident's geometry is a {placed.geom_type.iloc[0]}; use points")
    result = frame.to_crs(4326) if frame.crs != "EPSG:4326" else frame.copy()
    for name in (*_CORE_TEXT, "status"):
        texts = _texts(result[name]) if name in result else ""
        result[name] = pd.Series(texts, index=result.index, dtype=object)  # which is read cell by cell, often
    points = result.geometry.where(~(result.geometry.isna() | result.geometry.is_empty))
    result["lat"], result["lon"] = points.y, points.x
    for name in _CORE_NUMBERS:
        result[name] = _numbers(result, name) if name in result else pd.Series(pd.NA, result.index, dtype="Float64")
    _check_rows(result)
    texts = result["acts"].tolist() if "acts" in result else [""] * len(result)
    told = list(map(_told(), texts, result["types"], result["initiators"], result["targets"]))
    added = dict(zip(_ADDED, [*map(list, zip(*told, strict=True)), _harm(result)] if told else [[]] * 4, strict=True))
    return result.assign(**added)


def _check_rows(frame: gpd.GeoDataFrame) -> None:
    """Raise an error for the first incident with an invalid date, a location outside the map or a repeated id."""
    bad = frame[~frame["date_start"].map(is_partial_date)]
    if len(bad):
        incident_id, date = bad[["id", "date_start"]].iloc[0]
        raise TrackerError(f"incident {incident_id}: {date!r} is not a date; use YYYY-MM-DD")
    somewhere = frame["lat"].notna() | frame["lon"].notna()
    off = frame[somewhere & ~(frame["lat"].between(-85, 85) & frame["lon"].between(-360, 360))]
    if len(off):
        incident_id, lat, lon = off[["id", "lat", "lon"]].iloc[0]
        where = f"latitude {lat:g}, longitude {lon:g}, which is outside the map"
        raise TrackerError(f"incident {incident_id} lies at {where}; check the CRS")
    twice = frame["id"][frame["id"].duplicated()]
    if len(twice):
        raise TrackerError(f"incident {twice.iloc[0]} occurs more than once in the frame; keep one row")


def _texts(cells: pd.Series) -> list[str]:
    """Return cells as text: missing values as empty strings, dates and timestamps as YYYY-MM-DD."""
    values: list[Any] = cells.tolist()
    if set(map(type, values)) != {str}:
        said = (cell.isoformat()[:10] if isinstance(cell, dt.date) else str(cell) for cell in values)
        values = ["" if missing else text for text, missing in zip(said, cells.isna(), strict=True)]
    together = "".join(values)
    return values if whole(together) == together else list(map(whole, values))


def _numbers(frame: gpd.GeoDataFrame, name: str) -> pd.Series:
    import pandas as pd

    numbers = pd.to_numeric(frame[name], errors="coerce").astype("Float64")
    bad = frame[frame[name].notna() & numbers.isna()]
    if len(bad):
        raise TrackerError(f"incident {bad['id'].iloc[0]}: {name} = {bad[name].iloc[0]!r} is not a number; correct it")
    return numbers


def incident_layer(frame: gpd.GeoDataFrame, *, given: Collection[str] | None = None) -> Part:
    """Return the map layer of the incidents in a frame from :func:`checked`, in the same order.

    Cards and downloads show only ``lat``, ``lon`` and the columns in ``given``; None shows all columns.
    """
    spans = [span(start, end) for start, end in zip(frame["date_start"], frame["date_end"], strict=True)]
    core: dict[str, Sequence[Any]] = {name: frame[name].tolist() for name in _CORE_TEXT}
    core |= {name: plain_cells(frame[name]) for name in _CORE_NUMBERS}
    core |= {name: plain_cells(frame[name].round(5)) for name in ("lat", "lon")}
    core |= {":first": [first for first, _ in spans], ":last": [last for _, last in spans]}
    core[":years"] = [years(first, last) for first, last in spans]
    core |= {name: plain_cells(frame[name]) for name in HURT if name in frame}
    core |= {name: frame[name].tolist() for name in _ADDED}
    told = frame if len(frame) <= _MOST_IN_FULL else frame[["id"]]
    plain_words, details = standing_words(told)
    core[":partial"] = [int(len(date) < 10) for date in frame["date_start"]]
    core[":area"] = [
        int(method == "area" or (radius is not None and radius > AREA_RADIUS_KM))
        for method, radius in zip(frame["method"], core["radius_km"], strict=True)
    ]
    rest = [name for name in frame.columns if name not in core and name != frame.geometry.name]
    geometry = frame.geometry.name
    kept = {*frame.columns, "lat", "lon"} if given is None else {*given, "lat", "lon"}
    order = [name for name in frame.columns if name != geometry and name in kept]
    blocks: dict[str, object] = {
        "scs-incidents": {"rows": len(frame), "columns": columns(core), "detail_rows": _DETAIL_ROWS, "order": order}
    }
    cells: dict[str, Sequence[Any]] = {name: plain_cells(frame[name]) for name in rest}
    if "zone_shares" in cells:
        cells["zone_shares"] = list(map(_shares, cells["zone_shares"], frame["zones"], frame["zones_possible"]))
    cells |= {":plain": plain_words, ":details": [json.dumps(each) if each else "[]" for each in details]}
    for number, start in enumerate(range(0, len(frame), _DETAIL_ROWS)):
        ours = slice(start, start + _DETAIL_ROWS)
        blocks[f"scs-details-{number}"] = columns({name: values[ours] for name, values in cells.items()})
    blocks["scs-units"] = _units(frame)
    return Part("incidents", blocks)


@functools.lru_cache(maxsize=16_384)
def _shares(cell: Any, zones: str, possible: str) -> Any:
    """Return a cell of zone shares as numbers alone if its ids are the incident's zones in order, else unchanged.

    >>> _shares('{"cn-eez": 0.25, "ph-eez": 1.0}', "ph-eez", "cn-eez")
    '0.25;1.0'
    """
    ids = sorted({*split_list(zones), *split_list(possible)})
    shares = re.findall(r"[\d.]+(?=[,}])", cell) if isinstance(cell, str) else []
    written = ", ".join(f'"{zone}": {share}' for zone, share in zip(ids, shares, strict=False))
    return ";".join(shares) if shares and cell == f"{{{written}}}" else cell


def _units(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return the vessels and aircraft of the incidents, most frequent first, with the other spellings used for each."""
    cells = [*frame["initiator_units"], *frame["target_units"]]
    times = Counter(part for cell in cells for part in set(split_list(cell)))
    written = set(times)
    found = []
    for row in geodata.table("units").to_dict("records"):
        spellings = written.intersection([row["name"], *split_list(row["spellings"])])
        if spellings:
            found.append({"id": row["unit_id"], "name": row["name"], "names": sorted(spellings - {row["name"]})})
            written -= spellings
    found += [{"id": name, "name": name, "names": []} for name in sorted(written)]
    return sorted(found, key=lambda unit: -sum(times[name] for name in (unit["name"], *unit["names"])))


def _told() -> Callable[[Any, str, str, str], tuple[str, str, str]]:
    """Return a function that gives an incident's initiator, acts (``CN>PH:ramming``) and pairs (``CN>PH``) as text.

    The function reads the recorded acts; without any, it derives them from types, initiators and targets.
    """
    vocabulary = geodata.vocabulary()

    @functools.cache
    def told(text: Any, types: str, initiators: str, targets: str) -> tuple[str, str, str]:
        acts = parse_acts(text) if isinstance(text, str) else []
        if not acts and types and vocabulary.severity_by_type.keys() >= set(split_list(types)):
            acts = acts_from_columns({"types": types, "initiators": initiators, "targets": targets}, vocabulary)
        side = initiator_side(acts, vocabulary) if acts else ""
        if side == SPLIT:
            side = ";".join([*dict.fromkeys(each for act in acts for each in countries_of(act.by or act.against))][:2])
        done = [
            (f"{one}>{two}", act.type)
            for act in acts
            for one in countries_of(act.by)
            for two in countries_of(act.against)
        ]
        side = side or ";".join(countries_of(split_list(initiators)[:1]))
        return side, ";".join(dict.fromkeys(map(":".join, done))), ";".join(dict.fromkeys(pair for pair, _ in done))

    return told


def _harm(frame: gpd.GeoDataFrame) -> list[str]:
    present = [name for name in (*HURT, "damage") if name in frame]
    columns_ = [[cell not in {None, "", 0} for cell in plain_cells(frame[name])] for name in present]
    found = [";".join(itertools.compress(present, done)) for done in zip(*columns_, strict=True)]
    return found or [""] * len(frame)


@functools.lru_cache(maxsize=65_536)
def span(start: str, end: str) -> tuple[int, int]:
    """Return the first and last possible day of an incident or event, in days from 1970-01-01.

    An end that is empty or before the start is ignored.

    >>> span("1970-02", ""), span("1969-12-31", "")
    ((31, 58), (-1, -1))
    """
    first = _day(first_day(start))
    last = _day(last_day(end)) if is_partial_date(end) else _day(last_day(start))
    return first, max(first, last)


def _day(date: str) -> int:
    return dt.date.fromisoformat(date).toordinal() - _EPOCH


@functools.lru_cache(maxsize=65_536)
def years(first: int, last: int) -> str:
    """Return the years between two days, given in days from 1970-01-01, separated by ``;``."""
    start, end = (dt.date.fromordinal(day + _EPOCH).year for day in (first, last))
    return ";".join(str(year) for year in range(start, end + 1))


def plain_cells(cells: pd.Series) -> list[Any]:
    """Return the cells of a column as JSON values."""
    if cells.dtype.kind == "f":
        numbers = cells.to_numpy(dtype=float, na_value=math.nan).tolist()
        return [None if n != n else int(n) if n.is_integer() else n for n in numbers]  # noqa: PLR0124 - not a number
    values = cells.to_numpy(dtype=object, na_value=None).tolist()
    return values if set(map(type, values)) <= {str, bool, int, type(None)} else list(map(plain, values))


def plain(value: Any) -> Any:
    """Return a cell as a JSON value: text, number or Boolean, or None if it is missing."""
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
