"""Compose the method, limits, citation and attribution that every report states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker.geodata.attribution import ORIGINS
from scs_tracker.reporting.period import WEEK
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.words import listed

if TYPE_CHECKING:
    from collections.abc import Mapping


_PARAGRAPHS = """\
Weeks are ISO 8601 weeks (Monday to Sunday); months and years are calendar months and years. Periods follow the time
zone {zone}; the dates of incidents are local to the place, as reported. An incident counts in the period in which it
began. An incident dated to a month counts in that month and its year; an incident dated to a year counts in that year
alone. Only accepted incidents are counted.

Page one is ordered by news value: deaths and lost vessels, people hurt, contact and boarding between States, hazards,
force against civilian vessels, expulsions, presence. Its sentences are made by fixed rules from the acts of each
incident. Routine arrests of foreign fishing vessels share one line. The scoring is in docs/methods-report.md.

Each location has an uncertainty area, which contains every position that the sources allow. A claim is what a State
asserts; a distance from baselines is only a measurement and settles nothing. A feature's English name takes no position
on sovereignty. The initiator of an incident is the one that the sources name.

Public sources do not report every incident, and they report some places and parties more than others; later reports may
correct the counts. No comparison is made with a month for which only the sources of its recorded incidents were
searched.
"""


def split(text: str) -> list[str]:
    """Return the paragraphs of a text, each on one line as in the catalogues."""
    return [" ".join(part.split()) for part in text.split("\n\n")]


def texts() -> list[str]:
    """Return all paragraphs on method and limits, for translation."""
    return split(_PARAGRAPHS)


def paragraphs(facts: Mapping[str, Any]) -> list[str]:
    """Return all paragraphs on method and limits, translated, with the time zone of this report."""
    return [_(part).format(zone=facts["period"]["zone"]) for part in split(_PARAGRAPHS)]


def citation(facts: Mapping[str, Any]) -> str:
    """Return the citation of a report: its label, for a week its edition, its data version and its time."""
    edition, data = facts["edition"]["number"], facts["data"]
    which = _("edition {number}").format(number=edition) if edition else _("draft, not issued")
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
    """Return a list with the one sentence of attribution that the licences of the data require."""
    own, *others = (f"{origin.name} ({origin.licence})" for origin in ORIGINS)
    return [_("Data: {own}, with {others}.").format(own=own, others=listed(others))]
