"""Rows of other datasets on incidents that we hold: which are proposed as a join, and which stay apart."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scs_tracker.ledger import worklist

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.ledger import Ledger

DATA = Path(__file__).parent / "data"
HELD = (
    "20140502-paracels-hysy981",
    "20140526-hysy981-dna90152",
    "20230805-second-thomas-water-cannon",
    "20240617-second-thomas-rhib-boarding",
    "20240819-sabina-bagacay-ramming",
    "20240819-sabina-cape-engano-collision",
    "20240825-sabina-datu-sanday",
)
SCSDI = {
    "scsdi:CNVN_140502": "20140502-paracels-hysy981",
    "scsdi:CNVN_140526": "20140526-hysy981-dna90152",
    "scsdi:CNPH_230805": "20230805-second-thomas-water-cannon",
    "scsdi:CNPH_240617": "20240617-second-thomas-rhib-boarding",
    "scsdi:CNPH_240825": "20240825-sabina-datu-sanday",
}
ACLED = {
    "acled:PHL90001": "20230805-second-thomas-water-cannon",
    "acled:PHL90002": "20240617-second-thomas-rhib-boarding",
    "acled:PHL90003": "20240819-sabina-cape-engano-collision",
    "acled:PHL90004": "20240825-sabina-datu-sanday",
    "acled:VNM90005": "20140526-hysy981-dna90152",
}


@pytest.fixture
def held(ledger: Ledger, incident_file: Callable[..., Path]) -> Ledger:
    ledger.import_file(incident_file({name: {} for name in HELD}))
    return ledger


def proposed(ledger: Ledger) -> dict[str, str]:
    """The likeliest join of each report that is proposed."""
    return {one["report"]: one["candidate"] for one in reversed(ledger.reviews())}


def test_what_other_datasets_tell_of_the_same_incidents_is_proposed_as_a_join_with_reasons(held: Ledger) -> None:
    before = held.incidents(statuses=None).set_index("id")
    first = held.import_file(DATA / "scsdi_real.csv")
    assert (first.read, first.linked + first.added) == (9, 9)
    assert first.linked >= 2  # what is sure; how much of a bare row is read depends on who reads its words
    second = held.import_file(DATA / "acled_real.csv")
    assert (second.read, second.linked + second.added) == (6, 6)
    assert second.linked >= 4
    found = proposed(held)
    assert {report: found[report] for report in SCSDI | ACLED} == SCSDI | ACLED
    (pair,) = (one for one in held.reviews() if (one["report"], one["candidate"]) == ("acled:PHL90002", HELD[3]))
    # Whether the axes and knives of the row are an assault is for its reader to say.
    assert pair["reasons"][2].endswith("both boarding, ramming (+2.0)")
    assert pair["reasons"][3:] == ["initiators CN-CCG (+1.5)", "targets PH-NAVY (+1.5)"]
    # no rule changes what is accepted
    assert held.incidents(statuses=None).set_index("id").loc[list(HELD)].equals(before.loc[list(HELD)])
    differing = {row["field"]: row["joined"] for row in held.compare(HELD[3], pair["incident"])}
    assert "sources" in differing
    held.join(HELD[3], pair["incident"], fields=[], reason="the same boarding")
    after = held.incidents(statuses=None).set_index("id").loc[HELD[3]]
    for column in ("lat", "lon", "radius_km", "types", "initiators", "location_text", "accounts"):
        assert after[column] == before.loc[HELD[3], column], column
    assert after["independent_sources"] >= before.loc[HELD[3], "independent_sources"]


def test_what_happened_beside_them_stays_apart(held: Ledger) -> None:
    held.import_file(DATA / "scsdi_real.csv")
    held.import_file(DATA / "acled_real.csv")
    frame = held.incidents(statuses=None)
    assert (frame["status"] == "proposed").sum() == 15
    pairs = {(one["report"], one["candidate"]) for one in held.reviews()}
    # other ships on the same day at the same shoal, and another country's boats
    assert not {candidate for report, candidate in pairs if report in {"scsdi:CNPH_240819", "scsdi:CNVN_240617"}}
    # known to the month only: it may be the incident, and a person decides
    assert ("scsdi:CNPH_230800", "20230805-second-thomas-water-cannon") in pairs


def test_our_own_rows_that_come_later_are_put_beside_what_others_brought(
    ledger: Ledger, incident_file: Callable[..., Path]
) -> None:
    ledger.import_file(DATA / "scsdi_real.csv")
    summary = ledger.import_file(incident_file({name: {} for name in HELD}))
    assert (summary.added, summary.linked) == (len(HELD), 0)
    pairs = {one["report"]: one["candidate"] for one in reversed(ledger.reviews())}
    assert {report: pairs[report] for report in SCSDI} == SCSDI
    again = ledger.import_file(incident_file({name: {} for name in HELD}))
    assert again.unchanged == len(HELD)


def test_what_a_person_linked_and_split_outlives_every_later_import(held: Ledger, tmp_path: Path) -> None:
    held.import_file(DATA / "scsdi_real.csv")
    boarding = next(one["incident"] for one in held.reviews() if one["report"] == "scsdi:CNPH_240617")
    held.link(HELD[3], boarding, reason="the same")
    (apart,) = held.split(HELD[3], ["scsdi:CNPH_240617"], reason="another boat")
    frame = held.incidents(statuses=None).set_index("id")
    lonely = next(name for name in frame.index if name.startswith("20240819-sabina-shoal-scsdi"))
    held.link(HELD[4], lonely, reason="the same ship, by its photograph")
    text = (DATA / "scsdi_real.csv").read_text(encoding="utf-8")
    changed = tmp_path / "later.csv"
    changed.write_text(text.replace("made up", "PNA").replace("a sailor lost", "one sailor lost"), encoding="utf-8")
    summary = held.import_file(changed)
    assert summary.linked == 0
    assert summary.updated == text.count("made up") + 1
    assert [row["report"] for row in held.reports(apart)] == ["scsdi:CNPH_240617"]
    assert "scsdi:CNPH_240819" in {row["report"] for row in held.reports(HELD[4])}
    changes = worklist.proposed_changes(held.engine, incident_id=HELD[4])
    (sources,) = (one for one in changes if one["field"] == "sources")
    assert '"PNA"' in sources["new"]
    assert '"PNA"' not in sources["old"]
    assert worklist.settle_change(held.engine, sources["id"], take=True, reason="its source has a name now")
    assert '"PNA"' in held.incidents(statuses=None).set_index("id").loc[HELD[4], "sources"]


def test_a_pair_leaves_the_review_when_one_of_it_is_linked_or_retracted(held: Ledger) -> None:
    held.import_file(DATA / "scsdi_real.csv")
    month = next(one for one in held.reviews() if one["report"] == "scsdi:CNPH_230800")
    held.link(month["candidate"], month["incident"], reason="the same water cannon")
    assert not [one for one in held.reviews() if one["report"] == "scsdi:CNPH_230800"]
    (by_person,) = (one for one in held.reports(month["candidate"]) if one["how"] == "person")
    assert by_person["reasons"] == ["the same water cannon"]
    held.import_file(DATA / "acled_real.csv")
    pair = next(one for one in held.reviews() if one["report"] == "acled:PHL90006")
    held.retract(pair["candidate"], reason="never happened")
    assert pair not in held.reviews()


def test_what_was_withdrawn_and_comes_again_is_updated(held: Ledger, tmp_path: Path) -> None:
    """Its proposal stands again, and the counts stay counts."""
    with (DATA / "acled_real.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    held.import_file(DATA / "acled_real.csv")
    ids = [row[header.index("event_id_cnty")] for row in rows]
    deletions = tmp_path / "deletions.csv"
    deletions.write_text(
        "\n".join(["event_id_cnty,deleted_timestamp", *(f"{name},1" for name in ids)]), encoding="utf-8"
    )
    assert held.import_file(deletions).updated == len(ids)
    assert set(held.incidents(statuses=None)["status"]) == {"accepted", "retracted"}
    for row in rows:
        row[header.index("notes")] += " Said again."
    again = tmp_path / "again.csv"
    with again.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    summary = held.import_file(again)
    assert (summary.read, summary.updated, summary.added, summary.linked) == (len(ids), len(ids), 0, 0)
