"""Text to tokens: one pass of an Aho-Corasick automaton finds every name and every word of the grammar.

The automaton holds the gazetteer's names, the phrases of ``gazetteer/grammar.csv`` in all languages, and the phrases
that only look like places (``not_places.csv``, ``elsewhere.csv``). Of the matches that begin and end at a word
boundary, names win over grammar and the longest wins over the shorter. A word of the grammar that is written with other
diacritics is another word. Between the matches stand numbers, unknown words and single signs. Han characters need no
boundary; between letters and digits there always is one.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import ahocorasick

from scs_tracker import geodata
from scs_tracker.geocoding.names import Gazetteer, gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scs_tracker.geocoding.normalise import Folded

#: Numbers first: 1,000 and 1,000.5; 13,2 with a decimal comma; 13.2; .5. Then one Han character, a word, a sign.
_LEXEME: Final = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})(?![0-9.,])"
    r"|[0-9]+(?:\.[0-9]+)?|(?<![^ (])\.[0-9]+"
    r"|[^\W\d_\u3007\u3040-\u9fff\uf900-\ufaff]+|\S"
)
_LETTERS: Final = frozenset(string.ascii_lowercase)
#: Kinds of phrases that compete with names for the same characters.
_NAMELIKE: Final = frozenset({"name", "country", "elsewhere", "not_place", "anchor", "nowhere"})


class Token(NamedTuple):
    """One piece of the folded text.

    Attributes
    ----------
    kinds
        What the piece may be, with its value: ``{"bearing": "90"}``, ``{"name": Name(…)}``, ``{"number": "13.2"}``.
    text
        The folded characters.
    start, end
        Where they stand in the folded text.
    """

    kinds: Mapping[str, Any]
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """Every phrase that is known, ready to be found in one pass.

    Words of one Latin letter stand in ``letters``, not in the automaton, which would find them within every word.
    """

    gazetteer: Gazetteer
    automaton: Any
    letters: Mapping[str, tuple[Mapping[str, Any], tuple[str, ...]]]
    phrases: Mapping[str, Mapping[str, Any]]


_SIGNS: Final[Mapping[str, Mapping[str, Any]]] = {sign: {"sign": sign} for sign in ",;:.()[]{}-/'\"°+=|!?、"}
_OTHER_SIGN: Final[Mapping[str, Any]] = {"sign": "other"}
#: What an unknown word may be: all of them share it.
WORD: Final[Mapping[str, Any]] = {"word": ""}
#: A word of one letter, before the lexicon has told which it is.
_LETTER: Final[Mapping[str, Any]] = {"letter": ""}
#: A Chinese wind of the sixteen has so many signs: 东东南.
_SIXTEENTH: Final = 3
#: What is cut is kept up to this length: longer pieces hardly come again.
_SHORT: Final = 8
#: Words of governing.csv that only stand right beside a name, where longer.py looks for them.
BESIDE: Final = frozenset({"beside", "han_before", "han_behind"})
#: Ranks of the words of the grammar begin here, behind those of all names.
_LATER: Final = 1_000_000


@geodata.cached
def lexicon() -> Lexicon:
    """Return the lexicon, built once and again when the user's gazetteer changes."""
    names = gazetteer()
    phrases: dict[str, dict[str, Any]] = {key: {"name": name} for key, name in names.names.items()}
    _add_grammar(phrases, names)
    for row in geodata.rows("not_places"):
        if row["kind"] not in {"common", "doubtful"}:
            for phrase in row["phrases"].split(";"):
                phrases.setdefault(names.key(phrase), {})[row["kind"]] = row["reason"]
    _add_governing(phrases, names)
    for row in geodata.rows("elsewhere"):
        phrases.setdefault(names.key(row["name"]), {})["elsewhere"] = row["country"]
    for row in geodata.rows("missing"):
        for phrase in re.split("[;/,]", f"{row['name']};{row['other_names']}"):
            key = names.key(phrase)
            if len(key) > 3 or not key.isascii():
                phrases.setdefault(key, {}).setdefault("nowhere", row["why"])
    phrases.pop("", None)
    spelt = _spelt(names)
    automaton = ahocorasick.Automaton()
    named = _spelt_names(names)
    single: dict[str, tuple[Mapping[str, Any], tuple[str, ...]]] = {}
    for key, kinds in phrases.items():
        written = tuple(named.get(key, ()) if "name" in kinds else spelt.get(key, ()))
        first = _is_first(key, kinds)
        if key in _LETTERS and not first:
            single[key] = (kinds, written)
        else:
            # what is chosen first has the least rank: names before grammar, then the longest
            rank = (0 if first else _LATER) - len(key)
            ends = (_unbroken(key[0]), _unbroken(key[-1]))
            automaton.add_word(key, (len(key), rank, *ends, kinds, written, "name" in kinds))
    automaton.make_automaton()
    return Lexicon(names, automaton, single, phrases)


def _spelt(names: Gazetteer) -> Mapping[str, Sequence[str]]:
    """Return how the words of the grammar in Latin letters are spelt, with their diacritics, by their folded form."""
    spelt: dict[str, list[str]] = defaultdict(list)
    for row in geodata.rows("grammar"):
        for phrase in row["phrases"].split(";"):
            key = names.key(phrase)
            if key.isascii():
                spelt[key].append(letters(phrase))
    grammar = frozenset(spelt)
    for row in geodata.rows("not_places"):
        for phrase in row["phrases"].split(";") if row["language"] == "vi" else ():
            if (key := names.key(phrase)) not in grammar and not phrase.isascii():
                spelt[key].append(letters(phrase))  # có is not cô
    for row in geodata.rows("governing"):
        for phrase in row["phrases"].split(";") if row["language"] == "en" else ():
            if (key := names.key(phrase)) not in grammar and phrase.isascii():
                spelt[key].append(letters(phrase))  # sông is no song
    return spelt


def _spelt_names(names: Gazetteer) -> Mapping[str, Sequence[str]]:
    """Return how names are spelt that have Vietnamese letters, by their folded form."""
    spelt: dict[str, list[str]] = defaultdict(list)
    for row in geodata.rows("names"):
        if row["language"] == "vi" and not row["name"].isascii():
            spelt[names.key(row["name"])].append(letters(row["name"]))
    return spelt


def letters(text: str) -> str:
    """Return the letters of a text, small and with their diacritics."""
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKC", text).casefold().replace("ð", "đ")))


@lru_cache(maxsize=8192)
def is_spelt(written: str, spelt: tuple[str, ...]) -> bool:
    """Say whether no diacritic contradicts the word: hoạt động is not đông, the east; dong may be."""
    own = letters(written)
    return own.isascii() or any(
        len(own) == len(word) and all(a == b or a.isascii() for a, b in zip(own, word, strict=True)) for word in spelt
    )


def _is_first(key: str, kinds: Mapping[str, Any]) -> bool:
    """Say whether a phrase is chosen before the words of the grammar.

    Half names are not, and neither are names of two Han characters, which sit inside many words: 西北海域 is waters in
    the north-west, not Beihai.
    """
    name = kinds.get("name")
    if _NAMELIKE.isdisjoint(kinds) or (name is None and "generic" in kinds):  # đảo Đá Lồi is no Đảo Đá
        return False
    if name is not None and name.quality == "part":
        return False
    return key.isascii() or len(key) > 2


def _add_grammar(phrases: dict[str, dict[str, Any]], names: Gazetteer) -> None:
    for row in geodata.rows("grammar"):
        for phrase in row["phrases"].split(";"):
            kinds = phrases.setdefault(names.key(phrase), {})
            half = "name" in kinds and kinds["name"].quality == "part"
            if half or row["kind"] not in {"country", "generic"}:
                kinds.pop("name", None)  # hilaga is north before it is North Reef
            kinds.setdefault(row["kind"], row["value"])
            if row["kind"] == "unit" and row["language"] in {"vi", "ms", "id", "fil"}:
                kinds["decimal_comma"] = row["language"]
            if row["kind"] == "bearing" and row["language"] not in {"en", "fil"}:
                kinds["direct"] = row["language"]


def _add_governing(phrases: dict[str, dict[str, Any]], names: Gazetteer) -> None:
    """Add the words that govern places from further off; where they are nothing else, they stay unknown words."""
    rows = [row for row in geodata.rows("governing") if row["kind"] not in BESIDE]
    keys = set()
    for row in rows:
        for phrase in row["phrases"].split(";"):
            keys.add(key := names.key(phrase))
            phrases.setdefault(key, {})[row["kind"]] = row["reason"]
    governing = {row["kind"] for row in rows}
    for key in keys:
        if phrases[key].keys() <= governing:
            phrases[key].update(WORD)


def tokenise(folded: Folded, words: Lexicon) -> list[Token]:
    """Cut a folded text into tokens, in time linear in its length.

    Parameters
    ----------
    folded
        The text.
    words
        The lexicon.

    Returns
    -------
    list of Token
        In the order of the text; spaces are dropped.
    """
    text = folded.text.translate(words.gazetteer.simplified) if not folded.text.isascii() else folded.text
    tokens: list[Token] = []
    position = 0
    chosen = _choose(text, folded, words.automaton)
    for start, end, kinds in chosen if text.isascii() else _parted(chosen, text, words):
        if start - position > 1 or (start > position and text[position] != " "):
            _lex(text, position, start, tokens, folded, words)
        tokens.append(_new(Token, (kinds, text[start:end], start, end)))
        position = end
    if position < len(text):
        _lex(text, position, len(text), tokens, folded, words)
    return tokens


def _parted(
    chosen: Iterable[tuple[int, int, Mapping[str, Any]]], text: str, words: Lexicon
) -> Iterator[tuple[int, int, Mapping[str, Any]]]:
    """Give what was chosen; the first sign of a wind of three goes to the name that it ends: 广东 东南."""
    position = 0
    for start, end, kinds in chosen:
        last = start, end, kinds
        if end - start >= _SIXTEENTH and start > position and "bearing" in kinds:
            named = words.phrases.get(text[start - 1 : start + 1], _OTHER_SIGN)
            wind = words.phrases.get(text[start + 1 : end], _OTHER_SIGN)
            if "bearing" in wind and ("name" in named or "country" in named):
                yield start - 1, start + 1, named
                last = start + 1, end, wind
        yield last
        position = end


def _choose(text: str, folded: Folded, automaton: Any) -> list[tuple[int, int, Mapping[str, Any]]]:
    found: list[tuple[int, int, int, Mapping[str, Any]]] = []
    marked = not folded.original.isascii()
    sorts, around = _SORTS, f" {text} "
    for last, (length, rank, head, tail, kinds, spelt, name) in automaton.iter(text):
        start = last + 1 - length
        if sorts[around[start]] == head or sorts[around[last + 2]] == tail:
            continue
        # A name with its capital is known in spite of a slip; without one, giả định is not Gia Định.
        told = marked and spelt and not (name and folded.cased)
        if told and not is_spelt(folded.source(start, last + 1), spelt):
            continue
        found.append((rank, start, last + 1, kinds))
    if len(found) < 2:
        return [one[1:] for one in found]
    found.sort()
    taken = bytearray(len(text))
    chosen = []
    for _, start, end, kinds in found:
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\x01" * (end - start)
            chosen.append((start, end, kinds))
    chosen.sort(key=_by_start)
    return chosen


#: A named tuple's own constructor is twice as slow.
_new: Final = tuple.__new__
_by_start: Final = itemgetter(0)


class _Sorts(dict[str, str]):
    """Sorts of characters: no word or number ends between two digits, or between two letters that are not Han."""

    def __missing__(self, character: str) -> str:
        letter = character.isalpha() and not "\u3040" <= character <= "\u9fff"
        sort = self[character] = "a" if letter else "0" if character.isdigit() else " "
        return sort


_SORTS: Final = _Sorts()


def _unbroken(character: str) -> str:
    """Return the sort of character that may not go on beyond a word that begins or ends with this one, if any does."""
    return _SORTS[character].strip()


def _lex(text: str, start: int, end: int, tokens: list[Token], folded: Folded, words: Lexicon) -> None:
    """Append the numbers, words and signs between two matches, and the words of one letter."""
    between = text[start:end]
    before = text[start - 1] if start and between[0] == "." else ""
    cut = _pieces if end - start <= _SHORT else _pieces.__wrapped__
    for kinds, piece, first, after in cut(between, before):
        known = _of_letter(piece, start + first, folded, words) if kinds is _LETTER else kinds
        tokens.append(_new(Token, (known, piece, start + first, start + after)))


@lru_cache(maxsize=8192)
def _pieces(between: str, before: str) -> tuple[tuple[Mapping[str, Any], str, int, int], ...]:
    """Cut what stands between two matches into its pieces; the same signs, numbers and words stand in many texts.

    ``before`` is the character before a full stop, which tells 0.5 written as .5 from the end of a sentence.
    """
    found = []
    text, position = before + between, len(before)
    for written in _LEXEME.findall(text, position):
        start = text.index(written, position)
        position = start + len(written)
        if "0" <= written[-1] <= "9":
            piece = f"0{written}" if written[0] == "." else written
            kinds: Mapping[str, Any] = {"number": piece}
        else:
            piece, kinds = written, _kinds(written)
        found.append((kinds, piece, start - len(before), position - len(before)))
    return tuple(found)


@lru_cache(maxsize=8192)
def _kinds(piece: str) -> Mapping[str, Any]:
    """Return what a word, a Han character or a sign may be that the lexicon does not have."""
    if len(piece) > 1:
        return WORD
    if "\u3040" <= piece <= "\u9fff" or "\uf900" <= piece <= "\ufaff" or piece == "\u3007":
        return {"han": piece}
    return _LETTER if piece.isalnum() and not piece.isdecimal() else _SIGNS.get(piece, _OTHER_SIGN)


def _of_letter(letter: str, start: int, folded: Folded, words: Lexicon) -> Mapping[str, Any]:
    """Return what a word of one letter may be: N, E, m; đ is not d."""
    kinds, spelt = words.letters.get(letter, (WORD, ()))
    if spelt and not folded.original.isascii() and not ("name" in kinds and folded.cased):
        return kinds if is_spelt(folded.source(start, start + 1), spelt) else WORD
    return kinds
