"""Reported, not yet checked: proposals that no person has decided on, grouped by event, apart from what is counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.model import split_list
from scs_tracker.reporting.rows import sources
from scs_tracker.sentences import incident_sentence
from scs_tracker.sentences.words import span_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

#: Proposals of one place and pair of countries that began no further apart are one event.
_DAYS: Final = 2


def unchecked(proposed: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the week's proposals, those of one event together, the most reported first.

    Parameters
    ----------
    proposed
        Proposed incidents of the week, as ``selection.select`` gives them.

    Returns
    -------
    list of dict
        ``when``, ``place``, ``sentence`` (of the proposal with most sources), ``outlets`` and ``ids``.
    """
    groups: list[list[Mapping[Hashable, Any]]] = []
    for record in proposed.sort_values(["date_start", "id"], kind="stable").to_dict("records"):
        group = next((own for own in groups if _one_event(own[-1], record)), None)
        if group is None:
            groups.append([record])
        else:
            group.append(record)
    return sorted((_group(own) for own in groups), key=lambda row: (-len(row["outlets"]), row["ids"]))


def _one_event(one: Mapping[Hashable, Any], other: Mapping[Hashable, Any]) -> bool:
    if one["place"] != other["place"] or _countries(one) != _countries(other):
        return False
    days = (str(one["date_start"]), str(other["date_start"]))
    if any(len(day) < 10 for day in days):
        return days[0] == days[1]
    return abs((date.fromisoformat(days[0]) - date.fromisoformat(days[1])).days) <= _DAYS


def _countries(record: Mapping[Hashable, Any]) -> set[str]:
    return {code.partition("-")[0] for column in ("initiators", "targets") for code in split_list(record[column])}


def _group(own: list[Mapping[Hashable, Any]]) -> dict[str, Any]:
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
    }
