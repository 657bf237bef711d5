"""List the acts of an incident as the article reports them: type, initiator, target, vessels and passage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scs_tracker import geodata
from scs_tracker.act import Act, act_problems, country_of
from scs_tracker.articles import accounts, deciding
from scs_tracker.articles.mentions import actor_in
from scs_tracker.model import split_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scs_tracker.articles.deciding import Decision
    from scs_tracker.articles.gathering import Told
    from scs_tracker.articles.mentions import Mention
    from scs_tracker.articles.story import Story

    Pair = tuple[tuple[str, ...], tuple[str, ...]]


def find(decision: Decision, story: Story, outcomes: Mapping[str, tuple[Any, int, int]]) -> tuple[Act, ...]:
    """Return the reported acts of a candidate, in text order; empty if a type has no act or an act is not valid.

    Initiators and targets are those of the whole article (``sides``), since single sentences can reverse them. Services
    and vessels come from a sentence only if it agrees with them. If a vessel strikes one of its own side, the act is
    between those two services, never against a third.
    """
    groups: dict[tuple[str, Pair], list[Told]] = {}
    against_the_text: set[str] = set()
    for told in sorted(decision.candidate.acts, key=lambda one: one.act.start):
        for name in told.act.types if told.score >= deciding.FAINT else ():
            pair = _pair(told, decision, story) if name in decision.types else None
            if pair is not None:
                groups.setdefault((name, pair), []).append(told)
            elif name in decision.types:
                against_the_text.add(name)
    acts = [_act(name, pair, those, story) for (name, pair), those in groups.items()]
    sides = decision.sides.initiators, decision.sides.targets
    left = against_the_text - {act.type for act in acts}
    acts += [Act(name, sides[0], against=sides[1], basis="text") for name in sorted(left)]
    if {act.type for act in acts} != set(decision.types) or act_problems(acts, None, geodata.vocabulary()):
        return ()
    return tuple(_with_people(acts, list(groups.values()), story, outcomes))


def _pair(told: Told, decision: Decision, story: Story) -> Pair | None:
    """Return initiators and targets of an act, or None if its sentence contradicts the article as a whole."""
    both, year = decision.sides, story.published.year
    agents, patients = (_codes(those, year) for those in (told.act.agents, told.act.patients))
    doers, others = (set(map(country_of, codes)) for codes in (agents, patients))
    if doers and doers == others:
        alike = geodata.values_by("types", "type", "alike")
        touched = any("contact" in split_list(alike.get(name, "")) for name in told.act.types)
        return (agents, patients) if touched and not set(agents) & set(patients) else None
    sides = both.initiators, both.targets
    if set(sides[0]) & set(sides[1]):  # both did it: only the sentence tells who did this
        return (agents, patients) if agents and patients and not set(agents) & set(patients) else None
    countries = [set(map(country_of, codes)) for codes in sides]
    if doers - countries[0] or others - countries[1]:
        return None
    return _named_of(sides[0], agents), _named_of(sides[1], patients)


def _codes(those: Iterable[Mention], year: int) -> tuple[str, ...]:
    named = (actor_in(one, year) for one in those if one.country not in {"", "elsewhere"} and not one.guessed)
    return tuple(dict.fromkeys(code for code in named if code))


def _named_of(side: tuple[str, ...], named: tuple[str, ...]) -> tuple[str, ...]:
    """Return the services of a side that a sentence names, or all of them if it names none."""
    return tuple(code for code in side if code in named) or side


def _act(name: str, pair: Pair, those: Sequence[Told], story: Story) -> Act:
    best = max(those, key=lambda told: told.score)
    units = [
        _units((one for told in those for one in (told.act.agents, told.act.patients)), codes, story) for codes in pair
    ]
    sentence = story.lines[best.act.line].sentence
    words = accounts.quoted(story.text[sentence.start : sentence.end], best.act.start - sentence.start)
    speaker = accounts.speaker_of(story, best.act.line)
    if speaker in map(country_of, pair[0]) and not _codes(best.act.agents, story.published.year):
        speaker = ""  # who is not named as its doer does not own up to it
    return Act(
        name, pair[0], units[0], pair[1], tuple(one for one in units[1] if one not in units[0]),
        said_by=(speaker,) if speaker else (), basis="text",
        passage=words,
    )  # fmt: skip


def _units(named: Iterable[Sequence[Mention]], codes: Sequence[str], story: Story) -> tuple[str, ...]:
    countries = set(map(country_of, codes))
    spans = [unit for those in named for one in those if one.country in countries for unit in one.units]
    found = (slice(*map(int, unit.split(":"))) for unit in spans)
    return tuple(dict.fromkeys(" ".join(story.text[span].split()) for span in found))


def _with_people(
    acts: Sequence[Act], groups: Sequence[Sequence[Told]], story: Story, outcomes: Mapping[str, tuple[Any, int, int]]
) -> list[Act]:
    found = list(acts)
    for name in ("injured", "killed", "detained"):
        value, start, _ = outcomes.get(name, (None, 0, 0))
        if not value:
            continue
        there = [
            place
            for place, those in enumerate(groups)
            if any(at.start <= start < at.end for at in (story.lines[told.act.line].sentence for told in those))
            and (name != "detained" or acts[place].type == "detention")
        ]
        if len(there) == 1:
            change: dict[str, Any] = {name: value}
            found[there[0]] = replace(found[there[0]], **change)
    return found
