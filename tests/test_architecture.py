"""Imports go one way, as pyproject.toml says, and no circle of modules stands anywhere."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import grimp
import pytest
from importlinter.cli import lint_imports

if TYPE_CHECKING:
    from grimp import ImportGraph


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    return grimp.build_graph("scs_tracker", cache_dir=None)


def test_each_room_imports_only_from_rooms_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # the linter's own configuration would silence every logger of the process, and with them the tests that read logs
    monkeypatch.setattr("logging.config.dictConfig", lambda config: None)
    assert lint_imports(cache_dir=None, no_cache=True) == 0


def test_no_circle_of_modules_stands(graph: ImportGraph) -> None:
    order = TopologicalSorter({name: graph.find_modules_directly_imported_by(name) for name in graph.modules})
    try:
        order.prepare()
    except CycleError as error:
        pytest.fail(f"these import each other in a circle: {' → '.join(error.args[1])}")
