"""Detect the language of a text by its commonest words and its script, above all whether it is English."""

from __future__ import annotations

import re
from collections import Counter
from itertools import repeat
from typing import Final

from scs_tracker import geodata

_WORD: Final = re.compile(r"[a-z]+[^\W\d_]*|[^\W\d_]+")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_THAI: Final = re.compile(r"[\u0e00-\u0e7f]")
_KANA: Final = re.compile(r"[\u3040-\u30ff]")


@geodata.cached
def _common() -> dict[str, frozenset[str]]:
    """Return the commonest words of each language, by language code."""
    return {row["language"]: frozenset(row["words"].split(";")) for row in geodata.rows("lexicon_languages")}


def language_of(text: str) -> str:
    """Return the ISO 639 code of a text's language, or ``und`` if it is not known.

    >>> language_of("The ship was hit by water cannon at the shoal."), language_of("中国海警船在仁爱礁")
    ('en', 'zh')
    >>> language_of("เรือยามฝั่งจีน"), language_of("Ang mga barko ng Tsina sa Ayungin")
    ('th', 'fil')
    """
    sample = text[:2000]
    han = 0 if sample.isascii() else len(_HAN.findall(sample))
    words = _WORD.findall(sample.lower())
    if han > 10 and han > len(words):
        return "ja" if len(_KANA.findall(sample)) > han / 4 else "zh"
    if han and han >= len(words):
        return "zh"
    if not words or len(_THAI.findall(sample)) > len(sample) / 4:
        return "th" if words else "und"
    counts = Counter(words)
    shares = {code: sum(map(counts.get, common, repeat(0))) / len(words) for code, common in _common().items()}
    best = max(shares, key=lambda code: shares[code])
    if shares[best] < 0.05 and len(words) > 12:
        return "und"
    if shares[best] == 0:
        return "en" if sample.isascii() else "und"
    return best
