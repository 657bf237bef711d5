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


def held_back(ledger: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """Return incidents as they are printed where two names are wanted: what one person alone accepted is proposed.

    Parameters
    ----------
    ledger
        An open ledger.
    frame
        Incidents of it, at any instant.
    """
    import pandas as pd

    agreed = worklist.approvals(ledger.engine)
    pairs = zip(frame["id"], frame["revision"], strict=True)
    seconded = pd.Series([is_seconded(agreed.get(one, ()), rev) for one, rev in pairs], index=frame.index, dtype=bool)
    by_one = (
        (frame["status"] == "accepted")
        & (frame["severity"].fillna(0) >= FROM_SEVERITY)
        & (frame["decided_by"] != "")
        & ~seconded
    )
    return frame.assign(status=frame["status"].mask(by_one, "proposed"))
