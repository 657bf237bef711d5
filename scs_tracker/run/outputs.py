"""What is made of a ledger: maps, weeks, the archive of issued weeks, and the demo."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, reporting
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import Ledger, Summary
from scs_tracker.ledger.history import instant as moment
from scs_tracker.reporting.weeks import Week, last_complete, parse_weeks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

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


def due_weeks(settings: Settings, issued: Sequence[Mapping[str, Any]], *, today: str) -> list[Week]:
    """Return the complete weeks since the last issued one; the last complete week where none was issued yet.

    Parameters
    ----------
    settings
        Time zone.
    issued
        What ``reporting.issued_editions`` gives.
    today
        The instant from which the last complete week counts, ISO 8601 in UTC.
    """
    last = last_complete(today, settings.zone)
    week = max(Week.parse(one["week"]) for one in issued).shift(1) if issued else last
    return [week.shift(number) for number in range((last.monday - week.monday).days // 7 + 1)]


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
    instant = moment(as_of) if as_of else ledger.last_instant()
    if instant is None:
        raise TrackerError("the ledger is empty; import incidents first, for example with scs-tracker demo")
    incidents, events = ledger.incidents(as_of=as_of), ledger.events()
    written = []
    for one in parse_weeks(week, as_of=instant, zone=settings.zone):
        facts = reporting.weekly_facts(
            incidents, events, week=str(one), zone=settings.zone, as_of=instant, ship_tallies=ship_tallies(settings)
        )
        folder = out or settings.resolve(settings.weekly)
        written += reporting.write_week(facts, folder, formats, templates=own_templates(settings))
    return written


def own_templates(settings: Settings) -> Path | None:
    """Return the user's folder of templates; None where there is none configured."""
    return settings.resolve(settings.templates) if settings.templates is not None else None


def ship_tallies(settings: Settings) -> pd.DataFrame | None:
    """Return the tallies of the configured bulk run; None where there is none configured."""
    from scs_tracker.bulk import read_tallies

    return read_tallies(settings.resolve(settings.tallies)) if settings.tallies is not None else None


def issue_weeks(ledger: Ledger, settings: Settings, *, today: str) -> list[Path]:
    """Issue the reports that are due: each complete week since the last issued one.

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
    from scs_tracker.reporting.archive import issued_editions

    folder = settings.resolve(settings.weekly)
    last_instant = ledger.last_instant()
    issued = issued_editions(folder)
    written: list[Path] = []
    for week in due_weeks(settings, issued, today=today) if last_instant is not None else ():
        # a week in which nothing came in is known to be quiet only once it has ended
        ended = week.ends_at(settings.zone).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        # a corrected edition tells of one week alone, so it does not move the point from which changes are told
        changes = ledger.changes(max(one["as_of"] for one in issued if one["edition"] == 1)) if issued else None
        as_of = max(last_instant or ended, ended)
        facts = _facts_to_issue(ledger, settings, issued, week=str(week), as_of=as_of, changes=changes)
        templates = own_templates(settings)
        written += reporting.write_week(facts, folder, FORMATS, archived=True, templates=templates)
        issued = issued_editions(folder)
    return written


def corrected_week(ledger: Ledger, settings: Settings, week: str) -> dict[str, Any] | None:
    """Return the facts of a further edition of an issued week; None where nothing of it changed since its last one.

    Parameters
    ----------
    ledger
        An open ledger.
    settings
        Time zone and folder.
    week
        An ISO week such as ``2024-W25``.

    Raises
    ------
    UsageError
        ``week`` does not exist, or no report of it was issued.
    """
    from scs_tracker.reporting.archive import issued_editions

    issued = issued_editions(settings.resolve(settings.weekly))
    own = require_issued(issued, week)
    last_instant = ledger.last_instant() or own[-1]["as_of"]
    facts = _facts_to_issue(
        ledger,
        settings,
        issued,
        week=own[0]["week"],
        as_of=max(last_instant, own[-1]["as_of"]),
        history=ledger.changes(own[-1]["as_of"]),
        changes=_changes_first_told(ledger, issued, own[0]),
    )
    corrects = facts["edition"]["corrects"]
    return facts if any(corrects[kind] for kind in ("added", "corrected", "retracted")) else None


def _facts_to_issue(
    ledger: Ledger, settings: Settings, issued: Sequence[Mapping[str, Any]], **of_the_week: Any
) -> dict[str, Any]:
    return reporting.weekly_facts(
        ledger.incidents(),
        ledger.events(),
        zone=settings.zone,
        issued=issued,
        issue=True,
        ship_tallies=ship_tallies(settings),
        **of_the_week,
    )


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


def _changes_first_told(
    ledger: Ledger, issued: Sequence[Mapping[str, Any]], first: Mapping[str, Any]
) -> pd.DataFrame | None:
    """Return the changes of earlier weeks that the first edition told of, for the later ones to tell again."""
    before = [one["as_of"] for one in issued if one["edition"] == 1 and one["as_of"] < first["as_of"]]
    if not before:
        return None
    changes = ledger.changes(max(before))
    return changes[changes["at"] <= first["as_of"]]


def reissue_week(ledger: Ledger, settings: Settings, week: str) -> list[Path]:
    """Issue a corrected edition of a week, and return its files; none where nothing of the week changed."""
    facts = corrected_week(ledger, settings, week)
    if facts is None:
        return []
    folder, templates = settings.resolve(settings.weekly), own_templates(settings)
    return reporting.write_week(facts, folder, FORMATS, archived=True, templates=templates)


def write_archive(settings: Settings) -> list[Path]:
    """Write the index, the latest week and the feed of the issued weeks."""
    from scs_tracker.reporting.archive import update_archive

    return update_archive(settings.resolve(settings.weekly), base_url=settings.base_url)


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
