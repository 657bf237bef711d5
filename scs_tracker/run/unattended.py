"""Perform the scheduled run: import sources, draw changed maps, issue due reports and send them."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.files import sha256_of
from scs_tracker.intake import digests, memory
from scs_tracker.intake.sitting import instant_of
from scs_tracker.intake.taken import Desk, FileOutcome
from scs_tracker.ledger import Ledger
from scs_tracker.ledger.store import SCHEMA_VERSION, now, schema_of
from scs_tracker.reporting.archive import issued_editions
from scs_tracker.reporting.render import stem
from scs_tracker.run import heads, issuing, landing, outputs, sending
from scs_tracker.run.local_files import take_inbox, take_path
from scs_tracker.run.lock import alone
from scs_tracker.run.record import FILE, Record, write_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.config import Settings, Source

#: Age of a temporary file, longer than any write takes, after which it was left by a killed run.
_LITTER_SECONDS: Final = 600


def run(
    settings: Settings,
    *,
    clock: Callable[[], str] = now,
    dry_run: bool = False,
    reissue: str | None = None,
    trust_clock: bool = False,
) -> Record:
    """Import all configured sources, draw the maps that changed, issue the due reports, and return the record.

    A source that cannot be read is noted in the record and does not stop the others. A run that is killed leaves only
    complete files, and the next run continues. If a run ends early, imported rows are kept, and the record has the
    reason. ``clock`` gives the current time, which determines the last complete week; ``dry_run`` writes nothing;
    ``reissue`` is an issued week, month or year of which a corrected edition is issued if it has changed;
    ``trust_clock`` continues even if the clock is far from the last entry of the ledger. Raises TrackerError if a run
    is not possible.
    """
    if not settings.sources and not settings.live:
        raise TrackerError("no sources are configured; add some under [[sources]] in tracker.toml")
    record = Record(started=clock(), rehearsal=dry_run)
    _require_writable(settings)
    if reissue is not None:
        outputs.require_issued(issued_editions(settings.resolve(settings.weekly)), reissue)
    if dry_run:
        _rehearse(settings, record, reissue)
        record.finished = clock()
        return record
    with alone(settings.folder):
        _sweep(settings)
        ledger = Ledger(settings.ledger_url, trust_clock=trust_clock)
        try:
            ledger.require_clock(record.started)
            ledger.require_proof(quick=True)
            desk = Desk(ledger, memory.recall(ledger.engine), mark=_reading_mark(), tables=settings.tables, clock=clock)
            try:
                _work(settings, desk, record, reissue)
            except TrackerError as error:
                record.error = str(error)
                with suppress(TrackerError):
                    _finish(settings, desk, record, clock())
                raise
            _finish(settings, desk, record, clock())
        finally:
            ledger.engine.dispose()
    return record


def _work(settings: Settings, desk: Desk, record: Record, reissue: str | None) -> None:
    for source in settings.sources:
        record.taken += _take(source, settings, desk)
        memory.keep(desk.ledger.engine, desk.memory, at=record.started)
    record.taken += _take_live(settings, desk, record)
    news, failed = digests.send_news(settings, desk.ledger, instant_of(record.started), alert=True)
    record.sent, record.held = news, failed
    if unread := _unread(record):
        record.held.append(unread)
        return
    _draw(settings, desk, record)
    reports = issuing.issue_reports(desk.ledger, settings, today=record.started, taken=record.taken)
    record.held += _held(desk.ledger, settings, record.started)
    if reissue is not None:
        reports += issuing.reissue(desk.ledger, settings, reissue)
    record.editions = [file.stem for file in reports if file.suffix == ".json"]
    record.files = reports + _archive(settings, desk)
    record.held += heads.publish_head(settings, desk.ledger)
    _send(settings, record)


def _send(settings: Settings, record: Record) -> None:
    """Send the newest week if a mail server is configured; record a failure without ending the run."""
    if not settings.mail.host:
        return
    try:
        weeks, failed = sending.send_newest(settings)
        record.sent += weeks
    except TrackerError as error:
        failed = [str(error)]
    record.held += failed


def _held(ledger: Ledger, settings: Settings, today: str) -> list[str]:
    """Return notices on due weeks that are held back, and on weeks that were issued before they ended."""
    issued = issued_editions(settings.resolve(settings.weekly))
    _periods, held = issuing.issuable(ledger, settings, issued, today=today)
    said = held[-1:]
    if len(held) > 1:
        said = [f"{len(held)} weeks are held back; the last: {held[-1]}"]
    if early := issuing.ahead(settings, issued, today=today):
        weeks = early[0] if len(early) == 1 else f"{early[0]} to {early[-1]}"
        said.append(f"{weeks}: issued before the end; withdraw with scs-tracker withdraw {early[-1]} --reason …")
    return said


def _take(source: Source, settings: Settings, desk: Desk) -> list[FileOutcome]:
    match source.kind:
        case "path":
            return take_path(source, settings, desk)
        case "inbox":
            return take_inbox(source, settings, desk)
        case "url":
            from scs_tracker.intake.web_files import take_url

            return take_url(source, desk)
        case "feed":  # a monitored source, read with those of the catalogue
            return []


def _take_live(settings: Settings, desk: Desk, record: Record) -> list[FileOutcome]:
    """Read the monitored sources (in a preview: only list them), and return the outcome of each."""
    from scs_tracker.intake.catalogue import enabled
    from scs_tracker.intake.sitting import run_intake

    problems: list[str] = []
    live = enabled(settings, problems)
    if desk.rehearsal:
        return [FileOutcome(one.id, one.name, "same", notes=("would be read",)) for one in live]
    if not live:
        return [FileOutcome("live", "live", "failed", problems=tuple(problems))] if problems else []
    now = instant_of(record.started)
    record.intake = run_intake(settings, desk.ledger, clock=lambda: now)
    taken = [
        FileOutcome(one.id, one.id, one.as_outcome(), one.counts, tuple(one.notes), tuple(one.problems), one.newest)
        for one in record.intake.sources
    ]
    if problems := [*record.intake.problems]:
        taken.append(FileOutcome("live", "live", "failed", problems=tuple(problems)))
    saved = tuple(record.intake.saved)
    return [*taken, FileOutcome("archive", "archive", "read", notes=saved)] if saved else taken


def _unread(record: Record) -> str:
    """Return an error message if no source could be read, or an empty text if any could.

    If no monitored source is enabled, a later attempt would not help, so TrackerError is raised.
    """
    taken = [one for one in record.taken if one.source != "archive"]
    if any(one.outcome != "failed" for one in taken):
        return ""
    rest = f" (and {len(taken) - 1} more)" if len(taken) > 1 else ""
    first = next((words for one in taken for words in (*one.problems, *one.notes)), "")
    said = f"no source could be read, so nothing was drawn or issued: {first}{rest}"
    if record.intake is None:
        raise TrackerError(said)
    return said


def _reading_mark() -> str:
    """Return a hash of the program version and the reference data that affect the reading of files."""
    digest = hashlib.sha256(metadata.version("scs-tracker").encode())
    for relative, _ in geodata.TABLES.values():
        if relative.startswith(("incidents/", "lexicon/")):
            continue
        for file in dict.fromkeys((geodata.shipped(relative), geodata.path(relative))):
            digest.update(file.read_bytes())
    return f"{digest.hexdigest()[:16]} {geodata.version()}"


def _draw(settings: Settings, desk: Desk, record: Record) -> None:
    """Draw each map that is missing, changed or out of date: its ledger content, recipe, data or program changed."""
    recipes = geodata.recipes()
    content = memory.content_mark(desk.ledger.engine)
    if desk.rehearsal and any(one.counts.added + one.counts.updated + one.counts.linked for one in record.taken):
        content = "as it will be"
    folder = settings.resolve(settings.maps)
    for recipe in sorted(recipes.glob("*.toml")):
        file = folder / f"{recipe.stem}.html"
        mark = f"{desk.mark} {content} {hashlib.sha256(recipe.read_bytes()).hexdigest()[:16]}"
        if _stands(desk, file, mark):
            record.maps_kept.append(file)
            continue
        if not desk.rehearsal:
            if not record.maps:
                desk.ledger.require_proof()
            outputs.draw_map(desk.ledger, recipe.stem, file)
            _remember(desk, file, mark)
            memory.keep(desk.ledger.engine, desk.memory, at=record.started)
        record.maps.append(file)


def _archive(settings: Settings, desk: Desk) -> list[Path]:
    """Write the archive pages and the home page if they do not match the issued reports; return the files."""
    from scs_tracker.reporting.archive import FEED, INDEX, LATEST

    folder = settings.resolve(settings.weekly)
    linked = landing.linked_file_names(settings)
    digest = hashlib.sha256(f"{desk.mark} {settings.base_url} {settings.language} {linked}".encode())
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        if file.name[:4].isdigit():
            digest.update(f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}".encode())
    mark = digest.hexdigest()
    pages = [*(folder / name for name in (INDEX, LATEST, FEED)), *landing.page(settings)]
    if all(_stands(desk, page, mark) for page in pages) or not issued_editions(folder):
        return []
    written = issuing.write_archive(settings)
    for page in written:
        _remember(desk, page, mark)
    return written


def _stands(desk: Desk, file: Path, mark: str) -> bool:
    """Return True if a file was written from the given inputs and has not changed since."""
    known = desk.memory.get(str(file.absolute()), {})
    return known.get("mark") == mark and known.get("sha256") == _hash(file)


def _remember(desk: Desk, file: Path, mark: str) -> None:
    desk.memory[str(file.absolute())] = {"mark": mark, "sha256": _hash(file)}


def _hash(file: Path) -> str:
    try:
        return sha256_of(file)
    except OSError:
        return ""


def _finish(settings: Settings, desk: Desk, record: Record, at: str) -> None:
    record.finished = at
    row = record.to_json()
    memory.keep(desk.ledger.engine, desk.memory, at=at)
    memory.note_run(desk.ledger.engine, row, at=at)
    write_record(record, settings.resolve(settings.maps))


def _require_writable(settings: Settings) -> None:
    """Raise TrackerError if an output folder is not writable or the folder of templates does not exist."""
    for folder in (settings.resolve(settings.maps), settings.resolve(settings.weekly)):
        there = next(one for one in (folder, *folder.absolute().parents) if one.exists() or one.is_symlink())
        if not there.is_dir():
            raise TrackerError(
                f"the output folder {folder} cannot be created: {there} is a file; choose another folder"
            )
        if not os.access(there, os.W_OK | os.X_OK):
            raise TrackerError(f"the output folder {folder} is not writable: no permission in {there}; allow it")
    templates = outputs.own_templates(settings)
    if templates is not None and not templates.is_dir():
        raise TrackerError(f"the folder of templates {templates} does not exist; create it, or omit templates")


def _sweep(settings: Settings) -> None:
    """Remove temporary files that a killed run left in the output folders."""
    for folder in (settings.resolve(settings.maps), settings.resolve(settings.weekly)):
        for file in folder.glob(".*.part"):
            with suppress(OSError):
                if time.time() - file.stat().st_mtime > _LITTER_SECONDS:
                    file.unlink()


def _rehearse(settings: Settings, record: Record, reissue: str | None) -> None:
    """Fill ``record`` with the preview of a run on the current ledger; nothing is written."""
    held = schema_of(settings.ledger_url)
    if held is not None and held != SCHEMA_VERSION:
        raise TrackerError(f"the ledger has schema {held}, not {SCHEMA_VERSION}; upgrade it by a run without --dry-run")
    ledger = Ledger(settings.ledger_url if held is not None else "sqlite:///:memory:")
    try:
        desk = Desk(ledger, memory.recall(ledger.engine), rehearsal=True, mark=_reading_mark(), tables=settings.tables)
        for source in settings.sources:
            record.taken += _take(source, settings, desk)
        record.taken += _take_live(settings, desk, record)
        _unread(record)
        _draw(settings, desk, record)
        if record.total.added or ledger.last_instant() is not None:
            issued = issued_editions(settings.resolve(settings.weekly))
            due = issuing.due(settings, issued, today=record.started)
            back = issuing.held_back(ledger, settings, due, today=record.started)
            record.editions = [str(period) for period in due if period not in back]
        if reissue is not None and (facts := issuing.corrected(ledger, settings, reissue)):
            record.editions.append(stem(facts))
    finally:
        ledger.engine.dispose()


def record_file(settings: Settings) -> Path:
    """Return the path of the file with the record of the last run."""
    return settings.resolve(settings.maps) / FILE
