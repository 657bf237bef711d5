"""Define the command intake, and the commands sources list, show, enable, disable, check, links and lost."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scs_tracker.cli.options import LEFT_FOR_A_PERSON, Json, ledger_of, settings, settings_file
from scs_tracker.cli.output import print_notice, progress, show, show_done, show_error, show_json, show_table

if TYPE_CHECKING:
    from scs_tracker.intake.gathering import Gathered
    from scs_tracker.intake.sitting import Intake

app = typer.Typer()
sources = typer.Typer(
    help="List, show, enable, disable and check monitored sources, and check the links of accepted incidents.",
    no_args_is_help=True,
)
Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Ids of sources; see 'scs-tracker sources list'.")]
SomeIds = Annotated[
    list[str] | None, typer.Argument(metavar="[ID…]", help="Ids of sources. Default: all enabled sources.")
]


@app.command(epilog="Example: scs-tracker intake vnexpress --json")
def intake(
    context: typer.Context,
    wanted: SomeIds = None,
    digest: Annotated[
        bool, typer.Option("--digest", help="Print new items since the last digest, and send them if [digest] is set.")
    ] = False,
    json: Json = False,
) -> None:
    """Read the monitored sources once. Every item is a proposal that awaits review."""
    from scs_tracker.intake import digests
    from scs_tracker.intake.sitting import run_intake
    from scs_tracker.run.lock import alone

    chosen = settings(context)
    ledger = ledger_of(context, create=True)
    with alone(chosen.folder):
        with progress("intake") as told:
            result = run_intake(chosen, ledger, wanted or (), progress=told)
        if not json:
            _show(result)
        text, sent, failed = "", list[str](), list[str]()
        if digest:
            text = digests.tell(chosen, ledger, "", lambda news: None if json else show(news.rstrip()), result.at)
            sent, failed = digests.send_news(chosen, ledger, result.at)
    if json:
        show_json(result.to_json() | ({"digest": text} if digest else {}))
    elif digest and not text:
        show("no new items since the last digest")
    for note in sent:
        print_notice(note)
    for problem in (*result.problems, *(problem for one in result.sources for problem in one.problems), *failed):
        show_error(problem)
    if result.exit_code or failed:
        raise typer.Exit(result.exit_code or LEFT_FOR_A_PERSON)


def _show(result: Intake) -> None:
    for one in result.sources:
        print_notice(_line(one))
    total = result.to_json()
    print_notice(
        f"{total['proposed']} proposed, {total['leads']} leads, {total['known']} known, {total['failed']} not read"
    )
    if result.second is not None and result.second.calls:
        print_notice(result.second.cost())
    resting = [one.id for one in result.sources if one.outcome == "resting"]
    if resting:
        print_notice(f"sources skipped this time: {len(resting)}; to read one now: scs-tracker intake {resting[0]}")


def _line(one: Gathered) -> str:
    if one.outcome == "failed":
        return f"{one.id}: not read"
    if one.outcome == "resting":
        return f"{one.id}: skipped ({'; '.join(one.notes)})"
    said = [f"{one.hits} about the South China Sea" if one.hits else "nothing about the South China Sea"]
    counts = {"known": one.known, "proposed": one.counts.added, "matched to incidents": one.counts.linked,
              "changed": one.counts.updated, "leads": one.leads}  # fmt: skip
    said += [f"{number} {name}" for name, number in counts.items() if number]
    said += [f"newest {one.newest}"] if one.newest else []
    return f"{one.id}: {', '.join(['nothing new'] if one.outcome == 'same' and not one.counts.read else said)}" + (
        f" ({'; '.join(one.notes)})" if one.notes else ""
    )


@sources.command("list", epilog="Example: scs-tracker sources list --enabled")
def list_(
    context: typer.Context,
    enabled: Annotated[bool, typer.Option("--enabled", help="Only enabled sources.")] = False,
    json: Json = False,
) -> None:
    """List the sources of the catalogue and your own, with their state."""
    rows = _rows(context)
    rows = [row for row in rows if row["enabled"]] if enabled else rows
    if json:
        show_json(rows)
        return
    columns = ("id", "enabled", "state", "newest", "country", "language", "kind", "text", "confidence", "name")
    show_table(columns, [["yes" if row[name] is True else row[name] or "" for name in columns] for row in rows])


def _rows(context: typer.Context) -> list[dict[str, Any]]:
    """Return all sources of the catalogue and of tracker.toml, with their state."""
    from scs_tracker.intake import catalogue, health
    from scs_tracker.ledger import worklist
    from scs_tracker.ledger.store import schema_of

    chosen = settings(context)
    problems: list[str] = []
    live = catalogue.enabled(chosen, problems)
    own = {one.id: one for one in live}
    noted = worklist.health(ledger_of(context).engine) if schema_of(chosen.ledger_url) is not None else {}
    for problem in problems:
        show_error(problem)
    return [
        health.row_of(one, noted.get(one.id), enabled=one.id in own) for one in (catalogue.catalogue([]) | own).values()
    ]


@sources.command("show", epilog="Example: scs-tracker sources show vnexpress")
def show_source(
    context: typer.Context,
    wanted: Annotated[str, typer.Argument(metavar="ID", help="Id of a source; see 'scs-tracker sources list'.")],
    json: Json = False,
) -> None:
    """Show the details of one source."""
    from scs_tracker.intake import catalogue

    rows = {row["id"]: row for row in _rows(context)}
    among = catalogue.catalogue([]) | {one.id: one for one in catalogue.enabled(settings(context), [])}
    row = rows[catalogue.find(wanted, among).id]
    if json:
        show_json(row)
        return
    show_table(("what", "value"), [(name, _cell(value)) for name, value in row.items() if value not in ("", None, [])])


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value)


@sources.command(epilog="Example: scs-tracker sources lost --json")
def lost(context: typer.Context, json: Json = False) -> None:
    """List periods in which items of monitored sources were probably missed. Contacts no server."""
    rows = [{"id": row["id"], **gap} for row in _rows(context) for gap in row["lost"]]
    if json:
        show_json(rows)
        return
    show_table(("id", "from", "until", "held", "at"), [tuple(row.values()) for row in rows])


@sources.command(epilog="Example: scs-tracker sources enable vnexpress")
def enable(context: typer.Context, ids: Ids, json: Json = False) -> None:
    """Enable sources: add them to tracker.toml."""
    from scs_tracker.intake import catalogue, enabling

    fresh = enabling.enable(settings_file(context), ids)
    known = catalogue.catalogue([])
    needed = {one: list(known[one].keys) for one in fresh}
    lines = [f"{one}: enabled" + (f"; it needs {' and '.join(keys)} in the environment" if keys else "")
             for one, keys in needed.items()]  # fmt: skip
    answer = {"enabled": list(needed), "needs": needed}
    show_done(answer, "\n".join(lines) or "nothing to do: already enabled", as_json=json)


@sources.command(epilog="Example: scs-tracker sources disable vnexpress")
def disable(context: typer.Context, ids: Ids, json: Json = False) -> None:
    """Disable sources. Their reports stay in the ledger."""
    from scs_tracker.intake import enabling

    gone = enabling.disable(settings_file(context), ids)
    sentence = f"{', '.join(gone)}: disabled" if gone else "nothing to do: not enabled"
    show_done({"disabled": list(gone)}, sentence, as_json=json)


@sources.command(epilog="Example: scs-tracker sources check vnexpress")
def check(context: typer.Context, wanted: SomeIds = None, json: Json = False) -> None:
    """Test sources over the network: print the newest item or the error. Stores nothing."""
    from scs_tracker.intake import health
    from scs_tracker.intake.sitting import chosen_sources

    chosen = settings(context)
    problems: list[str] = []
    live = chosen_sources(chosen, wanted or (), problems)
    with progress("check") as told:
        checked = health.check(live, chosen, progress=told)
    if json:
        show_json(checked)
    else:
        show_table(("id", "state", "newest", "items", "note"), [tuple(row.values()) for row in checked])
    for problem in problems:
        show_error(problem)
    if problems or any(row["state"] != "well" for row in checked):
        raise typer.Exit(LEFT_FOR_A_PERSON)


@sources.command(epilog="Example: scs-tracker sources links")
def links(
    context: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help="Also print links that work.")] = False,
    json: Json = False,
) -> None:
    """Test every link of accepted incidents, and print broken ones with their archived copies."""
    from scs_tracker.intake import archive
    from scs_tracker.intake import links as checking
    from scs_tracker.intake.sitting import this_instant
    from scs_tracker.intake.visiting import Visits

    chosen, ledger = settings(context), ledger_of(context)
    with progress("links") as told:
        visits = Visits(this_instant(), chosen.contact)
        found = checking.check(ledger, visits, archived=archive.copies(ledger), progress=told)
    rotten = [one for one in found if one.state != "alive"]
    if json:
        show_json([asdict(one) for one in (found if all_ else rotten)])
    else:
        rows = [
            (one.state, one.address, one.note, one.archive, ", ".join(one.incidents))
            for one in (found if all_ else rotten)
        ]
        show_table(("state", "address", "note", "copy", "incidents"), rows)
        print_notice(f"Links tested: {len(found)}; working: {len(found) - len(rotten)}")
    if any(one.state in {"gone", "moved"} for one in rotten):
        raise typer.Exit(LEFT_FOR_A_PERSON)
