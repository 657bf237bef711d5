"""Collect the facts of a week, a month or a year in one dict, with every number that the report prints."""

from __future__ import annotations

import hashlib
import re
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.model import first_day, last_day
from scs_tracker.reporting import levels, method, names, page_one, tallies
from scs_tracker.reporting.context import ReportContext, held_back, with_copies
from scs_tracker.reporting.corrections import corrections, edition, edition_stem
from scs_tracker.reporting.coverage import coverage
from scs_tracker.reporting.links import web_link
from scs_tracker.reporting.measures import GAP, against_the_usual, compared, honesty, quiet
from scs_tracker.reporting.period import WEEK, Period, parse_instant, require_begun
from scs_tracker.reporting.rows import incident_rows, short_rows
from scs_tracker.reporting.selection import Selection, select
from scs_tracker.reporting.tally_section import ship_days
from scs_tracker.reporting.waiting import leads_of, unchecked
from scs_tracker.reporting.watch import watch
from scs_tracker.reporting.words import instant_words
from scs_tracker.sentences.language import current
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.words import date_words, span_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    import pandas as pd

#: Name and version of the form of the facts; ``schema`` describes it.
FORMAT: Final = "scs-tracker-report/3"
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FIRST: Final = "0001-01-01"


def report_facts(  # noqa: PLR0913 - one keyword for each thing that a report depends on
    incidents: pd.DataFrame,
    events: pd.DataFrame,
    *,
    period: str,
    zone: ZoneInfo,
    as_of: str,
    history: pd.DataFrame | None = None,
    changes: pd.DataFrame | None = None,
    issued: Sequence[Mapping[str, Any]] | None = None,
    issue: bool = False,
    ship_tallies: pd.DataFrame | None = None,
    searched: Mapping[str, Any] | None = None,
    show_unchecked: bool = True,
    context: ReportContext | None = None,
) -> dict[str, Any]:
    """Return all facts of the report of a week, a month or a year.

    Parameters
    ----------
    incidents
        The ledger's frame (LEDGER_COLUMNS; a geometry column is not needed) as it was at ``as_of``.
    events
        Context events, EVENT_COLUMNS, as text.
    period
        An ISO week such as ``2024-W25``, a month such as ``2024-06`` or a year such as ``2024``.
    zone
        Time zone in which the period begins and ends.
    as_of
        ISO 8601 instant of the ledger's state; the report never looks at the clock.
    history
        Revisions of the ledger (incident_id, revision, at, field, old, new, reason), from which a further edition
        lists its corrections. None if there is no earlier edition.
    changes
        The revisions since the last issued report, with the same columns; their changes to earlier periods are
        printed. None if there are none.
    issued
        Reports issued so far, with label, edition and as_of, from ``archive.issued_editions``.
    issue
        True for the next edition, False for a draft.
    ship_tallies
        Ship-days by zone, from ``bulk.read_tallies``, or None.
    searched
        The search, from ``coverage.searched``; None if no search is on record.
    show_unchecked
        False leaves out incidents not yet reviewed; their number is always printed.
    context
        The ledger's data in addition to its incidents, or None.

    Returns
    -------
    dict
        JSON-ready; ``schema`` describes it. Positions are decimal degrees (WGS 84), radii are in km.

    Raises
    ------
    UsageError
        ``period`` does not exist.
    TrackerError
        It has not begun at ``as_of``, or a column is missing.
    """
    asked = Period.parse(period)
    require_begun(asked, as_of=as_of, zone=zone)
    context = context or ReportContext()
    incidents = held_back(incidents, context.one_reader)
    if "status" in events.columns:  # what a person or a table of ours stands behind, no reading of a machine
        events = events[events["status"] == "accepted"]
    selection = select(incidents, asked)
    accepted, head = selection.accepted, context.head
    news, arrests = page_one.in_order(selection.own, asked)
    rows = incident_rows([*(one for chain in news for one in chain), *arrests], context.positions)
    numbers = {row["id"]: row["number"] for row in rows}
    facts: dict[str, Any] = {
        "format": FORMAT,
        "label": str(asked),
        "kind": asked.kind,
        "period": _period(asked, zone, as_of),
        "edition": edition(issued, label=str(asked), issue=issue),
        "language": current(),
        "data": _data(incidents, selection, as_of, until=asked.last.isoformat())
        | {"chain": None if head is None else {"run": int(head["run"]), "hash": str(head["hash"])}},
        "coverage": coverage(searched, asked, waiting=selection.waiting, hold=context.hold),
        "incidents": rows,
    }
    facts["honesty"] = honesty(accepted, asked, facts["coverage"])
    state = facts["honesty"]["state"]
    facts |= {
        "news": page_one.items(news, asked, numbers),
        "routine": page_one.routine(arrests, numbers),
        "undated": page_one.undated(selection.partly_dated),
        "episodes": page_one.episodes(selection.own),
        "measures": against_the_usual(accepted, asked, news, state=state),
        "matrix": page_one.matrix(rows),
        "places": tallies.places(rows),
        "types": tallies.types(rows),
        "severity": tallies.severity(rows),
        "harm": tallies.harm(rows),
        "months": tallies.months(accepted, asked),
        "events": event_rows(events, asked.first, asked.last),
    }
    told = [item["text"] for item in facts["news"]]
    facts["lead"] = told or [facts["routine"]["text"] or quiet(accepted, asked, facts)]
    if asked.kind == WEEK:
        facts |= _of_week(selection, events, asked, ship_tallies, state=state)
    else:
        facts["compared"] = [] if state == GAP else compared(accepted, asked)
    show = show_unchecked and asked.kind == WEEK
    proposed = selection.proposed if show else selection.proposed.iloc[:0]
    facts["unchecked"] = unchecked(proposed, groups=context.groups, one_reader=context.one_reader)
    facts["leads"] = leads_of(context.leads if show else (), asked)
    before = asked.shift(-1).last.isoformat()
    facts["corrections"] = corrections(changes, incidents, first=_FIRST, last=before, as_of=as_of)
    facts["corrections_note"] = _corrections_note(facts["corrections"], issued, changes, issue=issue)
    facts["edition"]["corrects"] = _corrects(facts["edition"], history, incidents, asked, as_of)
    last = {str(item["label"]): edition_stem(str(item["label"]), int(item["edition"])) for item in issued or ()}
    facts["links"] = {"previous": last.get(str(asked.shift(-1)), ""), "next": last.get(str(asked.shift(1)), "")}
    facts["sources"] = number_sources(rows)
    facts |= {
        "method": method.paragraphs(facts),
        "citation": method.citation(facts),
        "attribution": method.attribution(),
    }
    printed: dict[str, Any] = printable(with_copies(facts, context.archived))
    return printed


def weekly_facts(incidents: pd.DataFrame, events: pd.DataFrame, *, week: str, **given: Any) -> dict[str, Any]:
    """Return all facts of the report of one week; ``report_facts`` describes the parameters."""
    return report_facts(incidents, events, period=str(Period.parse(week, WEEK)), **given)


def _of_week(
    selection: Selection, events: pd.DataFrame, week: Period, ship_tallies: pd.DataFrame | None, *, state: str
) -> dict[str, Any]:
    """Return the facts that only a weekly report has."""
    accepted = selection.accepted
    return {
        "glance": [] if state == GAP else tallies.glance(accepted, week),
        "continuing": short_rows(selection.continuing),
        "partly_dated": short_rows(selection.partly_dated),
        "levels": {"rule": levels.rule(), "areas": [] if state == GAP else levels.levels(accepted, week)},
        "watch": [] if state == GAP else watch(accepted, events, selection.continuing, week),
        "ship_days": ship_days(ship_tallies, week),
    }


def printable(value: Any) -> Any:
    """Return facts in which U+FFFD replaces control characters, except tabs and line ends, and lone surrogates."""
    if isinstance(value, str):
        return _CONTROL.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    return [printable(part) for part in value] if isinstance(value, list) else value


def _period(asked: Period, zone: ZoneInfo, as_of: str) -> dict[str, Any]:
    first, last = asked.first.isoformat(), asked.last.isoformat()
    return {
        "first_day": first,
        "last_day": last,
        "words": span_words(first, last) if asked.kind == WEEK else date_words(str(asked)),
        "zone": zone.key,
        "starts_at": asked.starts_at(zone).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "ends_at": asked.ends_at(zone).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "complete": asked.ends_at(zone) <= parse_instant(as_of),
        "before": str(asked.shift(-1)),
        "year_before": str(asked.year_before()),
    }


def _data(incidents: pd.DataFrame, selection: Selection, as_of: str, *, until: str) -> dict[str, Any]:
    """Return the data section: versions, the number of accepted incidents, and the last day to ``until`` with one."""
    states = sorted(zip(incidents["id"], incidents["revision"].astype(int), incidents["status"], strict=True))
    geodata_version = geodata.version()
    digest = hashlib.sha256(repr((geodata_version, states)).encode())
    dated = selection.accepted.loc[selection.accepted["monday"] != "", "date_start"]
    before = dated[dated <= until]
    return {
        "as_of": as_of,
        "as_of_words": instant_words(as_of),
        "version": digest.hexdigest()[:12],
        "geodata_version": geodata_version,
        "tracker_version": metadata.version("scs-tracker"),
        "accepted_incidents": len(selection.accepted),
        "last_incident_day": "" if before.empty else str(before.max()),
    }


def event_rows(events: pd.DataFrame, first: date, last: date) -> list[dict[str, Any]]:
    """Return the context events that overlap the days from first to last, without those dated to a year alone."""
    monday, sunday = first.isoformat(), last.isoformat()
    found = []
    for record in events.sort_values(["date_start", "kind", "title"], kind="stable").to_dict("records"):
        start, end = str(record["date_start"]), str(record["date_end"] or "")
        if len(start) == 4 or first_day(start) > sunday or last_day(end or start) < monday:
            continue
        found.append(
            {
                "when": span_words(start, end),
                "date_start": start,
                "date_end": end,
                "partly_dated": len(start) < 10,
                "kind": record["kind"],
                "parties": [names.country_name(code) for code in str(record["parties"]).split(";") if code],
                "title": record["title"],
                "place": record["place"],
                "url": record["url"],
                "link": web_link(str(record["url"])),
                "publisher": record["publisher"],
                "published": record["published"],
            }
        )
    return found


def _corrections_note(
    found: Mapping[str, Any], issued: Sequence[Mapping[str, Any]] | None, changes: pd.DataFrame | None, *, issue: bool
) -> str:
    """Return the note for a report without corrections, or an empty string if it has some."""
    if any(found[kind] for kind in ("added", "corrected", "retracted")):
        return ""
    if not issue and changes is None:
        return _("This is a draft. Issued reports list changes since the previous edition.")
    if not issued:
        return _("None: this is the first edition.")
    if changes is None:
        return _("None: no report of this kind was issued before.")
    return _("None since the last issued report.")


def _corrects(
    own: Mapping[str, Any], history: pd.DataFrame | None, incidents: pd.DataFrame, period: Period, as_of: str
) -> dict[str, Any]:
    """Return the changes to the period's own incidents since its last edition; empty if there is no edition."""
    since = None
    if own["earlier"] and history is not None:
        limit = parse_instant(own["earlier"][-1]["as_of"])
        since = history[[parse_instant(at) > limit for at in history["at"]]]
    first, last = period.first.isoformat(), period.last.isoformat()
    return corrections(since, incidents, first=first, last=last, as_of=as_of)


def number_sources(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the distinct sources of the rows, numbered from 1, and write their numbers to ``sources`` of each row."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        row["sources"] = []
        for source in row["source_list"]:
            key = (source["url"], source["publisher"])
            entry = found.setdefault(key, {"number": len(found) + 1, **source, "incidents": []})
            if row["number"] not in entry["incidents"]:
                entry["incidents"].append(row["number"])
            row["sources"].append(entry["number"])
    return list(found.values())
