"""The words by which acts and parties are told: nothing of a country in them, and what they say of who did it."""

from __future__ import annotations

import datetime as dt

import pytest

from scs_tracker.articles import deciding, judge, story, wording

TEXT = "{one} coast guard ships rammed a {other} supply boat near Sabina Shoal on 3 June 2025, {capital} said."
CHINA = {"one": "Chinese", "other": "Philippine", "capital": "Manila"}
DAY = dt.date(2025, 6, 4)


def read(text: str) -> story.Story:
    return story.read(text, DAY)


def words(text: str) -> set[str]:
    line = read(text).lines[0]
    return {wording.word(line, index) for index in range(len(line.words))}


def test_names_and_numbers_are_masked():
    told = words(TEXT.format(**CHINA))
    assert {"(name)", "(number)", "coast", "guard", "ship", "boat"} <= told
    assert not told & {"chinese", "philippine", "sabina", "manila", "2025"}


@pytest.mark.parametrize(
    ("text", "masked", "kept"),
    [
        ("Bakamla held a boat off Natuna.", {"bakamla", "natuna"}, {"hold", "boat"}),
        ("The PCG and the MMEA met.", {"pcg", "mmea"}, {"meet"}),
        ("China's fishermen were hosed by Vietnam's cutter.", {"china", "vietnam"}, {"'s", "fisherman", "cutter"}),
        ("A Malaysian-flagged trawler was chased by CCG 5205.", {"malaysian", "ccg", "5205"}, {"trawler", "chase"}),
        ("They rammed us, and Turkey watched.", {"turkey"}, {"they", "ram", "we", "watch"}),
        ("Wang Laoda was beaten at Tubbataha.", {"wang", "laoda", "tubbataha"}, {"beat"}),
    ],
)
def test_what_names_somebody_or_something_is_masked_and_nothing_else(text, masked, kept):
    told = words(text)
    assert not told & masked
    assert kept <= told | {"we" if "us" in told else ""}


def test_a_headline_in_capitals_keeps_its_common_words():
    told = words("Chinese Coast Guard Ship Rams Philippine Supply Boat Near Sabina Shoal\n\nIt was hit twice.")
    assert {"coast", "guard", "supply", "boat"} <= told
    assert not told & {"chinese", "philippine", "sabina"}


SENTENCES = [
    TEXT,
    "The {other} coast guard said {one} ships fired water cannon at a {other} boat near Sabina Shoal, {capital} said.",
    "A {other}-flagged trawler was chased by a {one} navy ship near Sabina Shoal.",
    "{capital} said its fishermen were beaten by men of a {one} ship and robbed of {other} nets.",
    "{one} vessels blocked a {other} ship near Sabina Shoal, {other} fishermen said.",
]


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize(
    "exchanged",
    [
        {"other": "Vietnamese", "capital": "Hanoi"},
        {"other": "Malaysian", "capital": "Putrajaya"},
        {"one": "Philippine", "other": "Chinese", "capital": "Beijing"},
        {"one": "Indonesian", "other": "Taiwanese", "capital": "Taipei"},
    ],
)
def test_words_are_the_same_with_countries_exchanged(text, exchanged):
    first, second = read(text.format(**CHINA)), read(text.format(**CHINA | exchanged))
    assert first.acts
    for one, two in zip(first.acts, second.acts, strict=True):
        assert wording.of_act(first, one) == wording.of_act(second, two)
        parties = list(zip(wording.parties(first, one), wording.parties(second, two), strict=True))
        assert parties
        for mine, theirs in parties:
            assert wording.of_party(first, one, mine) == wording.of_party(second, two, theirs)


def test_every_party_of_the_sentence_is_asked_once_and_no_ship_of_the_far_away():
    told = read("A Chinese ship rammed a Philippine boat, Hanoi said, as it had a Somali one, near Sabina Shoal.")
    (act,) = [one for one in told.acts if "ramming" in one.types][:1]
    assert [one.country for one in wording.parties(told, act)] == ["CN", "PH", "VN", "CN"]  # it: the Chinese ship


def test_the_way_between_act_and_party_tells_the_passive_from_the_active():
    active = read("A Chinese ship rammed a Philippine boat near Sabina Shoal.")
    passive = read("A Philippine boat was rammed by a Chinese ship near Sabina Shoal.")
    ways = []
    for told in (active, passive):
        act = next(one for one in told.acts if "ramming" in one.types)
        chinese = next(one for one in wording.parties(told, act) if one.country == "CN")
        ways.append({one for one in wording.of_party(told, act, chinese) if one.startswith("way ")})
    assert ways[0] == {"way |nsubj", "way active verb |nsubj"}
    assert ways[1] == {"way |agent>pobj", "way passive verb |agent>pobj"}


@pytest.mark.parametrize(
    "text",
    [
        "A Vietnamese fishing boat came under water cannon from two Chinese cutters near the Paracels.",
        "The crew of a Vietnamese fishing boat were beaten by men from a Chinese ship off the Paracels.",
        "A Chinese trawler had to swerve when a Vietnamese patrol ship cut across its bow near the Paracels.",
    ],
)
def test_who_was_hit_is_cast_as_such_whatever_his_place_in_the_sentence(text):
    _, acts = deciding.decide(read(text), judge.shipped())
    cast: dict[str, float] = {}
    for act in acts:
        for one, score in act.parties:
            cast[one.country] = max(score, cast.get(one.country, 0.0))
    did, suffered = ("VN", "CN") if text.startswith("A Chinese") else ("CN", "VN")
    assert cast[did] > cast[suffered] + 0.2
