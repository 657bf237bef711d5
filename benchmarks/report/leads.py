"""Print the lead of every week since 2017: ``python benchmarks/report/leads.py LEDGER_URL [FIRST_YEAR]``.

One line a week, tab between: week, state of the record, score, acting side, act, place, speaker, words, lead. Run by hand and
read by eye.
"""

from __future__ import annotations

import sys

from scs_tracker.config import Settings
from scs_tracker.ledger import Ledger
from scs_tracker.reporting import report_facts
from scs_tracker.reporting.period import Period, last_complete


def main() -> None:
    """Print the table."""
    ledger, zone = Ledger(sys.argv[1]), Settings().zone
    incidents, events, as_of = ledger.incidents(statuses=None), ledger.events(), ledger.last_instant() or ""
    week = Period.parse(f"{sys.argv[2] if len(sys.argv) > 2 else 2017}-W01")
    while week <= last_complete(as_of, zone):
        facts = report_facts(incidents, events, period=str(week), zone=zone, as_of=as_of)
        row = facts["incidents"][0] if facts["news"] else None
        act = max(row["acts"], key=lambda one: one["certainty"] == "stated", default=None) if row else None
        cells = [str(week), facts["honesty"]["state"], f"{row['points']:.0f}" if row else ""]
        cells += [row["side"], act["label"] if act else "", row["place"]["name"]] if row else ["", "", ""]
        cells += [act["said_by"] if act else "", str(len(facts["lead"][0].split())), facts["lead"][0]]
        sys.stdout.write("\t".join(cells) + "\n")
        week = week.shift(1)


if __name__ == "__main__":
    main()
