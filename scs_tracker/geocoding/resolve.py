"""Resolve a text to one position: locate the places that it names, and choose the most precise one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker import geodata
from scs_tracker.geocoding import classifier, radius
from scs_tracker.geocoding.agreement import agreed
from scs_tracker.geocoding.assignment import mentions
from scs_tracker.geocoding.candidates import Hints, Scene, undoubted
from scs_tracker.geocoding.choice import choose, listed, where_both_hold
from scs_tracker.geocoding.grids import grids, ranges
from scs_tracker.geocoding.lexicon import lexicon
from scs_tracker.geocoding.names import SEA_GROUPS
from scs_tracker.geocoding.normalise import fold
from scs_tracker.geocoding.placing import ROUGHLY_KM, Placed, Spot, Unplaced, country_name, offset, place
from scs_tracker.geocoding.positions import positions
from scs_tracker.geocoding.printed import of_printed
from scs_tracker.geocoding.records import Bearing, Distance
from scs_tracker.geocoding.region import is_here
from scs_tracker.geocoding.spelling import respell
from scs_tracker.geocoding.tokeniser import tokenise
from scs_tracker.model import Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scs_tracker.geocoding.choice import Found
    from scs_tracker.geocoding.measures import Read
    from scs_tracker.geocoding.names import Gazetteer
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.records import Coordinates, Mention
    from scs_tracker.geocoding.tokeniser import Token

#: Relations of places that somebody was not at.
_NOT_THERE: Final = frozenset({"denied", "outside"})
#: A place of this radius or more does not settle a name that is in doubt next to it.
_WIDE_KM: Final = 100.0
_COUNTED: Final = frozenset({"offset", "coast_distance"})
_NO_HINTS: Final = Hints()
#: Up to so many tokens may be a lone latitude.
_LONE: Final = 3
#: Kinds of words, and signs, without which two figures are no position.
_MARKED: Final = frozenset(("degrees", "minutes", "hemisphere", "latitude", "longitude", "bearing", "and"))
_MARKS: Final = frozenset("°'.-:,")
#: Up to so many tokens 'there' is a place by itself, not part of a sentence.
_THERE: Final = 3
_LONGEST_KM: Final = 500.0
#: So many places at most are looked at: a text that names more is no place expression.
_MOST_MENTIONS: Final = 24
#: Texts in which a class of words stands that says no place is known.
_UNKNOWN: Final = "unknown"


class _Reading(NamedTuple):
    """The parsed parts of a text: tokens, place mentions, unassigned distances and printed positions."""

    folded: Folded
    tokens: Sequence[Token]
    found: Sequence[Mention]
    loose: Sequence[Read]
    printed: Sequence[tuple[Coordinates, int, int]]
    said: frozenset[str]


def resolve_text(
    text: str, *, place: str = "", near: tuple[float, float] | None = None, actors: Iterable[str] = ()
) -> Position:
    """Return the position that a text describes.

    Parameters
    ----------
    text
        Place description from a report: a place name in any of the gazetteer's languages, coordinates, a distance and
        a bearing, or a sentence that contains them.
    place
        Common name of a feature at or near the location, as in a row of incidents; used to choose between several
        places, and as a fallback if the text names none.
    near
        Latitude and longitude in degrees (WGS 84) near the location; used to choose between places of one name.
    actors
        Codes of the actors present, such as ``CN-CCG``; used to choose between places of one name.

    Returns
    -------
    Position
        ``resolved`` with a position, ``ambiguous`` with candidates, or ``unresolved``; the last two have a reason.

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
    if not text.strip():
        found = Position("unresolved", reason="the text is empty")
    else:
        reading = read(text)
        found = _answer(reading, hints)
    if found.status == "resolved" or not place:
        return found
    fallback = resolve_text(place, near=near, actors=actors)
    if fallback.status != "resolved" or fallback.radius_km is None:
        return found
    reason = f"located by the name of the nearest place, {place}; {found.reason}"
    return Position(
        "resolved", fallback.lat, fallback.lon, fallback.radius_km + _further_km(text), fallback.method,
        fallback.feature_id, place, fallback.alternatives, reason,
    )  # fmt: skip


def _further_km(text: str) -> float:
    """Return the margin (km) around a hinted place: the largest distance in the text below 500 km, at least 12 nm."""
    if not text.strip():
        return radius.NEAR_KM
    reading = read(text)
    lengths = [one.distance.high_km for one in reading.found if one.distance is not None]
    lengths += [value.high_km for value, _, _ in reading.loose if isinstance(value, Distance)]
    return max([radius.NEAR_KM, *(length for length in lengths if length < _LONGEST_KM)])


@geodata.cached
def _hinted_features(name: str) -> tuple[str, ...]:
    """Return the ids of the features that a hinted place name may mean, or an empty tuple."""
    gazetteer = lexicon().gazetteer
    known = gazetteer.names.get(gazetteer.key(name)) if name else None
    return known.features if known is not None else ()


def read(text: str) -> _Reading:
    """Return the parsed parts of a text, before its place mentions are located."""
    words = lexicon()
    folded = fold(text)
    tokens = tokenise(folded, words)
    said = frozenset().union(*[token[0] for token in tokens])
    if "word" in said or "(" in folded.text:
        tokens = respell(tokens, folded, words)
    figures = sum(["number" in token[0] for token in tokens]) if "number" in said else 0
    marked = figures > 1 or (figures > 0 and len(tokens) <= _LONE)
    marked = marked and (not _MARKED.isdisjoint(said) or not _MARKS.isdisjoint(folded.text))
    printed = _printed(tokens, folded, marked=marked) if figures else []
    found, loose = mentions(tokens, folded, words, printed)
    found = found[:_MOST_MENTIONS]
    for one in found if len(found) > 1 or not printed else ():
        alone = one.kind == "name" and classifier.is_alone(one, tokens)
        if not alone or len(found) > 1 or one.relation in {"near", "off"}:  # nothing is asked of a text that is a name
            one.score = classifier.score(one, tokens, folded, words.gazetteer)
        if alone:
            one.score = max(one.score, classifier.LIMIT)
        if one.listed_with is not None:  # what holds for the first of a list holds for all
            one.score = max(one.score, one.listed_with.score)
    return _Reading(folded, tokens, found, loose, printed, said)


def _printed(tokens: Sequence[Token], folded: Folded, *, marked: bool) -> list[tuple[Coordinates, int, int]]:
    """Return all printed positions of a text; grid references and ranges take precedence over degrees."""
    found = [*grids(folded), *ranges(folded)]
    others = positions(tokens) if marked else []
    if found:
        others = [one for one in others if not any(one[1] < end and start < one[2] for _, start, end in found)]
    return sorted(found + others, key=lambda one: one[1])


def _answer(reading: _Reading, hints: Hints) -> Position:
    """Return the position that a parsed text describes, given the hints."""
    words = lexicon()
    counted = [one for one in reading.found if one.kind == "position" and (one.distance or one.bearing or one.second)]
    accepted = [one for one in reading.found if _is_accepted(one)]
    plain = len(accepted) == 1 and not (accepted[0].regions or accepted[0].second or reading.printed)
    others = [] if plain else undoubted([one for one in accepted if one.relation not in _NOT_THERE], words.gazetteer)
    scene = Scene(reading.folded, reading.tokens, others, hints, words.gazetteer)
    if reading.printed and not counted:
        answer = of_printed(reading.printed, reading.said, reading.tokens, reading.folded)
        named = [one for one in accepted if one.kind == "name"]
        if answer.method != "coordinates" or not named:
            return answer
        return agreed(answer, [one for one, _, _ in reading.printed], named, scene)
    if _UNKNOWN in reading.said:
        return Position("unresolved", reason="the text says that the location is unknown")
    placed: list[Found] = []
    failed: list[tuple[Mention, Unplaced]] = []
    for one in reading.found:
        if one.kind in {"country", "shore", "region"} and not (
            one.zone or one.distance or one.coast or one.relation in {"off", "near"}
        ):
            continue
        left = _left(one, words.gazetteer)
        if not left and not _is_accepted(one):
            left = f"'{_text(one, reading)}': {classifier.reason(one, reading.tokens)}"
        result = Unplaced(left) if left else place(one, scene)
        if isinstance(result, Placed):
            placed.append((one, result))
        else:
            failed.append((one, result))
    if not placed and (here := _from_near(reading, hints, scene)) is not None:
        return here
    return _chosen(placed, failed, reading, scene)


def _is_accepted(one: Mention) -> bool:
    limit = classifier.LIMIT - (one.relation == "off")  # what lies off a place can only be at sea
    return one.kind not in {"name", "country"} or one.score >= limit


def _left(one: Mention, gazetteer: Gazetteer) -> str:
    """Return why a place is only a departure, a return or a denial, or an empty string if it may be the location."""
    if one.relation in _NOT_THERE and not (one.distance or one.bearing):
        return "the text says that it did not happen there"
    if one.relation not in {"origin", "back"} or one.distance or one.bearing or not one.names:
        return ""
    place_ = gazetteer.places[one.names[0].features[0]]
    at_sea = place_.group in SEA_GROUPS or place_.kind in geodata.place_kinds("water")
    return "" if at_sea and one.relation == "back" else "the text names an origin or a destination, not the location"


def _from_near(reading: _Reading, hints: Hints, scene: Scene) -> Position | None:
    """Return the position at a distance or direction without an anchor ('42 miles east') from a hint, or None."""
    length = next((value for value, _, _ in reading.loose if isinstance(value, Distance)), None)
    heading = next((value for value, _, _ in reading.loose if isinstance(value, Bearing)), None)
    there = len(reading.tokens) <= _THERE and "anaphor" in reading.said
    if not (length or heading or there) or any(one.kind == "unknown" for one in reading.found):
        return None
    if hints.near is not None:
        here = Spot(*hints.near, ROUGHLY_KM, None)
    elif len(hints.place) == 1 and length and heading and not reading.found:
        feature = scene.gazetteer.features[hints.place[0]]
        here = Spot(feature.lat, feature.lon, feature.radius_km, feature)
    else:
        return None
    name = here.feature.name if here.feature is not None else "the point given"
    one = offset(length, heading, here, name) if length or heading else None
    lat, lon, radius_km = (one.lat, one.lon, one.radius_km) if one else (here.lat, here.lon, here.extent_km)
    note = f"measured from {name}, which was given with the text"
    feature_id = one.feature_id if one else ""
    method = "offset" if one else "area"
    return Position("resolved", lat, lon, round(radius_km, 3), method, feature_id, reading.folded.original, (), note)


def _chosen(placed: list[Found], failed: list[tuple[Mention, Unplaced]], reading: _Reading, scene: Scene) -> Position:
    """Return the position of the chosen place, or an ambiguous or unresolved position with the reason."""
    if not placed:
        return _nowhere(failed, reading)
    counted = next((found for found in placed if found[0].kind == "position"), None)
    one, best = counted or (choose(placed, scene) if len(placed) > 1 else placed[0])
    blocking = _blocking(one, best, failed, scene)
    if blocking is not None:
        mention, result = blocking
        status = "ambiguous" if result.alternatives else "unresolved"
        return Position(
            status, matched_text=_text(mention, reading), alternatives=result.alternatives, reason=result.reason
        )
    both = where_both_hold((one, best), placed, scene) if len(placed) > 1 else None
    if both is not None:
        return _of_two(both, reading)
    chain = listed((one, best), placed, scene) if len(placed) > 1 else None
    if isinstance(chain, Position):
        return chain
    best = chain or best
    if best.method in _COUNTED and not is_here(best.lat, best.lon) and not _is_beyond(best.feature_id, scene):
        reason = f"the computed location is {best.lat:.2f}, {best.lon:.2f}, outside the South China Sea and its coasts"
        return Position("unresolved", matched_text=_text(one, reading), reason=reason)
    others = [two.feature_id for _, two in placed if two is not best] + list(best.others)
    alternatives = tuple(each for each in dict.fromkeys(others) if each and each != best.feature_id)
    return Position(
        "resolved", best.lat, best.lon, round(best.radius_km + one.beyond_km, 3), best.method, best.feature_id,
        _text(one, reading), alternatives, best.note, best.curve, best.slack_km if best.curve else 0.0,
    )  # fmt: skip


def _is_beyond(feature_id: str, scene: Scene) -> bool:
    """Return True if a feature itself lies outside the South China Sea, such as an island in the Sulu Sea."""
    one = scene.gazetteer.features.get(feature_id)
    inland = geodata.place_kinds("in_country") | geodata.place_kinds("water")
    return one is not None and one.kind not in inland and not is_here(one.lat, one.lon)


def _blocking(
    one: Mention, best: Placed, failed: Sequence[tuple[Mention, Unplaced]], scene: Scene
) -> tuple[Mention, Unplaced] | None:
    """Return the mention without a position that makes the answer uncertain, with its reason, or None.

    This is an unknown place before the chosen one, or a doubtful name before it or next to a wide area.
    """
    for mention, result in failed:
        before = mention.start < one.start
        if mention.kind in {"unknown", "nowhere"}:
            measured = mention.distance is not None or mention.bearing is not None
            near = mention.segment == one.segment and best.radius_km >= _WIDE_KM
            whole = one.distance is not None and one.bearing is not None and not measured
            led = mention.relation in {"off", "near", "at"} and not one.relation and one.distance is None
            if before and not whole and (mention.regions or measured or near or led):
                return mention, result
        if result.alternatives not in {(), (best.feature_id,)} and best.feature_id not in scene.hints.place:
            related = one.relation in {"at", "near", "off"}
            bare = related and not (mention.relation or mention.distance or mention.bearing)
            if best.radius_km > _WIDE_KM or (before and not (bare and len(result.alternatives) == 1)):
                return mention, result
    return None


def _of_two(both: tuple[Mention, Mention, Placed | Unplaced, tuple[str, ...]], reading: _Reading) -> Position:
    """Return the position where two distances intersect, or one without a location if they do not intersect."""
    first, second, one, ids = both
    matched = reading.folded.source(first.start, second.end).strip()
    if isinstance(one, Unplaced):
        status = "ambiguous" if len(set(ids)) > 1 else "unresolved"
        return Position(status, matched_text=matched, alternatives=ids, reason=one.reason)
    said = (one.method, one.feature_id, matched, one.others, one.note, one.curve, one.slack_km)
    return Position("resolved", one.lat, one.lon, round(one.radius_km, 3), *said)


def _nowhere(failed: Sequence[tuple[Mention, Unplaced]], reading: _Reading) -> Position:
    """Return an unresolved or ambiguous position with the reason why there is no location."""
    doubtful = [(mention, one) for mention, one in failed if one.alternatives]
    if doubtful:
        mention, one = doubtful[0]
        alternatives = tuple(dict.fromkeys(each for _, two in doubtful for each in two.alternatives))
        return Position("ambiguous", matched_text=_text(mention, reading), alternatives=alternatives, reason=one.reason)
    if failed:
        return Position("unresolved", matched_text=_text(failed[0][0], reading), reason=failed[0][1].reason)
    for token in reading.tokens:
        if "not_place" in token.kinds:
            written = reading.folded.source(token.start, token.end)
            return Position("unresolved", matched_text=written, reason=f"'{written}': {token.kinds['not_place']}")
    if reading.loose:
        return Position("unresolved", reason="the text gives a distance or direction, but not from which place")
    countries = [one for one in reading.found if one.kind == "country"]
    if countries:
        reason = f"{country_name(countries[0].country)} alone is not a location at sea"
        return Position("unresolved", matched_text=_text(countries[0], reading), reason=reason)
    return Position("unresolved", reason="the text contains no place name from the gazetteer")


def _text(one: Mention, reading: _Reading) -> str:
    return reading.folded.source(one.start, one.end).strip()
