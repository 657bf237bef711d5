"""Read text files: UTF-8, UTF-16 by its byte order mark, or another encoding that the user names.

Bytes alone do not show reliably whether a text is Windows-1252, GBK or Big5. A wrong guess would fill the ledger with
wrong characters, so a text that looks like another encoding is rejected with the name to try.
"""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from contextlib import suppress
from itertools import chain
from typing import IO, TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
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
_LONGEST_LINE: Final = 2**20
#: A byte that was not valid in the encoding.
_ESCAPE: Final = re.compile("[\ud800-\udfff]")
#: Stands for a line that the codec cannot get over.
_ESCAPED: Final = "\udc80"
#: So much of a text read as Chinese must be of known characters, and so many of them must stand in it.
_MOST_KNOWN: Final = 0.5
_FEWEST: Final = 2
#: What Windows-1258 has where Windows-1252 has other letters: marks of tone, and đ, ơ, ư, ă.
_VIETNAMESE: Final = re.compile(rb"[\xc3\xcc\xd0\xd2\xd5\xdd\xde\xe3\xec\xf0\xf2\xf5\xfd]")


def require_encoding(name: str) -> str:
    """Return Python's name for a text encoding, or raise a UsageError if the encoding is not known."""
    try:
        found = codecs.lookup(name.strip())
        "a".encode(found.name)  # codecs that are no encodings of text, such as zip, refuse this
    except LookupError:
        raise UsageError(f"encoding {name!r} is not known; {_TRY}") from None
    return found.name


def text_lines(file: str, stream: IO[bytes], encoding: str = "", *, legacy: bool = False) -> Iterator[str]:
    """Yield the lines of a byte stream as text without line ends; ``legacy`` allows Windows-1252, as in old Excel."""
    start = stream.peek(4)  # type: ignore[attr-defined]
    marked = next((codec for mark, codec in _MARKS.items() if start.startswith(mark)), "")
    codec = marked or (encoding and require_encoding(encoding))
    named = "" if codec in {"", "utf-8-sig"} else codec
    text = io.TextIOWrapper(stream, codec or "utf-8", errors="surrogateescape")
    modern = old = number = 0
    while True:
        number += 1
        try:
            line = text.readline(_LONGEST_LINE + 1)
        except UnicodeDecodeError:
            line = _ESCAPED
        if not line:
            return
        if len(line) > _LONGEST_LINE:
            raise TrackerError(
                f"{file}, line {number}: longer than {_LONGEST_LINE:,} characters, so it is not a CSV; use another file"
            )
        if "\0" in line and (number == 1 or line.count("\0") * 4 >= len(line)):  # a stray one is its row's alone
            raise TrackerError(
                f"{file}, line {number}: has a NUL byte; either it is not CSV, or it is UTF-16 without its "
                "byte order mark: try --encoding utf-16-le"
            )
        if not line.isascii():
            known = not _ESCAPE.search(line)
            if not known:
                line = _legacy(file, number, line, named, legacy=legacy)
            modern, old = modern or known * number, old or (not known) * number
            if modern and old:
                raise TrackerError(
                    f"{file} mixes encodings: line {modern} is UTF-8 and line {old} is Windows-1252; save it as UTF-8"
                )
        yield unicodedata.normalize("NFC", line.rstrip("\n")) if named else line.rstrip("\n")


def _legacy(file: str, number: int, line: str, named: str, *, legacy: bool) -> str:
    """Return an invalid UTF-8 line decoded as Windows-1252 if ``legacy`` allows it, or raise an error."""
    wrong = f"not valid in the encoding {named}; {_TRY}, or save it as UTF-8"
    if not named:
        with suppress(UnicodeError):
            if legacy:
                return line.encode("utf-8", "surrogateescape").decode("cp1252")
        wrong = "neither UTF-8 nor Windows-1252" if legacy else "not UTF-8"
        wrong += "; name its --encoding, such as gbk, big5 or cp1258, or save it as UTF-8"
    raise TrackerError(f"{file}, line {number}: {wrong}")


def refuse_foreign(file: str, sample: bytes) -> None:
    """Raise an error if the first bytes of a text look like GBK, Big5 or Windows-1258, with the encoding to name."""
    if name := likely(sample):
        raise TrackerError(
            f"{file} is not UTF-8; its encoding looks like {_CALLED[name]}: add --encoding {name}, or save it as UTF-8"
        )


def sample_of(file: Path) -> bytes:
    """Return the first 256 KiB of a file, from which its encoding is guessed."""
    with file.open("rb") as stream:
        return stream.read(_LOOKED_AT)


def likely(sample: bytes) -> str:
    """Return the likely encoding of bytes: gbk, big5 or cp1258; an empty string for UTF-8, Western or unknown text."""
    if sample.startswith(tuple(_MARKS)) or _decoded(sample, "utf-8") is not None:
        return ""
    known = _known_characters()
    scores = {}
    for name in ("gbk", "big5"):  # the share of Chinese characters that stand in the names and words of geodata/ too
        beyond = [character for character in _decoded(sample, name) or "" if ord(character) > 0x2FF]
        scores[name] = sum(one in known for one in beyond) / len(beyond) if len(beyond) >= _FEWEST else 0.0
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= _MOST_KNOWN:
        return best
    return "cp1258" if _is_vietnamese(sample) else ""


def _decoded(sample: bytes, encoding: str) -> str | None:
    """Return a sample as text, without a cut-off last character, or None if the encoding does not fit."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return None


def _is_vietnamese(sample: bytes) -> bool:
    """Return True if bytes look like Vietnamese in Windows-1258: every tone mark is on a letter that can take it."""
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
        chain.from_iterable(row[column] for table, column in tables.items() for row in geodata.rows(table))
    )
