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
        ({"country": "TW"}, "column country of CN-MM: 'TW' is not allowed; use the part of the code"),
        ({"country_name": "PRC"}, "column country_name of CN-MM: 'PRC' is not allowed; use China, as the other act"),
        ({"name": " "}, "column name of CN-MM: ' ' is not allowed; it must not be empty"),
        ({"kind": "militias"}, "column kind of CN-MM: 'militias' is not allowed; use one of coast guard, navy"),
        ({"colour": "blue"}, "column colour of CN-MM: 'blue' is not allowed; write # and six"),
        ({"colour": "#123456"}, "column colour of CN-MM: '#123456' is not allowed; use #"),
        ({"shape": "star"}, "column shape of CN-MM: 'star' is not allowed; use diamond, the shape of"),
        ({"units": "{ships} of it"}, "is not allowed; the only placeholder allowed here is {units}"),
    ],
)
def test_an_actor_that_breaks_a_rule_is_named(change, said):
    assert any(said in problem for problem in actors(change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"severity": "6"}, "column severity of laser: '6' is not allowed; use a whole number from 0"),
        ({"severity": "five"}, "column severity of laser: 'five' is not allowed"),
        ({"alike": "Aiming"}, "use lower case, with ; between families"),
        ({"definition": ""}, "end the definition with a full stop"),
        ({"label": ""}, "column label of laser: '' is not allowed"),
        ({"act": "lit {ship}"}, "the only placeholders allowed here are {craft} and {detained} and {people} and"),
        ({"act_alone": "lit {0"}, "the only placeholders allowed here are {detained} and {people}"),
        ({"claim": "met {craft}"}, "placeholders are not allowed here"),
    ],
)
def test_a_type_that_breaks_a_rule_is_named(change, said):
    assert any(said in problem for problem in types(change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "ship"}, "column kind of brp-cabra: 'ship' is not allowed; use one of vessel, aircraft"),
        ({"spellings": "Cabra"}, "add the name BRP Cabra to the spellings"),
        ({"spellings": "BRP Cabra;CCG 5205"}, "spellings of ccg-5205"),
        ({"actor": "PH-CG"}, "column actor of brp-cabra: 'PH-CG' is not allowed; use a code of actors.csv"),
        ({"source": "20230206-nothing"}, "use incident ids or URLs, separated by ;"),
        ({"source": "", "class": ""}, "name the incident id or URL that supports the actor"),
        ({"source": "20240430-scarborough-bagacay-water-cannon"}, "name the URL of the page that states the class"),
    ],
)
def test_a_unit_that_breaks_a_rule_is_named(change, said):
    assert any(said in problem for problem in units(change))


def test_a_key_may_stand_only_once():
    rows = [dict(row) for row in geodata.rows("actors")]
    found = checks.actor_problems([*rows, rows[0]])
    code = rows[0]["code"]
    said = f"column code of {code}: '{code}' is not allowed; more than one row has this value; keep one row"
    assert [str(problem) for problem in found] == [said]


def test_a_missing_column_is_named():
    rows = [{column: cell for column, cell in row.items() if column != "colour"} for row in geodata.rows("actors")]
    assert [(one.row, one.column) for one in checks.actor_problems(rows)] == [(1, "colour")]


def test_an_empty_table_breaks_no_rule():
    assert checks.type_problems([]) == []
