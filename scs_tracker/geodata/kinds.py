"""What the kinds of places are: columns of place_kinds.csv."""

from __future__ import annotations

from scs_tracker.geodata.loader import cached, rows


@cached
def place_kinds(fact: str) -> frozenset[str]:
    """Return the kinds of places of which a column of place_kinds.csv says yes.

    Parameters
    ----------
    fact
        ``water`` (a stretch of it), ``area`` (a stretch of water or land rather than a thing in it), ``wide`` (other
        places lie in it), ``coast_town`` (distances are counted from it out to sea), ``in_country`` (it may only tell
        where another place lies), ``holds_landmarks`` (what is named before it may be a landmark in it), ``island``,
        ``at_sea`` (one thing of the open sea, which another generic word may name), ``point`` (a point can stand for
        it), ``open_sea``, or ``marked`` (small maps of reports mark it).

    Examples
    --------
    >>> sorted(place_kinds("water"))
    ['gulf', 'passage', 'sea', 'strait']
    """
    return frozenset(row["kind"] for row in rows("place_kinds") if row.get(fact) == "yes")
