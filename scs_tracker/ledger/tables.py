"""The tables of the ledger, for SQLite and PostgreSQL alike."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

from scs_tracker import model

_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=_CONVENTION)

_PRINTED = {"lat": "printed_lat", "lon": "printed_lon"}
#: What sources say of an incident; a report changes these, or a person does.
FACT_FIELDS: Final = (
    *(_PRINTED.get(name, name) for name in model.INCIDENT_COLUMNS if name != "id"),
    "printed_radius_km", "sources", "unmapped", "disagreements",
)  # fmt: skip
#: What follows from the facts and geodata; ``refresh`` computes it again.
DERIVED_FIELDS: Final = (
    "severity", "flags", "episode", "independent_sources", *model.POSITION_COLUMNS, *model.STANDING_COLUMNS,
    *model.BASELINE_COLUMNS, "geodata_version",
)  # fmt: skip
#: Everything of an incident that a revision can change.
STATE_FIELDS: Final = ("status", *FACT_FIELDS, *DERIVED_FIELDS)

INTEGER_FIELDS: Final = frozenset({"injured", "killed", "detained", "severity", "independent_sources"})
FLOAT_FIELDS: Final = frozenset(
    {"lat", "lon", "radius_km", "nearest_feature_nm", "nearest_coast_nm", *model.BASELINE_COLUMNS}
)


def _state_column(name: str) -> Column[object]:
    if name in INTEGER_FIELDS:
        return Column(name, Integer, nullable=name not in {"severity", "independent_sources"})
    if name in FLOAT_FIELDS:
        return Column(name, Float, nullable=True)
    return Column(name, Text, nullable=False)


run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("action", String(32), nullable=False),
    Column("summary", Text, nullable=False),
)

report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("content", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
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
    Column("incident_id", ForeignKey("incident.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Column("field", String(32), nullable=False),
    Column("old", Text, nullable=True),
    Column("new", Text, nullable=True),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Index("ix_revision_incident", "incident_id", "revision"),
    Index("ix_revision_at", "at"),
)

event = Table(
    "event",
    metadata,
    Column("key", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in model.EVENT_COLUMNS),
    Column("updated_at", String(32), nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("raw", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
)

#: What a person has decided on whether a report belongs to an incident; it outlives every later import.
decision = Table(
    "decision",
    metadata,
    Column("report_key", Text, primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("same", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
)

#: Pairs that may be the same and wait for a person.
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
