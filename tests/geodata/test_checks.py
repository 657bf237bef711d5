from __future__ import annotations

import pytest

from scs_tracker import geodata
from scs_tracker.geodata import checks


def changed(name: str, key: str, change: dict[str, str]) -> list[dict[str, str]]:
    """The shipped rows, the one of that key with some cells changed."""
    rows = [dict(row) for row in geodata.rows(name)]
    for row in rows:
        if next(iter(row.values())) == key:
            row.update(change)
    return rows


def actors(change: dict[str, str], key: str = "CN-MM") -> list[str]:
    return [str(problem) for problem in checks.actor_problems(changed("actors", key, change))]


def types(change: dict[str, str], key: str = "laser") -> list[str]:
    return [str(problem) for problem in checks.type_problems(changed("types", key, change))]


def units(change: dict[str, str], key: str = "brp-cabra") -> list[str]:
    found = checks.unit_problems(
        changed("units", key, change),
        actors=geodata.vocabulary().actors,
        incident_ids={row["id"] for row in geodata.rows("incidents")},
    )
    return [str(problem) for problem in found]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"country": "TW"}, "column country of CN-MM: 'TW' is not allowed; it is the part of the code"),
        ({"country_name": "PRC"}, "column country_name of CN-MM: 'PRC' is not allowed; other actors of CN have China"),
        ({"name": " "}, "column name of CN-MM: ' ' is not allowed; it must not be empty"),
        ({"kind": "militias"}, "column kind of CN-MM: 'militias' is not allowed; use one of coast guard, navy"),
        ({"colour": "blue"}, "column colour of CN-MM: 'blue' is not allowed; a colour is #"),
        ({"colour": "#123456"}, "column colour of CN-MM: '#123456' is not allowed; other actors of CN have #"),
        ({"shape": "star"}, "column shape of CN-MM: 'star' is not allowed; militia is drawn as diamond"),
        ({"units": "{ships} of it"}, "is not allowed; the only blank in it is {units}"),
    ],
)
def test_an_actor_that_breaks_a_rule_is_named(change, said):
    assert any(said in problem for problem in actors(change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"severity": "6"}, "column severity of laser: '6' is not allowed; a severity is 0 to 5"),
        ({"severity": "five"}, "column severity of laser: 'five' is not allowed"),
        ({"alike": "Aiming"}, "families in lower case"),
        ({"definition": ""}, "a definition is a full sentence"),
        ({"label": ""}, "column label of laser: '' is not allowed"),
        ({"act": "lit {ship}"}, "the only blanks in it are {craft} and {detained} and {people} and {side} and {spea"),
        ({"act_alone": "lit {0"}, "the only blanks in it are {detained} and {people}"),
        ({"claim": "met {craft}"}, "there are no blanks in it"),
    ],
)
def test_a_type_that_breaks_a_rule_is_named(change, said):
    assert any(said in problem for problem in types(change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "ship"}, "column kind of brp-cabra: 'ship' is not allowed; use one of vessel, aircraft"),
        ({"spellings": "Cabra"}, "the name BRP Cabra is one of them"),
        ({"spellings": "BRP Cabra;CCG 5205"}, "spellings of ccg-5205"),
        ({"actor": "PH-CG"}, "column actor of brp-cabra: 'PH-CG' is not allowed; use a code of actors.csv"),
        ({"source": "20230206-nothing"}, "a source is an incident id or an address"),
        ({"source": "", "class": ""}, "say from which incident or page the actor follows"),
        ({"source": "20240430-scarborough-bagacay-water-cannon"}, "say on which page the class stands"),
    ],
)
def test_a_unit_that_breaks_a_rule_is_named(change, said):
    assert any(said in problem for problem in units(change))


def test_a_key_may_stand_only_once():
    rows = [dict(row) for row in geodata.rows("actors")]
    found = checks.actor_problems([*rows, rows[0]])
    code = rows[0]["code"]
    said = f"column code of {code}: '{code}' is not allowed; it stands more than once; keep one row"
    assert [str(problem) for problem in found] == [said]


def test_a_missing_column_is_named():
    rows = [{column: cell for column, cell in row.items() if column != "colour"} for row in geodata.rows("actors")]
    assert [(one.row, one.column) for one in checks.actor_problems(rows)] == [(1, "colour")]


def test_an_empty_table_breaks_no_rule():
    assert checks.type_problems([]) == []
