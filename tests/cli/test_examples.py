"""Each command has an example on its help page, and each example is one that the command takes."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import pytest
import typer.main

from scs_tracker.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Any = typer.main.get_command(app)


def commands(group: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    for verb, command in group.commands.items():
        own = f"{name} {verb}".strip()
        if not hasattr(command, "commands") or command.invoke_without_command:
            yield own, command
        if hasattr(command, "commands"):
            yield from commands(command, own)


EXAMPLES = {name: (command, command.epilog or "") for name, command in commands(ROOT)}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_command_has_an_example_that_it_takes(name: str) -> None:
    command, example = EXAMPLES[name]
    assert example.startswith(f"Example: scs-tracker {name}")
    words = shlex.split(example.removeprefix("Example: scs-tracker "))[len(name.split()) :]
    context = command.make_context(name, words, resilient_parsing=False)
    assert context.params.keys() == {one.name for one in command.params if one.expose_value}
