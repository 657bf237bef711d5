"""Distances by grammar: every order of number, unit, direction and anchor, in five languages, against the geodesic."""

from __future__ import annotations

from itertools import cycle

import pytest
from pyproj import Geod

from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.names import gazetteer

GEOD = Geod(ellps="WGS84")
#: By language: places with their features, numbers, units with their kilometres, winds with their degrees, and forms.
LANGUAGES = {
    "en": (
        (("Sabina Shoal", "sabina-shoal"), ("Ly Son Island", "ly-son"), ("Scarborough Shoal", "scarborough-shoal")),
        (("12", 12.0), ("30.5", 30.5), ("75", 75.0), ("forty-five", 45.0)),
        (("nm", 1.852), ("nautical miles", 1.852), ("km", 1.0), ("n.m.", 1.852)),
        (("north", 0), ("southeast", 135), ("west-southwest", 247.5)),
        (
            "{n} {u} {d} of {a}|{n} {u} to the {d} of {a}|{d} of {a} by {n} {u}|"
            "at a distance of {n} {u} {d} of {a}|{d} of {a}, about {n} {u} away|{n} {u} {d} off {a}|"
            "some {n} {u} due {d} of {a}|{n} {u} {d} from {a}|in waters {n} {u} {d} of {a}|"
            "{n} {u} from {a}, to the {d}|{n} {u} from {a} in the {d}|{n} {u} out from {a}, {d}|"
            "a point {n} {u} {d} of {a}|{d} of {a} ({n} {u})|{n} {u} {d} of what Manila calls {a}|"
            "{n} {u} or so {d} of {a}|{n} {u} {d} of the Philippine island of {a}|"
            "the boat sank {n} {u} {d} of {a} on Monday"
        ),
    ),
    "vi": (
        (("bãi Cỏ Mây", "second-thomas-shoal"), ("đảo Lý Sơn", "ly-son"), ("Côn Đảo", "con-dao")),
        (("12", 12.0), ("30,5", 30.5), ("75", 75.0), ("hơn 30", 30.0)),
        (("hải lý", 1.852), ("km", 1.0), ("hải lí", 1.852)),
        (("bắc", 0), ("Đông Nam", 135), ("tây nam", 225)),
        (
            "cách {a} {n} {u} về phía {d}|cách {a} về phía {d} khoảng {n} {u}|{n} {u} về phía {d} {a}|"
            "{d} {a} {n} {u}|về phía {d} {a} {n} {u}|phía {d} {a}, cách {n} {u}|"
            "hướng {d} của {a}, cách {n} {u}|cách {d} {a} {n} {u}|nằm ở phía {d} {a} và cách {n} {u}|"
            "cách {a} tới {n} {u} về phía {d}|{n} {u} tính từ {a} về phía {d}|ở phía {d} cách {a} {n} {u}|"
            "tàu cá bị đâm chìm cách {a} {n} {u} theo hướng {d} vào sáng 5-3"
        ),
    ),
    "ms": (
        (("Pulau Tioman", "tioman-island"), ("Beting Patinggi Ali", "south-luconia-shoals"), ("Tarempa", "tarempa")),
        (("12", 12.0), ("30,5", 30.5), ("75", 75.0)),
        (("batu nautika", 1.852), ("mil laut", 1.852), ("kilometer", 1.0)),
        (("utara", 0), ("timur laut", 45), ("timur", 90)),
        (
            "{n} {u} {d} {a}|{n} {u} di sebelah {d} {a}|{n} {u} ke arah {d} dari {a}|"
            "sekitar {n} {u} dari {a} ke arah {d}|sejauh {n} {u} di {d} {a}|di {d} {a} pada jarak {n} {u}|"
            "berjarak {n} {u} {d} {a}|{n} {u} dari {a} arah {d}|pada jarak {n} {u} dari {a} di sebelah {d}|"
            "arah {d} {a} sejauh {n} {u}|bot itu ditahan {n} {u} {d} {a} semalam"
        ),
    ),
    "fil": (
        (("Ayungin Shoal", "second-thomas-shoal"), ("Bajo de Masinloc", "scarborough-shoal")),
        (("12", 12.0), ("30.5", 30.5), ("75", 75.0)),
        (("nautical miles", 1.852), ("milyang nautikal", 1.852), ("kilometro", 1.0)),
        (("hilaga", 0), ("timog-silangan", 135), ("kanluran", 270)),
        (
            "{n} {u} {d} ng {a}|{n} {u} sa {d} ng {a}|{n} {u} sa gawing {d} ng {a}|"
            "nasa {n} {u} ang layo sa {d} ng {a}|may layong {n} {u} {d} ng {a}|"
            "sa {d} ng {a}, {n} {u} ang layo|{n} {u} mula sa {a} sa {d}|{n} {u} sa direksyong {d} ng {a}|"
            "nabangga ang bangka {n} {u} sa dakong {d} ng {a} nitong Lunes"
        ),
    ),
    "zh": (
        (("仁爱礁", "second-thomas-shoal"), ("黄岩岛", "scarborough-shoal"), ("中建岛", "triton-island")),
        (("12", 12.0), ("三十", 30.0), ("75.5", 75.5), ("120", 120.0)),
        (("海里", 1.852), ("公里", 1.0), ("浬", 1.852)),
        (("北", 0), ("东南", 135), ("西北", 315), ("南", 180)),
        (
            "距{a}{d}约{n}{u}|{a}以{d}约{n}{u}|{a}{d}方向{n}{u}处|{a}正{d}{n}{u}|{a}{d}边大约{n}{u}的地方|"
            "在{a}以{d}海域约{n}{u}处|海警船在{a}{d}方{n}{u}海域拦截菲船|"
            "海警船在距{a}约{n}{u}{d}方海域拦截菲船|海警船在距{a}{n}{u}处的{d}侧海面拦截菲船|"
            "位于{a}{d}面约{n}{u}的海域|{a}之{d}{n}{u}|由{a}向{d}{n}{u}"
        ),
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_order_of_distance_and_direction_leads_to_the_same_point(language):
    places, numbers, units, winds, forms = LANGUAGES[language]
    places, numbers, units, winds = cycle(places), cycle(numbers), cycle(units), cycle(winds)
    lost = []
    for form in forms.split("|"):
        for _ in range(5):
            (name, feature), (number, value), (unit, km), (wind, azimuth) = (
                next(one) for one in (places, numbers, units, winds)
            )
            here = gazetteer().features[feature]
            lon, lat, _ = GEOD.fwd(here.lon, here.lat, azimuth, value * km * 1000.0)
            text = form.format(a=name, n=number, u=unit, d=wind)
            found = resolve_text(text)
            away = GEOD.inv(lon, lat, found.lon, found.lat)[2] / 1000.0 if found.lat is not None else 9999.0
            if away > 1.0 + 0.06 * value * km:
                lost.append((text, round(away), found.reason))
    assert lost == []


def test_malay_letters_behind_decimals_are_degrees():
    found = resolve_text("di titik koordinat 8.7781 U dan 117.9490 T")
    assert (found.lat, found.lon) == (8.7781, 117.949)
    assert resolve_text("N 15 39.9 and E 118 50.6").lat == pytest.approx(15.665)
