"""Coordinates: format a position in any notation, and read it back."""

from __future__ import annotations

import mgrs
import pytest
import utm
from hypothesis import example, given
from hypothesis import strategies as st

from scs_tracker.geocoding import resolve_text

LATS = st.floats(5.0, 21.5)
LONS = st.floats(105.0, 119.5)


def parts(value, decimals):
    """Return degrees, minutes, seconds of a value, the seconds rounded without reaching 60."""
    total = round(value * 3600, decimals)
    degrees, rest = divmod(total, 3600)
    minutes, seconds = divmod(rest, 60)
    return int(degrees), int(minutes), round(seconds, decimals)


def minutes_of(value, decimals):
    total = round(value * 60, decimals)
    degrees, minutes = divmod(total, 60)
    return int(degrees), round(minutes, decimals)


def two(value, width=2, decimals=0):
    return f"{value:0{width + 1 + decimals if decimals else width}.{decimals}f}"


DECIMAL = [
    "{lat:.4f}°N {lon:.4f}°E",
    "{lat:.4f}N, {lon:.4f}E",
    "{lat:.4f}, {lon:.4f}",
    "N{lat:.4f} E{lon:.4f}",
    "E {lon:.4f} N {lat:.4f}",
    "{lon:.4f}° E, {lat:.4f}° N",
    "lat {lat:.4f} lon {lon:.4f}",
    "Latitude: {lat:.4f}, Longitude: {lon:.4f}",
    "{lat:.4f} degrees north, {lon:.4f} degrees east",
    "{lat:.4f} north latitude and {lon:.4f} east longitude",
    "北纬{lat:.4f}度，东经{lon:.4f}度",
    "{lat:.4f}° LU, {lon:.4f}° BT",
    "{lat:.4f} vĩ độ Bắc, {lon:.4f} kinh độ Đông",
    "({lat:.4f}, {lon:.4f})",
]


@given(LATS, LONS, st.sampled_from(DECIMAL))
def test_decimal_degrees(lat, lon, form):
    text = form.format(lat=lat, lon=lon)
    found = resolve_text(text)
    assert found.status == "resolved", (text, found.reason)
    assert found.method == "coordinates"
    assert (found.lat, found.lon) == pytest.approx((round(lat, 4), round(lon, 4)), abs=1e-9), text


SEXAGESIMAL = [
    "{a}°{b}′{c}″N, {d}°{e}′{f}″E",
    "{a}º{b}'{c}\"N {d}º{e}'{f}\"E",
    "{a}° {b}' {c}'' N / {d}° {e}' {f}'' E",
    "N {a}°{b}’{c}” E {d}°{e}’{f}”",
    "{a}-{b}-{c}N {d}-{e}-{f}E",
    "{a}:{b}:{c}N {d}:{e}:{f}E",
    "{a} {b} {c} N, {d} {e} {f} E",
    "{a} degrees {b} minutes {c} seconds north, {d} degrees {e} minutes {f} seconds east",
    "latitude {a} degrees {b} minutes {c} seconds N, longitude {d} degrees {e} minutes {f} seconds E",
    "北纬{a}度{b}分{c}秒，东经{d}度{e}分{f}秒",
    "北緯{a}°{b}′{c}″、東經{d}°{e}′{f}″",
    "{a} độ {b} phút {c} giây vĩ bắc, {d} độ {e} phút {f} giây kinh đông",
    "{a}°{b}'{c}\" LU - {d}°{e}'{f}\" BT",
    "{a}°{b}'{c}\" B, {d}°{e}'{f}\" Đ",
    "{d}°{e}'{f}\" E {a}°{b}'{c}\" N",
]


@given(LATS, LONS, st.sampled_from(SEXAGESIMAL))
def test_degrees_minutes_and_seconds(lat, lon, form):
    north, east = parts(lat, 0), parts(lon, 0)
    a, b, c, d, e, f = north[0], two(north[1]), two(north[2]), east[0], two(east[1]), two(east[2])
    text = form.format(a=a, b=b, c=c, d=d, e=e, f=f)
    found = resolve_text(text)
    assert found.status == "resolved", (text, found.reason)
    assert (found.lat, found.lon) == pytest.approx((lat, lon), abs=0.5 / 3600 + 1e-9), text
    assert found.radius_km == pytest.approx(0.1)


MINUTES = [
    "{a}°{b}′N {d}°{e}′E",
    "{a}-{b}N {d}-{e}E",
    "N{a}-{b} E{d}-{e}",
    "{a} {b} N, {d} {e} E",
    "{a} degrees {b} minutes north, {d} degrees {e} minutes east",
    "{a:02d}{b}N {d:03d}{e}E",
]


@given(LATS, LONS, st.sampled_from(MINUTES), st.integers(0, 3))
@example(1.0, 106.25, "{a}-{b}N {d}-{e}E", 0)  # oil block 06-1 is no part of 106-15
def test_degrees_and_decimal_minutes(lat, lon, form, decimals):
    north, east = minutes_of(lat, decimals), minutes_of(lon, decimals)
    text = form.format(a=north[0], b=two(north[1], 2, decimals), d=east[0], e=two(east[1], 2, decimals))
    found = resolve_text(text)
    assert found.status == "resolved", (text, found.reason)
    assert (found.lat, found.lon) == pytest.approx((lat, lon), abs=0.5 * 10**-decimals / 60 + 1e-9), text


@given(LATS, LONS, st.integers(2, 5))
def test_mgrs(lat, lon, precision):
    text = mgrs.MGRS().toMGRS(lat, lon, MGRSPrecision=precision)
    found = resolve_text(text)
    assert found.status == "resolved", (text, found.reason)
    cell = 10.0 ** (5 - precision) / 111_000
    assert (found.lat, found.lon) == pytest.approx((lat, lon), abs=cell * 0.9 + 1e-5), text


@given(
    LATS,
    LONS,
    st.sampled_from(["{z}{b} {e:.0f} {n:.0f}", "{z}{b} {e:.0f}E {n:.0f}N", "UTM zone {z}{b}, {e:.0f} mE, {n:.0f} mN"]),
)
def test_utm(lat, lon, form):
    east, north, zone, band = utm.from_latlon(lat, lon)
    text = form.format(z=zone, b=band, e=east, n=north)
    found = resolve_text(text)
    assert found.status == "resolved", (text, found.reason)
    assert (found.lat, found.lon) == pytest.approx((lat, lon), abs=2e-5), text


@pytest.mark.parametrize("text", ["9d43m57s N 115d51m51s E", "09d43m57sN, 115d51m51sE", "9d 43m 57s N 115d 51m 51s E"])
def test_letters_stand_for_degrees_minutes_and_seconds(text):
    found = resolve_text(text)
    assert (found.status, found.method) == ("resolved", "coordinates")
    assert (found.lat, found.lon) == pytest.approx((9.7325, 115.86417), abs=1e-4)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("95°N 115°E", "over 90"),
        ("latitude 97.5 north, longitude 115 east", "over 90"),
        ("115.9, 9.7", "over 90"),
        ("9.7N 215.9E", "over 180"),
        ("9.7N 15S", "contradict"),
        ("9.7N 115.9N", "contradict"),
        ("N15.1 N117.7", "contradict"),
        ("N 9.7 S, E 115", "contradict"),
        ("-9.7N 115.9E", "contradict"),
        ("lat 9.7 E, lon 115.9 N", "contradict"),
        ("15°75'N 117°45'E", "over 59"),
        ("15.15N", "longitude is missing"),
        ("115°52'E", "latitude is missing"),
        ("51.5N 0.1W", "outside"),
        ("15.1 S 117.7 E", "outside"),
    ],
)
def test_what_is_no_position_says_why(text, word):
    found = resolve_text(text)
    assert found.status == "unresolved"
    assert word in found.reason
    assert found.lat is None


@pytest.mark.parametrize(
    "text",
    [
        "Lat/Long 15.1486/117.7639",
        "Long/Lat 117.7639/15.1486",
        "15.08.55N 117.45.50E",
        "N 15 08 55 E 117 45 50",
        "LAT: 15-08-55N LONG: 117-45-50E",
        "15 08.92N 117 45.83E",
        "longitude 117.7639 E, latitude 15.1486 N",
        "15° 08' 55\" U 117° 45' 50\" T",
        "北纬十五度八分五十五秒，东经一百一十七度四十五分五十秒",
    ],
)
def test_rarer_notations(text):
    found = resolve_text(text)
    assert (found.lat, found.lon) == pytest.approx((15.1486, 117.7639), abs=2e-4), found.reason


def test_a_date_is_no_grid_reference():
    assert resolve_text("near Sabina Shoal on 13 May 2014").feature_id == "sabina-shoal"


def test_two_different_positions_are_ambiguous():
    for text in ("16-38 N 112-05 E, 16-33 N 111-21 E", "15N 117E and 16N 118E"):
        found = resolve_text(text)
        assert found.status == "ambiguous"
        assert text[:3] in found.reason


def test_a_track_from_one_position_to_another_is_a_line():
    found = resolve_text("from 16-38 N 112-05 E to 16-33 N 111-21 E")
    assert (found.method, len(found.outline)) == ("area", 2)
    assert found.radius_km == pytest.approx(40, abs=2)


def test_the_same_position_twice_is_one_and_the_finer_counts():
    found = resolve_text("15.13N 117.83E (15°07′51″N 117°50′00″E)")
    assert found.status == "resolved"
    assert found.lat == pytest.approx(15 + 7 / 60 + 51 / 3600)


def test_precision_is_the_radius():
    radii = [resolve_text(text).radius_km for text in ("9.7N 115.9E", "9.70N 115.90E", "9.7000N 115.9000E")]
    assert radii == pytest.approx([7.8, 0.78, 0.1], rel=0.02)


@pytest.mark.parametrize(
    "text", ["5 to 6 nm", "12, 13 nm", "on 3 May, 15 boats", "1.5 million, 2.5 million", "v2.10, 3.4"]
)
def test_other_numbers_are_no_position(text):
    assert resolve_text(text).method == "none"


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("posisi 05 06 20 U 109 15 80 T", 5.1056, 109.2633),
        ("06 ° 07'0641 U-105 ° 56'8089 T", 6.1177, 105.9468),
        ('02 38 180" N-105 13 460" E', 2.6363, 105.2243),
        ("02 38' N-105 13,5' E", 2.6333, 105.225),
        ("10o40' N -110o 20' E", 10.6667, 110.3333),
        ("posisi 02'34.00 LU 103'26.20 BT", 2.5667, 103.4367),
    ],
)
def test_spaces_between_the_parts_and_decimals_of_a_minute_where_seconds_stand(text, lat, lon):
    found = resolve_text(text)
    assert (found.method, round(found.lat, 4), round(found.lon, 4)) == ("coordinates", lat, lon)


@pytest.mark.parametrize(
    "text",
    [
        "15°08'30.5\"N 117°46'12.5\"E",
        "15.08.30 LU - 117.46.12 BT",
        "φ = 15°08'30\" N; λ = 117°46'12\" E",
    ],
)
def test_decimals_of_seconds_dots_and_greek_letters(text: str) -> None:
    found = resolve_text(text)
    assert (found.method, round(found.lat, 3), round(found.lon, 3)) == ("coordinates", 15.142, 117.77)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("vị trí 12 o 48’25” Bắc và 111 o 26’48” Đông", 12.807, 111.447),
        ("11059,5638’N 109018,4218’E", 11.993, 109.307),
        ("posisi 07 20' 09\" U - 107 54' 56\" T", 7.336, 107.916),
    ],
)
def test_a_spaced_letter_a_nought_before_decimals_and_no_mark_of_degrees(text: str, lat: float, lon: float) -> None:
    found = resolve_text(text)
    assert (found.method, round(found.lat, 3), round(found.lon, 3)) == ("coordinates", lat, lon)


def test_a_letter_in_brackets_behind_the_label_is_the_hemisphere() -> None:
    found = resolve_text("chướng ngại vật: Vĩ độ (N) 20°40'47.2\" Kinh độ (E) 106°55'22.6\"")
    assert (found.method, round(found.lat, 4), round(found.lon, 4)) == ("coordinates", 20.6798, 106.9229)


def test_the_number_of_a_notice_is_no_latitude() -> None:
    found = resolve_text("HN0128: 17-33.0N 109-30.0E, 17-33.0N 109-51.0E, 17-58.0N 109-51.0E AND 17-58.0N 109-30.0E")
    assert (found.method, round(found.lat, 2), round(found.lon, 2)) == ("area", 17.76, 109.67)


def test_a_date_before_a_colon_is_no_latitude() -> None:
    found = resolve_text("10 giờ ngày 28/8: 16,8N-115,3E; cách Hoàng Sa khoảng 410km")
    assert (found.method, round(found.lat, 1), round(found.lon, 1)) == ("coordinates", 16.8, 115.3)


@pytest.mark.parametrize("text", ["A15-08N, B117-46E", "Point A15°08'N 117°46'E", "position A15°08'N 117°46'E"])
def test_a_letter_before_degrees_is_no_corner(text):
    found = resolve_text(text)
    assert (round(found.lat, 3), round(found.lon, 3)) == (15.133, 117.767)


@pytest.mark.parametrize(
    "text",
    [
        "rammed at 15-08N 117-46E, then rammed again at 15-30N 117-50E",
        "Anchored 15-08N 117-46E due to engine trouble; owner at 10-00N 118-00E",
        "boat at 15-08N 117-46E, closest to 16-00N 118-00E",
    ],
)
def test_two_positions_are_a_way_only_where_one_leads_to_the_other(text):
    assert resolve_text(text).status == "ambiguous"
    assert resolve_text("boat drifted from 16-38N 112-05E to 16-40N 112-30E").method == "area"


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("A1 16°14’00”N 108°06’00”E", 16.2333, 108.1),
        ("neo đậu tại 16°48’ VĐB, 107°23’ KĐĐ", 16.8, 107.3833),
        ("17°25′46〞.9N/110°41′22〞.3E", 17.4297, 110.6895),
        ("at 08.16′.05N and 102.51′.11”E", 8.2675, 102.8518),
        ("20°33′.5N 109°33′.8E", 20.5583, 109.5633),
    ],
)
def test_positions_with_marks_in_other_places(text: str, lat: float, lon: float) -> None:
    found = resolve_text(text)
    assert (found.lat, found.lon) == (pytest.approx(lat, abs=0.0002), pytest.approx(lon, abs=0.0002))


@pytest.mark.parametrize("text", ["2.85 U 104.95 T", "02.85U, 104.95T", "2,85 U / 104,95 T"])
def test_letters_of_malay_in_a_pair_are_hemispheres_without_a_mark(text: str) -> None:
    found = resolve_text(text)
    assert (found.lat, found.lon) == (pytest.approx(2.85), pytest.approx(104.95))


def test_tonnes_are_no_hemisphere() -> None:
    assert resolve_text("kapal 30 T dan 45 U").status == "unresolved"


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("posisinya N.03 26 59 E. 106 22 20", 3.4497, 106.3722),
        ("chìm ở 18.44.46 độ Bắc và 105.44.20 độ Đông", 18.7461, 105.7389),
        ("koordinat 3° 2’36.74″N 105°41’26.92″E", 3.0435, 105.6908),
    ],
)
def test_stops_words_and_spaces_within_degrees(text: str, lat: float, lon: float) -> None:
    found = resolve_text(text)
    assert (found.lat, found.lon) == (pytest.approx(lat, abs=1e-3), pytest.approx(lon, abs=1e-3))


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("10, 50 độ vĩ Bắc - 112, 01 độ kinh đông, cách Đá Lớn 118 hải lý", 10.8333, 112.0167),
        ("vĩ độ 08002’34″5 Bắc, kinh độ 108055’40″7 Đông", 8.0429, 108.9280),
        ("vị trí 10°N 1100 E, hôm sau thì bặt tin", 10.0, 110.0),
    ],
)
def test_more_marks_as_the_press_of_viet_nam_prints_them(text: str, lat: float, lon: float) -> None:
    found = resolve_text(text)
    assert (found.lat, found.lon) == (pytest.approx(lat, abs=1e-3), pytest.approx(lon, abs=1e-3))


def test_a_space_before_three_decimals_of_minutes() -> None:
    found = resolve_text("saat berada di 06° 41 770' LU - 109° 21 326' BT")
    assert (found.lat, found.lon) == (pytest.approx(6.6962, abs=1e-3), pytest.approx(109.3554, abs=1e-3))
