"""Texts that are not English: what they name is shown, nothing is claimed."""

from __future__ import annotations

import pytest

from scs_tracker.articles import explain, propose
from scs_tracker.articles.leads import suggest


@pytest.mark.parametrize(
    ("text", "language", "codes", "features", "types"),
    [
        (
            "8月5日，中国海警船5203在仁爱礁附近海域对菲律宾补给船使用水炮，渔政船随行。", "zh", {"CN-CCG", "PH"},
            {"second-thomas-shoal"}, {"water_cannon"},
        ),
        (
            "Tàu hải cảnh Trung Quốc đã đâm tàu cá QNg 95739 TS của ngư dân Việt Nam gần đảo Phú Lâm thuộc Hoàng Sa.", "vi",
            {"CN-CCG", "VN-FISH"}, {"woody-island", "paracel-islands"}, {"ramming"},
        ),
        (
            "Binomba ng tubig ng mga barko ng Tsina ang BRP Cabra ng Tanod Baybayin sa Ayungin Shoal noong Sabado.", "fil",
            {"PH-PCG"}, {"second-thomas-shoal"}, {"water_cannon"},
        ),
        (
            "Kapal Bakamla RI mengusir kapal penjaga pantai Tiongkok yang memasuki perairan Natuna Utara pada Senin.", "id", set(), set(), {"expulsion"},
        ),
    ],
)  # fmt: skip
def test_other_languages_make_a_lead_and_claim_nothing(read_text, text, language, codes, features, types):
    found = read_text(text)
    assert (found.incidents, found.background, found.events) == ((), (), ())
    answer = found.to_json()
    assert (answer["language"], answer["lead"]) == (language, True)
    assert "no incident is proposed" in answer["notes"][0]
    assert codes <= {one.get("code") for one in answer["mentions"]}
    assert features <= {one.get("feature") for one in answer["mentions"]}
    assert types <= {one.get("type") for one in answer["mentions"]}
    assert all(text[one["start"] : one["end"]] == one["text"] for one in answer["mentions"])
    assert "no incident is proposed" in explain(found)


def test_coordinates_are_read_in_any_language(read_text):
    places = [
        one
        for one in read_text("中国海警在 9°44′N, 115°52′E 驱离菲船，菲船退出该海域。").mentions
        if one["kind"] == "place"
    ]
    assert (places[-1]["method"], round(places[-1]["lat"], 2)) == ("coordinates", 9.73)


def test_a_date_in_words_of_the_language_is_shown(read_text):
    dates = [
        one["text"]
        for one in read_text("2024年8月19日，中国海警船与菲律宾船只在仙宾礁相撞。").mentions
        if one["kind"] == "date"
    ]
    assert dates == ["2024年8月19日"]


def test_a_text_without_parties_or_acts_is_no_lead(read_text):
    assert not read_text("今天天气很好，我们一起去公园散步，看花，喝茶，聊天。").lead


def test_of_two_act_words_that_overlap_the_longer_is_shown(read_text):
    found = read_text("Tàu hải cảnh Trung Quốc đâm chìm tàu cá QNg 90617 TS.")
    assert [one["text"] for one in found.mentions if one["kind"] == "act"] == ["đâm chìm"]


def test_a_filipino_date_has_its_month_first(read_text):
    found = read_text("Binomba ng tubig ng China Coast Guard ang bangka noong Hunyo 17, 2024.")
    assert [one["text"] for one in found.mentions if one["kind"] == "date"] == ["Hunyo 17, 2024"]


@pytest.mark.parametrize(
    ("text", "language", "types"),
    [
        ("Việt Nam và Trung Quốc đàm phán về Biển Đông tại Hà Nội.", "vi", []),
        ("Viet Nam va Trung Quoc: tau Trung Quoc dam va tau ca gan Hoang Sa.", "vi", ["ramming"]),
        ("Tàu Trung Quốc đâm tàu cá Việt Nam.", "vi", ["ramming"]),
        ("中国驱逐舰在南海航行。", "zh", []),
        ("中国驱逐舰驱逐菲律宾渔船。", "zh", ["expulsion"]),
    ],
)
def test_a_word_that_holds_a_word_for_an_act_is_none(text: str, language: str, types: list[str]) -> None:
    found = propose(text, published="2024-10-06", language=language)
    assert [one["type"] for one in found.mentions if one["kind"] == "act"] == types


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        (
            "8月5日，中国海警船5203在仁爱礁附近海域对菲律宾补给船使用水炮。", "zh",
            ("2024-08-05", "water_cannon", "CN-CCG", "PH-RESUPPLY", "Second Thomas Shoal"),
        ),
        (
            "菲律宾渔船昨天在黄岩岛被中国海警船撞击。", "zh",
            ("2024-10-05", "ramming", "CN-CCG", "PH-FISH", "Scarborough Shoal"),
        ),
        (
            "Tàu cá QNg 95739 TS của ngư dân Việt Nam bị tàu hải cảnh Trung Quốc đâm chìm ngày 2/10 gần đảo Phú Lâm.", "vi",
            ("2024-10-02", "ramming", "CN-CCG", "VN-FISH", "Woody Island"),
        ),
        (
            "Tàu hải cảnh Trung Quốc đâm tàu cá của ngư dân Việt Nam gần đảo Phú Lâm hôm thứ sáu.", "vi",
            ("2024-10-04", "ramming", "CN-CCG", "VN-FISH", "Woody Island"),
        ),
        (  # the sentence that says most leads, and of each side the nearest country
            "Mỹ chỉ trích Trung Quốc đâm tàu. Sáng 4/10, tàu cá Việt Nam bị tàu hải cảnh Trung Quốc truy đuổi gần đảo Phú Lâm.", "vi",
            ("2024-10-04", "harassment", "CN-CCG", "VN-FISH", "Woody Island"),
        ),
        (
            "Ngày 2 tháng 10 năm 2024, tàu hải cảnh Trung Quốc cản đường tàu cá Việt Nam ở Hoàng Sa.", "vi",
            ("2024-10-02", "blocking", "CN-CCG", "VN-FISH", "Paracel Islands"),
        ),
        (  # a day alone, Han as it is written in Taiwan, and a shoal within the sea
            "菲律賓稱，在上月的衝突之後，4日又有補給船在南海黃岩島海域遭中國海警船水砲攻擊。", "zh",
            ("2024-10-04", "water_cannon", "CN-CCG", "PH-UNK", "Scarborough Shoal"),
        ),
        (  # a verb of doing, with whom it is aimed at
            "Humabol ang China Coast Guard sa barko ng Philippine Coast Guard sa Ayungin Shoal noong Huwebes.", "fil",
            ("2024-10-03", "harassment", "CN-CCG", "PH-PCG", "Second Thomas Shoal"),
        ),
        (  # verbs that begin with di- have the sufferer before them
            "Kapal China Coast Guard diusir dari Laut Natuna Utara oleh KN Pulau Dana-323 milik Bakamla, Jumat (4/10).", "id",
            ("2024-10-04", "expulsion", "ID-BAKAMLA", "CN-CCG", "North Natuna Sea"),
        ),
        (
            "Kapal Pengawal Pantai China mengekori kapal APMM berhampiran Beting Patinggi Ali semalam.", "ms",
            ("2024-10-05", "shadowing", "CN-CCG", "MY-MMEA", "South Luconia Shoals"),
        ),
        (  # nothing says when
            "中国海警船在仁爱礁对菲律宾补给船使用水炮。", "zh",
            ("2024-10", "water_cannon", "CN-CCG", "PH-RESUPPLY", "Second Thomas Shoal"),
        ),
        (
            "Kapal nelayan Vietnam ditangkap oleh Bakamla di Laut Natuna Utara pada 3 Oktober 2024.", "id",
            ("2024-10-03", "detention", "ID-BAKAMLA", "VN-FISH", None),
        ),
        (
            "Binomba ng tubig ng China Coast Guard ang BRP Cabra sa Ayungin Shoal noong Sabado.", "fil",
            ("2024-10-05", "water_cannon", "CN-CCG", "PH-PCG", "Second Thomas Shoal"),
        ),
    ],
)  # fmt: skip
def test_a_form_begins_with_what_is_recognised(text: str, language: str, wanted: tuple[str | None, ...]) -> None:
    found = suggest(propose(text, published="2024-10-06", language=language))
    names = ("date_start", "types", "initiators", "targets", "place")
    assert [(name, found[name]) for name, value in zip(names, wanted, strict=True) if value is not None] == [
        (name, value) for name, value in zip(names, wanted, strict=True) if value is not None
    ]
