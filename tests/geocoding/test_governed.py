"""Places that a text names though nothing happened there: denied, supposed, claimed, spoken of, or in a longer name."""

from __future__ import annotations

import pytest

from scs_tracker import geodata
from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.coordinates import is_here

DENIED = (
    "There was never a collision at Sabina Shoal, the admiral said",
    "None of our cutters was at Sabina Shoal on that day",
    "The office refuted a story of shots near Mischief Reef",
    "The office disputes that any of its men were at Sabina Shoal",
    "菲方所称仁爱礁事件纯属捏造",
    "The ramming at Second Thomas Shoal did not take place",
    "The story of shots fired near Thitu Island was unfounded",
    "Officials cannot confirm a standoff at Iroquois Reef",
    "所谓渔船在美济礁被扣的消息是假的",
    "Tidak ada kapal asing di perairan Natuna, kata laksamana itu",
    "Không có vụ va chạm nào ở bãi Cỏ Mây",
    "He was not aware of a plan to tow the hulk off Ayungin Shoal",
    "The office has not received any reports of boats at Sabina Shoal",
    "Walang naganap na sagupaan sa Ayungin Shoal",
    "在仁爱礁没有发生任何冲突",
)
SUPPOSED = (
    "Should China build on Scarborough Shoal, we would protest",
    "If a trawler were seized at Sabina Shoal, premiums would rise",
    "An attack on Second Thomas Shoal would trigger the treaty",
    "In the novel a cutter sinks at Mischief Reef on page nine",
    "The governor plans to open a hotel on Pag-asa Island",
    "Jika kapal itu masuk ke perairan Natuna, patroli akan bertindak",
    "Nếu họ xây dựng ở bãi Cỏ Mây, chúng tôi sẽ phản đối",
    "一旦有船在黄岩岛施工",
)
SPOKEN = (
    "He lectured on Mischief Reef for an hour",
    "Huangyan Island has always been Chinese territory",
    "The envoy said that Ren'ai Jiao has always been part of China's Nansha Qundao",
    "Trường Sa – Hoàng Sa được nhắc đến trong một ca khúc",
    "Sinh viên sáng tác bài thơ về Trường Sa",
    "The forest is larger than Itu Aba",
    "Chứng cứ khẳng định chủ quyền đối với quần đảo Hoàng Sa",
    "The general answered questions about the Spratlys",
    "The note affirmed historic rights in the Paracels",
    "A choir sang Hoàng Sa - Trường Sa by heart",
    "The treaty extends to ships anywhere in the South China Sea",
    "webinar “Pengembangan Kawasan Wisata Natuna” diikuti mahasiswa",
    "The documentary Seeds of Sabina Shoal is shown tonight",
    "Đội Sinh Tồn đoạt giải nhất",
    "Iginiit niya ang soberanya sa Pag-asa Island",
)
LONGER = (
    "The Woody Island Wanderers won by nine points",
    "A lecturer of the Spratly Institute of Ocean Law retired on Friday",
    "Major Quang Huy, captain of Truong Sa 20, spoke on Monday",
    "A Sarawak broker sold his house",
    "The yodeller Natuna sang at the wedding",
    "Koki Natuna memasak nasi di Bandung",
    "Nhãn mắm Hoàng Sa đoạt giải ở hội chợ",
    "西沙儿女今日重映",
    "西沙03号在造船厂下水",
    "李南沙记者获奖",
)
HAPPENED = (
    ("No one was hurt when the boat was rammed at Sabina Shoal", "sabina-shoal"),
    ("No boats were damaged in the collision at Sabina Shoal", "sabina-shoal"),
    ("The two spoke about Sabina Shoal, where a boat was rammed on Monday", "sabina-shoal"),
    ("It twice came close as if to ram it at Sabina Shoal", "sabina-shoal"),
    ("He denied everything after the collision at Sabina Shoal", "sabina-shoal"),
    ("13 ngư dân bị nạn, kêu gọi các tàu quanh đảo Sinh Tồn", "sin-cowe-island"),
    ("The act at Sabina Shoal violated Philippine sovereignty", "sabina-shoal"),
    ("The crew called for help at Sabina Shoal", "sabina-shoal"),
    ("The Del Pilar ran aground in Hasa-Hasa Shoal", "half-moon-shoal"),
    ("An American B-52 flew over Mischief Reef", "mischief-reef"),
    ("He told a forum at Sabina Shoal", "sabina-shoal"),
    ("14.6 nautical miles west of Barangay Tayamaan in Mamburao town", "mamburao"),
    ("A collision between a Chinese ship and a fishing boat off Sabina Shoal", "sabina-shoal"),
    ("Va chạm giữa tàu hàng và tàu cá tại vùng biển Lý Sơn", "ly-son"),
    ("A barrier kept boats from entering Scarborough Shoal", "scarborough-shoal"),
    ("Hanoi asks China to withdraw a survey ship from Vanguard Bank", "vanguard-bank"),
    ("No fewer than 40 ships were counted around Thitu Island", "thitu-island"),
    ("MANILA, May 3 (PNA) -- A boat was rammed near Sabina Shoal", "sabina-shoal"),
    ("Tam Ky: A squid boat was cut in two near Bombay Reef", "bombay-reef"),
    ("Two deckhands of a Quang Ngai boat were beaten in the Paracels", "paracel-islands"),
    ("Fishermen of Masinloc were driven off at Scarborough Shoal", "scarborough-shoal"),
    ("Bancas out of Balabac were stopped by a cutter at Commodore Reef", "commodore-reef"),
    ("A light from one of the trawlers at Whitsun Reef followed the boat", "whitsun-reef"),
    ("A cutter was escorted out of Scarborough Shoal", "scarborough-shoal"),
    ("Taiwan sent up jets that met a Y-8 near Pratas Island", "pratas-island"),
    ("Two J-11s flew up to a plane west of the Pratas Islands", "pratas-island"),
    ("The guard's 21551 and a boat met at Sabina Shoal", "sabina-shoal"),
    ("A destroyer went through the Paracels, a Beijing think tank wrote", "paracel-islands"),
    ("Two boats were rammed off Triton on Monday", "triton-island"),
    ("The cutter approached Scarborough on Sunday", "scarborough-shoal"),
    ("The boats sailed into Ayungin at dawn", "second-thomas-shoal"),
    ("Tàu đánh bắt ở ngư trường Hoàng Sa", "paracel-islands"),
    ("在西沙海域没有证件的渔船被扣", "paracel-islands"),
    ("渔船在西沙作业时被撞", "paracel-islands"),
    ("Three flares from Subi Reef were aimed at a plane", "subi-reef"),
    ("25 nautical miles south-west of the Philippines island of Balabac", "balabac"),
    ("Chinese Ships Ring Second Thomas Shoal Outpost", "second-thomas-shoal"),
)


@pytest.mark.parametrize("text", DENIED + SUPPOSED + SPOKEN + LONGER)
def test_what_is_only_named_is_not_placed(text):
    found = resolve_text(text)
    assert found.status == "unresolved", found
    assert found.reason


ELSEWHERE = (
    "The wreck lies at 10°25.7'N 125°18.1'E",
    "745 km east-southeast of Itbayat, Batanes",
    "200 nautical miles northeast of Aparri, Cagayan",
    "southeast of Mindanao and 150 nm south of the Celebes Sea",
    "drill at 26°25′40″N 119°47′52″E",
    "the zone takes in the Senkaku Islands north of Taiwan",
)


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_leads_out_of_this_sea_is_not_placed(text):
    assert resolve_text(text).status == "unresolved"


def test_the_region_holds_every_shipped_incident():
    rows = [row for row in geodata.rows("incidents") if row["lat"]]
    assert [row["id"] for row in rows if not is_here(float(row["lat"]), float(row["lon"]))] == []


@pytest.mark.parametrize(("text", "feature"), HAPPENED)
def test_words_that_govern_something_else_leave_the_place(text, feature):
    found = resolve_text(text)
    assert (found.status, found.feature_id) == ("resolved", feature), found


def test_a_distance_from_there_counts_from_the_point_beside_the_words():
    near = (18.774, 113.276)
    found = resolve_text("tàu đánh bắt cách đó khoảng 50 hải lý đã cứu các ngư dân bị nạn", near=near)
    assert (found.lat, found.lon, round(found.radius_km)) == (*near, 112)
    assert resolve_text("cách đó 50 hải lý về phía đông", near=near).lon == pytest.approx(114.154, abs=0.01)


def test_there_is_the_point_beside_the_words_though_a_sea_is_named():
    found = resolve_text("lay in the South China Sea 35 nm north of the location of the hijack", near=(1.33, 104.2))
    assert (found.lat, found.lon) == pytest.approx((1.916, 104.2), abs=0.01)


def test_numbers_of_files_are_no_position():
    assert resolve_text("Case No. 15-08 117-45 was dismissed").status == "unresolved"
    assert resolve_text("15-08 117-45").status == "resolved"


def test_a_denied_place_is_still_found_by_the_place_of_its_row():
    found = resolve_text("No ship of ours was near Sabina Shoal", place="Sabina Shoal")
    assert (found.status, found.feature_id) == ("resolved", "sabina-shoal")


@pytest.mark.parametrize(
    "text", ["Scarborough, the former congressman, hosts a talk show", "Sabina, his wife, is a nurse"]
)
def test_who_a_name_is_stands_behind_it(text):
    assert "a person" in resolve_text(text).reason


@pytest.mark.parametrize(
    "text",
    [
        "Thitu, the largest island held, has a runway",
        "Palawan, the governor said, was calm",
        "Palawan, the province of the governor, was hit",
    ],
)
def test_what_a_place_is_stands_behind_it(text):
    assert resolve_text(text).status == "resolved"
