"""Places: the words of a sentence that say where, placed by the geocoder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.articles.folding import fold
from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.names import SEA_GROUPS, gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scs_tracker.articles.trees import Line
    from scs_tracker.model import Position

_SEAWARD: Final = re.compile(
    r"\b(?:(?:north|south|east|west)\w* of|off|offshore|waters|nautical|miles|mile|km|kilomet(?:re|er)s|coast|nm"
    r"|exclusive economic zone|eez|airspace|seas?)\b"
)
_PRINTED: Final = re.compile(r"\d ?°|\d ?º|\bdegrees?\b|\blatitude\b|\b\d{1,2}(?:[.\-]\d+)? ?[NS]\b", re.IGNORECASE)
#: What measures or leads to a name, as far as it may stand before it; and what may stand behind.
_MEASURE: Final = re.compile(
    r"(?:\b(?:about|around|some|roughly|nearly|almost|over|more than|less than|approximately|just|within|only|an?"
    r"|estimated)\s+){0,3}"
    r"(?:\d[\d,.]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    r"|dozens? of|hundreds? of))[\s-]*(?:nautical[\s-]*miles?|nmi?|miles?|kilomet(?:re|er)s?|kms?|met(?:re|er)s?|yards?)"
    r"(?:\s*\([^)]{1,40}\))?[^.;]{0,60}?$",
    re.IGNORECASE,
)
_LEADS: Final = re.compile(
    r"(?:\b(?:waters|seas?|coast|area|vicinity|north\w*|south\w*|east\w*|west\w*|off|near|around|between)\b[\s,]*"
    r"(?:of|off|from|around|near|the|its|coast|coastal|province|disputed|and|to|surrounding|waters|\s)*)$",
    re.IGNORECASE,
)
_BEFORE: Final = 110
_BETWEEN: Final = 40
#: A place of more than this radius is an area that many incidents lie in.
WIDE_KM: Final = 150.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a sentence names.

    Attributes
    ----------
    word
        The word of its name.
    start, end
        Offsets of the words that say where.
    position
        What the geocoder makes of them.
    name
        Common English name of the feature.
    sea
        It is at sea, not a town or a coast alone.
    """

    word: int
    start: int
    end: int
    position: Position
    name: str
    sea: bool

    @property
    def wide(self) -> bool:
        """Whether it is an area that many incidents lie in."""
        return (self.position.radius_km or 0.0) > WIDE_KM


@geodata.cached
def resolver() -> Callable[..., Position]:
    """Return the geocoder with a memory, which goes when the gazetteer changes: articles repeat their places."""

    @lru_cache(maxsize=8192)
    def resolve(words: str, actors: frozenset[str], hint: str = "") -> Position:
        return resolve_text(words, actors=actors, place=hint)

    return resolve


def find(line: Line, text: str, countries: frozenset[str]) -> list[Spot]:
    """Return the places of a sentence that have a position.

    Parameters
    ----------
    line
        The sentence.
    text
        The whole article.
    countries
        Who is in the article; decides between places of one name.
    """
    resolve, start, end = resolver(), line.sentence.start, line.sentence.end
    named = [(index, token) for index, token in enumerate(line.tokens) if "place" in token.kinds]
    found: list[Spot] = []
    last = start
    for number, (index, token) in enumerate(named):
        word = line.heads[index]
        if _is_person(line, word, token.kinds) or _is_of_somebody(line, index):
            continue
        after = named[number + 1][1].start if number + 1 < len(named) else end
        spot = _best(text, last, token.start, token.end, min(after, end), countries, word, resolve)
        if spot is not None:
            found.append(spot)
            last = max(last, token.end)
    if _PRINTED.search(text, start, end):
        position = resolve(text[start:end], countries)
        if position.status == "resolved" and position.method == "coordinates":
            at = text.find(position.matched_text, start, end)
            at = at if at >= 0 else start
            found.append(Spot(line.word_at(at), at, at + len(position.matched_text), position, name_of(position), True))
    found += _zones(line, text, countries, resolve) if not found else []
    return found


def _best(
    text: str, last: int, start: int, end: int, after: int, countries: frozenset[str], word: int,
    resolve: Callable[..., Position],
) -> Spot | None:  # fmt: skip
    """Place a name with what measures or leads to it, else alone."""
    before = text[max(last, start - _BEFORE) : start]
    readings = []
    for pattern in (_MEASURE, _LEADS):
        match = pattern.search(before)
        if match is not None and match.start() < len(before):
            readings.append(start - len(before) + match.start())
    behind = end
    generic = re.match(r"(?:\s*\([^)]{2,40}\))?(?:\s+(?:Shoal|Reef|Islands?|Bank|Cay|Atoll|province|town))?", text[end:after])
    behind += generic.end() if generic is not None else 0
    for first in [*readings, start]:
        position = resolve(text[first:behind], countries)
        if position.status == "ambiguous" and len(position.alternatives) == 1:
            name = gazetteer().features[position.alternatives[0]].name
            position = resolve(text[first:behind], countries, name)
        if position.status == "resolved" and position.lat is not None:
            words = text[first:behind]
            return Spot(word, first, behind, position, name_of(position), _at_sea(position, words))
    if behind > end:
        return _best(text, last, start, end, end, countries, word, resolve)
    return None


def _zones(line: Line, text: str, countries: frozenset[str], resolve: Callable[..., Position]) -> Iterator[Spot]:
    """Yield seas off whole countries, and zones: within Malaysia's exclusive economic zone."""
    for index, token in enumerate(line.tokens):
        if "country" not in token.kinds:
            continue
        behind = " ".join(one.text for one in line.tokens[index + 1 : index + 5])
        before = " ".join(one.text for one in line.tokens[max(index - 5, 0) : index])
        zone = re.match(r"(?:s )?(?:\w+ )?(?:exclusive economic zone|eez|coast|territorial (?:waters|sea)|waters)\b", behind)
        off = re.search(r"\b(?:off|coast of|waters of)(?: the)?$", before)
        if zone is None and off is None:
            continue
        last = line.tokens[min(index + (4 if zone else 0), len(line.tokens) - 1)].end
        first = line.tokens[max(index - 5, 0)].start
        position = resolve(text[first:last], countries)
        if position.status == "resolved" and position.lat is not None:
            yield Spot(line.heads[index], first, last, position, name_of(position), True)
            return


def _is_person(line: Line, word: int, kinds: object) -> bool:
    """Say whether a name is a person's: a given name beside another name that is no place, or behind a title."""
    one = line.words[word]
    token = line.token_at(word)
    if token is None or " " in token.text or one.tag not in {"NNP", "NNPS"}:
        return False
    beside = [each for each in line.children[word] if line.words[each].dep == "compound"]
    beside += [one.head] if one.dep == "compound" and line.words[one.head].tag == "NNP" else []
    return any(
        line.words[each].tag == "NNP" and not line.kinds_at(each) and abs(each - word) == 1 for each in beside
    )


def _is_of_somebody(line: Line, index: int) -> bool:
    """Say whether a name belongs to somebody's: the Palawan governor, Zambales fishermen."""
    token = line.tokens[index + 1] if index + 1 < len(line.tokens) else None
    return token is not None and token.kinds.get("head") in {"speaker"} and "sea" not in token.text


def name_of(position: Position) -> str:
    """Return the common English name of the feature that a position was found by."""
    feature = gazetteer().features.get(position.feature_id)
    return feature.name if feature is not None else position.matched_text


def _at_sea(position: Position, words: str) -> bool:
    if position.method in {"coordinates", "offset", "between", "coast_distance"} or not position.feature_id:
        return True
    return is_sea(position.feature_id) or _SEAWARD.search(fold(words)) is not None


@geodata.cached
def _land() -> frozenset[str]:
    """Return the kinds of feature that are land, as grammar data has them."""
    return frozenset(row["kind"] for row in geodata.rows("lexicon_kinds") if row["stands_in"] == "land")


def is_sea(feature_id: str) -> bool:
    """Say whether a feature is at sea."""
    feature = gazetteer().features[feature_id]
    return feature.group in SEA_GROUPS or (feature.kind not in _land() and feature.radius_km < 400 or feature.kind == "sea")


def rank(spot: Spot) -> tuple[bool, bool, float]:
    """Return how little a place fixes what happened there, for sorting: land, area, radius in km."""
    return not spot.sea, spot.wide, spot.position.radius_km or 0.0
