"""Kinds of places and zones: columns of place_kinds.csv and zones/kinds.csv."""

from __future__ import annotations

from scs_tracker.geodata.loader import cached, rows


@cached
def place_kinds(fact: str) -> frozenset[str]:
    """Return the kinds of places whose row in place_kinds.csv has "yes" in the column ``fact``.

    Parameters
    ----------
    fact
        ``water`` (a stretch of it), ``area`` (a stretch of water or land rather than a thing in it), ``wide`` (other
        places lie in it), ``coast_town`` (distances are counted from it out to sea), ``in_country`` (it may only tell
        where another place lies), ``holds_landmarks`` (what is named before it may be a landmark in it), ``island``,
        ``at_sea`` (one thing of the open sea, which another generic word may name), ``point`` (a point can stand for
        it), ``open_sea``, ``marked`` (small maps of reports mark it), ``on_land`` (nothing happens at sea in it),
        ``printed_as_water`` (maps print its name as that of a water), or ``without_dot`` (maps print it without a dot).

    Examples
    --------
    >>> sorted(place_kinds("water"))
    ['gulf', 'passage', 'sea', 'strait']
    """
    return frozenset(row["kind"] for row in rows("place_kinds") if row.get(fact) == "yes")


@cached
def zones_drawn() -> dict[str, str]:
    """Return how report maps draw each kind of zone (``coast``, ``claim``, ``inner``), without undrawn kinds.

    ``coast`` is a limit at a distance from a coast, ``claim`` a claim to an area, and ``inner`` a belt at whose outer
    limit a zone of the first begins.

    Examples
    --------
    >>> zones_drawn()["eez"]
    'coast'
    """
    return {row["kind"]: row["drawn"] for row in rows("zone_kinds") if row.get("drawn")}
