"""Normalise text for comparison: one case, no diacritics, one kind of apostrophe, dash, degree symbol and space.

The grammar and the names are folded by the same function, so that a name matches whichever apostrophes and hyphens are
typed. Each folded character is linked to its offset in the original text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

#: Characters that people type for the same mark; the value is how it is compared.
_MARKS: Final = (
    dict.fromkeys("°º˚⁰ᵒ∘゜", "°")
    | dict.fromkeys("'’‘ʼʻʽ‛′ʹ´`＇ˈˊˋ‵", "'")
    | dict.fromkeys('"”“″ʺ＂‶„‟〞〃', '"')
    | dict.fromkeys("-‐‑‒–—―−﹣－﹘", "-")
    | dict.fromkeys("đĐðÐ", "d")
    | {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "ı": "i", "⁄": "/", "∕": "/", "・": " ", "·": " ", "…": " ", "‥": " "}
    | {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3", "。": ".", "､": "、"}
    | dict.fromkeys("～〜~", "-")
)
#: A hyphen or apostrophe inside a word: Pag-asa, Ren'ai, Vietnam's.
_JOINT: Final = re.compile(r"(?<=[^\W\d_])['-](?=[^\W\d_])")
#: Degrees, minutes and seconds by their letters, as some plotters print them: 9d43m57s.
_LETTERED: Final = re.compile(
    r"(?<![\w.])(\d{1,3})d( ?)(\d{1,2}(?:\.\d+)?)m(?:( ?)(\d{1,2}(?:\.\d+)?)s)?(?![a-df-mo-rt-vx-z])"
)
_MAY_BE_LETTERED: Final = re.compile(r"\dd")


class Folded(NamedTuple):
    """A text, its folded form, and the offsets that link the two."""

    original: str  # the text as written
    text: str  # the folded text
    #: For each folded character the index of the original character it comes from; None where both agree
    offsets: tuple[int, ...] | None
    cased: bool  # whether the text has both capital and small letters, so that a name can be told by its capital
    shouted: bool  # whether all its letters are capitals

    def source(self, start: int, end: int) -> str:
        """Return the part of the original text that a span of the folded text comes from."""
        if start >= end:
            return ""
        if self.offsets is None:
            return self.original[start:end]
        return self.original[self.offsets[start] : self.offsets[end - 1] + 1]


class _Folds(dict[int, str]):
    """A cache of folded characters that also records which characters fold to none or to several."""

    def __init__(self) -> None:
        super().__init__()
        self.odd: set[str] = set()

    def __missing__(self, code: int) -> str:
        character = chr(code)
        compared = self[code] = _fold_character(character)
        if len(compared) != 1:
            self.odd.add(character)
        return compared


_FOLDS: Final = _Folds()


def _fold_character(character: str) -> str:
    """Return the folded form of a character: empty for combining marks and controls, a space for any space."""
    if character in _MARKS:
        return _MARKS[character]
    if character.isspace():
        return " "
    plain = []
    for part in unicodedata.normalize("NFKD", character.casefold()):
        if part in _MARKS:
            plain.append(_MARKS[part])
        elif part.isspace():
            plain.append(" ")
        elif unicodedata.category(part) not in {"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"}:
            plain.append(part.casefold())
    return "".join(plain)


def fold(text: str) -> Folded:
    """Return the folded form of a text; folding it again changes nothing.

    >>> fold("Ren’ai  Jiao, Đá Ba Đầu – 9º43′N").text
    "ren ai jiao, da ba dau - 9°43'n"
    """
    if text.isascii() and text.isprintable() and not ("  " in text or "`" in text or "~" in text):
        lower = text.lower()
        shouted = text.isupper()
        return Folded(text, _replaced(lower), None, not shouted and lower != text, shouted)
    shouted = text.isupper()
    cased = not shouted and any(map(str.isupper, text))
    joined = text.translate(_FOLDS)
    if _FOLDS.odd.isdisjoint(text) and "  " not in joined:
        return Folded(text, _replaced(joined), None, cased, shouted)
    pieces: list[str] = []
    offsets: list[int] = []
    last = ""
    for index, character in enumerate(text):
        for plain in _FOLDS[ord(character)]:
            if plain == " " == last:
                continue
            last = plain
            pieces.append(plain)
            offsets.append(index)
    return Folded(text, _replaced("".join(pieces)), tuple(offsets), cased, shouted)


def _replaced(text: str) -> str:
    """Return a text with spaces for hyphens and apostrophes inside words, and symbols for the letters in 9d43m57s."""
    text = _JOINT.sub(" ", text) if "-" in text or "'" in text else text
    return _LETTERED.sub(_marks, text) if _MAY_BE_LETTERED.search(text) else text


def _marks(match: re.Match[str]) -> str:
    degrees, gap, minutes, other_gap, seconds = match.groups()
    return f"{degrees}°{gap}{minutes}'" + (f'{other_gap}{seconds}"' if seconds else "")
