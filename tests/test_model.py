from __future__ import annotations

import calendar
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaError

from scs_tracker import geodata, model
from scs_tracker.errors import Problem, TableError


@pytest.fixture
def incidents() -> pd.DataFrame:
    """Real rows: a battle, a death, printed coordinates, an end by month and a partial start."""
    wanted = [
        "19740119-paracels-battle",
        "20050108-tonkin-shooting",
        "20121130-con-co-binh-minh-02",
        "20210307-whitsun-swarm",
        "20220600-c130-su30",
    ]
    table = geodata.table("incidents").set_index("id", drop=False).loc[wanted]
    return table.reset_index(drop=True)


@pytest.fixture
def sources(incidents: pd.DataFrame) -> pd.DataFrame:
    table = geodata.table("incident_sources")
    return table[table["incident_id"].isin(incidents["id"])].reset_index(drop=True)


@pytest.fixture
def events() -> pd.DataFrame:
    return geodata.table("events").head(6).copy()


def incident_problems(frame: pd.DataFrame) -> list[Problem]:
    return model.problems(frame, model.incidents_schema(geodata.vocabulary()))


def source_problems(frame: pd.DataFrame, incidents: pd.DataFrame) -> list[Problem]:
    return model.problems(frame, model.sources_schema(incidents["id"]))


def event_problems(frame: pd.DataFrame) -> list[Problem]:
    return model.problems(frame, model.events_schema(geodata.vocabulary()))


# dates


@given(st.dates(min_value=date(1, 1, 1)))
def test_a_day_is_a_date_and_stands_for_itself_alone(day):
    text = day.isoformat()
    assert model.is_partial_date(text)
    assert model.first_day(text) == model.last_day(text) == text


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_stays_a_month_and_spans_all_its_days(year, month):
    text = f"{year:04d}-{month:02d}"
    assert model.is_partial_date(text)
    assert model.first_day(text) == f"{text}-01"
    last = date.fromisoformat(model.last_day(text))
    assert (last.year, last.month) == (year, month)
    assert last == date.max or (last + timedelta(days=1)).month != month


@given(st.integers(1, 9999))
def test_a_year_spans_january_to_december(year):
    text = f"{year:04d}"
    assert model.is_partial_date(text)
    assert (model.first_day(text), model.last_day(text)) == (f"{text}-01-01", f"{text}-12-31")


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_what_the_calendar_lacks_is_no_date(year, month, day):
    text = f"{year:04d}-{month:02d}-{day:02d}"
    there = year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    assert model.is_partial_date(text) == there


@pytest.mark.parametrize(
    "text",
    ["", "0000", "23", "2023-", "2023-2", "2023-02-1", "2023/02/06", "20230206", "2023-02-06 ", "2023-02-06T10:00",
     "٢٠٢٣-٠٢-٠٦", "２０２３-02-06", "c. 2023", "2023-02-29", "2023-W06"],
)  # fmt: skip
def test_other_ways_to_write_a_date_are_refused(text):
    assert not model.is_partial_date(text)


@given(st.text(max_size=12))
def test_any_text_is_judged_without_an_error(text):
    assert model.is_partial_date(text) in {True, False}


@given(st.sampled_from(["2020", "2020-02", "2021-02-28"]), st.sampled_from(["2020", "2020-02", "2021-02-28"]))
def test_first_day_never_lies_after_last_day(start, end):
    if model.first_day(start) <= model.first_day(end):
        assert model.first_day(start) <= model.last_day(end)


# lists and severity


@given(st.lists(st.text(st.characters(exclude_characters=";", exclude_categories=["Z", "C"]), min_size=1)))
def test_lists_come_back_as_they_were_joined(parts):
    assert model.split_list(";".join(parts)) == parts
    assert model.split_list(" ; ".join(parts)) == parts


@pytest.mark.parametrize(
    ("types", "injured", "killed", "expected"),
    [
        (["shadowing"], None, None, 0),
        (["shadowing", "blocking"], None, None, 1),
        (["blocking", "flare"], 0, 0, 2),
        (["water_cannon"], None, None, 3),
        (["water_cannon"], 3, None, 4),
        (["shadowing"], 1, 0, 4),
        (["collision"], None, 1, 5),
        (["sinking"], 0, 0, 5),
        (["detention"], None, None, 4),
        ([], None, None, 0),
    ],
)
def test_severity_is_that_of_the_gravest_act_or_outcome(types, injured, killed, expected):
    assert model.severity(types, geodata.vocabulary(), injured=injured, killed=killed) == expected


# tables


def test_real_rows_pass(incidents, sources, events):
    assert incident_problems(incidents) == []
    assert source_problems(sources, incidents) == []
    assert event_problems(events) == []
    model.validate(incidents, model.incidents_schema(geodata.vocabulary()), source="incidents.csv")


@pytest.mark.parametrize(
    ("column", "value", "allowed"),
    [
        ("id", "20230206 Laser", "YYYYMMDD-slug"),
        ("id", "19740120-paracels-battle", "must begin with 19740119"),
        ("date_start", "19 January 1974", "YYYY-MM-DD, YYYY-MM or YYYY"),
        ("date_start", "1974-02-30", "YYYY-MM-DD, YYYY-MM or YYYY"),
        ("date_start", "", "YYYY-MM-DD, YYYY-MM or YYYY"),
        ("date_end", "1974-1-20", "YYYY-MM-DD, YYYY-MM or YYYY"),
        ("date_end", "1974-01-18", "before date_start 1974-01-19"),
        ("date_end", "1973", "before date_start 1974-01-19"),
        ("time_local", "24:00", "HH:MM"),
        ("time_local", "9:05", "HH:MM"),
        ("types", "", "use one of acoustic_device"),
        ("types", ";", "use one of acoustic_device"),
        ("types", "ramming;raming", "use one of acoustic_device"),
        ("types", "ramming;ramming", "each once"),
        ("initiators", "", "at least one"),
        ("initiators", "CN-CGG", "actor codes of actors.csv"),
        ("initiators", "CN-CCG,CN-MM", "actor codes of actors.csv"),
        ("targets", "PH", "actor codes of actors.csv"),
        ("targets", "PH-PCG;PH-PCG", "each once"),
        ("place", " ", "must not be empty"),
        ("location_text", "", "must not be empty"),
        ("lat", "90.5", "-90 to 90"),
        ("lat", "16°30′N", "-90 to 90"),
        ("lat", "nan", "-90 to 90"),
        ("lat", "1_6", "-90 to 90"),
        ("lat", "１６", "-90 to 90"),
        ("lon", "181", "-180 to 180"),
        ("injured", "several", "a whole number"),
        ("killed", "-1", "a whole number"),
        ("detained", "8.0", "a whole number"),
        ("summary", "", "must not be empty"),
        ("summary", "x" * 301, "at most 300 characters"),
        ("corroboration", "confirmed", "single, multiple, official, undisputed"),
    ],
)
def test_an_incident_cell_that_breaks_a_rule_is_named(incidents, column, value, allowed):
    other = {"lat": "lon", "lon": "lat"}.get(column)
    if other:
        incidents.loc[0, other] = "100" if other == "lon" else "10"
    incidents.loc[0, column] = value
    found = incident_problems(incidents)
    assert [(one.row, one.column, one.value) for one in found] == [(2, column, value)]
    assert allowed in found[0].allowed
    assert str(found[0]).startswith(f"row 2, column {column}: {value!r} is not allowed; ")


@pytest.mark.parametrize(
    ("column", "value"),
    [("date_end", "1974-01"), ("date_end", "1974"), ("time_local", ""), ("targets", ""), ("injured", "0"),
     ("types", "sinking; ramming"), ("accounts", "CN: one thing; VN: another")],
)  # fmt: skip
def test_what_the_codebook_allows_passes(incidents, column, value):
    incidents.loc[0, column] = value
    assert incident_problems(incidents) == []


@pytest.mark.parametrize("lon", ["", "111.6"])
def test_half_a_coordinate_is_refused(incidents, lon):
    incidents.loc[0, ["lat", "lon"]] = ["" if lon else "16.5", lon]
    found = incident_problems(incidents)
    assert [(one.row, one.column) for one in found] == [(2, "lat")]
    assert "both lat and lon, or neither" in found[0].allowed


def test_an_id_may_stand_only_once(incidents):
    twice = pd.concat([incidents, incidents.head(1)], ignore_index=True)
    found = incident_problems(twice)
    assert [(one.row, one.value) for one in found] == [(2, incidents.loc[0, "id"]), (7, incidents.loc[0, "id"])]
    assert all("more than once" in one.allowed for one in found)


def test_every_problem_of_a_table_is_collected_in_the_order_of_rows(incidents):
    incidents.loc[3, "types"] = "swarm"
    incidents.loc[0, ["initiators", "killed"]] = ["CN-NAVY", "many"]
    incidents.loc[4, "date_end"] = "2022-05"
    incidents.loc[1, "lat"] = ""
    with pytest.raises(TableError) as error:
        model.validate(incidents, model.incidents_schema(geodata.vocabulary()), source="reports/week.csv")
    places = [(one.row, one.column) for one in error.value.problems]
    assert sorted(places) == [(2, "initiators"), (2, "killed"), (3, "lat"), (5, "types"), (6, "date_end")]
    assert [row for row, _ in places] == [2, 2, 3, 5, 6]
    lines = str(error.value).splitlines()
    assert lines[0] == "reports/week.csv: 5 problems"
    assert "row 5, column types: 'swarm' is not allowed; use one of " in lines[4]


def test_a_long_list_of_problems_is_cut_in_the_message_but_not_in_the_error():
    table = geodata.table("incidents").copy()
    table["corroboration"] = "perhaps"
    with pytest.raises(TableError) as error:
        model.validate(table, model.incidents_schema(geodata.vocabulary()), source="incidents.csv")
    assert len(error.value.problems) == len(table)
    assert f"… and {len(table) - 20} more" in str(error.value)


def test_an_unknown_column_is_named_with_the_likely_one(incidents):
    found = incident_problems(incidents.rename(columns={"initiators": "initiator"}))
    assert [(one.row, one.column, one.value) for one in found] == [(1, "", "initiator"), (1, "initiators", "")]
    assert "did you mean initiators?" in found[0].allowed
    assert "missing from the header" in found[1].allowed


def test_a_column_that_stands_twice_is_refused(incidents):
    found = incident_problems(pd.concat([incidents, incidents[["place"]]], axis=1))
    assert [(one.row, one.column) for one in found] == [(1, "place")]
    assert "twice" in found[0].allowed


def test_cells_that_are_no_text_are_named_and_do_not_hide_the_rest(incidents):
    incidents["lat"] = [float("nan"), 19.16, 17.4333, 1.0, 2.0]
    incidents.loc[1, "date_start"] = None
    incidents.loc[3, "corroboration"] = "perhaps"
    found = incident_problems(incidents)
    assert (5, "corroboration") in [(one.row, one.column) for one in found]
    textless = [(one.row, one.column) for one in found if "use text, and empty text" in one.allowed]
    assert set(textless) == {(2, "lat"), (3, "lat"), (4, "lat"), (5, "lat"), (6, "lat"), (3, "date_start")}


@pytest.mark.parametrize(
    ("column", "value", "allowed"),
    [
        ("incident_id", "19740119-paracels", "an id of incidents.csv"),
        ("url", "ftp://example.org/a", "http or https"),
        ("url", "www.example.org/a", "http or https"),
        ("url", "https://example.org/a b", "http or https"),
        ("url", "https:///a", "http or https"),
        ("url", "http://[::1", "http or https"),
        ("url", "javascript:alert(1)", "http or https"),
        ("publisher", "", "who published"),
        ("published", "yesterday", "YYYY-MM-DD, YYYY-MM or YYYY"),
    ],
)
def test_a_source_cell_that_breaks_a_rule_is_named(incidents, sources, column, value, allowed):
    sources.loc[1, column] = value
    found = source_problems(sources, incidents)
    assert [(one.row, one.column, one.value) for one in found] == [(3, column, value)]
    assert allowed in found[0].allowed


def test_a_page_may_support_an_incident_only_once(incidents, sources):
    twice = pd.concat([sources, sources.head(1)], ignore_index=True)
    found = source_problems(twice, incidents)
    assert [one.row for one in found] == [2, len(twice) + 1]
    assert all("the same incident_id and url appears more than once" in one.allowed for one in found)


@pytest.mark.parametrize(
    ("column", "value", "allowed"),
    [
        ("kind", "meeting", "talks, ruling, law"),
        ("parties", "", "country or actor codes"),
        ("parties", "China", "country or actor codes"),
        ("date_end", "1990", "before date_start"),
        ("title", "", "must not be empty"),
        ("url", "none", "http or https"),
        ("publisher", " ", "must not be empty"),
    ],
)
def test_an_event_cell_that_breaks_a_rule_is_named(events, column, value, allowed):
    events.loc[2, column] = value
    found = event_problems(events)
    assert [(one.row, one.column, one.value) for one in found] == [(4, column, value)]
    assert allowed in found[0].allowed


@pytest.mark.parametrize("parties", ["ASEAN;CN", "PH-PCG;US", "RVN"])
def test_a_party_is_a_country_an_actor_or_asean(events, parties):
    events.loc[2, "parties"] = parties
    assert event_problems(events) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_quick_look_at_right_rows_says_what_the_schema_says(incidents: pd.DataFrame, data: st.DataObject) -> None:
    schema = model.incidents_schema(geodata.vocabulary())
    frame = incidents.iloc[:3].reset_index(drop=True)
    column = data.draw(st.sampled_from(list(frame.columns)))
    others = [
        *incidents[column].iloc[:9],
        "",
        " ",
        "0",
        "-1",
        "91.5",
        "2024-02-30",
        "2024",
        "CN-CCG;CN-CCG",
        "x" * 301,
        None,
    ]
    frame.loc[data.draw(st.integers(0, 2)), column] = data.draw(st.sampled_from(others) | st.text(max_size=5))
    try:
        schema.validate(frame)
    except SchemaError:
        assert not model._passes(frame, schema)
    else:
        assert model._passes(frame, schema)
