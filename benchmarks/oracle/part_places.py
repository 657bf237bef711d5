"""Positions of texts, by ``scs_tracker.resolve_text``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import store
from differences import short

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Positions that are nearer to each other are one, and radii that differ by less of each other.
NEAR_KM = 0.05
NEAR_RADIUS = 0.01


def answers(asked: store.Asked) -> store.Answers:
    """Return the position of every recorded text."""
    import scs_tracker as scs

    found: store.Answers = {}
    for group, questions in json.loads((asked.inputs / "places.json").read_text(encoding="utf-8")).items():
        for one in questions:
            hints = [f"place {one['place']}"] if one.get("place") else []
            hints += [f"near {one['near']}"] if one.get("near") else []
            hints += [f"actors {','.join(one['actors'])}"] if one.get("actors") else []
            item = " | ".join([one["text"], *hints])
            if not asked.wants(item):
                continue
            near = tuple(one["near"]) if one.get("near") else None
            try:
                position = scs.resolve_text(
                    one["text"], place=one.get("place", ""), near=near, actors=one.get("actors", ())
                )
            except Exception as error:  # noqa: BLE001 - an error is an answer too
                found.setdefault(group, {})[item] = {"status": f"error: {error!r}"}
                continue
            answer: dict[str, Any] = {"status": position.status, "method": position.method}
            if position.lat is not None:
                answer |= {"lat": round(position.lat, 5), "lon": round(position.lon, 5), "feature": position.feature_id}
                answer |= {"radius_km": round(position.radius_km or 0.0, 2)}
            if position.status == "ambiguous":
                answer["alternatives"] = sorted(position.alternatives)
            found.setdefault(group, {})[item] = answer
    return found


def differing(before: Any, now: Any) -> Iterator[tuple[str, str, str]]:
    """Yield one line if status, method, feature, point, radius or alternatives differ; the field says which."""
    if not isinstance(before, dict) or not isinstance(now, dict):
        yield "", short(before), short(now)
        return
    names = [
        name for name in ("status", "method", "feature", "alternatives") if before.get(name) != now.get(name)
    ]  # fmt: skip
    moved = ""
    if "lat" in before and "lat" in now:
        from pyproj import Geod

        km = Geod(ellps="WGS84").inv(before["lon"], before["lat"], now["lon"], now["lat"])[2] / 1000.0
        if km > NEAR_KM:
            names.append("point")
            moved = f" (moved {km:.1f} km)"
        if abs(before["radius_km"] - now["radius_km"]) > max(NEAR_KM, NEAR_RADIUS * before["radius_km"]):
            names.append("radius")
    if names:
        yield ",".join(names), line(before), line(now) + moved


def line(answer: dict[str, Any]) -> str:
    """Return an answer as a piece of a line."""
    if "lat" not in answer:
        return " ".join([answer["status"], *answer.get("alternatives", [])])
    feature = answer["feature"] or "(no feature)"
    status = "" if answer["status"] == "resolved" else f"{answer['status']} "
    return (
        f"{status}{answer['method']} {feature} {answer['lat']:.3f},{answer['lon']:.3f} r {answer['radius_km']:.1f} km"
    )
