"""One run at a time in a working folder."""

from __future__ import annotations

import fcntl
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
    """Hold the lock of a working folder; the kernel releases it with the process, however that ends.

    The file stays where it is: to remove it would let two runs hold one name each.

    Raises
    ------
    TrackerError
        Another run holds it, or the folder cannot be written.
    """
    file = folder / NAME
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise TrackerError(
            f"the lock {file} cannot be opened: {error.strerror}; run where the folder of tracker.toml can be written"
        ) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
            who = f" (process {holder})" if holder else ""
            raise TrackerError(
                f"another run is at work in {folder.absolute()}{who}; nothing was done, try again when it has ended"
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)
