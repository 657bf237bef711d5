"""Convert decisions to proposals, and proposals to the forms of the command line and the ledger."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.act import Act, acts_json
from scs_tracker.articles import accounts, deciding, gathering, harm, places, told_acts
from scs_tracker.articles.accounts import Account
from scs_tracker.articles.mentions import actor_in
from scs_tracker.sources.batch import Batch, Document, Passage, Report
from scs_tracker.sources.publishers import publisher_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scs_tracker.articles.deciding import Decision
    from scs_tracker.articles.events import Event
    from scs_tracker.articles.judge import Judge
    from scs_tracker.articles.story import Story

KIND: Final = "article"
#: Fields with an evidence passage of their own, as columns of the ledger.
FIELDS: Final = (
    "date_start", "types", "initiators", "targets", "initiator_units", "target_units", "location_text", "killed",
    "injured", "detained", "damage", "time_local", "accounts",
)  # fmt: skip
#: The most characters of a text that are kept with a lead.
_LEAD_TEXT: Final = 50_000
_OF_EVENT: Final = ("date_start", "kind", "parties", "title", "place")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed incident from an article, for a reviewer to check.

    Dates are partial; ``date_end`` is empty for a single day, month or year. An incident without a date in the text has
    the month of publication (early in a month, only the year). ``date_basis`` is ``stated``, ``relative`` or
    ``publication`` (no date in the text, so no later than the day of publication). Units are as the article names
    them; ``place`` is the common English name of the feature, ``location_text`` the words of the location; ``lat``,
    ``lon`` (degrees, WGS 84) and ``radius_km`` are None if the location is not known. ``acts`` is empty unless the text
    reports the parties to each type. ``accounts`` quotes both sides in short, ``said`` lists the same quotations with
    speaker and offsets. ``confidence``, 0 to 1, is the share of such proposals that are correct. ``evidence`` gives the
    offsets of the sentences that report the incident, ``passages`` those of the evidence for each field.
    """

    date_start: str
    date_end: str
    date_basis: str
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
    time_local: str
    killed: int | None
    injured: int | None
    detained: int | None
    damage: str
    acts: tuple[Act, ...]
    accounts: str
    said: tuple[Account, ...]
    confidence: float
    evidence: tuple[tuple[int, int], ...]
    passages: Mapping[str, Passage] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the proposal in the form of the command's JSON output."""
        told = {one.name: getattr(self, one.name) for one in dataclasses.fields(self)}
        return {
            **{name: list(value) if isinstance(value, tuple) else value for name, value in told.items()},
            "acts": json.loads(acts_json(self.acts)),
            "said": [dataclasses.asdict(one) for one in self.said],
            "evidence": [{"start": start, "end": end} for start, end in self.evidence],
            "passages": {
                name: {"start": one.start, "end": one.end, "basis": one.basis, "confidence": round(one.confidence, 2)}
                for name, one in self.passages.items()
            },
        }

    def summary(self) -> str:
        """Return a summary of one sentence, at most 300 characters, from types, parties, place and date."""
        what = ", ".join(map(geodata.values_by("types", "type", "label").__getitem__, self.types))
        who, whom = (
            " and ".join(map(geodata.values_by("actors", "code", "name").__getitem__, codes))
            for codes in (self.initiators, self.targets)
        )
        against = f" against {whom}" if whom else ""
        by = f" by {who}" if who else ""
        where = ", ".join(one for one in (self.place or self.location_text, self.date_start) if one)
        text = f"{what[:1].upper()}{what[1:]}{by}{against}, {where}."
        return text if len(text) <= 300 else text[:297] + "…"


@dataclass(frozen=True, slots=True)
class Extraction:
    """All results that were extracted from one article.

    ``incidents`` are reported as news, ``background`` as earlier. ``text`` is headline, blank line and text as read;
    all offsets refer to it. ``language`` is ISO 639-1. A text that is not in English has no incidents but ``mentions``
    (actors, places, dates and act words, with offsets), is a ``lead`` if it names an act and a party or place, and has
    no ``trace`` (the parsed article, for ``explain``). ``maybe`` lists candidates that are not proposed, for a reviewer
    to accept or reject; ``notes`` are remarks for the user.
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
    publisher: str = ""
    mentions: tuple[dict[str, Any], ...] = ()
    lead: bool = False
    maybe: tuple[Proposal, ...] = ()
    trace: Any = field(default=None, repr=False, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return the output of ``scs-tracker extract --json``; with notes if the text was cut or is not in English."""
        answer: dict[str, Any] = {
            "incidents": [one.to_json() for one in self.incidents],
            "background": [one.to_json() for one in self.background],
            "maybe": [one.to_json() for one in self.maybe],
            "events": [{name: getattr(one, name) for name in _OF_EVENT} for one in self.events],
            "url": self.url,
            "publisher": self.publisher,
        }
        if self.language != "en":
            answer |= {"language": self.language, "lead": self.lead}
            answer |= {"notes": list(self.notes), "mentions": list(self.mentions)}
        elif self.notes:
            answer["notes"] = list(self.notes)
        return answer


def propose(decision: Decision, story: Story, judge: Judge, others: Sequence[Decision]) -> Proposal:
    """Return the proposal for a candidate, with the evidence passage of each field."""
    candidate = decision.candidate
    both = decision.sides
    initiators, targets = both.initiators, both.targets
    spot, beside = gathering.where(candidate, story)
    position = spot.position if spot is not None else None
    day = candidate.day
    types = sorted(decision.types, key=list(geodata.rows_by("types", "type")).index)
    outcomes = harm.find(candidate, story)
    said = accounts.find(decision, story, others)
    lines = sorted({one.act.line for one in candidate.acts if one.score >= deciding.FAINT})
    sentences = [story.lines[index].sentence for index in lines]
    units = [_units(candidate, story, set(initiators), doing=True), _units(candidate, story, set(targets), doing=False)]
    units[1] = {name: at for name, at in units[1].items() if name not in units[0]}
    first = candidate.best.act
    told = Passage(first.start, first.end, "stated", judge.share("types", decision.certain))
    passages = {"types": told, "date_start": _dated(candidate, day, judge)}
    for name, those, sure in (("initiators", initiators, both.first), ("targets", targets, both.second)):
        if those:
            doing = name == "initiators"
            passages[name] = _party(candidate, story, those, judge.share(name, sure), doing=doing)
    for name, named in zip(("initiator_units", "target_units"), units, strict=True):
        if named:
            start, end = next(iter(named.values()))
            passages[name] = Passage(start, end)
    if spot is not None:
        passages["location_text"] = Passage(spot.start, spot.end, "stated", judge.share("location_text", beside))
    passages |= {name: Passage(start, end, "stated", 0.8) for name, (_, start, end) in outcomes.items()}
    if said:
        passages["accounts"] = Passage(said[0].start, said[0].end)
    bare = next((at for index in lines if (at := places.unplaced(story.lines[index], story.text))), None)
    told_there = spot is not None and any(one.start <= spot.start < one.end for one in sentences)
    if bare is not None and (spot is None or spot.wide or not told_there):
        spot, position = None, None
        passages["location_text"] = Passage(*bare)
    where = (spot.start, spot.end) if spot is not None else bare
    share = judge.share("background" if decision.kept == "background" else "incident", decision.score)
    counted = {name: outcomes[name][0] if name in outcomes else None for name in ("killed", "injured", "detained")}
    return Proposal(
        date_start=day.first,
        date_end=day.last,
        date_basis=day.basis,
        types=tuple(types),
        initiators=tuple(initiators),
        targets=tuple(targets),
        initiator_units=tuple(units[0]),
        target_units=tuple(units[1]),
        place=spot.name if spot is not None else "",
        location_text=" ".join(story.text[slice(*where)].split()) if where is not None else "",
        lat=position.lat if position is not None else None,
        lon=position.lon if position is not None else None,
        radius_km=position.radius_km if position is not None else None,
        time_local=str(outcomes["time_local"][0]) if "time_local" in outcomes else "",
        damage=str(outcomes["damage"][0]) if "damage" in outcomes else "",
        acts=told_acts.find(decision, story, outcomes),
        accounts=accounts.in_short(said),
        said=tuple(said),
        confidence=round(min(share, 0.5) if decision.kept == "maybe" else share, 2),
        evidence=tuple((one.start, one.end) for one in sentences),
        passages=passages,
        **counted,
    )


def _dated(candidate: gathering.Candidate, day: Any, judge: Judge) -> Passage:
    sure = max((one.sure for one in candidate.acts if one.day.first == day.first), default=0.5)
    if day.line < 0:
        return Passage(None, None, "published", judge.share("date_start", sure))
    return Passage(day.start, day.end, day.basis, judge.share("date_start", sure))


def _party(
    candidate: gathering.Candidate, story: Story, codes: Sequence[str], sure: float, *, doing: bool
) -> Passage:  # fmt: skip
    """Return the passage that names the initiator (``doing``) or target in ``codes``; without offsets if none does."""
    countries = {one.partition("-")[0] for one in codes}
    acts = sorted(candidate.acts, key=lambda one: -one.score)
    named = [one for told in acts for one in (told.act.agents if doing else told.act.patients)]
    named += [one for told in candidate.acts for one in story.mentions[told.act.line]]
    theirs = [one for one in named if one.country in countries]
    those = [one for one in theirs if actor_in(one, story.published.year) in codes] or theirs
    firm = [one for one in those if not one.guessed] or those
    if not firm:
        return Passage(None, None, "inferred", sure)
    return Passage(firm[0].start, firm[0].end, "inferred" if firm[0].guessed else "stated", sure)


def _units(
    candidate: gathering.Candidate, story: Story, codes: set[str], *, doing: bool
) -> dict[str, tuple[int, int]]:  # fmt: skip
    """Return the vessels and aircraft of a side as the article names them, each with its offsets."""
    countries = {one.partition("-")[0] for one in codes}
    acts = [told for told in candidate.acts if told.score >= deciding.FAINT]
    named = [one for told in acts for one in (told.act.agents if doing else told.act.patients)]
    lines = {told.act.line for told in candidate.acts}
    named += [one for index in sorted(lines) for one in story.mentions[index]]
    found: dict[str, tuple[int, int]] = {}
    for one in named:
        if one.country not in countries:
            continue
        for unit in one.units:
            start, end = map(int, unit.split(":"))
            found.setdefault(" ".join(story.text[start:end].split()), (start, end))
    return found


def _cell(value: object) -> str:
    """Return a value as a ledger cell: a tuple joined with semicolons, None as an empty string."""
    return ";".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def cells(one: Proposal, url: str) -> dict[str, str]:
    """Return a proposal as columns of the codebook; its acts cite ``url`` unless it is empty."""
    content = dict.fromkeys(model.INCIDENT_COLUMNS, "")
    content |= {name: _cell(getattr(one, name)) for name in ("date_end", "place", *FIELDS)}
    if one.acts:
        content["acts"] = acts_json([dataclasses.replace(act, printed_in=(url,) if url else ()) for act in one.acts])
    return content | {"summary": one.summary(), "corroboration": "single"}


def as_lead(extraction: Extraction, source_url: str = "") -> dict[str, str] | None:
    """Return an extraction as a lead for the ledger, or None if its text does not qualify as a lead.

    If ``source_url`` is empty, the URL that the page states is used.
    """
    if not extraction.lead:
        return None
    url = source_url or extraction.url
    known = {
        "actor": geodata.values_by("actors", "code", "name"),
        "act": geodata.values_by("types", "type", "label"),
        "place": geodata.values_by("features", "id", "name"),
    }
    named = [
        known[one["kind"]].get(code, code)
        for one in extraction.mentions
        if one["kind"] in known and (code := one.get("code") or one.get("type") or one.get("feature"))
    ]
    digest = hashlib.sha256(extraction.text.encode()).hexdigest()[:16]
    return {
        "source": extraction.publisher or (publisher_of(url).name if url else "") or "a text entered by hand",
        "address": url or f"#{digest}",
        "title": extraction.title or extraction.text[:200],
        "language": extraction.language,
        "published": extraction.published,
        "why": f"not in English ({extraction.language}); it names {', '.join(dict.fromkeys(named))}",
        "text": extraction.text[:_LEAD_TEXT],
    }


def as_batch(extraction: Extraction, source_url: str = "") -> Batch:
    """Return incidents and background as reports of kind ``article``, and the context events, for the ledger.

    If ``source_url`` is empty, the URL that the page states is used.
    """
    url = source_url or extraction.url
    digest = hashlib.sha256((url or extraction.text).encode()).hexdigest()[:16]
    publisher = extraction.publisher or (publisher_of(url).name if url else "")
    source = {"url": url, "publisher": publisher, "published": extraction.published}
    document = Document(
        extraction.text, extraction.title, url, extraction.url, publisher, extraction.language, extraction.published
    )
    reports = []
    for number, one in enumerate((*extraction.incidents, *extraction.background), start=1):
        content: dict[str, Any] = {**cells(one, url), "sources": [source]}
        content["evidence"] = [{"start": start, "end": end} for start, end in one.evidence]
        own = f"{KIND}:{digest}"
        reports.append(
            Report(f"{own}:{number}", KIND, number, content, source=own, document=document, evidence=one.passages)
        )
    events = tuple(
        {
            "date_start": one.date_start, "date_end": one.date_end, "kind": one.kind, "parties": ";".join(one.parties),
            "title": one.title, "place": one.place, "status": "proposed", **source,
        }
        for one in extraction.events
    )  # fmt: skip
    return Batch(url or f"{KIND}:{digest}", tuple(reports), events)
