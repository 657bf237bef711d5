"""Trees as data: they answer as they are written, and the shipped ones are sound."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import geodata
from scs_tracker.articles import judge, wording
from scs_tracker.errors import TrackerError

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
    assert set(content["questions"]) == {"dates", "acts", "incidents", "sides", "services", "types"}
    assert set(content["words"]) == {"act_words", "party_words", "service_words"}
    assert path.stat().st_size < 1_000_000
    assert judge.shipped().thresholds["incident"] > 0
    countries = {row["country"].lower() for row in geodata.rows("actors")}
    names = {word for one in content["questions"].values() for name in one["features"] for word in name.split("_")}
    words = {word for one in content["words"].values() for name in one["weights"] for word in name.split()}
    actors = (row["name"] for row in geodata.rows("lexicon_actor_names"))
    named = {name.lower() for name in actors if " " not in name and name.isascii()} | wording._of_countries()
    assert words & {"ram", "boat", "crew"}
    assert not words & (named - wording._of_services() - {"us", "plan", "turkey", "polish"})
    assert not names & (countries - {"no", "my", "in", "id"})


def test_each_word_counts_once_and_an_unknown_one_nothing():
    weights = judge.Weights(-1.0, {"ram": 2.0, "drill": -3.0})
    assert weights.probabilities([["ram", "ram", "boat"], ["drill"], []]) == pytest.approx(
        [0.731, 0.018, 0.269], abs=1e-3
    )


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_mixture_lies_between_both(one, other, share):
    assert min(one, other) - 1e-3 <= judge.blend_probabilities(one, other, share) <= max(one, other) + 1e-3
    assert judge.blend_probabilities(one, one, share) == pytest.approx(one, abs=1e-3)


def test_the_share_of_a_mixture_is_that_of_the_second():
    assert judge.blend_probabilities(0.9, 0.1, 0.0) == pytest.approx(0.9)
    assert judge.blend_probabilities(0.9, 0.1, 1.0) == pytest.approx(0.1)


def test_a_judge_without_an_answer_is_refused_and_a_question_nobody_asks_is_left():
    content = json.loads(geodata.path(judge.FILE).read_text(encoding="utf-8"))
    content["questions"]["weather"] = content["questions"]["acts"]
    judge.from_json(content)
    del content["words"]["party_words"]
    with pytest.raises(TrackerError, match="party_words"):
        judge.from_json(content)
