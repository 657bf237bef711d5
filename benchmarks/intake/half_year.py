"""Twenty-six weeks of twelve sources on loopback, hour by hour, with a review and a run at the end of each week.

    python benchmarks/intake/half_year.py [WEEKS] [HOURS_BETWEEN] [SEED]

The sources fail, hang, change, repeat and fall silent by a script (tests/intake/simulated_sea.py). At the end of a week
each proposal is accepted, those of one group as one. Printed are what was told, what came of it, what was lost, which
accepted incidents are not as they were (type, sides, place, or more than a day off), and which editions list nothing
although the ledger held accepted incidents of their week.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scs_tracker import config, geodata
from scs_tracker import run as runs
from scs_tracker.intake import visiting, web
from scs_tracker.intake.sitting import run_intake
from scs_tracker.ledger import Ledger, worklist
from scs_tracker.ledger.store import timed
from scs_tracker.reporting.period import Period

if TYPE_CHECKING:
    from simulated_sea import Sea

FORM = "%Y-%m-%dT%H:%M:%S.%fZ"
#: The types of the acts of the simulated sea, in their order.
TYPES = ("water_cannon", "ramming", "blocking", "shadowing", "laser")


def main(weeks: int = 26, step: int = 1, seed: int = 7) -> None:
    """Play the weeks and print what became of them."""
    tests = Path(__file__).parents[2] / "tests"
    sys.path[:0] = [str(tests), str(tests / "intake")]  # the sources are those of the tests
    from simulated_sea import START, Sea, settings_text
    from web_server import Server

    web.SILENCE_SECONDS = 0.5
    visiting.REST_SECONDS = 0.0
    server = Server()
    sea = Sea(server, weeks, seed)
    folder = Path(tempfile.mkdtemp(prefix="scs-half-year-"))
    file = folder / "tracker.toml"
    file.write_text(settings_text(server.url), encoding="utf-8")
    settings = config.load(file)
    geodata.configure(settings.resolve(settings.geodata))
    outcomes: Counter[str] = Counter()
    exits: Counter[int] = Counter()
    start = time.perf_counter()
    readings = 0
    ledger = Ledger(settings.ledger_url)
    ledger.engine = timed(ledger.engine, lambda: sea.now.strftime(FORM))
    empty: list[str] = []
    while sea.now < START + timedelta(weeks=weeks):
        result = run_intake(settings, ledger, clock=lambda: sea.now, pause=lambda _seconds: None)
        outcomes.update(one.outcome for one in result.sources)
        readings += 1
        uncaught = [problem for one in result.sources for problem in one.problems if "please report it" in problem]
        assert not uncaught, uncaught
        sea.now += timedelta(hours=step)
        if int((sea.now - START).total_seconds() // 3600) % 168 < step:
            review(ledger)
            record = runs.run(settings, clock=lambda: sea.now.strftime(FORM))
            exits[record.exit_code] += 1
            empty += [one for one in record.editions if "W" in one and is_empty(folder, one, ledger)]
            print(f"week to {sea.now:%Y-%m-%d}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    print(f"{readings} readings of 12 sources, {time.perf_counter() - start:.0f} s; outcomes {dict(outcomes)}")
    print(f"weekly runs ended with {dict(exits)}; editions without an incident that had some: {len(empty)} {empty}")
    tell(ledger, sea, server.url, step)
    last = max((folder / "maps/html/weekly").glob("2*.json"))
    facts = json.loads(last.read_text(encoding="utf-8"))
    print(f"the last week, {last.stem}: {json.dumps(facts.get('coverage', {}), ensure_ascii=False)[:600]}")
    print(f"left in {folder}")


def tell(ledger: Ledger, sea: Sea, url: str, step: int) -> None:
    """Print what became of all that the sources told."""
    frame = ledger.incidents(statuses=None)
    leads = worklist.leads(ledger.engine, states=("open", "done"))
    cited = " ".join(frame["sources"])
    addresses = {one["address"] for one in leads}
    told = [one for one in sea.out() if sea.now - one.at > timedelta(hours=step)]
    as_proposal = [one for one in told if f'{url}{one.path}"' in cited]
    as_lead = [one for one in told if one not in as_proposal and f"{url}{one.path}" in addresses]
    print(f"events {len(sea.events)}; items of events shown {len(told)}")
    print(f"in proposals {len(as_proposal)}, leads {len(as_lead)}, lost {len(told) - len(as_proposal) - len(as_lead)}")
    wrong = [words for row in frame.to_dict("records") if (words := fault(row, sea, url))]
    print(f"accepted {int((frame['status'] == 'accepted').sum())}, wrong {len(wrong)} {wrong[:5]}")
    print(f"leads open {len(worklist.leads(ledger.engine))}, all {len(leads)}")
    print(f"proposals {len(frame)} ({dict(frame['status'].value_counts())}), groups {len(ledger.groups())}")
    print(f"proposed events {len(ledger.events(statuses=('proposed',)))}")
    silent = {
        source: one["silent_since"] for source, one in worklist.health(ledger.engine).items() if one["silent_since"]
    }
    print(f"silent {silent}")


def review(ledger: Ledger) -> None:
    """Accept each proposal, those of one group as one."""
    groups = ledger.groups().values()
    others = {one: ids[0] for ids in groups for one in ids[1:]}
    proposed = [str(one) for one in ledger.incidents(statuses=("proposed",))["id"]]
    for one in proposed:
        if one not in others:
            ledger.accept(one, reason="read", by="script")
    for one in proposed:
        if one in others:
            ledger.link(others[one], one, reason="read", by="script")


def fault(row: dict[str, Any], sea: Sea, url: str) -> str:
    """Return what is wrong with an accepted incident, by the events that its sources tell of; empty if nothing is."""
    if row["status"] != "accepted":
        return ""
    cited = {one["url"].removeprefix(url) for one in json.loads(row["sources"])}
    events = {one.of.number: one.of for one in sea.told if one.of is not None and one.path in cited}
    events |= {one.number: one for one in sea.events if any(re.search(rf"/s{one.number}\b", path) for path in cited)}
    wrong = []
    if len(events) != 1:
        wrong.append(f"{len(events)} events")
    for event in events.values():
        day = date.fromisoformat(row["date_start"]) if len(row["date_start"]) == 10 else event.at.date()
        wrong += [f"type {row['types']}"] * (TYPES[event.act] not in row["types"].split(";"))
        wrong += [f"place {row['location_text']}"] * (event.place not in f"{row['place']} {row['location_text']}")
        wrong += [f"day {day}"] * (abs((day - event.at.date()).days) > 1)
        wrong += ["sides"] * (not row["initiators"].startswith("CN") or not row["targets"].startswith("PH"))
    return f"{row['id']}: {', '.join(wrong)}" if wrong else ""


def is_empty(folder: Path, stem: str, ledger: Ledger) -> bool:
    """Return True if an edition lists no incident of its week although the ledger has some that are accepted."""
    facts = json.loads((folder / f"maps/html/weekly/{stem}.json").read_text(encoding="utf-8"))
    week = Period.parse(facts["label"])
    held = ledger.incidents()["date_start"]
    there = any(str(week.first) <= day <= str(week.last) for day in held if len(day) == 10)
    return there and not facts["incidents"]


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
