"""JSON by its schema, Markdown as a reader sees it, CSV read back, PDF with text and links."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import html5lib
import jsonschema
import pytest
from markdown_it import MarkdownIt
from pydantic import ValidationError
from pypdf import PdfReader

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.reporting import render_csv, render_json, render_markdown, words, write_report
from scs_tracker.reporting.pdf import render_pdf
from scs_tracker.reporting.schema import schema, validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

Facts = dict[str, Any]
RAMMING = "20240819-sabina-bagacay-ramming"


@pytest.mark.parametrize("week", ["1974-W03", "2023-W31", "2024-W33", "2024-W34", "2025-W33", "2026-W40"])
def test_the_json_keeps_to_its_schema(week: str, facts_of: Callable[..., Facts]) -> None:
    facts = facts_of(week, issue=True)
    validate(json.loads(render_json(facts)))
    assert json.loads(render_json(facts)) == facts


def test_the_schema_refuses_what_it_does_not_know(golden: Facts) -> None:
    jsonschema.Draft202012Validator.check_schema(schema("week"))
    jsonschema.validate(golden, schema("week"))
    for broken in (
        golden | {"surprise": 1},
        {key: value for key, value in golden.items() if key != "harm"},
        golden | {"label": "2024-34"},
        golden | {"incidents": [golden["incidents"][0] | {"severity": 6}]},
    ):
        with pytest.raises(ValidationError):
            validate(broken)


def _shown(markdown: str) -> Any:
    return html5lib.parse(MarkdownIt("commonmark").enable("table").render(markdown), namespaceHTMLElements=False)


def test_markdown_has_the_sections_and_the_figures(golden: Facts) -> None:
    page = _shown(render_markdown(golden))
    assert [heading.text for heading in page.iter("h2")] == [
        "What happened",
        "Who did what to whom",
        "Corrections",
        "Sources read and review queue",
        "Level by area and pair of countries",
        "What to watch",
        "Incidents",
        "In numbers",
        "Method and limits",
        "How to cite",
    ]
    tables = [[[cell.text for cell in row] for row in table.iter("tr")][1:] for table in page.iter("table")]
    assert [row[1] for row in tables[-1]] == [words.figure(row["this_week"]) for row in golden["glance"]]
    links = {link.get("href") for link in page.iter("a")}
    assert {source["url"] for source in golden["sources"]} <= links


def test_csv_reads_back(golden: Facts, shipped: pd.DataFrame) -> None:
    rows = list(csv.DictReader(io.StringIO(render_csv(golden))))
    assert [row["id"] for row in rows] == [row["id"] for row in golden["incidents"]]
    known = shipped.set_index("id")
    for row in rows:
        for column in ("types", "initiators", "targets", "initiator_units", "place", "summary", "accounts", "zones"):
            assert row[column] == known.loc[row["id"], column], column
        assert float(row["lat"]) == known.loc[row["id"], "lat"]
        assert row["sources"].split(";") == [item["url"] for item in json.loads(known.loc[row["id"], "sources"])]


def test_csv_gives_a_spreadsheet_no_formula(facts_of: Callable[..., Facts]) -> None:
    facts = facts_of("2024-W34", rows={RAMMING: {"summary": '=HYPERLINK("http://x")', "damage": "-2+3"}})
    row = next(row for row in csv.DictReader(io.StringIO(render_csv(facts))) if row["id"] == RAMMING)
    assert row["summary"] == '\'=HYPERLINK("http://x")'
    assert row["damage"] == "'-2+3"


def test_pdf_opens_and_has_text_links_and_romanised_names(golden: Facts, golden_html: str) -> None:
    reader = PdfReader(io.BytesIO(render_pdf(golden_html)))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "19 to 25 August 2024" in " ".join(text.split())
    assert all(row["id"] in text for row in golden["incidents"])
    assert "Huángyán Dǎo" in text
    targets = {
        note.get_object()["/A"]["/URI"]
        for page in reader.pages
        for note in page.get("/Annots") or ()
        if "/URI" in note.get_object().get("/A", {})
    }
    assert {source["url"] for source in golden["sources"]} <= targets
    assert 3 <= len(reader.pages) <= 8
    first = reader.pages[0].extract_text()
    assert all(head in first for head in ("record runs", "Names:"))


@pytest.mark.parametrize(
    ("address", "targets"),
    [
        ("", {"https://x.example/"}),
        ("https://y.example/w", {"https://x.example/", "https://y.example/overview.html#id=1"}),
    ],
)
def test_a_pdf_links_only_where_something_is(address: str, targets: set[str]) -> None:
    links = '<a rel="x" href="../overview.html#id=1">map</a> <a href="https://x.example/">source</a> <a href="#t">t</a>'
    reader = PdfReader(io.BytesIO(render_pdf(f'<html lang="en"><title>t</title><p id="t">{links}', address=address)))
    notes = [note.get_object() for note in reader.pages[0]["/Annots"]]
    assert {note["/A"]["/URI"] for note in notes if "/A" in note} == targets
    assert "map" in reader.pages[0].extract_text()
    assert any("/Dest" in note for note in notes)


def test_pdf_shows_no_letters_that_no_font_has(
    golden: Facts, text_html: Callable[[Facts], str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    names = re.findall(r'<p class="names">.*?</p>', text_html(golden), re.DOTALL)
    html = f'<html lang="en"><title>Names</title>{"".join(names)}'
    monkeypatch.setattr("scs_tracker.reporting.pdf.languages_without_font", lambda: ["Chinese"])
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(render_pdf(html))).pages)
    assert "Chinese (Xiānbīn Jiāo)" in text.replace("\n", " ")
    assert "岛" not in text
    assert ".notdef" not in caplog.text
    monkeypatch.setattr("scs_tracker.reporting.pdf.languages_without_font", list)
    asked = []
    monkeypatch.setattr(
        "weasyprint.HTML.write_pdf", lambda _self, stylesheets, **_variant: asked.append(stylesheets) or b""
    )
    render_pdf(html)
    assert asked == [[]]


def test_the_same_html_gives_the_same_pdf(facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]) -> None:
    html = text_html(facts_of("2024-W33"))
    assert render_pdf(html) == render_pdf(html)


def test_pdf_without_its_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(TrackerError, match=r"pip install 'scs-tracker\[pdf\]'"):
        render_pdf("<p>x</p>")


def test_pdf_without_its_system_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def __getattr__(self, name: str) -> Any:
            raise OSError("cannot load library 'libpango-1.0-0': no such file\nmore")

    monkeypatch.setitem(sys.modules, "weasyprint", Missing())
    with pytest.raises(TrackerError, match="apt-get install libpango") as caught:
        render_pdf("<p>x</p>")
    assert "\n" not in str(caught.value)


def test_all_formats_are_written_under_the_week(facts_of: Callable[..., Facts], tmp_path: Path) -> None:
    quiet = facts_of("2024-W33")
    written = write_report(quiet, tmp_path / "new" / "folder", ["json", "html", "md", "csv", "pdf", "json"])
    assert [file.name for file in written] == [f"2024-W33.{name}" for name in ("json", "html", "md", "csv", "pdf")]
    assert sorted(file.name for file in written[0].parent.iterdir()) == sorted(file.name for file in written)


def test_an_unknown_format_is_refused(golden: Facts, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'docx' is not known for a week; use one of html, json, md, csv, pdf"):
        write_report(golden, tmp_path, ["html", "docx"])
    assert list(tmp_path.iterdir()) == []
