"""Match positions in a frame to claims, with the same result as a bulk run, for use in a notebook."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scs_tracker.bulk.checking import check_positions
from scs_tracker.bulk.columns import REQUIRED, resolve
from scs_tracker.bulk.placing import Encoded, meaning
from scs_tracker.bulk.vessels import Vessels, read_vessels

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scs_tracker.bulk.checking import Checked
    from scs_tracker.bulk.columns import Columns

_LABEL = "the frame"


def classify_positions(
    frame: pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    vessels: Path | str | pd.DataFrame | Vessels | None = None,
) -> pd.DataFrame:
    """Match vessel positions to the claims in force on each date.

    Parameters
    ----------
    frame
        One position per row: ``mmsi``, ``time``, ``lat``, ``lon`` (decimal degrees, WGS 84), and any other columns;
        ``imo`` and ``name`` help to find vessels in the list.
    columns
        The tracker's names mapped to those of the frame if they differ: ``{"time": "BaseDateTime"}``.
    vessels
        A list of vessels, as a file or frame with ``actor`` and ``mmsi``, ``imo`` or ``name``. Others have no actor.

    Returns
    -------
    pandas.DataFrame
        The valid positions without duplicates, in the order and with the index of ``frame``. ``mmsi`` is int64,
        ``time`` datetime64[us, UTC], ``lat`` and ``lon`` are float64; other columns are unchanged, but those with the
        name of an added column get the suffix ``_given``. Added are ``zones`` (ids of zones that certainly contain the
        position, separated by ``;``), ``zones_possible``, ``nearest_feature`` (within 24 nm), ``flag`` (ISO 3166-1,
        from the MMSI) and ``actor`` (from the list), all text categories, empty if unknown, and ``nearest_feature_nm``.
        ``attrs`` has the counts: ``rows``, ``positions``, ``rejected``, ``duplicates``, ``times_taken_as_utc``,
        ``contradictory_vessels``.

    Raises
    ------
    TrackerError
        A column is missing, or the list of vessels is invalid.
    UsageError
        ``columns`` has a name that scs-tracker does not know.

    Warns
    -----
    UserWarning
        Rows were rejected (``position_rejects`` lists them), or times have no time zone and were read as UTC.

    Examples
    --------
    >>> found = classify_positions(pd.DataFrame(
    ...     {"mmsi": [412000001], "time": ["2024-06-17T05:00:00Z"], "lat": [15.15], "lon": [117.76]}
    ... ))
    >>> found.loc[0, "nearest_feature"], found.loc[0, "flag"], "ph-eez" in found.loc[0, "zones"].split(";")
    ('scarborough-shoal', 'CN', True)
    """
    names = resolve([str(name) for name in frame.columns], columns, source=_LABEL)
    checked = _checked(frame, names)
    theirs = {theirs: ours for ours, theirs in (*names.source.items(), *((o, t) for t, o in names.others.items()))}
    time = pd.Series(checked.time, index=frame.index).dt.tz_localize("UTC")
    answer = frame.rename(columns=theirs)[names.output].assign(
        mmsi=checked.mmsi, time=time, lat=checked.lat, lon=checked.lon
    )[checked.good]  # fmt: skip
    repeated = np.asarray(_hashable(answer).duplicated(), dtype=bool)
    answer = answer[~repeated].copy()
    known = read_vessels(vessels) if vessels is not None and not isinstance(vessels, Vessels) else vessels
    texts = {name: answer[name].reset_index(drop=True) for name in ("imo", "name") if name in answer.columns}
    mmsi, lat, lon = (answer[name].to_numpy() for name in ("mmsi", "lat", "lon"))
    instants = answer["time"].dt.tz_localize(None).to_numpy()
    added, torn = meaning(mmsi, instants, lat, lon, vessels=known, texts=texts)
    for name, column in added.items():
        answer[name] = column.categorical() if isinstance(column, Encoded) else column
    rejected = int((~checked.good).sum())
    answer.attrs = {
        "rows": len(frame),
        "positions": len(answer),
        "rejected": rejected,
        "duplicates": int(repeated.sum()),
        "times_taken_as_utc": checked.naive,
        "contradictory_vessels": torn,
    }
    if rejected:
        text = f"{rejected} of {len(frame)} rows are not valid positions and were left out; position_rejects lists them"
        warnings.warn(text, UserWarning, stacklevel=2)
    if checked.naive:
        warnings.warn(f"{checked.naive} times have no time zone and were read as UTC", UserWarning, stacklevel=2)
    return answer


def position_rejects(frame: pd.DataFrame, *, columns: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the rows that ``classify_positions`` rejects, with the reasons in a column ``reason``, separated by ``;``.

    >>> row = {"mmsi": [412000001], "time": [""], "lat": [91.0], "lon": [181.0]}
    >>> position_rejects(pd.DataFrame(row))["reason"].tolist()
    ['time missing;lat out of range;lon out of range']
    """
    names = resolve([str(name) for name in frame.columns], columns, source=_LABEL)
    checked = _checked(frame, names)
    return frame[~checked.good].assign(reason=checked.reasons()[~checked.good])


def _checked(frame: pd.DataFrame, names: Columns) -> Checked:
    return check_positions(*(frame[names.source[ours]] for ours in REQUIRED), time_format=names.headings.time_format)


def _hashable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame in which lists and other cells that cannot be hashed are replaced by text."""
    objects = {name: column for name, column in frame.items() if column.dtype == object}
    mixed = {
        name: column.map(repr) for name, column in objects.items() if not column.map(pd.api.types.is_hashable).all()
    }
    return frame.assign(**mixed) if mixed else frame
