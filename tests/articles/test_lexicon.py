"""The words as data: every row is usable, every example is found, and verbs are inflected."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import geodata
from scs_tracker.articles import units
from scs_tracker.articles.folding import fold
from scs_tracker.articles.inflection import forms
from scs_tracker.articles.language import language_of
from scs_tracker.articles.lexicon import FORMS, lexicon, tokenise
from scs_tracker.articles.sentences import split
from scs_tracker.errors import TrackerError


def tokens(text: str):
    return tokenise(text, fold(text), 0, len(text), units.find(text, lexicon()), lexicon())


def test_every_type_of_incident_has_words():
    named = {one for row in geodata.rows("lexicon_triggers") for one in row["types"].split(";")}
    assert named == set(geodata.vocabulary().severity_by_type)


def test_no_row_of_triggers_says_again_what_another_says():
    told = [
        (row["types"], row["form"], row["strength"], row["needs"], phrase)
        for row in geodata.rows("lexicon_triggers")
        for phrase in row["phrases"].split(";")
    ]
    assert len(told) == len(set(told))


def test_trigger_rows_are_sound():
    for row in geodata.rows("lexicon_triggers"):
        assert row["form"] in FORMS
        assert row["strength"] in {"1", "2", "3"}
        re.compile(row["needs"])
        assert all(phrase.strip() for phrase in row["phrases"].split(";")), row


def test_actor_names_use_known_codes_once_a_language():
    rows = geodata.rows("lexicon_actor_names")
    assert {row["code"] for row in rows} <= geodata.vocabulary().actors
    keys = [(row["code"], row["name"], row["language"]) for row in rows]
    assert len(set(keys)) == len(keys)


def test_actor_words_use_known_kinds():
    kinds = {row["kind"] for row in geodata.rows("actors")} | {"civilian", "surveillance", "elsewhere"}
    countries = geodata.vocabulary().countries | {"elsewhere"}
    for row in geodata.rows("lexicon_actor_words"):
        allowed = {"country": countries, "service": kinds}.get(row["role"])
        assert allowed is None or row["value"] in allowed, row


@pytest.mark.parametrize("row", geodata.rows("lexicon_units"), ids=lambda row: row["example"])
def test_unit_patterns_find_their_example(row):
    found = units.find(f"Then {row['example']} sailed on Saturday.", lexicon())
    assert [fold(row["example"])] == [one.text for one in found]


def test_a_unit_ends_where_its_name_does():
    (found,) = units.find("On Monday BRP Sierra Madre Saturday was quiet", lexicon())
    assert (found.text, found.kinds["unit"]) == ("brp sierra madre", "PH-NAVY")


def test_the_longest_phrase_wins_and_a_sea_is_no_country():
    (found,) = tokens("South China Sea")
    assert "place" in found.kinds
    assert "country" not in found.kinds


@pytest.mark.parametrize(("word", "country"), [("US", "US"), ("us", None), ("PH", "PH"), ("ph", None)])
def test_short_names_count_in_capitals_alone(word, country):
    assert tokens(word)[0].kinds.get("country") == country


@pytest.mark.parametrize(
    ("verb", "form", "letters"),
    [
        ("ram", "rammed", "dn"),
        ("ram into", "ramming into", "g"),
        ("harass", "harasses", "s"),
        ("hit", "hit", "bdn"),
        ("drive away", "driven away", "n"),
        ("nearly collide", "nearly collided", "dn"),
        ("water_cannon", "water cannoned", "dn"),
        ("try", "tries", "s"),
        ("expel", "expelled", "dn"),
        ("intercept", "intercepted", "dn"),
        ("use", "using", "g"),
        ("squat", "squatted", "dn"),
        ("signal", "signalled", "dn"),
        ("signal", "signaled", "dn"),
    ],
)
def test_verbs_are_inflected(verb, form, letters):
    assert forms(verb)[form] == letters


@pytest.fixture
def words_of_the_user(tmp_path, monkeypatch):
    """Writes a table of the user's beside our words, without the places, which take the longest."""
    monkeypatch.setattr(sys.modules["scs_tracker.articles.lexicon"], "_add_places", lambda _phrases: None)

    def write(name: str, text: str) -> None:
        (tmp_path / "lexicon").mkdir()
        (tmp_path / "lexicon" / name).write_text(text, encoding="utf-8")
        geodata.configure(tmp_path)

    return write


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("sinking_feeling,verb,3,,founder,", "use types of types.csv"),
        ("sinking,adverb,3,,founder,", "verb, sighting, noun, instrument"),
        ("sinking,verb,9,,founder,", "and 1 to 3"),
    ],
)
def test_a_wrong_row_of_the_user_is_one_clear_error(words_of_the_user, row, message):
    words_of_the_user("triggers.csv", f"types,form,strength,needs,phrases,note\n{row}\n")
    with pytest.raises(TrackerError, match=message):
        lexicon()


def test_a_wrong_pattern_of_the_user_is_one_clear_error(words_of_the_user):
    words_of_the_user(
        "unit_patterns.csv", "pattern,starts,actor,head,example,source\nRV (,RV,CN-CIV,vessel,RV X,mine\n"
    )
    with pytest.raises(TrackerError, match="is no pattern"):
        lexicon()


def test_wrong_further_words_of_the_user_are_one_clear_error_where_they_are_asked_for(words_of_the_user):
    words_of_the_user("triggers.csv", "types,form,strength,needs,phrases,note\nlaser,verb,3,^ (,zap,\n")
    (trigger,) = lexicon().kinds["zapped"]["act"]
    with pytest.raises(TrackerError, match=r"triggers.csv: .* is no pattern"):
        assert trigger.needs.search


@given(st.text())
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet='ab .!?\n”"U.S.Mr', max_size=120))
def test_sentences_are_in_order_and_lose_no_letter(text):
    spans = split(text)
    assert [one.index for one in spans] == list(range(len(spans)))
    ends = [0, *(one.end for one in spans)]
    assert all(end <= one.start < one.end for end, one in zip(ends, spans, strict=False))
    covered = "".join(text[one.start : one.end] for one in spans)
    assert sorted(covered.replace(" ", "").replace("\n", "")) == sorted(text.replace(" ", "").replace("\n", ""))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gen. Brawner spoke. It was 2.5 nm off.", 2),
        ("The U.S. Navy said so. China’s did not.", 2),
        ("He said “no.” She left.", 2),
        ("At 6:04 a.m. the ship left. It came back at 8 p.m. The crew slept.", 3),
        ("Ships hit\n\nTwo ships met on Monday.\nThey left.", 3),
        ("A ship that was\nwrapped over lines\nrammed a boat. It left\nat noon.", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, count):
    assert len(split(text)) == count


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ship was hit by water cannon at the shoal on Monday.", "en"),
        ("中国海警船在仁爱礁", "zh"),
        ("Kapal penjaga pantai itu akan mengusir nelayan dari perairan dan tidak pergi", "id"),
        ("", "und"),
        ("1234", "und"),
    ],
)
def test_languages_are_told_apart(text, language):
    assert language_of(text) == language
