"""Show how each sentence of an article was read, and why each candidate was kept or dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scs_tracker.articles.deciding import Decision
    from scs_tracker.articles.gathering import Told
    from scs_tracker.articles.mentions import Mention
    from scs_tracker.articles.proposal import Extraction
    from scs_tracker.articles.story import Story

#: Numbers of sentences, characters per sentence, candidates and events that fit on a screen of 24 lines.
_LINES: Final = 7
_WIDTH: Final = 150
_CANDIDATES: Final = 5
_EVENTS: Final = 2


def explain(extraction: Extraction, *, full: bool = False) -> str:
    """Return a text that lists the sentences with acts and their readings, and each candidate with its decision.

    ``full`` includes every sentence with everything that was read in it, instead of what fits on one screen.
    """
    if extraction.trace is None:
        return "\n".join([*extraction.notes, *(_mention(one) for one in extraction.mentions)])
    story, decisions, acts = extraction.trace
    parts = list(_all(story, acts) if full else _screen(story, acts))
    parts += [""] if parts else []
    parts += [_fate(one) for one in sorted(decisions, key=lambda one: -one.current - one.background)][
        : None if full else _CANDIDATES
    ]
    parts += ["no incident found"] if not any(one.kept for one in decisions) else []
    parts += [f"event: {one.date_start} {one.kind} {';'.join(one.parties)}" for one in extraction.events][
        : None if full else _EVENTS
    ]
    return "\n".join(parts)


def _mention(mention: dict[str, Any]) -> str:
    spot = f"{mention['lat']:g}, {mention['lon']:g}" if "lat" in mention else ""
    what = mention.get("code") or mention.get("type") or spot
    return f"[{mention['start']}–{mention['end']}] {mention['kind']} {mention['text']}: {what}".rstrip(": ")


def _screen(story: Story, acts: Sequence[Told]) -> Iterator[str]:
    """Yield the sentences with the highest-scoring acts, in text order, each with its best act."""
    best = {one.act.line: one for one in sorted(acts, key=lambda each: each.score)}
    chosen = sorted(sorted(best, key=lambda index: -best[index].score)[:_LINES])
    for index in chosen:
        one, sentence = best[index], story.lines[index].sentence
        words = " ".join(story.text[sentence.start : sentence.end].split())
        yield f"[{sentence.start}–{sentence.end}] {words[:_WIDTH]}{'…' if len(words) > _WIDTH else ''}"
        yield f"    {_act(one, story)}"


def _act(one: Told, story: Story) -> str:
    words = " ".join(story.text[one.act.start : one.act.end].split())
    when = one.day.first + ("" if one.day.line >= 0 else " (not dated)")
    where = f", {one.spot.name}" if one.spot is not None else ""
    verdict = "kept" if one.score >= 0.5 else "weak" if one.score >= 0.12 else "dropped"
    sides = f"{_names(one.act.agents)} → {_names(one.act.patients)}"
    return f"‘{words}’ → {', '.join(one.act.types)}: {sides}, {when}{where}; {verdict}, {one.score:.2f}"


def _names(those: Sequence[Mention]) -> str:
    return " ".join(dict.fromkeys(one.actor or "?" for one in those)) or "?"


def _fate(one: Decision) -> str:
    day = one.candidate.day
    what = one.kept or "dropped"
    types = ", ".join(sorted(one.candidate.types, key=lambda name: -one.candidate.types[name])[:3])
    why = f"current {one.current:.2f}, background {one.background:.2f}"
    basis = "" if day.basis == "stated" else f" ({day.basis})"
    return f"{what}: {day.first}{basis}  {types}; {len(one.candidate.acts)} acts; {why}"


def _all(story: Story, acts: Sequence[Told]) -> Iterator[str]:
    for index, line in enumerate(story.lines):
        start, end = line.sentence.start, line.sentence.end
        page = "boilerplate " if line.furniture else ""
        yield f"[{start}–{end}] {page}{' '.join(story.text[start:end].split())}"
        for one in story.mentions[index]:
            if one.head not in {"thing", "pronoun"}:
                words = " ".join(story.text[one.start : one.end].split())
                known = " (from an earlier mention)" if one.guessed else ""
                yield f"    who   {words}: {one.actor or 'unknown'}, {one.head}{known}"
        for when in line.dates:
            words = story.text[when.start : when.end].strip(" ,")
            told = when.first or f"{when.shift:+d} days from the last date mentioned"
            yield f"    when  {words}: {told}{f' to {when.last}' if when.last else ''} by {when.form}"
        for spot in story.spots[index]:
            yield f"    where {spot.name} within {spot.position.radius_km:g} km by {spot.position.method}"
        for each in (told for told in acts if told.act.line == index):
            yield f"    act   {_act(each, story)}; by {each.act.name}, {' '.join(sorted(each.act.ways))}"
