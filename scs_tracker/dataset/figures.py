"""Quality of the data: agreement of two codings, error rates of audits, capture-recapture."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata, model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: The 97.5 % quantile of the normal distribution, for intervals of 95 %.
NORMAL_975: Final = 1.959963984540054
#: Periods by which lists are compared; a list of the one covers 2012 to 2019, another 2020 to 2023.
PERIODS: Final = ((2012, 2015), (2016, 2019), (2020, 2023))
#: Verdicts on an event of the other list that say that it is an incident by the codebook.
_INCIDENT: Final = frozenset({"held", "entered"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two codings: the ``share`` of ``cases``, and beyond chance (Cohen's kappa)."""

    cases: int
    share: float
    kappa: float


@dataclass(frozen=True, slots=True)
class Recapture:
    """Two lists of the same incidents.

    Attributes
    ----------
    ours, theirs, both
        Incidents of each list, and on both.
    estimate, low, high
        How many there were, with an interval of 95 %; None where no incident is on both.
    """

    ours: int
    theirs: int
    both: int
    estimate: float | None
    low: float | None
    high: float | None


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Return the agreement of two codings of the same cases.

    Kappa is (observed - chance) / (1 - chance), where chance is what two coders with these frequencies of codes would
    agree on without looking (Cohen, Educational and Psychological Measurement 20, 1960, 37-46).

    Parameters
    ----------
    pairs
        The codes of the first and of the second coding, case by case; at least one.

    Examples
    --------
    >>> agreement([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])
    Agreement(cases=4, share=0.75, kappa=0.5)
    """
    cases = len(pairs)
    share = sum(one == two for one, two in pairs) / cases
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    chance = sum(first[code] * second[code] for code in first) / cases**2
    return Agreement(cases, share, 1.0 if chance == 1 else (share - chance) / (1 - chance))


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Return the interval of 95 % of a share (Wilson, Journal of the American Statistical Association 22, 1927).

    Examples
    --------
    >>> [round(end, 3) for end in wilson(5, 10)]
    [0.237, 0.763]
    """
    if trials == 0:
        return 0.0, 1.0
    square = NORMAL_975**2
    share = hits / trials
    middle = share + square / (2 * trials)
    reach = NORMAL_975 * math.sqrt(share * (1 - share) / trials + square / (4 * trials**2))
    whole = 1 + square / trials
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def recapture(ours: int, theirs: int, both: int) -> Recapture:
    """Return an estimate of the total from the overlap of two lists.

    Chapman's estimator, (ours + 1)(theirs + 1) / (both + 1) - 1, with the variance of Seber (1970). It holds where the
    lists are made independently and every incident is as likely to be on one as another. Neither is so here: what one
    outlet prints loudly both lists have, so the estimate is more likely too low than too high.

    Examples
    --------
    >>> round(recapture(60, 50, 30).estimate)
    99
    """
    if both == 0:
        return Recapture(ours, theirs, both, None, None, None)
    estimate = (ours + 1) * (theirs + 1) / (both + 1) - 1
    variance = (ours + 1) * (theirs + 1) * (ours - both) * (theirs - both) / ((both + 1) ** 2 * (both + 2))
    reach = NORMAL_975 * math.sqrt(variance)
    seen = ours + theirs - both
    return Recapture(ours, theirs, both, estimate, max(float(seen), estimate - reach), estimate + reach)


def against_scsdi() -> dict[tuple[str, tuple[int, int]], Recapture]:
    """Return a comparison of SCSDI with incidents found without it, by pair of countries and period.

    An incident counts once for each pair of countries whose vessels it names; one of a single country counts as that
    country alone. An event of theirs that may or may not be one of ours is left out.
    """
    incidents = {row["id"]: row for row in geodata.rows("incidents")}
    own = own_incidents()
    theirs = {row["incident_id"] for row in geodata.rows("scsdi") if row["verdict"] in _INCIDENT}
    found: dict[tuple[str, tuple[int, int]], list[int]] = defaultdict(lambda: [0, 0, 0])
    for name, row in incidents.items():
        period = next((span for span in PERIODS if span[0] <= int(row["date_start"][:4]) <= span[1]), None)
        if period is None:
            continue
        for pair in pairs(row):
            counts = found[pair, period]
            counts[0] += name in own
            counts[1] += name in theirs
            counts[2] += name in own and name in theirs
    return {key: recapture(*counts) for key, counts in sorted(found.items())}


def own_incidents() -> frozenset[str]:
    """Return the incidents found without SCSDI: a page was read, and they are not from the list."""
    entered = {row["incident_id"] for row in geodata.rows("scsdi") if row["verdict"] == "entered"}
    read = {row["incident_id"] for row in geodata.rows("incident_sources") if row["read_as"] in {"page", "excerpt"}}
    return frozenset(read - entered)


def pairs(row: Mapping[str, str]) -> list[str]:
    """Return the pairs of countries in an incident, such as ``CN-PH``, or the single one.

    Examples
    --------
    >>> pairs({"initiators": "CN-CCG;CN-MM", "targets": "PH-PCG"}), pairs({"initiators": "CN-MM", "targets": ""})
    (['CN-PH'], ['CN'])
    """
    one, two = ({code.split("-")[0] for code in model.split_list(row[side])} for side in ("initiators", "targets"))
    met = {"-".join(sorted((a, b))) for a in one for b in two if a != b}
    return sorted(met or one)


def error_rates(verdicts: Iterable[Mapping[str, str]]) -> dict[str, tuple[int, int]]:
    """Return, by field of an audit, the number of cells that were checked and that were wrong.

    Parameters
    ----------
    verdicts
        Rows of an audit with ``field`` and ``verdict``; what a page gives and the cell lacks was checked as well.
    """
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in verdicts:
        if row["verdict"] in {"confirmed", "wrong", "missing"}:
            found[row["field"]][0] += 1
            found[row["field"]][1] += row["verdict"] == "wrong"
    return {field: (checked, wrong) for field, (checked, wrong) in sorted(found.items())}


def accounts_by_country(rows: Iterable[Mapping[str, str]]) -> Counter[str]:
    """Return the number of incidents with an account of each country.

    Examples
    --------
    >>> sorted(accounts_by_country([{"accounts": "CN: lawful; PH: reckless"}, {"accounts": "Sources: two dates"}]))
    ['CN', 'PH']
    """
    known = geodata.vocabulary().countries
    found: Counter[str] = Counter()
    for row in rows:
        labels = {part.partition(":")[0].strip() for part in model.split_list(row["accounts"])}
        found.update(labels & known)
    return found
