"""Choose the incident types of a candidate, from all of its acts, parties and units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker import geodata, model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scs_tracker.articles.gathering import Candidate
    from scs_tracker.articles.judge import Trees
    from scs_tracker.articles.story import Story

#: Kinds of initiators and targets on which types depend.
_HEADS: Final = ("aircraft", "vessel", "people", "force")
#: Kinds of words near an act that change its type, as for a rescue or a denial.
_COLOURS: Final = ("accuse", "deny", "rescue", "weapon", "negation", "attempt", "injured", "detained", "damage")


@geodata.cached
def _alike() -> Mapping[str, frozenset[str]]:
    """Return, for each type, the types with similar wording, including the type itself."""
    groups = {row["type"]: set(model.split_list(row["alike"])) for row in geodata.rows("types")}
    return {
        one: frozenset({one, *(other for other, theirs in groups.items() if theirs & own)})
        for one, own in groups.items()
    }


def options(candidate: Candidate) -> list[str]:
    """Return the types that a candidate may have, the likeliest first: its acts' types and similarly worded ones."""
    told = candidate.types
    return sorted({other for one in told for other in _alike()[one]}, key=lambda each: (-told.get(each, 0.0), each))


def features(candidate: Candidate, story: Story, types: list[str]) -> list[dict[str, float]]:
    """Return one row of features for each of the given types of a candidate."""
    told = candidate.types
    acts = candidate.acts
    common = {f"has_{name}": 0.0 for name in _alike()}
    common |= {f"is_{name}": 0.0 for name in _alike()}
    common |= {f"has_{name}": score for name, score in told.items()}
    common["n_acts"], common["n_types"] = float(len(acts)), float(len(told))
    sides = [("did", [each for one in acts for each in one.act.agents])]
    sides.append(("suffered", [each for one in acts for each in one.act.patients]))
    for name, those in sides:
        common |= {f"{name}_{head}": float(any(one.head == head for one in those)) for head in _HEADS}
        common[f"{name}_many"] = float(any(one.many for one in those))
        common[f"{name}_fishing"] = float(any(one.service == "fishing" for one in those))
    lines = [story.lines[index] for index in sorted({one.act.line for one in acts})]
    common |= {f"s_{kind}": float(sum(line.kinds[kind] for line in lines)) for kind in _COLOURS}
    rows = []
    for name in types:
        own = [one for one in acts if name in one.act.types]
        row = common | {f"is_{name}": 1.0, "told": told.get(name, 0.0), "rank": float(types.index(name))}
        row["count"] = float(len(own))
        row["sum"] = sum(one.score for one in own)
        row["best"] = float(name in candidate.best.act.types)
        row["headline"] = float(any(story.lines[one.act.line].sentence.headline for one in own))
        row["strength"] = float(max((one.act.strength for one in own), default=0))
        row["words"] = float(max((one.act.name.count("-") for one in own), default=0))
        row["negated"] = float(any(one.row.get("negated", 0.0) for one in own))
        row["alike"] = max(
            (score for other, score in told.items() if other != name and other in _alike()[name]), default=0.0
        )
        row["verb"] = float(any(one.act.form == "verb" for one in own))
        rows.append(row)
    return rows


def score(candidates: Sequence[Candidate], story: Story, trees: Trees) -> list[dict[str, float]]:
    """Return, for each candidate, the probability of each type that it may have."""
    types = [options(one) for one in candidates]
    found = [row for one, those in zip(candidates, types, strict=True) for row in features(one, story, those)]
    scores = iter(trees.probabilities(found))
    return [dict(zip(those, scores, strict=False)) for those in types]


def choose_types(scored: dict[str, float], threshold: float) -> tuple[tuple[str, ...], float]:
    """Return the types above the threshold, or else the likeliest type, and the lowest of their probabilities."""
    best = max(scored, key=lambda each: scored[each])
    kept = tuple(each for each in scored if scored[each] >= threshold or each == best)
    return kept, min(scored[each] for each in kept)
