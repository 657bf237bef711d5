"""Find accepted incidents and zones for the HTTP API and the tools for agents, as GeoJSON features.

The queries are read-only, and never return proposed or retracted incidents.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.act import country_of
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger.conditions import select
from scs_tracker.ledger.export import as_feature
from scs_tracker.ledger.frames import typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from scs_tracker.ledger import Ledger

_INSTANT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:\d{2})?)?")
#: Columns of zones that can be used as filters.
ZONE_FILTERS: Final = ("id", "claimants", "kind", "status")
INCIDENT_FILTERS: Final = tuple(name for name in model.LEDGER_COLUMNS if name not in {"status", "acts", "sources"})


@functools.lru_cache(maxsize=2)
def _accepted(ledger: Ledger, instant: str | None) -> gpd.GeoDataFrame:
    del instant  # part of the cache key: a new time reads the ledger again
    frame = ledger.incidents()
    return typed(frame[frame["status"] == "accepted"].reset_index(drop=True))


def accepted(ledger: Ledger) -> gpd.GeoDataFrame:
    """Return accepted incidents with ``begin`` and ``end``, cached until the ledger changes."""
    return _accepted(ledger, ledger.last_instant())


def find_incidents(
    ledger: Ledger,
    *,
    where: Mapping[str, str],
    parties: str = "",
    box: str = "",
    when: str = "",
    limit: int,
    offset: int = 0,
) -> tuple[int, list[dict[str, Any]]]:
    """Return the number of accepted incidents that meet all conditions, and one page of them as GeoJSON features.

    ``where`` has the form of ``ledger.conditions.select``; ``parties`` are country or actor codes of either side,
    separated by commas; ``box`` is west,south,east,north in degrees; ``when`` is a date, or two dates separated by
    ``/``, of which one may be ``..``. Incidents are sorted by date.
    """
    frame = accepted(ledger)
    if where:
        untyped = frame.assign(**{name: frame[name].astype(object) for name in frame.select_dtypes("category").columns})
        frame = frame.loc[select(untyped, where).index]
    if parties:
        frame = frame[_has_party(frame, parties)]
    frame = frame[_in_box(frame, box) & _at_time(frame["begin"], frame["end"], when)]
    page = frame.iloc[offset : offset + limit]
    return len(frame), [as_feature(row) for row in page.to_dict("records")]


def find_zones(
    *, where: Mapping[str, str], box: str = "", when: str = "", limit: int, offset: int = 0
) -> tuple[int, list[dict[str, Any]]]:
    """Return the number of zones, except land, that meet all conditions, and one page of them as simplified GeoJSON."""
    from scs_tracker.mapping.site_data import zone_features
    from scs_tracker.zones.table import load_zones

    frame = load_zones()
    frame = frame[frame["kind"] != "land"]
    for name, value in where.items():
        frame = frame[[bool({value} & {cell, *cell.split(";")}) for cell in frame[name]]]
    frame = frame[_in_box(frame, box) & _at_time(frame["first_day"], frame["last_day"], when)]
    drawn = {one["id"]: one for one in zone_features()}
    return len(frame), [drawn[name] for name in frame["id"].iloc[offset : offset + limit]]


def one_incident(ledger: Ledger, name: str) -> dict[str, Any]:
    """Return an accepted incident as a GeoJSON feature; raise TrackerError for any other id."""
    frame = accepted(ledger)
    rows = frame[frame["id"] == name].to_dict("records")
    if not rows:
        raise TrackerError(f"there is no accepted incident {name[:100]!r}; search the incidents for its id")
    return as_feature(rows[0])


def _has_party(frame: gpd.GeoDataFrame, parties: str) -> list[bool]:
    wanted = {part.strip() for part in parties.split(",")}
    known = set(geodata.vocabulary().actors)
    known |= {country_of(code) for code in known}
    if unknown := sorted(wanted - known):
        raise UsageError(f"party {unknown[0][:40]!r} is not known; use codes such as {', '.join(sorted(known)[:8])}")
    sides = (frame["initiators"] + ";" + frame["targets"]).map(model.split_list)
    return [any({code, country_of(code)} & wanted for code in codes) for codes in sides]


def _in_box(frame: gpd.GeoDataFrame, box: str) -> NDArray[Any]:
    import numpy as np
    import shapely

    if not box:
        return np.ones(len(frame), dtype=bool)
    try:
        numbers = [float(part) for part in box.split(",")]
    except ValueError:
        numbers = []
    numbers = [numbers[at] for at in (0, 1, 3, 4)] if len(numbers) == 6 else numbers
    if len(numbers) != 4 or not np.isfinite(numbers).all() or not -90 <= numbers[1] <= numbers[3] <= 90:
        raise UsageError(f"bbox={box[:80]!r} is not a box; use west,south,east,north in degrees, such as 117,14,118,16")
    west, south, east, north = numbers
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    shapes = [shapely.box(low, south, high, north) for low, high in spans]
    met = np.logical_or.reduce([shapely.intersects(frame.geometry.to_numpy(), shape) for shape in shapes])
    return np.asarray(met)


def _at_time(first: Any, last: Any, when: str) -> NDArray[Any]:
    """Return True for each row that may overlap a time range; a missing first or last day means no limit."""
    import numpy as np

    if not when:
        return np.ones(len(first), dtype=bool)
    begin, slash, end = when.partition("/")
    low, high = (_day(text, when) for text in (begin, end if slash else begin))
    if low is not None and high is not None and low > high:
        raise UsageError(f"datetime={when[:80]!r} ends before it begins; put the earlier time first")
    after = (last.isna() | (last >= np.datetime64(low))) if low else np.ones(len(first), dtype=bool)
    before = (first.isna() | (first <= np.datetime64(high))) if high else np.ones(len(first), dtype=bool)
    return np.asarray(after & before)


def _day(text: str, when: str) -> dt.date | None:
    if text in {"", ".."}:
        return None
    found = _INSTANT.fullmatch(text)
    try:
        return dt.date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise UsageError(
            f"datetime={when[:80]!r} is not a time; use 2024-06-17, 2024-06-01/2024-06-30 or 2024-06-01/.."
        ) from None
