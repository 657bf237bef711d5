"""Printed positions by generate and test: every way to split digits into degrees, minutes and seconds is scored.

A run of figures and marks is cut into groups of digits. From each group on, every axis that the next groups may be is
made (``D``, ``D.f``, ``D M``, ``D M.f``, ``D M S``, ``D M S.f``, also glued as 1507.5 or 150751) and scored by its
marks; every pair of axes is scored by its hemispheres, labels and whether it lies in this sea. The best pair counts, so
that no notation has a rule of its own: 15°08'N, 15-08.5N, N15.08.30, 15o08'30", 15008'30'', 06.16.800 U.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker.geocoding.records import Coordinates
from scs_tracker.geocoding.region import check, rounding_radius_km
from scs_tracker.geocoding.tokeniser import has

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scs_tracker.geocoding.tokeniser import Token

_WINDS: Final = {"0": "N", "180": "S", "90": "E", "270": "W"}
_NAMES: Final = {"N": "lat", "S": "lat", "lat": "lat", "E": "lon", "W": "lon", "lon": "lon"}
_MARKS: Final = {"°": "d", "o": "d", "º": "d", "'": "m", '"': "s"}
#: Signs that may stand in a run of figures beside the marks.
_SIGNS: Final = frozenset(",;:.-/()[]|=、")
_WORDS: Final = frozenset({"by", "x", "and"})
_SYMBOLS: Final = {"degrees": "°", "minutes": "'", "seconds": '"', "latitude": "lat", "longitude": "lon"}
#: What a gap between two parts of one axis scores: the mark that belongs there, another one, a stop, a space.
_FITS, _TURNED, _STOP, _SPACE = 2.0, -0.5, 0.5, 0.0
#: What stands before the decimals of a number, with which no position begins.
_DECIMALS: Final = ((".",),)
#: No report prints more figures in a row; what is left is read as another run.
_MOST_GROUPS: Final = 400
#: A box about this sea, in degrees, and how many figures a text has that is told what is wrong with them.
_NORTH, _WEST, _EAST = 26.0, 97.0, 125.0
_FEW: Final = 24
#: Signs between two axes: what is named before one belongs to the first, what is named behind it to the second.
_PARTING: Final = frozenset(",;/|&、")
#: Every group that a reading takes in counts for it.
_COVERED: Final = 0.3
#: Parts of an axis: degrees, minutes, seconds, and decimals of the part before.
_TEMPLATES: Final = {1: ("D",), 2: ("DF", "DM"), 3: ("DMF", "DMS"), 4: ("DMSF",)}
_LONGEST: Final = 9
_SIXTY: Final = 60
#: A pair that scores less is no position.
_ENOUGH: Final = 5.0
#: How much a position in this sea scores, and a hemisphere or a label.
_HERE: Final = 4.0
_NAMED: Final = 3.0
#: Two decimals of a degree may also be minutes, as the press prints them.
_HUNDREDTH: Final = 0.01
_GLUED: Final = -1.0


class _Axis(NamedTuple):
    """One way to read groups of digits: value and last step in degrees, number of groups, score, problem."""

    value: float
    step: float
    groups: int
    score: float
    parts: str
    problem: str


class _Run(NamedTuple):
    """Groups of digits of a text, each with its offsets, and the symbols before each and behind the last."""

    digits: list[str]
    spans: list[tuple[int, int]]
    gaps: list[tuple[str, ...]]
    places: list[list[tuple[int, int]]]
    whole: bool
    counted: bool
    named: bool
    axes: dict[int, list[_Axis]]


class _Pair(NamedTuple):
    """Two axes as a position: score, latitude, longitude, problem, the group after both, and whether it is marked."""

    score: float
    lat: _Axis
    lon: _Axis
    problem: str
    after: int
    marked: bool


def positions(tokens: Sequence[Token]) -> list[tuple[Coordinates, int, int]]:
    """Return the printed positions of a text, or what is wrong with them, each with its offsets in the folded text.

    Parameters
    ----------
    tokens
        The whole text.
    """
    return [one for run in _runs(tokens) for one in _of_run(run)]


def _runs(tokens: Sequence[Token]) -> Iterator[_Run]:
    """Yield the stretches of figures, marks, hemispheres and labels that may hold positions."""
    digits: list[str] = []
    spans: list[tuple[int, int]] = []
    gaps: list[tuple[str, ...]] = []
    gap: list[str] = []
    places: list[list[tuple[int, int]]] = [[]]
    first = 0
    for index in range(len(tokens) + 1):
        symbols = _symbols(tokens, index) if index < len(tokens) else None
        if symbols is None or len(digits) >= _MOST_GROUPS:
            marked = len(digits) > 1 and any(one in _MARKS or one == "." for gap in gaps for one in gap)
            if marked or (1 < len(digits) <= _FEW) or (digits and any(_is_name(one) for one in (*gaps[0], *gap))):
                named = any(_is_name(one) for each in (*gaps, gap) for one in each)
                counted = any(has(tokens, one, "counter") for one in range(first - 2, first))
                yield _Run(
                    digits,
                    spans,
                    [*gaps, tuple(gap)],
                    places,
                    first == 0 and index == len(tokens) and len(digits) <= _FEW,
                    counted,
                    named,
                    {},
                )
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
    """Return what a token is in a position: digits, marks, a hemisphere, a label, a sign; None if it ends the run."""
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
    """Return the symbol of a hemisphere, a mark, a label or a sign; hemispheres that may be else in small letters."""
    letter = kinds.get("hemisphere") or _WINDS.get(kinds.get("bearing", ""), "")
    if letter:
        plain = len(text) > 1 if "hemisphere" in kinds else len(text) == 1
        return letter if plain or text == letter.lower() else letter.lower()
    sign = kinds.get("sign", "")
    if sign in _MARKS or sign in _SIGNS:
        return sign
    named = next((symbol for kind, symbol in _SYMBOLS.items() if kind in kinds), "")
    return named or ("&" if "and" in kinds or text in _WORDS else "")


def _worded(tokens: Sequence[Token], index: int) -> str | None:
    """Return figures written in words before their mark: 十五度, one hundred and fifteen degrees."""
    from scs_tracker.geocoding.measures import amount

    if index and has(tokens, index - 1, "number") and not tokens[index - 1].text[0].isdigit():
        return ""
    read = amount(tokens, index)
    marked = read is not None and any(has(tokens, read[1], kind) for kind in ("degrees", "minutes", "seconds"))
    return f"{read[0][0]:g}" if read is not None and marked else None


def _of_run(run: _Run) -> Iterator[tuple[Coordinates, int, int]]:
    """Yield the positions of one run: at each group the best pair that no pair from the next groups surpasses."""
    index, size = 0, len(run.digits)
    known: dict[int, _Pair | None] = {}
    while index < size:
        for at in (index, index + 1, index + 2):
            if at < size and at not in known:
                known[at] = None if run.gaps[at] in _DECIMALS else _best(run, at)
        best = known[index]
        later = [one.score for at in (index + 1, index + 2) if at < size and (one := known[at]) is not None]
        if best is None or (later and max(later) > best.score):
            alone = _alone(run, index) if best is None else None
            if alone:
                yield Coordinates(0.0, 0.0, 0.0, alone), *run.spans[index]
            index += 1
            continue
        end = _end(run, best.after)
        yield _coordinates(best), _start(run, index), end
        known.clear()
        index = best.after


def _start(run: _Run, index: int) -> int:
    """Return where a position begins, with the labels and the hemisphere before its first group."""
    start = run.spans[index][0]
    for symbol, (first, _) in zip(reversed(run.gaps[index]), reversed(run.places[index]), strict=True):
        if symbol in _NAMES:
            start = first
        elif symbol not in " .:(-/,":
            break
    return start


def _end(run: _Run, after: int) -> int:
    """Return where a position ends, with the marks and names behind its last group, which are taken from the run."""
    end, gap, taken = run.spans[after - 1][1], run.gaps[after], 0
    parted = after == len(run.digits) or any(one in _PARTING or one in "(&" for one in gap)
    prefixed = any(one in {"E", "N", "lon", "lat"} for one in run.gaps[after - 1]) or any(
        one in {"E", "N"} for at in range(max(after - 4, 0), after) for one in run.gaps[at][-2:]
    )
    for at, symbol in enumerate(gap):
        if symbol in _MARKS or (parted and (symbol in _NAMES or (_is_name(symbol) and not prefixed))):
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


def _best(run: _Run, index: int) -> _Pair | None:
    """Return the best pair of axes from a group on, or None where none is good enough.

    Pairs that no order puts near this sea are looked at only where none is, to say what is wrong with them.
    """
    firsts = _axes(run, index)
    pairs = [
        (first, second)
        for first in firsts
        if first.value <= _NORTH or _WEST <= first.value <= _EAST
        for second in _axes(run, index + first.groups)
        if _is_near(first.value, second.value) or (run.named and _is_near(second.value, first.value))
    ]
    found = _best_of(run, index, pairs)
    if found is None and len(run.digits) <= _FEW and (run.named or run.whole):
        pairs = [(first, second) for first in firsts for second in _axes(run, index + first.groups)]
        found = _best_of(run, index, pairs)
    return found


def _best_of(run: _Run, index: int, pairs: Sequence[tuple[_Axis, _Axis]]) -> _Pair | None:
    best: _Pair | None = None
    for first, second in pairs:
        if best is None or first.score + second.score + 2 * _NAMED + _HERE > best.score:
            pair = _pair(run, index, first, second)
            if pair is not None and (best is None or pair.score > best.score):
                best = pair
    return best


def _is_near(lat: float, lon: float) -> bool:
    """Return True if a position may be in this sea, by a box about it."""
    return lat <= _NORTH and _WEST <= lon <= _EAST


def _axes(run: _Run, index: int) -> list[_Axis]:
    """Return every axis that the groups from ``index`` on may be."""
    if (known := run.axes.get(index)) is not None:
        return known
    found = run.axes[index] = []
    for count, templates in _TEMPLATES.items():
        if index + count > len(run.digits):
            break
        if run.gaps[index + count] in _DECIMALS and index + count < len(run.digits) and count < len(_TEMPLATES):
            continue
        gaps = [run.gaps[at] for at in range(index + 1, index + count)]
        if any(symbol in "&;|!" or _is_name(symbol) for gap in gaps for symbol in gap):
            break
        behind = run.gaps[index + count]
        bound = bool(behind) and all(one in _MARKS for one in behind) and index + count < len(run.digits)
        closing = next((_MARKS[one] for one in run.gaps[index + count] if one != " " and one in _MARKS), "")
        digits = tuple(run.digits[index : index + count])
        for template in templates:
            for parts, score in _splits(digits, template):
                axis = _axis(
                    parts, template if len(parts) == count else _TEMPLATE_OF[len(parts), template], gaps, closing, count
                )
                if axis is not None:
                    found.append(axis._replace(score=axis.score + score - 2.0 * bound))
    found.sort(key=lambda one: -one.score)
    return found


#: What becomes of a template whose degrees hold the minutes, and the seconds, too.
_TEMPLATE_OF: Final = {
    (2, "D"): "DM", (3, "D"): "DMS", (3, "DF"): "DMF", (4, "DF"): "DMSF", (3, "DM"): "DMS", (4, "DMF"): "DMSF",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _splits(digits: tuple[str, ...], template: str) -> tuple[tuple[tuple[str, ...], float], ...]:
    """Return the groups as they are, and with degrees and minutes that are glued together taken apart."""
    found = [(digits, 0.0)]
    first, rest = digits[0], digits[1:]
    if 3 < len(first) <= _LONGEST:
        for size in (2, 3):
            minutes = first[size:]
            if len(minutes) in {2, 4} and (len(first) - len(minutes), template) and template in {"D", "DF"}:
                parts = (first[:size], *(minutes[at : at + 2] for at in range(0, len(minutes), 2)))
                found.append(((*parts, *rest), _GLUED))
            if first[size] == "0" and len(first) == size + 3 and template in {"D", "DF", "DM", "DMF"}:
                found.append(((first[:size], first[size + 1 :], *rest), _GLUED))  # 15029' with a nought for the sign
        if first.endswith("0") and len(first) == 4 and template == "D":
            found.append(((first[:3],), _GLUED))  # 1100 E
    return tuple(
        (parts, score) for parts, score in found if len(parts) == len(digits) or (len(parts), template) in _TEMPLATE_OF
    )


def _axis(
    parts: Sequence[str], template: str, gaps: Sequence[tuple[str, ...]], closing: str, count: int
) -> _Axis | None:
    """Return one reading of groups with its score by marks, or None where its parts have the wrong length."""
    glued = len(parts) - count
    score, value, scale, problem = _COVERED * count, 0.0, 1.0, ""
    before: tuple[str, ...] = ()
    for at, (part, role) in enumerate(zip(parts, template, strict=True)):
        gap = gaps[at - 1 - glued] if at > glued else ()
        if role == "F":
            if len(part) > _LONGEST:
                return None
            score += _decimal_score(gap, before, len(part), template[at - 1])
            exact = "." in gap or "," in gap or len(part) > 2
            value += int(part) / 10 ** len(part) / scale
            step = 10.0 ** -len(part) / scale if exact else 1.0 / scale
            return _closed(value, step, count, score, template, problem, closing)
        if len(part) > (3 if role == "D" else 2):
            return None
        scale = {"D": 1.0, "M": 60.0, "S": 3600.0}[role]
        value += int(part) / scale
        if role != "D":
            score += _gap_score(gap, template[at - 1]) if at > glued else 0.0
            if int(part) >= _SIXTY:
                problem = f"{part} {'minutes' if role == 'M' else 'seconds'} are more than 59"
                score -= 6.0
        before = gap
    return _closed(value, 1.0 / scale, count, score, template, problem, closing)


def _closed(value: float, step: float, count: int, score: float, template: str, problem: str, closing: str) -> _Axis:
    """Add what the mark behind the last part says."""
    if closing:
        last = template.rstrip("F")[-1]
        score += 1.0 if closing == {"D": "d", "M": "m", "S": "s"}[last] else -0.3
    return _Axis(value, step, count, score, template, problem)


def _gap_score(gap: Sequence[str], before: str) -> float:
    """Return how well what stands before minutes or seconds says that they are such."""
    marks = [_MARKS[one] for one in gap if one in _MARKS]
    if marks:
        if gap[-1] == ".":
            return _TURNED  # 08°16'.05
        return _FITS if marks[0] == ("d" if before == "D" else "m") else _TURNED
    if "," in gap:
        return -3.0
    stops = any(one in "-:." for one in gap)
    return -1.0 if stops and " " in gap else _STOP if stops else _SPACE


def _decimal_score(gap: Sequence[str], before: Sequence[str], digits: int, role: str) -> float:
    """Return how well what stands before decimals says that they are such: a stop, also behind the mark; a space."""
    marks = [_MARKS[one] for one in gap if one in _MARKS]
    if "." in gap or "," in gap:
        if " " in gap:
            return 0.2 if digits == 2 else -2.0  # 10, 50 độ
        stops = before in _DECIMALS and digits < 3  # 15.08.55
        return 0.3 if stops else 2.0 if marks and gap[-1] == "." else 1.5
    if marks:
        fits = marks[0] == {"D": "d", "M": "m", "S": "s"}[role]
        return 0.2 if fits and (digits > 2 or role == "S") else -1.0 if fits and role == "M" else -4.0
    if tuple(gap) == (" ",) and role == "M":
        return 0.2 if digits > 2 else -1.0
    return -4.0


def _pair(run: _Run, index: int, first: _Axis, second: _Axis) -> _Pair | None:
    """Return two axes as a position, scored by hemispheres, labels and region."""
    middle = index + first.groups
    after = middle + second.groups
    before, between, behind = run.gaps[index], run.gaps[middle], run.gaps[after]
    marks = _sides(before, between, behind, last=after == len(run.digits))
    kinds = [{_NAMES[one] for one in side} for side in marks]
    problem = _contradiction(marks, kinds, negative=("-" in before[-1:] and " " not in before[-1:]))
    bound = bool(before) and index > 0 and all(one in _MARKS for one in before)
    score = first.score + second.score - 2.0 * bound + _NAMED * sum(len(kind) == 1 for kind in kinds)
    named = bool(kinds[0] or kinds[1])
    marked = named or any(one == "°" for gap in (between, *run.gaps[index + 1 : after]) for one in gap)
    if not named and not _is_bare_pair(run, index, first, second, marked=marked):
        return None
    swapped = "lon" in kinds[0] or (kinds[1] == {"lat"} and "lat" not in kinds[0])
    lat, lon = (second, first) if swapped else (first, second)
    north, east = (marks[1], marks[0]) if swapped else marks
    lat = lat._replace(value=-lat.value) if "S" in north or (not north and _is_negative(before)) else lat
    lon = lon._replace(value=-lon.value) if "W" in east else lon
    score += _HERE if not check(lat.value, lon.value) else -2.0
    score -= 3.0 * bool(problem)
    if score < _ENOUGH and not (problem or lat.problem or lon.problem or (marked and score > 0) or run.whole):
        return None
    return _Pair(score, lat, lon, problem, after, marked)


def _is_negative(before: Sequence[str]) -> bool:
    return before[-1:] == ("-",) and before[-2:-1] in {(), (" ",), ("(",), (",",)}


def _sides(
    before: Sequence[str], between: Sequence[str], behind: Sequence[str], *, last: bool
) -> tuple[Sequence[str], Sequence[str]]:
    """Return the hemispheres and labels of both axes: of every way to share them out the one that fits best.

    What stands behind both may name the position after it, unless this one is the last.
    """
    first = [one for one in before if _is_name(one)][-2:]
    middle = [one for one in between if _is_name(one)]
    ahead: list[str] = []
    for one in behind:
        if _is_name(one):
            ahead.append(one)
        elif one not in _MARKS and one not in " .()":
            break
    parted = next((at for at, one in enumerate(between) if one in _PARTING), None)
    cuts = range(len(middle), -1, -1) if parted is None else (sum(map(_is_name, between[:parted])),)
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


def _is_name(symbol: str) -> bool:
    """Return True for a hemisphere or a label; hemispheres in small letters are winds or letters of other meanings."""
    return symbol in _NAMES or symbol.upper() in _NAMES


def _strong(side: Sequence[str]) -> tuple[str, ...]:
    """Leave out winds as words and letters of other meanings where a hemisphere is named beside them."""
    if any(one in "NSEW" for one in side):
        return tuple(one for one in side if one in _NAMES)
    return tuple(one if one in _NAMES else one.upper() for one in side)


def _fit(sides: tuple[Sequence[str], Sequence[str]]) -> float:
    """Return how well two axes are named: each once, both by different names."""
    kinds = [{_NAMES[one] for one in side} for side in sides]
    named = sum(len(kind) == 1 for kind in kinds)
    letters = sum(len([one for one in side if one in "NSEW"]) > 1 for side in sides)
    return 3.0 * named - 4.0 * (kinds[0] == kinds[1] and named == 2) - 2.0 * letters - 0.01 * sum(map(len, sides))


def _contradiction(marks: Sequence[Sequence[str]], kinds: Sequence[set[str]], *, negative: bool) -> str:
    """Return how the hemispheres contradict each other, or an empty string."""
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


def _is_bare_pair(run: _Run, index: int, first: _Axis, second: _Axis, *, marked: bool) -> bool:
    """Return True if two figures without letters are a position: both marked or with decimals, or all of the text."""
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


def _alone(run: _Run, index: int) -> str:
    """Return what is wrong with an axis that has no other one, or an empty string."""
    if len(run.digits) > 4 or index:
        return ""
    sides = [one for gap in (run.gaps[0], run.gaps[-1]) for one in gap if one in "NSEW"]
    marked = any(one in _MARKS or one == "." for gap in run.gaps for one in gap)
    if not sides or not (marked or run.whole):
        return ""
    return f"the {'longitude' if _NAMES[sides[0]] == 'lat' else 'latitude'} is missing"


def _as_minutes(lat: _Axis, lon: _Axis) -> tuple[float, float, float] | None:
    """Read two decimals of a degree as minutes, where they can be."""
    values = []
    for one in (lat, lon):
        degrees, hundredths = divmod(round(abs(one.value) * 100), 100)
        if one.parts != "DF" or not math.isclose(one.step, _HUNDREDTH) or hundredths >= _SIXTY:
            return None
        values.append(math.copysign(degrees + hundredths / _SIXTY, one.value))
    if check(*values):
        return None
    return values[0], values[1], rounding_radius_km(values[0], 1 / _SIXTY, 1 / _SIXTY)
