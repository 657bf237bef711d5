"""Return incidents and acts of a ledger as typed tables for notebooks, and list columns in long form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scs_tracker import config, model
from scs_tracker.act import acts_frame
from scs_tracker.errors import UsageError
from scs_tracker.ledger.book import Ledger
from scs_tracker.ledger.frames import typed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd


def incidents(
    ledger: Path | str | None = None, *, as_of: str | None = None, statuses: Sequence[str] = ("accepted",)
) -> gpd.GeoDataFrame:
    """Return the incidents of a ledger with typed columns: dates as datetimes, code lists as categories.

    Parameters
    ----------
    ledger
        Path or URL of a ledger; None means the ledger in tracker.toml.
    as_of
        A time (ISO 8601; a date means its start); None is now.
    statuses
        Statuses to return: proposed, accepted, retracted.

    Returns
    -------
    geopandas.GeoDataFrame
        ``model.LEDGER_COLUMNS`` with the dtypes of ``typed``; EPSG:4326, geometry None for incidents without position.

    Raises
    ------
    TrackerError
        The ledger does not exist; it is not created.

    Examples
    --------
    >>> from scs_tracker.errors import TrackerError
    >>> try:
    ...     incidents("not there.db")
    ... except TrackerError as error:
    ...     str(error)[:17]
    'there is no ledge'
    """
    held = Ledger(ledger or config.load().ledger_url, create=False)
    return typed(held.incidents(as_of=as_of, statuses=statuses))


def acts(
    ledger: Path | str | None = None, *, as_of: str | None = None, statuses: Sequence[str] = ("accepted",)
) -> pd.DataFrame:
    """Return the acts of a ledger's incidents, one row per act, with initiator, target and attribution.

    Parameters
    ----------
    ledger, as_of, statuses
        As for ``incidents``.

    Returns
    -------
    pandas.DataFrame
        ``incident_id`` (text), ``n`` (int64, from 1), ``date_start`` (text; a day, a month or a year) and
        ``act.ACT_COLUMNS``: codes, units, speakers and URLs as text separated by ``;``; ``type``, ``certainty`` and
        ``basis`` as categories; ``injured``, ``killed`` and ``detained`` as Int64.

    Raises
    ------
    TrackerError
        The ledger does not exist; it is not created.

    Examples
    --------
    Count the acts of an existing ledger by pair of sides and type::

        scs.acts().groupby(["by", "against", "type"], observed=True).size()
    """
    frame = Ledger(ledger or config.load().ledger_url, create=False).incidents(as_of=as_of, statuses=statuses)
    found = acts_frame(frame).astype(dict.fromkeys(("type", "certainty", "basis"), "category"))
    found.insert(2, "date_start", found["incident_id"].map(frame.set_index("id")["date_start"]))
    return found


def long(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return list columns of a table in long form: one row per incident, column and value.

    Parameters
    ----------
    frame
        Incidents, such as the result of ``incidents()``.
    columns
        Columns of values separated by ``;``, such as types, initiators and targets.

    Returns
    -------
    pandas.DataFrame
        One row per value: ``id`` (text), ``column`` and ``value`` (categories), in the order of the frame.

    Raises
    ------
    UsageError
        The frame has no such column.

    Examples
    --------
    >>> import pandas as pd
    >>> one = pd.DataFrame({"id": ["a"], "types": ["ramming;laser"], "targets": ["PH-PCG"]})
    >>> long(one, "types", "targets")["value"].tolist()
    ['ramming', 'laser', 'PH-PCG']
    """
    import pandas as pd

    if missing := next((name for name in ("id", *columns) if name not in frame.columns), ""):
        raise UsageError(f"the frame has no column {missing}; its columns are {', '.join(map(str, frame.columns))}")
    rows = [
        (own_id, name, value)
        for own_id, *cells in frame[["id", *columns]].itertuples(index=False, name=None)
        for name, cell in zip(columns, cells, strict=True)
        for value in model.split_list(str(cell))
    ]
    return pd.DataFrame(rows, columns=["id", "column", "value"]).astype({"column": "category", "value": "category"})
