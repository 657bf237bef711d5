"""How whole reports turn: both coast guards in the lead, what is charged back, ships listed behind a colon, sent ships."""

from __future__ import annotations

import pytest

TODAY = "2024-06-12"
TOLD = {
    "ships from two countries": (
        "Coastguard ships from Taiwan and mainland China faced each other for nine hours off the Dongsha Islands on Monday.",
        {"TW-CGA", "CN-CCG"},
        {"TW-CGA", "CN-CCG"},
    ),
    "who is charged back names the service": (
        "BEIJING - China used water cannon against Philippine ships near Scarborough Shoal on Monday, its coast guard said. "
        "Coast guard vessel 3014, a spokesman said, then hit a Chinese coast guard ship on purpose.",
        {"CN-CCG"},
        {"PH-PCG"},
    ),
    "by the navy's account": (
        "JAKARTA - The KRI Bontang was after a trawler suspected of poaching in the North Natuna Sea on Monday when two "
        "Vietnamese coast guard ships made dangerous manoeuvres, by the navy's account.",
        {"VN-VCG"},
        {"ID"},
    ),
    "the incident with ships that are named": (
        "JAKARTA - Two Vietnamese coast guard vessels rammed an Indonesian navy ship in the North Natuna Sea on Monday. "
        "Jakarta regrets the incident with the fisheries surveillance ships KN-213 and KN-264.",
        {"VN-VCG", "VN-VFRS"},
        {"ID-NAVY"},
    ),
    "who several were stands behind a colon": (
        "A Philippine Coast Guard ship was surrounded by several Chinese vessels and then rammed by a Chinese coast guard "
        "ship at Sabina Shoal on Monday. She met a strong Chinese force: two coast guard vessels, a tug and two navy ships.",
        {"CN-CCG", "CN-PLAN"},
        {"PH-PCG"},
    ),
    "ordered to do it": (
        "CCG 5402 disturbed a survey in the North Natuna Sea on Monday. The KN Pulau Dana was ordered to expel it from the "
        "Indonesian continental shelf.",
        {"CN-CCG", "ID-BAKAMLA"},
        {"CN-CCG", "ID"},
    ),
    "a name in brackets": (
        "The Chinese cutter 5402 came into the North Natuna Sea on Monday. The Maritime Security Agency (Bakamla) expelled it.",
        {"ID-BAKAMLA"},
        {"CN-CCG"},
    ),
    "a ship sent by a name": (
        "TAIPEI - The Chinese coast guard ship 3102 entered waters off the Dongsha Islands on Monday. Taiwan sent the Hsun "
        "Hu No 8, an armed patrol ship of 1,000 tonnes, to shadow it.",
        {"CN-CCG", "TW"},
        {"CN-CCG", "TW"},
    ),
}


@pytest.mark.parametrize("told", TOLD)
def test_the_sides_are_those_of_the_report(read_text, told):
    text, initiators, targets = TOLD[told]
    (found,) = read_text(text, TODAY).incidents
    for codes, wanted in ((found.initiators, initiators), (found.targets, targets)):
        countries = {one for one in wanted if "-" not in one}
        assert {code if code[:2] not in countries else code[:2] for code in codes} == wanted


NOTHING = {
    "to be sunk": "More Vietnamese boats to be sunk by Indonesia",
    "means to sink": "Indonesia means to sink dozens of Vietnamese boats that it seized in the Natuna Sea, a minister said.",
}


@pytest.mark.parametrize("told", NOTHING)
def test_what_is_only_planned_is_no_incident(read_text, told):
    assert not read_text(NOTHING[told], TODAY).incidents


def test_who_watches_boats_swarm_follows_nobody(read_text):
    text = "The Philippine Coast Guard watched 111 Chinese militia vessels swarm Whitsun Reef on Monday."
    (found,) = read_text(text, TODAY).incidents
    assert (found.initiators, found.types) == (("CN-MM",), ("swarming",))


def test_a_satellite_picture_is_no_hearsay(read_text):
    text = (
        "A satellite picture of June 9 shows a swarm of 82 Chinese militia vessels at Whitsun Reef. "
        "That they are still there proves the excuse untrue, an analyst said."
    )
    assert [one.date_start for one in read_text(text, TODAY).incidents] == ["2024-06-09"]


def test_the_second_time_within_a_week_counts_the_one_told(read_text):
    text = (
        "A Chinese coast guard ship entered the North Natuna Sea on Tuesday and was expelled by Indonesia's KN Pulau Dana. "
        "It was the second time within a week that the agency had thrown out a Chinese vessel there. On Friday (June 7) "
        "the KN Tanjung Datu took part in a similar operation to expel CCG 5402 from the North Natuna Sea."
    )
    assert sorted(one.date_start for one in read_text(text, TODAY).incidents) == ["2024-06-07", "2024-06-11"]


def test_a_boat_that_is_home_again_was_sunk_once(read_text):
    text = (
        "Fishing boat that a Chinese ship sank is home again\n\nMANILA - F/B Gem-Ver, which had been sunk, is back in port. "
        "It came in on Tuesday, June 11.\n\nNear Reed Bank the Gem-Ver was sunk by a Chinese fishing ship on June 6."
    )
    assert [one.date_start for one in read_text(text, TODAY).incidents] == ["2024-06-06"]


def test_a_clause_about_the_ship_dates_not_what_she_does(read_text):
    text = (
        "A survey ship that was in a standoff last year has been sent by China into Vietnam's exclusive economic zone this "
        "month. Vietnamese ships are trailing it off Binh Dinh."
    )
    assert [one.date_start for one in read_text(text, TODAY).incidents] == ["2024-06"]


MORE = {
    "in tow of the patrol that seized it": (
        "An Indonesian fisheries patrol seized a Chinese trawler near the Natuna Islands on Monday. As it was being towed, a "
        "Chinese coast guard ship rammed the trawler.",
        {"ID-PSDKP", "CN-CCG"},
        {"ID-PSDKP", "CN-FISH"},
    ),
    "whose bank": (
        "The Haiyang Dizhi 8, escorted by two Chinese coast guard ships, began surveying near Vietnam's Vanguard Bank on Monday.",
        {"CN-SURVEY", "CN-CCG"},
        {"VN"},
    ),
    "robbed": (
        "Two Vietnamese fishing boats were robbed by the Chinese coast guard ship 4201 near the Paracels on Monday.",
        {"CN-CCG"},
        {"VN-FISH"},
    ),
    "messages by radio": (
        "A Chinese navy ship sent a Philippine Coast Guard plane several provocative messages by radio over Sabina Shoal on "
        "Monday.",
        {"CN-PLAN"},
        {"PH-PCG"},
    ),
}


@pytest.mark.parametrize("told", MORE)
def test_what_is_done_besides_has_its_sides(read_text, told):
    text, initiators, targets = MORE[told]
    (found,) = read_text(text, TODAY).incidents
    for codes, wanted in ((found.initiators, initiators), (found.targets, targets)):
        countries = {one for one in wanted if "-" not in one}
        assert {code if code[:2] not in countries else code[:2] for code in codes} == wanted


def test_the_air_force_that_speaks_is_that_of_the_dateline(read_text):
    text = (
        "KUALA LUMPUR - Malaysia complained after 16 Chinese air force planes flew towards Sarawak on Monday. The air force said "
        "that it had sent up jets, which intercepted the planes off Sarawak."
    )
    (found,) = read_text(text, TODAY).incidents
    assert (found.initiators, found.targets) == (("MY-RMAF",), ("CN-PLAAF",))


def test_islands_that_were_seized_are_no_ships(read_text):
    told = read_text("Vietnamese boats fish off the Paracels. The islands were seized by China in 1974.", TODAY)
    assert not told.incidents
    assert not told.background


def test_a_ban_that_is_turned_down_drives_nobody_out(read_text):
    text = "Hanoi turns down China's fishing ban off the Paracels again, and wants it taken back."
    assert not read_text(text, TODAY).incidents


def test_a_chronicle_goes_on_in_its_year(read_text):
    text = (
        "The navies had met before.\n\nOn 31 January 1988 the Chinese navy drove two Vietnamese cargo ships away from Fiery Cross "
        "Reef. On 17 April a Chinese frigate fired on a Vietnamese ship at Johnson South Reef."
    )
    told = read_text(text, TODAY)
    assert not told.incidents
    assert sorted(one.date_start for one in told.background) == ["1988-01-31", "1988-04-17"]


NO_MORE_THAN = {
    "controls are no seizure": (
        "China used water cannon against a Philippine resupply boat near Second Thomas Shoal on Monday. China said it took "
        "necessary controls against Philippine boats that had entered its waters.",
        "seizure",
    ),
    "ships that are sent make no threats": (
        "Chinese militia boats were swarming Whitsun Reef on Monday. Two patrol ships sent to the reef made radio calls that "
        "went unanswered, the Philippine Coast Guard said.",
        "harassment",
    ),
}


@pytest.mark.parametrize("told", NO_MORE_THAN)
def test_no_type_comes_of_a_word_beside(read_text, told):
    text, wrong = NO_MORE_THAN[told]
    (found,) = read_text(text, TODAY).incidents
    assert wrong not in found.types
