"""Reports that tell a clash over several sentences, among other days, other clashes and words that deny."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "Brunei's navy denied on Monday that its boat was chased by a Chinese cutter and had stones hurled at it near "
        "Louisa Reef.",
        "A Vietnamese skipper was afraid of being rammed by a Chinese cutter near the Paracel Islands on Monday.",
        "Students march in Hanoi\n\nSome 200 people marched past the Chinese embassy on Sunday and shouted that the "
        "Spratlys are Vietnam's.\n\nPolice moved the crowd on. China bullies our fishermen, a marcher said.\n\nThe "
        "rally ended at noon.",
        "Vietnam's coast guard has rejected a claim on social media that one of its vessels opened fire on a Chinese "
        "trawler off Da Nang on Monday.",
        "A Chinese navy tanker took eleven Vietnamese fishermen off their sinking boat near Macclesfield Bank on Monday. "
        "They were fed and handed to a Vietnamese cutter.",
        "Vietnamese boats have bumped Chinese ships near the Paracel Islands more than 1,500 times, Beijing said.",
    ],
)
def test_what_is_denied_feared_shouted_or_only_counted_is_no_incident(read_text, text):
    found = read_text(text)
    assert found.incidents == ()
    assert found.background == ()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "A boat went down off Da Nang after a Chinese cutter ran into it, its captain told officers on his return "
            "on Monday. It had lain at anchor on Thursday when the cutter came up, he said.",
            ["2024-06-13"],
        ),
        (
            "A Chinese cutter hosed a Vietnamese boat near the Paracel Islands last week.\n\nThe skipper said that on "
            "Tuesday the cutter hosed his boat near Bombay Reef.",
            ["2024-06-11"],
        ),
        ("Chinese marines boarded a Vietnamese boat near Bombay Reef on Tuesday two weeks ago.", ["2024-06-04"]),
        (
            "A Vietnamese supply boat was chased away from Subi Reef two weeks ago by Chinese ships.\n\nOn Friday, June "
            "7, near the reef, a Chinese cutter chased the Vietnamese boat.",
            ["2024-06-07"],
        ),
        (
            "Twice since the year began a Chinese ship has rammed a Vietnamese boat off Da Nang.\n\nOn 20 May a Chinese "
            "cutter rammed a Vietnamese boat off Da Nang.\n\nLast Thursday a Chinese cutter rammed a Vietnamese boat "
            "off Con Co.",
            ["2024-05-20", "2024-06-13"],
        ),
        (
            "An Australian helicopter was harassed twice in one day by Chinese jets near the Paracel Islands on Sunday. "
            "The first encounter was with two J-11s.\n\nThis time another J-11 released flares in front of the "
            "helicopter.",
            ["2024-06-16", "2024-06-16"],
        ),
        (
            "A Vietnamese boat was hit off Da Nang on Sunday. A Chinese ship came at it from behind, struck, turned, and "
            "struck it a second time.",
            ["2024-06-16"],
        ),
        (
            "Two Vietnamese cutters came into the waters of Itu Aba on Sunday and were driven off by a Taiwanese coast "
            "guard ship, but the tale of a gunfight was fiction.",
            ["2024-06-16"],
        ),
        (
            "Three calls by radio brought no answer, so the Taiwanese cutter Taichung turned its water cannon on a "
            "Chinese trawler off Pratas Island on Sunday.",
            ["2024-06-16"],
        ),
    ],
)
def test_the_day_told_is_that_of_the_clash(read_text, text, dates):
    assert [one.date_start for one in read_text(text).incidents] == dates


def test_what_is_remembered_has_the_day_of_its_year(read_text):
    text = (
        "Families lit incense on Tuesday for the 64 Vietnamese sailors who died at Johnson South Reef on this day in "
        "1988.\n\nA Chinese frigate opened fire on the Vietnamese sailors, one of them said."
    )
    found = read_text(text)
    assert found.incidents == ()
    assert [one.date_start for one in found.background] == ["1988-06-18"]


@pytest.mark.parametrize(
    "words",
    ["with Chinese lettering on its stern", "showing Chinese numerals", "marked with Chinese characters"],
)
def test_the_script_on_a_hull_tells_whose_it_is(read_text, words):
    (found,) = read_text(f"A ship {words} rammed a Vietnamese fishing boat off Da Nang on Monday.").incidents
    assert found.initiators == ("CN-UNK",)


def test_a_lead_may_call_all_contacts_deliberate(read_text):
    text = (
        "A ship has twice hit a boat off Da Nang, and in both cases the owners speak of intent.\n\nA Chinese ship "
        "struck a Vietnamese fishing boat off Da Nang on Monday."
    )
    assert [one.types for one in read_text(text).incidents] == [("ramming",)]


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (
            "Vietnam wants Indonesia to explain why one of its warships fired on two Vietnamese fishing boats off Natuna "
            "on Monday.",
            ("ID-NAVY",),
            ("VN-FISH",),
        ),
        (
            "Guns were pointed at the crew of a Vietnamese fishing boat by a Chinese cutter near Subi Reef on Monday.",
            ("CN-CCG",),
            ("VN-FISH",),
        ),
        (
            "A tender that supplies Vietnam's lighthouses was chased away from Subi Reef by a Chinese cutter on Monday.",
            ("CN-CCG",),
            ("VN-UNK",),
        ),
        (
            "The captain says that a Chinese cutter hosed his Vietnamese boat off Da Nang on Monday. Its nets were out.\n\n"
            "The city's fisheries department has advised owners to fish in groups.",
            ("CN-CCG",),
            ("VN-FISH",),
        ),
        (
            "A Vietnamese fisherman told how a Chinese navy ship set fire to his cabin. He was off Lincoln Island on Monday "
            "when the ship gave chase, and flares from it landed on the roof.",
            ("CN-PLAN",),
            ("VN-FISH",),
        ),
        (
            "China coast guard pushed out twice in a week\n\nIndonesian navy ships drove a Chinese cutter away off Natuna "
            "on Monday.",
            ("ID-NAVY",),
            ("CN-CCG",),
        ),
    ],
)
def test_who_did_it_is_told_by_the_construction(read_text, text, initiators, targets):
    (found,) = read_text(text).incidents
    assert (found.initiators, found.targets) == (initiators, targets)
