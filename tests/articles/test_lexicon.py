"""The words as data: every row is usable, every example is found, and verbs are inflected."""

from __future__ import annotations

import re

import pytest

from scs_tracker import geodata
from scs_tracker.articles.lexicon import lexicon
from scs_tracker.errors import TrackerError
from scs_tracker.text import phrases, units
from scs_tracker.text.folding import fold
from scs_tracker.text.inflection import forms
from scs_tracker.text.phrases import FORMS, tokenise


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
def words_of_the_user(tmp_path):
    """Writes a table of the user's beside our words."""

    def write(name: str, text: str) -> None:
        (tmp_path / "lexicon").mkdir()
        (tmp_path / "lexicon" / name).write_text(text, encoding="utf-8")
        geodata.configure(tmp_path)

    return write


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("sinking_feeling,verb,3,,founder,", "use a type in types.csv"),
        ("sinking,adverb,3,,founder,", "verb, sighting, noun, instrument"),
        ("sinking,verb,9,,founder,", "a strength from 1 to 3"),
    ],
)
def test_a_wrong_row_of_the_user_is_one_clear_error(words_of_the_user, row, message):
    words_of_the_user("triggers.csv", f"types,form,strength,needs,phrases,note\n{row}\n")
    with pytest.raises(TrackerError, match=message):
        phrases.lexicon()


def test_a_wrong_pattern_of_the_user_is_one_clear_error(words_of_the_user):
    words_of_the_user(
        "unit_patterns.csv", "pattern,starts,actor,head,example,source\nRV (,RV,CN-CIV,vessel,RV X,mine\n"
    )
    with pytest.raises(TrackerError, match="is not a valid pattern"):
        phrases.lexicon()


def test_wrong_further_words_of_the_user_are_one_clear_error_where_they_are_asked_for(words_of_the_user):
    words_of_the_user("triggers.csv", "types,form,strength,needs,phrases,note\nlaser,verb,3,^ (,zap,\n")
    (trigger,) = phrases.lexicon().kinds["zapped"]["act"]
    with pytest.raises(TrackerError, match=r"triggers.csv: .* is not a valid pattern"):
        assert trigger.needs.search
