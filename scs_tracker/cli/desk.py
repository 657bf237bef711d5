"""Define the commands desk and review."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scs_tracker.cli.decisions import show_reviews
from scs_tracker.cli.options import IncidentId, Json, ledger_of, settings
from scs_tracker.cli.output import show, show_json
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

app = typer.Typer()
review = typer.Typer(help="List the review queue: proposed incidents, and incidents that they may duplicate.")
app.add_typer(review, name="review")


@app.command(epilog="Example: scs-tracker desk --by Dana")
def desk(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port to listen on; 0 uses any free port.")] = 8765,
    host: Annotated[
        str, typer.Option(help="Address to listen on. With --allow-remote: one that other machines can reach.")
    ] = "127.0.0.1",
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Allow access from other machines; needs --host and --by.")
    ] = False,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Name recorded with each decision. With --allow-remote: repeat it for each person.", show_default=False
        ),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the URL; do not open a browser.")] = False,
) -> None:
    """Open the review queue in the browser, with texts, fields, a map and keyboard shortcuts."""
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise TrackerError("the desk needs the extra desk; pip install 'scs-tracker[desk]', or use scs-tracker review")
    from scs_tracker.desk import serving
    from scs_tracker.ledger import runs

    serving.require_local(host, by or [], allow_remote=allow_remote)
    people = [runs.author(name) for name in by] if by else [runs.author()]
    chosen = settings(context)
    serving.serve(ledger_of(context), chosen, people, host=host, port=port, tell=show, browser=not no_browser)


@review.callback(invoke_without_command=True, epilog="Example: scs-tracker review --json")
def _review(context: typer.Context, json: Json = False) -> None:
    if context.invoked_subcommand is not None:
        return
    ledger, queue = ledger_of(context), None
    if json:
        from scs_tracker.desk.queue import waiting_rows
        from scs_tracker.ledger import runs

        queue = waiting_rows(ledger, runs.author(), second_reader=settings(context).second_reader)
    show_reviews(ledger, queue=queue)


@review.command("show", epilog="Example: scs-tracker review show 20240617-second-thomas")
def show_one(context: typer.Context, incident_id: IncidentId, json: Json = False) -> None:
    """Show the details of a proposal: evidence passages, location, claims, and what a merge would change."""
    from scs_tracker.desk import dossier

    ledger = ledger_of(context)
    found = dossier.dossier(ledger, incident_id)
    for pair in found["joins"]:
        pair["differences"] = dossier.differences(ledger, pair["candidate"], incident_id)["rows"]
    if json:
        show_json(found)
        return
    for line in _lines(found):
        show(line)


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the details of a proposal as lines of text."""
    from scs_tracker.desk.neighbours import reasons

    derived = found["derived"]
    yield f"{found['id']}, {found['status']}, revision {found['revision']}, severity {derived['severity']}"
    if found["week_line"]:
        yield f"  sentence in the weekly report{' ' + found['week'] if found['week'] else ''}: {found['week_line']}"
    yield ""
    for field in found["fields"]:
        if field["value"] or field["said"]:
            yield f"{field['title']}: {field['value'] or 'empty'}{_basis(field)}"
            yield from (f"    “{passage['words']}”" for passage in field["passages"])
            yield from (f"    {one['outlet']}: {one['value']}" for one in field["said"])
    yield ""
    yield from _where(derived)
    yield f"Corroboration: {'; '.join(found['backed'])}"
    yield from (f"Article: {_article(one)}" for one in found["articles"])
    yield from (
        f"Update: {one['title']}: {one['old'] or 'empty'} → {one['new'] or 'empty'}" for one in found["changes"]
    )
    yield from (f"Same event as {one['id']} (revision {one['revision']}): {one['summary']}" for one in found["members"])
    for one in found["neighbours"]:
        yield f"Near: {one['id']}, {one['status']}, {', '.join(reasons(one))}: {one['summary']}"
    for pair in found["joins"]:
        yield f"Possible duplicate of {pair['candidate']} (score {pair['score']:g}), {'; '.join(pair['reasons'])}"
        for one in pair["differences"]:
            yield f"    {one['title']}: existing {one['kept'] or 'empty'}, proposed {one['joined']}"


def _basis(field: Mapping[str, Any]) -> str:
    if field["by"] == "person":
        return "  [set by a reviewer]"
    sure = "" if field["confidence"] is None else f", confidence {field['confidence']:.2f}"
    if field["basis"]:
        return f"  [{field['basis']}{sure}{', uncertain' if field['unsure'] else ''}]"
    return "  [not in the text]" if field["judged"] and field["value"] else ""


def _where(derived: Mapping[str, Any]) -> Iterator[str]:
    if derived["lat"] is None:
        yield f"Location: none; {derived['reason']}"
    else:
        spot = f"{derived['lat']:.4f}, {derived['lon']:.4f} within {derived['radius_km']:g} km"
        yield f"Location: {spot}, by {derived['method']} from “{derived['matched_text']}”"
    if derived["alternatives"]:
        yield f"    possible places: {', '.join(one['name'] for one in derived['alternatives'])}"
    yield f"Claims at this location: {derived['standing']}"
    for membership, label in (("certain", "within"), ("possible", "possibly within")):
        names = [one["name"] for one in derived["zones"] if one["membership"] == membership]
        if names:
            yield f"    {label}: {'; '.join(names)}"


def _article(one: Mapping[str, Any]) -> str:
    about = ", ".join(part for part in (one["outlet"], one["published"], one["title"]) if part)
    size = (
        one["missing"] if one["pieces"] is None else f"{sum(len(part['text']) for part in one['pieces']):,} characters"
    )
    return f"{about} {one['link']} {size}".replace("  ", " ")
