"""What a run publishes of its ledger: signed heads here and elsewhere, and editions that a reader can verify."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from undrawn import undrawn

from scs_tracker import config
from scs_tracker.ledger import Ledger, heads, proof
from scs_tracker.reporting.schema import validate
from scs_tracker.run import issuing
from scs_tracker.run.heads import publish_head

if TYPE_CHECKING:
    from collections.abc import Callable

BAGACAY = "20240819-sabina-bagacay-ramming"
SCRIPT = Path(__file__).parents[2] / "docs" / "verify_edition.py"


@pytest.fixture
def settings(tmp_path: Path, incident_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> config.Settings:
    undrawn(monkeypatch.setattr)
    (tmp_path / "site").mkdir()
    for command in (["init", "-q"], ["config", "user.email", "a@b.example"], ["config", "user.name", "A"]):
        subprocess.run(["git", "-C", str(tmp_path / "site"), *command], check=True)
    places = ("second/heads.jsonl", "git:site", "mail:ana@b.example", "git:nowhere")
    chosen = config.Settings(folder=tmp_path, ledger=f"sqlite:///{tmp_path}/tracker.db", heads=places)
    Ledger(chosen.ledger_url).import_file(incident_file({BAGACAY: {}}))
    heads.make_key(tmp_path)
    return chosen


def test_each_new_head_is_signed_and_kept_in_every_place(settings: config.Settings) -> None:
    ledger, folder = Ledger(settings.ledger_url), settings.folder
    problems = publish_head(settings, ledger)
    assert [one.partition(": ")[0] for one in problems] == [
        "the head of the ledger was not written to mail:ana@b.example",
        "the head of the ledger was not written to git:nowhere",
    ]  # fmt: skip
    assert publish_head(settings, ledger) == []  # it is the last one there
    ledger.amend(BAGACAY, {"damage": "a hole"}, reason="read")
    publish_head(settings, ledger)
    file = folder / heads.FILE
    assert len(file.read_text().splitlines()) == 2
    weekly = settings.resolve(settings.weekly)
    for copy in (folder / "second/heads.jsonl", folder / "site/heads.jsonl", weekly / "heads.jsonl"):
        assert copy.read_bytes() == file.read_bytes()
    assert (weekly / heads.PUBLIC).read_bytes() == (folder / heads.PUBLIC).read_bytes()
    log = subprocess.run(
        ["git", "-C", str(folder / "site"), "log", "--oneline"], capture_output=True, text=True, check=True
    )  # fmt: skip
    assert len(log.stdout.splitlines()) == 2
    assert proof.check(ledger.engine, published=file, trusted=folder / heads.PUBLIC) == []


def test_a_folder_without_a_key_publishes_none(settings: config.Settings) -> None:
    (settings.folder / heads.KEY).unlink()
    assert publish_head(settings, Ledger(settings.ledger_url)) == []
    assert not (settings.folder / heads.FILE).exists()


def test_a_reader_verifies_an_edition_with_standard_tools(settings: config.Settings) -> None:
    """Also one that was withdrawn; and not one of which a letter was changed."""
    ledger = Ledger(settings.ledger_url)
    publish_head(settings, ledger)
    issuing.issue(settings, ledger, label="2024-W34", clock=lambda: "2024-09-11T00:00:00.000000Z")
    folder = settings.resolve(settings.weekly)
    file = folder / "2024-W34.json"
    facts = json.loads(file.read_text(encoding="utf-8"))
    validate(facts)
    assert facts["edition"]["signature"]["key"] == json.loads((settings.folder / heads.FILE).read_text())["key"]

    def verified(edition: Path) -> bool:
        command = [sys.executable, SCRIPT, edition, folder / heads.PUBLIC, folder / heads.FILE]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    assert verified(file)
    changed = folder.parent / "changed.json"
    changed.write_text(file.read_text(encoding="utf-8").replace("ramm", "ran"), encoding="utf-8")
    assert not verified(changed)
    facts["data"]["chain"]["hash"] = "0" * 64
    changed.write_text(json.dumps(facts), encoding="utf-8")
    assert not verified(changed)
    issuing.withdraw(settings, "2024-W34", reason="a test", clock=lambda: "2024-09-12T00:00:00.000000Z")
    assert "a test" in file.read_text(encoding="utf-8")
    assert verified(file)
