"""Whatever is done to a ledger, in whatever order: its state follows from the revisions alone, at every instant."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from scs_tracker import geodata, model
from scs_tracker.errors import TrackerError
from scs_tracker.ledger import (
    Ledger,
    editing,
    history,
    holding,
    importing,
    merging,
    proof,
    state,
)
from scs_tracker.ledger.store import timed
from scs_tracker.ledger.tables import FACT_FIELDS, decision, incident, incident_report, proposed_change, report
from scs_tracker.sources.batch import Batch, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: Three datasets tell of the same few days at two shoals: enough to join, to contradict and to be taken apart.
KEYS = tuple(f"{kind}:{number}" for kind in ("incident-csv", "scsdi", "acled") for number in range(3))
PLACES = {"Second Thomas Shoal": ("9.735", "115.86"), "Sabina Shoal": ("9.75", "116.47")}
BUILD = {"number": 0}


def written(key: str, day: int, place: str, injured: str, types: str) -> Report:
    kind, number = key.split(":")
    own = kind == "incident-csv"
    lat, lon = PLACES[place]
    content: dict[str, Any] = {
        **dict.fromkeys(model.INCIDENT_COLUMNS, ""),
        "id": f"20240617-own-{number}" if own else "",
        "date_start": f"2024-06-{day}",
        "types": types,
        "initiators": "CN-CCG",
        "targets": "PH-NAVY",
        "place": place,
        "location_text": place,
        "lat": lat,
        "lon": lon,
        "injured": injured,
        "summary": f"told by {key}",
        "sources": [{"url": f"https://{kind}.example/{number}", "publisher": kind, "published": ""}],
    }
    return Report(f"incident-csv:20240617-own-{number}" if own else key, kind, int(number) + 2, content)


REPORTS = st.builds(
    written,
    st.sampled_from(KEYS),
    st.sampled_from([17, 18]),
    st.sampled_from(list(PLACES)),
    st.sampled_from(["", "1", "3"]),
    st.sampled_from(["ramming", "ramming;boarding", "water_cannon"]),
)
AMENDMENTS = st.sampled_from(
    [{"injured": "2"}, {"injured": ""}, {"types": "laser"}, {"damage": "=1+1"}, {"lat": "9.8", "lon": "116.0"}]
)


def place_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Place and classify each wording once; ``BUILD`` stands for a new build of geodata, which moves everything."""
    derive, positions = state.derive, state.positions
    vocabulary = geodata.vocabulary()
    placing = ("date_start", "place", "location_text", "printed_lat", "printed_lon", "printed_radius_km")

    @functools.cache
    def standing(place: tuple[str, ...]) -> state.State:
        blank = dict.fromkeys(FACT_FIELDS, "") | {"injured": None, "killed": None, "sources": "[]", "types": "laser"}
        facts = blank | dict(zip(placing, place, strict=True))
        return {**derive([facts], [""])[0], **positions([facts])[0]}

    def quick_derive(facts: Sequence[state.State], ids: Sequence[str], **_: object) -> list[state.State]:
        rows = []
        for one in facts:
            row = dict(standing(tuple(one[name] for name in placing)))
            row["radius_km"] += BUILD["number"]
            row["independent_sources"] = len(json.loads(one["sources"]))
            types = model.split_list(one["types"])
            row["severity"] = model.severity(types, vocabulary, injured=one["injured"], killed=one["killed"])
            rows.append(row)
        return rows

    def quick_positions(facts: Sequence[state.State], **_: object) -> list[state.State]:
        rows = [standing(tuple(one[name] for name in placing)) for one in facts]
        return [{name: row[name] for name in ("lat", "lon", "radius_km")} for row in rows]

    monkeypatch.setattr(state, "derive", quick_derive)
    monkeypatch.setattr(state, "positions", quick_positions)
    monkeypatch.setattr(editing, "check", lambda *_, **__: None)  # the amendments below are all allowed


@pytest.fixture(autouse=True)
def _quick_geodata(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    place_quickly(monkeypatch)
    yield
    BUILD["number"] = 0


def stored(ledger: Ledger) -> dict[str, state.State]:
    with ledger.engine.connect() as connection:
        rows = {row["id"]: dict(row) for row in connection.execute(sa.select(incident)).mappings()}
    for row in rows.values():
        del row["provenance"]
    return rows


def replayed(ledger: Ledger) -> dict[str, state.State]:
    with ledger.engine.connect() as connection:
        rows = connection.execute(history.revisions()).mappings().all()
    return {one["id"]: one for one in history.replay([dict(row) for row in rows])}


def then(ledger: Ledger, instant: str) -> dict[str, state.State]:
    with ledger.engine.connect() as connection:
        return {one["id"]: one for one in history.states(connection, as_of=instant)}


def check_facts(ledger: Ledger) -> None:
    """What an incident says follows from its reports and from what a person has set, and a report has one home."""
    with ledger.engine.connect() as connection:
        known = holding.load_snapshot(connection)
        links = connection.execute(sa.select(incident_report.c.report_key)).scalars().all()
        decisions = connection.execute(sa.select(decision)).mappings().all()
        told = set(connection.execute(sa.select(report.c.key)).scalars())
        facts = holding.newest_facts(connection, told)
        rows = {row["id"]: dict(row) for row in connection.execute(sa.select(incident)).mappings()}
        waiting = set(connection.execute(sa.select(proposed_change.c.incident_id)).scalars())
    assert len(links) == len(set(links))
    for home, keys in known.reports_of.items():
        if home in waiting:  # a newer report would change it, and a person has not seen that yet
            continue
        united, provenance = merging.merge([(key, facts[key]) for key in keys], merging.decided_fields(rows[home]))
        assert {name: rows[home][name] for name in FACT_FIELDS} == united, home
        assert json.loads(rows[home]["provenance"]) == provenance, home
    for row in decisions:
        home = known.incident_of.get(row["report_key"])
        assert row["same"] or home != row["incident_id"]


def ticking() -> Callable[[], str]:
    seconds = iter(range(100_000))
    return lambda: f"2026-01-01T00:{(second := next(seconds)) // 60:02d}:{second % 60:02d}.000000Z"


class LedgerMachine(RuleBasedStateMachine):
    """Every command that changes a ledger, in any order."""

    #: Gives an empty ledger for each sequence.
    new_ledger: Callable[[], Ledger] = staticmethod(lambda: Ledger("sqlite://"))

    @initialize()
    def begin(self) -> None:
        BUILD["number"] = 0
        self.ledger = self.new_ledger()
        self.clock = ticking()
        self.ledger.engine = timed(self.ledger.engine, self.clock)
        self.steps: dict[str, dict[str, state.State]] = {}

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            for instant, rows in self.steps.items():
                assert then(self.ledger, instant) == rows
            self.ledger.engine.dispose()

    @invariant()
    def the_state_follows_from_the_revisions(self) -> None:
        if not hasattr(self, "ledger"):
            return
        rows = stored(self.ledger)
        assert replayed(self.ledger) == rows
        check_facts(self.ledger)
        assert proof.check(self.ledger.engine) == []
        self.steps[self.clock()] = rows

    def _try(self, command: Callable[[], object]) -> None:
        """Run a command that may be refused; then nothing of it may stay."""
        before = stored(self.ledger)
        try:
            command()
        except TrackerError:
            assert stored(self.ledger) == before

    def _ids(self) -> list[str]:
        return sorted(stored(self.ledger))

    @rule(reports=st.lists(REPORTS, min_size=1, max_size=4, unique_by=lambda one: one.key))
    def import_(self, reports: list[Report]) -> None:
        self._import(Batch("reports.csv", reports=tuple(reports)))

    @rule(number=st.integers(0, 2))
    def withdraw(self, number: int) -> None:
        self._import(Batch("deletions.csv", deletions=(f"acled:{number}",)))

    def _import(self, batch: Batch) -> None:
        for _ in range(2):
            done = self.ledger.import_batch(batch)
            assert done.read == done.added + done.updated + done.unchanged + done.linked + done.quarantined
        assert done.unchanged == done.read

    @precondition(lambda self: self._ids())
    @rule(data=st.data(), values=AMENDMENTS)
    def amend(self, data: st.DataObject, values: dict[str, str]) -> None:
        home = data.draw(st.sampled_from(self._ids()))
        self._try(lambda: self.ledger.amend(home, values, reason="r"))

    @precondition(lambda self: self._ids())
    @rule(data=st.data(), retracted=st.booleans())
    def settle(self, data: st.DataObject, retracted: bool) -> None:
        home = data.draw(st.sampled_from(self._ids()))
        command = self.ledger.retract if retracted else self.ledger.accept
        self._try(lambda: command(home, reason="r"))

    @precondition(lambda self: len(self._ids()) > 1)
    @rule(data=st.data())
    def link(self, data: st.DataObject) -> None:
        first, second = data.draw(st.permutations(self._ids()))[:2]
        self._try(lambda: self.ledger.link(first, second, reason="r"))

    @precondition(lambda self: self._joined())
    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        home, keys = data.draw(st.sampled_from(self._joined()))
        out = data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=len(keys) - 1, unique=True))
        self._try(lambda: self.ledger.split(home, out, reason="r"))

    def _joined(self) -> list[tuple[str, list[str]]]:
        with self.ledger.engine.connect() as connection:
            known = holding.load_snapshot(connection)
        return [(home, keys) for home, keys in sorted(known.reports_of.items()) if len(keys) > 1]

    @rule()
    def undo(self) -> None:
        self._try(self.ledger.undo)

    @precondition(lambda self: self._ids())
    @rule(data=st.data())
    def undone_at_once(self, data: st.DataObject) -> None:
        home = data.draw(st.sampled_from(self._ids()))
        before = stored(self.ledger)
        changed = self.ledger.amend(home, {"damage": "a dent"}, reason="r")
        if changed:
            self.ledger.undo()
            left = stored(self.ledger)
            changes = ("revision", "updated_at", "decided_by")
            assert {key: {name: row[name] for name in row if name not in changes} for key, row in left.items()} == {
                key: {name: row[name] for name in row if name not in changes} for key, row in before.items()
            }

    @rule(title=st.sampled_from(("talks", "more talks")), place=st.sampled_from(("Manila", "Hanoi")))
    def event(self, title: str, place: str) -> None:
        blank = dict.fromkeys(model.EVENT_COLUMNS, "")
        said = {"date_start": "2024-06-17", "kind": "talks", "parties": "PH;CN", "title": title, "place": place}
        self._import(Batch("events.csv", events=(blank | said,)))

    @rule()
    def refresh(self) -> None:
        BUILD["number"] += 1
        counts = self.ledger.refresh()
        assert counts["moved"] == counts["read"] == len(self._ids())
        assert self.ledger.refresh()["moved"] == 0


LedgerMachine.TestCase.settings = settings(
    max_examples=8, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnySequence = LedgerMachine.TestCase


def test_a_fixed_sequence_on_each_database(ledger: Ledger) -> None:
    clock = ticking()
    ledger.engine = timed(ledger.engine, clock)
    steps: dict[str, dict[str, state.State]] = {}

    def step(command: Callable[[], object]) -> None:
        command()
        rows = stored(ledger)
        assert replayed(ledger) == rows
        check_facts(ledger)
        steps[clock()] = rows

    def put(*reports: Report, deletions: tuple[str, ...] = ()) -> importing.Summary:
        return ledger.import_batch(Batch("x", reports=reports, deletions=deletions))

    shoal, other = PLACES
    own = written("incident-csv:0", 17, shoal, "", "ramming;boarding")
    scsdi = written("scsdi:0", 17, shoal, "3", "ramming")
    acled = written("acled:0", 18, other, "1", "water_cannon")
    step(lambda: put(own, scsdi, acled))
    with ledger.engine.connect() as connection:
        known = holding.load_snapshot(connection)
    home, there = known.incident_of["incident-csv:20240617-own-0"], known.incident_of["acled:0"]
    step(lambda: ledger.amend(home, {"injured": "2", "damage": "仁爱礁"}, reason="r"))
    step(lambda: ledger.link(home, there, reason="r"))
    step(lambda: put(written("acled:0", 18, other, "", "ramming")))
    step(lambda: put(deletions=("acled:0",)))
    step(lambda: ledger.retract(home, reason="r"))
    step(lambda: ledger.accept(home, reason="r"))
    BUILD["number"] = 1
    step(ledger.refresh)
    step(lambda: put(written("incident-csv:0", 18, shoal, "7", "laser")))
    if known.incident_of["scsdi:0"] != home:
        step(lambda: ledger.link(home, known.incident_of["scsdi:0"], reason="r"))
    step(lambda: ledger.split(home, ["scsdi:0"], reason="r"))
    held = ledger.incidents(statuses=None).set_index("id")
    assert (held.loc[home, "injured"], held.loc[home, "damage"], held.loc[home, "types"]) == (2, "仁爱礁", "laser")
    for instant, rows in steps.items():
        assert then(ledger, instant) == rows
