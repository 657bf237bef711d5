"""How well reports are linked to incidents: precision and recall on reworded incidents.

Run by hand: ``.venv/bin/python benchmarks/linking/benchmark.py``

Every shipped incident is told again by rule, as another source might: units dropped, the date a day off, the place
as a distance and bearing from the nearest feature, the types widened. The telling that each was made from is the
only right answer. Then each shipped incident is matched against all others: whatever scores as strong there would
have been joined wrongly, had it come from another source.
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


def main() -> None:
    """Measure and print."""
    reports = read_reports(INCIDENTS).reports
    ids = [one.content["id"] for one in reports]
    facts = [state.facts_of(one.content) for one in reports]
    held = [link.sighting(key, one | rest) for key, one, rest in zip(ids, facts, state.positions(facts), strict=True)]
    table = Table(title=f"{len(ids)} incidents told again")
    for column in ("told with", "joined", "right", "precision", "recall", "in review", "recall with review"):
        table.add_column(column, justify="right" if column != "told with" else "left")
    cases = {
        "nothing changed": {},
        "units dropped": {"units": True},
        "date a day off": {"day": True},
        "place as an offset": {"place": True},
        "types widened": {"types": True},
        "units, place": {"units": True, "place": True},
        "all four": {"units": True, "day": True, "place": True, "types": True},
    }
    for name, changes in cases.items():
        chance = random.Random(20240617)
        flags = {"units": False, "day": False, "place": False, "types": False} | changes
        told = [retold(one, **flags, chance=chance) for one in facts]
        seen = [link.sighting(key, one | rest) for key, one, rest in zip(ids, told, state.positions(told), strict=True)]
        table.add_row(name, *figures(ids, link.matches(seen, held)))
    console = Console()
    console.print(table)
    doubled = []
    for key, found in zip(ids, link.matches(held, held), strict=True):
        others = [match for match in found if match.key != key]
        if link.surely(others):
            doubled.append((others[0].score, key, others[0].key))
    console.print(f"shipped incidents that would be joined to another, were they foreign: {len(doubled)}")
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
