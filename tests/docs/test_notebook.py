"""The notebook runs, and what it shows was made on no particular machine."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import nbformat
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebook" / "questions.ipynb"


@pytest.fixture
def folder(tmp_path: Path, shipped_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copy(shipped_ledger, tmp_path / "tracker.db")
    monkeypatch.chdir(tmp_path)
    with mpl.rc_context():
        mpl.use("svg")
        yield tmp_path
        mpl.pyplot.close("all")


def test_every_cell_runs(folder: Path) -> None:
    names: dict[str, object] = {}
    cells = [cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]
    for number, cell in enumerate(cells):
        exec(compile(cell.source, f"cell {number}", "exec"), names)  # noqa: S102 - our own text
    assert len(mpl.pyplot.get_fignums()) == 3
    assert len(names["near"]) > 50  # type: ignore[arg-type]
    assert 0.1 < float(names["both"].mean()) < 0.6  # type: ignore[attr-defined]
    assert next(iter(names["limits"]["incidents"])) > 100  # type: ignore[index]


def test_the_notebook_was_executed_from_top_to_bottom_without_an_error() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 3


def texts(notebook: nbformat.NotebookNode) -> list[str]:
    """Return what is written in a notebook, without its pictures."""
    found = [cell.source for cell in notebook.cells]
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        found.append(output.get("text", ""))
        found += [data for kind, data in output.get("data", {}).items() if kind.startswith("text/")]
    return found


def test_no_output_names_a_folder_of_a_machine() -> None:
    folder = re.compile(r"(?<![\w./:<])(?:/[\w.-]+){2,}|\b[A-Z]:\\|site-packages")
    assert folder.search("read from /a/folder")
    assert folder.search(r"C:\a")
    assert [found[0] for text in texts(nbformat.read(NOTEBOOK, as_version=4)) if (found := folder.search(text))] == []
