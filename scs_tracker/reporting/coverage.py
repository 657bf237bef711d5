"""What was searched: sources asked, answered and silent, and what waits, so that quiet and blind weeks differ."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.reporting.words import counted
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.words import date_words, listed, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from scs_tracker.reporting.period import Period

#: A month with fewer incidents than this in the ledger is thin.
THIN: Final = 3
_MONTHS: Final = 12
#: What a source did: gave something or had nothing new; could not be read.
ANSWERED, FAILED = "answered", "failed"
BLIND, PARTLY, READ, UNKNOWN = "blind", "partly read", "read", "not known"


def coverage(
    searched: Mapping[str, Any] | None, accepted: pd.DataFrame, week: Period, *, proposed: int
) -> dict[str, Any]:
    """Return what was searched for a week and how much waits for a person.

    Parameters
    ----------
    searched
        ``sources``, each with ``name``, ``outcome`` (``answered`` or ``failed``), ``newest`` (ISO day of its newest
        item, or an empty text) and ``note``; ``at``, the instant of the search; ``proposals`` and ``leads``, how many
        wait. None where no search is on record.
    accepted
        All accepted incidents with ``monday``.
    week
        The week of the report.
    proposed
        Proposals in the ledger; used where ``searched`` does not count them.

    Returns
    -------
    dict
        ``status`` (``read``, ``partly read``, ``blind``, ``not known``), ``asked``, ``answered``, ``silent`` (names),
        ``sources``, ``newest``, ``at``, ``proposals``, ``leads``, ``thin_months`` and ``sentences``.
    """
    known = searched or {}
    sources = [
        {key: str(one.get(key) or "") for key in ("name", "outcome", "newest", "note")}
        for one in known.get("sources", ())
    ]
    silent = [one["name"] for one in sources if one["outcome"] != ANSWERED]
    at = str(known.get("at") or "")[:10]
    found: dict[str, Any] = {
        "status": _status(len(sources), len(silent), at, week),
        "asked": len(sources),
        "answered": len(sources) - len(silent),
        "silent": silent,
        "sources": sources,
        "newest": max((one["newest"] for one in sources), default=""),
        "at": str(known.get("at") or ""),
        "proposals": int(known.get("proposals", proposed)),
        "leads": int(known.get("leads", 0)),
        "thin_months": thin_months(accepted, week),
    }
    return found | {"sentences": _sentences(found, week)}


def _status(asked: int, silent: int, at: str, week: Period) -> str:
    """Return whether the week was searched; a search on a day before its Monday, or before its end, saw less of it."""
    if not asked:
        return UNKNOWN
    if silent == asked or (at and at < week.first.isoformat()):
        return BLIND
    return PARTLY if silent or (at and at < week.last.isoformat()) else READ


def thin_months(accepted: pd.DataFrame, week: Period) -> list[str]:
    """Return the months, of the twelve up to the week's Sunday, with fewer than three incidents, oldest first."""
    counts = Counter(str(day)[:7] for day in accepted["date_start"] if len(str(day)) >= 7)
    last = week.last.year * 12 + week.last.month - 1
    keys = [f"{one // 12}-{one % 12 + 1:02d}" for one in range(last - _MONTHS + 1, last + 1)]
    return [key for key in keys if counts[key] < THIN]


def _sentences(found: Mapping[str, Any], week: Period) -> list[str]:
    said = [_searched(found)]
    day = found["at"][:10]
    if day and day < week.last.isoformat():
        said.append(_("The last search was on {day}, before the week was over.").format(day=date_words(day)))
    if found["silent"]:
        said.append(_("Not read: {names}.").format(names=listed(found["silent"])))
    if found["newest"]:
        said.append(_("The newest item is of {day}.").format(day=date_words(found["newest"][:10])))
    waiting = [counted(found["proposals"], "proposal"), counted(found["leads"], "lead")]
    shown = [text for text, count in zip(waiting, (found["proposals"], found["leads"]), strict=True) if count]
    if shown:
        waits = ngettext("{what} waits for a person.", "{what} wait for a person.", found["proposals"] + found["leads"])
        said.append(waits.format(what=sentence(listed(shown))))
    else:
        said.append(_("Nothing waits for a person."))
    if found["thin_months"]:
        months = listed(_month_words(found["thin_months"]))
        said.append(_("Months with fewer than three incidents in the ledger: {months}.").format(months=months))
    return said


def _month_words(months: Sequence[str]) -> list[str]:
    """Return months in words, runs of them as a span."""
    runs: list[list[str]] = []
    for month in months:
        if runs and _next(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    spans = []
    for run in runs:
        first, last = date_words(run[0]), date_words(run[-1])
        spans.append(first if len(run) == 1 else _("{first} to {last}").format(first=first, last=last))
    return spans


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + 1}-01" if number == 12 else f"{year}-{number + 1:02d}"


def _searched(found: Mapping[str, Any]) -> str:
    if found["status"] == UNKNOWN:
        return _("No search of sources is on record for this report; it rests on what stands in the ledger.")
    if found["status"] == BLIND and not found["answered"]:
        return _("Blind: none of the {count} could be read, so that nothing follows from a low count.").format(
            count=counted(found["asked"], "source")
        )
    return _("{answered} of {asked} answered.").format(
        answered=sentence(str(found["answered"])), asked=counted(found["asked"], "source")
    )


def searched(outcomes: Iterable[Mapping[str, Any]], *, at: str, **waiting: int) -> dict[str, Any]:
    """Return the record of a search in the form that ``coverage`` takes, one row a source.

    Parameters
    ----------
    outcomes
        What became of each source: ``name``, ``outcome`` (``failed`` where it could not be read), ``newest``, ``note``.
        A source of several files answered where one of them could be read.
    at
        The instant of the search, ISO 8601 in UTC.
    waiting
        ``proposals`` and ``leads`` that wait, where they are counted.
    """
    by_name: dict[str, dict[str, str]] = {}
    for one in outcomes:
        name = str(one["name"])
        row = by_name.setdefault(name, {"name": name, "outcome": FAILED, "newest": "", "note": ""})
        if one["outcome"] != FAILED:
            row["outcome"] = ANSWERED
        row["newest"] = max(row["newest"], str(one.get("newest") or ""))
        row["note"] = row["note"] or str(one.get("note") or "")
    return {"sources": list(by_name.values()), "at": at, **waiting}
