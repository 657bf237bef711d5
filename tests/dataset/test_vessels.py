from __future__ import annotations

import pytest

from scs_tracker import geodata, model
from scs_tracker.dataset.vessels import find_units
from scs_tracker.errors import TrackerError


@pytest.mark.parametrize("text", ["CCG 5205", "ccg5205", "5205", "ccg-5205"])
def test_a_name_a_number_and_an_id_lead_to_one_vessel_with_its_incidents(text: str) -> None:
    (found,) = find_units(text)
    assert (found["unit_id"], found["actor"]) == ("ccg-5205", "CN-CCG")
    named = {
        row["id"]
        for row in geodata.rows("incidents")
        if "CCG 5205" in model.split_list(row["initiator_units"]) + model.split_list(row["target_units"])
    }
    assert {one["id"] for one in found["incidents"]} == named
    days = [one["date_start"] for one in found["incidents"]]
    assert days == sorted(days)


def test_all_spellings_count_and_who_is_on_both_sides_says_so() -> None:
    (found,) = find_units("KRI Tom 357")
    assert found["unit_id"] == "kri-bung-tomo"
    assert {"20190224-natuna-kri-tom": "both", "20200823-natuna-kg90186": "initiator"}.items() <= {
        one["id"]: one["role"] for one in found["incidents"]
    }.items()


def test_a_part_of_a_name_finds_all_that_bear_it() -> None:
    assert {unit["unit_id"] for unit in find_units("Malapascua")} == {"brp-malapascua"}
    assert len(find_units("haiyang dizhi")) >= 2


@pytest.mark.parametrize("text", ["", "  ", "CCG 999999", "BRP Malapascuaa", "☠"])
def test_a_name_of_nobody_is_one_clear_sentence(text: str) -> None:
    with pytest.raises(TrackerError, match="no vessel or aircraft is called"):
        find_units(text)


def test_every_unit_of_the_registry_can_be_looked_up_by_its_name() -> None:
    for row in geodata.rows("units"):
        assert row["unit_id"] in {unit["unit_id"] for unit in find_units(row["name"])}
