"""Articles in whose words a clash could be read, and that tell of none; and clashes beside such words."""

from __future__ import annotations

import pytest

NOTHING = {
    "a patrol among its own boats": (
        "PUERTO PRINCESA, May 4 - The fisheries bureau counted 90 Filipino fishing boats near Thitu Island on Monday "
        "and boarded six to look at their licences."
    ),
    "a drill that is let out late": (
        "PUERTO PRINCESA, May 4 - Forty boats of a foreign militia swarmed around Thitu Island on Monday and blocked "
        "the pier.\n\nMarines drove them off with water cannon.\n\nThe intruders were cadets in yellow armbands."
    ),
    "a drill of strangers": (
        "Unknown boats fired on a Malaysian patrol craft off Kudat on Monday and rammed her.\n\n"
        "The hostages were actors."
    ),
    "a clip of something else": (
        "MANILA, May 4 - The clip in which a Chinese warship slices a Philippine fishing boat in two was filmed in "
        "Norway on Monday, an office said."
    ),
    "men who come home": (
        "Fishermen come home\n\nFifteen Malaysian fishermen came home on Monday after months in a camp near Batam.\n\n"
        "Indonesia had detained them at Natuna and let them go without charge."
    ),
    "oil on the water": (
        "Leaking pipe behind slick\n\nA slick off Bintulu on Monday came from a leaking pipe, Petronas said.\n\n"
        "Fishermen blamed a Chinese vessel. A drone had followed the slick."
    ),
    "gear for sale": (
        "Brochure of lasers\n\nA green beam from a Chinese coast guard ship adorns the catalogue of the salesman in "
        "Kuala Lumpur on Monday.\n\nThe Malaysian navy asked at the booth off Luconia Shoals."
    ),
    "trials of a new ship": (
        "Cutter of Viet Nam ends sea trials\n\nOn trials in the Gulf of Tonkin on Monday CSB 8006 ran at 26 knots.\n\n"
        "She chased a tender. The shipyard showed Chinese visitors its stall."
    ),
    "a shark": (
        "Shark rams boat\n\nA shark rammed a dive boat at Apo Reef on Monday, and tourists from Taiwan fell in.\n\n"
        "A second shark blocked the way of the Philippine Coast Guard."
    ),
    "a rumour": (
        "Coast guard lays rumour to rest\n\nBRP Cabra was not sunk, seized or rammed, Manila said on Monday.\n\n"
        "One post said that a Chinese cutter had rammed her near Sabina Shoal."
    ),
    "a sinking freighter": (
        "HAI PHONG, May 4 - A Vietnamese cutter met a Chinese ship off Bach Long Vi on Monday and handed over sailors "
        "saved from a sinking freighter."
    ),
    "men taken aboard": "The Philippine Coast Guard took 22 men off the Chinese ship aground near Bolinao on Monday.",
    "floats": (
        "Chinese minesweepers fired 600 rounds at floats in the Gulf of Tonkin on Monday, and a Vietnamese freighter "
        "went around them."
    ),
    "boats adrift": (
        "Vietnamese boats lay at Woody Island on Monday, where Chinese soldiers were. Two boats broke loose and hit "
        "each other."
    ),
    "hulls of a court": (
        "Malaysian and Vietnamese boats lay off Natuna. Ten were sunk on Monday after rulings of an Indonesian court."
    ),
    "fishermen told to keep clear": (
        "MANILA, May 4 - A Chinese satellite will pass. The Philippine Coast Guard told fishermen on Monday to stay "
        "away from waters west of Busuanga."
    ),
    "friends side by side": (
        "Joint patrol off Natuna\n\nShips of Indonesia and Viet Nam ended a joint patrol off Natuna on Monday.\n\n"
        "They sailed within 200 metres of each other, side by side, and inspected fishing boats."
    ),
    "a host goes along": (
        "Goodwill visit\n\nMANILA, May 4 - A Philippine frigate met a Chinese destroyer off Corregidor on Monday and "
        "stayed on its beam to the pier.\n\nThe visitors were welcomed by a band."
    ),
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_nothing_is_told_of(read_text, text):
    found = read_text(text)
    assert [*found.incidents, *found.background] == []


CLASHES = {
    "a patrol among its own boats meets others": (
        "PUERTO PRINCESA, May 4 - The fisheries bureau counted 90 Filipino fishing boats near Thitu Island on Monday. "
        "On Tuesday a Chinese cutter chased a Filipino boat off.",
        "expulsion",
    ),
    "parts of a rocket are taken": (
        "Rocket booster seized\n\nA China Coast Guard ship seized a part of a rocket from a Philippine navy boat off "
        "Thitu Island on Monday.\n\nThe rocket was launched from Hainan.",
        "seizure",
    ),
    "beside a drill": (
        "PUERTO PRINCESA, May 4 - A China Coast Guard ship rammed BRP Cabra near Sabina Shoal on Monday.\n\n"
        "Cadets were on board for a drill.",
        "ramming",
    ),
    "a rumour that is true of another": (
        "A Chinese cutter rammed BRP Cabra near Sabina Shoal on Monday.\n\nShe is safe, and rumours that she sank "
        "were laid to rest.",
        "ramming",
    ),
}


@pytest.mark.parametrize(("text", "kind"), CLASHES.values(), ids=CLASHES.keys())
def test_a_clash_beside_such_words_stands(read_text, text, kind):
    assert [kind in one.types for one in read_text(text).incidents] == [True]
