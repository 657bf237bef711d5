"""Columns of text and of combinations, as a row by row loop would make them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scs_tracker.zones.columns import numbered, texts


def test_a_column_of_texts_is_pandas_own() -> None:
    which = np.array([2, 0, 2, 1])
    column = pd.Series(texts(["", "reef", "bãi"], which))
    assert column.equals(pd.Series(["bãi", "", "bãi", "reef"]))


def test_each_combination_has_one_number_and_its_first_row() -> None:
    draw = np.random.default_rng(4)
    keys = [draw.integers(0, most, 500) for most in (3, 1, 7, 2)]
    number, first = numbered(*keys)
    rows = list(zip(*(key.tolist() for key in keys), strict=True))
    assert [rows[row] for row in first[number]] == rows
    assert first.tolist() == [rows.index(combination) for combination in dict.fromkeys(rows)]


def test_no_rows_have_no_combination() -> None:
    number, first = numbered(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    assert number.size == first.size == 0
