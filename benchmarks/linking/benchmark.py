"""How well reports are linked to incidents: precision and recall on reworded incidents.

Run by hand: ``.venv/bin/python benchmarks/linking/benchmark.py``

Every shipped incident is told again by rule, once for each of its sources, as another source might tell it: units
dropped, the date a day off, the place as a distance and bearing from the nearest feature, the types widened; and in the
form of datasets that give no types and no roles, with what happened in words. The incident that each was made from is
the only right answer. Then each incident is matched against all others, as if its own counterpart were missing:
whatever would be joined there would be joined wrongly, or is a near-duplicate of the data, and is listed.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pyproj
from rich.console import Console
from rich.table import Table

from scs_tracker import geodata, model
from scs_tracker.ledger import link, state
from scs_tracker.sources.formats import read_reports

INCIDENTS = Path(__file__).parents[2] / "geodata" / "incidents" / "incidents.csv"
WINDS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
CHANGES = ("units", "day", "place", "types")
CASES = {
    "nothing changed": frozenset(),
    "units dropped": frozenset({"units"}),
    "date a day off": frozenset({"day"}),
    "place as an offset": frozenset({"place"}),
    "types widened": frozenset({"types"}),
    "units dropped, place as an offset": frozenset({"units", "place"}),
    "each of the four by lot": frozenset({"any"}),
    "all four": frozenset(CHANGES),
}
WIDER = {
    "ramming": "collision",
    "collision": "dangerous_manoeuvre",
    "dangerous_manoeuvre": "blocking",
    "blocking": "harassment",
    "seizure": "detention",
    "detention": "seizure",
    "boarding": "harassment",
    "shadowing": "harassment",
    "swarming": "shadowing",
    "warning_shots": "shots_fired",
    "expulsion": "blocking",
    "survey_intrusion": "shadowing",
}


def retold(
    facts: state.State, *, units: bool, day: bool, place: bool, types: bool, chance: random.Random
) -> state.State:
    """Return the incident as another source might tell it."""
    told = dict(facts)
    if units:
        told["initiator_units"] = told["target_units"] = ""
    if day and len(told["date_start"]) == 10:
        moved = date.fromisoformat(told["date_start"]) + timedelta(days=chance.choice((-1, 1)))
        told["date_start"], told["date_end"] = moved.isoformat(), ""
    if place:
        told["location_text"] = offset_text(told["place"], chance) or told["location_text"]
        told["printed_lat"] = told["printed_lon"] = ""
    if types:
        first = model.split_list(told["types"])[0]
        told["types"] = WIDER.get(first, first)
    return told


def offset_text(place: str, chance: random.Random) -> str:
    """Return the place as a distance and bearing from a neighbour, or nothing if it is no small feature."""
    features = geodata.table("features")
    rows = features[(features["name"] == place) & features["kind"].isin(["reef", "shoal", "cay", "island", "bank"])]
    if rows.empty:
        return ""
    here = rows.iloc[0]
    others = features[features["kind"].isin(["reef", "shoal", "island"]) & (features["id"] != here["id"])]
    geod = pyproj.Geod(ellps="WGS84")
    count = len(others)
    azimuth, _, distance = geod.inv(
        others["lon"].astype(float),
        others["lat"].astype(float),
        [float(here["lon"])] * count,
        [float(here["lat"])] * count,
    )
    nearest = sorted(range(count), key=lambda index: distance[index])[:3]
    index = chance.choice(nearest)
    wind = WINDS[round(azimuth[index] % 360 / 45) % 8]
    return f"{distance[index] / 1852:.0f} nautical miles {wind} of {others.iloc[index]['name']}"


def bare(key: str, facts: state.State, placed: state.State, *, services: bool) -> link.Sighting:
    """Return the incident as a dataset gives it that names who was there and says in words what was done."""
    codes = [code for role in ("initiators", "targets") for code in model.split_list(facts[role])]
    nothing = dict.fromkeys(("types", "initiators", "targets", "initiator_units", "target_units"), "")
    content = {
        "parties": codes if services else [],
        "countries": sorted({code[:2] for code in codes} - {"XX"}),
        "original": {"notes": facts["summary"]},
    }
    return link.sighting(key, facts | placed | nothing, content)


def main() -> None:
    """Measure and print."""
    reports = read_reports(INCIDENTS).reports
    ids = [one.content["id"] for one in reports]
    facts = [state.facts_of(one.content) for one in reports]
    places = state.positions(facts)
    held = [link.sighting(key, one | place) for key, one, place in zip(ids, facts, places, strict=True)]
    # one telling for each source
    which = [index for index, one in enumerate(reports) for _ in one.content["sources"]]
    told_ids = [ids[index] for index in which]
    console = Console(width=130)
    table = Table(title=f"{len(ids)} incidents told {len(which)} times, once for each source")
    for column in ("told with", "joined", "right", "precision", "recall", "in review", "recall with review"):
        table.add_column(column, justify="right" if column != "told with" else "left")
    for name, changes in CASES.items():
        chance = random.Random(20240617)
        told = [_told(facts[index], changes, chance) for index in which]
        seen = [
            link.sighting(key, one | rest) for key, one, rest in zip(told_ids, told, state.positions(told), strict=True)
        ]
        table.add_row(name, *figures(told_ids, link.matches(seen, held)))
    for name, services in (("no types, services without roles, words", True), ("no types, countries, words", False)):
        seen = [bare(ids[index], facts[index], places[index], services=services) for index in which]
        table.add_row(name, *figures(told_ids, link.matches(seen, held)))
    console.print(table)
    forms = {
        "as we tell it": held,
        "without types and roles": [bare(*one, services=False) for one in zip(ids, facts, places, strict=True)],
    }
    for form, seen in forms.items():
        print_doubled(console, form, ids, seen, held)


def _told(facts: state.State, changes: frozenset[str], chance: random.Random) -> state.State:
    """Return the incident with some changes; ``any`` draws them by lot."""
    drawn = {name for name in CHANGES if chance.random() < 0.5} if "any" in changes else changes
    return retold(facts, **{name: name in drawn for name in CHANGES}, chance=chance)


def print_doubled(
    console: Console, form: str, ids: list[str], seen: list[link.Sighting], held: list[link.Sighting]
) -> None:
    """Print which incidents would be joined to another one if their own counterpart were missing."""
    doubled, asked = [], 0
    for key, found in zip(ids, link.matches(seen, held), strict=True):
        others = [match for match in found if match.key != key]
        asked += bool(others) and not link.surely(others)
        if link.surely(others):
            doubled.append((others[0].score, key, others[0].key))
    console.print(
        f"\n{form}, their own counterpart missing: {len(doubled)} of {len(ids)} would be joined to another incident, "
        f"{asked} would go before a person"
    )
    for score, one, other in sorted(doubled, reverse=True):
        console.print(f"  {score:5.2f}  {one}  {other}")


def figures(ids: list[str], found: list[list[link.Match]]) -> list[str]:
    """Return one row of the table."""
    pairs = list(zip(ids, found, strict=True))
    joined = [(key, matches[0].key) for key, matches in pairs if link.surely(matches)]
    right = sum(key == home for key, home in joined)
    review = [(key, matches) for key, matches in pairs if matches and not link.surely(matches)]
    waiting = sum(any(match.key == key for match in matches) for key, matches in review)
    return [
        str(len(joined)),
        str(right),
        f"{right / max(len(joined), 1):.3f}",
        f"{right / len(ids):.3f}",
        str(len(review)),
        f"{(right + waiting) / len(ids):.3f}",
    ]


if __name__ == "__main__":
    main()
