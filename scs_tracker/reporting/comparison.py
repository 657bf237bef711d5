"""What is unusual about a week: a place's count against its own past, silent unless it means something."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.reporting.selection import weekly_counts
from scs_tracker.reporting.words import around, counted, numbered
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.words import date_words, digits, number, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from scs_tracker.reporting.period import Period

#: The past that a count is held against, in weeks before the week.
PAST_WEEKS: Final = 104
#: With less past than this nothing is tested.
LEAST_PAST_WEEKS: Final = 26
#: With fewer incidents than this nothing is called unusual.
LEAST_COUNT: Final = 3
#: Chance of one false alarm in a week, over all places tested.
SIGNIFICANCE: Final = 0.01
#: A publisher whose first incident is younger than this at the week's start is a new source.
NEW_SOURCE_WEEKS: Final = 4


@dataclass(frozen=True, slots=True)
class Tail:
    """How often chance alone gives at least such a count.

    Attributes
    ----------
    probability
        Probability of the count or more, 0 to 1.
    model
        ``poisson`` (with the rate uncertain) or ``negative_binomial`` (fitted to a variance above the mean).
    """

    probability: float
    model: str


def tail(count: int, past: Sequence[int]) -> Tail:
    """Return the probability of at least ``count`` incidents in a week, given the counts of past weeks.

    Two models are held against the count and the larger probability stands. First a Poisson count whose rate is known
    only from the past: with Jeffreys' prior the predictive distribution is negative binomial with shape
    (total + 1/2) and odds of the number of weeks. Second, where past counts vary more than a Poisson count does, a
    negative binomial fitted by its mean and variance.

    Parameters
    ----------
    count
        Incidents of the week.
    past
        Incidents of each past week; not empty.

    Examples
    --------
    >>> tail(0, [0, 1, 0]).probability
    1.0
    >>> round(tail(3, [0] * 103 + [1]).probability, 6)
    2e-06
    """
    weeks, total = len(past), sum(past)
    best = Tail(_negative_binomial_tail(count, total + 0.5, weeks / (weeks + 1)), "poisson")
    mean = total / weeks
    variance = sum((value - mean) ** 2 for value in past) / max(weeks - 1, 1)
    if mean > 0 and variance > mean:
        size = mean * mean / (variance - mean)
        fitted = Tail(_negative_binomial_tail(count, size, size / (size + mean)), "negative_binomial")
        if fitted.probability > best.probability:
            best = fitted
    return best


def _negative_binomial_tail(count: int, size: float, success: float) -> float:
    """Return P(X >= count) of a negative binomial; small tails are summed from above so that they stay exact."""
    if count <= 0:
        return 1.0
    term = math.exp(
        math.lgamma(count + size)
        - math.lgamma(size)
        - math.lgamma(count + 1)
        + size * math.log(success)
        + count * math.log1p(-success)
    )
    total, value = 0.0, count
    while term > total * 1e-15 and value < count + 100_000:
        total += term
        term *= (value + size) / (value + 1) * (1 - success)
        value += 1
    return min(total, 1.0)


def unusual(accepted: pd.DataFrame, rows: Sequence[dict[str, Any]], week: Period) -> list[dict[str, Any]]:
    """Return what stands out in the week, the least likely first; usually nothing.

    Parameters
    ----------
    accepted
        All accepted incidents with ``monday``, as ``selection.select`` gives them.
    rows
        The week's incidents as the report lists them, with ``place`` and ``sources``.
    week
        The week of the report.

    Returns
    -------
    list of dict
        ``scope`` (a place or an empty text for the whole sea), ``count``, ``past_weeks``, ``past_total``,
        ``probability``, ``model``, ``sentence`` and ``warning`` (empty, or why the rise may be one of reporting).
    """
    dated = accepted.loc[accepted["monday"] != "", "monday"]
    before = dated[dated < week.first.isoformat()]
    if before.empty:
        return []
    ledger_weeks = (week.first - _day(before.min())).days // 7
    past_weeks = min(PAST_WEEKS, ledger_weeks)
    if past_weeks < LEAST_PAST_WEEKS:
        return []
    places = sorted({row["place"]["name"] for row in rows})
    limit = SIGNIFICANCE / (len(places) + 1)
    fresh: dict[str, str] | None = None
    found = []
    for scope in ["", *places]:
        own = [row for row in rows if scope in ("", row["place"]["name"])]
        frame = accepted if scope == "" else accepted[accepted["place"] == scope]
        past = weekly_counts(frame, last=week.shift(-1), weeks=past_weeks)
        result = tail(len(own), past)
        if len(own) < LEAST_COUNT or result.probability >= limit:
            continue
        fresh = _new_publishers(accepted, week) if fresh is None else fresh
        rest = [row for row in own if not _only_new(row, fresh)]
        vanishes = len(rest) < LEAST_COUNT or tail(len(rest), past).probability >= limit
        spiked = vanishes and 2 * len(rest) < len(own)
        found.append(
            {
                "scope": scope,
                "count": len(own),
                "past_weeks": past_weeks,
                "past_total": sum(past),
                "probability": result.probability,
                "model": result.model,
                "sentence": _sentence(scope, own, past, result),
                "warning": _warning([row for row in own if _only_new(row, fresh)], fresh) if spiked else "",
            }
        )
    return sorted(found, key=lambda item: (item["probability"], item["scope"]))


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


def _sentence(scope: str, own: Sequence[dict[str, Any]], past: Sequence[int], result: Tail) -> str:
    where = around(scope, own) if scope else _("in the whole sea")
    rate = _("{total} in the {weeks} weeks before, a mean of {mean} a week").format(
        total=number(sum(past)), weeks=len(past), mean=digits(sum(past) / len(past))
    )
    chance = _("less than one week in 10,000")
    if result.probability >= 1e-4:
        chance = _("about one week in {weeks}").format(weeks=digits(float(f"{1 / result.probability:.2g}")))
    return _(
        "{incidents} {where} {numbers} stand against {rate}; by the tracker's test, chance alone gives so many in "
        "{chance}."
    ).format(
        incidents=sentence(counted(len(own), "incident")),
        where=where,
        numbers=numbered(own),
        rate=rate,
        chance=chance,
    )


def _new_publishers(accepted: pd.DataFrame, week: Period) -> dict[str, str]:
    """Return the publishers that the ledger did not cite before, and the day of the first incident that each tells."""
    import json

    first: dict[str, str] = {}
    dated = accepted[accepted["monday"] != ""]
    for day, cell in zip(dated["date_start"], dated["sources"], strict=True):
        for source in json.loads(cell or "[]"):
            publisher = source["publisher"]
            first[publisher] = min(first.get(publisher, day), day)
    since = week.shift(-NEW_SOURCE_WEEKS).first.isoformat()
    return {name: day for name, day in first.items() if since <= day <= week.last.isoformat()}


def _only_new(row: dict[str, Any], fresh: dict[str, str]) -> bool:
    publishers = [source["publisher"] for source in row["source_list"]]
    return bool(publishers) and all(name in fresh for name in publishers)


def _warning(rows: Sequence[dict[str, Any]], fresh: dict[str, str]) -> str:
    names = sorted({source["publisher"] for row in rows for source in row["source_list"]})
    first = min(fresh[name] for name in names)
    return ngettext(
        "{count} of them {numbers} rests only on sources that the ledger has cited since {day} ({names}): the rise may "
        "be one of reporting, not of events.",
        "{count} of them {numbers} rest only on sources that the ledger has cited since {day} ({names}): the rise may "
        "be one of reporting, not of events.",
        len(rows),
    ).format(count=sentence(number(len(rows))), numbers=numbered(rows), day=date_words(first), names=", ".join(names))
