"""The builders of the gazetteer's tables run, and make again what is shipped."""

from __future__ import annotations

import numpy as np
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


def test_the_other_builders_want_their_files(monkeypatch):
    for builder in (anchors, landmarks):
        monkeypatch.setattr("sys.argv", ["builder"])
        with pytest.raises((IndexError, FileNotFoundError, ValueError)):
            builder.main()
