"""Represent a sentence as a dependency tree with the lexicon's phrases."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from operator import xor
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scs_tracker.articles.dates import When
    from scs_tracker.articles.parse import Word
    from scs_tracker.articles.sentences import Sentence
    from scs_tracker.text.phrases import Token

#: Labels of words that precede the noun they belong to.
BEFORE_NOUN: Final = frozenset({"compound", "amod", "nmod", "nummod", "quantmod"})
SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj"})
_MARKS: Final = frozenset({'"', "``", "''"})
_CLAUSES: Final = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "pcomp", "xcomp", "csubj"})


@dataclass(slots=True)
class Line:
    """A sentence with its dependency tree and the lexicon's phrases that it contains.

    ``sentence``: its position; ``words``: its words with their dependencies; ``tokens``: the lexicon's phrases and
    single words, in text order; ``heads``: for each token the index of its head word; ``owners``: for each word the
    index of its token, or -1; ``children``: for each word the indices of its dependents; ``kinds``: the number of
    tokens of each kind; ``dates``: the dates in it; ``furniture``: True if it is boilerplate; ``quoted``: for each
    word, whether it is between quotation marks.
    """

    sentence: Sentence
    words: tuple[Word, ...]
    tokens: list[Token]
    heads: list[int]
    owners: list[int]
    children: list[list[int]]
    kinds: Counter[str]
    dates: list[When] = field(default_factory=list)
    furniture: bool = False
    quoted: list[bool] = field(default_factory=list)

    def token_at(self, word: int) -> Token | None:
        """Return the token that contains a word, or None if no token does."""
        owner = self.owners[word]
        return self.tokens[owner] if owner >= 0 else None

    def kinds_at(self, word: int) -> Any:
        """Return the lexicon kinds of the token that contains a word; empty if no token does."""
        token = self.token_at(word)
        return token.kinds if token is not None else {}

    def child(self, word: int, *labels: str) -> int:
        """Return the index of the first dependent of a word that has one of the labels, or -1 if there is none."""
        return next((one for one in self.children[word] if self.words[one].dep in labels), -1)

    def hanging(self, word: int, *labels: str) -> list[int]:
        """Return the indices of the dependents of a word that have one of the labels."""
        return [one for one in self.children[word] if self.words[one].dep in labels]

    def above(self, word: int) -> Iterator[int]:
        """Yield the ancestors of a word, from its head up to the root."""
        for _ in range(len(self.words)):
            head = self.words[word].head
            if head == word:
                return
            yield head
            word = head

    def below(self, word: int) -> Iterator[int]:
        """Yield a word and all of its descendants in the tree."""
        waiting = [word]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += self.children[one]

    def clause(self, word: int) -> int:
        """Return the head of the clause that contains a word; the word itself if no clause does."""
        if self.is_clause(word):
            return word
        return next((one for one in self.above(word) if self.is_clause(one)), word)

    def is_clause(self, word: int) -> bool:
        """Return True if a word is the head of a clause."""
        one = self.words[word]
        return one.dep == "ROOT" or (one.dep in _CLAUSES and one.tag.startswith(("V", "MD")))

    def distance(self, one: int, other: int) -> int:
        """Return the number of tree edges between two words; the sentence's number of words if no path joins them."""
        way = {one: 0}
        for step, word in enumerate(self.above(one), 1):
            way.setdefault(word, step)
        if other in way:
            return way[other]
        for step, word in enumerate(self.above(other), 1):
            if word in way:
                return way[word] + step
        return len(self.words)

    def word_at(self, offset: int) -> int:
        """Return the index of the last word that starts at or before an offset of the text, or 0 if none does."""
        return max(bisect_right(self.words, offset, key=lambda one: one.start) - 1, 0)


def line_of(sentence: Sentence, words: tuple[Word, ...], tokens: Sequence[Token]) -> Line:
    """Return a parsed sentence as a ``Line``, with each token mapped to its words in the tree."""
    owners = [-1] * len(words)
    heads: list[int] = []
    position = 0
    for index, token in enumerate(tokens):
        while position < len(words) and words[position].end <= token.start:
            position += 1
        inside = []
        ahead = position
        while ahead < len(words) and words[ahead].start < token.end:
            inside.append(ahead)
            owners[ahead] = index
            ahead += 1
        heads.append(_head(inside, words, verb="verb" in token.kinds) if inside else min(position, len(words) - 1))
    children: list[list[int]] = [[] for _ in words]
    for index, word in enumerate(words):
        if word.head != index:
            children[word.head].append(index)
    kinds = Counter(kind for token in tokens for kind in token.kinds)
    quoted = list(accumulate((word.text in _MARKS for word in words), xor))
    return Line(sentence, words, list(tokens), heads, owners, children, kinds, quoted=quoted)


def _head(inside: list[int], words: Sequence[Word], *, verb: bool) -> int:
    out = [one for one in inside if words[one].head not in inside or words[one].head == one] or inside
    if verb:
        return next((one for one in out if words[one].tag.startswith("V")), out[0])
    return next((one for one in reversed(out) if words[one].tag != "IN"), out[-1])
