"""What `review` prints: proposed incidents side by side with those that they may be the same as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.terminal import show, show_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scs_tracker.ledger import Ledger

_MOST_DAYS: Final = 10
_MOST_KM: Final = 150.0
_MOST_SHOWN: Final = 3


def show_reviews(ledger: Ledger, *, as_json: bool) -> None:
    """Print what waits for a person: each proposed incident beside what it may be the same as.

    The ledger's own pairs come first, with its reasons. A proposal that is in none of them stands beside the incidents
    nearest in time and place, with how far they are apart.
    """
    pairs = ledger.reviews()
    known = {row["id"]: row for row in ledger.incidents().to_dict("records")}
    paired = {pair["incident"] for pair in pairs}
    lonely = [key for key, row in known.items() if row["status"] == "proposed" and key not in paired]
    near = {key: _nearest(known[key], list(known.values())) for key in lonely}
    if as_json:
        show_json({"pairs": pairs, "proposed": lonely, "nearest": near})
        return
    if not pairs and not lonely:
        show("nothing waits for review")
        return
    for pair in pairs:
        show(f"{pair['incident']} may be {pair['candidate']} (score {pair['score']:g})")
        show(f"  because {'; '.join(pair['reasons'])}")
        for key in (pair["incident"], pair["candidate"]):
            show(f"  {_line(known[key])}")
        show(f"  the same: scs-tracker link {pair['candidate']} {pair['incident']} --reason …")
        show(f"  another:  scs-tracker accept {pair['incident']}")
    for key in lonely:
        show(f"{key} is proposed")
        show(f"  {_line(known[key])}")
        for other in near[key]:
            show(f"  near {other['incident']}: {'; '.join(other['reasons'])}")
            show(f"  {_line(known[other['incident']])}")
            show(f"  the same: scs-tracker link {other['incident']} {key} --reason …")
        show(f"  right as it is: scs-tracker accept {key}; wrong: amend or retract {key}")


def _line(row: Mapping[str, Any]) -> str:
    sides = f"{row['initiators'] or 'not named'} → {row['targets'] or 'not named'}"
    return f"{row['date_start']}  {row['types']}  {sides}  {row['location_text']}: {row['summary']}"


def _nearest(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the accepted incidents nearest to a proposal, each with how far apart they are and what they share."""
    found = []
    for other in rows:
        if other["status"] != "accepted":
            continue
        days, km = _days(row, other), _kilometres(row, other)
        if days > _MOST_DAYS or (km is not None and km > _MOST_KM):
            continue
        reasons = ["the same day" if days == 0 else f"{days} day{'s' * (days > 1)} apart"]
        if km is not None:
            reasons.append(f"{km:.0f} km apart")
        for word in ("types", "initiators", "targets"):
            shared = sorted({*model.split_list(row[word])} & {*model.split_list(other[word])})
            if shared:
                reasons.append(f"both {word} {', '.join(shared)}")
        found.append((days * 20.0 + (_MOST_KM if km is None else km) - 30.0 * len(reasons), other["id"], reasons))
    return [{"incident": key, "reasons": reasons} for _, key, reasons in sorted(found)[:_MOST_SHOWN]]


def _days(row: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """Return the days between two stretches of partial dates, 0 where they meet."""
    from datetime import date

    spans = [
        (date.fromisoformat(model.first_day(one["date_start"])),
         date.fromisoformat(model.last_day(one["date_end"] or one["date_start"])))
        for one in (row, other)
    ]  # fmt: skip
    (first, last), (other_first, other_last) = spans
    return max((other_first - last).days, (first - other_last).days, 0)


def _kilometres(row: Mapping[str, Any], other: Mapping[str, Any]) -> float | None:
    from scs_tracker.geocoding.context import kilometres

    points = [(float(one["lat"]), float(one["lon"])) for one in (row, other) if one["lat"] == one["lat"] and one["lat"]]
    return kilometres(*points[0], *points[1]) if len(points) == 2 else None
