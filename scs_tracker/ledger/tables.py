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


#: Columns of one name are of one kind in all tables; those not named here are text.
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


#: A command that changed the ledger: who ran it, when, and what binds it to the run before.
run = _table(
    "run",
    Column("id", Integer, primary_key=True),
    *_required("at", "action", "summary"),
    Column("by", Text, nullable=False, server_default=""),
    # the role of the database, where there are roles
    Column("role", Text, nullable=False, server_default=""),
    # 1 if it changed what a reader can see: reports, incidents, events, what belongs together and what is decided
    Column("content", Integer, nullable=False, server_default="1"),
    Column("hash", String(64), nullable=False, server_default=""),
)

#: A text as it was read, compressed, once for all reports that were found in it.
document = _table(
    "document",
    Column("key", String(64), primary_key=True),
    *_required("sha256", "characters"),
    # None once it was forgotten
    Column("text", LargeBinary, nullable=True),
    *_required("title", "address", "canonical_address", "publisher", "language", "published", "fetched"),
    *_required("archive_address", "run_id"),
    Index("ix_document_address", "address"),
)

report = _table(
    "report",
    Column("id", Integer, primary_key=True),
    *_required("key", "version", "kind"),
    # whose it is: the dataset, or the article; two reports of one source are two incidents to whoever wrote it
    Column("source", Text, nullable=False, server_default=""),
    *_required("content", "content_hash"),
    Column("document_key", ForeignKey("document.key"), nullable=True),
    # field to start, end, basis and confidence
    Column("evidence", Text, nullable=False, server_default="{}"),
    *_required("file", "row", "run_id"),
    UniqueConstraint("key", "version"),
)

incident = _table(
    "incident",
    Column("id", Text, primary_key=True),
    *(_state_column(name) for name in STATE_FIELDS),
    *_required("provenance", "revision", "updated_at"),
    # who decided on it last; empty while no person has
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
    # no foreign key: the incident that an undone decision made is gone, and its revisions stay
    *_required("incident_id", "revision", "at", "field"),
    *(Column(name, Text, nullable=True) for name in ("old", "new")),
    *_required("by", "reason", "run_id"),
    Index("ix_revision_incident", "incident_id", "revision"),
    Index("ix_revision_at", "at"),
)

#: A row of any table below that changes: as it was and as it is, so that each is rebuilt, and undone, exactly.
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
    # the fields that a person has set, which no import changes
    *_required("decided", "revision", "updated_at", "decided_by", "run_id"),
    UniqueConstraint("id"),
)

#: Rows that could not be read, each under the hash of what it holds.
quarantine = _table(
    "quarantine",
    Column("id", Integer, primary_key=True),
    *_required("content_hash", "file", "row", "raw", "reasons"),
    # how it was read: the format, and the header of its table as JSON
    *_required("format", "header", "state", "at", "run_id"),
    Index("ix_quarantine_content_hash", "content_hash"),
)

#: What a person has decided on whether a report belongs to an incident; it outlives every later import.
decision = _table(
    "decision",
    Column("report_key", Text, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    *_required("same", "reason"),
    Column("by", Text, nullable=False, server_default=""),
    *_required("at", "run_id"),
)

#: Proposed joins: reports that may tell of an incident, and wait for a person.
review = _table(
    "review",
    Column("report_key", Text, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    *_required("score", "reasons", "at", "run_id"),
)

#: Which proposals tell of one event: each with the group that it stands in.
proposal_group = _table(
    "proposal_group",
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    *_required("group_id", "score", "reasons", "run_id"),
    Index("ix_proposal_group_group_id", "group_id"),
)

#: What a newer version of a report would change of an accepted incident, one field a row; open, done or dismissed.
proposed_change = _table(
    "proposed_change",
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), nullable=False),
    *_required("report_key", "field"),
    *(Column(name, Text, nullable=True) for name in ("old", "new")),
    *_required("state", "at", "run_id"),
    Index("ix_proposed_change_incident_id", "incident_id"),
)

#: What is relevant and cannot be read in full; open, done or dismissed.
lead = _table(
    "lead",
    Column("id", Integer, primary_key=True),
    *_required("source", "address", "title", "language", "published", "why"),
    # when it was first seen, and the text that there is: headline and summary
    *_required("seen", "text", "state"),
    # what completed it, or why it was dismissed
    *_required("reason", "run_id"),
    UniqueConstraint("source", "address"),
    Index("ix_lead_state", "state"),
)

#: A proposal or a lead that a person has put off.
snooze = _table("snooze", Column("subject", Text, primary_key=True), *_required("until", "by", "run_id"))

#: A second reader's word on one revision of an incident.
approval = _table(
    "approval",
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("by", Text, primary_key=True),
    *_required("at", "run_id"),
)

# What follows are notes of the program to itself: no reader sees them as facts, so they are overwritten and not proved.

#: How each source is.
source_health = _table(
    "source_health",
    Column("source", Text, primary_key=True),
    *_required("newest", "last_try", "last_success", "hits", "refusals", "silent_since", "note"),
    # what its adapter remembers, as JSON: validators of conditional requests, when to come again
    *_required("memory"),
)

#: Items of sources that were read, so that none is read twice and none is lost.
seen_item = _table(
    "seen_item",
    Column("source", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    *_required("content_hash", "outcome", "tries", "at"),
)

#: Who has what open, until when.
claim = _table("claim", Column("subject", Text, primary_key=True), *_required("by", "until"))

#: What a run remembers for the next one.
memory = _table("memory", Column("name", Text, primary_key=True), *_required("value", "at"))
