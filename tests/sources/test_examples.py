from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("module", ["cells", "dates", "foreign", "publishers", "translation", "workbook"])
def test_the_examples_of_the_docstrings_hold(module: str) -> None:
    tried = doctest.testmod(importlib.import_module(f"scs_tracker.sources.{module}"))
    assert (tried.failed, tried.attempted > 0) == (0, True)
