"""Columns of text for millions of rows: each different text once, and which of them each row has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pandas.api.extensions import ExtensionArray


def texts(different: Sequence[str], which: NDArray[np.int64]) -> ExtensionArray:
    """Return a column of pandas's own text, of ``different[which]``, made without a Python object a row."""
    import pandas as pd
    import pyarrow as pa

    column = pa.array(different, type=pa.large_string()).take(pa.array(which))
    return pd.array(column, dtype=pd.StringDtype("pyarrow", na_value=np.nan))


def numbered(*keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give each different combination of whole numbers that rows have a number, and return the first row that has it.

    The keys are columns of whole numbers from 0 on; their ranges multiplied have to fit 63 bits.
    """
    import pandas as pd

    joined = np.zeros(keys[0].size, dtype=np.int64)
    for key in keys:
        joined = joined * (int(key.max(initial=0)) + 1) + key
    number, found = pd.factorize(joined)
    first = np.full(len(found), joined.size, dtype=np.int64)
    rows = np.flatnonzero(~pd.Series(number).duplicated().to_numpy())
    first[number[rows]] = rows
    return number.astype(np.int64), first
