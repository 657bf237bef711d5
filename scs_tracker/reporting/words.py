"""Compose short phrases from numbers and codes, in the same words for every party."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.words import date_words, digits, listed, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def counted(count: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "incident"), counted(0, "incident"), counted(3, "party", "parties")
    ('one incident', 'no incidents', 'three parties')
    """
    forms = (f"{{count}} {singular}", f"{{count}} {plural or singular + 's'}")
    return ngettext(*forms, count).format(count=number(count))


#: What a report says of the record of earlier weeks, by kind of change.
CHANGES: Final = {"added": "late addition", "corrected": "corrected incident", "retracted": "retraction"}
#: How people come to harm, as columns of an incident; the words stand in the catalogue as well.
HARMS: Final = ("killed", "injured", "detained")


def event_kind(kind: str) -> str:
    """Return the kind of a context event in words."""
    return _("freedom of navigation operation") if kind == "fonop" else _(kind)


def figure(value: float | None) -> str:
    """Return a number of a table as text, or a dash if none is recorded, which differs from zero."""
    return "–" if value is None else digits(value)


def people(harm: Mapping[str, Any]) -> str:
    """Return a sentence on the people recorded as killed, injured and detained; a missing number is not a zero.

    >>> no = {"people": 0, "reported_in": []}
    >>> people({"killed": no, "injured": {"people": 8, "reported_in": [1]}, "detained": no})
    'Recorded: eight people injured (No. 1). No figures for people killed or detained are recorded.'
    >>> people({"killed": {"people": 0, "reported_in": [2]}, "injured": no, "detained": no})
    'No figures for people injured or detained are recorded.'
    """
    parts, silent = [], []
    for key in HARMS:
        count, rows = harm[key]["people"], harm[key]["reported_in"]
        if count:
            said = _("{people} {harm}").format(people=counted(count, "person", "people"), harm=_(key))
            parts.append(f"{said} {numbered([{'number': row} for row in rows])}")
        elif not rows:
            silent.append(_(key))
    said_all = [_("Recorded: {what}.").format(what=listed(parts))] if parts else []
    if silent:
        said_all.append(_("No figures for people {harms} are recorded.").format(harms=listed(silent, last="or")))
    return " ".join(said_all)


def changed(corrections: Mapping[str, Any]) -> str:
    """Return a sentence on the number of changes to earlier weeks, or an empty string if there are none.

    >>> changed({"added": [{}], "corrected": [], "retracted": [{}, {}]})
    'Changes to earlier periods since the last report: one late addition and two retractions.'
    """
    parts = [counted(len(corrections[key]), noun) for key, noun in CHANGES.items() if corrections[key]]
    return _("Changes to earlier periods since the last report: {what}.").format(what=listed(parts)) if parts else ""


def zone_words(zones: Sequence[Mapping[str, Any]]) -> str:
    """Return as text up to eight zones that a location is within, then up to eight that it is possibly within."""
    said = []
    for membership, words in (("certain", _("Within: {zones}.")), ("possible", _("Possibly within: {zones}."))):
        names = [str(zone["name"]) for zone in zones if zone["membership"] == membership]
        more = " " + _("and {count} more").format(count=number(len(names) - 8)) if len(names) > 8 else ""
        said += [words.format(zones=f"{'; '.join(names[:8])}{more}")] if names else []
    return " ".join(said)


def instant_words(text: str) -> str:
    """Return a UTC time in words for a reader: '24 November 2026, 08:05 UTC'."""
    return f"{date_words(text[:10])}, {text[11:16]} UTC" if len(text) >= 16 else date_words(text)


def numbered(rows: Sequence[dict[str, Any]]) -> str:
    """Return the list numbers of incidents, in brackets: '(Nos. 1 and 4)'."""
    numbers = [str(row["number"]) for row in rows]
    return f"({ngettext('No.', 'Nos.', len(numbers))} {listed(numbers)})"
