"""Who is no side: the country off whose reef boats lie, or that counts them, while nobody of it is among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scs_tracker.extraction.gathering.incidents import Incident

_THERE: Final = frozenset({"vessel", "aircraft", "people", "mission"})


def leave_out(group: Incident) -> None:
    """Take a country off the targets of boats that lie together where the article names no ship or crew of it there."""
    if list(group.types) != ["swarming"]:
        return
    there = {
        one.country
        for one in (deed.act.target for deed in group.deeds)
        if one is not None and one.head in _THERE and one.country and not one.guessed
    }
    for code, named in list(group.target.codes.items()):
        if not named and code[:2] not in there:
            del group.target.codes[code]
