"""Define the commands accept, amend, retract, link, split, undo, history and changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from scs_tracker.cli.options import By, IncidentId, Json, Reason, ledger_of
from scs_tracker.cli.output import parse_assignments, show, show_done, show_json, show_table
from scs_tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scs_tracker.ledger import Ledger

_MOST_SHOWN: Final = 3
_MOST_LISTED: Final = 5


def show_reviews(ledger: Ledger, *, queue: Sequence[Mapping[str, Any]] | None = None) -> None:
    """Print the review queue: each proposed incident, with the incidents that it may duplicate.

    Pairs that the ledger found come first, with reasons. A proposal without a pair is printed with the nearest
    incidents in time and location. With a ``queue``, everything is printed as JSON.
    """
    pairs = ledger.reviews()
    known = {row["id"]: row for row in ledger.incidents(statuses=None).to_dict("records")}
    paired = {pair["incident"] for pair in pairs}
    lonely = [key for key, row in known.items() if row["status"] == "proposed" and key not in paired]
    near = _nearest(ledger, lonely)
    if queue is not None:
        show_json({"pairs": pairs, "proposed": lonely, "nearest": near, "queue": queue})
        return
    others = list(_other_work(ledger))
    if not pairs and not lonely and not others:
        show("the review queue is empty")
        return
    for pair in pairs:
        show(f"{pair['incident']} may be a duplicate of {pair['candidate']} (score {pair['score']:g})")
        show(f"  because {'; '.join(pair['reasons'])}")
        for key in (pair["incident"], pair["candidate"]):
            show(f"  {_line(known[key])}")
        show(f"  same incident: scs-tracker link {pair['candidate']} {pair['incident']} --reason …")
        show(f"  different incident: scs-tracker accept {pair['incident']}")
    for key in lonely:
        show(f"{key} is proposed")
        show(f"  {_line(known[key])}")
        for other in near[key]:
            show(f"  near {other['incident']}: {'; '.join(other['reasons'])}")
            show(f"  {_line(known[other['incident']])}")
            show(f"  same incident: scs-tracker link {other['incident']} {key} --reason …")
        show(f"  if correct: scs-tracker accept {key}; if not: scs-tracker amend or retract {key}")
    for line in others:
        show(line)


def _other_work(ledger: Ledger) -> Iterator[str]:
    """Yield lines about other items that await review, each kind with the command that handles it."""
    from scs_tracker.ledger import waiting, worklist

    events = ledger.events(statuses=["proposed"]).to_dict("records")
    yield from _some(
        "proposed event", "scs-tracker accept ID, or desk", [f"{one['id']}: {one['title']}" for one in events]
    )
    leads = [
        f"lead:{one['id']}, {one['source']}, {one['published']}: {one['title']} ({one['why']})"
        for one in worklist.leads(ledger.engine)
    ]
    yield from _some("lead", "scs-tracker desk", leads)
    changes = [f"{one['incident_id']}: {one['field']}" for one in worklist.proposed_changes(ledger.engine)]
    yield from _some("proposed change", "scs-tracker desk", changes)
    rows = [f"{one['file']}, row {one['row']}" for one in waiting.rows(ledger.engine)]
    yield from _some("rejected row", "scs-tracker quarantine", rows)


def _some(name: str, where: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield a line with the number of items of a kind, then the first items; yield nothing if there are none."""
    if lines:
        yield f"{len(lines)} {name if len(lines) == 1 else f'{name}s'} awaiting review: {where}"
        yield from (f"  {line}" for line in lines[:_MOST_LISTED])
        if len(lines) > _MOST_LISTED:
            yield f"  and {len(lines) - _MOST_LISTED} more"


def _line(row: Mapping[str, Any]) -> str:
    sides = f"{row['initiators'] or 'not named'} → {row['targets'] or 'not named'}"
    return f"{row['date_start']}  {row['types']}  {sides}  {row['location_text']}: {row['summary']}"


def _nearest(ledger: Ledger, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return up to ``_MOST_SHOWN`` accepted incidents near each proposal, with the reasons for the similarity."""
    from scs_tracker.desk import neighbours
    from scs_tracker.ledger.editing import existing
    from scs_tracker.ledger.store import reading

    with reading(ledger.engine) as connection:
        near = {key: neighbours.of_row(connection, existing(connection, key), statuses=("accepted",)) for key in ids}
    return {
        key: [{"incident": one["id"], "reasons": neighbours.reasons(one)} for one in found[:_MOST_SHOWN]]
        for key, found in near.items()
    }


def _decoded(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a revision with its old and new value decoded from JSON; a missing value is None."""
    values = {name: json.loads(row[name]) if isinstance(row[name], str) else None for name in ("old", "new")}
    return dict(row) | values


def show_revisions(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print revisions: time, incident, user, reason, and the old and new value of each field."""
    if as_json:
        show_json([_decoded(row) for row in rows])
        return
    if not rows:
        show("no changes")
        return
    from scs_tracker.sentences.act_lines import changed_lines

    heading: tuple[object, ...] = ()
    for row in rows:
        name = row["event_id"] if "event_id" in row else row["incident_id"]
        if heading != (heading := (row["run_id"], name, row["revision"])):
            show(
                f"{row['at'][:19]}Z  {name}, revision {row['revision']}, run {row['run_id']}, {row['action']} by "
                f"{row['by']}: {row['reason']}"
            )
        if row["field"] in {"created", "removed"}:
            show(f"    {row['field']}")
        elif row["field"] == "acts":
            show("    acts:")
            for line in changed_lines(*(json.loads(row[name] or '""') for name in ("old", "new"))):
                show(f"      {line}")
        else:
            show(f"    {row['field']}: {_short(row['old']) or 'empty'} → {_short(row['new']) or 'empty'}")


def _short(text: object) -> str:
    if not isinstance(text, str):
        return ""
    value = json.loads(text)
    if value is None:
        return ""
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 200 else words[:199] + "…"


def show_change(incident_id: str, changed: Sequence[str], *, as_json: bool) -> None:
    """Print the names of the fields of an incident that a command changed."""
    words = f"changed {', '.join(changed)}" if changed else "nothing to change"
    show_done({"id": incident_id, "changed": list(changed)}, f"{incident_id}: {words}", as_json=as_json)


app = typer.Typer()


@app.command(epilog="Example: scs-tracker history 20230805-second-thomas")
def history(context: typer.Context, incident_id: IncidentId, json: Json = False) -> None:
    """Show the reports and revisions of an incident or event, oldest first."""
    ledger = ledger_of(context)
    revisions = ledger.history(incident_id)
    reports = ledger.reports(incident_id)
    if json:
        show_json({"reports": reports, "revisions": [_decoded(row) for row in revisions]})
        return
    show_table(
        ["report", "came by", "because"], [[row["report"], row["how"], "; ".join(row["reasons"])] for row in reports]
    )
    show("")
    show_revisions(revisions, as_json=False)


@app.command(epilog="Example: scs-tracker changes --since 2024-06-17")
def changes(
    context: typer.Context,
    since: Annotated[
        str,
        typer.Option(
            help="Start of the list: a date, a time (ISO 8601; UTC if it states no time zone), or a run, such as "
            "run:12."
        ),
    ],
    json: Json = False,
) -> None:
    """List changes in the ledger since a date, time or run."""
    ledger = ledger_of(context)
    with ledger.one_state():
        rows = [*ledger.changes(since).to_dict("records"), *ledger.event_changes(since)]
    show_revisions(sorted(rows, key=lambda row: row["run_id"]), as_json=json)


@app.command(epilog="Example: scs-tracker amend 20240617-second-thomas injured=3 --reason 'Statement of 18 June'")
def amend(
    context: typer.Context,
    incident_id: IncidentId,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE…",
            help="Values for columns of the codebook, such as injured=2, or acts=@acts.csv to read a file.",
        ),
    ],
    reason: Reason,
    by: By = None,
    json: Json = False,
) -> None:
    """Change facts of an incident or event. Location and claims are recomputed."""
    values = parse_assignments(fields)
    if values.get("acts", "").startswith("@"):
        from scs_tracker.sources.acts_beside import acts_of_file

        values["acts"] = acts_of_file(Path(values["acts"][1:]), incident_id)
    show_change(incident_id, ledger_of(context, by=by).amend(incident_id, values, reason=reason), as_json=json)


@app.command(epilog="Example: scs-tracker retract 20240617-second-thomas --reason 'Reported twice'")
def retract(context: typer.Context, incident_id: IncidentId, reason: Reason, by: By = None, json: Json = False) -> None:
    """Retract an incident or event. It stays in the ledger with the reason."""
    show_change(incident_id, ledger_of(context, by=by).retract(incident_id, reason=reason), as_json=json)


@app.command(epilog="Example: scs-tracker accept 20240617-second-thomas --reason 'Read both statements'")
def accept(
    context: typer.Context,
    incident_id: IncidentId,
    reason: Reason = "accepted",
    by: By = None,
    evidence_of: Annotated[
        str, typer.Option(metavar="ID", help="Incident to which the lead, such as lead:3, is added as evidence.")
    ] = "",
    json: Json = False,
) -> None:
    """Accept a proposed incident or event, restore a retracted one, or use a lead from vessel positions as evidence."""
    if evidence_of:
        from scs_tracker.ledger import worklist

        number = incident_id.removeprefix("lead:")
        if not number.isdecimal():
            raise UsageError(f"{incident_id} is not a lead; --evidence-of needs a lead, such as lead:3")
        worklist.accept_positions(ledger_of(context, by=by).engine, int(number), evidence_of, by=by)
        answer = {"id": incident_id, "evidence_of": evidence_of}
        show_done(answer, f"{incident_id} is now evidence for {evidence_of}", as_json=json)
        return
    show_change(incident_id, ledger_of(context, by=by).accept(incident_id, reason=reason), as_json=json)


@app.command(epilog="Example: scs-tracker link 20240617-second-thomas 20240617-ayungin --reason 'One incident'")
def link(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="A", help="Incident to keep.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Incident to merge into A.")],
    reason: Reason,
    by: By = None,
    json: Json = False,
) -> None:
    """Merge two incidents: B's reports become part of A, and B is retracted."""
    kept = ledger_of(context, by=by).link(first, second, reason=reason)
    show_done({"id": kept, "merged": second}, f"{second} is now part of {kept}", as_json=json)


@app.command(epilog="Example: scs-tracker split 20240617-second-thomas scsdi:214 --reason 'Another day'")
def split(
    context: typer.Context,
    incident_id: IncidentId,
    reports: Annotated[
        list[str], typer.Argument(metavar="REPORT…", help="Report keys, as printed by 'scs-tracker history'.")
    ],
    reason: Reason,
    by: By = None,
    json: Json = False,
) -> None:
    """Move reports about a different incident out of an incident. Each becomes a separate incident."""
    homes = ledger_of(context, by=by).split(incident_id, reports, reason=reason)
    sentence = f"moved from {incident_id} to {', '.join(homes)}"
    show_done({"id": incident_id, "incidents": list(homes)}, sentence, as_json=json)


@app.command(epilog="Example: scs-tracker undo 42")
def undo(
    context: typer.Context,
    run: Annotated[
        int | None,
        typer.Argument(
            metavar="RUN",
            help="Number of the run, as printed by 'scs-tracker history'.",
            show_default="your last decision",
        ),
    ] = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Undo a decision exactly. Fails if a later change depends on it."""
    undone = ledger_of(context, by=by).undo(run)
    changed = ", ".join(undone["incidents"]) or "no incident"
    sentence = f"undone: run {undone['run']} ({undone['action']} by {undone['by']}); changed {changed}"
    show_done(undone, sentence, as_json=json)
