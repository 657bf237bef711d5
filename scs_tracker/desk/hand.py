"""Enter incidents by hand, read pasted texts, and prepare leads for entry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker import model
from scs_tracker.desk import neighbours, place
from scs_tracker.desk.decisions import LEAD, numbered, undo_of
from scs_tracker.desk.marking import pieces
from scs_tracker.errors import StaleError, TrackerError, UsageError
from scs_tracker.intake import catalogue
from scs_tracker.intake.second_reader import apart, beside, second_reader
from scs_tracker.ledger import worklist
from scs_tracker.ledger.evidence import plain, quotation
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import document, event, incident
from scs_tracker.reporting.links import web_link
from scs_tracker.sources.publishers import publisher_of
from scs_tracker.text.folding import slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scs_tracker.desk.decisions import DecisionRequest
    from scs_tracker.intake.second_reader import Pair
    from scs_tracker.ledger import Ledger


#: So often an id is looked up again where others enter the like at the same moment.
_TRIES: Final = 5


def preview(ledger: Ledger, values: Mapping[str, str], incident_id: str = "") -> dict[str, Any]:
    """Return the values derived from a form, and similar incidents of the ledger.

    ``values``: columns of the codebook as text; ``incident_id``: id of the edited incident; empty for a new one;
    returned: ``problems``, ``derived``, ``week`` and ``week_line``, see ``place.preview_fields``, and ``neighbours``.
    """
    with reading(ledger.engine) as connection:
        told = connection.execute(
            sa.select(incident.c.sources).where(incident.c.id == incident_id)
        ).scalar_one_or_none()
    found = place.preview_fields(values, sources=json.loads(told or "[]"))
    row = dict.fromkeys(model.INCIDENT_COLUMNS, "") | dict(values) | {"id": incident_id}
    row |= {name: found["derived"][name] for name in ("lat", "lon")}
    with reading(ledger.engine) as connection:
        return {**found, "neighbours": neighbours.of_row(connection, row)}


def enter(asked: DecisionRequest) -> dict[str, Any]:
    """Add an incident from a form to the ledger as accepted, once per form; return ``done``, ``id`` and ``undo``."""
    once = asked.text("once", "")
    if once and once in asked.entered:
        return asked.entered[once]
    content = {name: asked.texts("values").get(name, "") for name in model.INCIDENT_COLUMNS}
    content["corroboration"] = content["corroboration"] or "single"
    wrong = place.problems(content)
    if wrong:
        raise TrackerError("; ".join(f"{one['field']}: {one['sentence']}" for one in wrong))
    given = asked.texts("source")
    source = {name: given.get(name, "") for name in ("url", "publisher", "published")}
    content["sources"] = json.dumps([source] if source["url"] or source["publisher"] else [])
    for left in reversed(range(_TRIES)):
        content["id"] = _new_id(asked.ledger, content)
        try:
            asked.ledger.create(content, reason=asked.reason("entered by hand"), by=asked.person)
            break
        except StaleError:  # somebody else took the id since it was looked up
            if not left:
                raise
    answer = {"done": f"{content['id']} is now in the ledger", "id": content["id"], "undo": undo_of(asked)}
    if once:
        asked.entered[once] = answer
    return answer


def _new_id(ledger: Ledger, content: Mapping[str, str]) -> str:
    """Return an unused incident id, made of the date, the place and the first type."""
    named = slug(f"{content['place']} {content['types'].partition(';')[0]}", 60) or "incident"
    first = f"{content['date_start'].replace('-', '').ljust(8, '0')}-{named}"
    with reading(ledger.engine) as connection:
        held = set(connection.execute(sa.select(incident.c.id).where(incident.c.id.startswith(first))).scalars())
    return next(one for one in (first, *(f"{first}-{number}" for number in range(2, 10_000))) if one not in held)


def read_text(asked: DecisionRequest) -> dict[str, Any]:
    """Extract incidents from a pasted text, and add them to the ledger as proposals.

    Returned: ``done``, one sentence, and ``ids`` of the proposals; a text that is not English becomes a lead.
    """
    from scs_tracker.articles import as_batch, as_lead, propose

    article = asked.texts("article")
    if not article.get("text"):
        raise UsageError("the text is empty; paste an article")
    if not model.is_partial_date(article.get("published", "")) or len(article["published"]) != 10:
        raise UsageError(
            "give the day of publication as YYYY-MM-DD; expressions such as 'on Friday' are resolved from it"
        )
    url = article.get("url", "")
    found = propose(article["text"], published=article["published"], url=url, publisher=article.get("publisher", ""))
    if found.language != "en":
        return _lead(asked, as_lead(found, url), found.language)
    before = _proposed(asked.ledger)
    summary = asked.ledger.import_batch(as_batch(found, url), by=asked.person)
    new = sorted(_proposed(asked.ledger) - before)
    done = f"{len(new)} proposed, {summary.unchanged} already known"
    return {"done": done if new or summary.unchanged else "the text reports no incident", "ids": new}


def _lead(asked: DecisionRequest, lead: Mapping[str, str] | None, language: str) -> dict[str, Any]:
    """Store a text that is not English as a lead, or store nothing if it names no act at sea."""
    if lead is None:
        done = f"the text is not English ({language}) and names no act at sea here; it was not stored"
        return {"done": done, "ids": []}
    second = second_reader(asked.settings)
    if second is not None and second.does("translate"):
        lead = {**lead, "text": beside(lead["text"], second.settings.name, second.translate(lead["text"]))}
    new = worklist.add_leads(asked.ledger.engine, [lead], by=asked.person)
    done = (
        f"the text is not English ({language}), so no incident was extracted; it is {'' if new else 'already '}a lead"
    )
    waiting = worklist.leads(asked.ledger.engine)
    wanted = ("source", "address")
    return {
        "done": f"{done}, to be entered by hand",
        "ids": [f"{LEAD}{one['id']}" for one in waiting if all(one[name] == lead[name] for name in wanted)],
    }


def lead(asked: DecisionRequest) -> dict[str, Any]:
    """Return the text of a lead with its recognised words marked, and suggested values for a form.

    Returned: ``pieces`` of the text, and ``translation``, the pieces of its machine translation; a sentence and its
    translation have the same field; ``forms``, the most probable first, each with ``values`` (columns of the codebook),
    ``words`` (the sentence of its evidence), ``confidence`` (None if not computed) and ``line`` (its sentence in the
    weekly report); ``source``, with ``url``, ``publisher`` and ``published``; ``neighbours`` of the first form;
    ``note``, remarks for the reviewer.
    """
    row = worklist.lead_of(asked.ledger.engine, numbered(asked.text("id")))
    url = row["address"] if web_link(row["address"]) else ""
    day = row["published"] if len(row["published"]) == 10 else row["seen"][:10]
    known = catalogue.catalogue([]).get(row["source"])
    publisher = publisher_of(url).name or (known.name.partition(",")[0] if known else "")
    source = {"url": url, "publisher": publisher, "published": row["published"]}
    original, pairs = apart(row["text"])
    try:
        forms, marks, spans, note = _read_lead(original, pairs, day, url, row["language"])
    except TrackerError as error:
        forms, marks, spans, note = [], [], [], str(error)
    both, english = _side_by_side(pairs, spans)
    seen = [preview(asked.ledger, dict.fromkeys(model.INCIDENT_COLUMNS, "") | one["values"]) for one in forms]
    lines = [found["week_line"] for found in seen]
    forms = [
        one | {"line": line, "values": {"summary": line} | one["values"]}  # a row needs one; a person reads it first
        for one, line in zip(forms, lines, strict=True)
    ]
    near = seen[0]["neighbours"] if seen else []
    return {
        "pieces": pieces(original, [*marks, *both]), "translation": english, "forms": forms, "source": source,
        "neighbours": near, "note": note,
    }  # fmt: skip


def event_text(asked: DecisionRequest) -> dict[str, Any]:
    """Return the text of a context event as ``pieces`` with its sentence marked, or no pieces if no text is stored."""
    from scs_tracker.articles import propose

    own = sa.select(event).where(event.c.id == asked.text("id"))
    with reading(asked.ledger.engine) as connection:
        row = connection.execute(own).mappings().one_or_none()
        if row is None:
            raise TrackerError(f"event {asked.text('id')[:60]!r} is not in the ledger; reload the page")
        texts = sa.select(document.c.text, document.c.published, document.c.language).where(
            document.c.address == row["url"], document.c.text.is_not(None)
        )
        held = connection.execute(texts.order_by(document.c.characters.desc()).limit(1)).one_or_none()
    if held is None or not row["url"]:
        return {"pieces": []}
    text = plain(held.text)
    found = propose(text, published=held.published or row["date_start"], language=held.language).events
    marks = [{"field": "event", "start": one.start, "end": one.end} for one in found if one.kind == row["kind"]]
    return {"pieces": pieces(text, marks)}


def _read_lead(
    original: str, pairs: Sequence[Pair], day: str, url: str, language: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[tuple[int, int]], str]:
    """Return a lead's suggested forms, marks in its text, evidence spans in its translation, and a note."""
    from scs_tracker.articles import cells, propose, suggest

    english = "\n".join(one.english for one in pairs)
    found = propose(english or original, published=day, url=url, language="en" if pairs else language)
    told = [*found.incidents, *found.maybe]
    forms: list[dict[str, Any]] = [
        {"values": cells(one, url), "confidence": one.confidence, "words": quotation(found.text, *one.evidence[0])}
        for one in told if one.evidence
    ]  # fmt: skip
    spans = [span for one in told for span in one.evidence]
    marks = [{"field": "maybe", "start": start, "end": end} for start, end in spans] if not pairs else []
    notes = list(found.notes)
    if pairs:
        notes.append("machine translation: check every field against the original")
    if language != "en":
        first = propose(original, published=day, url=url, language=language) if pairs else found
        marks += [{**one, "field": one["kind"]} for one in first.mentions]
        if not forms and (values := suggest(first)):
            start, end = map(int, values.pop("sentence").split(":"))
            forms = [{"values": values, "confidence": None, "words": quotation(first.text, start, end)}]
    for one in forms:
        one["values"] = {name: value for name, value in one["values"].items() if value}
    return forms, marks, spans if pairs else [], " ".join(notes)


def _side_by_side(
    pairs: Sequence[Pair], spans: Sequence[tuple[int, int]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return marks of the translated sentences in the original text, and the translation cut into pieces.

    A sentence and its translation, which is on a separate line, have the same field; those in ``spans``, the parts of
    the translation from which a form was read, also have the field ``maybe``.
    """
    marks, lines, at = [], [], 0
    for number, one in enumerate(pairs):
        end = at + len(one.english)
        rests = any(first < end and at < last for first, last in spans)
        for field in [f"sentence {number}", *(["maybe"] if rests else [])]:
            marks.append({"field": field, "start": one.start, "end": one.end})
            lines.append({"field": field, "start": at, "end": end})
        at = end + 1
    return marks, pieces("\n".join(one.english for one in pairs), lines) if pairs else []


def _proposed(ledger: Ledger) -> set[str]:
    with reading(ledger.engine) as connection:
        wanted = (sa.select(kind.c.id).where(kind.c.status == "proposed") for kind in (incident, event))
        return {one for query in wanted for one in connection.execute(query).scalars()}
