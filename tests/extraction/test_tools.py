"""Water cannon, lasers, flares, sonar, sound, jamming, radar and warning shots: how they are told, and by whom."""

from __future__ import annotations

import pytest

TODAY = "2025-06-25"

#: Text, type, initiator's country, target's country.
TOLD = [
    ("Jets from a Chinese cutter were directed at BRP Cabra off Scarborough Shoal on Monday.", "water_cannon", "CN>PH"),
    (
        "The windshield of a Philippine boat was shattered by a jet from a Chinese cutter off Zambales on Monday.",
        "water_cannon",
        "CN>PH",
    ),
    (
        "Fire monitors on a Chinese cutter were turned on a Vietnamese fishing boat off Woody Island on Monday.",
        "water_cannon",
        "CN>VN",
    ),
    (
        "Seawater pumped from a Chinese cutter flooded a Filipino fishing boat at Scarborough Shoal on Monday.",
        "water_cannon",
        "CN>PH",
    ),
    (
        "The railing of BRP Cabra was damaged by water from Chinese ships off Zambales on Monday.",
        "water_cannon",
        "CN>PH",
    ),
    ("Five Vietnamese boats were lashed with seawater by a Chinese ship off Woody Island.", "water_cannon", "CN>VN"),
    ("A Chinese cutter gave BRP Cabra a drenching off Scarborough Shoal on Monday.", "water_cannon", "CN>PH"),
    ("BRP Cabra got a soaking from a Chinese cutter off Scarborough Shoal on Monday.", "water_cannon", "CN>PH"),
    ("A Chinese cutter sent a stream across the deck of BRP Cabra off Scarborough Shoal.", "water_cannon", "CN>PH"),
    (
        "Two salvoes of water hit BRP Cabra from a Chinese cutter off Scarborough Shoal on Monday.",
        "water_cannon",
        "CN>PH",
    ),
    (
        "A Filipino boat was all but swamped by the seawater that a Chinese cutter pumped into it off Zambales on Monday.",
        "water_cannon",
        "CN>PH",
    ),
    (
        "Jets were trained on BRP Cabra off Scarborough Shoal on Monday, the skipper said of a Chinese cutter.",
        "water_cannon",
        "CN>PH",
    ),
    ("A Chinese corvette dazzled the bridge watch of BRP Cabra near Sabina Shoal on Monday.", "laser", "CN>PH"),
    ("BRP Cabra was swept with a strong beam by a Chinese cutter near Sabina Shoal on Monday.", "laser", "CN>PH"),
    ("A star shell was fired at a Philippine plane by the Chinese garrison of Subi Reef on Monday.", "flare", "CN>PH"),
    ("A Chinese jet popped flares ahead of an Australian Seahawk off Woody Island on Monday.", "flare", "CN>AU"),
    ("A Chinese warship sent sound pulses at Vietnamese divers near Vanguard Bank on Monday.", "sonar", "CN>VN"),
    ("Australian divers heard underwater pulses from a Chinese warship near the Paracels on Monday.", "sonar", "CN>AU"),
    (
        "A piercing tone was beamed at BRP Cabra from a Chinese cutter off Zambales on Monday.",
        "acoustic_device",
        "CN>PH",
    ),
    ("Chinese cutters subjected BRP Cabra to high-decibel noise off Zambales on Monday.", "acoustic_device", "CN>PH"),
    (
        "Two men of BRP Cabra were dizzy on Monday because of the sonic weapon that a Chinese cutter used off Zambales.",
        "acoustic_device",
        "CN>PH",
    ),
    ("Chinese ships used jammers against BRP Cabra off Scarborough Shoal on Monday.", "jamming", "CN>PH"),
    (
        "A Philippine drone crashed off Sabina Shoal on Monday after its control link was jammed by a Chinese ship.",
        "jamming",
        "CN>PH",
    ),
    ("BRP Cabra reported electronic interference from a Chinese ship off Zambales on Monday.", "jamming", "CN>PH"),
    ("A US P-8A was painted by a Chinese destroyer in the Spratlys on Monday.", "radar_lock", "CN>US"),
    ("A Chinese J-16 kept its radar locked on a Canadian Cyclone off the Paracels on Monday.", "radar_lock", "CN>CA"),
    ("BRP Cabra detected a lock-on by a Chinese frigate near Sabina Shoal on Monday.", "radar_lock", "CN>PH"),
    ("An Indonesian ship fired shots across the bow of a Vietnamese trawler off Natuna.", "warning_shots", "ID>VN"),
    ("Taiwanese troops fired a volley into the open sea near a Chinese trawler by Pratas.", "warning_shots", "TW>CN"),
    ("A Vietnamese crew ignored shots across their bow from a Malaysian cutter off Miri.", "warning_shots", "MY>VN"),
    (
        "China's coast guard took control measures, water spray included, against the Philippine boats near Huangyan Dao.",
        "water_cannon",
        "CN>PH",
    ),
    (
        "BRP Cabra was kept off Zambales on Monday by a piercing tone, beamed from a dish on a Chinese cutter.",
        "acoustic_device",
        "CN>PH",
    ),
    (
        "The AIS signal of BRP Cabra was scrambled by a Chinese ship off Scarborough Shoal on Monday.",
        "jamming",
        "CN>PH",
    ),
    (
        '"They have been hosed off," an Indonesian admiral said of the Chinese trawlers off Natuna on Monday.',
        "water_cannon",
        "ID>CN",
    ),
    ("Water was fired at BRP Cabra from a Chinese cutter off Scarborough Shoal on Monday.", "water_cannon", "CN>PH"),
    ("Water rained on BRP Cabra from two Chinese cutters off Scarborough Shoal on Monday.", "water_cannon", "CN>PH"),
    ("BRP Cabra took a hit from a Chinese ship's nozzles off Scarborough Shoal on Monday.", "water_cannon", "CN>PH"),
    ("The China Coast Guard lasered a Philippine ship near Second Thomas Shoal on Monday.", "laser", "CN>PH"),
    ("Laser beams played over a Filipino boat from Chinese ships at Iroquois Reef on Monday.", "laser", "CN>PH"),
    ("A RAAF P-8A flew through flares that a Chinese Su-35 had released near the Paracels.", "flare", "CN>AU"),
    ("A jammer on a Chinese ship blinded the radar of BRP Cabra off Zambales on Monday.", "jamming", "CN>PH"),
    (
        "After warning shots, a Vietnamese fishing boat gave up to a Malaysian patrol boat off Kelantan on Monday.",
        "warning_shots",
        "MY>VN",
    ),
]


@pytest.mark.parametrize(("text", "kind", "sides"), TOLD, ids=[text[:60] for text, _, _ in TOLD])
def test_tool_is_told_with_both_sides(text, kind, sides, read_text):
    found = read_text(text, TODAY)
    assert len(found.incidents) == 1
    assert kind in found.incidents[0].types
    told = [sorted({code[:2] for code in side}) for side in (found.incidents[0].initiators, found.incidents[0].targets)]
    assert told == [[one] for one in sides.split(">")]


NOT_TOLD = [
    "Two Chinese navy jets from Hainan flew over the water near the Paracels on Monday.",
    "Filipino fishermen were given water from a Chinese ship near Scarborough Shoal on Monday.",
    "Heavy swell splashed the deck of a Philippine ship off Zambales on Monday as a Chinese cutter passed.",
    "A Filipino boat took in water near Scarborough Shoal on Monday until a Chinese ship saw it.",
    "Two Vietnamese fishermen were pulled from the water by a Chinese ship near Woody Island on Monday.",
    "A Philippine ship sent a stream of reports on Chinese boats off Scarborough Shoal on Monday.",
    "A Chinese ship's beam of 20 metres impressed a Philippine officer off Scarborough Shoal on Monday.",
]


@pytest.mark.parametrize("text", NOT_TOLD, ids=[text[:60] for text in NOT_TOLD])
def test_word_of_a_tool_alone_tells_of_none(text, read_text):
    assert read_text(text, TODAY).incidents == ()
