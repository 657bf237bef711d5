from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import model
from scs_tracker.articles.dates import dateline
from scs_tracker.articles.stretches import find
from scs_tracker.text.folding import fold

#: A Wednesday.
TODAY = dt.date(2024, 1, 10)


def dates(text: str, today: dt.date = TODAY) -> list[tuple[str, str]]:
    return [(one.first, one.last) for one in find(text, fold(text), 0, len(text), today)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on Friday", "2024-01-05", ""),
        ("on Wednesday", "2024-01-10", ""),
        ("last Wednesday", "2024-01-03", ""),
        ("Monday morning", "2024-01-08", ""),
        ("Friday last week", "2024-01-05", ""),
        ("Aug. 5, 2023", "2023-08-05", ""),
        ("Aug. 5", "2023-08-05", ""),
        ("5 August", "2023-08-05", ""),
        ("the 5th of August", "2023-08-05", ""),
        ("2024-01-05", "2024-01-05", ""),
        ("on Jan 8-9", "2024-01-08", "2024-01-09"),
        ("January 8 to 9", "2024-01-08", "2024-01-09"),
        ("between 8 and 9 January 2024", "2024-01-08", "2024-01-09"),
        ("8–9 January", "2024-01-08", "2024-01-09"),
        ("over the weekend", "2024-01-06", "2024-01-07"),
        ("yesterday", "2024-01-09", ""),
        ("throughout March", "2023-03", ""),
        ("earlier today", "2024-01-10", ""),
        ("last week", "2024-01-01", "2024-01-07"),
        ("in February", "2023-02", ""),
        ("in early March 2023", "2023-03", ""),
        ("in February last year", "2023-02", ""),
        ("last December", "2023-12", ""),
        ("last month", "2023-12", ""),
        ("three months ago", "2023-10", ""),
        ("last year", "2023", ""),
        ("the year before", "2023", ""),
        ("earlier this year", "2024", ""),
        ("in 2021", "2021", ""),
        ("two years ago", "2022", ""),
        ("six days ago", "2024-01-04", ""),
        ("on the morning of Jan. 8", "2024-01-08", ""),
        ("on the 26th", "2023-12-26", ""),
        ("the Sunday before last", "2023-12-31", ""),
        ("on Friday a week ago", "2023-12-29", ""),
        ("on Friday two weeks ago", "2023-12-29", ""),
        ("two weeks ago on Friday", "2023-12-29", ""),
        ("Monday three weeks ago", "2023-12-18", ""),
        ("on the 9th", "2024-01-09", ""),
        ("on the night of the 8th", "2024-01-08", ""),
        ("on the 5th of last month", "2023-12-05", ""),
        ("on 8/1/2024", "2024-01-08", ""),
        ("on 08-01-2024", "2024-01-08", ""),
        ("on 8.1.2024", "2024-01-08", ""),
        ("on 12/30/2023", "2023-12-30", ""),
        ("in the night of 30/12", "2023-12-30", ""),
        ("on January the 8th", "2024-01-08", ""),
        ("on the night of 8/9 January", "2024-01-08", "2024-01-09"),
        ("the weekend before last", "2023-12-30", "2023-12-31"),
        ("a week ago on Friday", "2023-12-29", ""),
        ("from Thursday to Saturday last week", "2024-01-04", "2024-01-06"),
        ("between Thursday and Tuesday", "2024-01-04", "2024-01-09"),
        ("from Sunday night until Tuesday morning", "2024-01-07", "2024-01-09"),
        ("from 28 December until it left on 3 January", "2023-12-28", "2024-01-03"),
        ("all through Saturday and into Sunday", "2024-01-06", "2024-01-07"),
        ("on Tuesday (Jan. 2)", "2024-01-02", ""),
        ("on Tuesday, January 2", "2024-01-02", ""),
        ("on 2 January, a Tuesday", "2024-01-02", ""),
        ("June 17 last year", "2023-06-17", ""),
        ("New Year's Eve", "2023-12-31", ""),
        ("on Christmas Day 2022", "2022-12-25", ""),
        ("the day before yesterday", "2024-01-08", ""),
        ("two nights ago", "2024-01-08", ""),
        ("a decade ago", "2014", ""),
        ("twenty-five years ago", "1999", ""),
        ("Jan. 2 to Jan. 4", "2024-01-02", "2024-01-04"),
    ],
)
def test_words_become_dates_as_precise_as_they_are(text, first, last):
    assert dates(text) == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "Le Thi Thu Hang said",
        "the following Monday",
        "China may block it",
        "they march on",
        "Feb. 30, 2023",
        "200 vessels",
        "about 2021 tons of fish",
        "at 10:30 a.m.",
        "on 3/4 of the deck",
        "some 20.1.5 of it",
        "on the 5th floor",
        "at 10 12 2023",
    ],
)
def test_what_is_no_date_is_none(text):
    assert dates(text) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("out on 28/12, home on 3/1", ["2023-12-28", "2024-01-03"]),
        ("out on 2/1, home on 31/12/2023", ["2024-01-02", "2023-12-31"]),
        ("out on 1/2/2023, home on 12/30/2023", ["2023-01-02", "2023-12-30"]),
    ],
)
def test_numbers_are_days_before_months_unless_the_article_has_it_otherwise(text, days):
    assert [first for first, _ in dates(text)] == days


@pytest.mark.parametrize("day", ["the 14th", "14/6", "14.6.2024"])
def test_a_sentence_with_a_number_for_its_day_has_that_day(read_text, day):
    text = f"A Chinese coast guard ship rammed BRP Cabra near Second Thomas Shoal on {day}, Manila said."
    assert [one.date_start for one in read_text(text).incidents] == ["2024-06-14"]


@pytest.mark.parametrize(
    ("text", "shift"), [("a day earlier", -1), ("the previous day", -1), ("two days later", 2), ("two days on, it", 2)]
)
def test_words_that_count_from_another_day_have_a_shift(text, shift):
    assert [one.shift for one in find(text, fold(text), 0, len(text), TODAY)] == [shift]


def test_a_name_with_a_month_and_the_day_behind_it_are_two():
    assert dates("aboard the Unaizah May 4 on Saturday")[-1] == ("2024-01-06", "")


def test_april_of_that_year_is_the_year_named_before():
    assert dates("Before 2012 it was calm. Then came the standoff in April of that year") == [("2012-04", "")]


def test_a_day_after_the_article_lies_ahead():
    (when,) = find("next Monday", "next monday", 0, 11, TODAY)
    assert (when.first, when.ahead) == ("2024-01-15", True)


@pytest.mark.parametrize(
    ("text", "begins", "day"),
    [
        ("MANILA, Aug. 6 (Xinhua) -- The ship", "The", dt.date(2023, 8, 6)),
        ("MANILA, Philippines (AP) — The ship", "The", dt.date(2023, 8, 7)),
        ("Taipei, Aug. 5 (CNA) Chinese ships", "Chinese", dt.date(2023, 8, 5)),
        ("KOTA BHARU: Vietnamese fishermen", "Vietnamese", dt.date(2023, 8, 7)),
        ("The Philippines - again - protested", "The", dt.date(2023, 8, 7)),
        ("MANILA, Jan. 2 — A ship", "A ", dt.date(2023, 8, 7)),
    ],
)
def test_dateline_is_cut_off_and_gives_the_day(text, begins, day):
    start, today = dateline(text, 0, dt.date(2023, 8, 7))
    assert text[start:].startswith(begins)
    assert today == day


@given(st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)), st.sampled_from(["%B %d, %Y", "%d %B %Y", "%Y-%m-%d"]))
def test_every_full_date_is_read_back(day, form):
    assert dates(f"on {day.strftime(form)} it was", dt.date(2030, 12, 31)) == [(day.isoformat(), "")]


@given(st.text(alphabet="JanFebMay on last Friday 0123456789,.-–to week year ago", max_size=80))
def test_any_text_ends_and_gives_dates_that_exist(text):
    for when in find(text, fold(text), 0, len(text), TODAY):
        assert 0 <= when.start < when.end <= len(text)
        assert when.shift is not None or model.is_partial_date(when.first)
        assert not when.last or model.is_partial_date(when.last)
