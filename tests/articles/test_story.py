"""What is understood before anything is judged: who is named, what is done, to whom, when and where."""

from __future__ import annotations

import datetime as dt

import pytest

from scs_tracker.articles import days, gathering, kinds, story
from scs_tracker.articles.mentions import Mention, actor_in


@pytest.fixture(scope="module")
def told():
    """Reads a text published on a Tuesday, each once."""
    known = {}

    def read(text):
        if text not in known:
            known[text] = story.read(text, dt.date(2024, 6, 18))
        return known[text]

    return read


def sides(one, text):
    act = next(each for each in one.acts if text in each.name)
    return [each.actor for each in act.agents], [each.actor for each in act.patients]


@pytest.mark.parametrize(
    ("text", "act", "agents", "patients"),
    [
        ("A Chinese coast guard ship rammed a Philippine navy boat.", "ram", ["CN-CCG"], ["PH-NAVY"]),
        ("A Philippine navy boat was rammed by a Chinese coast guard ship.", "ram", ["CN-CCG"], ["PH-NAVY"]),
        ("A Vietnamese fishing boat, which a Chinese navy ship had rammed, sank.", "ram", ["CN-PLAN"], ["VN-FISH"]),
        (
            "The ramming of a Vietnamese fishing boat by a Chinese navy ship shocked all.",
            "ram",
            ["CN-PLAN"],
            ["VN-FISH"],
        ),
        ("The Chinese coast guard fired water cannon at a Philippine navy boat.", "cannon", ["CN-CCG"], ["PH-NAVY"]),
        ("A Philippine navy boat was hit by water cannon of a Chinese navy ship.", "cannon", ["CN-PLAN"], ["PH-NAVY"]),
        ("CCG 5205 turned and rammed BRP Cabra.", "ram", ["CN-CCG"], ["PH-PCG"]),
        ("A Chinese navy ship rammed a boat from Ly Son.", "ram", ["CN-PLAN"], ["VN-UNK"]),
        ("A Chinese navy ship rammed two Zambales fishing boats.", "ram", ["CN-PLAN"], ["PH-FISH"]),
        ("A laser was shone from a Chinese navy ship at the bridge of BRP Cabra.", "laser", ["CN-PLAN"], ["PH-PCG"]),
        ("The Philippine navy listed flares fired from a Chinese navy ship.", "flare", ["CN-PLAN"], []),
        (
            "Manila protested the firing of a water cannon by a Chinese navy ship.",
            "cannon",
            ["CN-PLAN"],
            ["PH-UNK"],
        ),
        ("BRP Cabra photographed a floating barrier off a Chinese navy ship.", "barrier", [], ["PH-PCG"]),
        ("Hanoi accused the Chinese coast guard of ramming a fishing boat.", "ram", ["CN-CCG"], ["VN-FISH"]),
        ("Manila blamed Chinese navy ships for firing flares at BRP Cabra.", "flare", ["CN-PLAN"], ["PH-PCG"]),
        ("A Chinese navy ship blocked BRP Cabra, firing water cannon.", "cannon", ["CN-PLAN"], ["PH-PCG"]),
        (
            "A Chinese navy ship harassed BRP Cabra by crossing its bow and shining a laser.",
            "laser",
            ["CN-PLAN"],
            ["PH-PCG"],
        ),
        (
            "Vietnam accused China of harassment and of a water cannon attack on its ships.",
            "cannon",
            ["CN-UNK"],
            ["VN-UNK"],
        ),
    ],
)
def test_the_tree_says_who_did_it_to_whom(told, text, act, agents, patients):
    assert sides(told(text), act) == (agents, patients)


def test_whose_ship_it_is_follows_who_speaks_and_not_who_is_named_once(told):
    one = told(
        "The United States watched with concern. Cutters from China and the Philippines met near Sabina Shoal on Monday. "
        "Manila said the Chinese ships rammed its vessels."
    )
    assert sides(one, "ram") == (["CN-UNK"], ["PH-UNK"])


def test_a_week_does_not_join_two_of_its_days(told):
    one = told("Chinese and Philippine ships collided last week. They collided on 11 June. They collided on 14 June.")
    known = days.all_days(one)
    found = gathering.gather(
        [gathering.Told(act, known[act.line][0], 1.0, 0.5 + 0.1 * act.line, None) for act in one.acts]
    )
    assert {each.day.first for each in found} == {"2024-06-11", "2024-06-14"}


def test_a_day_that_is_told_outright_wins_over_the_week_that_holds_it(told):
    one = told("Chinese and Philippine ships collided last week. They collided on 11 June.")
    known = days.all_days(one)
    (found,) = gathering.gather([gathering.Told(act, known[act.line][0], 1.0, 0.5, None) for act in one.acts])
    assert (found.day.first, found.day.last) == ("2024-06-11", "")


def test_a_full_stop_of_an_abbreviation_ends_no_clause(told):
    (act,) = told("Chinese fighters intercepted a U.S. Navy plane near Woody Island.").acts
    assert act.types == ("air_intercept",)


def test_how_far_down_a_long_article_an_act_stands_says_nothing_of_its_date(told):
    near, far = (
        told("A ship sailed. " * lines + "On 11 June a Chinese navy ship rammed BRP Cabra.") for lines in (8, 40)
    )
    rows = []
    for one in (near, far):
        known = days.all_days(one)
        (act,) = [each for each in one.acts if "ram" in each.name]
        rows.append([days.features(one, known, act, day) for day in days.candidates(one, known, act)])
    assert rows[0] == rows[1]


def test_ships_of_two_countries_that_collide_did_it_both(told):
    one = told("Coast guard cutters from China and Vietnam collided on Monday.")
    (act,) = [each for each in one.acts if "collide" in each.name]
    assert act.mutual
    assert {each.country for each in act.agents} == {each.country for each in act.patients} == {"CN", "VN"}


def test_a_pronoun_never_makes_both_sides_one(told):
    one = told("BRP Cabra was near the shoal when CCG 4203 closed in. CCG 4203 turned its water cannon on her.")
    assert sides(one, "cannon") == (["CN-CCG"], ["PH-PCG"])


def test_their_crew_is_of_whoever_was_named(told):
    one = told("A Vietnamese fishing boat was at anchor. Its crew fled.")
    (crew,) = [each for each in one.mentions[1] if each.owner == "its"]
    assert (crew.country, crew.guessed) == ("VN", True)


def test_the_navy_of_the_dateline_needs_no_country(told):
    one = told("MANILA, June 17 (Reuters) - The navy said that its ship was shadowed.")
    assert (one.home, one.today.isoformat()) == ("PH", "2024-06-17")
    assert [each.actor for each in one.mentions[0] if each.noun == "navy"] == ["PH-NAVY"]


def test_a_name_with_its_distance_is_an_offset(told):
    one = told("CCG 5205 rammed BRP Cabra 13 nautical miles east of Sabina Shoal.")
    assert [(each.name, each.position.method) for each in one.spots[0]] == [("Sabina Shoal", "offset")]


@pytest.mark.parametrize(
    "text", ["Robert Lincoln wrote of CCG 5205, which rammed a boat.", "CCG 5205 rammed it, James said."]
)
def test_given_names_are_no_islands(told, text):
    assert told(text).spots[0] == []


@pytest.mark.parametrize(
    "line",
    [
        "READ: Collision near Thitu Island", "Reporting by A. Writer; Editing by B. Lincoln", "READ MORE: Lasers used",
        "Sign up for our newsletter", "By Ann Example", "Photo: a coast guard ship",
    ],
)  # fmt: skip
def test_furniture_is_told_from_text(told, line):
    one = told(f"CCG 5205 rammed BRP Cabra on Monday.\n\n{line}\n\nNobody was hurt, the coast guard said.")
    assert [each.furniture for each in one.lines] == [False, True, False]


def test_dates_that_count_from_another_are_worked_out(told):
    one = told("On June 10 a ship sailed. The next day it was rammed.")
    assert [each.first for line in days.all_days(one) for each in line] == ["2024-06-10", "2024-06-11"]


def test_what_is_undated_has_the_month_or_the_year():
    late, early = (story.read("A ship sailed.", dt.date(2024, 6, day)) for day in (20, 3))
    assert (days.undated(late).first, days.undated(early).first) == ("2024-06", "2024")


@pytest.mark.parametrize(("year", "code"), [(2012, "CN-CMS"), (2013, "CN-CMS"), (2014, "CN-MSA")])
def test_a_service_that_is_no_more_is_meant_in_its_time_alone(year, code):
    assert actor_in(Mention(0, 0, 0, 5, country="CN", service="surveillance", head="vessel"), year) == code


def test_a_manoeuvre_may_turn_out_to_be_an_intercept(told):
    (act,) = [each for each in told("A Chinese fighter came within 10 feet of a US Navy plane.").acts if each.agents][
        :1
    ]
    one = gathering.Candidate([gathering.Told(act, days.undated(told("A ship sailed.")), 0.5, 0.9, None)])
    assert {"air_intercept", "dangerous_manoeuvre"} <= set(kinds.options(one))
