"""Days of what an article looks back at, clashes minutes apart, and news that is told in the words of a threat."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "In this week of 2014 a Vietnamese ship limped home: on June 3 Chinese vessels had boxed it in off the "
            "Paracels.",
            "2014-06-03",
        ),
        ("On this day in 1988 Chinese warships shot at Vietnamese boats off Johnson South Reef.", "1988-06-18"),
        (
            "In January 1974 ships of the Vietnamese and the Chinese navy exchanged gunfire off Duncan Island on the 19th.",
            "1974-01-19",
        ),
    ],
)
def test_a_bare_day_is_of_the_time_that_is_looked_back_at(read_text, text, day):
    (found,) = read_text(text).background
    assert found.date_start == day


def test_a_weekday_is_of_the_week_that_a_digest_is_headed_by(read_text):
    (found,) = read_text(
        "Digest, 10-16 June\n\nA Chinese cutter rammed BRP Cabra off Sabina Shoal on Monday.", published="2024-06-17"
    ).incidents
    assert found.date_start == "2024-06-10"


def test_two_pairs_of_ships_that_meet_minutes_apart_are_two(read_text):
    text = (
        "At 3:24 a.m. on Monday BRP Cape Engaño was struck by CCG 3104 off Sabina Shoal. Ten minutes afterwards {} was "
        "rammed by {}."
    )
    assert len(read_text(text.format("BRP Bagacay", "CCG 21551")).incidents) == 2
    assert len(read_text(text.format("BRP Cape Engaño", "CCG 21551")).incidents) == 1


@pytest.mark.parametrize(
    ("text", "kind", "initiator", "target"),
    [
        (
            'A Chinese cutter told the master of a Malaysian survey ship that her "safety could not be guaranteed"',
            "harassment",
            "CN-CCG",
            "MY-OIL",
        ),
        ("A Chinese cutter lay for nine days within sight of a Petronas rig", "shadowing", "CN-CCG", "MY-OIL"),
        ("The Chinese navy bade a Philippine patrol plane be gone", "expulsion", "CN-PLAN", "PH-UNK"),
        ("A Chinese navy fighter flew into a US Navy EP-3", "collision", "CN-PLAN", "US-NAVY"),
        (
            "A Vietnamese trawler was met by a Chinese cutter, whose men searched it from stem to stern",
            "boarding",
            "CN-CCG",
            "VN-FISH",
        ),
        ("Chinese militiamen hacked at a Philippine navy rubber boat", "assault", "CN-MM", "PH-NAVY"),
        (
            "A Vietnamese trawler had its lamp and radio mast shot away by an Indonesian warship",
            "shots_fired",
            "ID-NAVY",
            "VN-FISH",
        ),
        ("Two Chinese cutters boxed a Philippine supply boat in", "blocking", "CN-CCG", "PH-RESUPPLY"),
    ],
)
def test_it_is_told(read_text, text, kind, initiator, target):
    (found,) = read_text(f"{text} near South Luconia Shoals in the South China Sea on Monday.").incidents
    assert kind in found.types
    assert (found.initiators, found.targets) == ((initiator,), (target,))


@pytest.mark.parametrize(
    "text",
    [
        "The tribunal held that men of the Philippines and China had fished at Scarborough Shoal by tradition in 2016.",
        "BRP Cabra lay within sight of the Sabina Shoal on Monday, near a Chinese buoy.",
    ],
)
def test_nothing_was_done(read_text, text):
    assert [*read_text(text).incidents, *read_text(text).background] == []


def test_a_like_episode_is_one_more(read_text):
    (found,) = read_text(
        "BRP Cabra was rammed by a Chinese cutter off Sabina Shoal on Monday. On May 27 BRP Bagacay had been through a "
        "like episode off Scarborough Shoal."
    ).background
    assert (found.date_start, found.targets) == ("2024-05-27", ("PH-PCG",))


def test_a_drone_is_of_the_ship_that_it_came_from(read_text):
    (found,) = read_text(
        "On Monday a drone with no markings hung for an hour above the Philippine garrison on Loaita Cay; troops say it "
        "lifted off from a Chinese cutter."
    ).incidents
    assert (found.types, found.initiators) == (("drone",), ("CN-CCG",))
