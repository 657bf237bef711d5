"""Print docs/cli.md: every command of scs-tracker with its arguments and options.

Run it as ``python docs/cli_reference.py > docs/cli.md`` after a command has changed.
"""

from __future__ import annotations

import sys
from typing import Any

import typer.main

from scs_tracker.cli import app
from scs_tracker.cli.app import PANELS

_HEAD = """\
# Commands

Made by `python docs/cli_reference.py` from the commands themselves; `scs-tracker COMMAND --help` prints the same.

Exit codes: 0 done; 1 failed, nothing half-written; 2 wrong usage; 3 done, but something is left for a person.
"""


def main() -> None:
    """Print the page."""
    sys.stdout.write(reference())


def reference() -> str:
    """Return the page as Markdown."""
    root = typer.main.get_command(app)
    parts = [_HEAD, _section(root, "scs-tracker", level=2, heading="Options of all commands, before the command")]
    parts.insert(1, _contents())
    parts += _commands(root, "scs-tracker", level=2)
    return "\n".join(parts)


def _contents() -> str:
    rows = [f"| {panel} | {', '.join(map(_code, verbs))} |" for panel, verbs in PANELS.items()]
    return "\n".join(["| | |\n| --- | --- |", *rows, ""])


def _commands(group: Any, name: str, *, level: int) -> list[str]:
    parts = []
    for verb in group.list_commands(None):
        command = group.commands[verb]
        parts.append(_section(command, f"{name} {verb}", level=level))
        parts += _commands(command, f"{name} {verb}", level=level + 1) if hasattr(command, "commands") else []
    return parts


def _section(command: Any, name: str, *, level: int, heading: str = "") -> str:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    usage = " ".join([name, *map(_argument, arguments), *(["COMMAND"] if hasattr(command, "commands") else [])])
    parts = [f"{'#' * level} {heading or name}\n", f"{' '.join((command.help or '').split())}\n"]
    parts.append(f"```text\n{usage}{' [OPTIONS]' if options else ''}\n```\n")
    if arguments or options:
        rows = [(_argument(one), _help(one)) for one in arguments] + [(_option(one), _help(one)) for one in options]
        parts.append("| | |\n| --- | --- |")
        parts += [f"| {_code(spelling)} | {_cell(words or '')} |" for spelling, words in rows]
        parts.append("")
    return "\n".join(parts)


def _argument(argument: Any) -> str:
    label = argument.metavar or argument.name.upper()
    return label if argument.required or label.startswith("[") else f"[{label}]"


def _option(option: Any) -> str:
    spelled = ", ".join([*option.opts, *option.secondary_opts])
    return spelled if option.is_flag else f"{spelled} {option.metavar or option.name.strip('_').upper()}"


def _help(option: Any) -> str:
    words = option.help or ""
    if option.required:
        return words if option.param_type_name == "argument" else f"{words} Required."
    if isinstance(option.show_default, str) and option.show_default:
        return f"{words} Default: {option.show_default}."
    if getattr(option, "is_flag", False) or option.default is None or option.default == "":
        return words
    return f"{words} Default: `{option.default}`."


def _code(text: str) -> str:
    return f"`{text}`"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    main()
