"""Define the command bulk, which matches vessel positions to claims or finds encounters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scs_tracker.cli.options import Json, Licence, Provider, ledger_of, settings
from scs_tracker.cli.output import print_notice, progress, show, show_error, show_files, show_json
from scs_tracker.cli.tracks import require_origin
from scs_tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scs_tracker.bulk.job import Analysis


def _show(counts: Mapping[str, Any], out: Path, analysis: Analysis | None, *, geoparquet: bool) -> None:
    """Print the counts and warnings of a run of ``bulk``, and the names of its files."""
    for line in _warnings(counts, out):
        show_error(line)
    if counts.get("already_done"):
        print_notice(f"{out} already contains this run; nothing to do")
    span = f"of {counts['days_with_data']} days from {counts['first_day']} to {counts['last_day']}"
    if analysis is not None:
        show(f"{counts['encounters']} encounters of {counts['pairs']} pairs in {counts['positions']} positions {span}")
        show_files([out / name for name in analysis.results[:-1]])
        return
    show(
        f"{counts['rows']} rows: {counts['positions']} positions {span}, {counts['duplicates']} duplicates, "
        f"{sum(counts['rejected'].values())} rejected"
    )
    geo = [out / "geo"] if geoparquet else []
    show_files([out / "positions", *geo, out / "tallies.parquet", out / "tallies.csv"])


def _warnings(counts: Mapping[str, Any], out: Path) -> Iterator[str]:
    """Yield warnings about the data behind the counts, such as rejected rows or unreadable input."""
    if counts["rejected"]:
        reasons = ", ".join(f"{number} {reason}" for reason, number in counts["rejected"].items())
        yield f"rows that are not valid positions are in {out / 'rejects'}: {reasons}"
    if counts["times_taken_as_utc"]:
        yield f"{counts['times_taken_as_utc']} times have no time zone and were read as UTC"
    for reason, number in counts.get("set_aside", {}).items():
        yield f"excluded: {number} × {reason}"
    if counts.get("contradictory_vessels"):
        yield (
            f"{counts['contradictory_vessels']} positions match two actors of the list by different keys; "
            "their actor remains unknown"
        )
    if counts["unreadable"]:
        listed = out / "rejects" / "unreadable.txt"
        yield f"{len(counts['unreadable'])} parts of the input cannot be read; see {listed}"


app = typer.Typer()


@app.command(epilog="Example: scs-tracker bulk positions.parquet --out ship-days")
def bulk(  # noqa: PLR0913, PLR0917 - the contract gives it so many options
    context: typer.Context,
    positions: Annotated[
        str,
        typer.Argument(metavar="POSITIONS", help="Positions as Parquet or CSV: a file, a folder, a pattern or a URL."),
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Output folder; an interrupted run in it is resumed.")],
    columns: Annotated[
        str, typer.Option(metavar="OURS=THEIRS,…", help="Your column names, such as time=BaseDateTime,lat=LAT.")
    ] = "",
    vessels: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="Vessel list with a column actor and at least one of the columns mmsi, imo and name.",
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="tcp://…", help="Address of a running Dask scheduler whose workers can all access DIR."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Number of processes on this machine.", show_default="one per core")
    ] = None,
    dashboard: Annotated[
        bool, typer.Option("--dashboard", help="Print the URL of Dask's dashboard; needs bokeh.")
    ] = False,
    geoparquet: Annotated[
        bool, typer.Option("--geoparquet", help="Also write the positions as GeoParquet to DIR/geo/month=….")
    ] = False,
    encounters: Annotated[
        bool,
        typer.Option(
            "--encounters",
            help="Instead of matching zones, find close encounters between vessels of different parties.",
        ),
    ] = False,
    within_nm: Annotated[
        float | None, typer.Option(help="With --encounters: maximum distance in nautical miles.", show_default="1")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="With --encounters: minimum duration in minutes.", show_default="10")
    ] = None,
    leads: Annotated[
        bool,
        typer.Option(
            "--leads",
            help="With --encounters: add leads to the review queue: encounters within 0.5 nm for at least 30 "
            "minutes, and unusually many vessels in one place.",
        ),
    ] = False,
    provider: Provider = "",
    licence: Licence = "",
    json: Json = False,
) -> None:
    """Match vessel positions to the claims in force on each date and count ship-days by zone, or find encounters."""
    from scs_tracker.bulk.columns import parse_columns
    from scs_tracker.bulk.engine import run_bulk

    settings(context)
    analysis = None
    require_origin(leads, provider, licence)
    if leads and not encounters:
        raise UsageError("--leads needs --encounters; add it, or omit --leads")
    if encounters:
        from scs_tracker.tracks.encounters import encounter_analysis

        if geoparquet:
            raise UsageError("--geoparquet cannot be used with --encounters; omit one")
        analysis = encounter_analysis(1.0 if within_nm is None else within_nm, 10.0 if minutes is None else minutes)
    elif within_nm is not None or minutes is not None:
        given = "--minutes" if within_nm is None else "--within-nm"
        raise UsageError(f"{given} needs --encounters; add it, or omit {given}")
    with progress("bulk") as tell_progress:
        counts = run_bulk(
            positions, out, columns=parse_columns(columns), vessels=vessels, scheduler=scheduler, workers=workers,
            dashboard=print_notice if dashboard else None, progress=tell_progress, analysis=analysis,
        )  # fmt: skip
    if geoparquet:
        from scs_tracker.bulk.geoparquet import write_geoparquet

        write_geoparquet(out)
    if json:
        show_json(counts)
    else:
        _show(counts, out, analysis, geoparquet=geoparquet)
    if leads:
        _enter_leads(context, positions, out, provider, licence, as_json=json)


def _enter_leads(
    context: typer.Context, positions: str, out: Path, provider: str, licence: str, *, as_json: bool
) -> None:
    """Add encounters and unusual concentrations of vessels beyond the thresholds to the review queue as leads."""
    import pandas as pd

    from scs_tracker.files import sha256_of
    from scs_tracker.ledger import worklist
    from scs_tracker.tracks.leads import encounter_leads

    hashes = {positions: sha256_of(Path(positions))} if Path(positions).is_file() else {}
    massing = pd.read_csv(out / "massing.csv", keep_default_na=False, na_values=[""])
    found = encounter_leads(pd.read_parquet(out / "encounters.parquet"), massing, provider, licence, hashes)
    new = worklist.add_leads(ledger_of(context, create=True).engine, found)
    if not as_json:
        print_notice(f"{new} new leads in the review queue")
