"""What is issued, held back and taken back, on a real ledger."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from pypdf import PdfReader
from undrawn import undrawn

from scs_tracker import config
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.intake.taken import FileOutcome
from scs_tracker.ledger import Ledger, proof, worklist
from scs_tracker.reporting import weekly_facts
from scs_tracker.reporting.archive import issued_editions
from scs_tracker.reporting.period import Period, parse_instant
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
    planned = [f"{label}.{form}" for label in ("2024-W36", "2024-08", "2023") for form in ("html", "json")]
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
    assert held == ["2024-W36 ended less than 6 hours ago; a later run issues it, or use issue --yes now"]
    with pytest.raises(UsageError, match="ended less than 6 hours ago"):
        issue(settings, clock=lambda: monday, label="2024-W36")
    assert "2024-W36.html" in issue(settings, clock=lambda: monday, yes=True)[0]


def test_a_clock_that_is_ahead_issues_no_weeks_after_the_last_intake(settings: config.Settings) -> None:
    """The intake is of now; three hundred days on, nothing is known of the weeks between."""
    ahead = (parse_instant(ledger_of(settings).last_instant()) + timedelta(days=300)).isoformat()
    files, held = issue(settings, clock=lambda: ahead)
    assert files == []
    assert len(held) == 1
    assert "begins more than 4 weeks after the last intake" in held[0]
    assert issue(settings, clock=lambda: ahead, yes=True)[0]


def test_a_clock_that_the_ledger_does_not_believe_issues_nothing(settings: config.Settings) -> None:
    """Neither what is due, nor a week that is asked for, but where the clock is said to be right."""
    ahead = str(int(ledger_of(settings).last_instant()[:4]) + 10) + "-06-01T00:00:00Z"
    for options in ({}, {"yes": True}, {"label": "2024-W36"}):
        with pytest.raises(TrackerError, match="correct the clock, or repeat with --trust-clock"):
            issue(settings, clock=lambda: ahead, **options)
    assert not settings.resolve(settings.weekly).exists()
    trusting = Ledger(settings.ledger_url, trust_clock=True)
    assert issuing.issue(settings, trusting, clock=lambda: ahead, label="2024-W36")[0]


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE incident SET killed = 99",
        "UPDATE incident SET acts = replace(acts, 'CN-', 'PH-')",
        "UPDATE revision SET new = replace(new, 'ramming', 'shooting')",
        "UPDATE report SET content = replace(content, 'ramming', 'shooting')",
        "UPDATE run SET \"by\" = 'another'",
        "DELETE FROM incident_report",
    ],
)
def test_what_was_edited_behind_the_back_of_the_ledger_is_not_printed(settings: config.Settings, edit: str) -> None:
    """Neither a first edition nor a further one; what was issued before stays as it is."""
    issue(settings)
    folder = settings.resolve(settings.weekly)
    before = {file: file.read_bytes() for file in folder.iterdir()}
    with ledger_of(settings).engine.begin() as connection:
        assert connection.exec_driver_sql(edit).rowcount
    for printed in (
        lambda: issue(settings, clock=lambda: "2024-10-11T00:00:00Z"),
        lambda: issue(settings, label="2024-W10"),
        lambda: issuing.reissue(ledger_of(settings), settings, "2024-W36"),
    ):
        with pytest.raises(TrackerError, match="ledger verification failed: "):
            printed()
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_weeks_of_a_clock_that_was_ahead_are_told_and_do_not_block(settings: config.Settings) -> None:
    issue(settings)
    issue(settings, clock=lambda: "2025-02-05T00:00:00Z", label="2025-W05")
    back = "2024-09-25T00:00:00Z"
    issued = issued_editions(settings.resolve(settings.weekly))
    assert issuing.ahead(settings, issued, today=back) == ["2025-W05"]
    assert [str(one) for one in issuing.due(settings, issued, today=back) if one.kind == "week"] == [
        "2024-W37",
        "2024-W38",
    ]
    issuing.withdraw(settings, "2025-W05", reason="the clock was ahead", clock=lambda: back)
    issued = issued_editions(settings.resolve(settings.weekly))
    assert issuing.ahead(settings, issued, today=back) == []
    later = issuing.due(settings, issued, today="2025-02-05T00:00:00Z")
    assert Period.parse("2025-W05") in later  # withdrawn before it was over, so it is due when it is


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
        UsageError, match=r"2024-W36 was withdrawn on 2024-09-12 \(issued in error\); use --yes for a new"
    ):
        issue(settings, label="2024-W36")
    with pytest.raises(UsageError, match="was already withdrawn on 2024-09-12"):
        issuing.withdraw(settings, "2024-W36", reason="again")
    files, _held = issue(settings, label="2024-W36", yes=True)
    assert "2024-W36-edition-2.json" in files
    assert facts_of(settings, "2024-W36-edition-2")["edition"]["withdrawn"] is None


@pytest.mark.parametrize("label", ["2024-W34", "2024-08"])
def test_a_new_edition_after_a_withdrawal_lists_every_change(settings: config.Settings, label: str) -> None:
    """A week and a month alike: what was amended or retracted since the last edition is in the next one."""
    issue(settings, label=label)
    ledger = ledger_of(settings)
    ledger.amend(BAGACAY, {"damage": "a dent"}, reason="read later")
    issuing.withdraw(settings, label, reason="wrong damage", clock=lambda: "2024-09-12T08:00:00Z")
    files, _held = issue(settings, label=label, yes=True)
    assert f"{label}-edition-2.html" in files
    corrects = facts_of(settings, f"{label}-edition-2")["edition"]["corrects"]
    assert [change["field"] for entry in corrects["corrected"] for change in entry["changes"]] == ["damage"]
    ledger.retract(BAGACAY, reason="it never happened")
    assert issuing.reissue(ledger, settings, label)
    third = facts_of(settings, f"{label}-edition-3")
    assert [entry["id"] for entry in third["edition"]["corrects"]["retracted"]] == [BAGACAY]
    assert "Nothing of earlier weeks changed" not in third["corrections_note"]


def test_every_format_of_a_withdrawn_edition_says_so_and_latest_shows_none(settings: config.Settings) -> None:
    issue(settings, label="2024-W34", formats=["html", "md", "csv", "eml", "png", "pdf"])
    folder = settings.resolve(settings.weekly)
    picture = Image.open(folder / "2024-W34.png").convert("RGB")
    assert (folder / "latest.html").exists()
    issuing.withdraw(settings, "2024-W34", reason="issued in error", clock=lambda: "2024-09-12T08:00:00Z")
    notice = "Withdrawn on 12 September 2024, 08:00 UTC: issued in error"
    assert not (folder / "latest.html").exists()
    for form in ("html", "md", "csv"):
        assert notice in (folder / f"2024-W34.{form}").read_text(encoding="utf-8"), form
    rows = list(csv.DictReader((folder / "2024-W34.csv").open(encoding="utf-8")))
    assert [(row["id"], row["withdrawn"]) for row in rows] == [(BAGACAY, notice)]
    mail = message_from_bytes((folder / "2024-W34.eml").read_bytes(), policy=policy.default)
    assert mail["Subject"].startswith("Withdrawn: ")
    assert [notice in part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"] == [True] * 2
    text = "".join(page.extract_text() for page in PdfReader(folder / "2024-W34.pdf").pages)
    assert notice in " ".join(text.split())
    marked = Image.open(folder / "2024-W34.png").convert("RGB")
    assert (marked.size, marked.getpixel((5, 5))) == (picture.size, (138, 28, 28))
    assert picture.getpixel((5, 5)) != (138, 28, 28)
    issue(settings, label="2024-08")
    assert (folder / "2024-08.csv").exists() is False
    issuing.withdraw(settings, "2024-08", reason="issued in error", clock=lambda: "2024-09-12T08:00:00Z")
    assert notice in (folder / "2024-08.html").read_text(encoding="utf-8")


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
        issue(settings, label="2024-W37")


def test_an_issued_week_in_a_further_format_is_that_edition(settings: config.Settings) -> None:
    issue(settings)
    files, _held = issue(settings, label="2024-W36", formats=["md"])
    assert files[0] == "2024-W36.md"
    folder = settings.resolve(settings.weekly)
    assert "Edition 1." in (folder / "2024-W36.md").read_text(encoding="utf-8")
    (folder / "2024-W36.md").unlink()
    outputs.write_reports(ledger_of(settings), settings, "2024-W36", formats=["md", "html"])
    assert "Edition 1." in (folder / "2024-W36.md").read_text(encoding="utf-8")
    assert "not an issued edition" not in (folder / "2024-W36.html").read_text(encoding="utf-8")


def test_sources_that_failed_stand_in_the_issued_report(settings: config.Settings) -> None:
    taken = [
        FileOutcome("one.csv", "one.csv", "read"),
        FileOutcome("feed", "https://example.org", "failed", problems=("403",)),
    ]
    issuing.issue_reports(ledger_of(settings), settings, today=TODAY, taken=taken)
    coverage = facts_of(settings, "2024-W36")["coverage"]
    assert (coverage["status"], coverage["asked"], coverage["silent"]) == ("partly read", 1, ["feed"])
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
    assert [one["outcome"] for one in found["sources"]] == ["answered", "silent"]
    assert (found["at"], found["leads"]) == (well["last_try"], 1)


def test_a_rendering_of_an_issued_week_elsewhere_is_a_rendering(settings: config.Settings, tmp_path: Path) -> None:
    issue(settings)
    (file,) = outputs.write_reports(ledger_of(settings), settings, "2024-W36", out=tmp_path / "out", formats=["md"])
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
    assert f"no run of this ledger has the hash {head}: this is another ledger, or its history was changed" in said
