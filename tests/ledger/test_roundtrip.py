"""Export, import into an empty ledger, export again: nothing is lost or changed on the way."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, export, state
from scs_tracker.ledger.tables import FLOAT_FIELDS, INTEGER_FIELDS, STATE_FIELDS
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
INCIDENTS = ROOT / "geodata" / "incidents" / "incidents.csv"
FOREIGN = ROOT / "tests" / "sources" / "data"
ENDINGS = ("csv", "geojson", "gpkg", "parquet", "xlsx")
#: What a spreadsheet would run, what looks like a number or like nothing, and what is written in many scripts.
TEXTS = (
    "=1+1", "+x", "-y", "@z", "\ttab", "\rcr", "=a\r\nb", "'=1", "''@", "'tis", " =x", "nan", "None", "NULL", "#N/A",
    "01", "1.0", "1e5", "TRUE", "  padded  ", "a\nb", '"quoted", "twice"', "\\", "<b>&amp;</b>", "_x0041_", "\x01",
    "仁爱礁", "bãi Cỏ Mây", "Đá", "e\u0301", "\u0663", "\u2028", "💥",
)  # fmt: skip


def small_file(folder: Path) -> Path:
    """Write every sixteenth of the shipped incidents, with the sources of all, into ``folder``."""
    frame = pd.read_csv(INCIDENTS, dtype=str, keep_default_na=False).iloc[::16]
    frame.to_csv(folder / "incidents.csv", index=False)
    sources = pd.read_csv(INCIDENTS.with_name("incident_sources.csv"), dtype=str, keep_default_na=False)
    kept = sources[sources["incident_id"].isin(frame["id"])]
    kept.to_csv(folder / "incident_sources.csv", index=False)
    return folder / "incidents.csv"


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger with incidents of three datasets: amended, retracted, linked, proposed, and with awkward texts."""
    folder = tmp_path_factory.mktemp("rich")
    ledger = Ledger(f"sqlite:///{folder}/tracker.db")
    ledger.import_file(small_file(folder))
    for name in ("acled.csv", "scsdi.csv"):
        assert ledger.import_file(FOREIGN / name).added
    frame = ledger.incidents(statuses=None)
    own = frame.loc[frame["status"] == "accepted", "id"].tolist()
    proposed = frame.loc[frame["status"] == "proposed", "id"].tolist()
    fields = ("damage", "accounts", "initiator_units", "target_units")
    for index in range(0, len(TEXTS), len(fields)):
        values = dict(zip(fields, TEXTS[index:], strict=False))
        ledger.amend(own[index // len(fields)], values, reason="awkward")
    ledger.amend(own[-1], {"lat": "9.735", "lon": "115.86", "summary": "仁爱礁"}, reason="a printed position")
    ledger.retract(own[-2], reason="withdrawn")
    ledger.link(own[-3], proposed[0], reason="the same boats")
    ledger.link(own[-4], own[-5], reason="the same day")
    ledger.accept(proposed[1], reason="confirmed")
    ledger.retract(proposed[2], reason="a drill")
    yield ledger
    ledger.engine.dispose()


def content(ledger: Ledger) -> list[dict[str, Any]]:
    """What an export holds, cell by cell; what is missing is None."""
    frame = ledger.incidents(statuses=None)[list(export.EXPORT_COLUMNS)].astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


def through(ledger: Ledger, folder: Path, ending: str) -> tuple[Path, Ledger]:
    """Export ``ledger``, import the file into an empty one; return the file and the new ledger."""
    file = ledger.export(folder / f"first.{ending}")[0]
    other = Ledger(f"sqlite:///{folder}/other-{ending}.db")
    summary = other.import_file(file)
    assert (summary.added, summary.quarantined) == (len(ledger.incidents(statuses=None)), 0)
    return file, other


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_ledger_of_everything_comes_back(rich: Ledger, tmp_path: Path, ending: str) -> None:
    statuses = set(rich.incidents(statuses=None)["status"])
    assert statuses == {"proposed", "accepted", "retracted"}
    assert (rich.incidents(statuses=None)["disagreements"] != "{}").any()
    file, other = through(rich, tmp_path, ending)
    assert content(other) == content(rich)
    again = other.export(tmp_path / f"again.{ending}")[0]
    if ending in {"csv", "geojson"}:
        assert again.read_bytes() == file.read_bytes()
    other.engine.dispose()


def test_the_shipped_ledger_comes_back(tmp_path: Path, shipped_ledger: Path) -> None:
    shipped = Ledger(f"sqlite:///{shutil.copy(shipped_ledger, tmp_path / 'tracker.db')}")
    file, other = through(shipped, tmp_path, "csv")
    assert content(other) == content(shipped)
    for ending in ("csv", "geojson"):
        first = shipped.export(tmp_path / f"first.{ending}")[0]
        again = other.export(tmp_path / f"again.{ending}")[0]
        assert again.read_bytes() == first.read_bytes()
    assert other.import_file(file).unchanged == len(shipped.incidents(statuses=None))


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_ledger_comes_back(tmp_path: Path, ending: str) -> None:
    empty = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    _, other = through(empty, tmp_path, ending)
    assert len(other.incidents(statuses=None)) == 0


def row(**fields: str) -> dict[str, Any]:
    """The state of one incident, empty but for what every incident must have."""
    fixed = {"types": "laser", "initiators": "CN-CCG", "corroboration": "single", "sources": "[]"}
    filled = {"status": "accepted", "date_start": "2024-01-01", "summary": "s", "place": "p", "location_text": "l"}
    return {
        **dict.fromkeys(STATE_FIELDS, ""),
        **dict.fromkeys(INTEGER_FIELDS | FLOAT_FIELDS),
        **fixed,
        **filled,
        "severity": 1,
        "independent_sources": 0,
        "independent_witnesses": 0,
        "decided_by": "",
        "disagreements": "{}",
        "zone_shares": "{}",
        "id": "20240101-a",
        "revision": 1,
        "updated_at": "2024-01-02T00:00:00.000000Z",
        **fields,
    }


ANY_TEXT = st.text(st.characters(exclude_characters="\r\0\ufffe\uffff", exclude_categories=["Cs"]), max_size=20)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANY_TEXT, min_size=20, max_size=40))
def test_any_text_comes_back(tmp_path: Path, ending: str, texts: list[str]) -> None:
    rows = [row(id=f"20240101-{number:02d}", damage=text) for number, text in enumerate(texts)]
    export.write(state.to_frame(rows), tmp_path / f"x.{ending}")
    assert [report.content["damage"] for report in read_reports(tmp_path / f"x.{ending}").reports] == texts


@pytest.mark.parametrize("text", ["x" * 40_000, "\uffff"])
def test_what_a_workbook_would_cut_off_is_refused(tmp_path: Path, text: str) -> None:
    frame = state.to_frame([row(accounts=text)])
    with pytest.raises(TrackerError, match=r"incident 20240101-a: accounts does not fit into a workbook.*\.csv"):
        export.write(frame, tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []
    export.write(frame, tmp_path / "x.csv")
    (report,) = read_reports(tmp_path / "x.csv").reports
    assert report.content["accounts"] == text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("disagreements", "[1]", "disagreements: use a JSON object"),
        ("disagreements", '{"injured": {"a": [1]}}', "disagreements: use a JSON object"),
        ("disagreements", "{", "disagreements: not JSON"),
        ("sources", '[{"url": "https://x.org/\\ud800", "publisher": "x", "published": ""}]', "unpaired surrogate"),
        ("sources", '[{"url": "https://x.org/a", "publisher": "\\u0000", "published": ""}]', "NUL character"),
        ("sources", "[" * 50_000, "nested too deeply"),
        ("status", "deleted", "use one of proposed, accepted, retracted"),
        ("printed_radius_km", "wide", "a number of kilometres"),
    ],
)
def test_a_mangled_export_goes_to_quarantine(tmp_path: Path, field: str, value: str, words: str) -> None:
    export.write(state.to_frame([row(**{field: value})]), tmp_path / "x.csv")
    (reject,) = read_reports(tmp_path / "x.csv").rejects
    assert any(words in reason for reason in reject.reasons), reject.reasons
