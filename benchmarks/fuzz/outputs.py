"""What is printed of hostile text: the weekly report in every format, and maps."""

from __future__ import annotations

import json
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from texts import NASTY, any_text

from scs_tracker import geodata

if TYPE_CHECKING:
    from random import Random


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="scs-tracker-fuzz-"))


@cache
def _incidents() -> Any:
    from scs_tracker.ledger import Ledger

    file = _folder() / "ledger.db"
    file.unlink(missing_ok=True)
    ledger = Ledger(f"sqlite:///{file}")
    ledger.import_file(geodata.shipped("incidents/incidents.csv"))
    return ledger.incidents(statuses=None)


_TEXTS = (
    "place",
    "location_text",
    "summary",
    "accounts",
    "damage",
    "initiator_units",
    "target_units",
    "standing",
    "reason",
)


def _hostile_frame(random: Random) -> Any:
    frame = _incidents().sample(random.randint(1, 5), random_state=random.randrange(2**31)).copy()
    for column in random.sample(_TEXTS, 4):
        texts = [random.choice(NASTY) if random.random() < 0.5 else any_text(random) for _ in range(len(frame))]
        frame[column] = [text.encode("utf-8", "replace").decode() for text in texts]  # as the ledger holds it
    return frame


def weeks(random: Random) -> None:
    """Hostile text in a report stays text in every format."""
    from zoneinfo import ZoneInfo

    from scs_tracker import reporting
    from scs_tracker.reporting import render

    frame = _hostile_frame(random)
    frame["date_start"], frame["date_end"] = "2024-06-17", ""
    facts = reporting.weekly_facts(
        frame, geodata.table("events"), week="2024-W25", zone=ZoneInfo("Asia/Manila"), as_of="2026-11-24T00:00:00Z"
    )
    html = reporting.render_html(facts, drawn={"map": "", "months": ""})
    _no_markup(html)
    render.render_markdown(facts).encode()
    render.render_csv(facts).encode()
    json.loads(render.render_json(facts))


def maps(random: Random) -> None:
    """Hostile text in a map stays inside its block of JSON."""
    from scs_tracker.mapping import incident_map, save_map

    file = _folder() / "map.html"
    save_map(incident_map(_hostile_frame(random), recipe=random.choice(("overview", "sabina"))), file)
    html = file.read_text(encoding="utf-8")
    _no_markup(html)
    for block in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL):
        json.loads(block)


def _no_markup(html: str) -> None:
    """No tag, handler or script but our own: hostile ones begin like this, and ours do not."""
    for bad in ("<svg onload", '="javascript:', '="//example.com', "<img src=x"):
        assert bad not in html.split("<script", 1)[0] + re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL), bad
    assert html.count("<!--") <= 2
    html.encode()
