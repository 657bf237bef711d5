"""Keep fetched pages and their images as WARC files next to the ledger.

Each reading of a source writes one file, in full or not at all. A run of the ledger records the name of the file and
the SHA-256 of each record, so that the hash chain covers the files. Their content is never shown or exported.
"""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.intake.web import shown, user_agent
from scs_tracker.ledger import evidence, runs
from scs_tracker.ledger.store import now, reading, timed
from scs_tracker.ledger.tables import run as run_table
from scs_tracker.text.folding import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.engine import Engine

    from scs_tracker.config import Settings
    from scs_tracker.intake.reading import Read
    from scs_tracker.intake.visiting import Visitor
    from scs_tracker.intake.web import Page

#: Under these actions files are kept, and forgotten.
_KEPT, _FORGOTTEN = "pages", "forget-pages"
#: Pictures of one page, and of one reading of a source, that are fetched; bytes of a file before it is packed.
_MOST_OF_A_PAGE: Final = 2
_MOST_PICTURES: Final = 10
_MOST_BYTES: Final = 64 * 2**20


def folder_of(settings: Settings) -> Path | None:
    """Return the folder for WARC files, or None if the user keeps none."""
    return None if settings.archive.pages is None else settings.resolve(settings.archive.pages)


def keep(folder: Path, engine: Engine, source: str, read: Sequence[Read], ask: Visitor, address: str) -> int:
    """Keep the pages of the proposals, context events and leads of one reading; return the number of pages.

    ``folder``: folder of all files; ``source``, ``address``: id and URL of the source; its own page is kept if an
    item was read from the feed only; ``read``: the readings; ``ask``: has the fetched pages, and fetches images.
    """
    wanted = [one for one in read if one.outcome in {"proposed", "event", "lead"} and not one.item.lead]
    pages = dict.fromkeys(one.item.link if one.item.link in ask.fetched else address for one in wanted)
    rows = [_row(url, "page", ask.fetched[url]) for url in pages if url in ask.fetched]
    if not rows:
        return 0
    for one in wanted:
        rows += _media(one, ask, _MOST_PICTURES - sum(row["kind"] == "picture" for row in rows))
    name = f"{ask.now:%Y-%m}/{ask.now:%Y%m%dT%H%M%SZ}-{slug(source, 60)}.warc.gz"
    packed, rows = _packed(rows, ask, name)
    write_atomically(folder / name, packed)
    with runs.running(timed(engine, lambda: runs.written(ask.now)), _KEPT, content=False) as run:
        run.summary = {"file": name, "records": rows}
    return len(pages)


def _row(address: str, kind: str, page: Page | None, **told: str) -> dict[str, Any]:
    sha256 = "" if page is None else hashlib.sha256(page.content).hexdigest()
    return {"address": address, "kind": kind, "sha256": sha256, **told, "page": page}


def _media(one: Read, ask: Visitor, most: int) -> Iterator[dict[str, Any]]:
    """Yield a row for up to two images of a proposal, with bytes if fetched, and for each video of an item."""
    left = min(most, _MOST_OF_A_PAGE) if one.outcome == "proposed" else 0
    for kind, address, credit in one.media:
        found = None
        if kind == "picture":
            if left < 1:
                continue
            left -= 1
            try:
                found = ask.page(address)
            except TrackerError:
                found = None
        yield _row(address, kind, found, of=one.item.link, credit=credit, licence="")


def _packed(rows: Iterable[dict[str, Any]], ask: Visitor, name: str) -> tuple[bytes, list[dict[str, Any]]]:
    """Return the bytes of a WARC file and its rows for the ledger; a page not fetched, or too large, has only a row."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    writer.write_record(writer.create_warcinfo_record(name, {"software": user_agent(""), "format": "WARC/1.0"}))
    named, size = [], 0
    for row in rows:
        page: Page | None = row.pop("page")
        named.append(row)
        if page is None or size + len(page.content) > _MOST_BYTES:
            row["sha256"] = ""
            continue
        size += len(page.content)
        headers = StatusAndHeaders("200 OK", [("Content-Type", page.media_type)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                page.url, "response", payload=io.BytesIO(page.content), http_headers=headers,
                warc_headers_dict={"WARC-Date": f"{ask.now:%Y-%m-%dT%H:%M:%SZ}"},
            )
        )  # fmt: skip
    return buffer.getvalue(), named


def of_addresses(engine: Engine, addresses: Iterable[str]) -> list[dict[str, Any]]:
    """Return the kept records of the given page URLs and of their images and videos, newest first.

    Each has ``address``, ``kind`` (page, picture, video), ``sha256``, ``credit``, ``file`` and ``at``.
    """
    wanted = {one for one in addresses if one}
    found: dict[str, dict[str, Any]] = {}
    for run in _runs(engine) if wanted else ():
        for row in run["records"]:
            if row["address"] in wanted or row.get("of") in wanted:
                found.setdefault(row["address"], {"credit": "", **row, "file": run["file"], "at": run["at"]})
    return list(found.values())


def _runs(engine: Engine) -> list[dict[str, Any]]:
    """Return the files that were kept and not deleted since, newest first, each with ``at`` and ``records``."""
    query = sa.select(run_table.c.at, run_table.c.action, run_table.c.summary).where(
        run_table.c.action.in_((_KEPT, _FORGOTTEN))
    )
    with reading(engine) as connection:
        rows = [
            (row.at, row.action, json.loads(row.summary)) for row in connection.execute(query.order_by(run_table.c.id))
        ]
    gone = {name for _, action, told in rows if action == _FORGOTTEN for name in told["files"]}
    return [{"at": at, **told} for at, action, told in rows[::-1] if action == _KEPT and told["file"] not in gone]


def check(folder: Path, engine: Engine) -> list[str]:
    """Return a sentence for each kept file that is missing or differs from its hashes in the ledger."""
    found = []
    for run in _runs(engine):
        wanted = [row["sha256"] for row in run["records"] if row["sha256"]]
        held, why = _hashes(folder / run["file"])
        if held[: len(wanted)] == wanted:
            continue
        whole = sum(one == other for one, other in zip(held, wanted, strict=False))
        found.append(
            f"{folder / run['file']}: {why or 'it was changed'}; {whole} of {len(wanted)} records are intact. "
            "The texts in the ledger are not affected; restore the file from a backup"
        )
    return found


def _hashes(file: Path) -> tuple[list[str], str]:
    """Return the SHA-256 of each complete response body in a WARC file, and why reading failed (empty: it did not)."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    held: list[str] = []
    try:
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type == "response":
                    content = record.content_stream().read()
                    whole = len(content) + len(record.http_headers.to_bytes()) >= int(
                        record.rec_headers["Content-Length"]
                    )
                    held += [hashlib.sha256(content).hexdigest()] if whole else []
    except FileNotFoundError:
        return [], "it is missing"
    except (OSError, EOFError, ArchiveLoadFailed, ValueError, KeyError, AttributeError) as error:
        return held, f"it cannot be read to its end ({shown(str(error))})"
    return held, "" if held else "it is truncated"


def forget(
    folder: Path, engine: Engine, older_than: str, *, by: str | None = None, clock: Callable[[], str] = now
) -> int:  # fmt: skip
    """Delete kept files older than an age such as ``90d``, and return their number; hashes and URLs remain."""
    before = evidence.before(older_than, clock())
    old = [run["file"] for run in _runs(engine) if run["at"] < before]
    if not old:
        return 0
    with runs.running(timed(engine, clock), _FORGOTTEN, by=by, content=False) as run:
        run.summary = {"older_than": older_than, "files": old}
        for name in old:
            folder.joinpath(name).unlink(missing_ok=True)
    return len(old)
