"""Change incidents by a reviewer's decision or a geodata update; each change is a revision with a reason."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from scs_tracker import geodata, model
from scs_tracker.act import Act, act_problems, acts_json, are_read, columns_from_acts, completed_columns, parse_acts
from scs_tracker.errors import Problem, StaleError, TableError, TrackerError, UsageError
from scs_tracker.ledger import history, journal, runs, saving, state
from scs_tracker.ledger.holding import groups_of_proposals
from scs_tracker.ledger.merging import PERSON
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import FACT_FIELDS, incident, incident_report, review
from scs_tracker.ledger.tables import decision as decided

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection, Engine

    from scs_tracker.ledger.runs import Decision, Run

#: Fields that a reviewer may amend, by their names in the codebook.
AMENDABLE = (*(name for name in model.INCIDENT_COLUMNS if name != "id"), "encounter_confirmed", "acts", "sources")
#: Kinds of reports with automatic summaries, and the fields that these summaries use.
_WRITTEN_BY_MACHINE: Final = frozenset({"article"})
_TOLD: Final = ("types", "initiators", "targets", "place", "location_text", "date_start")
_LONGEST_SUMMARY: Final = 300


def amend(engine: Engine, incident_id: str, values: Mapping[str, str], decision: Decision) -> list[str]:
    """Change facts of an incident, recompute its derived fields, and return the names of the changed fields.

    ``values`` are columns of the codebook and their new text; an empty text clears a field. ``sources`` is a JSON list
    of objects with ``url``, ``publisher`` and ``published``, or URLs separated by ``;``. ``acts`` is a JSON list in the
    form of ``act.parse_acts``, from which types and sides are derived; empty acts are derived from types and sides. An
    automatic summary is rewritten.
    """
    require_known(values)
    with runs.running(engine, decision.action, by=decision.by) as run:
        old = existing(run.connection, incident_id, decision.expected_revision)
        new, provenance = amended(old, values)
        return _save(run, old, new, decision.reason, provenance=provenance)


def retract(engine: Engine, incident_id: str, decision: Decision) -> list[str]:
    """Retract an incident or reject a proposal, without deleting anything; return the names of the changed fields."""
    with runs.running(engine, decision.action, by=decision.by) as run:
        old = existing(run.connection, incident_id, decision.expected_revision)
        if decision.action == "reject" and old["status"] != "proposed":
            raise TrackerError(
                f"{incident_id} is {old['status']}, and only a proposal can be rejected; retract it instead"
            )
        return _save(run, old, {"status": "retracted"}, decision.reason)


def accept(engine: Engine, incident_id: str, values: Mapping[str, str], decision: Decision) -> list[str]:
    """Accept a proposed incident, optionally with amended values, or restore a retracted one.

    Its pairs of possible duplicates are recorded as different incidents and leave the review queue. The other
    proposals of its group are proposed for merging with it. Returns the names of the changed fields.
    """
    require_known(values)
    with runs.running(engine, decision.action, by=decision.by) as run:
        old = existing(run.connection, incident_id, decision.expected_revision)
        keys = members(run.connection, incident_id)
        if old["status"] == "retracted" and not keys:
            raise TrackerError(
                f"{incident_id} has no reports, because they are part of another incident; split them off from that one"
            )
        new, provenance = amended(old, values) if values else ({}, None)
        where = review.c.report_key.in_(keys)
        pairs = [dict(row) for row in run.connection.execute(sa.select(review).where(where)).mappings()]
        journal.delete(run, review, where)
        for row in pairs:
            decide(run, row["report_key"], row["incident_id"], same=False, reason=decision.reason)
        proposed = _propose_group(run, incident_id)
        changed = _save(run, old, {**new, "status": "accepted"}, decision.reason, provenance=provenance)
        run.void = not (changed or pairs or proposed)
        run.summary |= {"settled": len(pairs)}
    return changed


def decide(run: Run, key: str, incident_id: str, *, same: bool, reason: str) -> None:
    """Record whether a reviewer considers a report part of an incident; an earlier decision is replaced."""
    journal.delete(run, decided, decided.c.report_key == key, decided.c.incident_id == incident_id)
    row = {"report_key": key, "incident_id": incident_id, "same": int(same), "reason": reason}
    journal.insert(run, decided, [row | {"by": run.by, "at": run.at}])


def _propose_group(run: Run, incident_id: str) -> int:
    """Queue the other proposals of an incident's group for merging with it; return the number of new review pairs."""
    together = next((ids for ids in groups_of_proposals(run.connection).values() if incident_id in ids), [])
    rows = []
    for other in together:
        if other == incident_id:
            continue
        for key in members(run.connection, other):
            if journal.row_of(run.connection, review, [key, incident_id]) is None:
                said = {"score": 10.0, "reasons": state.canonical(["both were proposals of one group"]), "at": run.at}
                rows.append({"report_key": key, "incident_id": incident_id, **said})
    journal.insert(run, review, rows)
    return len(rows)


def members(connection: Connection, incident_id: str) -> list[str]:
    """Return the report keys of an incident, the leading report first."""
    query = sa.select(incident_report.c.report_key).where(incident_report.c.incident_id == incident_id)
    return list(connection.execute(query.order_by(incident_report.c.position)).scalars())


def refresh(engine: Engine, *, by: str | None = None) -> dict[str, int]:
    """Recompute the derived fields of all incidents after a geodata update, and record each change as a revision.

    Returns the number of incidents ``read``, ``moved`` (a derived field changed) and ``unchanged``.
    """
    with reading(engine) as connection:
        olds = history.states(connection)
    news = derived(olds)
    # an incident whose only change is the geodata version gets no revision
    changed = {
        old["id"]: new
        for old, new in zip(olds, news, strict=True)
        if set(state.changed_fields(old, new)) - {"geodata_version"}
    }
    if changed:
        with runs.running(engine, "refresh", by=by, summary={"moved": len(changed)}) as run:
            now_there = {old["id"]: old for old in history.states(run.connection)}
            before = {old["id"]: old["revision"] for old in olds}
            # incidents that others changed in the meantime are recomputed from their current facts
            moved = [one for key, one in now_there.items() if key in changed and one["revision"] != before[key]]
            if moved:
                changed |= {old["id"]: new for old, new in zip(moved, derived(moved), strict=True)}
            for incident_id, new in changed.items():
                if incident_id in now_there:
                    saving.save(run, now_there[incident_id], new, None, f"geodata {geodata.version()}")
    return {"read": len(olds), "moved": len(changed), "unchanged": len(olds) - len(changed)}


def derived(olds: Sequence[state.State]) -> list[state.State]:
    """Compute the derived fields of incidents from their facts with the current geodata."""
    return state.derive([{field: old[field] for field in FACT_FIELDS} for old in olds], [old["id"] for old in olds])


def _save(
    run: Run, old: state.State, new: state.State, reason: str, *, provenance: Mapping[str, str] | None = None
) -> list[str]:
    text = None if provenance is None else state.canonical(provenance)
    changed = saving.save(run, old, new, text, reason)
    run.summary = {"incident": old["id"], "fields": changed}
    run.void = not changed and (text is None or text == old["provenance"])
    return changed


def require_known(values: Mapping[str, str]) -> None:
    """Raise UsageError if ``values`` names a field that cannot be amended."""
    unknown = [name for name in values if name not in AMENDABLE]
    if unknown:
        raise UsageError(f"field {unknown[0]!r} cannot be amended; use one of {', '.join(AMENDABLE)}")


def existing(connection: Connection, incident_id: str, expected_revision: int | None = None) -> state.State:
    """Return an incident's row; raise TrackerError if it is unknown, StaleError if it has another revision."""
    row = connection.execute(sa.select(incident).where(incident.c.id == incident_id)).mappings().one_or_none()
    if row is None:
        history.refuse_unknown(connection, incident_id)
    old = dict(row or {})
    if expected_revision is not None and old["revision"] != expected_revision:
        raise StaleError(_stale(connection, incident_id, expected_revision))
    return old


def _stale(connection: Connection, incident_id: str, expected: int) -> str:
    later = [row for row in history.of_incident(connection, incident_id) if row["revision"] > expected]
    if not later:
        return f"incident {incident_id} has no revision {expected}; reload it and check it again"
    last = later[-1]
    fields = ", ".join(dict.fromkeys(row["field"] for row in later))
    return (
        f"incident {incident_id} was changed by {last['by']} on {last['at'][:16].replace('T', ' ')}Z "
        f"({last['action']}: {fields}) since it was shown; reload it and check it again"
    )


def amended(old: state.State, values: Mapping[str, str]) -> tuple[state.State, dict[str, str]]:
    """Return the state of an incident with amended values, and the provenance of its fields."""
    content = _content(old) | content_of(values)
    sources = parse_sources(old["id"], values["sources"]) if "sources" in values else json.loads(old["sources"])
    acts = _acts_of(old["id"], values.get("acts", old["acts"]))
    if "acts" in values:
        check_acts(old["id"], acts, None, sources)
        content = _following(content, parse_acts(old["acts"]), acts) | content_of(values)
    check(old["id"], content, before=_content(old))
    if not _FROM_ACTS.isdisjoint(values):
        check_acts(old["id"], acts, content, sources)
    confirmed = values.get("encounter_confirmed", "" if "corroboration" in values else old["encounter_confirmed"])
    kept = {
        "sources": sources, "unmapped": model.split_list(old["unmapped"]), "radius_km": old["printed_radius_km"],
        "acts": acts_json(acts), "encounter_confirmed": confirmed,
    }  # fmt: skip
    facts = state.facts_of(content | kept) | {"disagreements": old["disagreements"]}
    if facts["corroboration"] != values.get("corroboration", facts["corroboration"]):
        allowed = f"the speakers of its most severe act make it {facts['corroboration']}; amend its acts"
        raise TableError(old["id"], [Problem(None, "corroboration", values["corroboration"], allowed)])
    provenance = json.loads(old["provenance"])
    fields = {"printed_" + name if name in {"lat", "lon"} else name for name in values}
    if "summary" not in values and provenance.get("summary") != PERSON:
        facts["summary"] = _summary_following(old, facts)
    new = {**facts, **state.derive([facts], [old["id"]])[0]}
    return new, provenance | dict.fromkeys(fields, PERSON)


def content_of(values: Mapping[str, str]) -> dict[str, str]:
    """Return the entries of ``values`` whose names are columns of incidents.csv."""
    return {name: value for name, value in values.items() if name in model.INCIDENT_COLUMNS}


def _following(content: dict[str, str], before: Sequence[Act], acts: Sequence[Act]) -> dict[str, str]:
    """Return an incident's columns after its acts change: values from the old acts are replaced, others kept."""
    vocabulary = geodata.vocabulary()
    held, told, left = columns_from_acts(before, vocabulary), columns_from_acts(acts, vocabulary), dict(content)
    for name in ("initiator_units", "target_units"):
        taken = model.split_list(held[name])
        left[name] = ";".join(unit for unit in model.split_list(content[name]) if unit not in taken)
    if content["damage"] == held["damage"]:
        left["damage"] = ""
    following = completed_columns(left, acts, vocabulary)
    for name in ("injured", "killed", "detained"):
        if following and content[name] and held[name]:
            rest = int(content[name]) - held[name]
            following[name] = rest + (told[name] or 0) or told[name]
    return content | {name: "" if value is None else str(value) for name, value in following.items()}


#: Columns with which acts must agree.
_FROM_ACTS: Final = frozenset(
    {"acts", "types", "initiators", "targets", "initiator_units", "target_units", "injured", "killed", "detained",
     "damage", "sources"}
)  # fmt: skip


def _acts_of(incident_id: str, text: str) -> list[Act]:
    try:
        return parse_acts(text)
    except ValueError as error:
        raise TableError(incident_id, [Problem(None, "acts", text[:200], str(error))]) from None


def check_acts(
    incident_id: str, acts: Sequence[Act], content: Mapping[str, str] | None, sources: Sequence[Mapping[str, str]]
) -> None:
    """Raise TableError if acts read from sources break a rule of the codebook or contradict the given columns."""
    if not are_read(acts):
        return
    addresses = [one["url"] for one in sources if one["url"]]
    found = act_problems(acts, content, geodata.vocabulary(), addresses=addresses)
    if found:
        columns = [f"acts {one.row}, {one.column}" if one.row else one.column for one in found]
        wrong = [replace(one, row=None, column=column) for one, column in zip(found, columns, strict=True)]
        raise TableError(incident_id, wrong)


def parse_sources(incident_id: str, text: str) -> list[dict[str, str]]:
    """Parse sources typed as a JSON list or as URLs separated by ``;``; raise TableError if they are invalid."""
    from scs_tracker.sources.incident_csv import sources_of_text

    found, problem = sources_of_text(text)
    if problem:
        raise TableError(incident_id, [Problem(None, "sources", text[:200], problem)])
    return found


def _content(old: state.State) -> dict[str, str]:
    """Return an incident's facts as text by column of incidents.csv; a missing value is an empty text."""
    content = {"id": old["id"]}
    for name in model.INCIDENT_COLUMNS[1:]:
        value = old["printed_" + name if name in {"lat", "lon"} else name]
        content[name] = "" if value is None else str(value)
    return content


def check(incident_id: str, content: dict[str, str], *, before: dict[str, str] | None = None) -> None:
    """Raise TableError if the facts of an incident break a rule of the codebook.

    Problems that ``before`` already has are ignored in unchanged columns, such as in rows of other datasets.
    """
    found = _problems(content)
    if found and before is not None:
        touched = {name for name, value in content.items() if value != before[name]}
        were = _problems(before)
        found = [one for one in found if one not in were or one.column in touched]
    if found:
        raise TableError(incident_id, found)


def _problems(content: dict[str, str]) -> list[Problem]:
    import pandas as pd

    frame = pd.DataFrame([content], columns=list(model.INCIDENT_COLUMNS), dtype=str)
    found = model.problems(frame, model.incidents_schema(geodata.vocabulary()))
    # an id keeps the date it was made with, even if the date is corrected later
    return [replace(one, row=None) for one in found if one.column != "id"]


def _summary_following(old: state.State, facts: Mapping[str, object]) -> str:
    """Return an incident's summary after a change to its facts; only an automatic summary is rewritten."""
    said_by = str(json.loads(old["provenance"]).get("summary", ""))
    if said_by.split(":", 1)[0] not in _WRITTEN_BY_MACHINE or all(old[name] == facts[name] for name in _TOLD):
        return str(old["summary"])
    labels = {row["type"]: row["label"] for row in geodata.rows("types")}
    names = {row["code"]: row["name"] for row in geodata.rows("actors")}
    types, who, whom = (model.split_list(str(facts[name])) for name in ("types", "initiators", "targets"))
    what = ", ".join(labels.get(one, one) for one in types)
    by = f" by {' and '.join(names.get(one, one) for one in who)}" if who else ""
    against = f" against {' and '.join(names.get(one, one) for one in whom)}" if whom else ""
    where = ", ".join(str(one) for one in (facts["place"] or facts["location_text"], facts["date_start"]) if one)
    text = f"{what[:1].upper()}{what[1:]}{by}{against}, {where}."
    return text if len(text) <= _LONGEST_SUMMARY else text[: _LONGEST_SUMMARY - 1] + "…"
