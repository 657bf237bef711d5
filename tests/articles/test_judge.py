"""Trees as data: they answer as they are written, and the shipped ones are sound."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import geodata
from scs_tracker.articles import judge

#: Yes above 0.5 of ``sure``, else by ``far``.
TREE = ["sure", 0.5, ["far", 10.0, -1.0, -3.0], 2.0]


def test_a_tree_is_walked_to_its_leaf():
    trees = judge.Trees(["far", "sure"], [(0.0, [TREE])])
    rows = [{"sure": 1.0, "far": 0.0}, {"sure": 0.0, "far": 10.0}, {"sure": 0.0, "far": 11.0}]
    assert trees.probabilities(rows) == pytest.approx([0.8808, 0.2689, 0.0474], abs=1e-4)
    assert trees.probabilities([]) == []


def test_classes_share_out_one():
    trees = judge.Trees(["sure"], [(0.0, [["sure", 0.5, 1.0, 0.0]]), (0.5, [0.1]), (0.0, [0.0])])
    (row,) = trees.scores([{"sure": 1.0}])
    assert row.sum() == pytest.approx(1.0)
    assert row.argmax() == 1


def test_what_a_row_does_not_have_is_absent():
    trees = judge.Trees(["sure"], [(0.0, [["sure", -5.0, 3.0, -3.0]])])
    assert trees.probabilities([{}])[0] > 0.9


@given(st.floats(0, 1))
def test_calibration_rises_and_stays_between_its_ends(value):
    one = dataclasses.replace(judge.shipped(), calibration={"types": [[0.1, 0.2], [0.5, 0.4], [0.9, 0.95]]})
    assert 0.2 <= one.share("types", value) <= 0.95
    assert one.share("incident", value) == value


def test_the_shipped_judge_has_every_question_and_is_small():
    path = geodata.path(judge.FILE)
    content = json.loads(path.read_text(encoding="utf-8"))
    assert set(content["questions"]) == {"dates", "acts", "roles", "incidents", "sides", "services", "types"}
    assert path.stat().st_size < 600_000
    assert judge.shipped().thresholds["incident"] > 0
    countries = {row["country"].lower() for row in geodata.rows("actors")}
    names = {word for one in content["questions"].values() for name in one["features"] for word in name.split("_")}
    assert not names & (countries - {"no", "my", "in", "id"})
