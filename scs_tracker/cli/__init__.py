"""The command line: one module a group of verbs, and beside each what it prints."""

from scs_tracker.cli.app import app, main

__all__ = ["app", "main"]
