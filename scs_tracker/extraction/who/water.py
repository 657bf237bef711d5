"""Jets of water, which are called as aircraft are: a jet from the cutter, jets were trained on the boat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.words.lexicon import Token

_WORDS: Final = frozenset({"jet", "jets"})
#: Verbs of what is pointed: they have a jet of water for object or, in the passive, for subject.
_POINTED: Final = frozenset(
    "trained directed aimed turned played training directing aiming turning playing poured sprayed squirted".split()
)
_LIGHT: Final = frozenset("a an the its their two both twin powerful strong heavy several of".split())
_BE: Final = frozenset({"was", "were", "being"})
_SOURCES: Final = frozenset({"cutter", "cutters", "ship", "ships", "vessel", "vessels", "boat", "boats", "coast guard"})
#: How far behind 'from' the ship stands.
_FAR: Final = 7


def is_of_water(tokens: Sequence[Token], index: int) -> bool:
    """Say whether *jet* or *jets* at a token are of water, and fly nowhere."""
    if tokens[index].text not in _WORDS:
        return False
    following = [one.text for one in tokens[index + 1 : index + 3]]
    if following[:1] == ["of"]:
        return not (index and "party" in tokens[index - 1].kinds)  # the navy jets of Malaysia
    if len(following) == 2 and following[0] in _BE and following[1] in _POINTED:
        return True
    back = index - 1
    while back >= 0 and tokens[back].text in _LIGHT:
        back -= 1
    if back >= 0 and tokens[back].text in _POINTED:
        return True
    by = back >= 0 and tokens[back].text in {"by", "with", "when", ","}
    return (
        (by or back < 0 or "verb" in tokens[back].kinds)
        and following[:1] == ["from"]
        and _from_a_ship(tokens, index + 2)
    )


def _from_a_ship(tokens: Sequence[Token], after: int) -> bool:
    """Say whether a ship is named behind 'from', rather than a base: by a jet from a Chinese cutter."""
    return any(
        one.text in _SOURCES or "unit" in one.kinds or ("head" in one.kinds and one.kinds["head"] == "vessel")
        for one in tokens[after : after + _FAR]
    )
