"""A patrol among the boats of its own country, which it counts, warns or helps: no other side is told of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story

#: What is done to places and to ships that nobody names: they may be of another country all the same.
_TO_NOBODY: Final = frozenset({"survey_intrusion", "seizure", "collision"})


def set_aside(deeds: Sequence[Deed], story: Story) -> None:
    """Hold back what the dateline's country alone does, to nobody, and its boats that are only many."""
    live = [deed for deed in deeds if not deed.rejected and not deed.loose]
    for deed in live:
        if _is_advice(deed, live, story):
            deed.rejected = "guard:same-country"
    if not story.home:
        return
    alone = all(_is_among_its_own(deed, story) for deed in live)
    for deed in live:
        if alone or (deed.types == ("swarming",) and _is_among_its_own(deed, story)):
            deed.rejected = "guard:same-country"


def _is_among_its_own(deed: Deed, story: Story) -> bool:
    if deed.target.codes or not _TO_NOBODY.isdisjoint(deed.types):
        return False
    return deed.initiator.countries() == {story.home}


#: Who is advised by those at home.
_ADVISED: Final = frozenset({"told", "warned", "advised", "urged", "asked", "ordered", "instructed", "cautioned"})
_AWAY: Final = frozenset({"away", "clear", "out", "off"})
#: How near somebody has to be told of who may have said it.
_NEAR: Final = 2


def _is_advice(deed: Deed, live: Sequence[Deed], story: Story) -> bool:
    """Say whether nobody is told of who warned fishers off: fishermen were told to keep away."""
    line, target = story.lines[deed.line], deed.act.target
    fishers = target is not None and target.service in {"fishing", "civilian"} and not target.definite
    if deed.types != ("expulsion",) or deed.act.initiator is not None or not fishers:
        return False
    words = [word for one in line.tokens[deed.act.token : deed.act.token + 4] for word in one.text.split()]
    stay = words[1:2] == ["to"] and not {"keep", "stay"}.isdisjoint(words[2:3]) and not _AWAY.isdisjoint(words[3:4])
    if not stay or words[0] not in _ADVISED or len({one.country for one in line.parties if one.country}) > 1:
        return False
    others = (one for one in live if one is not deed and 0 <= deed.line - one.line < _NEAR)
    return all(one.initiator.countries() == deed.target.countries() for one in others)
