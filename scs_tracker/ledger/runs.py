"""Record runs: each change of the ledger belongs to a run with author and time, chained to the previous run.

A run hashes the rows that it writes into the tables of ``PROVED``, in the order of their ids, each as the canonical
JSON list of the columns named there and a line feed. Its own hash is SHA-256 over the canonical JSON list of the
hash of the run before (empty for the first), id, at, action, by, role, content, summary and the table hashes in the
order of ``PROVED``. Changing, adding or deleting a row later breaks the chain at its run.
"""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import logging
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger.state import canonical
from scs_tracker.ledger.store import insert, now, writing
from scs_tracker.ledger.tables import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection, Engine

#: Tables whose rows never change, and the columns that enter the hash of a run. Columns added to these tables later are
#: left out, because they would change the hashes of all earlier runs.
PROVED: Final[dict[str, tuple[str, ...]]] = {
    "report": (
        "key", "version", "kind", "source", "content", "content_hash", "document_key", "evidence", "file", "row",
    ),
    "revision": ("incident_id", "revision", "at", "field", "old", "new", "by", "reason"),
    "journal": ("subject", "key", "old", "new"),
}  # fmt: skip
#: Actions of the program; all others are decisions of a reviewer.
OF_THE_PROGRAM: Final = frozenset({"import", "refresh", "migrate", "run", "intake", "issue", "pages"})
#: Largest accepted difference of the clock from the last run: behind, and ahead.
_MOST_BEHIND: Final = timedelta(days=1)
_MOST_AHEAD: Final = timedelta(days=366)
#: After a longer time without runs there is a warning, because the clock may be ahead.
_LONG_SILENCE: Final = timedelta(days=8)
_LOG: Final = logging.getLogger(__name__)
_FORM: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
_LONGEST_NAME: Final = 200


class _Nothing(Exception):  # noqa: N818 - not an error: leaves a transaction that must not be committed
    pass


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's decision: the name of its action (such as ``join``), its reason and its author.

    ``expected_revision`` is the revision that the reviewer saw; None accepts the current one.
    """

    action: str
    reason: str
    by: str | None = None
    expected_revision: int | None = None

    def __post_init__(self) -> None:
        """Raise UsageError if the reason is empty."""
        if not self.reason.strip():
            raise UsageError(f"{self.action} needs a reason; give it with --reason")


@dataclass(slots=True)
class Run:
    """A run in progress: a logged change of the ledger on the only connection that may write.

    ``summary`` is written at the end of the run; if ``void`` is True, the run is rolled back; ``digests`` are the
    hashes of the rows written so far, by table.
    """

    connection: Connection
    id: int
    at: str
    action: str
    by: str
    role: str
    content: bool
    summary: dict[str, Any]
    before: str
    void: bool = False
    digests: dict[str, Any] = field(default_factory=lambda: {name: hashlib.sha256() for name in PROVED})


def author(by: str | None = None) -> str:
    """Return the author of a decision: the name given, else SCS_TRACKER_BY, else the system user name."""
    name = (by or os.environ.get("SCS_TRACKER_BY") or _user()).strip()
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError(f"{name[:40]!r} is not a valid name; use one line of at most {_LONGEST_NAME} characters")
    return name


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a number without a name, as in some containers
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "unknown"


@contextlib.contextmanager
def running(
    engine: Engine,
    action: str,
    *,
    by: str | None = None,
    summary: Mapping[str, Any] | None = None,
    content: bool = True,
) -> Iterator[Run]:
    """Open a run that changes the ledger in one transaction, which is kept in full or not at all.

    ``action`` is the name of the run, ``by`` its author (see ``author``). ``content`` is False for a run that changes
    nothing visible, so that plans of other runs stay valid. Raises TrackerError if the clock is far off.
    """
    name = author(by)
    with (
        contextlib.suppress(_Nothing),
        writing(engine) as connection,
        sealed(connection, action, by=name, content=content) as one,
    ):
        one.summary |= summary or {}
        yield one
        if one.void:
            raise _Nothing


@contextlib.contextmanager
def sealed(connection: Connection, action: str, *, by: str, content: bool = True, at: str = "") -> Iterator[Run]:
    """Open a run inside an existing transaction; at its end, its hash is chained to that of the previous run."""
    last = connection.execute(sa.select(run.c.id, run.c.at, run.c.hash).order_by(run.c.id.desc()).limit(1)).first()
    at = _instant(connection, last.at if last else None, at)
    postgresql = connection.dialect.name == "postgresql"
    role = connection.execute(sa.text("SELECT current_user")).scalar_one() if postgresql else ""
    number = last.id + 1 if last else 1
    one = Run(connection, number, at, action, by, role, content, {}, last.hash if last else "")
    row = {"id": number, "at": at, "action": action, "by": by, "role": role, "content": int(content)}
    connection.execute(sa.insert(run).values(**row, summary="", hash=""))
    yield one
    row |= {"content": int(one.content), "summary": canonical(one.summary)}
    digest = run_hash(one.before, list(row.values()), [one.digests[name].hexdigest() for name in PROVED])
    values = {"content": row["content"], "summary": row["summary"], "hash": digest}
    connection.execute(sa.update(run).where(run.c.id == number).values(**values))


def run_hash(before: str, header: Sequence[Any], digests: Sequence[str]) -> str:
    """Return the hash of a run from the previous run's hash, its own row and the hashes of the rows it wrote."""
    return hashlib.sha256(canonical([before, *header, *digests]).encode("utf-8", "surrogatepass")).hexdigest()


def line(values: Iterable[Any]) -> bytes:
    """Return the values of a row as the UTF-8 line of JSON that enters the hash of its run."""
    return (canonical(list(values)) + "\n").encode("utf-8", "surrogatepass")


def write(one: Run, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows into a table of ``PROVED`` as part of a run, and add them to the run's hash."""
    if not rows:
        return
    hashed = itemgetter(*PROVED[table.name])
    digest = one.digests[table.name]
    for row in rows:
        row["run_id"] = one.id
        digest.update(line(hashed(row)))
    insert(one.connection, table, rows)


def _instant(connection: Connection, last: str | None, at: str) -> str:
    """Return the time of a run, later than that of the last run; raise TrackerError if the clock is far off."""
    at = at or _clock(connection)
    if last is None:
        return at
    told, before = datetime.fromisoformat(at), datetime.fromisoformat(last)
    trusted = _is_trusted(connection)
    if not trusted and not -_MOST_BEHIND <= told - before <= _MOST_AHEAD:
        raise TrackerError(_NOT_BELIEVED.format(at=at[:16], last=last[:16]))
    if not trusted and told - before > _LONG_SILENCE:
        _LOG.warning(
            "the last entry of the ledger is %d days old (%sZ); check the clock, which says %sZ, and ignore this "
            "warning if it is right",
            (told - before).days,
            last[:16],
            at[:16],
        )
    return written(max(told, before + timedelta(microseconds=1)))


def _clock(connection: Connection) -> str:
    """Return the current time by the clock set with ``timed``, else that of PostgreSQL, else that of this machine."""
    if clock := connection.get_execution_options().get("scs_clock"):
        return str(clock())
    if connection.dialect.name == "postgresql":
        instant = connection.execute(sa.text("SELECT clock_timestamp() AT TIME ZONE 'UTC'")).scalar_one()
        return str(instant.strftime(_FORM))
    return now()


_NOT_BELIEVED: Final = (
    "the clock says {at}Z and the last entry of the ledger is from {last}Z; correct the clock, or repeat with "
    "--trust-clock if it is right"
)


def _is_trusted(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("scs_trust_clock", False))


def require_not_ahead(connection: Connection, at: str) -> None:
    """Raise TrackerError if ``at`` is over a year after the last entry, unless the ledger trusts the clock."""
    last = connection.execute(sa.select(run.c.at).order_by(run.c.id.desc()).limit(1)).scalar_one_or_none()
    if last is None or _is_trusted(connection):
        return
    if datetime.fromisoformat(at) - datetime.fromisoformat(last) > _MOST_AHEAD:
        raise TrackerError(_NOT_BELIEVED.format(at=at[:16], last=last[:16]))


def written(instant: datetime) -> str:
    """Return a UTC time as the ledger stores it: ISO 8601 text with microseconds."""
    return instant.strftime(_FORM).rjust(27, "0")
