"""Fold text for comparison: lower case, no diacritics, and one form of each punctuation mark.

``clean`` is applied once, when a text is read. ``fold`` keeps the length of a text, so offsets in the folded text are
offsets in the cleaned text too. ``name_key`` makes keys for comparing names, and ``slug`` makes parts of ids.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_QUOTES: Final = dict.fromkeys('"”“„‟〞＂«»', '"')
_APOSTROPHES: Final = dict.fromkeys("'’‘ʼʻʽ‛´`＇ˈˊˋ‵", "'") | dict.fromkeys("′ʹ", "'")
_HYPHENS: Final = dict.fromkeys("-‐‑﹣－", "-")
_DASHES: Final = dict.fromkeys("‒–—―−﹘", "–")
_LETTERS: Final = (
    dict.fromkeys("đĐðÐ", "d")
    | {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "ı": "i", "İ": "i"}
    | {"。": ".", "，": ",", "；": ";", "：": ":", "､": "、", "⁄": "/", "∕": "/"}
)
#: Characters folded for comparing words: hyphens and apostrophes separate words.
_OF_WORDS: Final = _LETTERS | _QUOTES | dict.fromkeys([*_APOSTROPHES, *_HYPHENS], " ") | _DASHES
#: Characters folded for comparing positions: symbols of degrees, minutes and seconds, and one dash.
_OF_POSITIONS: Final = (
    _LETTERS
    | _QUOTES
    | dict.fromkeys("″ʺ‶〃", '"')
    | _APOSTROPHES
    | dict.fromkeys([*_HYPHENS, *_DASHES, *"～〜~"], "-")
    | dict.fromkeys("°º˚⁰ᵒ∘゜", "°")
)
#: A hyphen or apostrophe inside a word: Pag-asa, Ren'ai, Vietnam's.
_JOINT: Final = re.compile(r"(?<=[^\W\d_])['-](?=[^\W\d_])")
#: Categories of invisible characters: soft hyphens, byte order marks, controls.
_UNSEEN: Final = frozenset({"Cf", "Cc"})


class _Table(dict[int, str]):
    """A translation table that computes the folded form of a character on first use and stores it."""

    def __init__(self, marks: dict[str, str]) -> None:
        super().__init__()
        self._marks = marks

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in self._marks:
            plain = self._marks[character]
        elif character.isspace():
            plain = " "
        else:
            plain = (unicodedata.normalize("NFKD", character) or character)[0].lower()[:1] or character
        self[code] = plain
        return plain


_WORDS: Final = _Table(_OF_WORDS)
_POSITIONS: Final = _Table(_OF_POSITIONS)


def clean(text: str) -> str:
    """Return a text in Unicode form NFC without invisible characters; line ends and tabs are kept."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(one for one in composed if one.isspace() or unicodedata.category(one) not in _UNSEEN)


def fold(text: str, *, marks: bool = False) -> str:
    """Return a text in lower case without diacritics, of the same length; apply ``clean`` first.

    ``marks`` keeps the symbols of positions (``°``, ``'``, ``"``, ``-``), each in one form; without it, hyphens and
    apostrophes become spaces.

    >>> fold("Hải Dương-981, Ren’ai Jiao"), fold("Ren’ai Jiao – 9º43′N", marks=True)
    ('hai duong 981, ren ai jiao', "ren ai jiao - 9°43'n")
    """
    if not marks:
        return text.translate(_WORDS)
    folded = text.translate(_POSITIONS)
    return _JOINT.sub(" ", folded) if "-" in folded or "'" in folded else folded


def name_key(text: str) -> str:
    """Return a name's folded letters and digits, by which 'CCG 5205', 'ccg-5205' and 'CCG5205' are equal."""
    return "".join(filter(str.isalnum, fold(clean(text))))


def slug(text: str, longest: int) -> str:
    """Return a text as part of an id: at most ``longest`` lower-case letters and digits, with ``-`` between words."""
    return re.sub(r"[^a-z0-9]+", "-", fold(clean(text))).strip("-")[:longest].strip("-")
