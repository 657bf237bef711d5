"""The shoal, the island: which feature is meant, and distances that are counted from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.geocoding.names import SEA_GROUPS, gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.words.lexicon import Token

_FEATURES: Final = frozenset("shoal reef island islands islet atoll cay bank sandbar archipelago".split())
_UNITS: Final = frozenset("nautical miles mile nm nmi km kilometres kilometers metres meters yards".split())
_POINTING: Final = frozenset({"the", "that", "this", "same"})
_BEARINGS: Final = ("north", "south", "east", "west")
#: The ship that has not moved since 1999, and where she lies.
_GROUNDED: Final = "sierra madre"
_HERS: Final = "Second Thomas Shoal"
#: What may stand behind 'the shoal' with a bearing: 42 nautical miles from the shoal on a southeasterly bearing.
_TAIL: Final = frozenset({"bearing", "direction", "heading"})

#: What 'the shoal' may be, by the kind of the feature.
_KINDS: Final = {
    "shoal": {"shoal", "atoll", "bank"}, "reef": {"reef", "atoll"}, "atoll": {"atoll"}, "bank": {"bank"},
    "island": {"island", "cay"}, "islet": {"island", "cay"}, "cay": {"cay", "island"}, "sandbar": {"cay"},
    "islands": {"archipelago", "island"}, "archipelago": {"archipelago"},
}  # fmt: skip
_ANY_KIND: Final = frozenset().union(*_KINDS.values())


def last_named(lines: Sequence[Line], line: Line) -> str:
    """Return the name of the feature named last before a line that its 'the shoal' may be, or an empty string."""
    words = line.words
    if _FEATURES.isdisjoint(words):
        return ""
    word = next(one for one in words if one in _FEATURES)
    features = gazetteer().features
    any_kind = ""
    for earlier in reversed(lines):
        for token in reversed(earlier.tokens):
            ids = token.kinds.get("place", ())
            if len(ids) != 1 or features[ids[0]].radius_km >= 150.0:
                continue
            feature = features[ids[0]]
            if feature.kind in _KINDS[word]:
                return feature.name
            if feature.kind in _ANY_KIND and feature.group in SEA_GROUPS:
                any_kind = any_kind or feature.name
    return any_kind


def measured(line: Line, text: str, name: str) -> Iterator[tuple[int, int, str]]:
    """Yield the tokens that measure from 'the shoal', and what they say with its name put in.

    Parameters
    ----------
    line
        The sentence: 24 nautical miles southeast of the shoal.
    text
        The whole article.
    name
        The feature that is meant, or an empty string.
    """
    tokens = line.tokens
    words = line.words
    if _FEATURES.isdisjoint(words) and "there" not in words and _GROUNDED not in " ".join(words):
        return
    named = ""
    for index, token in enumerate(tokens):
        named = gazetteer().features[token.kinds["place"][0]].name if "place" in token.kinds else named
        if token.text == "there" and index > 1 and tokens[index - 1].text in {"of", "from"} and named:
            start = _measure(tokens, index + 1)
            if start >= 0:  # 32 nautical miles west-northwest of there
                yield start, index + 1, text[tokens[start].start : token.start] + named
            continue
        grounded = _is_grounded(token.text)
        if not grounded and (token.text not in _FEATURES or not index or tokens[index - 1].text not in _POINTING):
            continue
        start = _measure(tokens, index)
        if start < 0 or not (name or grounded):
            continue
        put = _HERS if grounded else name
        cut = tokens[index - 1].start if tokens[index - 1].text in _POINTING else token.start
        after = next((at + 1 for at in range(index + 1, min(index + 6, len(tokens))) if tokens[at].text in _TAIL), 0)
        end = after or index + 1
        said = text[tokens[start].start : cut] + put + text[token.end : tokens[end - 1].end]
        yield start, end, said


def _is_grounded(word: str) -> bool:
    return word.endswith(_GROUNDED)


def _measure(tokens: Sequence[Token], index: int) -> int:
    """Return where a distance begins that leads to the feature at ``index``, or -1."""
    numbers = _numbers()
    for back in range(index - 2, max(index - 12, -1), -1):
        token = tokens[back]
        joins = token.text == "and" and tokens[back + 1].text.startswith(_BEARINGS)
        if (token.text in {",", "and", ";"} and not joins) or "verb" in token.kinds:
            return -1
        number = "number" in token.kinds or token.text in numbers
        if number and any(one.text in _UNITS for one in tokens[back + 1 : back + 4]):
            return back
    return -1


@geodata.cached
def _numbers() -> frozenset[str]:
    """Return the numbers that are written in words: seven nautical miles south of the island."""
    rows = (row for row in geodata.rows("grammar") if row["kind"] == "number" and row["language"] == "en")
    return frozenset(phrase for row in rows for phrase in row["phrases"].split(";") if phrase not in {"a", "an"})
