"""The tables of the ledger, for SQLite and PostgreSQL alike."""

from __future__ import annotations

from typing import Final

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
#: What sources say of an incident; a report changes these, or a person does.
FACT_FIELDS: Final = (
    *(_PRINTED.get(name, name) for name in model.INCIDENT_COLUMNS if name != "id"),
    "acts", "encounter_confirmed", "printed_radius_km", "sources", "unmapped", "disagreements",
)  # fmt: skip
#: What follows from the facts and geodata; ``refresh`` computes it again.
DERIVED_FIELDS: Final = (
    "severity", "flags", "episode", "independent_sources", "first_speakers", "other_side", "independent_witnesses",
    *model.POSITION_COLUMNS, *model.STANDING_COLUMNS,
    *model.BASELINE_COLUMNS, "geodata_version",
)  # fmt: skip
#: Everything of an incident that a revision can change.
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


def _texts(*names: str) -> list[Column[str]]:
    """Return text columns, in order, that are never NULL."""
    return [Column(name, Text, nullable=False) for name in names]


#: A command that changed the ledger: who ran it, when, and what binds it to the run before.
run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("action", String(32), nullable=False),
    Column("summary", Text, nullable=False),
    Column("by", Text, nullable=False, server_default=""),
    # the role of the database, where there are roles
    Column("role", Text, nullable=False, server_default=""),
    # 1 if it changed what a reader can see: reports, incidents, events, what belongs together and what is decided
    Column("content", Integer, nullable=False, server_default="1"),
    Column("hash", String(64), nullable=False, server_default=""),
)

#: A text as it was read, compressed, once for all reports that were found in it.
document = Table(
    "document",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("characters", Integer, nullable=False),
    # None once it was forgotten
    Column("text", LargeBinary, nullable=True),
    *_texts(
        "title", "address", "canonical_address", "publisher", "language", "published", "fetched", "archive_address"
    ),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Index("ix_document_address", "address"),
)

report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(32), nullable=False),
    # whose it is: the dataset, or the article; two reports of one source are two incidents to whoever wrote it
    Column("source", Text, nullable=False, server_default=""),
    Column("content", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("document_key", ForeignKey("document.key"), nullable=True),
    # field to start, end, basis and confidence
    Column("evidence", Text, nullable=False, server_default="{}"),
    Column("file", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    UniqueConstraint("key", "version"),
)

incident = Table(
    "incident",
    metadata,
    Column("id", Text, primary_key=True),
    *(_state_column(name) for name in STATE_FIELDS),
    Column("provenance", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("updated_at", String(32), nullable=False),
    # who decided on it last; empty while no person has
    Column("decided_by", Text, nullable=False, server_default=""),
)

incident_report = Table(
    "incident_report",
    metadata,
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("report_key", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("how", String(16), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
)

revision = Table(
    "revision",
    metadata,
    Column("id", Integer, primary_key=True),
    # no foreign key: the incident that an undone decision made is gone, and its revisions stay
    Column("incident_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Column("field", String(32), nullable=False),
    Column("old", Text, nullable=True),
    Column("new", Text, nullable=True),
    *_texts("by", "reason"),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Index("ix_revision_incident", "incident_id", "revision"),
    Index("ix_revision_at", "at"),
)

#: A row of any table below that changes: as it was and as it is, so that each is rebuilt, and undone, exactly.
journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Column("subject", String(32), nullable=False),
    Column("key", Text, nullable=False),
    Column("old", Text, nullable=True),
    Column("new", Text, nullable=True),
    Index("ix_journal_run_id", "run_id"),
    Index("ix_journal_subject", "subject", "key"),
)

event = Table(
    "event",
    metadata,
    Column("key", Text, primary_key=True),
    Column("id", Text, nullable=False),
    *_texts(*model.EVENT_COLUMNS, "status"),
    # the fields that a person has set, which no import changes
    Column("decided", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("updated_at", String(32), nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    UniqueConstraint("id"),
)

#: Rows that could not be read, each under the hash of what it holds.
quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("file", Text, nullable=False),
    Column("row", Integer, nullable=False),
    *_texts("raw", "reasons"),
    # how it was read: the format, and the header of its table as JSON
    Column("format", String(32), nullable=False),
    Column("header", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Index("ix_quarantine_content_hash", "content_hash"),
)

#: What a person has decided on whether a report belongs to an incident; it outlives every later import.
decision = Table(
    "decision",
    metadata,
    Column("report_key", Text, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("same", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False, server_default=""),
    Column("at", String(32), nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
)

#: Proposed joins: reports that may tell of an incident, and wait for a person.
review = Table(
    "review",
    metadata,
    Column("report_key", Text, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("score", Float, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
)

#: Which proposals tell of one event: each with the group that it stands in.
proposal_group = Table(
    "proposal_group",
    metadata,
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("group_id", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Index("ix_proposal_group_group_id", "group_id"),
)

#: What a newer version of a report would change of an accepted incident, one field a row; open, done or dismissed.
proposed_change = Table(
    "proposed_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), nullable=False),
    Column("report_key", Text, nullable=False),
    Column("field", String(32), nullable=False),
    Column("old", Text, nullable=True),
    Column("new", Text, nullable=True),
    Column("state", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Index("ix_proposed_change_incident_id", "incident_id"),
)

#: What is relevant and cannot be read in full; open, done or dismissed.
lead = Table(
    "lead",
    metadata,
    Column("id", Integer, primary_key=True),
    *_texts("source", "address", "title", "language", "published", "why"),
    # when it was first seen, and the text that there is: headline and summary
    Column("seen", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(16), nullable=False),
    # what completed it, or why it was dismissed
    Column("reason", Text, nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    UniqueConstraint("source", "address"),
    Index("ix_lead_state", "state"),
)

#: A proposal or a lead that a person has put off.
snooze = Table(
    "snooze",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("until", String(32), nullable=False),
    Column("by", Text, nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
)

#: A second reader's word on one revision of an incident.
approval = Table(
    "approval",
    metadata,
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("by", Text, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
)

# What follows are notes of the program to itself: no reader sees them as facts, so they are overwritten and not proved.

#: How each source is.
source_health = Table(
    "source_health",
    metadata,
    Column("source", Text, primary_key=True),
    Column("newest", Text, nullable=False),
    Column("last_try", String(32), nullable=False),
    Column("last_success", String(32), nullable=False),
    Column("hits", Integer, nullable=False),
    Column("refusals", Integer, nullable=False),
    *_texts("silent_since", "note"),
    # what its adapter remembers, as JSON: validators of conditional requests, when to come again
    Column("memory", Text, nullable=False),
)

#: Items of sources that were read, so that none is read twice and none is lost.
seen_item = Table(
    "seen_item",
    metadata,
    Column("source", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", String(32), nullable=False),
)

#: Who has what open, until when.
claim = Table(
    "claim",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("until", String(32), nullable=False),
)

#: What a run remembers for the next one.
memory = Table(
    "memory",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", String(32), nullable=False),
)
