"""Find the phrases of a table in a text in any script, taking the longest phrase at each word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Value = TypeVar("Value")

#: Scripts without spaces between words, in which each character is a word.
HAN: Final = "\u2e80-\u9fff\uf900-\ufaff"
_TOKEN: Final = re.compile(rf"[{HAN}]|\d+|[^\W\d_{HAN}]+")
#: Matches any number in a phrase.
_NUMBER: Final = "#"


class Found(NamedTuple, Generic[Value]):
    """A phrase found in a text: its start and end offsets, and its value."""

    start: int
    end: int
    value: Value


class Phrases(Generic[Value]):
    """A table of phrases with values, searched by words; later duplicates replace earlier ones, ``#`` matches a number.

    ``plain`` folds phrases and texts for comparison; it must not change the length of a text.
    """

    def __init__(self, rows: Iterable[tuple[str, Value]], plain: Callable[[str], str]) -> None:
        self._plain = plain
        self._values: dict[str, Value] = {}
        self._longest: dict[str, int] = {}
        for phrase, value in rows:
            words = _TOKEN.findall(plain(phrase).replace(_NUMBER, "0"))
            if words:
                words = [_NUMBER if word == "0" and _NUMBER in phrase else word for word in words]
                self._values[" ".join(words)] = value
                self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def whole(self, text: str) -> Value | None:
        """Return the value of the phrase that equals the whole text, or None if there is none."""
        words = _TOKEN.findall(self._plain(text))
        exact = self._values.get(" ".join(words))
        return exact if exact is not None else self._values.get(" ".join(map(_numbered, words)))

    def near(self, text: str, most: int, shortest: int) -> set[Value]:
        """Return the values of phrases that differ from a text in at most ``most`` letters; empty if it is too short.

        A letter may be extra, missing, wrong or swapped; the first must match. ``shortest`` is the text's least length.
        """
        from rapidfuzz.distance import OSA

        text = " ".join(_TOKEN.findall(self._plain(text)))
        if len(text) < shortest:
            return set()
        return {value for phrase, value in self._values.items()
                if phrase[0] == text[0] and OSA.distance(phrase, text, score_cutoff=most) <= most}  # fmt: skip

    def __iter__(self) -> Iterator[str]:
        """Iterate over the phrases in folded form, with one space between words."""
        return iter(self._values)

    def find(self, text: str) -> list[Found[Value]]:
        """Return the phrases found in a text, in text order and without overlaps."""
        plain = self._plain(text)
        tokens = [(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(plain)]
        found: list[Found[Value]] = []
        first = 0
        while first < len(tokens):
            word = tokens[first][2]
            longest = max(self._longest.get(word, 0), self._longest.get(_numbered(word), 0))
            for last in range(min(first + longest, len(tokens)), first, -1):
                words = [token[2] for token in tokens[first:last]]
                value = self._values.get(" ".join(words))
                value = value if value is not None else self._values.get(" ".join(map(_numbered, words)))
                if value is not None:
                    found.append(Found(tokens[first][0], tokens[last - 1][1], value))
                    first = last - 1
                    break
            first += 1
        return found


def _numbered(word: str) -> str:
    return _NUMBER if word.isdecimal() else word
