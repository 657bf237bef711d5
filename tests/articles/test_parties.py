"""Who is on a side, and by which service: what words may say beside trees, and what they may not."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from scs_tracker.articles import deciding, gathering, judge, proposal, services, sides, story

TEXT = "A Chinese coast guard ship rammed a Philippine boat near Sabina Shoal on 3 June 2025, Manila said."


def read(text: str) -> story.Story:
    return story.read(text, dt.date(2025, 6, 4))


def told(one: judge.Judge) -> gathering.Told:
    _, acts = deciding.decide(read(TEXT), one)
    return next(act for act in acts if "ramming" in act.act.types)


def test_words_and_trees_share_the_score_of_an_act():
    shipped = judge.shipped()
    low, high = (told(dataclasses.replace(shipped, act_words=judge.Weights(start, {}))).score for start in (-9.0, 9.0))
    assert low < told(shipped).score < high


def test_a_boat_is_no_fishing_boat_where_nobody_fishes():
    assert services.options(read(TEXT), "PH") == ["PH-UNK"]
    assert "PH-FISH" in services.options(read(f"{TEXT} Its fishermen were unhurt."), "PH")


def test_words_alone_name_no_service_that_the_article_does_not():
    assert services._score({"text": 0.0}, 0.3, 0.9) == pytest.approx(0.3)
    assert services._score({"text": 2.0}, 0.3, 0.9) == pytest.approx(judge.blend_probabilities(0.3, 0.9, 0.5))


def test_a_country_is_cast_by_those_on_a_side_by_all_who_are_named_and_at_the_surest():
    one = told(judge.shipped())
    (chinese,) = one.act.agents
    (boat,) = one.act.patients
    (capital,) = [each for each, _ in one.parties if each.country == "PH" and each is not boat]
    one.parties = [(chinese, 0.9), (boat, 0.4), (capital, 0.02)]
    cast = sides._cast(gathering.Candidate([one]), "PH")
    assert cast["role"] == pytest.approx(0.4)
    assert cast["cast"] == cast["cast_best"] == pytest.approx(judge.mean([0.4, 0.02], [1.0, 1.0]))
    assert cast["cast_most"] == pytest.approx(0.02)
    assert set(sides._cast(gathering.Candidate([one]), "VN").values()) == {-1.0}


@pytest.mark.parametrize("words", ["with bow number 21551", "bearing hull number 21551"])
def test_a_number_is_of_the_ship_that_bears_it(read_text, words):
    text = f"A Philippine supply boat went to Sabina Shoal on Monday. A Chinese vessel {words} blocked BRP Cabra there."
    (one,) = read_text(text).incidents
    assert (one.initiator_units, one.target_units) == ((words.partition(" ")[2],), ("BRP Cabra",))


def test_who_only_shadowed_is_not_among_those_that_collided():
    both = read(
        "Beijing denies collision off Scarborough\n\nChina on Tuesday rejected Manila's claim that one of its navy ships "
        "collided with a Philippine fisheries vessel, BRP Datu Sumkad, 20 nautical miles east of Scarborough Shoal a day "
        "earlier.\n\nThe Bureau of Fisheries and Aquatic Resources said that the hull of its vessel was dented. No one was "
        "injured. Two Chinese maritime militia boats also shadowed it for four hours."
    )
    found, _ = deciding.decide(both, judge.shipped())
    decision = next(one for one in found if one.kept)
    pair = {("CN", "PH"): 0.9, ("PH", "CN"): 0.0}
    one, two = (
        sides.choose_parties(decision.candidate, both, judge.shipped(), pair, types).initiators
        for types in (("collision",), ("collision", "shadowing"))
    )
    assert (set(one), set(two)) == ({"CN-PLAN"}, {"CN-PLAN", "CN-MM"})


@pytest.mark.parametrize(("code", "words"), [("CN-PLAN", "navy"), ("CN-MM", "militia")])
def test_the_words_that_are_lit_for_a_side_are_those_of_a_service_on_it(code, words):
    both = read(
        "Chinese maritime militia boats and one of China's navy ships hit a Philippine fisheries vessel, BRP Datu Sumkad, near "
        "Sabina Shoal on 3 June 2025."
    )
    found, _ = deciding.decide(both, judge.shipped())
    one = proposal._party(found[0].candidate, both, [code], 1.0, doing=True)
    assert words in both.text[one.start : one.end]
