from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import model
from scs_tracker.sources.dates import coarsen, read_date

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2069, 12, 31))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024-06-17", "2024-06-17"),
        (" 2024-06 ", "2024-06"),
        ("2024", "2024"),
        ("2024/6/7", "2024-06-07"),
        ("2024-06-17T00:00:00Z", "2024-06-17"),
        ("2024-06-17 14:30:00", "2024-06-17"),
        ("17 June 2024", "2024-06-17"),
        ("17-Jun-2024", "2024-06-17"),
        ("7 Sept. 2024", "2024-09-07"),
        ("June 17, 2024", "2024-06-17"),
        ("17/6/2024", "2024-06-17"),
        ("6/17/2024", "2024-06-17"),
        ("6-6-2024", "2024-06-06"),
        ("17/6/2024 0:00", "2024-06-17"),
    ],
)
def test_dates_of_every_known_form(text: str, found: str) -> None:
    assert read_date(text) == found
    assert read_date(text, year="2024") == found
    with pytest.raises(ValueError, match="does not lie in 2023"):
        read_date(text, year="2023")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("6/7/2024", "may be in two orders"),
        ("6/17/24", "year of two digits"),
        ("17-Jun-24", "year of two digits"),
        ("2024-02-30", "no date"),
        ("30 February 2024", "there is no 2024-02-30"),
        ("31/13/2024", "there is no 2024-31-13"),
        ("17 Juni 2024", "'Juni' is no month"),
        ("2024-06-17T16:00:00Z", "is an instant"),
        ("2024-06-17T16:00:00+08:00", "is an instant"),
        ("2024/06/17 16:00:00+08", "is an instant"),
        ("yesterday", "is no date; write it as YYYY-MM-DD"),
        ("", "is no date"),
        ("45000", "is no date"),
        ("٢٠٢٤", "is no date"),
    ],
)
def test_what_is_no_date_or_may_be_two_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_date(text)


def test_a_year_of_two_digits_needs_the_year_that_it_ends() -> None:
    assert read_date("1/2/99", year="1999", order="month first") == "1999-01-02"
    assert read_date("6/17/24", year="2024.0") == "2024-06-17"
    with pytest.raises(ValueError, match="does not lie in 2014"):
        read_date("6/17/24", year="2014")
    with pytest.raises(ValueError, match="'24' is not a year of four digits"):
        read_date("6/17/24", year="24")


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%B %d, %Y", "%Y/%m/%d"]))
def test_unambiguous_forms_come_back(day: dt.date, form: str) -> None:
    assert read_date(day.strftime(form), year=str(day.year)) == day.isoformat()


@given(DAYS)
def test_numbers_are_read_only_if_one_order_is_possible(day: dt.date) -> None:
    text = f"{day.month}/{day.day}/{day.year % 100:02d}"
    assert read_date(text, year=str(day.year), order="month first") == day.isoformat()
    if day.day > 12 or day.day == day.month:
        assert read_date(text, year=str(day.year)) == day.isoformat()
    else:
        with pytest.raises(ValueError, match="two orders"):
            read_date(text, year=str(day.year))


@given(st.text(max_size=30), st.text(max_size=6), st.sampled_from(["", "month first"]))
def test_any_text_is_a_date_or_a_reason(text: str, year: str, order: str) -> None:
    try:
        found = read_date(text, year=year, order=order)  # type: ignore[arg-type] - sampled from its values
    except ValueError:
        return
    assert model.is_partial_date(found)


@given(DAYS, st.sampled_from(["1", "2", "3", "", "2.0"]))
def test_a_coarser_date_still_holds_what_may_be_meant(day: dt.date, precision: str) -> None:
    start, end = coarsen(day.isoformat(), precision)
    monday = day - dt.timedelta(days=day.weekday())
    meant = {"1": [day], "": [day], "3": [day.replace(day=1), day.replace(day=28)]}.get(
        precision, [monday, monday + dt.timedelta(days=6)]
    )
    assert model.first_day(start) <= min(meant).isoformat()
    assert max(meant).isoformat() <= model.last_day(end or start)
    assert (len(start) == 10) == (precision in {"", "1"})


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(ValueError, match="time precision '4' is not known"):
        coarsen("2024-06-17", "4")
