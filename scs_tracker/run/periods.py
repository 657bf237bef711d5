"""Months and years that are due: issued once, beside the weeks, when they are over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from scs_tracker import reporting
from scs_tracker.ledger.book import of_one_state
from scs_tracker.reporting.period import Period
from scs_tracker.reporting.period_archive import issued_periods
from scs_tracker.reporting.period_render import FORMATS
from scs_tracker.reporting.weeks import parse_instant
from scs_tracker.run.beside import of_ledger
from scs_tracker.run.outputs import maps_address, own_templates
from scs_tracker.sentences.language import speaking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger

#: A week, a month or a year that ended less than so many hours ago is not issued: its last day may still come in.
SETTLE_HOURS: Final = 6
#: One that ended more than so many days after the last intake is not issued: most of it was never read.
SILENT_DAYS: Final = 28


def due_periods(ledger: Ledger, settings: Settings, *, today: str) -> list[Period]:
    """Return the months and years that are over and were not issued, oldest first, months before years.

    Where none of its kind was issued yet, the last one alone is due.

    Parameters
    ----------
    ledger
        An open ledger.
    settings
        Time zone and folder.
    today
        The instant of the run, ISO 8601 in UTC.
    """
    newest = ledger.last_instant()
    if newest is None:
        return []
    issued = [Period.parse(one["label"]) for one in issued_periods(settings.resolve(settings.weekly))]
    now = parse_instant(today)
    here = now.astimezone(settings.zone)
    found: list[Period] = []
    for running in (Period(here.year, here.month), Period(here.year)):
        last = running.before()
        before = [one for one in issued if one.kind == last.kind and one.first <= last.first]
        period = max(before, key=lambda one: one.first).after() if before else last
        while period.first <= last.first:
            found.append(period)
            period = period.after()
    intake = parse_instant(newest)
    return [
        one
        for one in found
        if now >= one.ends_at(settings.zone) + timedelta(hours=SETTLE_HOURS)
        and one.ends_at(settings.zone) <= intake + timedelta(days=SILENT_DAYS)
    ]


@of_one_state
def issue_periods(
    ledger: Ledger, settings: Settings, *, today: str, formats: Sequence[str] | None = None
) -> list[Path]:
    """Issue the months and years that are due, and return their files.

    Parameters
    ----------
    ledger
        An open ledger.
    settings
        Time zone, folder, language and formats; those that a month or a year has no form in are passed over.
    today
        The instant of the run, ISO 8601 in UTC.
    formats
        In place of the configured ones.
    """
    due = due_periods(ledger, settings, today=today)
    if not due:
        return []
    incidents, events = ledger.incidents(), ledger.events()
    chosen = [*dict.fromkeys(["html", *(one for one in formats or settings.formats if one in FORMATS), "json"])]
    written: list[Path] = []
    for period in due:
        ended = period.ends_at(settings.zone).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        with speaking(settings.language):
            facts = reporting.period_facts(
                incidents,
                events,
                period=str(period),
                zone=settings.zone,
                as_of=max(ledger.last_instant() or ended, ended),
                issue=True,
                beside=of_ledger(ledger, settings, incidents),
            )
        written += reporting.write_period(
            facts,
            settings.resolve(settings.weekly),
            chosen,
            templates=own_templates(settings),
            archived=True,
            base_url=settings.base_url,
            maps=maps_address(settings),
        )
    return written
