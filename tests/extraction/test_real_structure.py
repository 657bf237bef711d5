"""What agency reports do with days, sides and names that short items do not: each a sentence or two of our own."""

from __future__ import annotations

import pytest

TODAY = "2019-06-21"
SIDES = {
    "the object of the verb before an 'and' takes nothing": (
        "A group from a Chinese vessel then boarded a Vietnamese fishing boat off Triton Island on June 18 and took two tons "
        "of squid.",
        ("CN-UNK",),
        ("VN-FISH",),
    ),
    "a clause behind what was condemned": (
        "Vietnam condemned Chinese vessels which drove away Vietnamese fishing boats and took fishing gear from Vietnamese "
        "fishermen off Triton Island on June 18.",
        ("CN-UNK",),
        ("VN-FISH",),
    ),
    "a number of the day before 'the boats'": (
        "On June 18 the sailors of three Vietnamese navy boats fired on Chinese fishermen off Triton Island.",
        ("VN-NAVY",),
        ("CN-FISH",),
    ),
    "an agency of no name": (
        "A boat of a Vietnamese enforcement agency cut across the bow of KM Langkawi off Terengganu on June 18.",
        ("VN-UNK",),
        ("MY-MMEA",),
    ),
    "whose a boat is, between commas": (
        "The boat, from the Vietnam Fisheries Resources Surveillance, turned dangerously close to KM Langkawi off "
        "Terengganu on June 18.",
        ("VN-VFRS",),
        ("MY-MMEA",),
    ),
    "an agency's letters": (
        "On June 18 two boats of the VFRS cut across the bow of KM Langkawi off Terengganu.",
        ("VN-VFRS",),
        ("MY-MMEA",),
    ),
    "attackers whom nobody names": (
        "Unnamed assailants attacked a Vietnamese fishing boat off Triton Island on June 18. China holds the island.",
        ("XX-UNK",),
        ("VN-FISH",),
    ),
    "a list of names of two countries": (
        "On June 18 the destroyers Kaga and Inazuma of Japan took on fuel from the U.S. navy ship Pecos off the Spratly "
        "Islands. A Chinese destroyer kept tracking the Kaga, the Inazuma and the Pecos.",
        ("CN-PLAN",),
        ("JP-JMSDF", "US-NAVY"),
    ),
    "who was told to follow a light": (
        "On June 18 a Taiwanese fishing boat was told to follow a searchlight and to sail toward the Vietnamese vessels off "
        "Spratly Island.",
        ("VN-UNK",),
        ("TW-FISH",),
    ),
    "a list behind an abbreviation in brackets": (
        "HMNZS Te Mana was on passage through the Spratly Islands on June 18 when two frigates of the People's Liberation "
        "Army Navy (PLAN), a helicopter and four more vessels came within 400 metres of the warship.",
        ("CN-PLAN",),
        ("NZ-NAVY",),
    ),
    "sailors of several boats": (
        "On June 18 the sailors of three Vietnamese navy boats robbed Chinese fishermen off Triton Island and fired on them.",
        ("VN-NAVY",),
        ("CN-FISH",),
    ),
    "the flag of a republic": (
        "By light signals on June 18 a warship of the Republic of Vietnam asked a Chinese fishing boat to leave Robert Island.",
        ("VN-NAVY",),
        ("CN-FISH",),
    ),
    "a navy's sides, a battle of another year between": (
        "Unidentified ships attacked a Vietnamese fishing boat off the Paracels on June 18.\n\nChina has held the islands since "
        "1974, when its forces won a naval battle with the South Vietnamese.\n\nThe two foreign vessels beat the crew.",
        ("XX-UNK",),
        ("VN-FISH",),
    ),
    "us who tell it": (
        'On June 18 a Chinese ship chased a Vietnamese fishing boat off Triton Island. "I turned my boat away so that we would '
        'not collide, but the strange ship kept chasing and rammed us," the captain said.',
        ("CN-UNK",),
        ("VN-FISH",),
    ),
    "fishing boats beside their escorts": (
        "Chinese coast guard cutters and Chinese fishing boats came to Triton Island. On June 18 a Vietnamese patrol ship drove "
        "the Chinese boats off.",
        ("VN-UNK",),
        ("CN-FISH",),
    ),
    "ships of no flag, told of by who suffered": (
        'A fishing boat from Quang Ngai came home on Thursday. "Two ships that flew no flag closed in on us. They came aboard '
        'and hit us with clubs," said the captain. It happened on June 18 off Woody Island, he said.',
        ("XX-UNK",),
        ("VN-FISH",),
    ),
    "their men, of foreign ships": (
        'A Vietnamese fishing boat was attacked off Woody Island on June 18. "Two foreign ships came up. Their men boarded us '
        'and took our fish," the skipper said.',
        ("XX-UNK",),
        ("VN-FISH",),
    ),
    "a fishing patrol ship": (
        "A Chinese fishing patrol ship cut across the bow of the Indonesian patrol boat Hiu 10 off Natuna on June 18.",
        ("CN-CCG",),
        ("ID-PSDKP",),
    ),
    "the mainland, as Taiwan has it": (
        "A patrol ship from the mainland chased a Taiwanese fishing boat off Pratas Island on June 18.",
        ("CN-UNK",),
        ("TW-FISH",),
    ),
}


@pytest.mark.parametrize("told", SIDES)
def test_the_sides_are_those_of_the_construction(read_text, told):
    text, initiators, targets = SIDES[told]
    (found,) = read_text(text, TODAY).incidents
    assert (found.initiators, found.targets) == (initiators, targets)


@pytest.mark.parametrize(
    "text",
    [
        "A Chinese navy ship fired flares at a Vietnamese boat off Triton Island, the ministry said in a statement put out "
        "late Thursday. The boat was there on June 18, it said.",
        "A Chinese ship rammed a Vietnamese boat off Triton Island, the ministry said in a release posted on its website on "
        "Thursday. It happened on June 18.",
        "On Thursday the foreign ministry spoke with envoys of the Chinese embassy in Hanoi. Chinese ships had chased a "
        "Vietnamese fishing boat off Triton Island on June 18, it said.",
    ],
)
def test_a_statement_that_is_put_out_gives_no_day(read_text, text):
    assert {one.date_start for one in read_text(text, TODAY).incidents} == {"2019-06-18"}


@pytest.mark.parametrize(
    "text",
    [
        "The Paracels were seized by China in 1974. Vietnam claims them.",
        "A fighter jet of the U.S. Navy crashed into the South China Sea on June 18. Its crew ejected safely, China said.",
        "KRI Sutedi came up off Natuna on June 18 and stayed with the survey ship as an escort until the Chinese ship left.",
    ],
)
def test_islands_taken_planes_that_fall_and_escorts_are_no_acts(read_text, text):
    found = read_text(text, TODAY)
    assert (found.incidents, found.background) == ((), ())


def test_a_naval_battle_of_the_seventies_is_with_the_republic_of_vietnam(read_text):
    text = "China's forces won a naval battle with the U.S.-backed South Vietnamese off the Paracels in 1974."
    (found,) = read_text(text, TODAY).background
    assert (found.types, found.initiators, found.targets) == (("shots_fired",), ("CN-UNK",), ("RVN-NAVY",))


def test_the_day_of_setting_out_is_not_that_of_the_attack(read_text):
    text = (
        "Two Chinese vessels beat the crew of a Vietnamese fishing boat off the Paracels, the paper said. The boat set out on "
        "June 3. A vessel came up to it on June 17."
    )
    (found,) = read_text(text, TODAY).incidents
    assert found.date_start == "2019-06-17"


def test_trawlers_escorted_into_a_zone_are_an_intrusion(read_text):
    text = (
        "About 100 Chinese trawlers were escorted by Chinese coast guard vessels into Malaysian waters near Luconia Shoals on "
        "June 18."
    )
    (found,) = read_text(text, TODAY).incidents
    assert (found.types, found.targets) == (("survey_intrusion",), ("MY-UNK",))


def test_soldiers_mown_down_by_gunfire_were_shot_at(read_text):
    text = "Vietnamese troops were mown down by gunfire from the Chinese on Johnson South Reef in 1988."
    assert {one.types for one in read_text(text, TODAY).background} == {("shots_fired",)}


def test_who_demands_details_of_a_passage_harasses(read_text):
    text = "On June 18 a Chinese warship demanded details of the passage of HMAS Canberra off the Spratly Islands."
    (found,) = read_text(text, TODAY).incidents
    assert (found.types, found.initiators) == (("harassment",), ("CN-PLAN",))


def test_a_row_of_an_old_year_is_one_case(read_text):
    (found,) = read_text("In 2014 a Vietnamese boat was rammed and sunk by China off the Paracels.", TODAY).background
    assert found.types == ("sinking", "ramming")


def test_a_patrol_vessel_is_no_fisher_beside_a_trawler(read_text):
    text = (
        "A Vietnamese patrol vessel tried to get in between when KRI Usman Harun stopped a Vietnamese trawler in the North "
        "Natuna Sea on June 18."
    )
    (found,) = read_text(text, TODAY).incidents
    assert "VN-FISH" not in found.initiators


def test_a_boat_detained_without_a_word_of_its_crew_is_a_seizure(read_text):
    text = "A Taiwanese fishing boat was detained by Vietnamese vessels off Spratly Island on June 18."
    (found,) = read_text(text, TODAY).incidents
    assert found.types == ("seizure",)
