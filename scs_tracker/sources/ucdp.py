"""Read events of the Georeferenced Event Dataset (GED) of the Uppsala Conflict Data Program; see docs/formats.md."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.sources import foreign, words
from scs_tracker.text.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scs_tracker.sources.batch import Batch

KIND: Final = "ucdp"
_NEEDED: Final = (
    "id", "type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates", "latitude", "longitude",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
)  # fmt: skip
#: Of one-sided violence the first side is the one that used force, against civilians.
_ONE_SIDED: Final = "3"
#: Codes of ``date_prec`` for a month and for more; of a whole month or year the days are those of the calendar.
_SPANS: Final = frozenset({"4", "5"})
#: A source in ``source_article``: "Reuters News,2034-03-15,Scores killed".
_ARTICLE: Final = re.compile(r'"?([^",;]+),\s*(\d{4}-\d\d-\d\d)')
_GOVERNMENT: Final = re.compile(r"^Government of |\s*\([^()]*\)$")


def read_ucdp(file: Path, *, encoding: str = "") -> Batch:
    """Read the South China Sea events of a UCDP GED export; the file is streamed and may cover the whole world.

    The summary has the deaths of each side. Only one-sided violence has initiators.
    """
    return foreign.read_events(file, KIND, _NEEDED, _passed_over, _read, encoding)


def _sides(record: Mapping[str, str]) -> list[str]:
    return [_GOVERNMENT.sub("", record[name]) for name in ("side_a", "side_b")]


def _passed_over(record: Mapping[str, str], point: tuple[float, float]) -> str:
    return foreign.why_not_ours(KIND, _sides(record), record["where_coordinates"], point)


def _read(record: Mapping[str, str], point: tuple[float, float], complain: Callable[[str], None]) -> dict[str, Any]:
    del point  # its decimals say how exactly it is known, so the text is kept
    columns = {"lat": record["latitude"].replace(",", "."), "lon": record["longitude"].replace(",", ".")}
    start, end = (
        foreign.tried(complain, read_date, record[name].partition(" ")[0]) or "" for name in ("date_start", "date_end")
    )
    if start and end and record.get("date_prec", "") in _SPANS:
        for whole in (start[:4], start[:7]):
            if (start, end) == (model.first_day(whole), model.last_day(whole)):
                start = end = whole
                break
    columns |= {"date_start": start, "date_end": end if end != start else ""}
    killed = foreign.tried(complain, foreign.read_count, record["best"], "best")
    columns["killed"] = str(killed) if record["best"] else ""
    columns["place"] = record["where_coordinates"]
    columns["location_text"] = record.get("where_description", "") or record["where_coordinates"]
    columns["summary"] = foreign.short("; ".join(filter(None, (record.get("source_headline", ""), _deaths(record)))))
    sides = _sides(record)
    if record["type_of_violence"] == _ONE_SIDED:
        columns["initiators"] = ";".join(words.translate_actors(KIND, sides[:1]).codes)
    return foreign.content(
        columns,
        actors=words.translate_actors(KIND, sides),
        sources=_sources(record),
        unmapped=(),
        radius_km=foreign.radius_of(KIND, record["where_prec"], "where_prec", complain),
        original=record,
    )


def _deaths(record: Mapping[str, str]) -> str:
    """Return a phrase with the deaths of each side and the range of estimates, empty if there are no deaths."""
    of = {"deaths_a": record["side_a"], "deaths_b": record["side_b"], "deaths_civilians": "civilians",
          "deaths_unknown": "unknown people"}  # fmt: skip
    said = [f"{record[name]} of {who}" for name, who in of.items() if record[name].strip("0. ")]
    low, high = record.get("low", ""), record.get("high", "")
    estimates = f"; estimates {low} to {high}" if low != high else ""
    return f"deaths: {', '.join(said)}{estimates}" if said else ""


def _sources(record: Mapping[str, str]) -> list[dict[str, str]]:
    """Return an event's sources as publishers with their publication days; a day is empty if it is unknown."""
    offices, days = ([one.strip() for one in record.get(name, "").split(";") if one.strip()]
                     for name in ("source_office", "source_date"))  # fmt: skip
    if not offices:  # an export that names each article alone
        articles = _ARTICLE.findall(record.get("source_article", ""))
        offices, days = [office for office, _ in articles], [day for _, day in articles]
    days = [foreign.tried(lambda _: None, read_date, day.partition(" ")[0]) or "" for day in days]
    days = days if len(days) == len(offices) else [""] * len(offices)
    return [{"url": "", "publisher": office, "published": day} for office, day in zip(offices, days, strict=True)]
