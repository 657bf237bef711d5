"""Define the commands zones list, show, export, build, check, add and remove."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from scs_tracker.cli import tables
from scs_tracker.cli.options import Encoding, Json, settings
from scs_tracker.cli.output import parse_assignments, print_notice, show, show_files, show_json, show_table
from scs_tracker.errors import TrackerError

app = typer.Typer(help="List, show, export, build, check, add and remove maritime claims.", no_args_is_help=True)


def _builder(module: str) -> Any:
    """Return a module of geodata/build/zones in a source checkout, or None outside a checkout."""
    checkout = Path(__file__).parents[2]
    if not (checkout / "geodata/build/zones" / f"{module}.py").exists():
        return None
    if str(checkout) not in sys.path:
        sys.path.append(str(checkout))
    return import_module(f"geodata.build.zones.{module}")


def _step(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"{text}\n")


@app.command("list", epilog="Example: scs-tracker zones list --date 2024-06-17")
def list_(
    context: typer.Context,
    date: Annotated[str | None, typer.Option(help="Only zones that existed on this day, YYYY-MM-DD.")] = None,
    json: Json = False,
) -> None:
    """List all zones, with claimants, kind, dates and status."""
    settings(context)
    rows = tables.zone_rows(date=date)
    if json:
        show_json(rows)
        return
    columns = ["id", "claimants", "kind", "valid_from", "valid_to", "status", "name"]
    show_table(columns, [[row[column] for column in columns] for row in rows])
    undrawn = tables.undrawn_rows(date=date)
    show(f"\nNot drawn, because no coordinates are known ({len(undrawn)}); details: scs-tracker zones show ID")
    show_table(columns, [[row[column] for column in columns] for row in undrawn])


@app.command("show", epilog="Example: scs-tracker zones show ph-eez")
def show_(
    context: typer.Context,
    zone_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a zone; see 'scs-tracker zones list'.")],
) -> None:
    """Print one zone as GeoJSON, with its legal basis."""
    settings(context)
    show_json(tables.zone_feature(zone_id))


@app.command(epilog="Example: scs-tracker zones export zones.geojson --date 2024-06-17")
def export(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Output file: .fgb, .geojson, .gpkg, .kml, .kmz or .parquet.")
    ],
    date: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only zones that existed on this day, YYYY-MM-DD.")
    ] = None,
) -> None:
    """Export zones with legal basis and dates to a GIS file."""
    from scs_tracker.zones.export import export_zones

    settings(context)
    show_files([export_zones(file, day=date)])


@app.command(epilog="Example: scs-tracker zones build --out geodata")
def build(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="Output folder, with the layout of geodata/.")] = Path("geodata"),
) -> None:
    """Build all zones from their sources. Needs a source checkout and the optional extra zones-build."""
    settings(context)
    builder = _builder("build")
    if builder is None:
        raise TrackerError(
            "zones can be built only in a source checkout; clone the repository and run the command there"
        )
    report = builder.build_zones(out, progress=_step)
    rows = [
        [zone.id, "" if zone.area_km2 is None else f"{zone.area_km2:,.0f}", zone.vertices, zone.accuracy]
        for zone in report.zones
    ]
    show_table(["zone", "area km²", "vertices", "accuracy"], rows)
    for file in report.files:
        print_notice(str(file))


@app.command(epilog="Example: scs-tracker zones check")
def check(context: typer.Context, json: Json = False) -> None:
    """Check geometry, dates and distances of the zones, and compare the stored build with its sources."""
    from scs_tracker.zones.check import check_zones

    settings(context)
    builder = _builder("check")
    found = [*check_zones(), *(builder.check_build() if builder is not None else ())]
    if json:
        show_json({"problems": found})
    else:
        show("\n".join(found) if found else "the zones are valid")
    if found:
        raise typer.Exit(1)


@app.command(
    epilog="Example: scs-tracker zones add box.geojson --id my-box --claimant PH --kind reserve --citation 'By hand'"
)
def add(  # noqa: PLR0913, PLR0917 - the contract gives it so many options
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="GeoJSON, shapefile, GeoPackage, KML or any other format that GDAL reads."),
    ],
    id_: Annotated[str, typer.Option("--id", help="Id of the zone: lower-case letters, digits, hyphens.")],
    claimant: Annotated[str, typer.Option(help="Country codes, such as PH, separated by semicolons.")],
    kind: Annotated[
        str, typer.Option(help="Kind, such as eez, reserve or exercise_area; an invalid kind prints the list.")
    ],
    citation: Annotated[str, typer.Option(help="Source of the limits.")],
    fact: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN=VALUE",
            help="Another property of the zone, such as name=… or valid_from=…. May be repeated.",
        ),
    ] = None,
    layer: Annotated[str, typer.Option(help="Layer to read, if the file has several.")] = "",
    where: Annotated[str, typer.Option(help="SQL condition to select features.")] = "",
    encoding: Encoding = "",
    replace: Annotated[bool, typer.Option("--replace", help="Replace the zone with this id.")] = False,
) -> None:
    """Add your own zone, or replace a shipped one."""
    from scs_tracker.zones import add_zone as take_zone

    settings(context)
    given = {"id": id_, "claimants": claimant, "kind": kind, "citation": citation}
    facts = parse_assignments(fact or []) | given
    added = take_zone(file, facts, layer=layer, where=where, encoding=encoding, replace=replace)
    area = "" if added.area_km2 is None else f", {added.area_km2:,.0f} km²"
    features = f"{added.features} feature{'s' * (added.features != 1)}"
    show(f"{'replaced' if added.replaced else 'added'} zone {added.id}: {features}{area}")
    for note in added.notes:
        print_notice(note)
    print_notice(str(added.file))


@app.command(epilog="Example: scs-tracker zones remove my-box")
def remove(
    context: typer.Context, zone_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a zone that you added.")]
) -> None:
    """Remove a zone that you added. A shipped zone that it replaced is used again."""
    from scs_tracker.zones.added import remove_zone

    settings(context)
    print_notice(f"removed zone {zone_id}: {remove_zone(zone_id)}")
