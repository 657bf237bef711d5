"""A name that is only a part of a longer one, by what stands right beside it: no list holds all that is named so.

'The Woody Island Wanderers', 'the novelist Paracel', 'nước mắm Hoàng Sa', 西沙儿女: nothing leads to the name as to a
place, and the word right beside it is no word that places are named with. Those words are in
``gazetteer/governing.csv``: of kind ``beside`` before a name, ``han_before`` and ``han_behind`` for Chinese.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.geocoding.normalise import fold
from scs_tracker.geocoding.numbers import has, is_sign
from scs_tracker.geocoding.tokens import BESIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.forms import Anchor
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Token

_LONGER: Final = "it is part of a longer name here"
#: Verbs that reach or leave a place need no word of place: approached Ayungin, mendekati Natuna.
_VERB: Final = re.compile(r"[a-z]{2,}(?:ed|ing)|m[ae](?:m|n|ng|ny)?[a-z]{4,}|nag[a-z]{3,}|pina[a-z]{3,}")
#: A text of which more words than this part have capitals is a headline, where a capital tells no name.
_HEADLINE: Final = 0.75
#: So many characters before and behind a name tell a headline.
_AROUND: Final = 80
_WORDS: Final = re.compile(r"[^\W\d_]{4,}")
#: A name of so many Han characters is a part of many other names.
_HAN: Final = 2
#: The numbers of ships have no more digits than this.
_HULL: Final = 4
#: Letters with marks: at the beginning of a sentence a capital word with them is a noun of Vietnamese.
_VIETNAMESE: Final = re.compile("[à-ýÀ-Ýăđơư\u0102\u0110\u01a0\u01af\u1ea0-\u1ef9]")
#: So many tokens are a place by themselves.
_PHRASE: Final = 3


def apposed(anchor: Anchor, tokens: Sequence[Token], folded: Folded, *, bare: bool) -> str:
    """Return why a name to which nothing leads is no place, or an empty string.

    Parameters
    ----------
    anchor
        The name.
    tokens, folded
        The text.
    bare
        The name has no generic word of the sea.
    """
    token = tokens[anchor.first]
    if len(tokens) < _PHRASE:
        return ""
    if not token.text.isascii():
        goes_on = len(token.text) == _HAN and _is_in_han(anchor, tokens)
    elif folded.cased and not _is_headline(token, folded):
        proper = anchor.after < len(tokens) and _is_proper(tokens[anchor.after], tokens[anchor.after - 1].end, folded)
        goes_on = proper or (bare and (_is_numbered(anchor, tokens) or _is_named(anchor, tokens, folded)))
    else:
        return ""
    return _LONGER if goes_on else ""


def _is_named(anchor: Anchor, tokens: Sequence[Token], folded: Folded) -> bool:
    """Say whether the unknown word right before a bare name is what is named so: the yodeller Natuna."""
    if not anchor.first:
        return False
    token, before = tokens[anchor.first], tokens[anchor.first - 1]
    adjoins = "word" in before.kinds and token.start - before.end == 1
    if not adjoins or _has_generic(anchor, tokens) or not token.text.replace(" ", "").isalpha():
        return False  # a rig has a number: HD-981
    if before.text in _words()["beside"]:
        return False
    if _is_capital(before, folded):  # the first word of a sentence has a capital always
        first = anchor.first == 1 or is_sign(tokens, anchor.first - 2, '.;:"')
        return not first or _VIETNAMESE.search(folded.source(before.start, before.end)) is not None  # Đội Sinh Tồn
    return _VERB.fullmatch(before.text) is None


def _is_proper(token: Token, end: int, folded: Folded) -> bool:
    """Say whether an unknown word with a capital goes right on behind a name: Woody Island Wanderers."""
    return token.kinds.keys() == {"word"} and token.start - end == 1 and _is_capital(token, folded)


def _is_numbered(anchor: Anchor, tokens: Sequence[Token]) -> bool:
    """Say whether a number that counts nothing makes a ship of a bare name: captain of Truong Sa 20, a guard ship."""
    after = anchor.after
    if not has(tokens, after, "number") or not tokens[after].text.isdigit() or len(tokens[after].text) > _HULL:
        return False
    ends = after + 1 == len(tokens) or is_sign(tokens, after + 1, ',.;:()"')
    return ends and anchor.first > 0 and tokens[after].start - tokens[after - 1].end == 1


def _has_generic(anchor: Anchor, tokens: Sequence[Token]) -> bool:
    return any("generic" in one.kinds for one in tokens[anchor.first : anchor.after + 1])


def _is_in_han(anchor: Anchor, tokens: Sequence[Token]) -> bool:
    """Say whether a Chinese name goes on in unknown characters before or behind it: 西沙儿女, 李南沙, 南海救111."""
    first, after = anchor.first, anchor.after
    if after < len(tokens) and tokens[after].kinds.keys() == {"han"} and tokens[after].start == tokens[after - 1].end:
        hull = has(tokens, after + 1, "number") and tokens[after + 1].text.isdecimal()  # 南海救三人 counts persons
        return hull or tokens[after].text not in _words()["han_behind"]
    before = tokens[first - 1] if first else None
    unknown = before is not None and before.kinds.keys() == {"han"} and before.end == tokens[first].start
    return before is not None and unknown and before.text not in _words()["han_before"]


@geodata.cached
def _words() -> dict[str, frozenset[str]]:
    """Return the words that may stand beside the name of a place, as folded."""
    rows = {kind: [row["phrases"] for row in geodata.rows("governing") if row["kind"] == kind] for kind in BESIDE}
    words = {word for phrases in rows["beside"] for word in phrases.split(";")}
    found = {kind: frozenset("".join(phrases)) for kind, phrases in rows.items()}
    return found | {"beside": frozenset(fold(word).text for word in words)}


def _is_headline(token: Token, folded: Folded) -> bool:
    """Say whether most words around a name have capitals."""
    around = folded.source(max(token.start - _AROUND, 0), min(token.end + _AROUND, len(folded.text)))
    words = _WORDS.findall(around)
    return len(words) >= _PHRASE and sum(word[0].isupper() for word in words) > _HEADLINE * len(words)


def _is_capital(token: Token, folded: Folded) -> bool:
    return folded.source(token.start, token.end)[:1].isupper()
