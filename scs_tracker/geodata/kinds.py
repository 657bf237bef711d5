"""Select kinds of places and zones by the columns of place_kinds.csv and zones/kinds.csv."""

from __future__ import annotations

from scs_tracker.geodata.loader import cached, rows


@cached
def place_kinds(fact: str) -> frozenset[str]:
    """Return the kinds of places whose row in place_kinds.csv has "yes" in the column ``fact``.

    Parameters
    ----------
    fact
        ``water`` (an area of water), ``area`` (an area of water or land, not an object in it), ``wide`` (other places
        lie in it), ``coast_town`` (distances are measured from it out to sea), ``in_country`` (it may only locate
        another place), ``holds_landmarks`` (a name before it may be a landmark in it), ``island``, ``at_sea`` (an
        object in the open sea, which may have another generic word), ``point`` (a point represents it), ``open_sea``,
        ``marked`` (small maps of reports show it), ``on_land`` (an incident in it is not at sea), ``printed_as_water``
        (maps print its name like that of a body of water), or ``without_dot`` (maps print it without a dot).

    Examples
    --------
    >>> sorted(place_kinds("water"))
    ['gulf', 'passage', 'sea', 'strait']
    """
    return frozenset(row["kind"] for row in rows("place_kinds") if row.get(fact) == "yes")


@cached
def zones_drawn() -> dict[str, str]:
    """Return how report maps draw each kind of zone (``coast``, ``claim``, ``inner``); kinds not drawn are left out.

    ``coast`` is a limit at a distance from a coast, ``claim`` a claim to an area, and ``inner`` a belt at whose outer
    limit a ``coast`` zone begins.

    Examples
    --------
    >>> zones_drawn()["eez"]
    'coast'
    """
    return {row["kind"]: row["drawn"] for row in rows("zone_kinds") if row.get("drawn")}
