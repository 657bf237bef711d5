"""What kinds of places are is said in one table, of every kind that the gazetteer has."""

from __future__ import annotations

from scs_tracker import geodata


def test_every_kind_of_the_gazetteer_has_its_row() -> None:
    assert {row["kind"] for row in geodata.rows("features")} <= {row["kind"] for row in geodata.rows("place_kinds")}


def test_a_fact_is_yes_or_empty_and_a_users_kind_gets_what_its_row_says(tmp_path) -> None:
    facts = [column for column in geodata.rows("place_kinds")[0] if column not in {"kind", "phrase"}]
    assert {row[fact] for row in geodata.rows("place_kinds") for fact in facts} == {"yes", ""}
    assert all(geodata.place_kinds(fact) for fact in facts)
    (tmp_path / "place_kinds.csv").write_text("kind,phrase,water\nlagoon,in {name},yes\n")
    geodata.configure(tmp_path)
    try:
        assert "lagoon" in geodata.place_kinds("water")
    finally:
        geodata.configure(None)
    assert "lagoon" not in geodata.place_kinds("water")
