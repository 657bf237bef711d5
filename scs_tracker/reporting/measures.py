"""State how complete the record of a period is, and compare it only with periods that were searched."""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.model import first_day, last_day, split_list
from scs_tracker.reporting import names
from scs_tracker.reporting.coverage import BLIND, READ, UNKNOWN
from scs_tracker.reporting.news import counted_once
from scs_tracker.reporting.period import MONTH, WEEK, YEAR, Period
from scs_tracker.reporting.selection import within
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.sides import country_phrase
from scs_tracker.sentences.words import date_words, digits, listed, number, sentence, span_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from scs_tracker.reporting.news import Assessed

COMPLETE, ENTERED, GAP = "complete", "entered", "gap"
#: After so many weeks without an incident a week is a gap in the record, whatever was read.
GAP_WEEKS: Final = 8
#: A comparison of all incidents needs a search for so many pairs of countries in every month.
PAIRS: Final = 14
#: What searched.csv calls a search of no more than the sources of its own incidents.
_OWN_SOURCES: Final = "pages of the incidents that are here"
_NOVEL_MONTHS: Final = 24
_USUAL_WEEKS: Final = 52
_LEAST: Final = 3


@geodata.cached
def searched_pairs() -> dict[str, frozenset[str]]:
    """Return, by month, the pairs of countries for which more than the sources of recorded incidents was searched."""
    found: dict[str, set[str]] = {}
    for row in geodata.rows("searched"):
        if set(split_list(row["sources"])) - {_OWN_SOURCES}:
            found.setdefault(row["month"], set()).add(row["pair"])
    return {month: frozenset(pairs) for month, pairs in found.items()}


def are_searched(first: date, last: date, *, pair: str = "") -> bool:
    """Return True if every month of a date range was searched for ``pair``, or, if it is '', for 14 pairs or more."""
    month, pairs = Period.of(first, MONTH), searched_pairs()
    while month.first <= last:
        found = pairs.get(str(month), frozenset())
        if (pair not in found) if pair else len(found) < PAIRS:
            return False
        month = month.shift(1)
    return True


def honesty(accepted: pd.DataFrame, period: Period, coverage: Mapping[str, Any]) -> dict[str, Any]:
    """Return the last day entered, the state of a period's record, and a sentence on both and on the sources read.

    ``state`` is ``complete``, ``entered`` or ``gap``; ``weeks`` are those of the gap.
    """
    record_to = max(
        (day for name in ("date_start", "date_end") for day in accepted[name] if len(day) == 10), default=""
    )
    weeks = (period.first - date.fromisoformat(record_to)).days // 7 if record_to else 0
    months_known = accepted.loc[accepted["date_start"].str.len() >= 7, "date_start"]
    later = bool((months_known.map(last_day) >= period.first.isoformat()).any())
    unread = coverage["status"] in (UNKNOWN, BLIND)
    months = [str(one) for one in period.months((12 if period.kind == "year" else 1) if period.kind != WEEK else 2)]
    months = [one for one in months if one >= period.first.isoformat()[:7]]
    pairs = [len(searched_pairs().get(one, ())) for one in months]
    if not later and (unread or weeks >= GAP_WEEKS):
        said = _gap(record_to, weeks)
        state = GAP
    elif all(pairs):
        state = COMPLETE
        said = _(
            "The record runs to {day}; for {months}, sources were searched for incidents between {pairs} pairs of "
            "countries."
        ).format(day=date_words(record_to), months=_months(months), pairs=min(pairs))
    else:
        state = ENTERED
        unsearched = [one for one, count in zip(months, pairs, strict=True) if not count]
        said = _(
            "The record runs to {day}; for {months}, only the sources of recorded incidents were searched, so counts "
            "may be low."
        )
        if not later and coverage["status"] == READ:
            said = _("The record runs to {day}.")
        if not record_to:
            said = _("No dated incident has been entered.")
        said = said.format(day=date_words(record_to), months=_months(unsearched))
    return {"state": state, "record_to": record_to, "weeks": weeks, "sentence": f"{said} {_read(coverage, period)}"}


def _gap(record_to: str, weeks: int) -> str:
    if not record_to:
        return _("No dated incident has been entered.")
    said = ngettext(
        "No incident has been entered since {day}, {weeks} week before this period.",
        "No incident has been entered since {day}, {weeks} weeks before this period.",
        weeks,
    )
    return said.format(day=date_words(record_to), weeks=digits(weeks))


def _months(months: Sequence[str]) -> str:
    """Return a phrase of months, in which consecutive months are a range."""
    first, last = (int(month[:4]) * 12 + int(month[5:]) for month in (months[0], months[-1]))
    said = span_words(months[0], months[-1]) if len(months) > 2 and last - first == len(months) - 1 else ""
    if not said and len(months) > 2:
        return ngettext("{count} month", "{count} months", len(months)).format(count=number(len(months)))
    return said or listed([date_words(month, year=month == months[-1]) for month in months])


def _read(coverage: Mapping[str, Any], period: Period) -> str:
    waits, held, asked = (coverage[name] for name in ("proposals", "held", "asked"))
    waiting = ngettext("{count} proposal awaits review", "{count} proposals await review", waits).format(
        count=number(waits)
    )
    if held:
        waiting += _(" ({count} held because of severity)").format(count=digits(held))
    if not asked:
        nothing = _("No search of monitored sources is logged for this report")
        return f"{nothing}; {waiting}."
    which = {WEEK: _("Read for this week"), MONTH: _("Read for this month"), YEAR: _("Read for this year")}[period.kind]
    counted = ngettext("{answered} of {asked} source", "{answered} of {asked} sources", asked)
    return f"{which}: {counted.format(answered=coverage['answered'], asked=asked)}; {waiting}."


def quiet(accepted: pd.DataFrame, period: Period, facts: Mapping[str, Any]) -> str:
    """Return the opening of a report without incidents: that none is on record, or that the report cannot say."""
    span = facts["period"]["words"]
    if facts["honesty"]["state"] == GAP:
        since = facts["honesty"]["record_to"]
        said = _("This report cannot say what happened in {span}.")
        if period.kind == WEEK:
            said = _("This page cannot say what happened from {span}.")
        entered = _("Nothing has been entered since {day}.") if since else _("Nothing has been entered.")
        return f"{said.format(span=span)} {entered.format(day=date_words(since))}"
    if facts["coverage"]["status"] == BLIND:
        return _("This page cannot say what happened: no source could be read.")
    if not facts["period"]["complete"]:
        return _("No incident is on record so far for {span}, which is not over.").format(span=span)
    parts = [_("No incident is on record for {span}.").format(span=span)]
    days = sorted(accepted.loc[accepted["monday"] != "", "date_start"])
    before = [day for day in days if day < period.first.isoformat()][-1:]
    after = [day for day in days if day > period.last.isoformat()][:1]
    if before and after:
        both = _("The previous one began on {day}; the next began on {other}.")
        parts.append(both.format(day=date_words(before[0]), other=date_words(after[0])))
    elif before:
        parts.append(_("The previous one began on {day}.").format(day=date_words(before[0])))
    return " ".join(parts)


def against_the_usual(
    accepted: pd.DataFrame, period: Period, chains: Sequence[Sequence[Assessed]], *, state: str
) -> list[str]:
    """Return sentences that compare a period with the past: number of incidents, novelty, and the year to date.

    ``chains`` are its news, in order; where the ``state`` of the record is a gap, nothing is measured.
    """
    if state == GAP:
        return []
    said = _usual(accepted, period) if period.kind == WEEK else []
    for chain in chains[:_LEAST]:
        said += _novelty(accepted, period, chain)
    return list(dict.fromkeys(said)) + _to_the_same_day(accepted, period)


def _usual(accepted: pd.DataFrame, week: Period) -> list[str]:
    """Return a sentence if a searched week has three or more incidents, more than nine in ten of the 52 before it."""
    if not are_searched(week.shift(-_USUAL_WEEKS).first, week.last):
        return []
    since = week.shift(-_USUAL_WEEKS).first.isoformat()
    frame = counted_once(accepted[(accepted["monday"] >= since) & (accepted["monday"] <= week.first.isoformat())])
    by_monday = frame["monday"].value_counts()
    weeks = [week.shift(-back).first.isoformat() for back in range(_USUAL_WEEKS, -1, -1)]
    *past, now = [int(by_monday.get(monday, 0)) for monday in weeks]
    if now < _LEAST or sum(now > count for count in past) <= 0.9 * _USUAL_WEEKS:
        return []
    text = _(
        "{count} incidents began in the week, with a chain of incidents counted once; in the 52 weeks before, the "
        "median was {median} and the highest number {most}."
    )
    return [text.format(count=sentence(number(now)), median=digits(median(past)), most=digits(max(past)))]


def _novelty(accepted: pd.DataFrame, period: Period, chain: Sequence[Assessed]) -> list[str]:
    """Return a sentence if a fully searched record of 24 months has no other incident of the chain's pair and type.

    Rows dated to a month or a year count wherever they may lie; others of the same period count as well.
    """
    act = chain[0].principal
    if act is None or len(chain[0].pair) != 2:
        return []
    since = Period.of(period.first, MONTH).shift(-_NOVEL_MONTHS).first
    if not are_searched(since, period.last, pair="-".join(chain[0].pair)):
        return []
    ids = {str(one.record["id"]) for one in chain}
    for start, identifier, kinds, by, against in zip(
        *(accepted[name] for name in ("date_start", "id", "types", "initiators", "targets")), strict=True
    ):
        if identifier in ids or act.type not in split_list(kinds):
            continue
        countries = {code.partition("-")[0] for cell in (by, against) for code in split_list(cell)}
        overlaps = first_day(start) <= period.last.isoformat() and last_day(start) >= since.isoformat()
        if set(chain[0].pair) <= countries and overlaps:
            return []
    text = _("No other incident of the type {type} between {pair} is on record for the 24 months before.")
    return [
        text.format(type=names.type_label(act.type), pair=listed([_(country_phrase(one)) for one in chain[0].pair]))
    ]


def _to_the_same_day(accepted: pd.DataFrame, period: Period) -> list[str]:
    """Return a sentence that compares the year to date with the same days a year before, if both were searched."""
    dated = accepted.loc[accepted["monday"] != "", "date_start"]
    end = min(period.last.isoformat(), str(dated.max())) if len(dated) else ""
    year = period.last.year
    if period.kind == "year" or not end.startswith(str(year)):
        return []
    day = date.fromisoformat(end if end[5:] != "02-29" else f"{year}-02-28")
    before = day.replace(year=year - 1)
    if not (are_searched(date(year, 1, 1), day) and are_searched(date(year - 1, 1, 1), before)):
        return []
    now, then = (int(((dated >= f"{one.year}-01-01") & (dated <= one.isoformat())).sum()) for one in (day, before))
    text = _(
        "From 1 January to {day}, {count} incidents are on record, compared with {then} in the same period of {before}."
    )
    return [text.format(count=digits(now), day=date_words(day.isoformat()), then=digits(then), before=year - 1)]


def compared(accepted: pd.DataFrame, period: Period) -> list[dict[str, Any]]:
    """Return the counts of the previous period and the same period last year, each with a sentence that compares it."""
    own, found = len(within(accepted, period)), []
    for other in dict.fromkeys((period.shift(-1), period.year_before())):
        count = len(within(accepted, other))
        known = are_searched(period.first, period.last) and are_searched(other.first, other.last)
        said = _("Incidents in {words}: {count}. No comparison with {other}, because not all months were searched.")
        if known:
            said = _("Incidents in {words}: {count}; in {other}: {before}.")
        said = said.format(
            count=digits(own), words=date_words(str(period)), before=digits(count), other=date_words(str(other))
        )
        found.append({"label": str(other), "count": count, "searched": known, "sentence": said})
    return found
