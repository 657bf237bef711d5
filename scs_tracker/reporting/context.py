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

    ``head`` is the head of the ledger's hash chain (``run``, ``at``, ``hash``); ``groups`` has the proposals of one
    event by its name; ``leads`` has items that could not be read as incidents (title, source, address, language,
    published, why); ``archived`` has the URL of a source's archived copy by its URL. ``one_reader`` has incidents that
    need a second review; they are printed as not yet reviewed and never counted. From severity ``hold``, incidents of
    a file await review. ``positions`` has the accepted vessel positions near an incident, by its id.
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
    """Return a report's facts with the URL of the archived copy, or an empty string, as ``archive`` in each source."""
    if isinstance(value, list):
        return [with_copies(part, archived) for part in value]
    if not isinstance(value, dict):
        return value
    found = {key: with_copies(part, archived) for key, part in value.items()}
    if {"url", "link", "publisher"} <= value.keys():
        found["archive"] = web_link(archived.get(str(value["url"]), ""))
    return found
