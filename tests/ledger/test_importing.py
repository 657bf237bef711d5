from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import sqlalchemy as sa

from scs_tracker import model
from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, importing, planning
from scs_tracker.ledger.tables import report, revision
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.ledger import Summary

INCIDENTS = Path(__file__).parents[2] / "geodata" / "incidents"
LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"


def adds_up(summary: Summary) -> bool:
    parts = summary.added + summary.updated + summary.unchanged + summary.linked + summary.quarantined
    return summary.read == parts


def count(ledger: Ledger, table: sa.Table) -> int:
    with ledger.engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_the_shipped_files_go_in_and_importing_them_again_changes_nothing(tmp_path: Path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    rows = list(csv.DictReader((INCIDENTS / "incidents.csv").open(encoding="utf-8")))
    summary = ledger.import_file(INCIDENTS / "incidents.csv")
    assert summary.added == summary.read == len(rows)
    events = ledger.import_file(INCIDENTS / "events.csv")
    assert events.added == events.read == len(ledger.events())
    revisions, instant = count(ledger, revision), ledger.last_instant()
    again = ledger.import_file(INCIDENTS / "incidents.csv") + ledger.import_file(INCIDENTS / "events.csv")
    assert again.unchanged == again.read
    assert (count(ledger, revision), ledger.last_instant()) == (revisions, instant)
    frame = ledger.incidents(statuses=None)
    assert list(frame.columns) == [*model.LEDGER_COLUMNS, "geometry"]
    assert frame.crs.to_epsg() == 4326
    facts = frame.set_index("id")
    for row in rows:
        held = facts.loc[row["id"]]
        assert held["summary"] == row["summary"]
        assert held["printed_lat"] == row["lat"]
        assert (str(held["killed"]) if row["killed"] else "<NA>") == (row["killed"] or str(held["killed"]))


def test_a_changed_row_is_a_new_report_and_a_revision_of_its_incident(
    ledger: Ledger, incident_file: Callable[..., Path]
) -> None:
    ledger.import_file(incident_file({LASER: {}, BATTLE: {}}))
    summary = ledger.import_file(incident_file({LASER: {"injured": "3"}, BATTLE: {}}))
    assert (summary.updated, summary.unchanged) == (1, 1)
    rows = [row for row in ledger.history(LASER) if row["field"] != "created"]
    assert {row["field"]: (json.loads(row["old"]), json.loads(row["new"])) for row in rows} == {
        "injured": (None, 3),
        "severity": (2, 4),
    }
    assert {row["reason"] for row in rows} == {"a report was added or changed"}
    assert count(ledger, report) == 3
    held = ledger.incidents(statuses=None).set_index("id").loc[LASER]
    assert (held["revision"], held["injured"], held["severity"]) == (2, 3, 4)


def test_bad_rows_wait_in_quarantine_until_they_are_mended(ledger: Ledger, incident_file: Callable[..., Path]) -> None:
    bad = {LASER: {"date_start": "2023-13-01"}, BATTLE: {}}
    for _ in range(2):
        summary = ledger.import_file(incident_file(bad))
        assert summary.quarantined == 1
        assert adds_up(summary)
    (row,) = ledger.quarantined()
    assert (row["row"], row["raw"][:28]) == (2, LASER)
    assert "2023-13-01" in row["reasons"]
    assert ledger.incidents(statuses=None)["id"].tolist() == [BATTLE]
    mended = ledger.import_file(incident_file({LASER: {}, BATTLE: {}}))
    assert (mended.added, mended.unchanged, mended.quarantined) == (1, 1, 0)
    assert ledger.quarantined() == []


def test_a_bad_row_waits_whatever_a_later_file_of_the_same_name_holds(
    ledger: Ledger, incident_file: Callable[..., Path]
) -> None:
    ledger.import_file(incident_file({LASER: {"types": "lasre"}, BATTLE: {}}))
    ledger.import_file(incident_file({BATTLE: {}}))
    (row,) = ledger.quarantined()
    ledger.dismiss(row["id"], reason="entered twice")
    assert ledger.quarantined() == []
    with pytest.raises(TrackerError, match=r"row 1 is not in quarantine"):
        ledger.dismiss(row["id"], reason="again")


def test_a_row_without_a_source_enters_and_is_flagged(ledger: Ledger, incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}, BATTLE: {}})
    sources = file.with_name("incident_sources.csv")
    lines = sources.read_text(encoding="utf-8").splitlines(keepends=True)
    sources.write_text("".join(line for line in lines if not line.startswith(LASER)), encoding="utf-8")
    ledger.import_file(file)
    flags = ledger.incidents(statuses=None).set_index("id")["flags"]
    assert (flags[LASER], flags[BATTLE]) == ("unsourced;acts: from columns", "acts: from columns")


def test_what_a_person_decided_outlives_a_later_import(ledger: Ledger, incident_file: Callable[..., Path]) -> None:
    ledger.import_file(incident_file({LASER: {}}))
    ledger.amend(LASER, {"injured": "2"}, reason="the coast guard's second statement")
    ledger.import_file(incident_file({LASER: {"injured": "7", "damage": "none"}}))
    held = ledger.incidents(statuses=None).set_index("id").loc[LASER]
    assert (held["injured"], held["damage"]) == (2, "none")


def test_what_another_writes_meanwhile_is_taken_into_account(
    ledger: Ledger,
    incident_file: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    batch = read_reports(incident_file({LASER: {}}))
    derive = planning.state.derive

    def meanwhile(facts: list[dict[str, object]], ids: list[str]) -> list[dict[str, object]]:
        monkeypatch.setattr(planning.state, "derive", derive)
        ledger.import_file(INCIDENTS / "events.csv")
        return derive(facts, ids)

    monkeypatch.setattr(planning.state, "derive", meanwhile)
    assert importing.import_batch(ledger.engine, batch).added == 1
    assert len(ledger.incidents(statuses=None)) == 1
    assert len(ledger.events()) > 100
    assert "comparing again" in caplog.text


def test_a_large_file_that_two_processes_place_gives_the_same_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_reports(INCIDENTS / "incidents.csv")
    batch = replace(whole, reports=whole.reports[:40])
    monkeypatch.setattr(planning, "_ALONE", 20)
    monkeypatch.setattr(planning, "TOGETHER", 7)
    ledgers = [Ledger(f"sqlite:///{tmp_path}/{workers}.db") for workers in (1, 2)]
    for workers, ledger in enumerate(ledgers, 1):
        assert ledger.import_batch(batch, workers=workers).added == 40
    alone, together = (ledger.incidents(statuses=None).drop(columns="updated_at") for ledger in ledgers)
    assert alone["lat"].notna().any()
    pd.testing.assert_frame_equal(pd.DataFrame(alone), pd.DataFrame(together))


def test_a_failure_in_the_middle_of_writing_leaves_nothing(
    ledger: Ledger, incident_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("cut")

    monkeypatch.setattr(importing.history, "record", fail)
    with pytest.raises(RuntimeError, match="cut"):
        ledger.import_file(incident_file({LASER: {}}))
    monkeypatch.undo()
    assert count(ledger, report) == count(ledger, revision) == 0
    assert ledger.import_file(incident_file({LASER: {}})).added == 1


def test_an_id_that_no_database_can_index_is_named_with_its_row(
    ledger: Ledger, incident_file: Callable[..., Path]
) -> None:
    summary = ledger.import_file(incident_file({LASER: {"id": f"{LASER}-{'x' * 9000}"}, BATTLE: {}}))
    assert (summary.added, summary.quarantined) == (1, 1)
    (row,) = ledger.quarantined()
    assert (row["row"], "its id is longer than 1,000 bytes" in row["reasons"]) == (2, True)
