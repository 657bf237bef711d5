"""Define the commands data export, merge, check and describe, and the command units."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scs_tracker.cli.options import Json, settings
from scs_tracker.cli.output import print_notice, show, show_done, show_json, show_table

app = typer.Typer(help="Check the shipped data, build a release, and merge additions.", no_args_is_help=True)
verbs = typer.Typer()


@app.command("export", epilog="Example: scs-tracker data export data-2026.12")
def export(
    context: typer.Context,
    release: Annotated[str, typer.Argument(help="Name of the release, data-YEAR.MONTH, such as data-2026.12.")],
    out: Annotated[Path, typer.Option(help="Folder for the archive.")] = Path(),
    since: Annotated[
        Path | None,
        typer.Option(help="Archive of the previous release, for the list of changes.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """Build the archive of a release, with metadata, checksums and a list of changes."""
    from scs_tracker.dataset.release import export as build

    settings(context)
    released = build(release, out, since=since)
    if json:
        show_json({"file": str(released.file), "incidents": released.incidents, "changes": dict(released.changes)})
        return
    show(str(released.file))
    counts = ", ".join(f"{count} {kind}" for kind, count in released.changes.items())
    print_notice(f"{released.incidents} incidents; {counts or 'the first release, so there is no list of changes'}")


@app.command("merge", epilog="Example: scs-tracker data merge additions --into geodata")
def merge(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(
            help="Folder with the additions: incidents.csv, incident_sources.csv, corrections.csv or other tables."
        ),
    ],
    into: Annotated[Path, typer.Option(help="Geodata folder to merge into.")],
    title: Annotated[str, typer.Option(help="Heading for the corrections in CHANGES.md.")] = "Corrections",
    json: Json = False,
) -> None:
    """Add rows and corrections to the shipped tables: all of them or none."""
    from scs_tracker.dataset.merging import merge as run_intake

    settings(context)
    merged = run_intake(folder, into, title=title)
    added = ", ".join(f"{count} rows of {name}" for name, count in merged.added.items()) or "no rows"
    answer = {"added": merged.added, "corrected": merged.corrected}
    show_done(answer, f"added {added}; {merged.corrected} cells corrected", as_json=json)


@app.command("check", epilog="Example: scs-tracker data check incidents.csv")
def check(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="A table of incidents. Default: the shipped one.", show_default=False)
    ] = None,
    json: Json = False,
) -> None:
    """Check a table of incidents, and the acts and sources in the same folder. Changes nothing."""
    from scs_tracker import geodata
    from scs_tracker.sources.formats import read_reports

    settings(context)
    batch = read_reports(file or geodata.shipped(geodata.TABLES["incidents"][0]))
    wrong = [{"row": one.row, "id": one.own_id, "reason": reason} for one in batch.rejects for reason in one.reasons]
    if json:
        show_json({"read": batch.read, "problems": wrong})
    else:
        for one in wrong:
            show(f"row {one['row']}, {one['id'] or 'no id'}: {one['reason']}")
        print_notice(f"{batch.read} rows, {len(batch.rejects)} invalid")
    if wrong:
        raise typer.Exit(1)


@app.command("describe", epilog="Example: scs-tracker data describe --into geodata")
def describe(
    context: typer.Context, into: Annotated[Path, typer.Option(help="Geodata folder to write datapackage.json in.")]
) -> None:
    """Write datapackage.json from the tables. Run it after a column has changed."""
    from scs_tracker.dataset import description
    from scs_tracker.files import write_atomically

    settings(context)
    show(str(write_atomically(into / "datapackage.json", description.as_json(description.data_package()))))


@verbs.command(epilog="Example: scs-tracker units CCG 5205")
def units(
    context: typer.Context,
    name: Annotated[
        list[str],
        typer.Argument(metavar="NAME…", help="Name, in any recorded spelling, or hull number, such as CCG 5205."),
    ],
    json: Json = False,
) -> None:
    """Show a vessel or aircraft and the shipped incidents that it was involved in."""
    from scs_tracker.dataset.vessels import find_units

    settings(context)
    found = find_units(" ".join(name))
    if json:
        show_json(found)
        return
    for unit in found:
        numbers = f", {', '.join(unit['hull_numbers'])}" if unit["hull_numbers"] else ""
        called = [one for one in unit["spellings"] if one != unit["name"]]
        show(f"{unit['name']}{numbers}: {unit['actor'] or 'service not known'}, {unit['class'] or 'class not known'}")
        if called:
            print_notice(f"also written {', '.join(called)}")
        rows = [[one["date_start"], one["role"], one["types"], one["place"], one["id"]] for one in unit["incidents"]]
        show_table(["date", "role", "types", "place", "incident"], rows)
