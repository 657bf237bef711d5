"""Presence: ships that follow or face each other, boats massed at a reef, surveys, drones, aircraft met in the air."""

from __future__ import annotations

import pytest

from scs_tracker.extraction.words.inflection import forms

TODAY = "2024-08-20"

TOLD = [
    ("A Chinese frigate played escort to HMS Spey near the Paracels on Monday.", "shadowing"),
    ("HMNZS Te Kaha had a string of Chinese ships, up to eight, behind it near the Paracels on Monday.", "shadowing"),
    ("HMS Spey had company from the Chinese navy near the Paracels on Monday.", "shadowing"),
    ("Navy jets of Malaysia went up to meet sixteen Chinese transports off Sarawak on Monday.", "air_intercept"),
    ("A Chinese fighter flew within 60 metres of a coast guard plane of Manila off Zambales.", "air_intercept"),
    ("A Chinese cutter passed twenty-one yards from BRP Cabra off Zambales on Monday.", "dangerous_manoeuvre"),
    ("A survey ship of Hanoi had its gear severed by Chinese patrol boats off Nha Trang on Monday.", "harassment"),
    ("A Chinese frigate settled in a few miles astern of HMS Spey near the Paracels on Monday.", "shadowing"),
    ("A Chinese frigate did not let HMS Spey out of its sight near the Paracels on Monday.", "shadowing"),
    ("A Chinese destroyer was never far from HMCS Ottawa near the Paracels on Monday.", "shadowing"),
    ("A Chinese and a Vietnamese ship stayed at daggers drawn off Vanguard Bank on Monday.", "standoff"),
    ("A Chinese quadrotor flew around BRP Cabra near Scarborough Shoal on Monday.", "drone"),
    ("Sixty Chinese militia boats have made Whitsun Reef their home, a Philippine plane found on Monday.", "swarming"),
    ("Sixty Chinese boats took up residence at Whitsun Reef on Monday, Manila said.", "swarming"),
    (
        "Hanoi protested over the Haiyang Dizhi 8, which it said had carried out seismic work in its exclusive economic "
        "zone near Vanguard Bank on Monday.",
        "survey_intrusion",
    ),
    ("A Chinese research ship was at work off Luconia Shoals on Monday, inside Malaysia's zone.", "survey_intrusion"),
    ("A Chinese J-11 took a place 500 feet off the wing of a US P-8A near the Paracels.", "air_intercept"),
    ("A Chinese fighter slid in front of an Australian P-8A near the Paracels on Monday.", "air_intercept"),
    ("A Chinese helicopter crowded a Philippine coast guard plane over Scarborough Shoal.", "air_intercept"),
    ("BRP Cabra had a Chinese cutter on its tail all day near Sabina Shoal on Monday.", "shadowing"),
    ("Two Chinese warships were hard on the heels of USS Milius near the Paracel Islands on Monday.", "shadowing"),
    ("KRI Bung Tomo sailed under the eyes of a Chinese cutter off Natuna on Monday.", "shadowing"),
    ("A Chinese cutter matched every turn of BRP Cabra near Sabina Shoal on Monday.", "shadowing"),
    ("A Chinese cutter trundled behind BRP Cabra near Sabina Shoal on Monday.", "shadowing"),
    (
        "Two Chinese frigates hung back on the horizon as BRP Jose Rizal passed Scarborough Shoal on Monday.",
        "shadowing",
    ),
    ("A Philippine coast guard plane orbited over a Chinese tug off Thitu Island on Monday.", "shadowing"),
    (
        "A Vietnamese patrol ship remained glued to the stern of a Chinese cutter near Vanguard Bank on Monday.",
        "shadowing",
    ),
    ("KD Keris and a Chinese cutter lay 500 metres apart for two days at Luconia Shoals until Monday.", "standoff"),
    ("Neither ship budged when BRP Cabra met CCG 5205 at Sabina Shoal on Monday.", "standoff"),
    (
        "A Philippine and a Chinese cutter refused to give way to each other at Sabina Shoal for six hours on Monday.",
        "standoff",
    ),
    ("There were 48 Chinese boats at Iroquois Reef on Monday, the Philippine navy said.", "swarming"),
    (
        "A pack of Chinese militia boats stayed at Sabina Shoal on Monday, the Philippine coast guard said.",
        "swarming",
    ),
    (
        "Chinese militia boats clogged the lagoon of Whitsun Reef on Monday, the Philippine coast guard said.",
        "swarming",
    ),
    ("Chinese militia boats around Thitu Island numbered forty on Monday, the Philippine navy said.", "swarming"),
    (
        "The number of Chinese vessels at Second Thomas Shoal reached 60 on Monday, the Philippine navy said.",
        "swarming",
    ),
    (
        "The survey ship Xiang Yang Hong 10 plied Vietnam's exclusive economic zone on Monday near Vanguard Bank.",
        "survey_intrusion",
    ),
    ("CCG 5901 made a long sweep through Malaysian waters off Luconia Shoals on Monday.", "survey_intrusion"),
    ("A Chinese J-16 slid under the nose of a US RC-135 over the Paracel Islands on Monday.", "air_intercept"),
    ("Taiwan scrambled jets to see off a Chinese Y-8 near Pratas Island on Monday.", "air_intercept"),
    ("A Chinese fighter rolled over a US bomber at the Paracel Islands on Monday.", "air_intercept"),
]


@pytest.mark.parametrize(("text", "kind"), TOLD, ids=[text[:60] for text, _ in TOLD])
def test_presence_is_told_of(text, kind, read_text):
    found = read_text(text, TODAY)
    assert len(found.incidents) == 1
    assert kind in found.incidents[0].types


NOT_TOLD = [
    "A Philippine pilot crowded his aircraft with journalists on Monday for a flight over Scarborough Shoal.",
    "Officials from China and the Philippines played the waiting game over Scarborough Shoal talks on Monday.",
    "A Philippine destroyer was at work in a dry dock in Subic on Monday; China watched its budget.",
    "A Philippine officer kept a close eye on China's statements about Scarborough Shoal on Monday.",
    "The Philippine Senate is packed with critics of China's cutters at Scarborough Shoal, a paper wrote on Monday.",
    "There were 40 Chinese ships at the port of Haikou on Monday, an official said.",
    "The Philippine and Chinese ministers sat facing each other in Manila on Monday and spoke of cutters at Sabina Shoal.",
    "A Philippine report on Chinese boats at Sabina Shoal reached 60 senators on Monday.",
    "Neither China nor the Philippines would give a date on Monday for talks on cutters at Sabina Shoal.",
    "A crowd of Filipino fishermen met a Chinese diplomat in Manila on Monday to speak of Scarborough Shoal.",
    "A Chinese ship numbered 3901 is the largest coast guard vessel, a Philippine analyst wrote on Monday.",
    "A team of the Philippine navy collected data on fish in the Philippine EEZ on Monday; China's cutters stayed in port.",
    "A Philippine hotel on Thitu Island was full of Chinese tourists from boats on Monday.",
    "A documentary on Chinese cutters at Sabina Shoal had the Philippines in its sights on Monday.",
]


@pytest.mark.parametrize("text", NOT_TOLD, ids=[text[:60] for text in NOT_TOLD])
def test_near_miss_is_none(text, read_text):
    found = read_text(text, TODAY)
    assert found.incidents + found.background == ()


def test_be_and_verbs_with_a_prefix_have_all_their_forms():
    assert forms("be at odds")["were at odds"] == "d"
    assert forms("overfly")["overflew"] == "d"


def test_a_longer_phrase_that_lacks_its_further_words_leaves_the_shorter_one(read_text):
    found = read_text("A Chinese cutter came up to within 30 metres of BRP Cabra near Sabina Shoal on Monday.", TODAY)
    assert [one.types for one in found.incidents] == [("dangerous_manoeuvre",)]


def test_off_whose_reef_boats_lie_is_no_target_unless_its_ship_is_there(read_text):
    alone = read_text("Forty Chinese boats lay side by side near Thitu Island on Monday, Manila said.", TODAY)
    met = read_text("Forty Chinese boats swarmed around a Philippine ship off Zambales on Monday.", TODAY)
    assert [one.targets for one in alone.incidents] == [()]
    assert [one.targets for one in met.incidents] == [("PH-UNK",)]


def test_a_ship_of_one_word_is_known_behind_her_class(read_text):
    found = read_text("HMAS Toowoomba was shadowed by the frigate Yancheng near the Spratly Islands on Monday.", TODAY)
    assert [(one.initiators, one.targets) for one in found.incidents] == [(("CN-PLAN",), ("AU-NAVY",))]


def test_a_type_of_aircraft_is_an_aircraft_of_whom_it_is_said_to_be(read_text):
    found = read_text("Taiwan scrambled jets to see off a Chinese Z-99 near Pratas Island on Monday.", TODAY)
    assert "air_intercept" in found.incidents[0].types


def test_who_hauls_up_a_drone_has_not_sent_it(read_text):
    found = read_text(
        "Filipino fishermen hauled up a torpedo-shaped submersible with Chinese letters off Zambales on Monday.", TODAY
    )
    assert [one.initiators for one in found.incidents] == [("CN-UNK",)]
