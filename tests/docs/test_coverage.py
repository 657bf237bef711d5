from __future__ import annotations

import doctest
import importlib.util
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scs_tracker import geodata

_FILE = Path(__file__).parents[2] / "docs/coverage.py"
_SPEC = importlib.util.spec_from_file_location("coverage_of_the_data", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
figures = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(figures)


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(figures).failed == 0


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=20))
def test_who_agrees_with_himself_agrees_wholly(codes: list[str]) -> None:
    found = figures.agreement([(code, code) for code in codes])
    assert (found.share, found.kappa) == (1, 1)


def test_coders_who_guess_agree_by_chance_alone() -> None:
    chance = random.Random(1)
    pairs = [(chance.choice("abcd"), chance.choice("abcd")) for _ in range(20_000)]
    assert abs(figures.agreement(pairs).kappa) < 0.02


def test_kappa_of_a_printed_table() -> None:
    # Cohen (1960), table 1: proportions 44, 5, 1 / 7, 20, 3 / 9, 5, 6 give kappa 0.492
    table = {"aa": 44, "ab": 5, "ac": 1, "ba": 7, "bb": 20, "bc": 3, "ca": 9, "cb": 5, "cc": 6}
    pairs = [(two[0], two[1]) for two, count in table.items() for _ in range(count)]
    assert figures.agreement(pairs).kappa == pytest.approx(0.492, abs=0.0005)


def test_an_estimate_covers_the_truth_as_often_as_it_says() -> None:
    chance = random.Random(7)
    covered = 0
    for _ in range(400):
        ours = {one for one in range(300) if chance.random() < 0.5}
        theirs = {one for one in range(300) if chance.random() < 0.4}
        found = figures.recapture(len(ours), len(theirs), len(ours & theirs))
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= 300 <= found.high
    assert 360 <= covered <= 395


def test_nothing_is_estimated_from_nothing_in_common() -> None:
    assert figures.recapture(5, 4, 0).estimate is None


def test_lists_are_compared_without_what_was_taken_from_the_other() -> None:
    own = figures.own_incidents()
    entered = {row["incident_id"] for row in geodata.rows("scsdi") if row["verdict"] == "entered"}
    assert not own & entered
    compared = figures.against_scsdi()
    for found in compared.values():
        assert found.both <= min(found.ours, found.theirs)
    assert compared["CN-PH", (2020, 2023)].theirs > 40
