"""Incidents that articles are read to hold, by ``scs_tracker.articles.propose``, text by text and as F1 by set."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import store


def answers(asked: store.Asked) -> store.Answers:
    """Return what each recorded text is read to tell, and the figures of each set."""
    sys.path.append(str(Path(__file__).parents[1] / "articles"))
    import scoring
    from labelled import Item

    from scs_tracker.articles import propose

    found: store.Answers = {"figures": {}}
    scores: dict[str, Any] = {}
    for row in json.loads((asked.inputs / "articles.json").read_text(encoding="utf-8")):
        name = f"{row['set']}/{row['id']}"
        if not asked.wants(name):
            continue
        told = propose(row["text"], published=row["published"])
        parts = {"incidents": told.incidents, "background": told.background}
        found.setdefault(f"texts of {row['part']}", {})[name] = {
            **{part: [summary(one) for one in those] for part, those in parts.items()},
            "events": [f"{one.date_start} {one.kind} {';'.join(one.parties)}" for one in told.events],
        }
        item = Item(
            row["id"], row["set"], row["published"], row["text"], row["incidents"], row.get("background", []),
            negative=bool(row.get("negative")),
        )  # fmt: skip
        each = [[scored(scoring, one) for one in those] for those in parts.values()]
        scores.setdefault(f"{row['part']}: {row['set']}", scoring.Score()).add(item, *each)
    for name, score in scores.items() if asked.share == 1 else ():  # figures are those of whole sets
        counts, right = score.counts, max(score.counts["incident right"], 1)
        figures = dict(zip(("precision", "recall", "f1"), score.f1(), strict=True))
        figures |= {one: counts[f"incident {one} right"] / right for one in ("initiators", "targets", "place")}
        figures["background f1"] = score.f1("background")[2]
        found["figures"][name] = {key: round(value, 3) for key, value in figures.items()}
    return found


def summary(one: Any) -> dict[str, Any]:
    """Return a proposal without its offsets."""
    return {
        "date": f"{one.date_start}/{one.date_end}" if one.date_end else one.date_start,
        "types": ";".join(one.types),
        "initiators": ";".join(one.initiators),
        "targets": ";".join(one.targets),
        "units": f"{';'.join(one.initiator_units)} > {';'.join(one.target_units)}",
        "place": one.place,
        "at": [round(one.lat, 3), round(one.lon, 3), round(one.radius_km or 0.0, 1)] if one.lat is not None else None,
        "harm": [one.killed, one.injured, one.detained],
        "damage": one.damage,
        "accounts": one.accounts,
    }


def scored(scoring: Any, one: Any) -> Any:
    """Return a proposal as far as scoring asks for."""
    sides = list(one.initiators), list(one.targets)
    return scoring.Found(one.date_start, list(one.types), *sides, one.lat, one.lon, one.confidence)
