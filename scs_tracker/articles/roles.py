"""Roles: whether whoever stands on a side of an act did it or suffered it, as grammar alone does not say."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scs_tracker.articles.factuality import HEADS
from scs_tracker.lexicon.function_words import of_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.articles.gathering import Told
    from scs_tracker.articles.judge import Trees
    from scs_tracker.articles.mentions import Mention

#: How features of an act begin that bear on who did it.
_OF_ACT: Final = (
    "form_", "way_", "tag_", "dep_", "is_", "over_", "tense", "quoted", "headline", "had", "plural", "strength",
    "needed", "mutual", "two_countries", "c_accuse", "c_condemn", "c_report", "c_deny",
)  # fmt: skip


@lru_cache(maxsize=4)
def _of_act(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return which features of an act bear on who did it; all acts have the same."""
    return tuple(name for name in names if name.startswith(_OF_ACT))


def features(told: Told, one: Mention, *, doing: bool) -> dict[str, float]:
    """Return what speaks for somebody on a side of an act having done it; nothing is of a country as such."""
    act = told.act
    found = {name: told.row[name] for name in _of_act(tuple(told.row))}
    found["agent"] = float(doing)
    found["agents"], found["patients"] = float(len(act.agents)), float(len(act.patients))
    found["before"] = float(one.start < act.start)
    found["near"] = float(min(abs(one.root - act.word), 30))
    found["guessed"], found["far"] = float(one.guessed), float(one.far)
    for name, those in (("one", [one]), ("other", act.patients if doing else act.agents)):
        for head in HEADS:
            found[f"{name}_{head}"] = float(any(each.head == head for each in those))
        for service in of_kind("service"):
            found[f"{name}_{service}"] = float(any(each.service == service for each in those))
        found[f"{name}_units"] = float(any(each.units for each in those))
        found[f"{name}_many"] = float(any(each.many for each in those))
        found[f"{name}_definite"] = float(any(each.definite for each in those))
    return found


def weigh(acts: Sequence[Told], trees: Trees) -> None:
    """Give everybody on a side of an act the probability that he did it."""
    named = [(told, one, True) for told in acts for one in told.act.agents]
    named += [(told, one, False) for told in acts for one in told.act.patients]
    scores = trees.probabilities([features(told, one, doing=doing) for told, one, doing in named])
    for told in acts:
        told.roles = {}
    for (told, one, doing), score in zip(named, scores, strict=True):
        told.roles[doing, one.country] = max(score, told.roles.get((doing, one.country), 0.0))
