"""More tables of ordinary people: titles, merged headings, marks and gaps cost no row."""

from __future__ import annotations

from pathlib import Path

import pytest

from scs_tracker.sources import own_table
from scs_tracker.sources.columns import is_header
from scs_tracker.sources.formats import detect, read_reports
from scs_tracker.sources.tables import open_table

MESSY = Path(__file__).parent / "data/messy"
FOUND = {
    "excel_unicode_text.txt": [
        ("2024-06-17", "boarding", "CN-CCG", "PH-NAVY"),
        ("2024-03-05", "collision;water_cannon", "CN-CCG", "PH-PCG"),
    ],
    "excel_sep_title.csv": [
        ("2024-06-17", "boarding", "CN-CCG", "PH-NAVY"),
        ("2024-05-03", "water_cannon", "CN-CCG", "PH-BFAR"),
    ],
    "excel_merged.xlsx": [
        ("2024-06-17", "boarding", "CN-UNK", "PH-UNK"),
        ("2024-06-17", "ramming", "CN-UNK", "PH-UNK"),
    ],
    "numbers_table_name.csv": [("2024-06-17", "ramming", "", ""), ("2024-03-05", "water_cannon", "", "")],
    "year_month_day.csv": [
        ("2024-06-17", "boarding", "", ""),
        ("2024-03-05", "water_cannon", "", ""),
        ("2023-08", "blocking", "", ""),
    ],
    "vietnamese_mac.csv": [
        ("2024-09-29", "detention", "CN-UNK", "VN-FISH"),
        ("2024-03-12", "water_cannon", "CN-CCG", ""),
        ("2024-03-13", "shadowing", "CN-FISH", ""),
    ],
    "chinese_traditional.tsv": [
        ("2024-06-17", "water_cannon", "CN-CCG", "PH-NAVY"),
        ("2024-03", "collision", "CN-CCG", ""),
    ],
    "wide.csv": [("2024-06-17", "boarding", "CN-CCG", ""), ("2024-06-18", "ramming", "CN-CCG", "PH-RESUPPLY")],
    "one_source_a_row.csv": [("2024-06-17", "boarding", "", ""), ("2024-06-18", "laser", "", "")],
}


#: What the owner of a table says of a column whose name does not tell whose side it is.
SAID = {"wide.csv": {"initiators": "Actor"}}


@pytest.mark.parametrize("name", FOUND)
def test_a_messy_table_loses_no_row(name: str) -> None:
    assert detect(MESSY / name) == "table"
    batch = read_reports(MESSY / name, columns=SAID.get(name))
    assert batch.rejects == ()
    columns = ("date_start", "types", "initiators", "targets")
    assert [tuple(one.content[column] for column in columns) for one in batch.reports] == FOUND[name]


def test_headings_over_two_rows_keep_their_group_and_a_merged_cell_counts_for_each_row() -> None:
    first, second = read_reports(MESSY / "excel_merged.xlsx").reports
    assert (first.content["initiator_units"], second.content["target_units"]) == ("CCG 5205", "BRP Cabra")
    assert first.content["date_start"] == second.content["date_start"]


def test_a_name_and_an_address_beside_it_are_one_source() -> None:
    one, two, three = (report.content["sources"] for report in read_reports(MESSY / "year_month_day.csv").reports)
    assert one == [{"url": "https://www.rappler.com/x", "publisher": "Rappler", "published": ""}]
    assert [source["publisher"] for source in two] == ["Inquirer"]
    assert three == []


def test_rows_that_differ_in_their_source_alone_are_one_incident_of_two_sources() -> None:
    batch = read_reports(MESSY / "one_source_a_row.csv")
    assert [source["publisher"] for source in batch.reports[0].content["sources"]] == ["Rappler", "Inquirer"]
    assert batch.reports[0].content["corroboration"] == "multiple"
    assert batch.passed_over == {own_table.OTHER_SOURCE: 1}


def test_notes_and_sums_are_counted_and_a_row_without_a_date_is_not_one(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("date,place,what\n2024-06-17,Sabina Shoal,laser\nunknown,Sabina Shoal,ramming\nTotal,2,\n")
    batch = read_reports(file)
    assert batch.passed_over == {own_table.NOTE: 1}
    assert [one.row for one in batch.rejects] == [3]
    assert batch.rejects[0].reasons[0].startswith("date: the cell is empty")


@pytest.mark.parametrize(
    ("cells", "lat", "lon"),
    [
        ("9.73N,115.86 E", "9.73", "115.86"),
        ("9°44'00\"N,115°52'E", "9.733333", "115.866667"),
        ('"9,73","115,86"', "9.73", "115.86"),
        ("9 44.0 N,115 52.0 E", "9.733333", "115.866667"),
    ],
)
def test_coordinates_are_read_in_any_usual_form(tmp_path: Path, cells: str, lat: str, lon: str) -> None:
    file = tmp_path / "t.csv"
    file.write_text(f"date,lat,long,what\n2024-06-17,{cells},laser\n", encoding="utf-8")
    (report,) = read_reports(file).reports
    assert (float(report.content["lat"]), float(report.content["lon"])) == (float(lat), float(lon))


def test_one_column_of_coordinates_is_a_point_or_words(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('date,coordinates,what\n2024-06-17,"115.86, 9.73",laser\n2024-06-18,near Sabina,laser\n')
    one, two = read_reports(file).reports
    assert (one.content["lat"], one.content["lon"]) == ("9.73", "115.86")
    assert two.content["location_text"] == "near Sabina"


def test_gaps_and_doubles_get_names_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("date,place,what,,Notes,Notes,\n2024-06-17,Sabina,laser,,a,b,\n2024-06-18,Sabina,ramming\n")
    with open_table(file, is_header=is_header) as table:
        assert table.header == ["date", "place", "what", "column 4", "Notes", "Notes (2)"]
        assert [len(row.cells) for row in table.rows] == [6, 6]


def test_a_misspelt_service_is_its_country_and_a_ship_of_one_is_of_it(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    rows = "2024-06-17,Sabina,laser,China Cost Guard\n2024-06-17,Sabina,laser,PLAN destroyer 171\n"
    file.write_text(f"date,place,what,aggressor\n{rows}")
    batch = read_reports(file)
    assert [one.content["initiators"] for one in batch.reports] == ["CN-UNK", "CN-PLAN"]


def test_who_told_of_it_is_not_who_did_it(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("Date,Area,Incident,Reported by,Time\n05-Jun-2024,Sabina Shoal,laser,PCG,0830H\n")
    (report,) = read_reports(file).reports
    assert (report.content["initiators"], report.content["time_local"]) == ("", "08:30")


@pytest.mark.parametrize(
    ("who", "code"),
    [("CCG 5205", "CN-CCG"), ("two Chinese vessels", "CN-UNK"), ("菲律賓海警", "PH-PCG"), ("中國海警5205艦", "CN-CCG")],
)
def test_a_name_within_a_cell_is_of_the_country_that_the_cell_names(tmp_path: Path, who: str, code: str) -> None:
    file = tmp_path / "t.csv"
    file.write_text(f"date,place,what,aggressor\n2024-06-17,Sabina,laser,{who}\n", encoding="utf-8")
    assert read_reports(file).reports[0].content["initiators"] == code


@pytest.mark.parametrize("who", ["Japanese militia", "Chinese trawler near a Filipino boat", "resupply plan"])
def test_a_cell_that_may_name_another_names_nobody_and_keeps_its_words(tmp_path: Path, who: str) -> None:
    file = tmp_path / "t.csv"
    file.write_text(f"date,place,what,aggressor\n2024-06-17,Sabina,laser,{who}\n")
    (one,) = read_reports(file).reports
    assert (one.content["initiators"], one.content["unmapped"]) == ("", [who])


def test_a_table_pasted_into_one_column_is_cut(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('"date;place;what"\n"2024-06-17;Sabina;laser"\n')
    assert read_reports(file).reports[0].content["types"] == "laser"


def test_a_publisher_named_beside_its_own_page_is_not_a_second_source(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    row = "2024-06-17,Sabina,laser,Rappler,Inquirer,https://www.rappler.com/a"
    file.write_text(f"Date,Place,What,Source 1,Source 2,Link\n{row}\n")
    sources = read_reports(file).reports[0].content["sources"]
    assert [source["publisher"] for source in sources] == ["Rappler", "Inquirer"]


@pytest.mark.parametrize(
    "names",
    [
        "Period,Location,Nature of episode,Acting force,Affected party",
        "Periode,Lokasi,Insiden,Pihak yang bertindak,Pihak lain",
    ],
)
def test_names_of_several_words_are_known_in_their_combinations(tmp_path: Path, names: str) -> None:
    file = tmp_path / "episodes.csv"
    file.write_text(f"{names}\n2024-06-17,Second Thomas Shoal,boarding,CCG,Philippine Navy\n", encoding="utf-8")
    (one,) = read_reports(file).reports
    assert (one.content["initiators"], one.content["targets"]) == ("CN-CCG", "PH-NAVY")


@pytest.mark.parametrize(
    ("told", "types"),
    [
        ("kapal ikan asing tetap menangkap ikan, diusir KRI", "expulsion"),
        ("gọi loa bắt quay về, bắn đạn", "shots_fired;expulsion"),
        ("对渔民作业进行干扰", "harassment"),
    ],
)
def test_a_word_within_another_word_is_no_act(tmp_path: Path, told: str, types: str) -> None:
    file = tmp_path / "told.csv"
    file.write_text(f'date,place,what happened\n2024-06-17,Scarborough Shoal,"{told}"\n', encoding="utf-8")
    (one,) = read_reports(file).reports
    assert one.content["types"] == types


def test_a_heading_is_not_believed_where_no_cell_can_be_what_it_says(tmp_path: Path) -> None:
    file = tmp_path / "posn.csv"
    file.write_text("date,posn,who started,what\n2024-06-17,Ayungin,A,water cannon\n", encoding="utf-8")
    (one,) = read_reports(file).reports
    assert (one.content["place"], one.content["initiators"]) == ("Second Thomas Shoal", "")
    assert "who started: A" in one.content["unmapped"]
