"""The counts of a week and of the time before it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.reporting import names
from scs_tracker.reporting.cells import real
from scs_tracker.reporting.selection import weekly_counts, within
from scs_tracker.sentences.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from scs_tracker.reporting.period import Period

Row = dict[str, Any]
#: From this severity on an incident is grave enough for a count of its own: force against things.
GRAVE: Final = 3
_YEAR_WEEKS: Final = 52
_MONTHS_SHOWN: Final = 24
_MATRIX_ROWS: Final = 8
_SMALL_MAP_KM: Final = 100.0
_MATRIX_COLUMNS: Final = 10
_HEAT_PLACES: Final = 10
_TYPES: Final = 8


def glance(accepted: pd.DataFrame, week: Period) -> list[Row]:
    """Return measures of the week beside last week, the mean of the four weeks before and the same week last year."""
    measures: list[tuple[str, str, Callable[[pd.DataFrame], int | None]]] = [
        ("incidents", _("Incidents"), len),
        ("grave", _("Of these, of severity 3 to 5"), _grave),
        ("places", _("Places"), lambda frame: int(frame["place"].nunique())),
        (
            "single_source",
            _("Incidents with a single source"),
            lambda frame: int((frame["corroboration"] == "single").sum()),
        ),
        ("injured", _("People injured, as recorded"), lambda frame: _people(frame, "injured")),
        ("killed", _("People killed, as recorded"), lambda frame: _people(frame, "killed")),
        ("detained", _("People detained, as recorded"), lambda frame: _people(frame, "detained")),
    ]
    groups = {
        "this_week": [week],
        "last_week": [week.shift(-1)],
        "four_weeks": [week.shift(-back) for back in range(1, 5)],
        "same_week_last_year": [week.year_before()],
    }
    frames = {
        name: accepted[accepted["monday"].isin([each.first.isoformat() for each in weeks])]
        for name, weeks in groups.items()
    }
    return [
        {
            "measure": key,
            "label": label,
            "this_week": count(frames["this_week"]),
            "last_week": count(frames["last_week"]),
            "four_week_mean": _mean([count(part) for part in _by_week(frames["four_weeks"], groups["four_weeks"])]),
            "same_week_last_year": count(frames["same_week_last_year"]),
        }
        for key, label, count in measures
    ]


def _by_week(frame: pd.DataFrame, weeks: Sequence[Period]) -> list[pd.DataFrame]:
    return [frame[frame["monday"] == week.first.isoformat()] for week in weeks]


def _grave(frame: pd.DataFrame) -> int:
    return int((frame["severity"] >= GRAVE).sum())


def _people(frame: pd.DataFrame, column: str) -> int | None:
    """Return the people of all numbers that are recorded; None where there is no number, since that is no zero."""
    recorded = frame[column].dropna()
    return None if recorded.empty else int(recorded.sum())


def _mean(counts: Sequence[int | None]) -> float | None:
    """Return the mean of a count over weeks; None where no week has one."""
    return None if all(count is None for count in counts) else sum(count or 0 for count in counts) / len(counts)


def last_year(accepted: pd.DataFrame, week: Period) -> pd.DataFrame:
    """Return the incidents that began in the 52 weeks that end with ``week``."""
    start = week.shift(1 - _YEAR_WEEKS).first.isoformat()
    return accepted[(accepted["monday"] >= start) & (accepted["monday"] <= week.first.isoformat())]


def places(rows: Sequence[Row], year: pd.DataFrame) -> list[Row]:
    """Return the week's places, most incidents first, each with the list numbers and its 52-week count."""
    totals = year["place"].value_counts()
    grouped = _grouped(rows, lambda row: [row["place"]["name"]])
    return [
        {
            "place": own[0]["place"],
            "count": len(own),
            "numbers": [row["number"] for row in own],
            "severity": max(row["severity"] for row in own),
            "last_52_weeks": int(totals.get(name, 0)),
        }
        for name, own in grouped
    ]


def zones(rows: Sequence[Row]) -> list[Row]:
    """Return the zones that the week's incidents lie in, with the numbers held certain and possible apart."""
    found: dict[str, Row] = {}
    for row in rows:
        for zone in row["zones"]:
            if zone["kind"] == "land":  # that a disc reaches ashore says nothing of claims
                continue
            entry = found.setdefault(
                zone["id"],
                {key: zone[key] for key in ("id", "name", "kind", "status", "around_feature")}
                | {"certain": [], "possible": []},
            )
            entry[zone["membership"]].append(row["number"])
    return sorted(
        found.values(),
        key=lambda zone: (-len(zone["certain"]), zone["status"] == "illustrative", -len(zone["possible"]), zone["id"]),
    )


def actor_pairs(rows: Sequence[Row]) -> list[Row]:
    """Return who acted towards whom by country, each incident once for a pair of countries."""
    grouped = _grouped(rows, _pairs)
    return [
        {
            "initiator": pair[0],
            "initiator_name": names.country_name(pair[0]) if pair[0] else "not named",
            "target": pair[1],
            "target_name": names.country_name(pair[1]) if pair[1] else "none named",
            "count": len(own),
            "numbers": [row["number"] for row in own],
            "types": sorted({kind["label"] for row in own for kind in row["types"]}),
        }
        for pair, own in grouped
    ]


def _pairs(row: Row) -> list[tuple[str, str]]:
    initiators = sorted({actor["country"] for actor in row["initiators"]}) or [""]
    targets = sorted({actor["country"] for actor in row["targets"]}) or [""]
    pairs = [(one, other) for one in initiators for other in targets]
    # where both sides act and are acted upon, nobody acts upon himself
    return [pair for pair in pairs if pair[0] != pair[1]] or pairs


def _grouped(rows: Sequence[Row], keys: Callable[[Row], list[Any]]) -> list[tuple[Any, list[Row]]]:
    """Group rows by each of their keys, the largest group first, then by key."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        for key in keys(row):
            groups[key].append(row)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def types(rows: Sequence[Row], year: pd.DataFrame) -> list[Row]:
    """Return the week's incident types; an incident counts for each of its types."""
    totals = Counter(name for cell in year["types"] for name in model.split_list(cell))
    grouped = _grouped(rows, lambda row: [(kind["type"], kind["label"]) for kind in row["types"]])
    return [
        {
            "type": name,
            "label": label,
            "count": len(own),
            "numbers": [row["number"] for row in own],
            "last_52_weeks": totals[name],
        }
        for (name, label), own in grouped
    ]


def matrix(rows: Sequence[Row], year: pd.DataFrame) -> Row:
    """Return how often each initiator did what in 52 weeks and in this week.

    The most frequent initiators and types have rows and columns of their own; an incident counts once for each pair
    of its initiators and types. What has no row or column of its own is counted in ``left_out``.
    """
    pairs = Counter(
        (code, kind)
        for initiators, kinds in zip(year["initiators"], year["types"], strict=True)
        for code in dict.fromkeys(model.split_list(initiators))
        for kind in dict.fromkeys(model.split_list(kinds))
    )
    week = Counter(
        (actor["code"], kind["type"]) for row in rows for actor in row["initiators"] for kind in row["types"]
    )
    kinds = _most(pairs, 1, _MATRIX_COLUMNS)
    codes = _most(Counter({key: count for key, count in pairs.items() if key[1] in kinds}), 0, _MATRIX_ROWS)
    return {
        "actors": [names.actor(code) for code in codes],
        "types": [{"type": kind, "label": names.type_label(kind)} for kind in kinds],
        "last_52_weeks": [[pairs[code, kind] for kind in kinds] for code in codes],
        "this_week": [[week[code, kind] for kind in kinds] for code in codes],
        "left_out": sum(count for (code, kind), count in pairs.items() if code not in codes or kind not in kinds),
    }


def _most(pairs: Counter[tuple[str, str]], position: int, limit: int) -> list[str]:
    totals: Counter[str] = Counter()
    for key, count in pairs.items():
        totals[key[position]] += count
    return [name for name, _ in sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:limit]]


def severity(rows: Sequence[Row], year: pd.DataFrame) -> list[Row]:
    """Return each grade with its label, the week's incidents and the 52-week count."""
    totals = year["severity"].value_counts()
    return [
        {
            "severity": grade,
            "label": _(label),
            "count": sum(row["severity"] == grade for row in rows),
            "numbers": [row["number"] for row in rows if row["severity"] == grade],
            "last_52_weeks": int(totals.get(grade, 0)),
        }
        for grade, label in reversed(list(enumerate(model.SEVERITY_LABELS)))
    ]


def harm(rows: Sequence[Row]) -> Row:
    """Return the people reported injured, killed and detained, and in how many incidents a number is reported."""
    return {
        key: {
            "people": sum(row[key] or 0 for row in rows),
            "reported_in": [row["number"] for row in rows if row[key] is not None],
        }
        for key in ("injured", "killed", "detained")
    }


def weeks_of_year(accepted: pd.DataFrame, week: Period) -> list[Row]:
    """Return the incidents of each of the 52 weeks that end with ``week``, oldest first."""
    grave = weekly_counts(accepted[accepted["severity"] >= GRAVE], last=week, weeks=_YEAR_WEEKS)
    counts = weekly_counts(accepted, last=week, weeks=_YEAR_WEEKS)
    weeks = [week.shift(back - _YEAR_WEEKS + 1) for back in range(_YEAR_WEEKS)]
    return [
        {"week": str(each), "first_day": each.first.isoformat(), "count": count, "grave": hard}
        for each, count, hard in zip(weeks, counts, grave, strict=True)
    ]


def months(accepted: pd.DataFrame, week: Period) -> list[Row]:
    """Return incidents by severity for each of the 24 months up to the week's Sunday, oldest first.

    Incidents dated to a month count here, those dated to a year do not.
    """
    known = accepted[(accepted["date_start"].str.len() >= 7) & (accepted["date_start"] <= week.last.isoformat())]
    counts = Counter(zip(known["date_start"].str[:7], known["severity"].astype(int), strict=True))
    last = week.last.year * 12 + week.last.month - 1
    keys = [f"{number // 12}-{number % 12 + 1:02d}" for number in range(last - _MONTHS_SHOWN + 1, last + 1)]
    return [{"month": key, "counts": [counts[key, grade] for grade in range(6)]} for key in keys]


def active_places(rows: Sequence[Row], year: pd.DataFrame) -> list[Row]:
    """Return the three most active places that can be mapped: the week's first, then those of the 52 weeks.

    An incident known only to a wide area says nothing on a small map and is left out.
    Each comes with the positions of its incidents in 52 weeks, those of the week by their list number.
    """
    located = year[year["lat"].notna() & ~(year["radius_km"] > _SMALL_MAP_KM)]
    mapped = set(located["id"])
    week_counts = Counter(row["place"]["name"] for row in rows if row["id"] in mapped)
    totals, every = located["place"].value_counts(), year["place"].value_counts()
    order = sorted(totals.index, key=lambda name: (-week_counts[name], -int(totals[name]), name))
    numbers = {row["id"]: row["number"] for row in rows}
    found = []
    for name in order[:3]:
        own = located[located["place"] == name]
        points = [
            {
                "number": numbers.get(record["id"]),
                "lat": real(record["lat"]),
                "lon": real(record["lon"]),
                "radius_km": real(record["radius_km"]),
            }
            for record in own.to_dict("records")
        ]
        found.append(
            {
                "place": names.place_names(name),
                "this_week": week_counts[name],
                "last_52_weeks": int(every[name]),
                "drawn": len(own),
                "points": points,
            }
        )
    return found


def counted(values: Any) -> list[Row]:
    """Return how often each value occurs, most often first."""
    counts = Counter(values)
    return [{"name": name, "count": count} for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]


def counted_types(own: pd.DataFrame) -> list[Row]:
    """Return the types of the incidents, most frequent first; an incident counts for each of its types."""
    found = counted(kind for cell in own["types"] for kind in model.split_list(cell))
    return [row | {"label": names.type_label(row["name"])} for row in found]


def heat(accepted: pd.DataFrame, period: Period) -> Row:
    """Return incidents by place and month, over the twelve months up to the period's end."""
    months = period.months()
    frames = [within(accepted, month) for month in months]
    totals = Counter(place for frame in frames for place in frame["place"])
    order = sorted(totals, key=lambda name: (-totals[name], name))[:_HEAT_PLACES]
    by_month = [Counter(frame["place"]) for frame in frames]
    return {
        "months": [str(month) for month in months],
        "places": order,
        "counts": [[own[name] for own in by_month] for name in order],
        "elsewhere": [sum(own.values()) - sum(own[name] for name in order) for own in by_month],
    }


def mix(accepted: pd.DataFrame, period: Period) -> Row:
    """Return how many incidents of each month had each of the most frequent types."""
    months = period.months()
    by_month = [
        Counter(kind for cell in within(accepted, month)["types"] for kind in model.split_list(cell))
        for month in months
    ]
    totals = sum(by_month, start=Counter[str]())
    order = sorted(totals, key=lambda name: (-totals[name], name))[:_TYPES]
    return {
        "months": [str(month) for month in months],
        "types": [{"type": name, "label": names.type_label(name)} for name in order],
        "counts": [[own[name] for own in by_month] for name in order],
    }


def calendar(own: pd.DataFrame, period: Period) -> list[Row]:
    """Return each day with the incidents that began on it and their highest severity."""
    days = own[own["date_start"].str.len() == 10]
    counts = Counter(days["date_start"])
    highest = days.groupby("date_start")["severity"].max().to_dict() if len(days) else {}
    found, day = [], period.first
    while day <= period.last:
        key = day.isoformat()
        found.append({"day": key, "count": counts[key], "severity": int(highest[key]) if key in highest else None})
        day += timedelta(days=1)
    return found
