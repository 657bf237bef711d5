"""Parties: one mention of somebody, with the actor code that a country and a service make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scs_tracker.extraction.words.lexicon import Token

#: What can act or be acted on at sea or in the air.
CONCRETE: Final = frozenset({"vessel", "aircraft", "people", "force", "mission"})
_PLACE_WORDS: Final = frozenset({"in", "at", "to", "near", "off", "outside", "around", "from", "into", "over"})
_CAPITALS: Final = frozenset(
    (
        "beijing manila hanoi kuala lumpur jakarta taipei washington canberra tokyo new delhi seoul putrajaya london"
    ).split()
)
#: Kinds of actor to take, in turn, where a country has no actor of the wanted kind.
_FALLBACK: Final = {
    "": ("unknown", "civilian or other"),
    "force": ("unknown", "navy"),
    "aircraft": ("unknown", "air force", "civilian or other", "navy"),
    "people": ("unknown", "civilian or other", "fishing"),
    "survey": ("survey", "oil and gas", "civilian or other"),
    "oil and gas": ("oil and gas", "survey", "civilian or other"),
    "resupply": ("resupply", "civilian or other", "unknown"),
    "civilian": ("civilian or other", "unknown"),
    "fishing": ("fishing", "civilian or other", "unknown"),
    "surveillance": ("maritime authority", "coast guard", "unknown", "civilian or other"),
    "maritime authority": ("maritime authority", "coast guard", "unknown", "civilian or other"),
    "fisheries authority": ("fisheries authority", "coast guard", "unknown", "civilian or other"),
    "air force": ("air force", "navy"),
    "coast guard": ("coast guard", "navy"),
}
#: China's services until July 2013, when they became its coast guard.
_MERGED: Final = {("CN", "surveillance"): "CN-CMS", ("CN", "fisheries authority"): "CN-FLEC"}
_MERGER: Final = "2013-07"
#: Forces off the islands that were those of the Republic of Vietnam until its end.
_SOUTHERN: Final = frozenset({"VN-NAVY", "VN-UNK"})
_UNITED: Final = "1975-05"
#: Countries whose surveillance ships in this sea are the navy's: the Impeccable.
_WATCHING_NAVIES: Final = frozenset({"US", "AU", "JP", "GB"})
#: Countries whose military aircraft, those aboard ships too, are the air force's unless called the navy's.
_ONE_AIR_FORCE: Final = frozenset({"CA"})
_LAST: Final = ("navy", "civilian or other", "coast guard", "unknown")


@dataclass(slots=True)
class Party:
    """One mention of somebody.

    Attributes
    ----------
    first, after
        Its tokens in the sentence.
    start, end
        Where it stands in the article.
    country
        ISO 3166-1 alpha-2, ``elsewhere`` for one that has no part in this sea, or empty.
    service
        Kind of actor, such as ``coast guard``, or empty.
    code
        Actor code; empty where the country is not known yet.
    head
        ``vessel``, ``aircraft``, ``people``, ``force``, ``mission``, ``state``, ``speaker``, ``thing`` or ``pronoun``.
    units
        Names and hull numbers.
    owner
        ``its``, ``their``: the country has to be found elsewhere.
    definite
        It begins with 'the' and names no country: somebody named before.
    many
        A number of them, or the plural.
    possessive
        What follows belongs to it: China's.
    guessed
        The country was found elsewhere in the article.
    stated
        The service that its own words name.
    arms
        Several services that one phrase names: naval and air forces.
    """

    first: int
    after: int
    start: int
    end: int
    country: str = ""
    service: str = ""
    code: str = ""
    head: str = ""
    units: tuple[str, ...] = ()
    owner: str = ""
    definite: bool = False
    many: bool = False
    possessive: bool = False
    guessed: bool = False
    stated: str = ""
    arms: tuple[str, ...] = ()
    links: list[Party] = field(default_factory=list)


@geodata.cached
def _codes() -> Mapping[tuple[str, str], str]:
    """Return the actor code of a country's service; the first row of a kind counts."""
    found: dict[tuple[str, str], str] = {}
    for row in geodata.rows("actors"):
        if "(to " not in row["service"]:
            found.setdefault((row["country"], row["kind"]), row["code"])
    return found


@geodata.cached
def _kinds() -> Mapping[str, str]:
    return {row["code"]: row["kind"] for row in geodata.rows("actors")}


@geodata.cached
def sole_country(kind: str) -> str:
    """Return the only country that has an actor of a kind, or an empty string.

    Examples
    --------
    >>> sole_country("resupply"), sole_country("navy")
    ('PH', '')
    """
    countries = {country for country, one in _codes() if one == kind}
    return countries.pop() if len(countries) == 1 else ""


@geodata.cached
def of_sea_police() -> frozenset[str]:
    """Return the countries whose coast guard has a name of a police: the Vietnam Marine Police."""
    named = (row for row in geodata.rows("lexicon_actor_names") if "Police" in row["name"].split())
    return frozenset(row["code"][:2] for row in named if kind_of(row["code"]) == "coast guard")


def kind_of(code: str) -> str:
    """Return the kind of an actor, such as ``coast guard``; empty for a code that is not known."""
    return _kinds().get(code, "")


@geodata.cached
def code_of(country: str, service: str, head: str) -> str:
    """Return the actor code of a country's service.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2.
    service
        Kind of actor as in actors.csv, or empty where none is named.
    head
        What it is; decides where no service is named.

    Examples
    --------
    >>> code_of("CN", "coast guard", "vessel"), code_of("CN", "", "vessel"), code_of("PH", "", "vessel")
    ('CN-CCG', 'CN-UNK', 'PH-UNK')
    """
    if (country, service) in _MERGED:
        return _MERGED[country, service]
    if service == "surveillance" and country in _WATCHING_NAVIES:
        service = "navy"
    codes = _codes()
    wanted = (service, *_FALLBACK.get(service, ()), *_FALLBACK.get(head, _FALLBACK[""]), *_LAST)
    return next((codes[country, kind] for kind in wanted if (country, kind) in codes), "")


def in_its_time(code: str, date: str) -> str:
    """Return the coast guard in place of a service that had become part of it, and who held Viet Nam's isles to 1975.

    Examples
    --------
    >>> in_its_time("CN-CMS", "2012-04"), in_its_time("CN-FLEC", "2024-05-11")
    ('CN-CMS', 'CN-CCG')
    >>> in_its_time("VN-NAVY", "1974-01-19"), in_its_time("VN-NAVY", "1988-03-14")
    ('RVN-NAVY', 'VN-NAVY')
    """
    if code in _SOUTHERN and "1970" <= date[:7] < _UNITED:
        return "RVN-NAVY"
    return "CN-CCG" if code in _MERGED.values() and date[: len(_MERGER)] >= _MERGER else code


def settle(party: Party, *, of_the_fleet: bool = False) -> None:
    """Give a party its code; an aircraft whose own words call it the navy's stays the navy's."""
    if party.country in _ONE_AIR_FORCE and party.head == "aircraft" and not of_the_fleet:
        party.service, party.code = "air force", ""
    if party.country and party.country != "elsewhere" and not party.code:
        party.code = code_of(party.country, party.service, party.head)
    if party.country == "elsewhere":
        party.code = ""


def is_place(party: Party, tokens: Sequence[Token]) -> bool:
    """Say whether a country's name stands for a place: in Beijing, off Vietnam, to Manila."""
    if party.head != "state" or party.possessive or party.first == 0:
        return False
    before = tokens[party.first - 1].text
    name = tokens[party.after - 1].text
    return before in _PLACE_WORDS and (name in _CAPITALS or before in {"in", "off", "near", "around", "outside"})


def linked(party: Party, *, same: bool) -> list[Party]:
    """Return those who are listed with a party, of its country only if ``same``."""
    found: list[Party] = []
    for one in party.links:
        if (one.head in CONCRETE or one.head == "state") and (not same or one.country == party.country):
            found += [one, *linked(one, same=same)]
    return found
