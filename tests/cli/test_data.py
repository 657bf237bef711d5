from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_release_is_built_and_its_answer_is_json(call: Callable[..., Any], tmp_path: Path) -> None:
    answer = call("data", "export", "data-2026.12", "--out", "releases", "--json")
    assert answer.code == 0
    said = json.loads(answer.out)
    assert (tmp_path / said["file"]).exists()
    assert said["incidents"] > 800


def test_a_wrong_name_is_a_wrong_call(call: Callable[..., Any]) -> None:
    answer = call("data", "export", "december")
    assert (answer.code, answer.out) == (2, "")
    assert "is not data-YEAR.MONTH" in answer.err


def test_a_vessel_is_shown_with_its_incidents(call: Callable[..., Any]) -> None:
    answer = call("units", "CCG 5205")
    assert answer.code == 0
    assert answer.out.startswith("CCG 5205, 5205: CN-CCG")
    assert "20230206-second-thomas-laser" in answer.out
    assert call("units", "CCG", "5205").out == answer.out, "a name of two words needs no quotes"
    assert json.loads(call("units", "CCG 5205", "--json").out)[0]["unit_id"] == "ccg-5205"
    nobody = call("units", "CCG 999999")
    assert (nobody.code, nobody.out) == (1, "")


def test_additions_that_are_none_are_one_sentence(call: Callable[..., Any], tmp_path: Path) -> None:
    answer = call("data", "merge", str(tmp_path), "--into", str(tmp_path))
    assert answer.code == 1
    assert "cannot be read" in answer.err or "has no additions" in answer.err


def test_data_check_names_what_contradicts_the_acts(
    call: Callable[..., Any], incident_file: Callable[..., Path]
) -> None:
    laser = "20230206-second-thomas-laser"
    file = incident_file({laser: {"types": "laser", "initiators": "CN-CCG"}})
    acts = file.with_name("acts.csv")
    acts.write_text(f"incident_id,n,type,by,against\n{laser},1,laser,CN-CCG,PH-PCG\n", encoding="utf-8")
    assert call("data", "check", str(file)).code == 0
    acts.write_text(f"incident_id,n,type,by,against\n{laser},1,ramming,CN-CCG,PH-PCG\n", encoding="utf-8")
    answer = call("data", "check", str(file))
    assert answer.code == 1
    assert f"row 2, {laser}: types: 'laser' is not allowed; its acts give ramming" in answer.out
    assert json.loads(call("data", "check", str(file), "--json").out)["problems"][0]["row"] == 2


def test_the_shipped_tables_agree_with_their_acts(call: Callable[..., Any]) -> None:
    answer = call("data", "check")
    assert (answer.code, "0 invalid" in answer.out) == (0, True)
