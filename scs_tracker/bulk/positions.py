"""Positions in a frame to what they mean: the same answer as the engine's, in a notebook."""

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
    """Hold a fleet's positions against the claims of their day.

    Parameters
    ----------
    frame
        A row a position: ``mmsi``, ``time``, ``lat``, ``lon`` (decimal degrees, WGS 84), and whatever else it holds;
        ``imo`` and ``name`` serve to find vessels in the list.
    columns
        Our name to the frame's, where they differ: ``{"time": "BaseDateTime"}``.
    vessels
        A list of vessels, file or frame: ``mmsi``, ``imo`` or ``name``, and ``actor``. What is not in it is unknown.

    Returns
    -------
    pandas.DataFrame
        The rows that are positions, in their order and under their index, each different one once. ``mmsi`` is
        int64, ``time`` datetime64[us, UTC], ``lat`` and ``lon`` are float64; other columns are as given, those that
        bear one of the names added here with ``_given`` behind. Added are ``zones`` (ids held for certain, ``;``
        between), ``zones_possible``, ``nearest_feature`` (within 24 M), ``flag`` (ISO 3166-1, by the MMSI) and
        ``actor`` (by the list), all categories of text, empty where there is none, and ``nearest_feature_nm``.
        ``attrs`` hold the counts: ``rows``, ``positions``, ``rejected``, ``duplicates``, ``times_taken_as_utc``,
        ``contradictory_vessels``.

    Raises
    ------
    TrackerError
        A column is missing, or the list of vessels is not right.
    UsageError
        ``columns`` names what we do not know.

    Warns
    -----
    UserWarning
        Rows were set aside (``position_rejects`` lists them), or times named no time zone and are taken as UTC.

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
    answer = _canonical(frame, names, checked)
    repeated = np.asarray(_hashable(answer).duplicated(), dtype=bool)
    answer = answer[~repeated].copy()
    known = read_vessels(vessels) if vessels is not None and not isinstance(vessels, Vessels) else vessels
    torn = _add(answer, known)
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
        text = f"{rejected} of {len(frame)} rows are no positions and are left out; position_rejects lists them"
        warnings.warn(text, UserWarning, stacklevel=2)
    if checked.naive:
        warnings.warn(f"{checked.naive} times name no time zone and are taken as UTC", UserWarning, stacklevel=2)
    return answer


def position_rejects(frame: pd.DataFrame, *, columns: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the rows that ``classify_positions`` leaves out, with a column ``reason``, reasons with ``;`` between.

    Parameters
    ----------
    frame, columns
        As for ``classify_positions``.

    Examples
    --------
    >>> row = {"mmsi": [412000001], "time": [""], "lat": [91.0], "lon": [181.0]}
    >>> position_rejects(pd.DataFrame(row))["reason"].tolist()
    ['time missing;lat out of range;lon out of range']
    """
    names = resolve([str(name) for name in frame.columns], columns, source=_LABEL)
    checked = _checked(frame, names)
    return frame[~checked.good].assign(reason=checked.reasons()[~checked.good])


def _checked(frame: pd.DataFrame, names: Columns) -> Checked:
    return check_positions(*(frame[names.source[ours]] for ours in REQUIRED), time_format=names.headings.time_format)


def _canonical(frame: pd.DataFrame, names: Columns, checked: Checked) -> pd.DataFrame:
    """Return the rows that are positions, under our names, identity, time and place as numbers."""
    theirs = {theirs: ours for ours, theirs in (*names.source.items(), *((o, t) for t, o in names.others.items()))}
    answer = frame.rename(columns=theirs)[names.output]
    answer = answer.assign(
        mmsi=checked.mmsi,
        time=pd.Series(checked.time, index=frame.index).dt.tz_localize("UTC"),
        lat=checked.lat,
        lon=checked.lon,
    )
    kept: pd.DataFrame = answer[checked.good]
    return kept


def _hashable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose cells can be compared: lists and the like as the text that they print."""
    plain = {
        name: column.map(repr) for name, column in frame.items() if column.dtype == object and not _scalars(column)
    }
    return frame.assign(**plain) if plain else frame


def _scalars(column: pd.Series) -> bool:
    return bool(column.map(pd.api.types.is_hashable).all())


def _add(answer: pd.DataFrame, vessels: Vessels | None) -> int:
    """Add what the positions mean; return how many of them the list gives to two actors."""
    texts = {name: answer[name].reset_index(drop=True) for name in ("imo", "name") if name in answer.columns}
    time = answer["time"].dt.tz_localize(None)
    added, torn = meaning(
        answer["mmsi"].to_numpy(),
        time.to_numpy(),
        answer["lat"].to_numpy(),
        answer["lon"].to_numpy(),
        vessels=vessels,
        texts=texts,
    )
    for name, column in added.items():
        answer[name] = column.categorical() if isinstance(column, Encoded) else column
    return torn
