"""What the look-up commands print: places, standings, zones."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from scs_tracker.errors import UsageError
from scs_tracker.terminal import show, show_counts, show_json, show_table, tell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def refuse(given: Mapping[str, object], *, beside: str) -> None:
    """Refuse arguments that would not count, rather than pass over them.

    Raises
    ------
    UsageError
        One of ``given`` has a value.
    """
    for name, value in given.items():
        if value is not None:
            raise UsageError(f"{name} and {beside} exclude each other; give one")


def geocode_text(text: str | None, *, near: str | None, as_json: bool) -> bool:
    """Place one text and print it; return whether it is left for a person."""
    from scs_tracker.geocoding import as_answer, resolve_text

    if text is None:
        raise UsageError(
            "name a text, for example scs-tracker geocode '10 nm E of Sabina Shoal', or a table with --file"
        )
    answer = as_answer(resolve_text(text, near=_parse_near(near)))
    if as_json:
        show_json(answer)
    elif answer["status"] == "resolved":
        show(f"{answer['lat']:.5f}, {answer['lon']:.5f}  within {answer['radius_km']:g} km")
        named = f", from {answer['feature']}" if answer["feature"] else ""
        tell(f"by {answer['method'].replace('_', ' ')}{named}: {answer['matched']!r}")
        if answer["reason"]:
            tell(answer["reason"])
    else:
        show(f"{answer['status']}: {answer['reason']}")
        if answer["alternatives"]:
            tell(f"it may be {', '.join(answer['alternatives'])}; add a place or --near LAT,LON")
    return bool(answer["status"] != "resolved")


def _parse_near(near: str | None) -> tuple[float, float] | None:
    if near is None:
        return None
    parts = near.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        raise UsageError(f"--near {near!r} is not LAT,LON; write for example --near 9.7,115.9") from None
    from scs_tracker.zones.coordinates import check

    check(lat, lon)
    return lat, lon


def _another(file: Path, out: Path | None) -> Path:
    """Return where a table goes, which may not be where it comes from."""
    if out is None:
        raise UsageError("--file needs --out OUT.csv, where the table goes")
    if out.exists() and file.exists() and out.samefile(file):
        raise UsageError(f"--out {out} is the table that is read, and would be lost; name another file")
    return out


def geocode_table(file: Path, out: Path | None, *, column: str, as_json: bool) -> bool:
    """Place every row of a table; return whether some are left for a person."""
    from scs_tracker import lookup

    out = _another(file, out)
    counts = lookup.geocode_table(file, column=column, out=out)
    show_counts(counts, as_json=as_json)
    return counts["resolved"] < sum(counts.values())


def locate_table(file: Path, out: Path | None, *, date: str | None, as_json: bool) -> None:
    """Classify every row of a table."""
    from scs_tracker import lookup

    out = _another(file, out)
    rows = lookup.locate_table(file, out=out, date=date)
    if as_json:
        show_json({"rows": rows})
    else:
        tell(f"{rows} rows: {out}")


def locate_point(lat: float | None, lon: float | None, *, date: str | None, radius_km: float, as_json: bool) -> None:
    """Print what covers a point."""
    from scs_tracker.zones import locate

    if lat is None or lon is None:
        raise UsageError("give LAT and LON, for example scs-tracker locate 9.74 116.47, or a table with --file")
    if date is not None and not date.strip():
        raise UsageError("--date is empty; write YYYY-MM-DD, YYYY-MM or YYYY, or leave it out for today")
    answer = locate(lat, lon, date=date, radius_km=radius_km)
    if as_json:
        show_json(answer)
        return
    show(answer["standing"])
    if not answer["zones"]:
        return
    rows = [
        [
            zone["id"],
            ", ".join(zone["claimants"]),
            zone["kind"].replace("_", " "),
            zone["membership"],
            _share(zone["share"]),
        ]
        for zone in answer["zones"]
    ]
    show_table(["zone", "claimants", "kind", "membership", "share of the disc"], rows)
    feature, coast = answer["nearest_feature"], answer["nearest_coast"]
    if feature:
        tell(f"nearest feature {feature['id']} at {feature['distance_nm']:g} M")
    if coast:
        tell(f"nearest coast {coast['iso2']} at {coast['distance_nm']:g} M")


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def show_places(name: str, *, as_json: bool) -> None:
    """Print what the gazetteer holds on each feature of that name."""
    from scs_tracker.geocoding import places

    found = places(name)
    if as_json:
        show_json(found)
        return
    for place in found:
        _show_place(place)


def _show_place(place: Mapping[str, Any]) -> None:
    show(f"{place['name']} ({place['id']}): {place['kind'].replace('_', ' ')}, {place['group']}")
    show(f"  {place['lat']:.5f}, {place['lon']:.5f}, extent {place['radius_km']:g} km  {place['link']}")
    show(f"  natural status: {place['natural_status'].replace('_', ' ') or 'unknown'}")
    if place["award_2016"]:
        show(f"  2016 Award: {place['award_2016'].replace('_', ' ')}")
    occupant = place["occupied_by"]
    if occupant and occupant["country"]:
        dated = f", as of {occupant['as_of']}" if occupant["as_of"] else ""
        show(f"  held by {occupant['country']}{dated} ({occupant['source'] or 'source not noted'})")
    for language, names in place["names"].items():
        show(f"  {language}: {', '.join(dict.fromkeys(one['name'] for one in names))}")
    show(f"  sources: {'; '.join(place['sources'])}")


def show_zones(*, date: str | None, as_json: bool) -> None:
    """Print every zone, or those of a date."""
    from scs_tracker import lookup

    rows = lookup.zone_rows(date=date)
    if as_json:
        show_json(rows)
        return
    columns = ["id", "claimants", "kind", "valid_from", "valid_to", "status", "name"]
    show_table(columns, [[row[column] for column in columns] for row in rows])


def build_zones(out: Path) -> None:
    """Build all zones, saying each step on standard error, and print their areas."""
    from scs_tracker.zones.build import build_zones as build

    report = build(out, progress=_step)
    rows = [
        [zone.id, "" if zone.area_km2 is None else f"{zone.area_km2:,.0f}", zone.vertices, zone.accuracy]
        for zone in report.zones
    ]
    show_table(["zone", "area km²", "vertices", "accuracy"], rows)
    for file in report.files:
        tell(str(file))


def _step(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"{text}\n")


def show_zone_problems(*, as_json: bool) -> bool:
    """Print what is wrong with the zones; return whether anything is."""
    from scs_tracker.zones.check import check_zones

    found = check_zones()
    if as_json:
        show_json({"problems": found})
    else:
        show("\n".join(found) if found else "the zones are as they should be")
    return bool(found)


def add_zone(file: str, facts: Mapping[str, str], *, layer: str, where: str, replace: bool) -> None:
    """Take a map layer into the user's zones and say what became of it."""
    from scs_tracker.zones import add_zone as add

    added = add(file, facts, layer=layer, where=where, replace=replace)
    area = "" if added.area_km2 is None else f", {added.area_km2:,.0f} km²"
    show(f"{'replaced' if added.replaced else 'added'} zone {added.id}: {added.features} features{area}")
    for note in added.notes:
        tell(note)
    tell(str(added.file))
