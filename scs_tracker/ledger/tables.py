"""Define the tables of the ledger for SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from scs_tracker import model

_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=_CONVENTION)

_PRINTED = {"lat": "printed_lat", "lon": "printed_lon"}
#: Facts of an incident from its sources, which only reports and reviewers change.
FACT_FIELDS: Final = (
    *(_PRINTED.get(name, name) for name in model.INCIDENT_COLUMNS if name != "id"),
    "acts", "encounter_confirmed", "printed_radius_km", "sources", "unmapped", "disagreements",
)  # fmt: skip
#: Fields derived from the facts and geodata, which ``refresh`` recomputes.
DERIVED_FIELDS: Final = (
    "severity", "flags", "episode", "independent_sources", "first_speakers", "other_side", "independent_witnesses",
    *model.POSITION_COLUMNS, *model.STANDING_COLUMNS,
    *model.BASELINE_COLUMNS, "geodata_version",
)  # fmt: skip
#: All fields of an incident that a revision can change.
STATE_FIELDS: Final = ("status", *FACT_FIELDS, *DERIVED_FIELDS)

INTEGER_FIELDS: Final = frozenset(
    {"injured", "killed", "detained", "severity", "independent_sources", "independent_witnesses"}
)
FLOAT_FIELDS: Final = frozenset(
    {"lat", "lon", "radius_km", "nearest_feature_nm", "nearest_coast_nm", *model.BASELINE_COLUMNS}
)


def _state_column(name: str) -> Column[object]:
    if name in INTEGER_FIELDS:
        return Column(name, Integer, nullable=name not in {"severity", "independent_sources", "independent_witnesses"})
    if name in FLOAT_FIELDS:
        return Column(name, Float, nullable=True)
    return Column(name, Text, nullable=False)


#: Types of columns by name, the same in all tables; other columns are text.
_KINDS: Final[dict[str, Any]] = {
    **dict.fromkeys(
        "action at field format kind last_success last_try seen subject until updated_at".split(), String(32)
    ),
    **dict.fromkeys("characters hits position refusals revision row same tries version".split(), Integer),
    **dict.fromkeys(("how", "outcome", "state"), String(16)),
    **dict.fromkeys(("content_hash", "sha256"), String(64)),
    "score": Float,
}


def _required(*names: str) -> list[Column[Any]]:
    """Return NOT NULL columns with the given names and their types; ``run_id`` refers to the table of runs."""
    return [
        Column(name, ForeignKey("run.id") if name == "run_id" else _KINDS.get(name, Text), nullable=False)
        for name in names
    ]


def _table(name: str, *parts: Any) -> Table:
    return Table(name, metadata, *parts)


#: Runs that changed the ledger: author, time, action, and the hash that continues the chain.
run = _table(
    "run",
    Column("id", Integer, primary_key=True),
    *_required("at", "action", "summary"),
    Column("by", Text, nullable=False, server_default=""),
    # the database role, on PostgreSQL
    Column("role", Text, nullable=False, server_default=""),
    # 1 if it changed visible content: reports, incidents, events, links or decisions
    Column("content", Integer, nullable=False, server_default="1"),
    Column("hash", String(64), nullable=False, server_default=""),
)

#: Source texts, compressed, each stored once for all its reports.
document = _table(
    "document",
    Column("key", String(64), primary_key=True),
    *_required("sha256", "characters"),
    # None after the text was deleted
    Column("text", LargeBinary, nullable=True),
    *_required("title", "address", "canonical_address", "publisher", "language", "published", "fetched"),
    *_required("archive_address", "run_id"),
    Index("ix_document_address", "address"),
)

report = _table(
    "report",
    Column("id", Integer, primary_key=True),
    *_required("key", "version", "kind"),
    # the dataset or article; two reports of one source are different incidents
    Column("source", Text, nullable=False, server_default=""),
    *_required("content", "content_hash"),
    Column("document_key", ForeignKey("document.key"), nullable=True),
    # by field: start, end, basis and confidence
    Column("evidence", Text, nullable=False, server_default="{}"),
    *_required("file", "row", "run_id"),
    UniqueConstraint("key", "version"),
)

incident = _table(
    "incident",
    Column("id", Text, primary_key=True),
    *(_state_column(name) for name in STATE_FIELDS),
    *_required("provenance", "revision", "updated_at"),
    # the last reviewer who decided on it; empty without a decision
    Column("decided_by", Text, nullable=False, server_default=""),
)

incident_report = _table(
    "incident_report",
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("report_key", Text, primary_key=True),
    *_required("position", "how", "reasons", "run_id"),
)

revision = _table(
    "revision",
    Column("id", Integer, primary_key=True),
    # no foreign key: revisions of an incident remain when its creation is undone
    *_required("incident_id", "revision", "at", "field"),
    *(Column(name, Text, nullable=True) for name in ("old", "new")),
    *_required("by", "reason", "run_id"),
    Index("ix_revision_incident", "incident_id", "revision"),
    Index("ix_revision_at", "at"),
)

#: Changes of rows of other tables, with old and new content, so that each can be rebuilt and undone exactly.
journal = _table(
    "journal",
    Column("id", Integer, primary_key=True),
    *_required("run_id", "subject", "key"),
    *(Column(name, Text, nullable=True) for name in ("old", "new")),
    Index("ix_journal_run_id", "run_id"),
    Index("ix_journal_subject", "subject", "key"),
)

event = _table(
    "event",
    Column("key", Text, primary_key=True),
    *_required("id"),
    *(Column(name, Text, nullable=False) for name in (*model.EVENT_COLUMNS, "status")),
    # the fields that a reviewer has set, which imports do not change
    *_required("decided", "revision", "updated_at", "decided_by", "run_id"),
    UniqueConstraint("id"),
)

#: Rejected rows, with the hash of their content.
quarantine = _table(
    "quarantine",
    Column("id", Integer, primary_key=True),
    *_required("content_hash", "file", "row", "raw", "reasons"),
    # the format, and the header of its table as JSON
    *_required("format", "header", "state", "at", "run_id"),
    Index("ix_quarantine_content_hash", "content_hash"),
)

#: Reviewers' decisions whether a report belongs to an incident; later imports do not change them.
decision = _table(
    "decision",
    Column("report_key", Text, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    *_required("same", "reason"),
    Column("by", Text, nullable=False, server_default=""),
    *_required("at", "run_id"),
)

#: Reports that may describe an existing incident, awaiting review.
review = _table(
    "review",
    Column("report_key", Text, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    *_required("score", "reasons", "at", "run_id"),
)

#: Proposals that describe the same incident, each with its group.
proposal_group = _table(
    "proposal_group",
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    *_required("group_id", "score", "reasons", "run_id"),
    Index("ix_proposal_group_group_id", "group_id"),
)

#: Changes that newer reports propose to accepted incidents, one field per row; open, done or dismissed.
proposed_change = _table(
    "proposed_change",
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), nullable=False),
    *_required("report_key", "field"),
    *(Column(name, Text, nullable=True) for name in ("old", "new")),
    *_required("state", "at", "run_id"),
    Index("ix_proposed_change_incident_id", "incident_id"),
)

#: Leads: relevant items that could not be read in full; open, done or dismissed.
lead = _table(
    "lead",
    Column("id", Integer, primary_key=True),
    *_required("source", "address", "title", "language", "published", "why"),
    # when it was first seen, and the available text: headline and summary
    *_required("seen", "text", "state"),
    # what completed it, or the reason for dismissal
    *_required("reason", "run_id"),
    UniqueConstraint("source", "address"),
    Index("ix_lead_state", "state"),
)

#: Snoozed proposals, groups and leads, and the end of each snooze.
snooze = _table("snooze", Column("subject", Text, primary_key=True), *_required("until", "by", "run_id"))

#: Second reviews, each of one revision of an incident.
approval = _table(
    "approval",
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("by", Text, primary_key=True),
    *_required("at", "run_id"),
)

# The tables below are working records of the program: they are overwritten, and neither logged nor hashed.

#: State of each monitored source.
source_health = _table(
    "source_health",
    Column("source", Text, primary_key=True),
    *_required("newest", "last_try", "last_success", "hits", "refusals", "silent_since", "note"),
    # data of its adapter as JSON: validators of conditional requests, time of the next attempt
    *_required("memory"),
)

#: Items of sources that were already read, with their outcome.
seen_item = _table(
    "seen_item",
    Column("source", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    *_required("content_hash", "outcome", "tries", "at"),
)

#: Items that users have open on the desk, and until when.
claim = _table("claim", Column("subject", Text, primary_key=True), *_required("by", "until"))

#: Values that a run stores for later runs.
memory = _table("memory", Column("name", Text, primary_key=True), *_required("value", "at"))
