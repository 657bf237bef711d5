"""Page one as facts: the news in order, routine and undated incidents in a line each, episodes, acts and measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.reporting import names
from scs_tracker.reporting.lead import (
    ITEM_WORDS,
    LEAD_WORDS,
    item_sentence,
    routine_sentence,
)
from scs_tracker.reporting.news import assess, chains
from scs_tracker.reporting.period import WEEK
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.words import number, sentence, span_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from scs_tracker.reporting.news import Assessed
    from scs_tracker.reporting.period import Period

#: So many items are told in full words; of a week the first is the lead, of a month or a year all are.
_ITEMS: Final = {WEEK: 3}
_LEADS: Final = 5
_UNDATED: Final = 3


def in_order(own: pd.DataFrame, period: Period) -> tuple[list[list[Assessed]], list[Assessed]]:
    """Return the news of a period in order, chains together, and its routine arrests."""
    incidents = [assess(record) for record in own.to_dict("records")]
    return chains(incidents, period.kind), [one for one in incidents if one.routine]


def items(news: Sequence[Sequence[Assessed]], period: Period) -> list[dict[str, Any]]:
    """Return what page one tells, in order: each ``text``, ``ids`` and whether it is a ``lead``."""
    found = []
    for place, chain in enumerate(news[: _ITEMS.get(period.kind, _LEADS)]):
        is_lead = place == 0 or period.kind != WEEK
        text = item_sentence(chain, words=LEAD_WORDS if is_lead else ITEM_WORDS, year=place == 0)
        found.append({"text": text, "ids": [str(one.record["id"]) for one in chain], "lead": is_lead})
    return found


def routine(arrests: Sequence[Assessed]) -> dict[str, Any]:
    """Return routine arrests in one line: ``text``, empty where there are none, and ``ids``."""
    return {"text": routine_sentence(arrests), "ids": [str(one.record["id"]) for one in arrests]}


def undated(partly_dated: pd.DataFrame) -> list[str]:
    """Return incidents dated to the month of a week, the most newsworthy in a sentence each, the others counted."""
    order = sorted((assess(record) for record in partly_dated.to_dict("records")), key=lambda one: -one.score)
    said = [item_sentence([one], words=ITEM_WORDS, year=True) for one in order[:_UNDATED]]
    more = len(order) - _UNDATED
    if more > 0:
        said.append(sentence(ngettext("{count} more.", "{count} more.", more).format(count=number(more))))
    return said


def episodes(own: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the episodes that the incidents belong to: ``id``, ``count`` and ``sentence``."""
    known = {row["id"]: row for row in geodata.rows("episodes")}
    found = []
    for identifier, count in own["episode"].value_counts(sort=False).sort_index().items() if "episode" in own else ():
        if not identifier or identifier not in known:
            continue
        row = known[str(identifier)]
        total = sum(one["episode_id"] == identifier for one in geodata.rows("episode_incidents"))
        text = ngettext(
            "{title} ({span}): {count} incident of its {total} began in this period.",
            "{title} ({span}): {count} incidents of its {total} began in this period.",
            count,
        )
        span = span_words(row["date_start"], row["date_end"])
        found.append(
            {
                "id": str(identifier),
                "count": int(count),
                "sentence": text.format(title=row["title"], span=span, count=number(int(count)), total=number(total)),
            }
        )
    return found


def matrix(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return in how many incidents one country acted on another: ``acting``, ``acted_on`` and ``counts`` by row.

    An incident counts in each cell that its acts touch; acts of which the doer is open count in none.
    """
    cells: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        for act in row["acts"]:
            for by in {actor["country"] for actor in act["by"]}:
                for against in {actor["country"] for actor in act["against"]} - {by}:
                    cells.setdefault((by, against), set()).add(row["id"])

    def most(position: int) -> list[str]:
        totals = {key[position]: 0 for key in cells}
        for key, ids in cells.items():
            totals[key[position]] += len(ids)
        return sorted(totals, key=lambda code: (-totals[code], code))

    acting, acted_on = most(0), most(1)
    return {
        "acting": [{"country": code, "name": names.country_name(code)} for code in acting],
        "acted_on": [{"country": code, "name": names.country_name(code)} for code in acted_on],
        "counts": [[len(cells.get((by, against), ())) for against in acted_on] for by in acting],
    }
