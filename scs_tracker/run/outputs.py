"""What is made of a ledger: maps, weeks, the archive of issued weeks, and the demo."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from scs_tracker import geodata, reporting
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import Ledger, Summary
from scs_tracker.ledger.book import of_one_state
from scs_tracker.ledger.history import instant as moment
from scs_tracker.reporting.archive import issued_editions
from scs_tracker.reporting.weeks import Week, last_complete, parse_weeks
from scs_tracker.run.beside import of_ledger
from scs_tracker.sentences.language import speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from scs_tracker.config import Settings

FORMATS: Final = ("html", "json")
_SHIPPED: Final = ("incidents/incidents.csv", "incidents/events.csv")


@of_one_state
def draw_map(ledger: Ledger, recipe: str | Path, out: Path) -> Path:
    """Write one map of the ledger.

    Parameters
    ----------
    ledger
        An open ledger.
    recipe
        Name of a shipped recipe, or a TOML file.
    out
        The HTML file.

    Raises
    ------
    TrackerError
        The recipe is not right or the file cannot be written.
    """
    from scs_tracker import mapping
    from scs_tracker.intake.archive import copies

    incidents = ledger.incidents()
    shown = incidents[incidents["status"] == "accepted"]
    map_ = mapping.incident_map(
        shown, recipe=recipe, events=ledger.events(), as_of=ledger.last_instant(), copies=copies(ledger)
    )
    mapping.save_map(map_, out)
    return out


def draw_maps(ledger: Ledger, folder: Path) -> list[Path]:
    """Write a map of each shipped recipe into ``folder``."""
    from scs_tracker.mapping import shipped_names

    return [draw_map(ledger, name, folder / f"{name}.html") for name in shipped_names()]


@of_one_state
def write_weeks(
    ledger: Ledger,
    settings: Settings,
    week: str,
    *,
    out: Path | None = None,
    formats: Sequence[str] = FORMATS,
    as_of: str | None = None,
) -> list[Path]:
    """Render the reports of one week or several; this issues nothing.

    A week that was issued into the configured folder is written as it was issued, in the formats that are asked for.

    Parameters
    ----------
    ledger
        An open ledger.
    settings
        Time zone and folders.
    week
        ``2024-W25``, ``last`` or a range ``2024-W20..2024-W25``.
    out
        The folder; the configured one if None.
    formats
        Of ``config.REPORT_FORMATS``.
    as_of
        The instant of the ledger's state (ISO 8601, UTC); its last revision if None.

    Raises
    ------
    TrackerError
        The ledger is empty, or a file cannot be written.
    UsageError
        The week or a format is not known.
    """
    folder = out or settings.resolve(settings.weekly)
    issued = issued_editions(folder) if out is None and as_of is None else []
    instant = moment(as_of) if as_of else ledger.last_instant()
    if instant is None:
        raise TrackerError("the ledger is empty; import incidents first, for example with scs-tracker demo")
    incidents, events = ledger.incidents(as_of=as_of), ledger.events(as_of=as_of)
    beside = of_ledger(ledger, settings, incidents, as_of=as_of)
    written = []
    for one in parse_weeks(week, as_of=instant, zone=settings.zone):
        if any(item["week"] == str(one) for item in issued):
            written += further_formats(settings, issued, one, formats)
            continue
        with speaking(settings.language):
            facts = reporting.weekly_facts(
                incidents,
                events,
                week=str(one),
                zone=settings.zone,
                as_of=instant,
                ship_tallies=ship_tallies(settings),
                show_unchecked=settings.unchecked,
                beside=beside,
            )
        maps = maps_address(settings) if out is None else ""
        written += reporting.write_week(
            facts,
            folder,
            formats,
            templates=own_templates(settings),
            base_url=settings.base_url if maps else "",
            maps=maps,
        )
    return written


def write_period(
    ledger: Ledger,
    settings: Settings,
    period: str,
    *,
    out: Path | None = None,
    formats: Sequence[str] = FORMATS,
    as_of: str | None = None,
) -> list[Path]:
    """Render the report of a month or a year; this issues nothing.

    Parameters
    ----------
    ledger
        An open ledger.
    settings
        Time zone and folders.
    period
        ``2024-06`` or ``2024``.
    out, formats, as_of
        As ``write_weeks`` takes them; a month or a year is written as html, json, csv and pdf.

    Raises
    ------
    TrackerError
        The ledger is empty, or a file cannot be written.
    UsageError
        The period or a format is not known.
    """
    instant = moment(as_of) if as_of else ledger.last_instant()
    if instant is None:
        raise TrackerError("the ledger is empty; import incidents first, for example with scs-tracker demo")
    incidents = ledger.incidents(as_of=as_of)
    with speaking(settings.language):
        facts = reporting.period_facts(
            incidents,
            ledger.events(as_of=as_of),
            period=period,
            zone=settings.zone,
            as_of=instant,
            beside=of_ledger(ledger, settings, incidents, as_of=as_of),
        )
    folder = out or settings.resolve(settings.weekly)
    maps = maps_address(settings) if out is None else ""
    return reporting.write_period(facts, folder, formats, templates=own_templates(settings), maps=maps)


def further_formats(
    settings: Settings, issued: Sequence[Mapping[str, Any]], week: Week, formats: Sequence[str]
) -> list[Path]:
    """Write an issued week in the formats that do not lie there, from its own facts: no new edition.

    Returns
    -------
    list of Path
        The files of all formats, those that lay there already as well.

    Parameters
    ----------
    settings
        Folder and templates.
    issued
        What ``reporting.issued_editions`` gives.
    week
        An issued week.
    formats
        Formats that ``reporting`` knows.
    """
    last = require_issued(issued, str(week))[-1]
    folder = settings.resolve(settings.weekly)
    files = {name: folder / f"{last['stem']}.{name}" for name in formats}
    lacking = [name for name, file in files.items() if not file.exists()]
    reporting.write_week(
        last["facts"],
        folder,
        lacking,
        archived=True,
        templates=own_templates(settings),
        base_url=settings.base_url,
        maps=maps_address(settings),
    )
    return list(files.values())


def require_issued(issued: Sequence[Mapping[str, Any]], week: str) -> list[Mapping[str, Any]]:
    """Return the editions of a week, first to last.

    Raises
    ------
    UsageError
        ``week`` does not exist, or no report of it was issued.
    """
    label = str(Week.parse(week))
    own = [one for one in issued if one["week"] == label]
    if not own:
        raise UsageError(f"no report of {label} was issued, so there is none to correct; scs-tracker weekly renders it")
    return own


def maps_address(settings: Settings) -> str:
    """Return the folder of the maps as seen from the weekly reports; empty where no overview lies there."""
    maps, weekly = settings.resolve(settings.maps), settings.resolve(settings.weekly)
    if not (maps / "overview.html").is_file():
        return ""
    try:
        return quote(f"{Path(os.path.relpath(maps, weekly)).as_posix()}/")
    except ValueError:  # on two drives of Windows
        return ""


def own_templates(settings: Settings) -> Path | None:
    """Return the user's folder of templates; None where there is none configured."""
    return settings.resolve(settings.templates) if settings.templates is not None else None


def ship_tallies(settings: Settings) -> pd.DataFrame | None:
    """Return the tallies of the configured bulk run; None where there is none configured."""
    from scs_tracker.bulk import read_tallies

    return read_tallies(settings.resolve(settings.tallies)) if settings.tallies is not None else None


def demo(settings: Settings, *, tell: Callable[[str, int, int], None]) -> tuple[Summary, list[Path]]:
    """Import the shipped incidents, draw the overview and write the latest week that has incidents.

    Parameters
    ----------
    settings
        Where the ledger, the maps and the weeks are.
    tell
        Called with what is being done, how much is done, and how much there is in all.

    Returns
    -------
    Summary, list of Path
        What became of the rows, and the files written, the map first.
    """
    ledger = Ledger(settings.ledger_url)
    total = Summary(read=0)
    for name in _SHIPPED:
        total += ledger.import_file(geodata.shipped(name), progress=tell)
    tell("drawing the map", 0, 0)
    written = [draw_map(ledger, "overview", settings.resolve(settings.maps) / "overview.html")]
    tell("writing the week", 0, 0)
    return total, written + write_weeks(ledger, settings, latest_week(ledger, settings))


def latest_week(ledger: Ledger, settings: Settings) -> str:
    """Return the latest complete week in which an incident dated to the day began.

    Raises
    ------
    TrackerError
        The ledger is empty.
    """
    instant = ledger.last_instant()
    frame = ledger.incidents()
    dated = frame[(frame["status"] == "accepted") & (frame["date_start"].str.len() == 10)]
    if instant is None or dated.empty:
        raise TrackerError("the ledger has no incidents that are dated to the day; import some first")
    last = last_complete(instant, settings.zone)
    weeks = [Week.of(date.fromisoformat(day)) for day in dated["date_start"]]
    return str(max((week for week in weeks if week <= last), default=last))
