"""Two desks of two machines on one PostgreSQL ledger: who has what open is shown, no decision is lost or doubled."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import own_words
import pytest

from scs_tracker.desk import hand
from scs_tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
MANY = 8


def proposals() -> list:
    """Articles on clashes far apart in time, so that none is taken for another."""
    found = []
    for number in range(MANY):
        day = f"2026-{number + 1:02d}-16"
        one = own_words.batch(
            f"two-{number}", own_words.RAM, {}, publisher="Tuoi Tre News", published=day, date_start=day,
            types="ramming", initiators="CN-UNK", targets="VN-FISH", place="Woody Island",
            location_text="near Woody Island", summary=f"A ramming, number {number}.",
        )  # fmt: skip
        found.append(one)
    return found


@pytest.fixture
def ledgers(postgresql_url: str) -> Iterator[tuple[Ledger, Ledger]]:
    """One ledger, opened by two machines."""
    pair = Ledger(postgresql_url), Ledger(postgresql_url)
    for one in proposals():
        pair[0].import_batch(one)
    yield pair
    for ledger in pair:
        ledger.engine.dispose()


def decisions(ledger: Ledger) -> int:
    with ledger.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM run WHERE action <> 'claim'").scalar_one()


def rows(client) -> list[dict]:
    answer = client.get("/queue").json()
    return [answer["blank"] | row for row in answer["rows"]]


def test_what_one_decides_the_other_can_not_decide_again(ledgers: tuple[Ledger, Ledger], serve: Callable):
    ana = serve(ledgers[0], people=("Ana",)).client("Ana")
    ben = serve(ledgers[1], people=("Ben",)).client("Ben")
    queue = rows(ana)
    assert [one["id"] for one in queue] == [one["id"] for one in rows(ben)]
    assert len(queue) == MANY

    first = queue[0]["id"]
    ana.post("/claim", json={"id": first})
    assert ben.get("/pulse").json()["open_by"] == {first: "Ana"}
    assert next(one["open_by"] for one in rows(ben) if one["id"] == first) == "Ana"

    def decided(client, row: dict, action: str) -> int:
        body = {"action": action, "id": row["id"], "revision": row["revision"], "reason": "as read"}
        return client.post("/decide", json=body).status_code

    before = decisions(ledgers[0])
    with ThreadPoolExecutor(2) as both:  # each begins at another end, so that they meet, and each row is asked twice
        one = both.submit(lambda: [decided(ana, row, "accept") for row in queue])
        other = both.submit(lambda: [decided(ben, row, "reject") for row in reversed(queue)])
        answers = list(zip(one.result(), reversed(other.result()), strict=True))
    assert {tuple(sorted(pair)) for pair in answers} == {(200, 409)}
    frame = ledgers[1].incidents(statuses=None).set_index("id")
    for row, (ana_said, _) in zip(queue, answers, strict=True):
        held = frame.loc[row["id"]]
        wanted = ("accepted", "Ana") if ana_said == 200 else ("retracted", "Ben")
        assert (held["status"], held["decided_by"]) == wanted
        assert held["revision"] == row["revision"] + 1
    assert decisions(ledgers[0]) == before + MANY
    assert rows(ana) == rows(ben) == []


def test_two_rows_entered_at_one_moment_are_two_incidents(
    ledgers: tuple[Ledger, Ledger], serve: Callable, monkeypatch: pytest.MonkeyPatch
):
    """Of one day, place and type: both are told that theirs is in the ledger, and both are."""
    real, both, first = hand._new_id, threading.Barrier(2, timeout=120), threading.local()

    def looked_up(*given: object) -> str:
        found = real(*given)
        if not getattr(first, "done", False):
            first.done = True
            both.wait()
        return found

    monkeypatch.setattr(hand, "_new_id", looked_up)
    clients = [serve(ledger, people=(name,)).client(name) for ledger, name in zip(ledgers, ("Ana", "Ben"), strict=True)]
    told = {
        "date_start": "2026-11-16", "types": "water_cannon", "initiators": "CN-CCG", "targets": "PH-PCG",
        "place": "Sabina Shoal", "location_text": "Sabina Shoal",
    }  # fmt: skip
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda client: client.post("/new", json={"values": told | {"summary": f"By {id(client)}."}}), clients
            )
        )
    assert [one.status_code for one in answers] == [200, 200]
    ids = {one.json()["id"] for one in answers}
    frame = ledgers[0].incidents().set_index("id")
    assert len(ids) == len(set(frame.loc[list(ids), "summary"])) == 2
