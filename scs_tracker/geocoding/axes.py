"""Find every reading of printed digits as degrees, minutes and seconds, with a score for each."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES: Final = {"N": "lat", "S": "lat", "lat": "lat", "E": "lon", "W": "lon", "lon": "lon"}
MARKS: Final = {"°": "d", "o": "d", "º": "d", "'": "m", '"': "s"}
#: What a gap between two parts of one axis scores: the mark that belongs there, another one, a stop, a space.
_FITS, _TURNED, _STOP, _SPACE = 2.0, -0.5, 0.5, 0.0
#: What stands before the decimals of a number, with which no position begins.
DECIMALS: Final = ((".",),)
#: Every group that a reading takes in counts for it.
_COVERED: Final = 0.3
#: Parts of an axis: degrees, minutes, seconds, and decimals of the part before.
_TEMPLATES: Final = {1: ("D",), 2: ("DF", "DM"), 3: ("DMF", "DMS"), 4: ("DMSF",)}
_LONGEST: Final = 9
SIXTY: Final = 60
_SCALES: Final = {"D": 1.0, "M": 60.0, "S": 3600.0}
_MARK_OF: Final = {"D": "d", "M": "m", "S": "s"}
_GLUED: Final = -1.0


class Axis(NamedTuple):
    """One reading of groups of digits as a latitude or longitude, with its precision in degrees and its score."""

    value: float
    step: float
    groups: int
    score: float
    parts: str
    problem: str


class Run(NamedTuple):
    """The groups of digits in a part of a text, with their offsets and the symbols between them."""

    digits: list[str]
    spans: list[tuple[int, int]]
    gaps: list[tuple[str, ...]]
    places: list[list[tuple[int, int]]]
    whole: bool
    counted: bool
    named: bool
    axes: dict[int, list[Axis]]


def axes(run: Run, index: int) -> list[Axis]:
    """Return every reading as a latitude or longitude that starts at a group of digits, best first."""
    if (known := run.axes.get(index)) is not None:
        return known
    found = run.axes[index] = []
    for count, templates in _TEMPLATES.items():
        if index + count > len(run.digits):
            break
        if run.gaps[index + count] in DECIMALS and index + count < len(run.digits) and count < len(_TEMPLATES):
            continue
        gaps = run.gaps[index + 1 : index + count]
        if any(symbol in "&;|!" or is_name(symbol) for gap in gaps for symbol in gap):
            break
        behind = run.gaps[index + count]
        marks = [MARKS[one] for one in behind if one in MARKS]
        bound = bool(marks) and len(marks) == len(behind) and index + count < len(run.digits)
        closing = marks[0] if marks else ""
        digits = tuple(run.digits[index : index + count])
        for template in templates:
            for parts, score in _splits(digits, template):
                whole = template if len(parts) == count else _TEMPLATE_OF[len(parts), template]
                axis = _axis(parts, whole, gaps, closing, count)
                if axis is not None:
                    found.append(axis._replace(score=axis.score + score - 2.0 * bound) if score or bound else axis)
    found.sort(key=lambda one: -one.score)
    return found


#: What becomes of a template whose degrees hold the minutes, and the seconds, too.
_TEMPLATE_OF: Final = {
    (2, "D"): "DM", (3, "D"): "DMS", (3, "DF"): "DMF", (4, "DF"): "DMSF", (3, "DM"): "DMS", (4, "DMF"): "DMSF",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _splits(digits: tuple[str, ...], template: str) -> tuple[tuple[tuple[str, ...], float], ...]:
    """Return the ways to split groups of digits into degrees, minutes and seconds, with a score for each."""
    found = [(digits, 0.0)]
    first, rest = digits[0], digits[1:]
    if 3 < len(first) <= _LONGEST:
        for size in (2, 3):
            minutes = first[size:]
            if len(minutes) in {2, 4} and template in {"D", "DF"}:
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
) -> Axis | None:
    """Return one reading of groups of digits with its score, or None if a group has too many digits."""
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
        scale = _SCALES[role]
        value += int(part) / scale
        if role != "D":
            score += _gap_score(gap, template[at - 1]) if at > glued else 0.0
            if int(part) >= SIXTY:
                problem = f"{part} {'minutes' if role == 'M' else 'seconds'} is over 59; check the digits in the source"
                score -= 6.0
        before = gap
    return _closed(value, 1.0 / scale, count, score, template, problem, closing)


def _closed(value: float, step: float, count: int, score: float, template: str, problem: str, closing: str) -> Axis:
    """Return an axis whose score includes the symbol after its last part."""
    if closing:
        last = template.rstrip("F")[-1]
        score += 1.0 if closing == _MARK_OF[last] else -0.3
    return Axis(value, step, count, score, template, problem)


def _gap_score(gap: Sequence[str], before: str) -> float:
    """Return a score for the symbols before minutes or seconds; it is higher if they suit that part."""
    marks = [MARKS[one] for one in gap if one in MARKS]
    if marks:
        if gap[-1] == ".":
            return _TURNED  # 08°16'.05
        return _FITS if marks[0] == ("d" if before == "D" else "m") else _TURNED
    if "," in gap:
        return -3.0
    stops = any(one in "-:." for one in gap)
    return -1.0 if stops and " " in gap else _STOP if stops else _SPACE


def _decimal_score(gap: Sequence[str], before: Sequence[str], digits: int, role: str) -> float:
    """Return a score for the symbols before decimals; it is highest for a decimal point or comma."""
    marks = [MARKS[one] for one in gap if one in MARKS]
    if "." in gap or "," in gap:
        if " " in gap:
            return 0.2 if digits == 2 else -2.0  # 10, 50 độ
        if marks:
            return 2.0 if gap[-1] == "." else 1.5
        return 0.3 if before in DECIMALS and digits < 3 else 1.5  # 15.08.55
    if marks:
        fits = marks[0] == _MARK_OF[role]
        return 0.2 if fits and (digits > 2 or role == "S") else -1.0 if fits and role == "M" else -4.0
    if tuple(gap) == (" ",) and role == "M":
        return 0.2 if digits > 2 else -1.0
    return -4.0


def is_name(symbol: str) -> bool:
    """Return True if a symbol is a hemisphere letter (in either case) or the label ``lat`` or ``lon``."""
    return symbol in NAMES or symbol.upper() in NAMES
