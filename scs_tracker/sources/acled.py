"""Read events, and lists of deleted events, of Armed Conflict Location & Event Data (ACLED); see docs/formats.md."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.act import country_of
from scs_tracker.errors import TrackerError
from scs_tracker.sources import foreign, words
from scs_tracker.sources.batch import Gathering
from scs_tracker.sources.files import kind_of, steady
from scs_tracker.sources.sides import who_acted
from scs_tracker.sources.tables import open_table
from scs_tracker.text.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scs_tracker.sources.batch import Batch

KIND: Final = "acled"
_NEEDED: Final = (
    "event_id_cnty", "event_date", "sub_event_type", "actor1", "actor2", "location", "latitude", "longitude",
    "geo_precision", "notes",
)  # fmt: skip
#: What changes with every download and says nothing of the event.
_VOLATILE: Final = frozenset({"timestamp"})
#: Since May 2026 an event in open water is coded to the middle of a sea, and its location says so.
_MIDDLE: Final = "(centroid)"
_LARGEST_JSON: Final = 256 * 2**20
NOT_OURS: Final = "of a kind outside the scope of the tracker"


def read_acled(file: Path, *, encoding: str = "") -> Batch:
    """Read the South China Sea events of an ACLED export, as a stream, since it may cover the whole world."""
    return foreign.read_events(file, KIND, _NEEDED, _passed_over, _read, encoding)


def read_acled_deletions(file: Path, *, encoding: str = "") -> Batch:
    """Read the ids of events that ACLED has deleted, from a table with event_id_cnty or the JSON of ACLED's API."""
    gathering = Gathering(str(file))
    with steady(file):
        if kind_of(file) == "json":
            ids = _deleted_in_json(file)
        else:
            with open_table(file, legacy=True, encoding=encoding) as table:
                header = foreign.lower_header(table, ("event_id_cnty",), "ACLED deletions")
                if "sub_event_type" in header:
                    raise TrackerError(f"{file} has ACLED events, not deletions; omit --format")
                rows = list(foreign.records(table, header, gathering))
            ids = [record["event_id_cnty"] for _, record in rows if record["event_id_cnty"]]
            for row, record in rows:
                if not record["event_id_cnty"]:
                    gathering.reject(row.number, row.raw, ("event_id_cnty is empty",))
    keys = tuple(dict.fromkeys(f"{KIND}:{own_id}" for own_id in ids))
    return replace(gathering.batch(KIND), deletions=keys)


def _deleted_in_json(file: Path) -> list[str]:
    if file.stat().st_size > _LARGEST_JSON:
        raise TrackerError(f"{file} is larger than {_LARGEST_JSON:,} bytes; ask ACLED for deletions since a later date")
    try:
        answer: Any = json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise TrackerError(f"{file} is not valid JSON: {error}; download it again") from None
    listed = answer.get("data") if isinstance(answer, dict) else answer
    if not isinstance(listed, list):
        raise TrackerError(f"{file} is JSON but not a list of ACLED deletions with the key data; download it again")
    ids = []
    for number, one in enumerate(listed, 1):
        own_id = one.get("event_id_cnty") if isinstance(one, dict) else None
        if not isinstance(own_id, str) or not own_id.strip():
            raise TrackerError(
                f"{file}, entry {number}: it has no event_id_cnty, so it is not a list of ACLED deletions; check it"
            )
        if not own_id.isprintable():  # such as half of a character, which no database stores
            raise TrackerError(
                f"{file}, entry {number}: event_id_cnty {own_id!r} has a character that is not printable; remove it"
            )
        ids.append(own_id.strip())
    return ids


def _everybody(record: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the names of a record's actors on the first and on the second side, with their associated actors."""
    first, second = (
        [name for name in (record[f"actor{n}"], *model.split_list(record.get(f"assoc_actor_{n}", ""))) if name]
        for n in "12"
    )
    return first, second


def _passed_over(record: Mapping[str, str], point: tuple[float, float]) -> str:
    kind = words.kind_of_event(KIND, record["sub_event_type"])
    if kind is not None and not kind.relevant and words.in_this_sea(*point):
        return NOT_OURS
    first, second = _everybody(record)
    places = (record.get(name, "").removesuffix(_MIDDLE) for name in ("location", "admin1", "admin2", "admin3"))
    return foreign.why_not_ours(KIND, first + second, ";".join(places), point)


def _read(record: Mapping[str, str], point: tuple[float, float], complain: Callable[[str], None]) -> dict[str, Any]:
    place, notes = record["location"], record["notes"]
    columns = {"summary": foreign.short(notes)}
    day = foreign.tried(complain, read_date, record["event_date"], year=record.get("year", ""))
    dates = foreign.tried(complain, _coarsened, day, record.get("time_precision", "")) if day else None
    columns["date_start"], columns["date_end"] = dates or ("", "")
    killed = foreign.tried(complain, foreign.read_count, record.get("fatalities", ""), "fatalities")
    columns["killed"] = str(killed or "")  # no information is recorded as 0
    radius_km = foreign.radius_of(KIND, record["geo_precision"], "geo_precision", complain)
    if place.endswith(_MIDDLE):
        place, radius_km = place.removesuffix(_MIDDLE).strip(), ""
    else:
        columns["lat"], columns["lon"] = map(str, point)
    columns |= {"place": place, "location_text": place}
    kind = words.kind_of_event(KIND, record["sub_event_type"])
    types, unmapped = words.translate_types(KIND, [record["sub_event_type"]])
    told, denied = words.types_in(notes)
    columns["types"] = ";".join(dict.fromkeys((*types, *(() if denied else told))))
    first, second = (words.translate_actors(KIND, names).codes for names in _everybody(record))
    if kind is None or not kind.directed:
        there = first + second
        doer = who_acted(notes, set(map(country_of, there)))
        first = tuple(code for code in there if country_of(code) == doer)
        second = tuple(code for code in there if doer and code not in first)
    columns["initiators"], columns["targets"] = ";".join(first), ";".join(second)
    return foreign.content(
        columns,
        actors=words.translate_actors(KIND, [name for names in _everybody(record) for name in names]),
        sources=foreign.read_sources(record.get("source", "")),
        unmapped=unmapped,
        radius_km=radius_km,
        original={name: value for name, value in record.items() if name not in _VOLATILE},
    )


def _coarsened(day: str, precision: str) -> tuple[str, str]:
    """Return a day coarsened to ACLED's time precision: first date, and last date or ''; a week becomes its months."""
    code = precision.removesuffix(".0")
    if code in {"", "1"} or len(day) < len("2024-06-17"):
        return day, ""
    if code == "3":
        return day[:7], ""
    if code != "2":
        raise ValueError(f"the time precision {precision!r} is not known; use one of 1, 2 and 3")
    middle = date.fromisoformat(day)
    monday = middle - timedelta(days=min(middle.weekday(), middle.toordinal() - 1))
    first, last = (one.isoformat()[:7] for one in (monday, monday + timedelta(days=6)))
    return first, "" if first == last else last
