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
    r"|dozens? of|hundreds? of))[\s-]*"
    r"(?:nautical[\s-]*miles?|nmi?|miles?|kilomet(?:re|er)s?|kms?|met(?:re|er)s?|yards?)"
    r"(?:\s*\([^)]{1,40}\))?[^.;]{0,60}?$",
    re.IGNORECASE,
)
_GENERIC: Final = re.compile(r"(?:\s*\([^)]{2,40}\))?(?:\s+(?:Shoal|Reef|Islands?|Bank|Cay|Atoll|province|town))?")
_LEADS: Final = re.compile(
    r"(?:\b(?:waters|seas?|coast|area|vicinity|north\w*|south\w*|east\w*|west\w*|off|near|around|between)\b[\s,]*"
    r"(?:of|off|from|around|near|the|its|coast|coastal|province|disputed|and|to|surrounding|waters|\s)*)$",
    re.IGNORECASE,
)
_BEFORE: Final = 110
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
        if _is_person(line, word) or _is_of_somebody(line, index):
            continue
        after = named[number + 1][1].start if number + 1 < len(named) else end
        spot = next((one for one in _readings(text, (last, token.start, token.end, after), countries, word)), None)
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


def _readings(text: str, around: tuple[int, int, int, int], countries: frozenset[str], word: int) -> Iterator[Spot]:
    """Yield what a name may be: with what measures or leads to it, with the generic word behind it, and alone.

    ``around`` holds where the words before may begin, where the name begins and ends, and where those behind must end.
    """
    resolve, (last, start, end, after) = resolver(), around
    before = text[max(last, start - _BEFORE) : start]
    firsts = [start]
    for pattern in (_LEADS, _MEASURE):
        match = pattern.search(before)
        if match is not None and match.start() < len(before):
            firsts.insert(0, start - len(before) + match.start())
    generic = _GENERIC.match(text, end, after)
    for behind in (generic.end() if generic is not None else end, end):
        for first in firsts:
            words = text[first:behind]
            position = resolve(words, countries)
            if position.status == "ambiguous" and len(position.alternatives) == 1:
                position = resolve(words, countries, gazetteer().features[position.alternatives[0]].name)
            if position.status == "resolved" and position.lat is not None:
                yield Spot(word, first, behind, position, name_of(position), _at_sea(position, words))


def _zones(line: Line, text: str, countries: frozenset[str], resolve: Callable[..., Position]) -> Iterator[Spot]:
    """Yield seas off whole countries, and zones: within Malaysia's exclusive economic zone."""
    for index, token in enumerate(line.tokens):
        if "country" not in token.kinds:
            continue
        behind = " ".join(one.text for one in line.tokens[index + 1 : index + 5])
        before = " ".join(one.text for one in line.tokens[max(index - 5, 0) : index])
        zone = re.match(
            r"(?:s )?(?:\w+ )?(?:exclusive economic zone|eez|coast|territorial (?:waters|sea)|waters)\b", behind
        )
        off = re.search(r"\b(?:off|coast of|waters of)(?: the)?$", before)
        if zone is None and off is None:
            continue
        last = line.tokens[min(index + (4 if zone else 0), len(line.tokens) - 1)].end
        first = line.tokens[max(index - 5, 0)].start
        position = resolve(text[first:last], countries)
        if position.status == "resolved" and position.lat is not None:
            yield Spot(line.heads[index], first, last, position, name_of(position), True)
            return


def _is_person(line: Line, word: int) -> bool:
    """Say whether a name is a person's: a given name, or a bare name that no preposition of place leads to.

    Robert Island and Sabina Shoal are places wherever they stand; 'near Sabina' is one, and 'Robert Lincoln' is none.
    """
    token = line.token_at(word)
    if token is None or " " in token.text:
        return False
    if "given" in token.kinds:
        return True
    known = gazetteer().names.get(token.text)
    if known is None or known.quality == "exact":
        return False
    one = line.words[word]
    beside = [each for each in (*line.children[word], one.head) if abs(each - word) == 1]
    named = any(line.words[each].tag == "NNP" and "place" not in line.kinds_at(each) for each in beside)
    led = one.dep == "pobj" and line.words[one.head].lemma != "by"
    return named or not (led or one.dep == "conj")


def _is_of_somebody(line: Line, index: int) -> bool:
    """Say whether a name belongs to somebody's: the Palawan governor, Zambales fishermen."""
    token = line.tokens[index + 1] if index + 1 < len(line.tokens) else None
    return token is not None and token.kinds.get("head") == "speaker" and "sea" not in token.text


def unplaced(line: Line, text: str) -> tuple[int, int] | None:
    """Return the words that name a feature which the gazetteer does not place: near Frobisher Shoal."""
    match = _NAMED.search(text, line.sentence.start, line.sentence.end)
    return match.span() if match is not None else None


_NAMED: Final = re.compile(
    r"(?:(?:about |some |around )?\d[\d.,]* (?:nautical miles|miles|km|kilomet(?:re|er)s) (?:\w+ of |off )"
    r"|\b(?:near|at|off|around|in) )(?:the )?(?:[A-Z][\w'’-]+ ){1,3}(?:Shoal|Reef|Bank|Islands?|Cay|Atoll|Rock)\b"
    r"|\b(?:near|at|off|around) an? (?:\w+ ){0,2}(?:shoal|reef|islet|atoll|cay|sandbar)\b"
)


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
    return feature.group in SEA_GROUPS or (
        (feature.kind not in _land() and feature.radius_km < 400) or feature.kind == "sea"
    )
