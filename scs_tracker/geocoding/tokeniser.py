"""Split text into tokens: the cheapest cover of the text by phrases of the lexicon (dynamic programming).

The text is split into lexemes: numbers, words, single Han characters, punctuation. A phrase covers its lexemes at its
cost; a lexeme outside all phrases costs more. The time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scs_tracker.geocoding.lexicon import is_spelt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.lexicon import Lexicon
    from scs_tracker.geocoding.normalise import Folded

#: Numbers first: 1,000 and 1,000.5; 13,2 with a decimal comma; 13.2; .5. Then one Han character, a word, a sign.
_LEXEME: Final = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]++,(?:[0-9]{1,2}|[0-9]{4,})(?![0-9.,])"
    r"|[0-9]++(?:\.[0-9]++)?|(?<![^ (])\.[0-9]++"
    r"|[^\W\d_\u3007\u3040-\u9fff\uf900-\ufaff]+|\S"
)
_SIGNS: Final[Mapping[str, Mapping[str, Any]]] = {sign: {"sign": sign} for sign in ",;:.()[]{}-/'\"°+=|!?、"}
_OTHER_SIGN: Final[Mapping[str, Any]] = {"sign": "other"}
#: What an unknown word or character may be: all of them share it.
WORD: Final[Mapping[str, Any]] = {"word": ""}
HAN: Final[Mapping[str, Any]] = {"han": ""}
#: What it costs to leave a lexeme without a phrase.
_UNKNOWN_WORD: Final = 2.0
_UNKNOWN_HAN: Final = 1.2
_UNKNOWN_SIGN: Final = 0.3


class Token(NamedTuple):
    """A phrase, word, number or mark of the folded text, with its possible kinds and its offsets."""

    #: What the piece may be, with its value: ``{"bearing": "90"}``, ``{"name": Name(…)}``, ``{"number": "13.2"}``
    kinds: Mapping[str, Any]
    text: str  # the folded characters
    start: int  # where they stand in the folded text
    end: int


#: A named tuple's own constructor is twice as slow.
_new: Final = tuple.__new__


def has(tokens: Sequence[Token], index: int, kind: str) -> bool:
    """Return True if the token at ``index`` exists and may be ``kind``."""
    return 0 <= index < len(tokens) and kind in tokens[index][0]


def is_sign(tokens: Sequence[Token], index: int, signs: str) -> bool:
    """Return True if the token at ``index`` exists and is one of the punctuation marks in ``signs``."""
    return 0 <= index < len(tokens) and "sign" in (kinds := tokens[index][0]) and kinds["sign"] in signs


def tokenise(folded: Folded, words: Lexicon) -> list[Token]:
    """Return the tokens of a folded text."""
    text = folded.text if folded.text.isascii() else folded.text.translate(words.gazetteer.simplified)
    spans = [match.span() for match in _LEXEME.finditer(text)]
    phrases = _phrases(text, spans, folded, words)
    size = len(spans)
    cost = [0.0] + [1e9] * size
    steps: list[tuple[int, Mapping[str, Any]]] = [(0, WORD)] * (size + 1)
    for index, (start, end) in enumerate(spans):
        here = cost[index]
        kinds, own = _unknown(text[start:end])
        if here + own < cost[index + 1]:
            cost[index + 1] = here + own
            steps[index + 1] = (index, kinds)
        for after, price, known in phrases.get(start, ()):
            if here + price < cost[after]:
                cost[after] = here + price
                steps[after] = (index, known)
    tokens = []
    index = size
    while index:
        first, kinds = steps[index]
        start, end = spans[first][0], spans[index - 1][1]
        piece = text[start:end]
        if piece[0] == "." and "number" in kinds:
            piece = f"0{piece}"
        tokens.append(_new(Token, (kinds, piece, start, end)))
        index = first
    tokens.reverse()
    return tokens


@lru_cache(maxsize=8192)
def _unknown(piece: str) -> tuple[Mapping[str, Any], float]:
    """Return the kinds and the cost of a lexeme that is not covered by a phrase of the lexicon."""
    if "0" <= piece[-1] <= "9":
        return {"number": f"0{piece}" if piece[0] == "." else piece}, _UNKNOWN_SIGN
    if len(piece) > 1:
        return WORD, _UNKNOWN_WORD
    if "\u3040" <= piece <= "\u9fff" or "\uf900" <= piece <= "\ufaff" or piece == "\u3007":
        return HAN, _UNKNOWN_HAN
    if piece.isalnum() and not piece.isdecimal():
        return WORD, _UNKNOWN_WORD
    return _SIGNS.get(piece, _OTHER_SIGN), _UNKNOWN_SIGN


def _phrases(
    text: str, spans: Sequence[tuple[int, int]], folded: Folded, words: Lexicon
) -> dict[int, list[tuple[int, float, Mapping[str, Any]]]]:
    """Return the phrases in a text, keyed by start offset: the lexeme after each, its cost and its kinds."""
    begins = {start for start, _ in spans}
    ends = {end: index for index, (_, end) in enumerate(spans, start=1)}
    found: dict[int, list[tuple[int, float, Mapping[str, Any]]]] = defaultdict(list)
    marked = not folded.original.isascii()
    latin = folded.cased or not folded.shouted
    for last, entry in words.automaton.iter(text):
        end = last + 1
        if end not in ends or (start := end - entry[0]) not in begins:
            continue
        if not (entry[5] or (marked and entry[3])) or _holds(entry, start, end, folded, marked=marked, latin=latin):
            found[start].append((ends[end], entry[1], entry[2]))
    for start, end in spans:
        entry = words.letters.get(text[start]) if end - start == 1 else None
        if entry is not None and _holds(entry, start, end, folded, marked=marked, latin=latin):
            found[start].append((ends[end], entry[1], entry[2]))
    return found


def _holds(entry: Any, start: int, end: int, folded: Folded, *, marked: bool, latin: bool) -> bool:
    """Return True if the spelling and capitals in a text allow a phrase of the lexicon at this span."""
    _, _, kinds, spelt, name, _ = entry
    known = name is not None and name.quality != "town" and folded.cased  # with its capital in spite of a slip
    if marked and spelt and not known and not is_spelt(folded.source(start, end), spelt):
        return False
    if not latin or folded.text[start] >= "\u2e80":
        return True
    single = folded.cased and " " not in folded.text[start:end] and name is not None and "bearing" not in kinds
    weak = name is not None and (name.quality == "town" or (name.quality == "part" and folded.cased))
    return not (single or weak or "elsewhere" in kinds) or not folded.source(start, end).islower()
