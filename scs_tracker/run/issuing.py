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

#: Hours after the end of a period before its report is issued, because reports of its last day may still arrive.
SETTLE_HOURS: Final = 6
#: A week that begins more than this after the last intake is held back: the clock or the intake may be wrong.
SILENT_WEEKS: Final = 4


def due(settings: Settings, issued: Sequence[Mapping[str, Any]], *, today: str) -> list[Period]:
    """Return the complete weeks, months and years since the last issued report of each kind.

    If no report of a kind was issued yet, only the last period is due. A report that was issued before its period ended
    is ignored if it was withdrawn or if its period ends after ``today``.
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
        # a week must begin, a month or year must end, within the limit
        since = period.starts_at(settings.zone) if period.kind == WEEK else ended
        if parse_instant(today) < ended + timedelta(hours=SETTLE_HOURS):
            found[period] = (
                f"{period} ended less than {SETTLE_HOURS} hours ago; a later run issues it, or use issue --yes now"
            )
        elif newest and since > parse_instant(newest) + timedelta(weeks=SILENT_WEEKS):
            found[period] = (
                f"{period} {'begins' if period.kind == WEEK else 'ends'} more than {SILENT_WEEKS} weeks after the last "
                f"intake ({newest[:10]}); check the clock and the intake, and if both are right, use "
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
    """Return the weeks that were issued before they ended and not withdrawn, probably because a clock was ahead."""
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

    ``today`` is the current time (ISO 8601, UTC), which determines the last complete period. With ``label``, only this
    period is issued, whether or not it is due; an issued report is only written in its missing formats. ``yes`` also
    issues reports that are held back or were withdrawn. ``taken`` are the file outcomes of the current run; None means
    those in run.json. ``formats`` replace the configured formats. Raises TrackerError, before anything is written, if
    the ledger fails verification or the clock is too far ahead of it.
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
            f"{period} was withdrawn on {withdrawn['at'][:10]} ({withdrawn['reason']}); use --yes for a new edition"
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
    # a period without reports is known to be quiet only after its end
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

    A first edition lists all changes since the previous report. A further edition repeats those, and adds all later
    changes if no later report of its kind has listed them.
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
    """Return the facts of a corrected edition of a report, or None if nothing has changed since its last edition."""
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

    With ``dry_run``, nothing is written, and the files are those that would be written. See ``issue_reports``.
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
        raise UsageError("a reason is needed for the withdrawn page; use --reason")
    with alone(settings.folder):
        folder = settings.resolve(settings.weekly)
        own = require_issued(issued_editions(folder), label)
        if gone := own[-1]["withdrawn"]:
            raise UsageError(f"{label} was already withdrawn on {gone['at'][:10]}; use issue --yes for a new edition")
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
