"""Import files, file patterns and inbox folders that are configured as sources."""

from __future__ import annotations

import glob
import hashlib
import itertools
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata, model
from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.intake.taken import FileOutcome, repeat_outcome
from scs_tracker.ledger import Summary
from scs_tracker.sources.incident_csv import SOURCES_FILE

if TYPE_CHECKING:
    from scs_tracker.config import Settings, Source
    from scs_tracker.intake.taken import Desk
    from scs_tracker.sources.batch import Batch

DONE, FAILED, REASON = "done", "failed", ".reason.txt"
#: Extensions of the other parts of a shapefile.
_LAYER_PARTS: Final = (".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".shp.xml")
_UNFINISHED: Final = (".part", ".tmp", ".crdownload")


def take_path(source: Source, settings: Settings, desk: Desk) -> list[FileOutcome]:
    """Import a file, or every file that matches a pattern; a failing file does not stop the others."""
    pattern = settings.resolve(Path(source.name))
    if not any(character in source.name for character in "*?["):
        return [_take_file(pattern, source, settings, desk)]
    anchor = Path(pattern.anchor)
    found = sorted(one for one in anchor.glob(str(pattern.relative_to(anchor))) if one.is_file())
    files = [one for one in found if one.name != SOURCES_FILE and not _is_part(one)]
    if not files:
        return [FileOutcome(source.name, source.name, "failed", problems=(f"no file matches {pattern}; change it",))]
    return [_take_file(one, source, settings, desk) for one in files]


def _take_file(file: Path, source: Source, settings: Settings, desk: Desk) -> FileOutcome:
    name, key = str(file), str(file.absolute())
    if file.is_dir():
        problem = f"{file} is a folder; use inbox = for a folder whose files are moved, or add a pattern such as *.csv"
        return FileOutcome(source.name, name, "failed", problems=(problem,))
    remembered = desk.memory.get(key, {})
    mark = _mark(file, source, desk)
    if mark is not None and remembered.get("mark") == mark:
        return FileOutcome(source.name, name, "same", Summary(**remembered["counts"]))
    try:
        batch, held = hold_grave(desk.read(file, source), settings.hold)
        counts = desk.put(batch)
    except TrackerError as error:
        return FileOutcome(source.name, name, "failed", problems=(str(error),))
    if mark is not None and mark == _mark(file, source, desk):
        desk.memory[key] = {"mark": mark, "counts": asdict(repeat_outcome(counts))}
    return FileOutcome(source.name, name, "read", counts, notes=_held_note(held))


def hold_grave(batch: Batch, hold: int | None) -> tuple[Batch, int]:
    """Set severe new incidents of a batch to await review; return the batch and the number of incidents held back.

    Severe means at least ``hold``; None holds none. Rows with a status, and rows of the shipped tables, are unchanged.
    """
    if hold is None or Path(batch.file).is_relative_to(geodata.shipped("incidents/incidents.csv").parent):
        return batch, 0
    vocabulary = geodata.vocabulary()
    reports, held = [], 0
    for report in batch.reports:
        counts = {name: int(report.content.get(name) or 0) for name in ("injured", "killed")}
        types = model.split_list(str(report.content.get("types") or ""))
        if model.severity(types, vocabulary, **counts) >= hold and not report.content.get("status"):
            reports.append(replace(report, content={**report.content, "status": "proposed"}))
            held += 1
        else:
            reports.append(report)
    return replace(batch, reports=tuple(reports)), held


def _held_note(held: int) -> tuple[str, ...]:
    return (f"{held} held for severity until a reviewer accepts them",) if held else ()


def _mark(file: Path, source: Source, desk: Desk) -> str | None:
    """Return a hash of everything that affects the result of importing a file, or None if it is unreadable."""
    digest = hashlib.sha256(
        f"{desk.mark} {source.format} {sorted(source.columns.items())} {source.dates} {source.encoding} "
        f"{sorted((name, repr(one)) for name, one in desk.tables.items())}".encode()
    )
    try:
        for one in (file, *_companions(file)):
            digest.update(one.name.encode())
            with one.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    except OSError:
        return None
    return digest.hexdigest()


def _companions(file: Path) -> list[Path]:
    """Return the existing files that belong to ``file``: its table of sources and the parts of a shapefile."""
    found = [file.with_name(SOURCES_FILE)]
    if file.suffix.lower() == ".shp":
        found += sorted(one for one in file.parent.glob(f"{glob.escape(file.stem)}.*") if _is_part(one))
    return [one for one in found if one.is_file() and one != file]


def _is_part(file: Path) -> bool:
    """Return True if a file is part of a shapefile whose .shp file exists."""
    lower = file.name.lower()
    ending = next((one for one in _LAYER_PARTS if lower.endswith(one)), None)
    if ending is None:
        return False
    stem = file.name[: -len(ending)]
    return file.with_name(f"{stem}.shp").is_file() or file.with_name(f"{stem}.SHP").is_file()


def take_inbox(source: Source, settings: Settings, desk: Desk) -> list[FileOutcome]:
    """Import every file of an inbox, and move it to ``done``, or to ``failed`` with the reason.

    A file is moved after its rows are in the ledger; if a run is killed in between, the next run finds the rows
    unchanged and moves the file. Hidden files and unfinished downloads are not moved.
    """
    folder = settings.resolve(Path(source.name))
    try:
        names = sorted(one for one in folder.iterdir() if one.is_file())
    except OSError as error:
        problem = f"the inbox {folder} cannot be read: {error.strerror}; check its permissions"
        if isinstance(error, FileNotFoundError):
            problem = f"the inbox {folder} does not exist; create it, or correct inbox = in tracker.toml"
        return [FileOutcome(source.name, str(folder), "failed", problems=(problem,))]
    waiting = [
        one
        for one in names
        if not one.name.startswith(".")
        and one.suffix.lower() not in _UNFINISHED
        and one.name != SOURCES_FILE
        and not _is_part(one)
    ]
    taken = [_take_and_move(file, source, settings, desk) for file in waiting]
    if waiting and not desk.rehearsal:
        _move_sources(folder, placed=any(one.outcome == "read" for one in taken))
    return taken or [FileOutcome(source.name, str(folder), "same", notes=("the inbox is empty",))]


def _take_and_move(file: Path, source: Source, settings: Settings, desk: Desk) -> FileOutcome:
    before = _state(file)
    try:
        batch, held = hold_grave(desk.read(file, source), settings.hold)
        counts = desk.put(batch)
    except TrackerError as error:
        if _state(file) != before:
            note = f"{file.name} is still being written; the next run reads it"
            return FileOutcome(source.name, str(file), "same", notes=(note,))
        problem = str(error) if desk.rehearsal else f"{error} ({_reject(file, str(error))})"
        return FileOutcome(source.name, str(file), "failed", problems=(problem,))
    problems = []
    if not desk.rehearsal:
        try:
            _move(file, DONE)
        except OSError as error:
            problems.append(f"{file} was imported, but cannot be moved to {DONE}: {error.strerror}; move it yourself")
    return FileOutcome(source.name, str(file), "read", counts, notes=_held_note(held), problems=tuple(problems))


def _reject(file: Path, reason: str) -> str:
    """Move an unreadable file to ``failed`` with the reason; return a note with its new path or the error."""
    try:
        moved = _move(file, FAILED)
        write_atomically(moved.with_name(moved.name + REASON), f"{reason}\n".encode())
    except OSError as error:
        return f"it cannot be moved to {FAILED}: {error.strerror}; check the permissions of the inbox"
    except TrackerError as error:
        return str(error)
    return f"moved to {moved}"


def _state(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _move(file: Path, where: str) -> Path:
    """Move a file and its parts to a folder next to it, under an unused name, and return its new path."""
    folder = file.parent / where
    folder.mkdir(exist_ok=True)
    parts = [one for one in _companions(file) if one.name != SOURCES_FILE]
    number = next(one for one in itertools.count(1) if not (folder / _numbered(file, one)).exists())
    for part in parts:
        part.rename(folder / _numbered(part, number))
    return file.rename(folder / _numbered(file, number))


def _numbered(file: Path, number: int) -> str:
    stem, dot, endings = file.name.partition(".")
    return file.name if number == 1 else f"{stem}-{number}{dot}{endings}"


def _move_sources(folder: Path, *, placed: bool) -> None:
    """Move incident_sources.csv to ``done`` (if ``placed``) or ``failed`` once no tables are left in an inbox."""
    file = folder / SOURCES_FILE
    if file.is_file() and not any(one.suffix.lower() in {".csv", ".xlsx"} and one != file for one in folder.iterdir()):
        with suppress(OSError):
            _move(file, DONE if placed else FAILED)
