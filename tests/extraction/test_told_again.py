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


def test_a_ship_that_is_introduced_is_known_by_her_name_alone(read_text):
    text = (
        "Taiwan's coast guard drove away a Chinese coast guard ship off Pratas Island on Monday. The Chinese ship came "
        "in at dawn. The patrol ship Anping went out. When the Chinese ship turned, the Anping blocked its way."
    )
    (found,) = read_text(text).incidents
    assert (found.initiators, found.targets) == (("TW-CGA",), ("CN-CCG",))
    assert "blocking" in found.types


def test_what_is_answered_to_one_adds_nothing_to_the_clash_with_another(read_text):
    text = (
        "A Chinese fighter released flares close to an Australian patrol plane near the Paracel Islands on June 9, "
        "Canberra said. On June 11, a Chinese fighter intercepted a US Air Force RC-135 off Scarborough Shoal.\n\n"
        "China's defence ministry said the Australian plane had entered its airspace over Xisha."
    )
    assert {"US-USAF"} in [set(one.targets) for one in read_text(text).incidents]


def test_who_acted_years_ago_names_nobody_of_today(read_text):
    text = (
        "MANILA - A Philippine patrol held four Chinese fishermen near Thitu Island on Friday. In May 2014, a Philippine "
        "navy ship shot at a Chinese fishing boat off Half Moon Shoal."
    )
    assert read_text(text).incidents[0].initiators == ("PH-UNK",)


def test_coming_near_is_the_occasion_of_what_the_other_does(read_text):
    text = (
        "An Indonesian navy ship blocked a Chinese coast guard cutter in the North Natuna Sea on Monday when it came "
        "close to a fisheries patrol boat."
    )
    (found,) = read_text(text).incidents
    assert (found.initiators, found.types) == (("ID-NAVY",), ("blocking",))


@pytest.mark.parametrize("words", ["that serve the rig", "supplying a platform", "which had been supporting a rig"])
def test_ships_that_work_for_a_rig_are_the_oil_companys(read_text, words):
    text = f"A Chinese coast guard cutter blocked two Vietnamese vessels {words} at Vanguard Bank on Monday."
    (found,) = read_text(text).incidents
    assert found.targets == ("VN-OIL",)


def test_what_is_said_of_one_clash_takes_nobody_from_the_other(read_text):
    text = (
        "MANILA - On Monday, Chinese coast guard ships hosed BRP Cabra near Scarborough Shoal. On Tuesday, militia boats "
        "rammed a Filipino fishing boat near Thitu Island. China said the ship at Scarborough had been driven away."
    )
    first, _ = read_text(text, "2024-06-20").incidents
    assert (first.initiators, first.targets) == (("CN-CCG",), ("PH-PCG",))
