"""The builders of the gazetteer's tables run, and make again what is shipped."""

from __future__ import annotations

import csv
import json
import sqlite3

import numpy as np
import pandas as pd
import pytest

from geodata.build.gazetteer import anchors, coasts, landmarks, towns
from scs_tracker import geodata
from scs_tracker.geocoding.names import gazetteer


@pytest.fixture(scope="module")
def shore():
    return coasts.polygons_and_land()


@pytest.mark.parametrize("name", ["masinloc", "quang-ngai"])
def test_the_coast_of_a_town_is_the_shipped_one(shore, name):
    feature = gazetteer().features[name]
    points = np.array([[feature.lon, feature.lat]])
    made = list(coasts._row(name, points, shore[1]))
    shipped = next(row for row in geodata.rows("coasts") if row["coast"] == name)
    assert made == [(name, shipped["seaward"], shipped["facing"], shipped["others"])]


def test_a_town_of_the_coast_is_taken_and_one_inland_is_not():
    def city(number, name, lat, lon):
        return {
            "geonameid": number, "name": name, "latitude": lat, "longitude": lon, "countrycode": "VN",
            "admin1code": "00", "population": 900, "alternatenames": [],
        }  # fmt: skip

    divisions = [{"name": "Zzport", "admin1": "Quang Ngai", "admin2": "", "lat": "15.2", "lon": "108.9", "cc": "VN"}]
    rows = towns._rows([city(1, "Zzport", 15.2, 108.93), city(2, "Zzinland", 15.0, 107.5)], divisions)
    assert [row[1] for row in rows] == ["Zzport"]


def test_what_the_grammar_and_the_gazetteer_know_is_left_out_and_a_town_is_not():
    assert towns.is_known("masinloc")
    assert towns.is_known("north")
    assert not towns.is_known("hua hin")


def _made(builder, monkeypatch, folder, *arguments):
    """Run a builder on small files; return the rows of towns.csv that it made, by id."""
    shipped = geodata.shipped
    monkeypatch.setattr(
        geodata, "shipped", lambda name: folder / "features.csv" if name == "gazetteer/features.csv" else shipped(name)
    )
    monkeypatch.setattr("sys.argv", ["builder", *map(str, arguments)])
    builder.main()
    with (folder / "towns.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


DIVISIONS = pd.DataFrame(
    [(21.4, 108.0, "Vinh Thuc", "Quang Ninh", "", "VN"), (18.3, 120.6, "Bacarra", "Ilocos", "Ilocos Norte", "PH"),
     (20.0, 109.0, "Danzhou", "Hainan", "", "CN"), (1.0, 104.0, "Batam", "Riau Islands", "", "ID")],
    columns=["lat", "lon", "name", "admin1", "admin2", "cc"],
)  # fmt: skip
SHIPPED = {row["id"]: dict(row) for row in geodata.rows("towns")}


def test_anchors_make_the_shipped_rows_of_a_terminal_and_an_island(monkeypatch, tmp_path):
    columns = ["provider", "provider_id", "registry_id", "canonical_name", "country_code", "function_code", "latitude",
               "longitude"]  # fmt: skip
    registry = [("NGA_WPI", "49875", "a", "Malong Marine Terminal", "MY", "", 4 + 38 / 60, 104 + 49 / 60),
                ("GEONAMES", "1", "b", "Zzport Gang", "VN", "H.HBR", 21.3963, 108.0025)]  # fmt: skip
    pd.DataFrame(registry, columns=columns).to_parquet(tmp_path / "registry.parquet")
    pd.DataFrame({"registry_id": ["b"], "alias": ["Zzport"]}).to_parquet(tmp_path / "aliases.parquet")
    islands = [(code, "Pulau Lampu", "0°52'11.28\" S 104°24'16.56\" E", "1", "0") for code in ("21.00.40002", "11.1")]
    names = ["code", "name", "coordinate", "is_populated", "is_outermost_small"]
    pd.DataFrame(islands, columns=names).to_csv(tmp_path / "islands.csv", index=False)
    city = {"geonameid": 2, "name": "Zztown", "latitude": 21.4, "longitude": 108.0, "countrycode": "VN",
            "admin1code": "00", "population": 900, "alternatenames": []}  # fmt: skip
    (tmp_path / "cities.json").write_text(json.dumps({"2": city}), encoding="utf-8")
    DIVISIONS.to_csv(tmp_path / "divisions.csv", index=False)
    files = ("registry.parquet", "aliases.parquet", "islands.csv", "cities.json", "divisions.csv")
    made = _made(anchors, monkeypatch, tmp_path, *(tmp_path / name for name in files))
    for name in ("wpi-49875", "idn-21.00.40002"):
        assert made[name] == SHIPPED[name]
    assert (made["1"]["kind"], made["1"]["province"]) == ("port", "Quang Ninh")
    assert made["1116760"] == SHIPPED["1116760"]  # a town of another source stays


def test_landmarks_make_the_shipped_rows_of_a_light_a_commune_a_barangay_and_a_town(monkeypatch, tmp_path):
    light = [108.0025, 21.3963, *[0] * 7, 0]
    (tmp_path / "lights.json").write_text(json.dumps({"names": ["Vĩnh Thực"], "lights": [light]}), encoding="utf-8")
    norte = {"province_code": "0102800000", "coordinate": None}
    barangays = [
        {**norte, "psgc_code": "0102802004", "name": "Cabulalaan", "city_code": "0102802000",
         "coordinate": {"latitude": 18.2764, "longitude": 120.5882}},
        {"psgc_code": "9", "name": "Cabulalaan", "city_code": "9", "province_code": "9", "coordinate": None},
        {**norte, "psgc_code": "1", "name": "Adams (Pob.)", "city_code": "0102801000", "area_km2": 100},
    ]  # fmt: skip
    town = {**norte, "psgc_code": "0102801000", "name": "Adams", "geographic_level": "Mun",
            "coordinate": {"latitude": 18.4534, "longitude": 120.9194}}  # fmt: skip
    provinces = [{"psgc_code": "0102800000", "name": "Ilocos Norte"}]
    for name, rows in (("barangays", barangays), ("cities", [town]), ("provinces", provinces), ("places", {})):
        (tmp_path / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    with sqlite3.connect(tmp_path / "communes.db") as base:
        base.execute("CREATE TABLE admin_units (province, ward, wardLat, wardLon, wardAreaKm2, wardCode)")
        base.execute("INSERT INTO admin_units VALUES ('Tỉnh Quảng Ninh', 'Phường Hà Tu', 20.9393, 107.122, 10, 1)")
    DIVISIONS.to_csv(tmp_path / "divisions.csv", index=False)
    files = ("lights.json", "", "communes.db", "places.json", "divisions.csv")
    made = _made(landmarks, monkeypatch, tmp_path, *(tmp_path / name for name in files))
    for name in ("light-vinh-thuc", "vn-phuong-ha-tu-quang-ninh", "psgc-0102802004", "psgc-0102801000"):
        assert made[name] == SHIPPED[name]
