"""What is proposed: incidents, background and events in the shapes of the command line and of the ledger."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.extraction.context import accounts
from scs_tracker.extraction.context.events import Event, country_name
from scs_tracker.sources.batch import Batch, Report
from scs_tracker.sources.publishers import publisher_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.story import Story

KIND: Final = "article"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An incident that an article tells of, for a person to check.

    Attributes
    ----------
    date_start, date_end
        Partial dates; ``date_end`` is empty where it is one day, month or year.
    types, initiators, targets
        Codes of types.csv and actors.csv.
    initiator_units, target_units
        Names and hull numbers as the article writes them.
    place
        Common English name of the feature.
    location_text
        The words that say where.
    lat, lon, radius_km
        Degrees (WGS 84) and the disc that holds the place; None where the words fix none.
    accounts
        What either side says, in our own short form.
    confidence
        0 to 1: how much of it the article states outright.
    evidence
        Start and end of the sentences that tell it, in characters of the article.
    rules
        The rules that made it.
    """

    date_start: str
    date_end: str
    types: tuple[str, ...]
    initiators: tuple[str, ...]
    targets: tuple[str, ...]
    initiator_units: tuple[str, ...]
    target_units: tuple[str, ...]
    place: str
    location_text: str
    lat: float | None
    lon: float | None
    radius_km: float | None
    accounts: str
    confidence: float
    evidence: tuple[tuple[int, int], ...]
    rules: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the proposal in the shape of the command line's answer."""
        return {
            "date_start": self.date_start,
            "date_end": self.date_end,
            "types": list(self.types),
            "initiators": list(self.initiators),
            "targets": list(self.targets),
            "initiator_units": list(self.initiator_units),
            "target_units": list(self.target_units),
            "place": self.place,
            "location_text": self.location_text,
            "lat": self.lat,
            "lon": self.lon,
            "radius_km": self.radius_km,
            "accounts": self.accounts,
            "confidence": self.confidence,
            "evidence": [{"start": start, "end": end} for start, end in self.evidence],
        }

    def summary(self) -> str:
        """Return one sentence of our own from types, parties, place and date."""
        labels = {row["type"]: row["label"] for row in geodata.rows("types")}
        names = {row["code"]: row["name"] for row in geodata.rows("actors")}
        what = ", ".join(labels[one] for one in self.types)
        who = " and ".join(names[one] for one in self.initiators)
        whom = " and ".join(names[one] for one in self.targets)
        against = f" against {whom}" if whom else ""
        where = ", ".join(one for one in (self.place or self.location_text, self.date_start) if one)
        text = f"{what[:1].upper()}{what[1:]} by {who}{against}, {where}."
        return text if len(text) <= 300 else text[:297] + "…"


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one article.

    Attributes
    ----------
    incidents, background
        What is told as news, and what is retold.
    events
        Context events.
    language
        ISO 639-1 of the text; incidents are claimed in English only.
    notes
        What a person should know, in sentences.
    text, title, published, url
        The article as it was read.
    mentions
        For text that is not English: names of actors and places, and coordinates, with offsets.
    trace
        The reading behind it, for ``explain``; None where the text is not English.
    """

    incidents: tuple[Proposal, ...]
    background: tuple[Proposal, ...]
    events: tuple[Event, ...]
    language: str
    notes: tuple[str, ...]
    text: str
    title: str
    published: str
    url: str = ""
    mentions: tuple[dict[str, Any], ...] = ()
    trace: Any = field(default=None, repr=False, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return the answer of ``scs-tracker extract --json``; a text that is not English, or too long, adds notes."""
        answer: dict[str, Any] = {
            "incidents": [one.to_json() for one in self.incidents],
            "background": [one.to_json() for one in self.background],
            "events": [
                {
                    "date_start": one.date_start,
                    "kind": one.kind,
                    "parties": one.parties,
                    "title": one.title,
                    "place": one.place,
                }
                for one in self.events
            ],
        }
        if self.language != "en":
            answer |= {"language": self.language, "notes": list(self.notes), "mentions": list(self.mentions)}
        elif self.notes:
            answer["notes"] = list(self.notes)
        return answer


def propose(incident: Incident, story: Story) -> Proposal:
    """Turn what the article tells of one incident into a proposal."""
    spot = incident.spot
    position = spot.position if spot is not None else None
    sentences = [story.lines[index].sentence for index in incident.lines]
    said, where = accounts.find(incident, story)
    evidence = sorted({(one.start, one.end) for one in sentences} | set(where))
    initiator_units = _written(incident.initiator.units, story)
    target_units = [one for one in _written(incident.target.units, story) if one not in initiator_units]
    return Proposal(
        date_start=incident.first,
        date_end=incident.last,
        types=tuple(sorted(incident.types, key=_order().__getitem__)),
        initiators=tuple(incident.initiator.listed(incident.first)),
        targets=tuple(incident.target.listed(incident.first)),
        initiator_units=tuple(initiator_units),
        target_units=tuple(target_units),
        place=spot.name if spot is not None else "",
        location_text=" ".join((position.matched_text or (spot.text if spot else "")).split()) if position else "",
        lat=position.lat if position is not None else None,
        lon=position.lon if position is not None else None,
        radius_km=position.radius_km if position is not None else None,
        accounts=said,
        confidence=_confidence(incident),
        evidence=tuple(evidence),
        rules=(incident.basis, *dict.fromkeys(deed.act.rule for deed in incident.deeds)),
    )


@geodata.cached
def _order() -> dict[str, int]:
    """Return the place of each type in a list of them."""
    return {name: place for place, name in enumerate(geodata.vocabulary().severity_by_type)}


def _written(units: Sequence[str] | dict[str, None], story: Story) -> list[str]:
    """Return units as the article writes them."""
    found = []
    for unit in units:
        at = story.folded.find(unit)
        found.append(" ".join(story.text[at : at + len(unit)].split()) if at >= 0 else unit)
    return list(dict.fromkeys(found))


def _confidence(incident: Incident) -> float:
    """Return how much of a proposal the article states outright, 0.3 to 0.95."""
    strongest = max(deed.act.strength for deed in incident.deeds)
    stated = [
        incident.basis not in {"date:day-of-the-article", "date:day-it-was-said"},
        len(incident.first) == 10,
        any(incident.initiator.codes.values()),
        any(incident.target.codes.values()),
        incident.spot is not None and (incident.spot.position.radius_km or 999.0) < 150.0,
    ]
    return round(min(0.2 + 0.1 * strongest + 0.09 * sum(stated), 0.95), 2)


def as_batch(extraction: Extraction, source_url: str = "") -> Batch:
    """Return the incidents and the background as reports of kind ``article``, and the events, for the ledger.

    The article itself is not kept: its address, and the offsets of the sentences, lead back to it.

    Parameters
    ----------
    extraction
        What was found.
    source_url
        Where the article stands; empty takes the address that the page gives of itself.
    """
    url = source_url or extraction.url
    digest = hashlib.sha256((url or extraction.text).encode()).hexdigest()[:16]
    publisher = publisher_of(url).name if url else ""
    source = {"url": url, "publisher": publisher, "published": extraction.published}
    reports = []
    for number, one in enumerate((*extraction.incidents, *extraction.background), start=1):
        content: dict[str, Any] = dict.fromkeys(model.INCIDENT_COLUMNS, "")
        content |= {
            "date_start": one.date_start,
            "date_end": one.date_end,
            "types": ";".join(one.types),
            "initiators": ";".join(one.initiators),
            "targets": ";".join(one.targets),
            "initiator_units": ";".join(one.initiator_units),
            "target_units": ";".join(one.target_units),
            "place": one.place,
            "location_text": one.location_text,
            "summary": one.summary(),
            "accounts": one.accounts,
            "corroboration": "single",
            "sources": [source],
            "evidence": [{"start": start, "end": end} for start, end in one.evidence],
        }
        reports.append(Report(f"{KIND}:{digest}:{number}", KIND, number, content, source=f"{KIND}:{digest}"))
    events = tuple(
        {
            "date_start": one.date_start,
            "date_end": one.date_end,
            "kind": one.kind,
            "parties": ";".join(one.parties),
            "title": one.title,
            "place": one.place,
            "status": "proposed",
            **source,
        }
        for one in extraction.events
    )
    return Batch(url or f"{KIND}:{digest}", tuple(reports), events)


__all__ = ["Extraction", "Proposal", "as_batch", "country_name", "propose"]
