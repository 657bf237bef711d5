"""The `bulk` command: a fleet's positions against the claims."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scs_tracker import terminal_bulk
from scs_tracker.cli_settings import settings


def bulk(
    context: typer.Context,
    positions: Annotated[
        str, typer.Argument(metavar="POSITIONS", help="Parquet or CSV: a file, a folder, a pattern, or an address.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder of the result; a stopped run goes on there.")],
    columns: Annotated[str, typer.Option(metavar="OURS=THEIRS,…", help="Such as time=BaseDateTime,lat=LAT.")] = "",
    vessels: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="mmsi, imo or name, and actor; the others stay unknown.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="tcp://…", help="A running Dask cluster; DIR is seen by all its workers.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes on this machine.", show_default="one a core")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Hold a fleet's positions against the claims of their days, and tally ship-days by zone."""
    settings(context)
    terminal_bulk.bulk(
        positions, out, columns=columns, vessels=vessels, scheduler=scheduler, workers=workers, as_json=json
    )
