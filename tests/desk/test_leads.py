"""Leads are work: what a lead offers, two keys to a row, a source of an incident; drafts, undo and events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from test_app import queue

from scs_tracker.desk.place import following
from scs_tracker.intake.second_reader import Pair, beside
from scs_tracker.ledger import worklist

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Desk
    from playwright.sync_api import Page

    from scs_tracker.ledger import Ledger

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

CHINESE = "中国海警使用水炮\n\n11月16日，中国海警船5203在仁爱礁附近海域对菲律宾补给船使用水炮。"
VIETNAMESE = "Tàu cá bị đâm\n\nTàu hải cảnh Trung Quốc đâm tàu cá Việt Nam gần đảo Phú Lâm hôm thứ sáu."
ENGLISH = "Tensions\n\nChina routinely fires water cannon at Philippine boats near Scarborough Shoal, analysts said."


def add(ledger: Ledger, text: str, language: str, address: str = "https://www.rappler.com/a") -> str:
    """Add a lead, and return its id in the queue."""
    title = text.partition("\n")[0]
    lead = {
        "source": "ph-rappler", "address": address, "title": title, "language": language, "published": "2026-11-17",
        "why": "not in English", "text": text,
    }  # fmt: skip
    worklist.add_leads(ledger.engine, [lead])
    return next(f"lead:{one['id']}" for one in worklist.leads(ledger.engine) if one["address"] == address)


def ask(desk: Desk, subject: str) -> dict[str, Any]:
    answer: dict[str, Any] = desk.client().get("/lead", params={"id": subject}).json()
    return answer


def test_a_lead_offers_what_is_recognised_in_its_whole_text(desk: Desk, ledger: Ledger) -> None:
    found = ask(desk, add(ledger, CHINESE, "zh"))
    assert "".join(one["text"] for one in found["pieces"]) == CHINESE
    lit = {field: one["text"] for one in found["pieces"] for field in one["fields"]}
    assert (lit["place"], lit["act"]) == ("仁爱礁", "水炮")
    (form,) = found["forms"]
    wanted = {
        "date_start": "2026-11-16",
        "types": "water_cannon",
        "initiators": "CN-CCG",
        "place": "Second Thomas Shoal",
    }
    assert wanted.items() <= form["values"].items()
    assert found["source"] == {"url": "https://www.rappler.com/a", "publisher": "Rappler", "published": "2026-11-17"}


def test_a_doubtful_candidate_is_offered_with_its_sentence(desk: Desk, ledger: Ledger) -> None:
    (form,) = ask(desk, add(ledger, ENGLISH, "en"))["forms"]
    assert form["words"].startswith("China routinely fires water cannon")
    assert form["confidence"] <= 0.5
    assert form["values"]["types"] == "water_cannon"


def test_a_machine_translation_is_read_and_marked(desk: Desk, ledger: Ledger) -> None:
    start = VIETNAMESE.index("Tàu hải")
    english = "A China Coast Guard ship rammed a Vietnamese fishing boat near Woody Island on Friday."
    text = beside(VIETNAMESE, "small", [Pair(start, len(VIETNAMESE), english)])
    found = ask(desk, add(ledger, text, "vi"))
    assert "machine translation: check every field against the original" in found["note"]
    (form,) = found["forms"]
    assert (form["words"], form["values"]["targets"]) == (english, "VN-FISH")
    assert "".join(one["text"] for one in found["pieces"]) == VIETNAMESE
    lit = {name: [one["text"] for one in found[name] if "maybe" in one["fields"] and "sentence 0" in one["fields"]]
           for name in ("pieces", "translation")}  # fmt: skip
    assert "".join(lit["pieces"]) == VIETNAMESE[start:]  # both are lit, and belong together
    assert lit["translation"] == [english]


def test_leads_stand_by_gravity_and_then_by_number(desk: Desk, ledger: Ledger) -> None:
    for number in range(12):
        add(ledger, "Words without an act.", "en", f"https://a.example/{number}")
    grave = add(ledger, CHINESE, "zh")
    leads = [one["id"] for one in queue(desk.client()) if one["kind"] == "lead"]
    assert leads.index(grave) < 2  # one of the stocked ledger is as grave
    rest = [int(one.partition(":")[2]) for one in leads[-12:]]
    assert rest == sorted(rest)


def test_a_lead_becomes_a_source_of_an_incident(desk: Desk, ledger: Ledger) -> None:
    subject, client = add(ledger, ENGLISH, "en"), desk.client()
    kept = "20261110-scarborough-shoal"
    revision = client.get("/item", params={"id": kept}).json()["revision"]
    body = {"action": "cite", "id": subject, "kept": kept, "kept_revision": revision}
    body["source"] = {"url": "https://www.rappler.com/a", "publisher": "Rappler", "published": "2026-11-17"}
    assert client.post("/decide", json=body).json()["done"] == f"the lead is now a source of {kept}"
    (row,) = [one for one in ledger.incidents(statuses=None).to_dict("records") if one["id"] == kept]
    assert "https://www.rappler.com/a" in json.dumps(row["sources"])
    assert all(f"lead:{one['id']}" != subject for one in worklist.leads(ledger.engine))
    again = client.post("/decide", json=body | {"kept_revision": revision + 1})
    assert (again.status_code, again.json()["error"]) == (
        400,
        f"{kept} already lists this source; reject the lead or choose another incident",
    )


def test_drafts_and_undo_outlive_the_page(desk: Desk) -> None:
    client = desk.client()
    row = queue(client)[0]
    client.post("/draft", json={"id": row["id"], "revision": row["revision"], "edits": {"damage": "its bow bent"}})
    assert client.get("/sitting").json()["drafts"] == {row["id"]: {"revision": 1, "edits": {"damage": "its bow bent"}}}
    assert desk.client("Ben").get("/sitting").json()["drafts"] == {}
    body = {"action": "accept", "id": row["id"], "revision": row["revision"], "values": {"damage": "its bow bent"}}
    done = client.post("/decide", json=body).json()
    found = client.get("/sitting").json()
    assert (found["drafts"], found["undo"]) == ({}, done["undo"])
    answer = client.post("/decide", json={"action": "undo", **found["undo"]}).json()
    assert answer["undo"] is None
    (counted,) = [one for one in client.get("/statistics").json()["rows"] if one["by"] == "Ana"]
    assert (counted["decisions"], counted["actions"]) == (2, {"accept": 1, "undo": 1})


def test_an_event_is_shown_in_its_text_and_can_be_changed(desk: Desk, ledger: Ledger) -> None:
    from scs_tracker.articles import as_batch, propose

    text = (
        "The Philippines and China held talks on the South China Sea in Beijing on Monday. A Chinese coast guard ship "
        "rammed a Philippine vessel near Sabina Shoal on Sunday, Manila said."
    )
    ledger.import_batch(as_batch(propose(text, published="2026-11-17", url="https://a.example/talks")))
    client = desk.client()
    row = next(one for one in queue(client) if one["kind"] == "event")
    assert row["cells"]["kind"] == "talks"
    pieces = client.get("/event", params={"id": row["id"]}).json()["pieces"]
    assert any("event" in one["fields"] for one in pieces)
    body = {"action": "accept", "id": row["id"], "revision": row["revision"], "values": {"title": "Talks in Beijing"}}
    assert client.post("/decide", json=body).status_code == 200
    assert "Talks in Beijing" in list(ledger.events()["title"])


@pytest.mark.parametrize(
    ("edits", "place"),
    [
        ({"location_text": "10 nm east of Thitu Island"}, ""),
        ({"location_text": "Thitu Island"}, "Thitu Island"),
        ({"location_text": "somewhere"}, ""),
        ({"location_text": "Thitu Island", "place": "Subi Reef"}, "Subi Reef"),
        ({"damage": "none"}, None),
    ],
)
def test_the_place_follows_the_words_that_say_where(edits: dict[str, str], place: str | None) -> None:
    assert following(edits).get("place") == place


def test_two_keys_make_a_row_of_a_lead(
    desk: Desk, ledger: Ledger, open_desk: Callable[..., Page], reader: None
) -> None:
    subject = add(ledger, CHINESE, "zh")
    page = open_desk(desk)
    page.locator(f'[data-id="{subject}"]').click()
    expect(page.locator(".offers li")).to_have_count(1)
    page.keyboard.press("a")
    expect(page.locator("button.enter")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".item h2")).to_contain_text("20261116-second-thomas-shoal")
    (row,) = [one for one in ledger.incidents().to_dict("records") if one["date_start"] == "2026-11-16"]
    assert (row["types"], row["initiators"], row["status"]) == ("water_cannon", "CN-CCG", "accepted")
    assert all(f"lead:{one['id']}" != subject for one in worklist.leads(ledger.engine))
