"""Datelines: MANILA, Aug. 6 (Xinhua) --, which give the day from which an article counts."""

from __future__ import annotations

import datetime as dt

from scs_tracker.articles.dates import find_each
from scs_tracker.articles.patterns import pattern


def dateline(text: str, start: int, published: dt.date) -> tuple[int, dt.date]:
    """Return where the text begins behind a dateline at ``start``, and the day that the dateline gives.

    Examples
    --------
    >>> dateline("MANILA, Aug. 6 (Xinhua) -- The ship", 0, dt.date(2023, 8, 7))
    (27, datetime.date(2023, 8, 6))
    """
    match = pattern("dateline").match(text, start)
    if match is None or match.end() - start > 90:
        return start, published
    if not match["date"]:
        return match.end(), published
    found = next(
        find_each(match["date"], match["date"].lower().replace("-", " "), 0, len(match["date"]), published), None
    )
    if found is None or len(found.first) != 10:
        return match.end(), published
    day = dt.date.fromisoformat(found.first)
    return match.end(), day if dt.timedelta(0) <= published - day <= dt.timedelta(31) else published
