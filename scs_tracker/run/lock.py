"""Allow only one run at a time in a working folder."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME: Final = ".scs-tracker.lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a working folder; raise TrackerError if another run holds it or the file cannot be opened.

    The system releases it when the process ends. The file remains; without it, two runs could each hold a lock.
    """
    from filelock import FileLock, Timeout

    file = folder / NAME
    lock = FileLock(file, timeout=0, mode=0o644)
    try:
        lock.acquire()
    except Timeout:
        holder = file.read_text(encoding="ascii", errors="replace").strip()
        who = f" (process {holder})" if holder else ""
        raise TrackerError(
            f"another run is active in {folder.absolute()}{who}; nothing was done; try again when it has ended"
        ) from None
    except OSError as error:
        raise TrackerError(
            f"the lock {file} cannot be opened: {error.strerror}; make the folder of tracker.toml writable"
        ) from None
    try:
        file.write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        lock.release()
