"""Split an article into paragraphs and sentences, with their offsets."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Final

from scs_tracker.text.function_words import of_kind

_PARAGRAPH: Final = re.compile(r"\n(?:[ \t\r]*\n|(?=[ \t]*[-*•#]\s)|(?=#))")
#: The pattern begins with one set of characters, so that all others are skipped quickly.
_STOP: Final = re.compile(r"[.!?。！？](?:(?<=[.!?])[.!?]*[\"'”’)\]]*(?=\s)|(?<=[。！？]))")
#: How many lines may precede the text of an article.
_OPENING: Final = 4
_WORD_BEFORE: Final = re.compile(r"[\w.]+$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, with its paragraph and its offsets.

    ``index``: its number in the article, from 0; ``paragraph``: the number of its paragraph, from 0; ``start``,
    ``end``: its offsets; ``headline``: True for a line of its own without a full stop before the text begins, such as a
    headline or the name of the outlet.
    """

    index: int
    paragraph: int
    start: int
    end: int
    headline: bool = False


def split(text: str) -> list[Sentence]:
    """Return the sentences of an article, in text order.

    A single line break ends a paragraph if lines are long or end with a full stop, as in a text with one paragraph per
    line; it does not if lines are wrapped.

    >>> [(one.start, one.end) for one in split("Gen. Brawner spoke. It was 2.5 nm off.")]
    [(0, 19), (20, 38)]
    """
    sentences: list[Sentence] = []
    paragraphs = _paragraphs(text)
    opening = True  # a headline, the name of the paper, a second headline
    for number, (start, end) in enumerate(paragraphs):
        spans = list(_sentences(text, start, end))
        for first, after in spans:
            headline = (
                len(spans) == 1
                and opening
                and number < min(_OPENING, len(paragraphs) - 1)
                and after - first < 200
                and text[after - 1] not in '.!?”"。'
            )
            opening = headline
            sentences.append(Sentence(len(sentences), number, first, after, headline))
    return sentences


def _paragraphs(text: str) -> list[tuple[int, int]]:
    pattern = re.compile(r"\n") if "\n" in text and not _wrapped(text) else _PARAGRAPH
    breaks = list(pattern.finditer(text))
    spans = zip([0, *(one.end() for one in breaks)], [*(one.start() for one in breaks), len(text)], strict=True)
    return [trimmed for start, end in spans if (trimmed := _trim(text, start, end)) is not None]


def _wrapped(text: str) -> bool:
    """Return True if most line breaks of a text are inside sentences."""
    lines = [line.rstrip() for line in text.split("\n")]
    broken = whole = 0
    for line, after in itertools.pairwise(lines):
        if not line or not after.strip():
            continue
        if line.endswith(",") or line.rpartition(" ")[2] in of_kind("goes_on") or after.lstrip()[:1].islower():
            broken += 1
        elif line[-1] in '.!?”":。' or (after.lstrip()[:1].isupper() and len(line) < 50):
            whole += 1
        elif len(line) < 110:
            broken += 1
    return broken > whole


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    inside = text[start:end]
    kept = inside.strip()
    start += len(inside) - len(inside.lstrip())
    return (start, start + len(kept)) if kept else None


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    stops = (match.end() for match in _STOP.finditer(text, start, end) if _ends(text, match, start))
    spans = (_trim(text, first, after) for first, after in itertools.pairwise([start, *stops, end]))
    return [one for one in spans if one is not None]


def _ends(text: str, match: re.Match[str], start: int) -> bool:
    if match.group()[0] != ".":
        return True
    after = text[match.end() : match.end() + 3].lstrip()
    if after[:1].islower():
        return False
    before = _WORD_BEFORE.search(text, max(start, match.start() - 12), match.start())
    word = before.group().lower() if before else ""
    if word in {"no", "nos"}:  # No. 8
        return not text[match.end() :].lstrip()[:1].isdigit()
    if word in of_kind("abbreviation") or (len(word) == 1 and word.isalpha()):
        # U.S. and a.m. end a sentence where what follows cannot go on with it
        return word in {"u.s", "p.m", "a.m"} and text[match.end() :].lstrip()[:4] in {"The ", "It w", "In a", "Chin"}
    return True
