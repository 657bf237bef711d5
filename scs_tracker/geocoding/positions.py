"""Parse printed positions by scoring every way to split digits into degrees, minutes and seconds.

A run of digits and symbols is split into groups of digits. Each group may start an axis (``D``, ``D.f``, ``D M``,
``D M.f``, ``D M S``, ``D M S.f``, also run together as 1507.5 or 150751), which is scored by its symbols. Each pair of
axes is scored by its hemispheres, labels and region. The best pair is used, so that no notation needs its own rule:
15°08'N, 15-08.5N, N15.08.30, 15o08'30", 15008'30'', 06.16.800 U.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker.geocoding.axes import DECIMALS, MARKS, NAMES, SIXTY, Axis, Run, axes, is_name
from scs_tracker.geocoding.records import Coordinates
from scs_tracker.geocoding.region import check, rounding_radius_km
from scs_tracker.geocoding.tokeniser import has

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scs_tracker.geocoding.tokeniser import Token

_WINDS: Final = {"0": "N", "180": "S", "90": "E", "270": "W"}
#: Signs that may stand in a run of figures beside the marks.
_SIGNS: Final = frozenset(",;:.-/()[]|=、")
_WORDS: Final = frozenset({"by", "x", "and"})
_SYMBOLS: Final = {"degrees": "°", "minutes": "'", "seconds": '"', "latitude": "lat", "longitude": "lon"}
#: No report prints more figures in a row; what is left is read as another run.
_MOST_GROUPS: Final = 400
#: A box about this sea, in degrees, and how many figures a text has that is told what is wrong with them.
_NORTH, _WEST, _EAST = 26.0, 97.0, 125.0
_FEW: Final = 24
#: Signs between two axes: what is named before one belongs to the first, what is named behind it to the second.
_PARTING: Final = frozenset(",;/|&、")
#: A pair that scores less is no position.
_ENOUGH: Final = 5.0
#: How much a position in this sea scores, and a hemisphere or a label.
_HERE: Final = 4.0
_NAMED: Final = 3.0
#: Two decimals of a degree may also be minutes, as the press prints them.
_HUNDREDTH: Final = 0.01


class _Pair(NamedTuple):
    """Two axes combined into a position: its score, error, the group after it, and whether the match is sure."""

    score: float
    lat: Axis
    lon: Axis
    problem: str
    after: int
    tight: bool


def positions(tokens: Sequence[Token]) -> list[tuple[Coordinates, int, int]]:
    """Return the printed positions of a text, or their errors, each with its offsets in the folded text."""
    return [one for run in _runs(tokens) for one in _of_run(run)]


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    """Yield the runs of digits, symbols, hemispheres and labels in a text that may contain positions."""
    digits: list[str] = []
    spans: list[tuple[int, int]] = []
    gaps: list[tuple[str, ...]] = []
    gap: list[str] = []
    places: list[list[tuple[int, int]]] = [[]]
    first = 0
    for index in range(len(tokens) + 1):
        symbols = _symbols(tokens, index) if index < len(tokens) else None
        if symbols is None or len(digits) >= _MOST_GROUPS:
            marked = len(digits) > 1 and any(one in MARKS or one == "." for gap in gaps for one in gap)
            if marked or (1 < len(digits) <= _FEW) or (digits and any(is_name(one) for one in (*gaps[0], *gap))):
                named = any(is_name(one) for each in (*gaps, gap) for one in each)
                counted = any(has(tokens, one, "counter") for one in range(first - 2, first))
                whole = first == 0 and index == len(tokens) and len(digits) <= _FEW
                yield Run(digits, spans, [*gaps, tuple(gap)], places, whole, counted, named, {})
            digits, spans, gaps, gap, places, first = [], [], [], [], [[]], index + 1
            continue
        if index and tokens[index].start > tokens[index - 1].end:
            gap.append(" ")
            places[-1].append((tokens[index - 1].end, tokens[index].start))
        elif index and symbols and symbols[0][:1].isdigit() and "word" in tokens[index - 1].kinds:
            gap.append("!")  # HN0128: figures that a word ends in
            places[-1].append((tokens[index].start, tokens[index].start))
        at = tokens[index].start
        for symbol in filter(None, symbols):
            if symbol[0].isdigit():
                digits.append(symbol)
                spans.append((at, at + len(symbol)))
                gaps.append(tuple(gap))
                places.append([])
                gap = []
            elif symbol == "=" and gap and gap[-1].islower():
                gap.pop()  # ;u=10000
                places[-1].pop()
            else:
                gap.append(symbol)
                places[-1].append((at, max(at + len(symbol), tokens[index].end if len(symbols) == 1 else 0)))
            at += len(symbol)


def _symbols(tokens: Sequence[Token], index: int) -> list[str] | None:
    """Return the symbols of a token in a position (digits, mark, hemisphere, label), or None if it ends the run."""
    kinds, text, _, _ = tokens[index]
    if "number" in kinds and text[0].isdigit():
        if has(tokens, index + 1, "unit") and "bearing" not in tokens[index + 1].kinds:
            return None
        whole, point, rest = text.replace(",", ".").partition(".")
        return [whole, point, rest] if rest.isdigit() else [text] if text.isdigit() else None
    worded = _worded(tokens, index) if "number" in kinds else None
    if worded is not None:
        return [worded]
    symbol = _symbol(kinds, text) or ("°" if text == "o" and index and tokens[index - 1].text[-1:].isdigit() else "")
    if symbol:
        return [symbol]
    corner = len(text) == 1 and text.isalpha() and text.isascii() and has(tokens, index + 1, "number")
    return [] if corner else None


def _symbol(kinds: Mapping[str, str], text: str) -> str:
    """Return the symbol of a hemisphere, mark or label, in lower case if ambiguous, or an empty string."""
    letter = kinds.get("hemisphere") or _WINDS.get(kinds.get("bearing", ""), "")
    if letter:
        plain = len(text) > 1 if "hemisphere" in kinds else len(text) == 1
        return letter if plain or text == letter.lower() else letter.lower()
    sign = kinds.get("sign", "")
    if sign in MARKS or sign in _SIGNS:
        return sign
    named = next((symbol for kind, symbol in _SYMBOLS.items() if kind in kinds), "")
    return named or ("&" if "and" in kinds or text in _WORDS else "")


def _worded(tokens: Sequence[Token], index: int) -> str | None:
    """Return a number in words before its unit as digits (十五度), or None; '' for its further words."""
    from scs_tracker.geocoding.measures import amount

    if index and has(tokens, index - 1, "number") and not tokens[index - 1].text[0].isdigit():
        return ""
    read = amount(tokens, index)
    marked = read is not None and any(has(tokens, read[1], kind) for kind in ("degrees", "minutes", "seconds"))
    return f"{read[0][0]:g}" if read is not None and marked else None


def _of_run(run: Run) -> Iterator[tuple[Coordinates, int, int]]:
    """Yield the positions of a run: the best pair at each group, unless one of the next two groups has a better one."""
    index, size = 0, len(run.digits)
    known: dict[int, _Pair | None] = {}
    while index < size:
        for at in range(index, min(index + 3, size)):
            if at not in known:
                known[at] = None if run.gaps[at] in DECIMALS else _best(run, at)
            if (sure := known[at]) is not None and sure.tight:
                break
        best = known[index]
        later = [one.score for at in (index + 1, index + 2) if (one := known.get(at)) is not None]
        alone = _alone(run, index) if best is None or check(best.lat.value, best.lon.value) else ""
        if alone:
            yield Coordinates(0.0, 0.0, 0.0, alone), *run.spans[index]
            return
        if best is None or (later and max(later) > best.score):
            index += 1
            continue
        end = _end(run, best.after)
        yield _coordinates(best), _start(run, index), end
        known.clear()
        index = best.after


def _start(run: Run, index: int) -> int:
    """Return the offset where a position starts, including the labels and hemisphere before its first group."""
    start = run.spans[index][0]
    for symbol, (first, _) in zip(reversed(run.gaps[index]), reversed(run.places[index]), strict=True):
        if symbol in NAMES:
            start = first
        elif symbol not in " .:(-/,":
            break
    return start


def _end(run: Run, after: int) -> int:
    """Return the offset after a position and the marks and labels that close it, and remove these from the run."""
    end, gap, taken = run.spans[after - 1][1], run.gaps[after], 0
    parted = after == len(run.digits) or any(one in _PARTING or one in "(&" for one in gap)
    prefixed = any(one in {"E", "N", "lon", "lat"} for one in run.gaps[after - 1]) or any(
        one in {"E", "N"} for at in range(max(after - 4, 0), after) for one in run.gaps[at][-2:]
    )
    for at, symbol in enumerate(gap):
        if symbol in MARKS or (parted and (symbol in NAMES or (is_name(symbol) and not prefixed))):
            taken = at + 1
        elif symbol not in " .":
            break
    end = run.places[after][taken - 1][1] if taken else end
    run.gaps[after], run.places[after] = gap[taken:], run.places[after][taken:]
    return end


def _coordinates(best: _Pair) -> Coordinates:
    lat, lon = best.lat, best.lon
    problem = best.problem or lat.problem or lon.problem or check(lat.value, lon.value)
    radius_km = 0.0 if problem else rounding_radius_km(lat.value, lat.step, lon.step)
    return Coordinates(lat.value, lon.value, radius_km, problem, None if problem else _as_minutes(lat, lon))


def _best(run: Run, index: int) -> _Pair | None:
    """Return the best pair of axes that starts at a group, or None if no pair scores high enough."""
    firsts = axes(run, index)
    pairs = [
        (first, second)
        for first in firsts
        if first.value <= _NORTH or _WEST <= first.value <= _EAST
        for second in axes(run, index + first.groups)
        if _is_near(first.value, second.value) or (run.named and _is_near(second.value, first.value))
    ]
    found = _best_of(run, index, pairs)
    if found is None and len(run.digits) <= _FEW and (run.named or run.whole):
        pairs = [(first, second) for first in firsts for second in axes(run, index + first.groups)]
        found = _best_of(run, index, pairs)
    return found


def _best_of(run: Run, index: int, pairs: Sequence[tuple[Axis, Axis]]) -> _Pair | None:
    best: _Pair | None = None
    for first, second in pairs:
        if best is None or first.score + second.score + 2 * _NAMED + _HERE > best.score:
            pair = _pair(run, index, first, second)
            if pair is not None and (best is None or pair.score > best.score):
                best = pair
    return best


def _is_near(lat: float, lon: float) -> bool:
    """Return True if a position lies within the bounding box of the South China Sea."""
    return lat <= _NORTH and _WEST <= lon <= _EAST


def _pair(run: Run, index: int, first: Axis, second: Axis) -> _Pair | None:
    """Return two axes as a position with its score, or None if they are not likely to be a position."""
    middle = index + first.groups
    after = middle + second.groups
    before, between, behind = run.gaps[index], run.gaps[middle], run.gaps[after]
    marks = _sides(before, between, behind, last=after == len(run.digits))
    kinds = [{NAMES[one] for one in side} for side in marks]
    problem = _contradiction(marks, kinds, negative=("-" in before[-1:] and " " not in before[-1:]))
    bound = bool(before) and index > 0 and all(one in MARKS for one in before)
    score = first.score + second.score - 2.0 * bound + _NAMED * sum(len(kind) == 1 for kind in kinds)
    named = bool(kinds[0] or kinds[1])
    marked = named or any(one == "°" for gap in (between, *run.gaps[index + 1 : after]) for one in gap)
    if not named and not _is_bare_pair(run, index, first, second, marked=marked):
        return None
    swapped = "lon" in kinds[0] or (kinds[1] == {"lat"} and "lat" not in kinds[0])
    lat, lon = (second, first) if swapped else (first, second)
    north, east = (marks[1], marks[0]) if swapped else marks
    lat = lat._replace(value=-lat.value) if "S" in north or (not north and _is_negative(before)) else lat
    lon = lon._replace(value=-lon.value) if "W" in east or (not named and _is_negative(between)) else lon
    score += _HERE if not check(lat.value, lon.value) else -2.0
    score -= 3.0 * bool(problem)
    if score < _ENOUGH and not (problem or lat.problem or lon.problem or (marked and score > 0) or run.whole):
        return None
    inner = (*run.gaps[index + 1 : middle], *run.gaps[middle + 1 : after])
    tight = len(kinds[0]) == len(kinds[1]) == 1 and not problem and not any(" " in gap for gap in inner)
    return _Pair(score, lat, lon, problem, after, tight and not (lat.problem or lon.problem))


def _is_negative(before: Sequence[str]) -> bool:
    return before[-1:] == ("-",) and before[-2:-1] in {(), (" ",), ("(",), (",",)}


@lru_cache(maxsize=4096)
def _sides(
    before: tuple[str, ...], between: tuple[str, ...], behind: tuple[str, ...], *, last: bool
) -> tuple[Sequence[str], Sequence[str]]:
    """Return the hemispheres and labels of both axes, divided between them in the way that fits best.

    Letters after both axes may belong to the next position, unless this one is the last of its run.
    """
    first = [one for one in before if is_name(one)][-2:]
    middle = [one for one in between if is_name(one)]
    ahead: list[str] = []
    for one in behind:
        if is_name(one):
            ahead.append(one)
        elif one not in MARKS and one not in " .()":
            break
    parted = next((at for at, one in enumerate(between) if one in _PARTING), None)
    cuts = range(len(middle), -1, -1) if parted is None else (sum(map(is_name, between[:parted])),)
    ways = [
        (
            _strong((*first[: len(first) - kept], *middle[:cut])),
            _strong((*first[len(first) - kept :], *middle[cut:], *ahead[:count])),
        )
        for kept in range(len(first) if {*first} == {"lat", "lon"} else 1)
        for cut in cuts
        for count in range(bool(last and ahead), min(2, len(ahead)) + 1)
    ]
    return max(ways, key=_fit)


def _strong(side: Sequence[str]) -> tuple[str, ...]:
    """Return the labels of an axis, without its ambiguous letters if another letter is a clear hemisphere."""
    if any(one in "NSEW" for one in side):
        return tuple(one for one in side if one in NAMES)
    return tuple(one if one in NAMES else one.upper() for one in side)


def _fit(sides: tuple[Sequence[str], Sequence[str]]) -> float:
    """Return a score for the labels of two axes, highest if each axis has one and they differ."""
    kinds = [{NAMES[one] for one in side} for side in sides]
    named = sum(len(kind) == 1 for kind in kinds)
    letters = sum(len([one for one in side if one in "NSEW"]) > 1 for side in sides)
    return 3.0 * named - 4.0 * (kinds[0] == kinds[1] and named == 2) - 2.0 * letters - 0.01 * sum(map(len, sides))


def _contradiction(marks: Sequence[Sequence[str]], kinds: Sequence[set[str]], *, negative: bool) -> str:
    """Return how the hemispheres of a position contradict each other, or an empty string if they do not."""
    for side, kind in zip(marks, kinds, strict=True):
        letters = {one for one in side if one in "NSEW"}
        if len(kind) > 1 or len(letters) > 1:
            return f"the hemispheres contradict each other: {' and '.join(sorted(set(side)))}"
    if negative and "N" in marks[0]:
        return "the hemispheres contradict each other: a minus sign and N"
    if kinds[0] and kinds[0] == kinds[1]:
        name = "latitudes" if "lat" in kinds[0] else "longitudes"
        return f"the hemispheres contradict each other: both numbers are {name}"
    return ""


def _is_bare_pair(run: Run, index: int, first: Axis, second: Axis, *, marked: bool) -> bool:
    """Return True if two numbers without hemispheres are a position: marked, decimal or the whole text."""
    middle = index + first.groups
    after = middle + second.groups
    whole = run.whole and index == 0 and after == len(run.digits)
    if "!" in run.gaps[index] or run.counted:
        return False
    parted = any(one in _PARTING for one in run.gaps[middle])
    if marked:
        return True
    if "D" in (first.parts, second.parts):
        return whole and parted
    tied = all(
        one.parts[1:2] == "F" or any(set(run.gaps[at]) & {"-", ":"} for at in range(start + 1, start + one.groups))
        for one, start in ((first, index), (second, middle))
    )
    return tied and (parted or whole or " " in run.gaps[middle])


def _alone(run: Run, index: int) -> str:
    """Return the error for a latitude or longitude without its counterpart, or an empty string."""
    named = [one for gap in run.gaps for one in gap if is_name(one)]
    if index or len(named) != 1 or named[0] not in "NSEW" or len(run.digits) > len("DMS"):
        return ""
    marked = any(one in MARKS or one == "." for gap in run.gaps for one in gap)
    return f"the {'longitude' if NAMES[named[0]] == 'lat' else 'latitude'} is missing" if marked or run.whole else ""


def _as_minutes(lat: Axis, lon: Axis) -> tuple[float, float, float] | None:
    """Return a position with two decimals of a degree read as minutes, or None if that is not possible."""
    values = []
    for one in (lat, lon):
        degrees, hundredths = divmod(round(abs(one.value) * 100), 100)
        if one.parts != "DF" or not math.isclose(one.step, _HUNDREDTH) or hundredths >= SIXTY:
            return None
        values.append(math.copysign(degrees + hundredths / SIXTY, one.value))
    if check(*values):
        return None
    return values[0], values[1], rounding_radius_km(values[0], 1 / SIXTY, 1 / SIXTY)
