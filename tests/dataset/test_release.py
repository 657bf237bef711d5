from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from scs_tracker import geodata
from scs_tracker.dataset import release
from scs_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"
RAMMING = "20240819-sabina-bagacay-ramming"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> release.Released:
    return release.export("data-2026.12", tmp_path_factory.mktemp("first"))


def test_the_archive_holds_tables_papers_and_their_checksums(built: release.Released) -> None:
    assert built.file.name == "scs-tracker-data-2026.12.zip"
    assert (built.incidents, built.changes) == (len(geodata.rows("incidents")), {})
    with zipfile.ZipFile(built.file) as archive:
        names = set(archive.namelist())
        sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())
        assert set(sums) == names - {"SHA256SUMS"}
        for name, digest in sums.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest, name
        package = json.loads(archive.read("datapackage.json"))
        assert {one["path"] for one in package["resources"]} <= names
        assert all(one["hash"] == f"sha256:{sums[one['path']]}" for one in package["resources"])
        assert b"| `water_cannon` | 3 |" in archive.read("codebook.md")
        assert b"CC BY 4.0" in archive.read("LICENCES.md")
    assert names >= {"incidents/incidents.csv", "croissant.json", "dataset.jsonld", "changes.csv", "README.md"}


def test_the_same_data_give_the_same_bytes(built: release.Released, tmp_path: Path) -> None:
    again = release.export("data-2026.12", tmp_path)
    assert again.file.read_bytes() == built.file.read_bytes()


def tables(incident_file: Callable[..., Path], changes: dict[str, dict[str, str]]) -> dict[str, bytes]:
    file = incident_file(changes)
    return {
        "incidents/incidents.csv": file.read_bytes(),
        "incidents/incident_sources.csv": file.with_name("incident_sources.csv").read_bytes(),
    }


def test_changes_are_the_cells_of_the_tables_that_differ(incident_file: Callable[..., Path]) -> None:
    before = tables(incident_file, {BATTLE: {}, LASER: {}})
    after = tables(incident_file, {LASER: {"injured": "2", "summary": "Told anew."}, RAMMING: {}})
    found = [tuple(row.values()) for row in release._changes(before, after)]
    said = {row["id"]: row for row in geodata.rows("incidents")}
    assert (RAMMING, "added", "", "", "") in found
    assert (LASER, "corrected", "injured", said[LASER]["injured"], "2") in found
    assert (LASER, "corrected", "summary", said[LASER]["summary"], "Told anew.") in found
    assert (BATTLE, "withdrawn", "", "", "") in found
    assert len(found) == 4
    assert list(release._changes(before, before)) == []


def test_a_renamed_incident_is_compared_and_a_withdrawn_one_names_what_replaces_it(
    incident_file: Callable[..., Path],
) -> None:
    before = tables(incident_file, {LASER: {}, RAMMING: {}, BATTLE: {}})
    after = tables(incident_file, {RAMMING: {}, BATTLE: {"killed": "54"}})
    new = BATTLE.replace("battle", "clash")
    after = {path: content.replace(BATTLE.encode(), new.encode()) for path, content in after.items()}
    ids = f"old,new,what,reason\n{BATTLE},{new},renamed,why\n{LASER},{RAMMING},withdrawn,why\n1,2,renamed,unreleased\n"
    found = [tuple(row.values()) for row in release._changes(before, after | {"audit/2026-12-ids.csv": ids.encode()})]
    assert (new, "renamed", "id", BATTLE, new) in found
    assert (new, "corrected", "killed", "", "54") in found
    assert (LASER, "withdrawn", "", "", RAMMING) in found
    assert len(found) == 3


def test_cells_of_acts_and_added_pages_are_changes(incident_file: Callable[..., Path]) -> None:
    before = tables(incident_file, {LASER: {}})
    acts = f"incident_id,n,type,said_by\n{LASER},1,laser,{{}}\n"
    before["incidents/acts.csv"] = acts.format("PH").encode()
    after = {
        "incidents/incidents.csv": before["incidents/incidents.csv"],
        "incidents/incident_sources.csv": before["incidents/incident_sources.csv"]
        + f"{LASER},https://zz.example,Z,,page\n".encode(),
        "incidents/acts.csv": acts.format("PH (coast guard)").encode(),
    }
    act, sources = release._changes(before, after)
    assert tuple(act.values()) == (LASER, "corrected", "act 1 said_by", "PH", "PH (coast guard)")
    assert sources["new"].removesuffix("; https://zz.example") == sources["old"]


def test_the_list_of_changes_stands_in_the_archive(
    built: release.Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = {"incident_id": LASER, "change": "corrected", "field": "injured", "old": "", "new": "2"}
    monkeypatch.setattr(release, "_changes", lambda *_: iter([change]))
    second = release.export("data-2026.12.1", tmp_path, since=built.file)
    assert second.changes == {"added": 0, "corrected": 1, "renamed": 0, "withdrawn": 0}
    with zipfile.ZipFile(second.file) as archive:
        assert list(csv.DictReader(io.StringIO(archive.read("changes.csv").decode()))) == [change]
        assert b"since scs-tracker-data-2026.12.zip" in archive.read("README.md")


@pytest.mark.parametrize("name", ["", "2026.12", "data-2026", "data-2026.13", "data-2026.12.0", "data-2026.12/x"])
def test_a_name_that_is_no_release_is_a_wrong_call(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"is not data-YEAR\.MONTH; use for example data-2026\.12"):
        release.export(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def archived(incidents: bytes, sources: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("incidents/incidents.csv", incidents)
        archive.writestr("incidents/incident_sources.csv", sources)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no archive",
        archived(b"name\nx\n", b"incident_id,url\n"),
        archived(b"id\nx\n", b"incident_id,url\ny,https://example.org\n"),
        archived(b"id\n\xff\n", b"incident_id,url\n"),
    ],
    ids=["empty", "no archive", "no id", "a source of no incident", "not UTF-8"],
)
def test_what_is_no_release_cannot_be_compared_with(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "old.zip"
    file.write_bytes(content)
    with pytest.raises(TrackerError, match=r"old\.zip is not a release of the data"):
        release.export("data-2026.12", tmp_path / "out", since=file)
    assert not (tmp_path / "out").exists()
