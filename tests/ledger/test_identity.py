"""An incident keeps its id, whatever is corrected, exported, linked or taken back."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from scs_tracker.errors import TableError, TrackerError
from scs_tracker.ledger import Ledger
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"
HULL = "20240825-sabina-datu-sanday"


def adds_up(ledger: Ledger, file: Path) -> dict[str, int]:
    """Import and return what became of the rows, as far as it is not nothing."""
    summary = ledger.import_file(file)
    counts = {name: getattr(summary, name) for name in ("added", "updated", "unchanged", "linked", "quarantined")}
    assert summary.read == sum(counts.values())
    return {name: number for name, number in counts.items() if number}


@pytest.mark.parametrize("ending", ["csv", "geojson", "xlsx"])
def test_an_export_with_a_corrected_date_goes_in_again(
    ledger: Ledger, incident_file: Callable[..., Path], tmp_path: Path, ending: str
) -> None:
    ledger.import_file(incident_file({LASER: {}, BATTLE: {}}))
    ledger.amend(LASER, {"date_start": "2023-02-07"}, reason="the next morning")
    file = ledger.export(tmp_path / f"out.{ending}")[0]
    other = Ledger(f"sqlite:///{tmp_path}/other.db")
    assert adds_up(other, file) == {"added": 2}
    again = other.export(tmp_path / f"again.{ending}")[0]
    if ending != "xlsx":
        assert again.read_bytes() == file.read_bytes()
    assert other.incidents(statuses=None).set_index("id").at[LASER, "date_start"] == "2023-02-07"
    other.engine.dispose()


def test_a_date_corrected_in_our_own_table_is_a_revision(ledger: Ledger, incident_file: Callable[..., Path]) -> None:
    assert adds_up(ledger, incident_file({LASER: {}, BATTLE: {}})) == {"added": 2}
    corrected = incident_file({LASER: {"date_start": "2023-02-07"}, BATTLE: {}})
    preview = ledger.preview_batch(read_reports(corrected))
    assert (preview.updated, preview.quarantined) == (1, 0)
    assert adds_up(ledger, corrected) == {"updated": 1, "unchanged": 1}
    revision = next(row for row in ledger.history(LASER) if row["field"] == "date_start")
    assert (json.loads(revision["old"]), json.loads(revision["new"])) == ("2023-02-06", "2023-02-07")
    assert adds_up(ledger, corrected) == {"unchanged": 2}


def test_a_new_row_whose_id_names_another_date_is_quarantined(
    ledger: Ledger, incident_file: Callable[..., Path]
) -> None:
    file = incident_file({LASER: {"date_start": "2023-02-07"}, BATTLE: {}})
    for expected in ({"added": 1, "quarantined": 1}, {"unchanged": 1, "quarantined": 1}):
        assert ledger.preview_batch(read_reports(file)).quarantined == 1
        assert adds_up(ledger, file) == expected
    (row,) = ledger.quarantined()
    assert (row["row"], LASER in row["raw"]) == (2, True)
    assert json.loads(row["reasons"]) == [
        f"id: '{LASER}' is not allowed; for this date_start the id must begin with 20230207"
    ]
    bad = incident_file({LASER: {"date_start": "2023-02-07", "types": "lasre"}, BATTLE: {}})
    ledger.import_file(bad)
    assert len(json.loads(ledger.quarantined()[0]["reasons"])) == 2


def test_an_export_says_the_same_as_the_table_it_came_from(
    ledger: Ledger, incident_file: Callable[..., Path], tmp_path: Path
) -> None:
    table = incident_file({LASER: {}, BATTLE: {}})
    ledger.import_file(table)
    for ending in ("csv", "geojson", "gpkg", "parquet", "xlsx"):
        file = ledger.export(tmp_path / f"out.{ending}")[0]
        assert adds_up(ledger, file) == {"unchanged": 2}
    assert adds_up(ledger, table) == {"unchanged": 2}


def test_what_is_part_of_another_incident_is_not_accepted_and_takes_nothing_in(
    ledger: Ledger, incident_file: Callable[..., Path]
) -> None:
    ledger.import_file(incident_file({LASER: {}, BATTLE: {}, HULL: {}}))
    ledger.link(LASER, BATTLE, reason="one report of both")
    with pytest.raises(TrackerError, match="has no reports, because they are part of another incident; split"):
        ledger.accept(BATTLE, reason="r")
    with pytest.raises(TrackerError, match=f"{BATTLE} is retracted; give another one"):
        ledger.link(BATTLE, HULL, reason="r")
    assert ledger.incidents(statuses=None).set_index("id")["status"].to_dict() == {
        LASER: "accepted",
        BATTLE: "retracted",
        HULL: "accepted",
    }
    ledger.split(LASER, [f"incident-csv:{BATTLE}"], reason="it was not")
    assert ledger.incidents(statuses=None).set_index("id").at[BATTLE, "status"] == "accepted"


def test_what_is_wrong_with_an_amendment_names_the_column_and_no_row(
    ledger: Ledger, incident_file: Callable[..., Path]
) -> None:
    ledger.import_file(incident_file({LASER: {}}))
    with pytest.raises(TableError) as caught:
        ledger.amend(LASER, {"injured": "few"}, reason="r")
    assert "\n  column injured: 'few' is not allowed" in str(caught.value)


def test_disagreements_of_two_reports_come_back_as_they_were(ledger: Ledger, tmp_path: Path) -> None:
    """Also where none of the reports is a row of our own table."""
    names = ["id", "date_start", "types", "initiators", "place", "injured"]
    for name, injured, types in (("first", "2", "ramming"), ("second", "3", "ramming;collision")):
        table = [names, [name, "2024-08-19", types, "CN-CCG", "Sabina Shoal", injured]]
        file = tmp_path / f"{name}.geojson"
        properties = dict(zip(*table, strict=True))
        feature = {"type": "Feature", "properties": properties, "geometry": None}
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
        ledger.import_file(file)
    frame = ledger.incidents(statuses=None)
    one, two = sorted(frame["id"], key=lambda name: frame.set_index("id").at[name, "injured"])
    ledger.link(one, two, reason="the same")
    held = json.loads(ledger.incidents(statuses=None).set_index("id").at[one, "disagreements"])
    assert held == {"injured": {"gis:first": 2, "gis:second": 3}}  # one act of two contradicts nobody
    file = ledger.export(tmp_path / "out.csv")[0]
    other = Ledger(f"sqlite:///{tmp_path}/other.db")
    other.import_file(file)
    again = other.export(tmp_path / "again.csv")[0]
    assert again.read_bytes() == file.read_bytes()
    other.engine.dispose()


def test_a_source_of_no_incident_is_counted(ledger: Ledger, incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}})
    with file.with_name("incident_sources.csv").open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow(["20230206-second-tomas-laser", "https://example.org/a", "Paper", "", ""])
    batch = read_reports(file)
    assert batch.passed_over == {"a source whose incident is not in the file": 1}
    assert ledger.import_batch(batch).passed_over == 1
