from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import act as act_module
from scs_tracker import geodata
from scs_tracker.act import Act

VOCABULARY = geodata.vocabulary()
CODES = sorted(VOCABULARY.actors)
TYPES = list(VOCABULARY.severity_by_type)

words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=";"), min_size=1).map(str.strip)
filled = words.filter(bool)
listed = st.lists(filled, max_size=3, unique=True).map(tuple)
codes = st.lists(st.sampled_from(CODES), max_size=3, unique=True).map(tuple)
counts = st.none() | st.integers(0, 999_999)
addresses = st.lists(filled.map(lambda word: f"https://a.example/{word}"), max_size=2).map(tuple)
any_act = st.builds(
    Act,
    st.sampled_from(TYPES), codes, listed, codes, listed, counts, counts, counts, words,
    st.sampled_from(act_module.CERTAINTIES), listed, listed, addresses, st.sampled_from(act_module.BASES), words, words,
)  # fmt: skip
rows = st.fixed_dictionaries(
    {
        "types": st.lists(st.sampled_from(TYPES), unique=True, max_size=4).map(";".join),
        "initiators": codes.map(";".join),
        "targets": codes.map(";".join),
        "initiator_units": listed.map(";".join),
        "target_units": listed.map(";".join),
        "injured": counts, "killed": counts, "detained": counts,
        "damage": words,
    }
)  # fmt: skip


def complain(column: str, value: str, allowed: str) -> None:
    raise AssertionError((column, value, allowed))


# one text, one row


@given(st.lists(any_act, max_size=4))
def test_acts_come_back_from_their_text_and_the_text_from_them(given_acts):
    text = act_module.acts_json(given_acts)
    assert act_module.parse_acts(text) == given_acts
    assert act_module.acts_json(act_module.parse_acts(text)) == text


@given(any_act)
def test_an_act_comes_back_from_its_row(act):
    assert act_module.act_of_cells(act_module.act_cells(act), complain) == act


@pytest.mark.parametrize(
    "text",
    ["{", "{}", "[1]", '[{"by":["CN-CCG"]}]', '[{"type":"laser","who":"CN"}]', '[{"type":"laser","by":"CN-CCG"}]',
     '[{"type":"laser","killed":-1}]', '[{"type":"laser","killed":true}]', '[{"type":"laser","note":null}]',
     '[{"type":"laser","by":[1]}]', "[" * 200_000],
)  # fmt: skip
def test_a_text_that_holds_no_acts_is_a_value_error(text):
    with pytest.raises(ValueError):  # noqa: PT011 - json's own message may be among them
        act_module.parse_acts(text)


def test_a_number_that_is_none_is_complained_of():
    said = []
    act = act_module.act_of_cells({"type": "assault", "injured": "some"}, lambda *what: said.append(what))
    assert (said, act.injured) == ([("injured", "some", "a whole number, or empty if not reported")], None)


def test_a_denial_makes_an_act_disputed_where_the_row_does_not_say_how_certain_it_is():
    act = act_module.act_of_cells({"type": "ramming", "by": "CN-CCG", "denied_by": "CN"}, complain)
    assert (act.certainty, act.basis) == ("disputed", "summary")


# acts from columns


@given(rows)
def test_columns_make_acts_without_fault_that_give_no_code_or_type_away(row):
    made = act_module.acts_from_columns(row, VOCABULARY)
    assert act_module.act_problems(made, row, VOCABULARY) == []
    wanted = set((row["initiators"] + ";" + row["targets"]).split(";")) - {""}
    assert {code for act in made for code in (*act.by, *act.against)} == (wanted if row["types"] else set())
    assert {act.type for act in made} == (set(row["types"].split(";")) - {""} if wanted else set())


WHO, WHICH = "? who did it to whom", "? which of them"
SIDE, BOTH = ("CN-CCG", "VN-FISH"), ("", "CN-CCG;PH-NAVY")
COLUMNS = [
    # types, initiators, targets → type, by, against, note of each act
    ("laser", "CN-CCG", "VN-FISH", [("laser", *SIDE, "")]),
    ("swarming", "CN-MM", "", [("swarming", "CN-MM", "", "")]),
    ("seizure;boarding", "CN-CCG", "VN-FISH", [("seizure", *SIDE, ""), ("boarding", *SIDE, "")]),
    ("laser;blocking", "CN-CCG;CN-MM", "VN-FISH", [("laser", "CN-CCG;CN-MM", "VN-FISH", WHICH),
                                                   ("blocking", "CN-CCG;CN-MM", "VN-FISH", WHICH)]),
    ("collision", "CN-CCG;CN-MM", "PH-PCG", [("collision", "CN-CCG;CN-MM", "PH-PCG", "")]),
    ("expulsion", "CN-CCG;PH-NAVY", "PH-NAVY;CN-CCG", [("expulsion", *BOTH, WHO)]),
    ("standoff;blocking", "CN-CCG", "PH-NAVY", [("blocking", "CN-CCG", "PH-NAVY", ""), ("standoff", *BOTH, "")]),
    ("collision", "CN-CCG", "CN-PLAN", [("collision", "CN-CCG", "CN-PLAN", "")]),
    ("harassment", "", "PH-FISH", [("harassment", "", "PH-FISH", "")]),
    ("harassment", "", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("types", "initiators", "targets", "wanted"), COLUMNS)
def test_columns_say_of_each_act_what_they_know(types, initiators, targets, wanted):
    made = act_module.acts_from_columns({"types": types, "initiators": initiators, "targets": targets}, VOCABULARY)
    assert [(act.type, ";".join(act.by), ";".join(act.against), act.note) for act in made] == wanted
    assert {(act.basis, act.certainty, act.said_by) for act in made} <= {("columns", "stated", ())}


ROW = {
    "types": "detention", "initiators": "MY-MMEA", "targets": "VN-FISH", "initiator_units": "KM Arau",
    "target_units": "BV 1", "injured": "1", "killed": "0", "detained": "41", "damage": "hull",
}  # fmt: skip


def test_units_and_outcomes_are_of_the_one_act_and_a_nought_of_none():
    (act,) = act_module.acts_from_columns(ROW, VOCABULARY)
    assert (act.by_units, act.against_units, act.injured, act.killed, act.detained, act.damage) == (
        ("KM Arau",), ("BV 1",), 1, None, 41, "",
    )  # fmt: skip


def test_of_several_acts_only_a_detention_has_the_people_detained():
    ramming, detention = act_module.acts_from_columns({**ROW, "types": "ramming;detention"}, VOCABULARY)
    assert (detention.detained, detention.injured, ramming.injured, ramming.by_units) == (41, None, None, ())


# columns from acts

COAST_GUARD = Act("water_cannon", ("CN-CCG",), ("CCG 3302",), ("PH-BFAR",), ("MMOV 3003",), 2, damage="railings bent",
                  basis="summary", said_by=("PH (coast guard)",))  # fmt: skip
BACK = Act("expulsion", ("PH-PCG",), (), ("CN-CCG",), ("CCG 3302",), 1, basis="summary")


def test_columns_are_the_union_in_the_order_of_acts_and_types_of_the_gravest():
    assert act_module.columns_from_acts([BACK, COAST_GUARD], VOCABULARY) == {
        "types": "water_cannon;expulsion", "initiators": "PH-PCG;CN-CCG", "targets": "CN-CCG;PH-BFAR",
        "initiator_units": "CCG 3302", "target_units": "CCG 3302;MMOV 3003", "injured": 3, "killed": None,
        "detained": None, "damage": "railings bent",
    }  # fmt: skip


def test_where_no_act_has_a_doer_both_sides_hold_all():
    columns = act_module.columns_from_acts([Act("standoff", against=("CN-CCG", "PH-PCG"), basis="summary")], VOCABULARY)
    assert columns["initiators"] == columns["targets"] == "CN-CCG;PH-PCG"


@given(rows, st.lists(any_act, min_size=1, max_size=3))
def test_completed_columns_contradict_nothing(row, some):
    columns = act_module.completed_columns(row, some, VOCABULARY)
    assert [one for one in act_module.act_problems(some, row | columns, VOCABULARY) if one.row is None] == []
    assert act_module.completed_columns(row | columns, some, VOCABULARY) == columns


def test_what_a_row_says_beyond_its_acts_stays():
    columns = act_module.completed_columns({**ROW, "injured": "5"}, [COAST_GUARD], VOCABULARY)
    assert columns["initiator_units"] == "KM Arau;CCG 3302"
    assert (columns["injured"], columns["damage"]) == (5, "hull; railings bent")


def test_acts_by_rule_give_way_to_the_columns():
    made = act_module.acts_from_columns(ROW, VOCABULARY)
    assert act_module.completed_columns({**ROW, "types": "seizure"}, made, VOCABULARY) == {}


# what is wrong

PAGE = "https://a.example/1"
WRONG = [
    ({"type": "kiss"}, "type", "kiss"),
    ({"by": (), "against": ()}, "by", ""),
    ({"by": ()}, "by", ""),
    ({"by": ("CN-XYZ",)}, "by", "CN-XYZ"),
    ({"against": ("CN-CCG",)}, "against", "CN-CCG"),
    ({"certainty": "sure"}, "certainty", "sure"),
    ({"basis": "hearsay"}, "basis", "hearsay"),
    ({"denied_by": ("CN",)}, "certainty", "stated"),
    ({"certainty": "disputed"}, "certainty", "disputed"),
    ({"said_by": ("QQ (navy)",)}, "said_by", "QQ (navy)"),
    ({"printed_in": ("https://a.example/2",)}, "printed_in", "https://a.example/2"),
]


@pytest.mark.parametrize(("change", "column", "value"), WRONG)
def test_what_is_wrong_in_an_act_is_named_with_its_number(change, column, value):
    good = {"type": "laser", "by": ("CN-CCG",), "against": ("PH-PCG",), "basis": "summary", "printed_in": (PAGE,)}
    found = act_module.act_problems([Act(**good), Act(**{**good, **change})], None, VOCABULARY, addresses=[PAGE])
    assert [(one.row, one.column, one.value) for one in found] == [(2, column, value)]


def test_nobody_said_it_where_the_incident_has_no_source():
    (problem,) = act_module.act_problems([COAST_GUARD], None, VOCABULARY, addresses=[])
    assert (problem.row, problem.column) == (1, "said_by")


CONTRADICTED = {
    "types": "ramming", "initiators": "CN-MM", "targets": "", "initiator_units": "CCG 1", "target_units": "",
    "injured": "1", "damage": "none",
}  # fmt: skip


@pytest.mark.parametrize("column", CONTRADICTED)
def test_a_column_that_says_otherwise_is_named(column):
    row = act_module.columns_from_acts([COAST_GUARD], VOCABULARY)
    assert act_module.act_problems([COAST_GUARD], row, VOCABULARY) == []
    found = act_module.act_problems([COAST_GUARD], {**row, column: CONTRADICTED[column]}, VOCABULARY)
    assert [(one.row, one.column) for one in found] == [(None, column)]


# whose colour


def one(name: str, by: str, against: str = "", **more) -> Act:
    return Act(name, tuple(by.split()), against=tuple(against.split()), **more)


SIDES = [
    ([], ""),
    ([one("laser", "CN-CCG", "PH-PCG"), one("blocking", "CN-MM", "PH-PCG")], "CN"),
    ([one("survey_intrusion", "CN-CCG"), one("expulsion", "ID-NAVY", "CN-CCG")], act_module.SPLIT),
    ([one("shadowing", "PH-PCG", "CN-CCG"), one("ramming", "CN-CCG", "PH-PCG")], "CN"),
    ([one("ramming", "CN-CCG", "PH-PCG"), one("collision", "PH-PCG", "CN-CCG")], act_module.SPLIT),
    ([one("shadowing", "PH-PCG", "CN-CCG", injured=1), one("ramming", "CN-CCG", "PH-PCG")], "PH"),
    ([one("standoff", "", "CN-CCG PH-PCG")], act_module.SPLIT),
    ([one("standoff", "", "CN-CCG PH-PCG"), one("blocking", "CN-CCG", "PH-PCG")], "CN"),
    ([one("shadowing", "PH-NAVY US-NAVY", "CN-PLAN")], act_module.SPLIT),
]  # fmt: skip


@pytest.mark.parametrize(("some", "side"), SIDES)
def test_an_incident_is_one_sides_where_all_acts_or_the_gravest_are(some, side):
    assert act_module.initiator_side(some, VOCABULARY) == side


def test_acts_in_long_form_have_a_row_each_and_numbers_that_may_be_missing():
    texts = [act_module.acts_json([COAST_GUARD, BACK]), "[]"]
    frame = act_module.acts_frame(pd.DataFrame({"id": ["a", "b"], "acts": texts}))
    assert frame[["incident_id", "n", "by", "injured"]].values.tolist() == [
        ["a", 1, "CN-CCG", 2],
        ["a", 2, "PH-PCG", 1],
    ]
    assert list(frame.columns) == ["incident_id", "n", *act_module.ACT_COLUMNS]
    assert frame["killed"].dtype == "Int64"
    assert frame["killed"].isna().all()
    assert act_module.acts_frame(pd.DataFrame({"id": [], "acts": []})).empty


def test_the_text_is_plain_json():
    assert json.loads(act_module.acts_json([BACK]))[0] == {
        "type": "expulsion", "by": ["PH-PCG"], "against": ["CN-CCG"], "against_units": ["CCG 3302"], "injured": 1,
        "certainty": "stated", "basis": "summary",
    }  # fmt: skip
