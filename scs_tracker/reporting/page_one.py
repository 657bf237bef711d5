"""Collect the facts of page one: ranked news, routine and undated incidents, episodes and a matrix of acts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.reporting import names
from scs_tracker.reporting.lead import ITEM_WORDS, LEAD_WORDS, item_sentence, routine_sentence
from scs_tracker.reporting.news import assess, chains
from scs_tracker.reporting.period import WEEK
from scs_tracker.sentences.language import gettext as _
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


def items(news: Sequence[Sequence[Assessed]], period: Period, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return up to three items of page one for a week, else five: ``text``, ``ids``, ``lead`` flag and ``numbers``."""
    found = []
    for place, chain in enumerate(news[: _ITEMS.get(period.kind, _LEADS)]):
        is_lead = place == 0 or period.kind != WEEK
        text = item_sentence(chain, words=LEAD_WORDS if is_lead else ITEM_WORDS, year=place == 0)
        ids = [str(one.record["id"]) for one in chain]
        found.append({"text": text, "ids": ids, "lead": is_lead, "numbers": [numbers[one] for one in ids]})
    return found


def routine(arrests: Sequence[Assessed], numbers: Mapping[str, int]) -> dict[str, Any]:
    """Return the line of routine arrests: ``text`` (empty if there are none), ``ids`` and ``numbers``."""
    ids = [str(one.record["id"]) for one in arrests]
    return {"text": routine_sentence(arrests), "ids": ids, "numbers": [numbers[one] for one in ids]}


def undated(partly_dated: pd.DataFrame) -> list[str]:
    """Return sentences on the three highest-scored incidents dated only to the month, then the number of others."""
    order = sorted((assess(record) for record in partly_dated.to_dict("records")), key=lambda one: -one.score)
    said = [item_sentence([one], words=ITEM_WORDS, year=True) for one in order[:_UNDATED]]
    more = len(order) - _UNDATED
    if more > 0:
        said.append(sentence(ngettext("{count} more.", "{count} more.", more).format(count=number(more))))
    return said


def episodes(own: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the episodes that the incidents belong to: ``id``, ``count`` and ``sentence``."""
    known = geodata.rows_by("episodes", "id")
    found = []
    for identifier, count in sorted(Counter(own["episode"]).items()) if "episode" in own else ():
        row = known.get(identifier)
        if row is None:
            continue
        total = sum(one["episode_id"] == identifier for one in geodata.rows("episode_incidents"))
        text = _("{title} ({span}): {count} of its {total} incidents began in this period.")
        span = span_words(row["date_start"], row["date_end"])
        said = text.format(title=row["title"], span=span, count=number(count), total=number(total))
        found.append({"id": identifier, "count": count, "sentence": said})
    return found


def matrix(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the number of incidents by acting and affected country: ``acting``, ``acted_on`` and ``counts`` by row.

    An incident counts in each cell that its acts touch; acts of an unknown initiator count in none.
    """
    pairs = {
        (by["country"], against["country"], row["id"])
        for row in rows
        for act in row["acts"]
        for by in act["by"]
        for against in act["against"]
        if by["country"] != against["country"]
    }
    cells = Counter((by, against) for by, against, _incident in pairs)
    totals = [Counter(pair[position] for pair in pairs) for position in (0, 1)]
    acting, acted_on = (
        [code for code, _count in sorted(own.items(), key=lambda one: (-one[1], one[0]))] for own in totals
    )
    return {
        "acting": [{"country": code, "name": names.country_name(code)} for code in acting],
        "acted_on": [{"country": code, "name": names.country_name(code)} for code in acted_on],
        "counts": [[cells[by, against] for against in acted_on] for by in acting],
    }
