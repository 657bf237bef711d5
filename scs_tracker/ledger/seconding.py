"""Two names for what is grave: which accepted incidents wait for the word of a second reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.ledger import worklist

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from scs_tracker.ledger.book import Ledger

#: From this severity on a second reader's word is asked for, where the settings want one.
FROM_SEVERITY: Final = 3


def is_seconded(agreed: Sequence[Mapping[str, Any]], revision: int) -> bool:
    """Return whether a second reader has agreed to an incident as it stands in a revision."""
    return any(one["revision"] == revision for one in agreed)


def one_reader(ledger: Ledger, frame: pd.DataFrame, *, as_of: str | None = None) -> frozenset[str]:
    """Return the ids of what one person alone has accepted, where two names are wanted.

    What came in a table of one's own was decided on by nobody here, and wants no second reader.

    Parameters
    ----------
    ledger
        An open ledger.
    frame
        Incidents of it: id, status, severity, decided_by and revision.
    as_of
        The instant of the frame, ISO 8601 in UTC: what was said after it does not count. None for now.
    """
    agreed = worklist.approvals(ledger.engine)
    grave = frame[
        (frame["status"] == "accepted")
        & (frame["severity"].fillna(0) >= FROM_SEVERITY)
        & (frame["decided_by"].fillna("") != "")
    ]
    return frozenset(
        str(name)
        for name, revision in zip(grave["id"], grave["revision"], strict=True)
        if not is_seconded([one for one in agreed.get(name, ()) if as_of is None or one["at"] <= as_of], revision)
    )
