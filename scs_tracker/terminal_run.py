"""What `run` and `doctor` print: a line a source or finding, and what is left for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scs_tracker.terminal import show, show_error, show_json, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.config import Settings
    from scs_tracker.intake.taken import Taken
    from scs_tracker.run.record import Record

_COUNTED = ("added", "updated", "linked", "quarantined")


def run(settings: Settings, *, dry_run: bool, as_json: bool, reissue: str | None = None) -> int:
    """Do the unattended run, print what it did, and return the exit code."""
    from scs_tracker import run as runs

    record = runs.run(settings, dry_run=dry_run, reissue=reissue)
    if as_json:
        show_json(record.to_json())
    else:
        _show(record, str(runs.record_file(settings)))
        if reissue is not None and not any("-edition-" in name for name in record.editions):
            tell(f"{reissue}: nothing of it changed since its last edition, so no other was issued")
    for problem in record.problems:
        show_error(problem)
    if record.total.quarantined:
        count = record.total.quarantined
        show_error(f"{count} row{'' if count == 1 else 's'} cannot be read; scs-tracker quarantine says which and why")
    return record.exit_code


def _show(record: Record, file: str) -> None:
    for one in record.taken:
        tell(_line(one))
    would = "would be " if record.rehearsal else ""
    if record.maps:
        tell(f"maps {would}drawn: {', '.join(one.stem for one in record.maps)}")
    else:
        tell("maps: up to date")
    if record.editions:
        tell(f"weeks {would}issued: {', '.join(record.editions)}")
    else:
        tell("weeks: none is due")
    if not record.rehearsal:
        tell(f"record: {file}")


def _line(one: Taken) -> str:
    counts = {name: getattr(one.counts, name) for name in _COUNTED}
    said = [f"{number} {name}" for name, number in counts.items() if number]
    if one.outcome == "failed":
        return f"{one.name}: not read"
    if one.outcome == "same":
        return f"{one.name}: {'; '.join(one.notes) or 'unchanged'}"
    return f"{one.name}: {', '.join([f'{one.counts.read} read', *said, *one.notes])}"


def examine(load: Callable[[], Settings], *, online: bool, as_json: bool) -> bool:
    """Print what is missing or stale, and return whether something needed is."""
    from dataclasses import asdict

    from scs_tracker.run.doctor import examine as look

    findings = look(load, online=online)
    bad = [one for one in findings if one.state == "problem"]
    if as_json:
        show_json({"ready": not bad, "findings": [asdict(one) for one in findings]})
        return bool(bad)
    marks = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}
    for one in findings:
        (show if one.state == "problem" else tell)(f"{marks[one.state]}  {one.name}: {one.words}")
    tell("all that is needed is there" if not bad else f"{len(bad)} to mend before a run can be relied on")
    return bool(bad)
