"""Keeps in tracker.toml how a person's table is read, so that the next import and each run read it the same way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def keep_columns(
    settings_file: Path, file: Path, columns: Mapping[str, str], options: Mapping[str, str] | None = None
) -> None:
    """Add a source to a file of settings: this table, and what its columns are read as.

    Parameters
    ----------
    settings_file
        tracker.toml; comments and order in it stay.
    file
        The table. A path in or below the folder of the settings is written from there.
    columns
        Our column to the name of theirs.
    options
        What else decides how it is read: dates, encoding.

    Raises
    ------
    TrackerError
        The settings cannot be read or written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(settings_file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise TrackerError(f"{settings_file} cannot be read: {error}") from None
    folder = settings_file.resolve().parent
    there = file.resolve()
    source = tomlkit.table()
    source["path"] = os.path.relpath(there, folder) if there.is_relative_to(folder) else str(there)
    mapping = tomlkit.inline_table()
    mapping.update(columns)
    source["columns"] = mapping
    source.update(options or {})
    if "sources" not in document:
        document.add("sources", tomlkit.aot())
    document["sources"].append(source)
    write_atomically(settings_file, tomlkit.dumps(document).encode())
