"""Define the commands serve and mcp, which answer requests of other programs."""

from __future__ import annotations

from typing import Annotated

import typer

from scs_tracker.cli.options import ledger_of, settings
from scs_tracker.cli.output import show
from scs_tracker.errors import UsageError

app = typer.Typer()
_LOCAL = "127.0.0.1"


@app.command(epilog="Example: scs-tracker serve --port 8766")
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="IPv4 address to listen on; 0.0.0.0 for all.")] = _LOCAL,
    port: Annotated[int, typer.Option(help="Port to listen on; 0 uses any free port.")] = 8766,
) -> None:
    """Serve accepted incidents and zones over HTTP (OGC API Features). Writes nothing."""
    try:
        from scs_tracker.serve.api import application
    except ModuleNotFoundError as error:
        raise UsageError(f"serve needs {error.name}; install it with pip install 'scs-tracker[serve]'") from None
    from scs_tracker.serve.listening import listen, run_until_interrupted

    listening = listen(host, port)
    api = application(ledger_of(context), [_LOCAL, "localhost"] if host == _LOCAL else ["*"])
    show(f"http://{host}:{listening.getsockname()[1]}/")
    run_until_interrupted(api, listening)


@app.command(epilog="Example: scs-tracker mcp")
def mcp(context: typer.Context) -> None:
    """Serve tools for agents over the Model Context Protocol, on standard input and output. Writes nothing."""
    try:
        from scs_tracker.serve.agents import agent_server
    except ModuleNotFoundError as error:
        raise UsageError(f"mcp needs {error.name}; install it with pip install 'scs-tracker[mcp]'") from None

    agent_server(ledger_of(context), settings(context)).run("stdio")
