"""Resolve coreference: give a mention without a country the country of an earlier mention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.articles.mentions import Mention, sole_country
from scs_tracker.articles.trees import SUBJECTS
from scs_tracker.text.function_words import of_kind, with_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.articles.trees import Line

#: Kinds of mention that a pronoun or a noun such as 'the vessel' may refer to.
_CONCRETE: Final = frozenset({"vessel", "aircraft", "people", "force", "mission", "other"})
#: How many sentences back a pronoun, a noun and the name of a service may refer.
_NEAR: Final = 3
_MIDDLE: Final = 8
_FAR: Final = 40


def resolve(lines: Sequence[Line], mentions: Sequence[list[Mention]], home: str) -> None:
    """Set missing countries of mentions, if possible, from earlier mentions or the dateline's country ``home``."""
    told: list[Mention] = []
    for line, those in zip(lines, mentions, strict=True):
        for one in those:
            if not one.country and one.head not in {"thing", "act"}:
                _resolve(one, line, those, told, home)
            if one.country and one.country != "elsewhere" and one.head != "thing":
                told.append(one)


def _resolve(one: Mention, line: Line, those: Sequence[Mention], told: Sequence[Mention], home: str) -> None:
    if one.head == "pronoun":
        _take(one, _antecedents(one, line, those, told))
    elif one.owner:
        _take(one, _owners(one, line, those, told), service=one.head not in {"vessel", "people"})
    elif one.service:
        if sole := sole_country(one.service):
            one.country, one.guessed = sole, True
            return
        same = _same_service(one, told)
        ours = home and not one.foreign and (not same or (one.definite and one.head == "force"))
        if ours:
            one.country, one.guessed, one.others = home, True, same
            return
        if one.foreign and home:
            same = [each for each in same if each.country != home]
        _take(one, same, service=True)
    elif one.head in _CONCRETE and one.head != "other":
        found = _same_thing(one, told)
        if one.foreign and home:
            found = [each for each in found if each.country != home]
        if one.definite or one.many:
            _take(one, found)
        else:
            one.others = found


def _take(one: Mention, found: list[Mention], *, service: bool = False) -> None:
    """Set a mention's country and service from its likeliest antecedent; keep all antecedents as alternatives."""
    one.others = found
    if not found:
        return
    first = found[0]
    one.country, one.guessed, one.far = first.country, True, one.line - first.line
    if not one.service and not service:
        one.service, one.code = first.service, first.code
    if one.head == "pronoun" and not one.units:
        one.units = list(first.units)


def _antecedents(one: Mention, line: Line, those: Sequence[Mention], told: Sequence[Mention]) -> list[Mention]:
    """Return the possible antecedents of a pronoun, the likeliest first; an empty list if there are none."""
    word = line.words[one.root]
    if word.tag in {"WP", "WDT"} or (word.tag == "DT" and word.dep in SUBJECTS):
        verb = next((each for each in line.above(one.root) if line.words[each].dep == "relcl"), -1)
        noun = line.words[verb].head if verb >= 0 else -1
        return [each for each in those if each.root == noun and each is not one and each.country]
    if word.text.lower().endswith(("self", "selves")):
        return []
    scored = []
    for other in told:
        back = one.line - other.line
        here = back == 0
        if back > _NEAR or other.head not in _CONCRETE | {"state", "pronoun"} or (here and other.root >= one.root):
            continue
        value = 3.0 - back + 0.8 * (other.many == one.many) - 0.8 * (other.head == "state")
        value += (1.0 if here and line.words[other.root].dep in SUBJECTS else 0.0) + other.root / 1200.0
        value -= 1.5 if here and word.tag == "PRP" and line.clause(one.root) == line.clause(other.root) else 0.0
        scored.append((value, other))
    return _sorted(scored)


def _sorted(scored: list[tuple[float, Mention]]) -> list[Mention]:
    """Return the best-scored mention of each country, by falling score; scores of zero or less are left out."""
    found: dict[str, Mention] = {}
    for value, one in sorted(scored, key=lambda each: -each[0]):
        if value > 0:
            found.setdefault(one.country, one)
    return list(found.values())


def _owners(one: Mention, line: Line, those: Sequence[Mention], told: Sequence[Mention]) -> list[Mention]:
    """Return the possible owners of a mention such as 'its crew' or 'our boat', the likeliest first; empty if none."""
    if one.owner in with_value("determiner", "of_speaker"):
        speakers = [each for each in those if each.country and each.head in {"speaker", "state", "force"}]
        return speakers[:1] or [each for each in reversed(told) if each.head == "speaker"][:1]
    scored = []
    for place, each in enumerate(told):
        back = one.line - each.line
        here = back == 0
        if back > _NEAR or each.head == "thing" or (here and each.root >= one.root):
            continue
        if not here and each.head not in _CONCRETE:
            continue
        if of_kind("possessive").get(one.owner) == each.head:  # his boat: a skipper's rather than a ship's
            back -= 1
        value = 4.0 - back + (1.0 if here and line.words[each.root].dep in SUBJECTS else 0.0) + place / 10_000.0
        scored.append((value, each))
    return _sorted(scored)


def _same_service(one: Mention, told: Sequence[Mention]) -> list[Mention]:
    """Return earlier mentions of a service, as in 'the coast guard ships', one per country, the likeliest first."""
    scored = [
        (10.0 - 0.2 * (one.line - each.line) - each.guessed + 0.8 * (each.noun == one.noun) + each.root / 1200.0, each)
        for each in told
        if each.service == one.service and one.line - each.line <= _FAR
    ]
    return _sorted(scored)


def _same_thing(one: Mention, told: Sequence[Mention]) -> list[Mention]:
    """Return earlier mentions that 'the boat' or 'the two ships' may refer to, one per country, the likeliest first."""
    scored = []
    for other in told:
        back = one.line - other.line
        if back > _MIDDLE or other.head != one.head or (back == 0 and other.root >= one.root):
            continue
        value = 2.0 - 0.2 * back + 0.6 * (other.many == one.many) + 1.2 * (other.noun == one.noun)
        value += 0.3 if other.units and one.definite and not one.many else 0.0
        scored.append((value, other))
    return _sorted(scored)
