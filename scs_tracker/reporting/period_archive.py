"""The months and years that were issued, as the index, the feeds and the landing page tell of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.reporting.issued_files import read_issued
from scs_tracker.reporting.template import environment, rendered

if TYPE_CHECKING:
    from pathlib import Path

_FILE: Final = re.compile(r"\d{4}(?:-\d{2})?\.json")
_SHOWN_FORMATS: Final = ("html", "pdf", "csv", "json")


def issued_periods(folder: Path) -> list[dict[str, Any]]:
    """Return the months and years issued into a folder, newest first, as their JSON says.

    Returns
    -------
    list of dict
        ``label``, ``kind``, ``as_of`` and ``facts``. Empty where the folder is not there yet.

    Raises
    ------
    TrackerError
        A JSON file of a month or a year cannot be read.
    """
    found = read_issued(folder, _FILE, _period, what="a month or a year")
    return sorted(found, key=lambda one: (one["facts"]["period"]["last_day"], one["kind"]), reverse=True)


def _period(facts: dict[str, Any], _stem: str) -> dict[str, Any] | None:
    entry = {
        "label": str(facts["label"]),
        "kind": str(facts["kind"]),
        "as_of": str(facts["data"]["as_of"]),
        "facts": facts,
    }
    return entry if facts["issued"] else None


def period_entries(folder: Path) -> list[dict[str, Any]]:
    """Return what the index and the feeds say of each issued month and year, newest first.

    Raises
    ------
    TrackerError
        A JSON file of a month or a year cannot be read.
    """
    return [_entry(folder, one) for one in issued_periods(folder)]


def _entry(folder: Path, one: dict[str, Any]) -> dict[str, Any]:
    facts = one["facts"]
    return {
        # the names under which the feeds know a week
        "week": one["label"],
        "stem": one["label"],
        "kind": one["kind"],
        "words": facts["period"]["words"],
        "edition": 1,
        "withdrawn": None,
        "as_of": one["as_of"],
        "as_of_words": facts["data"]["as_of_words"],
        "first_as_of": one["as_of"],
        "changed": one["as_of"],
        "count": len(facts["incidents"]),
        "lead": facts["lead"],
        "formats": [name for name in _SHOWN_FORMATS if (folder / f"{one['label']}.{name}").exists()],
        "front": rendered(environment(None), "period_entry.html.j2", facts=facts),
    }
