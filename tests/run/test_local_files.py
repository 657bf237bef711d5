"""Files, patterns and inboxes: what is known is not read again, and every file of an inbox ends in done or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker import config
from scs_tracker.config import Source
from scs_tracker.errors import TrackerError
from scs_tracker.intake.taken import Desk
from scs_tracker.run import local_files
from scs_tracker.run.local_files import take_inbox, take_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BAGACAY = "20240819-sabina-bagacay-ramming"
LASER = "20230206-second-thomas-laser"


@pytest.fixture
def settings(tmp_path: Path) -> config.Settings:
    return config.Settings(folder=tmp_path)


@pytest.fixture
def inbox(tmp_path: Path, incident_file: Callable[..., Path]) -> Callable[..., Path]:
    """Puts a small incidents.csv and its sources into the inbox."""
    folder = tmp_path / "inbox"
    folder.mkdir()

    def put(changes: dict[str, dict[str, str]], name: str = "incidents.csv") -> Path:
        for file in (incident_file(changes, name), tmp_path / "incident_sources.csv"):
            file.rename(folder / file.name)
        return folder

    return put


def names(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def test_a_file_that_did_not_change_is_not_read_again(
    settings: config.Settings, desk: Desk, incident_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Source(path=incident_file({LASER: {}, BAGACAY: {"initiators": "XX-NO"}}))
    (first,) = take_path(source, settings, desk)
    assert (first.outcome, first.counts.added, first.counts.quarantined) == ("read", 1, 1)
    with monkeypatch.context() as patched:
        patched.setattr("scs_tracker.intake.taken.read_reports", lambda *_, **__: pytest.fail("it was read again"))
        (again,) = take_path(source, settings, desk)
    assert (again.outcome, again.counts.unchanged, again.counts.quarantined) == ("same", 1, 1)
    (other,) = take_path(Source(path=source.path, format="incidents"), settings, desk)
    assert other.outcome == "read"


def test_a_change_beside_a_file_counts(
    settings: config.Settings, desk: Desk, incident_file: Callable[..., Path]
) -> None:
    source = Source(path=incident_file({LASER: {}}))
    take_path(source, settings, desk)
    beside = source.path.with_name("incident_sources.csv")
    beside.write_text(beside.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (taken,) = take_path(source, settings, desk)
    assert taken.outcome == "read"
    assert taken.counts.updated == 1


def test_other_reference_data_let_a_file_be_read_again(
    settings: config.Settings, desk: Desk, incident_file: Callable[..., Path]
) -> None:
    source = Source(path=incident_file({LASER: {}}))
    take_path(source, settings, desk)
    (taken,) = take_path(source, settings, Desk(desk.ledger, desk.memory, mark="other"))
    assert (taken.outcome, taken.counts.unchanged) == ("read", 1)


def test_a_pattern_stands_for_its_files_and_one_that_fails_keeps_none_back(
    settings: config.Settings, desk: Desk, incident_file: Callable[..., Path], tmp_path: Path
) -> None:
    incident_file({LASER: {}}, "b.csv")
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    taken = take_path(Source(path="*.csv"), settings, desk)
    assert [(one.name.rpartition("/")[2], one.outcome) for one in taken] == [("a.csv", "failed"), ("b.csv", "read")]
    assert "no known format" in taken[0].problems[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [("none.csv", "does not exist"), ("none/*.csv", "no file matches"), (".", "is a folder; use inbox =")],
)
def test_a_source_that_is_not_there_is_told(
    settings: config.Settings, desk: Desk, tmp_path: Path, name: str, words: str
) -> None:
    (taken,) = take_path(Source(path=tmp_path / name), settings, desk)
    assert taken.outcome == "failed"
    assert words in taken.problems[0]


def test_an_inbox_is_emptied(settings: config.Settings, desk: Desk, inbox: Callable[..., Path]) -> None:
    folder = inbox({LASER: {}, BAGACAY: {}})
    (folder / "page.csv").write_text("<html>not a table</html>", encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    (folder / "big.csv.part").write_text("x", encoding="utf-8")
    taken = take_inbox(Source(inbox="inbox"), settings, desk)
    assert [one.outcome for one in taken] == ["read", "failed"]
    assert set(desk.ledger.incidents(statuses=None)["flags"]) == {"acts: from columns"}, "the sources beside were read"
    assert names(folder) == {
        ".hidden",
        "big.csv.part",
        "done/incidents.csv",
        "done/incident_sources.csv",
        "failed/page.csv",
        "failed/page.csv.reason.txt",
    }
    reason = (folder / "failed/page.csv.reason.txt").read_text(encoding="utf-8")
    assert "is a web page" in reason
    assert str(folder / "failed/page.csv") in taken[1].problems[0]
    (empty,) = take_inbox(Source(inbox="inbox"), settings, desk)
    assert (empty.outcome, empty.notes) == ("same", ("the inbox is empty",))


def test_a_name_that_is_taken_gets_a_number(settings: config.Settings, desk: Desk, inbox: Callable[..., Path]) -> None:
    for injured in ("", "1", "2"):
        folder = inbox({LASER: {"injured": injured}})
        take_inbox(Source(inbox="inbox"), settings, desk)
    assert {"done/incidents.csv", "done/incidents-2.csv", "done/incidents-3.csv"} <= names(folder)
    assert desk.ledger.incidents(statuses=None)["injured"].tolist() == [2]


def test_a_map_layer_moves_with_its_parts(settings: config.Settings, desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for ending in ("shp", "shx", "dbf", "prj", "shp.xml"):
        (folder / f"layer.{ending}").write_bytes(b"no layer")
    (taken,) = take_inbox(Source(inbox="inbox"), settings, desk)
    assert taken.outcome == "failed"
    moved = {f"failed/layer.{ending}" for ending in ("shp", "shx", "dbf", "prj", "shp.xml", "shp.reason.txt")}
    assert names(folder) == moved


def test_a_file_that_is_still_being_written_stays(
    settings: config.Settings, desk: Desk, inbox: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = inbox({LASER: {}})

    def meanwhile(file: Path, **_: object) -> None:
        with file.open("a", encoding="utf-8") as stream:
            stream.write("more\n")
        raise TrackerError(f"{file} changed while it was read")

    monkeypatch.setattr("scs_tracker.intake.taken.read_reports", meanwhile)
    (taken,) = take_inbox(Source(inbox="inbox"), settings, desk)
    assert (taken.outcome, taken.problems) == ("same", ())
    assert "still being written" in taken.notes[0]
    assert "incidents.csv" in names(folder)


def test_a_kill_between_import_and_move_is_made_good(
    settings: config.Settings, desk: Desk, inbox: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = inbox({LASER: {}})
    with monkeypatch.context() as patched:
        patched.setattr(local_files, "_move", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            take_inbox(Source(inbox="inbox"), settings, desk)
    assert "incidents.csv" in names(folder)
    (taken,) = take_inbox(Source(inbox="inbox"), settings, desk)
    assert (taken.counts.added, taken.counts.unchanged) == (0, 1)
    assert "done/incidents.csv" in names(folder)


def test_a_rehearsal_moves_and_stores_nothing(
    settings: config.Settings, desk: Desk, inbox: Callable[..., Path]
) -> None:
    folder = inbox({LASER: {}})
    (folder / "page.csv").write_text("<html>", encoding="utf-8")
    before = names(folder)
    taken = take_inbox(Source(inbox="inbox"), settings, Desk(desk.ledger, rehearsal=True))
    assert [(one.outcome, one.counts.added) for one in taken] == [("read", 1), ("failed", 0)]
    assert names(folder) == before
    assert desk.ledger.last_instant() is None


def test_an_inbox_that_is_not_there_is_told(settings: config.Settings, desk: Desk, tmp_path: Path) -> None:
    (taken,) = take_inbox(Source(inbox="none"), settings, desk)
    assert "does not exist; create it" in taken.problems[0]
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (taken,) = take_inbox(Source(inbox="file"), settings, desk)
    assert (taken.outcome, "Not a directory" in taken.problems[0]) == ("failed", True)


@pytest.mark.parametrize(("hold", "status"), [(3, "proposed"), (None, "accepted"), (4, "accepted")])
def test_a_severe_row_of_an_inbox_waits_for_a_reviewer(
    settings: config.Settings, desk: Desk, inbox: Callable[..., Path], hold: int | None, status: str
) -> None:
    source = Source(inbox=inbox({BAGACAY: {}, LASER: {}}))
    (taken,) = take_inbox(source, settings.model_copy(update={"hold": hold}), desk)
    frame = desk.ledger.incidents(statuses=None).set_index("id")
    assert dict(frame["status"]) == {BAGACAY: status, LASER: "accepted"}  # a ramming, severity 3; a laser, 2
    assert taken.notes == (("1 held for severity until a reviewer accepts them",) if status == "proposed" else ())
