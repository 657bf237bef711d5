"""Count the incidents of a week and of earlier weeks by place, type, severity, harm and month."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.reporting.measures import searched_pairs
from scs_tracker.sentences.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from scs_tracker.reporting.period import Period

Row = dict[str, Any]
#: From this severity on an incident is grave enough for a count of its own: force against things.
GRAVE: Final = 3


def glance(accepted: pd.DataFrame, week: Period) -> list[Row]:
    """Return measures of a week, the week before and the same week last year, and the mean of the four weeks before."""
    measures: dict[str, tuple[str, Callable[[pd.DataFrame], int | None]]] = {
        "incidents": (_("Incidents"), len),
        "grave": (_("Of these, with severity 3 to 5"), lambda frame: int((frame["severity"] >= GRAVE).sum())),
        "places": (_("Places"), lambda frame: int(frame["place"].nunique())),
        "single_source": (
            _("Incidents with a single source"),
            lambda frame: int((frame["corroboration"] == "single").sum()),
        ),
        "injured": (_("People injured, as recorded"), lambda frame: _people(frame, "injured")),
        "killed": (_("People killed, as recorded"), lambda frame: _people(frame, "killed")),
        "detained": (_("People detained, as recorded"), lambda frame: _people(frame, "detained")),
    }
    this, *four, year_ago = (
        accepted[accepted["monday"] == each.first.isoformat()]
        for each in (*(week.shift(-back) for back in range(5)), week.year_before())
    )
    return [
        {
            "measure": key,
            "label": label,
            "this_week": count(this),
            "last_week": count(four[0]),
            "four_week_mean": _mean([count(past) for past in four]),
            "same_week_last_year": count(year_ago),
        }
        for key, (label, count) in measures.items()
    ]


def _people(frame: pd.DataFrame, column: str) -> int | None:
    """Return the sum of the recorded numbers of people in a column, or None (not zero) if none is recorded."""
    recorded = frame[column].dropna()
    return None if recorded.empty else int(recorded.sum())


def _mean(counts: Sequence[int | None]) -> float | None:
    """Return the mean of weekly counts, in which None counts as zero, or None if every count is None."""
    return None if all(count is None for count in counts) else sum(count or 0 for count in counts) / len(counts)


def places(rows: Sequence[Row]) -> list[Row]:
    """Return the places of the incidents, most incidents first, each with the list numbers."""
    return [
        {
            "place": own[0]["place"],
            "count": len(own),
            "numbers": [row["number"] for row in own],
            "severity": max(row["severity"] for row in own),
        }
        for _name, own in _grouped(rows, lambda row: [row["place"]["name"]])
    ]


def _grouped(rows: Sequence[Row], keys: Callable[[Row], list[Any]]) -> list[tuple[Any, list[Row]]]:
    """Group rows by each of their keys, the largest group first, then by key."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        for key in keys(row):
            groups[key].append(row)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def types(rows: Sequence[Row]) -> list[Row]:
    """Return the types of the incidents; an incident counts for each of its types."""
    grouped = _grouped(rows, lambda row: [(kind["type"], kind["label"]) for kind in row["types"]])
    return [
        {"type": name, "label": label, "count": len(own), "numbers": [row["number"] for row in own]}
        for (name, label), own in grouped
    ]


def severity(rows: Sequence[Row]) -> list[Row]:
    """Return each severity, highest first, with its label, the number of incidents and their list numbers."""
    return [
        {
            "severity": grade,
            "label": _(label),
            "count": sum(row["severity"] == grade for row in rows),
            "numbers": [row["number"] for row in rows if row["severity"] == grade],
        }
        for grade, label in reversed(list(enumerate(model.SEVERITY_LABELS)))
    ]


def harm(rows: Sequence[Row]) -> Row:
    """Return the people reported injured, killed and detained, each with the list numbers of the incidents."""
    return {
        key: {
            "people": sum(row[key] or 0 for row in rows),
            "reported_in": [row["number"] for row in rows if row[key] is not None],
        }
        for key in ("injured", "killed", "detained")
    }


def months(accepted: pd.DataFrame, period: Period) -> list[Row]:
    """Return the number of incidents in each of the twelve months up to that of the period's last day, oldest first.

    Incidents dated to a month count here, those dated to a year do not. ``searched`` is True where the month was
    searched beyond the sources of its incidents.
    """
    counts = Counter(accepted.loc[accepted["date_start"].str.len() >= 7, "date_start"].str[:7])
    return [
        {"month": str(month), "count": counts[str(month)], "searched": bool(searched_pairs().get(str(month)))}
        for month in period.months()
    ]
