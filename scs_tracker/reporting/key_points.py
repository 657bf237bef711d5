"""The key points of a week: sentences by rule, nothing that the numbers do not say."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scs_tracker.reporting.rows import distance
from scs_tracker.reporting.words import (
    UNCERTAIN_KM,
    around,
    counted,
    date_words,
    days_between,
    decimal,
    listed,
    lower_first,
    number,
    numbered,
    sentence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]
#: After so many days without any incident in the ledger a quiet week may be one without entries.
_SILENT_DAYS = 56
_HARM = re.compile(
    r"\b(?:dead|deaths?|died|kill\w*|hurt|injur\w*|wound\w*|detain\w*|arrest\w*|missing|casualt\w*)\b",
    re.IGNORECASE,
)


def key_points(facts: Mapping[str, Any]) -> list[str]:
    """Return the key points of a week, most important first.

    Parameters
    ----------
    facts
        The facts of the week without their key points.
    """
    rows: Sequence[Row] = facts["incidents"]
    points = [_count(facts), _silence(facts)]
    if rows:
        points += [_where(rows), _grade(rows), _harm(rows, facts["harm"]), _standing(rows, facts["zones"])]
    points += [f"{item['sentence']} {item['warning']}".strip() for item in facts["unusual"]]
    points += [*_doubts(rows), _continuing(facts), _proposed(facts), _changes(facts), _events(facts)]
    return [point for point in points if point]


def _count(facts: Mapping[str, Any]) -> str:
    measure = facts["glance"][0]
    count, mean = measure["this_week"], measure["four_week_mean"]
    if not facts["period"]["complete"]:
        far = (
            f"{sentence(counted(count, 'incident'))} of this week {'is' if count == 1 else 'are'} in the ledger so far"
        )
        return f"{far}; the week is not over at the as-of time."
    if count == 0:
        none = "No accepted incident of this week is in the ledger"
        return f"{none}; the mean of the four weeks before is {decimal(mean)}."
    difference = count - mean
    begun = f"{sentence(counted(count, 'incident'))} began in this week"
    if difference == 0:
        return f"{begun}, as many as the mean of the four weeks before."
    if float(difference).is_integer():
        more = "more" if difference > 0 else "fewer"
        return (
            f"{begun}, {number(abs(int(difference)))} {more} than the mean of the four weeks before ({decimal(mean)})."
        )
    return f"{begun}; the mean of the four weeks before is {decimal(mean)}."


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


def _where(rows: Sequence[Row]) -> str:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["place"]["phrase"]].append(row)
    order = sorted(
        ((around(place, own), own) for place, own in groups.items()), key=lambda item: (-len(item[1]), item[0])
    )
    phrase, own = order[0]
    if len(order) == 1:
        every = "It was" if len(rows) == 1 else f"{sentence(_all(rows, rows))} were"
        return f"{every} {phrase}{_same_initiator(rows)}."
    if len(own) == 1:
        return f"Each was at a different place: {listed([place for place, _ in order])}."
    rest = [f"{number(len(others))} {place}" for place, others in order[1:4]]
    more = sum(len(others) for _, others in order[4:])
    if more:
        rest.append(f"{number(more)} elsewhere")
    return f"{sentence(number(len(own)))} were {phrase}{_same_initiator(own)}; {listed(rest)}."


def _all(own: Sequence[Row], rows: Sequence[Row]) -> str:
    """Return how many of the rows: 'both' or 'all four' where it is every one of several, else the number."""
    if len(own) < len(rows) or len(rows) == 1:
        return number(len(own))
    return "both" if len(rows) == 2 else f"all {number(len(rows))}"


def _same_initiator(rows: Sequence[Row]) -> str:
    """Say whose act it was according to the sources, where one actor stands in every row."""
    shared = set.intersection(*({actor["phrase"] for actor in row["initiators"]} for row in rows))
    if len(shared) != 1:
        return ""
    name, every = next(iter(shared)), "" if len(rows) == 1 else "both" if len(rows) == 2 else "all"
    if all(len(row["initiators"]) == 1 for row in rows):
        return f", {every} initiated by {name}, according to the sources".replace("  ", " ")
    return f", with {name} among the initiators{f' of {every}' if every else ''}, according to the sources"


def _grade(rows: Sequence[Row]) -> str:
    highest = rows[0]["severity"]
    own = [row for row in rows if row["severity"] == highest]
    grade = f"{highest} of 5 ({rows[0]['severity_label']})"
    acts = listed([kind["label"] for kind in own[0]["types"]])
    if len(rows) == 1:
        return f"Its grade of severity is {grade}: {acts}."
    if len(own) == 1:
        where = f"on {own[0]['when']} {around(own[0]['place']['phrase'], own)} {numbered(own)}: {acts}"
        return f"The highest grade of severity is {grade}, in one, {where}."
    return f"The highest grade of severity is {grade}, in {_all(own, rows)}{_which(own, rows)}."


def _which(own: Sequence[Row], rows: Sequence[Row]) -> str:
    return "" if len(own) == len(rows) else f" {numbered(own)}"


def _harm(rows: Sequence[Row], harm: Mapping[str, Any]) -> str:
    """Say what numbers of people are recorded; a missing number is not a zero, and accounts may hold others."""
    hurt = [key for key in ("killed", "injured", "detained") if harm[key]["people"]]
    known = [key for key in ("killed", "injured", "detained") if harm[key]["reported_in"] and key not in hurt]
    silent = [key for key in ("killed", "injured", "detained") if not harm[key]["reported_in"]]
    parts = []
    for key in hurt:
        own = [row for row in rows if row[key]]
        parts.append(f"{counted(harm[key]['people'], 'person', 'people')} {key}{_which(own, rows)}")
    parts += [f"none {key}" for key in known]
    none = f"no number of people {listed(silent, last='or')} is recorded" if silent else ""
    telling = [row for row in rows if _HARM.search(row["accounts_text"])]
    apart = (
        f"; the accounts speak of harm{_which(telling, rows)}, and what they alone say is not counted"
        if telling
        else ""
    )
    if not parts:
        return f"{sentence(none)}{apart}."
    return f"Recorded: {listed(parts)}{f'; {none}' if none else ''}{apart}."


def _standing(rows: Sequence[Row], zones: Sequence[Row]) -> str:
    """Say how far from whose coast and in whose claims to areas the incidents lie, what is only possible apart."""
    located = [row for row in rows if row["lat"] is not None]
    certain = _memberships(located, zones, "certain")
    possible = _memberships([row for row in located if (row["radius_km"] or 0) <= _WIDE_KM], zones, "possible")
    said = f"As placed, and for certain: {certain}." if certain else ""
    return f"{said} {f'Possibly: {possible}.' if possible else ''}".strip()


def _memberships(located: Sequence[Row], zones: Sequence[Row], membership: str) -> str:
    parts = []
    for zone in zones:
        own = [row for row in located if row["number"] in zone[membership]]
        if zone["kind"] not in _KEY_KINDS or not own:
            continue
        claim = "a contested claim" if zone["kind"] == "claim_area" else "contested"
        doubt = f", {claim}" if zone["status"] == "contested" else ""
        count = "" if len(located) == 1 else f" ({_all(own, located)})"
        parts.append(f"{lower_first(zone['name'])}{doubt}{count}")
    return "; ".join(parts)


#: Kinds of zone that the key points name: how far from whose coast, and the claims to areas.
_KEY_KINDS = frozenset({"eez", "claim_area"})
#: A place known no nearer than this possibly lies in most zones, which tells nothing.
_WIDE_KM = 100.0


def _doubts(rows: Sequence[Row]) -> list[str]:
    single = [row for row in rows if row["corroboration"] == "single"]
    contested = [row for row in rows if row["contested"]]
    vague = [row for row in rows if row["radius_km"] is not None and row["radius_km"] > UNCERTAIN_KM]
    nowhere = [row for row in rows if row["lat"] is None]
    alone = len(rows) == 1
    points = []
    if single:
        who = "It rests" if alone else f"{sentence(_all(single, rows))} {'rests' if len(single) == 1 else 'rest'}"
        points.append(f"{who} on a single source{_which(single, rows)}.")
    if contested:
        where = "" if alone else f" in {_all(contested, rows)}{_which(contested, rows)}"
        points.append(f"The parties' accounts differ{where}.")
    if len(vague) == 1:
        place = "Its place" if alone else f"The place of No. {vague[0]['number']}"
        points.append(f"{place} is known only to within {distance(vague[0]['radius_km'])} km.")
    elif vague:
        parts = [f"{distance(row['radius_km'])} km (No. {row['number']})" for row in vague]
        points.append(f"{sentence(number(len(vague)))} places are known only to within {listed(parts)}.")
    if nowhere:
        who = "It" if alone else sentence(_all(nowhere, rows))
        points.append(f"{who} could not be placed{_which(nowhere, rows)}.")
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
    if len(rows) > 2:
        return f"{sentence(counted(len(rows), 'context event'))} of this week are listed below."
    titles = [f"{event['title']} ({event['when']})" for event in rows]
    return f"Context: {'; '.join(titles)}." if rows else ""
