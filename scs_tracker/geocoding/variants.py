"""Generate spelling variants of a name, by the rules in docs/methods-geocoding.md ("Variants").

A generic word is not exchanged if it distinguishes two features (Bombay Reef, Bombay Shoal). A coastal island also has
names in other languages (Pulau Tioman for Tioman Island). A partial name (Thomas Shoal, Johnson, Subi) is marked as
partial: it gives candidates, not one place.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Generic words after the name, by language; an official Chinese name is also written with English ones.
_TRAILING: Final = {
    "en": ("shoal", "reef", "reefs", "bank", "atoll", "island", "islet", "cay", "shoals", "islands", "sandbar"),
    "zh-Latn": ("jiao", "dao", "tan", "ansha", "reef", "shoal", "island", "bank"),
}
#: Generic words before the name, by language; the longest first.
_LEADING: Final = {
    "vi": ("ran san ho", "bai can", "bai ngam", "bai da", "con cat", "dao", "bai", "da", "con", "ran"),
    "ms": ("gugusan beting", "pulau", "beting", "terumbu", "gugusan", "karang"),
    "fil": ("kulumpol ng", "buhanginan ng", "bahura ng", "isla ng", "pulo ng"),
}
_TRAILING_WORDS: Final = frozenset(word for words in _TRAILING.values() for word in words)
_HAN_GENERIC: Final = ("群岛", "群礁", "暗沙", "沙洲", "岛", "礁", "滩", "屿")
_ISLANDS: Final = {"island": ("pulau", "isla ng", "pulo ng"), "islands": ("kepulauan", "pulau", "kapuluan ng")}
#: Words that tell features of one name apart; without them half a name is left.
QUALIFIERS: Final = frozenset(
    (
        "first", "second", "third", "1st", "2nd", "3rd", "north", "south", "east", "west", "northeast", "northwest",
        "southeast", "southwest", "great", "small", "central", "middle", "northern", "southern", "eastern", "western",
    )
)  # fmt: skip
#: So many words at the beginning of a name have one short form: quần đảo.
_MOST_SHORTENED: Final = 2
_HALF_GENERIC: Final = ("shoal", "reef", "bank", "shoals", "reefs")
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
#: A syllable of Vietnamese that ends in y behind a consonant may end in i as well: Lý Sơn, Lí Sơn.
_ENDS_IN_Y: Final = re.compile(r"(?<![^\W\d_])([bcdghklmnpqrstvxđ]{1,3}|qu)([yýỳỷỹỵ])(?![^\W\d_])", re.IGNORECASE)
_AS_I: Final = str.maketrans("yýỳỷỹỵYÝỲỶỸỴ", "iíìỉĩịIÍÌỈĨỊ")
_INNER: Final = re.compile(r"(?<=\w)['’‘ʼ-](?=\w)")

#: How the towns of saints are shortened.
_SAINTS: Final = {"santa": ("sta", "sta."), "santo": ("sto", "sto.")}

#: A stem, the features that have it, and the languages it is in.
Stems = dict[str, tuple[dict[str, None], set[str]]]


def spellings(name: str) -> tuple[str, ...]:
    """Return the folded forms of a name: as written, without apostrophes and hyphens, and with Sta. for Santa."""
    folded = fold(name).text.strip()
    bare = _INNER.sub("", name)
    joined = folded if bare == name else fold(bare).text.strip()
    first, _, rest = folded.partition(" ")
    short = (f"{saint} {rest}" for saint in _SAINTS.get(first, ()))
    return tuple(dict.fromkeys((folded, joined, *short)))


def letters(text: str) -> str:
    """Return the letters of a text in lower case, with their diacritics."""
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKC", text).casefold().replace("ð", "đ")))


def with_i(name: str) -> str:
    """Return a Vietnamese name with the other spelling of a final y: Lí Sơn for Lý Sơn."""
    return _ENDS_IN_Y.sub(lambda match: match[1] + match[2].translate(_AS_I), unicodedata.normalize("NFC", name))


def stem(key: str, language: str) -> str:
    """Return a folded name without its generic word, or an empty string if it has none.

    A Filipino name, or a Vietnamese name of three or more words, is its own stem if it has no generic word.
    """
    if _HAN.match(key):
        for generic in _HAN_GENERIC:
            if key.endswith(generic) and len(key) - len(generic) >= 2:
                return key.removesuffix(generic)
        return ""
    rest, _, last = key.rpartition(" ")
    if rest and last in _TRAILING_WORDS:
        return rest
    for generic in _LEADING.get(language, ()):
        if key.startswith(generic + " "):
            return key[len(generic) + 1 :]
    whole = language == "fil" or (language == "vi" and key.count(" ") > 1)
    return key if whole else ""


def collect(stems: Stems, key: str, language: str, feature_id: str) -> None:
    """Add the stem of a folded name to ``stems``, with its feature and language."""
    found = stem(key, language)
    if len(found) > 1 and "(" not in found:
        ids, languages = stems.setdefault(found, ({}, set()))
        ids[feature_id] = None
        languages.add(language)


def island_names(key: str) -> Iterator[str]:
    """Yield the Malay, Indonesian and Filipino names of a coastal island: 'pulau tioman' for 'tioman island'."""
    rest, _, last = key.rpartition(" ")
    for generic in _ISLANDS.get(last, ()) if rest else ():
        yield f"{generic} {rest}"


def river_mouths(key: str) -> Iterator[str]:
    """Yield the Malay and Indonesian names of the river mouth at a town: 'muara tok bali', 'kuala tok bali'."""
    for generic in ("muara", "kuala", "muara kuala"):
        yield f"{generic} {key}"


def abbreviated(key: str, short: Mapping[tuple[str, str], Sequence[str]]) -> Iterator[str]:
    """Yield the forms of a folded name with its first or last words abbreviated."""
    if not key.isascii():
        yield from (
            key.removesuffix(word) + one
            for (_, word), forms in short.items() if key.endswith(word) and len(key) > len(word) + 1
            for one in forms
        )  # fmt: skip
        return
    parts = key.split(" ")
    begins = []
    for size in range(1, min(len(parts), _MOST_SHORTENED + 1)):
        if len(parts) == size + 1 and parts[0] in QUALIFIERS:
            continue  # the N reef of another one is not North Reef
        rest = " ".join(parts[size:])
        begins += [f"{one} {rest}" for one in short.get(("begin", " ".join(parts[:size])), ())]
    yield from begins
    for one in short.get(("end", parts[-1]), ()) if len(parts) > 1 else ():
        yield " ".join((*parts[:-1], one))
        yield from (f"{begun.rpartition(' ')[0]} {one}" for begun in begins if begun.count(" ") > 1)


def generics(stems: Stems, common: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each stem that only one feature has, with every generic word of its languages, and the feature's id."""
    for found, (ids, languages) in stems.items():
        if len(ids) != 1 or found in common:
            continue
        features = tuple(ids)
        for language in languages:
            if language in {"zh-Hans", "zh-Hant"}:
                for generic in _HAN_GENERIC:
                    yield found + generic, features
            for generic in _TRAILING.get("en" if language == "fil" else language, ()):
                yield f"{found} {generic}", features
            for generic in _LEADING.get(language, ()):
                yield f"{generic} {found}", features


def halves(stems: Stems, common: set[str]) -> Mapping[str, Mapping[str, None]]:
    """Return partial names with the ids of all features whose names contain them."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for whole, (ids, languages) in stems.items():
        if whole not in common and (" " in whole or languages != {"vi"}):  # Dương is a word of many names
            found[whole].update(ids)
        first, _, rest = whole.partition(" ")
        before, _, last = whole.rpartition(" ")
        for half in [rest] * (first in QUALIFIERS) + [before] * (last in QUALIFIERS):
            if len(half) > 3 and half not in common:
                for name in (half, *(f"{half} {generic}" for generic in _HALF_GENERIC)):
                    found[name].update(ids)
    return found
