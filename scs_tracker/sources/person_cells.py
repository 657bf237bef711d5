"""What people write into cells: nothing in many words, coordinates in many signs, numbers with a word beside them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from scs_tracker import geodata
from scs_tracker.sources.cells import as_typed
from scs_tracker.sources.foreign import read_count, read_point

_NUMBER: Final = r"([+-]?\d{1,3}(?:[.,]\d+)?)"
_AXIS: Final = re.compile(
    rf"([NSEWBĐ])?\s*{_NUMBER}\s*(?:[°º˚d]|deg)?\s*"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:['′’‘´`m]|min)?\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”“s]|''|′′|’’|sec)?)?\s*([NSEWBĐ])?",
    re.IGNORECASE,
)
_BETWEEN: Final = (
    re.compile(r"(.*[NSB])\s*[,;/]?\s*(.*[EWĐ])", re.IGNORECASE),
    re.compile(r"([NSB].*\d\S*)\s*[,;/]?\s*([EWĐ].*)", re.IGNORECASE),
    re.compile(r"([+-]?\d+(?:\.\d+)?)\s*[,;/\s]\s*([+-]?\d+(?:\.\d+)?)"),
    re.compile(r"([+-]?\d+(?:,\d+)?)\s*[;/\s]\s*([+-]?\d+(?:,\d+)?)"),
)
#: Hemispheres in words, and a dash between the two axes.
_LETTERS: Final = {
    "north": "N", "east": "E", "nord": "N", "est": "E", "bắc": "N", "đông": "E", "utara": "N", "timur": "E",
    "hilaga": "N", "silangan": "E",
}  # fmt: skip
_LETTERED: Final = re.compile(rf"(?<!\w)(?:{'|'.join(_LETTERS)})(?!\w)", re.IGNORECASE)
_DASHED: Final = re.compile(r"(?<=[NEBĐ])\s*[-–—]\s*(?=\d)")
#: '14-33.5N', '09-48-30N', 'N09-48', as watch officers write degrees and minutes.
_MINUTED: Final = (
    re.compile(
        r"(?<![\d.\-])(\d{1,3})-(\d{1,2}(?:\.\d+)?)(?:-(\d{1,2}(?:\.\d+)?))? ?([NSEW])(?![^\W\d_])", re.IGNORECASE
    ),
    re.compile(
        r"(?<![^\W\d_])([NSEW]) ?(\d{1,3})-(\d{1,2}(?:\.\d+)?)(?:-(\d{1,2}(?:\.\d+)?))?(?![\d.\-])", re.IGNORECASE
    ),
)
#: '3 crew injured', '3 nasugatan'.
_HARMED: Final = re.compile(r"(?<![\w.,-])(\d{1,4}) *((?:[^\W\d_]+ ?){1,4})")
_COUNT: Final = re.compile(r"(\d{1,6})(?:\.0)?(?: +[^\W\d]+| *\([^()\d]*\))?")


@geodata.cached
def words_of(kind: str) -> frozenset[str]:
    """Return the words of a kind that people write into cells, such as those for yes, for the morning or for the same.

    Examples
    --------
    >>> "oui" in words_of("yes"), "pagi" in words_of("morning")
    (True, True)
    """
    return frozenset(row["word"] for row in geodata.rows("mapped_words") if row["kind"] == kind)


def cleaned(cell: str) -> str:
    """Return a cell as it was typed, composed; what says that nothing is known is nothing.

    Examples
    --------
    >>> cleaned(" n/a "), cleaned("-"), cleaned(" Sabina Shoal ")
    ('', '', 'Sabina Shoal')
    """
    text = unicodedata.normalize("NFC", cell).replace("\xa0", " ").strip()
    text = as_typed(text) if text.startswith("'") else text
    return "" if text.casefold() in _nothing() else text


@geodata.cached
def _nothing() -> frozenset[str]:
    rows = (row for row in geodata.rows("table_columns") if row["column"] == "(nothing)")
    return frozenset(word.casefold() for row in rows for word in row["spellings"].split(";"))


def read_number(text: str, name: str) -> int:
    """Return a count; a word may stand beside the number.

    Raises
    ------
    ValueError
        No whole number stands there, or more than one.

    Examples
    --------
    >>> read_number("3 sailors", "injured")
    3
    """
    match = _COUNT.fullmatch(text)
    try:
        return read_count(match[1] if match else text, name)
    except ValueError:
        raise ValueError(f"{name} {text!r} is no whole number; write digits, or leave it empty") from None


def harm_of(text: str) -> dict[str, str]:
    """Return how many people came to harm, of a cell such as '4 injured, 1 missing'; a bare number tells no kind.

    Examples
    --------
    >>> harm_of("3 crew injured; 1 dead"), harm_of("3"), harm_of("vessel damaged")
    ({'injured': '3', 'killed': '1'}, {}, {})
    """
    found = {}
    for number, words in _HARMED.findall(text):
        for kind in ("injured", "killed"):
            if words_of(kind).intersection(words.casefold().split()) or words.strip().casefold() in words_of(kind):
                found[kind] = number
    return found


def point_of(lat: str, lon: str) -> tuple[float, float] | None:
    r"""Return a point from two cells, in decimal degrees or in degrees, minutes and seconds.

    Raises
    ------
    ValueError
        One is missing or they are no coordinates.

    Examples
    --------
    >>> point_of("9°44'00\"N", "115°52.8'E"), point_of("9,73", "115,86")
    ((9.733333, 115.88), (9.73, 115.86))
    """
    return read_point(_decimal(lat), _decimal(lon))


def point_in(text: str) -> tuple[float, float] | None:
    """Return the point of one cell that holds latitude and longitude, or None where it holds something else.

    A first number beyond 90 can only be a longitude.

    Examples
    --------
    >>> point_in("9.73, 115.86"), point_in("9°44′N 115°52′E"), point_in("115.86 9.73"), point_in("Sabina Shoal")
    ((9.73, 115.86), (9.733333, 115.866667), (9.73, 115.86), None)
    """
    text = _LETTERED.sub(lambda word: _LETTERS[word[0].casefold()], text.strip(" ()[]"))
    text = _with_signs(_DASHED.sub(" ", text.replace("，", ",").replace("；", ";")))
    for form in _BETWEEN:
        match = form.fullmatch(text)
        if match is None:
            continue
        try:
            one, two = float(_decimal(match[1]).replace(",", ".")), float(_decimal(match[2]).replace(",", "."))
        except ValueError:
            continue
        lat, lon = (two, one) if abs(one) > 90 >= abs(two) else (one, two)
        if abs(lat) <= 90 and abs(lon) <= 180:
            return lat, lon
    return None


def _with_signs(text: str) -> str:
    """Return degrees and minutes that dashes part with their signs."""
    behind, before = _MINUTED
    text = behind.sub(lambda one: f"{one[1]}°{one[2]}'" + (f'{one[3]}"' if one[3] else "") + one[4], text)
    return before.sub(lambda one: f"{one[1]}{one[2]}°{one[3]}'" + (f'{one[4]}"' if one[4] else ""), text)


def _decimal(text: str) -> str:
    """Return an axis in decimal degrees, or the text as it stands where it is none."""
    match = _AXIS.fullmatch(_with_signs(text.strip()))
    if match is None or not (match[1] or match[5] or match[3]):
        return text
    degrees, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.group(2, 3, 4))
    if minutes >= 60 or seconds >= 60:
        return text
    letter = (match[1] or match[5] or "").upper()
    value = abs(degrees) + minutes / 60 + seconds / 3600
    return str(round(-value if degrees < 0 or letter in {"S", "W"} else value, 6))
