from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker.desk import register

if TYPE_CHECKING:
    from scs_tracker.ledger import Ledger


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 5),
        ("blocked fisheries", 1),
        ("rappler", 1),
        ("CN-CCG water", 2),
        ("100%", 0),
        ("_", 3),
        ("\0", 5),
        ("x" * 9000, 0),
    ],
)
def test_every_word_of_a_search_stands_somewhere_in_the_row(ledger: Ledger, asked: str, count: int):
    if asked == "_":  # an underscore is one, and no wildcard
        assert register.search_incidents(ledger, asked)["count"] == sum(
            "_" in one for one in ledger.incidents(statuses=None)["types"]
        )
    else:
        assert register.search_incidents(ledger, asked)["count"] == count


def test_history_is_one_entry_a_revision_with_old_and_new(ledger: Ledger):
    held = "20261110-scarborough-shoal"
    ledger.amend(held, {"damage": "none", "injured": "0"}, reason="the page says so", by="Ben")
    first, second = register.history(ledger, held)["revisions"]
    assert (first["revision"], first["by"], second["by"], second["reason"]) == (1, "Cleo", "Ben", "the page says so")
    changes = {one["field"]: (one["old"], one["new"]) for one in second["fields"]}
    assert changes["damage"] == ("", "none")
    assert changes["injured"] == ("", "0")
