"""What a person writes: a new incident from nothing, and a pasted text that is read on the spot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker import model
from scs_tracker.desk import neighbours, place
from scs_tracker.desk.decisions import LEAD
from scs_tracker.errors import StaleError, TrackerError, UsageError
from scs_tracker.ledger import undoing, worklist
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import event, incident
from scs_tracker.text.folding import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scs_tracker.desk.decisions import Asked
    from scs_tracker.ledger import Ledger


#: So often an id is looked up again where others enter the like at the same moment.
_TRIES: Final = 5


def preview(ledger: Ledger, values: Mapping[str, str], incident_id: str = "") -> dict[str, Any]:
    """Return what a form would become, and what the ledger holds near it.

    Parameters
    ----------
    ledger
        An open ledger.
    values
        Columns of the codebook as text.
    incident_id
        Which incident is being edited; empty for a new one.

    Returns
    -------
    dict
        ``problems``, ``derived``, ``week`` and ``week_line``, see ``place.would_be``, and ``neighbours``.
    """
    with reading(ledger.engine) as connection:
        told = connection.execute(
            sa.select(incident.c.sources).where(incident.c.id == incident_id)
        ).scalar_one_or_none()
    found = place.would_be(values, sources=json.loads(told or "[]"))
    row = dict.fromkeys(model.INCIDENT_COLUMNS, "") | dict(values) | {"id": incident_id}
    row |= {name: found["derived"][name] for name in ("lat", "lon")}
    with reading(ledger.engine) as connection:
        near = neighbours.of_row(connection, row)
    return {**found, "neighbours": near}


def enter(asked: Asked) -> dict[str, Any]:
    """Bring an incident into the ledger that a person has written.

    Returns
    -------
    dict
        ``done``, ``id`` and ``undo``.

    Raises
    ------
    TrackerError
        The codebook does not allow a value; nothing is written.
    """
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
            asked.ledger.create(content, reason=asked.reason("written by hand"), by=asked.person)
            break
        except StaleError:  # somebody else took the id since it was looked up
            if not left:
                raise
    last = undoing.last_decision(asked.ledger.engine, asked.person)
    undo = None if last is None else {"run": last["id"]}
    answer = {"done": f"{content['id']} is in the ledger", "id": content["id"], "undo": undo}
    if once:
        asked.entered[once] = answer
    return answer


def _new_id(ledger: Ledger, content: Mapping[str, str]) -> str:
    """Return an id of the codebook's form that the ledger does not hold."""
    named = slug(f"{content['place']} {content['types'].partition(';')[0]}", 60) or "incident"
    first = f"{content['date_start'].replace('-', '').ljust(8, '0')}-{named}"
    with reading(ledger.engine) as connection:
        held = set(connection.execute(sa.select(incident.c.id).where(incident.c.id.startswith(first))).scalars())
    return next(one for one in (first, *(f"{first}-{number}" for number in range(2, 10_000))) if one not in held)


def read_text(asked: Asked) -> dict[str, Any]:
    """Read a pasted text and put what it tells of among the proposals.

    Returns
    -------
    dict
        ``done``, one sentence, and ``ids`` of the proposals; a text that is not English becomes a lead.

    Raises
    ------
    UsageError
        The text is empty, or no day of publication is given.
    """
    from scs_tracker.articles import as_batch, as_lead, propose

    article = asked.texts("article")
    if not article.get("text"):
        raise UsageError("there is no text to read; paste one")
    if not model.is_partial_date(article.get("published", "")) or len(article["published"]) != 10:
        raise UsageError("the day of publication is needed as YYYY-MM-DD; 'on Friday' is counted from it")
    url = article.get("url", "")
    found = propose(article["text"], published=article["published"], url=url, publisher=article.get("publisher", ""))
    if found.language != "en":
        return _lead(asked, as_lead(found, url), found.language)
    before = _proposed(asked.ledger)
    summary = asked.ledger.import_batch(as_batch(found, url), by=asked.person)
    new = sorted(_proposed(asked.ledger) - before)
    done = f"{len(new)} proposed, {summary.unchanged} known already"
    return {"done": done if new or summary.unchanged else "no incident is told of in this text", "ids": new}


def _lead(asked: Asked, lead: Mapping[str, str] | None, language: str) -> dict[str, Any]:
    """Keep a text that is not English as a lead: nothing is claimed from it, and nothing of it is lost."""
    if lead is None:
        done = f"the text is not English ({language}) and names no act of a party or at a place of this sea; not kept"
        return {"done": done, "ids": []}
    new = worklist.add_leads(asked.ledger.engine, [lead], by=asked.person)
    done = (
        f"the text is not English ({language}), so no incident is read from it; it is {'' if new else 'already '}a lead"
    )
    waiting = worklist.leads(asked.ledger.engine)
    wanted = ("source", "address")
    return {
        "done": f"{done}, to be written by hand",
        "ids": [f"{LEAD}{one['id']}" for one in waiting if all(one[name] == lead[name] for name in wanted)],
    }


def _proposed(ledger: Ledger) -> set[str]:
    with reading(ledger.engine) as connection:
        wanted = (sa.select(kind.c.id).where(kind.c.status == "proposed") for kind in (incident, event))
        return {one for query in wanted for one in connection.execute(query).scalars()}
