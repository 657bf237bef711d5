"""Text as the lexicon compares it: one character for one character, so that every offset stays true."""

from __future__ import annotations

import unicodedata
from typing import Final

_MARKS: Final = (
    dict.fromkeys("'’‘ʼ‛′`´＇", " ")
    | dict.fromkeys("-‐‑", " ")
    | dict.fromkeys("‒–—―−", "–")
    | dict.fromkeys('"”“„‟«»＂', '"')
    | dict.fromkeys("đĐ", "d")
    | {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "ı": "i", "。": ".", "，": ",", "；": ";", "：": ":"}
)


class _Table(dict[int, str]):
    """Fills itself: what a character is compared as."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _MARKS:
            plain = _MARKS[character]
        elif character.isspace():
            plain = " "
        else:
            plain = (unicodedata.normalize("NFKD", character) or character)[0].lower()[:1] or character
        self[code] = plain
        return plain


_TABLE: Final = _Table()


def fold(text: str) -> str:
    """Return ``text`` in small letters without diacritics, hyphens and apostrophes as spaces, of the same length.

    Examples
    --------
    >>> fold("Ren’ai Jiao, water-cannoned")
    'ren ai jiao, water cannoned'
    """
    return text.translate(_TABLE)
