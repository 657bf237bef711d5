"""What every report says of its own method, limits and terms of use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.geodata.attribution import ORIGINS
from scs_tracker.reporting.period import WEEK
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.words import listed

if TYPE_CHECKING:
    from collections.abc import Mapping


_PARAGRAPHS = """\
A week is an ISO 8601 week, Monday to Sunday, in the time zone {zone}. Dates of incidents are local to the place, as
reported. An incident is counted in the week in which it began; one that lasts is named as continuing in later weeks.
An incident known only to its month is listed apart and not counted here.

The sentences of the first page are made by rule from the fields of each incident: its actors, acts, place, day,
outcome and accounts. Where several actors did several things, the record does not say which of them did which, and
the sentence says 'between them'.

Rising and falling are said by a binomial test at 5 %: were the rate the same, so many incidents, or so few, would
fall into the present with at most that chance. With fewer than five incidents in both spans nothing is said.

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


def split(text: str) -> list[str]:
    """Return the paragraphs of a text, each on one line as the catalogues have it."""
    return [" ".join(part.split()) for part in text.split("\n\n")]


def texts() -> list[str]:
    """Return all paragraphs, for the catalogues."""
    return [*split(_PARAGRAPHS), *split(_PERIOD)]


_PERIOD: Final = """\
Months and years are those of the calendar, in the time zone {zone}; dates are local to the place. An incident counts
where it began; one dated to a month counts in that month and its year, one dated to a year in its year alone.

Only accepted incidents are counted, as the sources state them. The sentences are made by rule from the fields of each
incident. Rising and falling are said by a binomial test at 5 %. Severity grades observable acts and outcomes, 0 to 5.

Public sources do not report every incident; later reports may correct the counts.
"""


def paragraphs(facts: Mapping[str, Any]) -> list[str]:
    """Return method and limits in sentences that hold for this report."""
    text = _PARAGRAPHS if facts["kind"] == WEEK else _PERIOD
    return [_(part).format(zone=facts["period"]["zone"]) for part in split(text)]


def citation(facts: Mapping[str, Any]) -> str:
    """Return how to cite this report."""
    edition, data = facts["edition"]["number"], facts["data"]
    which = _("edition {number}").format(number=edition) if edition else _("rendering, not issued")
    said = _("scs-tracker, South China Sea, report of {label}, data version {version}, as of {instant}.")
    if facts["kind"] == WEEK:
        said = _(
            "scs-tracker, South China Sea weekly report {label} ({words}), {which}, data version {version}, as of "
            "{instant}."
        )
    words = facts["period"]["words"]
    return said.format(
        label=facts["label"], words=words, which=which, version=data["version"], instant=data["as_of_words"]
    )


def attribution() -> list[str]:
    """Return the attribution that the data ask for."""
    own, *others = (f"{origin.name} ({origin.licence})" for origin in ORIGINS)
    return [_("Data: {own}, with {others}.").format(own=own, others=listed(others))]
