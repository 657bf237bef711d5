"""Define the edges, in degrees, of the region that zones, coasts, maps and positions support, and the nautical mile."""

from typing import Final

#: Its edges in degrees, WGS 84: longitudes in the west and east, latitudes in the south and north.
WEST: Final = 98.0
SOUTH: Final = -4.0
EAST: Final = 128.0
NORTH: Final = 27.0

#: West, south, east, north, as shapely and GDAL take a box.
REGION: Final = (WEST, SOUTH, EAST, NORTH)
#: Metres in a nautical mile.
NAUTICAL_MILE: Final = 1852.0
