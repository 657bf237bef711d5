"""Enable and disable monitored sources by editing the list ``live`` in tracker.toml; comments are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.intake.catalogue import catalogue, find

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def enable(file: Path, ids: Sequence[str]) -> list[str]:
    """Enable sources in tracker.toml, and return the ids that were not enabled before.

    Raises a TrackerError if an id is not known, or if the file is missing or cannot be read or written.
    """
    wanted = [find(one, catalogue([])).id for one in ids]
    document, live = _open(file)
    fresh = [one for one in dict.fromkeys(wanted) if one not in live]
    live.extend(fresh)
    write_atomically(file, document.as_string().encode())
    return fresh


def disable(file: Path, ids: Sequence[str]) -> list[str]:
    """Disable sources in tracker.toml, and return the ids that were enabled; raise the same errors as ``enable``."""
    document, live = _open(file)
    gone = [one for one in dict.fromkeys(ids) if one in live or not find(one, catalogue([]))]
    for one in gone:
        live.remove(one)
    write_atomically(file, document.as_string().encode())
    return gone


def _open(file: Path) -> tuple[Any, Any]:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TrackerError(f"{file} does not exist; create a working folder with scs-tracker init DIR") from None
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise TrackerError(f"{file} cannot be read: {error}; fix the file and try again") from None
    if "live" not in document:
        live = tomlkit.array().multiline(multiline=True)
        _insert(document, live)
    if not isinstance(document["live"], list):
        raise TrackerError(f'{file}: live is not a list; write it as live = ["ph-rappler"]')
    return document, document["live"]


def _insert(document: Any, live: Any) -> None:
    """Insert the list ``live`` before the first table, because a key after a table header would belong to the table."""
    import tomlkit

    tables = [key for key, value in document.items() if isinstance(value, (tomlkit.items.Table, tomlkit.items.AoT))]
    if not tables:
        document.add("live", live)
        return
    rest = {key: document.pop(key) for key in tables}
    document.add("live", live)
    document.add(tomlkit.nl())
    for key, value in rest.items():
        document.add(key, value)
