"""Show, enable, disable and read monitored sources at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker.config import DEFAULT_FILE, load
from scs_tracker.intake import catalogue, enabling, health
from scs_tracker.intake.sitting import run_intake
from scs_tracker.ledger import worklist
from scs_tracker.reporting.links import web_link

if TYPE_CHECKING:
    from scs_tracker.config import Settings
    from scs_tracker.desk.decisions import DecisionRequest

_SHOWN = ("id", "name", "country", "language", "newest", "last_success", "hits", "refusals", "enabled", "state")


def rows(asked: DecisionRequest) -> dict[str, Any]:
    """Return all known sources: enabled ones first, and among them failing and silent ones first.

    Returned: ``note``, the errors of the catalogue, empty if there are none; and ``rows``, each with ``id``,
    ``name``, ``link``, ``country``, ``language``, ``newest``, ``last_success``, ``hits``, ``refusals``, ``state``,
    ``note``, ``enabled`` and ``switchable``.
    """
    problems: list[str] = []
    noted = worklist.health(asked.ledger.engine)
    own = {one.id: one for one in catalogue.enabled(_as_they_are(asked.settings), problems)}
    known = catalogue.catalogue(problems)
    found = []
    for one in (known | own).values():
        row = health.row_of(one, noted.get(one.id), enabled=one.id in own)
        found.append(
            {name: row[name] for name in _SHOWN}
            | {"link": web_link(one.address), "note": row["note"], "switchable": one.id in known}
        )
    order = {"failing": 0, "silent": 1, "well": 2, "new": 3}
    found.sort(key=lambda row: (not row["enabled"], order.get(row["state"], 4), row["id"]))
    return {"note": "; ".join(problems), "rows": found}


def switch(asked: DecisionRequest) -> dict[str, str]:
    """Enable or disable the requested source in tracker.toml, and return a sentence about it."""
    source = asked.texts("source")
    wanted, on = source.get("id", ""), source.get("enabled") == "yes"
    file = asked.settings.folder / DEFAULT_FILE
    (enabling.enable if on else enabling.disable)(file, [wanted])
    return {"done": f"{wanted} is enabled" if on else f"{wanted} is disabled"}


def read_now(asked: DecisionRequest) -> dict[str, Any]:
    """Read the enabled sources once, and return a sentence with the counts."""
    found = run_intake(_as_they_are(asked.settings), asked.ledger).to_json()
    counts = ", ".join(f"{found[name]} {name}" for name in ("proposed", "leads", "known", "failed"))
    return {"done": f"{len(found['sources'])} sources: {counts}"}


def _as_they_are(settings: Settings) -> Settings:
    """Return the settings with the sources that tracker.toml now lists, which may differ from those at start."""
    file = settings.folder / DEFAULT_FILE
    return settings.model_copy(update={"live": load(file).live}) if file.exists() else settings
