"""What is only spoken of is no place; what was there is, in sentences made of the same names."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.telling import REASON

SPOKEN = (
    "the mayor promised a hospital and a bigger airport for Pag-asa Island",
    "Two thirds of those polled want the military to defend Scarborough Shoal",
    "sinabi ng kongresista na hindi dapat isuko ang Ayungin Shoal sa China",
    "học sinh gửi thư thăm hỏi chiến sĩ Trường Sa nhân dịp Tết",
    "菲律宾议员呼吁政府加强对仁爱礁的管辖",
)
THERE = (
    ("The incident happened in Scarborough Shoal, the president said", "scarborough-shoal"),
    ("A ship docked at Sabina Shoal was hit by a flare", "sabina-shoal"),
    ("Senators condemned the ramming of a supply boat in Sabina Shoal last week", "sabina-shoal"),
    ("a boat was rammed near Thitu Island, and the crew were rescued by fishermen on Tuesday", "thitu-island"),
    ("the cutter remains anchored at Sabina Shoal, a spokesman for the coast guard said", "sabina-shoal"),
    ("namataan ng mga tauhan ng Navy ang tatlong barko ng China sa Ayungin Shoal kahapon", "second-thomas-shoal"),
    ("kapal ikan asing berbendera Vietnam ditangkap petugas di perairan Natuna kemarin", "natuna-besar"),
    ("tàu cá bị tàu lạ đâm chìm khi đang đánh bắt gần đảo Tri Tôn, ngư dân được cứu", "triton-island"),
    ("中国海警船在黄岩岛海域对菲律宾公务船实施水炮驱离", "scarborough-shoal"),
)


@pytest.mark.parametrize("text", SPOKEN)
def test_spoken_of(text: str) -> None:
    found = resolve_text(text)
    assert found.status == "unresolved"
    assert REASON in found.reason


@pytest.mark.parametrize(("text", "feature"), THERE)
def test_there(text: str, feature: str) -> None:
    assert resolve_text(text).feature_id == feature


def test_a_hint_outweighs_it() -> None:
    assert resolve_text(SPOKEN[0], place="Thitu Island").method == "feature"
    assert resolve_text(SPOKEN[0], near=(11.0, 114.2)).status == "resolved"


def test_a_list_is_not_split() -> None:
    found = resolve_text("BRP Cabra also went to Likas Island, Patag Island, and Lawak Island on the resupply mission")
    assert (found.method, len(found.alternatives)) == ("area", 2)


def test_a_place_by_itself_is_not_judged() -> None:
    assert resolve_text("the lighthouse on Thitu Island").feature_id == "thitu-island"
