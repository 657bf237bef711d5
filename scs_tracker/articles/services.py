"""Choose the services of a country that are on a side of an incident, from the whole article."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.articles import wording
from scs_tracker.articles.judge import blend_probabilities
from scs_tracker.articles.mentions import actor_in, code_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.articles.gathering import Candidate
    from scs_tracker.articles.judge import Judge
    from scs_tracker.articles.mentions import Mention
    from scs_tracker.articles.story import Story

#: Least probability of a further service next to the likeliest one; it must also be on that side of an act, so that a
#: service that only reports an act is not counted.
_LEAST: Final = 0.4
#: Weight of words next to trees: in cross-validation, 0.3 to 0.5 found the right service most often.
_WORDS: Final = 0.5
#: Kinds of mention that speak or stand for a state, and do nothing at sea.
_ASHORE: Final = frozenset({"speaker", "state"})
#: Number of sentences in the opening.
_LEAD: Final = 3


def options(story: Story, country: str) -> list[str]:
    """Return the services of a country that an article names, in text order, and then its unnamed service.

    Its fishers are added if the article mentions any fishers, because often only the country of a boat is named.
    """
    year = story.published.year
    named = [
        actor_in(one, year) for those in story.mentions for one in those
        if one.country == country and one.head != "thing"
    ]  # fmt: skip
    if any(one.service == "fishing" for those in story.mentions for one in those):
        named.append(code_of(country, "fishing", ""))
    return list(dict.fromkeys([*filter(None, named), code_of(country, "", "vessel")]))


def features(
    candidate: Candidate, story: Story, country: str, codes: Sequence[str], *, doing: bool
) -> list[dict[str, float]]:
    """Return a row of features for each service as a member of a side; no feature identifies the country."""
    found = _told(candidate, codes, country, story.published.year, doing=doing)
    _name(found, candidate, story, country)
    kind_of = geodata.values_by("actors", "code", "kind")
    near = (one.actor for act in candidate.acts for one in story.mentions[act.act.line] if one.country != country)
    common = {
        **{f"beside_{kind_of[actor]}": 1.0 for actor in near if actor},
        **{f"is_{name}": 1.0 for name in candidate.types},
        "options": float(len(codes)),
        "doing": float(doing),
    }
    rows = []
    for code in codes:
        row = dict.fromkeys(_asked(), 0.0) | common | found[code]
        row[f"k_{kind_of[code]}"] = 1.0
        for each in codes:
            if each != code:
                row[f"rival_{kind_of[each]}"] = 1.0
        for name in ("own", "other", "here", "text"):
            those = [found[each].get(name, 0.0) for each in codes if each != code]
            row[f"{name}_rival"] = max(those, default=0.0)
            row[f"{name}_share"] = row.get(name, 0.0) / ((row.get(name, 0.0) + sum(those)) or 1.0)
        rows.append(row)
    return rows


def words(
    candidate: Candidate, story: Story, codes: Sequence[str], rows: Sequence[dict[str, float]], *, doing: bool
) -> list[list[str]]:
    """Return, for each service, the words that are evidence for or against its being on a side."""
    shared = wording.of_side(story, candidate, doing=doing)
    kind = list(map(geodata.values_by("actors", "code", "kind").__getitem__, codes))
    return [
        wording.of_service(
            shared, one, kind[:index] + kind[index + 1 :], doing=doing, stands=rows[index].get("own", 0.0) > 0
        )
        for index, one in enumerate(kind)
    ]


@geodata.cached
def _asked() -> tuple[str, ...]:
    """Return the names of the features for services and types, which every row contains."""
    all_kinds = dict.fromkeys(row["kind"] for row in geodata.rows("actors"))
    names = [f"{part}_{kind}" for part in ("k", "beside", "rival") for kind in all_kinds]
    return (*names, *(f"is_{row['type']}" for row in geodata.rows("types")))


def _told(
    candidate: Candidate, codes: Sequence[str], country: str, year: int, *, doing: bool
) -> dict[str, dict[str, float]]:  # fmt: skip
    """Return, for each service, the weight of the candidate's acts that name it on this side and on the other side."""
    found: dict[str, dict[str, float]] = {code: defaultdict(float) for code in codes}
    total = sum(one.score for one in candidate.acts) or 1.0
    for one in candidate.acts:
        sides = (one.act.agents, one.act.patients) if doing else (one.act.patients, one.act.agents)
        for name, those in zip(("own", "other"), sides, strict=True):
            for each in those:
                if each.country == country and (actor := actor_in(each, year)) in found:
                    row = found[actor]
                    row[name] += one.score / total
                    row[f"{name}_firm"] += one.score / total * (not each.guessed)
                    row[f"{name}_ashore"] += one.score / total * (each.head in _ASHORE)
                    row[f"{name}_best"] = max(row[f"{name}_best"], float(one is candidate.best))
                    row[f"{name}_units"] = max(row[f"{name}_units"], float(bool(each.units)))
    return found


def _name(found: dict[str, dict[str, float]], candidate: Candidate, story: Story, country: str) -> None:
    """Add to ``found`` how often the acts' sentences and the whole article name each service, and where first."""
    lines, year = {one.act.line for one in candidate.acts}, story.published.year
    for index, those in enumerate(story.mentions):
        for one in those:
            if one.country != country or (actor := actor_in(one, year)) not in found:
                continue
            row = found[actor]
            row["text"] += 1.0
            row["text_afloat"] += _afloat(one)
            row["text_units"] += bool(one.units)
            row["in_lead"] = max(row["in_lead"], float(index < _LEAD))
            row.setdefault("first", float(min(index, 40)))
            if index in lines:
                row["here"] += 1.0
                row["here_afloat"] += _afloat(one)
                row["here_firm"] += not one.guessed
            elif index - 1 in lines or index + 1 in lines:
                row["near"] += 1.0


def _score(row: dict[str, float], grown: float, worded: float) -> float:
    """Return the probability that a service is on a side; words do not raise it for a service that is not named."""
    both = blend_probabilities(grown, worded, _WORDS)
    return both if row.get("text", 0.0) else min(grown, both)


def _afloat(one: Mention) -> float:
    return float(one.head not in _ASHORE and one.head not in {"pronoun", "other"})


def _bystanders(candidate: Candidate, year: int, types: Sequence[str]) -> set[str]:
    """Return the services that only do acts of other types than ``types``; empty if none does acts of ``types``."""
    of_these = [bool(set(one.act.types) & set(types)) for one in candidate.acts]
    sets = [{actor_in(one, year) for one in told.act.agents} for told in candidate.acts]
    theirs, those = (
        set().union(*(those for those, ours in zip(sets, of_these, strict=True) if ours is wanted))
        for wanted in (True, False)
    )
    return those - theirs if theirs else set()


def of_side(
    candidate: Candidate, story: Story, countries: Sequence[str], judge: Judge, types: Sequence[str], *, doing: bool
) -> tuple[list[str], float]:  # fmt: skip
    """Return the services of countries on a side, and the lowest probability of a country's likeliest service.

    ``types`` are those of the incident; a service that did only acts of other types is not added to one that did these:
    a second boat that only shadowed did not collide.
    """
    others = _bystanders(candidate, story.published.year, types)
    found: list[str] = []
    sure = 1.0
    for country in countries:
        codes = options(story, country)
        rows = features(candidate, story, country, codes, doing=doing)
        stands = {
            code: row.get("own", 0.0) > 0 and (not doing or code not in others)
            for code, row in zip(codes, rows, strict=True)
        }
        worded = judge.service_words.probabilities(words(candidate, story, codes, rows, doing=doing))
        scores = map(_score, rows, judge.services.probabilities(rows), worded)
        scored = dict(zip(codes, scores, strict=True))
        best = max(codes, key=lambda each: scored[each])
        kept = [each for each in codes if (stands[each] and scored[each] >= _LEAST) or each == best]
        kinds = geodata.values_by("actors", "code", "kind")
        named = [each for each in kept if kinds[each] != "unknown"] or kept
        found += sorted(named, key=lambda each: -scored[each])
        sure = min(sure, scored[best])
    return found, sure
