"""When a stretch began or ended, what a lead counts back to, and a month that a day makes exact."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (
            "Vietnamese and Chinese ships remained in a standoff near Triton Island on Sunday, more than two weeks after "
            "it began on 30 May.",
            "2024-05-30",
            "2024-06-16",
        ),
        (
            "The standoff between Chinese and Philippine coast guard ships at Sabina Shoal began on June 3 and was still "
            "going on Sunday.",
            "2024-06-03",
            "2024-06-16",
        ),
        (
            "A Vietnamese coast guard ship has tailed a Chinese survey vessel near Vanguard Bank since it arrived on 1 June.",
            "2024-06-01",
            "2024-06-18",
        ),
        (
            "A China Coast Guard cutter that had shadowed a Malaysian drillship off Luconia Shoals left on Friday after "
            "two weeks.",
            "2024-05-31",
            "2024-06-14",
        ),
        (
            "A China Coast Guard cutter withdrew from Luconia Shoals on Friday after shadowing a Malaysian drillship for "
            "nine days.",
            "2024-06-05",
            "2024-06-14",
        ),
        (
            "Two weeks into a standoff between Chinese and Philippine coast guard ships at Sabina Shoal, neither side "
            "moved on Sunday.",
            "2024-06-02",
            "2024-06-16",
        ),
        (
            "The standoff between Chinese and Philippine coast guard ships at Sabina Shoal, which started on June 5, ended "
            "on Sunday.",
            "2024-06-05",
            "2024-06-16",
        ),
        (
            "For two weeks now, Chinese and Vietnamese ships have faced off near Vanguard Bank, trackers said.",
            "2024-06-04",
            "2024-06-18",
        ),
        (
            "A Chinese survey ship anchored close to the drillship West Capella at Luconia Shoals on June 3 and was still "
            "there on Sunday.",
            "2024-06-03",
            "2024-06-16",
        ),
        (
            "The standoff of a Chinese research ship with Vietnamese patrol boats near Vanguard Bank, now in its fifth week, "
            "went on without a word on Sunday.",
            "2024-05-19",
            "2024-06-16",
        ),
        (
            "Chinese ships circled the drillship West Capella off Luconia Shoals for nine days before she was done on Friday.",
            "2024-06-05",
            "2024-06-14",
        ),
        (
            "BRP Cabra came home on Sunday and so ended a standoff with Chinese cutters at Sabina Shoal that began in April.",
            "2024-04",
            "2024-06-16",
        ),
        (
            "The return of BRP Cabra on Sunday closed a face-off with Chinese cutters at Sabina Shoal, which had gone on "
            "since mid-April.",
            "2024-04",
            "2024-06-16",
        ),
        (
            "Chinese cutters have been circling a Malaysian drillship off Luconia Shoals since March, Petronas said.",
            "2024-03",
            "2024-06-18",
        ),
        (
            "HMNZS Te Kaha was tailed by a Chinese frigate during its four-day transit of the South China Sea, which ended "
            "on Sunday.",
            "2024-06-13",
            "2024-06-16",
        ),
        (
            "Up to three Chinese warships shadowed HMS Richmond on a week-long voyage across the South China Sea that "
            "finished in Manila on Friday.",
            "2024-06-08",
            "2024-06-14",
        ),
        (
            "A Chinese frigate followed HMCS Ottawa through the South China Sea for three days until she reached Manila on "
            "Sunday.",
            "2024-06-14",
            "2024-06-16",
        ),
        (
            "For five nights up to Sunday a Chinese cutter circled a Malaysian drillship off Luconia Shoals.",
            "2024-06-12",
            "2024-06-16",
        ),
        (
            "A Philippine coast guard ship shadowed a Chinese research vessel west of Luzon for four days before it turned "
            "for home on Thursday.",
            "2024-06-09",
            "2024-06-13",
        ),
        (
            "A Chinese coast guard ship entered its third week of shadowing a Malaysian rig off Luconia Shoals on Sunday.",
            "2024-06-02",
            "2024-06-16",
        ),
        (
            "The standoff between Chinese and Philippine coast guard ships at Sabina Shoal, which began on June 3, entered "
            "its second week on Sunday.",
            "2024-06-03",
            "2024-06-16",
        ),
    ],
)
def test_a_stretch_is_counted_from_its_beginning_or_its_end(read_text, text, first, last):
    assert [(one.date_start, one.date_end) for one in read_text(text).incidents] == [(first, last)]


@pytest.mark.parametrize(
    "words",
    [
        "Australia raised its concern with Beijing on Wednesday.",
        "Canberra took the matter up with the embassy on Wednesday.",
        "The government sought an explanation from Beijing on Wednesday.",
    ],
)
def test_the_day_on_which_a_government_takes_it_up_is_none_of_the_deed(read_text, words):
    text = (
        "Australian plane hit by chaff, Canberra says\n\nA Chinese fighter flew dangerously close to an Australian P-8A "
        f"over the South China Sea on 7 June, the ministry said on Sunday. {words}"
    )
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-07"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (
            "A Vietnamese trawler reached Ly Son on Sunday, two weeks after a Chinese ship rammed it near Woody Island.",
            "2024-06-02",
        ),
        (
            "The crew returned to Quang Ngai on Sunday, ten days after their trawler was sunk by a Chinese ship near "
            "Discovery Reef.",
            "2024-06-06",
        ),
        (
            "A trawler reached Ly Son on Sunday, nearly two weeks after a Chinese ship rammed it near Woody Island. The "
            "skipper said that the Chinese ship rammed the Vietnamese boat on 3 June.",
            "2024-06-03",
        ),
    ],
)
def test_what_the_lead_counts_back_to_is_the_news(read_text, text, date):
    found = read_text(text)
    assert [one.date_start for one in found.incidents] == [date]
    assert not found.background


@pytest.mark.parametrize(
    "text",
    [
        "A Filipino boat was rammed in May, officials say\n\nA China Coast Guard ship rammed a Filipino fishing boat near "
        "Scarborough Shoal, the coast guard revealed on Friday. It happened on May 29.",
        "A China Coast Guard ship used water cannon last month against a Vietnamese fishing boat near Woody Island, Hanoi "
        "said on Friday. The attack, on 29 May, broke the windows.",
    ],
)
def test_a_day_makes_a_month_exact(read_text, text):
    found = read_text(text)
    assert [one.date_start for one in (*found.incidents, *found.background)] == ["2024-05-29"]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "On Friday a Chinese cutter rammed a Philippine coast guard ship near Sabina Shoal. Two days later another "
            "cutter hosed a Vietnamese trawler near Woody Island.",
            (("CN-CCG",), ("VN-FISH",)),
        ),
        (
            "BINH SON — His boat was stopped near Discovery Reef on Friday by a China Coast Guard ship, Captain Loc said. "
            "Sailors came aboard and seized two tonnes of fish from the Vietnamese trawler.",
            (("CN-CCG",), ("VN-FISH",)),
        ),
        (
            "Chinese boats seized supplies dropped for Philippine marines at Second Thomas Shoal on Friday.",
            (("CN-UNK",), ("PH-NAVY",)),
        ),
    ],
)
def test_one_more_cutter_sailors_without_a_flag_and_boats_that_take_supplies(read_text, text, sides):
    last = read_text(text).incidents[-1]
    assert (last.initiators, last.targets) == sides


def test_such_a_ship_in_a_month_when_it_came_is_no_tally(read_text):
    found = read_text(
        "Indonesia's Bakamla drove away a China Coast Guard ship from the North Natuna Sea on Sunday. It last faced such a "
        "ship in September 2020, when CCG 5204 was shadowed by KN Pulau Nipah."
    )
    assert [one.date_start for one in found.background] == ["2020-09"]
