"""Inputs and frozen answers as compressed files."""

from __future__ import annotations

import contextlib
import io
import json
import lzma
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Group to item to what was answered.
Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """What a part is asked.

    Attributes
    ----------
    inputs
        Folder of the recorded inputs.
    code
        Checkout that answers.
    share
        One input in so many is asked; 1 asks all.
    """

    inputs: Path
    code: Path
    share: int = 1

    def wants(self, name: str) -> bool:
        """Return True if an input belongs to the share: the same ones in every checkout."""
        return self.share <= 1 or zlib.crc32(name.encode()) % self.share == 0


@contextlib.contextmanager
def unpacked(file: Path) -> Iterator[Path]:
    """Yield a temporary folder that holds the recorded inputs."""
    with tempfile.TemporaryDirectory(prefix="oracle-") as folder:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


def pack(file: Path, contents: Mapping[str, bytes]) -> int:
    """Write inputs, the same bytes for the same contents; return the size."""
    with lzma.open(file, "wb", preset=9) as stream, tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in sorted(contents.items()):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return file.stat().st_size


def write(file: Path, answers: Answers) -> int:
    """Write answers; return the size."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(answers, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with lzma.open(file, "wb", preset=9) as stream:
        stream.write(text.encode())
    return file.stat().st_size


def read(file: Path) -> Answers:
    """Return frozen answers."""
    if not file.is_file():
        raise SystemExit(f"{file} does not exist; benchmarks/oracle/README.md says how it is made")
    with lzma.open(file) as stream:
        answers: Answers = json.loads(stream.read())
    return answers
