"""From the global options of the command line to the settings in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

    from scs_tracker.config import Settings


def settings(context: typer.Context) -> Settings:
    """Read tracker.toml and use the geodata that it names; every command begins with this."""
    from scs_tracker import config, geodata

    file, ledger = context.find_root().obj
    chosen = config.load(file, ledger=ledger)
    geodata.configure(chosen.resolve(chosen.geodata))
    return chosen
