"""What positions show beyond a level, as leads at the desk: figures and words, never an incident; a person decides."""

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
#: service of one of them is known.
LEAD_NM: Final = 0.5
#: An encounter must also have lasted so long.
LEAD_MINUTES: Final = 30.0
#: Ships of one service are counted within this distance of a place.
_AROUND_NM: Final = 3.0


def about(provider: str, licence: str, hashes: Mapping[str, str]) -> str:
    """Return whose positions they are, for the text of a lead."""
    files = "; ".join(f"{name.rsplit('/', 1)[-1]} (SHA-256 {digest})" for name, digest in hashes.items())
    origin = f"Evidence: positions. Provider: {provider}. Licence: {licence}"
    return f"{origin}. Files: {files or 'not of this machine'}. {WORDS}"


def scene_leads(scene: Scene, provider: str, licence: str) -> list[dict[str, str]]:
    """Return leads of the approaches of a scene, and of the ships of each service within 3 nm of its place."""
    source = about(provider, licence, scene.hashes)
    actor = dict(zip(scene.vessels["mmsi"], scene.vessels["actor"], strict=True))
    name = {row["mmsi"]: row["name"] or row["mmsi"] for row in records(scene.vessels)}
    found = [
        _lead(
            row["lat"], row["lon"], row["at"], f"{row['a']}-{row['b']}",
            title=f"{name[row['a']]} and {name[row['b']]}: {told_distance(row['nm'], row['doubt_nm'])} apart near "
            f"{scene.label} at {row['at']} (AIS, {provider})",
            why=f"approach; positions (AIS, {provider})",
            text=f"At {row['at']}, at {row['a_knots']:g} and {row['b_knots']:g} knots. Surely within "
            f"{row['surely_within_nm']:g} nm. {source}",
        )
        for row in records(scene.approaches)
        if row["surely_within_nm"] <= LEAD_NM and (actor.get(row["a"]) or actor.get(row["b"]))
    ]  # fmt: skip
    close = scene.vessels[(scene.vessels["closest_nm"] <= _AROUND_NM) & (scene.vessels["actor"] != "")]
    start, end = (str(edge.astype("datetime64[s]")) + "Z" for edge in (scene.near.start, scene.near.end))
    for code, ships in close.groupby("actor"):
        told = ", ".join(f"{one['name'] or one['mmsi']} ({told_distance(one['closest_nm'], one['closest_doubt_nm'])})"
                         for one in records(ships))  # fmt: skip
        found.append(
            _lead(
                scene.near.lat, scene.near.lon, start, str(code),
                title=f"Positions of {len(ships)} {_actor_name(str(code))} vessel{'s' * (len(ships) > 1)} within "
                f"{_AROUND_NM:g} nm of {scene.label}, {start} to {end} (AIS, {provider})",
                why=f"presence; positions (AIS, {provider})", text=f"{told}. {source}",
            )
        )  # fmt: skip
    return found


def encounter_leads(
    encounters: pd.DataFrame, massing: pd.DataFrame, provider: str, licence: str, hashes: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return leads of what a bulk run found: encounters beyond the level, and days with more ships than before."""
    source = about(provider, licence, hashes)
    close = encounters[(encounters["surely_within_nm"] <= LEAD_NM) & (encounters["minutes"] >= LEAD_MINUTES)]
    close = close[(close["a_actor"] != "") | (close["b_actor"] != "")]
    number, _ = nearest_features_within(close["lon"].to_numpy(dtype=float), close["lat"].to_numpy(dtype=float))
    ids, east, north = feature_points()
    found = [
        _lead(
            row["lat"], row["lon"], row["at"], f"{row['a']}-{row['b']}",
            title=f"{_who(row, 'a')} and {_who(row, 'b')}: {told_distance(row['nm'], row['doubt_nm'])} apart, within a "
            f"limit for {row['minutes']:.0f} min{_near_feature(ids, at)} (AIS, {provider})",
            why=f"encounter; positions (AIS, {provider})",
            text=f"{row['start']} to {row['end']}. Surely within {row['surely_within_nm']:g} nm. {source}",
        )
        for row, at in zip(records(close), number.tolist(), strict=True)
    ]  # fmt: skip
    place = {str(one): (float(lat), float(lon)) for one, lon, lat in zip(ids, east, north, strict=True)}
    for row in records(massing[(massing["massed"] == "yes") & (massing["by"] == "actor")]):
        lat, lon = place[row["feature"]]
        found.append(
            _lead(
                lat, lon, f"{row['day']}T00:00:00Z", str(row["party"]),
                title=f"Positions of {row['ships']} {_actor_name(row['party'])} vessels within 12 nm of "
                f"{row['feature']} on {row['day']}; at most {row['most_before']:g} on the {row['days_before']} days "
                f"before (AIS, {provider})",
                why=f"more ships than before; positions (AIS, {provider})", text=source,
            )
        )  # fmt: skip
    return found


def _lead(lat: float, lon: float, at: str, key: str, *, title: str, why: str, text: str) -> dict[str, Any]:
    address = f"geo:{lat:.4f},{lon:.4f}?at={at}&of={key}"  # RFC 5870: where the desk draws its small map
    return {"source": POSITIONS, "address": address, "title": title, "language": "en", "published": at[:10], "why": why,
            "text": text}  # fmt: skip


def _actor_name(code: str) -> str:
    return next((row["name"] for row in geodata.rows("actors") if row["code"] == code), code)


def _who(row: Mapping[str, Any], side: str) -> str:
    whose = row[f"{side}_actor"]
    return f"{_actor_name(whose)} vessel {row[side]}" if whose else f"vessel {row[side]} ({row[f'{side}_party']})"


def _near_feature(ids: Any, number: int) -> str:
    return f" near {ids[number]}" if number >= 0 else ""
