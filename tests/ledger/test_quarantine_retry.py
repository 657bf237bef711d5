"""A row that cannot be read waits with every reason; it goes in once its file is mended, and none is ever lost."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, Summary, state
from scs_tracker.ledger.tables import DERIVED_FIELDS, FLOAT_FIELDS
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"
DATA = Path(__file__).parents[1] / "sources" / "data"
INCIDENTS = Path(__file__).parents[2] / "geodata" / "incidents"


def rows_of(file: Path, most: int = 5) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))[: most + 1]


#: Header and some rows of every format that comes as a table; GeoJSON is made of the first.
TABLES = {
    "incidents": rows_of(INCIDENTS / "incidents.csv"),
    "events": rows_of(INCIDENTS / "events.csv"),
    "acled": rows_of(DATA / "acled.csv", 2),
    "acled-deletions": rows_of(DATA / "acled_deletions.csv", 2),
}
with (DATA / "scsdi.csv").open(encoding="cp1252", newline="") as _stream:
    TABLES["scsdi"] = list(csv.reader(_stream))[:3]


def table(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def layer(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a layer of somebody else's: a date, some words, and a point that may be none."""
    features = []
    for row in rows[1:]:
        record = dict(zip(rows[0], row, strict=False))
        point = [record.get("lon") or 116, record.get("lat") or 9]
        geometry = {"type": "Point", "coordinates": [float(str(one)) if _number(one) else 999 for one in point]}
        words = {name: record.get(name, "") for name in ("date_start", "place", "summary", "types", "injured")}
        features.append({"type": "Feature", "properties": words, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features})


def _number(one: object) -> bool:
    try:
        return abs(float(str(one))) < 1e6
    except ValueError:
        return False


@pytest.fixture
def _no_geodata(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out where things are: how rows are counted does not depend on it."""
    nothing = {name: None if name in FLOAT_FIELDS else "" for name in DERIVED_FIELDS}
    derived = nothing | {"severity": 0, "independent_sources": 0, "independent_witnesses": 0}
    monkeypatch.setattr(state, "derive", lambda facts, _ids, **_: [dict(derived) for _ in facts])
    nowhere = {"lat": None, "lon": None, "radius_km": None}
    monkeypatch.setattr(state, "positions", lambda facts, **_: [dict(nowhere) for _ in facts])


BAD_CELLS = st.one_of(
    st.sampled_from(["", "x", "2024-13-01", "999", "-1", "=1", "a;b", '"', "\n", "nan", "0", "[]", "01/02/2024"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
)


@pytest.mark.usefixtures("_no_geodata")
@pytest.mark.parametrize("format_", [*TABLES, "gis"])
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_row_is_accounted_for(tmp_path: Path, format_: str, data: st.DataObject) -> None:
    header, *good = TABLES["incidents" if format_ == "gis" else format_]
    changes = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(good) - 1), st.integers(0, len(header) - 1), BAD_CELLS), min_size=1, max_size=6
        )
    )
    rows = [list(row) for row in good]
    for row, column, cell in changes:
        rows[row][column] = cell
    rows += [row[: data.draw(st.integers(1, len(row)))] for row in rows[: data.draw(st.integers(0, 2))]]
    file = tmp_path / "reports"
    content = layer([header, *rows]) if format_ == "gis" else table([header, *rows])
    file.write_bytes(content.encode("utf-8"))
    batch = read_reports(file, format_=format_)
    blank = sum(1 for row in rows if not any(row)) if format_ != "gis" else 0
    assert batch.read + sum(batch.passed_over.values()) + _same_deletions(batch.deletions, rows, format_) == (
        len(rows) - blank
    )
    assert all(reject.reasons and reject.row > 0 for reject in batch.rejects)
    ledger = Ledger("sqlite://")
    for _ in range(2):
        done = ledger.import_batch(batch)
        assert done.read == batch.read
        assert adds_up(done)
    assert done.unchanged == done.read - done.quarantined
    assert len(ledger.quarantined()) == done.quarantined
    ledger.engine.dispose()


def _same_deletions(deletions: Sequence[str], rows: Sequence[Sequence[str]], format_: str) -> int:
    """Return how often an id stands again in a list of deletions."""
    if format_ != "acled-deletions":
        return 0
    named = [row[0].strip() for row in rows if len(row) == len(TABLES[format_][0]) and row[0].strip()]
    return len(named) - len(deletions)


def adds_up(done: Summary) -> bool:
    return done.read == done.added + done.updated + done.unchanged + done.linked + done.quarantined


def test_mended_rows_go_in_and_bad_ones_stay(ledger: Ledger, incident_file: Callable[..., Path]) -> None:
    bad = {LASER: {"date_start": "2023-13-01"}, BATTLE: {"types": "batle", "killed": "many"}}
    file = incident_file(bad)
    ledger.import_file(file)
    battle, laser = sorted(ledger.quarantined(), key=lambda row: row["raw"])
    assert (laser["file"], laser["row"], battle["row"]) == (str(file), 2, 3)
    assert [reason.split(":")[0] for reason in json.loads(battle["reasons"])] == ["types", "killed"]
    assert "2023-13-01" in laser["raw"]
    assert ledger.retry(str(file)).quarantined == 2
    assert [row["at"] for row in ledger.quarantined()] == [laser["at"], battle["at"]]
    incident_file({LASER: {}, BATTLE: {"killed": "many"}})
    done = ledger.retry(str(file))
    assert (done.read, done.added, done.quarantined) == (2, 1, 1)
    (left,) = ledger.quarantined()
    assert (left["row"], json.loads(left["reasons"])[0][:6]) == (3, "killed")
    incident_file({LASER: {}, BATTLE: {}})
    assert ledger.retry(str(file)) == Summary(read=2, added=1, unchanged=1)
    assert ledger.quarantined() == []
    with pytest.raises(TrackerError, match=r"no row of .* is in quarantine; the quarantine is empty"):
        ledger.retry(str(file))


def test_what_a_person_settled_does_not_wait_again_when_the_file_comes_again(
    ledger: Ledger, incident_file: Callable[..., Path]
) -> None:
    file = incident_file({LASER: {"date_start": "2023-13-01"}, BATTLE: {"killed": "many"}})
    assert ledger.import_file(file).quarantined == 2
    laser, battle = (row["id"] for row in ledger.quarantined())
    ledger.retry_row(laser, {"date_start": "2023-02-06"})
    ledger.dismiss(battle, reason="told twice")
    runs = ledger.last_instant()
    assert ledger.import_file(file) == Summary(read=2, unchanged=2)
    assert (ledger.quarantined(), ledger.last_instant()) == ([], runs)
    assert ledger.incidents(statuses=None)["date_start"].tolist() == ["2023-02-06"]
    incident_file({LASER: {"date_start": "2023-14-01"}, BATTLE: {"killed": "several"}})
    assert ledger.import_file(file).quarantined == 2


def test_one_file_has_one_name_wherever_it_is_named_from(
    incident_file: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    file = incident_file({LASER: {"types": "lasre"}})
    (tmp_path / "below").mkdir()
    for folder, name in ((tmp_path, file.name), (tmp_path / "below", f"../{file.name}"), (tmp_path, str(file))):
        monkeypatch.chdir(folder)
        ledger.import_file(Path(name))
        assert [row["file"] for row in ledger.quarantined()] == [str(file)]
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv"))
    strange.write_bytes(file.read_bytes())
    ledger.import_file(strange)
    assert [row["file"] for row in ledger.quarantined()] == [f"{tmp_path}/\\udcff.csv", str(file)]


def test_what_cannot_be_retried(ledger: Ledger, incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {"types": "lasre"}})
    ledger.import_file(file)
    with pytest.raises(TrackerError, match=rf"no row of other\.csv is in quarantine; files with rows in it: {file}"):
        ledger.retry("other.csv")
    file.unlink()
    with pytest.raises(TrackerError, match="no longer exists; put the corrected file there"):
        ledger.retry(str(file))
    assert len(ledger.quarantined()) == 1


def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[Any, str, str]:
    from scs_tracker import cli

    monkeypatch.setattr("sys.argv", ["scs-tracker", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    return ended.value.code, out, err


def test_the_commands(
    incident_file: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(*arguments: str) -> tuple[Any, str, str]:
        return call(monkeypatch, capsys, "--ledger", f"sqlite:///{tmp_path}/tracker.db", *arguments)

    file = incident_file({LASER: {"types": "lasre"}, BATTLE: {}})
    code, out, _ = run("import", str(file))
    assert (code, "scs-tracker retry" in out) == (3, True)
    code, out, _ = run("quarantine")
    assert f"{file}, row 2, since 20" in out
    assert "types: 'lasre' is not allowed" in out
    assert f"raw text: {LASER}," in out
    (row,) = json.loads(run("quarantine", "--json")[1])
    assert (row["file"], row["row"], len(row["reasons"])) == (str(file), 2, 1)
    assert f", number {row['number']}\n" in run("quarantine")[1]
    assert run("retry")[0] == 3
    code, _, err = run("retry", "other.csv")
    assert (code, err.count("\n"), "no row of other.csv is in quarantine" in err) == (1, 1, True)
    content = file.read_bytes()
    file.unlink()
    code, out, _ = run("retry", "--json")
    assert (code, json.loads(out)["problems"][0].split(" ", 1)[1][:16]) == (3, "no longer exists")
    file.write_bytes(content.replace(b"lasre", b"laser"))
    code, out, _ = run("retry", str(file), "--json")
    assert code in {None, 0}
    assert json.loads(out)["added"] == 1
    assert "the quarantine is empty" in run("quarantine")[1]
    assert run("retry")[0] in {None, 0}


def test_retry_reads_a_layer_with_the_columns_of_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "points.geojson"
    file.write_bytes((DATA / "points.geojson").read_bytes())
    (tmp_path / "tracker.toml").write_text(
        f"""ledger = "sqlite:///{tmp_path}/tracker.db"
[[sources]]
path = "*.geojson"
columns = {{ date_start = "WHEN", id = "ref" }}
""",
        encoding="utf-8",
    )
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    before = ledger.import_file(file, columns={"date_start": "WHEN", "id": "ref"})
    assert before.quarantined
    code, out, _ = call(monkeypatch, capsys, "--config", str(tmp_path / "tracker.toml"), "retry", "--json")
    again = json.loads(out)
    assert (code, again["unchanged"], again["quarantined"]) == (3, before.added, before.quarantined)
