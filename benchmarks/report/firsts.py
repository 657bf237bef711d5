"""Check every printed 'no other incident' against the ledger: ``python benchmarks/report/firsts.py LEDGER_URL [FIRST_YEAR]``.

The rows are read with sqlite3; a statement is false where any accepted row of the pair and type, dated to the day, the month or
the year, may lie in the 24 months before the week or in it, the incident itself aside. Prints each false one, and a count.
"""

from __future__ import annotations

import csv
import re
import sqlite3
import sys
from datetime import date
from pathlib import Path
from typing import Any

from scs_tracker.config import Settings
from scs_tracker.ledger import Ledger
from scs_tracker.reporting import report_facts
from scs_tracker.reporting.period import Period

SAID = re.compile(r"No other incident of the type (?P<type>.+) between (?P<one>.+) and (?P<other>.+) is on record")
GEODATA = Path(__file__).parents[2] / "geodata"


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with (GEODATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ends(day: str) -> tuple[str, str]:
    """Return the first and the last day on which something dated so may have been."""
    if len(day) == 10:
        return day, day
    return (f"{day}-01-01", f"{day}-12-31") if len(day) == 4 else (f"{day}-01", f"{day}-31")


def rows_of(url: str) -> list[dict[str, Any]]:
    """Return id, date, types and countries of the accepted incidents."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        found = connection.execute(
            "SELECT id, date_start, types, initiators, targets FROM incident WHERE status = 'accepted'"
        )
        return [
            {
                "id": one[0],
                "date": one[1],
                "types": set(one[2].split(";")),
                "countries": {code.partition("-")[0] for cell in one[3:] for code in cell.split(";") if code},
            }
            for one in found
        ]


def main() -> None:
    """Check, and print what is false."""
    url, first = sys.argv[1], f"{sys.argv[2] if len(sys.argv) > 2 else 2012}-W01"
    rows, ledger, zone = rows_of(url), Ledger(url), Settings().zone
    incidents, events, as_of = ledger.incidents(statuses=None), ledger.events(), ledger.last_instant() or ""
    labels = {row["label"]: row["type"] for row in table("types.csv")}
    codes = {row["country_phrase"] or row["country_name"]: row["country"] for row in table("actors.csv")}
    week, said, wrong = Period.parse(first), 0, 0
    last = max(row["date"] for row in rows if len(row["date"]) == 10)
    while week.first.isoformat() <= last:
        facts = report_facts(incidents, events, period=str(week), zone=zone, as_of=as_of)
        own = {one for item in facts["news"] for one in item["ids"]}
        since = date(week.first.year - 2, week.first.month, 1).isoformat()
        for match in filter(None, map(SAID.match, facts["measures"])):
            said += 1
            pair, kind = {codes[match["one"]], codes[match["other"]]}, labels[match["type"]]
            against = [
                row["id"]
                for row in rows
                if row["id"] not in own and kind in row["types"] and pair <= row["countries"]
                if ends(row["date"])[0] <= week.last.isoformat() and ends(row["date"])[1] >= since
            ]
            if against:
                wrong += 1
                sys.stdout.write(f"{week}: {match[0]}; against it {', '.join(against)}\n")
        week = week.shift(1)
    sys.stdout.write(f"{said} statements, {wrong} false\n")


if __name__ == "__main__":
    main()
