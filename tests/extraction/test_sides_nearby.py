"""Sides that an act's own sentence leaves open, and that a word beside it or the sentence before tells."""

from __future__ import annotations

import pytest

TODAY = "2024-08-20"


@pytest.mark.parametrize(
    ("text", "kind", "initiator", "target"),
    [
        (
            "Two Chinese cutters closed in on BRP Cabra near Sabina Shoal on Monday. Its windows were shattered by a "
            "high-pressure stream.",
            "water_cannon",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "A Philippine Air Force NC-212i was over Scarborough Shoal on Monday when two Chinese navy jets arrived. "
            "Burning decoys were strewn in its path.",
            "flare",
            "CN-PLAN",
            "PH-AF",
        ),
        (
            "A Vietnamese fishing boat met the Chinese coast guard ship 4203 near Woody Island on Monday. Eleven men "
            "climbed over the rail and smashed the radio.",
            "boarding",
            "CN-CCG",
            "VN-FISH",
        ),
        (
            "HMAS Hobart had divers in the water off the Paracels on Monday when a Chinese destroyer came up. Soon it "
            "was pinging from its hull.",
            "sonar",
            "CN-PLAN",
            "AU-NAVY",
        ),
        (
            "Three Chinese coast guard ships came up near Second Thomas Shoal on Monday. The two supply boats were hosed "
            "and went home.",
            "water_cannon",
            "CN-CCG",
            "PH-RESUPPLY",
        ),
        (
            "The signal of BRP Datu Sanday was drowned by a device aboard a Chinese cutter off Scarborough Shoal on Monday.",
            "jamming",
            "CN-CCG",
            "PH-BFAR",
        ),
        (
            "Fire monitors on the stern of CCG 5205 were turned on BRP Cabra near Sabina Shoal on Monday.",
            "water_cannon",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "A Chinese cutter came at a supply boat of the Malaysian oil company off Luconia Shoals on Monday.",
            "dangerous_manoeuvre",
            "CN-CCG",
            "MY-OIL",
        ),
        (
            "The Indonesian navy showed a Vietnamese trawler with seven of its crew handcuffed. She was caught off Natuna on "
            "Monday.",
            "detention",
            "ID-NAVY",
            "VN-FISH",
        ),
        (
            "KN Pulau Nipah found number 5204 loitering 80 miles off Natuna on Monday.",
            "survey_intrusion",
            "CN-CCG",
            "ID-BAKAMLA",
        ),
        (
            "KRI Bung Tomo drove 5305 out of Indonesian waters off Natuna on Monday.",
            "expulsion",
            "ID-NAVY",
            "CN-CCG",
        ),
        (
            "A patrol of KM Tegas near Redang ended on Monday with nine Vietnamese fishermen in handcuffs.",
            "detention",
            "MY-MMEA",
            "VN-FISH",
        ),
        (
            "An Australian frigate came close to the Paracels on Monday, the Southern Theater Command said. The navy's ships "
            "had it in their sights, the spokesman added.",
            "shadowing",
            "CN-PLAN",
            "AU-NAVY",
        ),
        (
            "HMCS Ottawa was chasing a contact off the Paracels on Monday when two Chinese navy jets dropped flares near it.",
            "flare",
            "CN-PLAN",
            "CA-NAVY",
        ),
        (
            "A Chinese warship had its gun control director pointed at BRP Conrado Yap off Commodore Reef on Monday.",
            "radar_lock",
            "CN-PLAN",
            "PH-NAVY",
        ),
        (
            "Prospecting by the Haiyang Dizhi 8 inside waters claimed by Malaysia was seen on Monday.",
            "survey_intrusion",
            "CN-SURVEY",
            "MY-UNK",
        ),
        (
            "The China Coast Guard imposed an administrative detention on four Filipinos at Scarborough Shoal on Monday.",
            "detention",
            "CN-CCG",
            "PH-UNK",
        ),
        (
            "A skipper from Phu Yen was beaten by Chinese coast guards near the Paracels on Monday.",
            "assault",
            "CN-CCG",
            "VN-FISH",
        ),
        (
            "Taiwan's coast guard put a crew from Guangdong on notice to clear out of waters off Dongsha on Monday.",
            "expulsion",
            "TW-CGA",
            "CN-FISH",
        ),
        (
            "KN 290 spent Monday between a Chinese survey ship and the nets of Vietnamese boats off the Paracels.",
            "blocking",
            "VN-VFRS",
            "CN-SURVEY",
        ),
        (
            "A Vietnamese boat met a Chinese patrol near Discovery Reef on Monday. The boarders who got over the rail of the "
            "Vietnamese boat were Chinese coast guardsmen.",
            "boarding",
            "CN-CCG",
            "VN-FISH",
        ),
        (
            "A Vietnamese fishing boat is at Natuna, where KRI Bung Tomo took it on Monday; its crew were held.",
            "detention",
            "ID-NAVY",
            "VN-FISH",
        ),
        (
            "A Chinese surveillance ship met a Vietnamese fishing boat near Woody Island on Monday. The boat's ribs were stove "
            "in, its owner said.",
            "ramming",
            "CN-CCG",
            "VN-FISH",
        ),
        (
            "A Chinese coast guard boat drove the banca away from Scarborough Shoal on Monday.",
            "expulsion",
            "CN-CCG",
            "PH-FISH",
        ),
        (
            "The Southern Theater Command said that an Australian air force P-8A was driven away from the Paracels on Monday "
            "by the command's air force planes.",
            "expulsion",
            "CN-PLAAF",
            "AU-RAAF",
        ),
    ],
)
def test_a_side_that_stands_beside_the_act(read_text, text, kind, initiator, target):
    found = read_text(text, TODAY)
    told = [one for one in found.incidents if kind in one.types]
    assert [(one.initiators, one.targets) for one in told] == [((initiator,), (target,))]


def test_who_blocked_by_a_thing_was_met_by_nobody(read_text):
    text = "A Chinese cutter towed a Philippine boat near Sabina Shoal on Monday. Its engine had been blocked by a net."
    assert not any("blocking" in one.types for one in read_text(text, TODAY).incidents)


def test_boats_at_a_reef_are_of_the_militia_that_is_said_to_man_them(read_text):
    text = "Some 200 hulls were counted at Whitsun Reef on Monday. Manila believes that maritime militia man them."
    assert [(one.types, one.initiators) for one in read_text(text, TODAY).incidents] == [(("swarming",), ("CN-MM",))]


def test_a_number_of_tonnes_is_no_ship(read_text):
    text = "A Chinese cutter drove Filipino boats with 5204 tonnes of fish away from Scarborough Shoal on Monday."
    assert [one.initiator_units + one.target_units for one in read_text(text, TODAY).incidents] == [()]


def test_the_crew_behind_a_boat_is_hers(read_text):
    text = (
        "Officers of the Indonesian navy brought a Vietnamese trawler with seven of its crew to Natuna on Monday. "
        "They arrested its crew off Natuna on Sunday."
    )
    found = read_text(text, TODAY)
    assert {one.targets for one in found.incidents} == {("VN-FISH",)}


def test_their_boat_is_not_that_of_the_patrol_that_held_them(read_text):
    text = (
        "Vietnamese fishermen fished off Balabac on Sunday. They were picked up by a Philippine coast guard patrol on Monday, "
        "when their boat was confiscated."
    )
    told = [one for one in read_text(text, TODAY).incidents if "seizure" in one.types]
    assert [one.targets for one in told] == [("VN-FISH",)]


def test_a_patrol_holds_a_crew_whoever_did_something_before(read_text):
    text = (
        "A Vietnamese trawler rammed KRI Bung Tomo off Natuna on August 2. On August 19 a Vietnamese crew and the Indonesian "
        "corvette were off Anambas for an arrest."
    )
    told = [one for one in read_text(text, TODAY).incidents if "detention" in one.types]
    assert [one.initiators for one in told] == [("ID-NAVY",)]


def test_a_coast_guard_vessel_that_hoses_a_boat_is_not_the_dateline_s(read_text):
    text = (
        "MANILA - Chinese boats grabbed supplies of BRP Sierra Madre at Second Thomas Shoal on Sunday. On Monday a wooden boat "
        "was hosed down there by a coast guard vessel."
    )
    told = [one for one in read_text(text, TODAY).incidents if "water_cannon" in one.types]
    assert [[code[:2] for code in one.initiators] for one in told] == [["CN"]]
