"""Read a report file as a GeoDataFrame of incidents, and add typed columns for dates and code lists."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scs_tracker import model
from scs_tracker.errors import UsageError
from scs_tracker.ledger import state
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from scs_tracker.text.dates import Order

#: Columns with one code from a list in each cell.
_ONE_OF_A_LIST: Final = (
    "status", "place", "corroboration", "other_side", "episode", "method", "feature_id", "nearest_feature",
    "award_2016", "nearest_coast",
)  # fmt: skip


def read(
    file: Path | str,
    *,
    format_: str | None = None,
    columns: Mapping[str, str] | None = None,
    dates: Order = "",
    encoding: str = "",
) -> gpd.GeoDataFrame:
    """Read a file of reports in any known format, with each row geocoded and matched to the zones of its date.

    Nothing is stored; ``Ledger.import_file`` stores reports and links reports of the same incident.

    Parameters
    ----------
    file, format_, columns, dates, encoding
        As for ``read_reports``.

    Returns
    -------
    geopandas.GeoDataFrame
        The valid rows, in the order of the file and indexed by row number: ``model.LEDGER_COLUMNS`` without the columns
        that only a ledger has, with the dtypes of ``typed``; EPSG:4326, geometry None for rows without position.

    Warns
    -----
    UserWarning
        Some rows cannot be read; the warning names the first, ``read_reports(file).rejects`` lists all of them.

    Raises
    ------
    UsageError, TrackerError
        As ``read_reports``.

    Examples
    --------
    >>> from scs_tracker import geodata
    >>> incidents = read(geodata.shipped("incidents/incidents.csv"))
    >>> incidents["begin"].dtype, incidents.loc[2, "nearest_feature"] in incidents["nearest_feature"].cat.categories
    (dtype('<M8[us]'), True)
    """
    import pandas as pd

    batch = read_reports(file, format_=format_, columns=columns, dates=dates, encoding=encoding)
    if batch.rejects:
        first = min(batch.rejects, key=lambda one: one.row)
        warnings.warn(
            f"{file}: {len(batch.rejects):,} of {batch.read:,} rows cannot be read; the first is row {first.row}: "
            f"{'; '.join(first.reasons)}. read_reports(file).rejects lists all of them",
            stacklevel=2,
        )
    ids = [report.key.partition(":")[2] for report in batch.reports]
    facts = [state.facts_of(report.content) for report in batch.reports]
    only_ledger = {"status": "proposed", "revision": None, "updated_at": "", "decided_by": ""}
    rows = [
        {"id": name, **one, **derived, **only_ledger}
        for name, one, derived in zip(ids, facts, state.derive(facts, ids), strict=True)
    ]
    frame = typed(state.to_frame(rows, in_order=False).drop(columns=list(only_ledger)))
    return frame.set_index(pd.Index([report.row for report in batch.reports], name="row", dtype="int64"))


def typed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a copy of incidents with date columns ``begin`` and ``end``, and with code columns as categories.

    Parameters
    ----------
    frame
        Incidents with ``date_start`` and ``date_end`` as text, such as the result of ``Ledger.incidents()``.

    Returns
    -------
    geopandas.GeoDataFrame
        A copy with ``begin`` and ``end`` (datetime64), the first and last possible day of the incident; a month or
        year covers all its days. Columns of codes (place, status, corroboration …) are categories, and severity is an
        ordered category.

    Raises
    ------
    UsageError
        There is no column ``date_start``.

    Examples
    --------
    >>> import geopandas as gpd
    >>> days = typed(gpd.GeoDataFrame({"date_start": ["2024-02"], "date_end": [""]}))
    >>> str(days.loc[0, "begin"].date()), str(days.loc[0, "end"].date())
    ('2024-02-01', '2024-02-29')
    """
    import pandas as pd

    if "date_start" not in frame.columns:
        raise UsageError("the frame has no column date_start; typed needs a frame of incidents")
    copy = frame.copy()
    starts = copy["date_start"].astype(str)
    ends = copy["date_end"].astype(str).where(copy["date_end"].astype(bool), starts) if "date_end" in copy else starts
    copy["begin"] = pd.to_datetime(starts.map(model.first_day)).astype("datetime64[us]")
    copy["end"] = pd.to_datetime(ends.map(model.last_day)).astype("datetime64[us]")
    for name in _ONE_OF_A_LIST:
        if name in copy.columns:
            copy[name] = copy[name].astype("category")
    if "severity" in copy.columns:
        grades = pd.CategoricalDtype(range(len(model.SEVERITY_LABELS)), ordered=True)
        copy["severity"] = copy["severity"].astype(grades)
    return copy
