"""Waters of a state that cut a curve: 'in Malaysian waters 60 nm off Natuna' is the part of it inside those waters.

The waters are the zones of the state as drawn: its exclusive economic zone, its territorial sea, what lies behind its
baselines. They are claims, and where no part of the curve lies in them the words are taken without them.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.candidates import kilometres
from scs_tracker.geocoding.discs import covering
from scs_tracker.geocoding.placing import country_name
from scs_tracker.geocoding.tokeniser import has, is_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.placing import Placed
    from scs_tracker.geocoding.tokeniser import Token

#: Zones that make up the waters of a state, by what the words name.
_ZONES: Final = {
    "waters": ("eez", "ts", "internal", "archipelagic"),
    "eez": ("eez",),
    "territorialsea": ("ts",),
}
#: Kinds of tokens without which no waters are named.
WATERS: Final = frozenset(_ZONES)
#: Between 'waters' and its country stand 'of' and 'the' at most.
_MOST_SMALL: Final = 2


def cut(one: Placed, tokens: Sequence[Token]) -> Placed:
    """Return a place with the part of its curve that lies in the waters that the text names, with its covering disc.

    Parameters
    ----------
    one
        A place whose distance leaves a curve open.
    tokens
        The text; it names the waters of one state, or the place is returned as it is.
    """
    named = set(_named(tokens))
    if len(named) != 1:
        return one
    country, kind = named.pop()
    kept = _inside(one.curve, country, kind)
    name = country_name(country)
    if not kept:
        return one._replace(note=f"{one.note}; no part of it lies in the waters of {name} as drawn")
    if len(kept) == len(one.curve):
        return one
    step_km = max(kilometres(*before, *after) for before, after in pairwise(one.curve)) / 2
    lat, lon, _ = covering(kept, one.slack_km + step_km)
    lat, lon = min(kept, key=lambda point: math.dist(point, (lat, lon)))
    reach_km = max(kilometres(lat, lon, *point) for point in kept) + one.slack_km + step_km
    note = f"{one.note}; only the part in the waters of {name} as drawn"
    if reach_km >= one.radius_km:
        return one._replace(note=note, curve=tuple(kept))
    return one._replace(lat=lat, lon=lon, radius_km=reach_km, note=note, curve=tuple(kept))


def _zone(token: Token) -> str:
    return next((kind for kind in ("eez", "territorialsea") if kind in token.kinds), "")


def _named(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Return the countries whose waters are named, each with the kind of waters."""
    found = []
    for index, token in enumerate(tokens):
        kind = _zone(token) or ("waters" if "waters" in token.kinds else "")
        country = _country_at(tokens, index) if kind else ""
        if country:
            found.append((country, kind))
    return found


def _country_at(tokens: Sequence[Token], index: int) -> str:
    """Return the country before the waters at ``index``, Vietnam's waters, or behind them, perairan Malaysia."""
    before = index - 1
    while before >= 0 and (tokens[before].text == "s" or is_sign(tokens, before, "'") or has(tokens, before, "of")):
        before -= 1
    if before >= 0 and (country := _country(tokens[before])):
        return country
    after = index + 1
    while after <= index + _MOST_SMALL and (has(tokens, after, "of") or has(tokens, after, "lead")):
        after += 1
    return _country(tokens[after]) if after < len(tokens) else ""


def _country(token: Token) -> str:
    return str(token.kinds.get("country", token.kinds.get("adjective", "")))


def _inside(curve: Sequence[tuple[float, float]], country: str, kind: str) -> list[tuple[float, float]]:
    """Return the points of a curve that lie in the waters of a country."""
    from scs_tracker.zones import zones_at

    held = zones_at([lon for _, lon in curve], [lat for lat, _ in curve])
    wanted = tuple(f"{country.lower()}-{zone}" for zone in _ZONES[kind])
    good = [any(zone.startswith(wanted) for zone in zones) for zones in held.sets]
    return [point for point, code in zip(curve, held.codes, strict=True) if code >= 0 and good[code]]
