"""Print how the shipped incidents spread over years, types, actors and publishers.

Run it as ``python docs/coverage.py`` where scs-tracker is installed; with ``--write`` it puts the numbers into the data
statement, docs/data.md, between its two marks.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from scs_tracker import geodata, model
from scs_tracker.dataset import figures
from scs_tracker.ledger.sourcing import voice_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_BAR = 40
_PUBLISHERS = 30
_PRECISION = {4: "a year", 7: "a month", 10: "a day"}
_STATEMENT = Path(__file__).with_name("data.md")
_MARKS = ("<!-- numbers by docs/coverage.py -->\n", "<!-- end of numbers -->")
_ROWS = 10
#: A pair and period of which another list has fewer incidents is left out: a share of three says nothing.
_FEWEST = 5
#: Fewer on both lists, and the estimate of Chapman is biased (Robson and Regier 1964).
_ENOUGH = 7
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
        f"{len(incidents):,} incidents from {days[0]} to {days[-1]}; {len(sources):,} pages as their sources.\n",
        _shares("What is known of an incident", _known(incidents, sources), len(incidents)),
        _shares("When", _periods(incidents), len(incidents), in_order=True),
        _shares("Where, by the place named in the row", Counter(row["place"] for row in incidents), len(incidents)),
        _shares("Who did it, by country", _countries(incidents, "initiators"), len(incidents)),
        _shares("To whom, by country", _countries(incidents, "targets"), len(incidents)),
        _shares("What (an incident may have several types)", _labelled(incidents), len(incidents)),
    ]
    voices = [voice_of(row) for row in sources]
    countries = Counter(one.country or "not traced" for one in voices)
    parts.append(_shares("Who speaks: pages by the country of the publisher", countries, len(sources)))
    parts.append(_shares("Who speaks: pages by publisher", Counter(one.name for one in voices), len(sources)))
    kinds = Counter(one.kind or "not checked" for one in voices)
    parts.append(_shares("Who speaks: pages by the kind of publisher", kinds, len(sources)))
    return "\n".join([*parts, *quality(incidents, sources)])


def _labelled(incidents: Iterable[Mapping[str, str]]) -> Counter[str]:
    """Count types by the words that readers see, since codes such as ``survey_intrusion`` are no neutral words."""
    labels = {row["type"]: row["label"] for row in geodata.rows("types")}
    return Counter({labels[code]: count for code, count in tally(incidents, "types").items()})


def quality(incidents: Sequence[Mapping[str, str]], sources: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the tables of how good the data are: how pages were read, accounts, another list, two readings, audits."""
    read = Counter(row["read_as"] or "not recorded" for row in sources)
    paged = {row["incident_id"] for row in sources if row["read_as"] in {"page", "excerpt"}}
    rests = Counter("a page that was read" if row["id"] in paged else "another list alone" for row in incidents)
    recent = [row for row in incidents if row["date_start"] >= "2020" and "CN" in _sides(row, "initiators")]
    accounts = figures.accounts_by_country(recent)
    return [
        _shares("How a page was read (`read_as`)", read, len(sources)),
        _shares("What an incident rests on", rests, len(incidents)),
        _shares("Whose account stands, of what China initiated since 2020", accounts, len(recent)),
        _against_scsdi(),
        _double_coding(),
        _errors(),
    ]


def _sides(row: Mapping[str, str], column: str) -> set[str]:
    return {code.split("-")[0] for code in model.split_list(row[column])}


def _against_scsdi() -> str:
    """Return recall against SCSDI's incidents and what the two lists together let one expect, by pair and period."""
    head = (
        "| Pair, period | SCSDI has | of these ours without it | recall (95 %) | ours in all | estimate of all (95 %) |"
    )
    lines = [head, "| --- | ---: | ---: | ---: | ---: | ---: |"]
    whole = [0, 0]
    for (pair, (first, last)), found in figures.against_scsdi().items():
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
    lines.append(f"| events of 2012 to 2019, with the rows taken over | {whole_list} | {held} "
                 f"| {_interval(held, whole_list)} | | |")  # fmt: skip
    return "\n".join([*lines, ""])


def _double_coding() -> str:
    rows = geodata.read_csv(geodata.shipped("audit/2026-11-double-coding.csv")).to_dict("records")
    lines = ["| Coded twice | cases | the same | kappa |", "| --- | ---: | ---: | ---: |"]
    for field in ("verdict", "types", "initiators", "targets"):
        found = figures.agreement([(row["first"], row["second"]) for row in rows if row["field"] == field])
        lines.append(f"| {field} | {found.cases} | {found.share:.1%} | {found.kappa:.2f} |")
    return "\n".join([*lines, ""])


def _errors() -> str:
    rows = geodata.read_csv(geodata.shipped("audit/2026-11.csv")).to_dict("records")
    lines = ["| Audited field | checked | wrong | share (95 %) |", "| --- | ---: | ---: | ---: |"]
    rates = figures.error_rates(rows)
    rates["all fields"] = (sum(one for one, _ in rates.values()), sum(two for _, two in rates.values()))
    lines += [f"| {field} | {seen} | {wrong} | {_interval(wrong, seen)} |" for field, (seen, wrong) in rates.items()]
    return "\n".join([*lines, ""])


def _interval(hits: int, trials: int) -> str:
    low, high = figures.wilson(hits, trials)
    return f"{hits / trials:.0%} ({low:.0%}–{high:.0%})" if trials else "–"


def _shares(title: str, counts: Counter[str], whole: int, *, in_order: bool = False) -> str:
    chosen = list(counts.items()) if in_order else sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_ROWS]
    shown = "" if len(chosen) == len(counts) else f", the first {_ROWS} of {len(counts)}"
    lines = [f"| {title}{shown} | number | share |", "| --- | ---: | ---: |"]
    return "\n".join([*lines, *(f"| {name} | {count} | {count / whole:.0%} |" for name, count in chosen), ""])


def _known(incidents: Iterable[Mapping[str, str]], sources: Iterable[Mapping[str, str]]) -> Counter[str]:
    pages = Counter(row["incident_id"] for row in sources)
    found: Counter[str] = Counter()
    for row in incidents:
        found["dated to the day"] += len(row["date_start"]) == 10
        found["place in measures of a source (`location_text`)"] += bool(row["location_text"])
        found["coordinates printed by a source"] += bool(row["lat"])
        found["versions that differ (`accounts`)"] += bool(row["accounts"])
        found["more than one page"] += pages[row["id"]] > 1
        found["told by one party or outlet alone (`single`)"] += row["corroboration"] == "single"
        found["a number of people hurt, zero included"] += bool(row["injured"])
    return found


def _periods(incidents: Iterable[Mapping[str, str]]) -> Counter[str]:
    years = [int(row["date_start"][:4]) for row in incidents]
    found = {f"{low} to {high - 1}": sum(low <= year < high for year in years) for low, high in pairwise(_BOUNDS)}
    return Counter(found | {f"since {_BOUNDS[-1]}": sum(year >= _BOUNDS[-1] for year in years)})


def _countries(incidents: Iterable[Mapping[str, str]], column: str) -> Counter[str]:
    names = {row["country"]: row["country_name"] for row in geodata.rows("actors")}
    found: Counter[str] = Counter()
    for row in incidents:
        for country in {code.split("-")[0] for code in model.split_list(row[column])} or {"nobody named"}:
            found[names.get(country, country)] += 1
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
