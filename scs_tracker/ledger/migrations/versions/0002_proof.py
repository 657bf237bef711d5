"""Evidence, authors, a journal of all that changes, the chain of runs, and what intake and desk need.

Until a release ships it, what further is needed goes in here. The rows that are there are carried over: each run gets
its hash in the chain, and a run of its own writes down in the journal how the tables stand, so that all of them can be
rebuilt from here on.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Iterator

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"
#: What the hash of a run is made of; see ``runs.PROVED``.
_PROVED = {
    "report": (
        "key",
        "version",
        "kind",
        "source",
        "content",
        "content_hash",
        "document_key",
        "evidence",
        "file",
        "row",
    ),
    "revision": ("incident_id", "revision", "at", "field", "old", "new", "by", "reason"),
    "journal": ("subject", "key", "old", "new"),
}
#: Tables whose rows the journal takes over, and their keys.
_KEPT = {
    "incident_report": ("incident_id", "report_key"),
    "event": ("key",),
    "quarantine": ("id",),
    "decision": ("report_key", "incident_id"),
    "review": ("report_key", "incident_id"),
}


def upgrade() -> None:
    """Add tables and columns, then carry the rows over."""
    _make_tables()
    _add_columns()
    bind = op.get_bind()
    _carry_over(bind)
    from scs_tracker.ledger import views

    views.create(bind)


def _text(name: str, default: str | None = None, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable, server_default=default)


def _short(name: str, length: int, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default=default)


def _number(name: str, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=default)


def _of_run(table: str) -> list[Any]:
    return [
        _number("run_id"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f(f"fk_{table}_run_id_run")),
    ]


def _of_incident(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f(f"fk_{table}_incident_id_incident"))


def _key(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=op.f(f"pk_{table}"))


def _make_tables() -> None:
    op.create_table(
        "document",
        _short("key", 64), _short("sha256", 64), _number("characters"),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        *(_text(name) for name in (
            "title", "address", "canonical_address", "publisher", "language", "published", "fetched", "archive_address",
        )),
        *_of_run("document"), _key("document", "key"),
    )  # fmt: skip
    op.create_index("ix_document_address", "document", ["address"])
    op.create_table(
        "journal",
        _number("id"), *_of_run("journal"), _short("subject", 32), _text("key"), _text("old", nullable=True),
        _text("new", nullable=True), _key("journal", "id"),
    )  # fmt: skip
    op.create_index("ix_journal_run_id", "journal", ["run_id"])
    op.create_index("ix_journal_subject", "journal", ["subject", "key"])
    op.create_table(
        "proposal_group",
        _text("incident_id"), _text("group_id"), sa.Column("score", sa.Float(), nullable=False), _text("reasons"),
        *_of_run("proposal_group"), _of_incident("proposal_group"), _key("proposal_group", "incident_id"),
    )  # fmt: skip
    op.create_index("ix_proposal_group_group_id", "proposal_group", ["group_id"])
    op.create_table(
        "proposed_change",
        _number("id"), _text("incident_id"), _text("report_key"), _short("field", 32), _text("old", nullable=True),
        _text("new", nullable=True), _short("state", 16), _short("at", 32), *_of_run("proposed_change"),
        _of_incident("proposed_change"), _key("proposed_change", "id"),
    )  # fmt: skip
    op.create_index("ix_proposed_change_incident_id", "proposed_change", ["incident_id"])
    op.create_table(
        "lead",
        _number("id"), *(_text(name) for name in ("source", "address", "title", "language", "published", "why")),
        _short("seen", 32), _text("text"), _short("state", 16), _text("reason"), *_of_run("lead"), _key("lead", "id"),
        sa.UniqueConstraint("source", "address", name=op.f("uq_lead_source")),
    )  # fmt: skip
    op.create_index("ix_lead_state", "lead", ["state"])
    op.create_table(
        "snooze",
        _text("subject"), _short("until", 32), _text("by"), *_of_run("snooze"), _key("snooze", "subject"),
    )  # fmt: skip
    op.create_table(
        "approval",
        _text("incident_id"), _number("revision"), _text("by"), _short("at", 32), *_of_run("approval"),
        _of_incident("approval"), _key("approval", "incident_id", "revision", "by"),
    )  # fmt: skip
    _make_notes()


def _make_notes() -> None:
    op.create_table(
        "source_health",
        _text("source"), _text("newest"), _short("last_try", 32), _short("last_success", 32), _number("hits"),
        _number("refusals"), _text("silent_since"), _text("note"), _text("memory"), _key("source_health", "source"),
    )  # fmt: skip
    op.create_table(
        "seen_item",
        _text("source"), _text("item"), _short("content_hash", 64), _short("outcome", 16), _number("tries"),
        _short("at", 32), _key("seen_item", "source", "item"),
    )  # fmt: skip
    op.create_table("claim", _text("subject"), _text("by"), _short("until", 32), _key("claim", "subject"))
    op.create_table("memory", _text("name"), _text("value"), _short("at", 32), _key("memory", "name"))


def _add_columns() -> None:
    for column in (_text("by", ""), _text("role", ""), _number("content", "1"), _short("hash", 64, "")):
        op.add_column("run", column)
    for column in (
        _text("first_speakers", ""), _text("other_side", ""), _number("independent_witnesses", "0"),
        _text("decided_by", ""),
    ):  # fmt: skip
        op.add_column("incident", column)
    op.add_column("decision", _text("by", ""))
    for column in (
        _text("id", ""), _text("status", "accepted"), _text("decided", "[]"), _number("revision", "1"),
        _text("decided_by", ""),
    ):  # fmt: skip
        op.add_column("event", column)
    for column in (
        _short("content_hash", 64, ""), _short("format", 32, ""), _text("header", "[]"), _short("state", 16, "open"),
    ):  # fmt: skip
        op.add_column("quarantine", column)
    op.create_index("ix_quarantine_content_hash", "quarantine", ["content_hash"])
    with op.batch_alter_table("report") as batch:
        batch.add_column(_text("source", ""))
        batch.add_column(sa.Column("document_key", sa.String(length=64), nullable=True))
        batch.add_column(_text("evidence", "{}"))
        batch.create_foreign_key(op.f("fk_report_document_key_document"), "document", ["document_key"], ["key"])
    with op.batch_alter_table("revision") as batch:
        batch.drop_constraint("fk_revision_incident_id_incident", type_="foreignkey")


def _carry_over(bind: sa.Connection) -> None:
    memory = bind.execute(sa.text("SELECT id, at, summary FROM run WHERE action = 'memory'")).all()
    for row in memory:
        bind.execute(
            sa.text("INSERT INTO memory (name, value, at) VALUES ('run', :value, :at)"),
            {"value": row.summary, "at": row.at},
        )
        bind.execute(sa.text("DELETE FROM run WHERE id = :id"), {"id": row.id})
    bind.execute(sa.text("UPDATE run SET content = 0 WHERE action = 'run'"))
    # an article is the source of what is found in it: article:0123456789abcdef:1
    for number, key in bind.execute(sa.text("SELECT id, key FROM report WHERE kind = 'article'")).all():
        values = {"source": key.rpartition(":")[0], "id": number}
        bind.execute(sa.text("UPDATE report SET source = :source WHERE id = :id"), values)
    for key, start, kind in bind.execute(sa.text("SELECT key, date_start, kind FROM event")).all():
        digest = hashlib.sha256(key.encode()).hexdigest()[:6]
        name = "-".join(("event", start.replace("-", "").ljust(8, "0"), kind, digest))
        bind.execute(sa.text("UPDATE event SET id = :id WHERE key = :key"), {"id": name, "key": key})
    with op.batch_alter_table("event") as batch:
        batch.create_unique_constraint(op.f("uq_event_id"), ["id"])
    for number, raw in bind.execute(sa.text("SELECT id, raw FROM quarantine")).all():
        values = {"hash": hashlib.sha256(raw.encode()).hexdigest(), "id": number}
        bind.execute(sa.text("UPDATE quarantine SET content_hash = :hash WHERE id = :id"), values)
    # who decided last, as a replay of the revisions says it
    bind.execute(
        sa.text(
            'UPDATE incident SET decided_by = coalesce((SELECT revision."by" FROM revision JOIN run ON run.id = '
            "revision.run_id WHERE revision.incident_id = incident.id AND run.action NOT IN ('import', 'refresh', "
            "'run') ORDER BY revision.id DESC LIMIT 1), '')"
        )
    )
    before, last = _seal(bind)
    if last is not None:
        _take_over(bind, before, last)


def _seal(bind: sa.Connection) -> tuple[str, Any]:
    """Give each run that is there its place in the chain; return the last hash and the last run."""
    digests = {name: _digests(bind, name) for name in ("report", "revision")}
    nothing = hashlib.sha256().hexdigest()
    before, last = "", None
    for row in bind.execute(sa.text("SELECT * FROM run ORDER BY id")).all():
        header = [row.id, row.at, row.action, row.by, row.role, row.content, row.summary]
        written = [digests[name].get(row.id, nothing) for name in ("report", "revision")]
        before = _hash(before, header, [*written, nothing])
        bind.execute(sa.text("UPDATE run SET hash = :hash WHERE id = :id"), {"hash": before, "id": row.id})
        last = row
    return before, last


def _hash(before: str, header: list[Any], digests: list[str]) -> str:
    return hashlib.sha256(_ENCODE([before, *header, *digests]).encode("utf-8", "surrogatepass")).hexdigest()


def _line(values: list[Any]) -> bytes:
    return (_ENCODE(values) + "\n").encode("utf-8", "surrogatepass")


def _digests(bind: sa.Connection, name: str) -> dict[int, str]:
    table = _reflected(bind, name)
    found: dict[int, Any] = {}
    query = sa.select(table).order_by(table.c.id).execution_options(yield_per=1000)
    rows = bind.execute(query).mappings()
    for row in rows:
        digest = found.setdefault(row["run_id"], hashlib.sha256())
        digest.update(_line([row[column] for column in _PROVED[name]]))
    return {number: digest.hexdigest() for number, digest in found.items()}


def _take_over(bind: sa.Connection, before: str, last: Any) -> None:
    """Write down in the journal, as a run of its own, how the tables stand."""
    told = datetime.strptime(last.at, _FORM).replace(tzinfo=UTC) + timedelta(microseconds=1)
    at = told.strftime(_FORM)  # it changes nothing that a reader sees, so the last instant stays what it was
    number = last.id + 1
    run, journal = _reflected(bind, "run"), _reflected(bind, "journal")
    header = [number, at, "migrate", "", "", 0, _ENCODE({"schema": "0002"})]
    names = ("id", "at", "action", "by", "role", "content", "summary")
    bind.execute(sa.insert(run).values(**dict(zip(names, header, strict=True)), hash=""))
    digest = hashlib.sha256()
    entry = 0
    for part in _standing(bind):
        rows = []
        for subject, key, new in part:
            entry += 1
            rows.append({"id": entry, "run_id": number, "subject": subject, "key": key, "old": None, "new": new})
            digest.update(_line([subject, key, None, new]))
        bind.execute(sa.insert(journal), rows)
    nothing = hashlib.sha256().hexdigest()
    done = _hash(before, header, [nothing, nothing, digest.hexdigest()])
    bind.execute(sa.update(run).where(run.c.id == number).values(hash=done))
    if bind.dialect.name == "postgresql":
        bind.execute(sa.text("SELECT setval('journal_id_seq', :id)"), {"id": max(entry, 1)})


def _standing(bind: sa.Connection) -> Iterator[list[tuple[str, str, str]]]:
    """Yield subject, key and row of everything that the journal keeps, a thousand at a time."""
    for name, keys in {"incident": ("id",), **_KEPT}.items():
        table = _reflected(bind, name)
        rows = bind.execute(sa.select(table).order_by(*(table.c[key] for key in keys))).mappings().all()
        for start in range(0, len(rows), 1000):
            yield [
                (
                    name,
                    _ENCODE([row[key] for key in keys]),
                    _ENCODE({"provenance": row["provenance"]} if name == "incident" else dict(row)),
                )
                for row in rows[start : start + 1000]
            ]


def _reflected(bind: sa.Connection, name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=bind, resolve_fks=False)
