from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from samples import batch, report

from scs_tracker.errors import TableError, TrackerError, UsageError
from scs_tracker.ledger import editing, history
from scs_tracker.ledger.store import timed
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scs_tracker.ledger import Ledger

LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"


@pytest.fixture
def filled(ledger: Ledger, incident_file: Callable[..., Path], clock: Callable[[], str]) -> Ledger:
    ledger.engine = timed(ledger.engine, clock)
    ledger.import_batch(read_reports(incident_file({LASER: {}, BATTLE: {}})))
    return ledger


def test_the_ledger_as_it_was_at_every_step(filled: Ledger, clock: Callable[[], str]) -> None:
    steps = {"2026-01-01T00:00:00.000000Z": filled.incidents(statuses=None)}
    filled.amend(LASER, {"detained": "4"}, reason="r")
    steps["2026-01-01T00:00:01.000000Z"] = filled.incidents(statuses=None)
    filled.retract(BATTLE, reason="doubled")
    steps["2026-01-01T00:00:02.000000Z"] = filled.incidents(statuses=None)
    filled.accept(BATTLE)
    steps["2026-01-01T00:00:03.000000Z"] = filled.incidents(statuses=None)
    for instant, then in steps.items():
        pd.testing.assert_frame_equal(pd.DataFrame(filled.incidents(statuses=None, as_of=instant)), pd.DataFrame(then))
    assert len(filled.incidents(statuses=None, as_of="2025-12-31")) == 0


def test_the_state_follows_from_the_revisions_alone(filled: Ledger) -> None:
    filled.amend(LASER, {"lat": "9.7", "lon": "115.9", "place": "Second Thomas Shoal"}, reason="a printed position")
    filled.retract(LASER, reason="withdrawn by its source")
    with filled.engine.connect() as connection:
        rows = connection.execute(history.revisions()).mappings().all()
        replayed = {one["id"]: one for one in history.replay([dict(row) for row in rows])}
        stored = {one["id"]: one for one in history.states(connection)}
    for incident_id, one in stored.items():
        one.pop("provenance")
        assert replayed[incident_id] == one


def test_a_retraction_is_a_tombstone_and_can_be_taken_back(filled: Ledger) -> None:
    assert filled.retract(LASER, reason="withdrawn") == ["status"]
    assert filled.incidents(statuses=None).set_index("id").loc[LASER, "status"] == "retracted"
    assert filled.retract(LASER, reason="again") == []
    filled.accept(LASER, reason="confirmed after all")
    statuses = [row["new"] for row in filled.history(LASER) if row["field"] == "status"]
    assert statuses == ['"retracted"', '"accepted"']


def test_an_amended_position_moves_the_standing(filled: Ledger) -> None:
    before = filled.incidents(statuses=None).set_index("id").loc[LASER]
    changed = filled.amend(LASER, {"lat": "15.15", "lon": "117.75"}, reason="test of another place")
    after = filled.incidents(statuses=None).set_index("id").loc[LASER]
    assert {"printed_lat", "printed_lon", "lat", "lon", "method", "standing"} <= set(changed)
    assert after["method"] == "coordinates"
    assert after["standing"] != before["standing"]


def test_amending_checks_fields_values_reason_and_id(filled: Ledger) -> None:
    with pytest.raises(UsageError, match="'colour' cannot be amended; use one of date_start"):
        filled.amend(LASER, {"colour": "red"}, reason="r")
    with pytest.raises(TableError, match="'2023-02-31' is not allowed"):
        filled.amend(LASER, {"date_start": "2023-02-31"}, reason="r")
    with pytest.raises(UsageError, match="needs a reason"):
        filled.amend(LASER, {"damage": "x"}, reason=" ")
    with pytest.raises(TrackerError, match="no incident '20230206-second-thomas-lazer'.*similar ids are " + LASER):
        filled.amend("20230206-second-thomas-lazer", {"damage": "x"}, reason="r")
    assert len(filled.history(LASER)) == 1


def test_a_row_of_somebody_else_s_table_is_amended_though_it_lacks_what_our_own_must_have(ledger: Ledger) -> None:
    ledger.import_batch(batch(report("own:20240617-x", place="", summary="", types="")))
    assert ledger.amend("20240617-x", {"killed": "1"}, reason="r")
    with pytest.raises(TableError, match="column types: 'lasre' is not allowed") as refused:
        ledger.amend("20240617-x", {"types": "lasre", "damage": "x"}, reason="r")
    assert "place" not in str(refused.value)


def test_changes_since_an_instant(filled: Ledger, clock: Callable[[], str]) -> None:
    filled.amend(LASER, {"damage": "scratched paint"}, reason="seen in the video")
    rows = filled.changes("2026-01-01T00:00:00.000000Z").to_dict("records")
    assert [(row["field"], row["new"], row["reason"]) for row in rows] == [
        ("damage", '"scratched paint"', "seen in the video")
    ]
    assert len(filled.changes("2025-12-31")) == 3


def test_refresh_records_what_a_new_build_moves(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled.refresh() == {"read": 2, "moved": 0, "unchanged": 2}
    derive = editing.state.derive

    def moved(facts: list[dict[str, object]], ids: list[str]) -> list[dict[str, object]]:
        rows = derive(facts, ids)
        rows[0]["radius_km"] = 99.0
        return rows

    monkeypatch.setattr(editing.state, "derive", moved)
    assert filled.refresh()["moved"] == 1
    last = filled.changes("2000-01-01").iloc[-1]
    assert (last["field"], last["new"], last["action"]) == ("radius_km", "99.0", "refresh")
    assert last["reason"].startswith("geodata ")
