"""Sides: who did it and to whom, for a whole incident, from all that is told of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.articles.function_words import with_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scs_tracker.articles.gathering import Candidate, Told
    from scs_tracker.articles.judge import Judge
    from scs_tracker.articles.mentions import Mention
    from scs_tracker.articles.story import Story

#: A service that is named with less than this share of the weight of the first is no party.
_SHARE: Final = 0.34
#: A pair of less than this probability beside the first is dropped; of more both ways it is mutual.
_SECOND: Final = 0.5


def countries(candidate: Candidate, story: Story) -> list[str]:
    """Return the countries that may be a side: those of its acts, and who is named in their sentences."""
    found = [one.country for told in candidate.acts for one in (*told.act.agents, *told.act.patients) if one.country]
    found += [
        one.country for told in candidate.acts for one in story.mentions[told.act.line]
        if one.country and one.head != "thing"
    ]  # fmt: skip
    return [one for one in dict.fromkeys(found) if one != "elsewhere"][:6]


def features(candidate: Candidate, story: Story, one: str, other: str) -> dict[str, float]:
    """Return what speaks for ``one`` having done it to ``other``; an empty ``other`` is nobody named.

    Nothing in it is of a country as such, so that the same text with countries exchanged has the same answer.
    """
    found: dict[str, float] = defaultdict(float)
    total = sum(told.score for told in candidate.acts) or 1.0
    for told in candidate.acts:
        weight = told.score / total
        agents, patients = _of(told.act.agents), _of(told.act.patients)
        firm_agents, firm_patients = _of(told.act.agents, firm=True), _of(told.act.patients, firm=True)
        near = "agent-near" in told.act.ways, "patient-near" in told.act.ways
        found["did"] += weight * (one in agents)
        found["did_firm"] += weight * (one in firm_agents and not near[0])
        found["suffered"] += weight * (one in patients)
        found["suffered_firm"] += weight * (one in firm_patients and not near[1])
        found["other_did"] += weight * (other in agents)
        found["other_did_firm"] += weight * (other in firm_agents and not near[0])
        found["other_suffered"] += weight * (other in patients)
        found["other_suffered_firm"] += weight * (other in firm_patients and not near[1])
        found["pair"] += weight * (one in agents and other in patients)
        found["pair_back"] += weight * (other in agents and one in patients)
        found["mutual"] += weight * told.act.mutual
        found["nobody"] += weight * (not patients)
        found["noun"] += weight * ("noun" in told.act.ways)
    first = candidate.acts[0]
    best = candidate.best
    for name, told in (("first", first), ("best", best)):
        found[f"{name}_did"] = float(one in _of(told.act.agents))
        found[f"{name}_suffered"] = float(one in _of(told.act.patients))
        found[f"{name}_other_did"] = float(other in _of(told.act.agents))
        found[f"{name}_other_suffered"] = float(other in _of(told.act.patients))
    for act in story.acts:
        agents, patients = _of(act.agents), _of(act.patients)
        share = 1.0 / len(story.acts)
        found["text_pair"] += share * (one in agents and other in patients)
        found["text_back"] += share * (other in agents and one in patients)
        found["text_did"] += share * (one in agents)
        found["text_suffered"] += share * (one in patients)
        found["text_other_did"] += share * (other in agents)
        found["text_other_suffered"] += share * (other in patients)
    named = [each for told in candidate.acts for each in story.mentions[told.act.line]]
    for name, country in (("one", one), ("other", other)):
        those = [each for each in named if each.country == country]
        found[f"{name}_named"] = float(len(those))
        found[f"{name}_speaks"] = float(sum(each.head == "speaker" for each in those))
        found[f"{name}_armed"] = float(any(each.service in with_value("service", "armed") for each in those))
        found[f"{name}_unarmed"] = float(any(each.service in with_value("service", "unarmed") for each in those))
        found[f"{name}_afloat"] = float(any(each.head in {"vessel", "aircraft", "people"} for each in those))
        found[f"{name}_home"] = float(story.home == country and bool(country))
    found["alone"] = float(not other)
    for row in geodata.rows("types"):
        found[f"is_{row['type']}"] = float(row["type"] in candidate.types)
    return dict(found)


def _of(those: Iterable[Mention], *, firm: bool = False) -> set[str]:
    return {one.country for one in those if one.country and not (firm and one.guessed)}


def pairs(candidate: Candidate, story: Story) -> list[tuple[str, str]]:
    """Return the pairs to judge: every country with every other, and with nobody."""
    those = countries(candidate, story)
    return [(one, other) for one in those for other in (*those, "") if one != other]


def settle(candidate: Candidate, story: Story, judge: Judge) -> tuple[list[str], list[str], float]:
    """Return the codes of initiators and targets, and how sure the order of the sides is."""
    options = pairs(candidate, story)
    if not options:
        return [], [], 0.0
    scores = judge.sides.probabilities([features(candidate, story, *pair) for pair in options])
    scored = dict(zip(options, scores, strict=True))
    best = max(scored, key=lambda each: scored[each])
    one, other = best
    mutual = bool(other) and scored.get((other, one), 0.0) > _SECOND and scored[best] > _SECOND
    first, second = {one}, {other} - {""}
    if mutual:
        first, second = {one, other}, {one, other}
    for (a, b), value in scored.items():
        if value > _SECOND and a in first and b and b not in first and other:
            second.add(b)
    initiators = [code for country in sorted(first) for code in _codes(candidate, story, country, doing=True)]
    targets = [code for country in sorted(second) for code in _codes(candidate, story, country, doing=False)]
    return initiators, targets, scored[best]


def _codes(candidate: Candidate, story: Story, country: str, *, doing: bool) -> list[str]:
    """Return the services of a country that are on a side, those named most first."""
    weight = _weights(candidate.acts, country, doing=doing)
    if not weight:
        weight = _weights(candidate.acts, country, doing=not doing)
    if not weight:
        named = [each for told in candidate.acts for each in story.mentions[told.act.line] if each.country == country]
        for each in named:
            if each.actor:
                weight[each.actor] = weight.get(each.actor, 0.0) + (0.3 if each.head in {"speaker", "state"} else 1.0)
    if all(code.endswith("-UNK") for code in weight):
        for each in (one for told in candidate.acts for one in story.mentions[told.act.line]):
            if each.country == country and each.actor and each.head in {"vessel", "aircraft", "people", "force"}:
                weight[each.actor] = weight.get(each.actor, 0.0) + 0.5
    weight = {code: value for code, value in weight.items() if not code.endswith("-UNK")} or weight
    top = max(weight.values(), default=0.0)
    kept = [code for code, value in weight.items() if value >= _SHARE * top]
    return sorted(kept, key=lambda each: (-weight[each], each))[:3] or [f"{country}-UNK"]


def _weights(acts: Sequence[Told], country: str, *, doing: bool) -> dict[str, float]:
    weight: dict[str, float] = {}
    for told in acts:
        for one in told.act.agents if doing else told.act.patients:
            if one.country == country and one.actor:
                share = 0.4 if one.head in {"speaker", "state"} else 0.7 if one.guessed else 1.0
                weight[one.actor] = weight.get(one.actor, 0.0) + told.score * share
    return weight
