"""Which language a text is in, by its commonest words and its script; English or not is what matters."""

from __future__ import annotations

import re
from collections import Counter
from itertools import repeat
from typing import Final

_COMMON: Final = {
    "en": frozenset((
        "the of and to in a that is was for on with as by at from said it its were has which be are an"
    ).split()),
    "vi": frozenset("và của là các trong được cho với không một những đã tại này có người từ về theo tàu".split()),
    "id": frozenset("yang dan di itu dengan untuk pada dari dalam tidak ini oleh akan telah kapal sebuah".split()),
    "fil": frozenset("ang ng sa mga na at ay ni kay para nang hindi ito isang mula nito".split()),
    "fr": frozenset("le la les des et en une dans que qui pour sur est par au du avec".split()),
    "es": frozenset("el la los las de y en que por con una para del se su al".split()),
}  # fmt: skip
_WORD: Final = re.compile(r"[a-z]+[^\W\d_]*|[^\W\d_]+")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_KANA: Final = re.compile(r"[\u3040-\u30ff]")


def language_of(text: str) -> str:
    """Return the ISO 639 code of a text's language, or ``und`` where nothing tells it.

    Examples
    --------
    >>> language_of("The ship was hit by water cannon at the shoal."), language_of("中国海警船在仁爱礁")
    ('en', 'zh')
    >>> language_of("Ang mga barko ng Tsina sa Ayungin")
    'fil'
    """
    sample = text[:2000]
    han = 0 if sample.isascii() else len(_HAN.findall(sample))
    words = _WORD.findall(sample.lower())
    if han > 10 and han > len(words):
        return "ja" if len(_KANA.findall(sample)) > han / 4 else "zh"
    if han and han >= len(words):
        return "zh"
    if not words:
        return "und"
    counts = Counter(words)
    shares = {code: sum(map(counts.get, common, repeat(0))) / len(words) for code, common in _COMMON.items()}
    best = max(shares, key=lambda code: shares[code])
    if shares[best] < 0.05 and len(words) > 12:
        return "und"
    if shares[best] == 0:
        return "en" if sample.isascii() else "und"
    return best
