"""Review queue: all items awaiting review, the most severe, most probable and newest first."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker import geodata, model
from scs_tracker.desk.decisions import LEAD, QUARANTINE
from scs_tracker.ledger import holding, waiting, worklist
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import event, incident, incident_report, report
from scs_tracker.reporting.links import web_link
from scs_tracker.sources.words import types_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection, Engine

    from scs_tracker.ledger import Ledger

    Row = dict[str, Any]

#: After so many days an incident weighs half of what it weighed on its day.
_HALF_LIFE_DAYS: Final = 30.0
#: Of a proposal that does not say how sure it is.
_UNSAID_CONFIDENCE: Final = 0.5
#: A lead weighs as a proposal of this confidence whose acts are those that its words name.
_LEAD_CONFIDENCE: Final = 0.3
#: So many characters of a lead are looked at for such words, and come with the queue; the rest when it is opened.
_READ_FOR_WEIGHT: Final = 1_500
_SHOWN_AT_ONCE: Final = 300
#: A proposal is as sure as the mean of these fields.
_JUDGED: Final = ("date_start", "types", "initiators", "location_text")
_SHOWN: Final = (
    "id", "revision", "status", "date_start", "date_end", "types", "initiators", "targets", "place", "location_text",
    "lat", "severity", "summary", "sources", "updated_at", "decided_by",
)  # fmt: skip
#: What a person may change of an event before it is accepted.
EVENT_FIELDS: Final = ("kind", "title", "date_start", "date_end", "parties", "place")
_GEO: Final = re.compile(r"geo:(-?\d{1,2}\.\d+),(-?\d{1,3}\.\d+)")
_BLANK: Final[Row] = {
    "revision": 0, "status": "", "date": "", "place": "", "types": (), "initiators": (), "targets": (), "severity": 0,
    "confidence": 1.0, "outlets": (), "placed": False, "background": False, "joins": (), "members": (), "weight": 0.0,
    "snoozed": "", "open_by": "", "why": "", "text": "", "link": "", "cells": {}, "at": (),
}  # fmt: skip


def waiting_rows(
    ledger: Ledger, person: str = "", *, second_reader: bool = False, today: dt.date | None = None
) -> list[Row]:
    """Return all items awaiting review, the most important first.

    ``person`` is the user; ``open_by`` names other users. With ``second_reader``, incidents of severity 3 and above
    that only one reviewer has accepted need a second review.

    Each row has ``kind`` (proposal, join, change, event, lead, quarantine, unplaced, second), ``id``, ``title``,
    ``date``, ``place``, ``types``, ``initiators``, ``targets``, ``severity``, ``confidence``, ``since`` (the time since
    which it awaits review), ``outlets``, ``placed``, ``background``, ``members`` (proposals of the same incident),
    ``joins``, ``snoozed``, ``open_by`` and ``weight`` on the day ``today``, by which rows are ordered.
    """
    today = today or dt.datetime.now(tz=dt.UTC).date()
    engine = ledger.engine
    joins: defaultdict[str, list[str]] = defaultdict(list)
    for pair in ledger.reviews():
        joins[pair["incident"]].append(pair["candidate"])
    changed = {row["incident_id"] for row in worklist.proposed_changes(engine)}
    with reading(engine) as connection:
        together = holding.groups_of_proposals(connection)
        rows = [
            *_proposals(connection, joins, together, today),
            *_accepted(connection, changed, today, second_reader=second_reader),
            *_events(connection),
        ]
    if second_reader:
        agreed = worklist.approvals(engine)
        rows = [
            row for row in rows
            if row["kind"] != "second" or not worklist.has_second_review(agreed.get(row["id"], ()), row["revision"])
        ]  # fmt: skip
    rows += [*_leads(engine, today), *_rejected(engine)]
    put_off, opened = worklist.put_off_now(engine), worklist.opened(engine)
    for row in rows:
        row["snoozed"] = put_off.get(row["id"], "")
        row["open_by"] = "" if opened.get(row["id"]) == person else opened.get(row["id"], "")
    rows.sort(key=lambda row: (row["background"], -row["weight"], len(row["id"]), row["id"]))
    return rows


def compact_rows(rows: Sequence[Row]) -> dict[str, Any]:
    """Return rows in compact form: ``blank``, and for each row only the values that differ from ``blank``."""
    return {
        "blank": _BLANK,
        "rows": [{name: value for name, value in row.items() if _BLANK.get(name) != value} for row in rows],
    }


@functools.lru_cache(maxsize=10_000)
def weight(severity: int, confidence: float, date: str, today: dt.date) -> float:
    """Return the weight of a proposal: (1 + severity) × confidence, halved for every 30 days of age.

    >>> weight(3, 0.5, "2024-06-17", dt.date(2024, 6, 17)), weight(3, 0.5, "2024-05-18", dt.date(2024, 6, 17))
    (2.0, 1.0)
    """
    days = max((today - dt.date.fromisoformat(model.last_day(date))).days, 0) if model.is_partial_date(date) else 0
    return float(round((1 + severity) * confidence * 0.5 ** (days / _HALF_LIFE_DAYS), 6))


def _proposals(
    connection: Connection, joins: Mapping[str, Sequence[str]], together: Mapping[str, Sequence[str]], today: dt.date
) -> list[Row]:
    """Return the proposals as rows, with all proposals of one incident in a single row."""
    said = _said(connection)
    group_of = {one: group for group, ids in together.items() for one in ids}
    columns = [incident.c[name] for name in _SHOWN]
    stacks: defaultdict[str, list[Row]] = defaultdict(list)
    for row in connection.execute(sa.select(*columns).where(incident.c.status == "proposed")):
        one_id = str(row[0])
        confidence, background = said.get(one_id, (_UNSAID_CONFIDENCE, False))
        one = _line(dict(zip(_SHOWN, row, strict=True)), "join" if joins.get(one_id) else "proposal", confidence, today)
        one |= {"background": background, "joins": tuple(joins.get(one_id, ()))}
        stacks[group_of.get(one_id, one_id)].append(one)
    return [_together(stack) for stack in stacks.values()]


def _together(stack: list[Row]) -> Row:
    """Return one row for all proposals of an incident: the row with the highest weight, with all outlets."""
    stack.sort(key=lambda row: (row["background"], -row["weight"], row["id"]))
    if len(stack) == 1:
        return stack[0]
    outlets = tuple(dict.fromkeys(outlet for row in stack for outlet in row["outlets"]))
    return stack[0] | {"outlets": outlets, "members": tuple(row["id"] for row in stack)}


def _accepted(connection: Connection, changed: set[str], today: dt.date, *, second_reader: bool) -> list[Row]:
    """Return accepted incidents to check: a change is proposed, there is no location, or a second review is needed."""
    columns = [incident.c[name] for name in _SHOWN]
    wanted: list[sa.ColumnElement[bool]] = [incident.c.id.in_(sorted(changed)), incident.c.lat.is_(None)]
    if second_reader:
        wanted.append(sa.and_(incident.c.severity >= worklist.SECOND_FROM, incident.c.decided_by != ""))
    query = sa.select(*columns).where(incident.c.status == "accepted", sa.or_(*wanted))
    found = []
    for row in connection.execute(query).mappings():
        kind = "change" if row["id"] in changed else "unplaced" if row["lat"] is None else "second"
        found.append(_line(dict(row), kind, 1.0, today))
    return found


def _events(connection: Connection) -> list[Row]:
    rows = connection.execute(sa.select(event).where(event.c.status == "proposed")).mappings()
    return [
        _BLANK
        | {
            "kind": "event", "id": row["id"], "revision": row["revision"], "status": row["status"],
            "title": f"{row['kind']}: {row['title']}", "date": row["date_start"],
            "place": row["place"] or row["parties"].replace(";", ", "), "since": row["updated_at"],
            "outlets": (row["publisher"],), "link": web_link(row["url"]), "weight": 0.5,
            "cells": {name: row[name] for name in EVENT_FIELDS},
        }
        for row in rows
    ]  # fmt: skip


def _leads(engine: Engine, today: dt.date) -> list[Row]:
    grades = {row["type"]: int(row["severity"]) for row in geodata.rows("types")}
    found = []
    for row in worklist.leads(engine):
        types = _types_named(f"{row['title']}\n{row['text'][:_READ_FOR_WEIGHT]}")
        severity = max((grades[one] for one in types), default=0)
        day = row["published"] or row["seen"][:10]
        found.append(
            _BLANK
            | {
                "kind": "lead", "id": f"{LEAD}{row['id']}", "status": row["state"], "title": row["title"],
                "date": row["published"], "place": row["source"], "since": row["seen"], "outlets": (row["source"],),
                "why": row["why"], "text": row["text"][:_SHOWN_AT_ONCE], "link": web_link(row["address"]),
                "severity": severity, "weight": weight(severity, _LEAD_CONFIDENCE, day, today),
                "at": _located(row["address"]),
            }
        )  # fmt: skip
    return found


@functools.lru_cache(maxsize=10_000)
def _types_named(text: str) -> tuple[str, ...]:
    """Return the incident types whose keywords occur in a text of any language."""
    return types_in(text)[0]


def _located(address: str) -> tuple[float, ...]:
    """Return the latitude and longitude in a lead's geo URI (RFC 5870), or an empty tuple if it has none."""
    found = _GEO.match(address)
    return (float(found[1]), float(found[2])) if found else ()


def _rejected(engine: Engine) -> list[Row]:
    return [
        _BLANK
        | {
            "kind": "quarantine", "id": f"{QUARANTINE}{row['id']}", "status": "quarantined",
            "title": "; ".join(json.loads(row["reasons"])), "place": f"{row['file']}, row {row['row']}",
            "since": row["at"], "cells": waiting.cells(row), "text": row["raw"],
        }
        for row in waiting.rows(engine)
    ]  # fmt: skip


def _said(connection: Connection) -> dict[str, tuple[float, bool]]:
    """Return the confidence of each proposal, and True if its text only recalls it as a past incident."""
    background = sa.case((report.c.content.contains('"background":true', autoescape=True), 1), else_=0)
    query = (
        sa.select(incident_report.c.incident_id, report.c.evidence, background)
        .join(report, report.c.key == incident_report.c.report_key)
        .join(incident, incident.c.id == incident_report.c.incident_id)
        .where(incident.c.status == "proposed")
        .order_by(report.c.version)
    )
    found: dict[str, tuple[float, bool]] = {}
    for incident_id, evidence, looks_back in connection.execute(query):
        fields = json.loads(evidence)
        judged = [fields[name]["confidence"] for name in _JUDGED if name in fields]
        confidence = sum(judged) / len(judged) if judged else _UNSAID_CONFIDENCE
        found[incident_id] = (round(confidence, 3), bool(looks_back))
    return found


@functools.lru_cache(maxsize=10_000)
def _codes(cell: str) -> tuple[str, ...]:
    """Return the codes of a cell; results are cached because most cells repeat."""
    return tuple(model.split_list(cell))


@functools.lru_cache(maxsize=10_000)
def _outlets(sources: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one["publisher"] or one["url"] for one in json.loads(sources)))


def _line(row: Mapping[str, Any], kind: str, confidence: float, today: dt.date) -> Row:
    return _BLANK | {
        "kind": kind,
        "id": row["id"],
        "revision": row["revision"],
        "status": row["status"],
        "severity": row["severity"],
        "title": row["summary"],
        "date": row["date_start"] + (f" – {row['date_end']}" if row["date_end"] else ""),
        "place": row["place"] or row["location_text"],
        "types": _codes(row["types"]),
        "initiators": _codes(row["initiators"]),
        "targets": _codes(row["targets"]),
        "confidence": confidence,
        "since": row["updated_at"],
        "outlets": _outlets(row["sources"]),
        "placed": row["lat"] is not None,
        "weight": weight(row["severity"], confidence, row["date_start"], today),
    }
