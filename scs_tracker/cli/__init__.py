"""The command line: one module per group of commands, with its output."""

from scs_tracker.cli.app import app, main

__all__ = ["app", "main"]
