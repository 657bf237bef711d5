"""Hulls that touch, boats that go down, near misses and gunfire, in the words that reports have for them."""

from __future__ import annotations

import pytest

TODAY = "2024-08-20"

TOLD = [
    ("A Chinese tug bulldozed a Vietnamese trawler near Woody Island on Monday.", "collision"),
    ("A Chinese cutter lurched into the side of BRP Cabra near Sabina Shoal on Monday.", "collision"),
    ("A Chinese patrol boat bounced off a Vietnamese trawler near Woody Island on Monday.", "collision"),
    ("A Chinese cutter jabbed the stern of a Filipino supply boat near Sabina Shoal on Monday.", "collision"),
    ("A Chinese trawler tore open the planking of a Filipino boat near Reed Bank on Monday.", "collision"),
    ("The hull of a Vietnamese trawler was gashed by a Chinese ship near Woody Island on Monday.", "collision"),
    ("A Chinese cutter pressed its bow against BRP Cabra near Sabina Shoal on Monday.", "collision"),
    ("A Chinese trawler tangled with a Filipino boat off Zambales on Monday.", "collision"),
    ("Slight contact between a Chinese cutter and BRP Cabra was reported near Sabina Shoal on Monday.", "collision"),
    ("A Chinese ship hit the stern of a Filipino boat near Reed Bank on Monday and fled.", "collision"),
    ("A Filipino boat slipped beneath the waves near Reed Bank on Monday; a Chinese trawler had rammed it.", "sinking"),
    ("A Vietnamese trawler lies on the seabed near Woody Island; a Chinese ship hit it on Monday.", "sinking"),
    ("A Vietnamese trawler was scuppered by a Chinese patrol ship near Woody Island on Monday.", "sinking"),
    ("A Filipino boat was run under by a Chinese tanker off Zambales on Monday.", "sinking"),
    ("A Chinese trawler struck a Filipino boat near Reed Bank on Monday and left its crew swimming.", "sinking"),
    ("A Chinese cutter cut straight across the track of BRP Cabra near Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    ("A Chinese militia boat shaved the stern of BRP Cabra near Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    ("A Chinese cutter missed BRP Cabra by a boat length near Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    ("BRP Cabra took evasive action as a Chinese cutter closed near Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    ("A Chinese cutter refused to give way to BRP Cabra near Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    ("A Chinese cutter all but touched BRP Cabra near Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    ("BRP Cabra sheered off to avoid a Chinese cutter near Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    ("A Chinese cutter roared past the side of BRP Cabra near Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    ("Malaysian officers used their firearms against a Vietnamese trawler off Tok Bali on Monday.", "shots_fired"),
    ("Shots were fired at a Vietnamese trawler by a Chinese patrol ship near Woody Island on Monday.", "shots_fired"),
    ("A Chinese patrol ship raked a Vietnamese trawler near Woody Island on Monday.", "shots_fired"),
    ("Rifle fire from a Chinese boat hit a Vietnamese trawler near Woody Island on Monday.", "shots_fired"),
]


@pytest.mark.parametrize(("text", "kind"), TOLD, ids=[text[:60] for text, _ in TOLD])
def test_wording_tells_of_its_type(text, kind, read_text):
    found = read_text(text, TODAY)
    assert len(found.incidents) == 1
    assert kind in found.incidents[0].types


NOT_TOLD = [
    "BRP Cabra was chasing a contact near Sabina Shoal on Monday while a Chinese frigate lay in port.",
    "Chinese and Philippine officials pressed ahead on Monday with talks on Scarborough Shoal.",
    "A Philippine minister bounced off an idea on a Chinese envoy about Scarborough Shoal on Monday.",
    "Chinese and Philippine officers made contact by radio near Scarborough Shoal on Monday.",
    "Share prices of Chinese oil firms slid beneath the surface of a calm market on Monday over Reed Bank.",
    "The Philippine coast guard ran across the bridge to cheer a Chinese crew at Scarborough Shoal on Monday.",
    "BRP Cabra turned away from Sabina Shoal on Monday as the Chinese envoy spoke in Manila.",
]


@pytest.mark.parametrize("text", NOT_TOLD, ids=[text[:60] for text in NOT_TOLD])
def test_near_miss_tells_of_none(text, read_text):
    found = read_text(text, TODAY)
    assert found.incidents + found.background == ()


MEANT = [
    "A Chinese cutter bumped BRP Cabra near Sabina Shoal on Monday. Manila called it intentional.",
    "It was by design that a Chinese cutter hit BRP Cabra near Sabina Shoal on Monday, Manila said.",
    "A Chinese cutter struck BRP Cabra near Sabina Shoal on Monday; it was no accident, Manila said.",
]


@pytest.mark.parametrize("text", MEANT, ids=[text[:60] for text in MEANT])
def test_contact_that_one_side_calls_meant_is_ramming(text, read_text):
    found = read_text(text, TODAY)
    assert [one.types for one in found.incidents] == [("ramming",)]


NOT_MEANT = [
    "A Chinese cutter bumped BRP Cabra near Sabina Shoal on Monday. Whether it was deliberate is not known.",
    "A Chinese cutter bumped BRP Cabra near Sabina Shoal on Monday. Beijing denied that it was intentional.",
]


@pytest.mark.parametrize("text", NOT_MEANT, ids=[text[:60] for text in NOT_MEANT])
def test_contact_of_which_nobody_says_that_it_was_meant_is_collision(text, read_text):
    found = read_text(text, TODAY)
    assert [one.types for one in found.incidents] == [("collision",)]


SIDES = [
    (
        "A boat from Quang Tri limped home after a brush with a Chinese cutter near Money Island on Monday.",
        ("CN-CCG",),
        ("VN-FISH",),
    ),
    (
        "BRP Cabra was struck on Monday by what Manila calls the third Chinese cutter to ram her at Sabina Shoal.",
        ("CN-CCG",),
        ("PH-PCG",),
    ),
    (
        "Manila showed footage of a Chinese cutter butting BRP Cabra near Sabina Shoal on Monday.",
        ("CN-CCG",),
        ("PH-PCG",),
    ),
    (
        "The bow of a Chinese cutter and the stern of BRP Cabra came into contact near Sabina Shoal on Monday.",
        ("CN-CCG",),
        ("PH-PCG",),
    ),
    (
        "A slight bump on Monday near Sabina Shoal between a Philippine trawler and one of our cutters was no accident, "
        "the coast guard in Beijing said.",
        ("PH-FISH",),
        ("CN-CCG",),
    ),
    (
        "Physical contact is what the navy in Jakarta calls it: a Vietnamese patrol boat leaned on the bow of KRI Bung "
        "Tomo in the North Natuna Sea on Monday.",
        ("VN-UNK",),
        ("ID-NAVY",),
    ),
    (
        "The Gem-Ver was hit by a Chinese trawler near Reed Bank on Monday, and her men swam until a Vietnamese boat came.",
        ("CN-FISH",),
        ("PH-FISH",),
    ),
    (
        "The crew of a trawler from Binh Thuan was shot at by Malaysian navy sailors off Tok Bali on Monday.",
        ("MY-RMN",),
        ("VN-FISH",),
    ),
    (
        "A Chinese ship hit a Vietnamese vessel at Bombay Reef on Monday. The vessel was fishing.",
        ("CN-UNK",),
        ("VN-FISH",),
    ),
    (
        "An illegally fishing Vietnamese trawler smashed against a Malaysian patrol boat off Miri on Monday.",
        ("VN-FISH",),
        ("MY-UNK",),
    ),
]


@pytest.mark.parametrize(("text", "initiators", "targets"), SIDES, ids=[text[:60] for text, _, _ in SIDES])
def test_sides_of_a_contact(text, initiators, targets, read_text):
    (found,) = read_text(text, TODAY).incidents
    assert (found.initiators, found.targets) == (initiators, targets)
