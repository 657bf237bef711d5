"""The table of limits in SECURITY.md says what the code does, and each of its rows has a test that is there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from scs_tracker import limited
from scs_tracker.articles import read
from scs_tracker.desk import safety
from scs_tracker.intake import adapters, gathering, reading, visiting, web, web_files
from scs_tracker.ledger import copying, evidence, heads, store
from scs_tracker.sources import batch, encodings, files, workbook
from scs_tracker.zones import untrusted

ROOT: Final = Path(__file__).parents[1]
MIB: Final = 2**20
GIB: Final = 2**30
MEMORY: Final = f"{limited.MOST_BYTES // GIB} GiB"
ANSWER: Final = f"{visiting.MOST_BYTES // MIB} MiB"
UNPACKED: Final = files.MOST_UNPACKED // GIB
#: Input to size, time and memory, from the code.
LIMITS: Final = {
    "an article given as a file: PDF, email, HTML": (f"{read.MOST_BYTES // MIB} MiB", f"{read._SECONDS:g} s", MEMORY),
    "a page behind a feed item": (ANSWER, f"{reading._SECONDS_OF_A_PAGE:g} s", MEMORY),
    "a feed": (ANSWER, f"{adapters._SECONDS_OF_A_FEED:g} s", MEMORY),
    "a list of items from a web service": (ANSWER, f"{adapters._SECONDS:g} s", MEMORY),
    "items and pages of one source per run": (
        f"{gathering.MOST_ITEMS} items, {visiting.MOST_PAGES} pages", "-", "-"
    ),
    "one request, with its redirects": (f"{web.MOST_REDIRECTS} redirects", f"{web.MOST_SECONDS:g} s", "-"),
    "a file of reports from a URL": (f"{web_files.MOST_BYTES // MIB} MiB", f"{web.MOST_SECONDS:g} s", "-"),
    "a table of reports": (
        f"{batch.MOST_REPORTS:,} rows; {encodings._LONGEST_LINE // MIB} MiB per line; {UNPACKED} GiB unpacked",
        "-",
        "-",
    ),
    "a workbook": (f"{workbook.MOST_CELLS:,} cells; {workbook.MOST_UNPACKED // MIB} MiB unpacked", "-", "-"),
    "a layer of zones in a zip file": (
        f"{untrusted.MOST_MEMBERS:,} members; {untrusted.MOST_BYTES // GIB} GiB unpacked", "-", "-"
    ),
    "a stored text": (f"{evidence._MOST_BYTES // MIB} MiB unpacked", "-", "-"),
    "a backup": ("-", f"{copying._MOST_SECONDS:,.0f} s", "-"),
    "a file of signed heads": (f"{heads._MOST_LINE:,} bytes per line", "-", "-"),
    "a form sent to the desk": (f"{safety.LARGEST_BODY:,} bytes", "-", "-"),
    "a wait for another writer of the ledger": ("-", f"{store.LOCK_SECONDS:g} s", "-"),
}  # fmt: skip


def table() -> list[list[str]]:
    """The rows of the table, each with its cells."""
    section = (ROOT / "SECURITY.md").read_text(encoding="utf-8").split("## Limits\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_table_says_what_the_code_does() -> None:
    assert {one[0]: tuple(one[1:4]) for one in table()} == LIMITS
    assert f"a line after {store._SILENT_SECONDS:g} s" in table()[-1][4]


def test_each_row_has_a_test() -> None:
    for *_, named in table():
        file, _, function = named.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {function or 'test_'}" in text, named
