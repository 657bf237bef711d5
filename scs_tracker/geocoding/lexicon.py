"""Build the lexicon: all phrases that the parser recognises, each with its possible kinds and its cost.

One Aho-Corasick automaton finds all phrases in one pass: the names of features and towns, the words of
``gazetteer/grammar.csv``, and the word classes of the classifier (``not_places.csv``, ``governing.csv``). Adding a
language means adding rows to these tables, without any code.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import ahocorasick

from scs_tracker import geodata
from scs_tracker.geocoding.names import Gazetteer, Name, gazetteer
from scs_tracker.geocoding.variants import letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What a phrase costs in the cover of a text, by its first kind: what is more certain costs less.
_COSTS: Final[Mapping[str, float]] = {"name": 1.0, "part": 1.35, "town": 1.3, "elsewhere": 1.25, "not_place": 0.9}
_COST: Final = 1.0
#: A word of a class alone, which is no grammar, hardly costs less than an unknown word.
_CLASS_COST: Final = 1.6
#: Longer phrases cost a little less, so that of two covers by as many phrases the one with the longest counts.
_PER_CHARACTER: Final = 0.004
#: Kinds of not_places.csv that concern names, not words beside them.
_OF_NAMES: Final = frozenset({"common", "doubtful"})
#: Kinds of governing.csv that list single words, which the classifier has weights for.
_WORD_LISTS: Final = frozenset({"beside", "han_before", "han_behind"})
_SHORTEST_MISSING: Final = 3


@dataclass(frozen=True)
class Lexicon:
    """All phrases that the parser recognises, and the automaton that finds them in a text."""

    gazetteer: Gazetteer  # the names and what they mean
    automaton: Any  # finds phrases; gives length, cost, kinds, spellings, the name of a place, whether capitals matter
    #: Phrases of one Latin letter, which stand within every word and are looked up one by one
    letters: Mapping[str, tuple[int, float, Mapping[str, Any], tuple[str, ...], Name | None, bool]]
    phrases: Mapping[str, Mapping[str, Any]]  # what each folded phrase may be: kind to value


@geodata.cached
def lexicon() -> Lexicon:
    """Return the lexicon, which is rebuilt when the user's gazetteer changes."""
    names = gazetteer()
    phrases: dict[str, dict[str, Any]] = {key: {"name": name} for key, name in names.names.items()}
    _add_grammar(phrases, names)
    for table, skipped in (("not_places", _OF_NAMES), ("governing", _WORD_LISTS)):
        for row in geodata.rows(table):
            for phrase in row["phrases"].split(";") if row["kind"] not in skipped else ():
                phrases.setdefault(names.key(phrase), {}).setdefault(row["kind"], row["reason"])
    for row in geodata.rows("elsewhere"):
        kinds = phrases.setdefault(names.key(row["name"]), {})
        if "name" in kinds and kinds["name"].quality != "exact":
            del kinds["name"]  # Half Moon Cay of the Bahamas
        kinds["elsewhere"] = row["country"]
    _add_missing(phrases, names)
    for key, town in names.towns.items():
        phrases.setdefault(key, {}).setdefault("name", town)
    phrases.pop("", None)
    spelt, spelt_names = _spelt(names), _spelt_names(names)
    automaton = ahocorasick.Automaton()
    single = {}
    for key, kinds in phrases.items():
        name = kinds.get("name")
        if name is None:
            written = spelt.get(key, ())
        else:
            written = name.certain if name.quality == "town" else spelt_names.get(key, ())
        cased = name is not None or "elsewhere" in kinds
        entry = (len(key), _cost(key, kinds), kinds, tuple(written), name, cased)
        if len(key) == 1 and key.isascii():
            single[key] = entry
        else:
            automaton.add_word(key, entry)
    automaton.make_automaton()
    return Lexicon(names, automaton, single, phrases)


def _cost(key: str, kinds: Mapping[str, Any]) -> float:
    first = next(iter(kinds))
    if first == "name":
        first = kinds["name"].quality
    only_class = kinds.keys() <= _classes()
    return _COSTS.get(first, _CLASS_COST if only_class else _COST) - _PER_CHARACTER * len(key)


@geodata.cached
def _classes() -> frozenset[str]:
    """Return the word classes of governing.csv, which the classifier uses."""
    return frozenset(row["kind"] for row in geodata.rows("governing"))


def _add_grammar(phrases: dict[str, dict[str, Any]], names: Gazetteer) -> None:
    for row in geodata.rows("grammar"):
        for phrase in row["phrases"].split(";"):
            kinds = phrases.setdefault(names.key(phrase), {})
            half = "name" in kinds and kinds["name"].quality == "part"
            if half or row["kind"] not in {"country", "generic"}:
                kinds.pop("name", None)  # hilaga is north before it is North Reef
            kinds.setdefault(row["kind"], row["value"])
            if row["kind"] in {"unit", "bearing"}:
                kinds.setdefault(f"{row['kind']}_language", row["language"])


def _add_missing(phrases: dict[str, dict[str, Any]], names: Gazetteer) -> None:
    """Add the names of features without a known position to ``phrases``."""
    for row in geodata.rows("missing"):
        for phrase in re.split("[;/,]", f"{row['name']};{row['other_names']}"):
            key = names.key(phrase)
            if len(key) > _SHORTEST_MISSING or not key.isascii():
                phrases.setdefault(key, {}).setdefault("nowhere", row["why"])


def _spelt(names: Gazetteer) -> Mapping[str, Sequence[str]]:
    """Return the spellings with diacritics of words in Latin letters, keyed by folded form."""
    spelt: dict[str, list[str]] = defaultdict(list)
    grammar: frozenset[str] = frozenset()
    for table in ("grammar", "not_places", "governing"):
        for row in geodata.rows(table):
            for phrase in row["phrases"].split(";"):
                key = names.key(phrase)
                if key.isascii() and key not in grammar:
                    spelt[key].append(letters(phrase))
        grammar = grammar or frozenset(spelt)
    return spelt


def _spelt_names(names: Gazetteer) -> Mapping[str, Sequence[str]]:
    """Return the spellings with diacritics of Vietnamese feature names, keyed by folded form."""
    spelt: dict[str, list[str]] = defaultdict(list)
    for row in geodata.rows("names"):
        if row["language"] == "vi" and not row["name"].isascii():
            spelt[names.key(row["name"])].append(letters(row["name"]))
    return spelt


@lru_cache(maxsize=8192)
def is_spelt(written: str, spelt: tuple[str, ...]) -> bool:
    """Return True if a written word has no diacritics or only those of a known spelling: 'động' is not 'đông'."""
    own = letters(written)
    return own.isascii() or any(
        len(own) == len(word) and all(a == b or a.isascii() for a, b in zip(own, word, strict=True)) for word in spelt
    )
