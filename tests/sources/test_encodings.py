"""Texts that are not UTF-8 are named by what they look like, and read where a person says what they are."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point
from typer.testing import CliRunner

from scs_tracker import geodata
from scs_tracker.cli import app
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.sources.encodings import likely
from scs_tracker.sources.formats import read_reports

TABLES = {
    "gbk": "日期,地点,事件\n2024-06-17,仁爱礁,水炮\n",
    "big5": "日期,地點,事件\n2024-06-17,仁愛礁,水炮\n",
    "cp1258": "Ngày,Địa điểm,Sự việc\n2024-06-17,Bãi Cỏ Mây,vòi rồng\n",
}


def encoded(encoding: str) -> bytes:
    """Return a table as a spreadsheet of that country writes it; Windows-1258 keeps tones as marks of their own."""
    if encoding != "cp1258":
        return TABLES[encoding].encode(encoding)
    out = b""
    for letter in TABLES[encoding]:
        parts = unicodedata.normalize("NFD", letter)
        tones = [part for part in parts[1:] if part in "\u0300\u0301\u0303\u0309\u0323"]
        plain = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out += "".join([plain, *tones]).encode("cp1258")
    return out


@pytest.mark.parametrize("encoding", TABLES)
def test_a_table_in_another_encoding_is_refused_with_its_name_and_read_with_it(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(encoded(encoding))
    with pytest.raises(TrackerError, match=rf"encoding looks like .*: add --encoding {encoding}, or save it as UTF-8"):
        read_reports(file)
    (report,) = read_reports(file, encoding=encoding).reports
    place = TABLES[encoding].splitlines()[1].split(",")[1]
    assert (report.content["location_text"], report.content["types"]) == (place, "water_cannon")


def test_western_text_is_taken_for_none_of_them() -> None:
    for text in ("Récif Scarborough – “Bajo”", "Küstenwache vor Palawan: Wasserwerfer", "cañón de agua", "São Tomé"):
        assert likely(text.encode("cp1252")) == ""


def test_a_wrong_or_unknown_encoding_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(encoded("gbk"))
    with pytest.raises(TrackerError, match="line 1: not valid in the encoding utf-8; try gbk"):
        read_reports(file, encoding="utf-8")
    with pytest.raises(TrackerError, match="line 1: not valid in the encoding shift_jis; try gbk"):
        read_reports(file, encoding="shift_jis")
    for name in ("klingon", "zip"):
        with pytest.raises(UsageError, match=f"encoding '{name}' is not known; try gbk"):
            read_reports(file, encoding=name)


@pytest.fixture
def shapefile(tmp_path: Path) -> Path:
    """Return a shapefile in GBK that does not say so."""
    columns = {"日期": ["2024-06-17"], "地点": ["仁爱礁"], "事件": ["水炮"]}
    file = tmp_path / "t.shp"
    gpd.GeoDataFrame(columns, geometry=[Point(115.86, 9.73)], crs=4326).to_file(file, encoding="gbk")
    file.with_suffix(".cpg").unlink()
    table = bytearray(file.with_suffix(".dbf").read_bytes())
    table[29] = 0  # the driver of the language
    file.with_suffix(".dbf").write_bytes(table)
    return file


def test_a_shapefile_that_does_not_say_its_encoding(shapefile: Path) -> None:
    with pytest.raises(TrackerError, match=r"no \.cpg file states their encoding; add --encoding gbk"):
        read_reports(shapefile)
    (report,) = read_reports(shapefile, encoding="gbk").reports
    assert (report.content["location_text"], report.content["types"]) == ("仁爱礁", "water_cannon")
    with pytest.raises(UsageError, match="states its own encoding; omit --encoding"):
        read_reports(Path(__file__).parent / "data/points.geojson", encoding="gbk")


def test_import_check_and_zones_take_an_encoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tracker.toml").write_text('ledger = "sqlite:///t.db"\ngeodata = "own"\n', encoding="utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "t.csv").write_bytes(encoded("gbk"))
    runner = CliRunner()
    refused = runner.invoke(app, ["import", "t.csv"])
    assert refused.exit_code == 1
    assert not (tmp_path / "t.db").exists()
    assert runner.invoke(app, ["import", "--check", "t.csv", "--encoding", "gbk"]).exit_code == 0
    assert "1 added" in runner.invoke(app, ["import", "t.csv", "--encoding", "gbk"]).output
    area = gpd.GeoDataFrame(
        {"名称": ["甲", "乙"]}, geometry=[Point(115, 10).buffer(1), Point(113, 10).buffer(1)], crs=4326
    )
    area.to_file(tmp_path / "z.shp", encoding="gbk")
    (tmp_path / "z.cpg").unlink()
    facts = ["--id", "my-area", "--claimant", "PH", "--kind", "claim_area", "--citation", "drawn by hand"]
    added = runner.invoke(app, ["zones", "add", "z.shp", *facts, "--where", "\"名称\" = '甲'", "--encoding", "gbk"])
    geodata.configure(None)
    assert "1 feature" in added.output, added.output
