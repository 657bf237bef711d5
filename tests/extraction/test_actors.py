from __future__ import annotations

import pytest

from scs_tracker.extraction.who import actors
from scs_tracker.extraction.who.parties import code_of, is_place
from scs_tracker.extraction.words import units
from scs_tracker.extraction.words.folding import fold
from scs_tracker.extraction.words.lexicon import lexicon, tokenise


def parties(text: str):
    tokens = tokenise(text, fold(text), 0, len(text), units.find(text, lexicon()), lexicon())
    return [one for one in actors.find(tokens, text) if not is_place(one, tokens)]


def codes(text: str) -> list[str]:
    return [one.code for one in parties(text) if one.head not in {"thing", "pronoun"} and one.code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A Chinese coast guard ship", "CN-CCG"),
        ("China's coast guard", "CN-CCG"),
        ("a vessel belonging to the China Coast Guard", "CN-CCG"),
        ("China Coast Guard vessel with bow number 5205", "CN-CCG"),
        ("CCG 5205", "CN-CCG"),
        ("a Chinese warship", "CN-PLAN"),
        ("the PLA Navy's 793", "CN-PLAN"),
        ("Chinese maritime militia boats", "CN-MM"),
        ("a Chinese ship", "CN-UNK"),
        ("BRP Malapascua", "PH-PCG"),
        ("the fisheries vessel BRP Datu Bankaw", "PH-BFAR"),
        ("a navy-chartered Philippine supply boat", "PH-RESUPPLY"),
        ("two Philippine boats bringing food to soldiers", "PH-RESUPPLY"),
        ("Filipino fishermen", "PH-FISH"),
        ("three Philippine vessels belonging to the BFAR", "PH-BFAR"),
        ("QNg 95739 TS", "VN-FISH"),
        ("fishermen from Quang Ngai", "VN-FISH"),
        ("CSB 4032", "VN-VCG"),
        ("nine men thought to be Vietnamese", "VN-UNK"),
        ("a boat with Chinese markings", "CN-UNK"),
        ("KRI Bung Tomo", "ID-NAVY"),
        ("KN Pulau Dana 323", "ID-BAKAMLA"),
        ("KD Keris", "MY-RMN"),
        ("the Malaysian Maritime Enforcement Agency (MMEA)", "MY-MMEA"),
        ("a U.S. Navy P-8A Poseidon", "US-NAVY"),
        ("an Australian P-8A", "AU-RAAF"),
        ("a helicopter from the Canadian frigate HMCS Ottawa", "CA-RCAF"),
        ("HMAS Toowoomba", "AU-NAVY"),
        ("Taiwan's Coast Guard Administration", "TW-CGA"),
    ],
)
def test_words_become_the_code_of_a_service(text, code):
    assert set(codes(f"{text} sailed on.")) == {code}


@pytest.mark.parametrize(
    "text",
    ["the South China Sea", "the Philippine Sea", "talks in Beijing", "ships off Vietnam", "a pact to Manila"],
)
def test_places_named_after_countries_are_no_parties(text):
    assert [one for one in parties(text) if one.country] == []


@pytest.mark.parametrize(
    "text", ["China's foreign ministry", "Philippine waters", "Chinese claims", "Vietnam's economy"]
)
def test_what_cannot_act_at_sea_is_told_apart(text):
    assert {one.head for one in parties(text)} <= {"speaker", "thing"}


def test_lists_share_their_country():
    first, second = parties("Chinese navy and coast guard ships")
    assert (first.code, second.code) == ("CN-PLAN", "CN-CCG")


def test_two_countries_share_their_vessels():
    first, second = parties("Chinese and Philippine coast guard ships collided")
    assert (first.code, second.code) == ("CN-CCG", "PH-PCG")


def test_a_country_without_the_service_gets_no_other_countrys():
    assert code_of("BN", "coast guard", "vessel") == "BN-NAVY"
    assert code_of("XK", "coast guard", "vessel") == ""
