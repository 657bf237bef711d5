"""What governs a place from further off: a denial, a condition, a work of fiction, a claim to it or a talk about it.

'No ship of ours has been near A', 'if they dredge A', 'the lecture on A', 'A belongs to us': the place is named, and
nothing happened there. The words that govern are rows of ``gazetteer/governing.csv``; how far each of them reaches is
here. A clause ends at a comma, a full stop, and at words such as 'when' and 'after', behind which something is told
again. Texts without such words are not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.numbers import has, is_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.forms import Mention, Parsed
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Token

#: Kinds of words that govern, and those of them that do it for all that follows in their clause.
_GOVERNS: Final = frozenset(
    (
        "denies",
        "undoes",
        "none",
        "supposes",
        "supposes_first",
        "imagines",
        "speaks",
        "spoken",
        "claimed",
        "rights",
        "speech",
        "work",
        "performed",
    )
)
_OF_CLAUSES: Final = ("denies", "supposes", "claimed")
#: Within so many tokens behind 'no' stands what was not: no Chinese coast guard ship.
_TO_HAPPENING: Final = 5
#: So many tokens at most belong to a clause.
_MOST: Final = 40
#: Kinds of words that govern all of their clause, before and behind them, where it tells of no act.
_OF_CLAUSE: Final = ("rights", "performed")
#: A title has no more words than this before a name, and these small ones among those with a capital.
_TITLE: Final = 6
_IN_TITLES: Final = ("of", "from", "lead", "and", "at")
#: What may stand between a word that speaks of a place and the name: the map of the whole Spratly Islands.
_BETWEEN: Final = ("lead", "generic", "of", "country", "adjective")


def governed(mention: Mention, parsed: Parsed, folded: Folded) -> str:
    """Return why nothing happened at a place that a text names, or an empty string.

    Parameters
    ----------
    mention
        A place of the text.
    parsed, folded
        The text.
    """
    if parsed.said.isdisjoint(_GOVERNS) or mention.anchor is None:
        return ""
    tokens, first, after = parsed.tokens, mention.anchor.first, mention.anchor.after
    plain = mention.form == "place"
    return (
        (_spoken_of(tokens, first, after, bare=not mention.relation) if plain else "")
        or (_claimed(tokens, first, after) if plain and not parsed.said.isdisjoint(_OF_CLAUSE) else "")
        or (_titled(tokens, first, folded) if folded.cased and "work" in parsed.said else "")
        or _before(tokens, first)
        or _behind(tokens, after)
    )


def _spoken_of(tokens: Sequence[Token], first: int, after: int, *, bare: bool) -> str:
    """Look right before the name for 'map of', 'as large as', and right behind it for 'belongs to'."""
    index = first - 1
    while any(has(tokens, index, kind) for kind in _BETWEEN) and not has(tokens, index, "speaks"):
        index -= 1
    told = is_sign(tokens, after, ",") and has(tokens, after + 1, "resumes")  # spoke about A, where a boat was rammed
    if has(tokens, index, "speaks") and not told:
        return str(tokens[index].kinds["speaks"])
    if has(tokens, index, "topic") and has(tokens, index - 1, "speech") and not told:
        return str(tokens[index - 1].kinds["speech"])
    while (has(tokens, after, "and") or is_sign(tokens, after, "-,、/")) and has(tokens, after + 1, "name"):
        after += 2  # A and B belong to us
    said = next((kind for kind in ("spoken", "claimed") if has(tokens, after, kind)), "")
    return str(tokens[after].kinds[said]) if bare and said else ""


def _claimed(tokens: Sequence[Token], first: int, after: int) -> str:
    """Look through the clause of a place for a right to it or a performance, where it tells of no act.

    As in: our sovereignty in the Paracels; a choir sings Hoàng Sa - Trường Sa.
    """
    start, end = first, after
    while start and first - start < _MOST and not _ends_clause(tokens, start - 1):
        start -= 1
    while end < len(tokens) and end - after < _MOST and not _ends_clause(tokens, end):
        end += 1
    clause = tokens[start:end]
    if any("violates" in token.kinds for token in clause):
        return ""
    found = ((kind, token) for token in clause for kind in _OF_CLAUSE if kind in token.kinds)
    return next((str(token.kinds[kind]) for kind, token in found), "")


def _ends_clause(tokens: Sequence[Token], index: int) -> bool:
    dash = is_sign(tokens, index, "-") and not has(tokens, index + 1, "name")
    return dash or is_sign(tokens, index, ".;!?,") or "resumes" in tokens[index].kinds


def _titled(tokens: Sequence[Token], first: int, folded: Folded) -> str:
    """Look for a work whose title the place is in: the documentary Seeds of Sabina Shoal."""
    begun = small = False
    for index in range(first - 1, max(first - 1 - _TITLE, -1), -1):
        token = tokens[index]
        capital = folded.source(token.start, token.end)[:1].isupper()
        if "work" in token.kinds and (begun or not (small or capital)):
            return str(token.kinds["work"])
        begun |= capital or is_sign(tokens, index, '":')
        small |= "at" in token.kinds or "from" in token.kinds  # a forum in Manila is no title
        if not (capital or any(kind in token.kinds for kind in _IN_TITLES) or is_sign(tokens, index, '",:')):
            break
    return ""


def _before(tokens: Sequence[Token], first: int) -> str:
    """Look back through the sentence for what governs the place."""
    inside, spared = True, False
    for index in range(first - 1, max(first - 1 - _MOST, -1), -1):
        kinds = tokens[index].kinds
        if is_sign(tokens, index, ".;!?") or "resumes" in kinds:
            break
        if "imagines" in kinds:
            return str(kinds["imagines"])
        inside &= not is_sign(tokens, index, ",")
        spared |= "spares" in kinds
        if not inside:
            continue
        for kind in _OF_CLAUSES:
            if kind in kinds:
                return str(kinds[kind])
        if "supposes_first" in kinds and (index == 0 or is_sign(tokens, index - 1, ".;")):
            return str(kinds["supposes_first"])
        if "none" in kinds and not spared and _is_followed(tokens, index, first):
            return str(kinds["none"])
    return ""


def _is_followed(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Say whether what was not there follows 'no' at ``index``: a ship, a collision; 'no harm' denies nothing."""
    for one in range(index + 1, min(index + 1 + _TO_HAPPENING, end)):
        if has(tokens, one, "happening"):
            return True
        if tokens[one].text == "的":
            break  # 没有证件的渔船: no papers
    return False


def _behind(tokens: Sequence[Token], after: int) -> str:
    """Look behind the name, up to the end of its clause, for what undoes it: did not happen; 在仁爱礁没有发生碰撞."""
    for index in range(after, min(after + _MOST, len(tokens))):
        kinds = tokens[index].kinds
        if _ends_clause(tokens, index):
            break
        if "undoes" in kinds:
            return str(kinds["undoes"])
        if "none" in kinds and not tokens[index].text.isascii() and _is_followed(tokens, index, len(tokens)):
            return str(kinds["none"])
    return ""
