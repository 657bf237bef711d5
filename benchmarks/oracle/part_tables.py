"""What sample tables are read to hold, by ``scs_tracker.read_reports``."""

from __future__ import annotations

from typing import Any

import store


def answers(asked: store.Asked) -> store.Answers:
    """Return the batch of every recorded table: a group per file, an item per row."""
    import scs_tracker as scs

    found: store.Answers = {}
    files = [*(asked.inputs / "tables").rglob("*"), *(asked.inputs / "ledger").glob("*s.csv")]
    for file in sorted(one for one in files if one.is_file() and one.name != "incident_sources.csv"):
        name = file.relative_to(asked.inputs).as_posix()
        if not asked.wants(name):
            continue
        try:
            found[name] = items(scs.read_reports(file), str(asked.inputs))
        except Exception as error:  # noqa: BLE001 - an error is an answer too
            message = str(error).replace(str(asked.inputs), "")
            found[name] = {"error": {"kind": type(error).__name__, "message": message}}
    return found


def items(batch: Any, folder: str) -> dict[str, Any]:
    """Return reports, rejects and what is said of a file."""
    found: dict[str, Any] = {
        "file": {
            "format": batch.format,
            "passed over": dict(batch.passed_over),
            "notes": [note.replace(folder, "") for note in getattr(batch, "notes", ())],
            "unread": [list(one) for one in getattr(batch, "unread", ())],
            "counts": [len(batch.reports), len(batch.events), len(batch.rejects), len(batch.deletions)],
        }
    }
    for one in batch.reports:
        content = {name: value for name, value in one.content.items() if value not in ("", [], None)}
        found[f"row {one.row}"] = {"key": one.key, "doubt": bool(one.doubt), **content}
    for number, event in enumerate(batch.events):
        found[f"event {number}"] = {name: value for name, value in dict(event).items() if value not in ("", None)}
    for reject in batch.rejects:
        found[f"row {reject.row} rejected"] = {"reasons": list(reject.reasons), "own id": reject.own_id}
    return found
