"""Recount every week since 2017 by other means: ``python benchmarks/report/recompute.py LEDGER_URL [FIRST_YEAR]``.

The rows are read with sqlite3 and counted with the standard library alone; each number of a week's facts, of its tables
in the HTML is compared with them. Prints what differs; run by hand.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import html5lib
from pyproj import Geod

from scs_tracker.config import Settings
from scs_tracker.ledger import Ledger
from scs_tracker.reporting import render_html, weekly_facts

NOTHING: dict[str, Any] = {"map": "", "months": ""}
COLUMNS = (
    "id", "date_start", "types", "severity", "place", "killed", "injured", "detained", "lat", "lon", "radius_km",
    "method", "feature_id",
)  # fmt: skip
GAZETTEER = Path(__file__).parents[2] / "geodata" / "gazetteer" / "features.csv"
#: A place that was corrected lies this far outside the one that its row still names.
CLEARLY_KM = 50.0


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the geodesic distance on WGS 84."""
    return float(Geod(ellps="WGS84").inv(lon1, lat1, lon2, lat2)[2]) / 1000


def printed_place(row: dict[str, Any], features: dict[str, dict[str, str]]) -> str:
    """Return the place that a page should name: that of the position where it lies clearly off the row's own."""
    by_name = {feature["name"]: feature for feature in features.values()}
    own, found = by_name.get(row["place"]), features.get(row["feature_id"] or "")
    if row["method"] != "feature" or own is None or found is None or row["lat"] is None:
        return row["place"]
    away = kilometres(row["lat"], row["lon"], float(own["lat"]), float(own["lon"]))
    far = away > float(own["radius_km"] or 0) + (row["radius_km"] or 0) + CLEARLY_KM
    return found["name"] if far else row["place"]


def rows_of(url: str) -> list[dict[str, Any]]:
    """Return the accepted incidents that are dated to the day, each with the place that a page should name."""
    with GAZETTEER.open(encoding="utf-8", newline="") as file:
        features = {row["id"]: row for row in csv.DictReader(file)}
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        found = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM incident WHERE status = 'accepted'")  # noqa: S608
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in found]
    return [row | {"place": printed_place(row, features)} for row in rows if len(row["date_start"]) == 10]


def label(day: str) -> str:
    """Return the ISO week of a day."""
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02d}"


def expected(own: list[dict[str, Any]]) -> dict[str, Any]:
    """Count a week's rows."""
    people = {key: [row[key] for row in own if row[key] is not None] for key in ("injured", "killed", "detained")}
    return {
        "count": len(own),
        "grave": sum(row["severity"] >= 3 for row in own),
        "places": Counter(row["place"] for row in own),
        "types": Counter(kind for row in own for kind in row["types"].split(";") if kind),
        "severity": Counter(row["severity"] for row in own),
        "people": {key: sum(numbers) if numbers else None for key, numbers in people.items()},
        "unlocated": sum(row["lat"] is None for row in own),
    }


def told(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the same counts as the facts give them."""
    glance = [row["this_week"] for row in facts["glance"]]
    return {
        "count": glance[0],
        "grave": glance[1],
        "places": Counter({row["place"]["name"]: row["count"] for row in facts["places"]}),
        "types": Counter({row["type"]: row["count"] for row in facts["types"]}),
        "severity": Counter({row["severity"]: row["count"] for row in facts["severity"] if row["count"]}),
        "people": dict(zip(("injured", "killed", "detained"), glance[-3:], strict=True)),
        "unlocated": sum(row["lat"] is None for row in facts["incidents"]),
    }


def shown(facts: dict[str, Any]) -> dict[str, Any]:
    """Return counts of a week as the tables of its page show them."""
    page = html5lib.parse(render_html(facts, drawn=NOTHING), namespaceHTMLElements=False)
    tables: dict[str, list[list[str]]] = {}
    for region in page.iter("div"):
        if region.get("class") == "table":
            lines = [["".join(cell.itertext()) for cell in row] for row in region.iter("tr")]
            tables[region.get("aria-label", "").removesuffix(", table")] = lines[1:]
    return {
        "count": int(tables["In numbers"][0][1]),
        "places": Counter({row[0]: int(row[1]) for row in tables.get("By place", [])}),
        "severity": Counter({int(row[0][0]): int(row[1]) for row in tables["By severity"] if int(row[1])}),
    }


def main() -> None:
    """Count and compare."""
    url, first = sys.argv[1], f"{sys.argv[2] if len(sys.argv) > 2 else 2017}-01-01"
    rows, ledger = rows_of(url), Ledger(url)
    incidents, events, zone, as_of = (
        ledger.incidents(statuses=None),
        ledger.events(),
        Settings().zone,
        ledger.last_instant() or "",
    )
    by_week: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_week.setdefault(label(row["date_start"]), []).append(row)
    monday, wrong, weeks, named = date.fromisoformat(first), 0, 0, 0
    monday -= timedelta(monday.weekday())
    while monday.isoformat() <= max(row["date_start"] for row in rows):
        week, own = label(monday.isoformat()), by_week.get(label(monday.isoformat()), [])
        facts = weekly_facts(incidents, events, week=week, zone=zone, as_of=as_of)
        wanted = expected(own)
        pairs = [("facts", told(facts), wanted)]
        page = shown(facts)
        pairs.append(("page", page, {key: wanted[key] for key in page}))
        for where, got, should in pairs:
            if got != should:
                wrong += 1
                sys.stdout.write(f"{week} {where}: {got} in place of {should}\n")
        named += bool(own)
        weeks, monday = weeks + 1, monday + timedelta(weeks=1)
    sys.stdout.write(f"{weeks} weeks, {named} with incidents, {wrong} differences\n")


if __name__ == "__main__":
    main()
