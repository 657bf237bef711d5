"""Names that are written unlike the gazetteer: split or run together, broken by brackets, or one letter wrong.

* ``Huangyandao``, ``Huang Yan Dao``: the letters without spaces are those of one name of at least eight letters.
* ``Woody (Phu Lam) Island``: a name with another one put in before its generic word.
* ``Scarbrough Shoal``: one letter missing, added, changed, or two swapped, in a name of at least nine letters with its
  generic word, or a bare name of at least seven that a preposition leads to. All names one letter off belong to one
  feature; of names shorter than nine letters also all that are two letters off. Words that the lexicon knows are never
  taken for misspellings.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
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
#: In a name of so many letters beside its generic word two may be wrong.
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
#: What a word that is one letter off a generic one stands behind.
_BEHIND: Final = frozenset({"name", "word"})
_WATERS: Final = frozenset({"sea", "bay", "gulf", "strait", "channel", "passage"})
_LEADS: Final = ("of", "from", "off", "near", "at", "toward", "lead")


def respell(tokens: list[Token], folded: Folded, words: Lexicon) -> list[Token]:
    """Return the tokens with names put in where unknown words spell one."""
    if not [token for token in tokens if "word" in token.kinds]:
        return tokens
    found: list[Token] = []
    brackets = "(" in folded.text
    index = tries = 0
    while index < len(tokens):
        token = tokens[index]
        if not ("word" in token.kinds or _may_begin(tokens, index) or (brackets and is_sign(tokens, index + 1, "("))):
            found.append(token)
            index += 1
            continue
        match = (_bracketed(tokens, index, words) if brackets else None) or _rejoined(tokens, index, words)
        if match is None and tries < _TRIES and _is_window(tokens, index, words):
            tries += 1
            match = _misspelt(tokens, index, folded, words)
        if match is None:
            found.append(token)
            index += 1
        else:
            found.append(match[0])
            index = match[1]
    return found


def _may_begin(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a known word may be the first of a name: second, great, a generic word."""
    token = tokens[index]
    if not has(tokens, index + 1, "word") or ("name" in token.kinds and not _is_nearly_generic(tokens, index + 1)):
        return False
    return token.text.isascii() and token.text.replace(" ", "").isalpha()


def _put(tokens: Sequence[Token], index: int, after: int, name: Name) -> tuple[Token, int]:
    first, last = tokens[index], tokens[after - 1]
    text = " ".join(token.text for token in tokens[index:after])
    return first._replace(kinds={"name": name}, text=text, end=last.end), after


def _bracketed(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[Token, int] | None:
    """Read 'Woody (Phu Lam) Island': leave the brackets to the aliases and put the whole name before them."""
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


def _rejoined(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[Token, int] | None:
    spellings = _spellings(words)
    opening = tokens[index].text.replace(" ", "")[:_OPENING]
    if len(opening) == _OPENING and opening not in spellings.openings:
        return None
    known = spellings.squeezed
    joined = ""
    best = None
    for after in range(index + 1, min(index + 1 + _WINDOW, len(tokens) + 1)):
        text = tokens[after - 1].text
        if not (text.isascii() and text.replace(" ", "").isalpha()):
            break
        joined += text.replace(" ", "")
        alone = after == index + 1 and has(tokens, index, "name")
        if len(joined) >= _JOINED and joined in known and not alone:
            best = _put(tokens, index, after, known[joined])
    return best


@dataclass(frozen=True)
class _Spellings:
    """The names without spaces, the names by length with and without a generic word, the first words of names.

    ``openings`` are the first letters of the names without spaces.
    """

    words: object
    squeezed: Mapping[str, Name]
    whole: Mapping[int, Sequence[str]]
    bare: Mapping[int, Sequence[str]]
    firsts: frozenset[str]
    openings: frozenset[str]


_built: _Spellings | None = None


def _spellings(words: Lexicon) -> _Spellings:
    global _built  # noqa: PLW0603 - follows the lexicon
    if _built is not None and _built.words is words:
        return _built
    squeezed: dict[str, Name] = {}
    whole: dict[int, list[str]] = defaultdict(list)
    bare: dict[int, list[str]] = defaultdict(list)
    chinese = [words.gazetteer.key(row["name"]) for row in geodata.rows("names") if row["language"] == "zh-Latn"]
    made_short = {form for row in geodata.rows("abbreviations") for form in row["short"].split(";")}
    made = {name.rpartition(" ")[0] for name in chinese} - {""}
    for key, name in words.gazetteer.names.items():
        short = key.replace(" ", "")
        if name.quality == "part" or not (short.isascii() and short.isalpha()):
            continue
        if len(short) >= _JOINED:
            other = squeezed.get(short, name)
            squeezed[short] = (
                name if other.features == name.features else Name((*other.features, *name.features), "part")
            )
        if key.rpartition(" ")[0] in made and len(short) < _SURE:
            continue  # Guishan Island is another island, not a slip for Guihan Island
        if made_short.intersection((key.partition(" ")[0], key.rpartition(" ")[2])):
            continue  # Malacca St is no slip for the short form of its strait
        if " " in key:
            whole[len(key)].append(key)
        elif not name.needs_context and len(key) >= _BARE:
            bare[len(key)].append(key)
    firsts = frozenset(key.partition(" ")[0] for keys in whole.values() for key in keys)
    openings = frozenset(key[:_OPENING] for key in squeezed)
    _built = _Spellings(words, squeezed, whole, bare, firsts, openings)
    return _built


def _is_window(tokens: Sequence[Token], index: int, words: Lexicon) -> bool:
    """Say whether a misspelt name may begin at ``index``: ending in a generic word, begun as names are, or led to."""
    if _begins_name(tokens, index, words):
        return True
    for end in range(index + 1, index + _WINDOW):
        if _ends_name(tokens, end):
            return True
    return has(tokens, index, "word") and len(tokens[index].text) >= _BARE and _is_led(tokens, index)


def _begins_name(tokens: Sequence[Token], index: int, words: Lexicon) -> bool:
    """Say whether a word that is known only from the beginning of names is at ``index``: Bajo of Bajo de Masinlok."""
    return has(tokens, index, "word") and tokens[index].text in _spellings(words).firsts


def _ends_name(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a name with its generic word may end here: Shoal, or the London Reef of Wesi London Reef."""
    if index >= len(tokens):
        return False
    kinds = tokens[index].kinds
    whole = "name" in kinds and " " in tokens[index].text
    return whole or "generic" in kinds or _is_nearly_generic(tokens, index)


def _is_nearly_generic(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a word the grammar does not know is a generic one behind a name, or one letter off: Sea, Shaol."""
    if not 0 < index < len(tokens) or _BEHIND.isdisjoint(tokens[index - 1].kinds):
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


def _misspelt(tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon) -> tuple[Token, int] | None:
    if not _is_capital(tokens[index], folded):
        return None
    begun = _begins_name(tokens, index, words)
    for size in range(_WINDOW, 1, -1):
        after = index + size
        window = tokens[index:after]
        whole = begun or _ends_name(tokens, after - 1)
        if len(window) < size or not whole or not any("word" in one.kinds for one in window):
            continue
        if not all(one.text.replace(" ", "").isalpha() and one.text.isascii() for one in window):
            continue
        name = closest(" ".join(one.text for one in window), words)
        if name is not None:
            return _put(tokens, index, after, name)
    token = tokens[index]
    if "word" in token.kinds and len(token.text) >= _BARE and _is_led(tokens, index):
        name = closest(token.text, words, bare=True)
        if name is not None:
            return _put(tokens, index, index + 1, name)
    return None


def _is_capital(token: Token, folded: Folded) -> bool:
    return not folded.cased or folded.source(token.start, token.end)[:1].isupper()


def _begins_alike(text: str, name: str) -> bool:
    """Say whether no word has another first letter: Quang Binh is no slip for Quang Ninh."""
    words, wanted = text.split(), name.split()
    if len(words) != len(wanted):
        return text[0] == name[0]
    return all(one[0] == two[0] for one, two in zip(words, wanted, strict=True))


def _core(key: str, words: Lexicon) -> int:
    """Return how many letters a name has beside its generic words."""
    return sum(len(word) for word in key.split(" ") if "generic" not in words.phrases.get(word, {}))


def _told_apart(text: str) -> frozenset[str]:
    return QUALIFIERS.intersection(text.split(" "))


def closest(text: str, words: Lexicon, *, bare: bool = False) -> Name | None:
    """Return the name that is one letter off, or two in a long name, if all names that near are of one feature.

    Examples
    --------
    >>> from scs_tracker.geocoding.lexicon import lexicon
    >>> closest("scarbrough shoal", lexicon()).features
    ('scarborough-shoal',)
    """
    if len(text) < (_BARE if bare else _LONG):
        return None
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    names = words.gazetteer.names
    table = _spellings(words).bare if bare else _spellings(words).whole
    pool = [key for length in range(len(text) - 2, len(text) + 3) for key in table.get(length, ())]
    near = extract(text, pool, scorer=OSA.distance, score_cutoff=2, limit=None)
    near = [one for one in near if _begins_alike(text, one[0])]
    nearest = {names[key].features for key, distance, _ in near if distance == 1}
    if not nearest:  # Royal Captn Shoal; North is no slip for South
        near = [one for one in near if _core(one[0], words) >= _VERY_LONG]
        nearest = {names[key].features for key, _, _ in near if _told_apart(key) == _told_apart(text)}
    alone = len(text) >= _LONG or all(names[key].features in nearest for key, _, _ in near)
    if len(nearest) != 1 or not alone:
        return None
    return Name(nearest.pop(), "variant")
