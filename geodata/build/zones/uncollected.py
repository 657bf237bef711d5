"""Areas in the region where a State's claims were not collected, so that they do not look like unclaimed sea."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely

from geodata.build.zones.measure import limit
from geodata.build.zones.waters import adjacent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Coordinates = NDArray[np.float64]

#: States around the region of whose zones nothing was collected.
STATES: Final = ("JP", "MM", "PW")


def uncollected(coast: Mapping[str, Sequence[Coordinates]], land: shapely.Geometry) -> dict[str, shapely.Geometry]:
    """Return the area within 200 M of the coast of each of the ``STATES``, on its own side of land, by zone id."""
    shapely.prepare(land)
    return {
        f"{code.lower()}-uncollected": adjacent(limit(coast[code], 200.0), [limit(coast[code], 12.0)], land)
        for code in STATES
    }
