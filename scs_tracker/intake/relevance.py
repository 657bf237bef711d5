"""Decide whether a headline or text may be in scope, before it is read as an article.

The keywords are in geodata/lexicon/relevance.csv: places in this sea, things at sea, acts and parties in five
languages. They decide the tier of a text, which decides whether it is read; docs/intake.md has measured results.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from scs_tracker import geodata
from scs_tracker.geocoding.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: strict: a place, an act, and a side or a thing at sea. wide: two sides, a thing at sea and an act, and no place.
#: near: a place and a side or thing, and no act. foreign: place, thing and act in another language than English.
#: none: none of these.
Tier = Literal["strict", "wide", "near", "foreign", "none"]
#: Words further apart than this do not make one phrase.
_GAP: Final = r"\b.{0,40}?\b"
_WRITTEN_TOGETHER: Final = re.compile("[\u3400-\u9fff]")
_SIDE: Final = "side "
#: Words of so many letters are particles of any language.
_SHORT: Final = 3


def tier(text: str) -> Tier:
    """Return the relevance tier of a text in English, Chinese, Vietnamese, Tagalog, Indonesian or Malay."""
    plain = fold(text).text
    languages = _words()
    english = languages["en"]
    if "noise" in english and english["noise"].search(plain):
        return "none"
    place, thing, act = (english[part].search(plain) is not None for part in ("place", "thing", "act"))
    sides = sum(word.search(plain) is not None for part, word in english.items() if part.startswith(_SIDE))
    if place and act and (sides or thing):
        return "strict"
    if sides > 1 and thing and act:
        return "wide"
    others = (words for language, words in languages.items() if language not in {"en", "warning"})
    if any(all(words[part].search(plain) for part in ("place", "thing", "act")) for words in others):
        return "foreign"
    return "near" if place and (sides or thing) else "none"


def warning_parts(text: str) -> set[str]:
    """Return the lexicon parts found in a navigational warning: ``drill``, ``closure``, ``over`` and ``sea``."""
    plain = fold(text).text
    return {part for part, words in _words()["warning"].items() if words.search(plain)}


@geodata.cached
def _words() -> dict[str, dict[str, re.Pattern[str]]]:
    """Return the patterns of all keywords, by language and part of the lexicon."""
    table: dict[str, dict[str, list[str]]] = {}
    for row in geodata.rows("lexicon_relevance"):
        table.setdefault(row["language"], {}).setdefault(row["part"], []).extend(row["words"].split(";"))
    english = table["en"]
    english["place"] += _feature_names(set(english.pop("features")))
    return {language: _patterns(parts) for language, parts in table.items()}


def _feature_names(kinds: set[str]) -> list[str]:
    """Return the English names of features of the given kinds, without single words and ambiguous names.

    A name of short words, such as Co To, also occurs by chance.
    """
    ids = {row["id"] for row in geodata.rows("features") if row["kind"] in kinds}
    return [
        row["name"]
        for row in geodata.rows("names")
        if row["feature_id"] in ids
        and row["language"] == "en"
        and " " in row["name"]
        and max(map(len, row["name"].split())) > _SHORT
        and not row["needs_context"]
    ]


def _patterns(parts: Mapping[str, Iterable[str]]) -> dict[str, re.Pattern[str]]:
    return {part: re.compile("|".join(map(_pattern, words))) for part, words in parts.items()}


def _pattern(word: str) -> str:
    r"""Return a regular expression for a keyword; ``*`` matches the rest of a word, ``...`` a few words.

    >>> _pattern("ram*"), _pattern("drove ... away")
    ('\\bram\\w*\\b', '\\bdrove\\b\\b.{0,40}?\\b\\baway\\b')
    """
    if _WRITTEN_TOGETHER.search(word):
        return re.escape(fold(word).text)
    pieces = (rf"\b{re.escape(fold(piece.strip()).text)}\b".replace(r"\*", r"\w*") for piece in word.split("..."))
    return _GAP.join(pieces)
