"""An article that does not say where it stands, as in the tutorial: accepted, sent out, taken in, given a source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scs_tracker.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "A China Coast Guard ship rammed the Philippine patrol ship BRP Cabra near Second Thomas Shoal on Monday."
READ = ("extract", "article.txt", "--published", "2024-06-18", "--add")
ADDRESS = "https://www.rappler.com/philippines/a"
NAMED = ("--url", ADDRESS, "--publisher", "Rappler")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def sources(incident_id: str) -> list[dict[str, str]]:
    held = Ledger("sqlite:///tracker.db").incidents(statuses=None).set_index("id")
    return list(json.loads(held.loc[incident_id, "sources"]))


def the_id(call) -> str:  # type: ignore[no-untyped-def]
    (incident_id,) = json.loads(call("review", "--json").out)["proposed"]
    return str(incident_id)


def test_its_incident_goes_out_and_in_again_in_every_format(call, article):
    assert call(*READ).code == 0
    incident_id = the_id(call)
    assert call("accept", incident_id, "--reason", "read it").code == 0
    assert sources(incident_id) == []
    texts = []
    for ending in ("csv", "geojson", "gpkg", "parquet", "xlsx"):
        other = f"sqlite:///other-{ending}.db"
        assert call("export", f"first.{ending}").code == 0
        answer = call("--ledger", other, "import", f"first.{ending}", "--json")
        assert (answer.code, json.loads(answer.out)["added"]) == (0, 1), answer
        assert call("--ledger", other, "export", f"second-{ending}.csv").code == 0
        texts.append(article.with_name(f"second-{ending}.csv").read_text(encoding="utf-8"))
    assert set(texts) == {article.with_name("first.csv").read_text(encoding="utf-8")}


def test_address_and_publisher_go_with_its_proposal(call, article):
    assert call(*READ, *NAMED).code == 0
    assert sources(the_id(call)) == [{"url": ADDRESS, "publisher": "Rappler", "published": "2024-06-18"}]


@pytest.mark.parametrize(
    ("more", "said"),
    [(("--url", "rappler"), "'rappler' is not a page URL"), (("other.txt", *NAMED), "apply to one article")],
)
def test_what_is_no_address_or_not_of_one_article_is_refused(call, article, more, said):
    article.with_name("other.txt").write_text(TEXT, encoding="utf-8")
    answer = call(*READ, *more)
    assert (answer.code, said in answer.err) == (2, True), answer
    assert not article.with_name("tracker.db").exists()


def test_what_is_no_address_is_complained_of_once(call, article):
    answer = call(*READ, "--url", "javascript:x", "--publisher", "Rappler")
    assert (answer.code, answer.err.count("is not allowed"), "publisher" in answer.err) == (2, 1, False), answer


def test_a_person_gives_it_a_source_afterwards(call, article):
    call(*READ)
    incident_id = the_id(call)
    answer = call("amend", incident_id, f"sources={ADDRESS}", "--reason", "found the page")
    assert (answer.code, answer.out.split(",")[0]) == (0, f"{incident_id}: changed sources")
    assert sources(incident_id) == [{"url": ADDRESS, "publisher": "Rappler", "published": ""}]
    assert call("amend", incident_id, "sources=no address", "--reason", "x").code == 1
    assert sources(incident_id)[0]["url"] == ADDRESS


def test_a_backup_says_which_folder_it_made(call, article):
    call(*READ)
    assert "folder" not in call("ledger", "backup", "one.backup").out
    assert "created the folder new/kept" in call("ledger", "backup", "new/kept/two.backup").out
