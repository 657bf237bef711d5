"""What a report says beside the incidents themselves: the ledger's head, groups and leads, copies, second readers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.reporting.rows import web_link

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from scs_tracker.reporting.weeks import Week

#: So many leads of a week are listed; the others are counted.
_LEADS: Final = 20


@dataclass(frozen=True, slots=True)
class Beside:
    """What the ledger knows beside its incidents and events.

    Attributes
    ----------
    head
        The head of the ledger's hash chain: ``run``, ``at`` and ``hash``; None where there is none.
    groups
        Proposals that tell of one event: the group's name to the ids in it.
    leads
        What came in and could not be read as an incident: title, source, address, language, published and why.
    archived
        Address of a source to the address of its archived copy.
    one_reader
        Accepted incidents that still want a second reader; they are printed as not yet checked, and counted nowhere.
    """

    head: Mapping[str, Any] | None = None
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    leads: Sequence[Mapping[str, Any]] = ()
    archived: Mapping[str, str] = field(default_factory=dict)
    one_reader: Collection[str] = frozenset()


def held_back(incidents: pd.DataFrame, one_reader: Collection[str]) -> pd.DataFrame:
    """Return the incidents with those that want a second reader as proposals, which they are until they have one."""
    if not one_reader:
        return incidents
    waiting = incidents["id"].isin(list(one_reader)) & (incidents["status"] == "accepted")
    return incidents.assign(status=incidents["status"].mask(waiting, "proposed"))


def week_leads(leads: Sequence[Mapping[str, Any]], week: Week) -> dict[str, Any]:
    """Return the leads that were published in a week, newest first.

    Returns
    -------
    dict
        ``rows``, each with title, language, publisher, url, link, published and why; ``left_out``, how many more.
    """
    first, last = week.monday.isoformat(), week.sunday.isoformat()
    own = [one for one in leads if first <= str(one["published"])[:10] <= last]
    own.sort(key=lambda one: (str(one["published"]), str(one["title"])), reverse=True)
    rows = [
        {
            "title": str(one["title"]) or str(one["address"]),
            "language": str(one["language"]),
            "publisher": str(one["source"]),
            "url": str(one["address"]),
            "link": web_link(str(one["address"])),
            "published": str(one["published"])[:10],
            "why": str(one["why"]),
        }
        for one in own[:_LEADS]
    ]
    return {"rows": rows, "left_out": max(len(own) - _LEADS, 0)}


def with_copies(value: Any, archived: Mapping[str, str]) -> Any:
    """Return a report's facts with ``archive`` in each source: the address of its copy, or an empty text."""
    if isinstance(value, list):
        return [with_copies(part, archived) for part in value]
    if not isinstance(value, dict):
        return value
    found = {key: with_copies(part, archived) for key, part in value.items()}
    if {"url", "link", "publisher"} <= value.keys():
        found["archive"] = web_link(archived.get(str(value["url"]), ""))
    return found
