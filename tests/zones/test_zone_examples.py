"""The examples in the docstrings hold."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = (
    "added",
    "bands",
    "claims",
    "classification",
    "coast",
    "coordinates",
    "distance",
    "gridding",
    "index",
    "membership",
    "periods",
    "simplified",
    "standing",
    "table",
)


@pytest.mark.parametrize("module", MODULES)
def test_examples(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"scs_tracker.zones.{module}"))
    assert result.attempted
    assert not result.failed
