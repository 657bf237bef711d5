"""Cells of the ledger's frame as plain numbers."""

from __future__ import annotations

from typing import Any


def whole(value: Any) -> int | None:
    """Return a nullable whole number as int or None."""
    import pandas as pd

    return None if value is None or value is pd.NA or pd.isna(value) else int(value)


def real(value: Any) -> float | None:
    """Return a nullable number as float or None."""
    import pandas as pd

    return None if value is None or value is pd.NA or pd.isna(value) else float(value)
