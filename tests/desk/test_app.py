"""What the page asks and sends, asked and sent without it: the same answers, and one sentence for what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scs_tracker import run as weekly_runs
from scs_tracker.config import Settings
from scs_tracker.ledger import worklist

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scs_tracker.ledger import Ledger

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def queue(client) -> list[dict]:
    """The rows of the queue, as the page puts them together."""
    answer = client.get("/queue").json()
    return [answer["blank"] | row for row in answer["rows"]]


@pytest.fixture
def ram(desk) -> dict:
    """The queue's row of the ramming."""
    rows = queue(desk.client())
    return next(one for one in rows if one["place"] == "Woody Island")


def runs(ledger: Ledger) -> int:
    with ledger.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM run").scalar_one()


@pytest.mark.parametrize(
    ("name", "body", "status", "words"),
    [
        ("decide", b"", 400, "not valid JSON"),
        ("decide", b"[", 400, "not valid JSON"),
        ("decide", b"[" * 100_000, 400, "not valid JSON"),
        ("decide", b"\xff", 400, "not valid JSON"),
        ("decide", b"[]", 400, "must be a JSON object"),
        ("decide", b"{}", 400, "in 'action'"),
        ("decide", b'{"action": "burn"}', 400, "is not known; use one of accept"),
        ("decide", b'{"action": "accept"}', 400, "in 'id'"),
        ("decide", b'{"action": "accept", "id": "x", "revision": "1"}', 400, "no whole number in"),
        ("decide", b'{"action": "accept", "id": "x", "revision": true}', 400, "no whole number in"),
        ("decide", b'{"action": "accept", "id": "x", "revision": 1, "values": []}', 400, "named texts"),
        ("decide", b'{"action": "accept", "id": "x", "revision": 1, "values": {"types": 3}}', 400, "named texts"),
        ("decide", b'{"action": "accept", "id": "20240101-x", "revision": 1}', 422, "no incident"),
        (
            "decide",
            b'{"action": "reject", "id": "quarantine:x", "reason": "y"}',
            400,
            "is not the id of an item in the review queue",
        ),
        ("decide", b'{"action": "reject", "id": "quarantine:99", "reason": "y"}', 422, "row 99 is not in quarantine"),
        ("decide", b'{"action": "reject", "id": "lead:99", "reason": "y"}', 422, "no lead 99"),
        ("decide", b'{"action": "undo", "run": 2}', 422, "run 2"),
        ("decide", b'{"action": "undo"}', 400, "in 'run'"),
        ("decide", b'{"action": "snooze", "id": "x", "until": "soon"}', 400, "is not a valid time"),
        ("read", b'{"article": {"text": " "}}', 400, "the text is empty"),
        ("read", b'{"article": {"text": "x", "published": "Friday"}}', 400, "YYYY-MM-DD"),
        ("new", b'{"values": {"date_start": "2024"}}', 422, "types:"),
        ("new", b'{"values": {"date_start": "2024", "summary": "\\ud800"}}', 400, "JSON"),
        ("preview", b'{"values": {"types": "\\udfff"}}', 400, "JSON"),
        ("decide", b'{"action": "undo", "run": 1000000000000000000000000000000}', 422, "cannot be stored"),
    ],
)
def test_a_form_that_is_wrong_is_one_sentence_and_writes_nothing(
    desk, ledger: Ledger, name: str, body: bytes, status: int, words: str
):
    before = runs(ledger)
    answer = desk.client().post(f"/{name}", content=body)
    assert answer.status_code == status
    assert words in answer.json()["error"]
    assert runs(ledger) == before


@pytest.mark.parametrize("name", ["nothing", "item", "item?id=x", "item?id=" + "y" * 5000, "claims", "history?id=%00"])
def test_an_address_that_holds_nothing_says_so(desk, name: str):
    answer = desk.client().get(f"/{name}")
    assert answer.status_code in {400, 404, 422}
    assert answer.json()["error"]


def test_a_decision_that_is_sent_twice_is_made_once(desk, ledger: Ledger, ram: dict):
    body = {"action": "reject", "id": ram["id"], "revision": ram["revision"], "reason": "not in this sea"}
    first = desk.client().post("/decide", json=body)
    assert first.status_code == 200
    before = runs(ledger)
    second = desk.client("Ben").post("/decide", json=body)
    assert second.status_code == 409
    assert "changed by Ana" in second.json()["error"]
    assert [one["fields"][0]["new"] for one in second.json()["changes"]] == ["retracted"]
    assert runs(ledger) == before


def test_a_new_incident_that_is_sent_twice_is_entered_once(desk, ledger: Ledger):
    values = {
        "date_start": "2026-11-12", "types": "laser", "initiators": "CN-CCG", "place": "Sabina Shoal",
        "location_text": "Sabina Shoal", "summary": "A laser was pointed at a crew.",
    }  # fmt: skip
    body = {"values": values, "source": {}, "once": "0b2c"}
    client = desk.client()
    first, second = (client.post("/new", json=body).json() for _ in range(2))
    assert first["id"] == second["id"] == "20261112-sabina-shoal-laser"
    assert sum("laser" in one for one in ledger.incidents(statuses=None)["id"]) == 1


def test_a_group_stands_as_one_row_with_all_its_outlets_and_background_is_folded_away(desk):
    rows = queue(desk.client())
    first = rows[0]
    assert set(first["outlets"]) == {"Rappler", "Philippine Daily Inquirer"}
    assert len(first["members"]) == 2
    assert [one["place"] for one in rows if one["background"]] == ["Paracel Islands"]
    assert {one["kind"] for one in rows} == {"proposal", "lead", "quarantine"}


def test_what_intake_proposes_to_change_is_shown_and_taken_or_left(desk, ledger: Ledger, ram: dict):
    import own_words

    ledger.accept(ram["id"], by="Ben")
    newer = own_words.ram()
    report = newer.reports[0]
    report.content["damage"] = "its cabin broken"
    ledger.import_batch(newer)
    client = desk.client()
    row = next(one for one in queue(client) if one["id"] == ram["id"])
    assert row["kind"] == "change"
    item = client.get("/item", params={"id": ram["id"]}).json()
    (change,) = item["changes"]
    assert (change["field"], change["old"], change["new"]) == ("damage", "", "its cabin broken")
    body = {"action": "change", "id": ram["id"], "revision": item["revision"], "number": change["number"], "take": True}
    assert "changed damage" in client.post("/decide", json=body).json()["done"]
    assert ledger.incidents(statuses=None).set_index("id").loc[ram["id"], "damage"] == "its cabin broken"


def test_a_second_reader_is_asked_for_and_is_somebody_else_and_the_week_waits_for_them(
    serve: Callable, ledger: Ledger, ram: dict, tmp_path: Path
):
    desk = serve(ledger, second_reader=True)

    def printed(**settings: bool) -> list[str]:
        (file,) = weekly_runs.write_reports(
            ledger, Settings(**settings), "2026-W47", out=tmp_path / "week", formats=["json"]
        )
        return [one["id"] for one in json.loads(file.read_text(encoding="utf-8"))["incidents"]]

    ana, ben = desk.client("Ana"), desk.client("Ben")
    ana.post("/decide", json={"action": "accept", "id": ram["id"], "revision": ram["revision"]})
    row = next(one for one in queue(ben) if one["id"] == ram["id"])
    assert row["kind"] == "second"
    assert (printed(second_reader=True), printed()) == ([], [ram["id"]])
    body = {"action": "approve", "id": ram["id"], "revision": row["revision"]}
    assert "the second review must be done by someone else" in ana.post("/decide", json=body).json()["error"]
    assert "has a second review" in ben.post("/decide", json=body).json()["done"]
    assert all(one["id"] != ram["id"] for one in queue(ben))
    assert printed(second_reader=True) == [ram["id"]]


def test_who_has_what_open_is_told_to_the_others_alone(desk, ram: dict):
    ana, ben = desk.client("Ana"), desk.client("Ben")
    assert ana.post("/claim", json={"id": ram["id"]}).json() == {"open_by": "Ana"}
    assert ben.post("/claim", json={"id": ram["id"]}).json() == {"open_by": "Ana"}
    assert ben.get("/pulse").json()["open_by"] == {ram["id"]: "Ana"}
    assert ana.get("/pulse").json()["open_by"] == {}


def test_a_text_that_was_forgotten_says_so(desk, ledger: Ledger, ram: dict):
    from scs_tracker.ledger import evidence
    from scs_tracker.ledger.store import timed

    evidence.forget(timed(ledger.engine, lambda: "2027-01-01T00:00:00.000000Z"), "0d", by="Ana")
    article = desk.client().get("/item", params={"id": ram["id"]}).json()["articles"][0]
    assert article["pieces"] is None
    assert "was deleted by the owner" in article["missing"]


def test_a_ledger_that_may_not_be_written_is_read_and_says_so(
    serve: Callable, ledger: Ledger, tmp_path: Path, ram: dict
):
    from scs_tracker.ledger import Ledger as Opened

    ledger.engine.dispose()
    with ledger.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.engine.dispose()
    opened = Opened(f"sqlite:///file:{tmp_path}/tracker.db?mode=ro&uri=true")
    client = serve(opened).client()
    assert client.get("/queue").status_code == 200
    answer = client.post("/decide", json={"action": "accept", "id": ram["id"], "revision": ram["revision"]})
    assert answer.status_code == 422
    assert "is not writable" in answer.json()["error"]
    opened.engine.dispose()


def test_a_lead_that_is_dismissed_waits_no_more(desk, ledger: Ledger):
    lead = next(one for one in queue(desk.client()) if one["kind"] == "lead")
    assert (lead["title"], lead["why"]) == ("Tàu cá bị đâm gần Hoàng Sa", "the language is not read")
    desk.client().post("/decide", json={"action": "reject", "id": lead["id"], "reason": "no incident"})
    assert worklist.leads(ledger.engine) == []
    assert [one["reason"] for one in worklist.leads(ledger.engine, states=("dismissed",))] == ["no incident"]


def test_answers_are_plain_json(desk):
    answer = desk.client().get("/queue")
    assert answer.headers["content-type"].startswith("application/json")
    json.loads(answer.text)
