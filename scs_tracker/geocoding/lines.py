"""Lines: between A and B, midway, A与B之间, from A to B; and 'A or B'.

::

    between = ("between" | "midway between") anchor "and" anchor | anchor "与" anchor "之间" | "from" anchor "to" anchor
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.anchors import anchor, begins, following
from scs_tracker.geocoding.forms import Anchor, Mention
from scs_tracker.geocoding.numbers import has, is_sign
from scs_tracker.geocoding.pending import Pending
from scs_tracker.geocoding.towns import of_towns, town_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Lexicon, Token


#: So many generic words and articles at most stand before an island: between the island of A and B.
_TO_ISLE: Final = 3
#: Kinds of tokens with which a line can begin.
LINES: Final = frozenset({"between", "midway", "name"})


def between(tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon) -> tuple[Mention, int] | None:
    """Read 'between A and B', 'midway between A and B', and 'A与B之间'."""
    kinds = tokens[index].kinds
    midway = "midway" in kinds
    if midway or ("between" in kinds and tokens[index].text.isascii()):
        first = _end(tokens, index + 1, folded, words)
        if first is None:
            return None
        tied = has(tokens, first[1], "and") or has(tokens, first[1], "to") or is_sign(tokens, first[1], ",-/")
        if not tied and not _is_hyphened(tokens, first[1], folded):
            return None
        second = _end(tokens, first[1] + tied, folded, words)
        if second is None:
            return None
        form = "midway" if midway else "between"
        return Mention(form, tokens[index].start, second[0].end, first[0], second[0]), second[1]
    if "name" in kinds and has(tokens, index + 1, "and") and has(tokens, index + 2, "name"):
        return _between_behind(tokens, index, words)
    return None


def _end(tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon) -> tuple[Anchor, int] | None:
    """Read one end of a line: an anchor, or an island or a cape that is no feature."""
    for position in range(index, min(index + _TO_ISLE, len(tokens))):
        town = town_at(tokens, position, folded, words, Pending(relation="near"))
        if town is not None and town.settled and not town.towns[0].ashore:
            found, _, end = of_towns(tokens, position, town)
            return found, end
        if not (has(tokens, position, "generic") or has(tokens, position, "lead")):
            break
    return following(tokens, index, folded, words)


def _is_hyphened(tokens: Sequence[Token], index: int, folded: Folded) -> bool:
    """Say whether a hyphen, which folding makes a space of, ties two names: antara Anambas-Natuna."""
    return begins(tokens, index) and "-" in folded.source(tokens[index - 1].end, tokens[index].start)


def _between_behind(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[Mention, int] | None:
    token = tokens[index + 2]
    end = index + 3
    while has(tokens, end, "of") or has(tokens, end, "near"):
        end += 1
    if not (has(tokens, end, "between") or has(tokens, end, "midway")) or tokens[end].text.isascii():
        return None
    first, _, _ = anchor(tokens, index, words)
    second = Anchor(token.kinds["name"], token.start, token.end, index + 2, index + 3)
    last = end
    while has(tokens, end, "between") or has(tokens, end, "of") or has(tokens, end, "midway"):
        last = end
        end += 1
    midway = any(has(tokens, one, "midway") for one in range(index + 3, end))
    form = "midway" if midway else "between"
    return Mention(form, tokens[index].start, tokens[last].end, first, second), end


def joined(mentions: Sequence[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """Join 'from A' and 'to B' to the line between them, and mark the second choice of 'A or B'."""
    if len(mentions) < 2:
        return list(mentions)
    found: list[Mention] = []
    for mention in mentions:
        before = found[-1] if found else None
        link = _link_between(before, mention, tokens) if before is not None else ()
        if before is not None and _is_from(before, tokens) and any("to" in token.kinds for token in link):
            found[-1] = before._replace(form="between", second=mention.anchor, end=mention.end, relation="")
        elif any("or" in token.kinds for token in link):
            found.append(mention._replace(either=True))
        else:
            found.append(mention)
    return found


def _is_from(before: Mention, tokens: Sequence[Token]) -> bool:
    """Say whether a line begins at a place: from A, waters from A to B (vùng biển từ A đến B)."""
    first = before.anchor.first if before.anchor is not None else 0
    waters = before.relation in {"near", "off"} and has(tokens, first - 1, "from") and has(tokens, first - 2, "near")
    return before.relation == "from" or waters


def _is_side(mention: Mention) -> bool:
    """Say whether only a bearing is given beside a name: to B in the south."""
    return mention.form == "offset" and mention.distance is None


def _link_between(before: Mention, after: Mention, tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the few tokens between two plain places, or none."""
    first, last = before.anchor, after.anchor
    if first is None or last is None or before.form != "place" or not (after.form == "place" or _is_side(after)):
        return ()
    return tokens[first.after : last.first] if 0 < last.first - first.after <= 4 else ()
