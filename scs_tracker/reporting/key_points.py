"""What to know of a week beside its lead and its trend: harm, standing and doubts, in sentences by rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scs_tracker import geodata
from scs_tracker.reporting.rows import distance
from scs_tracker.reporting.words import HARMS, counted, days_between, harmed, lower_first, numbered
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.places import UNCERTAIN_KM
from scs_tracker.sentences.words import date_words, listed, number, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
        return _("The ledger holds no dated incident up to the end of this week: nothing follows from the count.")
    if days_between(last, sunday) <= _SILENT_DAYS:
        return ""
    return _(
        "The last dated incident in the ledger before the end of this week began on {day}: this week may look quiet "
        "because nothing has been entered."
    ).format(day=date_words(last))


def _all(own: Sequence[Row], rows: Sequence[Row]) -> str:
    """Return how many of the rows: 'both' or 'all four' where it is every one of several, else the number."""
    if len(own) < len(rows) or len(rows) == 1:
        return number(len(own))
    return _("both") if len(rows) == 2 else _("all {count}").format(count=number(len(rows)))


def _which(own: Sequence[Row], rows: Sequence[Row]) -> str:
    return "" if len(own) == len(rows) else f" {numbered(own)}"


def _harm(rows: Sequence[Row], harm: Mapping[str, Any]) -> str:
    """Say what numbers of people are recorded; a missing number is not a zero, and accounts may hold others."""
    hurt = [key for key in HARMS if harm[key]["people"]]
    known = [key for key in HARMS if harm[key]["reported_in"] and key not in hurt]
    silent = [_(key) for key in HARMS if not harm[key]["reported_in"]]
    parts = [f"{harmed(harm[key]['people'], key)}{_which([row for row in rows if row[key]], rows)}" for key in hurt]
    parts += [harmed(0, key) for key in known]
    said = [_("Recorded: {what}").format(what=listed(parts))] if parts else []
    if silent:
        said.append(_("no number of people {harms} is recorded").format(harms=listed(silent, last="or")))
    telling = [row for row in rows if _HARM.search(row["accounts_text"])]
    if telling:
        which = _which(telling, rows)
        said.append(_("the accounts speak of harm{which}, and what they alone say is not counted").format(which=which))
    return f"{sentence('; '.join(said))}."


def _standing(rows: Sequence[Row], zones: Sequence[Row]) -> str:
    """Say how far from whose coast and in whose claims to areas the incidents lie, what is only possible apart."""
    located = [row for row in rows if row["lat"] is not None]
    certain = _memberships(located, zones, "certain")
    possible = _memberships([row for row in located if (row["radius_km"] or 0) <= _WIDE_KM], zones, "possible")
    said = [_("As placed, and for certain: {zones}.").format(zones=certain)] if certain else []
    said += [_("Possibly: {zones}.").format(zones=possible)] if possible else []
    return " ".join(said)


def _memberships(located: Sequence[Row], zones: Sequence[Row], membership: str) -> str:
    parts = []
    drawn = geodata.zones_drawn()
    for zone in zones:
        own = [row for row in located if row["number"] in zone[membership]]
        as_what = drawn.get(zone["kind"], "")
        if as_what not in _NAMED or not own:
            continue
        claim = _("a contested claim") if as_what == "claim" else _("contested")
        doubt = f", {claim}" if zone["status"] == "contested" else ""
        count = "" if len(located) == 1 else f" ({_all(own, located)})"
        parts.append(f"{lower_first(zone['name'])}{doubt}{count}")
    return "; ".join(parts)


#: What the key points name of what zones are drawn as: how far from whose coast, and the claims to areas.
_NAMED = frozenset({"coast", "claim"})
#: A place known no nearer than this possibly lies in most zones, which tells nothing.
_WIDE_KM = 100.0


def _doubts(rows: Sequence[Row]) -> list[str]:
    single = [row for row in rows if row["corroboration"] == "single"]
    contested = [row for row in rows if row["contested"]]
    vague = [row for row in rows if row["radius_km"] is not None and row["radius_km"] > UNCERTAIN_KM]
    nowhere = [row for row in rows if row["lat"] is None]
    return [
        *_of(
            single,
            rows,
            _("It rests on a single source."),
            lambda count: ngettext(
                "{who} rests on a single source{which}.", "{who} rest on a single source{which}.", count
            ),
        ),
        *_of(
            contested,
            rows,
            _("The parties' accounts differ."),
            lambda _count: _("The parties' accounts differ in {who}{which}."),
        ),
        *_vague(vague, alone=len(rows) == 1),
        *_of(nowhere, rows, _("It could not be placed."), lambda _count: _("{who} could not be placed{which}.")),
    ]


def _of(own: Sequence[Row], rows: Sequence[Row], alone: str, form: Callable[[int], str]) -> list[str]:
    """Return a sentence on some rows: ``alone`` where there is only one, else ``form`` with how many and which."""
    if not own or len(rows) == 1:
        return [alone] if own else []
    return [sentence(form(len(own)).format(who=_all(own, rows), which=_which(own, rows)))]


def _vague(rows: Sequence[Row], *, alone: bool) -> list[str]:
    if not rows:
        return []
    if len(rows) > 1:
        parts = [
            _("{km} km (No. {number})").format(km=distance(row["radius_km"]), number=row["number"]) for row in rows
        ]
        said = _("{count} places are known only to within {distances}.")
        return [sentence(said.format(count=number(len(rows)), distances=listed(parts)))]
    (row,) = rows
    if alone:
        return [_("Its place is known only to within {km} km.").format(km=distance(row["radius_km"]))]
    said = _("The place of No. {number} is known only to within {km} km.")
    return [said.format(number=row["number"], km=distance(row["radius_km"]))]


def _continuing(facts: Mapping[str, Any]) -> str:
    rows = facts["continuing"]
    if not rows:
        return ""
    said = ngettext(
        "{incidents} that began earlier continues or may continue into this week; not counted again.",
        "{incidents} that began earlier continue or may continue into this week; not counted again.",
        len(rows),
    )
    return sentence(said.format(incidents=counted(len(rows), "incident")))
