"""Assign incidents to colour classes by initiating country, date, type and severity."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.mapping.incident_layer import SIDE
from scs_tracker.model import SEVERITY_LABELS, split_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import geopandas as gpd

Class = dict[str, Any]

#: For classes without an order: nine hues in three depths, the most distinct first.
TYPE_COLOURS: Final = (
    "#ca5551", "#008db3", "#8c8300", "#9565c7", "#009488", "#b66c00", "#537bd9", "#3a9742", "#bc5694",
    "#903952", "#006770", "#735600", "#554e9b", "#006c4d", "#904016", "#005f98", "#4c6500", "#7b407f",
    "#ee8f63", "#5db2f7", "#98b958", "#d48dd8", "#00c1d0", "#d0a43a", "#a39ef9", "#47c496", "#ef86a0",
)  # fmt: skip
#: Number of types with a separate colour; more cannot be distinguished at a glance, so all others are grey.
_MOST: Final = 7
#: Colour of all other classes, on the light map and on the dark map.
_OTHER_COLOUR: Final = "#7f8c97"
_OTHER_DARK: Final = "#99b1bb"
#: Light to dark, even steps in lightness.
_SEVERITY_COLOURS: Final = ("#fbe3a2", "#f9bd5c", "#f08a3c", "#d9532f", "#ad2430", "#6b1130")
#: With fewer classes of years than this, colours stand for months.
_FEWEST_DATE_CLASSES: Final = 4
#: For classes in order: eight steps of equal difference (13.4 to 13.9 by CIEDE2000) from light to dark.
RAMP: Final = ("#fde48a", "#f5b75f", "#e58c47", "#d16640", "#b84b48", "#9a3756", "#70285f", "#3d1a63")


def colours(frame: gpd.GeoDataFrame, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the colour modes of the map, each with its classes and the class number of each column value.

    A mode is ``{"column", "classes": [{"label", "colour"}], "of": {value: class number}, "other": class number}``; a
    class may have a ``code``, a colour for the ``dark`` theme, and ``say``, the text key of its label.
    Severity is a mode only if at least one incident has a severity.
    """
    modes = {
        "actor": _actor_mode(frame, texts),
        "date": _date_mode(sorted(frame["date_start"]), texts),
        "type": _type_mode(frame, texts),
    }
    if frame["severity"].notna().any():
        modes["severity"] = _severity_mode(texts)
    return modes


def severities(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the severity grades as pairs of key and label, least severe first."""
    return [(str(n), texts["severity_n"].format(n=n, label=label)) for n, label in enumerate(SEVERITY_LABELS)]


def severity_say(key: str) -> dict[str, Any]:
    """Return the text key and values from which the page builds a severity label in any language."""
    return {"say": "severity_n", "values": {"n": int(key), "label": SEVERITY_LABELS[int(key)]}}


def _actor_mode(frame: gpd.GeoDataFrame, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return colour classes by initiating country, with one class for incidents in which both sides acted."""
    cells = frame[SIDE].tolist()
    by_country = {row["country"]: row for row in reversed(geodata.rows("actors"))}
    counts = Counter(cell for cell in cells if cell in by_country)
    named = [name for name in _by_count(counts) if by_country[name]["colour"] != _OTHER_COLOUR]
    classes = [
        _named(texts, f"country_{name}", by_country[name]["colour"])
        | {"code": name, "dark": by_country[name]["colour_dark"]}
        for name in named
    ]
    both = {cell: len(classes) for cell in cells if ";" in cell}
    if both:
        classes.append(_said(texts, "both_sides"))
    return _mode(SIDE, [*classes, _said(texts, "other_sides")], {name: at for at, name in enumerate(named)} | both)


def _type_mode(frame: gpd.GeoDataFrame, texts: Mapping[str, str]) -> dict[str, Any]:
    first = _by_count(Counter(split_list(cell)[0] for cell in frame["types"] if cell))[:_MOST]
    classes = [_named(texts, f"type_{name}", TYPE_COLOURS[number], name) for number, name in enumerate(first)]
    return _mode("types", [*classes, _said(texts, "other")], {name: number for number, name in enumerate(first)})


def _severity_mode(texts: Mapping[str, str]) -> dict[str, Any]:
    known = severities(texts)
    classes = [colour_class(label, _SEVERITY_COLOURS[int(key)]) | severity_say(key) for key, label in known]
    return _mode("severity", [*classes, _said(texts, "not_given")], {key: int(key) for key, _ in known})


def _date_mode(dates: list[str], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return colour classes by year, or by month for few years, with about equally many incidents per class.

    ``dates`` are sorted. Among classes by month, incidents dated only to the year have a separate class.
    """
    years = [date[:4] for date in dates]
    starts = _starts(years)
    if len(starts) >= _FEWEST_DATE_CLASSES:
        classes = _periods(starts, years[-1], lambda start: str(int(start) - 1))
        of = {year: sum(start <= year for start in starts) - 1 for year in dict.fromkeys(years)}
        return _mode(":years", classes, of)
    months = [date[:7] for date in dates if len(date) >= 7]
    starts = _starts(months)
    classes = _periods(
        starts,
        months[-1] if months else "",
        lambda start: (dt.date.fromisoformat(f"{start}-01") - dt.timedelta(days=1)).isoformat()[:7],
    )
    classes += [_said(texts, "year_only")] if len(months) < len(dates) else []
    of = {date: sum(start <= date[:7] for start in starts) - 1 for date in dict.fromkeys(dates) if len(date) >= 7}
    return _mode("date_start", classes, of)


def _starts(times: Sequence[str]) -> list[str]:
    """Return the start of each class of times: at most one class per colour, with about equally many times each."""
    steps = len(RAMP)
    return sorted({times[step * len(times) // steps] for step in range(steps)}) if times else []


def _periods(starts: list[str], last: str, before: Callable[[str], str]) -> list[Class]:
    ends = [*map(before, starts[1:]), last] if starts else []
    shade = (len(RAMP) - 1) / max(1, len(starts) - 1)
    return [
        colour_class(start if start >= end else f"{start} – {end}", RAMP[round(number * shade)])
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _mode(column: str, classes: list[Class], of: dict[str, int]) -> dict[str, Any]:
    return {"column": column, "classes": classes, "of": of, "other": len(classes) - 1}


def colour_class(label: str, colour: str) -> Class:
    """Return a class with a label and a colour."""
    return {"label": label, "colour": colour}


def _named(texts: Mapping[str, str], key: str, colour: str, otherwise: str = "") -> Class:
    """Return a class with the page's text for ``key`` as label, or ``otherwise`` if there is no such text."""
    return {"label": texts[key], "say": key, "colour": colour} if key in texts else colour_class(otherwise, colour)


def _said(texts: Mapping[str, str], key: str) -> Class:
    return {"label": texts[key], "say": key, "colour": _OTHER_COLOUR, "dark": _OTHER_DARK}


def _by_count(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))


def count(cells: Iterable[str]) -> Counter[str]:
    """Count the cells that contain each ``;``-separated part; an empty cell counts for the empty string."""
    found = Counter[str]()
    for cell, times in Counter(cells).items():
        found.update(dict.fromkeys(split_list(cell) or [""], times))
    return found
