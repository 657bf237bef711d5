"""Turns of the press that misled the geocoder once: each is read as its writer meant it."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.context import kilometres
from scs_tracker.geocoding.names import gazetteer


@pytest.mark.parametrize(
    "text",
    [
        "ông Nguyễn Trường Sa",
        "bà Lê Thị Lý Sơn",
        "si Ginoong Reynaldo Ayungin",
        "taga-Masinloc na mangingisda",
        "nhà hàng Phú Quốc",
        "Sekolah Kebangsaan Pulau Redang",
    ],
)
def test_people_schools_and_restaurants_are_no_places(text: str) -> None:
    assert resolve_text(text).status == "unresolved"


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("vùng biển cách mũi Đại Lãnh (Phú Yên) 35 hải lý", "cape-dai-lanh"),
        ("trên vùng biển Côn Đảo (Bà Rịa - Vũng Tàu)", "con-dao"),
        ("di perairan Sabah berhampiran Pulau Layang-Layang", "swallow-reef"),
        ("Palawan, Puerto Princesa", "puerto-princesa"),
    ],
)
def test_the_sharper_place_is_taken_and_a_town_in_brackets_only_tells_where(text: str, feature: str) -> None:
    found = resolve_text(text)
    assert (found.status, found.feature_id) == ("resolved", feature)


def test_a_distance_behind_the_owner_of_a_place_counts() -> None:
    found = resolve_text("nằm cách đảo Tri Tôn của Việt Nam 17 hải lý")
    assert (found.feature_id, found.method) == ("triton-island", "offset")
    assert found.radius_km > 17 * 1.852


def test_a_name_in_doubt_counts_in_a_list_of_reefs() -> None:
    found = resolve_text("near Ayungin, Escoda and Panatag")
    assert found.status == "ambiguous"
    assert found.alternatives == ("second-thomas-shoal", "sabina-shoal", "scarborough-shoal")
    assert resolve_text("Panatag").status == "ambiguous"


def test_degrees_with_hyphens_and_malay_letters() -> None:
    found = resolve_text("04-50-12 U / 108-22-30 T")
    assert (found.method, round(found.lat, 4), round(found.lon, 4)) == ("coordinates", 4.8367, 108.375)


@pytest.mark.parametrize(
    "text",
    [
        "trường THPT Bạch Long Vĩ",
        "công ty TNHH Phú Quý",
        "Sekolah Menengah Tok Bali",
        "Paaralang Elementarya ng Pag-asa",
        "Scarborough Shoal Seafood Restaurant",
        "黄岩岛海鲜酒楼",
        "东沙大街",
        "黄岩岛纪念馆",
        "PT Pertamina East Natuna",
        "SMA Negeri 1 Natuna",
        "nhà văn hóa Lý Sơn",
        "the Pangasinan chamber of commerce",
        "ca sĩ Lê Trường Sa",
        "giải bóng đá Hoàng Sa",
    ],
)
def test_what_is_named_after_a_place_is_told_a_few_words_away(text: str) -> None:
    assert resolve_text(text).status == "unresolved"


def test_a_fishing_ground_and_a_ship_at_a_reef_are_not_taken_for_schools_and_companies() -> None:
    assert resolve_text("ngư trường Hoàng Sa").feature_id == "paracel-islands"
    assert resolve_text("黄岩岛附近作业的公司渔船").feature_id == "scarborough-shoal"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("cách cửa sông Roòn (TP Đồng Hới) khoảng 19 hải lý về phía Đông", "Roòn"),
        ("cách đảo Hòn Vọng (Nghệ An) khoảng 90 hải lý về phía đông", "Vọng"),
        ("malapit sa Onok Island sa Balabac", "Onok Island"),
        ("di sekitaran Pulau Memperuk (Selatan Anambas)", "Pulau Memperuk"),
        ("waters off Pulau Dua, Sabah", "Pulau Dua"),
        ("di perairan 31 mil laut arah timur Tanjung Kalutan, Johor", "Kalutan"),
        ("cách đường trung tuyến giả định khoảng 21,4 hải lý về phía đông", ""),
    ],
)
def test_what_nobody_can_place_is_named_and_its_distance_is_not_lost(text: str, unknown: str) -> None:
    found = resolve_text(text)
    assert found.status == "unresolved"
    assert unknown in found.reason


@pytest.mark.parametrize(
    ("text", "feature", "miles"),
    [
        ("cách đảo Linh Côn, thuộc quần đảo Hoàng Sa khoảng 7 hải lý về phía đông", "lincoln-island", 7),
        ("cách thành phố Tam Á, đảo Hải Nam, Trung Quốc khoảng 50 hải lý về phía tây nam", "sanya", 50),
        ("vùng biển Trường Sa cách biển Vũng Tàu 240 hải lý về phía Đông Bắc", "vung-tau", 240),
        ("cách bờ (mũi La Gàn) 26 hải lý về hướng Đông Nam và cách đảo Phú Quý 17 hải lý về hướng Bắc", "phu-quy", 17),
        ("malapit sa bayan ng Masinloc, tinataya ang layo na 30 nautical miles", "masinloc", 30),
        ("100 milya hilaga-kanluran ng Barangay Cato, Infanta, Pangasinan", "infanta-pangasinan", 86.9),
        ("di timur laut ranai lebih kurang 130 nautical mil jaraknya", "ranai", 130),
        ("卡加延省聖安娜（Santa Ana）外海約55.8海里處", "santa-ana-cagayan", 55.8),
        ("12,2 hải lý của đảo Aur", "aur-island", 12.2),
    ],
)
def test_a_distance_finds_its_anchor_past_appositions(text: str, feature: str, miles: float) -> None:
    found = resolve_text(text)
    assert (found.status, found.feature_id) == ("resolved", feature)
    anchor = gazetteer().features[feature]
    away = kilometres(found.lat, found.lon, anchor.lat, anchor.lon)
    open_all_round = found.radius_km > 0.9 * miles * 1.852 and away < 0.1
    assert open_all_round or away == pytest.approx(miles * 1.852, rel=0.02)


def test_a_chinese_name_may_be_spelt_out_in_brackets() -> None:
    assert resolve_text("卡加延省（Cagayan）外海19浬（約35公里）處").method == "coast_distance"


def test_two_names_with_a_hyphen_are_both_ends() -> None:
    assert resolve_text("di antara perairan Anambas-Natuna").method == "between"


def test_an_owner_and_small_words_do_not_come_between_a_distance_and_its_coast() -> None:
    assert resolve_text("50 nautical miles from the Philippines' main island of Luzon").method == "coast_distance"


def test_a_province_behind_the_first_of_two_distances_does_not_part_them() -> None:
    found = resolve_text(
        "58 nautical miles mula sa Capones Island sa Zambales at 75 nautical miles mula sa Panatag Shoal"
    )
    assert found.reason == "where both distances hold"


def test_a_distance_tells_which_of_several_reefs_is_meant() -> None:
    found = resolve_text("near Discovery Reef, 200 nautical miles from the central city of Danang")
    assert found.feature_id == "discovery-reef-paracel"
    assert resolve_text("near Discovery Reef, 60 nautical miles from Danang").status == "ambiguous"


def test_pulau_leads_an_island_and_no_reef() -> None:
    found = resolve_text("di perairan Pulau Subi, Natuna")  # the larger one, with the smaller one in the disc
    assert found.feature_id == "subi-besar"
    assert kilometres(found.lat or 0, found.lon or 0, 3.0317, 108.8569) < (found.radius_km or 0)
    assert resolve_text("terumbu Subi").feature_id == "subi-reef"


def test_muara_is_a_rivers_mouth_in_malay_and_a_port_in_brunei() -> None:
    assert resolve_text("94 dan 97 batu nautika dari Muara Tok Bali").feature_id == "tok-bali"
    assert resolve_text("5.8 batu nautika barat daya Muara Kuala Terong").status == "unresolved"
    assert resolve_text("off Muara, Brunei").feature_id == "muara"


def test_an_anchor_may_be_some_words_behind_cach() -> None:
    assert resolve_text("cách vũng neo đậu tàu thuyền Lý Sơn khoảng 2-3 hải lý").method == "offset"


@pytest.mark.parametrize(
    "text",
    [
        "off Zambales, 60 nautical miles from shore",
        "in waters off Zambales, 60 nautical miles offshore",
        "60 nautical miles from shore, in waters off Zambales",
        "ngoài khơi tỉnh Zambales, cách bờ biển 60 hải lý",
        "vùng biển Zambales, cách đất liền 60 hải lý",
        "perairan Zambales, berjarak 60 mil laut dari bibir pantai",
        "sa karagatan ng Zambales, 60 nautical miles mula sa baybayin",
        "三描礼士外海，离岸60海里",
    ],
)
def test_a_distance_from_shore_counts_from_the_coast_that_is_named(text: str) -> None:
    found, plain = resolve_text(text), resolve_text("60 nautical miles off Zambales")
    assert (found.method, found.lat, found.lon) == ("coast_distance", plain.lat, plain.lon)
    assert found.radius_km == plain.radius_km


@pytest.mark.parametrize("text", ["60 nm from shore near Sabina Shoal", "cách bờ 60 hải lý, gần bãi Sa Bin"])
def test_a_distance_from_shore_does_not_count_from_a_reef(text: str) -> None:
    found = resolve_text(text)
    assert found.feature_id == "sabina-shoal"
    assert found.radius_km < 40


@pytest.mark.parametrize(
    "text", ["waters of Zambales", "vùng biển Zambales", "sa karagatan ng Zambales", "三描礼士海域"]
)
def test_the_waters_of_a_province_are_off_its_coast(text: str) -> None:
    found, off = resolve_text(text), resolve_text("off Zambales")
    assert (found.lat, found.lon, found.radius_km) == (off.lat, off.lon, off.radius_km)


@pytest.mark.parametrize(
    "text",
    [
        "về phía Đông Bắc đảo Phú Quý, cách đảo khoảng 17 hải lý",
        "vùng biển phía Đông Bắc đảo Phú Quý, cách 17 hải lý",
        "cách đảo Phú Quý 17 hải lý theo hướng Đông Bắc",
        "cách đảo Phú Quý từ 16 đến 18 hải lý về phía Đông Bắc",
    ],
)
def test_distance_and_direction_about_an_island_in_any_order(text: str) -> None:
    found = resolve_text(text)
    assert kilometres(found.lat, found.lon, *_at("phu-quy", 45.0, 17 * 1.852)) < 1


def _at(feature: str, azimuth: float, km: float) -> tuple[float, float]:
    from scs_tracker.geocoding.spots import forward

    one = gazetteer().features[feature]
    return forward(one.lat, one.lon, azimuth, km)


def test_a_heading_word_of_tagalog_is_a_direction() -> None:
    found = resolve_text("17 nautical miles mula sa Ayungin Shoal pahilaga")
    assert kilometres(found.lat, found.lon, *_at("second-thomas-shoal", 0.0, 17 * 1.852)) < 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("threescore nautical miles east of Scarborough Shoal", "threescore nautical miles"),
        ("黄岩岛以东17左右海里", "海里"),
        ("15 nm west of Blue Point, Zambales", "Blue Point"),
        ("距绿岬（巴拉望省）20海里", "绿岬"),
        ("距巴拉望省绿岬20海里", "20海里"),
        ("Barangay Kalayaan, Angono", "a part of a town"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_placed(text: str, said: str) -> None:
    found = resolve_text(text)
    assert found.status == "unresolved"
    assert said in found.reason


def test_a_ward_named_like_a_town_far_away_is_in_its_own_town() -> None:
    assert resolve_text("Barangay San Jose, Masinloc, Zambales").feature_id == "masinloc"
    assert resolve_text("xã Song Tử Tây").feature_id == "southwest-cay"


def test_a_bare_distance_right_before_a_name_counts() -> None:
    assert resolve_text("17 nautical miles Scarborough Shoal").radius_km > 17 * 1.852


@pytest.mark.parametrize(
    "text",
    [
        "the clash took place not at Second Thomas Shoal, as first reported, but at Sabina Shoal",
        "at Sabina Shoal, not at Second Thomas Shoal",
        "事发地不是仁爱礁，而是仙宾礁",
        "không phải ở bãi Cỏ Mây mà ở bãi Sa Bin",
        "bukan di Beting Second Thomas melainkan di Beting Sabina",
        "hindi sa Ayungin Shoal kundi sa Escoda Shoal",
    ],
)
def test_the_place_that_is_told_instead_of_another_counts(text: str) -> None:
    assert resolve_text(text).feature_id == "sabina-shoal"


@pytest.mark.parametrize(
    "text",
    [
        "it was not at Second Thomas Shoal",
        "petty officer Sabina Reed",
        "spoke with Sabina Reed by telephone",
        "công an thị trấn Tri Tôn, tỉnh An Giang",
        "rapat digelar di Hotel Natuna, Jalan Pulau Subi, Jakarta Timur",
        "dekat Kota Tinggi",
    ],
)
def test_denied_places_persons_and_buildings_ashore_are_no_places(text: str) -> None:
    assert resolve_text(text).status != "resolved"


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("3 nautical miles west of Iba town", "iba"),
        ("15 nm west of the town of Iba", "iba"),
        ("三亚偏西方向约60海里处", "sanya"),
        ("在距离三亚港西部约60海里处", "sanya"),
    ],
)
def test_towns_and_ports_that_a_distance_counts_from(text: str, feature: str) -> None:
    found = resolve_text(text)
    assert (found.method, found.feature_id) == ("offset", feature)


def test_from_one_island_in_the_north_to_another_is_between_them() -> None:
    found = resolve_text("đi từ đảo Song Tử Tây ở phía Bắc đến đảo An Bang phía Nam")
    assert (found.method, found.feature_id) == ("between", "southwest-cay")


def test_a_name_in_doubt_does_not_break_a_list() -> None:
    found = resolve_text("near Scarborough Shoal, Panata Island, Sabina Shoal and Iroquois Reef")
    assert found.status == "ambiguous"
    assert set(found.alternatives) >= {"scarborough-shoal", "sabina-shoal", "iroquois-reef"}


def test_a_distance_from_what_nobody_names_counts_from_the_point_nearby() -> None:
    text = "sunk 17 nautical miles south-west of where the Chinese oil rig stood"
    found = resolve_text(text, near=(15.5, 111.2))
    assert found.method == "offset"
    assert 25 < kilometres(found.lat, found.lon, 15.5, 111.2) < 38


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5 batu nautika dari Tanjung Po, perairan Kuching", "Po"),
        ("渔船在汕头石磨山角以南约55海里处失灵", "55海里"),
        ("shares of Reed Bank of Ohio fell", "another name"),
        ("chợ Phú Lâm, phường 13", "another name"),
        ("“太平岛”奶茶店新开分店", "another name"),
        ("汽车在广州快速路上追尾", "another name"),
        ("货柜船在广州市南沙区万顷沙镇撞断沥心沙大桥", "only tells where a building stands"),
    ],
)
def test_unknown_capes_firms_shops_and_roads_are_no_places(text: str, said: str) -> None:
    found = resolve_text(text)
    assert found.status == "unresolved"
    assert said in found.reason


def test_reefs_near_each_other_in_a_list_are_one_disc_or_all() -> None:
    found = resolve_text("ở đá Lát, bãi Huyền Trân và bãi Quế Đường")
    assert found.reason == "it names several places; the disc holds them all"
    assert set(found.alternatives) == {"alexandra-bank", "grainger-bank"}
    assert resolve_text("melewati Pulau Midai, Pulau Subi Besar, lalu Pulau Serasan").feature_id == "midai"
    assert resolve_text("melewati Pulau Midai, Pulau Subi Besar, lalu Pulau Serasan").radius_km > 60


def test_a_distance_to_another_reef_does_not_hide_the_reef_that_is_told() -> None:
    assert resolve_text("船隊抵達位於永暑礁東北側108海里的渚碧礁").feature_id == "subi-reef"


def test_there_is_the_point_nearby() -> None:
    found = resolve_text("plotted 42 nautical miles east of there an hour later", near=(15.15, 117.76))
    assert (found.method, round(found.lat, 1)) == ("offset", 15.1)


def test_the_country_behind_a_name_vouches_for_it() -> None:
    assert resolve_text("off Aur, Malaysia").feature_id == "aur-island"
    assert resolve_text("off Aur").status == "ambiguous"


@pytest.mark.parametrize(
    "text", ["không phải lần đầu tiên ở bãi Tư Chính mà", "not for the first time at Vanguard Bank, but"]
)
def test_not_for_the_first_time_denies_no_place(text: str) -> None:
    assert resolve_text(text).feature_id == "vanguard-bank"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("approximately 70 nautical miles northwest of Miri’s Suai", "'Suai' is not in the gazetteer"),
        ("arrested about 56 nautical miles north off Tanjung Sirik near Miri", "not where it is"),
        ("the ministry denied that the corvette had been anywhere near Mischief Reef", "nothing happened there"),
        ("the frigate was nowhere near Sabina Shoal", "where not"),
        ("ca khúc Gần lắm Trường Sa được hát lại", "in the title of a work"),
        ("gần đảo Nam Du, Kiên Giang", "part of a longer name"),
        ("发言人否认事发于黄岩岛", "where not"),
        ("ikinasal sina Rizal Escoda at Likas Panganiban sa Bulacan", "name of a person"),
        ("cách cửa biển Kinh Hội (xã Khánh Lâm, Cà Mau) khoảng 2 hải lý về hướng Tây", "counts from"),
        ("cách mũi Cam Linh - Cam Ranh khoảng 26 hải lý về hướng Đông Bắc", "'Cam Linh'"),
    ],
)
def test_owners_denials_titles_and_halves_of_names_place_nothing(text: str, said: str) -> None:
    found = resolve_text(text)
    assert found.status == "unresolved"
    assert said in found.reason


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("they can no longer lay nets anywhere near Panganiban Reef", "mischief-reef"),
        ("at Second Thomas Shoal's Sierra Madre", "second-thomas-shoal"),
        ("12 nm off Palawan's Balabac", "balabac"),
        ("off Palawan’s Rizal town", "rizal-palawan"),
        ("gần đảo Nam Yết", "namyit-island"),
        ("the photograph does not show Woody Island, it shows Itu Aba", "itu-aba-island"),
        ("事发生在黄岩岛海域", "scarborough-shoal"),
        ("kira-kira 30 kilometer dari pantai Mersing, menghala ke Tioman", "mersing"),
    ],
)
def test_owners_and_words_alike_leave_the_places_that_are_told(text: str, feature: str) -> None:
    found = resolve_text(text)
    assert (found.status, found.feature_id) == ("resolved", feature)


def test_a_side_of_a_sea_lies_in_it() -> None:
    found = resolve_text("di sektor timur Laut Natuna")
    assert (found.feature_id, found.method) == ("north-natuna-sea", "area")
    sea = gazetteer().features["north-natuna-sea"]
    assert kilometres(found.lat or 0, found.lon or 0, sea.lat, sea.lon) < sea.radius_km
    assert (found.radius_km or 0) < sea.radius_km


def test_the_waters_from_one_province_to_another_are_between_them() -> None:
    found = resolve_text("gió mạnh trên vùng biển từ Bình Thuận đến Cà Mau")
    assert (found.method, found.alternatives) == ("between", ("ca-mau",))


def test_sixteenths_of_a_direction_behind_their_word_in_vietnamese() -> None:
    found = resolve_text("cách đảo Đá Lớn khoảng 22 hải lý theo hướng Nam Đông Nam")
    assert (found.method, round(found.lat or 0, 2), round(found.lon or 0, 2)) == ("offset", 9.71, 113.99)


def test_a_distance_behind_a_direction_of_an_island_counts() -> None:
    found = resolve_text("về phía đông của đảo Lý Sơn 10 hải lý")
    assert (found.method, round(found.lat or 0, 2), round(found.lon or 0, 2)) == ("offset", 15.38, 109.3)


def test_coastal_waters_of_a_town_reach_twelve_miles() -> None:
    assert (resolve_text("a squall over the coastal waters of Laoag, Ilocos Norte").radius_km or 0) > 22


@pytest.mark.parametrize(
    "text", ["some 15 boats from Subic and Masinloc", "The craft, from Yangjiang or Zhanjiang, fled."]
)
def test_of_a_list_all_are_where_somebody_comes_from(text: str) -> None:
    assert resolve_text(text).status == "unresolved"


def test_corners_behind_a_bracket() -> None:
    found = resolve_text("DZ 2 (40 nm from Puerto Princesa, Palawan) N10 19 E117 52 N11 10 E117 14 N11 13 E117 49")
    assert len(found.outline) == 4


@pytest.mark.parametrize(
    ("text", "feature", "away_km"),
    [
        ("120 nautical miles southwest of Vietnam’s southernmost Ca Mau province", "ca-mau", 222),
        ("cách phía nam đông nam mũi Cà Mau gần 202 hải lý", "cape-ca-mau", 374),
    ],
)
def test_distance_past_words_before_the_name(text: str, feature: str, away_km: float) -> None:
    found, here = resolve_text(text), gazetteer().features[feature]
    assert (found.feature_id, found.method) == (feature, "offset")
    assert kilometres(found.lat or 0, found.lon or 0, here.lat, here.lon) == pytest.approx(away_km, abs=1)


def test_an_island_of_the_coasts_behind_a_bare_unit_and_before_islet() -> None:
    assert resolve_text("dirompak sekitar 70 mil pulau Tambelan").status == "resolved"
    assert "Hòn Ngư" in resolve_text("about 60 nautical miles from Hon Ngu islet off Nghe An").reason


def test_what_is_known_without_its_position_lends_no_distance_to_the_town_behind_it() -> None:
    assert resolve_text("141 batu nautika barat laut Tanjung Sirik, Miri").status == "unresolved"


def test_an_unknown_island_is_somewhere_in_its_district() -> None:
    found = resolve_text("hilang di perairan Pulau Merundung, Kecamatan Serasan")
    assert (found.feature_id, found.radius_km) == ("serasan", 60.0)


def test_a_distance_from_something_that_is_no_place_counts_from_the_point_given() -> None:
    text = "around 18 miles south-southwest of the large oil rig that China deployed on May 1"
    assert resolve_text(text).status == "unresolved"
    found = resolve_text(text, near=(15.5563, 111.577))
    assert kilometres(found.lat or 0, found.lon or 0, 15.3145, 111.4738) < 5


def test_two_distances_off_towns_meet_or_are_two_places() -> None:
    assert resolve_text("85 nm off Zambales and 120 nm from Subic").reason == "where both distances hold"
    found = resolve_text("85 nm off Zambales and 300 nm from Bolinao")
    assert (found.status, found.alternatives) == ("ambiguous", ("zambales", "bolinao"))


def test_no_direction_counts_from_a_whole_sea() -> None:
    assert resolve_text("45 MILES NORTHEAST OF THE OLD LIGHTHOUSE, SOUTH CHINA SEA").status == "unresolved"
    assert resolve_text("位于东沙岛以南大约三百一十公里的南海中部海面上").feature_id == "pratas-island"


def test_ships_and_words_that_only_look_like_names_of_places() -> None:
    found = resolve_text("“南海救111”轮在事发地西南约27海里处寻获2名落水人员", near=(18.25, 107.57))
    assert kilometres(found.lat or 0, found.lon or 0, 17.93, 107.236) < 2
    assert resolve_text("船在南海救起三人").feature_id == "south-china-sea"
    assert resolve_text("驱逐舰擅自闯入中国西沙领海").feature_id == "paracel-islands"
    assert resolve_text("擅自冲闯我南沙岛礁邻近海域").feature_id == "spratly-islands"
    assert resolve_text("quân y đảo An Bang sơ cứu ngư dân").feature_id == "amboyna-cay"
