"""The whole run: alone, in order, told in a record, and done again where it was cut off."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from undrawn import undrawn

from scs_tracker import config, geodata, run
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.files import write_atomically
from scs_tracker.ledger import Ledger
from scs_tracker.ledger.store import timed
from scs_tracker.ledger.tables import run as run_table
from scs_tracker.run import issuing, outputs, unattended
from scs_tracker.run.lock import NAME, alone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from web_server import Server

BAGACAY = "20240819-sabina-bagacay-ramming"
LASER = "20230206-second-thomas-laser"
MONDAY = "2024-09-09T00:00:00.000000Z"


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Draws no picture; gives the maps that would be drawn."""
    maps: list[str] = []

    def draw(_ledger: Ledger, recipe: str, out: Path) -> Path:
        maps.append(recipe)
        return write_atomically(out, recipe.encode())

    monkeypatch.setattr(outputs, "draw_map", draw)
    undrawn(monkeypatch.setattr)
    return maps


@pytest.fixture
def settings(tmp_path: Path, incident_file: Callable[..., Path]) -> config.Settings:
    file = incident_file({BAGACAY: {}, LASER: {}})
    (tmp_path / "tracker.toml").write_text(f'hold = "none"\n[[sources]]\npath = "{file.name}"\n', encoding="utf-8")
    return config.load(tmp_path / "tracker.toml")


def go(settings: config.Settings, today: str = MONDAY, **options: bool) -> run.Record:
    return run.run(settings, clock=lambda: today, **options)


def everything(folder: Path) -> dict[str, bytes]:
    """All files but the database's own, the lock and the record, which say when a run was."""
    passed_over = re.compile(r"tracker\.db.*|\.scs-tracker\.lock|run\.json")
    files = [file for file in folder.rglob("*") if file.is_file() and not passed_over.fullmatch(file.name)]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def rows(settings: config.Settings) -> list[dict[str, Any]]:
    """The records of runs in the ledger."""
    ledger = Ledger(settings.ledger_url)
    with ledger.engine.connect() as connection:
        query = sa.select(run_table.c.summary).where(run_table.c.action == "run").order_by(run_table.c.id)
        found = [json.loads(text) for text in connection.execute(query).scalars()]
    ledger.engine.dispose()
    return found


def test_the_record_says_what_was_done_in_file_and_ledger(settings: config.Settings) -> None:
    record = go(settings)
    kept = json.loads((settings.resolve(settings.maps) / "run.json").read_text(encoding="utf-8"))
    assert kept == record.to_json() == rows(settings)[0]
    assert (kept["format"], kept["started"], kept["exit_code"]) == ("scs-tracker-run/1", MONDAY, 0)
    assert kept["total"]["added"] == sum(one["added"] for one in kept["sources"]) == 2
    assert kept["editions"] == ["2024-W36", "2024-08", "2023"]
    assert len(kept["maps"]["written"]) == len(list(geodata.recipes().glob("*.toml")))
    assert all((settings.folder / name).exists() for name in (*kept["maps"]["written"], *kept["files"]))


def test_a_second_run_writes_nothing_but_its_record(settings: config.Settings, drawn: list[str]) -> None:
    go(settings)
    before, maps = everything(settings.folder), len(drawn)
    record = go(settings)
    assert everything(settings.folder) == before
    assert len(drawn) == maps
    assert (record.maps, record.editions, record.files) == ([], [], [])
    assert record.total.unchanged == 2
    assert len(rows(settings)) == 2


def test_maps_follow_the_ledger_and_what_was_done_to_their_files(settings: config.Settings, drawn: list[str]) -> None:
    go(settings)
    drawn.clear()
    overview = settings.resolve(settings.maps) / "overview.html"
    overview.write_text("somebody else's", encoding="utf-8")
    go(settings)
    assert drawn == ["overview"]
    drawn.clear()
    amend(settings, LASER, at=MONDAY, injured="1")
    assert len(go(settings).maps) == len(drawn) > 1


def test_archive_pages_that_were_lost_come_again(settings: config.Settings) -> None:
    go(settings)
    before = everything(settings.folder)
    for name in ("index.html", "latest.html", "feed.xml"):
        (settings.resolve(settings.weekly) / name).unlink()
        written = ["latest.html", "feed.xml", "feed.json", "index.html", "index.html"]  # of the weeks, of all
        assert [file.name for file in go(settings).files] == written
        assert everything(settings.folder) == before


def test_the_address_of_the_site_reaches_the_feed(settings: config.Settings) -> None:
    feed = settings.resolve(settings.weekly) / "feed.xml"
    go(settings)
    assert "https://scs.example" not in feed.read_text(encoding="utf-8")
    published = settings.model_copy(update={"base_url": "https://scs.example/weekly"})
    go(published)
    assert "https://scs.example/weekly/2024-W36.html" in feed.read_text(encoding="utf-8")


def test_own_templates_are_used(settings: config.Settings, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "weekly.html.j2").write_text("<p>Ours: {{ facts.label }}</p>", encoding="utf-8")
    go(settings.model_copy(update={"templates": folder}))
    assert (settings.resolve(settings.weekly) / "2024-W36.html").read_text(encoding="utf-8") == "<p>Ours: 2024-W36</p>"


def test_missing_templates_are_said_before_anything_is_done(settings: config.Settings) -> None:
    with pytest.raises(TrackerError, match=r"folder of templates .*own does not exist"):
        go(settings.model_copy(update={"templates": settings.folder / "own"}))
    assert not (settings.folder / "tracker.db").exists()


def test_one_run_at_a_time(settings: config.Settings) -> None:
    with alone(settings.folder):
        with pytest.raises(TrackerError, match=rf"another run is active in .* \(process {os.getpid()}\)") as caught:
            go(settings)
        assert caught.value.exit_code == 1
        assert not (settings.folder / "tracker.db").exists()
    assert go(settings).exit_code == 0


def test_the_lock_of_a_dead_run_is_free(settings: config.Settings) -> None:
    (settings.folder / NAME).write_text("999999", encoding="utf-8")
    assert go(settings).exit_code == 0
    assert (settings.folder / NAME).read_text(encoding="utf-8") == str(os.getpid())


def test_a_rehearsal_says_what_a_run_then_does_and_writes_nothing(settings: config.Settings) -> None:
    before = sorted(str(file) for file in settings.folder.rglob("*"))
    said = go(settings, dry_run=True)
    assert sorted(str(file) for file in settings.folder.rglob("*")) == before
    done = go(settings)
    for name in ("total", "editions", "sources", "maps"):
        assert said.to_json()[name] == done.to_json()[name], name
    state = everything(settings.folder)
    again = go(settings, dry_run=True)
    assert (again.maps, again.editions, again.to_json()["dry_run"]) == ([], [], True)
    assert everything(settings.folder) == state
    assert len(rows(settings)) == 1


def test_a_source_that_cannot_be_read_does_not_keep_the_others_back(settings: config.Settings) -> None:
    gone = config.Source(path="gone.csv")
    record = go(settings.model_copy(update={"sources": (gone, *settings.sources)}))
    assert [one.outcome for one in record.taken] == ["failed", "read"]
    assert (record.exit_code, record.editions) == (3, ["2024-W36", "2024-08", "2023"])
    assert "gone.csv does not exist" in rows(settings)[0]["sources"][0]["problems"][0]


def test_no_source_at_all_draws_and_issues_nothing(settings: config.Settings) -> None:
    settings = settings.model_copy(update={"sources": (config.Source(path="a.csv"), config.Source(path="b.csv"))})
    with pytest.raises(TrackerError, match=r"no source could be read.*a\.csv does not exist.*\(and 1 more\)"):
        go(settings)
    assert set(everything(settings.folder)) == {"tracker.toml", "incidents.csv", "incident_sources.csv"}
    kept = json.loads((settings.resolve(settings.maps) / "run.json").read_text(encoding="utf-8"))
    assert (kept["exit_code"], kept == rows(settings)[0]) == (1, True)
    assert kept["error"].startswith("no source could be read")


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_no_live_source_that_answers_draws_and_issues_nothing_in_back_off_too(
    settings: config.Settings, server: Server
) -> None:
    go(settings)  # the ledger has what weeks would be issued of
    gone = config.Source(feed=f"{server.url}/gone", allow_private=True)
    settings = settings.model_copy(update={"sources": (gone,)})
    for moment in ("2024-09-16T00:00:00.000000Z", "2024-09-16T00:20:00.000000Z"):
        before = everything(settings.folder)
        record = go(settings, today=moment)
        assert (record.exit_code, record.editions, record.maps) == (3, [], [])
        assert "no source could be read, so nothing was drawn or issued" in record.held[0]
        assert everything(settings.folder) == before
    server.answers["/gone"] = (200, {}, b'<rss version="2.0"><channel><title>T</title></channel></rss>')
    assert go(settings, today="2024-09-16T02:00:00.000000Z").editions == ["2024-W37"]


def test_rows_that_cannot_be_read_are_left_for_a_person_each_time(
    settings: config.Settings, incident_file: Callable[..., Path]
) -> None:
    incident_file({BAGACAY: {}, LASER: {"initiators": "XX-NO"}})
    assert [go(settings).exit_code for _ in range(2)] == [3, 3]


def test_a_run_that_was_cut_off_is_finished_by_the_next(
    settings: config.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut at each step in turn, in one folder; then all of it is as if nothing had happened."""
    steps = [(outputs, "draw_map"), (issuing, "issue_reports"), (issuing, "write_archive"), (unattended, "_finish")]
    for module, name in steps:
        with monkeypatch.context() as patched:
            patched.setattr(module, name, lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                go(settings)
    go(settings)
    found = everything(settings.folder)
    assert found["maps/html/weekly/feed.xml"].count(b"<entry>") == 3  # the week, the month and the year
    assert {"2024-W36.html", "2024-W36.json", "index.html", "latest.html"} <= {
        name.rpartition("/")[2] for name in found
    }
    assert len(Ledger(settings.ledger_url).changes("2000")) == 2
    assert (go(settings).maps, go(settings).files) == ([], [])


def test_maps_that_a_cut_off_run_drew_are_not_drawn_again(
    settings: config.Settings, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(issuing, "issue_reports", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            go(settings)
    before = len(drawn)
    record = go(settings)
    assert (len(drawn), record.maps, record.taken[0].outcome) == (before, [], "same")
    assert record.editions == ["2024-W36", "2024-08", "2023"]


def test_litter_of_a_killed_run_goes_when_it_is_old(settings: config.Settings) -> None:
    folder = settings.resolve(settings.maps)
    folder.mkdir(parents=True)
    old, new = folder / ".overview.html.a.part", folder / ".overview.html.b.part"
    for file in (old, new):
        file.write_text("half", encoding="utf-8")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    go(settings)
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize("which", ["maps", "weekly"])
def test_an_output_folder_that_is_a_file(settings: config.Settings, which: str) -> None:
    (settings.folder / "taken").write_text("x", encoding="utf-8")
    settings = settings.model_copy(update={which: settings.folder / "taken" / "html"})
    with pytest.raises(TrackerError, match="taken is a file; choose another folder"):
        go(settings)
    assert set(everything(settings.folder)) == {"tracker.toml", "incidents.csv", "incident_sources.csv", "taken"}


def test_an_output_folder_without_permission(settings: config.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unattended.os, "access", lambda *_: False)
    with pytest.raises(TrackerError, match="is not writable: no permission in"):
        go(settings)
    assert not (settings.folder / "tracker.db").exists()


def test_a_full_disk_ends_the_run_with_one_sentence_and_the_next_finishes(
    settings: config.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:

        def full(handle: int) -> None:
            raise OSError(28, "No space left on device")

        patched.setattr("scs_tracker.files.os.fsync", full)
        with pytest.raises(TrackerError, match="No space left on device"):
            go(settings)
    assert [name for name in everything(settings.folder) if "html" in name] == []
    assert rows(settings)[0]["exit_code"] == 1
    assert go(settings).editions == ["2024-W36", "2024-08", "2023"]


def test_the_memory_belongs_to_the_ledger(settings: config.Settings) -> None:
    go(settings)
    for file in settings.folder.glob("tracker.db*"):
        file.unlink()
    assert go(settings).total.added == 2


AFTER_SABINA = "2024-08-26T00:00:00.000000Z"


def weekly_json(settings: config.Settings, stem: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((settings.resolve(settings.weekly) / f"{stem}.json").read_text("utf-8"))
    return facts


def amend(settings: config.Settings, incident_id: str, at: str = AFTER_SABINA, **values: str) -> None:
    """Amend at an instant of the test's own, as the run's clock is; a person's would be of another year."""
    ledger = Ledger(settings.ledger_url)
    ledger.engine = timed(ledger.engine, lambda: at)
    ledger.amend(incident_id, values, reason="a later statement")
    ledger.engine.dispose()


def test_a_corrected_edition_is_issued_when_asked_for(settings: config.Settings) -> None:
    assert go(settings, AFTER_SABINA).editions == ["2024-W34", "2024-07", "2023"]
    first = {name: content for name, content in everything(settings.folder).items() if "2024-W34" in name}
    amend(settings, BAGACAY, injured="2")
    foreseen = run.run(settings, clock=lambda: AFTER_SABINA, dry_run=True, reissue="2024-W34")
    assert foreseen.editions == ["2024-W34-edition-2"]
    assert go(settings, AFTER_SABINA).editions == []
    record = run.run(settings, clock=lambda: AFTER_SABINA, reissue="2024-W34")
    assert record.editions == ["2024-W34-edition-2"]
    (corrected,) = weekly_json(settings, "2024-W34-edition-2")["edition"]["corrects"]["corrected"]
    assert [(one["field"], one["old"], one["new"], one["reason"]) for one in corrected["changes"]] == [
        ("injured", "", "2", "a later statement")
    ]
    after = everything(settings.folder)
    assert {name: after[name] for name in first} == first
    latest = (settings.resolve(settings.weekly) / "latest.html").read_text("utf-8")
    assert "Corrections since edition 1, " in latest
    assert run.run(settings, clock=lambda: AFTER_SABINA, reissue="2024-W34").editions == []


def test_a_corrected_edition_hides_no_correction_from_the_next_week(settings: config.Settings) -> None:
    go(settings, AFTER_SABINA)
    amend(settings, LASER, injured="1")
    amend(settings, BAGACAY, injured="2")
    run.run(settings, clock=lambda: AFTER_SABINA, reissue="2024-W34")
    assert go(settings).editions == ["2024-W35", "2024-W36", "2024-08"]
    told = weekly_json(settings, "2024-W35")["corrections"]["corrected"]
    assert [one["id"] for one in told] == [LASER, BAGACAY]


@pytest.mark.parametrize(("week", "said"), [("2024-W30", "no report of 2024-W30 was issued"), ("2024-W60", "weeks 1")])
def test_only_an_issued_week_can_be_issued_again(settings: config.Settings, week: str, said: str) -> None:
    go(settings, AFTER_SABINA)
    before = everything(settings.folder)
    with pytest.raises(UsageError, match=said):
        run.run(settings, clock=lambda: MONDAY, reissue=week)
    assert everything(settings.folder) == before
