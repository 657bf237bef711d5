"""Whatever a file holds, reading it ends in a batch or in one clear error."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from scs_tracker import model
from scs_tracker.errors import TrackerError
from scs_tracker.sources.formats import READERS, read_reports

DATA = Path(__file__).parent / "data"
SAMPLES = [file.read_bytes() for file in sorted(DATA.glob("*.*")) if file.suffix != ".md"]
HEADERS = [
    ",".join(model.INCIDENT_COLUMNS),
    ",".join(model.EVENT_COLUMNS),
    *(
        DATA.joinpath(name).read_text(encoding="utf-8-sig").split("\n")[0]
        for name in ("acled.csv", "acled_deletions.csv")
    ),
    "event_id,event_id_cnty,event_date,year,time_precision,latitude,longitude,level,radius,note_on_location,location",
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bytes") / "any"


def check(file: Path, content: bytes, format_: str | None) -> None:
    file.write_bytes(content)
    try:
        batch = read_reports(file, format_=format_)
    except TrackerError:
        return
    assert all(reject.reasons for reject in batch.rejects)
    assert all(isinstance(report.content["sources"], list) for report in batch.reports)


FORMATS = st.sampled_from([None, *READERS])
COMMON = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@COMMON
@given(st.binary(max_size=200), FORMATS)
def test_any_bytes(file: Path, content: bytes, format_: str | None) -> None:
    check(file, content, format_)


@COMMON
@given(st.sampled_from(HEADERS), st.text(max_size=300), st.sampled_from(["utf-8", "cp1252"]), FORMATS)
def test_any_text_below_a_known_header(file: Path, header: str, text: str, encoding: str, format_: str | None) -> None:
    check(file, f"{header}\n{text}".encode(encoding, "replace"), format_)


@COMMON
@given(st.sampled_from(HEADERS), st.lists(st.text(max_size=12), max_size=40), FORMATS)
def test_any_cells_below_a_known_header(file: Path, header: str, cells: list[str], format_: str | None) -> None:
    width = header.count(",") + 1
    row = (cells * width)[:width] if cells else [""] * width
    line = ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
    check(file, f"{header}\n{line}\n".encode("utf-8", "replace"), format_)


@COMMON
@given(st.sampled_from(SAMPLES), st.data(), FORMATS)
def test_samples_with_damage(file: Path, sample: bytes, data: st.DataObject, format_: str | None) -> None:
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, len(sample)))
    check(file, sample[:start] + data.draw(st.binary(max_size=8)) + sample[end:], format_)


@COMMON
@given(st.sampled_from(SAMPLES), st.data())
def test_packed_samples_with_damage(file: Path, sample: bytes, data: st.DataObject) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(data.draw(st.sampled_from(["a.csv", "a.kml", "a.geojson", "xl/workbook.xml"])), sample)
    content = bytearray(packed.getvalue())
    for _ in range(data.draw(st.integers(0, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    check(file, bytes(content), None)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A workbook by member, and a map layer in each binary format."""
    folder = tmp_path_factory.mktemp("packed")
    with xlsxwriter.Workbook(str(folder / "x.xlsx"), {"default_date_format": "mmm-yy"}) as book:
        sheet = book.add_worksheet("incidents")
        for index in range(5):
            sheet.write_row(index, 0, [f"id {index}", index, dt.date(2023, 2, 1), 1.5, True])
        sheet.write_formula(3, 5, "=NA()", None, "#N/A")
    with zipfile.ZipFile(folder / "x.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    layer = gpd.GeoDataFrame({"date_start": ["2034"], "n": [1]}, geometry=[Point(116, 9)], crs=4326)
    layer.to_file(folder / "x.gpkg")
    layer.to_parquet(folder / "x.parquet")
    return {**parts, **{name: (folder / name).read_bytes() for name in ("x.gpkg", "x.parquet")}}


PARTS = ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "x.gpkg", "x.parquet"]


@COMMON
@given(st.sampled_from(PARTS), st.data())
def test_workbooks_and_layers_with_damage(file: Path, packed: dict[str, bytes], part: str, data: st.DataObject) -> None:
    content = packed[part]
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    content = (
        content[:start] + data.draw(st.sampled_from([b"", b"<", b'"', b"999999999", b"\xff", b"--1"])) + content[end:]
    )
    if part.startswith("xl/"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, old in packed.items():
                archive.writestr(name, content if name == part else old)
        content = out.getvalue()
    check(file, content, "scsdi" if part.startswith("xl/") else "gis")
