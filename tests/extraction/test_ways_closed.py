"""Ways closed, ships kept out, driven off and pestered: families of wordings, with what is near them and tells of none."""

from __future__ import annotations

import pytest

TODAY = "2024-08-20"

TOLD = [
    ("Three Chinese cutters would not make way for BRP Cabra near Sabina Shoal on Monday.", "blocking"),
    ("A Chinese cutter anchored in the middle of the lane of a Petronas barge off Luconia Shoals.", "blocking"),
    ("A Filipino boat was trapped inside Scarborough Shoal by two Chinese cutters on Monday.", "blocking"),
    ("The passage of a supply boat to Second Thomas Shoal was contested by Chinese cutters on Monday.", "blocking"),
    ("Chinese ships refused to let BRP Cabra any nearer to Sabina Shoal on Monday.", "blocking"),
    ("Chinese boats left no room for a Filipino boat to work in at Sabina Shoal on Monday.", "blocking"),
    ("BRP Cabra, hindered as it was by two Chinese cutters, left Sabina Shoal on Monday.", "blocking"),
    ("A string of white buoys was laid by Chinese coast guards at Scarborough Shoal on Monday.", "barrier"),
    ("Two Vietnamese boats were moved on by a Malaysian navy ship off Miri on Monday.", "expulsion"),
    ("KN Tanjung Datu saw a Chinese cutter out of the North Natuna Sea on Monday.", "expulsion"),
    ("Taiwanese coast guards cleared six Chinese boats from Pratas on Monday.", "expulsion"),
    ('"Turn around at once," a Chinese cutter ordered BRP Cabra off Sabina Shoal on Monday.', "expulsion"),
    ("A Chinese cutter harried a Filipino boat until, on Monday, it was far away from Sabina Shoal.", "expulsion"),
    ("A Chinese voice told a Philippine ship by radio off Zambales on Monday to stop its work.", "harassment"),
    ("A Chinese helicopter's downwash blew away tents of Filipino scientists on Sandy Cay.", "harassment"),
    ("A Chinese cutter hailed BRP Cabra off Zambales, saying that it had entered Chinese waters.", "harassment"),
    ("CCG 5205 drew itself up across the path of a Philippine supply boat at Sabina Shoal on Monday.", "blocking"),
    ("Chinese cutters left a Philippine fishing boat no way into Scarborough Shoal on Monday.", "blocking"),
    ("China's coast guard lawfully stopped a Philippine vessel that was carrying steel to Ren'ai Jiao.", "blocking"),
    ("China Coast Guard ships stopped, in accordance with law, two Philippine vessels at Ren'ai Jiao.", "blocking"),
    ("A Philippine boat was denied the use of the lagoon by Chinese cutters at Scarborough Shoal.", "blocking"),
    ("Two Chinese cutters formed a screen in front of BRP Cabra near Sabina Shoal on Monday.", "blocking"),
    ("Chinese militia boats formed an arc across the bows of BRP Cabra at Sabina Shoal on Monday.", "blocking"),
    ("A Chinese cutter shut a Filipino fishing boat out of the lagoon at Scarborough Shoal on Monday.", "blocking"),
    ("BRP Cabra could not get within ten miles of CCG 5205 and other cutters at Sabina Shoal on Monday.", "blocking"),
    ("BRP Cabra found every approach to Sabina Shoal closed by Chinese cutters on Monday.", "blocking"),
    ("A Chinese cutter squatted in its way as a Philippine supply boat came up at Sabina Shoal on Monday.", "blocking"),
    ("A Chinese cutter slipped between BRP Cabra and the boats near Sabina Shoal on Monday.", "blocking"),
    ("BRP Cabra was isolated from the supply boats by Chinese cutters near Sabina Shoal on Monday.", "blocking"),
    ("Obstructive manoeuvres by a Chinese cutter against BRP Cabra near Sabina Shoal on Monday", "blocking"),
    ("A Chinese cutter put its hull across the bows of BRP Cabra near Sabina Shoal on Monday.", "blocking"),
    ("Chinese cutters shut the corridor to Sabina Shoal to BRP Cabra on Monday.", "blocking"),
    ("Chinese cutters restricted the movement of BRP Cabra near Sabina Shoal on Monday.", "blocking"),
    ("A Chinese cutter delayed a Philippine supply convoy near Sabina Shoal on Monday.", "blocking"),
    ("A Chinese cutter brought a Philippine supply boat to a standstill near Sabina Shoal on Monday.", "blocking"),
    ("A Chinese cutter made BRP Cabra take a detour near Sabina Shoal on Monday.", "blocking"),
    ("A Chinese cutter hustled a Filipino boat out of the lagoon at Scarborough Shoal on Monday.", "expulsion"),
    ("BRP Cabra rousted two Chinese fishing boats near Sabina Shoal on Monday.", "expulsion"),
    ("A Taiwanese coast guard cutter put a Chinese trawler on notice to leave Pratas Reef on Monday.", "expulsion"),
    ("A Chinese cutter gave a Filipino boat ten minutes to leave Scarborough Shoal on Monday.", "expulsion"),
    ("An Indonesian warship herded three Vietnamese trawlers over the line in the North Natuna Sea.", "expulsion"),
    ("BRP Cabra had a Chinese trawler weigh anchor and leave Sabina Shoal on Monday.", "expulsion"),
    ("A Malaysian navy ship flushed two Vietnamese trawlers from waters off Miri on Monday.", "expulsion"),
    ("A Chinese cutter signalled that it should be off when BRP Cabra neared Sabina Shoal on Monday.", "expulsion"),
    ("China's coast guard took control measures against a Philippine vessel at Ren'ai Jiao on Monday.", "expulsion"),
    ("China's coast guard dealt with a Philippine vessel in accordance with the law at Huangyan Dao.", "expulsion"),
    ("Chinese coast guards waved a Filipino fishing boat out to sea at Scarborough Shoal on Monday.", "expulsion"),
    ("A Chinese cutter sent a Filipino boat on its way at Scarborough Shoal on Monday.", "expulsion"),
    ("Malaysian officers dispersed a group of Vietnamese trawlers off Miri on Monday.", "expulsion"),
    ("Chinese sailors yelled insults at a Filipino crew near Scarborough Shoal on Monday.", "harassment"),
    ("Chinese sailors jeered at a Filipino crew near Scarborough Shoal on Monday.", "harassment"),
    ("A Chinese cutter came on the air again to scold BRP Cabra, demanding silence off Zambales.", "harassment"),
    ("A Chinese cutter radioed BRP Cabra ten times near Sabina Shoal on Monday.", "harassment"),
    ("A Chinese cutter told BRP Cabra that it had no business near Sabina Shoal on Monday.", "harassment"),
    ("BRP Cabra suffered loudspeaker threats from a Chinese cutter near Sabina Shoal on Monday.", "harassment"),
    ("A Chinese cutter ran its siren all night beside a Filipino boat at Scarborough Shoal on Monday.", "harassment"),
    ("A voice droned from the loudspeakers of a Chinese cutter at Filipino boats off Zambales.", "harassment"),
    ("A Filipino boat was cut adrift by a Chinese crew near Scarborough Shoal.", "harassment"),
    ("Chinese sailors hacked at the anchor rope of a Filipino boat at Scarborough Shoal on Monday.", "harassment"),
    ("A Chinese trawler blundered through the nets of a Filipino boat near Scarborough Shoal on Monday.", "harassment"),
    ("A Chinese helicopter made low passes over a Filipino boat near Scarborough Shoal on Monday.", "harassment"),
    ("A Chinese helicopter skimmed over a Filipino boat near Scarborough Shoal on Monday.", "harassment"),
    ("Chinese crews rigged a chain across the mouth of Scarborough Shoal against Filipino boats.", "barrier"),
    ("A chain of drums has been laid by Chinese boats at Scarborough Shoal, a Filipino skipper said.", "barrier"),
    ("A Chinese cutter edged a Filipino fishing boat out of the lagoon at Scarborough Shoal on Monday.", "expulsion"),
    ("A Chinese cutter told BRP Cabra to head off near Sabina Shoal on Monday.", "expulsion"),
    ("A Chinese helicopter hovered over Filipino divers near Scarborough Shoal on Monday.", "harassment"),
    ("Chinese cutters did not allow Filipino boats to enter Scarborough Shoal on Monday.", "blocking"),
    ("A rope with floaters was put out by Chinese cutters at Scarborough Shoal, Manila said on Monday.", "barrier"),
]


@pytest.mark.parametrize(("text", "kind"), TOLD, ids=[text[:60] for text, _ in TOLD])
def test_it_is_told(text, kind, read_text):
    found = read_text(text, TODAY)
    assert len(found.incidents) == 1
    assert kind in found.incidents[0].types


NOT_TOLD = [
    "The Philippine Coast Guard removed a sunken Chinese boat from the edge of Subic harbour on Monday.",
    "A Chinese ship hailed BRP Cabra off Zambales on Monday, saying that a crewman was ill.",
    "BRP Cabra lost its nets to a storm off Zambales on Monday; a Chinese ship stood by.",
    "The Philippine senator would not budge on the Chinese ships at Scarborough Shoal on Monday.",
    "China's courts handled a Philippine claim to Scarborough Shoal in accordance with the law on Monday.",
    "The ruling left no room for doubt about Scarborough Shoal, a Philippine official told China on Monday.",
    "China and the Philippines formed a line of contact on Scarborough Shoal on Monday.",
    "A Philippine minister shouted at reporters on Monday as he was asked about China and Scarborough Shoal.",
    "A typhoon delayed a Philippine supply mission near Sabina Shoal on Monday; Chinese ships stayed in port.",
    "The Philippine navy band played music for Chinese sailors in Manila on Monday.",
    "Philippine customs put three Chinese firms on notice on Monday over dredging off Zambales.",
    "The Philippine coast guard cleared debris from waters off Zambales on Monday, in sight of a Chinese ship.",
    "The Philippines took measures against Chinese imports on Monday amid tension over Scarborough Shoal.",
    "China had the senator out of favour on Monday over his words on Scarborough Shoal.",
]


@pytest.mark.parametrize("text", NOT_TOLD, ids=[text[:60] for text in NOT_TOLD])
def test_near_miss_tells_of_none(text, read_text):
    found = read_text(text, TODAY)
    assert found.incidents + found.background == ()


def test_who_photographs_a_barrier_has_not_laid_it(read_text):
    found = read_text("A Philippine coast guard plane photographed a floating barrier of China's at Scarborough Shoal.")
    assert [one.types for one in found.incidents] == [("barrier",)]
    assert "PH-PCG" not in found.incidents[0].initiators


SIDES = [
    (
        "Coast guards in two Chinese inflatables jeered at a banca near Escoda Shoal on Monday.",
        "CN-CCG",
        "PH-FISH",
    ),
    ("Chinese coast guards yelled insults at a banca near Escoda Shoal on Monday.", "CN-CCG", "PH-FISH"),
    ("A Chinese coast guard ship blocked a boat near Ayungin Shoal on Monday.", "CN-CCG", "PH-UNK"),
    ("KUCHING, Aug 20 - A Chinese cutter made a boat take a detour near Luconia Shoals on Monday.", "CN-CCG", "MY-UNK"),
    ("Chinese sailors yelled abuse at a crew from Masinloc off Scarborough Shoal on Monday.", "CN-PLAN", "PH-FISH"),
    ("Malaysian authorities escorted a Vietnamese fishing boat out of waters off Miri on Monday.", "MY-UNK", "VN-FISH"),
    (
        "A Philippine Navy gunboat was driven away near Huangyan Dao on Monday, China's coast guard spokesman said.",
        "CN-CCG",
        "PH-NAVY",
    ),
    (
        "As it paid no heed to warnings, a Philippine Navy gunboat was driven away near Huangyan Dao, the China Coast "
        "Guard said.",
        "CN-CCG",
        "PH-NAVY",
    ),
    (
        "The nets of a Vietnamese trawler were shredded by the propeller of a Chinese trawler off Con Co on Monday.",
        "CN-FISH",
        "VN-FISH",
    ),
    (
        "A coast guard cutter out of Hainan drove a Vietnamese fishing boat away from Discovery Reef on Monday.",
        "CN-CCG",
        "VN-FISH",
    ),
    ("A Chinese cutter shut Filipino fishing boats out of the Panatag lagoon on Monday.", "CN-CCG", "PH-FISH"),
    (
        "Chinese coast guards jeered at the men of a Philippine BFAR ship at Scarborough Shoal on Monday.",
        "CN-CCG",
        "PH-BFAR",
    ),
    ("Chinese boats ran over the nets of Vietnamese fishermen in the Gulf of Tonkin on Monday.", "CN-FISH", "VN-FISH"),
    ("Officials in Manila said Chinese ships boxed in a boat near Sabina Shoal on Monday.", "CN-UNK", "PH-UNK"),
    (
        "A Chinese cutter blocked a Filipino fishing boat at Scarborough Shoal on Monday, and another stood across its bows.",
        "CN-CCG",
        "PH-FISH",
    ),
    (
        "A Vietnamese navy ship thrust itself between an Indonesian warship and a boat off Natuna on Monday.",
        "VN-NAVY",
        "ID-NAVY",
    ),
    (
        "The Australian frigate sailed near the Paracel Islands on Monday, ordered out by radio by a Chinese warship.",
        "CN-PLAN",
        "AU-NAVY",
    ),
]


@pytest.mark.parametrize(("text", "initiator", "target"), SIDES, ids=[text[:60] for text, _, _ in SIDES])
def test_sides_of_such_deeds(text, initiator, target, read_text):
    (found,) = read_text(text, TODAY).incidents
    assert (found.initiators, found.targets) == ((initiator,), (target,))


def test_who_finds_a_barrier_has_not_laid_it(read_text):
    text = (
        "A floating barrier was found by the Philippine Coast Guard at Scarborough Shoal on Monday. China Coast Guard boats "
        "lay beside it."
    )
    (found,) = read_text(text, TODAY).incidents
    assert "PH-PCG" not in found.initiators
