"""The files of what was issued, weeks, months and years alike: read, written whole, never written over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping
    from pathlib import Path


def read_issued(
    folder: Path, names: re.Pattern[str], entry: Callable[[dict[str, Any], str], dict[str, Any] | None], *, what: str
) -> list[dict[str, Any]]:
    """Return what is to be told of each JSON file of a folder that an edition wrote; none where there is no folder.

    Parameters
    ----------
    folder
        Where editions lie.
    names
        Of their files.
    entry
        Makes an entry of the facts and the file's name without its ending; None of what was not issued.
    what
        What the files are of: 'a week'.

    Raises
    ------
    TrackerError
        A file of such a name cannot be read.
    """
    found = []
    for file in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        if not names.fullmatch(file.name):
            continue
        try:
            made = entry(json.loads(file.read_text(encoding="utf-8")), file.stem)
        except OSError as error:
            raise TrackerError(f"{file} cannot be read: {error.strerror}") from None
        except (ValueError, KeyError, TypeError) as error:
            raise TrackerError(
                f"{file} is not the JSON of {what} ({error}); move it away, or render it again"
            ) from None
        if made is not None:
            found.append(made)
    return found


def refuse_rewriting(file: Path, facts: Mapping[str, Any], refusal: Callable[[Mapping[str, Any]], str]) -> None:
    """Raise where something issued lies in a JSON file with other facts than these.

    Parameters
    ----------
    file
        It need not be there, or be anything.
    facts
        What would be written.
    refusal
        What is said of the facts that lie there; nothing where they were not issued.
    """
    try:
        there = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return
    said = refusal(there)
    if said and there != json.loads(json.dumps(facts)):
        raise TrackerError(f"{file} was issued{said}")


def write_forms(out_dir: Path, stem: str, contents: Mapping[str, bytes]) -> list[Path]:
    """Write one report in several forms, by their endings, each file whole or not at all, and return the files.

    The JSON comes last: where it lies, all other forms lie beside it.
    """
    order = sorted(contents, key=lambda name: name == "json")
    written = {name: write_atomically(out_dir / f"{stem}.{name}", contents[name]) for name in order}
    return [written[name] for name in contents]
