"""Decide whether something happened at a named place, by logistic regression on the words around its name.

The words have weights in ``gazetteer/place_weights.csv``, trained by ``benchmarks/geocoding/train_classifier.py``.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.geocoding.lexicon import lexicon
from scs_tracker.geocoding.names import SEA_GROUPS, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scs_tracker.geocoding.names import Gazetteer
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.records import Mention
    from scs_tracker.geocoding.tokeniser import Token

    Sign = tuple[str, str]

#: So many tokens before and behind a mention are looked at.
_AROUND: Final = 14
#: Kinds of tokens that are no class of words.
_PLAIN: Final = frozenset({"word", "han", "bearing_language", "unit_language"})
#: A dateline has no more tokens than this behind its town: , May 3 (PNA) --
_DATELINE: Final = 10
_FIRST_HAN: Final = "\u2e80"
#: What belongs to a name next to it.
_LEADING: Final = frozenset(("lead", "generic", "within", "distance", "waters", "part", "coast"))
_CLOSING: Final = frozenset(")]")
#: Kinds of words with which the name of a person begins: Jose Rizal.
_PERSONS: Final = frozenset({"given", "title"})
#: Below this many log odds a mention is refused.
LIMIT: Final = 0.0


def signs(one: Mention, tokens: Sequence[Token], folded: Folded, gazetteer: Gazetteer) -> list[Sign]:
    """Return the classifier's inputs for a mention: pairs of an aspect or position and a word or word class."""
    sort = _sort(one, gazetteer)
    measures = ("distance" * (one.distance is not None), "bearing" * (one.bearing is not None))
    measured = "line" if one.second else " ".join(filter(None, measures))
    first, after = _borders(one, tokens)
    found = [
        ("kind", sort), ("measure", measured), ("measure", f"{measured} {sort}"), ("relation", one.relation),
        ("relation", f"{one.relation} {sort}"), ("region", f"{bool(one.regions)} {sort}"),
    ]  # fmt: skip
    if one.names:
        name = one.names[0]
        written = folded.source(tokens[one.first].start, tokens[one.after - 1].end)
        doubt = f"{name.quality}{' doubtful' if name.needs_context else ''}"
        part = " part" if name.quality == "part" else ""
        found += [
            ("quality", doubt), ("quality", f"{doubt} {one.relation} {measured}"),
            ("case", "small" if folded.cased and written[:1].islower() else "capital"),
            ("words", f"{min(written.count(' '), 2)}{part}"),
        ]  # fmt: skip
    if first <= 0 and after >= len(tokens):
        return [*found, ("text", f"alone {sort}")]
    others = sum("word" in kinds or "han" in kinds for kinds, *_ in (*tokens[: max(first, 0)], *tokens[after:]))
    found += [("text", f"others {min(others, 4)}"), ("text", "begins" if first <= 0 else "goes on")]
    ahead = tokens[after : after + _DATELINE]
    if first <= 0 and any(token.text in "-:" and "sign" in token.kinds for token in ahead):
        found.append(("text", "dateline"))
    return found + _nearby(tokens, first, after, folded)


def _borders(one: Mention, tokens: Sequence[Token]) -> tuple[int, int]:
    """Return the index of the first token that belongs to a mention, and the index after its last."""
    first = min([one.first, *(each.first for each in one.regions)])
    after = max([one.after, *(each.after for each in one.regions)])
    while first > 0 and (tokens[first - 1].start >= one.start or not _LEADING.isdisjoint(tokens[first - 1][0])):
        first -= 1
    while after < len(tokens) and (
        tokens[after].end <= one.end or not _LEADING.isdisjoint(tokens[after][0]) or tokens[after].text in _CLOSING
    ):
        after += 1
    return first, after


def _sort(one: Mention, gazetteer: Gazetteer) -> str:
    """Return the category of the place that a mention names, such as ``town``, ``reef`` or ``sea``."""
    if not one.names:
        return one.kind
    place = gazetteer.places[one.names[0].features[0]]
    if place.id in words_of("capital"):
        return "capital"
    if place.group == "town":
        return "town" if place.kind in geodata.place_kinds("in_country") else "islet"
    if place.group in SEA_GROUPS:
        return "reef"
    if place.kind in geodata.place_kinds("water"):
        return "sea"
    return "coast" if place.kind in geodata.place_kinds("in_country") else "island"


def _nearby(tokens: Sequence[Token], first: int, after: int, folded: Folded) -> list[Sign]:
    """Return the classifier's inputs from the words next to a mention and from those around it."""
    found: list[Sign] = []
    start, end = max(first - _AROUND, 0), min(after + _AROUND, len(tokens))
    classes = {index: _classes(tokens[index], folded) for index in (*range(start, first), *range(after, end))}
    for place, index in (("before", first - 1), ("before2", first - 2), ("behind", after), ("behind2", after + 1)):
        found += [(place, word) for word in classes.get(index, ("-",))]
    for side, indexes in (("left", range(start, first)), ("right", range(after, end))):
        found += [(side, word) for word in {word: None for index in indexes for word in classes[index]}]
    if _is_denied(tokens[start:first]):
        found.append(("left", "<none> <happening>"))
    if after < len(tokens) and tokens[after].text[0] >= _FIRST_HAN:
        found.append(("behind", "".join(token.text for token in tokens[after : after + 2])))
    if first > 0 and tokens[first - 1].text[0] >= _FIRST_HAN:
        found.append(("before", "".join(token.text for token in tokens[max(first - 2, 0) : first])))
    return found


def _is_denied(before: Sequence[Token]) -> bool:
    """Return True if the clause before a name denies that something happened."""
    clause: list[Mapping[str, Any]] = []
    for token in reversed(before):
        if "none" in token.kinds:
            return any("happening" in kinds for kinds in clause)
        if "resumes" in token.kinds or "spares" in token.kinds or "sign" in token.kinds:
            return False
        clause.append(token.kinds)
    return False


def _classes(token: Token, folded: Folded) -> tuple[str, ...]:
    """Return the word classes of a token, and the word itself if it is not a number."""
    kinds, text, start, end = token
    if "number" in kinds and len(kinds) == 1:
        return ("<number>",)
    capital = "word" in kinds and folded.cased and folded.source(start, end)[:1].isupper()
    return _classes_of(tuple(kinds), text, capital=capital)


@lru_cache(maxsize=16384)
def _classes_of(kinds: tuple[str, ...], text: str, *, capital: bool) -> tuple[str, ...]:
    found = [text if kind == "sign" else f"<{kind}>" for kind in kinds if kind not in _PLAIN]
    if "number" not in kinds and "sign" not in kinds:
        found.append(text)
    return (*found, "<Capital>") if capital else tuple(found)


@geodata.cached
def _weights() -> Mapping[Sign, float]:
    return {(row["stands"], row["words"]): float(row["weight"]) for row in geodata.rows("place_weights")}


def score(one: Mention, tokens: Sequence[Token], folded: Folded, gazetteer: Gazetteer) -> float:
    """Return the log odds that something happened at the place that a mention names."""
    weights = _weights()
    return sum(map(weights.get, signs(one, tokens, folded, gazetteer), repeat(0.0)), weights.get(("all", ""), 0.0))


def is_alone(one: Mention, tokens: Sequence[Token]) -> bool:
    """Return True if a mention is the whole text and does not start with a given name or title."""
    first, after = _borders(one, tokens)
    opening = lexicon().phrases.get(tokens[one.first].text.partition(" ")[0], {})
    return first <= 0 and after >= len(tokens) and _PERSONS.isdisjoint(opening)


def reason(one: Mention, tokens: Sequence[Token]) -> str:
    """Return the reason for rejecting a mention: that of the nearest explanatory word, or a general one."""
    first, after = one.first, one.after
    for index in (first - 1, after, first - 2, after + 1):
        if 0 <= index < len(tokens):
            for kind, said in tokens[index].kinds.items():
                if kind in _reasoned() and said:
                    return str(said)
    return "the text mentions this place but does not say that anything happened there"


@geodata.cached
def _reasoned() -> frozenset[str]:
    """Return the word classes that give a reason why the name next to them is not a location."""
    tables = ("not_places", "governing")
    return frozenset(row["kind"] for table in tables for row in geodata.rows(table) if row["reason"])
