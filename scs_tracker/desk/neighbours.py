"""Find incidents of the ledger near another in time and place, so that none is entered twice."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker import model
from scs_tracker.geocoding.candidates import kilometres
from scs_tracker.ledger.tables import incident

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

MOST_DAYS: Final = 14
_MOST_KM: Final = 400.0
_MOST_SHOWN: Final = 12
_SHARED: Final = ("types", "initiators", "targets")
_SHOWN: Final = (
    "id", "status", "date_start", "date_end", "types", "initiators", "targets", "place", "location_text", "summary",
    "lat", "lon", "severity",
)  # fmt: skip


def of_row(
    connection: Connection, row: Mapping[str, Any], *, statuses: Sequence[str] = ("proposed", "accepted")
) -> list[dict[str, Any]]:
    """Return up to 12 incidents within 14 days and 400 km of a row, the most similar first.

    ``row``: ``id``, ``date_start``, ``date_end``, ``types``, ``initiators``, ``targets``, ``lat`` and ``lon``; the row
    itself is left out. If one of the two has no location, distance does not count; returned: each incident with the
    columns to show, ``days`` between the two (0 if their dates overlap), ``same_day``, whether both are on the same
    single day, ``km`` (None without a location), and ``shared``, the codes of both. Other ``statuses`` are left out.
    """
    if not model.is_partial_date(row["date_start"]):
        return []
    first, last = span(row)
    columns = [incident.c[name] for name in _SHOWN]
    # a month or a year is text that comes before all of its days, so the window begins with the year
    window = incident.c.date_start.between(str(_moved(first, -MOST_DAYS).year), _moved(last, MOST_DAYS).isoformat())
    query = sa.select(*columns).where(window, incident.c.status.in_(statuses), incident.c.id != row["id"])
    found = []
    for other in map(dict, connection.execute(query).mappings()):
        other_span = span(other)
        days = days_between((first, last), other_span)
        km = _apart(row, other)
        if days > MOST_DAYS or (km is not None and km > _MOST_KM):
            continue
        pairs = [(model.split_list(row[name]), model.split_list(other[name])) for name in _SHARED]
        shared = [code for own, theirs in pairs for code in own if code in theirs]
        distance = _MOST_KM / 2 if km is None else km
        likeness = 10.0 * days + distance / 4 - 25.0 * len(shared)
        told = {"days": days, "same_day": first == last == other_span[0] == other_span[1]}
        found.append((likeness, other | told | {"km": None if km is None else round(km), "shared": shared}))
    found.sort(key=lambda pair: (pair[0], pair[1]["id"]))
    return [one for _, one in found[:_MOST_SHOWN]]


def reasons(one: Mapping[str, Any]) -> list[str]:
    """Return short phrases on what an incident found by ``of_row`` has in common with the row."""
    days = f"{one['days']} day{'s' * (one['days'] > 1)} apart" if one["days"] else "dates overlap"
    apart = [] if one["km"] is None else [f"{one['km']} km apart"]
    shared = [f"both {', '.join(one['shared'])}"] if one["shared"] else []
    return ["the same day" if one["same_day"] else days, *apart, *shared]


def span(row: Mapping[str, Any]) -> tuple[dt.date, dt.date]:
    """Return the first and last possible day of an incident, whose dates may be partial."""
    end = row["date_end"] if model.is_partial_date(row["date_end"]) else row["date_start"]
    return dt.date.fromisoformat(model.first_day(row["date_start"])), dt.date.fromisoformat(model.last_day(end))


def _moved(day: dt.date, days: int) -> dt.date:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return day


def days_between(one: tuple[dt.date, dt.date], other: tuple[dt.date, dt.date]) -> int:
    """Return the number of days between two date ranges, or 0 if they overlap."""
    return max((other[0] - one[1]).days, (one[0] - other[1]).days, 0)


def _apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> float | None:
    values = [each[name] for each in (one, other) for name in ("lat", "lon")]
    return None if any(value is None for value in values) else kilometres(*values)
