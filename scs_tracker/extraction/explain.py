"""Why: each sentence with what was found where, and the rules that fired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scs_tracker.extraction.who.parties import is_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.proposal import Extraction
    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.settling.sides import Side
    from scs_tracker.extraction.story import Story


def explain(extraction: Extraction) -> str:
    """Return the sentences of an article with parties, dates, acts and the rules by which they were read.

    Every line of a sentence begins with what it is: ``who``, ``when``, ``act``. An act ends with the guard that holds
    it back, if one does. Behind the sentences stands each incident with the rule of its date, its place, and why it is
    background.

    Parameters
    ----------
    extraction
        What ``extract`` gave.
    """
    if extraction.trace is None:
        return "\n".join([*extraction.notes, *(_mention(one) for one in extraction.mentions)])
    story, deeds, incidents = extraction.trace
    lines: list[str] = []
    for line in story.lines:
        found = [*_parties(story, line.sentence.index), *_dates(story, line.sentence.index)]
        found += [_deed(deed) for deed in deeds if deed.line == line.sentence.index]
        start, end = line.sentence.start, line.sentence.end
        lines.append(f"[{start}–{end}] {' '.join(extraction.text[start:end].split())}")
        lines += [f"    {one}" for one in found]
    lines += [""] if incidents else ["", "no incident is told of"]
    lines += [_incident(incident) for incident in incidents]
    lines += [f"event: {one.date_start} {one.kind} {';'.join(one.parties)} by {one.rule}" for one in extraction.events]
    return "\n".join(lines)


def _mention(mention: dict[str, object]) -> str:
    what = mention.get("code") or f"{mention.get('lat')}, {mention.get('lon')}"
    return f"[{mention['start']}–{mention['end']}] {mention['text']}: {what}"


def _parties(story: Story, index: int) -> Iterator[str]:
    line = story.lines[index]
    for party in line.parties:
        if party.head in {"thing", "pronoun"} or is_place(party, line.tokens):
            continue
        words = " ".join(story.text[party.start : party.end].split())
        known = " (from what was told before)" if party.guessed else ""
        yield f"who   {words}: {party.code or 'not known'}, {party.head}{known}"


def _dates(story: Story, index: int) -> Iterator[str]:
    for when in story.whens[index]:
        words = story.text[when.start : when.end].strip(" ,")
        until = f" to {when.last}" if when.last else ""
        told = when.first or f"{when.shift:+d} days from the day told last"
        yield f"when  {words}: {told}{until} by date:{when.form}"


def _deed(deed: Deed) -> str:
    parts = [f"act   {', '.join(deed.types) or 'none'}: {_side(deed.initiator)} → {_side(deed.target)}"]
    parts.append(f"by {deed.act.rule.strip()}")
    parts += [", ".join(dict.fromkeys(deed.rules))] if deed.rules else []
    if deed.spot is not None:
        parts.append(f"at {deed.spot.name}")
    if deed.rejected:
        parts.append(f"held back by {deed.rejected}")
    elif deed.loose:
        parts.append("names neither side: adds to what stands beside it")
    return "; ".join(parts)


def _side(side: Side) -> str:
    return " ".join(side.codes) or "?"


def _incident(incident: Incident) -> str:
    kind = f"background by {incident.background}" if incident.background else "incident"
    until = f" to {incident.last}" if incident.last else ""
    where = ""
    if incident.spot is not None:
        position = incident.spot.position
        disc = f" within {position.radius_km:g} km" if position.radius_km is not None else f": {position.reason}"
        where = f"; {incident.spot.name or incident.spot.text} by place:{position.method}{disc}"
    one, other = (" ".join(side.listed(incident.first)) for side in (incident.initiator, incident.target))
    sides = f"{one} → {other or 'nobody named'}"
    rules = dict.fromkeys(deed.act.rule.split(" ")[0] for deed in incident.deeds)
    return f"{kind}: {incident.first}{until} by {incident.basis}; {sides}; {', '.join(rules)}{where}"
