"""Find the places that a sentence names, and locate them with the geocoder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.names import SEA_GROUPS, gazetteer
from scs_tracker.text.folding import fold
from scs_tracker.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scs_tracker.articles.trees import Line
    from scs_tracker.model import Position


#: How many characters before a name may contain its distance or preposition.
_BEFORE: Final = 110
#: A place with a larger radius is an area that contains many incidents.
WIDE_KM: Final = 150.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a sentence names, with its position.

    ``word``: index of the head word of its name; ``start``, ``end``: offsets of the location text; ``position``: the
    geocoder's result for that text; ``name``: common English name of the feature; ``sea``: True if it is at sea, False
    for a town or coast.
    """

    word: int
    start: int
    end: int
    position: Position
    name: str
    sea: bool

    @property
    def wide(self) -> bool:
        """Return True if the uncertainty radius of the place is more than 150 km."""
        return (self.position.radius_km or 0.0) > WIDE_KM


@geodata.cached
def resolver() -> Callable[..., Position]:
    """Return the geocoder with a cache for repeated places, which is dropped when the gazetteer changes."""

    @lru_cache(maxsize=8192)
    def resolve(words: str, actors: frozenset[str], hint: str = "") -> Position:
        return resolve_text(words, actors=actors, place=hint)

    return resolve


def find(line: Line, text: str, countries: frozenset[str]) -> list[Spot]:
    """Return the places in a sentence that have a position; ``countries`` decides between places with equal names."""
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
    if pattern("place-printed").search(text, start, end):
        position = resolve(text[start:end], countries)
        if position.status == "resolved" and position.method == "coordinates":
            at = text.find(position.matched_text, start, end)
            at = at if at >= 0 else start
            found.append(Spot(line.word_at(at), at, at + len(position.matched_text), position, name_of(position), True))
    found += _zones(line, text, countries, resolve) if not found else []
    return found


def _readings(text: str, around: tuple[int, int, int, int], countries: frozenset[str], word: int) -> Iterator[Spot]:
    """Yield the positions of a place name, read with the distance or generic word next to it, and read alone.

    ``around``: offsets of the earliest word before the name, of the name's start and end, and of the last word after.
    """
    resolve, (last, start, end, after) = resolver(), around
    before = text[max(last, start - _BEFORE) : start]
    firsts = [start]
    for name in ("place-lead", "place-measure"):
        match = pattern(name).search(before)
        if match is not None and match.start() < len(before):
            firsts.insert(0, start - len(before) + match.start())
    generic = pattern("place-generic").match(text, end, after)
    for behind in (generic.end() if generic is not None else end, end):
        for first in firsts:
            words = text[first:behind]
            position = resolve(words, countries)
            if position.status == "ambiguous" and len(position.alternatives) == 1:
                position = resolve(words, countries, gazetteer().features[position.alternatives[0]].name)
            if position.status == "resolved" and position.lat is not None:
                yield Spot(word, first, behind, position, name_of(position), _at_sea(position, words))


def _zones(line: Line, text: str, countries: frozenset[str], resolve: Callable[..., Position]) -> Iterator[Spot]:
    """Yield the first zone or sea off a country that a sentence names, as in 'Malaysia's exclusive economic zone'."""
    for index, token in enumerate(line.tokens):
        if "country" not in token.kinds:
            continue
        behind = " ".join(one.text for one in line.tokens[index + 1 : index + 5])
        before = " ".join(one.text for one in line.tokens[max(index - 5, 0) : index])
        zone = pattern("place-zone").match(behind)
        off = pattern("place-off").search(before)
        if zone is None and off is None:
            continue
        last = line.tokens[min(index + (4 if zone else 0), len(line.tokens) - 1)].end
        first = line.tokens[max(index - 5, 0)].start
        position = resolve(text[first:last], countries)
        if position.status == "resolved" and position.lat is not None:
            yield Spot(line.heads[index], first, last, position, name_of(position), True)
            return


def _is_person(line: Line, word: int) -> bool:
    """Return True if a name is probably a person's: a given name, or a bare name without a preposition of place.

    'Robert Island' and 'Sabina Shoal' are always places, and so is 'near Sabina'; 'Robert Lincoln' is a person.
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
    """Return True if the next word is a speaker's title, as in 'the Palawan governor'."""
    token = line.tokens[index + 1] if index + 1 < len(line.tokens) else None
    return token is not None and token.kinds.get("head") == "speaker" and "sea" not in token.text


def unplaced(line: Line, text: str) -> tuple[int, int] | None:
    """Return the offsets of the first phrase in a sentence that has the form of a feature's name, or None."""
    match = pattern("place-named").search(text, line.sentence.start, line.sentence.end)
    return match.span() if match is not None else None


def name_of(position: Position) -> str:
    """Return the common English name of the feature at a position, or the matched text if it has no feature."""
    feature = gazetteer().features.get(position.feature_id)
    return feature.name if feature is not None else position.matched_text


def _at_sea(position: Position, words: str) -> bool:
    if position.method in {"coordinates", "offset", "between", "coast_distance"} or not position.feature_id:
        return True
    feature = gazetteer().features[position.feature_id]
    land = geodata.values_by("lexicon_kinds", "kind", "stands_in").get(feature.kind) == "land"
    if feature.group in SEA_GROUPS or feature.kind == "sea" or (not land and feature.radius_km < 400):
        return True
    return pattern("place-seaward").search(fold(words)) is not None
