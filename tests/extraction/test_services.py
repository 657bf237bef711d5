"""Which service stands on a side, and whether one side or both do, where the words of the act leave it open."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (
            "JAKARTA - Indonesian patrol ships drove a Chinese coast guard cutter away from the Natuna Islands on Monday, "
            "the maritime security agency Bakamla said. KN Pulau Dana shadowed CCG 5402 to the north.",
            ("ID-BAKAMLA",),
            ("CN-CCG",),
        ),
        (
            "JAKARTA - A Chinese coast guard cutter entered waters off the Natuna Islands on Monday, Bakamla said. "
            "KN Pulau Dana shadowed CCG 5402 and drove it out.",
            ("CN-CCG", "ID-BAKAMLA"),
            ("CN-CCG", "ID-BAKAMLA"),
        ),
        (
            "TAIPEI - The coast guard seized a Chinese trawler off Pratas on Monday. The boat cut its nets and fled, but "
            "officers of the cutter Taitung jumped aboard.",
            ("TW-CGA",),
            ("CN-FISH",),
        ),
        (
            "MANILA - Vietnamese soldiers opened fire on a Filipino fishing boat near Pigeon Reef on Monday. "
            "The boat cut its lines and made for Palawan.",
            ("VN-UNK",),
            ("PH-FISH",),
        ),
    ],
)
def test_one_side_or_both(read_text, text, initiators, targets):
    (one,) = read_text(text).incidents
    found = tuple(tuple(sorted(side)) for side in (one.initiators, one.targets))
    assert found == (initiators, targets)


def test_who_cuts_the_nets_of_others_does_something_to_them(read_text):
    text = (
        "MANILA - A Chinese cutter came up to a Filipino fishing boat off Scarborough Shoal on Monday. "
        "Men from the cutter cut its nets and sped off."
    )
    (one,) = read_text(text).incidents
    assert "harassment" in one.types
    assert "PH-FISH" in one.targets


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (
            "WASHINGTON - A Chinese J-11 crossed the nose of an American plane east of Hainan on Monday, the Pentagon "
            "said. It was one of its P-8s.",
            "US-NAVY",
        ),
        (
            "MANILA - Chinese ships turned water cannon on two boats that were bringing rice and water to the marines at "
            "Second Thomas Shoal on Monday, the Philippines said.",
            "PH-RESUPPLY",
        ),
        (
            "HANOI - A Chinese ship rammed a Vietnamese boat off Lincoln Island on Monday and made its crew sign papers.",
            "VN-FISH",
        ),
        ("KUCHING - KD Jebat chased four Vietnamese boats away from Miri on Monday, the navy said.", "VN-FISH"),
        (
            "HANOI - The Chinese cutter 35111 harassed Vietnamese vessels that serve an oil rig at Vanguard Bank on Monday.",
            "VN-OIL",
        ),
        (
            "KUALA LUMPUR - China Coast Guard 5403 harassed a Malaysian ship off Luconia Shoals on Monday as it brought "
            "pipes to a rig. KD Jebat kept watch.",
            "MY-OIL",
        ),
    ],
)
def test_a_service_that_only_the_trade_tells(read_text, text, target):
    (one,) = read_text(text).incidents
    assert target in one.targets


def test_a_ship_that_is_no_boat_is_not_of_fishers(read_text):
    text = "HANOI - A Chinese warship rammed a Vietnamese ship off Lincoln Island on Monday, the foreign ministry said."
    (one,) = read_text(text).incidents
    assert one.targets == ("VN-UNK",)


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (
            "MANILA - Two Chinese cutters shadowed three supply boats and their escorts near Second Thomas Shoal on Monday.",
            ("CN-CCG",),
            ("PH-PCG", "PH-RESUPPLY"),
        ),
        (
            "MANILA - Chinese navy ships followed the civilian ship MV Pangarap near Second Thomas Shoal on Monday. "
            "BRP Cabra was escorting her.",
            ("CN-PLAN",),
            ("PH-CIV", "PH-PCG"),
        ),
        (
            "MANILA - The China Coast Guard turned water cannon on two Philippine vessels near Scarborough Shoal on Monday. "
            "The mast of BRP Bagacay broke. The other ship belongs to the fisheries bureau.",
            ("CN-CCG",),
            ("PH-BFAR", "PH-PCG"),
        ),
        (
            "JAKARTA - Vietnamese coast guard ships blocked the Orca 03 of the fisheries ministry off Natuna on Monday. "
            "Two Vietnamese trawlers were driven out of Indonesia's zone.",
            ("ID-PSDKP", "VN-VCG"),
            ("ID-PSDKP", "VN-FISH"),
        ),
        (
            "BRP Cabra found itself surrounded by four Chinese cutters near Sabina Shoal on Monday.",
            ("CN-CCG",),
            ("PH-PCG",),
        ),
        (
            "A Chinese coast guard ship lay off Scarborough Shoal on Monday. Seven Filipino boats had to turn back when rubber "
            "boats came out and placed themselves across their path, the PCG said.",
            ("CN-CCG",),
            ("PH-UNK",),
        ),
        (
            "A Chinese survey ship ran lines over the seabed near Vanguard Bank on Monday with two coast guard cutters for "
            "company, Vietnam said.",
            ("CN-CCG", "CN-SURVEY"),
            ("VN-UNK",),
        ),
        (
            "A Chinese warship closed on a Vietnamese supply boat near Subi Reef on Monday and aimed its guns at her. A coast "
            "guard ship fell in on the other side.",
            ("CN-CCG", "CN-PLAN"),
            ("VN-CIV",),
        ),
        (
            "The Royal Malaysian Air Force said it scrambled two jets on Monday when Chinese planes approached Luconia "
            "Shoals.",
            ("MY-RMAF",),
            ("CN-UNK",),
        ),
    ],
)
def test_escorts_and_those_who_give_way(read_text, text, initiators, targets):
    (one,) = read_text(text).incidents
    found = tuple(tuple(sorted(side)) for side in (one.initiators, one.targets))
    assert found == (initiators, targets)


def test_an_escort_of_the_other_side_suffers_nothing(read_text):
    text = "MANILA - A Chinese survey ship with two coast guard escorts harassed a Filipino fishing boat near Reed Bank on Monday."
    (one,) = read_text(text).incidents
    assert one.targets == ("PH-FISH",)


def test_the_ship_is_none_of_the_boats_told_before(read_text):
    text = (
        "A Chinese coast guard cutter came up near Natuna on Monday as Indonesia's KP Hiu 11 towed a Chinese trawler. "
        "The Chinese ship rammed the Hiu 11."
    )
    one = read_text(text).incidents[0]
    assert "CN-CCG" in one.initiators


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (
            "MANILA - Two Chinese ships crashed into each other near Scarborough Shoal on Monday as they chased BRP Suluan. "
            "A Chinese coast guard ship had cut in front of a Chinese navy destroyer.",
            {"CN-CCG", "CN-PLAN"},
            {"PH-PCG"},
        ),
        (
            "MANILA - The coast guard found a floating barrier at Scarborough Shoal on Monday. Two Chinese coast guard boats "
            "and a militia boat had laid it, fishermen said.",
            {"CN-CCG", "CN-MM"},
            {"PH-FISH", "PH-PCG"},
        ),
        (
            "KUALA LUMPUR - The Haiyang Dizhi 8 has been running lines 90 miles off Sabah since Monday, inside the zone that "
            "Malaysia claims, with two China Coast Guard ships as escort.",
            {"CN-CCG", "CN-SURVEY"},
            {"MY-UNK"},
        ),
        (
            "MANILA - Two Chinese navy ships and 30 militia boats were seen around Thitu Island on Monday. "
            "A Chinese coast guard ship, CCG 5203, was moving slowly in their midst.",
            {"CN-CCG", "CN-MM", "CN-PLAN"},
            set(),
        ),
    ],
)
def test_all_of_one_country_who_did_it(read_text, text, initiators, targets):
    (one,) = read_text(text).incidents
    assert (set(one.initiators), set(one.targets)) == (initiators, targets)


def test_who_only_collided_with_another_has_no_partner(read_text):
    text = (
        "MANILA - A Chinese coast guard ship collided with BRP Cabra near Sabina Shoal on Monday. A Chinese navy frigate "
        "lay ten miles off."
    )
    (one,) = read_text(text).incidents
    assert one.initiators == ("CN-CCG",)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (
            "MANILA - Chinese navy ships tailed a convoy of wooden boats near Scarborough Shoal on Monday, its organisers said. "
            "Fishermen sailed with the activists.",
            "PH-CIV",
        ),
        ("A Chinese frigate shadowed BRP Jose Rizal west of Palawan on Monday.", "PH-NAVY"),
        ("A Chinese cutter hosed BRP Bankaw near Scarborough Shoal on Monday.", "PH-BFAR"),
        (
            "JAKARTA - A Chinese coast guard ship entered Indonesia's exclusive economic zone off Natuna on Monday. It was "
            "detected by the maritime security agency Bakamla.",
            "ID-BAKAMLA",
        ),
    ],
)
def test_convoys_named_ships_and_who_saw_it(read_text, text, target):
    (one,) = read_text(text).incidents
    assert one.targets == (target,)


def test_a_list_of_countries_before_their_ships(read_text):
    text = "A Chinese frigate tailed Philippine, Japanese and Australian warships west of Palawan on Monday."
    (one,) = read_text(text).incidents
    assert set(one.targets) == {"PH-NAVY", "JP-JMSDF", "AU-NAVY"}
