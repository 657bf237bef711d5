"""Store the source texts of reports, compressed and once each, with the passages that support each field."""

from __future__ import annotations

import hashlib
import json
import zlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import journal, runs, state
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import document, incident_report, lead, report
from scs_tracker.ledger.tables import run as run_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.engine import Engine

    from scs_tracker.ledger.runs import Run
    from scs_tracker.sources.batch import Document, Passage

#: Maximum length of a printed quotation, in characters.
LONGEST_QUOTATION: Final = 200
#: Maximum size of a stored text after decompression.
_MOST_BYTES: Final = 64 * 2**20
_ABOUT: Final = (
    "title", "address", "canonical_address", "publisher", "language", "published", "fetched", "archive_address",
)  # fmt: skip


def store(run: Run, documents: Iterable[Document]) -> dict[Document, str]:
    """Store source texts that the ledger does not have yet, and return the key of every given text."""
    # an unchanged text that is read again from the same URL has the same key
    told = {one: f"{one.canonical_address or one.address}\n{one.text}" for one in documents}
    keys = {one: hashlib.sha256(words.encode("utf-8", "replace")).hexdigest() for one, words in told.items()}
    known = sa.select(document.c.key).where(document.c.key.in_(keys.values()))
    there = set(run.connection.execute(known).scalars()) if keys else set()
    rows = {}
    for one, key in keys.items():
        if key not in there:
            data = one.text.encode("utf-8", "surrogatepass")
            rows[key] = {
                "key": key,
                "sha256": hashlib.sha256(data).hexdigest(),
                "characters": len(one.text),
                "text": zlib.compress(data, 6),
                **{name: getattr(one, name) for name in _ABOUT},
            }
    journal.insert(run, document, list(rows.values()))
    return keys


def passages_text(passages: Mapping[str, Passage]) -> str:
    """Return the evidence passages of a report, by field, as the JSON text that the ledger stores."""
    told = {
        name: {"start": one.start, "end": one.end, "basis": one.basis, "confidence": round(one.confidence, 3)}
        for name, one in passages.items()
    }
    return state.canonical(told) if told else "{}"


def of_incident(engine: Engine, incident_id: str) -> list[dict[str, Any]]:
    """Return the evidence of all reports of an incident: the leading report first, the newest version of each first.

    Each has ``report``, ``version``, ``content``, ``fields`` (for each field the ``start``, ``end``, ``basis`` and
    ``confidence`` of its passage), ``text`` (None if none was stored or it was deleted), ``forgotten`` (True if it was
    deleted), ``sha256``, and the title, URLs, publisher, language, publication and fetch time of the text.
    """
    columns: list[Any] = [report.c.key, report.c.version, report.c.content, report.c.evidence]
    columns += [column.label(f"document_{column.name}") for column in document.columns]
    query = (
        sa.select(*columns)
        .join_from(incident_report, report, report.c.key == incident_report.c.report_key)
        .outerjoin(document, document.c.key == report.c.document_key)
        .where(incident_report.c.incident_id == incident_id)
        .order_by(incident_report.c.position, report.c.version.desc())
    )
    with reading(engine) as connection:
        return [_told(row) for row in connection.execute(query).mappings()]


def longest(engine: Engine, source: str) -> int:
    """Return the characters of the longest text ever stored for a source's reports, or 0 if there is none."""
    query = sa.select(sa.func.max(document.c.characters)).join(report, report.c.document_key == document.c.key)
    with reading(engine) as connection:
        return int(connection.execute(query.where(report.c.source == source)).scalar_one() or 0)


def _told(row: Any) -> dict[str, Any]:
    text = row["document_text"]
    return {
        "report": row["key"],
        "version": row["version"],
        "content": json.loads(row["content"]),
        "fields": json.loads(row["evidence"]),
        "document": row["document_key"],
        "text": None if text is None else plain(text),
        "forgotten": row["document_key"] is not None and text is None,
        "sha256": row["document_sha256"],
        **{name: row[f"document_{name}"] or "" for name in _ABOUT},
    }


def plain(text: bytes) -> str:
    """Decompress a stored text; raise TrackerError if it is damaged or exceeds the size limit."""
    unpacker = zlib.decompressobj()
    try:
        whole = unpacker.decompress(text, _MOST_BYTES).decode("utf-8", "surrogatepass")
    except (zlib.error, ValueError, TypeError) as error:
        raise TrackerError(f"a stored text is damaged ({error}); restore a backup") from None
    if not unpacker.eof or unpacker.unused_data:
        raise TrackerError(
            "a stored text is damaged (its compressed data are incomplete or too long); restore a backup"
        )
    return whole


def quotation(text: str, start: int, end: int) -> str:
    """Return a passage of a text on one line, shortened to ``LONGEST_QUOTATION`` characters."""
    words = " ".join(text[start:end].split())
    return words if len(words) <= LONGEST_QUOTATION else words[: LONGEST_QUOTATION - 1] + "…"


def archived(engine: Engine, key: str, address: str, *, by: str | None = None) -> None:
    """Record the URL of an archived copy of a stored text; raise TrackerError for an unknown key."""
    with runs.running(engine, "archive", by=by, content=False) as run:
        if journal.row_of(run.connection, document, [key]) is None:
            raise TrackerError(f"the ledger has no text with the key {key!r}; it may have been deleted")
        journal.update(run, document, [key], {"archive_address": address})


def forget(engine: Engine, older_than: str, *, by: str | None = None) -> int:
    """Delete stored texts older than an age, including those of leads, and return their number; hashes and URLs remain.

    ``older_than`` is a number of days, weeks, months (30 days) or years (365 days): ``90d``, ``12w``, ``6m``, ``2y``.
    """
    with runs.running(engine, "forget", by=by, content=False) as run:
        limit = before(older_than, run.at)
        # the age counts from the fetch time, else from the time of storing
        stored = sa.select(document.c.key, document.c.fetched, run_table.c.at).where(document.c.text.is_not(None))
        query = stored.join_from(document, run_table, run_table.c.id == document.c.run_id)
        keys = [key for key, fetched, at in run.connection.execute(query) if (fetched or at) < limit]
        old = sa.select(lead.c.id).where(lead.c.seen < limit, lead.c.text != "")
        leads = list(run.connection.execute(old).scalars())
        run.summary = {"older_than": older_than, "forgotten": len(keys) + len(leads)}
        run.void = not keys and not leads
        for key in keys:
            journal.update(run, document, [key], {"text": None})
        for number in leads:
            journal.update(run, lead, [number], {"text": ""})
    if (keys or leads) and engine.dialect.name == "sqlite":
        with engine.connect() as connection:  # remove deleted texts from free pages of the file
            raw = connection.connection.driver_connection
            if raw is not None:
                raw.execute("VACUUM")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(keys) + len(leads)


def before(age: str, at: str) -> str:
    """Return the time ``at`` minus an age such as ``90d``, or an empty text for a time before the year 1."""
    units = {"d": 1, "w": 7, "m": 30, "y": 365}
    number, unit = age[:-1], age[-1:]
    if unit not in units or not number.isascii() or not number.isdigit() or len(number) > 5:
        raise UsageError(f"{age!r} is not an age; use for example 90d, 12w, 6m or 2y")
    try:
        return runs.written(datetime.fromisoformat(at) - timedelta(days=int(number) * units[unit]))
    except OverflowError:  # a time before the year 1
        return ""
