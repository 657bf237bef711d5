"""What is issued, held back and taken back, on a real ledger."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from undrawn import undrawn

from scs_tracker import config
from scs_tracker.errors import UsageError
from scs_tracker.intake.taken import Taken
from scs_tracker.ledger import Ledger, proof, worklist
from scs_tracker.reporting import weekly_facts
from scs_tracker.reporting.archive import issued_editions
from scs_tracker.reporting.weeks import Week
from scs_tracker.run import issuing, outputs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BAGACAY = "20240819-sabina-bagacay-ramming"
TODAY = "2024-09-11T00:00:00.000000Z"


@pytest.fixture
def settings(tmp_path: Path, incident_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> config.Settings:
    undrawn(monkeypatch.setattr)
    chosen = config.Settings(folder=tmp_path, ledger=f"sqlite:///{tmp_path}/tracker.db")
    Ledger(chosen.ledger_url).import_file(incident_file({BAGACAY: {}}))
    return chosen


def ledger_of(settings: config.Settings) -> Ledger:
    return Ledger(settings.ledger_url)


def issue(settings: config.Settings, **options: Any) -> tuple[list[str], list[str]]:
    options = {"clock": lambda: TODAY} | options
    files, held = issuing.issue(settings, ledger_of(settings), **options)
    return [file.name for file in files], held


def facts_of(settings: config.Settings, stem: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((settings.resolve(settings.weekly) / f"{stem}.json").read_text(encoding="utf-8"))
    return read


def test_the_verb_issues_what_is_due_once(settings: config.Settings) -> None:
    planned = ["2024-W36.html", "2024-W36.json", "2024-08.html", "2023.html"]
    assert issue(settings, dry_run=True) == (planned, [])
    assert not settings.resolve(settings.weekly).exists()
    files, held = issue(settings)
    assert files[:2] == ["2024-W36.html", "2024-W36.json"]
    assert {"feed.xml", "feed.json", "index.html"} <= set(files)
    assert held == []
    assert issue(settings) == ([], [])


def test_a_week_that_has_just_ended_waits(settings: config.Settings) -> None:
    monday = "2024-09-08T17:00:00Z"  # an hour into Monday in Manila
    files, held = issue(settings, clock=lambda: monday)
    assert not [name for name in files if "-W" in name]
    assert held == ["2024-W36 ended less than 6 hours ago and is issued later, or now with issue --yes"]
    with pytest.raises(UsageError, match="ended less than 6 hours ago"):
        issue(settings, clock=lambda: monday, week="2024-W36")
    assert "2024-W36.html" in issue(settings, clock=lambda: monday, yes=True)[0]


def test_a_clock_that_is_ahead_issues_no_weeks_after_the_last_intake(settings: config.Settings) -> None:
    """The intake is of now; two years on, nothing is known of the weeks between."""
    ahead = str(int(ledger_of(settings).last_instant()[:4]) + 2) + "-06-01T00:00:00Z"
    files, held = issue(settings, clock=lambda: ahead)
    assert files == []
    assert len(held) == 1
    assert "begins more than 4 weeks after the last intake" in held[0]
    assert issue(settings, clock=lambda: ahead, yes=True)[0]


def test_weeks_of_a_clock_that_was_ahead_are_told_and_do_not_block(settings: config.Settings) -> None:
    issue(settings)
    issue(settings, clock=lambda: "2025-02-05T00:00:00Z", week="2025-W05")
    back = "2024-09-25T00:00:00Z"
    issued = issued_editions(settings.resolve(settings.weekly))
    assert issuing.ahead(settings, issued, today=back) == ["2025-W05"]
    assert [str(week) for week in issuing.due_weeks(settings, issued, today=back)] == ["2024-W37", "2024-W38"]
    issuing.withdraw(settings, "2025-W05", reason="the clock was ahead", clock=lambda: back)
    issued = issued_editions(settings.resolve(settings.weekly))
    assert issuing.ahead(settings, issued, today=back) == []
    later = issuing.due_weeks(settings, issued, today="2025-02-05T00:00:00Z")
    assert later[-1] == Week.parse("2025-W05")  # withdrawn before it was over, so it is due when it is


def test_a_withdrawn_week_stays_and_says_so_everywhere(settings: config.Settings) -> None:
    issue(settings, formats=["html", "md"])
    folder = settings.resolve(settings.weekly)
    kept = (folder / "2024-W36.html").read_text(encoding="utf-8")
    issuing.withdraw(settings, "2024-W36", reason="issued <in> error", clock=lambda: "2024-09-12T08:00:00Z")
    page = (folder / "2024-W36.html").read_text(encoding="utf-8")
    notice = "Withdrawn on 12 September 2024, 08:00 UTC: issued &lt;in&gt; error"
    assert notice in page
    assert page.replace(f'<p class="draft"><strong>{notice}</strong></p>', "") == kept
    assert "Withdrawn on 12 September 2024" in (folder / "2024-W36.md").read_text(encoding="utf-8")
    assert facts_of(settings, "2024-W36")["edition"]["withdrawn"] == {
        "at": "2024-09-12T08:00:00Z", "reason": "issued <in> error",
    }  # fmt: skip
    assert "withdrawn" in (folder / "index.html").read_text(encoding="utf-8")
    assert "(withdrawn)" in (folder / "feed.xml").read_text(encoding="utf-8")
    assert "(withdrawn)" in (folder / "feed.json").read_text(encoding="utf-8")


def test_a_withdrawn_week_asked_again_is_one_sentence(settings: config.Settings) -> None:
    issue(settings)
    issuing.withdraw(settings, "2024-W36", reason="issued in error", clock=lambda: "2024-09-12T08:00:00Z")
    with pytest.raises(
        UsageError, match=r"2024-W36 was withdrawn on 2024-09-12 \(issued in error\); --yes issues a new"
    ):
        issue(settings, week="2024-W36")
    with pytest.raises(UsageError, match="was withdrawn already, on 2024-09-12"):
        issuing.withdraw(settings, "2024-W36", reason="again")
    files, _held = issue(settings, week="2024-W36", yes=True)
    assert "2024-W36-edition-2.json" in files
    assert facts_of(settings, "2024-W36-edition-2")["edition"]["withdrawn"] is None


@pytest.mark.parametrize(
    ("week", "reason", "said"),
    [
        ("2024-W36", " ", "a reason is needed"),
        ("2024-W30", "x", "no report of 2024-W30 was issued"),
        ("2024-W60", "x", "week 2024-W60 does not exist"),
    ],
)
def test_what_cannot_be_withdrawn_is_said(settings: config.Settings, week: str, reason: str, said: str) -> None:
    issue(settings)
    with pytest.raises(UsageError, match=said):
        issuing.withdraw(settings, week, reason=reason)


def test_a_week_that_is_not_over_is_not_issued(settings: config.Settings) -> None:
    with pytest.raises(UsageError, match="2024-W37 is not over; the last complete week is 2024-W36"):
        issue(settings, week="2024-W37")


def test_an_issued_week_in_a_further_format_is_that_edition(settings: config.Settings) -> None:
    issue(settings)
    files, _held = issue(settings, week="2024-W36", formats=["md"])
    assert files[0] == "2024-W36.md"
    folder = settings.resolve(settings.weekly)
    assert "Edition 1." in (folder / "2024-W36.md").read_text(encoding="utf-8")
    (folder / "2024-W36.md").unlink()
    outputs.write_weeks(ledger_of(settings), settings, "2024-W36", formats=["md", "html"])
    assert "Edition 1." in (folder / "2024-W36.md").read_text(encoding="utf-8")
    assert "not an issued edition" not in (folder / "2024-W36.html").read_text(encoding="utf-8")


def test_sources_that_failed_stand_in_the_issued_report(settings: config.Settings) -> None:
    taken = [Taken("one.csv", "one.csv", "read"), Taken("feed", "https://example.org", "failed", problems=("403",))]
    issuing.issue_weeks(ledger_of(settings), settings, today=TODAY, taken=taken)
    coverage = facts_of(settings, "2024-W36")["coverage"]
    assert (coverage["status"], coverage["asked"], coverage["silent"]) == ("partly read", 2, ["feed"])
    page = (settings.resolve(settings.weekly) / "2024-W36.html").read_text(encoding="utf-8")
    assert "Not read: feed." in page


def test_the_record_of_the_last_run_says_what_was_searched(settings: config.Settings) -> None:
    ledger = ledger_of(settings)
    assert issuing.search_record(ledger, settings) is None
    folder = settings.resolve(settings.maps)
    folder.mkdir(parents=True)
    row = {"source": "feed", "outcome": "failed", "problems": ["answered 403"]}
    (folder / "run.json").write_text(json.dumps({"started": TODAY, "sources": [row]}), encoding="utf-8")
    found = issuing.search_record(ledger, settings)
    assert found is not None
    assert found["sources"] == [{"name": "feed", "outcome": "failed", "newest": "", "note": "answered 403"}]
    (folder / "run.json").write_text("[]", encoding="utf-8")
    assert issuing.search_record(ledger, settings) is None
    # live sources are told as the last intake found them, which may be later than any run
    live = settings.model_copy(update={"live": ("ph-nsc", "tw-cga", "ph-pna")})
    well = {"newest": "2024-09-08", "last_try": "2024-09-09T01:00:00.000000Z"}
    worklist.note_health(ledger.engine, "ph-nsc", **well)
    worklist.note_health(ledger.engine, "tw-cga", **well | {"silent_since": "2024-06-01", "note": "silent"})
    worklist.add_leads(ledger.engine, [{"source": "ph-nsc", "address": "#1", "title": "T"}])
    found = issuing.search_record(ledger, live)
    assert found is not None
    assert [one["outcome"] for one in found["sources"]] == ["answered", "failed"]
    assert (found["at"], found["leads"]) == (well["last_try"], 1)


def test_a_rendering_of_an_issued_week_elsewhere_is_a_rendering(settings: config.Settings, tmp_path: Path) -> None:
    issue(settings)
    (file,) = outputs.write_weeks(ledger_of(settings), settings, "2024-W36", out=tmp_path / "out", formats=["md"])
    assert "not an issued edition" in file.read_text(encoding="utf-8")
    assert weekly_facts.__doc__


def test_an_issued_week_prints_the_head_by_which_its_ledger_is_known_again(settings: config.Settings) -> None:
    issue(settings)
    head = facts_of(settings, "2024-W36")["data"]["chain"]["hash"]
    page = (settings.resolve(settings.weekly) / "2024-W36.html").read_text(encoding="utf-8")
    assert head in page
    ledger = ledger_of(settings)
    ledger.amend(BAGACAY, {"damage": "a dent"}, reason="read later")
    assert proof.check(ledger.engine, head=head) == []
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE run SET hash = 'x'")
    said = proof.check(ledger.engine, head=head)
    assert f"no run of this ledger has the hash {head}: it is another ledger, or its past was changed" in said
