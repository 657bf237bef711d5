"""Files that are not what they seem: refused in one sentence, or each bad row kept with its reasons."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker import model
from scs_tracker.errors import TrackerError
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

INCIDENTS = Path(__file__).parents[2] / "geodata" / "incidents" / "incidents.csv"
with INCIDENTS.open(encoding="utf-8", newline="") as handle:
    HEADER, *ROWS = list(csv.reader(handle))[:5]


def table(rows: Sequence[Sequence[str]], **options: Any) -> str:
    out = io.StringIO()
    csv.writer(out, **options).writerows(rows)
    return out.getvalue()


def packed(*members: tuple[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


WHOLE = table([HEADER, *ROWS])
REFUSED: dict[str, tuple[bytes, str]] = {
    "byte order mark alone": (b"\xef\xbb\xbf", "is empty"),
    "line end alone": (b"\n", "is empty"),
    "NUL bytes alone": (bytes(1000), "line 1: has a NUL byte"),
    "UTF-16 without a mark": (WHOLE.encode("utf-16-be"), "has a NUL byte"),
    "UTF-32": (WHOLE.encode("utf-32"), "is UTF-32; save it as UTF-8"),
    "two encodings": (f"{WHOLE}仁爱礁\n".encode() + b"\xe9\n", "line 6 is UTF-8 and line 7 is Windows-1252"),
    "random bytes": (bytes(range(1, 256)) * 20, "neither UTF-8 nor Windows-1252"),
    "an open quote": ((table([HEADER]) + '"' + table(ROWS)).encode(), "check for a stray quote"),
    "twenty thousand columns": (",".join(f"c{number}" for number in range(20_000)).encode(), "no known format"),
    "a line of megabytes": ((table([HEADER]) + "x" * 3_000_000).encode(), "line 2: longer than 1,048,576 characters"),
    "a cell of megabytes": (table([HEADER, [*ROWS[0][:-2], "x" * 200_000, ""]]).encode(), "field larger than"),
    "a web page": (b"<!doctype html><html><body>404</body></html>", "is a web page"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(600), "save it as .xlsx"),
    "gzip": (b"\x1f\x8b" + bytes(20), "unpack it first"),
    "brackets without end": (b"[" * 200_000, "not valid JSON"),
    "a list of numbers": (b"[1, 2, 3]", "not a list of ACLED deletions"),
    "half a character in JSON": (b'{"data": [{"event_id_cnty": "PHL\\ud800"}]}', "not printable"),
    "a layer cut off": (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "prop', "as a map layer"),
    "a layer without features": (b'{"type": "FeatureCollection", "features": null}', "as a map layer"),
    "Parquet cut off": (b"PAR1" + bytes(50) + b"PAR1", "as a map layer"),
    "a database cut off": (b"SQLite format 3\0" + bytes(200), "damaged database"),
    "a shapefile alone": (b"\x00\x00\x27\x0a" + bytes(100), "is a shapefile with another extension"),
    "an empty zip file": (packed(), "is an empty zip file"),
    "a zip file of folders": (packed(("folder/", "")), "a zip file without files"),
    "two tables in a zip file": (packed(("a.csv", WHOLE), ("b.csv", WHOLE)), "holds 2 files"),
    "a zip file in a zip file": (packed(("a.zip", packed(("a.csv", WHOLE)))), "contains another zip file"),
    "a zip file cut off": (packed(("a.csv", WHOLE))[:-30], "damaged or unsupported zip file"),
    "a zip bomb": (packed(("a.csv", bytes(40 * 2**20))), "times its size, which is not plausible"),
    "entities that grow": (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><kml><name>&b;</name></kml>',
        "as a map layer",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    content, words = REFUSED[name]
    file = tmp_path / "reports.csv"
    file.write_bytes(content)
    with pytest.raises(TrackerError) as caught:
        read_reports(file)
    message = str(caught.value)
    assert words in message
    assert message.startswith(str(file))
    assert "\n" not in message
    assert len(message) < 800


def test_a_nul_byte_leaves_its_row_in_quarantine_and_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    file.write_text(WHOLE, encoding="utf-8")
    whole = read_reports(file)
    lines = WHOLE.splitlines(keepends=True)
    file.write_text("".join([*lines[:2], lines[2][:20] + "\0" + lines[2][20:], *lines[3:]]), encoding="utf-8")
    damaged = read_reports(file)
    assert len(damaged.reports) + len(damaged.rejects) == len(whole.reports) + len(whole.rejects)
    reasons = [reason for one in damaged.rejects for reason in one.reasons]
    assert any("NUL character" in reason or r"\x00" in reason for reason in reasons)


def test_a_zip_file_that_lies_about_its_size(tmp_path: Path) -> None:
    content = bytearray(packed(("a.csv", WHOLE)))
    central = content.rfind(b"PK\x01\x02")
    content[central + 24 : central + 28] = (10).to_bytes(4, "little")
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    with pytest.raises(TrackerError, match="damaged or unsupported zip file"):
        read_reports(file)


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    # the path of a socket is short: bind it from its own folder
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(here)


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_fifo, "is not a regular file"),
        (_socket, "is not a regular file"),
        (Path.mkdir, "is a folder; name the files in it"),
        (lambda path: path.symlink_to("/dev/zero"), "is not a regular file"),
        (lambda path: path.symlink_to("nowhere"), "does not exist"),
        (lambda path: path.symlink_to(path.name), "Too many levels of symbolic links"),
        (lambda path: path.symlink_to(path.parent), "is a folder"),
    ],
)
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, make: Callable[[Path], object], words: str) -> None:
    file = tmp_path / "x.csv"
    make(file)
    with pytest.raises(TrackerError, match=words):
        read_reports(file)


def test_a_link_to_a_file_is_the_file(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "latest.csv").symlink_to("x.csv")
    batch = read_reports(tmp_path / "latest.csv")
    assert len(batch.reports) == len(ROWS)
    assert batch.file == str(tmp_path / "latest.csv")


@pytest.mark.parametrize(("name", "date"), [("points.geojson", "WHEN"), ("points.kml", "when")])
def test_a_layer_is_known_by_its_content_whatever_its_name(tmp_path: Path, name: str, date: str) -> None:
    original = Path(__file__).parent / "data" / name
    renamed = tmp_path / "export.csv"
    renamed.write_bytes(original.read_bytes())
    batch = read_reports(renamed, columns={"date_start": date})
    assert batch.reports
    assert batch.reports == read_reports(original, columns={"date_start": date}).reports


@pytest.mark.parametrize(
    "shift",
    [
        lambda row: [*row[1:], ""],
        lambda row: ["", *row[:-1]],
        lambda row: [*row[:5], "", *row[5:-1]],
        lambda row: [*row, "one too many"],
        lambda row: row[:7],
    ],
)
def test_shifted_columns_are_rejected_row_by_row(tmp_path: Path, shift: Callable[[list[str]], list[str]]) -> None:
    file = tmp_path / "x.csv"
    file.write_text(table([HEADER, ROWS[0], *map(shift, ROWS[1:])]), encoding="utf-8")
    batch = read_reports(file)
    assert [report.content["id"] for report in batch.reports] == [ROWS[0][0]]
    assert [reject.row for reject in batch.rejects] == [3, 4, 5]
    assert all(reject.reasons and reject.raw for reject in batch.rejects)


@pytest.mark.parametrize(
    "content",
    [
        WHOLE,
        "\ufeff" + WHOLE,
        WHOLE.replace("\r\n", "\r"),
        table([HEADER, *ROWS], delimiter=";"),
        table([HEADER, *ROWS], delimiter="\t"),
        table([[*HEADER, "", ""], *([*row, "", ""] for row in ROWS)]),
        table([[f" {name} " for name in HEADER], *ROWS]),
        WHOLE.replace("\r\n", "\n\n\n"),
        table([HEADER, *ROWS], delimiter="|"),
    ],
)
def test_what_spreadsheets_make_of_a_table_is_the_same_table(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content.encode())
    batch = read_reports(file)
    assert [[report.content[name] for name in HEADER] for report in batch.reports] == ROWS
    assert batch.rejects == ()


def test_a_table_without_rows_is_read_and_holds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    for content in (",".join(model.INCIDENT_COLUMNS), ",".join(model.EVENT_COLUMNS) + "\n\n"):
        file.write_text(content, encoding="utf-8")
        assert read_reports(file).read == 0


def test_features_that_cannot_be_placed_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "x.geojson"
    points = ([200, 9], [116, 120], [1e9, 1e9], [116, 9], [116, 9, 5], [])
    features = [
        {"type": "Feature", "properties": {"date_start": "2024"}, "geometry": {"type": "Point", "coordinates": point}}
        for point in points
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    batch = read_reports(file)
    assert [report.row for report in batch.reports] == [4]
    assert [reject.row for reject in batch.rejects] == [1, 2, 3, 6]
    assert "200.0, 9.0" in batch.rejects[0].raw
    assert sum(batch.passed_over.values()) == 1


def test_a_file_that_changes_or_goes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scs_tracker.sources import incident_csv

    file = tmp_path / "x.csv"
    reasons = incident_csv._reasons
    for happens, words in (
        (lambda: file.write_text(WHOLE + "\n"), "changed while it was read"),
        (file.unlink, "exist"),
    ):
        file.write_text(WHOLE, encoding="utf-8")

        def meanwhile(*args: Any, _happens: Callable[[], object] = happens, **options: Any) -> Any:
            _happens()
            return reasons(*args, **options)

        monkeypatch.setattr(incident_csv, "_reasons", meanwhile)
        with pytest.raises(TrackerError, match=words):
            read_reports(file)
