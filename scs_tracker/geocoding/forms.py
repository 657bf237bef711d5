"""The parsed forms: what a text says about a place, before it is placed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from scs_tracker.geocoding.names import Name
    from scs_tracker.geocoding.numbers import Distance
    from scs_tracker.geocoding.records import Bearing, Coordinates, Town
    from scs_tracker.geocoding.tokens import Token


class Anchor(NamedTuple):
    """What a place is measured from.

    Attributes
    ----------
    name
        The candidates; None for a country, a place elsewhere, or 'the shoal'.
    start, end
        Where it stands in the folded text.
    first, after
        Its first token, and the one after its last.
    aliases
        Further names in brackets or after a slash, for the same thing.
    country
        ISO 3166-1 alpha-2 of a country.
    elsewhere
        The country of a place outside this sea, or why a named thing has no position.
    anaphor
        'the shoal', 'it': what was named before, or the hint.
    part
        ``entrance``, ``lagoon`` or ``edge`` of it, or an empty string.
    part_azimuth
        The side that the part is on, in degrees, where the words say.
    coast
        Its coast is meant.
    place
        Printed coordinates that something is counted from: 10 nm east of 15°08'N 117°46'E.
    towns
        Towns of the coast that are no features, one or several of the name.
    settled
        There is one such town, and no place elsewhere is meant.
    """

    name: Name | None
    start: int
    end: int
    first: int = 0
    after: int = 0
    aliases: tuple[Name, ...] = ()
    country: str = ""
    elsewhere: str = ""
    anaphor: bool = False
    part: str = ""
    part_azimuth: float | None = None
    coast: bool = False
    place: Coordinates | None = None
    towns: tuple[Town, ...] = ()
    settled: bool = False


class Mention(NamedTuple):
    """One place in the text, not yet placed.

    Attributes
    ----------
    form
        ``coordinates``, ``place``, ``offset``, ``between``, ``midway``, ``zone`` or ``country``.
    start, end
        Where it stands in the folded text.
    anchor, second
        What it counts from; the other end of a line.
    distance, bearing
        Of an offset; either may be missing.
    relation
        ``near``, ``off``, ``at``, ``toward``, ``origin``, ``back``, ``from``, ``outside``, ``half`` (one end of
        'between') or an empty string.
    zone
        ``eez`` or ``territorialsea``.
    segment
        Counts semicolons, full stops and 'then': later segments tell of later positions.
    attributed
        The words give it as somebody's account.
    listed
        It follows another place in a list and shares its distance or relation: near A *and B*.
    either
        It is the other choice of the place before it: A *or B*.
    place
        Printed coordinates.
    landmark
        Where the unknown name stands that the distance counts from, as the anchor only tells where that is.
    shore
        The distance counts from the nearest shore: off A, 60 nm from shore.
    beyond_km
        So far at most from something at the place, not from it: 8 nm from the boat that was rammed off A.
    """

    form: str
    start: int
    end: int
    anchor: Anchor | None = None
    second: Anchor | None = None
    distance: Distance | None = None
    bearing: Bearing | None = None
    relation: str = ""
    zone: str = ""
    segment: int = 0
    attributed: bool = False
    listed: bool = False
    either: bool = False
    place: Coordinates | None = None
    landmark: tuple[int, int] | None = None
    shore: bool = False
    beyond_km: float = 0.0


@dataclass(slots=True)
class Parsed:
    """All mentions of a text, and what was read that has no anchor.

    Attributes
    ----------
    mentions
        In the order of the text.
    tokens
        The tokens they were read from.
    dangling
        A distance or a bearing has nothing that it counts from.
    loose
        That distance and that bearing, for a point from which they may count.
    unknown
        The text says itself that the place is not known.
    said
        All kinds of its tokens: what is not among them no rule need look for.
    """

    mentions: list[Mention] = field(default_factory=list)
    tokens: Sequence[Token] = ()
    dangling: bool = False
    loose: tuple[Distance | None, Bearing | None] = (None, None)
    unknown: bool = False
    said: AbstractSet[str] = frozenset()
