"""Monitored sources at the desk: show their last results, enable or disable them, or read them now."""

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
    """Return all known sources: enabled ones first, and of them the failing and silent ones first.

    Returned: ``note``, in a sentence what is wrong with the catalogue, if anything; and ``rows``, each with ``id``,
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
    """Enable or disable a source in tracker.toml."""
    source = asked.texts("source")
    wanted, on = source.get("id", ""), source.get("enabled") == "yes"
    file = asked.settings.folder / DEFAULT_FILE
    (enabling.enable if on else enabling.disable)(file, [wanted])
    return {"done": f"{wanted} is enabled" if on else f"{wanted} is disabled"}


def read_now(asked: DecisionRequest) -> dict[str, Any]:
    """Read the monitored sources once; their items become proposals."""
    found = run_intake(_as_they_are(asked.settings), asked.ledger).to_json()
    counts = ", ".join(f"{found[name]} {name}" for name in ("proposed", "leads", "known", "failed"))
    return {"done": f"{len(found['sources'])} sources: {counts}"}


def _as_they_are(settings: Settings) -> Settings:
    """Return the settings with the current sources of tracker.toml, which may have changed since the desk started."""
    file = settings.folder / DEFAULT_FILE
    return settings.model_copy(update={"live": load(file).live}) if file.exists() else settings
