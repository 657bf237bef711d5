"""Whether a sentence tells of anything at a place that it names, by what its words have mostly gone with.

'The senator wants a lighthouse on A' names a place as 'a boat was rammed off A' does; no list of words tells all such
sentences apart. Each word beside the name and in its clause has a weight, in ``gazetteer/telling.csv``: more than zero
where something was at the place in most sentences that have it. A place is refused only where the sum lies far on the
other side. The weights were worked out by ``benchmarks/geocoding/telling.py``. Places by themselves, distances and
coordinates are not judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker import geodata

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scs_tracker.geocoding.forms import Anchor, Mention
    from scs_tracker.geocoding.tokens import Token

REASON: Final = "it is only spoken of; nothing in the sentence says that something was there"
#: A place by itself has fewer words around it than this.
LEAST_WORDS: Final = 4
#: What stands in a place by itself as well.
_NO_WORD: Final = frozenset(
    (
        "sign",
        "number",
        "name",
        "lead",
        "near",
        "off",
        "of",
        "from",
        "at",
        "country",
        "bearing",
        "unit",
        "generic",
        "coast",
        "part",
    )
)
#: A dateline has fewer tokens than this.
_DATELINE: Final = 12
#: So many tokens before and behind a name are looked at.
_MOST: Final = 30
#: The sum of the weights is as far below zero as this where a place is refused: three fifths of those only spoken of
#: are, and one in eighty of the others, each judged by what the other sentences taught.
FAR: Final = -1.5
_JUDGED: Final = frozenset({"place", "zone"})
_ENDS: Final = frozenset(".;!?")
#: Kinds that are no class of words.
_NO_CLASS: Final = frozenset({"word", "sign", "han", "name"})


def untold(mentions: Sequence[Mention], reasons: Sequence[str], tokens: Sequence[Token]) -> list[str]:
    """Return why each mention is no place where something was: the reason it has, or that it is only spoken of.

    Parameters
    ----------
    mentions, reasons
        The places of a text, each with the reason why it is none, if there is one.
    tokens
        The text.
    """
    found = list(reasons)
    if all(reason or mention.form not in _JUDGED for mention, reason in zip(mentions, reasons, strict=True)):
        return found
    if sum([_NO_WORD.isdisjoint(token.kinds) for token in tokens]) < LEAST_WORDS:
        return found
    sums: dict[int, list[tuple[int, float]]] = {}
    for index, (mention, reason) in enumerate(zip(mentions, reasons, strict=True)):
        if not reason:
            sums.setdefault(mention.segment, []).append((index, _sum(mention, tokens)))
    for places in sums.values():
        # a list is one place: what is told at one of a sentence is told at all
        if max(total for _, total in places) < FAR:
            for index, _ in places:
                found[index] = REASON
    return found


def _sum(mention: Mention, tokens: Sequence[Token]) -> float:
    """Return the sum of the weights around a mention; zero where it is not judged."""
    anchor = mention.anchor
    if mention.form not in _JUDGED or anchor is None:
        return 0.0
    start, end = _clause(anchor, tokens)
    around = (*tokens[start : anchor.first], *tokens[anchor.after : end])
    if sum(_NO_WORD.isdisjoint(token.kinds) for token in around) < LEAST_WORDS:
        return 0.0
    weights = _weights()
    return weights["all", ""] + sum(weights.get(one, 0.0) for one in set(signs(anchor, tokens)))


@geodata.cached
def _weights() -> dict[tuple[str, str], float]:
    return {(row["stands"], row["words"]): float(row["weight"]) for row in geodata.rows("telling")}


def _clause(anchor: Anchor, tokens: Sequence[Token]) -> tuple[int, int]:
    """Return where the sentence around a place begins and ends, in tokens."""
    start, end = anchor.first, anchor.after
    least, most = max(start - _MOST, 0), min(end + _MOST, len(tokens))
    while start > least and tokens[start - 1].kinds.get("sign") not in _ENDS:
        start -= 1
    while end < most and tokens[end].kinds.get("sign") not in _ENDS:
        end += 1
    dashes = (one for one in range(start + 1, min(start + _DATELINE, anchor.first)) if _is_dash(tokens, one))
    return next((one + 1 for one in dashes), start), end


def _is_dash(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a dash between spaces stands at ``index``: behind the town where a report was written."""
    if tokens[index].kinds.get("sign") != "-" or index + 1 == len(tokens):
        return False
    return tokens[index - 1].end < tokens[index].start and tokens[index].end < tokens[index + 1].start


def signs(anchor: Anchor, tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Give all that may speak for or against a place: where it stands, and the word or its class.

    Parameters
    ----------
    anchor
        A place of the text.
    tokens
        The text.
    """
    first, after = anchor.first, anchor.after
    start, end = _clause(anchor, tokens)
    before = first - 1
    while before >= start and ("lead" in tokens[before].kinds or "generic" in tokens[before].kinds):
        before -= 1
    yield "before", tokens[before].text if before >= start else ""
    if before > start:
        yield "before that", tokens[before - 1].text
    if before >= start:
        for kind in tokens[before].kinds:
            yield "class before", kind
    yield "behind", tokens[after].text if after < end else ""
    if after + 1 < end:
        yield "behind that", tokens[after + 1].text
    han = ""
    for index in (*range(start, first), *range(after, end)):
        token = tokens[index]
        text = "(name)" if "name" in token.kinds else "(number)" if "number" in token.kinds else token.text
        yield "clause", text
        if han and index != after:
            yield "clause", han + text
        han = text if "han" in token.kinds else ""
        for kind in token.kinds:
            if kind not in _NO_CLASS:
                yield "class", kind
