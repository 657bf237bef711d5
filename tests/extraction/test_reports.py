"""Whole reports: each of data/articles as its label has it, and the tuning set as a whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from labelled_reports import labelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.extraction import Extraction

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks/extraction"))
from evaluate import agrees, evaluate, match, same_date, within

REPORTS = labelled("articles")


@pytest.mark.parametrize("report", REPORTS, ids=[report["id"] for report in REPORTS])
def test_report_is_read_as_labelled(report: dict[str, Any], read_text: Callable[..., Extraction]):
    found = read_text(report["text"], report["published"])
    for labels, proposals in ((report["incidents"], found.incidents), (report["background"], found.background)):
        pairs = match(labels, list(proposals))
        assert len(pairs) == len(labels) == len(proposals), [one.to_json() for one in proposals]
        for label, proposal in pairs:
            assert within(label, proposal), (label["place"], proposal.place)
            assert agrees(set(label["initiators"]), set(proposal.initiators))[1], proposal.initiators
            assert agrees(set(label["targets"]), set(proposal.targets))[1], proposal.targets


def test_seed_report_recalls_two_incidents_and_tells_of_talks(read_text):
    seed = next(report for report in REPORTS if report["id"] == "seed-talks")
    found = read_text(seed["text"], seed["published"]).to_json()
    assert found["incidents"] == []
    assert [(one["types"], one["initiators"], one["targets"]) for one in found["background"]] == [
        (["water_cannon"], ["CN-UNK"], ["PH-UNK"]),
        (["laser"], ["CN-UNK"], ["PH-UNK"]),
    ]
    assert {(one["date_start"], one["date_end"], one["place"]) for one in found["background"]} == {
        ("2023", "", "South China Sea")
    }
    assert all(one["radius_km"] > 500 for one in found["background"])
    talks = found["events"]
    assert [(one["kind"], sorted(one["parties"]), one["date_start"]) for one in talks] == [
        ("talks", ["CN", "US"], "2024-01-08")
    ]


def test_tuning_set_stays_as_good_as_it_was():
    score = evaluate(labelled("labelled/tune"))
    precision, recall = (score.rate("incident right", f"incident {side}") for side in ("found", "labelled"))
    assert 2 * precision * recall / (precision + recall) >= 0.96, score.failures
    assert score.rate("background right", "background labelled") >= 0.9
    assert score.rate("incident initiators right", "incident initiators") >= 0.89
    assert score.rate("incident targets right", "incident targets") >= 0.91
    assert score.rate("incident places right", "incident places") >= 0.95
    assert score.counts["false in negatives"] == 0


@pytest.mark.parametrize(
    ("folder", "floors", "false"),
    [("more", (0.90, 0.88, 0.86), 1), ("phrases", (0.81, 0.89, 0.80), 1)],
)
def test_further_reports_stay_as_good_as_they_were(folder: str, floors: tuple[float, float, float], false: int):
    score = evaluate(labelled(folder))
    precision, recall = (score.rate("incident right", f"incident {side}") for side in ("found", "labelled"))
    sides = [score.rate(f"incident {side} right", f"incident {side}") for side in ("initiators", "targets")]
    reached = (2 * precision * recall / (precision + recall), *sides)
    assert all(one >= floor for one, floor in zip(reached, floors, strict=True)), (reached, score.failures)
    assert score.counts["false in negatives"] <= false


@pytest.mark.parametrize(
    ("label", "found", "same"),
    [
        ("2024-03-05", "2024-03-06", True),
        ("2024-03-05", "2024-03-07", False),
        ("2024-03", "2024-03-31", True),
        ("2024", "2023-12-31", False),
    ],
)
def test_dates_agree_within_a_day_or_as_far_as_the_label_goes(label, found, same):
    assert same_date(label, found) is same
