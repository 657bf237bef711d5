"""Import report files from http and https URLs."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from scs_tracker.errors import TrackerError
from scs_tracker.intake.taken import FileOutcome, repeat_outcome
from scs_tracker.intake.web import Page, conditions, fetch
from scs_tracker.ledger import Summary

if TYPE_CHECKING:
    from scs_tracker.config import Source
    from scs_tracker.intake.taken import Desk

#: A file of reports is not larger.
MOST_BYTES: Final = 64 * 2**20


def take_url(source: Source, desk: Desk) -> list[FileOutcome]:
    """Import the file at a URL, unless it has not changed since the last run; return one outcome."""
    name = source.name
    mark = f"{desk.mark} {source.format} {sorted(source.columns.items())}"
    remembered = desk.memory.get(name, {})
    try:
        page = fetch(
            name,
            most_bytes=MOST_BYTES,
            allow_private=source.allow_private,
            headers=conditions(remembered if remembered.get("mark") == mark else {}),
        )
        if page is None:
            return [FileOutcome(name, name, "same", Summary(**remembered["counts"]))]
        counts = _import(page, source, desk)
    except TrackerError as error:
        return [FileOutcome(name, name, "failed", problems=(str(error),))]
    desk.memory[name] = {
        "mark": mark,
        "etag": page.etag,
        "last_modified": page.last_modified,
        "counts": asdict(repeat_outcome(counts)),
    }
    return [FileOutcome(name, name, "read", counts)]


def _import(page: Page, source: Source, desk: Desk) -> Summary:
    with tempfile.TemporaryDirectory(prefix="scs-tracker-") as folder:
        file = Path(folder) / (Path(unquote(urlsplit(page.url).path)).name or "reports")
        file.write_bytes(page.content)
        try:
            batch = desk.read(file, source)
        except TrackerError as error:
            raise TrackerError(str(error).replace(str(file), source.name)) from None
    return desk.put(replace(batch, file=source.name))
