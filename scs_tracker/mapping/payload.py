"""Encode data for the page: JSON that is safe in HTML and compressed if large, columns and numbers."""

from __future__ import annotations

import base64
import functools
import json
import math
import re
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: JSON with more characters than this is compressed; shorter JSON stays readable in the file.
COMPRESS_ABOVE: Final = 4_000

_UNSAFE: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
#: Base 85 is a sixteenth shorter than base 64; no character of this alphabet has a meaning in HTML.
_FROM_OURS: Final = str.maketrans(",./:", "&<>`")
_85: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=/?@^_:{|}~"
_ALPHABET: Final = np.frombuffer(_85.encode(), dtype=np.uint8)
_POWERS: Final = 85 ** np.arange(4, -1, -1)
#: Longer text is deflated at a lower level, which takes a tenth of the time for 1% more space.
_LARGE: Final = 200_000
_LEVEL: Final = 6
#: Characters of encoded integers: the first 80 end an integer, the others precede it; JSON and HTML escape none.
_LETTERS: Final = "".join(chr(code) for code in range(32, 125) if chr(code) not in '"\\<>&')
_ENDS: Final = 80
_LEADS: Final = 8
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def json_text(value: object) -> str:
    r"""Return ``value`` as JSON that is safe inside a script element and identical on every run.

    Characters that could end the element or a line of script are escaped; lone surrogates, which UTF-8 cannot encode,
    become the replacement character.

    >>> json_text({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter, escaped in _UNSAFE.items():
        text = text.replace(letter, escaped)
    return whole(text)


def whole(text: str) -> str:
    """Return ``text`` with each lone surrogate, which UTF-8 cannot encode, replaced by U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def block(element_id: str, value: object) -> str:
    """Return a script element that contains ``value`` as JSON, or as deflated JSON in base 85 if it is large."""
    text = json_text(value)
    if len(text) <= COMPRESS_ABOVE:
        return f'<script type="application/json" id="{element_id}">{text}</script>'
    return f'<script type="text/plain" id="{element_id}" data-encoding="deflate">{_deflated(text)}</script>'


def packed(text: str, *, kind: str = "script") -> str:
    """Return a script element that contains a script or style as deflated data, which the page unpacks and applies.

    The content security policy lists the hash of ``text``.
    """
    return f'<script type="text/plain" data-run="{kind}" data-encoding="deflate">{_deflated(text)}</script>'


def unpacked(text: str) -> str:
    """Return the original text of data that :func:`packed` or :func:`block` compressed."""
    return zlib.decompress(base64.b85decode(text.translate(_FROM_OURS))).decode()


@functools.lru_cache(maxsize=64)
def _deflated(text: str) -> str:
    """Return text deflated and in base 85, encoded by numpy because the standard library is slow for large texts."""
    packed_bytes = zlib.compress(text.encode(), _LEVEL if len(text) > _LARGE else 9)
    missing = -len(packed_bytes) % 4
    words = np.frombuffer(packed_bytes + b"\0" * missing, dtype=">u4").astype(np.int64)
    letters: bytes = _ALPHABET[words[:, None] // _POWERS % 85].tobytes()
    return letters[: len(letters) - missing].decode("ascii")


def numbers(values: Iterable[int]) -> str:
    """Return integers as text in which an integer near zero takes one character.

    >>> numbers([0, -1, 1, 40])
    ' !#u '
    """
    text: list[str] = []
    for value in values:
        left, last = divmod(2 * value if value >= 0 else -2 * value - 1, _ENDS)
        word = [_LETTERS[last]]
        while left:
            left, digit = divmod(left - 1, _LEADS)
            word.append(_LETTERS[_ENDS + digit])
        text += reversed(word)
    return "".join(text)


def columns(table: Mapping[str, Sequence[Any]]) -> dict[str, dict[str, list[Any]]]:
    """Encode columns as ``{"d": distinct values, "i": index of each row}``, or ``{"v": values}`` if most values differ.

    Values are text, numbers or None; floats that are not finite become None.

    >>> columns({"place": ["Sabina Shoal", "Sabina Shoal", "Sabina Shoal"]})
    {'place': {'d': ['Sabina Shoal'], 'i': [0, 0, 0]}}
    """
    return {name: _column(values) for name, values in table.items()}


def _column(values: Sequence[Any]) -> dict[str, list[Any]]:
    plain = list(values)
    if float in set(map(type, plain)):
        plain = [None if isinstance(value, float) and not math.isfinite(value) else value for value in plain]
    distinct: dict[Any, Any] = dict.fromkeys(plain)
    if 2 * len(distinct) > len(plain):
        return {"v": plain}
    distinct = {value: number for number, value in enumerate(distinct)}
    return {"d": list(distinct), "i": [distinct[value] for value in plain]}
