"""Summarise search coverage: sources searched, answered and silent, and items awaiting review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker.reporting.words import counted
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.words import date_words, listed, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from scs_tracker.reporting.period import Period

#: Outcomes of a source: it answered; it could not be read; it is a file; it answered, but had no new items for longer
#: than ever before.
ANSWERED, FAILED, FILE, QUIET = "answered", "failed", "file", "silent"
BLIND, PARTLY, READ, UNKNOWN = "blind", "partly read", "read", "not known"


def coverage(
    searched: Mapping[str, Any] | None, period: Period, *, waiting: pd.DataFrame, hold: int | None
) -> dict[str, Any]:
    """Return the searches of a period and the number of items awaiting review; see ``schema.Coverage``.

    ``searched`` is the answer of the function of that name, or None if no search is on record; ``waiting`` are the
    proposed incidents, and from severity ``hold`` incidents of a file await review.
    """
    known = searched or {}
    sources = [
        {key: str(one.get(key) or "") for key in ("name", "outcome", "newest", "note")}
        for one in known.get("sources", ())
    ]
    asked = [one for one in sources if one["outcome"] != FILE]
    silent = [one["name"] for one in asked if one["outcome"] == FAILED]
    at = str(known.get("at") or "")
    found: dict[str, Any] = {
        "status": _status([one["outcome"] for one in sources], at[:10], period),
        "asked": len(asked),
        "answered": len(asked) - len(silent),
        "silent": silent,
        "files": len(sources) - len(asked),
        "sources": sources,
        "newest": max((one["newest"] for one in sources), default=""),
        "at": at,
        "proposals": len(waiting),
        "held": 0 if hold is None else int((waiting["severity"].fillna(0) >= hold).sum()),
        "leads": int(known.get("leads", 0)),
    }
    return found | {"sentences": _sentences(found, period)}


def _status(outcomes: list[str], at: str, period: Period) -> str:
    """Return the search status of a period from the outcome of each source and the day of the search."""
    if {*outcomes} <= {FILE}:
        return UNKNOWN
    if {*outcomes} == {FAILED} or (at and at < period.first.isoformat()):
        return BLIND
    return PARTLY if {FAILED, QUIET} & {*outcomes} or (at and at < period.last.isoformat()) else READ


def _sentences(found: Mapping[str, Any], period: Period) -> list[str]:
    said = [_searched(found)]
    if found["files"]:
        files = _("Files read: {count}. An incident that is missing from a file may still have happened.")
        said.append(files.format(count=found["files"]))
    day = found["at"][:10]
    if day and day < period.last.isoformat():
        said.append(_("The last search was on {day}, before the period ended.").format(day=date_words(day)))
    if found["silent"]:
        said.append(_("Not read: {names}.").format(names=listed(found["silent"])))
    if quiet := [one["name"] for one in found["sources"] if one["outcome"] == QUIET]:
        said.append(_("Answered, but had no new items for longer than usual: {names}.").format(names=listed(quiet)))
    if found["newest"]:
        said.append(_("The newest item is dated {day}.").format(day=date_words(found["newest"][:10])))
    shown = [counted(found["proposals"], "proposal")] if found["proposals"] else []
    shown += [counted(found["leads"], "lead")] if found["leads"] else []
    waits = ngettext("{what} awaits review.", "{what} await review.", found["proposals"] + found["leads"])
    return [*said, waits.format(what=sentence(listed(shown))) if shown else _("Nothing awaits review.")]


def _searched(found: Mapping[str, Any]) -> str:
    if found["status"] == UNKNOWN:
        return _("No search of monitored sources is logged for this report. It uses what is already in the ledger.")
    if found["status"] == BLIND and not found["answered"]:
        return _("None of the {count} could be read, so a low count does not show that little happened.").format(
            count=counted(found["asked"], "source")
        )
    return _("{answered} of {asked} answered.").format(
        answered=sentence(str(found["answered"])), asked=counted(found["asked"], "source")
    )


def searched(outcomes: Iterable[Mapping[str, Any]], *, at: str, **waiting: int) -> dict[str, Any]:
    """Return the record of a search as ``coverage`` expects it, with one row per source.

    ``outcomes`` have ``name``, ``outcome`` (``failed`` if it could not be read), ``newest``, ``note`` and ``kind``
    (``file`` for a file). A source of several files is read if one of them was. ``at`` is the time of the search, and
    ``leads``, if given, the number of leads awaiting review.
    """
    by_name: dict[str, dict[str, str]] = {}
    for one in outcomes:
        name = str(one["name"])
        row = by_name.setdefault(name, {"name": name, "outcome": FAILED, "newest": "", "note": ""})
        if one["outcome"] != FAILED:
            row["outcome"] = FILE if one.get("kind") == FILE else QUIET if one["outcome"] == QUIET else ANSWERED
        row["newest"] = max(row["newest"], str(one.get("newest") or ""))
        row["note"] = row["note"] or str(one.get("note") or "")
    return {"sources": list(by_name.values()), "at": at, **waiting}
