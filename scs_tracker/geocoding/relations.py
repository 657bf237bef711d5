"""How the words before a mention turn its relation: driven from A, boats from A and B, not at A but at B."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.forms import Mention, Parsed
    from scs_tracker.geocoding.pending import Pending
    from scs_tracker.geocoding.tokens import Token

#: So many words behind a place that is denied stands 'but'.
_TO_INSTEAD: Final = 15
#: A word that denies a place stands nearer to it than this.
_TO_PLACE: Final = 3


def as_told(tokens: Sequence[Token], mention: Mention, pending: Pending, parsed: Parsed, *, expelled: bool) -> Mention:
    """Return the mention as the verb before it has it: who is driven from a place was there; not at A, but at B.

    Parameters
    ----------
    tokens
        The text.
    mention
        What has just been read.
    pending, parsed
        What stood before it.
    expelled
        Somebody is driven away in this sentence.
    """
    if expelled and mention.relation == "from":
        return mention._replace(relation="near")
    if parsed.mentions and _is_from_as_well(tokens, mention, parsed):
        return mention._replace(relation="from")
    if not pending.denied or mention.form != "place" or mention.anchor is None:
        return mention
    if mention.anchor.first - pending.denied >= _TO_PLACE:
        return mention  # not the first time at A
    return mention._replace(relation="outside") if _is_denied(tokens, mention, pending, parsed) else mention


def _is_from_as_well(tokens: Sequence[Token], mention: Mention, parsed: Parsed) -> bool:
    """Say whether a name only follows another from which somebody comes: boats from A and B."""
    last = parsed.mentions[-1] if parsed.mentions else None
    if last is None or last.relation != "from" or mention.relation or not (last.anchor and mention.anchor):
        return False
    between = tokens[last.anchor.after : mention.anchor.first]
    listed = len(between) == 1 and ("and" in between[0].kinds or "or" in between[0].kinds)
    return listed and mention.form == "place"


def _is_denied(tokens: Sequence[Token], mention: Mention, pending: Pending, parsed: Parsed) -> bool:
    """Say whether it was not at a place: not at A; or another one is told instead: at B, không phải A; 不是A，而是B."""
    after = mention.anchor.after if mention.anchor is not None else 0
    sort = tokens[pending.denied - 1].kinds["denied"]
    if sort:  # not at A; denied that she was anywhere near A
        return sort != "any" or any("denial" in token.kinds for token in tokens[: pending.denied])
    instead = any("instead" in token.kinds for token in tokens[after : after + _TO_INSTEAD])
    return instead or any(one.segment == mention.segment for one in parsed.mentions)
