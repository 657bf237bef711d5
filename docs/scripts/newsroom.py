"""A newsroom: a map to embed, and a caption, for one place."""

import json
from pathlib import Path

import scs_tracker as scs
from scs_tracker.mapping import parse

ledger = scs.Ledger("tracker.db")
there = ledger.incidents(where={"nearest_feature": "second-thomas-shoal"})
there = there[there["date_start"] >= "2024"]
recipe = parse({"title": "Second Thomas Shoal since 2024", "embed": True})
scs.save_map(scs.incident_map(there, recipe=recipe), "second-thomas.html")

lines = []
for row in there.sort_values(["severity", "date_start"], ascending=False).head(3).itertuples():
    publishers = dict.fromkeys(source["publisher"] for source in json.loads(row.sources) if source["publisher"])
    lines.append(f"{row.date_start}: {row.summary} (according to {', '.join(publishers)})")
Path("caption.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
