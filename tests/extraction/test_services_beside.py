"""Which service a ship, an aircraft or a crew is of by what stands beside it: her ship, her errand, her company."""

from __future__ import annotations

import pytest

TODAY = "2024-08-20"


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (
            "Two fighters launched from a Chinese aircraft carrier circled a Philippine Air Force plane off Luzon on Monday.",
            ("CN-PLAN",),
            ("PH-AF",),
        ),
        (
            "A PLA Air Force fighter dropped flares before a Canadian navy helicopter near the Paracels on Monday.",
            ("CN-PLAAF",),
            ("CA-NAVY",),
        ),
        (
            "Two destroyers nearly collided near Gaven Reef on Monday. The Chinese ship cut across the bow of the American "
            "one at 40 metres.",
            ("CN-PLAN",),
            ("US-NAVY",),
        ),
        (
            "A China Coast Guard cutter shone a laser at BRP Cabra near Half Moon Shoal on Saturday.\n\nOn Monday it was the "
            "turn of BRP Datu Bankaw near Sabina Shoal: a Chinese frigate cut across its bow.",
            ("CN-PLAN",),
            ("PH-BFAR",),
        ),
        (
            "A Chinese militia trawler rammed a Filipino fishing boat at Rozul Reef on Monday while a coast guard cutter of "
            "the same country hosed it.",
            ("CN-CCG", "CN-MM"),
            ("PH-FISH",),
        ),
        (
            "Fishers of Infanta say that men in a Chinese militia boat cut their nets at Rozul Reef on Monday, while a coast "
            "guard cutter of the same country lay across the bows of their boats.",
            ("CN-CCG", "CN-MM"),
            ("PH-FISH",),
        ),
        (
            "KN Pulau Dana drove CCG 5402 out of the North Natuna Sea on Monday, this time with a navy corvette, "
            "KRI Bung Tomo.",
            ("ID-BAKAMLA", "ID-NAVY"),
            ("CN-CCG",),
        ),
        (
            "A Chinese cutter, aided by a navy tug, blocked BRP Cabra near Sabina Shoal on Monday.",
            ("CN-CCG", "CN-PLAN"),
            ("PH-PCG",),
        ),
        (
            "A Chinese cutter harassed a tug bringing pipes to a Petronas platform near the Luconia Shoals on Monday.",
            ("CN-CCG",),
            ("MY-OIL",),
        ),
        (
            "A Chinese cutter circled a supply boat that works for Petronas near the Luconia Shoals on Monday.",
            ("CN-CCG",),
            ("MY-OIL",),
        ),
        (
            "A Chinese drone flew through Taiwan's airspace over Pratas on Monday.",
            ("CN-UNK",),
            ("TW-UNK",),
        ),
        (
            "A standoff at Scarborough Shoal between the Philippine Navy and Chinese government ships began on Monday.",
            ("CN-UNK", "PH-NAVY"),
            ("CN-UNK", "PH-NAVY"),
        ),
        (
            "Carrier-based Chinese fighters circled an Australian P-8A near the Paracels on Monday.",
            ("CN-PLAN",),
            ("AU-RAAF",),
        ),
        (
            "Two Chinese fighters of the PLA Navy circled an Australian P-8A near the Paracels on Monday.",
            ("CN-PLAN",),
            ("AU-RAAF",),
        ),
        (
            "A helicopter that took off from a Chinese destroyer flew within ten metres of a Philippine Coast Guard plane "
            "above Scarborough Shoal on Monday.",
            ("CN-PLAN",),
            ("PH-PCG",),
        ),
        (
            "Japan's defence ministry said that the destroyer Samidare was followed by a Chinese frigate near the Paracels on "
            "Monday before she called at Da Nang.",
            ("CN-PLAN",),
            ("JP-JMSDF",),
        ),
        (
            "Philippine military: food was taken\n\nChinese coast guard men in rubber boats grabbed food that a plane had "
            "dropped for the navy crew of BRP Sierra Madre at Ayungin Shoal on Monday.",
            ("CN-CCG",),
            ("PH-NAVY",),
        ),
        (
            "The Vietnamese landing ship HQ-505 was hit by Chinese naval gunfire at Johnson South Reef on Monday.",
            ("CN-PLAN",),
            ("VN-NAVY",),
        ),
        (
            "A China Coast Guard ship blocked BRP Datu Sanday near Scarborough Shoal on Monday. A navy destroyer backed it up.",
            ("CN-CCG", "CN-PLAN"),
            ("PH-BFAR",),
        ),
        (
            "Ships of the Indonesian navy and the fisheries ministry seized a Vietnamese trawler in the North Natuna Sea on "
            "Monday.",
            ("ID-NAVY", "ID-PSDKP"),
            ("VN-FISH",),
        ),
        (
            "BRP Datu Bankaw of the fisheries bureau and the coast guard's BRP Cabra were hosed by China Coast Guard ships near "
            "Scarborough Shoal on Monday.",
            ("CN-CCG",),
            ("PH-BFAR", "PH-PCG"),
        ),
        (
            "Two Chinese cutters blocked a bureau vessel of the Philippines near Scarborough Shoal on Monday.",
            ("CN-CCG",),
            ("PH-BFAR",),
        ),
        (
            "HANOI - Chinese soldiers boarded a Vietnamese fishing boat near the Paracels on Monday. They had come in a dinghy "
            "from a warship.",
            ("CN-PLAN",),
            ("VN-FISH",),
        ),
        (
            "A Chinese jet flew alongside a Philippine Coast Guard plane over Scarborough Shoal on Monday. The jet carried the "
            "insignia of the Chinese navy.",
            ("CN-PLAN",),
            ("PH-PCG",),
        ),
        (
            "A helicopter from a Chinese frigate hovered over the fisheries bureau's Cessna Caravan near Scarborough Shoal on "
            "Monday.",
            ("CN-PLAN",),
            ("PH-BFAR",),
        ),
        (
            "Two warships faced off near Scarborough Shoal on Monday: the Philippine ship Rizal and a Chinese one.",
            ("CN-PLAN", "PH-NAVY"),
            ("CN-PLAN", "PH-NAVY"),
        ),
    ],
)
def test_the_service_is_told_beside(read_text, text, initiators, targets):
    found = [
        tuple(tuple(sorted(side)) for side in (one.initiators, one.targets)) for one in read_text(text, TODAY).incidents
    ]
    assert (initiators, targets) in found


def test_sailors_of_a_boat_that_nothing_else_is_told_of_are_the_navy_s(read_text):
    text = (
        "Men of the China Coast Guard closed in on a rubber boat at Ayungin Shoal on Monday and struck at the sailors."
    )
    (one,) = read_text(text, TODAY).incidents
    assert one.targets == ("PH-NAVY",)
