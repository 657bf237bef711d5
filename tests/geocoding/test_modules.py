"""The examples of the docstrings hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from scs_tracker import geocoding

MODULES = [name for _, name, _ in pkgutil.iter_modules(geocoding.__path__, "scs_tracker.geocoding.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
