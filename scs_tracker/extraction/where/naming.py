"""Names that are one only by what stands beside them: Laut Island is also another, the mainland is China to Taiwan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.where.ways import measure_of
from scs_tracker.extraction.words.lexicon import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

_AT: Final = frozenset({"off", "near", "at", "around", "inside", "outside"})
#: What follows the name of a reef alone.
_OF_A_REEF: Final = frozenset({"lagoon", "shoal", "reef", "atoll"})
_OF_TAIWAN: Final = frozenset({"taiwan", "taiwan s", "taiwanese", "taipei", "taipei s"})
_BEARINGS: Final = ("north", "south", "east", "west")


def settled(tokens: list[Token]) -> list[Token]:
    """Return the tokens of a sentence, doubtful names among them as places where something leads to them.

    Parameters
    ----------
    tokens
        As ``lexicon.tokenise`` gives them.
    """
    mainland = next((at for at, one in enumerate(tokens) if one.text == "mainland" and not one.kinds), 0)
    if mainland and tokens[mainland - 1].text == "the" and any(one.text in _OF_TAIWAN for one in tokens):
        tokens = [*tokens[:mainland], _as_china(tokens[mainland]), *tokens[mainland + 1 :]]
    if not any("doubtful" in one.kinds for one in tokens):
        return tokens
    return [_as_place(one) if _is_led_to(tokens, at) else one for at, one in enumerate(tokens)]


def _is_led_to(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a name stands behind 'off', a distance or a bearing: 40 nautical miles north of Laut Island."""
    if "doubtful" not in tokens[at].kinds or not at:
        return False
    before = tokens[at - 1].text
    if at + 1 < len(tokens) and tokens[at + 1].text in _OF_A_REEF and "doubtful" in tokens[at].kinds:
        return True  # the Panatag lagoon
    bearing = before == "of" and at > 1 and tokens[at - 2].text.startswith(_BEARINGS)
    return before in _AT or bearing or (before in {"of", "from"} and measure_of(tokens, at) < at)


def _as_china(token: Token) -> Token:
    """Return 'the mainland' as Taiwan has it: cutters from Taiwan and the mainland."""
    return Token({"country": "CN", "party": True}, token.text, token.start, token.end)


def _as_place(token: Token) -> Token:
    return Token({**token.kinds, "place": token.kinds["doubtful"]}, token.text, token.start, token.end)
