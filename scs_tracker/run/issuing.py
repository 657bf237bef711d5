"""Issuing: which weeks are due, which are held back, what is issued, corrected and withdrawn."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import reporting
from scs_tracker.errors import UsageError
from scs_tracker.files import write_atomically
from scs_tracker.intake.catalogue import enabled
from scs_tracker.intake.health import outcomes
from scs_tracker.ledger import worklist
from scs_tracker.ledger.book import of_one_state
from scs_tracker.ledger.store import now
from scs_tracker.reporting.archive import issued_editions, update_archive
from scs_tracker.reporting.coverage import searched
from scs_tracker.reporting.weeks import Week, last_complete, parse_instant
from scs_tracker.reporting.words import instant_words
from scs_tracker.run.beside import of_ledger
from scs_tracker.run.landing import write_landing
from scs_tracker.run.lock import alone
from scs_tracker.run.outputs import further_formats, maps_address, own_templates, require_issued, ship_tallies
from scs_tracker.run.periods import SETTLE_HOURS, due_periods, issue_periods
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from scs_tracker.config import Settings
    from scs_tracker.intake.taken import Taken
    from scs_tracker.ledger import Ledger

#: Weeks that begin more than so many weeks after the last intake are not issued: the clock, or the intake, is at fault.
SILENT_WEEKS: Final = 4
_MARK: Final = re.compile(r"(<main[^>]*>)")


def due_weeks(settings: Settings, issued: Sequence[Mapping[str, Any]], *, today: str) -> list[Week]:
    """Return the complete weeks since the last issued one; the last complete week where none was issued yet.

    A week that was issued before it was over counts for nothing, once it is withdrawn or where it lies after ``today``.

    Parameters
    ----------
    settings
        Time zone.
    issued
        What ``reporting.issued_editions`` gives.
    today
        The instant from which the last complete week counts, ISO 8601 in UTC.
    """
    last = last_complete(today, settings.zone)
    standing = [Week.parse(one["week"]) for one in issued if not _withdrawn_early(one, settings)]
    before = [week for week in standing if week <= last]
    week = max(before).shift(1) if before else last
    return [week.shift(number) for number in range((last.monday - week.monday).days // 7 + 1)]


def _withdrawn_early(one: Mapping[str, Any], settings: Settings) -> bool:
    """Say whether an issued week was taken back before it was over, so that it is due again when it is."""
    withdrawn = one.get("withdrawn")
    return withdrawn is not None and parse_instant(withdrawn["at"]) < Week.parse(one["week"]).ends_at(settings.zone)


def held_back(ledger: Ledger, settings: Settings, weeks: Iterable[Week], *, today: str) -> dict[Week, str]:
    """Return the weeks that are not issued unasked, each with the reason.

    Parameters
    ----------
    ledger
        An open ledger.
    settings
        Time zone.
    weeks
        Weeks that are due.
    today
        The instant of the run, ISO 8601 in UTC.
    """
    newest = ledger.last_instant()
    found: dict[Week, str] = {}
    for week in weeks:
        ended = week.ends_at(settings.zone)
        if parse_instant(today) < ended + timedelta(hours=SETTLE_HOURS):
            found[week] = (
                f"{week} ended less than {SETTLE_HOURS} hours ago and is issued later, or now with issue --yes"
            )
        elif newest and week.starts_at(settings.zone) > parse_instant(newest) + timedelta(weeks=SILENT_WEEKS):
            found[week] = (
                f"{week} begins more than {SILENT_WEEKS} weeks after the last intake ({newest[:10]}), so that the "
                f"clock or the intake may be at fault; where both are right, scs-tracker issue --week {week} --yes"
            )
    return found


def ahead(settings: Settings, issued: Sequence[Mapping[str, Any]], *, today: str) -> list[str]:
    """Return the weeks that were issued and are not over yet, most likely by a clock that was ahead."""
    last = last_complete(today, settings.zone)
    return sorted({str(one["week"]) for one in issued if Week.parse(one["week"]) > last and not one.get("withdrawn")})


@of_one_state
def issue_weeks(
    ledger: Ledger,
    settings: Settings,
    *,
    today: str,
    week: str | None = None,
    yes: bool = False,
    taken: Sequence[Taken] | None = None,
    formats: Sequence[str] | None = None,
) -> list[Path]:
    """Issue the reports that are due: each complete week since the last issued one that is not held back.

    Parameters
    ----------
    ledger
        An open ledger.
    settings
        Time zone, folder and formats.
    today
        The instant from which the last complete week counts, ISO 8601 in UTC.
    week
        This week alone, whether or not it is due; one that was issued is only written in the formats that it lacks.
    yes
        Issue also what is held back or was withdrawn.
    taken
        What the run has just read; what run.json says of the last one where None.
    formats
        In place of the configured ones.

    Returns
    -------
    list of Path
        The files written; none if nothing is due.

    Raises
    ------
    UsageError
        ``week`` does not exist, is not over, is held back or was withdrawn.
    """
    folder = settings.resolve(settings.weekly)
    issued = issued_editions(folder)
    last_instant = ledger.last_instant()
    if week is not None:
        asked = Week.parse(week)
        _require_issuable(ledger, settings, issued, asked, today=today, yes=yes)
        if any(one["week"] == str(asked) and not one["withdrawn"] for one in issued):
            return further_formats(settings, issued, asked, formats or settings.formats)
        weeks = [asked]
    else:
        weeks = due_weeks(settings, issued, today=today) if last_instant is not None else []
        held = {} if yes else held_back(ledger, settings, weeks, today=today)
        weeks = [one for one in weeks if one not in held]
    written: list[Path] = []
    for one in weeks:
        # a week in which nothing came in is known to be quiet only once it has ended
        ended = one.ends_at(settings.zone).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        told = [item["as_of"] for item in issued if item["edition"] == 1]
        # a corrected edition tells of one week alone, so it does not move the point from which changes are told
        changes = ledger.changes(max(told)) if told else None
        facts = _facts_to_issue(
            ledger,
            settings,
            issued,
            week=str(one),
            as_of=max(last_instant or ended, ended),
            changes=changes,
            searched=search_record(ledger, settings, taken),
        )
        written += _write(facts, settings, formats)
        issued = issued_editions(folder)
    return written


def _write(facts: Mapping[str, Any], settings: Settings, formats: Sequence[str] | None = None) -> list[Path]:
    """Write the files of an edition; JSON is always among them, since the archive is made from it."""
    chosen = list(dict.fromkeys([*(formats or settings.formats), "html", "json"]))
    return reporting.write_week(
        facts,
        settings.resolve(settings.weekly),
        chosen,
        archived=True,
        templates=own_templates(settings),
        base_url=settings.base_url,
        maps=maps_address(settings),
    )


def _require_issuable(
    ledger: Ledger, settings: Settings, issued: Sequence[Mapping[str, Any]], week: Week, *, today: str, yes: bool
) -> None:
    last = last_complete(today, settings.zone)
    if week > last:
        raise UsageError(f"{week} is not over; the last complete week is {last}")
    own = [one for one in issued if one["week"] == str(week)]
    if own and own[-1]["withdrawn"] and not yes:
        withdrawn = own[-1]["withdrawn"]
        raise UsageError(
            f"{week} was withdrawn on {withdrawn['at'][:10]} ({withdrawn['reason']}); --yes issues a new edition of it"
        )
    held = held_back(ledger, settings, [week], today=today)
    if held and not own and not yes:
        raise UsageError(held[week])


def search_record(ledger: Ledger, settings: Settings, taken: Sequence[Taken] | None = None) -> dict[str, Any] | None:
    """Return what the last search did, as the coverage of a report says it; None where none is on record.

    Files are told as the last run read them; live sources as the last intake did, which may be of the last hour.

    Parameters
    ----------
    ledger
        An open ledger: it knows how the live sources were, and which leads wait.
    settings
        Where run.json lies, and which live sources are enabled.
    taken
        What the run has just read; run.json is read where None.
    """
    live = outcomes(ledger, settings)
    ids = {one.id for one in enabled(settings, [])}
    if taken is not None:
        files = [
            {"name": one.source, "outcome": one.outcome, "note": "; ".join(one.problems[:1])}
            for one in taken
            if one.source not in ids
        ]
        return searched([*files, *live], at="", leads=len(worklist.leads(ledger.engine)))
    at, files = _of_last_run(settings, ids)
    if not files and not live:
        return None
    at = max([at, *(one["at"] for one in live)])
    return searched([*files, *live], at=at, leads=len(worklist.leads(ledger.engine)))


def _of_last_run(settings: Settings, live: Container[str]) -> tuple[str, list[dict[str, str]]]:
    """Return when the last run was, and what it did with the files; nothing where there was none."""
    try:
        record = json.loads((settings.resolve(settings.maps) / "run.json").read_text(encoding="utf-8"))
        files = [
            {"name": one["source"], "outcome": one["outcome"], "note": "; ".join(one["problems"][:1])}
            for one in record["sources"]
            if one["source"] not in live
        ]
        return str(record["started"]), files
    except (OSError, ValueError, KeyError, TypeError):
        return "", []


@of_one_state
def corrected_week(ledger: Ledger, settings: Settings, week: str) -> dict[str, Any] | None:
    """Return the facts of a further edition of an issued week; None where nothing of it changed since its last one.

    Parameters
    ----------
    ledger
        An open ledger.
    settings
        Time zone and folder.
    week
        An ISO week such as ``2024-W25``.

    Raises
    ------
    UsageError
        ``week`` does not exist, or no report of it was issued.
    """
    issued = issued_editions(settings.resolve(settings.weekly))
    own = require_issued(issued, week)
    last_instant = ledger.last_instant() or own[-1]["as_of"]
    facts = _facts_to_issue(
        ledger,
        settings,
        issued,
        week=own[0]["week"],
        as_of=max(last_instant, own[-1]["as_of"]),
        history=ledger.changes(own[-1]["as_of"]),
        changes=_changes_first_told(ledger, issued, own[0]),
        searched=search_record(ledger, settings),
    )
    corrects = facts["edition"]["corrects"]
    return facts if any(corrects[kind] for kind in ("added", "corrected", "retracted")) else None


def _facts_to_issue(
    ledger: Ledger, settings: Settings, issued: Sequence[Mapping[str, Any]], **of_the_week: Any
) -> dict[str, Any]:
    incidents = ledger.incidents()
    with speaking(settings.language):
        return reporting.weekly_facts(
            incidents,
            ledger.events(),
            zone=settings.zone,
            issued=issued,
            issue=True,
            ship_tallies=ship_tallies(settings),
            show_unchecked=settings.unchecked,
            beside=of_ledger(ledger, settings, incidents),
            **of_the_week,
        )


def _changes_first_told(
    ledger: Ledger, issued: Sequence[Mapping[str, Any]], first: Mapping[str, Any]
) -> pd.DataFrame | None:
    """Return the changes of earlier weeks that the first edition told of, for the later ones to tell again."""
    before = [one["as_of"] for one in issued if one["edition"] == 1 and one["as_of"] < first["as_of"]]
    if not before:
        return None
    changes = ledger.changes(max(before))
    return changes[changes["at"] <= first["as_of"]]


def reissue_week(ledger: Ledger, settings: Settings, week: str) -> list[Path]:
    """Issue a corrected edition of a week, and return its files; none where nothing of the week changed."""
    facts = corrected_week(ledger, settings, week)
    return [] if facts is None else _write(facts, settings)


def issue(
    settings: Settings,
    ledger: Ledger,
    *,
    week: str | None = None,
    formats: Sequence[str] | None = None,
    dry_run: bool = False,
    yes: bool = False,
    clock: Callable[[], str] = now,
) -> tuple[list[Path], list[str]]:
    """Issue what is due and refresh the archive; see ``issue_weeks``.

    Returns
    -------
    list of Path, list of str
        The files written, or that would be where ``dry_run``; and why weeks are held back.
    """
    today, folder = clock(), settings.resolve(settings.weekly)
    issued = issued_editions(folder)
    due = [] if week is not None or ledger.last_instant() is None else due_weeks(settings, issued, today=today)
    held = {} if yes else held_back(ledger, settings, due, today=today)
    if dry_run:
        if week is not None:
            _require_issuable(ledger, settings, issued, Week.parse(week), today=today, yes=yes)
            due = [Week.parse(week)]
        names = dict.fromkeys([*(formats or settings.formats), "html", "json"])
        files = [folder / f"{one}.{name}" for one in due if one not in held for name in names]
        periods = [] if week is not None else due_periods(ledger, settings, today=today)
        return [*files, *(folder / f"{one}.html" for one in periods)], list(held.values())
    with alone(settings.folder):
        written = issue_weeks(ledger, settings, today=today, week=week, yes=yes, formats=formats)
        if week is None:
            written += issue_periods(ledger, settings, today=today, formats=formats)
        return [*written, *(write_archive(settings) if written else [])], list(held.values())


def withdraw(settings: Settings, week: str, *, reason: str, clock: Callable[[], str] = now) -> list[Path]:
    """Withdraw an issued week and refresh the archive; see ``withdraw_week``."""
    with alone(settings.folder):
        written = withdraw_week(settings, week, reason=reason, at=clock())
        return [*written, *write_archive(settings)]


def withdraw_week(settings: Settings, week: str, *, reason: str, at: str) -> list[Path]:
    """Take an issued week back: its pages stay where they are and say so, as do the index and the feed.

    Parameters
    ----------
    settings
        Folder of the issued weeks.
    week
        An ISO week such as ``2024-W25``.
    reason
        Why, in words; printed with it.
    at
        The instant of the withdrawal, ISO 8601 in UTC.

    Raises
    ------
    UsageError
        ``week`` does not exist, no report of it was issued, it is withdrawn already, or no reason is given.
    """
    folder = settings.resolve(settings.weekly)
    if not reason.strip():
        raise UsageError("a reason is needed; it is printed on the page that is withdrawn")
    own = require_issued(issued_editions(folder), week)
    if own[-1]["withdrawn"]:
        raise UsageError(f"{own[-1]['week']} was withdrawn already, on {own[-1]['withdrawn']['at'][:10]}")
    with speaking(settings.language):
        notice = _("Withdrawn on {instant}: {reason}").format(
            instant=instant_words(at), reason=" ".join(reason.split())
        )
    written = []
    for one in own:
        if not one["withdrawn"]:
            one["facts"]["edition"]["withdrawn"] = {"at": at, "reason": " ".join(reason.split())}
            written += _mark(folder, one, notice, address=settings.base_url)
    return written


def _mark(folder: Path, one: Mapping[str, Any], notice: str, *, address: str) -> list[Path]:
    """Write the notice into the files of an edition; the JSON, which alone decides, comes last."""
    page, plain, pdf = (folder / f"{one['stem']}.{ending}" for ending in ("html", "md", "pdf"))
    changed: dict[Path, bytes] = {}
    if page.exists():
        banner = f'<p class="draft"><strong>{escape(notice)}</strong></p>'
        html = _MARK.sub(lambda match: match[1] + banner, page.read_text(encoding="utf-8"), count=1)
        changed[page] = html.encode()
        if pdf.exists():
            from scs_tracker.reporting.pdf import render_pdf

            changed[pdf] = render_pdf(html, address=address)
    if plain.exists():
        marked = f"**{reporting.markdown(notice)}**\n\n{plain.read_text(encoding='utf-8')}"
        changed[plain] = marked.encode()
    changed[folder / f"{one['stem']}.json"] = reporting.render_json(one["facts"]).encode()
    return [write_atomically(file, content) for file, content in changed.items()]


def write_archive(settings: Settings) -> list[Path]:
    """Write the index, the latest week and the feeds of what was issued, and the first page of the whole site."""
    with speaking(settings.language):
        written = update_archive(settings.resolve(settings.weekly), base_url=settings.base_url)
        return [*written, *write_landing(settings)]
