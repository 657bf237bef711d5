"""Sentences by rule: singular, plural and zero, and accounts side by side."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scs_tracker import reporting
from scs_tracker.reporting import names, words
from scs_tracker.sentences.words import accounts, number

if TYPE_CHECKING:
    from collections.abc import Callable

Facts = dict[str, Any]
WEEK = "2024-W34"
SABINA = ["20240819-sabina-bagacay-ramming", "20240819-sabina-cape-engano-collision", "20240825-sabina-datu-sanday"]
OTHERS = ["20240819-scarborough-flares-bfar", "20240822-subi-flares-bfar"]


def _keep(count: int) -> dict[str, dict[str, Any]]:
    """Leave the first ``count`` incidents of the week in the ledger."""
    return {name: {"status": "retracted"} for name in [*SABINA, *OTHERS][count:]}


@pytest.mark.parametrize("module", [module.name for module in pkgutil.iter_modules(reporting.__path__)])
def test_examples_in_docstrings(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"scs_tracker.reporting.{module}")).failed == 0


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({}, "No figures for people killed, injured or detained are recorded."),
        ({"killed": 0, "injured": 0, "detained": 0}, ""),
        (
            {"injured": 1},
            "Recorded: one person injured (No. 1). No figures for people killed or detained are recorded.",
        ),
        (
            {"injured": 12, "killed": 2, "detained": 0},
            "Recorded: two people killed (No. 1) and 12 people injured (No. 1).",
        ),
    ],
)
def test_a_missing_number_is_not_a_zero(numbers: dict[str, int], said: str, facts_of: Callable[..., Facts]) -> None:
    changes = _keep(1) | {SABINA[0]: numbers}
    assert words.people(facts_of(WEEK, rows=changes)["harm"]) == said


@pytest.mark.parametrize(
    ("cell", "contested"),
    [
        ("PH: rammed; CN: it was hit on purpose", True),
        ("PH: rammed; CN: its statement did not mention this", False),
        ("PH: rammed; CN: has not commented", False),
        ("PH coast guard: rammed; PH navy: hit", False),
    ],
)
def test_a_silent_party_contests_nothing(cell: str, contested: bool, facts_of: Callable[..., Facts]) -> None:
    facts = facts_of(WEEK, rows=_keep(1) | {SABINA[0]: {"accounts": cell}})
    assert facts["incidents"][0]["contested"] is contested


@pytest.mark.parametrize(
    ("cell", "who"),
    [
        ("PH coast guard: it was elsewhere", "Philippines, coast guard"),
        ("CN (by radio): it had entered", "China (by radio)"),
        ("PH: rammed", "Philippines"),
        ("Analyst: it waited", "Analyst"),
    ],
)
def test_who_gives_an_account(cell: str, who: str, facts_of: Callable[..., Facts]) -> None:
    facts = facts_of("2023-W31", rows={"20230805-second-thomas-water-cannon": {"accounts": cell}})
    assert facts["incidents"][0]["accounts"][0]["who"] == who


def test_a_week_that_is_not_over_says_so(facts_of: Callable[..., Facts]) -> None:
    facts = facts_of(WEEK, as_of="2024-08-23T00:00:00Z")
    assert facts["period"]["complete"] is False
    nothing = facts_of(WEEK, as_of="2024-08-23T00:00:00Z", rows=_keep(0))
    assert nothing["lead"][0].startswith("No incident is on record so far for 19 to 25 August 2024, which is not over.")


@pytest.mark.parametrize(
    ("place", "phrase"),
    [
        ("Sabina Shoal", "at Sabina Shoal"),
        ("South China Sea", "in the South China Sea"),
        ("Gulf of Tonkin", "in the Gulf of Tonkin"),
        ("Paracel Islands", "at the Paracel Islands"),
        ("Luconia Shoals", "at the Luconia Shoals"),
        ("Zambales", "off Zambales"),
        ("Off Vietnam", "off Vietnam"),
        ("Nowhere Rock", "at Nowhere Rock"),
    ],
)
def test_where_in_a_sentence(place: str, phrase: str, facts_of: Callable[..., Facts]) -> None:
    facts = facts_of(WEEK, rows=_keep(1) | {SABINA[0]: {"place": place}})
    assert facts["incidents"][0]["place"]["phrase"] == phrase


def test_the_common_english_name_first_then_those_of_the_parties(golden: Facts) -> None:
    place = golden["incidents"][0]["place"]
    assert place["name"] == "Sabina Shoal"
    assert [other["language"] for other in place["others"]] == ["Chinese", "Filipino", "Malay", "Vietnamese"]
    assert place["others"][0] == {
        "language": "Chinese",
        "tag": "zh",
        "name": "仙宾礁 / 仙賓礁",
        "romanised": "Xiānbīn Jiāo",
    }


LABELS = st.sampled_from(["CN", "PH", "VN (by radio)", "PH coast guard", "Analyst"])
#: What stands in brackets at the beginning is the body that speaks, not what it says.
CLAUSES = (
    st.text(st.sampled_from("abc ,()'0123é"), min_size=1, max_size=30).map(lambda text: text.strip(" (")).filter(bool)
)


@settings(deadline=None)
@given(st.lists(st.tuples(LABELS, st.lists(CLAUSES, min_size=1, max_size=3).map("; ".join)), min_size=1, max_size=4))
def test_accounts_come_apart_as_they_were_joined(parts: list[tuple[str, str]]) -> None:
    assert accounts("; ".join(f"{who}: {text}" for who, text in parts)) == parts


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_word_of_an_account_is_lost(cell: str) -> None:
    joined = "".join(who + text for who, text in accounts(cell))
    kept = "".join(letter for letter in cell if letter.isalnum())
    assert "".join(letter for letter in joined if letter.isalnum()) == kept


def test_every_shipped_account_comes_apart(incident_rows: list[dict[str, str]]) -> None:
    both = [row for row in incident_rows if row["accounts"].startswith("PH: ") and "; CN: " in row["accounts"]]
    assert len(both) > 20
    for row in both:
        assert [who[:2] for who, _ in accounts(row["accounts"])][:2] == ["PH", "CN"], row["id"]


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_a_number_with_its_noun(count: int) -> None:
    text = words.counted(count, "incident")
    assert text.endswith("incident") == (count == 1)
    assert text.split(" ")[0] == number(count)


def test_a_service_that_is_not_named_has_a_noun() -> None:
    assert names.actor("CN-UNK")["phrase"] == "an unnamed Chinese service"
    assert names.actor("CN-CCG")["phrase"] == "the China Coast Guard"
