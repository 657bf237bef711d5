"""Who came aboard, who warned, and a day that a clause of speech adds."""

from __future__ import annotations

TODAY = "2024-06-12"


def test_boarders_are_those_who_came(read_text):
    text = (
        "The trawler QNg 96217 was boarded off Lincoln Island on Monday by men of the China Coast Guard. Its captain said "
        "the boarders struck his crew with bars and left with the catch."
    )
    (found,) = read_text(text, TODAY).incidents
    assert (found.initiators, found.targets) == (("CN-CCG",), ("VN-FISH",))


def test_shots_as_a_warning_are_fired_by_whoever_is_named_behind(read_text):
    text = (
        "Shots were fired as a warning by Taiwanese coast guards on Itu Aba after two Vietnamese fishing boats came near on "
        "Monday."
    )
    (found,) = read_text(text, TODAY).incidents
    assert (found.initiators, found.targets) == (("TW-CGA",), ("VN-FISH",))


def test_a_word_that_begins_with_in_adds_no_day(read_text):
    text = (
        "Malaysian air force jets took off on Monday and intercepted six Chinese transports near Luconia Shoals, officers "
        "said today."
    )
    assert [one.date_start for one in read_text(text, TODAY).incidents] == ["2024-06-10"]
