"""Sides in relative clauses, in what is demanded or told to others, and where somebody only came to help."""

from __future__ import annotations

import pytest

TODAY = "2025-06-10"


def _sides(read_text, text, published=TODAY):
    found = read_text(text, published=published)
    return [("+".join(one.initiators), "+".join(one.targets)) for one in (*found.incidents, *found.background)]


@pytest.mark.parametrize(
    ("text", "initiator", "target"),
    [
        (
            "The crew of a Filipino boat want money from the owner of the Chinese ship that hit and sank their boat near "
            "Reed Bank on June 3.",
            "CN-UNK",
            "PH-FISH",
        ),
        (
            "Ten Vietnamese fishermen want damages from the owner of the Chinese trawler that rammed their boat near the "
            "Paracels on June 6 and left them in the water.",
            "CN-FISH",
            "VN-FISH",
        ),
        (
            "A Chinese navy fighter that had come up to escort a US Navy P-8 over the Paracels on Friday bumped its wing.",
            "CN-PLAN",
            "US-NAVY",
        ),
        (
            "A Chinese trawler which the Vietnamese coast guard seized in the Gulf of Tonkin on June 3 is in Haiphong.",
            "VN-VCG",
            "CN-FISH",
        ),
        (
            "Near Scarborough Shoal on Sunday two China Coast Guard ships placed themselves across the path of the BRP Cabra.",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "Fishermen told the crew of a Philippine Coast Guard ship that Chinese coast guard boats had chased them out of "
            "Scarborough Shoal on Saturday.",
            "CN-CCG",
            "PH-FISH",
        ),
        (
            "A floating barrier was found at the mouth of Scarborough Shoal on Sunday, the Philippine Coast Guard said; "
            "fishermen told it that boats of the China Coast Guard had laid it.",
            "CN-CCG",
            "PH-FISH",
        ),
        (
            "A Malaysian Maritime Enforcement Agency patrol boat gave up the chase on Sunday when men on a Vietnamese trawler "
            "hurled gas cylinders at it off Kuantan.",
            "VN-FISH",
            "MY-MMEA",
        ),
        (
            "The Philippine Coast Guard ship Sindangan could only watch as two Chinese coast guard vessels doused the supply "
            "boat that it was escorting to Ayungin Shoal on June 8.",
            "CN-CCG",
            "PH-RESUPPLY",
        ),
        (
            "The Philippine Coast Guard made public on Monday a dangerous manoeuvre of CCG 3302, which crossed the bow of BRP "
            "Cabra at Scarborough Shoal on Friday.",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "The coast guard on Monday made public a near-collision at Scarborough Shoal. CCG 3302 closed to 20 yards of BRP "
            "Cabra there on June 5.",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "A Chinese vessel hit the anchored boat of Filipino fishermen near Reed Bank on June 7; Vietnamese fishermen "
            "picked them up.",
            "CN-UNK",
            "PH-FISH",
        ),
    ],
)
def test_sides_in_clauses_beside_others(read_text, text, initiator, target):
    assert _sides(read_text, text) == [(initiator, target)]


@pytest.mark.parametrize(
    ("text", "initiator", "target"),
    [
        (
            "Vietnam has demanded that China release 12 fishermen seized near the Paracels on June 4.",
            "CN-UNK",
            "VN-FISH",
        ),
        ("Hanoi called on Malaysia to hand back a boat taken off Terengganu on June 7.", "MY-UNK", "VN-FISH"),
        ("Vietnam asked Indonesia to free 12 fishermen detained off Natuna on June 4.", "ID-UNK", "VN-FISH"),
        ("Beijing urged Manila to free nine fishermen arrested off Half Moon Shoal on June 6.", "PH-UNK", "CN-FISH"),
        ("Vietnam demanded that China free ten fishermen, all taken near Woody Island on June 5.", "CN-UNK", "VN-FISH"),
    ],
)
def test_who_is_asked_to_free_men_holds_them(read_text, text, initiator, target):
    assert _sides(read_text, text) == [(initiator, target)]


def test_officers_who_were_pelted_then_hold_the_crew(read_text):
    text = (
        "KUANTAN - Malaysian Maritime Enforcement Agency officers were pelted with bolts as they went alongside a Vietnamese "
        "trawler off Kuantan on Sunday. After a chase of one hour the boat was boarded and its crew arrested."
    )
    (found,) = read_text(text, published=TODAY).incidents
    assert {*found.initiators} == {*found.targets} == {"MY-MMEA", "VN-FISH"}


def test_a_headline_of_officers_pelted_is_passive(read_text):
    text = (
        "Maritime officers pelted with petrol bombs\n\nKUANTAN - The crew of a Vietnamese trawler threw petrol bombs at a "
        "Malaysian Maritime Enforcement Agency boat off Kuantan on Sunday."
    )
    assert _sides(read_text, text) == [("VN-FISH", "MY-MMEA")]


@pytest.mark.parametrize(
    "text",
    [
        "Six Filipino fishermen whose boat was overturned by a big wave off Palawan were saved on Saturday by a Vietnamese "
        "trawler.",
        "Eleven Filipino fishermen whose boat was swamped by a squall off Palawan were rescued on Sunday by a passing Chinese "
        "ship.",
        "A Vietnamese fishing boat sank in bad weather near Woody Island on Sunday and its crew was taken aboard by a China "
        "Coast Guard ship.",
    ],
)
def test_who_saves_a_crew_sank_no_boat(read_text, text):
    assert _sides(read_text, text) == []


def test_a_cutter_that_says_what_it_does_did_not_come_for_that(read_text):
    text = (
        "JAKARTA - An Indonesian Maritime Security Agency ship drove a China Coast Guard cutter out of waters north of Natuna "
        "on Monday, the agency said. The cutter answered that it was patrolling its own waters."
    )
    assert _sides(read_text, text) == [("ID-BAKAMLA", "CN-CCG")]


def test_who_counts_boats_is_no_target_of_them(read_text):
    text = "The Philippine Navy counted 33 Chinese militia vessels anchored around Pag-asa Island from June 2 to 8."
    assert _sides(read_text, text) == [("CN-MM", "")]
