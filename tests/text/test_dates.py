"""Days as people type them are read in one way or asked for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import model
from scs_tracker.text.dates import order_of, read_date, read_time, read_when


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Monday, 17th of June 2024 at 2:30 pm", ("2024-06-17", "", "14:30")),
        ("17.06.2024 14:30", ("2024-06-17", "", "14:30")),
        ("Mar 5, 2024", ("2024-03-05", "", "")),
        ("45460", ("2024-06-17", "", "")),
        ("20240617", ("2024-06-17", "", "")),
        ("17-Jun-24", ("2024-06-17", "", "")),
        ("17-18 June 2024", ("2024-06-17", "2024-06-18", "")),
        ("June 30 - July 2, 2024", ("2024-06-30", "2024-07-02", "")),
        ("2024-06-17/2024-06-18", ("2024-06-17", "2024-06-18", "")),
        ("early June 2024", ("2024-06", "", "")),
        ("Ende Mai 2024", ("2024-05", "", "")),
        ("110/03", ("2021-03", "", "")),
        ("06/2024", ("2024-06", "", "")),
        ("Thứ Hai, ngày 17 tháng 6 năm 2024", ("2024-06-17", "", "")),
        ("２０２４年６月１７日", ("2024-06-17", "", "")),
        ("民國113年6月17日", ("2024-06-17", "", "")),
        ("17 Hunyo 2024", ("2024-06-17", "", "")),
        ("2024-06-17T05:59:00+08:00", ("2024-06-17", "", "05:59")),
        ("2024-06-17 23:30+07", ("2024-06-17", "", "23:30")),
        ("17/6/2024 16h30", ("2024-06-17", "", "16:30")),
        ("17/6/2024 3h", ("2024-06-17", "", "03:00")),
        ("2024年6月17日 8时", ("2024-06-17", "", "08:00")),
        ("2024年6月17日 05:59", ("2024-06-17", "", "05:59")),
        ("2024年3月19日至20日", ("2024-03-19", "2024-03-20", "")),
        ("113/06/17", ("2024-06-17", "", "")),
        ("12 Mei 2024", ("2024-05-12", "", "")),
        ("17 de junio de 2024", ("2024-06-17", "", "")),
    ],
)
def test_a_day_is_read(text: str, found: tuple[str, str, str]) -> None:
    assert read_when(text) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("June 17", "no year of four digits"),
        ("Jun-24", "no year of four digits"),
        ("3/4/2024", "may begin with the day or the month"),
        ("17/06/24", "--dates day-first or month-first"),
        ("2024-06-17T16:30:00Z", "use the local date"),
        ("31 June 2024", "2024-06-31 does not exist"),
        ("99999", "is not a valid date"),
    ],
)
def test_what_may_be_two_days_is_asked_for(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_when(text)


def test_years_of_two_digits_are_read_where_the_order_is_known() -> None:
    assert read_when("17/06/24", "day first")[0] == read_when("6/17/24", "month first")[0] == "2024-06-17"
    assert read_when("17/06/88", "day first")[0] == "1988-06-17"
    assert order_of(["17/06/24", "3/4/24"]) == "day first"
    assert order_of(["24/06/17", "24/06/18"]) == ""


@pytest.mark.parametrize("text", ["2024-06-17T16:04:00Z", "2024-06-17T16:59:00+00:00", "2024-06-17T22:04:00+01:00"])
def test_an_instant_in_other_hours_than_those_of_this_sea_is_asked_for(text: str) -> None:
    with pytest.raises(ValueError, match="local date"):
        read_when(text)


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("2024-06-17T22:04:00Z", "2024-06-18", "06:04"),
        ("040900Z JAN 25", "2025-01-04", "17:00"),
        ("020930H FEB 25", "2025-02-02", "09:30"),
        ("312300ZDEC24", "2025-01-01", "07:00"),
    ],
)
def test_instants_of_utc_and_date_time_groups_are_local_days(text: str, day: str, time: str) -> None:
    assert read_when(text) == (day, "", time)


@pytest.mark.parametrize("text", ["041630Z JAN 25", "410900H JAN 25", "040900Q JAN 25"])
def test_groups_that_may_be_two_days_or_none_are_asked_for(text: str) -> None:
    with pytest.raises(ValueError, match="date"):
        read_when(text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("11:50 ng gabi", "23:50"),
        ("4:20 ng umaga", "04:20"),
        ("5.20 petang", "17:20"),
        ("12.26 tgh hari", "12:26"),
        ("0時50分", "00:50"),
        ("上午10時", "10:00"),
        ("2:10 malam", "02:10"),
        ("11 siang", "11:00"),
        ("sometime", ""),
    ],
)
def test_times_whose_half_of_the_day_stands_in_words(text: str, time: str) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize("text", ["11h00 ngày 15/3/2016", "11h, 15/3/2016", "15/3/2016 lúc 11h"])
def test_the_hour_may_stand_before_the_day(text: str) -> None:
    assert read_when(text, "day first") == ("2016-03-15", "", "11:00")


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("12/08/2020 pkl 03.05", "2020-08-12", "03:05"),
        ("11 Agst 2023, 10.58 WIB", "2023-08-11", "10:58"),
        ("1 Nopember 2025", "2025-11-01", ""),
        ("Setyembre 22, '23", "2023-09-22", ""),
    ],
)
def test_days_and_hours_as_indonesians_and_filipinos_write_them(text: str, day: str, time: str) -> None:
    assert read_when(text, "day first") == (day, "", time)


@pytest.mark.parametrize(
    ("text", "day", "end"),
    [
        ("19 Aug 2024 (early morning)", "2024-08-19", ""),
        ("16 Sept 2025*", "2025-09-16", ""),
        ("5 March 2024 [3]", "2024-03-05", ""),
        ("?/6/2022", "2022-06", ""),
        ("mid-August 2023", "2023-08", ""),
        ("first week of March 2024", "2024-03", ""),
        ("2026/5/23-24", "2026-05-23", "2026-05-24"),
        ("2005/05", "2005-05", ""),
        ("30/01/25, 8 ng gabi", "2025-01-30", ""),
        ("cuối tháng 5/2019", "2019-05", ""),
        ("awal Mei 2020", "2020-05", ""),
        ("2024年8月下旬", "2024-08", ""),
        ("19 s.d. 24 Desember 2019", "2019-12-19", "2019-12-24"),
        ("Mei 3, 2024 hanggang Mei 5, 2024", "2024-05-03", "2024-05-05"),
    ],
)
def test_remarks_marks_and_parts_of_months_cost_no_row(text: str, day: str, end: str) -> None:
    assert read_when(text, "day first")[:2] == (day, end)


@pytest.mark.parametrize(
    ("text", "start", "end", "time"),
    [
        ("25-26/3/23", "2023-03-25", "2023-03-26", ""),
        ("16 Apr-12 May 2020", "2020-04-16", "2020-05-12", ""),
        ("16/4-12/5/2020", "2020-04-16", "2020-05-12", ""),
        ("2014年5月2日至7月15日", "2014-05-02", "2014-07-15", ""),
        ("2 May 2014 to 15 July", "2014-05-02", "2014-07-15", ""),
        ("Jan 29 '15", "2015-01-29", "", ""),
        ("week of 13 April 2015", "2015-04-13", "2015-04-19", ""),
        ("Jan 30 2025, 8 pm", "2025-01-30", "", "20:00"),
        ("from 7 Mar 2021", "2021-03-07", "", ""),
        ("mula noong Hunyo 17, 2024", "2024-06-17", "", ""),
        ("early 2016", "2016", "", ""),
        ("Q2 2024", "2024-04", "2024-06", ""),
        ("4th quarter of 2024", "2024-10", "2024-12", ""),
    ],
)
def test_stretches_weeks_and_beginnings_are_read(text: str, start: str, end: str, time: str) -> None:
    assert read_when(text, "day first") == (start, end, time)


@pytest.mark.parametrize(
    ("text", "said"), [("week of April 2015", "without its first day"), ("Spring 2016", "'Spring 2016'")]
)
def test_a_stretch_that_begins_on_no_day_is_asked_for(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_when(text)


DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2069, 12, 31))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (" 2024-06 ", "2024-06"),
        ("2024/6/7", "2024-06-07"),
        ("2024-06-17T00:00:00Z", "2024-06-17"),
        ("2024-06-17 14:30:00", "2024-06-17"),
        ("7 Sept. 2024", "2024-09-07"),
        ("6/17/2024", "2024-06-17"),
        ("6-6-2024", "2024-06-06"),
    ],
)
def test_a_date_lies_in_the_year_of_another_column(text: str, found: str) -> None:
    assert read_date(text) == read_date(text, year="2024") == found
    with pytest.raises(ValueError, match="is not in 2023"):
        read_date(text, year="2023")


@pytest.mark.parametrize("text", ["yesterday", "", "2024-02-30", "31/13/2024", "٢٠٢٤", "17-18 June 2024"])
def test_what_is_no_one_day_is_refused_in_its_own_words(text: str) -> None:
    with pytest.raises(ValueError, match="is not a valid date") as caught:
        read_date(text)
    assert repr(text) in str(caught.value)


def test_a_year_of_two_digits_needs_the_order_or_the_year_that_it_ends() -> None:
    assert read_date("1/2/99", year="1999", order="month first") == "1999-01-02"
    assert read_date("6/17/24", year="2024.0") == "2024-06-17"
    with pytest.raises(ValueError, match="is not in 2014"):
        read_date("6/17/24", year="2014")
    with pytest.raises(ValueError, match="'24' is not a year of four digits"):
        read_date("6/17/24", year="24")


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%B %d, %Y", "%Y/%m/%d", "%Y%m%d"]))
def test_unambiguous_forms_come_back(day: dt.date, form: str) -> None:
    assert read_date(day.strftime(form), year=str(day.year)) == day.isoformat()


@given(DAYS)
def test_numbers_are_read_only_if_one_order_is_possible(day: dt.date) -> None:
    text = f"{day.month}/{day.day}/{day.year % 100:02d}"
    assert read_date(text, year=str(day.year), order="month first") == day.isoformat()
    if day.day > 12 or day.day == day.month:
        assert read_date(text, year=str(day.year)) == day.isoformat()
    else:
        with pytest.raises(ValueError, match="begin with the day or the month"):
            read_date(text, year=str(day.year))


@given(st.text(max_size=30), st.text(max_size=6), st.sampled_from(["", "month first", "day first"]))
def test_any_text_is_a_date_or_a_reason(text: str, year: str, order: str) -> None:
    try:
        found = read_date(text, year=year, order=order)  # type: ignore[arg-type] - sampled from its values
    except ValueError:
        return
    assert model.is_partial_date(found)
