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
    from scs_tracker.geocoding.tokens import Token

#: Kinds of words that govern, and those of them that do it for all that follows in their clause.
_GOVERNS: Final = frozenset(
    ("denies", "undoes", "none", "supposes", "supposes_first", "imagines", "speaks", "spoken", "claimed")
)
_OF_CLAUSES: Final = ("denies", "supposes", "claimed")
#: Within so many tokens behind 'no' stands what was not: no Chinese coast guard ship.
_TO_HAPPENING: Final = 5
#: So many tokens at most belong to a clause.
_MOST: Final = 40
#: What may stand between a word that speaks of a place and the name: the map of the whole Spratly Islands.
_BETWEEN: Final = ("lead", "generic", "of", "country", "adjective")


def governed(mention: Mention, parsed: Parsed) -> str:
    """Return why nothing happened at a place that a text names, or an empty string.

    Parameters
    ----------
    mention
        A place of the text.
    parsed
        The text.
    """
    if parsed.said.isdisjoint(_GOVERNS) or mention.anchor is None:
        return ""
    tokens, first, after = parsed.tokens, mention.anchor.first, mention.anchor.after
    plain = mention.form == "place"
    return (
        (_spoken_of(tokens, first, after, bare=not mention.relation) if plain else "")
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
    while (has(tokens, after, "and") or is_sign(tokens, after, "-,、/")) and has(tokens, after + 1, "name"):
        after += 2  # A and B belong to us
    said = next((kind for kind in ("spoken", "claimed") if has(tokens, after, kind)), "")
    return str(tokens[after].kinds[said]) if bare and said else ""


def _before(tokens: Sequence[Token], first: int) -> str:
    """Look back through the sentence for what governs the place."""
    inside, spared = True, False
    for index in range(first - 1, max(first - 1 - _MOST, -1), -1):
        kinds = tokens[index].kinds
        if is_sign(tokens, index, ".;!?"):
            break
        if "resumes" in kinds:
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
        if is_sign(tokens, index, ".;!?,") or "resumes" in kinds:
            break
        if "undoes" in kinds:
            return str(kinds["undoes"])
        if "none" in kinds and not tokens[index].text.isascii() and _is_followed(tokens, index, len(tokens)):
            return str(kinds["none"])
    return ""
