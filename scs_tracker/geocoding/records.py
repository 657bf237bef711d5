"""What is read of the words of a position: a bearing, one axis, a pair of coordinates."""

from __future__ import annotations

from typing import NamedTuple


class Bearing(NamedTuple):
    """Which way: degrees true and the half-width of the sector that the word covers, in degrees."""

    azimuth: float
    half_width: float


class Axis(NamedTuple):
    """A latitude or a longitude.

    Attributes
    ----------
    value
        Degrees, negative to the south and west.
    step
        The last printed step in degrees.
    hemisphere
        N, S, E, W or an empty string.
    kind
        ``lat``, ``lon``, or an empty string where nothing marks it.
    marked
        It has a degree sign or a colon.
    whole
        It is a bare whole number.
    parts
        How many of degrees, minutes and seconds it has.
    problem
        What is wrong with it, in words.
    end
        The index of the token after it.
    """

    value: float
    step: float
    hemisphere: str
    kind: str
    marked: bool
    whole: bool
    parts: int
    problem: str
    end: int


class Coordinates(NamedTuple):
    """A printed position.

    Attributes
    ----------
    lat, lon
        Decimal degrees, WGS 84.
    radius_km
        What the rounding leaves open: half the last printed step on both axes.
    problem
        Why it is no position, in words; empty where it is one.
    minutes
        Latitude, longitude and radius where both decimals may also be minutes, as the press prints them: 15,34 for
        15 degrees and 34 minutes.
    """

    lat: float
    lon: float
    radius_km: float
    problem: str = ""
    minutes: tuple[float, float, float] | None = None


class Town(NamedTuple):
    """A row of gazetteer/towns.csv: a town of a coast, or an island or a cape off it, that is no feature.

    Attributes
    ----------
    name
        As in GeoNames.
    country
        ISO 3166-1 alpha-2.
    province
        Its province, or an empty string where that is not known.
    lat, lon
        Decimal degrees, WGS 84.
    seaward
        Azimuth to the open sea in degrees; None where no open water lies within 100 km, and of islands.
    kind
        ``town``, ``port``, ``province``, ``barangay``, ``commune``, ``island``, ``cape``, ``lighthouse``, ``estuary``,
        ``reef`` or ``terminal`` (of oil, at sea).
    radius_km
        Extent around the point, an editorial estimate; None where the kind tells it.
    """

    name: str
    country: str
    province: str
    lat: float
    lon: float
    seaward: float | None
    kind: str = "town"
    radius_km: float | None = None

    @property
    def ashore(self) -> bool:
        """Whether it is on land, so that words for the sea have to lead to its name: a town, its port, a province."""
        return self.kind in {"town", "port", "province", "barangay", "commune"}

    @property
    def province_too(self) -> bool:
        """Whether its name is that of a province, whose waters reach along a coast."""
        return self.kind == "province" or (self.kind == "town" and self.name == self.province)
