"""News and what is only retold; one incident or two."""

from __future__ import annotations

import pytest

NEWS = "A Chinese coast guard ship fired water cannon at BRP Cabra near Second Thomas Shoal on Monday, Manila said. "


@pytest.mark.parametrize(
    ("retold", "date"),
    [
        ("In August 2023 a Chinese ship rammed a supply boat there.", "2023-08"),
        ("In 2021 three Chinese ships blocked two Philippine boats at the same shoal.", "2021"),
        ("On March 5 Chinese ships rammed a Philippine boat at the shoal.", "2024-03-05"),
        ("Last year China's coast guard rammed a Philippine supply boat there.", "2023"),
    ],
)
def test_older_incidents_go_to_background(read_text, retold, date):
    found = read_text(NEWS + retold)
    assert [one.date_start for one in found.incidents] == ["2024-06-17"]
    assert [one.date_start for one in found.background] == [date]


def test_a_clause_takes_the_date_that_opens_it(read_text):
    text = (
        "Manila and Canberra agreed to share intelligence. Tension has been high since December, when Chinese sailors "
        "boarded Philippine navy boats off Second Thomas Shoal."
    )
    found = read_text(text)
    assert (found.incidents, [one.date_start for one in found.background]) == ((), ["2023-12"])


def test_days_count_from_the_day_on_which_it_was_told(read_text):
    text = (
        "Chinese ships sprayed two boats of the Philippine Navy near Second Thomas Shoal, Manila said on Monday. No one "
        "was hurt in the incident, which happened two days earlier."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-15"]


def test_a_day_named_behind_said_here_is_no_day_of_the_deed(read_text):
    text = (
        "KRI Bontang detained three Vietnamese boats in the Natuna sea, a spokesman of the fleet said here, Monday. The "
        "boats were seized on Saturday with 31 crew."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-15"]


def test_an_encounter_without_a_day_is_of_the_day_told_before_it_in_its_paragraph(read_text):
    text = (
        "A Chinese cutter rammed BRP Cabra near Sabina Shoal on Friday, Manila said on Monday. Earlier she had been told "
        "by the Chinese navy, at Scarborough Shoal, to leave at once."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-14"] * 2


def test_two_months_of_a_sentence_go_with_what_stands_beside_them(read_text):
    text = (
        "In April a cutter of the China Coast Guard rammed a Philippine boat near Scarborough Shoal, and in May Chinese "
        "sailors boarded another."
    )
    found = read_text(text)
    told = {one.types[0]: one.date_start for one in found.incidents + found.background}
    assert told == {"ramming": "2024-04", "boarding": "2024-05"}


def test_what_an_article_discloses_is_news_however_late(read_text):
    text = (
        "A Chinese coast guard ship shone a laser at BRP Cabra near Sabina Shoal on April 2, the coast guard disclosed."
    )
    found = read_text(text)
    assert ([one.date_start for one in found.incidents], found.background) == (["2024-04-02"], ())


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "CCG 5205 rammed BRP Cabra near Sabina Shoal on Sunday. In a separate incident on Monday, CCG 3104 fired water "
            "cannon at a fishing boat of Filipino fishermen near Scarborough Shoal.",
            ["2024-06-16", "2024-06-17"],
        ),
        (
            "At 6 a.m. on Monday CCG 5205 rammed the supply boat Unaizah May 4 near Second Thomas Shoal. At 8:13 a.m. a "
            "Chinese militia vessel bumped BRP Cabra.",
            ["2024-06-17", "2024-06-17"],
        ),
        (
            "CCG 5205 rammed BRP Cabra near Sabina Shoal on Monday. It also fired water cannon at the ship, and blocked it "
            "for an hour.",
            ["2024-06-17"],
        ),
    ],
)
def test_one_incident_or_two(read_text, text, dates):
    assert [one.date_start for one in read_text(text).incidents] == dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (
            "The Philippines accused China's coast guard on Tuesday of ramming BRP Cabra at Sabina Shoal on Sunday.",
            "2024-06-16",
        ),
        ("On Tuesday Manila said that CCG 5205 had rammed BRP Cabra at Sabina Shoal a day earlier.", "2024-06-17"),
        (
            "Manila on Tuesday accused China's coast guard of ramming BRP Cabra near Sabina Shoal. The incident happened on "
            "June 14, it said.",
            "2024-06-14",
        ),
        ("Manila said on Tuesday that CCG 5205 had rammed BRP Cabra at Sabina Shoal.", "2024-06-18"),
        ("Manila accuses China's coast guard of ramming BRP Cabra at Sabina Shoal last month.", "2024-05"),
    ],
)
def test_the_day_it_happened_is_not_the_day_it_was_said(read_text, text, date):
    found = read_text(text)
    assert [one.date_start for one in (*found.incidents, *found.background)] == [date]


@pytest.mark.parametrize(
    "text",
    [
        # the day of an interview, of the port, of what somebody said
        "A Chinese cutter rammed BRP Cabra near Sabina Shoal, her captain said in a television interview yesterday. It "
        "was the evening of 13 June.",
        "BRP Cabra was rammed by a Chinese cutter near Sabina Shoal. The bow of the cutter came within a foot of her left "
        "side on Thursday. Manila has protested.",
        '"We were asleep," said Tran Van Ba, 42, at Sa Ky on Sunday. A Chinese cutter had rammed his Vietnamese fishing '
        "boat near Woody Island on June 13.",
        "A Chinese cutter was first sighted off Sabina Shoal on Monday. BRP Cabra was rammed by the cutter on June 13.",
        # who is told to stop says nothing
        "Vietnamese fishing boats were told to stop off Kelantan late on Thursday, said the Malaysian coast guard. Its "
        "officers fired warning shots at one Vietnamese boat and arrested the crew.",
    ],
)
def test_a_deed_takes_its_own_day(read_text, text):
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-13"]


def test_a_lead_that_sums_up_goes_with_the_days_told_behind_it(read_text):
    text = (
        "JAKARTA - Indonesian patrols seized a Vietnamese trawler and expelled a Chinese coast guard ship off Natuna last "
        "week. KP Orca 01 seized the Vietnamese trawler off Natuna on Tuesday, June 11. On Friday KN Pulau Dana expelled "
        "a China Coast Guard ship north of Natuna Besar."
    )
    found = [(one.date_start, one.types[0]) for one in read_text(text).incidents]
    assert found == [("2024-06-11", "seizure"), ("2024-06-14", "expulsion")]


def test_days_after_something_that_has_a_date_of_its_own(read_text):
    text = NEWS + "It came days after Chinese sailors boarded a Philippine navy boat at the same shoal on May 19."
    assert [one.date_start for one in read_text(text).background] == ["2024-05-19"]
    undated = NEWS + "It came days after Chinese sailors boarded a Philippine navy boat at the same shoal."
    assert read_text(undated).background == ()


def test_a_lead_without_a_day_takes_none_that_is_older_than_what_stands_between(read_text):
    text = (
        "A Chinese cutter jammed the radio of BRP Cabra near Scarborough Shoal, Manila said. All of it began on the "
        "afternoon of June 14.\n\nOn March 9 Chinese cutters fired water cannon at BRP Cabra off the shoal."
    )
    found = read_text(text)
    assert [one.date_start for one in found.incidents] == ["2024-06-14"]
    assert [one.date_start for one in found.background] == ["2024-03-09"]


def test_since_a_day_when_something_was_done_is_that_day(read_text):
    text = NEWS + "The garrison had waited for food since May 9, when Chinese cutters blocked a Philippine supply boat."
    assert [(one.date_start, one.date_end) for one in read_text(text).background] == [("2024-05-09", "")]


def test_a_day_of_what_came_of_it_gives_way_to_the_day_of_the_deed(read_text):
    text = (
        "Three Vietnamese fishermen reached hospital on Sunday after being attacked by Chinese sailors near Woody Island. "
        "Their boat lay at anchor there on June 12."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-12"]


def test_reached_them_this_morning_is_no_day_of_the_blocking(read_text):
    text = (
        "Chinese cutters fired water cannon at Philippine fishing boats near Sabina Shoal on Friday. BRP Cabra was blocked "
        "by the cutters and reached the boats only this morning."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-14"]


def test_two_clashes_of_a_day_with_an_hour_and_ships_each_are_two(read_text):
    text = (
        "At 6:10 a.m. on Sunday CCG 5203 rammed BRP Cabra near Sabina Shoal. BRP Bagacay was rammed by CCG 21551 at 8:45 "
        "a.m., 12 nautical miles from the shoal."
    )
    assert len(read_text(text).incidents) == 2
    one = text.replace("BRP Bagacay was rammed by CCG 21551", "BRP Cabra was rammed once more by CCG 5203")
    assert len(read_text(one).incidents) == 1


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("In July last year CCG 3105 did the same to a Philippine boat.", ["2023-07"]),
        ("On March 5 it was the turn of BRP Bagacay.", ["2024-03-05"]),
        ("A similar thing had befallen an Australian ship in February 2023.", ["2023-02"]),
        ("The second was on 3 May off Thitu Island.", ["2024-05-03"]),
        (
            "In November 2021 Chinese ships had done the same there, and in May 2022 they rammed a boat.",
            ["2021-11", "2022-05"],
        ),
        ("On March 5 the captain said that he would have done the same.", []),
        ("The second was built at a yard in Japan in 2019.", []),
        ("She may suffer the same fate in July.", []),
    ],
)
def test_what_is_likened_to_the_deed_before_is_one_more(read_text, text, dates):
    found = read_text(NEWS + text)
    assert [one.date_start for one in found.incidents] == ["2024-06-17"]
    assert sorted(one.date_start for one in found.background) == dates


def test_a_standoff_and_what_began_it_are_one(read_text):
    text = (
        "A Philippine frigate was locked in a standoff with two Chinese surveillance ships at Scarborough Shoal on Thursday. "
        "The frigate's sailors boarded Chinese fishing boats in the lagoon on Tuesday."
    )
    found = read_text(text, "2024-06-14").incidents
    assert [(one.date_start, one.date_end) for one in found] == [("2024-06-11", "2024-06-13")]


def test_what_had_been_done_a_week_ago_is_background(read_text):
    had = NEWS + "A week ago a Vietnamese boat had been rammed by Chinese cutters near Woody Island."
    assert [one.date_start for one in read_text(had).background] == ["2024-06-11"]
    assert len(read_text(had.replace("had been", "was")).incidents) == 2


@pytest.mark.parametrize(
    "told",
    [
        "The men were still being held by the Vietnam Coast Guard on Monday.",
        "Asked about it in Beijing on Monday, a spokesman said that Vietnam had detained the Chinese crew.",
    ],
)
def test_what_still_goes_on_or_is_asked_about_takes_no_day_from_it(read_text, told):
    text = "The Vietnam Coast Guard detained the crew of a Chinese tanker near Bach Long Vi. It happened on June 13. "
    assert [one.date_start for one in read_text(text + told).incidents] == ["2024-06-13"]


def test_a_count_of_the_year_is_no_case(read_text):
    found = read_text(
        NEWS + "The number of Philippine boats driven from the shoal by China so far in 2024 stands at 64."
    )
    assert [one.types for one in (*found.incidents, *found.background)] == [("water_cannon",)]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Chinese militia boats have been gathering at Whitsun Reef since March, Manila said on Monday.", ["2024-03"]),
        ("Militia boats of China are gathering at Whitsun Reef, a spokesman said on Monday.", ["2024-06-17"]),
    ],
)
def test_what_stays_since_a_month_began_then(read_text, text, dates):
    assert [one.date_start for one in read_text(text).incidents] == dates


def test_two_days_after_a_deed_leads_back_to_it(read_text):
    text = (
        "A U.S. destroyer was shadowed by the Chinese navy near Scarborough Shoal on Thursday, two days after a Chinese "
        "cutter had rammed BRP Cabra there."
    )
    found = read_text(text).incidents
    assert sorted(one.date_start for one in found) == ["2024-06-11", "2024-06-13"]
    year = "A year to the day after a Chinese cutter rammed BRP Cabra near Sabina Shoal, her crew got medals on Monday."
    assert [one.date_start for one in read_text(year).background] == ["2023"]


def test_a_protest_over_something_has_a_day_of_its_own(read_text):
    text = (
        "MANILA - The Philippines filed a protest on Monday over the ramming of BRP Cabra by a Chinese cutter near Sabina "
        "Shoal last Thursday."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-13"]


def test_a_month_without_a_year_is_of_the_year_told_before_it(read_text):
    text = (
        "The Chinese coast guard seized a Vietnamese boat near Triton Island on May 3, 2022. In July it seized two more "
        "boats from Vietnam near Lincoln Island. Hanoi has set up a fund."
    )
    assert [one.date_start for one in read_text(text).background] == ["2022-05-03", "2022-07"]
    news = "A tribunal ruled on July 12, 2016. In May a Chinese cutter rammed a Philippine boat near Sabina Shoal."
    assert [one.date_start[:4] for one in (*read_text(news).incidents, *read_text(news).background)] == ["2024"]


def test_lines_over_an_article_are_no_lead(read_text):
    text = (
        "Star Daily\n\nChinese lasers dazzle crew\n\nBRP Cabra was dazzled by a laser near Sabina Shoal earlier this month, "
        "the ship's log shows.\n\nA Chinese cutter pointed the laser at BRP Cabra.\n\nThe ship's voyage ended on June 12."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06"]


@pytest.mark.parametrize(
    "text",
    [
        "In a statement on Monday, the fleet said the jets had taken off at dawn. ",
        "A spokesman in Beijing gave another account on Monday. ",
        "What the navy on Monday called a dangerous act lasted an hour. ",
    ],
)
def test_the_day_of_a_statement_is_none_of_the_deed(read_text, text):
    lead = "A Chinese cutter rammed BRP Cabra near Sabina Shoal on Friday. "
    found = read_text(lead + text + "The Chinese cutter drove BRP Cabra away from the shoal.").incidents
    assert [one.date_start for one in found] == ["2024-06-14"]


def test_several_cases_that_the_lead_announces_are_news(read_text):
    lead = "The Philippines has made public two incidents this month. "
    text = "On Monday CCG 5203 rammed BRP Cabra near Sabina Shoal. On June 4 a Chinese jet dropped flares near a Philippine "
    text += "Air Force plane over Scarborough Shoal."
    assert len(read_text(lead + text).incidents) == 2
    assert len(read_text(text).incidents) == 1


def test_what_follows_an_old_collision_is_as_old(read_text):
    text = (
        "Twenty years ago a Chinese fighter and a U.S. Navy plane collided near Hainan. The U.S. crew was held by China "
        "for a week. Retired pilots met in Honolulu on Sunday."
    )
    found = read_text(text)
    assert (found.incidents, {one.date_start for one in found.background}) == ((), {"2004"})


def test_a_clause_that_goes_back_ends_at_its_comma(read_text):
    text = (
        "Barely a week after CCG 5203 rammed BRP Cabra near Sabina Shoal, Chinese cutters on Monday fired water cannon at "
        "BRP Bagacay near Thitu Island."
    )
    found = read_text(text)
    assert [one.date_start for one in found.incidents] == ["2024-06-17"]
    assert [one.date_start for one in found.background] == ["2024-06-10"]


def test_details_of_how_it_was_done_have_a_day_of_their_own(read_text):
    text = (
        "The navy gave details on Monday of how CCG 5203 had rammed BRP Cabra near Sabina Shoal the previous Thursday."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-13"]


def test_weeks_ago_in_the_first_sentence_is_the_news(read_text):
    text = "Two weeks ago, on June 4, Chinese cutters rammed BRP Cabra near Sabina Shoal, her captain told senators on Monday."
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-04"]


def test_passes_of_one_encounter_are_one_incident(read_text):
    text = (
        "Two Chinese jets met a Canadian navy helicopter near the Paracel Islands on Sunday. In the first pass they came "
        "within 30 metres. In the second, later in the day, one of them fired flares ahead of the helicopter."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-16"]


def test_a_crew_held_for_a_second_day_was_taken_before(read_text):
    text = (
        "China held the crew of a U.S. Navy plane for a second day on Monday after a collision. Two Chinese navy jets had "
        "closed in on the plane over the Paracel Islands on Sunday, and one touched its wing."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-16"]


def test_several_that_are_disclosed_late_are_all_news(read_text):
    text = (
        "An Australian task group had two brushes in the South China Sea on its voyage, officers disclosed.\n\nOn May 9 a "
        "Chinese destroyer shadowed HMAS Newcastle east of the Paracel Islands. On May 20 a Chinese frigate fired flares "
        "at a helicopter of HMAS Canberra near the Spratly Islands."
    )
    assert sorted(one.date_start for one in read_text(text).incidents) == ["2024-05-09", "2024-05-20"]


@pytest.mark.parametrize(
    "said",
    [
        "In a video shared by the coast guard on Monday, the cutter is seen blocking the boat.",
        "Hanoi on Monday called on Beijing to punish those who rammed the boat.",
    ],
)
def test_a_day_of_sharing_or_calling_on_somebody_is_none_of_the_deed(read_text, said):
    text = f"A Chinese cutter rammed a Vietnamese fishing boat near Woody Island last Thursday. {said}"
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-13"]


def test_a_comparison_behind_a_colon_has_a_date_of_its_own(read_text):
    text = (
        "A Chinese jet let off flares near an Australian air force plane over the Paracel Islands on Monday. The two "
        "countries traded similar charges 13 months ago: on May 11, 2023, a jet released flares near another plane there."
    )
    found = read_text(text)
    assert [one.date_start for one in found.incidents] == ["2024-06-17"]
    assert [one.date_start for one in found.background] == ["2023-05-11"]


def test_another_day_that_opens_with_also_is_another_incident(read_text):
    text = (
        "Manila said on Monday that CCG 5205 had rammed BRP Teresa Magbanua near Sabina Shoal.\n\nAlso in June, on the 5th, "
        "BRP Bagacay was struck by a Chinese cutter near the shoal."
    )
    found = read_text(text)
    assert len(found.incidents + found.background) == 2


def test_a_year_of_a_law_is_the_year_of_nothing(read_text):
    text = (
        "CCG 3305 came within 20 metres of BRP Malabrigo near Scarborough Shoal on June 10, the coast guard said. It was a "
        "clear violation of the 1972 collision regulations."
    )
    found = read_text(text)
    assert ([one.date_start for one in found.incidents], found.background) == (["2024-06-10"], ())


def test_the_day_of_coming_home_is_not_that_of_the_deed(read_text):
    text = (
        "Fishermen from Infanta came home on Sunday with a complaint: a Chinese coast guard boat had rammed them near "
        "Scarborough Shoal. It was on Saturday, their skipper said."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-15"]


def test_two_dates_of_one_sentence_are_two(read_text):
    text = (
        "China's coast guard used water cannon on Philippine boats at Sabina Shoal in March 2023 and again in May 2023."
    )
    assert [one.date_start for one in read_text(text).background] == ["2023-03", "2023-05"]
