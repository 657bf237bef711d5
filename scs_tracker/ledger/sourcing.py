"""How many sources of an incident are independent of each other, and which episode it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scs_tracker import geodata

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def episodes() -> dict[str, str]:
    """Return the episode of each incident that belongs to one."""
    table = geodata.table("episode_incidents")
    return dict(zip(table["incident_id"], table["episode_id"], strict=True))


def independent_sources(sources: Iterable[Mapping[str, str]]) -> int:
    """Count the sources that do not merely repeat each other.

    Outlets that publish for one government count as one voice, and an aggregator, which repeats others, counts
    only where nothing else is there. Everyone else counts once by domain.

    Parameters
    ----------
    sources
        Each with ``url`` and ``publisher``.
    """
    voices: set[str] = set()
    repeaters: set[str] = set()
    for source in sources:
        domain = _domain(source["url"]) or source["publisher"].casefold()
        kind, country = _registry().get(domain, ("", ""))
        if kind == "aggregator":
            repeaters.add(domain)
        elif kind in {"government", "state media"} and country:
            voices.add(f"government of {country}")
        else:
            voices.add(domain)
    return len(voices) or min(len(repeaters), 1)


@geodata.cached
def _registry() -> dict[str, tuple[str, str]]:
    table = geodata.table("publishers")
    return {
        domain: (kind, country)
        for domain, kind, country in zip(table["domain"], table["kind"], table["country"], strict=True)
    }


def _domain(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return host.removeprefix("www.")
