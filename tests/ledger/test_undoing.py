from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from samples import batch, report

from scs_tracker.errors import StaleError, TrackerError
from scs_tracker.ledger import proof, undoing
from scs_tracker.ledger.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.ledger import Ledger

OWN = "20240617-second-thomas"
#: What a decision and its undoing add to, and what says when and by whom.
WRITTEN_ONCE = ("run", "revision", "journal", "report")
STAMPS = ("revision", "updated_at", "decided_by")


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    ledger.by = "anna"
    ledger.import_batch(batch(report(f"own:{OWN}")))
    ledger.import_batch(batch(report("a", injured="3"), report("b")))
    return ledger


def content(ledger: Ledger) -> dict[str, list[str]]:
    found = {}
    with ledger.engine.connect() as connection:
        for name, table in metadata.tables.items():
            if name not in WRITTEN_ONCE:
                rows = connection.execute(sa.select(table)).mappings()
                found[name] = sorted(repr({k: v for k, v in row.items() if k not in STAMPS}) for row in rows)
    return found


def test_each_decision_is_undone_exactly(held: Ledger) -> None:
    first = held.reviews()[0]["incident"]
    decisions: list[Callable[[], Any]] = [
        lambda: held.join(OWN, first, fields=["injured"], reason="the same"),
        lambda: held.link(OWN, first, reason="the same"),
        lambda: held.accept(first, values={"injured": "2"}, reason="read"),
        lambda: held.amend(OWN, {"damage": "a dent"}, reason="read"),
        lambda: held.reject(first, reason="no"),
        lambda: held.retract(OWN, reason="no"),
        lambda: held.mark_as_event(first, {"kind": "talks", "title": "Talks"}, reason="context"),
        lambda: held.create(
            {"date_start": "2024-08-01", "types": "laser", "initiators": "CN-CCG", "place": "Sabina Shoal",
             "summary": "A laser."}, reason="seen"
        ),
    ]  # fmt: skip
    for decide in decisions:
        before = content(held)
        decide()
        assert content(held) != before
        held.undo()
        assert content(held) == before
    assert proof.check(held.engine) == []


def test_an_undo_is_undone_too(held: Ledger) -> None:
    first = held.reviews()[0]["incident"]
    held.join(OWN, first, reason="the same")
    joined = content(held)
    undone = held.undo()
    with held.engine.connect() as connection:
        last = connection.execute(sa.text("SELECT max(id) FROM run")).scalar_one()
    held.undo(last)
    assert undone["incidents"] == sorted([OWN, first])
    assert {name: rows for name, rows in content(held).items() if name != "incident_report"} == {
        name: rows for name, rows in joined.items() if name != "incident_report"
    }
    assert proof.check(held.engine) == []


def test_decisions_are_undone_one_behind_the_other(held: Ledger) -> None:
    states, runs = [content(held)], []
    for values in ({"damage": "a dent"}, {"killed": "1"}, {"damage": "two dents"}):
        held.amend(OWN, values, reason="read")
        runs.append((undoing.last_decision(held.engine) or {})["id"])
        states.append(content(held))
    with pytest.raises(
        TrackerError, match=rf"was changed since by run {runs[2]} \(amend, anna\); undo the later change first"
    ):
        held.undo(runs[0])
    held.undo()
    with pytest.raises(
        TrackerError, match=rf"was changed since by run {runs[1]} \(amend, anna\); undo the later change first"
    ):
        held.undo(runs[0])
    assert content(held) == states[2]
    for run, before in zip(runs[1::-1], states[1::-1], strict=True):
        assert held.undo()["run"] == run
        assert content(held) == before
    held.amend(OWN, {"killed": "2"}, reason="read")
    with pytest.raises(
        TrackerError, match=r"was changed since by run \d+ \(amend, anna\); undo the later change first"
    ):
        held.undo(runs[2])
    assert proof.check(held.engine) == []


def test_what_another_person_undid_is_not_the_last_decision_any_more(held: Ledger) -> None:
    for values in ({"damage": "a dent"}, {"killed": "1"}):
        held.amend(OWN, values, reason="read")
    first, second = sorted({row["run_id"] for row in held.history(OWN) if row["action"] == "amend"})
    held.by = "ben"
    held.undo(second)
    held.by = "anna"
    assert held.undo()["run"] == first


def test_an_event_is_undone_with_revisions_that_only_grow(held: Ledger) -> None:
    held.mark_as_event(held.reviews()[0]["incident"], {"kind": "talks", "title": "Talks"}, reason="context")
    (name,) = held.events()["id"]
    for title in ("Talks in one place", "Talks in another"):
        held.amend(name, {"title": title}, reason="read")
    assert [held.undo()["incidents"], held.undo()["incidents"]] == [[name], [name]]
    steps = held.history(name)
    assert [row["revision"] for row in steps] == [1, 2, 3, 4, 5]
    assert (steps[-1]["new"], steps[-1]["reason"][:16]) == ('"Talks"', "undone: amend of")
    assert proof.check(held.engine) == []


def test_what_something_was_built_on_is_not_undone(held: Ledger) -> None:
    held.amend(OWN, {"damage": "a dent"}, reason="read")
    number = held.history(OWN)[-1]["run_id"]
    held.amend(OWN, {"damage": "a hole"}, reason="read again", by="bob")
    with pytest.raises(TrackerError, match=rf"run {number} .*cannot be undone: {OWN} was changed since by run .*bob"):
        held.undo(number)
    with pytest.raises(TrackerError, match="run 1 is not a decision but import"):
        held.undo(1)
    with pytest.raises(TrackerError, match="there is no run 99"):
        held.undo(99)
    with pytest.raises(TrackerError, match="there is no decision by carla to undo"):
        held.undo(by="carla")
    assert held.incidents(statuses=None).set_index("id").loc[OWN, "damage"] == "a hole"


def test_a_stale_page_is_refused_with_what_changed(held: Ledger) -> None:
    held.amend(OWN, {"damage": "a dent"}, reason="read", by="bob")
    with pytest.raises(StaleError, match=rf"{OWN} was changed by bob on .* \(amend: damage\) since it was shown"):
        held.retract(OWN, reason="no", expected_revision=1)
    assert held.retract(OWN, reason="no", expected_revision=2) == ["status"]


def test_a_split_gives_back_what_was_before_the_link(ledger: Ledger) -> None:
    """What was retracted and then linked is retracted when it is split off; what was accepted is accepted."""
    other = "20240618-y"
    for retracted in (True, False):
        ledger.import_batch(batch(report("own:20240617-x"), report(f"own:{other}", "2024-06-18")))
        if retracted:
            ledger.retract(other, reason="it was a drill")
        else:
            ledger.accept(other)
        ledger.link("20240617-x", other, reason="the same")
        assert ledger.split("20240617-x", [f"incident-csv:{other}"], reason="not the same") == [other]
        status = ledger.incidents(statuses=None).set_index("id").loc[other, "status"]
        assert status == ("retracted" if retracted else "accepted")
