"""Who is on a side, and who only stands beside it: both ships, guests aboard, fishers at the end of a way."""

from __future__ import annotations

import pytest

TODAY = "2024-06-20"
TWO = "MANILA - BRP Cabra of the coast guard and BRP Datu Bankaw of the fisheries bureau lay off Scarborough Shoal on Monday. "


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (TWO + "A China Coast Guard cutter fired water cannon at both vessels.", {"CN-CCG"}, {"PH-PCG", "PH-BFAR"}),
        (TWO + "A Chinese navy ship came and blocked the two ships.", {"CN-PLAN"}, {"PH-PCG", "PH-BFAR"}),
        (
            TWO + "A China Coast Guard cutter sprayed both ships and blocked their way to the fishermen.",
            {"CN-CCG"},
            {"PH-PCG", "PH-BFAR"},
        ),
        (
            "MANILA - A boat with a television crew was chased by a China Coast Guard cutter off Palawan on Monday. A "
            "fishing boat saw it.",
            {"CN-CCG"},
            {"PH-CIV"},
        ),
        (
            "MANILA - A China Coast Guard cutter followed a boat chartered by activists near Sabina Shoal on Monday. "
            "Fishermen cheered them.",
            {"CN-CCG"},
            {"PH-CIV"},
        ),
        (
            "HANOI - A China Coast Guard cutter rammed the coast guard ship CSB 2012 near Triton Island on Monday. "
            "Washington was concerned. Fishermen were told to stay away.",
            {"CN-CCG"},
            {"VN-VCG"},
        ),
        (
            "HANOI - A China Coast Guard cutter rammed the coast guard ship CSB 2012 near Triton Island on Monday. "
            "Washington was concerned. Fishermen were warned to keep away.",
            {"CN-CCG"},
            {"VN-VCG"},
        ),
        (
            "HANOI - A Chinese coast guard cutter rammed a Vietnamese fishing boat off the Paracels on Monday. Another "
            "boat towed it to port, and a Vietnamese coast guard ship took the crew home.",
            {"CN-CCG"},
            {"VN-FISH"},
        ),
    ],
)
def test_sides_and_bystanders(read_text, text, initiators, targets):
    (one,) = read_text(text, TODAY).incidents
    assert (set(one.initiators), set(one.targets)) == (initiators, targets)


@pytest.mark.parametrize(
    "text",
    [
        "A China Coast Guard cutter blocked three Philippine ships, two of the coast guard and one from the fisheries "
        "bureau, off Sabina Shoal on Monday.",
        "A China Coast Guard cutter blocked two Philippine ships off Sabina Shoal on Monday. One was of the coast guard, the "
        "other of the fisheries bureau.",
        "A China Coast Guard cutter fired water cannon at Philippine vessels of the coast guard and the fisheries bureau off "
        "Sabina Shoal on Monday.",
        TWO + "A China Coast Guard cutter cut in front of the pair.",
    ],
)
def test_ships_are_of_the_services_that_share_them(read_text, text):
    (one,) = read_text(text, TODAY).incidents
    assert (set(one.initiators), set(one.targets)) == ({"CN-CCG"}, {"PH-PCG", "PH-BFAR"})


@pytest.mark.parametrize("trade", ["fisherman", "skipper"])
def test_us_is_whoever_says_it_by_trade(read_text, trade):
    text = (
        f'QUANG NGAI - "They came aboard and beat us," {trade} Le Van Ba said of a Chinese coast guard crew that stopped his '
        "boat near the Paracels on Monday."
    )
    (one,) = read_text(text, TODAY).incidents
    assert (one.initiators, one.targets) == (("CN-CCG",), ("VN-FISH",))


def test_who_had_told_a_boat_to_turn_back_was_not_made_to(read_text):
    text = "HANOI - A fisheries surveillance ship had told a Chinese boat to turn back off Bach Long Vi on Monday."
    (one,) = read_text(text, TODAY).incidents
    assert (one.initiators, one.targets) == (("VN-VFRS",), ("CN-FISH",))
