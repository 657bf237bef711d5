"""Create leads for review from vessel positions that pass a threshold; a lead is never an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.bulk.placing import nearest_features_within
from scs_tracker.ledger.worklist import POSITIONS
from scs_tracker.tracks.scene import WORDS, records, told_distance
from scs_tracker.zones.coast import feature_points

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from scs_tracker.tracks.scene import Scene

#: An approach or encounter becomes a lead where both vessels were surely within this distance, doubt included, and the
#: service of one of them is known; an encounter must also have lasted so long.
LEAD_NM, LEAD_MINUTES = 0.5, 30.0
#: Ships of one service are counted within this distance of a place.
_AROUND_NM: Final = 3.0


def scene_leads(scene: Scene, provider: str, licence: str) -> list[dict[str, str]]:
    """Return leads for the close approaches in a scene, and for the ships of each service within 3 nm of its centre."""
    origin = (provider, licence, scene.hashes)
    vessel = {row["mmsi"]: row | {"label": row["name"] or row["mmsi"]} for row in records(scene.vessels)}
    found = [
        _lead(
            origin, "approach", (row["lat"], row["lon"]), row["at"], f"{row['a']}-{row['b']}",
            f"{vessel[row['a']]['label']} and {vessel[row['b']]['label']}: "
            f"{told_distance(row['nm'], row['doubt_nm'])} apart near {scene.label} at {row['at']}",
            f"At {row['at']}, at {row['a_knots']:g} and {row['b_knots']:g} knots. Certainly within "
            f"{row['surely_within_nm']:g} nm. ",
        )
        for row in records(scene.approaches)
        if row["surely_within_nm"] <= LEAD_NM and (vessel[row["a"]]["actor"] or vessel[row["b"]]["actor"])
    ]  # fmt: skip
    start, end = (f"{edge.astype('datetime64[s]')}Z" for edge in (scene.near.start, scene.near.end))
    close: dict[str, list[str]] = {}
    for row in vessel.values():
        if row["actor"] and row["closest_nm"] <= _AROUND_NM:
            told = told_distance(row["closest_nm"], row["closest_doubt_nm"])
            close.setdefault(row["actor"], []).append(f"{row['label']} ({told})")
    return found + [
        _lead(
            origin, "presence", (scene.near.lat, scene.near.lon), start, code,
            f"Positions of {len(ships)} {_actor_name(code)} vessel{'s' * (len(ships) > 1)} within {_AROUND_NM:g} nm of "
            f"{scene.label}, {start} to {end}", f"{', '.join(ships)}. ",
        )
        for code, ships in sorted(close.items())
    ]  # fmt: skip


def encounter_leads(
    encounters: pd.DataFrame, massing: pd.DataFrame, provider: str, licence: str, hashes: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return leads for close and long encounters of a bulk run, and for days with more ships than before."""
    origin = (provider, licence, hashes)
    close = encounters[(encounters["surely_within_nm"] <= LEAD_NM) & (encounters["minutes"] >= LEAD_MINUTES)]
    close = close[(close["a_actor"] != "") | (close["b_actor"] != "")]
    number, _ = nearest_features_within(close["lon"].to_numpy(dtype=float), close["lat"].to_numpy(dtype=float))
    ids, east, north = feature_points()
    found = [
        _lead(
            origin, "encounter", (row["lat"], row["lon"]), row["at"], f"{row['a']}-{row['b']}",
            f"{_who(row, 'a')} and {_who(row, 'b')}: {told_distance(row['nm'], row['doubt_nm'])} apart, close to "
            f"each other for {row['minutes']:.0f} min{f' near {ids[at]}' * (at >= 0)}",
            f"{row['start']} to {row['end']}. Certainly within {row['surely_within_nm']:g} nm. ",
        )
        for row, at in zip(records(close), number.tolist(), strict=True)
    ]  # fmt: skip
    place = {one: (lat, lon) for one, lat, lon in zip(ids.tolist(), north.tolist(), east.tolist(), strict=True)}
    return found + [
        _lead(
            origin, "more ships than before", place[row["feature"]], f"{row['day']}T00:00:00Z", row["party"],
            f"Positions of {row['ships']} {_actor_name(row['party'])} vessels within 12 nm of {row['feature']} on "
            f"{row['day']}; at most {row['most_before']:g} on the {row['days_before']} days before", "",
        )
        for row in records(massing[(massing["massed"] == "yes") & (massing["by"] == "actor")])
    ]  # fmt: skip


def _lead(
    origin: tuple[str, str, Mapping[str, str]], kind: str, place: tuple[float, float], at: str, of: str, title: str,
    text: str,
) -> dict[str, Any]:  # fmt: skip
    """Return a lead with its title and text, the files, and the provider and licence of the positions."""
    provider, licence, hashes = origin
    files = "; ".join(f"{name.rsplit('/', 1)[-1]} (SHA-256 {digest})" for name, digest in hashes.items())
    source = f"Evidence: positions. Provider: {provider}. Licence: {licence}. Files: {files or 'not on this machine'}."
    address = f"geo:{place[0]:.4f},{place[1]:.4f}?at={at}&of={of}"  # RFC 5870: where the desk draws its small map
    return {"source": POSITIONS, "address": address, "title": f"{title} (AIS, {provider})", "language": "en",
            "published": at[:10], "why": f"{kind}; positions (AIS, {provider})",
            "text": f"{text}{source} {WORDS}"}  # fmt: skip


def _actor_name(code: str) -> str:
    return next((row["name"] for row in geodata.rows("actors") if row["code"] == code), code)


def _who(row: Mapping[str, Any], side: str) -> str:
    whose = row[f"{side}_actor"]
    return f"{_actor_name(whose)} vessel {row[side]}" if whose else f"vessel {row[side]} ({row[f'{side}_party']})"
