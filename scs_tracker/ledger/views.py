"""SQL views of the current state in plain columns, for Datasette, DuckDB, QGIS and SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from scs_tracker.act import ACT_COLUMNS, COUNTS, LISTS
from scs_tracker.ledger.tables import STATE_FIELDS

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_PARTS_SQLITE: Final = """
    CREATE VIEW {name} AS
    WITH RECURSIVE parts(incident_id, {columns}rest) AS (
        {first}
        UNION ALL
        SELECT incident_id, {carried}substr(rest, instr(rest, ';') + 1) FROM parts WHERE rest <> ''
    )
    SELECT incident_id, {kept}trim(substr(rest, 1, instr(rest, ';') - 1)) AS {value}
    FROM parts WHERE trim(substr(rest, 1, instr(rest, ';') - 1)) <> ''
"""
_PARTS_POSTGRESQL: Final = """
    CREATE VIEW {name} AS
    SELECT incident_id, {kept}trim(part) AS {value}
    FROM ({first}) AS parts(incident_id, {columns}rest), unnest(string_to_array(rest, ';')) AS part
    WHERE trim(part) <> ''
"""
_REPORTS: Final = """
    CREATE VIEW reports_now AS
    SELECT report.key AS report_key, incident_report.incident_id, report.kind, report.source, report.version,
           incident_report.how, report.content, document.title, document.address, document.publisher,
           document.language, document.published, document.archive_address
    FROM report
    JOIN (SELECT key, max(version) AS version FROM report GROUP BY key) AS newest
      ON newest.key = report.key AND newest.version = report.version
    LEFT JOIN incident_report ON incident_report.report_key = report.key
    LEFT JOIN document ON document.key = report.document_key
"""
#: One row per act, its lists separated by ``;``; {each} yields the objects of ``acts``, numbered from 1.
_ACTS: Final = """
    CREATE VIEW acts_now AS
    SELECT incidents_now.id AS incident_id, {number} AS n, incidents_now.status, incidents_now.date_start, {columns}
    FROM incidents_now JOIN {each} ON true
"""
#: Number of acts by initiator, target, type and year; empty for an unknown initiator or target.
_DYADS: Final = """
    CREATE VIEW dyads AS
    SELECT coalesce(doer.value, '') AS "by", coalesce(target.value, '') AS against, {type} AS type,
           substr(incidents_now.date_start, 1, 4) AS year, count(*) AS count
    FROM incidents_now JOIN {each} ON true
    LEFT JOIN {doer} ON true LEFT JOIN {target} ON true
    WHERE incidents_now.status = 'accepted' GROUP BY 1, 2, 3, 4
"""
NAMES: Final = ("incidents_now", "reports_now", "types_long", "sides_long", "acts_now", "dyads", "incidents_geometry")


def drop(connection: Connection) -> None:
    """Drop the views, those that depend on others first."""
    for name in reversed(NAMES):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")


def create(connection: Connection) -> None:
    """Create the views inside a writing transaction, with a geometry view if PostGIS is installed."""
    columns = ", ".join(("id", *STATE_FIELDS, "revision", "updated_at", "decided_by"))
    standing = f"SELECT {columns} FROM incident WHERE status <> 'retracted'"  # noqa: S608 - names of ours
    connection.exec_driver_sql(f"CREATE VIEW incidents_now AS {standing}")
    connection.exec_driver_sql(_REPORTS)
    types = "SELECT id, types || ';' FROM incidents_now"
    sides = " UNION ALL ".join(
        f"SELECT id, '{side}', {column} || ';' FROM incidents_now"  # noqa: S608 - names of ours
        for side, column in (("initiator", "initiators"), ("target", "targets"))
    )
    sql = _PARTS_POSTGRESQL if connection.dialect.name == "postgresql" else _PARTS_SQLITE
    for name, value, first, column in (("types_long", "type", types, ""), ("sides_long", "actor", sides, "side, ")):
        filled = sql.format(name=name, value=value, first=first, columns=column, carried=column, kept=column)
        connection.exec_driver_sql(filled)
    _create_views_of_acts(connection)
    postgis = sa.text("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'")
    if connection.dialect.name == "postgresql" and connection.execute(postgis).scalar_one():
        point = "ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geometry(Point, 4326)"
        connection.exec_driver_sql(
            f"CREATE VIEW incidents_geometry AS SELECT {columns}, {point} AS geometry "  # noqa: S608 - names of ours
            "FROM incidents_now WHERE lat IS NOT NULL"
        )


def _create_views_of_acts(connection: Connection) -> None:
    """Create views with one row per act, and counts of acts, by the JSON functions of each database."""
    if connection.dialect.name == "postgresql":
        each = "jsonb_array_elements(nullif(acts, '')::jsonb) WITH ORDINALITY AS one(value, n)"
        number, text, count = "one.n", "one.value->>'{name}'", "(one.value->>'{name}')::integer"
        listed = "(SELECT string_agg(value, ';') FROM jsonb_array_elements_text(one.value->'{name}'))"
        side = "jsonb_array_elements_text(one.value->'{name}') AS {alias}(value)"
    else:
        each, number, text = "json_each(nullif(acts, '')) AS one", "one.key + 1", "json_extract(one.value, '$.{name}')"
        count = text
        listed = "(SELECT group_concat(value, ';') FROM json_each(one.value, '$.{name}'))"
        side = "json_each(one.value, '$.{name}') AS {alias}"
    values = {
        name: count if name in COUNTS else f"coalesce({listed if name in LISTS else text}, '')" for name in ACT_COLUMNS
    }
    columns = ", ".join(f'{value.format(name=name)} AS "{name}"' for name, value in values.items())
    connection.exec_driver_sql(_ACTS.format(number=number, columns=columns, each=each))
    sides = {alias: side.format(name=name, alias=alias) for alias, name in (("doer", "by"), ("target", "against"))}
    connection.exec_driver_sql(_DYADS.format(type=text.format(name="type"), each=each, **sides))
