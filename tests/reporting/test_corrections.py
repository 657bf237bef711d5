"""What changed since the last issued report, and editions that are never rewritten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.reporting import weekly_facts, write_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Facts = dict[str, Any]
RHIB, PATROL = "20240617-second-thomas-rhib-boarding", "20240619-thitu-ccg5901-patrol"
EARLIER = "20230805-second-thomas-water-cannon"
#: Without pictures, which cost a second each time.
QUICK = ("json", "md")
ISSUED = [{"label": "2024-W33", "edition": 1, "as_of": "2024-08-19T00:00:00Z"}]


def revision(
    incident: str, field: str, old: Any, new: Any, *, number: int = 2, at: str = "2024-08-22T00:00:00Z"
) -> dict[str, Any]:
    """One row of the ledger's revisions; values are JSON text there."""
    values = {"old": json.dumps(old), "new": json.dumps(new)}
    return {
        "incident_id": incident,
        "revision": number,
        "at": at,
        "field": field,
        "reason": "the source was read again",
    } | values


def test_a_correction_is_printed_with_old_new_and_reason(
    facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    changes = pd.DataFrame(
        [revision(RHIB, "injured", 1, 8), revision(RHIB, "place", "Sabina Shoal", "Second Thomas Shoal", number=3)]
    )
    facts = facts_of("2024-W34", issued=ISSUED, changes=changes)
    (entry,) = facts["corrections"]["corrected"]
    assert (entry["id"], entry["week"]) == (RHIB, "2024-W25")
    assert [(change["field"], change["old"], change["new"]) for change in entry["changes"]] == [
        ("injured", "1", "8"),
        ("place", "Sabina Shoal", "Second Thomas Shoal"),
    ]
    html = text_html(facts)
    assert "Changes to earlier periods since the last report: one corrected incident." in html
    assert facts["corrections_note"] == ""
    assert "injured: <del>1</del> → <ins>8</ins>; reason: the source was read again" in html


def test_an_incident_moved_to_another_week_is_told_of_in_the_one_it_left(facts_of: Callable[..., Facts]) -> None:
    moved = [revision(RHIB, "date_start", "2024-08-10", "2024-06-17", at="2024-08-22T00:00:00Z")]
    issued = [{"label": "2024-W32", "edition": 1, "as_of": "2024-08-19T00:00:00Z"}]
    edition = facts_of("2024-W32", issued=issued, history=pd.DataFrame(moved), issue=True)["edition"]
    (entry,) = edition["corrects"]["corrected"]
    assert (entry["id"], entry["changes"][0]["old"], entry["week"]) == (RHIB, "2024-08-10", "2024-W25")
    other = facts_of("2024-W31", issued=[issued[0] | {"label": "2024-W31"}], history=pd.DataFrame(moved), issue=True)
    assert other["edition"]["corrects"]["corrected"] == []


def test_late_additions_retractions_and_recomputed_positions(
    facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    since = pd.DataFrame(
        [
            revision(EARLIER, "created", None, {"id": EARLIER}, number=1),
            revision(RHIB, "status", "accepted", "retracted"),
            revision(PATROL, "lat", 11.0, 11.1),
            revision(PATROL, "zones", "ph-eez", "ph-eez;ph-kig"),
        ]
    )
    facts = facts_of("2024-W34", rows={RHIB: {"status": "retracted"}}, issued=ISSUED, changes=since)
    corrections = facts["corrections"]
    assert [entry["id"] for entry in corrections["added"]] == [EARLIER]
    assert [entry["id"] for entry in corrections["retracted"]] == [RHIB]
    assert corrections["corrected"] == []
    assert corrections["recomputed"] == [PATROL]
    assert "Changes to earlier periods since the last report: one late addition and one retraction." in text_html(facts)
    assert "location or claims were recalculated, with no reported fact changed: 1." in (text_html(facts))


def test_proposals_that_were_rejected_or_joined_are_no_retractions(facts_of: Callable[..., Facts]) -> None:
    since = pd.DataFrame([revision(EARLIER, "status", "proposed", "retracted")])
    facts = facts_of("2024-W34", rows={EARLIER: {"status": "retracted"}}, issued=ISSUED, changes=since)
    assert not any(facts["corrections"].values())
    assert facts["corrections_note"] == "None since the last issued report."


def test_events_that_no_person_accepted_are_no_context(facts_of: Callable[..., Facts], events: pd.DataFrame) -> None:
    one = events.iloc[[0]].assign(date_start="2024-08-20", date_end="", title="Diplomatic protest", status="proposed")
    known = events.assign(status="accepted")
    facts = facts_of("2024-W34", table=pd.concat([known, one]))
    assert [event["title"] for event in facts["events"]] == [event["title"] for event in facts_of("2024-W34")["events"]]
    accepted = facts_of("2024-W34", table=pd.concat([known, one.assign(status="accepted")]))
    assert "Diplomatic protest" in [event["title"] for event in accepted["events"]]


def test_an_accepted_proposal_is_a_late_addition(facts_of: Callable[..., Facts]) -> None:
    since = pd.DataFrame([revision(EARLIER, "status", "proposed", "accepted")])
    corrections = facts_of("2024-W34", issued=ISSUED, changes=since)["corrections"]
    assert [entry["id"] for entry in corrections["added"]] == [EARLIER]


@pytest.mark.parametrize(
    "row",
    [
        revision("20240819-sabina-bagacay-ramming", "injured", None, 2),  # of this week
        revision("20240903-xisha-nothing", "injured", None, 2),  # not in the ledger
        revision(RHIB, "injured", 1, 8, at="2026-12-01T00:00:00Z"),  # after the as-of time
        revision("20240000-paracels-vn-detentions", "injured", None, 2),  # its year is not over
    ],
)
def test_what_is_no_correction_of_an_earlier_week(row: dict[str, Any], facts_of: Callable[..., Facts]) -> None:
    corrections = facts_of("2024-W34", issued=ISSUED, changes=pd.DataFrame([row]))["corrections"]
    assert not any(corrections.values())


def test_an_incident_that_came_and_went_is_not_mentioned(facts_of: Callable[..., Facts]) -> None:
    since = pd.DataFrame(
        [revision(RHIB, "created", None, {}, number=1), revision(RHIB, "status", "accepted", "retracted")]
    )
    facts = facts_of("2024-W34", rows={RHIB: {"status": "retracted"}}, issued=ISSUED, changes=since)
    assert not any(facts["corrections"].values())


def test_hostile_values_of_a_correction_show_as_typed(
    facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    since = pd.DataFrame([revision(RHIB, "summary", "<b>old</b>", "<script>new</script>")])
    html = text_html(facts_of("2024-W34", issued=ISSUED, changes=since))
    assert "<del>&lt;b&gt;old&lt;/b&gt;</del> → <ins>&lt;script&gt;new&lt;/script&gt;</ins>" in html


def test_a_further_edition_has_a_number_and_says_what_it_corrects(
    facts_of: Callable[..., Facts], tmp_path: Path
) -> None:
    first = facts_of("2024-W25", rows={RHIB: {"injured": 1}}, issue=True)
    assert first["edition"] == {
        "number": 1,
        "issued": True,
        "earlier": [],
        "withdrawn": None,
        "corrects": {"added": [], "retracted": [], "corrected": [], "recomputed": []},
    }
    issued = [{"label": "2024-W25", "edition": 1, "as_of": "2024-06-24T00:00:00Z"}]
    history = pd.DataFrame(
        [
            revision(RHIB, "created", None, {}, number=1, at="2024-06-20T00:00:00Z"),
            revision(RHIB, "injured", 1, 8, at="2024-07-01T00:00:00Z"),
        ]
    )
    second = facts_of("2024-W25", issued=issued, history=history, issue=True)
    assert second["edition"]["number"] == 2
    assert [entry["id"] for entry in second["edition"]["corrects"]["corrected"]] == [RHIB]
    assert second["citation"].count("edition 2") == 1
    files = write_report(first, tmp_path) + write_report(second, tmp_path)
    assert [file.name for file in files] == [
        "2024-W25.html", "2024-W25.json", "2024-W25-edition-2.html", "2024-W25-edition-2.json",
    ]  # fmt: skip
    html = files[2].read_text(encoding="utf-8")
    assert "Corrections since edition 1, 24 June 2024" in html
    assert "injured: <del>1</del> → <ins>8</ins>" in html


def test_an_issued_report_is_never_rewritten(facts_of: Callable[..., Facts], tmp_path: Path) -> None:
    first = facts_of("2024-W25", issue=True)
    write_report(first, tmp_path, QUICK)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    write_report(first, tmp_path, QUICK)
    for other in (facts_of("2024-W25"), facts_of("2024-W25", rows={RHIB: {"injured": 1}}, issue=True)):
        with pytest.raises(TrackerError, match="was issued as edition 1 and is not rewritten"):
            write_report(other, tmp_path, QUICK)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_rendering_may_be_written_again(facts_of: Callable[..., Facts], tmp_path: Path) -> None:
    write_report(facts_of("2024-W25", rows={RHIB: {"injured": 1}}), tmp_path, QUICK)
    write_report(facts_of("2024-W25"), tmp_path, QUICK)
    assert json.loads((tmp_path / "2024-W25.json").read_text("utf-8"))["harm"]["injured"]["people"] == 8


def test_what_cannot_be_reported_is_refused_in_one_sentence(
    facts_of: Callable[..., Facts], ledger_frame: Callable[..., pd.DataFrame], events: pd.DataFrame
) -> None:
    with pytest.raises(UsageError, match="2024 has weeks 1 to 52"):
        facts_of("2024-W60")
    with pytest.raises(TrackerError, match="the last complete week is 2026-W47"):
        facts_of("2027-W01")
    from zoneinfo import ZoneInfo

    with pytest.raises(TrackerError, match="have no column standing"):
        weekly_facts(
            ledger_frame().drop(columns="standing"), events, week="2024-W25", zone=ZoneInfo("UTC"), as_of="2026-01-01"
        )


def test_an_empty_ledger_gives_a_report_that_claims_nothing(
    ledger_frame: Callable[..., pd.DataFrame], events: pd.DataFrame, text_html: Callable[[Facts], str]
) -> None:
    from zoneinfo import ZoneInfo

    facts = weekly_facts(
        ledger_frame().iloc[:0], events.iloc[:0], week="2024-W25", zone=ZoneInfo("UTC"), as_of="2026-01-01"
    )
    assert facts["lead"][0].endswith("Nothing has been entered.")
    assert facts["honesty"]["sentence"].startswith("No dated incident has been entered.")
    assert (facts["measures"], facts["levels"]["areas"], facts["glance"]) == ([], [], [])
    assert "Nothing has been entered." in text_html(facts)
