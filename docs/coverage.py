"""Print how the shipped incidents spread over years, types, actors and publishers.

Run it as ``python docs/coverage.py`` where scs-tracker is installed; with ``--write`` it puts the numbers into the data
statement, docs/data.md, between its two marks.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker import geodata, model
from scs_tracker.ledger.sourcing import voice_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_BAR = 40
_PUBLISHERS = 30
_PRECISION = {4: "a year", 7: "a month", 10: "a day"}
_STATEMENT = Path(__file__).with_name("data.md")
_MARKS = ("<!-- numbers by docs/coverage.py -->\n", "<!-- end of numbers -->")
_ROWS = 5
#: A pair and period of which another list has fewer incidents is left out: a share of fewer says little.
_FEWEST = 10
#: Fewer on both lists, and the estimate of Chapman is biased (Robson and Regier 1964).
_ENOUGH = 7
#: The 97.5 % quantile of the normal distribution, for intervals of 95 %.
NORMAL_975: Final = 1.959963984540054
#: Periods by which lists are compared; a list of the one covers 2012 to 2019, another 2020 to 2023.
PERIODS: Final = ((2012, 2015), (2016, 2019), (2020, 2023))
#: Verdicts on an event of the other list that say that it is an incident by the codebook.
_INCIDENT: Final = frozenset({"held", "entered"})
_BOUNDS = (1974, 1990, 2000, 2005, 2010, 2015, 2020, 2022, 2024)


def main() -> None:
    """Print all tables."""
    incidents, sources = geodata.rows("incidents"), geodata.rows("incident_sources")
    print(f"{len(incidents)} incidents, {len(sources)} sources, {len(geodata.rows('events'))} events\n")
    years = Counter(row["date_start"][:4] for row in incidents)
    show("Incidents by year", years, sorted(years))
    show("By how exactly they are dated", Counter(_PRECISION[len(row["date_start"])] for row in incidents))
    show("By corroboration", Counter(row["corroboration"] for row in incidents))
    show("By type (an incident may have several)", tally(incidents, "types"))
    names = {row["code"]: f"{row['code']:12}{row['name']}" for row in geodata.rows("actors")}
    for column in ("initiators", "targets"):
        show(f"By actor, as one of the {column}", tally(incidents, column), names=names)
    publishers = Counter(row["publisher"] for row in sources)
    title = f"Sources by publisher, the first {min(_PUBLISHERS, len(publishers))} of {len(publishers)}"
    show(title, publishers, [name for name, _ in publishers.most_common(_PUBLISHERS)])
    undated = sum(not row["published"] for row in sources)
    print(f"{undated} sources print no date of publication that could be read.")


def tally(rows: Iterable[Mapping[str, str]], column: str) -> Counter[str]:
    """Count the parts of a cell that holds several values."""
    return Counter(part for row in rows for part in model.split_list(row[column]))


def show(
    title: str, counts: Counter[str], order: Iterable[str] | None = None, *, names: Mapping[str, str] | None = None
) -> None:
    """Print one table with bars, the most frequent first unless an order is given."""
    keys = list(order) if order is not None else [key for key, _ in counts.most_common()]
    labels = [(names or {}).get(key, key) for key in keys]
    width, most = max(map(len, labels)), max(counts.values())
    print(title)
    for key, label in zip(keys, labels, strict=True):
        print(f"  {label:{width}}  {counts[key]:4}  {'▪' * max(1, round(counts[key] / most * _BAR))}")
    print()


def statement() -> str:
    """Return the tables of the data statement as Markdown."""
    incidents, sources = geodata.rows("incidents"), geodata.rows("incident_sources")
    days = sorted(row["date_start"] for row in incidents)
    parts = [
        f"{len(incidents):,} incidents from {days[0]} to {days[-1]}, with {len(sources):,} pages as sources.",
        "Each value is followed by its number of incidents or pages and their share of all.\n",
        _shares("Information about an incident", _known(incidents, sources), len(incidents), in_order=True),
        _shares("Date", _periods(incidents), len(incidents), in_order=True),
        _shares("Place", Counter(row["place"] for row in incidents), len(incidents)),
        _shares("Country of an initiator", _countries(incidents, "initiators"), len(incidents)),
        _shares("Country of a target", _countries(incidents, "targets"), len(incidents)),
        _shares("Types (an incident may have several)", _labelled(incidents), len(incidents)),
    ]
    voices = [voice_of(row) for row in sources]
    names = {row["country"]: row["country_name"] for row in geodata.rows("actors")}
    countries = Counter(names.get(one.country, one.country) or "not traced" for one in voices)
    parts.append(_shares("Pages by country of the publisher", countries, len(sources)))
    kinds = Counter(one.kind or "not checked" for one in voices)
    parts.append(_shares("Pages by kind of publisher", kinds, len(sources)))
    return "\n".join([*parts, *quality(incidents, sources)])


def _labelled(incidents: Iterable[Mapping[str, str]]) -> Counter[str]:
    """Count types by the words that readers see, since codes such as ``survey_intrusion`` are no neutral words."""
    labels = {row["type"]: row["label"] for row in geodata.rows("types")}
    return Counter({labels[code]: count for code, count in tally(incidents, "types").items()})


def quality(incidents: Sequence[Mapping[str, str]], sources: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the tables of how good the data are: how pages were read, accounts, another list, two readings."""
    read = Counter(row["read_as"] or "not recorded" for row in sources)
    paged = {row["incident_id"] for row in sources if row["read_as"] in {"page", "excerpt"}}
    rests = Counter("a page that was read" if row["id"] in paged else "another list only" for row in incidents)
    recent = [row for row in incidents if row["date_start"] >= "2020" and "CN" in _sides(row, "initiators")]
    names = {row["country"]: row["country_name"] for row in geodata.rows("actors")}
    accounts = Counter({names.get(code, code): count for code, count in accounts_by_country(recent).items()})
    return [
        _shares("How pages were read (`read_as`)", read, len(sources)),
        _shares("Source of an incident", rests, len(incidents)),
        _shares("Accounts on record, by country, for incidents initiated by China since 2020", accounts, len(recent)),
        f"\n{_against_scsdi()}",
        _double_coding(),
    ]


def _sides(row: Mapping[str, str], column: str) -> set[str]:
    return {code.split("-")[0] for code in model.split_list(row[column])}


def _against_scsdi() -> str:
    """Return recall against SCSDI's incidents and what the two lists together let one expect, by pair and period."""
    head = (
        "| Pair, period | in SCSDI | of these, found here | recall (95%) | total found here | estimated total (95%) |"
    )
    lines = [head, "| --- | ---: | ---: | ---: | ---: | ---: |"]
    whole = [0, 0]
    for (pair, (first, last)), found in against_scsdi().items():
        whole = [whole[0] + found.theirs, whole[1] + found.both]
        if found.theirs < _FEWEST:
            continue
        estimate = "–"
        if found.both >= _ENOUGH and found.estimate and found.low and found.high:
            estimate = f"{found.estimate:.0f} ({found.low:.0f}–{found.high:.0f})"
        lines.append(
            f"| {pair}, {first} to {last} | {found.theirs} | {found.both} | {_interval(found.both, found.theirs)} "
            f"| {found.ours} | {estimate} |"
        )
    lines.append(f"| all pairs and periods | {whole[0]} | {whole[1]} | {_interval(whole[1], whole[0])} | | |")
    verdicts = Counter(row["verdict"] for row in geodata.rows("scsdi") if "2012" <= row["date_start"] < "2020")
    held = verdicts["held"] + verdicts["entered"]
    whole_list = held + verdicts["unsure"]
    lines.append(f"| events of 2012 to 2019, including rows taken from SCSDI | {whole_list} | {held} "
                 f"| {_interval(held, whole_list)} | | |")  # fmt: skip
    return "\n".join([*lines, ""])


def _double_coding() -> str:
    rows = geodata.read_csv(geodata.shipped("audit/2026-11-double-coding.csv")).to_dict("records")
    lines = ["| Field coded twice | cases | same code | kappa |", "| --- | ---: | ---: | ---: |"]
    for field in ("verdict", "types", "initiators", "targets"):
        words = "incident or context event" if field == "verdict" else field
        found = agreement([(row["first"], row["second"]) for row in rows if row["field"] == field])
        lines.append(f"| {words} | {found.cases} | {found.share:.1%} | {found.kappa:.2f} |")
    return "\n".join([*lines, ""])


def _interval(hits: int, trials: int) -> str:
    low, high = wilson(hits, trials)
    return f"{hits / trials:.0%} ({low:.0%}–{high:.0%})" if trials else "–"


def _shares(title: str, counts: Counter[str], whole: int, *, in_order: bool = False) -> str:
    """Return an item of a list: the most frequent values, with their counts and shares."""
    chosen = list(counts.items()) if in_order else sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_ROWS]
    shown = "" if len(chosen) == len(counts) else f" (top {_ROWS} of {len(counts)})"
    return f"- **{title}**{shown}: {', '.join(f'{name} ({count:,}; {count / whole:.0%})' for name, count in chosen)}"


def _known(incidents: Iterable[Mapping[str, str]], sources: Iterable[Mapping[str, str]]) -> Counter[str]:
    pages = Counter(row["incident_id"] for row in sources)
    found: Counter[str] = Counter()
    for row in incidents:
        found["a date exact to the day"] += len(row["date_start"]) == 10
        found["a place description (`location_text`)"] += bool(row["location_text"])
        found["coordinates printed by a source"] += bool(row["lat"])
        found["differing accounts (`accounts`)"] += bool(row["accounts"])
        found["more than one page"] += pages[row["id"]] > 1
        found["a report by only one party or outlet (`single`)"] += row["corroboration"] == "single"
        found["a number of injured people, including zero"] += bool(row["injured"])
    return found


def _periods(incidents: Iterable[Mapping[str, str]]) -> Counter[str]:
    years = [int(row["date_start"][:4]) for row in incidents]
    found = {f"{low} to {high - 1}": sum(low <= year < high for year in years) for low, high in pairwise(_BOUNDS)}
    return Counter(found | {f"since {_BOUNDS[-1]}": sum(year >= _BOUNDS[-1] for year in years)})


def _countries(incidents: Iterable[Mapping[str, str]], column: str) -> Counter[str]:
    names = {row["country"]: row["country_name"] for row in geodata.rows("actors")}
    found: Counter[str] = Counter()
    for row in incidents:
        for country in {code.split("-")[0] for code in model.split_list(row[column])} or {"not named"}:
            found[names.get(country, country)] += 1
    return found


class Agreement(NamedTuple):
    """Agreement of two codings: the ``share`` of ``cases``, and beyond chance (Cohen's kappa)."""

    cases: int
    share: float
    kappa: float


class Recapture(NamedTuple):
    """Incidents of two lists and of both, and an estimate of all with its interval of 95 %; None if none is on both."""

    ours: int
    theirs: int
    both: int
    estimate: float | None = None
    low: float | None = None
    high: float | None = None


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Return the agreement of two codings of the same cases, at least one.

    Kappa is (observed - chance) / (1 - chance), where chance is what two coders with these frequencies of codes would
    agree on without looking (Cohen, Educational and Psychological Measurement 20, 1960, 37-46).

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
        return Recapture(ours, theirs, both)
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


def write() -> None:
    """Put the tables into the data statement."""
    text = _STATEMENT.read_text(encoding="utf-8")
    head, rest = text.split(_MARKS[0])
    _, tail = rest.split(_MARKS[1])
    _STATEMENT.write_text(f"{head}{_MARKS[0]}\n{statement()}\n{_MARKS[1]}{tail}", encoding="utf-8")


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        write()
    else:
        main()
