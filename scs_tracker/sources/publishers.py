"""Who publishes at an address: the registry of geodata/publishers.csv."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from scs_tracker import geodata

#: Forms of the same site.
_PREFIXES: Final = ("www.", "m.", "amp.")
_QUALIFIED: Final = re.compile(r"\s*\([^()]*\)\s*\Z")
#: Nearly all addresses; taking them apart by all rules takes ten times as long.
_PLAIN: Final = re.compile(r"https?://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[/?#]|\Z)")
#: 'CNA (AFP)', 'Dot Chuoi Non (Tuoi Tre News copy)': who is behind what an outlet prints.
_BEHIND: Final = re.compile(r".*\((?P<origin>[^()]+?)(?: copy)?\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Publisher:
    """One publisher.

    Attributes
    ----------
    domain
        The registered domain, or the host where it is not in the registry.
    name
        Its name, or the host.
    country
        ISO 3166-1 alpha-2, or empty where unchecked.
    kind
        ``state media``, ``government``, ``independent``, ``aggregator``, or empty where unchecked.
    """

    domain: str
    name: str
    country: str = ""
    kind: str = ""


def publisher_of(url: str) -> Publisher:
    """Return who publishes at ``url``: the entry of the longest domain that the host ends with.

    Examples
    --------
    >>> publisher_of("https://globalnation.inquirer.net/1/a").domain, publisher_of("https://unknown.example/").name
    ('inquirer.net', 'unknown.example')
    """
    return _publisher_at(_host(url))


@geodata.cached
def _publisher_at(host: str) -> Publisher:
    parts = host.split(".")
    for start in range(len(parts)):
        found = _registry().get(".".join(parts[start:]))
        if found is not None:
            return found
    return Publisher(host, host)


def publisher_named(name: str) -> Publisher:
    """Return who is called ``name``, as datasets name sources without an address, perhaps with a country behind it.

    Examples
    --------
    >>> publisher_named("Rappler (Philippines)").domain, publisher_named("Xinhua").country
    ('rappler.com', 'CN')
    """
    plain = _QUALIFIED.sub("", name).strip()
    return _registry_by_name().get(plain.casefold(), Publisher("", plain))


def origin_of(publisher: str) -> str:
    """Return who is behind what an outlet prints, as the sources table notes it in parentheses; else the outlet.

    Two outlets that print one agency's report are one source of it.

    Examples
    --------
    >>> origin_of("CNA (AFP)"), origin_of("Rappler"), origin_of("CVD (USNI News copy)"), origin_of("Balita (copy)")
    ('AFP', 'Rappler', 'USNI News', 'Balita')
    """
    match = _BEHIND.fullmatch(publisher.strip())
    if match is None or match["origin"] == "copy":
        return publisher.partition(" (copy)")[0].strip()
    return match["origin"]


def _host(url: str) -> str:
    plain = _PLAIN.match(url)
    try:
        host = plain["host"] if plain else (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    for prefix in _PREFIXES:
        if host.startswith(prefix) and host.count(".") > 1:
            return host.removeprefix(prefix)
    return host


@geodata.cached
def _registry_by_name() -> dict[str, Publisher]:
    owners: dict[str, list[Publisher]] = {}
    for publisher in _registry().values():
        owners.setdefault(publisher.name.casefold(), []).append(publisher)
    alike = {name: {(one.country, one.kind) for one in found} for name, found in owners.items()}
    return {name: found[0] for name, found in owners.items() if len(alike[name]) == 1}


@geodata.cached
def _registry() -> dict[str, Publisher]:
    return {
        row["domain"]: Publisher(row["domain"], row["name"], row["country"], row["kind"])
        for row in geodata.rows("publishers")
    }
