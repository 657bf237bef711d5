"""Crews and boats that are held, what is taken from them, who comes aboard, and who is beaten."""

from __future__ import annotations

import datetime as dt

import pytest

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.extraction.words.lexicon import lexicon

TODAY = dt.date(2024, 6, 4)

TOLD = [
    ("KRI Halasan collared four skippers from Binh Dinh near Natuna on Monday.", "detention"),
    ("Malaysia's coast guard swooped on two Chinese trawlers off Miri on Monday.", "detention"),
    ("Chinese soldiers took two Filipino divers prisoner at Scarborough Shoal on Monday.", "detention"),
    ("Philippine officers led a Chinese skipper away in handcuffs off Palawan on Monday.", "detention"),
    ("A raid by BRP Cabra off Palawan on Monday left six Chinese fishermen in custody.", "detention"),
    ("A Filipino skipper was questioned aboard a Chinese cutter at Scarborough Shoal on Monday.", "detention"),
    ("A Vietnamese crew was picked up by an Indonesian patrol boat near Natuna on Monday.", "detention"),
    ("China protested on Monday over the capture of ten fishermen by BRP Cabra near Palawan.", "detention"),
    ("A Chinese cutter towed a Quang Ngai boat and its crew to Woody Island on Monday.", "seizure"),
    ("Bruneian officers sequestered a Malaysian trawler off Kuala Belait on Monday.", "seizure"),
    ("A Chinese patrol dispossessed a Vietnamese boat of its nets near Tree Island on Monday.", "seizure"),
    ("Chinese coast guards cleared out the hold of a Vietnamese boat near Tree Island on Monday.", "seizure"),
    ("Philippine officers collected live corals from a Chinese boat near Palawan on Monday.", "seizure"),
    ("A buoy of Filipino fishers was dragged off by a Chinese cutter at Scarborough Shoal on Monday.", "seizure"),
    ("Vietnamese fishers lost two radios to men from a Chinese ship near Tree Island on Monday.", "seizure"),
    ("The Philippine coast guard put inspectors aboard a Chinese trawler near Palawan on Monday.", "boarding"),
    ("Chinese officers rummaged through the cabin of a Filipino boat at Scarborough Shoal on Monday.", "boarding"),
    ("A Chinese cutter made a boarding inspection of a Filipino boat at Scarborough Shoal on Monday.", "boarding"),
    ("Two deckhands from Ly Son were clubbed by Chinese coast guards near Tree Island on Monday.", "assault"),
    ("A Chinese crew beat back Indonesian officers with poles near Natuna on Monday.", "assault"),
    ("Vietnamese fishermen drew knives on Malaysian officers off Miri on Monday.", "assault"),
    ("Bottles rained on two Filipino boats from a Chinese cutter at Scarborough Shoal on Monday.", "assault"),
    ("Hanoi asked on Monday about the rough treatment of fishermen by a Chinese crew near Tree Island.", "assault"),
]


@pytest.mark.parametrize(("text", "kind"), TOLD, ids=[text[:60] for text, _ in TOLD])
def test_wording_tells_of_its_type(text, kind, read_text):
    (one,) = read_text(text, TODAY).incidents
    assert kind in one.types


@pytest.mark.parametrize(
    "text",
    [
        "A Malaysian patrol towed a broken Vietnamese tug with its crew to Miri on Monday.",
        "Chinese coast guards pulled six Vietnamese from a sinking boat off Hainan on Monday.",
        "Two Filipino sailors whose boat had sunk were picked up by a Chinese navy ship near Sabina Shoal on Monday.",
        "A Philippine court jailed nine Chinese fishermen on Monday for what they did near Palawan.",
        "A Philippine plane captured images of Chinese boats near Sabina Shoal on Monday.",
    ],
)
def test_help_courts_and_pictures_hold_nobody(text, read_text):
    found = read_text(text, TODAY)
    assert found.incidents + found.background == ()


def test_a_set_of_words_that_nobody_knows_is_one_clear_error(tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon/triggers.csv").write_text(
        "types,form,strength,needs,phrases,note\nseizure,verb,2,<wares>,purloin,\n", encoding="utf-8"
    )
    geodata.configure(tmp_path)
    with pytest.raises(TrackerError, match="the set 'wares'"):
        lexicon()


@pytest.mark.parametrize(
    ("text", "initiator", "target"),
    [
        ("KRI Halasan detained 12 Vietnamese near Natuna on Monday.", "ID-NAVY", "VN-UNK"),
        ("KRI Halasan had 12 Vietnamese in handcuffs near Natuna on Monday.", "ID-NAVY", "VN-UNK"),
        ("BRP Cabra arrested nine Chinese clam gatherers off Palawan on Monday.", "PH-PCG", "CN-FISH"),
        ("Four men on a Chinese trawler were arrested by BRP Cabra off Palawan on Monday.", "PH-PCG", "CN-FISH"),
        ("Two men, both from Ly Son, were detained by the China Coast Guard on Monday.", "CN-CCG", "VN-UNK"),
        (
            "A Malaysian maritime enforcement boat detained a Vietnamese vessel off Miri on Monday.",
            "MY-MMEA",
            "VN-FISH",
        ),
        (
            "A Vietnamese crew attacked Malaysian maritime enforcement officers off Miri on Monday.",
            "VN-FISH",
            "MY-MMEA",
        ),
    ],
)
def test_who_is_held_and_by_whom(text, initiator, target, read_text):
    (one,) = read_text(text, TODAY).incidents
    assert (one.initiators, one.targets) == ((initiator,), (target,))


def test_a_crew_of_a_country_with_sailors_there_stays_unnamed(read_text):
    text = "A Chinese cutter boarded a Philippine boat at Sabina Shoal on Monday. BRP Cabra was near by, Manila said."
    (one,) = read_text(text, TODAY).incidents
    assert "PH-FISH" not in one.targets


@pytest.mark.parametrize(
    "end",
    [
        "It took boarding parties in two boats to bring them to a stop.",
        "Both vessels have since been tied up at the ministry's station in Batam.",
    ],
)
def test_trawlers_that_a_patrol_surprises_are_taken(read_text, end):
    text = "The Indonesian patrol boat KP Orca 03 surprised two Vietnamese trawlers in the North Natuna Sea on Friday. "
    (found,) = read_text(text + end).incidents
    assert (found.date_start, found.initiators, found.targets) == ("2024-06-14", ("ID-PSDKP",), ("VN-FISH",))
    assert "seizure" in found.types
