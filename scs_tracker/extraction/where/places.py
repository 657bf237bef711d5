"""Where: the words of a sentence that say it, and their position from the geocoder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.extraction.where import anaphors
from scs_tracker.extraction.where.ways import measure_of, way_of
from scs_tracker.extraction.who.parties import is_place
from scs_tracker.extraction.words.folding import fold
from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.names import SEA_GROUPS, gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.model import Position

#: A place of more than this radius is an area that many incidents lie in.
WIDE_KM: Final = 150.0
_LAND: Final = frozenset({"city", "port", "base", "province", "cape", "region"})
_ISLANDS: Final = frozenset({"luzon", "mindoro", "borneo", "taiwan"})
_SEAWARD: Final = re.compile(
    r"\b(?:(?:north|south|east|west)\w* of|off|offshore|waters|nautical|miles|mile|km|kilometres|kilometers|coast|nm"
    r"|exclusive economic zone|eez|airspace|seas?)\b"
)
_PRINTED: Final = re.compile(r"\d ?°|\d ?º|\bdegrees?\b|\blatitude\b|\b\d{1,2}(?:[.\-]\d+)? ?[NS]\b", re.IGNORECASE)
_BREAKS: Final = frozenset({"after", "when", "while", "because", "since", "although", "if", "which", "who", ";", ":"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a sentence names.

    Attributes
    ----------
    first, after
        Tokens of the words.
    text
        The words.
    position
        What the geocoder makes of them.
    name
        Common English name of the feature.
    sea
        It is at sea, not a town or a coast alone.
    way
        What it is to what is told, as ``ways.way_of`` says; empty for the place itself.
    """

    first: int
    after: int
    text: str
    position: Position
    name: str
    sea: bool
    way: str = ""


def find(line: Line, text: str, actors: frozenset[str], *, hint: str = "") -> list[Spot]:
    """Return the places of a sentence that have a position.

    Parameters
    ----------
    line
        The sentence.
    text
        The whole article.
    actors
        Codes of who is in the article; decides between places of one name.
    hint
        The place named last: the shoal, the reef.
    """
    spots: list[Spot] = []
    resolve = resolver()
    actors = frozenset(code[:2] for code in actors)  # more decides nothing, and is remembered for fewer articles
    for first, after in _segments(line, text):
        spots += _of_segment(line, text, first, after, actors, resolve)
    for start, end, words in anaphors.measured(line, text, hint):
        position = resolve(words, actors)
        if position.status == "resolved" and position.method in {"offset", "coast_distance"}:
            spots.append(Spot(start, end, words, position, name_of(position), sea=True))
    if "country" in line.kinds and "off" in line.words:
        spots += _off_countries(line, text, actors, resolve)
    return spots


def _off_countries(line: Line, text: str, actors: frozenset[str], resolve: Callable[..., Position]) -> Iterator[Spot]:
    """Yield the seas off coasts of whole countries: 60 nautical miles off the coast of Brunei."""
    tokens = line.tokens
    for at, token in enumerate(tokens):
        if "country" not in token.kinds or not at:
            continue
        before = [one.text for one in tokens[max(at - 4, 0) : at]]
        after = [one.text for one in tokens[at + 1 : at + 4]]
        if "off" not in before or not ({"coast", "shores"} & {*before, *after} or before[-1] == "off"):
            continue
        start = min(measure_of(tokens, at), at - len(before) + before.index("off"))
        coast = next((step for step, word in enumerate(after, 1) if word in {"coast", "shores"}), 0)
        words = text[tokens[start].start : tokens[at + coast].end]
        position = resolve(words, actors)
        if position.status == "resolved" and position.method in {"area", "coast_distance"}:
            yield Spot(start, at + coast + 1, words, position, name_of(position), sea=True)


def _of_segment(
    line: Line, text: str, first: int, after: int, actors: frozenset[str], resolve: Callable[..., Position]
) -> Iterator[Spot]:
    """Yield the place of a run of words; where that is only where somebody was bound, the others that it names too."""
    told: set[str] = set()
    several = sum("place" in one.kinds for one in line.tokens[first:after]) > 1
    for start, end in _readings(line, first, after):
        words = text[line.tokens[start].start : line.tokens[end - 1].end]
        position = _place(words, actors, resolve)
        if position.status == "ambiguous":
            position = resolve(_in_full(line, text, start, end, actors), actors)
        if position.status != "resolved" or position.feature_id in told or (end - start > 1 and _is_wide(position)):
            continue
        printed = position.method == "coordinates"
        way = "" if printed else way_of(line, start, end, position.feature_id)
        yield Spot(start, end, words, position, name_of(position), _at_sea(position, words), way)
        if not way or not several:
            return
        told.add(position.feature_id)


def _place(words: str, actors: frozenset[str], resolve: Callable[..., Position]) -> Position:
    """Place words; a name that stands for one feature alone is that feature, since the article is of this sea."""
    position = resolve(words, actors)
    if position.status == "ambiguous" and len(position.alternatives) == 1:
        return resolve(words, actors, gazetteer().features[position.alternatives[0]].name)
    return position


def _in_full(line: Line, text: str, start: int, end: int, actors: frozenset[str]) -> str:
    """Return words with the common name of each feature that its token alone decides: Chigua (McKennan) Reef."""
    words, at = "", line.tokens[start].start
    for token in line.tokens[start:end]:
        features = token.kinds.get("place", ())
        if len(features) > 1 and _is_vietnams(actors):
            features = [one for one in features if _is_of_paracels(one, token.text)] or features
        if len(features) == 1:
            words += text[at : token.start] + gazetteer().features[features[0]].name
            at = token.end
    return words + text[at : line.tokens[end - 1].end]


#: What fixes a place most, first.
_RANK: Final = {"coordinates": 0, "offset": 1, "between": 2, "feature": 3, "coast_distance": 4, "area": 5}


def rank(spot: Spot) -> tuple[bool, int]:
    """Return how little the words of a place fix it, for sorting."""
    size = spot.position.radius_km or 0.0
    method = spot.position.method if size <= 60.0 or spot.position.method != "offset" else "coast_distance"
    return bool(spot.way), _RANK.get(method, 6)


def _is_vietnams(actors: frozenset[str]) -> bool:
    """Say whether Vietnam is in it and the Philippines are not, so that Discovery Reef is the one in the Paracels."""
    countries = {one[:2] for one in actors}
    return "VN" in countries and "PH" not in countries


def _is_of_paracels(feature: str, name: str) -> bool:
    known = gazetteer().features[feature]
    return known.group == "Paracel" and fold(known.name.partition(" (")[0]) == name


def _readings(line: Line, first: int, after: int) -> Iterator[tuple[int, int]]:
    """Yield the words to try: all of them, then each name with what measures or leads to it, then each alone."""
    named = [index for index in range(first, after) if "place" in line.tokens[index].kinds]
    if named:
        before = _PRINTED_BEFORE if not _DEGREES.isdisjoint(line.words[first : named[0]]) else _BEFORE
        first, after = max(first, named[0] - before), min(after, named[-1] + _BEHIND)
        first = _behind_a_way(line, first, named[0])
    yield first, after
    for index in named:
        if index + 1 < after:
            yield first, index + 1
    for index in named:
        start = measure_of(line.tokens, index)
        if start == index and index > first + 1 and line.tokens[index - 1].text in _LEADING:
            start = index - 2
        if start < index:
            yield max(start, first), index + 1
    for index in named:
        yield index, index + 1


def _behind_a_way(line: Line, first: int, name: int) -> int:
    """Return where words begin whose measure counts from elsewhere: some 250 miles to the south, at the shoal."""
    words = line.words[first:name]
    for at in range(len(words) - 1, 2, -1):
        parted = words[at - 1] == ","
        toward = words[at - 1 - parted]
        if words[at] in _AT and toward.startswith(_SIDES) and "to" in words[max(at - 5, 0) : at - 1]:
            return first + at
    return first


_AT: Final = frozenset({"at", "off", "near", "around", "inside", "over"})
_SIDES: Final = ("north", "south", "east", "west")
#: What leads to a name with the word before it: waters off A, southeast of A.
_LEADING: Final = frozenset({"of", "off", "near", "around"})
#: How many words around a name say where from it: about 13.2 nautical miles to the southeast of A, 75 nm off B.
_BEFORE: Final = 16
#: So many with coordinates in words: 16 degrees 45 minutes north latitude and …, in the waters off A.
_PRINTED_BEFORE: Final = 36
_DEGREES: Final = frozenset({"degrees", "degree", "°", "latitude"})
_BEHIND: Final = 12


def _is_wide(position: Position) -> bool:
    """Say whether a position is a whole zone, for which a name beside it is better."""
    return not position.feature_id and position.method == "area"


def of_dateline(words: str) -> Spot | None:
    """Return the sea of a dateline: ABOARD JS KAGA, South China Sea."""
    position = resolver()(words, frozenset()) if words.strip() else None
    if (
        position is None
        or position.status != "resolved"
        or not is_sea((position.feature_id,) if position.feature_id else ())
    ):
        return None
    return Spot(0, 0, words, position, name_of(position), sea=True)


def off(spot: Spot) -> Spot | None:
    """Return the sea off a place on land, or None where it is not at this sea."""
    position = resolver()(f"off {spot.name}", frozenset())
    if position.status != "resolved" or position.method not in {"coast_distance", "area"}:
        return None
    return Spot(spot.first, spot.after, spot.text, position, spot.name, sea=True)


def name_of(position: Position) -> str:
    """Return the common English name of the feature that a position was found by."""
    feature = gazetteer().features.get(position.feature_id)
    return feature.name if feature is not None else position.matched_text


_DOUBLE: Final = re.compile(
    r"\b(?P<one>(?:[A-Z][\w'’-]+ ){0,2}[A-Z][\w'’-]+) \((?P<other>[A-Z][\w'’ -]{2,25})\)"
    r" (?P<kind>Reef|Shoal|Islands?|Cay|Bank|Atoll)\b"
)


def doubled(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield names with another in brackets, and what they mean: Julian Felipe (Whitsun) Reef."""
    known = gazetteer()
    for match in _DOUBLE.finditer(text) if ")" in text else ():
        for part in ("other", "one"):  # the name in brackets explains the other
            key = fold(f"{match[part]} {match['kind']}").strip()
            found = known.names.get(key)
            features = found.features if found is not None else ()
            own = tuple(one for one in features if fold(known.features[one].name) == key)
            features = own if len(features) > 1 else features
            if len(features) == 1:
                yield match.start(), match.end(), features
                break


@geodata.cached
def resolver() -> Callable[..., Position]:
    """Return the geocoder with a memory, which goes when the gazetteer changes: articles repeat their places."""

    @lru_cache(maxsize=4096)
    def resolve(words: str, actors: frozenset[str], hint: str = "") -> Position:
        return resolve_text(words, actors=actors, place=hint)

    return resolve


@geodata.cached
def is_sea(feature_ids: tuple[str, ...]) -> bool:
    """Say whether a name means something at sea."""
    features = gazetteer().features
    return any(
        features[one].group in SEA_GROUPS or (features[one].kind not in _LAND and one not in _ISLANDS)
        for one in feature_ids
    )


def _at_sea(position: Position, words: str) -> bool:
    if position.method in {"coordinates", "offset", "between", "coast_distance"} or not position.feature_id:
        return True
    return is_sea((position.feature_id,)) or _SEAWARD.search(words.lower()) is not None


def _segments(line: Line, text: str) -> list[tuple[int, int]]:
    """Return the runs of tokens that may say where: without acting parties, verbs of saying and triggers."""
    tokens = line.tokens
    digits = "number" in line.kinds
    printed = digits and _PRINTED.search(text, line.sentence.start, line.sentence.end) is not None
    if not printed and "place" not in line.kinds and _ZONE.isdisjoint(map(_TEXT, tokens)):
        return []
    found: list[tuple[int, int]] = []
    start = -1
    for index in range(len(tokens) + 1):
        stop = index == len(tokens) or _breaks(line, index, text)
        if stop:
            if start >= 0 and _names_place(line, start, index, printed=printed):
                found.append((start, index))
            start = -1
        elif start < 0:
            start = index
    return found


def _breaks(line: Line, index: int, text: str) -> bool:
    token = line.tokens[index]
    party = line.at[index]
    kinds = token.kinds
    if "place" in kinds:
        return False
    if party is not None:
        if party.head == "state" and index and line.tokens[index - 1].text in {"that", "which"}:
            return True  # within waters that Taiwan restricts
        if party.head in {"thing", "state"} or is_place(party, line.tokens):
            return False
        return not ("head" in kinds and kinds["head"] == "thing")
    if token.text in _BREAKS or "elsewhere" in kinds:
        return True
    if "report" in kinds and "verb" in kinds:
        return True
    return "act" in kinds and "verb" in kinds


_ZONE: Final = frozenset({"eez", "exclusive economic zone"})
#: Takes the words out of a token.
_TEXT: Final = itemgetter(1)


def _names_place(line: Line, start: int, end: int, *, printed: bool) -> bool:
    tokens = line.tokens[start:end]
    if "place" in line.kinds and any("place" in one.kinds for one in tokens):
        return True
    if printed and any("number" in one.kinds for one in tokens):
        return True
    return any(one.text in _ZONE for one in tokens) and any("country" in one.kinds for one in tokens)


def is_office(line: Line, spot: Spot) -> bool:
    """Say whether a place is where somebody speaks, or whose office that is: an official in Ly Son said."""
    named = [index for index in range(spot.first, spot.after) if "place" in line.tokens[index].kinds]
    if not named:
        return False
    feature = spot.position.feature_id
    at = next((index for index in named if feature in line.tokens[index].kinds["place"]), named[0])
    features = gazetteer().features
    ashore = all(features[one].group not in SEA_GROUPS for one in line.tokens[at].kinds["place"])
    if ashore and at > 1 and line.tokens[at - 1].text in {"district", "station"}:
        return True  # Coast Guard District Palawan
    if ashore and at + 1 < len(line.tokens) and line.tokens[at + 1].text in _OFFICES:
        return True
    before = line.at[at - 2] if at > 1 and line.tokens[at - 1].text == "in" else None
    if at > 1 and line.tokens[at - 1].text == "on" and _say(line, at):
        return True  # officials on Ly Son island said
    if at > 1 and line.tokens[at - 1].text == "in" and {"report", "verb"} <= line.tokens[at - 2].kinds.keys():
        return True  # relatives said in Ly Son
    return before is not None and before.head == "speaker"


def _say(line: Line, at: int) -> bool:
    """Say whether those who are on an island say the sentence: officials on Ly Son island said."""
    behind = [one for one in line.tokens[at + 1 : at + 4] if one.text not in {"island", "islands", "also", "have"}]
    return bool(behind) and {"report", "verb"} <= behind[0].kinds.keys()


#: What behind a town or a coast makes an office of it: the Western Palawan force commander.
_OFFICES: Final = frozenset(
    "force forces command commander district station mayor governor police office bureau authorities officials "
    "chief director headquarters detachment maritime naval coast guard army border radio news".split()
)


def is_of_before(line: Line, spot: Spot, token: int) -> bool:
    """Say whether a place is that of something earlier: a day after an assault at the shoal, ships fired."""
    if "," not in {one.text for one in line.tokens[spot.after - 1 : token]}:
        return False
    words = " ".join(one.text for one in line.tokens[max(spot.first - 9, 0) : spot.first])
    return _LATER.search(words) is not None


_LATER: Final = re.compile(r"\b(?:hours?|days?|weeks?|months?|years?) after\b")


def choose(spots: list[Spot], token: int, line: Line, *, away_from: bool = False) -> Spot | None:
    """Return the place that goes with the trigger at ``token``: the nearest at sea, behind it rather than before.

    Parameters
    ----------
    spots
        The places of the sentence.
    token
        The trigger.
    line
        The sentence.
    away_from
        The act drives somebody away, so that 'from' says where it was.
    """
    usable = [
        one
        for one in spots
        if one.sea and not (one.after <= token and is_of_before(line, one, token)) and not is_office(line, one)
    ]
    if not usable:
        return None

    def distance(spot: Spot) -> tuple[int, int]:
        doubt = int((spot.position.radius_km or 0.0) > 250.0)
        doubt += 2 if spot.way and not (spot.way == "from" and away_from) else 0
        if spot.first > token:
            return doubt, spot.first - token
        return doubt, (token - spot.after) + 3

    return min(usable, key=distance)
