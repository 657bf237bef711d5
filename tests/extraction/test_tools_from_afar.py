"""What is sent or shone at somebody: water, light, sound, signals and shots, in more wordings, and from whom."""

import pytest

TODAY = "2024-06-12"

TOLD = [
    (
        "Chinese cutters discharged their cannons at Filipino fishing boats near Sabina Shoal on Monday.",
        "water_cannon",
        "CN-CCG",
        "PH-FISH",
    ),
    (
        "A torrent let loose by a Chinese cutter splintered the planks of a Philippine supply boat near Second Thomas "
        "Shoal on Monday.",
        "water_cannon",
        "CN-CCG",
        "PH-RESUPPLY",
    ),
    (
        "The deck of BRP Cabra was flooded near Sabina Shoal on Monday; the hoses were those of a Chinese cutter.",
        "water_cannon",
        "CN-CCG",
        "PH-PCG",
    ),
    (
        "Pilots of a PCG plane turned away near Scarborough Shoal on Monday when a Chinese destroyer switched a laser "
        "designator onto them.",
        "laser",
        "CN-PLAN",
        "PH-PCG",
    ),
    (
        "A lasing was recorded by Vietnamese fisheries surveillance officers near Vanguard Bank on Monday; it came from "
        "a China Coast Guard ship.",
        "laser",
        "CN-CCG",
        "VN-VFRS",
    ),
    (
        "Decoy flares came within 300 metres of a helicopter from HMAS Hobart after a Chinese air force fighter dropped "
        "them near the Paracels on Monday.",
        "flare",
        "CN-PLAAF",
        "AU-NAVY",
    ),
    ("A Chinese warship insonified divers of HMCS Ottawa near the Spratlys on Monday.", "sonar", "CN-PLAN", "CA-NAVY"),
    (
        "Taiwanese coast guards turned a high-decibel hailer on Chinese fishing boats at Pratas on Monday.",
        "acoustic_device",
        "TW-CGA",
        "CN-FISH",
    ),
    (
        "Scrambling of their radios by the China Coast Guard began on Monday, Filipino fishers at Scarborough Shoal said.",
        "jamming",
        "CN-CCG",
        "PH-FISH",
    ),
    (
        "The receivers of a Philippine Air Force plane were spoofed by a Chinese garrison near Mischief Reef on Monday.",
        "jamming",
        "CN-UNK",
        "PH-AF",
    ),
    (
        "KRI Bung Tomo fired bursts ahead of the bow of a Chinese trawler off Natuna on Monday.",
        "warning_shots",
        "ID-NAVY",
        "CN-FISH",
    ),
    (
        "Flares rose from Taiping on Monday, sent up by Taiwanese coast guards as a Vietnamese boat drifted in.",
        "flare",
        "TW-CGA",
        "VN-FISH",
    ),
    (
        "A Chinese cutter passed close ahead of a Petronas tug in the Luconia Shoals on Monday, so that it had to swerve.",
        "dangerous_manoeuvre",
        "CN-CCG",
        "MY-OIL",
    ),
    (
        "A Chinese cutter hosed a supply vessel chartered by Petronas in the Luconia Shoals on Monday.",
        "water_cannon",
        "CN-CCG",
        "MY-OIL",
    ),
]


@pytest.mark.parametrize(("text", "kind", "doer", "target"), TOLD, ids=[one[0][:60] for one in TOLD])
def test_what_is_sent_has_its_type_and_sides(text, kind, doer, target, read_text):
    found = read_text(text, TODAY)
    assert len(found.incidents) == 1
    assert kind in found.incidents[0].types
    assert found.incidents[0].initiators == (doer,)
    assert found.incidents[0].targets == (target,)


NOT_TOLD = [
    "Chinese and Philippine editors garbled a statement on Scarborough Shoal on Monday.",
    "A Philippine minister treated a Chinese envoy to dinner with water from Palawan on Monday.",
    "Fireworks rose over Hainan on Monday as a Philippine flight landed at a Chinese airport.",
]


@pytest.mark.parametrize("text", NOT_TOLD, ids=[text[:60] for text in NOT_TOLD])
def test_near_miss_tells_of_none(text, read_text):
    found = read_text(text, TODAY)
    assert found.incidents + found.background == ()
