"""The desk in Chromium, by keyboard: what a person does in a morning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from scs_tracker.ledger import Ledger

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

CANNON = "20261113-scarborough-shoal-article"
RAM = "20261116-woody-island-article"
HELD = "20261110-scarborough-shoal"


def ids(ledger: Ledger) -> dict[str, str]:
    """The incidents of the ledger by what their summaries tell of."""
    rows = ledger.incidents(statuses=None).to_dict("records")
    words = {"railing": "cannon", "Philippine fisheries vessel": "cannon", "fisheries boat": "rival", "rammed": "ram",
             "blocked": "held", "2014": "back"}  # fmt: skip
    return {name: row["id"] for row in rows for part, name in words.items() if part in row["summary"]}


def row(ledger: Ledger, incident_id: str) -> dict:
    return next(one for one in ledger.incidents(statuses=None).to_dict("records") if one["id"] == incident_id)


def at(page: Page, incident_id: str) -> None:
    """Wait until a proposal is open."""
    expect(page.locator(f'.item[data-id="{incident_id}"]')).to_be_visible()


def go_to(page: Page, incident_id: str) -> None:
    """Press j until a proposal is chosen, and wait until it is open."""
    chosen = page.locator('[role="option"][aria-selected="true"]')
    for _ in range(8):
        if chosen.get_attribute("data-id") == incident_id:
            break
        page.keyboard.press("j")
    at(page, incident_id)


def said(page: Page, words: str) -> None:
    expect(page.locator(".status")).to_contain_text(words)


def test_the_first_is_chosen_and_its_text_is_lit_where_a_field_rests_on_it(
    open_desk: Callable[..., Page], desk, ledger: Ledger
):
    page = open_desk(desk)
    at(page, ids(ledger)["cannon"])
    assert page.locator("mark").all_inner_texts()[0] == "China Coast Guard ship 3104"
    page.focus("#field-injured")
    assert page.locator("mark.lit").all_inner_texts() == ["injured two crew members"]
    page.locator("mark", has_text="broke a railing").hover()
    assert page.locator(".field.lit").evaluate_all("nodes => nodes.map((node) => node.dataset.field)") == ["damage"]
    unsure = page.locator(".field.unsure")
    assert unsure.evaluate_all("nodes => nodes.map((node) => node.dataset.field)") == ["targets"]
    assert "token" not in page.url
    expect(page.locator(".standing .sentence")).to_contain_text("Scarborough Shoal")
    assert "background, hidden" in page.inner_text(".counts")


def test_accept_reject_with_a_digit_and_undo_by_keys_alone(open_desk: Callable[..., Page], desk, ledger: Ledger):
    known = ids(ledger)
    page = open_desk(desk)
    go_to(page, known["ram"])
    page.keyboard.press("a")
    said(page, "is accepted")
    assert row(ledger, known["ram"])["status"] == "accepted"
    assert row(ledger, known["ram"])["decided_by"] == "Ana"
    page.keyboard.press("u")
    said(page, "undone: accept")
    at(page, known["ram"])
    assert row(ledger, known["ram"])["status"] == "proposed"
    page.keyboard.press("r")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("3")
    said(page, "misread: the text does not say this")
    assert row(ledger, known["ram"])["status"] == "retracted"
    assert "1 decided" in page.inner_text(".progress")
    revisions = ledger.history(known["ram"])
    assert {one["by"] for one in revisions if one["field"] == "status"} == {"Ana"}


def test_a_place_that_is_typed_moves_on_the_sea_at_once_and_is_accepted_with_the_edit(
    open_desk: Callable[..., Page], desk, ledger: Ledger
):
    known = ids(ledger)
    page = open_desk(desk)
    go_to(page, known["ram"])
    page.fill("#field-location_text", "10 nm E of Sabina Shoal")
    page.fill("#field-place", "Sabina Shoal")
    expect(page.locator(".standing")).to_contain_text("9.750° N, 116.635° E")
    page.locator(".more summary").click()
    page.fill("#field-injured", "many")
    expect(page.locator('[data-field="injured"] .problem')).to_contain_text("whole number")
    page.fill("#field-injured", "1")
    expect(page.locator('[data-field="injured"] .problem')).to_be_empty()
    expect(page.locator(".standing")).to_contain_text("severity 4")
    expect(page.locator(".week")).to_contain_text("near Sabina Shoal")  # and so the week would print it
    expect(page.locator(".week")).to_contain_text("one person was injured")
    page.keyboard.press("Control+Enter")
    said(page, "accepted with 3 edits")
    after = row(ledger, known["ram"])
    assert (after["status"], after["place"], after["injured"], round(after["lat"], 2)) == (
        "accepted", "Sabina Shoal", 1, 9.75,
    )  # fmt: skip


def test_join_takes_the_fields_that_are_ticked_and_no_others(open_desk: Callable[..., Page], desk, ledger: Ledger):
    known = ids(ledger)
    page = open_desk(desk)
    go_to(page, known["cannon"])
    page.locator(".group summary").click()
    page.locator(".group button").click()
    at(page, known["rival"])
    page.keyboard.press("l")
    page.wait_for_selector("dialog[open]")
    page.get_by_label("Id of the incident to merge into").fill(known["held"])
    page.keyboard.press("Tab")
    expect(page.locator("dialog .differences")).to_contain_text(known["held"])
    for box in page.locator("dialog input[type=checkbox]").all():
        box.set_checked(box.get_attribute("name") == "injured")
    page.get_by_role("button", name="Merge", exact=True).last.click()
    said(page, f"is now part of {known['held']}")
    after = row(ledger, known["held"])
    assert (after["injured"], after["types"], after["location_text"]) == (3, "blocking", "Scarborough Shoal")
    assert row(ledger, known["rival"])["status"] == "retracted"
    page.keyboard.press("u")
    said(page, "undone: join")
    assert row(ledger, known["rival"])["status"] == "proposed"
    assert ledger.incidents(statuses=None).set_index("id")["injured"].isna()[known["held"]]


def test_a_stale_page_is_refused_with_what_changed_and_shows_it(open_desk: Callable[..., Page], desk, ledger: Ledger):
    known = ids(ledger)
    page = open_desk(desk)
    go_to(page, known["ram"])
    ledger.amend(known["ram"], {"damage": "its cabin broken"}, reason="the page says so", by="Ben")
    page.keyboard.press("a")
    expect(page.locator("dialog")).to_contain_text("changed by Ben")
    expect(page.locator("dialog")).to_contain_text("its cabin broken")
    assert row(ledger, known["ram"])["status"] == "proposed"
    page.keyboard.press("Enter")
    expect(page.locator("#field-damage")).to_have_value("its cabin broken")
    page.keyboard.press("a")
    said(page, "is accepted")
    assert row(ledger, known["ram"])["damage"] == "its cabin broken"


def test_two_desks_see_who_has_what_open_and_no_decision_is_doubled(
    open_desk: Callable[..., Page], desk, ledger: Ledger
):
    known = ids(ledger)
    ana = open_desk(desk, "Ana")
    with ana.expect_response(
        lambda answer: answer.url.endswith("/api/claim") and known["ram"] in answer.request.post_data
    ):
        go_to(ana, known["ram"])
    expect(ana.locator(".who")).to_have_text("Ana")
    ben = open_desk(desk, "Ben")
    go_to(ben, known["ram"])
    expect(ben.locator(".item-head")).to_contain_text("opened by Ana")
    ana.keyboard.press("a")
    said(ana, "is accepted")
    ben.keyboard.press("r")
    ben.wait_for_selector("dialog[open]")
    ben.keyboard.press("1")
    expect(ben.locator("dialog")).to_contain_text("changed by Ana")
    assert row(ledger, known["ram"])["status"] == "accepted"


def test_marked_rows_are_rejected_together_for_one_reason(open_desk: Callable[..., Page], desk, ledger: Ledger):
    known = ids(ledger)
    page = open_desk(desk)
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".bulk")).to_contain_text("2 marked")
    page.keyboard.press("r")
    page.get_by_label("Reason in your own words").fill("a test of the crew")
    page.keyboard.press("Enter")
    said(page, "2 of 2 rejected")
    gone = [one for one in ledger.incidents(statuses=None).to_dict("records") if one["status"] == "retracted"]
    assert len(gone) == 2
    assert {known["cannon"], known["rival"], known["ram"]} > {one["id"] for one in gone}


def test_what_is_put_off_leaves_the_queue_and_can_be_seen(open_desk: Callable[..., Page], desk, ledger: Ledger):
    known = ids(ledger)
    page = open_desk(desk)
    go_to(page, known["ram"])
    page.keyboard.press("s")
    page.wait_for_selector("dialog[open]")
    page.locator(".choice").nth(2).click()
    said(page, "is snoozed until")
    expect(page.locator(".counts")).to_contain_text("1 snoozed")
    assert page.locator(".option", has_text="Woody Island").count() == 0


def test_what_is_no_incident_becomes_an_event(open_desk: Callable[..., Page], desk, ledger: Ledger):
    known = ids(ledger)
    page = open_desk(desk)
    go_to(page, known["ram"])
    page.keyboard.press("m")
    page.get_by_label("Kind of event").select_option("statement")
    page.get_by_label("Title").fill("Viet Nam protests")
    page.keyboard.press("Enter")
    said(page, "is now the context event event-")
    assert ledger.events()["title"].tolist() == ["Viet Nam protests"]


def test_an_incident_is_written_by_hand_with_what_is_near_shown_while_typing(
    open_desk: Callable[..., Page], desk, ledger: Ledger
):
    page = open_desk(desk)
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    page.fill("#field-date_start", "2026-11-12")
    page.fill("#field-location_text", "Scarborough Shoal")
    page.fill("#field-place", "Scarborough Shoal")
    for field, code in (("types", "laser"), ("initiators", "CN-CCG"), ("targets", "PH-PCG")):
        page.fill(f"#field-{field}", code)
        page.press(f"#field-{field}", "Enter")
    expect(page.locator(".nearby")).to_contain_text("2026-11-10 Scarborough Shoal")
    page.fill("#field-summary", "A laser was pointed at a Philippine crew.")
    page.get_by_label("URL of the source").fill("https://www.example.org/own")
    page.get_by_label("Publisher", exact=True).fill("Example Daily")
    page.get_by_role("button", name="Save as accepted").click()
    said(page, "is now in the ledger")
    made = row(ledger, "20261112-scarborough-shoal-laser")
    assert (made["status"], made["decided_by"]) == ("accepted", "Ana")
    assert "https://www.example.org/own" in made["sources"]


@pytest.mark.usefixtures("reader")
def test_a_pasted_text_is_read_on_the_spot(open_desk: Callable[..., Page], desk, ledger: Ledger):
    page = open_desk(desk)
    page.keyboard.press("n")
    page.get_by_label("Text of an article").fill(
        "A China Coast Guard ship rammed a Philippine Coast Guard vessel near Sabina Shoal on Monday, the Philippine "
        "Coast Guard said. Its bow was damaged."
    )
    page.locator(".paste").get_by_label("Published YYYY-MM-DD").fill("2026-11-25")
    page.get_by_role("button", name="Read text").click()
    said(page, "1 proposed")
    expect(page.locator("#field-location_text")).to_have_value(re.compile("Sabina Shoal"))
    expect(page.locator("#field-date_start")).to_have_value("2026-11-23")


def test_the_ledger_is_searched_and_corrected_with_its_history(open_desk: Callable[..., Page], desk, ledger: Ledger):
    page = open_desk(desk)
    page.keyboard.press("g")
    page.keyboard.type("blocked fisheries")
    expect(page.locator(".found li")).to_have_count(1)
    page.locator(".entry").click()
    at(page, HELD)
    page.locator(".more summary").click()
    page.fill("#field-damage", "none")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("1")
    said(page, "changed damage")
    page.wait_for_function(  # the item is drawn anew once the answer is there, so an opened history may be gone
        """() => {
          const history = document.querySelector(".history");
          if (history && !history.open) history.querySelector("summary").click();
          const last = [...(history?.querySelectorAll("ins") ?? [])].at(-1);
          return history?.textContent.includes("the source says so") && last?.textContent === "none";
        }"""
    )


def test_a_row_that_cannot_be_read_is_mended_where_it_waits(open_desk: Callable[..., Page], desk, ledger: Ledger):
    page = open_desk(desk)
    page.locator(".option").filter(has_text="rejected row").click()
    page.get_by_label("date start").fill("2026-11-01")
    page.get_by_role("button", name="Import again").click()
    said(page, "it is now in the ledger")
    assert row(ledger, "20261101-sabina-shoal")["date_start"] == "2026-11-01"


def test_on_a_phone_one_reads_and_says_yes_or_no(open_desk: Callable[..., Page], desk, ledger: Ledger):
    known = ids(ledger)
    page = open_desk(desk, width=390, height=844)
    assert page.locator(".item").count() == 0
    page.locator(".option").first.click()
    at(page, known["cannon"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Accept", exact=True).click()
    said(page, "is accepted")
    assert row(ledger, known["cannon"])["status"] == "accepted"
    page.get_by_role("button", name="Reject").click()
    page.locator(".choice").first.click()
    said(page, "is rejected")
    page.get_by_role("button", name="Queue").first.click()
    expect(page.locator("#queue")).to_be_visible()


def test_a_press_counts_though_the_queue_comes_anew_under_it(open_desk: Callable[..., Page], desk, ledger: Ledger):
    page = open_desk(desk)
    wanted = page.locator(".option").nth(1)
    wanted.hover()
    page.mouse.down()
    page.evaluate("document.getElementById('queue').dispatchEvent(new Event('scroll'))")
    page.mouse.up()
    at(page, wanted.get_attribute("data-id"))


def test_a_code_is_taken_off_though_another_stands_typed(open_desk: Callable[..., Page], desk, ledger: Ledger):
    page = open_desk(desk)
    go_to(page, ids(ledger)["ram"])
    chips = page.locator('[data-field="types"] .chip')
    expect(chips).to_have_count(1)
    page.fill("#field-types", "laser")
    chips.get_by_role("button").click()  # leaves the input, so that what is typed is taken in while the press is held
    expect(chips).to_have_text(re.compile("^laser"))


def test_a_late_answer_of_the_ledger_does_not_undo_a_search(open_desk: Callable[..., Page], desk, ledger: Ledger):
    page = open_desk(desk)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/api/ledger\?q=$"), hold)
    with page.expect_request(re.compile(r"/api/ledger\?q=$")):
        page.keyboard.press("g")
    page.keyboard.type("blocked fisheries")
    expect(page.locator(".found li")).to_have_count(1)
    with page.expect_response(re.compile(r"/api/ledger\?q=$")):
        held[0].continue_()
    page.unroute_all()
    page.evaluate("new Promise(requestAnimationFrame)")
    expect(page.locator(".found li")).to_have_count(1)
