"""What distances count from: printed coordinates, a point given beside the words, and never an unknown landmark."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.context import kilometres
from scs_tracker.geocoding.spots import forward

NM = 1.852
AT = {"A": (15 + 8 / 60, 117 + 46 / 60), "B": (15.125, 117 + 50 / 60), "C": (16.5, 112.0), "D": (5.5, 112.5)}


@pytest.mark.parametrize(
    ("text", "anchor", "azimuth", "miles"),
    [
        ("10 nm east of 15°08′N 117°46′E", "A", 90, 10),
        ("about 12 nautical miles southwest of position 15°08'N, 117°46'E", "A", 225, 12),
        ("bearing 270 from 15-07.5N 117-50.0E, 12 nm", "B", 270, 12),
        ("5 hải lý về phía đông của 16°30'N 112°00'E", "C", 90, 5),
        ("cách tọa độ 16°30'N 112°00'E 5 hải lý về phía đông", "C", 90, 5),
        ("距北纬15度08分、东经117度46分以东10海里", "A", 90, 10),
        ("5 batu nautika di timur 5°30'N 112°30'E", "D", 90, 5),
        ("within 3 nm of 15-07.5N 117-50.0E", "B", 0, 0),
        ("a circle of 3 nm radius around 15-07.5N 117-50.0E", "B", 0, 0),
    ],
)
def test_printed_coordinates_take_offsets_and_circles(text: str, anchor: str, azimuth: float, miles: float) -> None:
    found = resolve_text(text)
    wanted = forward(*AT[anchor], azimuth, miles * NM)
    assert kilometres(found.lat, found.lon, *wanted) < 0.5
    assert found.method == "offset"
    assert found.radius_km > 0.5
    if not miles:
        assert found.radius_km >= 3 * NM


def test_coordinates_are_an_end_of_between() -> None:
    found = resolve_text("between 9.9N 116.6E and 9.7N 116.2E")
    assert (round(found.lat, 1), round(found.lon, 1), found.method) == (9.8, 116.4, "between")


@pytest.mark.parametrize(
    "text", ["15°08′N 117°46′E, 10 nm east of Scarborough Shoal", "30 nm from the coast at 15°08′N 117°46′E"]
)
def test_coordinates_that_nothing_is_counted_from_are_the_place(text: str) -> None:
    found = resolve_text(text)
    assert (found.method, round(found.lat, 3), round(found.lon, 3)) == ("coordinates", 15.133, 117.767)


def test_a_distance_without_a_name_counts_from_the_point_given() -> None:
    found = resolve_text("42 nautical miles east", near=(15.15, 117.76))
    assert kilometres(found.lat, found.lon, *forward(15.15, 117.76, 90, 42 * NM)) < 0.5
    assert "given with the words" in found.reason
    assert resolve_text("42 nautical miles east").status == "unresolved"


def test_there_is_the_point_given_and_nothing_without_it() -> None:
    assert resolve_text("there", near=(9.7, 115.9)).lat == 9.7
    assert resolve_text("there").status == "unresolved"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("50 nautical miles west of Tanjung Po, Sarawak", "Po"),
        ("10 nm off Tanjung Po in Sarawak", "Po"),
        ("off Quang Trung", "Quang Trung"),
        ("20 nm east of Blue Patch", "Blue Patch"),
    ],
)
def test_an_unknown_landmark_is_named_and_its_province_is_not_taken_for_it(text: str, unknown: str) -> None:
    found = resolve_text(text)
    assert found.status == "unresolved"
    assert f"'{unknown}'" in found.reason


@pytest.mark.parametrize("text", ["Spratly & Sons Ltd", "Flat Island Records", "西沙咖啡馆", "Spratly, Richard"])
def test_companies_and_people_of_a_name_are_no_places(text: str) -> None:
    assert resolve_text(text).status == "unresolved"


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("12o48'25” Bắc, 110o15'29” Đông", 12.80694, 110.25806),
        ("15029'58'' Bắc, 111036'12'' Đông", 15.49944, 111.60333),
        ("11'14 độ vĩ Bắc, 114'20 độ kinh Đông", 11.23333, 114.33333),
        ("06.16.800 U - 108.45.300 T", 6.28, 108.755),
        ("04°18'79” U, 108°30'45” T", 4.31317, 108.5125),
    ],
)
def test_degrees_as_the_press_prints_them(text: str, lat: float, lon: float) -> None:
    found = resolve_text(text)
    assert (found.method, round(found.lat, 4), round(found.lon, 4)) == ("coordinates", round(lat, 4), round(lon, 4))


def test_a_distance_off_a_coast_holds_what_lies_off_its_ends() -> None:
    found = resolve_text("124 nm off Zambales")
    shoal = resolve_text("Scarborough Shoal")
    assert kilometres(found.lat, found.lon, shoal.lat, shoal.lon) < found.radius_km


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("119 nautical miles off Ly Son Island and about 17 miles from Triton Island", (15.4994, 111.2017)),
        ("30 nm from Scarborough Shoal and 100 nm from Zambales", (15.13, 118.2)),
    ],
)
def test_two_distances_meet(text: str, near: tuple[float, float]) -> None:
    found = resolve_text(text)
    assert found.reason == "where both distances hold"
    assert kilometres(found.lat, found.lon, *near) < found.radius_km
    one_alone = resolve_text(text.partition(" and ")[0])
    assert found.radius_km < one_alone.radius_km or found.radius_km < 75


@pytest.mark.parametrize(
    ("text", "here", "ashore"),
    [
        ("35 nm from Luzon and 500 nm from Hainan", (16.45, 119.2), None),
        ("cách đảo Cồn Cỏ 130 hải lý, cách đảo Lý Sơn 140 hải lý", (17.68, 109.5), (15.6, 106.0)),
    ],
)
def test_two_distances_meet_on_every_side_of_a_coast_but_never_ashore(text, here, ashore) -> None:
    found = resolve_text(text)
    assert kilometres(found.lat, found.lon, *here) < found.radius_km
    assert ashore is None or kilometres(found.lat, found.lon, *ashore) > found.radius_km


def test_two_distances_that_do_not_meet_are_said_so() -> None:
    assert resolve_text("85 nm off Palawan and 180 nm from Vietnam").reason.startswith("the two distances do not meet")


def test_corners_of_an_area_are_one_disc_that_holds_them() -> None:
    found = resolve_text("bounded by 15-00N 117-00E, 15-00N 118-00E, 16-00N 118-00E and 16-00N 117-00E")
    assert (found.method, round(found.lat, 2), round(found.lon, 2)) == ("area", 15.5, 117.5)
    assert kilometres(found.lat, found.lon, 16.0, 118.0) <= found.radius_km


def test_the_mouth_of_a_gulf_is_farther_from_its_middle_than_its_waters() -> None:
    found, gulf = resolve_text("mouth of the Gulf of Tonkin"), resolve_text("Gulf of Tonkin")
    assert found.feature_id == gulf.feature_id == "gulf-of-tonkin"
    assert (found.radius_km or 0) == pytest.approx(1.5 * (gulf.radius_km or 0))


def test_a_lagoon_tells_that_half_a_name_is_a_reef() -> None:
    assert resolve_text("inside Mischief lagoon").feature_id == "mischief-reef"
    assert resolve_text("inside Mischief").status != "resolved"
