"""The JSON of every week since 2017, by ``scs-tracker weekly``."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from typing import Any

import ledgers
import store

FIRST, LAST = dt.date(2017, 1, 2), dt.date(2026, 5, 25)
#: What is of the day on which it is written, or of the version of the data.
VOLATILE = re.compile(
    r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?|\d{1,2} [A-Z][a-z]+ 20\d\d,? (at )?\d\d:\d\d( UTC)?|\b[0-9a-f]{12,64}\b"
)
#: So many weeks are written in one call.
RUN = 13
#: Longer texts are kept as a hash.
LONG = 600


def answers(asked: store.Asked) -> store.Answers:
    """Return the JSON of the weeks: a group per section, an item per week."""
    folder = ledgers.ledger(asked)
    weeks = []
    day = FIRST
    while day <= LAST:
        weeks.append(f"{day.isocalendar().year}-W{day.isocalendar().week:02}")
        day += dt.timedelta(days=7)
    found: store.Answers = {}
    for at in range(0, len(weeks), RUN * asked.share):
        those = weeks[at : at + RUN]
        ledgers.command(
            asked.code, folder, "weekly", "--week", f"{those[0]}..{those[-1]}", "--format", "json", "--out", "weeks"
        )
    for file in sorted((folder / "weeks").glob("*.json")):
        facts = settled(json.loads(file.read_text(encoding="utf-8")))
        for name, value in facts.items():
            found.setdefault(name, {})[file.stem] = keyed(value)
    return found


def settled(value: Any) -> Any:
    """Return facts without what is of the day of writing, and with hashes for long texts."""
    if isinstance(value, dict):
        return {name: settled(one) for name, one in value.items() if name not in {"as_of", "as_of_words", "chain"}}
    if isinstance(value, list):
        return [settled(one) for one in value]
    if isinstance(value, str):
        text = VOLATILE.sub("(then)", value)
        return text if len(text) <= LONG else f"{text[:60]} ({hashlib.sha256(text.encode()).hexdigest()[:10]})"
    return value


def keyed(value: Any) -> Any:
    """Return a list of rows by their ids, so that one row more is one difference."""
    if isinstance(value, dict):
        return {name: keyed(one) for name, one in value.items()}
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        for key in ("id", "zone", "code", "type", "name", "place", "title", "url", "week", "month"):
            names = [str(one.get(key, "")) for one in value]
            if all(names) and len(set(names)) == len(names):
                return {name: keyed(one) for name, one in zip(names, value, strict=True)}
    return value
