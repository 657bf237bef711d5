"""An incident that a person writes by hand: a report of its own, and the incident that it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import editing, holding, importing, planning
from scs_tracker.ledger.store import reading
from scs_tracker.sources.batch import Batch, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.engine import Engine

KIND: Final = "hand"


def create(
    engine: Engine,
    values: Mapping[str, str],
    *,
    reason: str,
    by: str | None = None,
    clock: Callable[[], str] | None = None,
) -> str:
    """Write a new, accepted incident.

    Parameters
    ----------
    engine
        An open ledger.
    values
        Columns of the codebook, and ``sources`` as for ``editing.amend``. Without ``id`` one is made from date and
        place.
    reason
        Why, in words.
    by, clock
        As for ``runs.running``.

    Returns
    -------
    str
        Its id.

    Raises
    ------
    UsageError
        A column is not known, or the reason is missing.
    TableError
        A value is not allowed.
    TrackerError
        There is an incident of that id.
    """
    editing.require_reason("write", reason)
    editing.require_known({name: value for name, value in values.items() if name != "id"})
    content: dict[str, Any] = dict.fromkeys(model.INCIDENT_COLUMNS, "") | {"corroboration": "single"} | dict(values)
    content["location_text"] = content["location_text"] or content["place"]
    content["id"] = content["id"] or planning.made_id(KIND, json.dumps(content, sort_keys=True), content)
    editing.check(content["id"], {name: content[name] for name in model.INCIDENT_COLUMNS})
    content["sources"] = editing.parse_sources(content["id"], values.get("sources", "[]"))
    if not model.is_incident_id(content["id"]):
        raise UsageError(f"{content['id']!r} is not an incident id; use YYYYMMDD-slug in lower case")
    with reading(engine) as connection:
        known = holding.held(connection)
        holding.read_incidents(connection, [content["id"]], known)
    if content["id"] in known.incidents:
        raise TrackerError(f"the incident {content['id']} already exists; amend it, or use another id")
    report = Report(f"{KIND}:{content['id']}", KIND, 1, content)
    importing.import_batch(
        engine, Batch("by hand", reports=(report,)), by=by, clock=clock, action="write", reason=reason
    )
    return str(content["id"])
