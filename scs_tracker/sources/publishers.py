"""Look up publishers by URL or by name in the registry geodata/publishers.csv."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from scs_tracker import geodata, model
from scs_tracker.text.addresses import host_of

_QUALIFIED: Final = re.compile(r"\s*\([^()]*\)\s*\Z")
#: 'CNA (AFP)', 'Dot Chuoi Non (Tuoi Tre News copy)': who is behind what an outlet prints.
_BEHIND: Final = re.compile(r".*\((?P<origin>[^()]+?)(?: copy)?\)", re.DOTALL)
#: 'Xinhua, Philippine Star', 'AP and others'.
_SEVERAL: Final = re.compile(r", |/| and ")


@dataclass(frozen=True, slots=True)
class Publisher:
    """One publisher: registered domain or host, name, country (ISO 3166-1 alpha-2), kind, and other printed names.

    Country and kind are empty where unchecked; kinds are those of geodata/publishers.csv.
    """

    domain: str
    name: str
    country: str = ""
    kind: str = ""
    also: tuple[str, ...] = ()


def publisher_of(url: str) -> Publisher:
    """Return the publisher of ``url``: the registry entry of the longest matching domain, else the host itself."""
    host = host_of(url)
    parts = host.split(".")
    known = (_registry().get(".".join(parts[start:])) for start in range(len(parts)))
    return next(filter(None, known), Publisher(host, host))


def publisher_named(name: str, country: str = "") -> Publisher:
    """Return the registered publisher called ``name``, else one without a domain; ``country`` selects a namesake.

    >>> publisher_named("Rappler (Philippines)").domain, [publisher_named("CNA", one).country for one in ("TW", "")]
    ('rappler.com', ['TW', ''])
    """
    plain = _QUALIFIED.sub("", name).strip()
    found = _registry_by_name().get(plain.casefold(), ())
    found = tuple(one for one in found if one.country) or found
    if len({(one.country, one.kind) for one in found}) > 1:
        found = tuple(one for one in found if one.country == country)
    return found[0] if len({(one.country, one.kind) for one in found}) == 1 else Publisher("", plain)


def origin_of(publisher: str) -> str:
    """Return the originating source in parentheses after an outlet's name, such as AFP in 'CNA (AFP)', else the outlet.

    The outlet is also returned if the parentheses contain a country, a common noun ('agencies') or several names.

    >>> origin_of("CNA (AFP)"), origin_of("CVD (USNI News copy)"), origin_of("ABC News (Australia)")
    ('AFP', 'USNI News', 'ABC News (Australia)')
    """
    printed = publisher.strip()
    match = _BEHIND.fullmatch(printed)
    if match is None or match["origin"] == "copy":
        return printed.partition(" (copy)")[0].strip()
    origin = match["origin"]
    if origin.casefold() in _registry_by_name():
        return origin
    names_no_one_outlet = origin[0].islower() or _SEVERAL.search(origin) or origin in _country_names()
    return printed if names_no_one_outlet else origin


@geodata.cached
def _country_names() -> frozenset[str]:
    tables = {"countries": ("country", "name"), "actors": ("country", "country_name")}
    return frozenset(row[name] for table, names in tables.items() for row in geodata.rows(table) for name in names)


@geodata.cached
def _registry_by_name() -> dict[str, tuple[Publisher, ...]]:
    owners: dict[str, list[Publisher]] = {}
    for publisher in _registry().values():
        for name in (publisher.name, *publisher.also):
            owners.setdefault(name.casefold(), []).append(publisher)
    return {name: tuple(found) for name, found in owners.items()}


@geodata.cached
def _registry() -> dict[str, Publisher]:
    return {
        row["domain"]: Publisher(
            row["domain"], row["name"], row["country"], row["kind"], tuple(model.split_list(row["also"]))
        )
        for row in geodata.rows("publishers")
    }
