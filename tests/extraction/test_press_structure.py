"""Who did it to whom in the sentences with which agencies tell it: passives in headlines, spokesmen, fronted clauses."""

from __future__ import annotations

import pytest

TODAY = "2024-06-12"
TOLD = {
    "a headline's passive before 'from'": (
        "Philippine vessel expelled from waters near Huangyan Dao\n\nBEIJING - The China Coast Guard took measures against it "
        "on Monday, a statement said.",
        ("CN-CCG",),
        {"PH"},
    ),
    "two who were attacked and robbed": (
        "Two Vietnamese fishing boats working there were attacked and robbed by the Chinese coast guard ship 4201 near the "
        "Paracels on Monday.",
        ("CN-CCG",),
        {"VN"},
    ),
    "had fired at it": (
        "A plane of the Philippine fisheries bureau had three flares fired at it by the Chinese coast guard over Subi Reef "
        "on Monday.",
        ("CN-CCG",),
        {"PH"},
    ),
    "sank in a confrontation": (
        "A Vietnamese fishing boat sank on Monday in a confrontation with a Chinese coast guard ship near the Paracels.",
        ("CN-CCG",),
        {"VN"},
    ),
    "the subject behind a fronted clause": (
        "A Philippine Coast Guard vessel came to Scarborough Shoal on Monday. As it did not heed spoken warnings, the China "
        "Coast Guard controlled its route and expelled it.",
        ("CN-CCG",),
        {"PH"},
    ),
    "who speaks for a service acts not": (
        "MANILA - Commodore Jay Tarriela, who speaks for the Philippine Coast Guard, said that a Chinese coast guard ship "
        "trained its water cannon on the BRP Datu Pagbuaya off Thitu Island on Monday. It then sideswiped the ship.",
        ("CN-CCG",),
        {"PH"},
    ),
    "the spokesperson gives a reason": (
        "BEIJING - The waters are China's, coast guard spokesperson Gan Yu said on Tuesday. A Philippine Coast Guard vessel "
        "illegally entered waters near Huangyan Dao on Monday, the spokesperson said. The China Coast Guard expelled it.",
        ("CN-CCG",),
        {"PH"},
    ),
}


@pytest.mark.parametrize("told", TOLD)
def test_the_sides_are_those_of_the_sentence(read_text, told):
    text, initiators, targets = TOLD[told]
    (found,) = read_text(text, TODAY).incidents
    assert found.initiators == initiators
    assert {code[:2] for code in found.targets} == targets


def test_a_second_time_right_after_is_the_same_encounter(read_text):
    text = (
        "A Chinese coast guard ship hit the BRP Datu Pagbuaya with water cannon near Scarborough Shoal on Monday. It then "
        "sideswiped the ship and turned the water cannon on it a second time."
    )
    (found,) = read_text(text, TODAY).incidents
    assert {"water_cannon", "collision"} <= set(found.types)


def test_a_ship_is_known_by_the_last_word_of_her_name(read_text):
    text = (
        "A China Coast Guard ship shadowed the BRP Teresa Magbanua near Sabina Shoal on Monday. Two Chinese cutters then "
        "rammed the Magbanua off the shoal, where she has been since April 15."
    )
    (found,) = read_text(text, TODAY).incidents
    assert (found.date_start, found.targets) == ("2024-06-10", ("PH-PCG",))
    assert "ramming" in found.types


MORE = {
    "a beating that somebody condemned": (
        "The beating of ten Vietnamese fishermen near the Paracels on Sunday was condemned by Hanoi on Tuesday. About forty men "
        "came over the rail from two Chinese vessels, the captain said. The attackers made off with the catch.",
        ({"CN"}, {"VN"}),
    ),
    "crewmen on the bridge of a ship": (
        "On Monday, crewmen on the bridge of BRP Malabrigo had a green laser shone in their eyes by a Chinese navy tug near "
        "Half Moon Shoal.",
        ({"CN"}, {"PH"}),
    ),
    "kept company": (
        "Two Chinese warships kept the French frigate Prairial company north of the Spratly Islands on Monday, the ministry "
        "said.",
        ({"CN"}, {"FR"}),
    ),
    "after being pelted": (
        "KUALA TERENGGANU - Officers of the Malaysian Maritime Enforcement Agency shot at two Vietnamese fishing boats off "
        "Terengganu on Monday after being pelted with bottles. Both boats were impounded.",
        ({"MY", "VN"}, {"MY", "VN"}),
    ),
}


@pytest.mark.parametrize("told", MORE)
def test_who_is_on_which_side(read_text, told):
    text, sides = MORE[told]
    (found,) = read_text(text, TODAY).incidents
    assert ({code[:2] for code in found.initiators}, {code[:2] for code in found.targets}) == sides


def test_what_readers_may_remember_was_done(read_text):
    text = (
        "Readers may remember that a Chinese navy ship seized an underwater drone of the US Navy off Subic Bay on 15 December "
        "2016."
    )
    (found,) = read_text(text, TODAY).background
    assert found.date_start == "2016-12-15"


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("Philippine maritime police", "PH-CIV"),
        ("the Philippine Coast Guard", "PH-PCG"),
        ("Vietnam Marine Police", "VN-VCG"),
        ("Malaysian marine police", "MY-UNK"),
    ],
)
def test_police_are_the_coast_guard_only_where_they_became_it(read_text, who, code):
    text = f"On Monday {who} arrested eleven fishermen of a Chinese boat near Half Moon Shoal."
    (found,) = read_text(text, TODAY).incidents
    assert found.initiators == (code,)
