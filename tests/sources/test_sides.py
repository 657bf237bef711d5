"""Who did it to whom, where no column says so: by the plainest sentences, and nobody where they leave it open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker import geodata
from scs_tracker.config import KeptTable
from scs_tracker.sources.formats import read_reports
from scs_tracker.sources.sides import who_acted
from scs_tracker.text.function_words import mapped_words

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("sentence", "doer"),
    [
        ("China Coast Guard ship fired its water cannon at BRP Cabra", "CN"),
        ("CCG 3302 water cannoned and sideswiped BRP Datu Pagbuaya", "CN"),
        ("BRP Cabra drove CCG 5901 away by radio and expelled it, shadowing CCG 3302", None),
        ("BRP Datu Sanday briefly hit by water cannon from CCG 4203", "CN"),
        ("BRP Cabra rammed", None),
        ("BRP Cabra water cannon incident with CCG 5203", None),
        ("Philippines accused China of ramming BRP Cabra", None),
        ("CCG 5203 did not ram BRP Cabra", None),
        ("USS Halsey was shadowed by the Chinese navy off the Philippines", "CN"),
        ("QNg 90617 TS bị tàu hải cảnh Trung Quốc 4301 đâm chìm", "CN"),
        ("KRI Tjiptadi-381 ditabrak kapal pengawas perikanan Vietnam", "VN"),
        ("Bakamla mengusir CCG 5402", "ID"),
        ("Water cannon ng China Coast Guard sa BRP Malabrigo", "CN"),
        ("Nagbanggaan ang barko ng CCG at BRP Sindangan", None),
        ("中国海警对菲律宾海警使用水炮", "CN"),
        ("中国海警船与菲律宾海警船发生碰撞", None),
        ("INS Airavat challenged on VHF by a caller identifying as the Chinese navy", None),
        ("中国海警对菲运补船使用水炮警示拦阻", "CN"),
        ("CCG 5203 rams BRP Cabra", "CN"),
        ("Bot nelayan Miri dihalau oleh kapal pengawal pantai China", "CN"),
        ("Nelayan Natuna ditahan APMM", "MY"),
        ("CCG 5901 berlegar di kawasan itu, KD Kelantan mengekori", "MY"),
        ("CCG 5901 mengganggu survei Indonesia; diusir keluar", None),
        ("CCG 5203 blocked UM4, headed to BRP Sierra Madre", None),
        # the first act is the other party's: a person says which of both the row is about
        ("菲方2艘运补船闯入仁爱礁邻近海域，中国海警对菲运补船使用水炮警示拦阻", None),
    ],
)
def test_the_plainest_sentences_tell_who_acted_and_others_do_not(sentence: str, doer: str | None) -> None:
    assert who_acted(sentence) == doer


def sides(tmp_path: Path, header: str, row: str, columns: dict[str, str] | None = None) -> tuple[str, str]:
    file = tmp_path / "table.csv"
    file.write_text(f"date,place,{header}\n2024-06-17,Ayungin,{row}\n", encoding="utf-8")
    (one,) = read_reports(file, columns=columns).reports
    return one.content["initiators"], one.content["targets"]


@pytest.mark.parametrize(
    ("header", "row", "found"),
    [
        ("tàu cá,what", "QNg 90617 TS,bị tàu Trung Quốc 4301 đâm", ("CN-UNK", "VN-FISH")),
        ("vessel,what", "BRP Cabra,rammed by a Chinese coast guard ship", ("CN-CCG", "PH-PCG")),
        ("initiator country,initiator,target country,what", "Vietnam,coast guard,China,blocking", ("VN-VCG", "CN-UNK")),
        ("发起国,发起方,对象国,what", "越南,海警,中国,blocking", ("VN-VCG", "CN-UNK")),
        ("reported victim,suspected aggressor,what", "BRP Cabra,CCG,ramming", ("CN-CCG", "PH-PCG")),
        ("our boat,contact,what", "BRP Cabra,CCG 5203,BRP Cabra was rammed", ("CN-CCG", "PH-PCG")),
        ("our boat,contact,what", "QNg 90617 TS,hải cảnh 4301,QNg 90617 TS bị đâm chìm", ("CN-CCG", "VN-FISH")),
        ("parties,what", "KP Orca 03; KG 94136 TS,ditangkap", ("ID-PSDKP", "VN-FISH")),
        ("parties,what", "QNg 90617 TS; hải cảnh 4301,water cannon", ("CN-CCG", "VN-FISH")),
        ("parties,what", "QNg 90617 TS; hải cảnh 4301,va chạm", ("", "")),
        ("parties,what", "BRP Cabra; CCG 5203,water cannon", ("", "")),
        ("parties,what", "KP Orca 03; KG 94136 TS,detention and ramming", ("", "")),
        ("victims,what", "PCG and US Navy,shadowing", ("", "PH-PCG;US-NAVY")),
        ("who did it,what", "CCG / PCG,collision", ("", "")),
        ("actors,what happened", '"CCG, PCG",CCG 5203 rammed BRP Cabra', ("CN-CCG", "PH-PCG")),
        ("actors,what happened", '"CCG, PCG",BRP Cabra was rammed by CCG 5203', ("CN-CCG", "PH-PCG")),
        ("actors,what happened", '"CCG, PCG",rammed', ("", "")),
        ("vessels involved,what", "CCG 5203 → BRP Cabra,ramming", ("CN-CCG", "PH-PCG")),
        ("vessels involved,what", "PLAN 514 > BRP Conrado Yap (PN),ramming", ("CN-PLAN", "PH-NAVY")),
        ("菲方,中方,经过", "海警,中国海警,中国海警对菲律宾海警使用水炮", ("CN-CCG", "PH-PCG")),
        ("who did it,victims,what", "CCG / PCG,VN fishing boat,shadowing", ("CN-CCG;PH-PCG", "VN-FISH")),
        ("who did it,victims,what", "CCG / PCG,PCG,ramming", ("", "PH-PCG")),
        ("who did it,victims,what,remarks", "see Remarks,BRP Cabra,laser,CCG 5203", ("CN-CCG", "PH-PCG")),
        ("who did it,victims,what,remarks", "see Remarks,BRP Cabra,laser,seen by PCG and CCG", ("", "PH-PCG")),
        ("vessel 1,vessel 2,what", "CCG 5203,BRP Cabra,vessel 2 was rammed by vessel 1", ("CN-CCG", "PH-PCG")),
    ],
)
def test_sides_of_a_row(tmp_path: Path, header: str, row: str, found: tuple[str, str]) -> None:
    assert sides(tmp_path, header, row) == found


@pytest.mark.parametrize("word", ["vs", "vs.", "v", "versus", "against"])
def test_a_column_of_both_that_its_owner_names_of_initiators_begins_with_them(tmp_path: Path, word: str) -> None:
    row, columns = f"CCG {word} BRP Cabra,ramming", {"initiators": "who vs who"}
    assert sides(tmp_path, "who vs who,what", row, columns) == ("CN-CCG", "PH-PCG")


@pytest.mark.parametrize(
    ("header", "row", "found"),
    [
        ("Who,Against whom,what", "PRC (CCG),PHL (PCG),laser", ("CN-CCG", "PH-PCG")),
        ("aggressor,victim,vessels involved,what", 'China,Vietnam,"CCG 4201; QNg 90495",laser', ("CN-CCG", "VN-FISH")),
        ("aggressor,what", "CCG,CCG 23521 blocked FFB Prince LJ", ("CN-CCG", "PH-FISH")),
        ("victim,what", "PCG,rammed by a Chinese coast guard ship", ("CN-CCG", "PH-PCG")),
    ],
)
def test_pairs_of_columns_vessels_and_sentences_complete_each_other(
    tmp_path: Path, header: str, row: str, found: tuple[str, str]
) -> None:
    assert sides(tmp_path, header, row) == found


@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("CCG 21551", "CCG 21551"), ("CCG 5203, 4108", "CCG 5203;4108"), ("China Coast Guard", ""),
        ("2 CCG ships and 3 militia boats", ""), ("Chinese coast guard and CCG 5203", "CCG 5203"),
    ],
)  # fmt: skip
def test_a_vessel_that_is_named_as_who_did_it_is_kept(tmp_path: Path, who: str, units: str) -> None:
    file = tmp_path / "table.csv"
    file.write_text(
        f'date,place,what,Who did it,Victim\n2024-06-17,Ayungin,ramming,"{who}",BRP Cabra\n', encoding="utf-8"
    )
    (one,) = read_reports(file).reports
    doers = "CN-CCG;CN-MM" if "militia" in who else "CN-CCG"
    assert (one.content["initiators"], one.content["initiator_units"]) == (doers, units)
    assert (one.content["targets"], one.content["target_units"]) == ("PH-PCG", "BRP Cabra")


@pytest.mark.parametrize(
    ("cell", "injured", "killed", "kept"),
    [
        ("4 injured", "4", "", ""),
        ("2 crew hurt, 1 dead", "2", "1", ""),
        ("none", "", "", ""),
        ("0", "", "", ""),
        ("1 sailor lost a thumb", "", "", "casualties: 1 sailor lost a thumb"),
    ],
)
def test_casualties_are_counted_by_kind_or_kept_in_words(
    tmp_path: Path, cell: str, injured: str, killed: str, kept: str
) -> None:
    file = tmp_path / "table.csv"
    file.write_text(f'date,place,what,Casualties\n2024-06-17,Ayungin,ramming,"{cell}"\n', encoding="utf-8")
    (one,) = read_reports(file).reports
    assert (one.content["injured"], one.content["killed"]) == (injured, killed)
    assert one.content["unmapped"] == ([kept] if kept else [])


def test_hours_beside_days_are_no_second_date(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("日期,时间,地点,经过\n2024.6.17,6时,仁爱礁,水炮\n", encoding="utf-8")
    (one,) = read_reports(file).reports
    assert (one.content["date_start"], one.content["time_local"]) == ("2024-06-17", "06:00")


def test_an_injured_count_of_none_is_kept_and_an_unknown_one_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    rows = "2024-06-17,Ayungin,ramming,0\n2024-06-18,Ayungin,ramming,\n"
    file.write_text(f"date,place,what,injured\n{rows}", encoding="utf-8")
    assert [one.content["injured"] for one in read_reports(file).reports] == ["0", ""]


def test_sides_that_are_answered_as_of_both_are_told_by_the_sentence_or_stay_open(tmp_path: Path) -> None:
    columns = {"parties": "vessel"}
    assert sides(tmp_path, "vessel,what", "BRP Cabra,rammed", columns) == ("", "")
    assert sides(tmp_path, "vessel,what", "BRP Cabra,rammed by CCG 5203", columns) == ("CN-CCG", "PH-PCG")


@pytest.mark.parametrize(
    ("own", "contact", "what", "found"),
    [
        ("BRP Cabra", "CCG 5203", "crossed bow at 80 yds", ("CN-CCG", "PH-PCG")),
        ("BRP Cabra", "CCG 5203", "CCG crossed bow at 80 yds, own ship hard to port", ("CN-CCG", "PH-PCG")),
        ("BRP Cabra", "CCG 5203", "own ship shadowing contact", ("", "")),
        ("KD Keris", "CCG 5203", "Navy shadowed the cutter until it left", ("", "")),
        ("KD Keris", "CCG 5203", "Shadowed the vessel for two days", ("CN-CCG", "MY-RMN")),
        ("BRP Cabra", "CCG 5203", "laser pointed at the bridge of the Chinese vessel", ("", "")),
        ("BRP Cabra", "CCG 5203", "BRP Cabra shadowed CCG 5203", ("PH-PCG", "CN-CCG")),
        ("BRP Cabra", "CCG 5203", "collision, CCG says we hit her", ("", "")),
        ("BRP Cabra", "CCG 5203", "no water cannon", None),
        ("MMEA patrol boat", "3 x F/V (Vietnam)", "boats and crew detained", ("MY-MMEA", "VN-FISH")),
        ("MMEA patrol boat", "3 x F/V (Vietnam)", "boats detained for illegal fishing", ("", "")),
        ("KM Sinar Bahari (Indonesia)", "", "water cannon", ("", "ID-UNK")),
    ],
)
def test_the_usual_sides_of_a_table_yield_to_what_a_row_says(
    tmp_path: Path, own: str, contact: str, what: str, found: tuple[str, str] | None
) -> None:
    file = tmp_path / "log.csv"
    file.write_text(
        f'date,place,Own,Contact,Event\n2025-03-05,Ayungin,"{own}","{contact}","{what}"\n', encoding="utf-8"
    )
    answers = KeptTable(columns={"Own": "usually_targets", "Contact": "usually_initiators"})
    reports = read_reports(file, tables={"log": answers}).reports
    assert [(one.content["initiators"], one.content["targets"]) for one in reports] == ([found] if found else [])


def test_who_told_of_an_incident_is_no_side_of_it(tmp_path: Path) -> None:
    header = "Sino ang gumawa,Kanino ginawa,Ano ang nangyari,Galing kanino ang balita"
    assert sides(tmp_path, header, "CCG 5203,BFAR,ramming,PCG") == ("CN-CCG", "PH-BFAR")


def test_a_home_port_is_a_flag(tmp_path: Path) -> None:
    assert sides(tmp_path, "victim,Port of registry,aggressor,what", "Lady Rosa,Masinloc,CCG 5203,ramming") == (
        "CN-CCG", "PH-UNK",
    )  # fmt: skip


def test_acts_of_a_service_are_never_of_civilians_in_the_sourced_incidents() -> None:
    kinds = geodata.values_by("actors", "code", "kind")
    acts, found = mapped_words("act of a service"), []
    for row in geodata.rows("incidents"):
        doers, others = ({kinds[code] for code in row[side].split(";") if code} for side in ("initiators", "targets"))
        if doers and others and acts.issuperset(row["types"].split(";")):
            found += ["right"] if doers <= mapped_words("authority") and others <= mapped_words("civilian") else []
            found += [row["id"]] if doers <= mapped_words("civilian") and others <= mapped_words("authority") else []
    assert len(found) > 300
    assert set(found) == {"right"}
