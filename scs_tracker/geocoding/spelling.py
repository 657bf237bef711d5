"""Recognise names spelt differently from the gazetteer: split, run together, broken by brackets or misspelt.

* ``Huangyandao``, ``Huang Yan Dao``: the letters without spaces are those of one name of at least eight letters.
* ``Woody (Phu Lam) Island``: a name with another name in brackets before its generic word.
* ``Scarbrough Shoal``: one letter missing, added, changed or swapped, in a name of nine letters or more with its
  generic word, or in a bare name of seven or more after a preposition; two letters in a very long name. All names that
  are this similar must belong to one feature. Words of the lexicon are never treated as misspellings.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker import geodata
from scs_tracker.geocoding.lexicon import lexicon
from scs_tracker.geocoding.names import Name
from scs_tracker.geocoding.tokeniser import has, is_sign
from scs_tracker.geocoding.variants import QUALIFIERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scs_tracker.geocoding.lexicon import Lexicon
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokeniser import Token

_JOINED: Final = 8
_LONG: Final = 9
#: In a name of so many letters besides its generic word two may be wrong.
_VERY_LONG: Final = 10
_BARE: Final = 7
#: Chinese names in Latin letters are alike: a shorter one with its generic word is no slip for another.
_SURE: Final = 16
_WINDOW: Final = 4
#: So many letters tell most words from those that names begin with.
_OPENING: Final = 3
#: How many windows of one text are compared with all names; a text with more unknown names is no place expression.
_TRIES: Final = 12
_GENERIC: Final = ("shoal", "shoals", "reef", "reefs", "island", "islands", "atoll", "breakers", "jiao", "dao")
_WATERS: Final = frozenset({"sea", "bay", "gulf", "strait", "channel", "passage"})
_LEADS: Final = ("of", "from", "off", "near", "at", "toward", "lead")


def respell(tokens: list[Token], folded: Folded, words: Lexicon) -> list[Token]:
    """Return the tokens, with misspelt, split or joined names replaced by names of the gazetteer."""
    brackets = "(" in folded.text
    found: list[Token] = []
    index = tries = 0
    while index < len(tokens):
        match = _bracketed(tokens, index, words) if brackets else None
        if match is None and ("word" in tokens[index][0] or _may_begin(tokens, index)):
            match = _rejoined(tokens, index)
            if match is None and tries < _TRIES and _is_window(tokens, index, folded):
                tries += 1
                match = _misspelt(tokens, index)
        token, index = match or (tokens[index], index + 1)
        found.append(token)
    return found


def _may_begin(tokens: Sequence[Token], index: int) -> bool:
    """Return True if a known word, such as 'second', 'great' or a generic word, may be the first word of a name."""
    token = tokens[index]
    if not has(tokens, index + 1, "word") or ("name" in token.kinds and not _is_nearly_generic(tokens, index + 1)):
        return False
    return _is_latin(token)


def _is_latin(token: Token) -> bool:
    return token.text.isascii() and token.text.replace(" ", "").isalpha()


def _put(tokens: Sequence[Token], index: int, after: int, name: Name) -> tuple[Token, int]:
    text = " ".join(token.text for token in tokens[index:after])
    return tokens[index]._replace(kinds={"name": name}, text=text, end=tokens[after - 1].end), after


def _bracketed(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[Token, int] | None:
    """Return the name around brackets, as in 'Woody (Phu Lam) Island', with the index of the bracket, or None."""
    for size in (1, 2, 3):
        if not is_sign(tokens, index + size, "("):
            continue
        close = next((one for one in range(index + size + 2, index + size + 6) if is_sign(tokens, one, ")")), 0)
        if not close or not has(tokens, close + 1, "generic"):
            return None
        text = " ".join(token.text for token in tokens[index : index + size])
        name = words.phrases.get(f"{text} {tokens[close + 1].text}", {}).get("name")
        if isinstance(name, Name) and name.quality != "part":
            return _put(tokens, index, index + size, name)
    return None


def _rejoined(tokens: Sequence[Token], index: int) -> tuple[Token, int] | None:
    spellings = _spellings()
    opening = tokens[index].text.replace(" ", "")[:_OPENING]
    if len(opening) == _OPENING and opening not in spellings.openings:
        return None
    joined, best = "", None
    for after in range(index + 1, min(index + 1 + _WINDOW, len(tokens) + 1)):
        if not _is_latin(tokens[after - 1]):
            break
        joined += tokens[after - 1].text.replace(" ", "")
        alone = after == index + 1 and has(tokens, index, "name")
        if len(joined) >= _JOINED and joined in spellings.squeezed and not alone:
            best = _put(tokens, index, after, spellings.squeezed[joined])
    return best


class _Spellings(NamedTuple):
    """Names of the gazetteer for spelling comparison: without spaces, by length, and by first letters or word."""

    squeezed: Mapping[str, Name]
    openings: frozenset[str]
    whole: Mapping[int, Sequence[str]]
    bare: Mapping[int, Sequence[str]]
    firsts: frozenset[str]


@geodata.cached
def _spellings() -> _Spellings:
    squeezed: dict[str, Name] = {}
    whole: dict[int, list[str]] = defaultdict(list)
    bare: dict[int, list[str]] = defaultdict(list)
    gazetteer = lexicon().gazetteer
    chinese = [gazetteer.key(row["name"]) for row in geodata.rows("names") if row["language"] == "zh-Latn"]
    short_forms = {form for row in geodata.rows("abbreviations") for form in row["short"].split(";")}
    made = {name.rpartition(" ")[0] for name in chinese} - {""}
    for key, name in gazetteer.names.items():
        short = key.replace(" ", "")
        if name.quality == "part" or not (short.isascii() and short.isalpha()):
            continue
        if len(short) >= _JOINED:
            other = squeezed.get(short, name)
            both = Name((*other.features, *name.features), "part")
            squeezed[short] = name if other.features == name.features else both
        # Guishan Island is no slip for Guihan Island, nor Malacca St for the short form of its strait
        alike = key.rpartition(" ")[0] in made and len(short) < _SURE
        if alike or short_forms.intersection((key.partition(" ")[0], key.rpartition(" ")[2])):
            continue
        if " " in key:
            whole[len(key)].append(key)
        elif not name.needs_context and len(key) >= _BARE:
            bare[len(key)].append(key)
    firsts = frozenset(key.partition(" ")[0] for keys in whole.values() for key in keys)
    return _Spellings(squeezed, frozenset(key[:_OPENING] for key in squeezed), whole, bare, firsts)


def _is_window(tokens: Sequence[Token], index: int, folded: Folded) -> bool:
    """Return True if a misspelt name may start here: it starts like a name, ends like one, or is introduced."""
    token = tokens[index]
    if folded.cased and not folded.source(token.start, token.end)[:1].isupper():
        return False
    if _begins_name(token) or any(_ends_name(tokens, end) for end in range(index + 1, index + _WINDOW)):
        return True
    return "word" in token.kinds and len(token.text) >= _BARE and _is_led(tokens, index)


def _begins_name(token: Token) -> bool:
    return "word" in token.kinds and token.text in _spellings().firsts


def _ends_name(tokens: Sequence[Token], index: int) -> bool:
    """Return True if a name may end at ``index``: at a generic word or at a known name of several words."""
    if index >= len(tokens):
        return False
    kinds = tokens[index].kinds
    return ("name" in kinds and " " in tokens[index].text) or "generic" in kinds or _is_nearly_generic(tokens, index)


def _is_nearly_generic(tokens: Sequence[Token], index: int) -> bool:
    """Return True if the word after a name is 'Sea' or similar, or differs from a generic word by one letter."""
    if not 0 < index < len(tokens) or not (has(tokens, index - 1, "name") or has(tokens, index - 1, "word")):
        return False
    word = tokens[index].text
    return word in _WATERS or ("word" in tokens[index].kinds and _nearest_generic(word))


@lru_cache(maxsize=4096)
def _nearest_generic(word: str) -> bool:
    from rapidfuzz.distance import OSA

    return any(OSA.distance(word, generic, score_cutoff=1) <= 1 for generic in _GENERIC)


def _is_led(tokens: Sequence[Token], index: int) -> bool:
    first = not index and is_sign(tokens, 1, ",") and has(tokens, 2, "name")  # Masinlok, Zambales
    return first or any(has(tokens, index - 1, kind) for kind in _LEADS)


def _misspelt(tokens: Sequence[Token], index: int) -> tuple[Token, int] | None:
    for size in range(_WINDOW, 1, -1):
        window = tokens[index : index + size]
        whole = len(window) == size and (_begins_name(tokens[index]) or _ends_name(tokens, index + size - 1))
        if whole and any("word" in one.kinds for one in window) and all(map(_is_latin, window)):
            name = closest(" ".join(one.text for one in window))
            if name is not None:
                return _put(tokens, index, index + size, name)
    bare = has(tokens, index, "word") and len(tokens[index].text) >= _BARE and _is_led(tokens, index)
    name = closest(tokens[index].text, bare=True) if bare else None
    return _put(tokens, index, index + 1, name) if name is not None else None


def _begins_alike(text: str, name: str) -> bool:
    """Return True if each word has the same first letter; 'Quang Binh' is not a misspelt 'Quang Ninh'."""
    words, wanted = text.split(), name.split()
    if len(words) != len(wanted):
        return text[0] == name[0]
    return all(one[0] == two[0] for one, two in zip(words, wanted, strict=True))


def closest(text: str, *, bare: bool = False) -> Name | None:
    """Return the name that differs by one letter (two in a long name), or None if there is not exactly one."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    if len(text) < (_BARE if bare else _LONG):
        return None
    names, phrases = lexicon().gazetteer.names, lexicon().phrases
    table = _spellings().bare if bare else _spellings().whole
    pool = [key for length in range(len(text) - 2, len(text) + 3) for key in table.get(length, ())]
    near = extract(text, pool, scorer=OSA.distance, score_cutoff=2, limit=None)
    near = [one for one in near if _begins_alike(text, one[0])]
    nearest = {names[key].features for key, distance, _ in near if distance == 1}
    if not nearest:  # Royal Captn Shoal; North is no slip for South
        core = {
            key: sum(len(word) for word in key.split() if "generic" not in phrases.get(word, {})) for key, _, _ in near
        }
        near = [one for one in near if core[one[0]] >= _VERY_LONG]
        winds = QUALIFIERS.intersection(text.split(" "))
        nearest = {names[key].features for key, _, _ in near if QUALIFIERS.intersection(key.split(" ")) == winds}
    alone = len(text) >= _LONG or all(names[key].features in nearest for key, _, _ in near)
    return Name(nearest.pop(), "variant") if len(nearest) == 1 and alone else None
