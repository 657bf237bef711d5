"""What to know of a week beside its lead and its trend: harm, standing and doubts, in sentences by rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scs_tracker.reporting.rows import distance
from scs_tracker.reporting.words import counted, days_between, lower_first, numbered
from scs_tracker.sentences.places import UNCERTAIN_KM
from scs_tracker.sentences.words import date_words, listed, number, sentence

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
    points = [_silence(facts)]
    if rows:
        points += [_harm(rows, facts["harm"]), _standing(rows, facts["zones"])]
    points += [*_doubts(rows), _continuing(facts)]
    return [point for point in points if point]


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


def _all(own: Sequence[Row], rows: Sequence[Row]) -> str:
    """Return how many of the rows: 'both' or 'all four' where it is every one of several, else the number."""
    if len(own) < len(rows) or len(rows) == 1:
        return number(len(own))
    return "both" if len(rows) == 2 else f"all {number(len(rows))}"


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
