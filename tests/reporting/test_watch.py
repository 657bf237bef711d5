"""What to watch, from the data alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from scs_tracker.reporting.period import Period
from scs_tracker.reporting.selection import select
from scs_tracker.reporting.watch import watch

if TYPE_CHECKING:
    from collections.abc import Callable

Facts = dict[str, Any]
EVENT = {
    "date_start": "2024-06-28", "date_end": "2024-06-30", "kind": "exercise", "parties": "CN", "title": "Live firing",
    "place": "Hainan", "url": "https://example.org/notice", "publisher": "MSA", "published": "2024-06-20",
}  # fmt: skip


def said(shipped: pd.DataFrame, week: str, *events: dict[str, str]) -> list[str]:
    asked = Period.parse(week)
    selection = select(shipped, asked)
    table = pd.DataFrame(list(events) or [EVENT | {"date_start": "1990"}])
    return [item["sentence"] for item in watch(selection.accepted, table, selection.continuing, asked)]


def test_an_announced_exercise_is_named_if_it_was_known_before_the_week_was_over(shipped: pd.DataFrame) -> None:
    assert "Announced for 28 to 30 June 2024: Live firing." in said(shipped, "2024-W25", EVENT)
    for change in ({"published": "2024-06-27"}, {"published": ""}, {"kind": "statement"}, {"date_start": "2024-06"}):
        assert not [text for text in said(shipped, "2024-W25", EVENT | change) if "Live firing" in text]


@pytest.mark.parametrize(
    ("week", "words"),
    [("2024-W17", "begins on 1 May 2024 and lasts until 16 August 2024"), ("2024-W31", "ends on 16 August 2024")],
)
def test_the_fishing_ban_is_named_when_it_begins_and_ends(week: str, words: str, shipped: pd.DataFrame) -> None:
    (text,) = [text for text in said(shipped, week) if words in text]
    assert text.startswith("Summer fishing ban north of 12 degrees (China) "), "whose ban it is"


def test_anniversaries_of_law_and_of_the_gravest(shipped: pd.DataFrame, facts_of: Callable[..., Facts]) -> None:
    award = [item for item in facts_of("2021-W27")["watch"] if item["kind"] == "anniversary"]
    assert any(item["sentence"].startswith("12 July, five years ago: “The tribunal gives its Award") for item in award)
    assert not any("Award" in item["sentence"] for item in facts_of("2020-W27")["watch"])


def test_ships_of_an_incident_that_lasts_are_still_there(shipped: pd.DataFrame) -> None:
    assert "CCG 5101, at the Luconia Shoals: reported there since 15 June 2024." in said(shipped, "2024-W26")
    assert not [text for text in said(shipped, "2024-W31") if "5101" in text]


def test_who_stays_without_a_name_begins_a_sentence(whole_record: pd.DataFrame) -> None:
    told = said(whole_record, "2026-W06")
    assert any(text.startswith("The Chinese navy and the China Coast Guard, at the Spratly Islands") for text in told)
