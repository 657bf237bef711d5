"""What is read of the words of a place: distances, directions, printed positions, mentions of places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from scs_tracker.geocoding.names import Name

#: Relations in the order in which they count where one word has several meanings.
RELATIONS: Final = ("off", "toward", "origin", "outside", "near", "at", "from", "denied")


class Bearing(NamedTuple):
    """Which way: degrees true and the half-width of the sector that the word covers, in degrees."""

    azimuth: float
    half_width: float


class Distance(NamedTuple):
    """How far, with what the rounding leaves open.

    Attributes
    ----------
    low_km, high_km
        The ends of the range as printed; equal for one number.
    rounding_km
        Half the step in which the number is printed, or more where it is 'about'.
    mode
        ``at``, ``within`` (anywhere up to it) or ``over`` (at least).
    """

    low_km: float
    high_km: float
    rounding_km: float
    mode: str = "at"

    @property
    def km(self) -> float:
        """The middle of the range, in kilometres."""
        return (self.low_km + self.high_km) / 2

    @property
    def tolerance_km(self) -> float:
        """How far the true distance may lie from ``km``, in kilometres."""
        return (self.high_km - self.low_km) / 2 + self.rounding_km


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


@dataclass(slots=True)
class Mention:
    """One place that a text names.

    Attributes
    ----------
    kind
        ``name``, ``position``, ``country``, ``zone``, ``there``, ``shore``, ``elsewhere``, ``nowhere`` or ``unknown``.
    first, after
        Its own first token, and the one after its last.
    start, end
        Offsets of it with all that belongs to it, in the folded text.
    names
        What it may mean: the name, and further ones in brackets or after a slash.
    country
        ISO 3166-1 alpha-2 of a country or of a zone's; of a place elsewhere, its country in words.
    place
        A printed position.
    distance, bearing
        What is measured from it.
    relation
        One of ``RELATIONS``, or an empty string.
    part, part_azimuth
        ``entrance``, ``lagoon`` or ``edge`` of it, and the side in degrees.
    coast
        Its coast is meant.
    zone
        ``eez`` or ``territorialsea``.
    second, midway
        The other end of a line, and whether its middle is meant.
    regions
        Larger mentions that say where it lies.
    region_of
        The mention that this one only says the place of.
    segment
        Number of its sentence.
    listed, either
        It follows another place with 'and', or with 'or'.
    listed_with
        The place of the list right before it.
    apart
        A word stands before it from which a distance behind it counts.
    score
        How sure the classifier is that something was there, in log odds.
    """

    kind: str
    first: int
    after: int
    start: int
    end: int
    names: list[Name] = field(default_factory=list)
    country: str = ""
    place: Coordinates | None = None
    distance: Distance | None = None
    bearing: Bearing | None = None
    relation: str = ""
    part: str = ""
    part_azimuth: float | None = None
    coast: bool = False
    zone: str = ""
    second: Mention | None = None
    midway: bool = False
    regions: list[Mention] = field(default_factory=list)
    region_of: Mention | None = None
    segment: int = 0
    listed: bool = False
    either: bool = False
    listed_with: Mention | None = None
    apart: bool = False
    score: float = 0.0
