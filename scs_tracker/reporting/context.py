"""Define the ledger data that a report uses in addition to its incidents and context events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scs_tracker.reporting.links import web_link

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The ledger's data for a report in addition to its incidents and context events.

    ``head`` is the head of the ledger's hash chain (``run``, ``at``, ``hash``), ``groups`` the proposals that tell of
    one event by the group's name, ``leads`` what came in and could not be read as an incident (title, source, address,
    language, published, why), ``archived`` a source's address to that of its archived copy. ``one_reader`` are accepted
    incidents that still want a second reader, printed as not yet checked and counted nowhere; ``hold`` is the severity
    from which what a file brings awaits review. ``positions``: incident to what positions of ships show of it, as a
    person accepted it: who, where, when, by which provider.
    """

    head: Mapping[str, Any] | None = None
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    leads: Sequence[Mapping[str, Any]] = ()
    archived: Mapping[str, str] = field(default_factory=dict)
    one_reader: Collection[str] = frozenset()
    hold: int | None = None
    positions: Mapping[str, Sequence[str]] = field(default_factory=dict)


def held_back(incidents: pd.DataFrame, one_reader: Collection[str]) -> pd.DataFrame:
    """Return the incidents, with the status ``proposed`` for those that still need a second review."""
    if not one_reader:
        return incidents
    waiting = incidents["id"].isin(list(one_reader)) & (incidents["status"] == "accepted")
    return incidents.assign(status=incidents["status"].mask(waiting, "proposed"))


def with_copies(value: Any, archived: Mapping[str, str]) -> Any:
    """Return a report's facts with the URL of its archived copy, or an empty string, as ``archive`` of each source."""
    if isinstance(value, list):
        return [with_copies(part, archived) for part in value]
    if not isinstance(value, dict):
        return value
    found = {key: with_copies(part, archived) for key, part in value.items()}
    if {"url", "link", "publisher"} <= value.keys():
        found["archive"] = web_link(archived.get(str(value["url"]), ""))
    return found
