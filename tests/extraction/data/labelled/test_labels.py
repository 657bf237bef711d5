"""The labels of the set are well formed, and README.md beside it counts what is here."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scs_tracker import geodata

HERE = Path(__file__).parent
HALVES = ("tune", "held")
KINDS = ("single", "double", "background", "negative")
LANGUAGES = ("fil", "zh-Latn", "vi", "ms", "id")
INCIDENT_KEYS = [
    "date_start",
    "date_end",
    "types",
    "initiators",
    "targets",
    "place",
    "lat",
    "lon",
    "tolerance_km",
]
EVENT_KINDS = ["talks", "ruling", "law", "statement", "exercise", "construction", "fonop", "agreement", "deployment"]
Report = dict[str, Any]

REPORTS: dict[str, list[Report]] = {
    half: [json.loads(path.read_text("utf-8")) for path in sorted((HERE / half).glob("*.json"))] for half in HALVES
}
ALL = [report for half in HALVES for report in REPORTS[half]]


def kind_of(report: Report) -> str:
    if report["incidents"]:
        return "double" if len(report["incidents"]) > 1 else "single"
    return "background" if report["background"] else "negative"


def labels_of(report: Report) -> list[Report]:
    return [*report["incidents"], *report["background"]]


def span(text: str) -> tuple[date, date]:
    """First and last day of a day, a month or a year."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 2:
        year, month = parts
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), date.fromordinal(following.toordinal() - 1)
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


def languages_in(text: str, patterns: dict[str, re.Pattern[str]]) -> set[str]:
    return {language for language, pattern in patterns.items() if pattern.search(text.casefold())}


def name_patterns() -> dict[str, re.Pattern[str]]:
    """By language, the names of the gazetteer that are not the English name of their feature."""
    names = geodata.table("names")
    english = {name.casefold() for name in geodata.table("features")["name"]}
    english |= {name.casefold() for name in names.loc[names["script_note"] == "primary", "name"]}
    patterns = {}
    for language in LANGUAGES:
        words = {name.casefold() for name in names.loc[names["language"] == language, "name"] if len(name) > 4}
        alternatives = sorted(words - english, key=lambda word: (-len(word), word))
        patterns[language] = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, alternatives)) + r")(?!\w)")
    return patterns


def count_tables() -> str:
    """The tables of README.md, counted from the files."""
    patterns = name_patterns()
    counts: dict[str, list[Counter[str]]] = {"kind": [], "type": [], "actor": [], "language of a place name": []}
    for half in HALVES:
        labels = [label for report in REPORTS[half] for label in labels_of(report)]
        counts["kind"].append(Counter(kind_of(report) for report in REPORTS[half]))
        counts["type"].append(Counter(name for label in labels for name in label["types"]))
        counts["actor"].append(
            Counter(code for label in labels for code in {*label["initiators"], *label["targets"]}),
        )
        counts["language of a place name"].append(
            Counter(name for report in REPORTS[half] for name in languages_in(report["text"], patterns)),
        )
    order = {"kind": KINDS, "type": tuple(geodata.table("types")["type"]), "language of a place name": LANGUAGES}
    blocks = []
    for title, (tune, held) in counts.items():
        rows = order.get(title) or sorted({*tune, *held})
        lines = [f"| {title} | tune | held |", "| --- | --- | --- |"]
        lines += [f"| {row} | {tune[row]} | {held[row]} |" for row in rows]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


@pytest.mark.parametrize("half", HALVES)
def test_file_holds_one_report_of_the_agreed_form(half: str) -> None:
    for path in sorted((HERE / half).glob("*.json")):
        report = json.loads(path.read_text("utf-8"))
        assert list(report) == ["id", "published", "text", "incidents", "background", "events", "negative"], path.name
        assert report["id"] == path.stem
        assert 60 <= len(report["text"].split()) <= 250, path.name
        assert report["negative"] is (kind_of(report) == "negative"), path.name
        assert all(list(label) == INCIDENT_KEYS for label in labels_of(report)), path.name


def test_ids_and_texts_are_unique() -> None:
    assert len({report["id"] for report in ALL}) == len(ALL)
    assert len({report["text"] for report in ALL}) == len(ALL)


def test_types_are_of_the_codebook_and_in_its_order() -> None:
    order = list(geodata.table("types")["type"])
    for report in ALL:
        for label in labels_of(report):
            assert label["types"], report["id"]
            assert label["types"] == sorted(set(label["types"]), key=order.index), report["id"]


def test_actors_are_codes_or_a_country_with_its_service_not_named() -> None:
    codes = set(geodata.table("actors")["code"])
    codes |= {f"{country}-UNK" for country in geodata.table("actors")["country"]}
    for report in ALL:
        for label in labels_of(report):
            assert label["initiators"], report["id"]
            assert {*label["initiators"], *label["targets"]} <= codes, report["id"]


def test_dates_exist_and_are_not_after_publication() -> None:
    for report in ALL:
        published = date.fromisoformat(report["published"])
        for label in [*labels_of(report), *report["events"]]:
            first, last = span(label["date_start"])
            assert first <= published, report["id"]
            if label.get("date_end"):
                assert last < span(label["date_end"])[1] <= published, report["id"]


def test_places_are_of_the_gazetteer_and_lie_in_the_region() -> None:
    known = set(geodata.table("names")["name"]) | set(geodata.table("features")["name"])
    for report in ALL:
        for label in labels_of(report):
            assert label["place"] in known, (report["id"], label["place"])
            assert 0 < label["lat"] < 24, report["id"]
            assert 100 < label["lon"] < 124, report["id"]
            assert 5 <= label["tolerance_km"] <= 900, report["id"]


def test_events_are_of_the_codebook() -> None:
    countries = {*geodata.table("actors")["country"], *geodata.table("actors")["code"], "ASEAN"}
    for report in ALL:
        for event in report["events"]:
            assert list(event) == ["date_start", "kind", "parties"], report["id"]
            assert event["kind"] in EVENT_KINDS, report["id"]
            assert set(event["parties"]) <= countries, report["id"]


@pytest.mark.parametrize("kind", KINDS)
def test_halves_hold_as_many_of_each_kind(kind: str) -> None:
    tune, held = (sum(kind_of(report) == kind for report in REPORTS[half]) for half in HALVES)
    assert tune > 0
    assert abs(tune - held) <= 1


def test_readme_counts_what_is_here() -> None:
    assert count_tables() in (HERE / "README.md").read_text("utf-8")
