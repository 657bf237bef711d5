"""List dates to watch from the record alone: announced events, bans, anniversaries, vessels still present."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.model import split_list
from scs_tracker.reporting import names
from scs_tracker.reporting.links import web_link
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.places import phrase
from scs_tracker.sentences.words import date_words, listed, number, sentence, span_words
from scs_tracker.zones.table import zone_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from scs_tracker.reporting.period import Period

#: How far ahead of the week's Sunday an announced day, a ban or an anniversary is named.
AHEAD_DAYS: Final = 14
_GRAVEST: Final = 5
_ON_STATION: Final = 6


def watch(accepted: pd.DataFrame, events: pd.DataFrame, continuing: pd.DataFrame, week: Period) -> list[dict[str, Any]]:
    """Return the recorded items for the two weeks after ``week``; ``schema.WatchItem`` describes a row."""
    first, last = week.last + timedelta(days=1), week.last + timedelta(days=AHEAD_DAYS)
    found = [
        *_announced(events, first, last),
        *_bans(first, last),
        *_anniversaries(accepted, events, first, last),
        *_on_station(continuing, week),
    ]
    order = ("announced", "ban", "on station", "anniversary")
    return sorted(found, key=lambda item: (order.index(item["kind"]), item["date"][5:], item["sentence"]))


def _item(kind: str, day: str, said: str, *, link: str = "", incident: str = "") -> dict[str, Any]:
    return {"kind": kind, "date": day, "sentence": said, "link": link, "id": incident}


def _kinds(column: str) -> set[str]:
    """Return the kinds of context events that have yes in a column of the table lexicon_event_kinds."""
    return {row["kind"] for row in geodata.rows("lexicon_event_kinds") if row[column] == "yes"}


def _announced(events: pd.DataFrame, first: date, last: date) -> Iterator[dict[str, Any]]:
    """Yield an item for each event of an announced kind that overlaps the days and was published before ``first``."""
    kinds = _kinds("announced")
    for row in events.to_dict("records"):
        start, end = str(row["date_start"]), str(row["date_end"] or row["date_start"])
        told = str(row["published"])
        if row["kind"] not in kinds or len(start) < 10 or len(told) < 10 or told >= first.isoformat():
            continue
        if start <= last.isoformat() and end >= first.isoformat():
            said = _("Announced for {when}: {title}.").format(when=span_words(start, end), title=row["title"])
            yield _item("announced", start, said, link=web_link(str(row["url"])))


def _bans(first: date, last: date) -> Iterator[dict[str, Any]]:
    claimants = {row["id"]: split_list(row["claimants"]) for row in zone_rows()}
    for row in geodata.rows("zone_periods"):
        parties = listed([names.country_name(code) for code in claimants[row["zone_id"]]])
        name = f"{names.zone(row['zone_id'])['name'].partition(',')[0]} ({parties})"
        start, end = row["valid_from"], row["valid_to"]
        if first.isoformat() <= start <= last.isoformat():
            said = _("{name} begins on {day} and lasts until {end}.")
        elif end and first.isoformat() <= end <= last.isoformat():
            said = _("{name} ends on {end}.")
        elif start <= first.isoformat() and end > last.isoformat():
            said = _("In force until {end}: {name}.")
        else:
            continue
        until = date_words(end) if end else _("an unstated date")
        yield _item("ban", start, said.format(name=name, day=date_words(start), end=until))


def _anniversaries(accepted: pd.DataFrame, events: pd.DataFrame, first: date, last: date) -> Iterator[dict[str, Any]]:
    """Yield first and five-yearly anniversaries of laws, rulings, and incidents of severity 5 or with a death."""
    marked = events[events["kind"].isin(_kinds("marked"))]
    gravest = accepted[(accepted["severity"] == _GRAVEST) | (accepted["killed"].fillna(0) > 0)]
    found = [(row, str(row["title"]), web_link(str(row["url"])), "") for row in marked.to_dict("records")]
    found += [(row, str(row["summary"]), "", str(row["id"])) for row in gravest.to_dict("records")]
    for row, title, link, incident in found:
        day = str(row["date_start"])
        if (years := _years(day, first, last)) and (years % 5 == 0 or years == 1):
            said = ngettext("{day}, {count} year ago: {title}", "{day}, {count} years ago: {title}", years).format(
                day=date_words(day, year=False), count=number(years), title=f"“{title.rstrip('.')}”."
            )
            yield _item("anniversary", day, said, link=link, incident=incident)


def _years(day: str, first: date, last: date) -> int:
    """Return the years since ``day`` on its anniversary between ``first`` and ``last``, or 0 if there is none."""
    if len(day) < 10:
        return 0
    for year in {first.year, last.year}:
        try:
            back = date.fromisoformat(day).replace(year=year)
        except ValueError:  # 29 February
            continue
        if first <= back <= last:
            return max(year - int(day[:4]), 0)  # what is still to come has no anniversary
    return 0


def _on_station(continuing: pd.DataFrame, week: Period) -> Iterator[dict[str, Any]]:
    """Yield the initiators, by vessel if named, of up to six incidents that last beyond the week's Sunday."""
    staying = continuing[continuing["date_end"].str.len().eq(10) & (continuing["date_end"] > week.last.isoformat())]
    for row in staying.head(_ON_STATION).to_dict("records"):
        units = split_list(str(row["initiator_units"]))
        actors = [_(names.actor(code)["phrase"]) for code in split_list(str(row["initiators"]))]
        who = listed(units[:3] or actors)
        said = _("{who}, {where}: reported there since {day}.").format(
            who=who, where=phrase(str(row["place"])), day=date_words(str(row["date_start"]))
        )
        yield _item("on station", str(row["date_start"]), sentence(said), incident=str(row["id"]))
