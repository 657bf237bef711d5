"""Wordings of contact, of boats that go down, of near misses and of gunfire, and what says that a contact was meant."""

import pytest

TODAY = "2024-06-12"

MEANT = [
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
def test_contact_that_was_meant_is_ramming(text, read_text):
    found = read_text(text, TODAY)
    assert [one.types for one in found.incidents] == [("ramming",)]
    assert found.incidents[0].initiators == ("CN-CCG",)


TOLD = [
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
]

TOLD += [
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


def test_two_patrols_that_hose_each_other_are_on_both_sides(read_text):
    found = read_text("Chinese and Vietnamese ships sprayed water at each other off Woody Island on Monday.", TODAY)
    assert set(found.incidents[0].initiators) == set(found.incidents[0].targets) == {"CN-UNK", "VN-UNK"}
