"""What every report says of its own method, limits and terms of use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker.geodata.attribution import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping


_PARAGRAPHS = """\
A week is an ISO 8601 week, Monday to Sunday, in the time zone {zone}. Dates of incidents are local to the place, as
reported. An incident is counted in the week in which it began; one that lasts is named as continuing in later weeks.
An incident known only to its month or year is listed apart and not counted here.

Only accepted incidents are counted. A proposed one waits for a person to review it; a retracted one is counted
nowhere. Who initiated an incident is stated as the sources state it.

Each place is a disc: the circle on the map holds the place, given all that the words of the sources leave open. A
zone counts as certain where the whole disc lies in it, and as possible where a part does.

'Within 200 M of baselines' is a distance, not a judgement: claims overlap, no median line is invented, and the 2016
Award decided no question of sovereignty. The dash line has no official coordinates; its area is an illustration. M is
a nautical mile, 1852 m.

Severity is a grade of observable acts and outcomes, 0 (presence) to 5 (death or a vessel sunk); an incident takes the
highest of its acts and outcomes. Numbers of people are those that sources report; where none is reported, none is
counted, and a table has a dash.

Public sources do not report every incident, and they report some places and parties more than others. A count is
one of incidents held in the ledger, not of all that happened at sea; later weeks may correct it.

Unusual counts are found by comparing a place with its own last 104 weeks at most; docs/methods-report.md gives the
test and its assumptions.
"""


def paragraphs(facts: Mapping[str, Any]) -> list[str]:
    """Return method and limits in sentences that hold for this report."""
    zone = facts["period"]["zone"]
    return [" ".join(part.split()).format(zone=zone) for part in _PARAGRAPHS.split("\n\n")]


def citation(facts: Mapping[str, Any]) -> str:
    """Return how to cite this report."""
    edition = facts["edition"]["number"]
    which = f"edition {edition}" if edition else "rendering, not issued"
    data = facts["data"]
    return (
        f"scs-tracker, South China Sea weekly report {facts['week']} ({facts['period']['words']}), {which}, "
        f"data version {data['version']}, as of {data['as_of_words']}."
    )


def attribution() -> list[str]:
    """Return the attribution that the data ask for."""
    return [sentence()]
