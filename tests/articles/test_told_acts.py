"""Acts that an article tells: who did each to whom, with its vessels, people, speaker and words."""

from __future__ import annotations

import pytest

from scs_tracker.articles import as_batch
from scs_tracker.articles.accounts import quoted
from scs_tracker.ledger import Ledger

TEXT = (
    "China Coast Guard ship 3104 fired water cannon at BRP Cabra near Scarborough Shoal on Monday, hurting two people, the "
    "Philippine Coast Guard said. Chinese militia boats blocked BRP Datu Sanday, the Philippine Coast Guard said."
)


def test_each_act_has_its_own_sides_vessels_people_and_words(read_text):
    (one,) = read_text(TEXT).incidents
    told = {act.type: act for act in one.acts}
    cannon = told["water_cannon"]
    assert (cannon.by, cannon.against, cannon.against_units) == (("CN-CCG",), ("PH-PCG",), ("BRP Cabra",))
    assert (cannon.injured, cannon.said_by) == (2, ("PH",))
    assert "fired water cannon at BRP Cabra" in cannon.passage
    assert {act.basis for act in one.acts} == {"text"}


def test_what_one_side_turns_round_does_not_turn_the_act(read_text):
    text = f"{TEXT} China said that the Philippine ship deliberately fired water cannon at its cutter."
    for one in read_text(text).incidents:
        assert all(act.by[0].startswith("CN") for act in one.acts)
        assert all("CN" not in act.said_by for act in one.acts)


def test_the_ledger_takes_the_acts_and_its_columns_follow(read_text, tmp_path):
    found = read_text(TEXT)
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    ledger.import_batch(as_batch(found, "https://www.rappler.com/a"))
    acts = ledger.acts(statuses=None)
    assert set(acts["printed_in"]) == {"https://www.rappler.com/a"}
    assert set(acts["type"]) == set(ledger.incidents(statuses=None).loc[0, "types"].split(";"))
    ledger.engine.dispose()


@pytest.mark.parametrize(("words", "at", "wanted"), [(30, 0, 25), (30, 200, 25), (10, 0, 10)])
def test_a_quotation_is_short_and_marked(words, at, wanted):
    text = quoted(" ".join(["words"] * words), at)
    assert text.count("words") == wanted
    assert ("…" in text) == (words > 25)
