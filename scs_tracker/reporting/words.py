"""Sentences composed from numbers by written rules, the same words for every party."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
#: A place whose disc is wider than this is said to be uncertain in the key points.
UNCERTAIN_KM: Final = 25.0
#: Methods by which an incident is placed beside the feature that it is named after, or not at all.
_AWAY: Final = frozenset({"coordinates", "offset", "between", "coast_distance", "none", ""})
_COMMON_WORDS: Final = ("Within ", "Area ", "Waters ", "Limits ", "Line ")
_ACCOUNT: Final = re.compile(r"(?:^|;\s+)([A-Z][^:;,.()]{0,38}(?: \([^:;()]{1,30}\))?):\s+")


def number(count: int) -> str:
    """Return a whole number as an English word up to ten, above that in digits.

    Examples
    --------
    >>> number(0), number(7), number(1200)
    ('no', 'seven', '1,200')
    """
    return _NUMBERS[count] if 0 <= count <= 10 else f"{count:,}"


def counted(count: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "incident"), counted(0, "incident"), counted(3, "party", "parties")
    ('one incident', 'no incidents', 'three parties')
    """
    return f"{number(count)} {singular if count == 1 else plural or singular + 's'}"


def sentence(text: str) -> str:
    """Return ``text`` with its first letter in upper case.

    Examples
    --------
    >>> sentence("two incidents began.")
    'Two incidents began.'
    """
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Return the name of a zone as it stands within a sentence.

    Examples
    --------
    >>> lower_first("Within 12 M of Sandy Cay"), lower_first("Kalayaan Island Group (PD 1596)")
    ('within 12 M of Sandy Cay', 'Kalayaan Island Group (PD 1596)')
    """
    return text[:1].lower() + text[1:] if text.startswith(_COMMON_WORDS) else text


def event_kind(kind: str) -> str:
    """Return the kind of a context event as a reader knows it.

    Examples
    --------
    >>> event_kind("fonop"), event_kind("talks")
    ('freedom of navigation operation', 'talks')
    """
    return "freedom of navigation operation" if kind == "fonop" else kind


def listed(parts: Sequence[str], *, last: str = "and") -> str:
    """Return an English list.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a", "b"]), listed(["a"]), listed([])
    ('a, b and c', 'a and b', 'a', '')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def decimal(value: float) -> str:
    """Return a mean with at most two decimals and none that say nothing.

    Examples
    --------
    >>> decimal(1.25), decimal(5.0), decimal(0.5), decimal(1200)
    ('1.25', '5', '0.5', '1,200')
    """
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def figure(value: float | None) -> str:
    """Return a figure of a table; a dash where none is recorded, since that is no zero.

    Examples
    --------
    >>> figure(8), figure(0.25), figure(0), figure(None)
    ('8', '0.25', '0', '–')
    """
    return "–" if value is None else decimal(value)


def date_words(text: str) -> str:
    """Return a day, month or year in words, as precise as it is known.

    Examples
    --------
    >>> date_words("2024-06-17"), date_words("2024-06"), date_words("2024")
    ('17 June 2024', 'June 2024', '2024')
    """
    parts = text.split("-")
    if len(parts) == 1:
        return text
    month = _MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def span_words(start: str, end: str) -> str:
    """Return a span of days in words, naming month and year once where both ends share them.

    Examples
    --------
    >>> span_words("2024-06-17", "2024-06-23"), span_words("2024-04-29", "2024-05-05"), span_words("2024-06-17", "")
    ('17 to 23 June 2024', '29 April to 5 May 2024', '17 June 2024')
    """
    if not end or end == start:
        return date_words(start)
    if len(start) == len(end) == 10 and start[:4] == end[:4]:
        first = date_words(start).rsplit(" ", 1)[0]
        return f"{first.split(' ')[0] if start[:7] == end[:7] else first} to {date_words(end)}"
    return f"{date_words(start)} to {date_words(end)}"


def people(harm: Mapping[str, Any]) -> str:
    """Return a sentence of the people recorded as killed, injured and detained; a missing number is not a zero.

    Examples
    --------
    >>> no = {"people": 0, "reported_in": []}
    >>> people({"killed": no, "injured": {"people": 8, "reported_in": [1]}, "detained": no})
    'Recorded: eight people injured (No. 1). No number of people killed or detained is recorded.'
    >>> people({"killed": {"people": 0, "reported_in": [2]}, "injured": no, "detained": no})
    'Recorded: none killed (No. 2). No number of people injured or detained is recorded.'
    """
    parts, silent = [], []
    for key in ("killed", "injured", "detained"):
        count, rows = harm[key]["people"], harm[key]["reported_in"]
        if rows:
            who = counted(count, "person", "people") if count else "none"
            parts.append(f"{who} {key} {numbered([{'number': row} for row in rows])}")
        else:
            silent.append(key)
    none = f"No number of people {listed(silent, last='or')} is recorded." if silent else ""
    return f"{f'Recorded: {listed(parts)}.' if parts else ''} {none}".strip()


def possible_zones(zones: Sequence[dict[str, Any]]) -> list[str]:
    """Return the zones around features that only the uncertainty of a place reaches, gathered by distance.

    At most eight features are named for each distance; the rest is counted.

    Examples
    --------
    >>> here = {"around_feature": True, "certain": [], "possible": [2]}
    >>> possible_zones([here | {"name": "Within 12 M of Sandy Cay"}, here | {"name": "Within 12 M of Thitu Island"}])
    ['within 12 M of Sandy Cay (2), Thitu Island (2)']
    """
    groups: dict[str, list[str]] = {}
    for zone in zones:
        if zone["around_feature"] and not zone["certain"]:
            how, of, feature = lower_first(zone["name"]).partition(" of ")
            groups.setdefault(how + of, []).append(f"{feature} ({', '.join(map(str, zone['possible']))})")
    return [f"{how}{', '.join(found[:8])}{_others(len(found) - 8)}" for how, found in sorted(groups.items())]


def _others(count: int) -> str:
    return f" and {counted(count, 'other')}" if count > 0 else ""


def instant_words(text: str) -> str:
    """Return a UTC instant for a reader.

    Examples
    --------
    >>> instant_words("2026-11-24T08:05:00Z")
    '24 November 2026, 08:05 UTC'
    """
    return f"{date_words(text[:10])}, {text[11:16]} UTC" if len(text) >= 16 else date_words(text)


def accounts(cell: str) -> list[tuple[str, str]]:
    """Split a cell of accounts into who says it and what; who is empty where the cell does not say.

    Examples
    --------
    >>> accounts("CN: entered without permission; PH: rammed twice; once at the bow")
    [('CN', 'entered without permission'), ('PH', 'rammed twice; once at the bow')]
    >>> accounts("No version is known")
    [('', 'No version is known')]
    """
    found = list(_ACCOUNT.finditer(cell))
    if not found or found[0].start() != 0:
        return [("", cell.strip())] if cell.strip() else []
    ends = [match.start() for match in found[1:]] + [len(cell)]
    return [(match[1], cell[match.end() : end].strip()) for match, end in zip(found, ends, strict=True)]


def around(phrase: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return where incidents were, no nearer to the feature that they are named after than their places say.

    Examples
    --------
    >>> around("at Sabina Shoal", [{"method": "offset", "radius_km": 19.0}])
    'at or near Sabina Shoal'
    >>> around("at Sabina Shoal", [{"method": "feature", "radius_km": 4.0}])
    'at Sabina Shoal'
    """
    away = any(row["method"] in _AWAY or (row["radius_km"] or 0) > UNCERTAIN_KM for row in rows)
    return f"at or near {phrase[3:]}" if away and phrase.startswith("at ") else phrase


def numbered(rows: Sequence[dict[str, Any]]) -> str:
    """Return the numbers that incidents have in the list, in brackets.

    Examples
    --------
    >>> numbered([{"number": 1}, {"number": 4}])
    '(Nos. 1 and 4)'
    """
    numbers = [str(row["number"]) for row in rows]
    return f"({'No.' if len(numbers) == 1 else 'Nos.'} {listed(numbers)})"


def days_between(first: str, last: str) -> int:
    """Return the days from one ISO day to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
