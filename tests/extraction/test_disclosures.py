"""What is made known late, is told twice, or has gone on for days."""

from __future__ import annotations

import pytest


def test_several_cases_of_a_month_that_the_news_discloses_are_news(read_text):
    text = (
        "Chinese outposts in the Spratlys shot flares at a Philippine military aircraft on two occasions in February, records "
        "seen this week show. On February 16 the plane was met by a flare from Subi Reef."
    )
    found = read_text(text)
    assert [one.date_start for one in found.incidents] == ["2024-02-16"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "Vietnam has condemned the ramming of a fishing boat by a Chinese ship near the Paracels. The foreign ministry "
            "spoke of a brutal act on Monday. The boat was hauling its nets off Lincoln Island on June 6 when the Chinese "
            "ship rammed it twice, the crew said.",
            ["2024-06-06"],
        ),
        (
            "Manila has complained of water cannon that Chinese cutters used against a supply boat. The ambassador was "
            "called in on Monday. On June 3 the cutters fired their water cannon at the supply boat M/L Kalayaan near "
            "Second Thomas Shoal, the coast guard said.",
            ["2024-06-03"],
        ),
        (  # another boat, and another clash
            "Manila has complained of water cannon that Chinese cutters used against a supply boat on Monday. On June 3 "
            "another supply boat was hosed by the cutters near Second Thomas Shoal, the coast guard said.",
            ["2024-06-03", "2024-06-17"],
        ),
    ],
)
def test_what_is_told_by_the_day_of_a_protest_and_by_its_own_is_one(read_text, text, dates):
    found = read_text(text)
    assert sorted(one.date_start for one in (*found.incidents, *found.background)) == dates


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "A Chinese survey ship has spent the past nine days working near Vanguard Bank in a Vietnamese block.",
            "2024-06-09",
        ),
        (
            "A Chinese survey vessel and two cutters have been sailing around a Malaysian oil rig near Luconia Shoals for "
            "six days, and were seen on Sunday by fishermen.",
            "2024-06-12",
        ),
        (
            "The Chinese survey ship Haiyang Dizhi 8 went on working around the drillship West Capella off Miri this "
            "week. Two coast guard cutters go with it, according to data from May 20 to June 17.",
            "2024-05-20",
        ),
    ],
)
def test_what_has_gone_on_for_days_began_as_many_days_before(read_text, text, first):
    assert [one.date_start for one in read_text(text).incidents] == [first]


def test_the_week_in_which_pictures_were_shown_is_none_of_the_deed(read_text):
    text = (
        "A Chinese cutter is being followed by the Malaysian navy near Luconia Shoals, a minister said on Monday. The "
        "minister, who published pictures of the vessel last week, had no more to say."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-17"]


def test_before_dawn_parts_no_day_from_its_clause(read_text):
    text = (
        "Two Vietnamese fishermen were arrested by Malaysia's navy off Miri on Sunday. It came four days after an "
        "Indonesian corvette seized two Vietnamese trawlers before dawn in the North Natuna Sea on June 13."
    )
    found = read_text(text)
    assert sorted(one.date_start for one in (*found.incidents, *found.background)) == ["2024-06-13", "2024-06-16"]


@pytest.mark.parametrize(
    "lead", ["Vietnam has protested twice in a month.", "Hanoi has lodged protests on two occasions within four weeks."]
)
def test_cases_of_the_days_that_the_lead_counts_are_news(read_text, lead):
    text = (
        f"HANOI - {lead} On Sunday a Chinese patrol ship rammed a Vietnamese fishing boat near the Paracels. On May 28, "
        "near Lincoln Island, men from another Chinese ship seized the catch of a Vietnamese boat."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-16", "2024-05-28"]


@pytest.mark.parametrize(
    "text",
    [
        "It was calm this week off Palawan. Separately, the coast guard on Sunday made public a near-collision of May 2 near "
        "Scarborough Shoal. CCG 3305 closed to 20 metres of BRP Cabra there.",
        "A Chinese frigate had aimed a laser at BRP Cabra off Zambales on May 2, the coast guard confirmed on Sunday, weeks "
        "after the event. It also counted 12 Chinese militia boats at Sabina Shoal on Sunday.",
        "MANILA - The coast guard on Tuesday uploaded a video of a May 2 collision off Sabina Shoal. In it CCG 5205 is seen "
        "to strike BRP Cabra.",
        "The Navy counted 19 Chinese militia boats at Sabina Shoal on Sunday.\n\nIt also disclosed on Monday an incident on "
        "May 2 in which a Chinese cutter rammed a Philippine supply boat near Second Thomas Shoal.",
        "Only now has Vietnam spoken of an attack near Triton Island. It dates from May 2: men from a Chinese coast guard "
        "ship boarded a Vietnamese fishing boat and beat the crew, the ministry said on Sunday.",
    ],
)
def test_what_is_made_public_weeks_later_is_news_of_its_own_day(read_text, text):
    assert "2024-05-02" in [one.date_start for one in read_text(text).incidents]


def test_of_two_that_open_the_news_the_older_is_news_as_well(read_text):
    text = (
        "A Chinese frigate followed HMCS Ottawa west of Luzon on June 5, Ottawa said. And a Chinese destroyer shadowed "
        "HMAS Perth off Palawan on Friday, according to Canberra."
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-05", "2024-06-14"]


def test_those_hurt_in_an_attack_were_hurt_on_its_day(read_text):
    text = (
        "Ten fishermen hurt in an attack near the Paracels on June 3 were given new boats on Sunday. Chinese men had "
        "boarded their boat and beaten them."
    )
    found = read_text(text)
    assert {one.date_start for one in (*found.incidents, *found.background)} == {"2024-06-03"}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "KM Bintang of Bakamla met a Chinese cutter near the Natuna Islands on Friday and told it by radio to leave. A "
            "second meeting on Sunday lasted until dusk.",
            ["2024-06-14", "2024-06-16"],
        ),
        (
            "Friday's scare in the air was told on Sunday. Two Chinese air force jets flung flares into the path of a "
            "Philippine Air Force NC-212 over Scarborough Shoal, the chief of staff said.",
            ["2024-06-14"],
        ),
        (
            "Police say it was on June 3, a Monday, that Chinese officers detained six Vietnamese fishermen in the Gulf of "
            "Tonkin. They reached home over the weekend.",
            ["2024-06-03"],
        ),
        (
            "A year after a Chinese cutter cut in front of the KN Pulau Nipah near the Natunas, on July 28, 2022, Bakamla "
            "has put a bigger ship there.",
            ["2022-07-28"],
        ),
    ],
)
def test_further_turns_give_the_day_of_the_deed(read_text, text, days):
    found = read_text(text)
    assert [one.date_start for one in (*found.incidents, *found.background)] == days
