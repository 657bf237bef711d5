"""Select the incidents of a frame that match a map recipe."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from scs_tracker import geodata
from scs_tracker.errors import TrackerError, suggestion
from scs_tracker.model import first_day, last_day, split_list

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    import geopandas as gpd
    import pandas as pd

    from scs_tracker.mapping.recipe import Recipe


def select(frame: gpd.GeoDataFrame, recipe: Recipe) -> gpd.GeoDataFrame:
    """Return the incidents of ``frame`` that match ``recipe``, without retracted ones, sorted by date and id.

    Raise ``TrackerError`` for an unknown type, actor, zone, episode or week in the recipe.
    """
    _check_names(recipe)
    wanted = recipe.filter
    chosen = frame[frame["status"] != "retracted"] if "status" in frame else frame
    if wanted.since:
        last_days = chosen["date_end"].where(chosen["date_end"] != "", chosen["date_start"]).map(last_day)
        chosen = chosen[last_days >= first_day(wanted.since)]
    if wanted.until:
        chosen = chosen[chosen["date_start"].map(first_day) <= last_day(wanted.until)]
    actors, zones = set(wanted.actors), ("zones", "zones_possible")
    for names, columns, test in (
        (wanted.types, ("types",), wanted.types.__contains__),
        (wanted.actors, ("initiators", "targets"), lambda part: part in actors or part.split("-")[0] in actors),
        (wanted.zones, zones, wanted.zones.__contains__),
        (wanted.episodes, ("episode",), wanted.episodes.__contains__),
    ):
        chosen = chosen[_any_of(chosen, columns, test)] if names else chosen
    if wanted.severity_at_least:
        chosen = chosen[chosen["severity"] >= wanted.severity_at_least]
    if wanted.inside_extent and recipe.extent is not None:
        box = recipe.extent
        chosen = chosen[chosen["lon"].between(box.west, box.east) & chosen["lat"].between(box.south, box.north)]
    if wanted.week and len(chosen):
        first, last = week_days(wanted.week, chosen)
        chosen = chosen[(chosen["date_start"].map(first_day) >= first) & (chosen["date_start"].map(last_day) <= last)]
    keys = chosen["date_start"].map(first_day)
    return chosen.assign(_first=keys).sort_values(["_first", "id"], kind="stable").drop(columns="_first")


def week_days(week: str, frame: pd.DataFrame) -> tuple[str, str]:
    """Return the first and last day of an ISO week; ``latest`` is the week of the latest start date in ``frame``."""
    if week == "latest":
        days = frame["date_start"][frame["date_start"].str.len() == 10]
        if days.empty:
            return "0001-01-01", "0001-01-01"
        day = dt.date.fromisoformat(days.max())
        monday = day - dt.timedelta(days=day.weekday())
    else:
        try:
            monday = dt.date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
        except ValueError:
            raise TrackerError(f"week {week} does not exist; use one such as 2024-W25") from None
    return monday.isoformat(), (monday + dt.timedelta(days=6)).isoformat()


def _any_of(frame: pd.DataFrame, names: Iterable[str], test: Callable[[str], bool]) -> pd.Series:
    import pandas as pd

    found = pd.Series(data=False, index=frame.index)
    for name in names:
        found |= frame[name].map(lambda cell: any(test(part) for part in split_list(cell))).astype(bool)
    return found


def _check_names(recipe: Recipe) -> None:
    vocabulary = geodata.vocabulary()
    _check_known("type", recipe.filter.types, vocabulary.severity_by_type)
    _check_known("zone", recipe.filter.zones, frozenset(geodata.table("zones")["id"]))
    _check_known("episode", recipe.filter.episodes, frozenset(geodata.table("episodes")["id"]))
    _check_known("actor", recipe.filter.actors, vocabulary.actors | vocabulary.countries)


def _check_known(what: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            hint = suggestion(name, sorted(known), f"use one of {', '.join(sorted(known))}")
            raise TrackerError(f"recipe: {what} {name!r} is not known; {hint}")
