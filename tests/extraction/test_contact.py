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
    ("A Chinese cutter and BRP Cabra touched quarters near Sabina Shoal on Monday.", "collision"),
    ("BRP Cabra and a Chinese cutter ended up against each other near Sabina Shoal on Monday.", "collision"),
    ("BRP Cabra and a Chinese cutter traded paint near Sabina Shoal on Monday.", "collision"),
    ("A Chinese cutter kissed the stern of BRP Cabra near Sabina Shoal on Monday.", "collision"),
    ("A Chinese militia boat drifted down on a Filipino boat near Sabina Shoal on Monday.", "collision"),
    ("A Chinese ship flipped a Vietnamese fishing boat over near Woody Island on Monday.", "sinking"),
    ("A Vietnamese fishing boat was reduced to wreckage by a Chinese ship near Woody Island on Monday.", "sinking"),
    ("A Chinese ship made matchwood of a Vietnamese fishing boat near Woody Island on Monday.", "sinking"),
    ("A Chinese ship caused the loss of a Vietnamese fishing boat near Woody Island on Monday.", "sinking"),
    ("Chinese sailors hacked through the bottom of a Vietnamese boat near Woody Island on Monday.", "sinking"),
    ("A Chinese cutter overtook BRP Cabra at 20 metres off Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    ("A Chinese cutter zigzagged in front of BRP Cabra off Sabina Shoal on Monday.", "dangerous_manoeuvre"),
    (
        "A Vietnamese boat reversed its engine to dodge a Chinese ship that had veered at it off Woody Island on Monday.",
        "dangerous_manoeuvre",
    ),
    ("Philippine coast guards emptied their magazines at a Taiwanese boat off Batanes on Monday.", "shots_fired"),
    ("Gunmen on a Chinese ship pulled the trigger on a Vietnamese boat off Woody Island on Monday.", "shots_fired"),
    ("A Vietnamese fisherman took a bullet in the leg from a Chinese ship off Woody Island on Monday.", "shots_fired"),
    ("A Vietnamese fisherman died of gunshot wounds from a Chinese ship off Woody Island on Monday.", "shots_fired"),
    ("Chinese officers set foot on a Vietnamese fishing boat near Woody Island on Monday.", "boarding"),
    ("Chinese officers forced their way aboard a Vietnamese trawler near Woody Island on Monday.", "boarding"),
    ("KRI Bung Tomo secured two Vietnamese trawlers off Natuna on Monday and towed them to port.", "seizure"),
    ("Chinese fishing boats were made to quit Pratas by a Taiwanese coast guard patrol on Monday.", "expulsion"),
    ("A Chinese trawler's crew slashed the nets of a Vietnamese boat near Woody Island on Monday.", "harassment"),
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
    "A Chinese envoy drove himself to the talks on Scarborough Shoal in Manila on Monday.",
    "A survey was done on Monday for a Vietnamese oil company near Vanguard Bank, a Chinese paper said.",
    "The Philippine navy charged a Chinese agent's boat hire to its account at Puerto Princesa near Palawan on Monday.",
    "A Chinese minister turned the page over in talks with Manila on Scarborough Shoal on Monday.",
    "A Philippine skipper died of a heart attack off Scarborough Shoal on Monday, a Chinese ship reported by radio.",
]


@pytest.mark.parametrize("text", NOT_TOLD, ids=[text[:60] for text in NOT_TOLD])
def test_near_miss_tells_of_none(text, read_text):
    found = read_text(text, TODAY)
    assert found.incidents + found.background == ()


MEANT = [
    "A Chinese cutter bumped BRP Cabra near Sabina Shoal on Monday. Manila called it intentional.",
    "It was by design that a Chinese cutter hit BRP Cabra near Sabina Shoal on Monday, Manila said.",
    "A Chinese cutter struck BRP Cabra near Sabina Shoal on Monday; it was no accident, Manila said.",
    "BRP Cabra was bumped by a Chinese cutter near Sabina Shoal on Monday, an act that Manila describes as an attack.",
    "'It was no accident.' A Chinese cutter hit BRP Cabra near Sabina Shoal on Monday, her captain said.",
    "The helmsman of a Chinese cutter that struck BRP Cabra near Sabina Shoal on Monday knew what he was doing.",
    "A Chinese cutter went out of its way to hit a Filipino fishing boat near Sabina Shoal on Monday.",
    "A Chinese cutter made a point of hitting a Filipino fishing boat near Sabina Shoal on Monday.",
    "A Filipino boat was the target when a Chinese cutter struck it near Sabina Shoal on Monday, its skipper says.",
    "A Chinese cutter lined up on a Filipino fishing boat near Sabina Shoal on Monday and struck it amidships.",
    "Hit on purpose, says captain\n\nBRP Cabra was bumped by a Chinese cutter near Sabina Shoal on Monday.",
    "A Chinese cutter used its hull as a weapon against BRP Cabra near Sabina Shoal on Monday.",
    "A Chinese cutter aimed its bow at BRP Cabra near Sabina Shoal on Monday and did not miss.",
    "A Chinese cutter put its stem through the quarter of BRP Cabra near Sabina Shoal on Monday.",
    "A Chinese cutter charged a Filipino fishing boat near Sabina Shoal on Monday and broke its outrigger.",
    "A Chinese cutter bore down on a Filipino fishing boat near Sabina Shoal on Monday and struck it.",
    "A Chinese cutter gave BRP Cabra a blow of the bow near Sabina Shoal on Monday.",
    "A Chinese cutter drove itself into BRP Cabra near Sabina Shoal on Monday.",
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


def test_two_patrols_that_hose_each_other_are_on_both_sides(read_text):
    found = read_text("Chinese and Vietnamese ships sprayed water at each other off Woody Island on Monday.", TODAY)
    assert set(found.incidents[0].initiators) == set(found.incidents[0].targets) == {"CN-UNK", "VN-UNK"}
