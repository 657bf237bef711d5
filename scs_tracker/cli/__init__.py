"""Command-line interface, with one module per group of commands."""

from scs_tracker.cli.app import app, main

__all__ = ["app", "main"]
