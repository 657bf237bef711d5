"""Select incidents by column conditions (values, lists, ranges), and suggest corrections for unknown values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn

from scs_tracker import geodata, model
from scs_tracker.errors import TrackerError, UsageError, suggestion
from scs_tracker.ledger.tables import FLOAT_FIELDS, INTEGER_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

#: Columns with lists of values, separated by ``;``.
LISTS: Final = (
    "types", "initiators", "targets", "initiator_units", "target_units", "zones", "zones_possible", "claimants",
    "claims", "within_200nm", "settled",
)  # fmt: skip
_NUMBERS: Final = frozenset(INTEGER_FIELDS | FLOAT_FIELDS | {"revision"})
_DATES: Final = frozenset({"date_start", "date_end"})
_RANGE: Final = ".."
_MOST_SEVERE: Final = len(model.SEVERITY_LABELS) - 1
_CODES: Final = {"types": "types", "initiators": "actors", "targets": "actors", "method": "methods"}
_MOST_NAMED: Final = 5


def select(frame: gpd.GeoDataFrame, conditions: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Return the incidents that meet every condition; ``conditions`` maps columns to values.

    A list column meets a condition if one of its values equals the given value; a date column if it begins with the
    value; other columns if they equal it. Values separated by commas are alternatives: ``{"types": "ramming,laser"}``.
    Numbers and dates accept closed and open ranges: ``{"severity": "3.."}``, ``{"date_start": "2024-03..2024-06"}``. An
    empty value selects empty cells. An unknown column or code, an invalid number or date, or a range whose end comes
    before its start raises UsageError.
    """
    for name, value in conditions.items():
        if name not in model.LEDGER_COLUMNS:
            hint = suggestion(name, model.LEDGER_COLUMNS, f"use one of {', '.join(model.LEDGER_COLUMNS)}")
            raise UsageError(f"column {name!r} is not known; {hint}")
        frame = frame[_meets(frame[name], name, value)]
    return frame


def refuse_empty(frame: gpd.GeoDataFrame, conditions: Mapping[str, str]) -> NoReturn:
    """Raise TrackerError because no incident of ``frame`` meets the conditions; the message lists existing values.

    The message names the first condition that no incident meets, else all conditions.
    """
    for name, value in conditions.items():
        if len(frame) and not _meets(frame[name], name, value).any():
            cells = frame[name].dropna()
            said = cells.map(model.split_list if name in LISTS else lambda cell: [cell]).explode()
            there = ", ".join(map(str, said[said != ""].value_counts().index[:_MOST_NAMED]))
            there = f"its most frequent values are {there}" if there else "it is empty in every row"
            if len(cells) and name in _NUMBERS | _DATES:
                there = f"it runs from {cells.min()} to {cells.max()}"
            raise TrackerError(f"no incident has {name}={value!r}, so nothing was written; {there}")
    listed = " and ".join(f"{name}={value!r}" for name, value in conditions.items())
    raise TrackerError(f"no incident has {listed}, so nothing was written; remove a condition")


def _meets(cells: pd.Series, name: str, value: str) -> Any:
    text = cells.astype("string").fillna("")
    if value == "":
        return text == ""
    plain = name not in _NUMBERS and name not in _DATES and name not in LISTS
    if plain and (text == value).any():  # the text itself may contain a comma
        return text == value
    keep = text != text  # noqa: PLR0124 - none yet
    for part in (part.strip() for part in value.split(",")):
        met = _meets_one(cells, name, part)
        if not met.any():
            _refuse_unknown(name, part, cells)
        keep |= met
    return keep


def _meets_one(cells: pd.Series, name: str, value: str) -> Any:
    if name in LISTS:
        return cells.map(lambda cell: value in model.split_list(cell)).astype(bool)
    low, dots, high = value.partition(_RANGE)
    if name in _NUMBERS:
        first, last = (_number(name, end, value) for end in (low, high if dots else low))
        if first is not None and last is not None and first > last:
            raise UsageError(f"{name}={value!r} ends before it begins; put the smaller value first")
        if name == "severity" and ((first or 0) > _MOST_SEVERE or (last or 0) < 0):
            raise UsageError(
                f"severity={value!r}: severity must be between 0 and {_MOST_SEVERE}; see 'scs-tracker codes severity'"
            )
        return ((first is None or cells >= first) & (last is None or cells <= last) & cells.notna()).fillna(False)
    if name not in _DATES:
        return cells == value
    for end in filter(None, (low, high)):
        if not model.is_partial_date(end):
            raise UsageError(f"{name}={value!r}: {end!r} is not a valid date; use YYYY-MM-DD, YYYY-MM or YYYY")
    if not dots:
        return cells.str.startswith(value)
    first_day, last_day = model.first_day(low) if low else "", model.last_day(high) if high else "9999"
    if first_day > last_day:
        raise UsageError(f"{name}={value!r} ends before it begins; put the earlier end first")
    return cells.map(lambda cell: bool(cell) and first_day <= model.first_day(cell) <= last_day).astype(bool)


def _number(name: str, text: str, value: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise UsageError(f"{name}={value!r}: {name} must be a number, or a range such as 1..5") from None


def _refuse_unknown(name: str, value: str, cells: pd.Series) -> None:
    """Raise UsageError for a value of no incident that is not a code of its column or that resembles another value."""
    vocabulary = geodata.vocabulary()
    codes = {
        "types": vocabulary.severity_by_type, "initiators": vocabulary.actors, "targets": vocabulary.actors,
        "status": model.STATUSES, "corroboration": model.CORROBORATION, "method": model.METHODS,
    }.get(name)  # fmt: skip
    if name in _NUMBERS | _DATES or (codes is not None and value in codes):
        return
    if codes is None:
        texts = cells.dropna().astype(str)
        there = {part for cell in texts for part in model.split_list(cell)} if name in LISTS else set(texts)
        hint = suggestion(value, there, "")
    else:
        listed = f"scs-tracker codes {_CODES[name]} lists them" if name in _CODES else f"use one of {', '.join(codes)}"
        hint = suggestion(value, codes, listed)
    if hint:
        raise UsageError(f"{name}={value!r}: no incident has this value; {hint}")
