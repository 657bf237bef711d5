"""Data classes for the parts of a place description: distances, directions, printed positions and mentions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from scs_tracker.geocoding.names import Name

#: Relations in the order in which they count where one word has several meanings.
RELATIONS: Final = ("off", "toward", "origin", "outside", "near", "at", "from", "denied")


class Bearing(NamedTuple):
    """A direction in degrees true, with half the width of the sector that its wording covers."""

    azimuth: float
    half_width: float


class Distance(NamedTuple):
    """A distance as a range in kilometres, with its rounding tolerance."""

    low_km: float  # the ends of the range as printed; equal for one number
    high_km: float  # the ends of the range as printed; equal for one number
    rounding_km: float  # half the step in which the number is printed, or more where it is 'about'
    mode: str = "at"  # ``at``, ``within`` (anywhere up to it) or ``over`` (at least)

    @property
    def km(self) -> float:
        """Return the middle of the range in kilometres."""
        return (self.low_km + self.high_km) / 2

    @property
    def tolerance_km(self) -> float:
        """Return how far the true distance may differ from ``km``, in kilometres."""
        return (self.high_km - self.low_km) / 2 + self.rounding_km


class Coordinates(NamedTuple):
    """A printed position with the radius of its rounding, or the reason why it is not valid.

    ``minutes`` has latitude, longitude and radius if both decimals may also be minutes, as some newspapers print them:
    15,34 for 15 degrees and 34 minutes.
    """

    lat: float  # decimal degrees, WGS 84
    lon: float
    radius_km: float  # what the rounding leaves open: half the last printed step on both axes
    problem: str = ""  # why it is no position, in words; empty where it is one
    minutes: tuple[float, float, float] | None = None


@dataclass(slots=True)
class Mention:
    """A place named in a text, with the distance, direction and relation that belong to it."""

    #: ``name``, ``position``, ``country``, ``region``, ``there``, ``elsewhere``, ``nowhere`` or ``unknown``
    kind: str
    first: int  # its own first token
    after: int  # the token after its own last one
    start: int  # where it begins in the folded text, with all that belongs to it
    end: int  # where it ends
    #: What it may mean: the name, and further ones in brackets or after a slash
    names: list[Name] = field(default_factory=list)
    country: str = ""  # ISO 3166-1 alpha-2 of a country or of a zone's; of a place elsewhere, its country in words
    place: Coordinates | None = None  # a printed position
    distance: Distance | None = None  # what is measured from it
    bearing: Bearing | None = None  # what is measured from it
    relation: str = ""  # one of ``RELATIONS``, or an empty string
    part: str = ""  # ``entrance``, ``lagoon`` or ``edge`` of it
    part_azimuth: float | None = None  # the side of it that is meant, in degrees
    coast: bool = False  # its coast is meant
    zone: str = ""  # ``eez`` or ``territorialsea``
    second: Mention | None = None  # the other end of a line
    midway: bool = False  # the middle of the line is meant
    regions: list[Mention] = field(default_factory=list)  # larger mentions that say where it lies
    segment: int = 0  # number of its sentence
    listed: bool = False  # it follows another place with 'and' or 'or'
    either: bool = False  # it follows another place with 'or'
    listed_with: Mention | None = None  # the place of the list right before it
    apart: bool = False  # a word stands before it from which a distance behind it counts
    beyond_km: float = 0.0  # how far from it something is that is measured from a thing at it
    score: float = 0.0  # how sure the classifier is that something was there, in log odds
