"""Towns of the coasts that are no features: what counts from them at sea is placed, and their name alone is nothing."""

from __future__ import annotations

import pytest

from scs_tracker import geodata
from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.context import kilometres
from scs_tracker.geocoding.tokens import lexicon


@pytest.mark.parametrize(
    ("text", "lat", "lon", "within_km"),
    [
        ("a trawler sank 12 nm east of Hua Hin on Sunday", 12.571, 100.164, 5),
        ("23 nm west of Agoo, La Union", 16.32, 119.966, 5),
        ("45-50 nm northeast of Son Tra, Da Nang", 16.622, 108.816, 5),
        ("cách Nghi Sơn 30 hải lý về phía đông", 19.328, 106.35, 5),
        ("cách cảng Nghi Sơn 30 hải lý về phía đông", 19.328, 106.35, 5),
        ("di perairan 31 mil laut arah timur Tanjung Sedili, Johor", 1.933, 104.633, 5),
        ("namataan 12 milyang nautikal sa kanluran ng Agoo, La Union", 16.32, 120.157, 5),
        ("距碣石东南约30海里", 22.455, 116.212, 5),
        ("20 nm east of Trat, Thailand", 12.243, 102.856, 5),
        ("两船在距离洋浦港西北方向33海里的海域相撞", 20.11, 108.78, 12),
        ("15 nm off Hua Hin", 12.567, 100.215, 5),
        ("a drill off the coast of Hua Hin", 12.571, 99.959, 5),
        ("渔船在北部湾斜阳岛海域被打沉", 20.9, 109.217, 5),
        ("off Trat, Gulf of Thailand", 11.65, 102.32, 10),
        ("46 km south of Waglan Island", 21.767, 114.303, 5),
        ("last observed 270 kilometers west of Sinait, Ilocos Sur", 17.85, 117.91, 15),
        ("the trawler sank off Sai Kung", 22.383, 114.267, 5),
        ("đặt cách đèn biển Hòn Dáu khoảng 6,0 hải lý về phía Đông Đông Bắc", 20.705, 106.915, 5),
        ("a tanker met a barge near Po Toi Island", 22.17, 114.262, 5),
        ("mất liên lạc ở cách đảo Hòn Khoai 2 hải lý về hướng Tây", 8.4355, 104.799, 5),
        ("cách vị trí đảo Hòn Ngư (Nghệ An) khoảng 90 hải lý về phía đông", 18.793, 107.348, 5),
        ("di perairan pulau Tenggol", 4.8, 103.68, 5),
        ("货轮在涠洲岛附近海域失事", 21.027, 109.115, 5),
        ("汕头石碑山角以南约30海里", 22.433, 116.495, 5),
        ("距南澳岛东南20海里", 23.18, 117.2725, 5),
        ("广东南澳岛东南20海里", 23.18, 117.2725, 5),
        ("中国南澳岛以东20海里", 23.4167, 117.38, 5),
        ("珠海外伶仃岛以南20海里", 21.78, 114.083, 5),
        ("屏東小琉球西南方20海里", 22.10, 120.12, 5),
        ("屏東琉球鄉以南10海里", 22.17, 120.37, 5),
        ("屏东恒春西南20海里", 21.77, 120.49, 5),
        ("台東蘭嶼西南方20海里", 21.79, 121.28, 8),
        ("擔桿島以南10海里", 21.88, 114.27, 5),
        ("花莲县以东20海里", 23.97, 121.97, 5),
        ("距闸坡东南约20海里", 21.35, 112.06, 5),
        ("20 nm east of Taitung", 22.76, 121.51, 5),
        ("越南归仁以东20海里", 13.78, 109.57, 5),
        ("12 nautical miles west of Semirara Island", 12.0874, 121.174, 5),
        ("20 nm south of Zhapo Harbor", 21.251, 111.812, 5),
        ("40 nm northeast of Pulau Pengibu", 2.056, 106.793, 5),
        ("di perairan Pulau Mapur", 1.0, 104.824, 5),
        ("near Bongkot Terminal", 8.05, 102.333, 5),
        ("12 nm off Fangliao, Pingtung", 22.245, 120.415, 5),
        ("cách mũi Kê Gà 12 hải lý về phía nam", 10.495, 107.9915, 5),
        ("20 nm off Balambangan Island", 7.268, 116.938, 5),
        ("15 nm west of Cape Santiago", 13.771, 120.395, 5),
        ("距担杆岛以南20海里", 21.708, 114.268, 5),
        ("10 nm south of Camiguin Island, Cagayan", 18.757, 121.902, 5),
        ("cách cửa sông Nhật Lệ khoảng 19 hải lý về phía Đông", 17.483, 106.957, 5),
        ("tàu bị nạn cách cửa Gianh 24 hải lý về phía đông", 17.701, 106.911, 5),
        ("cách cửa biển Cửa Việt 12 hải lý về phía đông", 16.902, 107.4, 5),
        ("thả neo cách đèn biển Thuận An khoảng 8,8 hải lý về phía Đông Nam", 16.466, 107.736, 5),
        ("cách mũi Dinh 10 hải lý về phía nam", 11.194, 109.014, 5),
        ("10 nm east of Nhat Le lighthouse", 17.483, 106.8, 5),
        ("ở vùng biển gần cửa Nhật Lệ", 17.483, 106.626, 5),
        ("cách cửa Đại, Quảng Nam 5 hải lý về phía đông", 15.877, 108.476, 5),
        ("距峻壁角以西10海里", 19.352, 108.467, 5),
        ("10 nautical miles north of Tanjung Berakit", 1.408, 104.576, 5),
        ("20 nm west of Pulau Karimata", -1.605, 108.564, 5),
        ("100 meters off Barangay Malawaan, Rizal, Occidental Mindoro", 12.517, 120.945, 5),
        ("sa karagatan ng Barangay Malawaan, Rizal, Occidental Mindoro", 12.517, 120.945, 5),
        ("cách xã Vĩnh Hải, Khánh Hòa 12 hải lý về phía đông", 11.683, 109.358, 5),
        ("10 nm west of Brgy. Malawaan, Rizal, Occidental Mindoro", 12.517, 120.775, 5),
        ("cach den bien Thuan An 8 hai ly ve phia dong", 16.57, 107.767, 5),
        ("mũi Dinh", 11.361, 109.014, 3),
        ("cách xã Hải An 15 hải lý về phía đông", 20.139, 106.475, 5),
        ("cách cửa Ninh Cơ 15 hải lý về phía đông", 20.008, 106.465, 5),
        ("cách phường Sa Huỳnh 15 hải lý về phía đông", 14.654, 109.308, 5),
        ("10 km off Barangay Cappa-cappa", 17.337, 120.362, 5),
        ("270 kilometro ang layo sa kanluran ng Batac, Ilocos Norte", 18.02, 118.03, 5),
        ("tàu chìm cách cửa Lạch Bạng 12 hải lý về phía đông", 19.298, 106.034, 5),
        ("cách Vũng Rô 5 hải lý về phía đông", 12.85, 109.495, 5),
        ("香港横栏岛以东四十二海哩", 22.18, 115.057, 5),
        ("karam di antara Pulau Redang dan Pulau Bidong", 5.693, 103.034, 5),
        ("midway between Hon Ngu Island and Hon Mat Island", 18.798, 105.862, 5),
    ],
)
def test_what_counts_from_a_town_is_placed(text: str, lat: float, lon: float, within_km: float) -> None:
    found = resolve_text(text)
    assert found.status == "resolved"
    assert kilometres(found.lat or 0, found.lon or 0, lat, lon) < within_km


@pytest.mark.parametrize(
    "text",
    [
        "near Hua Hin",
        "Hua Hin",
        "the mayor of Agoo spoke",
        "a bus fell into a ravine 12 km from Hua Hin",
        "12 nm off Agoo Rock",
        "30 nm east of Calintaan Island",
        "12 nm off Agoo Bay",
        "30 nm north of Cape Calintaan",
        "12 nm from BRP Sindangan",
        "25 nm from MV Calintaan",
        "30 nm from Captain Trat",
        "12 nm off Nghi Son Oil Field",
        "8 nautical miles east of Agoo, Texas",
        "12 nm off Santa Cruz, Tenerife",
        "20 nm off Agoo, Sorsogon",
        "the Agoo, 12 nm off schedule",
        "cách đảo Nghi Sơn 10 hải lý",
        "the ferry to Po Toi Island was full",
        "a clinic on Lamma Island",
        "a car stopped 60 kilometers east of Sinait, Ilocos Sur",
        "gần đảo Nam Du, Kiên Giang",
        "距碣石岛东南10海里",
        "碣石镇法院开庭",
        "向西行驶三公里到达碣石",
        "near the port of Jiazi",
        "a fire at Fangliao Fishing Port",
        "9 nautical miles west of Pulau Pisang",
        "20 nm off Camiguin Island",
        "12 nm off Cape Melville, Washington",
        "gần cửa hàng An Hòa",
        "mở cửa Nhật Lệ đón khách",
        "cách cửa Đại 5 hải lý",
        "cách Hòn Chim 5 hải lý về phía đông",
        "10 nm off Nhật Lệ",
        "cách tàu của An Hòa 5 hải lý",
        "của Việt",
        "8 km east of Talisay, Batangas",
        "chủ tịch xã Vĩnh Hải",
        "a school in Barangay Malawaan",
        "12 nm off Barangay San Isidro",
        "the storm was 250 km west of Batac",
        "a bus fell into a ravine 60 kilometers east of Batac, Ilocos Norte",
        "between Pulau Unknown and Pulau Kapas",
        "a border between Agoo and Sinait",
    ],
)
def test_the_name_alone_or_of_another_thing_is_no_place(text: str) -> None:
    assert resolve_text(text).status == "unresolved"


def test_a_name_of_several_towns_is_decided_by_the_province() -> None:
    alone = resolve_text("12 nm west of San Pedro")
    assert alone.status == "unresolved"
    assert "name its province" in alone.reason
    for province, lat, lon in (("Antique", 10.802, 121.747), ("Occidental Mindoro", 12.461, 120.806)):
        found = resolve_text(f"12 nm west of San Pedro, {province}")
        assert found.status == "resolved"
        assert kilometres(found.lat or 0, found.lon or 0, lat, lon) < 5


def test_an_island_of_two_provinces_is_decided_by_the_place_behind_it() -> None:
    assert resolve_text("cách Hòn Tre năm hải lý").status == "unresolved"
    found = resolve_text("cách Hòn Tre, Nha Trang 5 hải lý")
    assert kilometres(found.lat or 0, found.lon or 0, 12.213, 109.286) < 5


def test_kinds_of_the_table_are_known_and_land_is_told_from_sea() -> None:
    ashore = {row["kind"] for row in geodata.rows("towns")} - {
        "island", "cape", "lighthouse", "estuary", "reef", "terminal",
    }  # fmt: skip
    assert ashore == {"town", "port", "province", "barangay", "commune"}
    assert all(row["radius_km"] for row in geodata.rows("towns") if row["kind"] not in ashore)


def test_no_town_has_a_name_that_the_gazetteer_or_the_grammar_has() -> None:
    words = lexicon()
    for row in geodata.rows("towns"):
        names = filter(None, f"{row['names']};{row['doubtful_names']}".split(";"))
        assert not [name for name in names if words.gazetteer.key(name) in words.phrases], row


def test_what_the_parts_of_towns_are_named_after_keeps_its_place() -> None:
    for row in geodata.rows("towns"):
        if row["kind"] in {"barangay", "commune"}:
            assert " " in row["name"]
            assert not [one for one in f"{row['names']};{row['doubtful_names']}".split(";") if one and " " not in one]
    assert resolve_text("10 nm off Barangay Cabra, Lubang, Occidental Mindoro").feature_id == "cabra-island"


def test_a_small_word_of_another_language_is_no_word_of_this_one() -> None:
    found = resolve_text("cách cửa sông Gianh khoảng 24 hải lý về phía Đông")  # sông is no song
    assert found.status == "resolved"


def test_a_town_may_stand_behind_the_city_that_it_belongs_to() -> None:
    found = resolve_text("距汕尾遮浪以南20海里")
    assert kilometres(found.lat or 0, found.lon or 0, 22.34, 115.567) < 5


def test_a_measured_place_counts_from_within_the_hint_and_may_lie_outside_it() -> None:
    found = resolve_text("46 nm northwest of Mantanani Island, Sabah", place="Sabah")
    assert found.feature_id == "mantanani-islands"


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("vùng biển tỉnh Sóc Trăng", 9.05, 106.37),
        ("30 hải lý ngoài khơi Nam Định", 19.84, 106.63),
        ("cách bờ biển tỉnh Kiên Giang 30 hải lý", 9.80, 104.20),
        ("12 nm off Trat province", 12.09, 102.38),
        ("12 nm off Surat Thani", 9.32, 99.42),
        ("花蓮外海", 23.66, 122.2),
    ],
)
def test_provinces_without_a_row_of_their_own_are_the_middle_of_their_coast(text: str, lat: float, lon: float) -> None:
    found = resolve_text(text)
    assert kilometres(found.lat or 0, found.lon or 0, lat, lon) < 10


@pytest.mark.parametrize("text", ["trên vùng biển Thái Bình Dương", "tàu cá Quảng Bình bị chìm", "off Surat"])
def test_the_name_of_such_a_province_alone_or_in_another_is_nothing(text: str) -> None:
    assert resolve_text(text).status == "unresolved"


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [("Kuala Rompin", 2.82, 103.48), ("Kuala Rompin, Pahang", 2.82, 103.48), ("涠洲岛", 21.03, 109.11)],
)
def test_a_town_that_is_all_a_text_names_is_the_place(text: str, lat: float, lon: float) -> None:
    found = resolve_text(text)
    assert kilometres(found.lat or 0, found.lon or 0, lat, lon) < 2
    assert "which is no feature" in found.reason


@pytest.mark.parametrize("text", ["Jose Rizal", "kuala rompin", "Victoria", "Kuala Rompin, Alaska"])
def test_what_may_be_somebody_or_elsewhere_is_no_town(text: str) -> None:
    assert resolve_text(text).status != "resolved"


def test_an_island_of_the_coast_is_a_place_that_something_was_at() -> None:
    found = resolve_text("tàu chở đá đắm tại đảo Hòn Ngư (Nghệ An)")
    assert kilometres(found.lat or 0, found.lon or 0, 18.8, 105.767) < 2
    assert resolve_text("cách mũi La Gi (tỉnh Bình Thuận) khoảng 20 hải lý").feature_id == "la-gi"


def test_a_word_for_an_island_is_no_title() -> None:
    assert resolve_text("Hòn Khoai, Cà Mau").status == "resolved"
    assert resolve_text("Hon. Natuna").status != "resolved"


def test_a_direction_from_a_province_tells_which_island_is_meant() -> None:
    found = resolve_text("off Camiguin Island, north of Cagayan")
    assert kilometres(found.lat or 0, found.lon or 0, 18.924, 121.902) < 2


def test_cu_lao_begins_the_name_of_an_island_that_something_was_at() -> None:
    assert resolve_text("vào tránh gió ở Cù Lao Chàm").status == "resolved"
    assert resolve_text("a clinic on Lamma Island").status != "resolved"
