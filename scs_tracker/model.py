"""Columns, code lists and checks of the tables that the tracker imports and exports.

Tables are read as text first and checked as text, so that every message shows the value as it stands in the file.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from scs_tracker.errors import Problem, TableError, suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd
    import pandera.pandas as pa

#: Columns of incidents.csv, as facts: what sources say, before any placing or classifying.
INCIDENT_COLUMNS: Final = (
    "id", "date_start", "date_end", "time_local", "types", "initiators", "targets", "initiator_units", "target_units",
    "place", "location_text", "lat", "lon", "injured", "killed", "detained", "damage", "summary", "accounts",
    "corroboration",
)  # fmt: skip
SOURCE_COLUMNS: Final = ("incident_id", "url", "publisher", "published", "read_as")
#: How a source was read: the whole page, its opening, or not itself but through a list that retells it.
READ_AS: Final = ("page", "excerpt", "secondary")
EVENT_COLUMNS: Final = ("date_start", "date_end", "kind", "parties", "title", "place", "url", "publisher", "published")

#: Where an incident was: derived from the words, never written by hand.
POSITION_COLUMNS: Final = ("lat", "lon", "radius_km", "method", "feature_id", "matched_text", "alternatives", "reason")
#: What the position means, derived from the zones of that date.
STANDING_COLUMNS: Final = (
    "zones", "zones_possible", "zone_shares", "claimants", "claims", "within_200nm", "settled", "nearest_feature",
    "nearest_feature_nm", "award_2016", "nearest_coast", "nearest_coast_nm", "standing",
)  # fmt: skip

CORROBORATION: Final = ("single", "multiple", "official", "undisputed")
STATUSES: Final = ("proposed", "accepted", "retracted")
METHODS: Final = ("coordinates", "feature", "offset", "between", "coast_distance", "area", "none")
#: Severity is defined by observable acts; docs/codebook.md says how.
SEVERITY_LABELS: Final = (
    "presence", "obstruction", "hazard", "force against things", "force against people", "death or vessel sunk",
)  # fmt: skip

#: Distance to the baseline of each claimant, in nautical miles.
BASELINE_COLUMNS: Final = tuple(f"baseline_nm_{country}" for country in ("bn", "cn", "id", "my", "ph", "tw", "vn"))
#: Columns of the incidents frame that the ledger gives and that mapping and reporting take, beside those above.
#: printed_lat and printed_lon are what a source prints; lat and lon are the position that follows from all words.
LEDGER_COLUMNS: Final = (
    "id", "status", "date_start", "date_end", "time_local", "types", "initiators", "targets", "initiator_units",
    "target_units", "place", "location_text", "printed_lat", "printed_lon", "printed_radius_km", "injured", "killed",
    "detained", "damage", "summary", "accounts", "corroboration", "acts", "encounter_confirmed", "unmapped",
    "disagreements", "severity", "flags", "episode", "independent_sources", "first_speakers", "other_side",
    "independent_witnesses", "sources", *POSITION_COLUMNS, *STANDING_COLUMNS, *BASELINE_COLUMNS,
    "geodata_version", "revision", "updated_at", "decided_by",
)  # fmt: skip

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_INCIDENT_ID = re.compile(r"\d{8}-[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_DATE_PARTS = (slice(4), slice(4, 6), slice(6, 8))
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Position:
    """The result of geocoding: a location with its uncertainty radius, or the reason why there is none.

    Attributes
    ----------
    status
        ``resolved``, ``ambiguous`` (the candidates are in ``alternatives``) or ``unresolved``.
    lat, lon
        Decimal degrees, WGS 84; None unless resolved.
    radius_km
        The uncertainty radius: the location is within this distance of ``lat``, ``lon``.
    method
        One of ``METHODS``.
    feature_id
        The gazetteer feature from which the location was derived, or an empty string.
    matched_text
        The part of the text from which the location was derived.
    alternatives
        Ids of other features that the text may mean.
    reason
        Why it is unresolved or ambiguous, or what was assumed, in words.
    outline
        Points (latitude, longitude) of the line on which the location lies: an arc off a coast, a circle or a track.
        If the last is the first and ``slack_km`` is 0, they are the border of an area. Empty if only a circle is known.
    slack_km
        How far from the outline the location may be.
    """

    status: str
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    method: str = "none"
    feature_id: str = ""
    matched_text: str = ""
    alternatives: tuple[str, ...] = ()
    reason: str = ""
    outline: tuple[tuple[float, float], ...] = ()
    slack_km: float = 0.0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The codes that tables may use: incident types, actors, countries, event kinds and speakers.

    ``severity_by_type``: incident type to its severity, 0 to 5. ``actors``: codes such as ``CN-CCG``; ``countries``:
    the countries of actors. ``states`` are types without an initiator, ``doer_may_be_open`` types whose initiator may
    be unknown; ``private_speakers`` do not speak for a State, such as ``skipper``.
    """

    severity_by_type: Mapping[str, int]
    actors: frozenset[str]
    countries: frozenset[str]
    event_kinds: tuple[str, ...]
    states: frozenset[str] = frozenset()
    doer_may_be_open: frozenset[str] = frozenset()
    private_speakers: frozenset[str] = frozenset()


def split_list(cell: str) -> list[str]:
    """Return the non-empty values of a cell, which are separated by ``;``, without surrounding spaces."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def is_partial_date(text: str) -> bool:
    """Return True if ``text`` is an existing ISO 8601 day, month or year."""
    match = _PARTIAL_DATE.fullmatch(text)
    year, month, day = (int(group or 1) for group in match.groups()) if match else (0, 0, 0)
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def is_incident_id(text: str) -> bool:
    """Return True if ``text`` has the form of an incident id; its date is not checked."""
    return bool(_INCIDENT_ID.fullmatch(text))


def first_day(date: str) -> str:
    """Return the earliest day of a partial date, for ordering and comparing.

    >>> first_day("2023-02"), first_day("2023")
    ('2023-02-01', '2023-01-01')
    """
    return date + "-01" * ((10 - len(date)) // 3)


def last_day(date: str) -> str:
    """Return the latest day of a partial date.

    >>> last_day("2024-02"), last_day("2023")
    ('2024-02-29', '2023-12-31')
    """
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]:02d}"
    return date


def severity(types: Iterable[str], vocabulary: Vocabulary, *, injured: int | None, killed: int | None) -> int:
    """Return the severity of an incident: the highest severity of its types and its outcome.

    Any reported injury is at least force against people (4); any death is 5.
    """
    outcome = 5 if killed else 4 if injured else 0
    return max(outcome, *(vocabulary.severity_by_type[name] for name in types), 0)


def _check(test: Callable[[str], bool], allowed: str) -> pa.Check:
    import pandera.pandas as pa

    def whole(cells: pd.Series) -> pd.Series:
        # most cells repeat, and a test of each value once takes a tenth of the time of a test of each cell
        # (what is no text is the dtype's complaint)
        verdicts = {cell: test(cell) if isinstance(cell, str) else True for cell in cells.unique()}
        return cells.map(verdicts).astype(bool)

    return pa.Check(whole, error=allowed, statistics={"test": test})


def _text(*checks: pa.Check, required: bool = True) -> pa.Column:
    import pandera.pandas as pa

    return pa.Column(str, list(checks), nullable=False, required=required)


def _filled() -> pa.Check:
    return _check(lambda cell: cell.strip() != "", "it must not be empty")


def _optional(test: Callable[[str], bool], allowed: str) -> pa.Check:
    return _check(lambda cell: cell == "" or test(cell), allowed)


def _listed(vocabulary: Iterable[str], *, filled: bool) -> Callable[[str], bool]:
    known = frozenset(vocabulary)

    def test(cell: str) -> bool:
        parts = split_list(cell)
        return known.issuperset(parts) and len(set(parts)) == len(parts) and (bool(parts) or not filled)

    return test


def _within(low: float, high: float) -> Callable[[str], bool]:
    # Python's own float() also takes 1_0, nan and digits of other scripts
    return lambda cell: bool(_DECIMAL.fullmatch(cell)) and low <= float(cell) <= high


def _is_url(cell: str) -> bool:
    try:
        parts = urlsplit(cell)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", cell)


def _choice(values: Sequence[str]) -> str:
    return f"use one of {', '.join(values)}"


_DATE_ALLOWED = "a date is YYYY-MM-DD, YYYY-MM or YYYY"


def incidents_schema(vocabulary: Vocabulary) -> pa.DataFrameSchema:
    """Return the checks of incidents.csv as a pandera schema over text columns."""
    import pandera.pandas as pa

    types, actors = sorted(vocabulary.severity_by_type), sorted(vocabulary.actors)
    number = _text(_optional(lambda cell: bool(_NUMBER.fullmatch(cell)), "a whole number, or empty if not reported"))
    codes = "use actor codes of actors.csv, each once, separated by ;"
    columns = {
        "id": _text(_check(is_incident_id, "an id is YYYYMMDD-slug in lower case")),
        "date_start": _text(_check(is_partial_date, _DATE_ALLOWED)),
        "date_end": _text(_optional(is_partial_date, _DATE_ALLOWED)),
        "time_local": _text(_optional(lambda cell: bool(_TIME.fullmatch(cell)), "a time is HH:MM")),
        "types": _text(_check(_listed(types, filled=True), f"{_choice(types)}; each once, separated by ;")),
        "initiators": _text(_check(_listed(actors, filled=True), f"{codes}; at least one")),
        "targets": _text(_check(_listed(actors, filled=False), codes)),
        "place": _text(_filled()),
        "location_text": _text(_filled()),
        "lat": _text(_optional(_within(-90, 90), "a latitude is -90 to 90 in decimal degrees")),
        "lon": _text(_optional(_within(-180, 180), "a longitude is -180 to 180 in decimal degrees")),
        **dict.fromkeys(("injured", "killed", "detained"), number),
        "summary": _text(_filled(), _check(lambda cell: len(cell) <= 300, "at most 300 characters")),
        "corroboration": _text(_check(lambda cell: cell in CORROBORATION, _choice(CORROBORATION))),
    }
    free = {name: _text() for name in INCIDENT_COLUMNS if name not in columns}
    return pa.DataFrameSchema(columns | free, unique=["id"], strict=True)


def sources_schema(incident_ids: Iterable[str]) -> pa.DataFrameSchema:
    """Return the checks of incident_sources.csv as a pandera schema; each ``incident_id`` is in ``incident_ids``."""
    import pandera.pandas as pa

    known = frozenset(incident_ids)
    return pa.DataFrameSchema(
        {
            "incident_id": _text(_check(lambda cell: cell in known, "use an id of incidents.csv")),
            "url": _text(_check(_is_url, "a source is an http or https address")),
            "publisher": _text(_check(lambda cell: cell.strip() != "", "name who published it")),
            "published": _text(_optional(is_partial_date, _DATE_ALLOWED)),
            "read_as": _text(_optional(lambda cell: cell in READ_AS, f"{_choice(READ_AS)}, or empty"), required=False),
        },
        unique=["incident_id", "url"],
        strict=True,
    )


def events_schema(vocabulary: Vocabulary) -> pa.DataFrameSchema:
    """Return the checks of events.csv as a pandera schema; a party is a country, an actor code or ASEAN."""
    import pandera.pandas as pa

    parties = vocabulary.actors | vocabulary.countries | {"ASEAN"}
    codes = "use country or actor codes, each once, separated by ;"
    return pa.DataFrameSchema(
        {
            "date_start": _text(_check(is_partial_date, _DATE_ALLOWED)),
            "date_end": _text(_optional(is_partial_date, _DATE_ALLOWED)),
            "kind": _text(_check(lambda cell: cell in vocabulary.event_kinds, _choice(vocabulary.event_kinds))),
            "parties": _text(_check(_listed(parties, filled=True), codes)),
            "title": _text(_filled()),
            "place": _text(),
            "url": _text(_check(_is_url, "a source is an http or https address")),
            "publisher": _text(_filled()),
            "published": _text(_optional(is_partial_date, _DATE_ALLOWED)),
        },
        unique=["date_start", "kind", "title"],
        strict=True,
    )


def problems(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> list[Problem]:
    """Return a table's violations of a schema of this module, in row order; if the header is wrong, only its errors."""
    from pandera.errors import SchemaErrors

    columns = _column_problems(frame, schema)
    if columns or frame.empty:  # a header alone is asked for often, and has no cells to look at
        return columns
    if _passes(frame, schema):
        return _cross_checks(frame)
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
    else:
        return _cross_checks(frame)
    found: dict[tuple[int, str], Problem] = {}
    for case in cases.to_dict("records"):
        index, column = int(case["index"]), str(case["column"])
        value, allowed = str(case["failure_case"]), str(case["check"])
        if allowed == "multiple_fields_uniqueness":
            key = list(schema.unique or [])
            column, value = key[0], ", ".join(str(frame.loc[index, name]) for name in key)
            allowed = f"the same {' and '.join(key)} appears more than once; keep one row"
        elif allowed == "not_nullable" or allowed.startswith("dtype("):
            allowed = "use text, and empty text if nothing is known"
        found.setdefault((index, column), Problem(index + 2, column, value, allowed))
    return sorted([*found.values(), *_cross_checks(frame)], key=lambda problem: problem.row or 0)


def _passes(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> bool:
    """Return True if each cell passes its column's checks and no row is repeated.

    If the result is False, pandera finds the errors; it takes thirty times as long for a valid row.
    """
    import pandas as pd

    text = pd.Series([""], dtype=str).dtype
    for name, column in schema.columns.items():
        if name in frame.columns:
            if frame[name].dtype != text:
                return False
            cells = set(frame[name].to_numpy(dtype=object))
            if frame[name].hasnans or not all(all(map(check.statistics["test"], cells)) for check in column.checks):
                return False
    return not frame.duplicated(list(schema.unique or frame.columns)).any()


def _column_problems(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> list[Problem]:
    expected = list(schema.columns)
    found = []
    for column in frame.columns:
        if column not in schema.columns:
            hint = suggestion(str(column), expected, f"columns are {', '.join(expected)}")
            found.append(Problem(1, "", str(column), f"it is not a column of this table; {hint}"))
    repeated = frame.columns[frame.columns.duplicated()].unique()
    found += [Problem(1, str(column), str(column), "the header has this column twice") for column in repeated]
    missing = [name for name, column in schema.columns.items() if column.required and name not in frame.columns]
    found += [Problem(1, column, "", "the column is missing from the header") for column in missing]
    return found


def _cross_checks(frame: pd.DataFrame) -> list[Problem]:
    """Return the problems in pairs of columns: an end before its start, half a coordinate, an id with another date."""
    columns = [
        [cell if isinstance(cell, str) else "" for cell in frame[name]] if name in frame.columns else [""] * len(frame)
        for name in ("date_start", "date_end", "lat", "lon", "id")
    ]
    found = []
    for row, (start, end, lat, lon, identifier) in enumerate(zip(*columns, strict=True), 2):
        dated = is_partial_date(start)
        if end and dated and is_partial_date(end) and last_day(end) < first_day(start):
            found.append(Problem(row, "date_end", end, f"it is before date_start {start}"))
        if (lat == "") != (lon == ""):
            found.append(Problem(row, "lat", f"{lat}, {lon}", "give both lat and lon, or neither"))
        expected = start.replace("-", "").ljust(8, "0")
        if dated and is_incident_id(identifier) and not _agree(identifier[:8], expected):
            found.append(Problem(row, "id", identifier, f"for this date_start the id must begin with {expected}"))
    return found


def _agree(one: str, other: str) -> bool:
    """Return True if two dates of eight digits may be the same day; a month or day of 00 is unknown.

    An id is permanent, so it keeps the month that was known when it was created if the day is found later.
    """
    return all("00" in {one[part], other[part]} or one[part] == other[part] for part in _DATE_PARTS)


def validate(frame: pd.DataFrame, schema: pa.DataFrameSchema, *, source: str) -> None:
    """Raise a TableError with all problems of ``frame``, found as by ``problems``, if there are any."""
    if found := problems(frame, schema):
        raise TableError(source, found)
