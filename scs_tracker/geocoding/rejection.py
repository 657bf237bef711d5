"""When a name is no place: a ship, a person, an institution, an event, another place, an ordinary word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.numbers import has, is_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.forms import Anchor
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Token

#: A bare name of up to so many letters, all small, may be an ordinary word.
_SHORT: Final = 8
#: With one of these behind it a name is hardly that of a person or a ship.
_SEA_WORDS: Final = frozenset(
    ("shoal", "shoals", "reef", "reefs", "bank", "banks", "atoll", "island", "islands", "cay", "cays", "bay")
)
_PARTICLES: Final = frozenset(("de", "del", "dela", "da", "dos"))
_DAYS: Final = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))


def rejection(anchor: Anchor, tokens: Sequence[Token], folded: Folded, *, related: bool) -> str:
    """Return why a matched name is no place here, or an empty string.

    Parameters
    ----------
    anchor
        The name.
    tokens, folded
        The text.
    related
        Whether a relation, a distance or a bearing leads to the name.
    """
    if has(tokens, anchor.first, "anchor") or anchor.anaphor or anchor.country:
        return ""
    token = tokens[anchor.first]
    if "acronym" in token.kinds and _is_upper(token, folded, shouted=True):
        return str(token.kinds["acronym"])
    return (
        _owner(anchor, tokens, folded)
        or _follower(anchor, tokens, folded, related=related)
        or _elsewhere(anchor, tokens)
        or _casing(anchor, tokens, folded, related=related)
    )


def _is_bare(token: Token) -> bool:
    """Say whether a name has no generic word of the sea."""
    return token.text.rpartition(" ")[2] not in _SEA_WORDS


def _owner(anchor: Anchor, tokens: Sequence[Token], folded: Folded) -> str:
    """Look for a ship's prefix, a title or a given name before the name."""
    for back in (1, 2, 3):
        index = anchor.first - back
        if index < 0:
            break
        token = tokens[index]
        reason = _prefix(tokens, index, folded, next_to=back == 1, bare=_is_bare(tokens[anchor.first]))
        if reason:
            return reason
        plain = any(kind in token.kinds for kind in ("word", "number", "name", "before_next", "elsewhere"))
        if not plain and not is_sign(tokens, index, "\"'-."):
            break
    return ""


def _prefix(tokens: Sequence[Token], index: int, folded: Folded, *, next_to: bool, bare: bool) -> str:
    token = tokens[index]
    kinds = token.kinds
    if "before" in kinds and (len(token.text) > 4 or _is_upper(token, folded)) and not has(tokens, index - 1, "number"):
        return str(kinds["before"])
    if "before_next" in kinds and next_to and bare:
        return str(kinds["before_next"])
    return str(kinds["given"]) if "given" in kinds and bare and _is_capital(token, folded) else ""


def _is_upper(token: Token, folded: Folded, *, shouted: bool = False) -> bool:
    written = folded.source(token.start, token.end)
    return written.isupper() if folded.cased or shouted else True


def _is_capital(token: Token, folded: Folded) -> bool:
    return not folded.cased or folded.source(token.start, token.end)[:1].isupper()


def _follower(anchor: Anchor, tokens: Sequence[Token], folded: Folded, *, related: bool) -> str:
    """Look for what makes the name part of another name: Manila Times, Kalayaan class, Cagayan de Oro."""
    after = anchor.after
    if after < len(tokens) and tokens[after].text == "s":
        after += 1
    if is_sign(tokens, after, "-"):
        after += 1
    if after >= len(tokens):
        return ""
    token = tokens[after]
    if "after" in token.kinds:
        return str(token.kinds["after"])
    if "joined" in token.kinds and not folded.source(anchor.end, token.start).isspace():
        return str(token.kinds["joined"])
    if not _is_bare(tokens[anchor.first]) or after != anchor.after or "word" not in token.kinds:
        return ""
    particle = token.text in _PARTICLES and has(tokens, after + 1, "word")
    proper = folded.cased and not related and token.text not in _DAYS and _is_capital(token, folded)
    return "it is part of a longer name here" if particle or proper else ""


def _elsewhere(anchor: Anchor, tokens: Sequence[Token]) -> str:
    """Look for a country or a region elsewhere behind the name: Scarborough, England."""
    joint = anchor.after
    if not (is_sign(tokens, joint, ",(") or has(tokens, joint, "at")):
        return ""
    joint += 1
    while has(tokens, joint, "bearing") or has(tokens, joint, "lead"):
        joint += 1
    if has(tokens, joint, "elsewhere") and not has(tokens, joint, "name"):
        return f"it is in {tokens[joint].kinds['elsewhere']} here"
    return ""


def _casing(anchor: Anchor, tokens: Sequence[Token], folded: Folded, *, related: bool) -> str:
    """Take no small letters for a name: not in a text with capitals, and elsewhere only where something leads to it."""
    token = tokens[anchor.first]
    if not token.text.isascii() or folded.shouted:
        return ""
    written = folded.source(token.start, token.end)
    if any(character.isupper() for character in written):
        return ""
    whole = anchor.first == 0 and anchor.after == len(tokens)
    if not folded.cased and (related or whole or len(token.text) > _SHORT or not _is_bare(token)):
        return ""
    return "it is written without a capital, as an ordinary word"
