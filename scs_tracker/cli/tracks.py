"""Define the command tracks, which lists the vessels near a location in a period."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scs_tracker.cli.options import By, Json, Licence, Provider, ledger_of, settings
from scs_tracker.cli.output import print_notice, show, show_error, show_files, show_json, show_table
from scs_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scs_tracker.tracks.reading import Near
    from scs_tracker.tracks.scene import Scene

app = typer.Typer()
_MOST_SHOWN = 20


@app.command(epilog="Example: scs-tracker tracks positions.parquet --incident 20230805-second-thomas --out tracks.html")
def tracks(  # noqa: PLR0913, PLR0917 - the contract gives it so many options
    context: typer.Context,
    positions: Annotated[
        str,
        typer.Argument(
            metavar="POSITIONS",
            help="Positions as CSV, Parquet or a log of AIS sentences: a file, a folder or a pattern.",
        ),
    ],
    incident: Annotated[str, typer.Option(metavar="ID", help="Incident whose location and dates are used.")] = "",
    place: Annotated[
        str, typer.Option(metavar="TEXT", help="Place description or coordinates, instead of --incident.")
    ] = "",
    from_: Annotated[
        str,
        typer.Option(
            "--from", metavar="TIME", help="With --place: first day of the period, or a time with its time zone."
        ),
    ] = "",
    to: Annotated[
        str, typer.Option(metavar="TIME", help="With --place: last day or time. Default: the same as --from.")
    ] = "",
    radius_nm: Annotated[
        float, typer.Option(help="Radius in nautical miles, in addition to the uncertainty of the location.")
    ] = 10.0,
    vessels: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Vessel list. Default: the list included with scs-tracker.")
    ] = None,
    columns: Annotated[
        str,
        typer.Option(
            metavar="OURS=THEIRS,…", help="Your column names, such as time=BaseDateTime, if they are not recognised."
        ),
    ] = "",
    time_zone: Annotated[
        str, typer.Option(metavar="NAME", help="Time zone, such as Asia/Manila, for times that state none.")
    ] = "",
    out: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Output file: .html (a map), .gpkg or .json. May be repeated."),
    ] = None,
    leads: Annotated[
        bool,
        typer.Option(
            "--leads", help="Add close approaches to the review queue as leads; needs --provider and --licence."
        ),
    ] = False,
    provider: Provider = "",
    licence: Licence = "",
    by: By = None,
    json: Json = False,
) -> None:
    """List the vessels near an incident, and how close they came. Does not change the incident."""
    from scs_tracker.bulk.columns import parse_columns
    from scs_tracker.tracks.scene import look_at_scene

    settings(context)
    near, label = _near(context, incident, place, from_, to, radius_nm)
    files = list(out or [])
    wrong = [file for file in files if file.suffix.casefold() not in {".html", ".gpkg", ".json"}]
    if wrong:
        raise UsageError(f"--out {wrong[0]} has no known extension; use .html, .gpkg or .json")
    require_origin(leads, provider, licence)
    scene = look_at_scene(
        positions, near, label=label, vessels=vessels, columns=parse_columns(columns), time_zone=time_zone
    )
    for file in files:
        from scs_tracker.tracks.outputs import write_scene

        write_scene(scene, file)
    if leads:
        from scs_tracker.ledger import worklist
        from scs_tracker.tracks.leads import scene_leads

        ledger = ledger_of(context, create=True, by=by)
        new = worklist.add_leads(ledger.engine, scene_leads(scene, provider, licence), by=by)
        if not json:
            print_notice(f"{new} new leads in the review queue")
    if json:
        show_json(scene.as_json())
        return
    _show(scene)
    show_files(files)


def require_origin(leads: bool, provider: str, licence: str) -> None:
    """Raise an error unless --provider and --licence are given exactly when --leads is."""
    if leads and not (provider.strip() and licence.strip()):
        raise UsageError("--leads needs --provider and --licence; add both")
    if not leads and (provider or licence):
        raise UsageError("--provider and --licence need --leads; add it, or omit them")


def _near(context: typer.Context, incident: str, place: str, from_: str, to: str, radius_nm: float) -> tuple[Near, str]:
    """Return the search area and period, and the name of the location, from the command's options."""
    from scs_tracker.model import first_day, last_day
    from scs_tracker.tracks.motion import NM
    from scs_tracker.tracks.reading import Near

    if bool(incident) == bool(place):
        raise UsageError("give either --incident ID, or --place TEXT with --from DAY")
    if not 0 < radius_nm <= 500:
        raise UsageError(f"--radius-nm {radius_nm:g} is not allowed; use more than 0 and at most 500")
    if incident:
        if from_ or to:
            raise UsageError("--from and --to need --place; an incident has its own dates")
        row = _incident(context, incident)
        days = (first_day(row["date_start"]), last_day(row["date_end"] or row["date_start"]))
        radius_nm += row["radius_km"] * 1000 / NM
        return Near(row["lat"], row["lon"], radius_nm, *_window(days)), row["place"] or incident
    from scs_tracker.geocoding import resolve_text

    if not from_:
        raise UsageError("--place needs --from, a day such as 2024-06-17 or a time such as 2024-06-17T05:00Z")
    start, end = _instant(from_, "--from", last=False), _instant(to or from_, "--to", last=True)
    if end <= start:
        raise UsageError(f"--to {to or from_} is not after --from {from_}; give a later time")
    found = resolve_text(place)
    if found.lat is None or found.lon is None:
        raise TrackerError(
            f"--place {place!r} cannot be located: {found.reason}; give coordinates, such as 15.15N 117.76E"
        )
    return Near(found.lat, found.lon, (found.radius_km or 0) * 1000 / NM + radius_nm, start, end), place


def _window(days: tuple[str, str]) -> tuple[Any, Any]:
    """Return the start and end, in UTC, of a range of days in local time at sea (UTC+7 to UTC+8)."""
    import numpy as np

    first, last = (np.datetime64(day, "us") for day in days)
    return first - np.timedelta64(8, "h"), last + np.timedelta64(17, "h")


def _instant(text: str, option: str, *, last: bool) -> Any:
    """Return a time in UTC; for a date, return the beginning of the day, or its end if ``last`` is set."""
    import pandas as pd

    try:
        if len(text) == 10:
            return _window((text, text))[int(last)]
        stamp = pd.Timestamp(text)
        stamp = stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")
        return stamp.tz_localize(None).to_datetime64().astype("datetime64[us]")
    except ValueError:
        raise UsageError(f"{option} {text!r} is not a time; use 2024-06-17 or 2024-06-17T05:00+08:00") from None


def _incident(context: typer.Context, incident: str) -> Mapping[str, Any]:
    """Return an incident of the ledger, or of the shipped data if there is no ledger; raise if it has no location."""
    import numpy as np

    from scs_tracker.ledger.frames import read
    from scs_tracker.ledger.store import schema_of

    held = schema_of(settings(context).ledger_url) is not None
    if held:
        frame, where = ledger_of(context).incidents(statuses=None), "the ledger"
    else:
        from scs_tracker import geodata

        frame, where = read(geodata.shipped("incidents/incidents.csv")), "the shipped incidents"
    rows = frame[frame["id"].astype(str) == incident]
    if not len(rows):
        raise TrackerError(f"{incident} is not in {where}; check the id on the map or in an export")
    row: Mapping[str, Any] = rows.iloc[0].to_dict()
    if row["lat"] is None or np.isnan(row["lat"]):
        raise TrackerError(f"{incident} has no location; use --place and --from instead")
    return row


def _show(scene: Scene) -> None:
    """Print the vessels, closest approaches and gaps of a scene as tables."""
    from scs_tracker.tracks.scene import told_distance

    told = scene.as_json()
    near = told["place"]
    show(f"{near['name']}, within {near['radius_nm']:.1f} nm, {told['from']} to {told['to']}")
    names = {row["mmsi"]: " ".join(filter(None, (row["name"], f"({row['actor'] or row['flag'] or 'unknown'})")))
             for row in told["vessels"]}  # fmt: skip
    if not told["vessels"]:
        show("No vessel has a position in this area and period.")
    else:
        show_table(
            ("mmsi", "vessel", "first seen", "last seen", "fixes", "closest to the location"),
            [(row["mmsi"], names[row["mmsi"]], row["first_seen"], row["last_seen"], row["fixes"],
              f"{told_distance(row['closest_nm'], row['closest_doubt_nm'])}, {row['closest_at']}")
             for row in told["vessels"]],
        )  # fmt: skip
    if told["approaches"]:
        show("\nClosest approaches of vessels of different parties")
        show_table(
            ("vessels", "closest", "upper bound", "at", "knots", "crossing"),
            [(f"{names[row['a']]} – {names[row['b']]}", told_distance(row["nm"], row["doubt_nm"]),
              f"{row['surely_within_nm']:g} nm", row["at"], f"{row['a_knots']:g}, {row['b_knots']:g}",
              "" if row["crossing_degrees"] is None else f"{row['crossing_degrees']:g}°")
             for row in told["approaches"][:_MOST_SHOWN]],
        )  # fmt: skip
        if len(told["approaches"]) > _MOST_SHOWN:
            show(f"… and {len(told['approaches']) - _MOST_SHOWN} more; --json lists all")
    for row in told["gaps"][:_MOST_SHOWN]:
        show(
            f"{names.get(row['mmsi'], row['mmsi'])}: no position for {row['hours']:g} h, {row['start']} to {row['end']}"
        )
    show(f"\n{told['rows']} rows: {told['positions']} positions of these vessels, {told['elsewhere']} elsewhere")
    for reason, number in told["set_aside"].items():
        show_error(f"excluded: {number} × {reason}")
    show(told["note"])
