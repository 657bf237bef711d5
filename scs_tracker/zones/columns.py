"""Text columns and distinct values for millions of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pandas.api.extensions import ExtensionArray


#: So many keys are sorted in the time in which pandas starts.
_FEW: Final = 10_000


def texts(different: Sequence[str], which: NDArray[np.int64]) -> ExtensionArray:
    """Return a pandas text column whose row i is ``different[which[i]]``, without a Python object per row."""
    import pandas as pd
    import pyarrow as pa

    column = pa.array(different, type=pa.large_string()).take(pa.array(which))
    return pd.array(column, dtype=pd.StringDtype("pyarrow", na_value=np.nan))


def numbered(*keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the number of each row's combination of ``keys``, and the first row of each combination.

    The keys are columns of whole numbers from 0 on; their ranges multiplied have to fit 63 bits.
    """
    joined = np.zeros(keys[0].size, dtype=np.int64)
    for key in keys:
        joined = joined * (int(key.max(initial=0)) + 1) + key
    number, found = factorized(joined)
    first = np.empty(found.size, dtype=np.int64)
    first[number[::-1]] = np.arange(number.size)[::-1]  # of equal rows the last that is written is the first
    return number, first


def factorized(keys: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the index of each key among the distinct keys, and the distinct keys in order of first occurrence.

    Many keys are hashed by pandas, which takes half a second to start; few are sorted.
    """
    if keys.size > _FEW:
        import pandas as pd

        number, found = pd.factorize(keys)
        return number.astype(np.int64), found
    found, first, number = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    return rank[number.reshape(-1)], found[order]
