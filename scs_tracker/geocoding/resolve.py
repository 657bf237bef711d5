"""One text to one position: the mentions are placed, and the one that fixes most is taken.

Printed coordinates come first. Then the first place of the text, unless a later one lies inside its disc and is
smaller: 'Sabina Shoal, 75 nm off Palawan' is at the shoal. A place that a sentence reports as someone's account, that
comes after 'then', or that is only where a ship came from, counts only where nothing else does.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.geocoding.agreement import agreed
from scs_tracker.geocoding.choice import choose, dated
from scs_tracker.geocoding.context import Hints, kilometres, undoubted
from scs_tracker.geocoding.coordinates import is_here
from scs_tracker.geocoding.expressions import parse
from scs_tracker.geocoding.governed import governed
from scs_tracker.geocoding.landmarks import (
    in_district,
    is_ashore,
    is_landmark,
    lost_distance,
    only_tells,
    owned_by,
    unknown_in,
    unknown_name,
    unread_distance,
)
from scs_tracker.geocoding.lists import borne_out, hull, listed, measured
from scs_tracker.geocoding.meeting import met
from scs_tracker.geocoding.names import SEA_GROUPS
from scs_tracker.geocoding.normalise import fold
from scs_tracker.geocoding.place import Placed, at_town, offset, place
from scs_tracker.geocoding.printed import of_printed, printed_positions
from scs_tracker.geocoding.rejection import rejection
from scs_tracker.geocoding.spelling import respell
from scs_tracker.geocoding.spots import Scene, Spot, Unplaced
from scs_tracker.geocoding.telling import untold
from scs_tracker.geocoding.tokens import lexicon, tokenise
from scs_tracker.geocoding.towns import whole_town
from scs_tracker.geocoding.waters import WATERS, cut
from scs_tracker.model import Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scs_tracker.geocoding.forms import Mention, Parsed
    from scs_tracker.geocoding.names import Gazetteer
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Lexicon

#: A place of this radius or more does not settle a name that is in doubt beside it.
_WIDE_KM: Final = 100.0
#: How far a point given beside the words may be off.
_ROUGHLY_KM: Final = 10.0
#: How far from the place that a district of islands is named after its other islands may lie; an editorial estimate.
_DISTRICT_KM: Final = 60.0
#: How places are found that may lie in another sea than what they count from.
_COUNTED: Final = frozenset({"offset", "coast_distance"})
_NO_HINTS: Final = Hints()
#: Up to so many tokens 'there' is a place by itself, not part of a sentence; a town with its province has some more.
_THERE: Final = 3
_TOWN: Final = 6


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
    ('resolved', 9.75, 116.64, 'offset', 'sabina-shoal')
    >>> resolve_text("North Reef").alternatives
    ('north-reef-spratly', 'north-reef-paracel')
    """
    hints = _NO_HINTS
    if place or near is not None or actors:
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


@geodata.cached
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
    parsed = parse(respell(tokenise(folded, words), folded, words), folded, words)
    return (_whole(parsed, folded, words) if len(parsed.tokens) <= _TOWN else None) or _read(parsed, folded, hints)


def _read(parsed: Parsed, folded: Folded, hints: Hints) -> Position:
    words = lexicon()
    found = printed_positions(parsed, folded)
    mentions = dated(
        [one for one in parsed.mentions if one.form not in {"country", "coordinates"}], parsed.tokens, words.gazetteer
    )
    if found:
        answer = of_printed(found, parsed, folded)
        if answer.method != "coordinates" or not mentions:
            return answer
    elif parsed.unknown:
        return Position("unresolved", reason="the text says that the place is not known")
    reasons = [_reason(one, parsed, folded, words.gazetteer) for one in mentions]
    scene = Scene(folded, parsed.tokens, undoubted(mentions, reasons, words.gazetteer), hints, words.gazetteer)
    if found:
        kept = [one for one, reason in zip(mentions, reasons, strict=True) if not reason]
        return agreed(answer, [one for one, _, _ in found], kept, scene)
    if not hints.place and hints.near is None:
        reasons = untold(mentions, reasons, parsed.tokens)
    if all(reasons) and hints.near is not None:
        counted = _from_near(parsed, folded, hints.near)
        if counted is not None:
            return counted
    placed, failed = _placed(mentions, reasons, scene)
    return _answer(placed, failed, folded, scene, parsed)


def _whole(parsed: Parsed, folded: Folded, words: Lexicon) -> Position | None:
    """Answer for a short text that is the name of a town, and does not begin with another place."""
    if parsed.mentions and not parsed.mentions[0].start:
        return None
    town = whole_town(parsed.tokens, folded, words)
    if town is None:
        return None
    one = at_town(town)
    matched = folded.original.strip()
    return Position("resolved", one.lat, one.lon, one.radius_km, one.method, matched_text=matched, reason=one.note)


def _placed(
    mentions: Sequence[Mention], reasons: Sequence[str], scene: Scene
) -> tuple[list[tuple[Mention, Placed]], list[tuple[Mention, Unplaced]]]:
    """Return the mentions that have a position, and those that have none with the reason."""
    placed: list[tuple[Mention, Placed]] = []
    failed: list[tuple[Mention, Unplaced]] = []
    for mention, reason in zip(mentions, reasons, strict=True):
        result = Unplaced(f"'{_text(mention, scene.folded)}': {reason}") if reason else place(mention, scene)
        if isinstance(result, Placed):
            placed.append((mention, result))
        else:
            failed.append((mention, result))
    return borne_out(placed, failed, scene) if placed and failed else (placed, failed)


def _from_near(parsed: Parsed, folded: Folded, near: tuple[float, float]) -> Position | None:
    """Count '42 miles east' from the point that is known beside the words, and take 'there' for it."""
    length, heading = parsed.loose
    there = len(parsed.tokens) <= _THERE and any("anaphor" in token.kinds for token in parsed.tokens)
    if length is None and heading is None and not there:
        return None
    here = Spot(*near, _ROUGHLY_KM, None)
    one = offset(length, heading, here, "the point given") if length or heading else None
    lat, lon, radius_km = (one.lat, one.lon, one.radius_km) if one else (*near, _ROUGHLY_KM)
    note = "counted from the point that was given with the words"
    return Position(
        "resolved", lat, lon, round(radius_km, 3), "offset" if one else "area", "", folded.original, (), note
    )


def _reason(mention: Mention, parsed: Parsed, folded: Folded, gazetteer: Gazetteer) -> str:
    """Return why a mention is no place where something happened, or an empty string.

    Who left a shoal or came back to it was there; who left a port or came back to it was elsewhere.
    """
    if mention.relation in {"origin", "from"} and mention.form == "place":
        return "it says where from, not where"
    if mention.relation == "back" and mention.form == "place" and not _is_open_sea(mention, gazetteer):
        return "it says where from or where to, not where"
    if mention.relation == "half":
        return "the other end of 'between' is not known"
    if mention.relation == "outside" and mention.form == "place":
        return "it says where not"
    relation = mention.relation if mention.form == "place" else "offset"
    for anchor in (mention.anchor, mention.second):
        named = anchor is not None and anchor.place is None
        reason = rejection(anchor, parsed, folded, relation=relation) if anchor is not None and named else ""
        if reason:
            return reason
    return governed(mention, parsed, folded)


def _is_open_sea(mention: Mention, gazetteer: Gazetteer) -> bool:
    name = mention.anchor.name if mention.anchor is not None else None
    seas = geodata.place_kinds("water")
    features = [gazetteer.features[one] for one in name.features] if name is not None else []
    return bool(features) and all(one.group in SEA_GROUPS or one.kind in seas for one in features)


def _answer(
    placed: Sequence[tuple[Mention, Placed]],
    failed: Sequence[tuple[Mention, Unplaced]],
    folded: Folded,
    scene: Scene,
    parsed: Parsed,
) -> Position:
    doubtful = [(mention, one) for mention, one in failed if one.alternatives]
    if not placed:
        return _nowhere(doubtful, failed, folded, parsed)
    counted = next((one for one in placed if _is_counted(one[0], scene)), None) if len(placed) > 1 else placed[0]
    mention, best = counted or choose(placed, scene)
    several = _of_several((mention, best), placed, failed, parsed, scene)
    if several is not None:
        return several
    told = measured(*doubtful[0], placed, scene) if doubtful else None
    if told is not None:
        (mention, best), doubtful = told, []
    doubtful = [(said, one) for said, one in doubtful if not _is_settled_by(said, one, mention, best)]
    first_in_doubt = bool(doubtful) and doubtful[0][0].start < mention.start
    if doubtful and (best.radius_km > _WIDE_KM or first_in_doubt) and best.feature_id not in scene.hints.place:
        mention, one = doubtful[0]
        return Position(
            "ambiguous", matched_text=_text(mention, folded), alternatives=one.alternatives, reason=one.reason
        )
    choice = _either(placed, best, scene) if len(placed) > 1 else ()
    if choice:
        features = scene.gazetteer.features
        names = [features[one.feature_id].name if one.feature_id else _text(said, folded) for said, one in choice]
        ids = tuple(one.feature_id for _, one in choice if one.feature_id)
        return Position(
            "ambiguous", matched_text=_text(mention, folded), alternatives=ids, reason=f"it says {' or '.join(names)}"
        )
    if best.method in _COUNTED and not is_here(best.lat, best.lon) and not _is_beyond(best, scene):
        reason = f"it leads to {best.lat:.2f}, {best.lon:.2f}, outside the South China Sea and its coasts"
        return Position("unresolved", matched_text=_text(mention, folded), reason=reason)
    others = [two.feature_id for _, two in placed if two is not best]
    others += best.others
    best = cut(best, parsed.tokens) if best.curve and not parsed.said.isdisjoint(WATERS) else best
    alternatives = tuple([one for one in dict.fromkeys(others) if one and one != best.feature_id]) if others else ()
    return Position(
        "resolved", best.lat, best.lon, round(best.radius_km + mention.beyond_km, 3), best.method, best.feature_id,
        _text(mention, folded), alternatives, best.note, best.curve, best.slack_km if best.curve else 0.0,
    )  # fmt: skip


def _is_counted(mention: Mention, scene: Scene) -> bool:
    """Say whether a place counts from printed coordinates, or from 'there' where a point is given for it."""
    anchor = mention.anchor
    return anchor is not None and (anchor.place is not None or (anchor.anaphor and scene.hints.near is not None))


def _is_settled_by(doubtful: Mention, one: Unplaced, mention: Mention, best: Placed) -> bool:
    """Say whether a name in doubt matters no more: it is the place itself, or a bare one before where it was.

    'The Del Pilar ran aground in Hasa-Hasa Shoal.'
    """
    itself = one.alternatives == (best.feature_id,)
    led = mention.relation in {"at", "near", "off"} and best.radius_km < _WIDE_KM
    bare = doubtful.form == "place" and not doubtful.relation and doubtful.segment == mention.segment
    return itself or (led and bare and doubtful.start < mention.start and len(one.alternatives) == 1)


def _is_beyond(best: Placed, scene: Scene) -> bool:
    """Say whether a place counts from one of the open sea that the gazetteer has outside the region: Benham Rise."""
    feature = scene.gazetteer.features.get(best.feature_id)
    if feature is None or feature.kind in geodata.place_kinds("in_country") | geodata.place_kinds("water"):
        return False
    return not is_here(feature.lat, feature.lon)


def _of_several(
    chosen: tuple[Mention, Placed],
    placed: Sequence[tuple[Mention, Placed]],
    failed: Sequence[tuple[Mention, Unplaced]],
    parsed: Parsed,
    scene: Scene,
) -> Position | None:
    """Answer for what does not stand by itself: behind an unknown landmark, beside another distance, in a list."""
    mention, best = chosen
    folded = scene.folded
    if (
        not failed
        and len(placed) == 1
        and mention.distance is not None
        and not mention.start
        and mention.end == len(folded.text)
    ):
        return None  # the distance is all the text
    unknown = next(((said, one) for said, one in failed if is_landmark(said) and said.start <= mention.start), None)
    feature = scene.gazetteer.features.get(best.feature_id)
    told = unknown is not None and feature is not None and only_tells(unknown[0], mention, feature)
    if unknown is not None and (told or best.method in {"area", "coast_distance"}):
        return Position("unresolved", matched_text=_text(mention, folded), reason=unknown[1].reason)
    inside = _of_unknown(mention, best, scene) if feature is not None else None
    if inside is not None:
        return inside
    counts = "unit" in parsed.said
    lost = lost_distance(mention, parsed.mentions, scene.tokens, folded) if counts and mention.form == "place" else ""
    counts |= mention.bearing is not None
    unread = unread_distance(mention, scene.tokens, folded) if counts and not lost else ""
    if lost or unread:
        reason = f"what '{lost}' counts from is not in the gazetteer" if lost else f"'{unread}' cannot be read"
        return Position("unresolved", matched_text=_text(mention, folded), reason=reason)
    tied = met(chosen, placed, scene)
    if tied:
        return _of_two(tied, folded)
    chain = listed(chosen, placed, scene) if best.feature_id not in scene.hints.place else []
    return _of_list(chain, folded, scene) if chain else None


def _of_unknown(mention: Mention, best: Placed, scene: Scene) -> Position | None:
    """Answer for a place that only tells where an unknown one, or a building, stands."""
    feature = scene.gazetteer.features[best.feature_id]
    thing = unknown_in(mention, feature, scene.tokens, scene.folded)
    thing = thing or owned_by(mention, feature, scene.tokens, scene.folded)
    if thing and in_district(mention, feature, scene.tokens) and best.method == "feature":
        note = f"'{thing}' is not in the gazetteer; it lies in the district of {feature.name}"
        size = max(best.radius_km, _DISTRICT_KM)
        matched = _text(mention, scene.folded)
        return Position("resolved", best.lat, best.lon, size, "area", best.feature_id, matched, (), note)
    if not (thing or is_ashore(mention, feature.kind, scene.tokens)):
        return None
    only = f"'{thing}' is not in the gazetteer, and {feature.name} only tells where it lies"
    reason = only if thing else f"{feature.name} only tells where a building stands"
    return Position("unresolved", matched_text=_text(mention, scene.folded), reason=reason)


def _of_two(tied: tuple[tuple[Mention, Placed], tuple[Mention, Placed], Placed | Unplaced], folded: Folded) -> Position:
    """Answer with the place where two distances hold, or say that they do not meet."""
    (first, here), (second, there), one = tied
    matched = folded.source(first.start, second.end).strip()
    if isinstance(one, Unplaced):
        ids = tuple(each.feature_id for each in (here, there) if each.feature_id)
        status = "ambiguous" if len(set(ids)) > 1 else "unresolved"
        return Position(status, matched_text=matched, alternatives=ids, reason=one.reason)
    said = (one.method, one.feature_id, matched, one.others, one.note, one.curve, one.slack_km)
    return Position("resolved", one.lat, one.lon, round(one.radius_km, 3), *said)


def _of_list(chain: Sequence[tuple[Mention, Placed]], folded: Folded, scene: Scene) -> Position:
    """Answer with a disc around all places of a list, or with all of them where they lie far apart."""
    matched = folded.source(chain[0][0].start, chain[-1][0].end).strip()
    one = hull(chain)
    if one is not None:
        said = (one.method, one.feature_id, matched, one.others, one.note)
        return Position("resolved", one.lat, one.lon, round(one.radius_km, 3), *said)
    ids = tuple(dict.fromkeys(place_.feature_id for _, place_ in chain if place_.feature_id))
    names = ", ".join(scene.gazetteer.features[one].name for one in ids)
    return Position("ambiguous", matched_text=matched, alternatives=ids, reason=f"it names several places: {names}")


def _either(placed: Sequence[tuple[Mention, Placed]], best: Placed, scene: Scene) -> tuple[tuple[Mention, Placed], ...]:
    """Return both places where the text says 'A or B' of places apart, and no hint names one of them."""
    for (said, one), (mention, other) in pairwise(placed):
        if not mention.either or (best is not one and best is not other):
            continue
        apart = kilometres(one.lat, one.lon, other.lat, other.lon)
        hinted = {one.feature_id, other.feature_id} & set(scene.hints.place)
        if apart > one.radius_km + other.radius_km and not hinted:
            return (said, one), (mention, other)
    return ()


def _nowhere(
    doubtful: Sequence[tuple[Mention, Unplaced]],
    failed: Sequence[tuple[Mention, Unplaced]],
    folded: Folded,
    parsed: Parsed,
) -> Position:
    """Say why nothing is placed."""
    if doubtful:
        mention, one = doubtful[0]
        alternatives = tuple(dict.fromkeys(each for _, two in doubtful for each in two.alternatives))
        return Position("ambiguous", matched_text=_text(mention, folded), alternatives=alternatives, reason=one.reason)
    if failed:
        return Position("unresolved", matched_text=_text(failed[0][0], folded), reason=failed[0][1].reason)
    for token in parsed.tokens:
        if "not_place" in token.kinds:
            written = folded.source(token.start, token.end)
            return Position("unresolved", matched_text=written, reason=f"'{written}': {token.kinds['not_place']}")
    unknown = unknown_name(parsed.tokens, folded)
    if parsed.dangling:
        told = f"; '{unknown}' is not in the gazetteer" if unknown else ""
        return Position(
            "unresolved", reason=f"a distance or a direction is given, but no place that it counts from{told}"
        )
    told = f"'{unknown}' is not in it" if unknown else ""
    return Position("unresolved", reason="; ".join(filter(None, ("no place of the gazetteer is named", told))))


def _text(mention: Mention, folded: Folded) -> str:
    return folded.source(mention.start, mention.end).strip()
