"""Twenty-six weeks of twelve sources on loopback, hour by hour, with a run at the end of each week.

    python benchmarks/intake/half_year.py [WEEKS] [HOURS_BETWEEN]

The sources fail, hang, change, repeat and fall silent by a script (tests/intake/simulated_sea.py). Printed are what was
told, what came of it, what was lost, and what the last unattended week says. Nobody reviews anything.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from scs_tracker import config, geodata
from scs_tracker import run as runs
from scs_tracker.intake import visiting, web
from scs_tracker.intake.sitting import take_in
from scs_tracker.ledger import Ledger, worklist

FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def main(weeks: int = 26, step: int = 1) -> None:
    """Play the weeks and print what became of them."""
    tests = Path(__file__).parents[2] / "tests"
    sys.path[:0] = [str(tests), str(tests / "intake")]  # the sources are those of the tests
    from simulated_sea import START, Sea, settings_text
    from web_server import Server

    web.SILENCE_SECONDS = 0.5
    visiting.REST_SECONDS = 0.0
    server = Server()
    sea = Sea(server, weeks)
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
    while sea.now < START + timedelta(weeks=weeks):
        result = take_in(settings, ledger, clock=lambda: sea.now, pause=lambda _seconds: None)
        outcomes.update(one.outcome for one in result.sources)
        readings += 1
        uncaught = [problem for one in result.sources for problem in one.problems if "please report it" in problem]
        assert not uncaught, uncaught
        sea.now += timedelta(hours=step)
        if int((sea.now - START).total_seconds() // 3600) % 168 < step:
            record = runs.run(settings, clock=lambda: sea.now.strftime(FORM))
            exits[record.exit_code] += 1
            print(f"week to {sea.now:%Y-%m-%d}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    frame = ledger.incidents(statuses=None)
    leads = worklist.leads(ledger.engine, states=("open", "done"))
    cited = " ".join(frame["sources"])
    addresses = {one["address"] for one in leads}
    told = [one for one in sea.out() if sea.now - one.at > timedelta(hours=step)]
    as_proposal = [one for one in told if f'{server.url}{one.path}"' in cited]
    as_lead = [one for one in told if one not in as_proposal and f"{server.url}{one.path}" in addresses]
    print(f"{readings} readings of 12 sources, {time.perf_counter() - start:.0f} s; outcomes {dict(outcomes)}")
    print(f"events {len(sea.events)}; items of events shown {len(told)}")
    print(f"in proposals {len(as_proposal)}, leads {len(as_lead)}, lost {len(told) - len(as_proposal) - len(as_lead)}")
    print(f"leads open {len(worklist.leads(ledger.engine))}, all {len(leads)}")
    print(f"proposals {len(frame)} ({dict(frame['status'].value_counts())}), groups {len(ledger.groups())}")
    print(f"proposed events {len(ledger.events(statuses=('proposed',)))}; weekly runs ended with {dict(exits)}")
    silent = {
        source: one["silent_since"] for source, one in worklist.health(ledger.engine).items() if one["silent_since"]
    }
    print(f"silent {silent}")
    last = max((folder / "maps/html/weekly").glob("2*.json"))
    facts = json.loads(last.read_text(encoding="utf-8"))
    print(f"the last week, {last.stem}: {json.dumps(facts.get('coverage', {}), ensure_ascii=False)[:600]}")
    print(f"left in {folder}")


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
