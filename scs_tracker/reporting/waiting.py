"""List what is reported but not reviewed: proposals grouped by event, and leads; no count includes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.act import countries_of
from scs_tracker.model import split_list
from scs_tracker.reporting.links import sources, web_link
from scs_tracker.reporting.news import days_apart
from scs_tracker.sentences import incident_sentence
from scs_tracker.sentences.words import span_words

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping, Sequence

    import pandas as pd

    from scs_tracker.reporting.period import Period

#: Number of leads that are listed; the others are only counted.
_LEADS: Final = 20
#: Proposals of one place and pair of countries that began at most this many days apart are one event.
_DAYS: Final = 2


def unchecked(
    proposed: pd.DataFrame, *, groups: Mapping[str, Sequence[str]] | None = None, one_reader: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Return the week's proposals grouped by event, the event with the most sources first.

    ``groups`` has the ids of proposals that the ledger assigns to one event, by the event's name; ``one_reader`` has
    the ids of incidents that one reviewer has accepted and that need a second review.
    """
    named = {incident: name for name, ids in (groups or {}).items() for incident in ids}
    events: list[list[Mapping[Hashable, Any]]] = []
    for record in proposed.sort_values(["date_start", "id"], kind="stable").to_dict("records"):
        group = next((own for own in events if any(_one_event(one, record, named) for one in own)), None)
        if group is None:
            events.append([record])
        else:
            group.append(record)
    return sorted((_group(own, one_reader) for own in events), key=lambda row: (-len(row["outlets"]), row["ids"]))


def _one_event(one: Mapping[Hashable, Any], other: Mapping[Hashable, Any], named: Mapping[str, str]) -> bool:
    """Return True if two proposals describe one event: by the ledger's groups, else by place, sides and day."""
    if str(one["id"]) in named and str(other["id"]) in named:
        return named[str(one["id"])] == named[str(other["id"])]
    if one["place"] != other["place"] or _countries(one) != _countries(other):
        return False
    days = [str(each["date_start"]) for each in (one, other)]
    if min(map(len, days)) < 10:
        return days[0] == days[1]
    return days_apart(*days) <= _DAYS


def _countries(record: Mapping[Hashable, Any]) -> set[str]:
    return set(countries_of(split_list(f"{record['initiators']};{record['targets']}")))


def _group(own: list[Mapping[Hashable, Any]], one_reader: Collection[str]) -> dict[str, Any]:
    outlets: dict[tuple[str, str], dict[str, str]] = {}
    for record in own:
        for source in sources(record["sources"]):
            outlets.setdefault((source["publisher"], source["url"]), source)
    best = max(own, key=lambda record: (len(sources(record["sources"])), str(record["id"])))
    return {
        "when": span_words(best["date_start"], best["date_end"]),
        "place": best["place"],
        "sentence": incident_sentence({str(key): value for key, value in best.items()}),
        "outlets": list(outlets.values()),
        "ids": [str(record["id"]) for record in own],
        "one_reader": any(record["id"] in one_reader for record in own),
    }


def leads_of(leads: Sequence[Mapping[str, Any]], period: Period) -> dict[str, Any]:
    """Return the newest 20 leads published in a period as ``rows``, and the number of others as ``left_out``."""
    first, last = period.first.isoformat(), period.last.isoformat()
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
