"""The side of an overlap of belts on which a place lies, and the States with baselines within 200 nm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from scs_tracker.model import first_day
from scs_tracker.zones.claims import DOUBT, OTHER, OWN, zones
from scs_tracker.zones.coast import distances_to_baselines, distances_to_neighbours
from scs_tracker.zones.columns import numbered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from scs_tracker.zones.distance import Sites
    from scs_tracker.zones.membership import Membership

    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

_KM_PER_NM: Final = 1.852
_EEZ_NM: Final = 200.0
_CHOICES: Final = OTHER + 1


def sides_of(
    found: Sequence[Membership], which: Longs, distances: Mapping[str, Floats], radius_km: Floats
) -> tuple[Longs, list[dict[str, int]]]:
    """Return the index of each place's sides, and the distinct sides as a mapping of State to side.

    ``found`` and ``which`` are memberships, and for each place the position of its own; ``distances`` nautical miles to
    the baselines of each State, not a number where there are none. Sides are the States whose belts hold the place:
    ``OWN`` where no other of them can be nearer, ``OTHER`` where one is whatever the radius, else ``DOUBT``.
    """
    of_belts = {zone.id: zone.claimants for zone in zones().values() if zone.belt}
    states = sorted(set().union(*of_belts.values()))
    belts = [{code for zone in (*one.certain, *one.possible) for code in of_belts.get(zone, ())} for one in found]
    holds = np.array([[code in held for code in states] for held in belts], dtype=bool).reshape(len(found), len(states))
    near = np.full((len(states), which.size), np.inf)
    for number, code in enumerate(states):
        held = holds[:, number][which]
        far = distances.get(code)
        near[number, held] = 0.0 if far is None else np.nan_to_num(far[held], nan=0.0)
    first, second = np.partition(near, 1, axis=0)[:2]
    rival = np.where(near == first, second, first)
    reach = 2 * radius_km / _KM_PER_NM
    side = np.where(near + reach <= rival, OWN, np.where(near - reach > rival, OTHER, DOUBT))
    side[~np.isfinite(near)] = 0
    weights = _CHOICES ** np.arange(len(states), dtype=np.int64)
    position, rows = numbered(weights @ side)
    answer = [{code: int(one) for code, one in zip(states, side[:, row], strict=True) if one} for row in rows]
    return position, answer


def within_200nm(distances: Mapping[str, Floats], radius_km: Floats) -> tuple[list[str], Longs]:
    """Return the sets of States whose baselines may be within 200 nm, and the index of each place's set.

    This is geometry alone: an agreed line that ends a State's zone does not move its baselines away.

    >>> sets, which = within_200nm({"CN": np.array([63.1, 300]), "VN": np.array([68.5, 201])}, np.zeros(2))
    >>> [sets[one] for one in which]
    ['CN;VN', '']
    """
    codes = sorted(distances)
    reach = _EEZ_NM + radius_km / _KM_PER_NM
    near = np.stack([distances[code] <= reach for code in codes])  # False where not a number
    position, rows = numbered((1 << np.arange(len(codes), dtype=np.int64)) @ near)
    return [";".join(code for code, held in zip(codes, near[:, row], strict=True) if held) for row in rows], position


def distances_of(here: Sites, days: Sequence[str], which: Longs) -> dict[str, Floats]:
    """Return, by State, the distances in nm to baselines in force on each place's day, and to neighbours' coasts."""
    dates = np.array([first_day(text) if text else "NaT" for text in days], dtype="datetime64[D]")
    return distances_to_baselines(here, dates[which]) | distances_to_neighbours(here)
