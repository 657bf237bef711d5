"""Publishers and mappings: every row is one that the rest of the program can use, and says where it comes from."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from scs_tracker import geodata
from scs_tracker.sources import words
from scs_tracker.sources.publishers import origin_of, publisher_of

KINDS = {"", "state media", "government", "independent", "aggregator", "press", "institute", "personal page"}


def test_publishers_are_sorted_unique_and_sourced() -> None:
    rows = geodata.rows("publishers")
    domains = [row["domain"] for row in rows]
    assert domains == sorted(set(domains))
    for row in rows:
        assert row["kind"] in KINDS, row
        assert row["name"]
        assert row["basis"]
        assert len(row["country"]) in {0, 2}
        assert ("kind" in row["basis"] or "Matrix" in row["basis"]) == bool(row["kind"]), row
        assert row["domain"] == urlsplit(f"https://{row['domain']}/").hostname


def test_nearly_every_source_of_the_shipped_incidents_has_a_publisher() -> None:
    known = {row["domain"] for row in geodata.rows("publishers")}
    urls = [row["url"] for row in geodata.rows("incident_sources")]
    unknown = [url for url in urls if publisher_of(url).domain not in known]
    assert len(unknown) < len(urls) / 50, unknown


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.pna.gov.ph/articles/1", "pna.gov.ph"),
        ("https://GLOBALNATION.inquirer.net./1", "inquirer.net"),
        ("http://m.thanhniennews.com/x", "thanhniennews.com"),
        ("https://amti.csis.org/x", "amti.csis.org"),
        ("https://other.go.com/x", "other.go.com"),
        ("https://notinquirer.net/", "notinquirer.net"),
        ("https://www.ph/", "www.ph"),
        ("nothing", ""),
        ("https://[::1", ""),
    ],
)
def test_the_longest_domain_decides(url: str, domain: str) -> None:
    assert publisher_of(url).domain == domain


def test_governments_and_state_media_have_a_country() -> None:
    for row in geodata.rows("publishers"):
        if row["kind"] in {"government", "state media"}:
            assert row["country"], row
        if row["domain"].endswith((".gov.ph", ".gov.vn", ".gov.cn", ".gov.in")):
            assert row["kind"] in {"government", "state media"}, row


def test_agencies_behind_outlets_are_found() -> None:
    assert origin_of("ABC News (Reuters)") == "Reuters"
    assert origin_of("Blog (with) (AFP)") == "AFP"
    assert origin_of("") == ""


def test_mappings_name_only_what_is_there() -> None:
    codes = {row["code"]: row["country"] for row in geodata.rows("actors")}
    for row in geodata.rows("mapped_actors"):
        assert row["basis"]
        assert row["country"] in set(codes.values()), row
        assert not row["code"] or codes[row["code"]] == row["country"], row
    types = geodata.vocabulary().severity_by_type
    for row in geodata.rows("mapped_types"):
        assert set(filter(None, row["type"].split(";"))) <= set(types), row
        assert row["relevant"] in {"yes", "no", "alone", "otherwise"}
        assert row["directed"] in {"yes", "no"}
        assert row["basis"]
    for row in geodata.rows("mapped_precision"):
        assert float(row["radius_km"]) > 0
        assert row["basis"]


def test_actors_are_known_through_changes_of_regime() -> None:
    for name in ("Military Forces of China (2012-) Navy", "Military forces of  China (1949-2012) Navy"):
        assert words.translate_actors("acled", [name]).codes == ("CN-PLAN",)
    actors = words.translate_actors("acled", ["CN-CCG", "Police Forces of the Philippines (2022-)", "Pirates; X"])
    assert actors == words.Actors(
        ("CN-CCG", "PH-UNK"), ("CN", "PH"), ("Police Forces of the Philippines (2022-)", "Pirates, X")
    )


def test_words_of_a_user_are_used_beside_ours(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings/actors.csv").write_text(
        "format,foreign,code,country,basis\ngis,Haijing,CN-CCG,CN,ours\n", encoding="utf-8"
    )
    (tmp_path / "mappings/types.csv").write_text(
        "format,foreign,type,relevant,directed,basis\ngis,Spray,water_cannon,yes,no,ours\n", encoding="utf-8"
    )
    geodata.configure(tmp_path)
    assert words.translate_actors("gis", ["haijing"]).codes == ("CN-CCG",)
    assert words.translate_types("gis", ["spray", "Water cannon", "x"]) == (("water_cannon",), ("x",))
    assert words.translate_actors("acled", ["Fishers (Vietnam)"]).codes == ("VN-FISH",)


def test_this_sea_is_where_our_places_are() -> None:
    assert words.in_this_sea(9.75, 115.87)
    assert not words.in_this_sea(14.78, 42.95)
    assert not words.in_this_sea(35.0, 129.0)
    for name in ("Scarborough Shoal", "South China Sea", "仁爱礁", "Thitu Island"):
        assert words.names_open_sea(name), name
    for name in ("Manila", "Palawan", "Marawi", ""):
        assert not words.names_open_sea(name), name


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("空中相撞", "collision"),
        ("險些相撞", "dangerous_manoeuvre"),
        ("拦截补给船", "blocking"),
        ("朝天开枪", "warning_shots"),
        ("干擾GPS", "jamming"),
        ("海警扣留漁船", "seizure"),
        ("海警喊话后驱离菲船", "expulsion"),
        ("船首を横切られた", "dangerous_manoeuvre"),
        ("放水を受けた", "water_cannon"),
        ("海警船に衝突させられた", "ramming"),
        ("memintas pesawat", "air_intercept"),
        ("nyaris bertabrakan dengan kapal ikan", "dangerous_manoeuvre"),
        ("menjalankan tinjauan dasar laut", "survey_intrusion"),
        ("bot nelayan ditembak air", "water_cannon"),
        ("tali sauh dipotong", "harassment"),
        ("pinutol ang angkla", "harassment"),
        ("muntik nang mabangga", "dangerous_manoeuvre"),
        ("nagpaputok sa ere", "warning_shots"),
        ("tinangay ng CCG: kinuha ang lambat", "seizure"),
        ("bị phá sóng", "jamming"),
        ("suýt bị đâm", "dangerous_manoeuvre"),
        ("phun voi rong", "water_cannon"),
        ("bắt giữ 2 tàu cá", "seizure"),
        ("驱逐舰在仁爱礁附近航行", ""),
        ("中国海警船进行实弹射击演习", ""),
        ("個別船只离开", ""),
        ("日本の海洋調査船が航行", ""),
        ("bắt đầu chuyến biển", ""),
        ("đánh dấu vị trí", ""),
        ("latihan menembak di Natuna", ""),
        ("nahuli sa camera", ""),
    ],
)
def test_the_words_for_an_act_are_read_in_every_language_and_words_around_them_are_not(text: str, types: str) -> None:
    assert words.types_in(text) == (tuple(filter(None, [types])), "")
