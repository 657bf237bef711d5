from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from scs_tracker.dataset.merging import merge, read_rows
from scs_tracker.errors import TableError, TrackerError

GEODATA = Path(__file__).parents[2] / "geodata"
LASER = "20230206-second-thomas-laser"


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """A copy of what additions go into."""
    folder = tmp_path / "geodata"
    shutil.copytree(GEODATA / "incidents", folder / "incidents")
    for name in ("units.csv", "CHANGES.md"):
        shutil.copy(GEODATA / name, folder / name)
    return folder


@pytest.fixture
def additions(tmp_path: Path) -> Path:
    """One incident that is not shipped, made of one that is, with a source."""
    folder = tmp_path / "additions"
    folder.mkdir()
    rows = read_rows(GEODATA / "incidents/incidents.csv")
    write(folder / "incidents.csv", [next(row for row in rows if row["id"] == LASER) | {"id": "20230206-again"}])
    source = {"incident_id": "20230206-again", "url": "https://example.org/a", "publisher": "Example", "published": ""}
    write(folder / "incident_sources.csv", [source | {"read_as": "page"}])
    return folder


def write(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def change(file: Path, **cells: str) -> None:
    write(file, [row | cells for row in read_rows(file)])


def correction(folder: Path, **cells: str) -> None:
    row = {
        "id": LASER,
        "field": "injured",
        "old": "",
        "new": "2",
        "source": "https://example.org/b",
        "basis": "the page",
    }
    write(folder / "corrections.csv", [row | cells])


def state(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_rows_come_in_sorted_and_corrections_are_told(additions: Path, into: Path) -> None:
    before = {name: read_rows(into / f"incidents/{name}.csv") for name in ("incidents", "incident_sources")}
    old = next(row["injured"] for row in before["incidents"] if row["id"] == LASER)
    correction(additions, old=old, new="9")
    merged = merge(additions, into, title="A heading")
    assert (merged.added, merged.corrected) == ({"incidents": 1, "incident_sources": 1}, 1)
    after = read_rows(into / "incidents/incidents.csv")
    assert [row["id"] for row in after] == sorted([*(row["id"] for row in before["incidents"]), "20230206-again"])
    assert next(row["injured"] for row in after if row["id"] == LASER) == "9"
    changes = (into / "CHANGES.md").read_text(encoding="utf-8")
    assert "## A heading\n\n| incident | column" in changes
    assert changes.endswith(f"| `{LASER}` | injured | {old or '(empty)'} | 9 | https://example.org/b; the page |\n")


def test_nothing_else_of_the_tables_changes(additions: Path, into: Path) -> None:
    merge(additions, into, title="A heading")
    lines = (GEODATA / "incidents/incidents.csv").read_text(encoding="utf-8").splitlines()
    new = (into / "incidents/incidents.csv").read_text(encoding="utf-8").splitlines()
    assert [line for line in new if not line.startswith("20230206-again")] == lines
    assert (into / "CHANGES.md").read_bytes() == (GEODATA / "CHANGES.md").read_bytes()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"initiators": "CN-XYZ"}, "column initiators: 'CN-XYZ' is not allowed; use actor codes of actors.csv"),
        ({"id": LASER}, f"row 2, column id: '{LASER}' is not allowed; it is already in the shipped table; remove"),
        ({"id": "20230206-other"}, "incident_id: '20230206-again' is not allowed; use an id of incidents.csv"),
        ({"target_units": "BRP Nowhere"}, "'BRP Nowhere' is not allowed; add it to units.csv"),
        ({"date_start": "2023-02-30"}, "'2023-02-30' is not allowed; a date is YYYY-MM-DD"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(additions: Path, into: Path, cells, words) -> None:
    change(additions / "incidents.csv", **cells)
    before = state(into)
    with pytest.raises(TableError) as error:
        merge(additions, into, title="A heading")
    assert words in str(error.value).replace("column incident_id", "incident_id")
    assert state(into) == before


def test_an_added_row_twice_is_named_as_a_repetition(additions: Path, into: Path) -> None:
    write(additions / "incidents.csv", [*read_rows(additions / "incidents.csv")] * 2)
    with pytest.raises(TableError) as error:
        merge(additions, into, title="A heading")
    assert "row 3, column id: '20230206-again' is not allowed; it repeats an earlier row" in str(error.value)
    assert "shipped" not in str(error.value)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"old": "7"}, "row 2, column old: '7' is not allowed; the table has"),
        ({"id": "20230206-nowhere"}, "column id: '20230206-nowhere' is not allowed; the shipped table"),
        ({"field": "wounded"}, "column field: 'wounded' is not allowed; name a column of incidents.csv"),
        ({"field": "id", "old": LASER}, "column field: 'id' is not allowed"),
    ],
)
def test_a_correction_that_does_not_fit_stops_the_merge(additions: Path, into: Path, cells, words) -> None:
    correction(additions, **cells)
    before = state(into)
    with pytest.raises(TableError) as error:
        merge(additions, into, title="A heading")
    assert words in str(error.value)
    assert state(into) == before


def test_an_incident_without_a_source_stays_out(additions: Path, into: Path) -> None:
    (additions / "incident_sources.csv").unlink()
    with pytest.raises(TableError, match="'20230206-again' is not allowed; add a source of this incident"):
        merge(additions, into, title="A heading")


def test_a_folder_of_nothing_and_a_torn_row_are_one_sentence(tmp_path: Path, additions: Path, into: Path) -> None:
    with pytest.raises(TrackerError, match=r"has no additions; it needs at least one of incidents\.csv"):
        merge(tmp_path, into, title="A heading")
    file = additions / "incidents.csv"
    file.write_text(file.read_text(encoding="utf-8") + "20230206-torn,2023\n", encoding="utf-8")
    with pytest.raises(TrackerError, match=r"incidents\.csv, row 3: 2 cells where the header has 20"):
        merge(additions, into, title="A heading")
