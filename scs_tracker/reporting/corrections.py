"""List the changes to the record since the last issued report, and number the editions of a report."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.act import are_read, parse_acts
from scs_tracker.model import BASELINE_COLUMNS, POSITION_COLUMNS, STANDING_COLUMNS, first_day, last_day
from scs_tracker.reporting import names
from scs_tracker.reporting.period import Period, parse_instant
from scs_tracker.sentences import words as plain
from scs_tracker.sentences.act_lines import act_line
from scs_tracker.sentences.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

#: Fields that follow from others; their changes are counted, not listed.
DERIVED: Final = frozenset(
    {*POSITION_COLUMNS, *STANDING_COLUMNS, *BASELINE_COLUMNS, "geodata_version", "severity", "flags"}
)
_CREATED: Final = "created"
_LABELS: Final = {
    "date_start": "start date",
    "date_end": "end date",
    "time_local": "local time",
    "types": "types",
    "initiator_units": "units of the initiators",
    "target_units": "units of the targets",
    "location_text": "place as reported",
    "printed_lat": "printed latitude",
    "printed_lon": "printed longitude",
}


def labels() -> list[str]:
    """Return the English labels of fields that are defined here, for translation; other fields show their names."""
    return list(_LABELS.values())


def corrections(
    changes: pd.DataFrame | None, incidents: pd.DataFrame, *, first: str, last: str, as_of: str
) -> dict[str, Any]:
    """Return the changes, up to ``as_of``, to incidents that began between two ISO days, both included.

    An incident dated to a month or a year counts if all of it is between the days; one moved to another day counts for
    its old day, too. The field ``created`` of ``changes`` marks an incident new in the ledger. ``added``, ``retracted``
    and ``corrected`` are lists of incidents with ``changes``; ``recomputed`` has ids without a change of facts.
    """
    result: dict[str, Any] = {"added": [], "retracted": [], "corrected": [], "recomputed": []}
    if changes is None or changes.empty:
        return result
    known = {
        record["id"]: record for record in incidents.drop(columns=["geometry"], errors="ignore").to_dict("records")
    }
    limit = parse_instant(as_of)
    kept = changes[[parse_instant(at) <= limit for at in changes["at"]]].sort_values(
        ["incident_id", "revision"], kind="stable"
    )
    for incident_id, own in kept.groupby("incident_id", sort=True):
        record, revisions = known.get(incident_id), own.to_dict("records")
        moved = [day for row in revisions if row["field"] == "date_start" and (day := value(row["old"]))]
        days = [record["date_start"], *moved] if record else []
        if record is None or not any(first <= first_day(day) and last_day(day) <= last for day in days):
            continue
        kind, shown = _judge(record, revisions)
        if kind == "recomputed":
            result[kind].append(str(incident_id))
        elif kind:
            result[kind].append(_entry(record, shown))
    return result


def _judge(record: Mapping[Any, Any], revisions: Sequence[Mapping[Any, Any]]) -> tuple[str, list[Mapping[Any, Any]]]:
    """Return the category of an incident's revisions (empty if none applies), and the revisions to show."""
    created = any(row["field"] == _CREATED for row in revisions)
    facts = [row for row in revisions if row["field"] not in DERIVED | {_CREATED}]
    # acts that only follow from columns: these are listed themselves
    facts = [row for row in facts if row["field"] != "acts" or are_read(parse_acts(value(row["new"]) or ""))]
    statuses = {value(row["new"]) for row in facts if row["field"] == "status"}
    if record["status"] == "retracted":
        # what was never accepted, or came and went between two reports, was never counted: nothing is taken back
        counted = any(row["field"] == "status" and value(row["old"]) == "accepted" for row in facts)
        return ("retracted", facts) if counted and not created else ("", [])
    if record["status"] != "accepted":
        return "", []
    if created or "accepted" in statuses:
        return "added", []
    return ("corrected", facts) if facts else ("recomputed", [])


def _entry(record: Mapping[Any, Any], revisions: Sequence[Mapping[Any, Any]]) -> dict[str, Any]:
    start = record["date_start"]
    return {
        "id": record["id"],
        "date_start": start,
        "when": plain.span_words(start, record["date_end"]),
        "week": str(Period.of(date.fromisoformat(start))) if len(start) == 10 else "",
        "place": names.place_names(record["place"]),
        "summary": record["summary"],
        "changes": [
            {
                "at": row["at"],
                "field": row["field"],
                "label": _(_LABELS.get(row["field"], str(row["field"]).replace("_", " "))),
                "old": _shown(row, "old"),
                "new": _shown(row, "new"),
                "reason": str(row["reason"] or ""),
            }
            for row in revisions
        ],
    }


def _shown(row: Mapping[Any, Any], side: str) -> str:
    text = value(row[side])
    return " / ".join(map(act_line, parse_acts(text))) if row["field"] == "acts" else text


def value(cell: Any) -> str:
    """Return as plain text a value that the ledger stores as JSON text; null becomes an empty string.

    >>> value('"single"'), value("8"), value("null"), value("Sabina Shoal"), value(None)
    ('single', '8', '', 'Sabina Shoal', '')
    """
    if isinstance(cell, str):
        try:
            cell = json.loads(cell)
        except ValueError:
            return str(cell)
    if cell is None or cell != cell:  # noqa: PLR0124 - a missing number is not equal to itself
        return ""
    if isinstance(cell, list):
        return "; ".join(str(item.get("url", item)) if isinstance(item, dict) else str(item) for item in cell)
    return str(cell)


def edition_stem(label: str, number: int) -> str:
    """Return the file name of a report without its ending; a further edition includes its number.

    >>> edition_stem("2024-W25", 1), edition_stem("2024-W25", 2)
    ('2024-W25', '2024-W25-edition-2')
    """
    return f"{label}-edition-{number}" if number > 1 else label


def edition(issued: Sequence[Mapping[str, Any]] | None, *, label: str, issue: bool) -> dict[str, Any]:
    """Return the number of the next edition of a report, or 0 for a draft, with the editions issued earlier.

    ``earlier`` has the editions of the period so far; ``withdrawn`` is None.
    """
    earlier = sorted(
        ({key: item[key] for key in ("edition", "as_of")} for item in issued or () if item["label"] == label),
        key=lambda item: int(item["edition"]),
    )
    number = int(earlier[-1]["edition"]) + 1 if earlier else 1
    return {"number": number if issue else 0, "issued": issue, "earlier": earlier, "withdrawn": None}
