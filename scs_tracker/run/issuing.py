"""Decide which reports are due or held back, and issue, correct and withdraw reports."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import reporting
from scs_tracker.errors import UsageError
from scs_tracker.ledger.book import of_one_state
from scs_tracker.ledger.store import now
from scs_tracker.reporting.archive import issued_editions, update_archive
from scs_tracker.reporting.period import KINDS, WEEK, Period, last_complete, parse_instant
from scs_tracker.reporting.render import formats_of
from scs_tracker.reporting.withdrawal import mark_withdrawn
from scs_tracker.run.context import report_context, search_record
from scs_tracker.run.heads import signed
from scs_tracker.run.landing import write_landing
from scs_tracker.run.lock import alone
from scs_tracker.run.outputs import further_formats, require_issued, ship_tallies, write_issued
from scs_tracker.sentences.language import use_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from scs_tracker.config import Settings
    from scs_tracker.intake.taken import FileOutcome
    from scs_tracker.ledger import Ledger

#: A period that ended less than so many hours ago is not issued: its last day may still come in.
SETTLE_HOURS: Final = 6
#: One of which so many weeks or more lie after the last intake is not issued: the clock, or the intake, is at fault.
SILENT_WEEKS: Final = 4


def due(settings: Settings, issued: Sequence[Mapping[str, Any]], *, today: str) -> list[Period]:
    """Return the complete weeks, months and years since the last issued report of each kind.

    Where none of a kind was issued yet, the last one alone is due. One that was issued before it was over counts for
    nothing, once it is withdrawn or where it lies after ``today``.
    """
    found = []
    for kind in KINDS:
        last = last_complete(today, settings.zone, kind)
        own = [Period.parse(one["label"]) for one in issued if one["kind"] == kind and not _was_early(one, settings)]
        period = max((one for one in own if one <= last), default=last.shift(-1)).shift(1)
        while period <= last:
            found.append(period)
            period = period.shift(1)
    return found


def _was_early(one: Mapping[str, Any], settings: Settings) -> bool:
    """Return True if a report was withdrawn before the end of its period, which makes the period due again."""
    withdrawn = one.get("withdrawn")
    return withdrawn is not None and parse_instant(withdrawn["at"]) < Period.parse(one["label"]).ends_at(settings.zone)


def held_back(ledger: Ledger, settings: Settings, periods: Iterable[Period], *, today: str) -> dict[Period, str]:
    """Return the periods that must not be issued automatically, each with the reason."""
    newest = ledger.last_instant()
    found: dict[Period, str] = {}
    for period in periods:
        ended = period.ends_at(settings.zone)
        # of a week nothing was read, of a month or a year a part of it
        since = period.starts_at(settings.zone) if period.kind == WEEK else ended
        if parse_instant(today) < ended + timedelta(hours=SETTLE_HOURS):
            found[period] = (
                f"{period} ended less than {SETTLE_HOURS} hours ago and is issued later, or now with issue --yes"
            )
        elif newest and since > parse_instant(newest) + timedelta(weeks=SILENT_WEEKS):
            found[period] = (
                f"{period} {'begins' if period.kind == WEEK else 'ends'} more than {SILENT_WEEKS} weeks after the last "
                f"intake ({newest[:10]}), so that the clock or the intake may be at fault; where both are right, "
                f"scs-tracker issue --week {period} --yes"
            )
    return found


def issuable(
    ledger: Ledger, settings: Settings, issued: Sequence[Mapping[str, Any]], *, today: str, yes: bool = False
) -> tuple[list[Period], list[str]]:
    """Return the due periods that can be issued, and why due weeks are held back; both empty for an empty ledger."""
    if ledger.last_instant() is None:
        return [], []
    periods = due(settings, issued, today=today)
    held = {} if yes else held_back(ledger, settings, periods, today=today)
    return [one for one in periods if one not in held], [held[one] for one in held if one.kind == WEEK]


def ahead(settings: Settings, issued: Sequence[Mapping[str, Any]], *, today: str) -> list[str]:
    """Return the weeks that were issued before they ended, probably because a clock was ahead."""
    last = last_complete(today, settings.zone)
    weeks = [one for one in issued if one["kind"] == WEEK and not one.get("withdrawn")]
    return sorted({str(one["label"]) for one in weeks if Period.parse(one["label"]) > last})


@of_one_state
def issue_reports(
    ledger: Ledger,
    settings: Settings,
    *,
    today: str,
    label: str | None = None,
    yes: bool = False,
    taken: Sequence[FileOutcome] | None = None,
    formats: Sequence[str] | None = None,
) -> list[Path]:
    """Issue the due weeks, months and years that are not held back, and return the files written.

    ``today`` is the instant from which the last complete week counts, ISO 8601 in UTC. With ``label`` it is this period
    alone, whether or not it is due; one that was issued is only written in the formats that it lacks. ``yes`` issues
    also what is held back or was withdrawn. ``taken`` is what the run has just read; what run.json says of the last one
    where None. ``formats`` are in place of the configured ones. Nothing is printed where the ledger does not prove, or
    the clock is too far ahead of it. Returns the files written.
    """
    folder = settings.resolve(settings.weekly)
    issued = issued_editions(folder)
    ledger.require_clock(today)
    if label is None:
        periods, _held = issuable(ledger, settings, issued, today=today, yes=yes)
    else:
        asked = Period.parse(label)
        require_issuable(ledger, settings, issued, asked, today=today, yes=yes)
        if any(one["label"] == str(asked) and not one["withdrawn"] for one in issued):
            return further_formats(settings, issued, asked, _formats(settings, asked.kind, formats))
        periods = [asked]
    if periods:
        ledger.require_proof()
    written: list[Path] = []
    searched = search_record(ledger, settings, taken) if periods else None
    for period in periods:
        facts = _facts_to_issue(ledger, settings, issued, period, searched=searched)
        written += write_issued(settings, facts, _formats(settings, period.kind, formats))
        issued = issued_editions(folder)
    return written


def _formats(settings: Settings, kind: str, formats: Sequence[str] | None) -> list[str]:
    """Return the formats of an edition; HTML is always included, and JSON, from which the archive is made."""
    chosen = dict.fromkeys([*(formats or settings.formats), "html", "json"])
    return [one for one in chosen if one in formats_of(kind)]


def require_issuable(
    ledger: Ledger, settings: Settings, issued: Sequence[Mapping[str, Any]], period: Period, *, today: str, yes: bool
) -> None:
    """Raise UsageError if a period is not over or, without ``yes``, if it is held back or was withdrawn."""
    last = last_complete(today, settings.zone, period.kind)
    if period > last:
        raise UsageError(f"{period} is not over; the last complete {period.kind} is {last}")
    own = [one for one in issued if one["label"] == str(period)]
    if own and own[-1]["withdrawn"] and not yes:
        withdrawn = own[-1]["withdrawn"]
        raise UsageError(
            f"{period} was withdrawn on {withdrawn['at'][:10]} ({withdrawn['reason']}); --yes issues a new edition"
        )
    held = held_back(ledger, settings, [period], today=today)
    if held and not own and not yes:
        raise UsageError(held[period])


def _facts_to_issue(
    ledger: Ledger,
    settings: Settings,
    issued: Sequence[Mapping[str, Any]],
    period: Period,
    *,
    searched: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Return the facts of the next edition of a period, with all changes since its last edition."""
    own = [one for one in issued if one["label"] == str(period)]
    # a period in which nothing came in is known to be quiet only once it has ended
    ended = period.ends_at(settings.zone).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    as_of = max(ledger.last_instant() or ended, own[-1]["as_of"] if own else ended)
    incidents = ledger.incidents(statuses=None)
    with use_language(settings.language):
        facts = reporting.report_facts(
            incidents,
            ledger.events(),
            period=str(period),
            zone=settings.zone,
            as_of=as_of,
            issued=issued,
            issue=True,
            history=ledger.changes(own[-1]["as_of"]) if own else None,
            changes=_changes_to_print(ledger, issued, period, own),
            searched=searched,
            ship_tallies=ship_tallies(settings),
            show_unchecked=settings.unchecked,
            context=report_context(ledger, settings, incidents),
        )
    return signed(settings, facts)


def _changes_to_print(
    ledger: Ledger, issued: Sequence[Mapping[str, Any]], period: Period, own: Sequence[Mapping[str, Any]]
) -> pd.DataFrame | None:
    """Return the changes that an edition lists, or None for the first report of its kind.

    A first edition lists all since the report before it. A further one lists those of the first again, and all since
    then where no later report of its kind has listed them.
    """
    kin = [one for one in issued if one["kind"] == period.kind and one["edition"] == 1]
    before = [one["as_of"] for one in kin if not own or one["as_of"] < own[0]["as_of"]]
    if not before:
        return None
    changes = ledger.changes(max(before))
    later = [one["as_of"] for one in kin if own and one["as_of"] > own[0]["as_of"]]
    return changes[changes["at"] <= own[0]["as_of"]] if later else changes


@of_one_state
def corrected(ledger: Ledger, settings: Settings, label: str) -> dict[str, Any] | None:
    """Return the facts of a corrected edition of an issued report, or None if nothing has changed since the last."""
    ledger.require_proof()
    issued = issued_editions(settings.resolve(settings.weekly))
    own = require_issued(issued, label)
    period = Period.parse(own[0]["label"])
    facts = _facts_to_issue(ledger, settings, issued, period, searched=search_record(ledger, settings))
    corrects = facts["edition"]["corrects"]
    return facts if any(corrects[kind] for kind in ("added", "corrected", "retracted")) else None


def reissue(ledger: Ledger, settings: Settings, label: str) -> list[Path]:
    """Issue a corrected edition of a report and return its files, or an empty list if nothing has changed."""
    facts = corrected(ledger, settings, label)
    return [] if facts is None else write_issued(settings, facts, _formats(settings, facts["kind"], None))


def issue(
    settings: Settings,
    ledger: Ledger,
    *,
    label: str | None = None,
    formats: Sequence[str] | None = None,
    dry_run: bool = False,
    yes: bool = False,
    clock: Callable[[], str] = now,
) -> tuple[list[Path], list[str]]:
    """Issue the due reports and update the archive; return the files and why weeks are held back.

    Returns the files written, or that would be where ``dry_run``; and why weeks are held back.
    """
    today, folder = clock(), settings.resolve(settings.weekly)
    issued = issued_editions(folder)
    periods, held = issuable(ledger, settings, issued, today=today, yes=yes) if label is None else ([], [])
    if dry_run:
        if label is not None:
            periods = [Period.parse(label)]
            require_issuable(ledger, settings, issued, periods[0], today=today, yes=yes)
        return [folder / f"{one}.{name}" for one in periods for name in _formats(settings, one.kind, formats)], held
    with alone(settings.folder):
        written = issue_reports(ledger, settings, today=today, label=label, yes=yes, formats=formats)
        return [*written, *(write_archive(settings) if written else [])], held


def withdraw(settings: Settings, label: str, *, reason: str, clock: Callable[[], str] = now) -> list[Path]:
    """Withdraw an issued week, month or year and update the archive; its files remain and state the reason."""
    if not reason.strip():
        raise UsageError("a reason is needed; it is printed on the withdrawn page")
    with alone(settings.folder):
        folder = settings.resolve(settings.weekly)
        own = require_issued(issued_editions(folder), label)
        if own[-1]["withdrawn"]:
            raise UsageError(f"{own[-1]['label']} was already withdrawn on {own[-1]['withdrawn']['at'][:10]}")
        written: list[Path] = []
        withdrawn = {"at": clock(), "reason": " ".join(reason.split())}
        with use_language(settings.language):
            for one in own:
                if not one["withdrawn"]:
                    written += mark_withdrawn(folder, one, withdrawn, address=settings.base_url)
        return [*written, *write_archive(settings)]


def write_archive(settings: Settings) -> list[Path]:
    """Write the index, latest week and feeds of issued reports, and the home page of the site; return the files."""
    with use_language(settings.language):
        written = update_archive(settings.resolve(settings.weekly), base_url=settings.base_url)
        return [*written, *write_landing(settings)]
