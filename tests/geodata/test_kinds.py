"""What kinds of places and zones are is said in one table each, of every kind that there is."""

from __future__ import annotations

from scs_tracker import geodata


def test_every_kind_of_the_gazetteer_has_its_row() -> None:
    assert {row["kind"] for row in geodata.rows("features")} <= {row["kind"] for row in geodata.rows("place_kinds")}


def test_a_fact_is_yes_or_empty_and_a_users_kind_gets_what_its_row_says(tmp_path) -> None:
    facts = [column for column in geodata.rows("place_kinds")[0] if column not in {"kind", "phrase", "map_zoom"}]
    assert {row[fact] for row in geodata.rows("place_kinds") for fact in facts} == {"yes", ""}
    assert all(geodata.place_kinds(fact) for fact in facts)
    (tmp_path / "place_kinds.csv").write_text("kind,phrase,water\nlagoon,in {name},yes\n")
    geodata.configure(tmp_path)
    try:
        assert "lagoon" in geodata.place_kinds("water")
    finally:
        geodata.configure(None)
    assert "lagoon" not in geodata.place_kinds("water")


def test_a_zone_begins_at_a_belt_that_there_is_and_is_drawn_as_something_known() -> None:
    kinds = geodata.rows("zone_kinds")
    assert {row["begins"] for row in kinds} - {""} <= {row["belt"] for row in kinds}
    assert set(geodata.zones_drawn().values()) == {"coast", "claim", "inner"}
    assert {row["kind"] for row in geodata.rows("zones")} <= {row["kind"] for row in kinds}


def test_a_row_or_a_cell_is_looked_up_by_another_column() -> None:
    belts = geodata.values_by("zone_kinds", "kind", "belt")
    assert geodata.rows_by("zone_kinds", "kind")["eez"]["belt"] == belts["eez"] == "eez"
    assert belts.keys() == {row["kind"] for row in geodata.rows("zone_kinds") if row["belt"]}


def test_names_of_the_sea_are_features_and_a_label_has_a_zoom_or_none() -> None:
    names = geodata.rows("sea_names")
    assert {row["feature_id"] for row in names} <= geodata.rows_by("features", "id").keys()
    assert {row["on_maps"] for row in names} <= {"yes", "no"}
    assert all(zoom.isdigit() for zoom in geodata.values_by("place_kinds", "kind", "map_zoom").values())
