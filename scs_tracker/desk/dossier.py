"""Data for deciding on one incident: its texts, fields and location, and similar incidents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker import geodata, model
from scs_tracker.desk import documents, neighbours, place
from scs_tracker.ledger import deciding, editing, holding, worklist
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import incident
from scs_tracker.reporting.links import sources as source_list
from scs_tracker.sentences import sides as sentence_of
from scs_tracker.sentences.words import accounts, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scs_tracker.ledger import Ledger

#: A value of less than this is worth a second look.
_UNSURE: Final = 0.6
_OTHER_SIDE: Final = {
    "confirms": "the other side confirms it", "denies": "the other side denies it",
    "silent": "no account of the other side is on record",
}  # fmt: skip
#: What a form types in; sources are shown, and typed on their own.
FIELDS: Final = tuple(name for name in editing.AMENDABLE if name != "sources")


def dossier(ledger: Ledger, incident_id: str, person: str = "") -> dict[str, Any]:
    """Return all data that a reviewer needs to decide on an incident.

    ``person`` is the user. Returned: ``id``, ``revision``, ``status``; ``fields`` in the order of the codebook, each
    with ``name``, ``title``, ``meaning``, ``value``, ``said`` (values in other reports), ``basis``, ``confidence``,
    ``passages``, ``unsure``, ``judged`` (whether a report has evidence passages) and ``by`` (a report's key, or
    ``person``); ``articles``, see ``documents.as_shown``; ``derived``, see ``place.placing``; ``accounts``,
    ``sources``, ``backed`` (corroboration in words), ``neighbours``, ``joins`` (candidates with their reasons),
    ``members`` of its group, proposed ``changes``, ``agreed`` (second reviews), ``open_by``, and ``week`` and
    ``week_line``, see ``place.weekly_preview``. Raises a TrackerError if the id is not in the ledger.
    """
    engine = ledger.engine
    with reading(engine) as connection:
        known = editing.existing(connection, incident_id)
        near = neighbours.of_row(connection, known)
        together = next((ids for ids in holding.groups_of_proposals(connection).values() if incident_id in ids), [])
        others = [dict(one) for one in connection.execute(_members(together, incident_id)).mappings()]
    read = documents.of_incident(ledger, incident_id)
    held_by = worklist.opened(engine).get(incident_id, "")
    return {
        **{name: known[name] for name in ("id", "revision", "status", "decided_by")},
        "fields": _fields(known, read),
        "articles": documents.as_shown(read),
        "derived": place.placing(known),
        "accounts": [
            {"who": sentence(sentence_of.party(who)), "text": text} for who, text in accounts(known["accounts"])
        ],
        "sources": source_list(known["sources"]),
        "backed": backed(known),
        "neighbours": near,
        "joins": [pair for pair in ledger.reviews() if pair["incident"] == incident_id],
        "members": others,
        "changes": [_change(one) for one in worklist.proposed_changes(engine, incident_id=incident_id)],
        "agreed": worklist.approvals(engine).get(incident_id, []),
        "open_by": "" if held_by == person else held_by,
        **place.weekly_preview(known),
    }


def _members(ids: Sequence[str], incident_id: str) -> sa.Select[Any]:
    columns = [incident.c[name] for name in ("id", "revision", "summary")]
    return sa.select(*columns).where(incident.c.id.in_([one for one in ids if one != incident_id]))


def _fields(known: Mapping[str, Any], read: Sequence[documents.Read]) -> list[dict[str, Any]]:
    titles = {row["column"]: row for row in geodata.rows("columns")}
    provenance = json.loads(known["provenance"])
    found = []
    for name in FIELDS:
        stored = stored_name(name)
        value = as_text(known[stored])
        passages, basis, confidence = documents.passages_of(name, read)
        by = str(provenance.get(stored, ""))
        by_person = by == "person"
        found.append({
            "name": name, "title": titles[stored]["title"], "meaning": titles[stored]["meaning"], "value": value,
            "said": [
                {"report": one.report, "outlet": documents.outlet(one), "value": as_text(one.facts[stored])}
                for one in read
                if as_text(one.facts[stored]) not in {"", value}
            ] + [
                {"report": one.report, "outlet": f"model {one.second['name']}", "value": one.second[name]}
                for one in read
                if one.newest and one.second.get(name, value) != value
            ],
            "basis": "" if by_person else basis,
            "confidence": None if by_person else confidence,
            "passages": passages,
            "judged": not by_person and any(one.passages for one in read),
            "unsure": value != "" and not by_person and confidence is not None and confidence < _UNSURE,
            "by": by,
        })  # fmt: skip
    return found


def stored_name(name: str) -> str:
    """Return the ledger column that stores a field of the codebook."""
    return f"printed_{name}" if name in {"lat", "lon"} else name


def as_text(value: object) -> str:
    """Return a stored value as text in the form of the codebook; None becomes an empty string.

    >>> as_text(None), as_text(3), as_text(9.5), as_text("2024-06")
    ('', '3', '9.5', '2024-06')
    """
    return "" if value is None else str(value)


def backed(known: Mapping[str, Any]) -> list[str]:
    """Return phrases on the evidence for an incident: sources, first reports, the other side and witnesses."""
    number, witnesses = known["independent_sources"], known["independent_witnesses"] or 0
    speakers = ", ".join(map(_speaker, model.split_list(known["first_speakers"])))
    return [
        f"{number} independent source{'' if number == 1 else 's'}" if number else "no source is named",
        *([f"first reported by {speakers}"] if speakers else []),
        *([_OTHER_SIDE[known["other_side"]]] if known["other_side"] in _OTHER_SIDE else []),
        *([f"{witnesses} independent witness{'' if witnesses == 1 else 'es'}"] if witnesses else []),
    ]


def _speaker(told: str) -> str:
    """Return an originating source as text, with a country's name in place of its code.

    >>> _speaker("PH (PH, party)"), _speaker("Rappler (PH, media)")
    ('the Philippines (party)', 'Rappler (PH, media)')
    """
    code, _space, rest = told.partition(" ")
    return f"{sentence_of.country_phrase(code)} ({rest[5:]}" if rest.startswith(f"({code}, ") else told


def _change(one: Mapping[str, Any]) -> dict[str, Any]:
    titles = {row["column"]: row["title"] for row in geodata.rows("columns")}
    return {
        "number": one["id"], "field": one["field"], "title": titles.get(one["field"], one["field"]),
        "old": as_text(one["old"]), "new": as_text(one["new"]), "report": one["report_key"],
    }  # fmt: skip


def differences(ledger: Ledger, kept: str, joined: str) -> dict[str, Any]:
    """Return the field values that merging ``joined`` into the incident ``kept`` could change.

    Returned: ``revision`` of ``kept``, and ``rows``, each with ``field``, ``title``, ``kept``, ``joined`` and
    ``fills``, whether the field of ``kept`` is empty. Raises a TrackerError if an id is not in the ledger.
    """
    titles = {row["column"]: row["title"] for row in geodata.rows("columns")}
    with reading(ledger.engine) as connection:
        revision = editing.existing(connection, kept)["revision"]
    rows = [
        {"field": one["field"], "title": titles[one["field"]], "kept": as_text(one["first"]),
         "joined": as_text(one["second"]), "fills": as_text(one["first"]) == ""}
        for one in ledger.compare(kept, joined)
        if one["field"] in deciding.COMPARED and as_text(one["second"]) != ""
    ]  # fmt: skip
    return {"revision": revision, "rows": rows}
