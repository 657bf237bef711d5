"""Each command has an example on its help page, and each example is one that the command takes."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import pytest
import typer.main

from scs_tracker.cli import app
from scs_tracker.cli.examples import EXAMPLES

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


def test_every_command_has_an_example() -> None:
    assert {name for name, _ in commands(ROOT)} == set(EXAMPLES)


@pytest.mark.parametrize(("name", "example"), EXAMPLES.items())
def test_an_example_is_one_that_the_command_takes(name: str, example: str) -> None:
    assert example.startswith(name)
    command: Any = ROOT
    for verb in name.split():
        command = command.commands[verb]
    words = shlex.split(example)[len(name.split()) :]
    context = command.make_context(name, words, resilient_parsing=False)
    assert context.params.keys() == {one.name for one in command.params if one.expose_value}
