"""Sides: who did it and to whom, for a whole incident, from all that is told of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker import geodata
from scs_tracker.articles import services
from scs_tracker.articles.function_words import of_kind, with_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scs_tracker.articles.gathering import Candidate, Told
    from scs_tracker.articles.judge import Judge, Trees
    from scs_tracker.articles.mentions import Mention
    from scs_tracker.articles.story import Story

    Scored = dict[tuple[str, str], float]

#: A pair of less than this probability beside the first is dropped; of more both ways it is mutual.
_SECOND: Final = 0.5
#: Countries among which sides are sought.
_MOST: Final = 6


class Sides(NamedTuple):
    """Both sides of an incident.

    Attributes
    ----------
    initiators, targets
        Codes of actors.csv.
    order, first, second
        How sure the order of the sides is, and each side with its services.
    """

    initiators: tuple[str, ...]
    targets: tuple[str, ...]
    order: float
    first: float
    second: float


#: The code of somebody whose flag is not told.
NO_FLAG: Final = "XX-UNK"
#: Where nobody is named.
NOBODY: Final = Sides((), (), 0.0, 0.0, 0.0)


def countries(candidate: Candidate, story: Story) -> list[str]:
    """Return the countries that may be a side: of its acts, of their sentences, of the dateline and of the article."""
    found = [one.country for told in candidate.acts for one in (*told.act.agents, *told.act.patients) if one.country]
    found += [
        one.country for told in candidate.acts for one in story.mentions[told.act.line]
        if one.country and one.head != "thing"
    ]  # fmt: skip
    named = Counter(one.country for those in story.mentions for one in those if one.country and one.head != "thing")
    found += [story.home, *(country for country, _ in named.most_common())]
    return [one for one in dict.fromkeys(found) if one not in {"", "elsewhere"}][:_MOST]


def features(candidate: Candidate, story: Story, one: str, other: str) -> dict[str, float]:
    """Return what speaks for ``one`` having done it to ``other``; either may be empty, which is nobody who is named.

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
        found["no_agent"] += weight * (not agents)
        for name, value in _blank(told).items():
            found[name] += weight * value
        found["noun"] += weight * ("noun" in told.act.ways)
    found["role"], found["other_role"] = _role(candidate, one), _role(candidate, other)
    found["role_gap"] = found["role"] - found["other_role"] if min(found["role"], found["other_role"]) >= 0 else 0.0
    first = candidate.acts[0]
    best = candidate.best
    for name, told in (("first", first), ("best", best)):
        found[f"{name}_did"] = float(one in _of(told.act.agents))
        found[f"{name}_suffered"] = float(one in _of(told.act.patients))
        found[f"{name}_other_did"] = float(other in _of(told.act.agents))
        found[f"{name}_other_suffered"] = float(other in _of(told.act.patients))
    found |= _in_text(story, one, other) | _named(candidate, story, one, other)
    found["alone"] = float(not other)
    found["unnamed"] = float(not one)
    for row in geodata.rows("types"):
        found[f"is_{row['type']}"] = float(row["type"] in candidate.types)
    return dict(found)


def _role(candidate: Candidate, country: str) -> float:
    """Return how probably a country did it, by all acts on a side of which it stands; -1 where it stands on none."""
    those = [(told.score, told.roles[doing, country]) for told in candidate.acts for doing in (True, False)
             if country and (doing, country) in told.roles]  # fmt: skip
    total = sum(score for score, _ in those)
    return sum(score * role for score, role in those) / total if total else -1.0


def _blank(told: Told) -> dict[str, float]:
    """Return what stands on both sides of an act without a country."""
    found = {}
    for name, those in (("did", told.act.agents), ("suffered", told.act.patients)):
        blank = [each for each in those if not each.country]
        unarmed = with_value("service", "unarmed")
        found[f"blank_{name}"] = float(bool(blank))
        found[f"blank_{name}_people"] = float(any(each.head == "people" for each in blank))
        found[f"blank_{name}_unarmed"] = float(any(each.service in unarmed for each in blank))
    return found


def _in_text(story: Story, one: str, other: str) -> dict[str, float]:
    """Return how often either does and suffers something in the whole article."""
    found: dict[str, float] = defaultdict(float)
    for act in story.acts:
        agents, patients = _of(act.agents), _of(act.patients)
        share = 1.0 / len(story.acts)
        found["text_pair"] += share * (one in agents and other in patients)
        found["text_back"] += share * (other in agents and one in patients)
        found["text_did"] += share * (one in agents)
        found["text_suffered"] += share * (one in patients)
        found["text_other_did"] += share * (other in agents)
        found["text_other_suffered"] += share * (other in patients)
    return found


def _named(candidate: Candidate, story: Story, one: str, other: str) -> dict[str, float]:
    """Return how either is named in the sentences of the acts."""
    found: dict[str, float] = {}
    named = [each for told in candidate.acts for each in story.mentions[told.act.line]]
    for name, country in (("one", one), ("other", other)):
        those = [each for each in named if each.country == country]
        found[f"{name}_named"] = float(len(those))
        found[f"{name}_speaks"] = float(sum(each.head == "speaker" for each in those))
        found[f"{name}_armed"] = float(any(each.service in with_value("service", "armed") for each in those))
        found[f"{name}_unarmed"] = float(any(each.service in with_value("service", "unarmed") for each in those))
        found[f"{name}_afloat"] = float(any(each.head in {"vessel", "aircraft", "people"} for each in those))
        found[f"{name}_home"] = float(story.home == country and bool(country))
        found[f"{name}_text"] = float(sum(each.country == country for those in story.mentions for each in those))
        for service in of_kind("service"):
            found[f"{name}_{service}"] = float(any(each.service == service for each in those))
    return found


def _of(those: Iterable[Mention], *, firm: bool = False) -> set[str]:
    return {one.country for one in those if one.country and not (firm and one.guessed)}


def pairs(candidate: Candidate, story: Story) -> list[tuple[str, str]]:
    """Return the pairs to judge: every country with every other, and with nobody who is named, either way."""
    those = (*countries(candidate, story), "")
    return [(one, other) for one in those for other in those if one != other]


def score(candidate: Candidate, story: Story, trees: Trees) -> Scored:
    """Return for each pair of sides how probably the first did it to the second."""
    options = pairs(candidate, story)
    scores = trees.probabilities([features(candidate, story, *pair) for pair in options])
    return dict(zip(options, scores, strict=True))


def summary(scored: Scored) -> dict[str, float]:
    """Return what the likeliest pairs say of the candidate itself: a drill is nobody's."""
    best = max(scored, key=lambda each: scored[each], default=("", ""))
    return {
        "pair_best": scored.get(best, 0.0),
        "pair_back": scored.get(best[::-1], 0.0),
        "pair_named": max((value for (one, other), value in scored.items() if one and other), default=0.0),
        "pair_alone": max((value for (_, other), value in scored.items() if not other), default=0.0),
        "pair_nobody": max((value for (one, _), value in scored.items() if not one), default=0.0),
        "pair_sum": sum(scored.values()),
    }


def settle(candidate: Candidate, story: Story, judge: Judge, scored: Scored) -> Sides:
    """Return the codes of initiators and targets, and how sure their order and their services are."""
    if not scored:
        return NOBODY
    best = max(scored, key=lambda each: scored[each])
    one, other = best
    mutual = bool(one and other) and scored[other, one] > _SECOND and scored[best] > _SECOND
    first, second = {one} - {""}, {other} - {""}
    if mutual:
        first, second = {one, other}, {one, other}
    for (a, b), value in scored.items():
        if value > _SECOND and a == one and b and b not in first and other:
            second.add(b)
    initiators, sure = [NO_FLAG], 1.0
    if one:
        initiators, sure = services.of_side(candidate, story, sorted(first), judge, doing=True)
    targets, firm = services.of_side(candidate, story, sorted(second), judge, doing=False)
    return Sides(tuple(initiators), tuple(targets), scored[best], scored[best] * sure, scored[best] * firm)
