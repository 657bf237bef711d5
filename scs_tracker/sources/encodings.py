"""Texts in other encodings than UTF-8: UTF-16 by its mark, others by the name that a person gives, never by guess.

Whether a text of bytes alone is Windows-1252, GBK or Big5 no program knows. A wrong answer would fill the ledger with
signs that nobody wrote, so what looks like another encoding is refused with the name to try.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import IO, TYPE_CHECKING, Final, Protocol

from scs_tracker import geodata
from scs_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MARKS: Final = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_TRY: Final = "try gbk, big5, cp1258, cp1252 or utf-16"
#: What each encoding that is offered is called by people.
_CALLED: Final = {
    "gbk": "GBK (simplified Chinese)",
    "big5": "Big5 (traditional Chinese)",
    "cp1258": "Windows-1258 (Vietnamese)",
}
_LOOKED_AT: Final = 256 * 1024
#: So much of a text read as Chinese must be of known characters, and so many of them must stand in it.
_MOST_KNOWN: Final = 0.5
_FEWEST: Final = 2
#: What Windows-1258 has where Windows-1252 has other letters: marks of tone, and đ, ơ, ư, ă.
_VIETNAMESE: Final = re.compile(rb"[\xc3\xcc\xd0\xd2\xd5\xdd\xde\xe3\xec\xf0\xf2\xf5\xfd]")


class Readable(Protocol):
    """What gives bytes."""

    def read(self, size: int, /) -> bytes:
        """Give at most so many bytes."""


def require_encoding(name: str) -> str:
    """Return the name by which Python knows an encoding of text.

    Raises
    ------
    UsageError
        There is none of that name.

    Examples
    --------
    >>> require_encoding("GBK"), require_encoding("windows-1258")
    ('gbk', 'cp1258')
    """
    try:
        found = codecs.lookup(name.strip())
        "a".encode(found.name)  # codecs that are no encodings of text, such as zip, refuse this
    except LookupError:
        raise UsageError(f"encoding {name!r} is not known; {_TRY}") from None
    return found.name


class Recoded:
    """A stream of text in any encoding, read as UTF-8.

    Parameters
    ----------
    file
        Its name, for messages.
    stream
        The bytes as they stand.
    encoding
        What they are; empty takes UTF-16 with its mark for what it is, and leaves all else as it stands.
    """

    def __init__(self, file: str, stream: IO[bytes], encoding: str = "") -> None:
        start = stream.read(4)
        mark = next((mark for mark in _MARKS if start.startswith(mark)), b"")
        self._file, self._stream, self._start, self._line = file, stream, start, 1
        codec = _MARKS[mark] if mark else encoding and require_encoding(encoding)
        self._codec = "" if codec == "utf-8-sig" else codec
        self._decoder = codecs.getincrementaldecoder(self._codec)() if self._codec else None

    def read(self, size: int, /) -> bytes:
        """Give about so many bytes of UTF-8; nothing at the end.

        Raises
        ------
        TrackerError
            The bytes are not of the encoding.
        """
        data, self._start = self._start + self._stream.read(size), b""
        if self._decoder is None:
            return data
        while True:
            try:
                text = self._decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                line = self._line + error.object[: error.start].count(b"\n")
                raise TrackerError(
                    f"{self._file}, line {line}: not of the encoding {self._codec}; {_TRY}, or save it as UTF-8"
                ) from None
            self._line += text.count("\n")
            if text or not data:  # a chunk may hold half a character alone
                return unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
            data = self._stream.read(size)


def refuse_foreign(file: str, sample: bytes) -> None:
    """Refuse a text that is neither UTF-8 nor Western, with the name of the encoding that it looks like.

    Parameters
    ----------
    file
        Its name, for messages.
    sample
        The start of it; the last character may be cut.

    Raises
    ------
    TrackerError
        It looks like another encoding.
    """
    name = likely(sample)
    if name:
        raise TrackerError(
            f"{file} is not UTF-8; its encoding looks like {_CALLED[name]}: add --encoding {name}, or save it as UTF-8"
        )


def sample_of(file: Path) -> bytes:
    """Return the start of a file, as much as is looked at."""
    with file.open("rb") as stream:
        return stream.read(_LOOKED_AT)


def likely(sample: bytes) -> str:
    """Return the encoding that bytes look like: gbk, big5, cp1258, or nothing for UTF-8, Western text and the unknown.

    Examples
    --------
    >>> likely("地点: 仁爱礁".encode("gbk")), likely("地點: 仁愛礁".encode("big5")), likely("Récif".encode("cp1252"))
    ('gbk', 'big5', '')
    """
    if sample.startswith(tuple(_MARKS)) or _decoded(sample, "utf-8") is not None:
        return ""
    scores = {name: _share_known(_decoded(sample, name) or "") for name in ("gbk", "big5")}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= _MOST_KNOWN:
        return best
    return "cp1258" if _is_vietnamese(sample) else ""


def _decoded(sample: bytes, encoding: str) -> str | None:
    """Return a sample as text, its last character perhaps cut off, or None where it is not of the encoding."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return None


def _share_known(text: str) -> float:
    """Return the share of Chinese characters that stand in the names and words of geodata/ too."""
    known = _known_characters()
    beyond = [character for character in text if ord(character) > 0x2FF]
    return sum(character in known for character in beyond) / len(beyond) if len(beyond) >= _FEWEST else 0.0


def _is_vietnamese(sample: bytes) -> bool:
    """Say whether bytes read as Windows-1258 have their marks of tone on letters that take them."""
    text = _decoded(sample, "cp1258")
    mixed = any(not line.isascii() and _decoded(line, "utf-8") is not None for line in sample.split(b"\n"))
    if text is None or mixed or len(set(_VIETNAMESE.findall(sample))) < _FEWEST:
        return False
    return not any(unicodedata.combining(character) for character in unicodedata.normalize("NFC", text))


@geodata.cached
def _known_characters() -> frozenset[str]:
    tables: Mapping[str, str] = {"names": "name", "table_columns": "names", "mapped_types": "foreign",
                                 "mapped_actors": "foreign"}  # fmt: skip
    return frozenset(
        character
        for table, column in tables.items()
        for row in geodata.rows(table)
        for character in row[column]
        if ord(character) > 0x2FF
    )
