"""Tables of ordinary people, as Excel, LibreOffice, Google Sheets and Numbers write them, lose no row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scs_tracker.config import KeptTable
from scs_tracker.errors import QuestionError, TrackerError, UsageError
from scs_tracker.sources.formats import detect, read_reports
from scs_tracker.sources.own_table import map_table

OWN = Path(__file__).parent / "data/own"
FOUND = {
    "google_sheets.csv": [
        ("2024-06-17", "boarding", "CN-CCG", "PH-NAVY"),
        ("2024-03-05", "collision;water_cannon", "CN-CCG", "PH-PCG"),
        ("2023-12-31", "ramming", "CN-MM", "PH-FISH"),
    ],
    "excel_german.csv": [
        ("2024-03-25", "swarming", "CN-MM", ""),
        ("2024-04-30", "water_cannon", "CN-CCG", "PH-PCG"),
    ],
    "numbers.tsv": [("2024-08-19", "ramming", "CN-CCG", "PH-PCG"), ("2024-08", "blocking", "", "")],
    "libreoffice.csv": [("2024-06-17", "boarding", "", ""), ("2024-06-05", "laser", "", "")],
    "vietnamese.csv": [("2024-09-29", "detention", "", ""), ("2024-03-12", "water_cannon", "", "")],
    "chinese.csv": [("2024-06-17", "boarding", "CN-CCG", "")],
    "excel_titles.xlsx": [
        ("2024-06-17", "boarding", "CN-UNK", "PH-UNK"),
        ("2023-08-05", "water_cannon", "CN-CCG", "PH-PCG"),
    ],
    "excel_wide.xlsx": [("2024-05-01", "shadowing", "CN-PLAN", "PH-PCG")],
}


def table(tmp_path: Path, text: str, name: str = "table.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", FOUND)
def test_a_table_of_an_ordinary_person_loses_no_row(name: str) -> None:
    assert detect(OWN / name) == "table"
    batch = read_reports(OWN / name)
    assert batch.rejects == ()
    columns = ("date_start", "types", "initiators", "targets")
    assert [tuple(one.content[column] for column in columns) for one in batch.reports] == FOUND[name]


def test_the_same_row_keeps_its_id_and_another_gets_another() -> None:
    first, second = (read_reports(OWN / "google_sheets.csv") for _ in range(2))
    assert [one.key for one in first.reports] == [one.key for one in second.reports]
    assert len({one.key for one in first.reports}) == 3
    assert first.reports[0].key.startswith("incident-csv:20240617-second-thomas-shoal-")


def test_sources_are_addresses_and_names() -> None:
    one, two, three = read_reports(OWN / "google_sheets.csv").reports
    assert one.content["sources"][0]["url"].startswith("https://www.rappler.com")
    assert [source["publisher"] for source in two.content["sources"]] == ["Inquirer", "Rappler"]
    assert three.content["sources"] == []


def test_what_is_not_given_is_not_made_up() -> None:
    (one, *_) = read_reports(OWN / "numbers.tsv").reports
    assert (one.content["injured"], one.content["killed"], one.content["damage"]) == ("", "", "")


def test_a_word_that_nothing_translates_sends_its_row_to_quarantine_with_the_nearest_code(tmp_path: Path) -> None:
    rows = "date,place,what\n2024-05-01,Subi Reef,wtr canon\n2024-05-03,Subi Reef,laser\n"
    batch = read_reports(table(tmp_path, rows))
    assert [one.row for one in batch.reports] == [3]
    assert "'wtr canon' is not a type of incident; did you mean water_cannon?" in batch.rejects[0].reasons[0]


def test_dates_that_may_be_read_in_two_orders_wait_and_the_rest_enters(tmp_path: Path) -> None:
    file = table(tmp_path, "date,place,what\n3/4/2024,Thitu,laser\nMay 2024,Thitu,laser\n")
    batch = read_reports(file)
    assert [one.row for one in batch.reports] == [3]
    assert batch.rejects[0].reasons[0].startswith("the date '3/4/2024' may begin with the day or the month")
    orders = {"day first": "2024-04-03", "month first": "2024-03-04"}
    assert {order: read_reports(file, dates=order).reports[0].content["date_start"] for order in orders} == orders


def test_one_date_of_a_column_tells_the_order_of_all_and_two_that_differ_tell_nothing(tmp_path: Path) -> None:
    file = table(tmp_path, "date,place,what\n3/4/2024,Thitu,laser\n25/4/2024,Thitu,laser\n")
    assert read_reports(file).reports[0].content["date_start"] == "2024-04-03"
    rows = "13/4/2024,Thitu,laser\n4/25/2024,Thitu,laser\n3/4/2024,Thitu,laser\n"
    batch = read_reports(table(tmp_path, f"date,place,what\n{rows}"))
    assert ([one.row for one in batch.reports], [one.row for one in batch.rejects]) == ([2, 3], [4])


def test_columns_may_be_named_by_hand(tmp_path: Path) -> None:
    file = table(tmp_path, "a,b,c\n2024-05-01,Subi Reef,laser\n")
    columns = {"date_start": "a", "location_text": "b", "types": "c"}
    assert read_reports(file, columns=columns).reports[0].content["types"] == "laser"
    with pytest.raises(TrackerError, match="has no column 'z'"):
        read_reports(file, columns=columns | {"types": "z"})


def test_a_table_of_two_hundred_columns_that_says_nothing_is_one_sentence(tmp_path: Path) -> None:
    header = ",".join(f"column {number}" for number in range(200))
    with pytest.raises(TrackerError) as caught:
        read_reports(table(tmp_path, f"{header}\n{',' * 199}\n"))
    assert len(str(caught.value)) < 500
    assert "date, the place and the act" in str(caught.value)


def test_our_own_columns_without_the_ones_that_may_be_unknown_are_enough(tmp_path: Path) -> None:
    rows = "id,date_start,types,initiators,location_text,summary\nmine,2024-05-01,laser,CN-CCG,Subi Reef,A laser.\n"
    (one,) = read_reports(table(tmp_path, rows)).reports
    assert (one.content["types"], one.content["summary"]) == ("laser", "A laser.")


def test_the_order_of_dates_is_no_matter_of_other_formats(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="only to your own tables"):
        read_reports(Path(__file__).parent / "data/scsdi.csv", dates="day first")


def one(tmp_path: Path, header: str, row: str) -> dict[str, object]:
    batch = read_reports(table(tmp_path, f"{header}\n{row}\n"))
    assert batch.rejects == ()
    return batch.reports[0].content


def test_minutes_in_a_column_of_their_own_belong_to_the_degrees_before_them(tmp_path: Path) -> None:
    header = "date,place,what,Latitude deg,Latitude min,Longitude deg,Longitude min"
    found = one(tmp_path, header, "2024-06-17,Ayungin,ramming,9,48.5,115,58.9")
    assert (float(str(found["lat"])), float(str(found["lon"]))) == (9.808333, 115.981667)
    found = one(tmp_path, header, "2024-06-17,Ayungin,ramming,9,,115,58.9")
    assert (found["lat"], found["lon"]) == ("", "")  # degrees alone may be sixty miles away
    assert found["unmapped"] == ["position: 9° ?' 115° 58.9'"]


@pytest.mark.parametrize("text", ["16°50' Bắc – 112°49' Đông", "16°50′ hilaga, 112°49′ silangan", "16°50'N – 112°49'E"])
def test_coordinates_with_their_hemispheres_in_words(tmp_path: Path, text: str) -> None:
    found = one(tmp_path, "date,place,coordinates,what", f'2024-06-17,Hoàng Sa,"{text}",ramming')
    assert (float(str(found["lat"])), float(str(found["lon"]))) == (16.833333, 112.816667)


def test_latitude_and_longitude_with_decimal_commas_are_no_pair_each(tmp_path: Path) -> None:
    read = one(tmp_path, "Datum;Seegebiet;Breite;Länge;what", "2024-03-05;Second Thomas Shoal;9,73;115,87;ramming")
    assert (read["lat"], read["lon"]) == ("9.73", "115.87")
    read = one(tmp_path, "date;place;position;what", "2024-03-05;Second Thomas Shoal;9,73;ramming")
    assert (read["lat"], read["lon"]) == ("", "")  # 9° N 73° E is a position off India


@pytest.mark.parametrize(("flag", "country"), [("MY", "MY"), ("Mỹ", "US"), ("US", "US"), ("VN", "VN"), ("ID", "ID")])
def test_the_code_of_a_country_is_no_word_of_another_language(tmp_path: Path, flag: str, country: str) -> None:
    read = one(
        tmp_path, "date,place,victim vessel,victim flag,what", f"2024-03-05,Luconia Shoals,Esperanza,{flag},ramming"
    )
    assert read["targets"] == f"{country}-UNK"


def test_an_order_of_dates_that_is_not_known_is_an_error(tmp_path: Path) -> None:
    file = table(tmp_path, "date,place,what\n3/4/2024,Scarborough Shoal,ramming\n")
    with pytest.raises(UsageError, match="'day-first' is not known; use 'day first' or 'month first'"):
        read_reports(file, dates="day-first")  # type: ignore[arg-type]
    assert read_reports(file, dates="day first").reports[0].content["date_start"] == "2024-04-03"


def test_coordinates_that_cannot_be_read_stay_beside_a_place_and_are_asked_for_without_one(tmp_path: Path) -> None:
    found = one(tmp_path, "date,place,coordinates,what", "2024-06-17,Ayungin,9;44/115;52;x,ramming")
    assert (found["lat"], found["unmapped"]) == ("", ["coordinates: 9,44/115,52,x"])
    batch = read_reports(table(tmp_path, "date,lat,lon,what\n2024-06-17,9.x,115,ramming\n"))
    assert "latitude '9.x'" in batch.rejects[0].reasons[0]


def test_what_statistics_programs_write_for_no_value_is_none(tmp_path: Path) -> None:
    found = one(tmp_path, "date,place,what,lat,lon", "2024-06-17,Ayungin,ramming,-999,-999")
    assert (found["lat"], found["lon"]) == ("", "")


@pytest.mark.parametrize(
    ("cell", "actors"),
    [
        ("CCG 5203, 4108", "CN-CCG"),
        ("BRP Cabra; M/L Kalayaan", "PH-PCG;PH-RESUPPLY"),
        ("菲海警 BRP Cabra", "PH-PCG"),
        ("M/B Unaizah May 2", "PH-RESUPPLY"),
        ("中国海警、海上民兵", "CN-CCG;CN-MM"),
    ],
)
def test_a_vessel_stands_for_whose_it_is(tmp_path: Path, cell: str, actors: str) -> None:
    assert one(tmp_path, "date,place,what,aggressor", f'2024-06-17,Ayungin,ramming,"{cell}"')["initiators"] == actors


@pytest.mark.parametrize(
    ("cell", "code", "left"),
    [
        ("4108", "", "4108"),
        ("BRP Nobody Knows", "", "BRP Nobody Knows"),
        ("CCG 5203, someone 4108", "CN-CCG", "someone 4108"),
        ("crane barge", "", "crane barge"),
    ],
)
def test_words_that_no_code_says_stay_with_the_row(tmp_path: Path, cell: str, code: str, left: str) -> None:
    batch = read_reports(table(tmp_path, f'date,place,what,aggressor\n2024-06-17,Ayungin,ramming,"{cell}"\n'))
    (one,) = batch.reports
    assert (one.content["initiators"], one.content["unmapped"]) == (code, [left])


def test_a_cell_that_nothing_is_read_from_stands_in_unmapped(tmp_path: Path) -> None:
    rows = "date,place,what,Weather,Reported by,Ignored\n2024-06-17,Ayungin,ramming,fair,PCG,x\n"
    batch = read_reports(table(tmp_path, rows), columns={"ignore": "Ignored"})
    (one,) = batch.reports
    assert one.content["unmapped"] == ["Weather: fair", "Reported by: PCG"]
    assert (one.content["initiators"], one.content["targets"]) == ("", "")


@pytest.mark.parametrize(("header", "cell"), [("Our ship", "BRP Cabra"), ("Fleet seen", "CCG 5203"), ("who", "CCG")])
def test_a_side_that_no_name_tells_is_asked_and_its_answer_read(tmp_path: Path, header: str, cell: str) -> None:
    file = table(tmp_path, f"date,place,what,{header}\n2024-06-17,Ayungin,ramming,{cell}\n")
    with pytest.raises(QuestionError, match=re.escape('"?"  # initiators')):
        read_reports(file)
    (one,) = read_reports(file, columns={"targets": header}).reports
    assert one.content["targets"]
    assert one.content["initiators"] == ""
    (one,) = read_reports(file, columns={"parties": header}).reports
    assert (one.content["initiators"], one.content["targets"], one.content["unmapped"]) == ("", "", [cell])


def test_a_column_of_coordinates_is_found_by_its_cells(tmp_path: Path) -> None:
    found = one(tmp_path, "date,place,what,GPS fix of it", '2024-06-17,Ayungin,ramming,"9.73, 115.86"')
    assert (found["lat"], found["lon"]) == ("9.73", "115.86")


def test_sides_that_nothing_tells_are_open_and_kept_in_words(tmp_path: Path) -> None:
    batch = read_reports(table(tmp_path, "date,place,what,vessels\n2024-06-17,Ayungin,ramming,CCG 5203 & BRP Cabra\n"))
    assert batch.reports[0].content["unmapped"] == ["CCG 5203 & BRP Cabra"]


@pytest.mark.parametrize(
    ("header", "cell", "word"),
    [
        ("what", "ramming, gave cake", "gave cake"),
        ("diễn biến", "đâm, hát quốc ca", "hát quốc ca"),
        ("what", "ramming, boarding, spraining", "spraining"),
    ],
)
def test_a_part_of_a_cell_that_is_no_act_is_kept_beside_those_that_are(
    tmp_path: Path, header: str, cell: str, word: str
) -> None:
    found = one(tmp_path, f"date,place,{header}", f'2024-06-17,Ayungin,"{cell}"')
    assert found["unmapped"] == [word]
    assert str(found["types"]).startswith("ramming")


def test_a_long_word_with_one_letter_amiss_is_the_word(tmp_path: Path) -> None:
    found = one(tmp_path, "date,place,what", '2024-06-17,Ayungin,"rammming, water canon, dangerous manuevers"')
    assert found["types"] == "ramming;water_cannon;dangerous_manoeuvre"


@pytest.mark.parametrize(
    ("cell", "actors"),
    [
        ("3 BFAR boats (Datu Sanday, Datu Bankaw)", "PH-BFAR"),
        ("BRP Cabra (MRRV-4409)", "PH-PCG"),
        ("QNg 96416 TS", "VN-FISH"),
        ("MV Tai Hang 8, China", "CN-CIV"),
    ],
)
def test_brackets_patterns_and_flags_of_vessels(tmp_path: Path, cell: str, actors: str) -> None:
    assert one(tmp_path, "date,place,what,aggressor", f'2024-06-17,Ayungin,ramming,"{cell}"')["initiators"] == actors


def test_a_line_names_the_month_of_the_days_below_it_and_a_mark_repeats_the_day_above(tmp_path: Path) -> None:
    rows = "Day,Where,Wat happend\n3,Ayungin,laser\nMAY 2024,,\n12,Ayungin,laser\n,,\nJUNE 2024,,\n4,Ayungin,ramming\n"
    batch = read_reports(table(tmp_path, rows + '"""",Escoda,laser\n'))
    assert [one.content["date_start"] for one in batch.reports] == ["2024-05-12", "2024-06-04", "2024-06-04"]
    assert [one.row for one in batch.rejects] == [2]  # above the first such line a day alone is asked for


def test_a_column_of_years_completes_the_dates_beside_it(tmp_path: Path) -> None:
    assert one(tmp_path, "Tahun,Tarikh,Lokasi,what", "2018,13 Jun,Kemaman,laser")["date_start"] == "2018-06-13"


def test_a_time_or_a_count_that_cannot_be_read_stays_in_words(tmp_path: Path) -> None:
    found = one(tmp_path, "date,time,place,what,injured", "2024-06-17,half 9,Ayungin,laser,several")
    assert found["unmapped"] == ["time: half 9", "injured: several"]
    assert (found["time_local"], found["injured"]) == ("", "")


def test_a_watch_log_gives_times_as_four_figures_under_a_heading_for_them(tmp_path: Path) -> None:
    rows = "Date,Time (H),Place,What\n2024-03-05,0645,Ayungin,laser\n2024-03-05,0815,Ayungin,laser\n"
    assert [one.content["time_local"] for one in read_reports(table(tmp_path, rows)).reports] == ["06:45", "08:15"]
    beside = rows.replace("Time (H)", "Remarks")  # figures under another heading are no times
    assert {one.content["time_local"] for one in read_reports(table(tmp_path, beside)).reports} == {""}


def test_a_note_alone_is_shown_behind_what_happened(tmp_path: Path) -> None:
    found = one(tmp_path, "date,place,what,notes", "2024-06-17,Ayungin,laser,a boat from Quang Ngai")
    assert found["summary"] == "laser at Ayungin; a boat from Quang Ngai"
    told = one(tmp_path, "date,place,what,notes", "2024-06-17,Ayungin,laser,a laser blinded the crew")
    assert told["summary"] == "a laser blinded the crew"


def test_a_column_that_a_person_names_for_a_side_is_of_that_side(tmp_path: Path) -> None:
    file = table(tmp_path, "date,place,what,actors\n2024-06-17,Ayungin,shadowing,CCG; PCG\n")
    assert read_reports(file).reports[0].content["initiators"] == ""
    (named,) = read_reports(file, columns={"initiators": "actors"}).reports
    assert named.content["initiators"] == "CN-CCG;PH-PCG"


@pytest.mark.parametrize("text", ["14-33N 117-46E", "14°33′N，117°46′E"])
def test_positions_as_watch_officers_and_chinese_keyboards_write_them(tmp_path: Path, text: str) -> None:
    found = one(tmp_path, "DTG,PSN,AREA,EVENT", f'020930H FEB 25,"{text}",Ayungin,laser')
    assert (float(str(found["lat"])), float(str(found["lon"]))) == (14.55, 117.766667)


@pytest.mark.parametrize(
    ("cell", "actors"),
    [
        ("CHN_CCG 35115; CHN_NAVY Lanzhou", "CN-CCG;CN-PLAN"),
        ("菲海军橡皮艇", "PH-NAVY"),
        ("Chinese fighter jet 63270", "CN-PLAAF"),
        ("hải cảnh 4301", "CN-CCG"),
        ("Bakamla KN Pulau Dana 323", "ID-BAKAMLA"),
        ("tàu lạ", "XX-UNK"),
        ("CCG 5204 at milisya", "CN-CCG;CN-MM"),
        ("chin. Küstenwache", "CN-CCG"),
        ("CHN KW 21551", "CN-CCG"),
        ("Phil CG", "PH-PCG"),
        ("PLAN J-11", "CN-PLAN"),
        ("Zerstörer der chinesischen Kriegsmarine", "CN-PLAN"),
        ("フィリピン沿岸警備隊", "PH-PCG"),
        ("garde-côtes et milice chinois", "CN-MM;CN-CCG"),
    ],
)
def test_services_in_the_words_of_five_languages(tmp_path: Path, cell: str, actors: str) -> None:
    batch = read_reports(table(tmp_path, f'date,place,what,aggressor\n2024-06-17,Ayungin,ramming,"{cell}"\n'))
    assert [one.content["initiators"] for one in batch.reports] == ([actors] if actors else [])


@pytest.mark.parametrize(
    ("cell", "types"),
    [("扣押7人", "detention"), ("扣押渔船", "seizure"), ("shadowing, ptl", "survey_intrusion;shadowing")],
)
def test_counts_and_words_that_count_alone(tmp_path: Path, cell: str, types: str) -> None:
    assert one(tmp_path, "date,place,what", f'2024-06-17,Ayungin,"{cell}"')["types"] == types


def test_patrol_within_other_words_is_no_act(tmp_path: Path) -> None:
    assert one(tmp_path, "date,place,what", "2024-06-17,Ayungin,laser at patrol boat")["types"] == "laser"


def test_types_may_be_columns_of_yes_and_no(tmp_path: Path) -> None:
    header = "date,place,ramming,water_cannon,other,note"
    rows = [
        "2024-06-17,Ayungin,1,1,0,injured none",
        "2024-06-18,Ayungin,0,0,1,chased away",
        "2024-06-19,Ayungin,1,0,1,",
    ]
    batch = read_reports(table(tmp_path, "\n".join([header, *rows]) + "\n"))
    assert [one.content["types"] for one in batch.reports] == ["ramming;water_cannon", "expulsion", "ramming"]
    assert [one.content["unmapped"] for one in batch.reports] == [["other: 0"], ["other: 1"], ["other: 1"]]


def test_a_table_whose_acts_are_columns_alone_is_one(tmp_path: Path) -> None:
    rows = [f"2024-06-{day},Ayungin,x," for day in range(10, 16)] + ["2024-06-18,Ayungin,perhaps,x"]
    file = table(tmp_path, "\n".join(["date,place,Ramming,Water cannon", *rows]) + "\n")
    assert detect(file) == "table"
    batch = read_reports(file)
    assert [one.content["types"] for one in batch.reports] == [*["ramming"] * 6, "water_cannon"]
    assert batch.reports[-1].content["unmapped"] == ["Ramming: perhaps"]


def test_a_table_that_counts_acts_by_place_and_year_is_no_table_of_incidents(tmp_path: Path) -> None:
    head = "Year,Feature,Water cannon,Ramming,Laser\n"
    with pytest.raises(TrackerError, match="no column gives what happened"):
        read_reports(table(tmp_path, f"{head}2023,Ayungin,4,2,1\n2024,Sabina Shoal,1,3,0\n"))
    flags = read_reports(table(tmp_path, f"{head}2023,Ayungin,4,0,1\n2024,Sabina Shoal,1,1,0\n"))
    assert [one.content["types"] for one in flags.reports] == ["laser", "ramming"]


def test_a_column_named_as_a_type_that_is_no_yes_or_no_is_words(tmp_path: Path) -> None:
    found = one(tmp_path, "date,place,what,Ramming", "2024-06-17,Ayungin,laser,by the second ship")
    assert (found["types"], found["unmapped"]) == ("laser", ["Ramming: by the second ship"])


def test_the_more_exact_of_two_places_counts_and_codes_that_may_be_actors_stay_with_the_row(tmp_path: Path) -> None:
    rows = [f"2025-09-{day},東沙島周邊,東沙島南方{day}浬,驅離,C{day % 3}" for day in range(10, 14)]
    file = table(tmp_path, "\n".join(["日期,海域,確切位置,說明,甲", *rows]) + "\n")
    first = read_reports(file).reports[0].content
    assert (first["initiators"], first["location_text"]) == ("", "東沙島南方10浬")
    assert first["unmapped"] == ["甲: C1", "region: 東沙島周邊"]
    named = read_reports(table(tmp_path, "日期,海域,確切位置,說明\n2025-09-10,東沙島周邊,東沙島,驅離\n"))
    assert named.reports[0].content["location_text"] == "東沙島"


def test_a_sum_is_no_row_of_the_table(tmp_path: Path) -> None:
    batch = read_reports(table(tmp_path, "date,place,what,n\n2024-06-17,Ayungin,laser,1\n9 in all,,,1\n"))
    assert (len(batch.reports), batch.rejects, sum(batch.passed_over.values())) == (1, (), 1)


@pytest.mark.parametrize(
    ("what", "types"),
    [
        ("Water cannon fired at BRP Bagacay and BFAR boat, railing damaged", "water_cannon"),
        ("CCG boarded and rammed Philippine rubber boats, a sailor lost his thumb", "ramming;boarding"),
        ("fishing boat rammed and fired at by a patrol vessel", "shots_fired;ramming"),
        ("ditembak meriam air oleh kapal China", "water_cannon"),
    ],
)
def test_a_cell_that_tells_what_happened_gives_its_acts_and_stays_the_summary(
    tmp_path: Path, what: str, types: str
) -> None:
    (report,) = read_reports(table(tmp_path, f'date,place,what\n2024-06-17,Ayungin Shoal,"{what}"\n')).reports
    assert report.content["types"] == types
    assert report.content["summary"].startswith(what)


def test_a_vessel_tells_whose_it_is_behind_words_that_name_nobody(tmp_path: Path) -> None:
    rows = "2024-09-29,Paracels,assault,fishing boat QNg 95739 TS\n2024-09-30,Paracels,laser,fishing boat 95739\n"
    batch = read_reports(table(tmp_path, f"date,place,what,victim\n{rows}"))
    assert [report.content["targets"] for report in batch.reports] == ["VN-FISH", ""]
    assert batch.reports[1].content["unmapped"] == ["fishing boat 95739"]


@pytest.mark.parametrize(
    "what",
    [
        "no water cannon was used but two ships were hit",
        "không đâm tàu, chỉ xua đuổi",
        "並未使用水炮",
        "avoided a collision",
    ],
)
def test_an_act_that_a_cell_may_deny_is_asked_for(tmp_path: Path, what: str) -> None:
    batch = read_reports(table(tmp_path, f'date,place,what\n2024-08-19,Sabina Shoal,"{what}"\n'))
    assert batch.reports == ()
    assert "may deny the act" in batch.rejects[0].reasons[0]


@pytest.mark.parametrize(
    ("story", "types"),
    [
        ("J-16 jet came within 20 feet of a BFAR Cessna", "dangerous_manoeuvre"),
        ("corvette pointed its gun control director at us", "radar_lock"),
        ("chased our boats away near the shoal", "expulsion"),
        ("no shots were fired", ""),
        ("talks of the foreign ministers", ""),
        ("talks were held in Manila", ""),
        ("a storm damaged fishing boats", ""),
    ],
)
def test_a_story_gives_the_acts_that_articles_tell_in_such_words(tmp_path: Path, story: str, types: str) -> None:
    batch = read_reports(table(tmp_path, f'date,where,what happened\n2024-03-05,Scarborough Shoal,"{story}"\n'))
    assert [report.content["types"] for report in batch.reports] == ([types] if types else [])


def test_a_cell_of_who_did_it_may_say_against_whom(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "date,place,what,aggressor\n2024-08-19,Sabina Shoal,ramming,China Coast Guard against Filipino fishers\n",
    )
    (one,) = read_reports(file).reports
    assert (one.content["initiators"], one.content["targets"]) == ("CN-CCG", "PH-FISH")


@pytest.mark.parametrize(
    ("role", "cell"),
    [
        ("region", "Spratlys"), ("month", "June"), ("day_of_month", "17"), ("lat_minutes", "43"),
        ("corroboration", "rumour"), ("casualties", "3 injured, one missing"), ("casualties", "several"),
        ("certainty", "sure"), ("initiators", "somebody"), ("initiator_country", "Atlantis"), ("id", "Z-1"),
        ("lat", "9.7"), ("type:ramming", "maybe"), ("parties", "the neighbours"), ("unmapped", "fog"),
        ("summary", f"{'word ' * 80}end"),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_read_stays_in_words(tmp_path: Path, role: str, cell: str) -> None:
    columns = {"D": "date_start", "P": "location_text", "W": "types", "X": role}
    (tmp_path / "t.csv").write_text(f'D,P,W,X\n2034-06-17,Sabina Shoal,laser,"{cell}"\n', encoding="utf-8")
    (report,) = read_reports(tmp_path / "t.csv", format_="table", tables={"t": KeptTable(columns=columns)}).reports
    assert cell in " ".join(report.content["unmapped"])


def test_numbers_below_a_name_of_sources_are_an_id_and_no_source(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("Ref,Date,Place,What\n1,2024-03-05,Sabina Shoal,ramming\n2,2024-03-06,Subi Reef,laser\n")
    assert [one.content["sources"] for one in read_reports(file).reports] == [[], []]
    assert map_table(file).columns[0].role == "id"


@pytest.mark.parametrize(
    ("columns", "sides"),
    [({"Who": "targets", "Against": "initiators"}, ("PH-PCG", "CN-CCG")), ({"Note": "summary"}, ("CN-CCG", "PH-PCG"))],
)
def test_a_block_of_the_name_of_the_file_may_name_some_columns_alone(
    tmp_path: Path, columns: dict[str, str], sides: tuple[str, str]
) -> None:
    file = tmp_path / "log.csv"
    row = "2024-03-05,Sabina Shoal,ramming,China Coast Guard,Philippine Coast Guard,near the reef\n"
    file.write_text(f"Date,Place,What,Who,Against,Note\n{row}")
    (one,) = read_reports(file, tables={"log": KeptTable(columns=columns)}).reports
    assert (one.content["initiators"], one.content["targets"]) == sides
    (one,) = read_reports(file, columns={role: name for name, role in columns.items()}).reports
    assert (one.content["initiators"], one.content["targets"]) == sides


def test_an_id_follows_the_cells_and_not_their_source(tmp_path: Path) -> None:
    """So that a table imported again after a word was learned makes no second incident."""
    rows = ["2024-03-05,Sabina Shoal,rammed,a grey ship", "2024-03-05,Sabina Shoal,rammed,a blue ship"]
    ids = []
    for name, header, put in (
        ("plain.csv", "Date,Place,What,Who did it", "{}"),
        ("more.csv", "Date,Place,What,Who did it,Source", "{},Rappler"),
    ):
        file = tmp_path / name
        file.write_text("\n".join([header, *map(put.format, rows)]) + "\n")
        ids.append([one.content["id"] for one in read_reports(file).reports])
    assert ids[0] == ids[1]
    assert len({*ids[0]}) == 2


@pytest.mark.parametrize("text", ["x" * 1_000_000, "no CCG 5203 rammed BRP Cabra here. " * 5_000])
def test_a_cell_of_a_megabyte_is_kept_whole_and_costs_no_row(tmp_path: Path, text: str) -> None:
    batch = read_reports(table(tmp_path, f"date,place,what,remarks\n2024-06-17,Ayungin,ramming,{text}\n"))
    assert f"remarks: {text.strip()}" in batch.reports[0].content["unmapped"]
    assert len(batch.reports[0].content["summary"]) <= 300


def test_a_line_with_a_ditto_alone_is_no_month(tmp_path: Path) -> None:
    batch = read_reports(table(tmp_path, "date,place,what\n2024-06-17,Ayungin,ramming\nditto,,\nditto,Sabina,laser\n"))
    assert [one.content["date_start"] for one in batch.reports] == ["2024-06-17", "2024-06-17"]


@pytest.mark.parametrize(
    ("header", "row", "day"),
    [
        ("YYYY,MM,DD,place,what", "2024,6,17,Ayungin,laser", "2024-06-17"),
        ("DD,Mon,Yr,place,what", "17,Jun,2024,Ayungin,laser", "2024-06-17"),
        ("年,月,日,地点,事件", "2024,6,17,仁爱礁,撞击", "2024-06-17"),
        ("Hari,Bulan,Tahun,Lokasi,Kejadian", "17,6,2024,Ayungin,laser", "2024-06-17"),
        ("ngày,tháng,năm,địa điểm,sự việc", "17,6,2024,Ayungin,laser", "2024-06-17"),
        ("Y,M,D,place,what", "2024,6,,Ayungin,laser", "2024-06"),
        ("place,what,EVT,FILED", "Ayungin,laser,17JUN24,19JUN24", "2024-06-17"),
        ("FILED,EVT,place,what", "19JUN24,17JUN24,Ayungin,laser", "2024-06-17"),
    ],
)
def test_parts_of_a_date_and_the_date_among_others(tmp_path: Path, header: str, row: str, day: str) -> None:
    assert one(tmp_path, header, row)["date_start"] == day


@pytest.mark.parametrize(
    ("header", "row", "where"),
    [
        ("date,what,notes", "2024-06-17,rammed,close to Sabina Shoal", "close to Sabina Shoal"),
        ("date,what,notes", "2024-06-17,rammed,need a better source", ""),
        ("date,what", "2024-06-17,CCG 5203 rammed BRP Cabra near Second Thomas Shoal", "near Second Thomas Shoal"),
        ("date,place,what", "2024-06-17,n/a,ramming", ""),
        ("year,month,day,initiator,target,Ramming,Shots", "2024,6,17,China CG,Philippine CG,n,y", ""),
    ],
)
def test_a_row_that_says_no_place_enters_without_one(tmp_path: Path, header: str, row: str, where: str) -> None:
    found = one(tmp_path, header, row)
    assert (found["location_text"], found["lat"]) == (where, "")
    assert str(found["id"]).startswith("20240617-" if where else "20240617-unlocated-")


def test_columns_that_no_name_tells_are_known_by_their_cells(tmp_path: Path) -> None:
    rows = [
        "Q/1,19JUN24,17JUN24,Chinese coast guard ships rammed a Philippine navy boat near Sabina Shoal,ok",
        "Q/2,05MAR24,04MAR24,CCG 5203 fired water cannon at BRP Cabra near Thitu,ok",
    ]
    file = table(tmp_path, "\n".join(["KEYWORDS,FILED,EVT,TXT,ST", *rows]) + "\n")
    assert detect(file) == "table"
    found = [(report.content["date_start"], report.content["initiators"], report.content["targets"],
              report.content["location_text"]) for report in read_reports(file).reports]  # fmt: skip
    assert found == [
        ("2024-06-17", "CN-CCG", "PH-NAVY", "near Sabina Shoal"), ("2024-03-04", "CN-CCG", "PH-PCG", "near Thitu")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "row", "initiators", "targets"),
    [
        ("Vessel A,Vessel B,who started", "CCG 5203,BRP Cabra,B", "PH-PCG", "CN-CCG"),
        ("victim,Flag,Type,aggressor", "Lady Rosa,PH,Fishing,Chinese trawler", "CN-FISH", "PH-FISH"),
        ("victim,Flag,aggressor,Flag", "Lady Rosa,PH,Jin Man 88,TW", "TW-UNK", "PH-UNK"),
        ("Chinese aggressor,victim", "fishing boats,BRP Cabra", "CN-FISH", "PH-PCG"),
    ],
)
def test_letters_flags_and_headings_say_whose_a_vessel_is(
    tmp_path: Path, header: str, row: str, initiators: str, targets: str
) -> None:
    found = one(tmp_path, f"date,place,what,{header}", f"2024-06-17,Ayungin,ramming,{row}")
    assert (found["initiators"], found["targets"]) == (initiators, targets)
    assert "Lady Rosa" not in row or found["target_units"] == "Lady Rosa"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("CSB Malaysia", "MY-MMEA"), ("Vietnam CG", "VN-VCG"), ("Malaysia navy", "MY-RMN"),
        ("navy of Taiwan", "TW-NAVY"),
        ("tàu cá vỏ sắt Trung Quốc", "CN-FISH"), ("hải cảnh Philippines", "PH-PCG"), ("ngư dân", "VN-FISH"),
        ("2 Viet fishing boats", "VN-FISH"), ("菲补给船2艘", "PH-RESUPPLY"), ("mangingisda ng Tsina", "CN-FISH"),
        ("militia near a Philippine boat", ""), ("中途渔船", ""), ("penjaga pantai Filipina", "PH-PCG"),
    ],
)  # fmt: skip
def test_a_country_and_a_service_in_any_order_are_the_service_of_the_country(
    tmp_path: Path, cell: str, code: str
) -> None:
    assert one(tmp_path, "date,place,what,aggressor", f"2024-06-17,Ayungin,ramming,{cell}")["initiators"] == code
