"""Incidents for notebooks: accepted ones alone, long forms, conditions that are checked, and no ledger by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import scs_tracker as scs
from scs_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from scs_tracker.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    rows = "date,place,what,aggressor,victim\n2034-06-17,Sabina Shoal,ramming; laser,CCG,PCG; BFAR\n"
    (tmp_path / "log.csv").write_text(rows, encoding="utf-8")
    made = scs.Ledger(tmp_path / "tracker.db", create=True)
    made.import_file(tmp_path / "log.csv")
    return made


@pytest.mark.usefixtures("ledger")
def test_incidents_are_the_accepted_ones_unless_others_are_asked_for(tmp_path: Path) -> None:
    found = scs.incidents(tmp_path / "tracker.db")
    assert found["status"].tolist() == ["accepted"]
    assert str(found["begin"].dtype).startswith("datetime64")
    assert scs.incidents(tmp_path / "tracker.db", statuses=("retracted",)).empty


def test_a_ledger_gives_the_accepted_ones_unless_others_are_asked_for(ledger: Ledger) -> None:
    (name,) = ledger.incidents()["id"]
    ledger.retract(name, reason="a test")
    assert (ledger.incidents().empty, ledger.acts().empty) == (True, True)
    assert list(ledger.incidents(statuses=None)["status"]) == ["retracted"]
    assert list(ledger.incidents(where={"status": "retracted"})["id"]) == [name]
    assert len(ledger.acts(statuses=("retracted",))) == 2


@pytest.mark.usefixtures("ledger")
def test_acts_say_who_did_what_to_whom_with_types_of_their_own(tmp_path: Path) -> None:
    found = scs.acts(tmp_path / "tracker.db")
    assert found[["n", "date_start", "type", "by", "against"]].to_numpy().tolist() == [
        [1, "2034-06-17", "ramming", "CN-CCG", "PH-PCG;PH-BFAR"],
        [2, "2034-06-17", "laser", "CN-CCG", "PH-PCG;PH-BFAR"],
    ]
    assert (found["type"].dtype, found["killed"].dtype) == ("category", "Int64")
    assert scs.acts(tmp_path / "tracker.db", statuses=("retracted",)).empty
    with pytest.raises(UsageError, match="'done' is not a status; use one of proposed, accepted, retracted"):
        scs.acts(tmp_path / "tracker.db", statuses=("done",))


@pytest.mark.usefixtures("ledger")
def test_columns_of_several_values_in_long_form(tmp_path: Path) -> None:
    rows = scs.long(scs.incidents(tmp_path / "tracker.db"), "types", "targets")
    assert list(zip(rows["column"], rows["value"], strict=True)) == [
        ("types", "ramming"), ("types", "laser"), ("targets", "PH-PCG"), ("targets", "PH-BFAR"),
    ]  # fmt: skip
    assert rows["value"].dtype == "category"
    with pytest.raises(UsageError, match="has no column sorts"):
        scs.long(rows, "sorts")


def test_a_mistyped_path_makes_no_ledger(tmp_path: Path) -> None:
    for opens in (scs.Ledger, scs.incidents):
        with pytest.raises(TrackerError, match="there is no ledger"):
            opens(tmp_path / "typo.db")
    assert not (tmp_path / "typo.db").exists()


@pytest.mark.parametrize(
    ("condition", "hint"),
    [
        ({"types": "watercannon"}, "did you mean water_cannon"),
        ({"initiators": "CN-CGC"}, "did you mean CN-CCG"),
        ({"place": "Sabina Shol"}, "did you mean Sabina Shoal"),
        ({"status": "excepted"}, "did you mean accepted"),
    ],
)
def test_a_condition_that_no_incident_can_meet_is_an_error_with_a_suggestion(
    ledger: Ledger, condition: dict[str, str], hint: str
) -> None:
    with pytest.raises(UsageError, match=hint):
        ledger.incidents(statuses=None, where=condition)


@pytest.mark.parametrize(
    "condition", [{"types": "sonar"}, {"place": "Natuna"}, {"date_start": "1999"}, {"injured": "3"}]
)
def test_a_condition_that_none_meets_today_is_no_error(ledger: Ledger, condition: dict[str, str]) -> None:
    assert ledger.incidents(statuses=None, where=condition).empty


def test_what_the_package_offers_is_what_it_lists() -> None:
    assert dir(scs) == sorted(["__version__", *scs.__all__])
