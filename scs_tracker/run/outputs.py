"""Write maps, weekly reports and editions from a ledger, and run the demo."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from scs_tracker import geodata, reporting
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import Ledger, Summary
from scs_tracker.ledger.book import of_one_state
from scs_tracker.ledger.history import instant as moment
from scs_tracker.reporting.archive import issued_editions
from scs_tracker.reporting.period import WEEK, Period, last_complete, parse_weeks
from scs_tracker.run.context import report_context
from scs_tracker.sentences.language import use_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from scs_tracker.config import Settings

FORMATS: Final = ("html", "json")
_SHIPPED: Final = ("incidents/incidents.csv", "incidents/events.csv")


@of_one_state
def draw_map(ledger: Ledger, recipe: str | Path, out: Path) -> Path:
    """Draw a ledger's accepted incidents and events by a recipe (shipped name or TOML file) to an HTML file."""
    from scs_tracker import mapping
    from scs_tracker.intake.archive import copies

    incidents = ledger.incidents(statuses=None)
    shown = incidents[incidents["status"] == "accepted"]
    map_ = mapping.incident_map(
        shown, recipe=recipe, events=ledger.events(), as_of=ledger.last_instant(), copies=copies(ledger)
    )
    mapping.save_map(map_, out)
    return out


@of_one_state
def write_reports(
    ledger: Ledger,
    settings: Settings,
    asked: str,
    *,
    out: Path | None = None,
    formats: Sequence[str] = FORMATS,
    as_of: str | None = None,
    maps: str | None = None,
) -> list[Path]:
    """Write draft reports of one or more weeks, a month or a year, and return the files; nothing is issued.

    A report that was issued in the configured folder is written as issued, in the given formats. ``asked`` is
    ``2024-W25``, ``last``, a range ``2024-W20..2024-W25``, ``2024-06`` or ``2024``; ``as_of`` is the time of the
    ledger's state (ISO 8601, UTC; None: the last change); ``maps`` is the relative URL from the reports to the maps
    (None: that of the configured folder, if it has maps).
    """
    folder = out or settings.resolve(settings.weekly)
    issued = issued_editions(folder) if out is None and as_of is None else []
    instant = moment(as_of) if as_of else ledger.last_instant()
    if instant is None:
        raise TrackerError("the ledger is empty; import incidents first, for example with scs-tracker demo")
    incidents, events = ledger.incidents(statuses=None, as_of=as_of), ledger.events(as_of=as_of)
    context = report_context(ledger, settings, incidents, as_of=as_of)
    weekly = "W" in asked or asked == "last"
    periods = parse_weeks(asked, as_of=instant, zone=settings.zone) if weekly else [Period.parse(asked)]
    if maps is None:
        maps = maps_address(settings) if out is None else ""
    written = []
    for period in periods:
        if any(item["label"] == str(period) for item in issued):
            written += further_formats(settings, issued, period, formats)
            continue
        with use_language(settings.language):
            facts = reporting.report_facts(
                incidents,
                events,
                period=str(period),
                zone=settings.zone,
                as_of=instant,
                ship_tallies=ship_tallies(settings),
                show_unchecked=settings.unchecked,
                context=context,
            )
        written += reporting.write_report(
            facts,
            folder,
            formats,
            templates=own_templates(settings),
            base_url=settings.base_url if maps else "",
            maps=maps,
        )
    return written


def further_formats(
    settings: Settings, issued: Sequence[Mapping[str, Any]], period: Period, formats: Sequence[str]
) -> list[Path]:
    """Write an issued report in the formats that are missing, and return its files in all given formats."""
    last = require_issued(issued, str(period))[-1]
    folder = settings.resolve(settings.weekly)
    files = {name: folder / f"{last['stem']}.{name}" for name in formats}
    lacking = [name for name, file in files.items() if not file.exists()]
    if lacking:
        write_issued(settings, last["facts"], lacking)
    return list(files.values())


def write_issued(settings: Settings, facts: Mapping[str, Any], formats: Sequence[str]) -> list[Path]:
    """Write an issued report into the configured folder, with links to the archive and the maps; return the files."""
    given: Any = {"templates": own_templates(settings), "base_url": settings.base_url, "maps": maps_address(settings)}
    return reporting.write_report(facts, settings.resolve(settings.weekly), formats, archived=True, **given)


def require_issued(issued: Sequence[Mapping[str, Any]], label: str) -> list[Mapping[str, Any]]:
    """Return the editions of a week, month or year, the oldest first; raise UsageError if none was issued."""
    period = Period.parse(label)
    own = [one for one in issued if one["label"] == str(period)]
    if not own:
        verb = {WEEK: "weekly --week"}.get(period.kind, period.kind)
        raise UsageError(
            f"no report of {period} was issued; issue it first, or write a draft with scs-tracker {verb} {period}"
        )
    return own


def maps_address(settings: Settings, *, drawn: bool = False) -> str:
    """Return the relative URL from the weekly reports to the maps folder, or an empty text if there is no overview."""
    maps, weekly = settings.resolve(settings.maps), settings.resolve(settings.weekly)
    if not drawn and not (maps / "overview.html").is_file():
        return ""
    try:
        return quote(f"{Path(os.path.relpath(maps, weekly)).as_posix()}/")
    except ValueError:  # different drives on Windows
        return ""


def own_templates(settings: Settings) -> Path | None:
    """Return the folder of the user's own templates, or None if it is not configured."""
    return settings.resolve(settings.templates) if settings.templates is not None else None


def ship_tallies(settings: Settings) -> pd.DataFrame | None:
    """Return the ship tallies of the configured bulk run, or None if no tallies are configured."""
    from scs_tracker.bulk.tallies import read_tallies

    return read_tallies(settings.resolve(settings.tallies)) if settings.tallies is not None else None


def demo(settings: Settings, *, tell: Callable[[str, int, int], None]) -> tuple[Summary, list[Path]]:
    """Import the shipped incidents, draw the overview map and write the report of the latest week with incidents.

    ``tell`` is called with the step, the number done and the total. Returns the number of rows by outcome, and the
    files written, the map first.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=_prepare_map, initargs=(geodata.overlay(),)) as other:
        other.submit(int)  # start the process now, so that it loads the map code during the import
        ledger = Ledger(settings.ledger_url)
        total = Summary(read=0)
        for name in _SHIPPED:
            total += ledger.import_file(geodata.shipped(name), progress=tell)
        tell("drawing the map and writing the report", 0, 0)
        file = settings.resolve(settings.maps) / "overview.html"
        map_ = other.submit(_draw_overview, settings.ledger_url, file)
        week = latest_week(ledger, settings)
        reports = write_reports(ledger, settings, week, maps=maps_address(settings, drawn=True))
        return total, [map_.result(), *reports]


def _prepare_map(overlay: Path | None) -> None:
    geodata.configure(overlay)
    import_module("scs_tracker.mapping.incident_map")


def _draw_overview(ledger_url: str, file: Path) -> Path:
    return draw_map(Ledger(ledger_url), "overview", file)


def latest_week(ledger: Ledger, settings: Settings) -> str:
    """Return the latest complete week in which an accepted incident began, or the last complete week if none did.

    Raises TrackerError if no accepted incident is dated to the day.
    """
    instant = ledger.last_instant()
    frame = ledger.incidents(statuses=None)
    dated = frame[(frame["status"] == "accepted") & (frame["date_start"].str.len() == 10)]
    if instant is None or dated.empty:
        raise TrackerError("the ledger has no incidents dated to the day; import some with scs-tracker import")
    last = last_complete(instant, settings.zone)
    weeks = [Period.of(date.fromisoformat(day)) for day in dated["date_start"]]
    return str(max((week for week in weeks if week <= last), default=last))
