"""One clash told in phases, and told again in somebody's own words: sides, and how many incidents it makes."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "initiator", "target"),
    [
        (
            "A Chinese coast guard cutter rammed a Philippine Coast Guard boat near Sabina Shoal on Monday, the coast "
            'guard said.\n\n"They trailed us, they cut us off and they rammed us," an official said.',
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "Chinese coast guard men boarded Philippine navy boats near Second Thomas Shoal on Monday.\n\n"
            '"They rammed our boats, they climbed aboard and they took our rifles," an officer said.',
            "CN-CCG",
            "PH-NAVY",
        ),
        (
            "A Chinese coast guard cutter rammed a Philippine Coast Guard boat near Sabina Shoal on Monday.\n\nThe "
            "Philippine version is that the cutter first trailed the boat, then barred its way and rammed it.",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "BRP Cabra blocked a Chinese coast guard cutter near Sabina Shoal on Monday, the Philippine Coast Guard "
            'said. The Chinese crew answered by radio.\n\n"We trailed it, blocked it and drove it away," the agency '
            "said.",
            "PH-PCG",
            "CN-CCG",
        ),
        (
            "Taiwan's coast guard drove away a Chinese coast guard ship off Pratas Island on Monday. The Chinese vessel "
            "came in at dawn. The patrol ship Anping went out and shadowed it.",
            "TW-CGA",
            "CN-CCG",
        ),
    ],
)
def test_what_is_told_again_turns_no_side_round(read_text, text, initiator, target):
    (found,) = read_text(text).incidents
    assert (found.initiators, found.targets) == ((initiator,), (target,))


def test_a_pronoun_that_opens_a_sentence_goes_on_with_the_one_before(read_text):
    text = (
        "Chinese coast guard ships hosed Filipino fishing boats near Sabina Shoal on Monday. Two Philippine Coast Guard "
        "cutters were sent to help. They were blocked by Chinese ships during the night."
    )
    (found,) = read_text(text).incidents
    assert set(found.targets) == {"PH-FISH", "PH-PCG"}


def test_the_second_of_two_turns_is_no_second_incident(read_text):
    text = (
        "A Chinese coast guard cutter twice hosed a Philippine supply boat near Second Thomas Shoal on Monday. When the "
        "cutter hosed the boat a second time, four men were hurt."
    )
    assert len(read_text(text).incidents) == 1


@pytest.mark.parametrize(("city", "target"), [("Manila", "PH"), ("Hanoi", "VN")])
def test_a_boat_of_no_flag_is_of_those_whose_officials_tell(read_text, city, target):
    text = (
        "HANOI/MANILA - Chinese cutters were in the way of Vietnamese and Philippine boats this week. On Monday, the "
        f"Chinese cutter 5205 rammed two vessels in the Spratly Islands, a source in {city} said."
    )
    (found,) = read_text(text).incidents
    assert {code[:2] for code in found.targets} == {target}


def test_those_who_speak_on_an_island_were_not_attacked_there(read_text):
    text = (
        "A Chinese cutter seized a Vietnamese fishing boat near the Paracel Islands on Monday and beat its crew, "
        "relatives on Ly Son island said."
    )
    (found,) = read_text(text).incidents
    assert "Paracel" in found.place
