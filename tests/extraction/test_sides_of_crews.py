"""Whose sailors, boats without a flag and companions are, and who did it where the clause before names somebody else."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        ("Sailors from a Chinese coast guard cutter boarded a Vietnamese trawler.", ["CN-CCG"], ["VN-FISH"]),
        ("Chinese coast guard sailors boarded a Vietnamese trawler.", ["CN-CCG"], ["VN-FISH"]),
        ("Chinese sailors boarded a Vietnamese trawler.", ["CN-PLAN"], ["VN-FISH"]),
        (
            "A Chinese cutter stopped a Vietnamese trawler. Its sailors boarded the boat and took the catch.",
            ["CN-CCG"],
            ["VN-FISH"],
        ),
        (
            "KRI Bung Tomo brought in two trawlers flying no flag but manned by Vietnamese. The boats were seized with "
            "their nets down.",
            ["ID-NAVY"],
            ["VN-FISH"],
        ),
        (
            "KM Sempadan towed in a boat with nine Vietnamese on board. The boat was seized at night.",
            ["MY-MMEA"],
            ["VN-FISH"],
        ),
        (
            "A Philippine trawler was hit by a Chinese cutter that turned round and left the crew in the water.",
            ["CN-CCG"],
            ["PH-FISH"],
        ),
        (
            "A Philippine supply boat was shadowed by a Chinese cutter, which came within 30 metres and fired water "
            "cannon at it.",
            ["CN-CCG"],
            ["PH-RESUPPLY"],
        ),
        ("HMCS Ottawa had a Chinese frigate for company.", ["CN-PLAN"], ["CA-NAVY"]),
        ("HMCS Ottawa had the company of two Chinese frigates.", ["CN-PLAN"], ["CA-NAVY"]),
        ("A Philippine navy plane had a Chinese cutter for a neighbour.", ["CN-CCG"], ["PH-NAVY"]),
        (
            "Two Chinese cutters blocked a Philippine supply boat. BRP Cabra found no way round.",
            ["CN-CCG"],
            ["PH-PCG", "PH-RESUPPLY"],
        ),
    ],
)
def test_who_did_it_to_whom(read_text, text, initiators, targets):
    head, _, tail = text.partition(".")
    (found,) = read_text(f"{head} near Luconia Shoals in the South China Sea on Monday.{tail}").incidents
    assert (sorted(found.initiators), sorted(found.targets)) == (initiators, targets)


def test_escorts_of_a_service_are_in_the_list(read_text):
    (found,) = read_text(
        "The Haiyang Dizhi 8 and escorts of China's coast guard entered Malaysian waters near Luconia Shoals on Monday."
    ).incidents
    assert sorted(found.initiators) == ["CN-CCG", "CN-SURVEY"]


def test_an_unknown_ship_is_not_the_one_told_of_before(read_text):
    found = read_text(
        "A Chinese cutter chased a Vietnamese trawler near Ladd Reef on Monday. In 2022 the same boat had its lines "
        "slashed by an unknown ship off West Reef."
    )
    assert [one.initiators for one in found.background] == [("XX-UNK",)]


def test_who_is_named_with_a_place_far_from_the_lead_is_met_on_its_day(read_text):
    found = read_text(
        "A Chinese cutter sideswiped a Philippine fisheries ship near Scarborough Shoal on Monday.\n\nThe ship lost a "
        "railing.\n\nNear Sabina Shoal, BRP Cabra was met by Chinese cutters that closed up and would not let it through."
    )
    assert {one.targets for one in found.incidents} == {("PH-BFAR",), ("PH-PCG",)}


def test_who_had_done_something_before_suffers_no_tool(read_text):
    found = read_text(
        "China's coast guard used water cannon at Second Thomas Shoal on Saturday to stop a Philippine supply boat. In "
        "November 2021 Chinese ships had done the same there, and in February this year a laser was pointed at a "
        "Philippine cutter."
    )
    assert [(one.initiators, one.targets) for one in found.background if "laser" in one.types] == [
        (("CN-CCG",), ("PH-PCG",))
    ]


def test_transport_planes_of_the_military_are_the_air_force_s(read_text):
    (found,) = read_text(
        "Malaysian fighters intercepted 16 Chinese military transport planes off Luconia Shoals on Monday."
    ).incidents
    assert found.targets == ("CN-PLAAF",)


def test_a_poseidon_is_known_with_a_hyphen_elsewhere(read_text):
    (found,) = read_text("The Chinese navy warned off a U.S. P8-A Poseidon over Fiery Cross Reef on Monday.").incidents
    assert found.targets == ("US-NAVY",)


def test_sailors_who_come_aboard_are_of_the_ship_told_of_before(read_text):
    (found,) = read_text(
        "DA NANG - A Vietnamese boat was stopped off Discovery Reef on Monday by a ship of the China Coast Guard. "
        "Sailors came aboard and seized two tonnes of fish."
    ).incidents
    assert found.initiators == ("CN-CCG",)


def test_a_coast_guard_escort_is_a_ship_and_no_deed(read_text):
    found = read_text(
        "A Chinese cutter bumped the port side of the coast guard escort BRP Cabra off Palawan on Monday."
    )
    assert [one.types for one in found.incidents] == [("collision",)]


def test_jets_that_are_sent_up_after_planes_turn_no_side_round(read_text):
    (found,) = read_text(
        "KUALA LUMPUR - Malaysia's air force scrambled jets on Monday to intercept 16 Chinese military transport planes "
        "that flew over the South China Sea off Sarawak. The Y-20 planes of the People's Liberation Army Air Force came "
        "within 60 nautical miles of the coast. Hawk fighters from Labuan were sent up to identify them."
    ).incidents
    assert (found.initiators, found.targets) == (("MY-RMAF",), ("CN-PLAAF",))


def test_a_survey_ship_at_work_when_others_came_is_the_scene(read_text):
    found = read_text(
        "HANOI - The Vietnamese survey ship Binh Minh 02 was at work off Con Co on Monday when two Chinese fishing "
        "boats came up and broke her cable."
    )
    assert [one.types for one in found.incidents] == [("harassment",)]
