from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker import model
from scs_tracker.desk.dossier import dossier
from scs_tracker.desk.place import preview_fields

if TYPE_CHECKING:
    from scs_tracker.ledger import Ledger

BLANK = dict.fromkeys(model.INCIDENT_COLUMNS, "")


def test_what_the_desk_shows_is_what_the_ledger_stores(ledger: Ledger):
    values = {
        "date_start": "2026-11-12", "types": "laser", "initiators": "CN-CCG", "place": "Sabina Shoal",
        "location_text": "10 nm E of Sabina Shoal", "summary": "A laser was pointed at a crew.", "injured": "1",
        "corroboration": "single",
    }  # fmt: skip
    shown = preview_fields(values)
    assert shown["problems"] == []
    made = ledger.create(values, reason="for the test", by="Ana")
    stored = ledger.incidents(statuses=None).set_index("id").loc[made]
    for name in ("lat", "lon", "radius_km", "method", "standing", "severity"):
        assert shown["derived"][name] == stored[name]
    assert shown["week"] == "2026-W46"
    assert shown["week_line"] == dossier(ledger, made)["week_line"]
    held = {one["id"] for one in shown["derived"]["zones"] if one["membership"] == "certain"}
    assert held == set(stored["zones"].split(";"))


def test_a_shared_name_shows_its_candidates_by_name():
    derived = preview_fields(BLANK | {"date_start": "2024", "location_text": "North Reef"})["derived"]
    assert derived["lat"] is None
    assert {one["id"] for one in derived["alternatives"]} == {"north-reef-spratly", "north-reef-paracel"}
    assert all("North Reef" in one["name"] for one in derived["alternatives"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"date_start": "2026-13-01"}, "date_start"), ({"injured": "many"}, "injured"), ({"lat": "91"}, "lat"),
        ({"types": "tickling"}, "types"), ({"summary": "x" * 301}, "summary"), ({"time_local": "25:00"}, "time_local"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_field_and_the_rest_is_placed_all_the_same(changes: dict, field: str):
    found = preview_fields(BLANK | {"date_start": "2024-06-17", "location_text": "Sabina Shoal"} | changes)
    assert field in {one["field"] for one in found["problems"]}
    assert all(one["sentence"] for one in found["problems"])
    assert found["derived"]["lat"] is not None
