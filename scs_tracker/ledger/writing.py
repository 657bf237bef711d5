"""An incident that a person writes by hand: a report of its own, and the incident that it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scs_tracker import model
from scs_tracker.errors import UsageError
from scs_tracker.ledger import editing, importing, planning
from scs_tracker.sources.batch import Batch, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.engine import Engine


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
    StaleError
        There is an incident of that id, perhaps since a moment.
    """
    editing.require_reason("write", reason)
    editing.require_known({name: value for name, value in values.items() if name != "id"})
    content: dict[str, Any] = dict.fromkeys(model.INCIDENT_COLUMNS, "") | {"corroboration": "single"} | dict(values)
    content["location_text"] = content["location_text"] or content["place"]
    content["id"] = content["id"] or planning.made_id(planning.BY_HAND, json.dumps(content, sort_keys=True), content)
    editing.check(content["id"], {name: content[name] for name in model.INCIDENT_COLUMNS})
    content["sources"] = editing.parse_sources(content["id"], values.get("sources", "[]"))
    if not model.is_incident_id(content["id"]):
        raise UsageError(f"{content['id']!r} is not an incident id; use YYYYMMDD-slug in lower case")
    batch = Batch("by hand", reports=(Report(f"{planning.BY_HAND}:{content['id']}", planning.BY_HAND, 1, content),))
    importing.import_batch(engine, batch, by=by, clock=clock, action="write", reason=reason)
    return str(content["id"])
