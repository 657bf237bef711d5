"""One text to one position: the mentions are placed, and the one that fixes most is taken.

Printed coordinates come first. Then the first place of the text, unless a later one lies inside its disc and is
smaller: 'Sabina Shoal, 75 nm off Palawan' is at the shoal. A place that a sentence reports as someone's account, that
comes after 'then', or that is only where a ship came from, counts only where nothing else does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.context import Hints, candidates, kilometres, rejection, undoubted
from scs_tracker.geocoding.coordinates import Coordinates, grids
from scs_tracker.geocoding.expressions import Mention, parse
from scs_tracker.geocoding.normalise import fold
from scs_tracker.geocoding.place import Placed, Scene, Unplaced, place
from scs_tracker.geocoding.tokens import lexicon, tokenise
from scs_tracker.model import Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scs_tracker.geocoding.normalise import Folded

#: Two printed coordinates nearer than this, or within what their rounding leaves open, are one position.
_SAME_KM: Final = 1.0


def resolve_text(
    text: str, *, place: str = "", near: tuple[float, float] | None = None, actors: Iterable[str] = ()
) -> Position:
    """Return the position that a text describes.

    Parameters
    ----------
    text
        How a report says where: a place name in any of the gazetteer's languages, coordinates, a distance and a
        bearing, or a sentence that holds them.
    place
        The common name of a feature that the place is at or near, as in a row of incidents; it decides between several
        places, and stands in where the text names none.
    near
        Latitude and longitude in degrees (WGS 84) that the place is near to; decides between places of one name.
    actors
        Codes of who was there, such as ``CN-CCG``; decides between places of one name.

    Returns
    -------
    Position
        ``resolved`` with a position, ``ambiguous`` with candidates, or ``unresolved``; always with the reason.

    Examples
    --------
    >>> found = resolve_text("10 nm E of Sabina Shoal")
    >>> found.status, round(found.lat, 2), round(found.lon, 2), found.method, found.feature_id
    ('resolved', 9.75, 116.78, 'offset', 'sabina-shoal')
    >>> resolve_text("North Reef").alternatives
    ('north-reef-spratly', 'north-reef-paracel')
    """
    hints = Hints(_hinted_features(place), near, frozenset(actor[:2] for actor in actors))
    found = _resolve(text, hints)
    if found.status == "resolved" or not place:
        return found
    fallback = _resolve(place, Hints((), near, hints.countries))
    if fallback.status != "resolved" or fallback.radius_km is None:
        return found
    reason = f"placed by the name of the nearest place, {place}; {found.reason}"
    return Position(
        "resolved", fallback.lat, fallback.lon, fallback.radius_km + _fallback_km(text), fallback.method,
        fallback.feature_id, place, fallback.alternatives, reason,
    )  # fmt: skip


def _fallback_km(text: str) -> float:
    """Return how much further the place may be from the hint: the distance that the text gives, at least 12 M."""
    from scs_tracker.geocoding.numbers import distance
    from scs_tracker.geocoding.radius import NEAR_KM

    folded = fold(text)
    tokens = tokenise(folded, lexicon())
    found = (distance(tokens, index, folded) for index in range(min(len(tokens), 400)))
    lengths = [one[0].high_km for one in found if one is not None]
    return max([NEAR_KM, *(length for length in lengths if length < 500)])


def _hinted_features(name: str) -> tuple[str, ...]:
    """Return the features that a hint may mean."""
    if not name:
        return ()
    words = lexicon()
    known = words.phrases.get(words.gazetteer.key(name), {}).get("name")
    return known.features if known is not None else ()


def _resolve(text: str, hints: Hints) -> Position:
    if not text.strip():
        return Position("unresolved", reason="the text is empty")
    words = lexicon()
    folded = fold(text)
    parsed = parse(tokenise(folded, words), folded, words)
    printed = [(one.place, one.start, one.end) for one in parsed.mentions if one.place is not None]
    if any(character.isdigit() for character in folded.text):
        printed += [
            one for one in grids(folded) if not any(one[1] < end and start < one[2] for _, start, end in printed)
        ]
    if printed:
        return _printed(printed, folded)
    mentions = [one for one in parsed.mentions if one.form != "country"]
    if parsed.unknown:
        return Position("unresolved", reason="the text says that the place is not known")
    reasons = [rejection(one.anchor, parsed.tokens, folded) if one.anchor else "" for one in mentions]
    scene = Scene(folded, parsed.tokens, undoubted(mentions, reasons, words.gazetteer), hints, words.gazetteer)
    placed: list[tuple[Mention, Placed]] = []
    failed: list[tuple[Mention, Unplaced]] = []
    for mention, reason in zip(mentions, reasons, strict=True):
        if reason:
            failed.append((mention, Unplaced(f"'{folded.source(mention.start, mention.end).strip()}': {reason}")))
            continue
        if mention.relation in {"origin", "from"} and mention.form == "place":
            written = folded.source(mention.start, mention.end).strip()
            failed.append((mention, Unplaced(f"'{written}' says where from, not where")))
            continue
        result = place(mention, scene)
        if isinstance(result, Placed):
            placed.append((mention, result))
        else:
            failed.append((mention, result))
    return _answer(placed, failed, folded, hints, dangling=parsed.dangling)


def _printed(found: Sequence[tuple[Coordinates, int, int]], folded: Folded) -> Position:
    """Return the printed position; two that disagree are ambiguous, one that cannot be is no position."""
    good = [one for one in found if not one[0].problem]
    if not good:
        return Position(
            "unresolved", matched_text=folded.source(found[0][1], found[0][2]).strip(), reason=found[0][0].problem
        )
    best = min(good, key=lambda one: one[0].radius_km)
    for one, start, end in good:
        apart = kilometres(one.lat, one.lon, best[0].lat, best[0].lon)
        if apart > max(_SAME_KM, one.radius_km + best[0].radius_km):
            texts = f"{folded.source(best[1], best[2]).strip()} and {folded.source(start, end).strip()}"
            return Position("ambiguous", reason=f"two different positions are printed: {texts}")
    if len(good) < len(found):
        return Position(
            "unresolved", matched_text=folded.source(best[1], best[2]).strip(),
            reason=next(one[0].problem for one in found if one[0].problem),
        )  # fmt: skip
    place_, start, end = best
    return Position(
        "resolved", place_.lat, place_.lon, place_.radius_km, "coordinates", "", folded.source(start, end).strip()
    )


def _answer(
    placed: Sequence[tuple[Mention, Placed]],
    failed: Sequence[tuple[Mention, Unplaced]],
    folded: Folded,
    hints: Hints,
    *,
    dangling: bool,
) -> Position:
    doubtful = [(mention, one) for mention, one in failed if one.alternatives]
    if not placed:
        if doubtful:
            mention, one = doubtful[0]
            alternatives = tuple(dict.fromkeys(each for _, two in doubtful for each in two.alternatives))
            return Position(
                "ambiguous", matched_text=_text(mention, folded), alternatives=alternatives, reason=one.reason
            )
        if failed:
            return Position("unresolved", matched_text=_text(failed[0][0], folded), reason=failed[0][1].reason)
        if dangling:
            return Position("unresolved", reason="a distance or a direction is given, but no place that it counts from")
        return Position("unresolved", reason="no place of the gazetteer is named")
    mention, best = _choose(placed, hints)
    if (
        doubtful
        and (best.radius_km > 100 or doubtful[0][0].start < mention.start)
        and best.feature_id not in hints.place
    ):
        one = doubtful[0][1]
        return Position(
            "ambiguous", matched_text=_text(doubtful[0][0], folded), alternatives=one.alternatives, reason=one.reason
        )
    others = [two.feature_id for _, two in placed if two is not best] + [each for each in best.others]
    alternatives = tuple(one for one in dict.fromkeys(others) if one and one != best.feature_id)
    return Position(
        "resolved", best.lat, best.lon, round(best.radius_km, 3), best.method, best.feature_id, _text(mention, folded),
        alternatives, best.note,
    )  # fmt: skip


def _text(mention: Mention, folded: Folded) -> str:
    return folded.source(mention.start, mention.end).strip()


def _rank(mention: Mention) -> int:
    """Return how little a mention says about where it happened: 0 most."""
    if mention.relation == "toward":
        return 2
    return 1 if mention.attributed else 0


def _choose(placed: Sequence[tuple[Mention, Placed]], hints: Hints) -> tuple[Mention, Placed]:
    """Return the mention to take: the first of the best rank, or a later and smaller one inside its disc."""
    hinted = [one for one in placed if one[1].feature_id in hints.place] if hints.place else []
    pool = hinted or placed
    top = min(_rank(mention) for mention, _ in pool)
    ranked = [one for one in pool if _rank(one[0]) == top]
    first = ranked[0]
    best = first
    for mention, one in ranked[1:]:
        apart = kilometres(one.lat, one.lon, first[1].lat, first[1].lon)
        if one.radius_km < best[1].radius_km and apart < first[1].radius_km + one.radius_km:
            best = (mention, one)
    return best


def named(anchor_candidates: Sequence[str]) -> str:
    """Return candidate ids as one cell of a table."""
    return ";".join(anchor_candidates)


__all__ = ["candidates", "named", "resolve_text"]
