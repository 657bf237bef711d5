"""Write files atomically, and compute their checksums."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from scs_tracker.errors import TrackerError


def write_atomically(file: Path, content: bytes, *, durable: bool = True) -> Path:
    """Write ``content`` to a temporary file in the same folder, flush it to disk, then rename it to ``file``.

    A missing folder is created. ``durable`` is False for one of many files that can be rebuilt, which need not be
    flushed. Raise TrackerError, and leave an existing file unchanged, if the folder is a file or is not writable, the
    disk is full, or ``file`` is a device.
    """
    if _is_stream(file):
        raise TrackerError(f"{file} is a device or a stream, which cannot be replaced; choose a file name")
    temporary = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(file)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        reason = (
            "a file with that name exists"
            if isinstance(error, FileExistsError | NotADirectoryError)
            else error.strerror
        )
        raise TrackerError(f"{file} cannot be written: {reason}; choose another folder") from None
    if durable:
        _sync_folder(file.parent)
    return file


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def take_name(temporary: Path, file: Path) -> None:
    """Rename a complete file to its final name; raise FileExistsError, and replace nothing, if that name exists."""
    with temporary.open("rb") as stream:
        os.fsync(stream.fileno())
    try:
        os.link(temporary, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the name is taken first, then what it stands for
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        temporary.replace(file)
    temporary.unlink(missing_ok=True)
    _sync_folder(file.parent)


def _umask() -> int:
    """Return the user's umask, which the system reports only when it is set."""
    current = os.umask(0o077)
    os.umask(current)
    return current


def _is_stream(file: Path) -> bool:
    """Return True if a name is a device, a pipe or an open stream, such as /dev/null and /dev/stdout."""
    if file.is_symlink() and file.is_relative_to("/dev"):
        return True
    return file.exists() and not (file.is_file() or file.is_dir())


def _sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk, so that a rename in it is durable; do nothing on systems other than POSIX."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
