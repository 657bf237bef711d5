"""The unattended run: sources into the ledger, then every map, then the week."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata, reporting
from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, Summary
from scs_tracker.ledger.store import now
from scs_tracker.reporting.weeks import Week, last_complete, parse_weeks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scs_tracker.config import Settings

FORMATS: Final = ("html", "json")
_SHIPPED: Final = ("incidents/incidents.csv", "incidents/events.csv")


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

    incidents = ledger.incidents()
    shown = incidents[incidents["status"] == "accepted"]
    map_ = mapping.incident_map(shown, recipe=recipe, events=ledger.events(), as_of=ledger.last_instant())
    mapping.save_map(map_, out)
    return out


def draw_maps(ledger: Ledger, folder: Path) -> list[Path]:
    """Write a map of each shipped recipe into ``folder``."""
    from scs_tracker.mapping import shipped_names

    return [draw_map(ledger, name, folder / f"{name}.html") for name in shipped_names()]


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
        Any of those that ``reporting`` knows.
    as_of
        The instant of the ledger's state (ISO 8601, UTC); its last revision if None.

    Raises
    ------
    TrackerError
        The ledger is empty, or a file cannot be written.
    UsageError
        The week or a format is not known.
    """
    instant = as_of or ledger.last_instant()
    if instant is None:
        raise TrackerError("the ledger is empty; import incidents first, for example with scs-tracker demo")
    incidents, events = ledger.incidents(as_of=as_of), ledger.events()
    written = []
    for one in parse_weeks(week, as_of=instant, zone=settings.zone):
        facts = reporting.weekly_facts(incidents, events, week=str(one), zone=settings.zone, as_of=instant)
        written += reporting.write_week(facts, out or settings.resolve(settings.weekly), formats)
    return written


def run(settings: Settings, *, clock: Callable[[], str] = now) -> tuple[Summary, list[Path]]:
    """Import all configured sources, draw all maps, and issue the last complete week and any missed before it.

    Parameters
    ----------
    settings
        Sources, time zone and folders.
    clock
        Gives the instant from which the last complete week counts, ISO 8601 in UTC.

    Returns
    -------
    Summary, list of Path
        What became of the rows, and the files written.

    Raises
    ------
    TrackerError
        No source is configured, one cannot be read, or a file cannot be written; files imported before stay imported.
    """
    if not settings.sources:
        raise TrackerError("no sources are configured; name files under [[sources]] in tracker.toml")
    ledger = Ledger(settings.ledger_url)
    total = Summary(read=0)
    for source in settings.sources:
        total += ledger.import_file(settings.resolve(source.path), format_=source.format, columns=source.columns)
    written = draw_maps(ledger, settings.resolve(settings.maps))
    return total, written + issue_weeks(ledger, settings, today=clock())


def issue_weeks(ledger: Ledger, settings: Settings, *, today: str) -> list[Path]:
    """Issue the reports that are due: each complete week since the last issued one, then the archive's pages.

    Parameters
    ----------
    ledger
        An open ledger.
    settings
        Time zone and folder.
    today
        The instant from which the last complete week counts, ISO 8601 in UTC.

    Returns
    -------
    list of Path
        The files written; none if nothing is due.
    """
    from scs_tracker.reporting.archive import issued_editions, update_archive

    folder = settings.resolve(settings.weekly)
    last_instant = ledger.last_instant()
    due = last_complete(today, settings.zone)
    issued = issued_editions(folder)
    week = max(Week.parse(one["week"]) for one in issued).shift(1) if issued else due
    if last_instant is None or week > due:
        return []
    written: list[Path] = []
    while week <= due:
        # a week in which nothing came in is known to be quiet only once it has ended
        as_of = max(last_instant, week.ends_at(settings.zone).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
        changes = ledger.changes(max(one["as_of"] for one in issued)) if issued else None
        facts = reporting.weekly_facts(
            ledger.incidents(),
            ledger.events(),
            week=str(week),
            zone=settings.zone,
            as_of=as_of,
            changes=changes,
            issued=issued,
            issue=True,
        )
        written += reporting.write_week(facts, folder, FORMATS, archived=True)
        issued = issued_editions(folder)
        week = week.shift(1)
    return written + update_archive(folder)


def demo(settings: Settings) -> tuple[Summary, list[Path]]:
    """Import the shipped incidents, draw the overview and write the latest week that has incidents.

    Returns
    -------
    Summary, list of Path
        What became of the rows, and the files written, the map first.
    """
    ledger = Ledger(settings.ledger_url)
    total = Summary(read=0)
    for name in _SHIPPED:
        total += ledger.import_file(geodata.shipped(name))
    written = [draw_map(ledger, "overview", settings.resolve(settings.maps) / "overview.html")]
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
