"""The roles of docs/postgresql-roles.sql: what each may do, and may not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from samples import batch, report

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCRIPT = Path(__file__).parents[2] / "docs" / "postgresql-roles.sql"
OWN = "20240617-x"


@pytest.fixture
def as_role(postgresql_url: str) -> Iterator[Callable[[str], Ledger]]:
    owner = Ledger(postgresql_url)
    owner.import_batch(batch(report(f"own:{OWN}"), report("a")))
    with owner.engine.begin() as connection:
        connection.exec_driver_sql(SCRIPT.read_text(encoding="utf-8").replace("%", "%%"))
    opened = [owner]

    def open_as(role: str) -> Ledger:
        ledger = Ledger(sa.make_url(postgresql_url).update_query_dict({"options": f"-c role={role}"}).render_as_string(
            hide_password=False
        ))  # fmt: skip
        opened.append(ledger)
        return ledger

    yield open_as
    for ledger in opened:
        ledger.engine.dispose()


def test_a_reader_only_looks(as_role: Callable[[str], Ledger]) -> None:
    reader = as_role("scs_reader")
    assert len(reader.incidents(statuses=None)) == 2
    for write in (
        lambda: reader.amend(OWN, {"damage": "x"}, reason="r"),
        lambda: reader.import_batch(batch(report("b"))),
    ):
        with pytest.raises(TrackerError, match="your role has no permission"):
            write()


def test_a_proposer_proposes_and_decides_nothing(as_role: Callable[[str], Ledger]) -> None:
    proposer = as_role("scs_proposer")
    assert proposer.import_batch(batch(report("b", "2024-08-01"))).added == 1
    proposed = proposer.incidents(statuses=None).query("status == 'proposed'")["id"].iloc[0]
    for write in (
        lambda: proposer.amend(OWN, {"damage": "x"}, reason="r"),
        lambda: proposer.accept(proposed),
        lambda: proposer.import_batch(batch(report("own:20240801-y", "2024-08-01"))),
    ):
        with pytest.raises(TrackerError, match="your role has no permission"):
            write()


def test_an_editor_decides_under_the_role_and_rewrites_nothing(as_role: Callable[[str], Ledger]) -> None:
    editor = as_role("scs_editor")
    assert editor.amend(OWN, {"damage": "x"}, reason="r", by="anna") == ["damage"]
    with editor.engine.connect() as connection:
        query = sa.text('SELECT "by", role FROM run ORDER BY id DESC LIMIT 1')
        assert tuple(connection.execute(query).one()) == ("anna", "scs_editor")
    for sql in ("DELETE FROM report", "UPDATE revision SET reason = 'x'", "DELETE FROM journal"):
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), editor.engine.begin() as connection:
            connection.exec_driver_sql(sql)


def test_an_unknown_role_is_one_sentence(as_role: Callable[[str], Ledger]) -> None:
    with pytest.raises(TrackerError, match="cannot be used") as caught:
        as_role("nobody_at_all")
    assert "\n" not in str(caught.value)
