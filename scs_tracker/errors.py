"""Errors for users: what is wrong, where, and what to do."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SHOWN = 20


def suggestion(name: str, known: Iterable[str], otherwise: str) -> str:
    """Return the question whether the most similar known name was meant, or ``otherwise`` if none is similar."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean {near[0]}?" if near else otherwise


class TrackerError(Exception):
    """An error that the user can fix; the message is one clear sentence.

    The command line prints the message without a traceback and ends with ``exit_code``.
    """

    exit_code = 1


class UsageError(TrackerError):
    """Wrong usage: an unknown option value, options that exclude each other, or a missing option."""

    exit_code = 2


class QuestionError(TrackerError):
    """A question that only the user can answer; nothing was written, and the message says how to answer."""

    exit_code = 3


class StaleError(TrackerError):
    """Someone else changed the item; nothing was written, and the message says what changed."""


def unreadable(file: object, error: Exception) -> TrackerError:
    """Return the error for a file that is not UTF-8 text or that the operating system cannot read."""
    if isinstance(error, UnicodeDecodeError):
        return TrackerError(f"{file} is not UTF-8 text; save it as UTF-8")
    reason = getattr(error, "strerror", None) or error
    return TrackerError(f"{file} cannot be read: {reason}; check the path and its permissions")


@dataclass(frozen=True, slots=True)
class Problem:
    """One error in a table.

    Attributes
    ----------
    row
        Number of the row in the file, in which the header is row 1. None if the problem is not in a row.
    column
        The column, or an empty string if the problem is not in one.
    value
        The invalid value, unchanged.
    allowed
        What is allowed, in words.
    """

    row: int | None
    column: str
    value: str
    allowed: str

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row is not None else ""
        column = f"column {self.column}" if self.column else ""
        where = ", ".join(filter(None, (row, column))) or "table"
        return f"{where}: {self.value!r} is not allowed; {self.allowed}"


class TableError(TrackerError):
    """Errors in the file or table ``source``: the message lists the first 20, ``problems`` has all of them."""

    def __init__(self, source: str, problems: Sequence[Problem]) -> None:
        self.source = source
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = [f"{source}: {count} problem{'' if count == 1 else 's'}"]
        lines += [f"  {problem}" for problem in self.problems[:_SHOWN]]
        if count > _SHOWN:
            lines.append(f"  … and {count - _SHOWN} more")
        super().__init__("\n".join(lines))
