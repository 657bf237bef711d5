"""Days that other words of the article give: of weeks told, of statements, of stretches and of the lead."""

from __future__ import annotations

import pytest

RAMS = "a Chinese coast guard ship rammed BRP Cabra near Second Thomas Shoal"
TRAILS = "A Chinese coast guard ship shadowed BRP Cabra near Second Thomas Shoal"


@pytest.mark.parametrize(
    "text",
    [
        f"The service went public on Monday with a clash of 14 June. In it {RAMS}.",
        f"The service made public on Monday that {RAMS}. It took place on 14 June.",
        f"It came to light on Monday that {RAMS} last Friday.",
        f"News emerged on Monday that {RAMS}. The contact was on Friday.",
        f"It became known only on Monday that {RAMS} on Friday.",
        f"Two boats left Palawan on Wednesday. Two days on, {RAMS}.",
        "Manila protested on Monday over the ramming on Friday of BRP Cabra by a Chinese ship near Second Thomas Shoal.",
        f"Four days have passed since {RAMS}.",
        f"It has been four days since {RAMS}.",
        f"Pictures show the hole that was left as {RAMS}. They were taken on Saturday, a day after the clash.",
        f"On 12 June a patrol began, and on the Friday {RAMS}, Manila said.",
        f"On 12 June a patrol began, and on Friday of the same week {RAMS}, Manila said.",
    ],
)
def test_the_day_on_which_it_became_known_is_none_of_the_deed(read_text, text):
    found = read_text(text)
    assert [(one.date_start, one.date_end) for one in found.incidents] == [("2024-06-14", "")]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("for the third day running on Sunday", "2024-06-14", "2024-06-16"),
        ("for a second straight day on Sunday", "2024-06-15", "2024-06-16"),
        ("for three days from Wednesday", "2024-06-12", "2024-06-14"),
        ("for three days until Sunday", "2024-06-14", "2024-06-16"),
        ("in the week to Sunday", "2024-06-10", "2024-06-16"),
        ("for most of last week", "2024-06-10", "2024-06-16"),
        ("in a standoff that went into its third day on Sunday", "2024-06-14", "2024-06-16"),
        ("on a nine-day patrol that ended on Sunday", "2024-06-08", "2024-06-16"),
        ("from Thursday to Saturday last week", "2024-06-13", "2024-06-15"),
        ("over the past three days", "2024-06-15", "2024-06-18"),
    ],
)
def test_a_stretch_has_its_first_and_last_day(read_text, words, first, last):
    found = read_text(f"{TRAILS} {words}, Manila said.")
    assert [(one.date_start, one.date_end) for one in found.incidents] == [(first, last)]


@pytest.mark.parametrize("opening", ["Since then", "Ever since,"])
def test_since_then_counts_from_the_day_told_last(read_text, opening):
    found = read_text(f"BRP Cabra came to Second Thomas Shoal on Friday. {opening} a Chinese ship has shadowed it.")
    assert [one.date_start for one in found.incidents] == ["2024-06-14"]
    assert all(one.date_end for one in found.incidents)


def test_a_patrol_since_sunday_gives_no_stretch_to_a_collision(read_text):
    text = f"It emerged on Monday: {RAMS}. The cutter had been on patrol since Sunday. The contact was on Saturday."
    assert [(one.date_start, one.date_end) for one in read_text(text).incidents] == [("2024-06-15", "")]


def test_a_weekday_of_which_somebody_spoke_on_a_day_before_is_of_the_week_before(read_text):
    text = f"On Sunday the admiral said that {RAMS} on Tuesday."
    assert [one.date_start for one in read_text(text, published="2024-06-18").incidents] == ["2024-06-11"]


def test_a_deed_of_two_days_is_two(read_text):
    text = f"{RAMS} on 12 June and then on 15 June, Manila said.".replace("a Chinese", "A Chinese", 1)
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-12", "2024-06-15"]


@pytest.mark.parametrize(
    "lead",
    [
        f"In the past fortnight, {RAMS} on 6 June, Manila said.",
        f"The service on Monday spoke of what befell its crew on 2 May. On that day {RAMS}.",
        f"A video of last month surfaced on Monday. On 2 May {RAMS}.",
        f"A court ruled on Monday that the crew be paid. On 2 May {RAMS}.",
        f"Crews of two boats are to be honoured, the service said. It was on 2 May that {RAMS}.",
    ],
)
def test_what_the_lead_dates_is_news(read_text, lead):
    found = read_text(lead)
    assert (len(found.incidents), len(found.background)) == (1, 0)


def test_the_day_of_the_lead_is_that_of_what_is_told_behind_it(read_text):
    text = (
        "Wednesday brought trouble to Philippine crews in two places, the coast guard said. At Scarborough Shoal a "
        "Chinese cutter rammed BRP Datu Pagbuaya. Some 200 miles to the south, at Sabina Shoal, a Chinese cutter "
        "fired water cannon at BRP Datu Tamblot."
    )
    found = [(one.date_start, one.place) for one in read_text(text).incidents]
    assert found == [("2024-06-12", "Scarborough Shoal"), ("2024-06-12", "Sabina Shoal")]


def test_a_claim_that_somebody_laughed_off_keeps_its_month(read_text):
    text = (
        "Some 40 boats of China's militia were anchored off Thitu Island on Friday, Manila said. In April 2021 the "
        "minister laughed off the claim that some 220 Chinese boats, then lying in rows at Whitsun Reef, were fishing."
    )
    assert [one.date_start for one in read_text(text).background] == ["2021-04"]


def test_the_arafura_sea_is_another_sea(read_text):
    text = (
        f"A patrol was over the South China Sea. On Friday {RAMS}. In May a Chinese warship rammed a Philippine navy "
    )
    assert read_text(text + "ship in the Arafura Sea.").background == ()


@pytest.mark.parametrize(
    ("words", "date"),
    [("This time last year", "2023-06"), ("A year ago today", "2023-06-18"), ("A year ago this week", "2023-06")],
)
def test_the_same_time_of_last_year_is_background(read_text, words, date):
    found = read_text(f"BRP Cabra was hailed by a Chinese ship near Second Thomas Shoal on Friday. {words} {RAMS}.")
    assert [one.date_start for one in found.background] == [date]


@pytest.mark.parametrize(
    "text",
    [
        "A Chinese coast guard ship rammed BRP Cabra near Second Thomas Shoal on Friday. The Chinese ship struck it a "
        "second time minutes later.",
        "A Chinese coast guard ship rammed BRP Cabra near Second Thomas Shoal on Friday. The ship that rammed it "
        "returned on Sunday to Sanya.",
    ],
)
def test_a_second_blow_and_a_way_home_are_no_second_incident(read_text, text):
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-14"]


def test_a_ship_that_was_still_there_had_come_before(read_text):
    found = read_text(
        "A Chinese coast guard ship has shadowed BRP Cabra off Second Thomas Shoal. It arrived on Friday and "
        "was still there on Sunday."
    )
    assert [one.date_start for one in found.incidents] == ["2024-06-14"]


@pytest.mark.parametrize("words", ["ran into a different sort of trouble", "was back at work"])
def test_trouble_and_work_are_no_acts(read_text, words):
    text = f"On Friday BRP Cabra {words} some 40 miles from Second Thomas Shoal, near two Chinese fishing boats."
    assert read_text(text).incidents == ()


def test_a_day_later_counts_from_the_incident_told_right_before(read_text):
    text = (
        "Chinese ships harassed BRP Cabra off Sabina Shoal on Friday, and on Sunday a Chinese ship rammed a supply boat "
        "off Scarborough Shoal, Manila said.\n\nAt Sabina Shoal two Chinese cutters blocked BRP Cabra.\n\nA day later a "
        "Chinese warship shadowed BRP Bagacay off Thitu Island."
    )
    found = {one.place: one.date_start for one in read_text(text).incidents}
    assert found["Thitu Island"] == "2024-06-15"


def test_a_day_of_concern_is_none_of_the_deed(read_text):
    text = f"On Friday {RAMS}, Manila said. Japan on Monday voiced deep concern at the collision."
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-14"]


def test_a_standoff_that_lasted_as_long_as_the_drilling_told_before_it(read_text):
    text = (
        "Cutters of two countries sailed round each other for weeks, a lawmaker said.\n\nA rig drilled off the Natuna "
        "islands from 20 April until it left on 6 June. For the whole of that time Indonesian navy ships and a Chinese "
        "coast guard ship faced each other, often within a mile, neither side yielding."
    )
    found = read_text(text)
    assert [(one.date_start, one.date_end) for one in found.incidents] == [("2024-04-20", "2024-06-06")]


def test_two_days_after_without_a_clause_of_its_own_is_a_date(read_text):
    text = (
        "On 12 June a plane saw eight Chinese boats in Scarborough Shoal, and two days after sailors of the Philippine "
    )
    assert [one.date_start for one in read_text(text + "Navy boarded one of them.").incidents] == ["2024-06-14"]


def test_what_a_court_sentences_for_is_no_deed_of_that_day(read_text):
    text = "A court on Monday sentenced five Vietnamese fishermen to a year in jail for poaching off Balabac."
    assert read_text(text).incidents == ()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "KRI Tjiptadi seized a Vietnamese boat off Natuna on Friday and another on Saturday, the navy said.",
            ["2024-06-14", "2024-06-15"],
        ),
        (
            "A Chinese cutter rammed BRP Cabra near Second Thomas Shoal on Sunday. The coast guard released a video of "
            "the ramming on Monday. In it the cutter is seen striking BRP Cabra.",
            ["2024-06-16"],
        ),
        (
            "A Chinese cutter rammed BRP Cabra near Second Thomas Shoal on Sunday morning. In the afternoon, Chinese "
            "militia boats blocked BRP Sindangan there.",
            ["2024-06-16", "2024-06-16"],
        ),
    ],
)
def test_another_boat_and_another_part_of_the_day_are_another_incident(read_text, text, dates):
    assert [one.date_start for one in read_text(text).incidents] == dates


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        (". The cutter had hosed her on 5 March and blocked her on 23 March", ["2024-03-05", "2024-03-23"]),
        (", three months after she was hosed there", ["2024-03"]),
    ],
)
def test_each_older_deed_has_its_own_date(read_text, words, dates):
    found = read_text(f"A Chinese cutter rammed BRP Cabra near Second Thomas Shoal on Sunday{words}.")
    assert [one.date_start for one in found.incidents] == ["2024-06-16"]
    assert [one.date_start for one in found.background] == dates
