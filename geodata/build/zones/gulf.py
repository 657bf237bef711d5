"""The two sides of the Gulf of Tonkin, divided by the agreement of 25 December 2000 between China and Viet Nam.

The agreement cuts the zones of its two parties only, and only inside the gulf. Its Article I closes the gulf with
the straight line from Cape Yingge on Hainan through Con Co to the Vietnamese coast. The Vietnamese half of that line
was read; the Hainan half is its geodesic continuation from point 21 to the shore. In the Qiongzhou Strait the gulf
is taken to end on the meridian of Jiaowei Cape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geodata.build.zones import sources
from geodata.build.zones.measure import densify
from scs_tracker.errors import TrackerError
from scs_tracker.zones.limits import GEOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Coordinates = NDArray[np.float64]

#: Jiaowei Cape, south-west end of the Leizhou Peninsula (IHO draft limit of the South China Sea).
JIAOWEI_CAPE: Final = (109.920833, 20.225)
#: Corners on land only, so that their exact place does not matter: Viet Nam from north to south.
_INLAND_VN: Final = ((107.9, 21.75), (106.5, 21.9), (105.0, 20.5), (105.0, 18.5), (106.0, 17.3), (106.9, 16.95))
#: Hainan from the south-west to the strait, then the Leizhou Peninsula and Guangxi.
_INLAND_HAINAN: Final = ((109.1, 18.9), (109.6, 19.6), (JIAOWEI_CAPE[0], 19.85))
_INLAND_GUANGXI: Final = ((110.05, 20.45), (110.1, 21.2), (109.9, 21.9), (108.6, 22.3), (108.1, 21.8))


@dataclass(frozen=True, slots=True)
class Gulf:
    """The gulf on either side of the agreed line, land included.

    Attributes
    ----------
    vietnamese, chinese
        Polygons that share the agreed line.
    """

    vietnamese: shapely.Polygon
    chinese: shapely.Polygon


def gulf(coast_of_china: Sequence[Coordinates]) -> Gulf:
    """Return the sides of the gulf.

    Parameters
    ----------
    coast_of_china
        Lines of its coast, for the point where the closing line meets Hainan.
    """
    agreed = densify(sources.points("cn_vn_gulf_of_tonkin_2000"))
    mouth = sources.points("vn_cn_gulf_mouth_line_vn_part")
    hainan = _shore(mouth[1], mouth[2], coast_of_china)
    vietnamese = [agreed[::-1], np.array(_INLAND_VN), densify(np.concatenate([mouth[:2], agreed[-1:]]))[:-1]]
    closing = densify(np.array([agreed[-1], hainan]))[1:]
    chinese = [agreed, closing, np.array(_INLAND_HAINAN), np.array([JIAOWEI_CAPE]), np.array(_INLAND_GUANGXI)]
    return Gulf(shapely.Polygon(np.concatenate(vietnamese)), shapely.Polygon(np.concatenate(chinese)))


def _shore(through: Coordinates, start: Coordinates, coast: Sequence[Coordinates]) -> Coordinates:
    """Return where the geodesic from ``through`` to ``start``, continued, first meets a coast."""
    azimuth = GEOD.inv(start[0], start[1], through[0], through[1])[0] + 180
    end = GEOD.fwd(start[0], start[1], azimuth, 150_000)[:2]
    ray = shapely.LineString(densify(np.array([start, end])))
    lines = np.array([shapely.LineString(line) for line in coast if len(line) > 1])
    hits = shapely.get_coordinates(shapely.intersection(lines, ray))
    if len(hits) == 0:
        raise TrackerError("the closing line of the Gulf of Tonkin meets no coast of Hainan; look at the coastline")
    nearest: Coordinates = hits[np.argmin(np.hypot(*(hits - start).T))]
    return nearest
