"""Define the commands geocode, locate, places and codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from scs_tracker.cli import tables
from scs_tracker.cli.options import LEFT_FOR_A_PERSON, Json, settings
from scs_tracker.cli.output import print_notice, show, show_counts, show_json, show_table
from scs_tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


def refuse(given: Mapping[str, object], *, beside: str) -> None:
    """Raise ``UsageError`` for the first argument in ``given`` that is not None, since another argument excludes it."""
    for name, value in given.items():
        if value is not None:
            raise UsageError(f"{name} and {beside} cannot be used together; give only one")


def _geocode_text(text: str | None, near: str | None, *, as_json: bool) -> bool:
    """Geocode one text and print the result; return True if it has no single location."""
    from scs_tracker.geocoding import as_answer, resolve_text

    if text is None:
        raise UsageError(
            "TEXT is missing; add it, such as scs-tracker geocode '10 nm E of Sabina Shoal', or a table with --file"
        )
    answer = as_answer(resolve_text(text, near=_parse_near(near)))
    if as_json:
        show_json(answer)
    elif answer["status"] == "resolved":
        show(f"{answer['lat']:.5f}, {answer['lon']:.5f}  within {answer['radius_km']:g} km")
        named = f", from {answer['feature']}" if answer["feature"] else ""
        print_notice(f"by {answer['method'].replace('_', ' ')}{named}: {answer['matched']!r}")
        if answer["reason"]:
            print_notice(answer["reason"])
    else:
        show(f"{answer['status']}: {answer['reason']}")
        if answer["alternatives"]:
            print_notice(f"possible places: {', '.join(answer['alternatives'])}; add a place name or --near LAT,LON")
    return bool(answer["status"] != "resolved")


def _parse_near(near: str | None) -> tuple[float, float] | None:
    if near is None:
        return None
    parts = near.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        raise UsageError(f"--near {near!r} does not have the form LAT,LON; use, for example, 9.7,115.9") from None
    from scs_tracker.zones.coordinates import check

    check(lat, lon)
    return lat, lon


def _another(file: Path, out: Path | None) -> Path:
    """Return the output file of a table; raise an error if it is missing or is the input table."""
    if out is None:
        raise UsageError("--file needs --out OUT.csv, the output table")
    if out.exists() and file.exists() and out.samefile(file):
        raise UsageError(f"--out {out} is the input table and would be overwritten; choose another file")
    return out


def _show_location(answer: Mapping[str, Any]) -> None:
    """Print the zones, claims, nearest feature and nearest coast of a point."""
    show(answer["standing"])
    if answer["plain"] != answer["standing"]:
        show(f"In plain words: {answer['plain']}")
    for detail in answer["details"]:
        show(f"  - {detail}")
    if not answer["zones"]:
        return
    rows = [
        (zone["id"], ", ".join(zone["claimants"]), zone["kind"].replace("_", " "), zone["membership"],
         "" if zone["share"] is None else f"{zone['share']:.0%}")
        for zone in answer["zones"]
    ]  # fmt: skip
    show_table(["zone", "claimants", "kind", "membership", "share of the uncertainty area"], rows)
    feature, coast = answer["nearest_feature"], answer["nearest_coast"]
    if feature:
        print_notice(f"nearest feature {feature['id']} at {feature['distance_nm']:g} nm")
    if coast:
        print_notice(f"nearest coast {coast['iso2']} at {coast['distance_nm']:g} nm")


def _show_place(place: Mapping[str, Any]) -> None:
    show(f"{place['name']} ({place['id']}): {place['kind'].replace('_', ' ')}, {place['group']}")
    show(f"  {place['lat']:.5f}, {place['lon']:.5f}, extent {place['radius_km']:g} km  {place['link']}")
    show(f"  natural status: {place['natural_status'].replace('_', ' ') or 'unknown'}")
    if place["award_2016"]:
        show(f"  2016 Award: {place['award_2016'].replace('_', ' ')}")
    occupant = place["occupied_by"]
    if occupant and occupant["country"]:
        dated = f", as of {occupant['as_of']}" if occupant["as_of"] else ""
        show(f"  occupied by {occupant['country']}{dated} ({occupant['source'] or 'source not recorded'})")
    for language, names in place["names"].items():
        show(f"  {language}: {', '.join(dict.fromkeys(one['name'] for one in names))}")
    elsewhere = ", ".join(f"{one['scheme']} {one['id']}" for one in place["outside_ids"])
    if elsewhere:
        show(f"  other ids: {elsewhere}")
    show(f"  sources: {'; '.join(place['sources'])}")


def _codes() -> dict[str, list[tuple[str, str]]]:
    from scs_tracker import geodata, model

    return {
        "types": [(row["type"], f"severity {row['severity']}: {row['definition']}") for row in geodata.rows("types")],
        "actors": [(row["code"], row["name"]) for row in geodata.rows("actors")],
        "methods": [(name, METHODS[name]) for name in model.METHODS],
        "events": [(row["kind"], row["label"]) for row in geodata.rows("lexicon_event_kinds")],
        "severity": [(str(grade), label) for grade, label in enumerate(model.SEVERITY_LABELS)],
    }


#: Meanings of the geocoding methods.
METHODS: Final = {
    "coordinates": "printed latitude and longitude",
    "feature": "a named place",
    "offset": "a distance and a direction, or one of them, from a named place or coordinates",
    "between": "between two places, or midway",
    "coast_distance": "a distance off a coast",
    "area": "somewhere in an area of water",
    "none": "no location",
}

app = typer.Typer()


def _degrees(text: str) -> float:
    """Return a coordinate in decimal degrees; for other text, raise an error that suggests ``geocode``."""
    try:
        return float(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is not in decimal degrees, such as 9.74; for text and printed coordinates use"
            " scs-tracker geocode, for example scs-tracker geocode \"10 nm east of 15°08'N 117°46'E\""
        ) from None


Lat = Annotated[
    float | None,
    typer.Argument(metavar="LAT", help="Latitude in decimal degrees.", show_default=False, parser=_degrees),
]
Lon = Annotated[
    float | None,
    typer.Argument(metavar="LON", help="Longitude in decimal degrees.", show_default=False, parser=_degrees),
]
Table = Annotated[
    Path | None, typer.Option("--file", metavar="IN.csv", help="Process a table instead of one value; needs --out.")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="OUT.csv", help="Output table.")]
Date = Annotated[str | None, typer.Option(help="Date: YYYY-MM-DD, YYYY-MM or YYYY.", show_default="today")]


@app.command(epilog="Example: scs-tracker geocode '10 nm E of Sabina Shoal'")
def geocode(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(help="Place description, as in a report.", show_default=False)] = None,
    near: Annotated[
        str | None,
        typer.Option(metavar="LAT,LON", help="Approximate location, used to choose between places with the same name."),
    ] = None,
    file: Table = None,
    column: Annotated[
        str | None, typer.Option(help="Column of --file with the place description.", show_default="location_text")
    ] = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Geocode a place description, or every row of a table."""
    settings(context)
    if file is not None:
        refuse({"a text": text, "--near": near}, beside="--file")
        counts = tables.geocode_table(file, column=column or "location_text", out=_another(file, out))
        show_counts(counts, as_json=json)
        left = counts["resolved"] < sum(counts.values())
    else:
        refuse({"--column": column, "--out": out}, beside="a single text")
        left = _geocode_text(text, near, as_json=json)
    if left:
        raise typer.Exit(LEFT_FOR_A_PERSON)


@app.command(
    context_settings={"ignore_unknown_options": True},
    epilog="Example: scs-tracker locate 9.74 116.47 --date 2024-08-19",
)
def locate(  # noqa: PLR0913, PLR0917 - the contract gives it so many options
    context: typer.Context,
    lat: Lat = None,
    lon: Lon = None,
    date: Date = None,
    radius_km: Annotated[float | None, typer.Option(help="Uncertainty radius in km.", show_default="0")] = None,
    file: Table = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """List the claims and limits at a point on a date, or for every row of a table."""
    settings(context)
    if file is not None:
        refuse({"LAT LON": lat, "--radius-km": radius_km}, beside="--file")
        written = _another(file, out)
        rows = tables.locate_table(file, out=written, date=date)
        if json:
            show_json({"rows": rows})
        else:
            print_notice(f"{rows} rows: {written}")
    else:
        refuse({"--out": out}, beside="a single point")
        from scs_tracker.sentences import classification

        if lat is None or lon is None:
            raise UsageError("LAT or LON is missing; add both, such as 9.74 116.47, or a table with --file")
        if date is not None and not date.strip():
            raise UsageError("--date is empty; use YYYY-MM-DD, YYYY-MM or YYYY, or omit it for today")
        answer = classification.locate(lat, lon, date=date, radius_km=radius_km or 0.0)
        (show_json if json else _show_location)(answer)


@app.command(epilog="Example: scs-tracker places 仁爱礁")
def places(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name in any language, or feature id.")],
    json: Json = False,
) -> None:
    """Show a place's entry in the gazetteer."""
    from scs_tracker.geocoding import places as entries

    settings(context)
    found = entries(name)
    if json:
        show_json(found)
        return
    for place in found:
        _show_place(place)


@app.command(epilog="Example: scs-tracker codes types")
def codes(
    context: typer.Context,
    which: Annotated[
        Literal["types", "actors", "methods", "events", "severity"] | None,
        typer.Argument(
            metavar="WHICH", help="Codes: types, actors, methods, events or severity. Default: all.", show_default=False
        ),
    ] = None,
    json: Json = False,
) -> None:
    """List the codes used in tables, with their definitions."""
    settings(context)
    rows = {name: found for name, found in _codes().items() if which in {None, name}}
    if json:
        show_json(
            {name: [dict(zip(("code", "meaning"), row, strict=True)) for row in found] for name, found in rows.items()}
        )
        return
    for name, found in rows.items():
        show_table([name, "meaning"], found)
        show("")
