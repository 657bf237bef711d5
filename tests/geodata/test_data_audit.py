"""The data audit: its verdicts are well formed, its sample is the draw, and the paper prints its rates."""

from __future__ import annotations

import csv
import re
import runpy
from pathlib import Path

import pytest

from scs_tracker import geodata

ROOT = Path(__file__).parents[2]
VERDICTS = ROOT / "geodata/audit/2026-11.csv"
PAPER = ROOT / "docs/data-audit.md"
RENAMED = {"20190224-natuna-kri-tom": "20190200-natuna-kri-tom"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with VERDICTS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_field_of_sixty_incidents_has_one_verdict(rows):
    cells = [(row["incident_id"], row["field"]) for row in rows]
    assert len(set(cells)) == len(cells)
    audited, fields = {incident for incident, _ in cells}, {field for _, field in cells}
    assert (len(audited), len(fields), len(cells)) == (60, 21, 60 * 21)
    assert audited <= {row["id"] for row in geodata.rows("incidents")}


def test_a_verdict_names_its_page_and_an_error_says_what_is_wrong(rows):
    for row in rows:
        seen = row["verdict"] in {"confirmed", "wrong", "missing"}
        assert seen or row["verdict"] in {"not readable", "empty"}, row
        assert bool(re.match(r"https?://\S+$", row["url"])) == seen, row
        assert row["note"] or row["verdict"] not in {"wrong", "missing"}, row


def test_the_sample_is_the_draw_from_what_was_shipped_then(rows):
    with VERDICTS.with_name("2026-11-frame.csv").open(encoding="utf-8", newline="") as stream:
        shipped = {row["incident_id"] for row in csv.DictReader(stream)}
    assert shipped <= {row["id"] for row in geodata.rows("incidents")}
    draw = runpy.run_path(str(ROOT / "benchmarks/audit/draw.py"))["draw"]
    drawn = draw([RENAMED.get(incident, incident) for incident in shipped])
    assert drawn == sorted({RENAMED.get(row["incident_id"], row["incident_id"]) for row in rows})


def test_the_paper_prints_the_rates_and_readme_the_last_line_of_them():
    rates = runpy.run_path(str(ROOT / "benchmarks/audit/rates.py"))
    table = rates["table"](VERDICTS)
    audits = [VERDICTS, *(VERDICTS.with_name(f"2026-11-{name}.csv") for name in ("new", "third"))]
    paper = PAPER.read_text(encoding="utf-8")
    for path in audits:
        _, checked, wrong, wrong_share, missing, *_ = rates["table"](path).splitlines()[-1].split(" | ")
        assert f"| {checked} | {wrong} | {wrong_share.replace(' %', '%')} | {missing} |" in paper
    assert table.splitlines()[-1].startswith("| all fields | 750 | 15 | 2 % (1 %–3 %) |")
    assert "2% were wrong" in (ROOT / "geodata/README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["new", "third"])
def test_an_audit_of_rows_that_were_added_since_is_its_draw_whole_and_printed(name):
    verdicts = VERDICTS.with_name(f"2026-11-{name}.csv")
    with verdicts.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with verdicts.with_name(f"2026-11-{name}-frame.csv").open(encoding="utf-8", newline="") as stream:
        frame = [row["incident_id"] for row in csv.DictReader(stream)]
    audit = runpy.run_path(str(ROOT / "benchmarks/audit/draw.py"))
    assert audit["draw_later"](frame, name) == sorted({row["incident_id"] for row in rows})
    with verdicts.with_name("2026-12-ids.csv").open(encoding="utf-8", newline="") as stream:
        now = {row["old"]: row["new"] for row in csv.DictReader(stream)}
    assert {now.get(incident, incident) for incident in frame} <= {row["id"] for row in geodata.rows("incidents")}
    cells = {(row["incident_id"], row["field"]) for row in rows}
    assert (len(cells), len(rows)) == (30 * 21, 30 * 21)
    for row in rows:
        assert bool(row["url"]) == (row["verdict"] in {"confirmed", "wrong", "missing"}), row
        assert row["note"] or row["verdict"] not in {"wrong", "missing", "not readable"}, row


@pytest.mark.parametrize(("hits", "trials"), [(1, 10), (5, 10), (9, 10), (15, 750)])
def test_wilsons_interval_ends_where_the_score_is_at_its_quantile(hits, trials):
    rates = runpy.run_path(str(ROOT / "benchmarks/audit/rates.py"))
    low, high = rates["wilson"](hits, trials)
    assert 0 < low < hits / trials < high < 1
    for end in (low, high):
        assert abs(hits / trials - end) / (end * (1 - end) / trials) ** 0.5 == pytest.approx(rates["NORMAL_975"])


def test_wilsons_interval_of_none_and_of_all_keeps_within_zero_and_one():
    wilson = runpy.run_path(str(ROOT / "benchmarks/audit/rates.py"))["wilson"]
    assert wilson(0, 58)[0] == 0
    assert wilson(58, 58)[1] == pytest.approx(1)
    assert wilson(0, 58)[1] == pytest.approx(1 - wilson(58, 58)[0])


def test_the_paper_prints_the_agreement_with_a_second_coder_and_its_draw():
    agreement = runpy.run_path(str(ROOT / "benchmarks/audit/agreement.py"))
    paper = PAPER.read_text(encoding="utf-8")
    assert agreement["table"]() in paper
    with VERDICTS.with_name("2026-12-independent-settled.csv").open(encoding="utf-8", newline="") as stream:
        settled = list(csv.DictReader(stream))
    assert {row["settled"] for row in settled} == {"first", "second", "both", "open"}
    assert all(row["reason"] and row["first"] != row["second"] for row in settled)


def test_the_alpha_is_that_of_the_textbook_example():
    """Hand computed: eight pairs, six alike, of two codes."""
    alpha = runpy.run_path(str(ROOT / "benchmarks/audit/agreement.py"))["alpha"]
    pairs = [("a", "a")] * 3 + [("b", "b")] * 3 + [("a", "b"), ("b", "a")]
    assert alpha(pairs) == pytest.approx(1 - (2 / 8) / (1 - 2 * 8 * 7 / (16 * 15)))


def test_the_cells_of_eighty_rows_are_as_the_paper_says():
    with VERDICTS.with_name("2026-12-rows.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for name, wrong, imprecise in (("sample", 6, 7), ("other", 1, 5)):
        verdicts = [row["verdict"] for row in rows if row["set"] == name]
        assert (len(verdicts), verdicts.count("wrong"), verdicts.count("imprecise")) == (240, wrong, imprecise)
        line = rf"\| `{name}`[^|]* \| 240 \| {wrong} \(.*\| {imprecise} \|"
        assert re.search(line, PAPER.read_text(encoding="utf-8"))
    assert all(bool(row["note"]) == (row["verdict"] != "right") for row in rows)
