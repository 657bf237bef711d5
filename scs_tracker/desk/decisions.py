"""Decisions at the desk: each calls a ledger function with the user's name and the revision that the user saw."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.desk import place
from scs_tracker.errors import UsageError
from scs_tracker.intake import archive
from scs_tracker.ledger import editing, undoing, worklist
from scs_tracker.ledger.store import reading
from scs_tracker.text.addresses import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger

#: Why proposals are rejected most often; own words are as good.
REASONS: Final = (
    "not an incident: talks, law or routine",
    "already in the ledger",
    "misread: the text does not say this",
    "not in this sea",
    "past incident: no date can be given",
    "no source that can be checked",
)
_LONGEST_REASON: Final = 500
_MOST_DRAFTS: Final = 200
#: Ids of what waits and is no incident begin so.
QUARANTINE: Final = "quarantine:"
LEAD: Final = "lead:"


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """Request to the desk: ledger, settings, user, and the values of the form or query string."""

    ledger: Ledger
    settings: Settings
    person: str
    values: Mapping[str, Any]
    #: What was entered by hand under the mark of a form; a form that is sent twice gets the first answer again.
    entered: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: Edits that are not decided on yet, by who made them and of what, so that a page that is loaded again has them.
    drafts: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def text(self, name: str, default: str | None = None) -> str:
        """Return the text ``name`` of the request, or ``default`` if it is missing; raise a UsageError if not text."""
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise UsageError(f"the form has no text in {name!r}; reload the page")
        return value

    def number(self, name: str) -> int:
        """Return the whole number ``name`` of the request; raise a UsageError if it is missing or not a number."""
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise UsageError(f"the form has no whole number in {name!r}; reload the page")
        return value

    def texts(self, name: str) -> dict[str, str]:
        """Return the texts in ``name`` by key, such as edited fields, or an empty dict if ``name`` is missing."""
        values = self.values.get(name, {})
        if not isinstance(values, dict) or not all(isinstance(one, str) for one in values.values()):
            raise UsageError(f"the form has no named texts in {name!r}; reload the page")
        return {str(key): value.strip() for key, value in values.items()}

    def list(self, name: str) -> list[str]:
        """Return the list of texts ``name`` of the request; raise a UsageError if it is missing or not such a list."""
        values = self.values.get(name)
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise UsageError(f"the form has no list of texts in {name!r}; reload the page")
        return values

    def reason(self, default: str | None = None) -> str:
        """Return the reason of the request, else ``default``; raise a UsageError if it is missing or too long."""
        given = self.text("reason", "").strip() or (default or "")
        if len(given) > _LONGEST_REASON:
            raise UsageError(f"the reason has {len(given):,} characters; use at most {_LONGEST_REASON}")
        if not given:
            raise UsageError("a reason is needed; give it in a few words")
        return given


def decide(asked: DecisionRequest) -> dict[str, Any]:
    """Carry out the decision named by ``action`` of a request, and return what was done.

    ``asked``: ``action`` and its values, such as ``id``, ``revision`` as the page showed it, ``reason``, ``values``;
    returned: ``done``, one sentence; ``id``, the resulting incident; ``undo``, the decision that can be undone.
    """
    name = asked.text("action")
    action = _ACTIONS.get(name)
    if action is None:
        raise UsageError(f"action {name!r} is not known; use one of {', '.join(_ACTIONS)}")
    answer = action(asked)
    asked.drafts.pop((asked.person, asked.text("id", "")), None)
    return answer | ({"undo": undo_of(asked)} if name in _UNDONE else {})


def undo_of(asked: DecisionRequest) -> dict[str, int] | None:
    """Return the run of the user's last decision that was not undone, as a dict with ``run``, or None."""
    last = undoing.last_decision(asked.ledger.engine, asked.person)
    return None if last is None else {"run": last["id"]}


def sitting(asked: DecisionRequest) -> dict[str, Any]:
    """Return the initial state of a page: the user's drafts by id, and the decision that can be undone, or None."""
    drafts = {subject: draft for (person, subject), draft in asked.drafts.items() if person == asked.person}
    return {"drafts": drafts, "undo": undo_of(asked)}


def draft(asked: DecisionRequest) -> dict[str, Any]:
    """Store a user's edits to an item until the decision; empty edits delete the draft."""
    key = (asked.person, asked.text("id"))
    asked.drafts.pop(key, None)
    if edits := asked.texts("edits"):
        asked.drafts[key] = {"revision": asked.number("revision"), "edits": edits}
    while len(asked.drafts) > _MOST_DRAFTS:
        asked.drafts.pop(next(iter(asked.drafts)))
    return {}


def _stamp(asked: DecisionRequest) -> dict[str, Any]:
    return {"by": asked.person, "expected_revision": asked.number("revision")}


def _accept(asked: DecisionRequest) -> dict[str, Any]:
    subject, values = asked.text("id"), place.following(asked.texts("values"))
    reason = asked.reason("accepted with edits" if values else "accepted")
    asked.ledger.accept(subject, values=values or None, reason=reason, **_stamp(asked))
    archive.save_soon(asked.settings, asked.ledger)
    edits = f" with {len(values)} edit{'' if len(values) == 1 else 's'}" if values else ""
    return {"done": f"{subject} is accepted{edits}", "id": subject}


def _amend(asked: DecisionRequest) -> dict[str, Any]:
    subject = asked.text("id")
    values = place.following(asked.texts("values"))
    changed = asked.ledger.amend(subject, values, reason=asked.reason(), **_stamp(asked))
    return {"done": f"{subject}: changed {', '.join(changed) or 'nothing'}", "id": subject}


def _reject(asked: DecisionRequest) -> dict[str, Any]:
    """Reject a proposal, dismiss a lead or a rejected row, or retract an accepted incident."""
    subject, reason = asked.text("id"), asked.reason()
    if subject.startswith(QUARANTINE):
        asked.ledger.dismiss(numbered(subject), reason=reason, by=asked.person)
    elif subject.startswith(LEAD):
        engine, number = asked.ledger.engine, numbered(subject)
        worklist.settle_lead(engine, number, worklist.DISMISSED, reason=reason, by=asked.person)
    elif asked.text("status", "proposed") == "proposed":
        asked.ledger.reject(subject, reason=reason, **_stamp(asked))
    else:
        asked.ledger.retract(subject, reason=reason, **_stamp(asked))
    done = "retracted" if asked.text("status", "proposed") in {"accepted", "retracted"} else "rejected"
    return {"done": f"{subject} is {done}: {reason}", "id": subject}


def _evidence(asked: DecisionRequest) -> dict[str, Any]:
    """Add a lead from vessel positions to an incident as evidence."""
    subject, incident = asked.text("id"), asked.text("incident").strip()
    worklist.accept_positions(asked.ledger.engine, numbered(subject), incident, by=asked.person)
    return {"done": f"{subject} is evidence of {incident}", "id": subject}


def numbered(subject: str) -> int:
    """Return the number in the id of a queue item, such as 12 for ``quarantine:12``."""
    number = subject.partition(":")[2]
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        raise UsageError(f"{subject[:60]!r} is not the id of an item in the review queue; reload the page")
    return int(number)


def _join(asked: DecisionRequest) -> dict[str, Any]:
    subject, kept = asked.text("id"), asked.text("kept")
    asked.ledger.join(
        kept, subject, fields=asked.list("fields"), reason=asked.reason("the same incident"), by=asked.person,
        expected_revision=asked.number("kept_revision"), expected_second=asked.number("revision"),
    )  # fmt: skip
    return {"done": f"{subject} is now part of {kept}", "id": kept}


def _split(asked: DecisionRequest) -> dict[str, Any]:
    subject = asked.text("id")
    reason = asked.reason("reports another incident")
    homes = asked.ledger.split(subject, asked.list("reports"), reason=reason, **_stamp(asked))
    return {"done": f"{subject} is split; the reports are now in {', '.join(homes)}", "id": subject}


def _cite(asked: DecisionRequest) -> dict[str, Any]:
    """Add a lead to an incident as a further source, and close the lead."""
    kept, number = asked.text("kept"), numbered(asked.text("id"))
    given = asked.texts("source")
    source = {name: given.get(name, "") for name in ("url", "publisher", "published")}
    if not source["url"] and not source["publisher"]:
        raise UsageError("a source needs a URL or a publisher; give at least one of them")
    with reading(asked.ledger.engine) as connection:
        held = json.loads(editing.existing(connection, kept)["sources"])
    if any(canonical(one["url"]) == canonical(source["url"]) for one in held if source["url"]):
        raise UsageError(f"{kept} already lists this source; reject the lead or choose another incident")
    asked.ledger.amend(
        kept, {"sources": json.dumps([*held, source])}, reason=asked.reason("source added"), by=asked.person,
        expected_revision=asked.number("kept_revision"),
    )  # fmt: skip
    how = f"a source of {kept}"
    worklist.settle_lead(asked.ledger.engine, number, worklist.DONE, reason=how, by=asked.person)
    return {"done": f"the lead is now {how}", "id": kept}


def _event(asked: DecisionRequest) -> dict[str, Any]:
    subject = asked.text("id")
    values = {name: asked.text(name) for name in ("kind", "title")}
    reason = asked.reason("context event, not an incident")
    event_id = asked.ledger.mark_as_event(subject, values, reason=reason, **_stamp(asked))
    return {"done": f"{subject} is now the context event {event_id}", "id": subject}


def _undo(asked: DecisionRequest) -> dict[str, Any]:
    undone = asked.ledger.undo(asked.number("run"), by=asked.person)
    changed = undone["incidents"]
    what = f" of {', '.join(changed)}" if changed else ""
    return {"done": f"undone: {undone['action']}{what}", "id": changed[0] if changed else ""}


def _retry(asked: DecisionRequest) -> dict[str, Any]:
    subject = asked.text("id")
    summary, reasons = asked.ledger.retry_row(numbered(subject), asked.texts("values"), by=asked.person)
    why = f"it still cannot be read ({'; '.join(reasons)}); nothing was written"
    done = why if summary.quarantined else "it is now in the ledger"
    return {"done": f"{subject}: {done}", "id": subject, "left": bool(summary.quarantined)}


def _snooze(asked: DecisionRequest) -> dict[str, Any]:
    subject, until = asked.text("id"), asked.text("until")
    worklist.put_off(asked.ledger.engine, subject, until, by=asked.person)
    return {"done": f"{subject} is snoozed until {until}" if until else f"{subject} awaits review", "id": subject}


def _approve(asked: DecisionRequest) -> dict[str, Any]:
    subject = asked.text("id")
    worklist.approve(asked.ledger.engine, subject, **_stamp(asked))
    return {"done": f"{subject} has a second review", "id": subject}


def _change(asked: DecisionRequest) -> dict[str, Any]:
    """Accept a proposed change, or reject it and leave the incident unchanged."""
    take = asked.values.get("take") is True
    reason = asked.reason("changed by a later version of the report" if take else "the incident is correct as recorded")
    number, engine = asked.number("number"), asked.ledger.engine
    changed = worklist.settle_change(engine, number, take=take, reason=reason, **_stamp(asked))
    subject = asked.text("id")
    done = f"{subject}: changed {', '.join(changed)}" if changed else f"{subject} is unchanged"
    return {"done": done, "id": subject}


_ACTIONS: Final[Mapping[str, Callable[[DecisionRequest], dict[str, Any]]]] = {
    "accept": _accept,
    "amend": _amend,
    "reject": _reject,
    "join": _join,
    "cite": _cite,
    "split": _split,
    "event": _event,
    "undo": _undo,
    "retry": _retry,
    "snooze": _snooze,
    "approve": _approve,
    "change": _change,
    "evidence": _evidence,
}
#: After these, the last decision of the person is what would be undone.
_UNDONE: Final = frozenset({"undo", "accept", "amend", "reject", "join", "cite", "split", "event", "approve", "change"})
