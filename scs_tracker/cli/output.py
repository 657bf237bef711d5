"""Print the output of commands: JSON for programs, tables and sentences for people."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import re
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from scs_tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path


_UNBOUND_COLUMNS: Final = 180
#: Control characters except tab and line feed; text from a file must not move the cursor or rename the window.
_STEERING: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_verbosity = {"quiet": False, "verbose": False, "log": False}


def configure(*, quiet: bool, verbose: bool, log: str = "text") -> None:
    """Set how much is printed in addition to results, and whether messages are text or a log in JSON."""
    if quiet and verbose:
        raise UsageError("--quiet and --verbose cannot be used together; give only one")
    if log not in {"text", "json"}:
        raise UsageError(f"--log {log} is not known; use text or json")
    _verbosity.update(quiet=quiet, verbose=verbose, log=log == "json")


def log(level: str, message: str, **facts: object) -> None:
    """Write a log entry to standard error as one line of JSON; do nothing in text mode."""
    if _verbosity["log"]:
        entry = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "level": level, "message": message}
        sys.stderr.write(json.dumps(entry | facts) + "\n")


def open_streams() -> None:
    """Open missing standard streams, and make standard output escape characters that it cannot encode.

    Otherwise, the next opened file, such as the ledger, would get the number of a missing stream.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - as long as we run
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def discard_stdout() -> None:
    """Discard buffered standard output after its reader has closed the pipe."""
    with contextlib.suppress(OSError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - no path of ours
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _printable(text: str) -> str:
    """Return text with terminal control characters and lone surrogates escaped."""
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode("utf-8", "backslashreplace").decode()


def show_json(answer: object) -> None:
    """Print a result as one line of JSON, in ASCII if the output is not UTF-8."""
    ascii_only = codecs.lookup(sys.stdout.encoding or "ascii").name != "utf-8"
    sys.stdout.write(_printable(json.dumps(answer, ensure_ascii=ascii_only, allow_nan=False)) + "\n")


def show(text: str) -> None:
    """Print a result, also with --quiet."""
    sys.stdout.write(_printable(text) + "\n")


def print_notice(text: str) -> None:
    """Print a notice, unless --quiet is set; with --log json, write it to the log instead."""
    log("info", text)
    if not _verbosity["quiet"] and not _verbosity["log"]:
        sys.stdout.write(_printable(text) + "\n")


def show_error(text: str, **facts: object) -> None:
    """Print an error to standard error; with --log json, write it to the log with further details."""
    if _verbosity["log"]:
        log("error", text, **facts)
        return
    sys.stderr.write(f"scs-tracker: {_printable(text)}\n")


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as a table that fits the terminal; markup in cells is printed as plain text."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        # The first column is the id, which users copy.
        table.add_column(column, overflow="fold", no_wrap=index == 0)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    # Output to a pipe or file has no width; the usual 80 would break words.
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _UNBOUND_COLUMNS
    Console(highlight=False, width=width).print(table)


def show_counts(counts: Mapping[str, int], *, as_json: bool) -> None:
    """Print counts and their names, as JSON or as a sentence."""
    if as_json:
        show_json(dict(counts))
    else:
        show(", ".join(f"{number} {name}" for name, number in counts.items()))


def show_done(answer: object, sentence: str, *, as_json: bool) -> None:
    """Print what a command did: as JSON, or as a sentence that --quiet suppresses."""
    if as_json:
        show_json(answer)
    else:
        print_notice(sentence)


@contextlib.contextmanager
def progress(name: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show a progress bar on standard error if that is a terminal, then erase it; yield its update function."""
    if _verbosity["quiet"] or not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(escape(f"{name}: reading"), total=None)

        def tell_progress(step: str, done: int, total: int) -> None:
            bar.update(task, description=escape(f"{name}: {step}"), completed=done, total=total or None)

        yield tell_progress


def show_files(files: Iterable[Path]) -> None:
    """Print the names of written files."""
    for file in files:
        print_notice(str(file))


def parse_assignments(fields: Sequence[str]) -> dict[str, str]:
    """Return arguments of the form FIELD=VALUE as a dict."""
    values = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals:
            raise UsageError(f"{field!r} does not have the form FIELD=VALUE; use, for example, 'injured=3'")
        values[name.strip()] = value.strip()
    return values
