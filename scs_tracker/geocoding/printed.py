"""Combine the printed positions of a text into one result: a point, an area or a track."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.candidates import kilometres
from scs_tracker.geocoding.discs import covering
from scs_tracker.model import Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.records import Coordinates
    from scs_tracker.geocoding.tokeniser import Token

    Found = tuple[Coordinates, int, int]

#: Two printed coordinates nearer than this, or within what their rounding leaves open, are one position.
_SAME_KM: Final = 1.0
#: From so many printed positions on they are the corners of an area or the points of a track.
_CORNERS: Final = 3
#: Whole degrees leave more open than this.
_COARSE_KM: Final = 20.0
#: A track has two ends at least, from one of which it leads to the other.
_ENDS: Final = 2


def of_printed(found: Sequence[Found], said: frozenset[str], tokens: Sequence[Token], folded: Folded) -> Position:
    """Return the result for a text's printed positions: a point, an area, a track, or why they are not one location."""
    good = [one for one in found if not one[0].problem]
    if not good:
        return _unplaced(found[0], found[0][0].problem, folded)
    if len(good) == len(found) >= _CORNERS:
        return _of_corners(good, said, tokens, folded)
    best = min(good, key=lambda one: one[0].radius_km)
    for one in good if len(good) > 1 else ():
        apart = kilometres(one[0].lat, one[0].lon, best[0].lat, best[0].lon)
        radii = (one[0].radius_km, best[0].radius_km)  # two readings; a degree further on is another position
        if apart > max(_SAME_KM, max(radii) if min(radii) > _COARSE_KM else sum(radii)):
            ends = len(good) == len(found) == _ENDS and _is_track(good, tokens)
            return _of_corners(good, said, tokens, folded) if ends else _of_two(best, one, said, folded)
    if len(good) < len(found):
        return _unplaced(best, next(one.problem for one, _, _ in found if one.problem), folded)
    if "circle" in said:
        return _unplaced(best, "the text gives a circle without its radius", folded)
    place, start, end = best
    return Position(
        "resolved", place.lat, place.lon, place.radius_km, "coordinates", "", folded.source(start, end).strip()
    )


def _unplaced(one: Found, reason: str, folded: Folded) -> Position:
    return Position("unresolved", matched_text=folded.source(one[1], one[2]).strip(), reason=reason)


def _of_two(first: Found, second: Found, said: frozenset[str], folded: Folded) -> Position:
    """Return an ambiguous result for two distant positions, or an unresolved one for an area with two corners."""
    if "corners" in said:
        return _unplaced(first, "an area needs at least three corners, but the text prints two positions", folded)
    texts = " and ".join(folded.source(start, end).strip() for _, start, end in (first, second))
    return Position("ambiguous", reason=f"the text prints two different positions, {texts}; choose one")


def _of_corners(found: Sequence[Found], said: frozenset[str], tokens: Sequence[Token], folded: Folded) -> Position:
    """Return a circle around the corners of an area or the points of a track, with its outline."""
    places = [one for one, _, _ in found]
    points = [(one.lat, one.lon) for one in places]
    lat, lon, radius_km = covering(points, [one.radius_km for one in places])
    matched = folded.source(found[0][1], found[-1][2]).strip()
    track = "corners" not in said and _is_track(found, tokens)
    slack_km = max(one.radius_km for one in places) if track else 0.0
    outline = tuple(points if track or points[0] == points[-1] else [*points, points[0]])
    what = "track" if track else "area"
    note = f"{len(places)} positions of {'a' if track else 'an'} {what} are printed; the circle contains all of them"
    return Position("resolved", lat, lon, round(radius_km, 3), "area", "", matched, (), note, outline, slack_km)


def _is_track(found: Sequence[Found], tokens: Sequence[Token]) -> bool:
    """Return True if 'to' or 'then' is between each position and the next; between only two, 'to' alone."""
    if len(found) == _ENDS:
        between = [one for one in tokens if found[0][2] <= one.start < found[1][1] and "sign" not in one.kinds]
        return bool(between) and all("to" in one.kinds for one in between)
    return all(
        any(before[2] <= token.start < after[1] and not {"to", "then"}.isdisjoint(token.kinds) for token in tokens)
        for before, after in pairwise(found)
    )
