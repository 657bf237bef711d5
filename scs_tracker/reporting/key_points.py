"""The key points of a week: sentences by rule, nothing that the numbers do not say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from scs_tracker.reporting.words import (
    UNCERTAIN_KM,
    counted,
    date_words,
    days_between,
    decimal,
    listed,
    number,
    numbered,
    sentence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]
#: After so many days without any incident in the ledger a quiet week may be one without entries.
_SILENT_DAYS = 56


def key_points(facts: Mapping[str, Any]) -> list[str]:
    """Return the key points of a week, most important first.

    Parameters
    ----------
    facts
        The facts of the week without their key points.
    """
    rows: Sequence[Row] = facts["incidents"]
    points = [_count(facts), _silence(facts), *_where(rows), *_grade(rows), *_harm(rows, facts["harm"])]
    points += _standing(rows, facts["zones"])
    points += [f"{item['sentence']} {item['warning']}".strip() for item in facts["unusual"]]
    points += [*_doubts(rows), _continuing(facts), _proposed(facts), _changes(facts), _events(facts)]
    return [point for point in points if point]


def _count(facts: Mapping[str, Any]) -> str:
    measure = facts["glance"][0]
    count, mean = measure["this_week"], measure["four_week_mean"]
    begun = (
        f"{sentence(counted(count, 'incident'))} that began in this week {'is' if count == 1 else 'are'} in the ledger"
    )
    if not facts["period"]["complete"]:
        begun += " so far; the week is not over at the as-of time"
        return begun + "."
    difference = count - mean
    if difference == 0:
        against = f"as many as the mean of the four weeks before ({decimal(mean)})"
    elif float(difference).is_integer():
        more = "more" if difference > 0 else "fewer"
        against = f"{number(abs(int(difference)))} {more} than the mean of the four weeks before ({decimal(mean)})"
    else:
        against = f"against a mean of {decimal(mean)} in the four weeks before"
    return f"{begun}, {against}."


def _silence(facts: Mapping[str, Any]) -> str:
    last, sunday = facts["data"]["last_incident_day"], facts["period"]["last_day"]
    if not last:
        return "The ledger holds no dated incident up to the end of this week: nothing follows from the count."
    if days_between(last, sunday) <= _SILENT_DAYS:
        return ""
    return (
        f"The last dated incident in the ledger before the end of this week began on {date_words(last)}: this week may "
        "look quiet because nothing has been entered."
    )


def _where(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    counts = Counter(row["place"]["name"] for row in rows)
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    name, most = order[0]
    if len(order) == 1:
        first = _one_place(name, rows, everything=True)
        return [f"{first}{_same_initiator(rows)}."]
    if most == 1:
        return [f"Each was at a different place: {listed(sorted(counts))}."]
    own = [row for row in rows if row["place"]["name"] == name]
    rest = [f"{number(count)} at {place}" for place, count in order[1:4]]
    more = sum(count for _, count in order[4:])
    if more:
        rest.append(f"{number(more)} elsewhere")
    return [f"{_one_place(name, own, everything=False)}{_same_initiator(own)}; {listed(rest)}."]


def _one_place(name: str, rows: Sequence[Row], *, everything: bool) -> str:
    if len(rows) == 1:
        return f"It was at {name}"
    if everything:
        return f"{'Both' if len(rows) == 2 else f'All {number(len(rows))}'} were at {name}"
    return f"{sentence(number(len(rows)))} were at {name}"


def _same_initiator(rows: Sequence[Row]) -> str:
    """Say whose act it was by the sources, where one actor stands in every row."""
    shared = set.intersection(*({actor["name"] for actor in row["initiators"]} for row in rows))
    alone = all(len(row["initiators"]) == 1 for row in rows)
    if len(shared) != 1:
        return ""
    name = next(iter(shared))
    which = "" if len(rows) == 1 else "both " if len(rows) == 2 else "all "
    if alone:
        return f", {which}initiated, by the sources, by {name}"
    of = "" if len(rows) == 1 else " of both" if len(rows) == 2 else " of all"
    return f", with {name} among the initiators{of}, by the sources"


def _grade(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    highest = rows[0]["severity"]
    own = [row for row in rows if row["severity"] == highest]
    label = rows[0]["severity_label"]
    if len(rows) == 1:
        return [f"Its grade of severity is {highest} of 5 ({label}): {_acts(rows[0])}."]
    if len(own) == 1:
        row = own[0]
        where = f"on {row['when']} at {row['place']['name']} {numbered(own)}: {_acts(row)}"
        return [f"The highest grade of severity is {highest} of 5 ({label}), in one incident, {where}."]
    return [f"The highest grade of severity is {highest} of 5 ({label}), in {number(len(own))} {numbered(own)}."]


def _acts(row: Row) -> str:
    return listed([kind["label"] for kind in row["types"]])


def _harm(rows: Sequence[Row], harm: Mapping[str, Any]) -> list[str]:
    if not rows:
        return []
    hurt = [key for key in ("killed", "injured", "detained") if harm[key]["people"]]
    if not hurt:
        return ["No person is reported killed, injured or detained."]
    parts = []
    for key in hurt:
        own = [row for row in rows if row[key]]
        parts.append(
            f"{number(harm[key]['people'])} {'person' if harm[key]['people'] == 1 else 'people'} {key} {numbered(own)}"
        )
    rest = [key for key in ("killed", "injured", "detained") if key not in hurt]
    none = f"; none is reported {listed(rest, last='or')}" if rest else ""
    return [f"Reported: {listed(parts)}{none}."]


def _standing(rows: Sequence[Row], zones: Sequence[Row]) -> list[str]:
    located = sum(row["lat"] is not None for row in rows)
    parts = []
    for zone in zones:
        count = len(zone["certain"])
        if zone["kind"] not in _KEY_KINDS or not count:
            continue
        every = "" if located == 1 else "both " if located == 2 else f"all {number(located)} "
        parts.append(f"{every if count == located else number(count) + ' '}{zone['name']}")
    return [f"As placed, and for certain: {'; '.join(parts)}."] if parts else []


_KEY_KINDS = frozenset({"eez"})


def _doubts(rows: Sequence[Row]) -> list[str]:
    single = [row for row in rows if row["corroboration"] == "single"]
    contested = [row for row in rows if row["contested"]]
    vague = [row for row in rows if row["radius_km"] is not None and row["radius_km"] > UNCERTAIN_KM]
    nowhere = [row for row in rows if row["lat"] is None]
    points = []
    if single:
        verb = "rests" if len(single) == 1 else "rest"
        points.append(f"{sentence(number(len(single)))} {verb} on a single source {numbered(single)}.")
    if contested:
        points.append(f"The parties' accounts differ in {number(len(contested))} {numbered(contested)}.")
    if vague:
        widest = max(row["radius_km"] for row in vague)
        points.append(
            f"The place of {number(len(vague))} is known only to within {UNCERTAIN_KM:.0f} km or worse, at most "
            f"{widest:,.0f} km {numbered(vague)}."
        )
    if nowhere:
        points.append(f"{sentence(number(len(nowhere)))} could not be placed {numbered(nowhere)}.")
    return points


def _continuing(facts: Mapping[str, Any]) -> str:
    rows = facts["continuing"]
    if not rows:
        return ""
    verb = "continues or may continue" if len(rows) == 1 else "continue or may continue"
    return f"{sentence(counted(len(rows), 'incident'))} that began earlier {verb} into this week; not counted again."


def _proposed(facts: Mapping[str, Any]) -> str:
    rows = facts["proposed"]
    if not rows:
        return ""
    verb, is_ = ("waits", "is") if len(rows) == 1 else ("wait", "are")
    return f"{sentence(counted(len(rows), 'proposed incident'))} {verb} for review and {is_} not counted."


def _changes(facts: Mapping[str, Any]) -> str:
    changed = facts["corrections"]
    parts = [
        counted(len(changed[key]), noun, plural)
        for key, noun, plural in (
            ("added", "late addition", ""),
            ("corrected", "corrected incident", ""),
            ("retracted", "retraction", ""),
        )
        if changed[key]
    ]
    return f"Earlier weeks: {listed(parts)} since the last issued report." if parts else ""


def _events(facts: Mapping[str, Any]) -> str:
    rows = [event for event in facts["events"] if not event["partly_dated"]]
    return f"{sentence(counted(len(rows), 'context event'))} in this week." if rows else ""
