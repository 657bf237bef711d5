"""Name sides, vessels and speakers in sentences, with the words of actors.csv and speakers.csv."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.act import country_of, speaker_of
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.words import listed, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, str]

#: Number of vessels that are named; the others are only counted.
_UNITS: Final = 3
#: The hull number after the name of a vessel.
HULL: Final = re.compile(r"\s*\([^()]*\)$")
#: Nouns in the plural, not names with the same ending: RHIBs, fishing boats, two aircraft.
_SEVERAL: Final = re.compile(r"(?:\b[A-Z]{2,}|\b[a-z]+)s$|^(?:two|three|four|five|six|seven|eight|nine|ten)\b")
#: A number as articles print it: bow number 21551.
_TOLD_NUMBER: Final = re.compile(r"^(?:(?:bow|hull|body|pennant|side) (?:number|no\.?) \(?)?(\d+)\)?$", re.IGNORECASE)
#: A type of aircraft or vessel rather than a name: J-11, Cessna 206, PCG patrol aircraft.
_TYPE: Final = re.compile(
    r"(?:[A-Z]{3,} )?((?:[ABCFHJNPY]|CH|EP|FA|Il|KJ|NC|OV|RC|Su)-\d|Cessna\b(?!.* \d{4}$)|patrol aircraft$)"
)
#: A list with the source that it repeats: SCSDI (after Reuters).
_RETOLD: Final = re.compile(r"(?P<by>.+) \(after (?P<origin>.+)\)")


def _actor(code: str) -> Row:
    return geodata.rows_by("actors", "code").get(code) or {"code": code, "country": country_of(code), "name": code}


def is_one(units: Sequence[str]) -> bool:
    """Return True if units are one vessel or aircraft: 'Philippine Navy RHIBs' and 'two fishing boats' are several.

    >>> is_one(["USS Higgins"]), is_one(["Philippine Navy RHIBs"]), is_one(["wooden boats"]), is_one(["a", "b"])
    (True, False, False, False)
    """
    return len(units) == 1 and not _SEVERAL.search(HULL.sub("", units[0]))


def side(codes: Sequence[str], units: Sequence[str] = (), *, form: str = "side", things: str = "") -> str:
    """Return a phrase for a side: the names of its actors with their units as printed.

    More than three units are counted. Form ``side`` names the services and ``craft`` their vessels; ``things`` is the
    noun for units without a name.

    >>> side(["CN-CCG"]), side(["PH-PCG"], form="craft"), side(["CN-CCG"], ["CCG 3104", "CCG 3105"])
    ('the China Coast Guard', 'Philippine Coast Guard vessels', 'the China Coast Guard ships 3104 and 3105')
    >>> side(["PH-PCG"], ["BRP Cabra (MRRV-4409)"])
    'BRP Cabra of the Philippine Coast Guard'
    >>> side(["CN-PLAAF"], ["PLAAF fighter 63270"]), side(["US-USAF"], ["EP-3E Aries II"])
    ('fighter 63270 of the Chinese air force', 'an EP-3E Aries II of the US Air Force')
    """
    if not codes:
        return _("an unnamed party") if form == "side" else _("vessels of an unnamed party")
    named = list(dict.fromkeys(HULL.sub("", unit) for unit in units))
    if 0 < len(named) <= _UNITS:
        if len(codes) == 1:
            return _with_units(_actor(codes[0]), named)
        own = _apart(codes, named)
        if own is not None:
            return listed([_with_units(_actor(code), found) for code, found in own.items()])
    names = listed([_bare(_actor(code), "side" if named else form, things) for code in codes])
    if not named:
        return names
    more = len(named) - _UNITS
    shown = [*named[:_UNITS], _("{count} more").format(count=number(more))] if more > 0 else named
    return f"{names} ({listed([unit_phrase(unit) for unit in shown])})"


def _bare(row: Row, form: str, things: str) -> str:
    text = _(row[form]) if row.get(form) else row.get("name") or row["code"]
    return text.replace("{vessels}", things or _("vessels"))


def _apart(codes: Sequence[str], units: Sequence[str]) -> dict[str, list[str]] | None:
    """Return the units by service, by their prefixes; None if a unit shows no service or a service has no unit."""
    own: dict[str, list[str]] = {code: [] for code in codes}
    for unit in units:
        prefix = unit.partition(" ")[0]
        home = next((code for code in codes if prefix in _actor(code).get("prefixes", "").split(";")), None)
        if home is None:
            return None
        own[home].append(unit)
    return own if all(own.values()) else None


def _with_units(row: Row, units: Sequence[str]) -> str:
    numbers = [_number_of(unit, row) for unit in units]
    if row.get("numbered") and all(numbers):
        ships = ngettext("ship", "ships", len(units))
        return _(row["numbered"]).format(ships=ships, numbers=listed([str(one) for one in numbers]))
    told = listed([unit_phrase(_unprefixed(unit, row)) for unit in units])
    if all((row.get("name") or row["code"]) in unit for unit in units):  # Philippine Navy RHIBs
        return told
    return _(row["units"]).format(units=told) if row.get("units") else f"{told} ({row.get('name') or row['code']})"


def _unprefixed(unit: str, row: Row) -> str:
    """Return a unit without the abbreviation of its service, which the sentence names."""
    prefix, _space, rest = unit.partition(" ")
    return rest if prefix == row["code"].partition("-")[2] and rest[:1].isalpha() else unit


def _number_of(unit: str, row: Row) -> str:
    """Return the number that identifies a unit in its service, such as 5205 of CCG 5205, or an empty string."""
    prefix, _space, rest = unit.rpartition(" ")
    if rest.isdigit() and prefix in row.get("prefixes", "").split(";"):
        return rest
    told = _TOLD_NUMBER.match(unit)
    return told[1] if told else ""


def unit_phrase(unit: str, *, again: bool = False) -> str:
    """Return a unit as used in a sentence, a type of aircraft with its article: 'a J-11', ``again``: 'the J-11'.

    >>> unit_phrase("OV-10"), unit_phrase("two OV-10"), unit_phrase("21551")
    ('an OV-10', 'two OV-10s', 'No. 21551')
    """
    told = _TOLD_NUMBER.match(unit)
    if told or not _TYPE.match(unit):
        plural = "s" * (unit[-1:].isdigit() and bool(_SEVERAL.search(unit)))
        return _("No. {number}").format(number=told[1]) if told else f"{unit}{plural}"
    article = _("the {unit}") if again else _("an {unit}") if unit[0] in "AEFHILMNORX" else _("a {unit}")
    return article.format(unit=unit)


def country_phrase(code: str) -> str:
    """Return a country as used in a sentence: 'the Philippines'; an unknown code is returned unchanged."""
    return _countries().get(code, code)


@geodata.cached
def _countries() -> dict[str, str]:
    return {row["country"]: row.get("country_phrase") or row["country_name"] for row in geodata.rows("actors")}


@geodata.cached
def _services() -> dict[tuple[str, str], str]:
    """Return actor codes by country and kind, for kinds of which a country has only one actor."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in geodata.rows("actors"):
        found.setdefault((row["country"], row["kind"]), []).append(row["code"])
    return {key: codes[0] for key, codes in found.items() if len(codes) == 1}


def speaker(who: str) -> str:
    """Return the name of a speaker of an act for a sentence.

    >>> speaker("PH (coast guard)"), speaker("CN (foreign ministry)"), speaker("PH"), speaker("SCSDI (after Reuters)")
    ('the Philippine Coast Guard', "China's foreign ministry", 'the Philippines', 'Reuters')
    >>> speaker("VN (skipper)"), speaker("US (7th Fleet)")
    ('a skipper from Vietnam', "the United States' 7th Fleet")
    """
    country, body = speaker_of(who)
    if not country:
        retold = _RETOLD.fullmatch(body)
        return retold["origin"] if retold else body
    if not body:
        return _(country_phrase(country))
    row = geodata.rows_by("speakers", "body").get(body, {})
    service = _services().get((country, row.get("kind") or ""))
    if service:
        return side([service])
    template = _(row["phrase"]) if row.get("phrase") else _("{country}'s {body}")
    text = template.format(country=_(country_phrase(country)), body=_(body))
    return text.replace("s's ", "s' ")


def is_outlet(who: str) -> bool:
    """Return True if a speaker is an outlet or institute rather than a party."""
    return not speaker_of(who)[0]


def party(who: str) -> str:
    """Return the name of a party in a cell of accounts; an unknown code is returned unchanged."""
    code, _space, rest = who.partition(" ")
    if code not in _countries():
        return who
    body = rest.strip("() ")
    if body.startswith("by "):  # by radio
        return f"{_(country_phrase(code))} ({body})"
    return speaker(f"{code} ({body})" if body else code)
