"""The `zones` commands: list, show, build, check, add."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scs_tracker import terminal, terminal_lookup
from scs_tracker.cli_settings import settings

app = typer.Typer(help="The maritime claims: list, show, build, check and add.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]


@app.command("list")
def list_(
    context: typer.Context,
    date: Annotated[str | None, typer.Option(help="Only zones that existed then.")] = None,
    json: Json = False,
) -> None:
    """List all zones with claimants, kind, dates and status."""
    settings(context)
    terminal_lookup.show_zones(date=date, as_json=json)


@app.command()
def show(context: typer.Context, zone_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Print one zone as GeoJSON, its legal basis among the properties."""
    from scs_tracker import lookup

    settings(context)
    terminal.show_json(lookup.zone_feature(zone_id))


@app.command()
def build(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="A folder laid out like geodata/.")] = Path("geodata"),
) -> None:
    """Build all zones from their sources; needs the extra zones-build."""
    settings(context)
    terminal_lookup.build_zones(out)


@app.command()
def check(context: typer.Context, json: Json = False) -> None:
    """Check validity, dates, distances, and the stored build against its sources."""
    settings(context)
    if terminal_lookup.show_zone_problems(as_json=json):
        raise typer.Exit(1)


@app.command()
def add(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Any vector file that GDAL reads.")],
    id_: Annotated[str, typer.Option("--id", help="Lower case letters, digits, hyphens.")],
    claimant: Annotated[str, typer.Option(help="ISO 3166-1 codes with ; between.")],
    kind: Annotated[str, typer.Option(help="One of the kinds that zones list shows, such as eez.")],
    citation: Annotated[str, typer.Option(help="Where the limits come from.")],
    fact: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="name=…, valid_from=…; again for more.")
    ] = None,
    layer: Annotated[str, typer.Option(help="Which layer, where the file holds several.")] = "",
    where: Annotated[str, typer.Option(help="Which features, as an SQL condition.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Use it in place of the zone of that id.")] = False,
) -> None:
    """Use your own polygons beside or in place of ours, from now on."""
    settings(context)
    given = {"id": id_, "claimants": claimant, "kind": kind, "citation": citation}
    facts = terminal.parse_assignments(fact or []) | given
    terminal_lookup.add_zone(file, facts, layer=layer, where=where, replace=replace)
